"""The settings in which every demo is tried."""

from itertools import combinations, product

import numpy as np
import pytest
from pairs import options, random_setting, settings

from course_nn.stage import Choice, Slider, Toggle, Typed

CONTROLS = {
    "w": Slider("w", -3.0, 3.0, 1.5),
    "eta": Slider("η", 0.01, 1.0, 0.1, decades=True),
    "n": Slider("n", 1, 8, 2, 1),
    "name": Choice("φ", ["step", "tanh", "relu", "slow"], "tanh", costly=("slow",)),
    "shown": Toggle("shown"),
    "edges": Typed("edges", "1-2", str, ("1-2 2-3",)),
}


def test_every_two_options_of_any_two_controls_meet():
    found = settings(CONTROLS)
    for (a, first), (b, second) in combinations(CONTROLS.items(), 2):
        met = {(setting[a], setting[b]) for setting in found}
        assert met == set(product(options(first), options(second))), (a, b)


def test_there_are_few_of_them():
    assert len(settings(CONTROLS)) <= 25 < 4 * 4 * 4 * 3 * 2 * 2


@pytest.mark.parametrize("controls", [{"w": CONTROLS["w"]}, {}])
def test_one_control_alone_takes_each_of_its_options(controls):
    assert settings(controls) == [{"w": value} for value in (-3.0, 3.0, 1.5, 0.0)][: 4 * len(controls)]


def test_a_slider_that_passes_0_stops_there():
    assert options(CONTROLS["w"]) == [-3.0, 3.0, 1.5, 0.0]
    assert 0 not in options(CONTROLS["eta"]) and len(options(CONTROLS["eta"])) == 4


def test_what_takes_many_seconds_is_left_out():
    rng = np.random.default_rng(0)
    assert options(CONTROLS["name"]) == ["step", "tanh", "relu"]
    assert all(random_setting(CONTROLS, rng)["name"] != "slow" for _ in range(50))


def test_a_random_setting_is_one_that_the_controls_take():
    rng = np.random.default_rng(0)
    for _ in range(20):
        setting = random_setting(CONTROLS, rng)
        assert setting == {name: CONTROLS[name].check(value) for name, value in setting.items()}
