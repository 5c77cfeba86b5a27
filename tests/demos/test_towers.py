"""Towers from walls: on the controls of the demo."""
import importlib

import numpy as np
import pytest

from course_nn.approximation import deviation, places, tower_network
from course_nn.expressions import read

module = importlib.import_module("course_nn.demos.deep_vs_shallow.towers")
HILL, SADDLE, DISC = module.OTHERS
START = {name: control.start for name, control in module.CONTROLS.items()}


def result(**values):
    return module.compute(**START | values)


@pytest.mark.parametrize("text", [module.WAVES, HILL, SADDLE])
def test_twice_as_many_towers_a_side_halve_the_error_of_a_continuous_function_with_four_times_the_second_layer(text):
    few, many = (result(f=text, unit="step", N=N) for N in (4, 8))
    assert few.units == (16, 16) and many.units == (32, 64)
    assert 0.45 < many.apart.rms / few.apart.rms < 0.55 and many.apart.max < 0.6 * few.apart.max


def test_a_threshold_between_1_and_2_makes_towers_and_below_1_pluses_that_pile_up():
    towers, pluses = result(unit="step", t=1.5), result(unit="step", t=0.5)
    assert np.array_equal(towers.tower, towers.walls == 2) and np.array_equal(pluses.tower, towers.walls >= 1)
    assert np.isclose(towers.tower.mean(), 1 / 25, atol=0.01) and np.isclose(pluses.tower.mean(), 9 / 25, atol=0.03)
    assert pluses.apart.rms > 20 * towers.apart.rms
    assert not result(unit="step", t=2.0).values.any() and result(unit="step", t=-0.5).tower.all()


def test_a_small_gain_lets_single_walls_leak_through_and_every_tower_adds_its_leak():
    soft, firm = result(g=4.0, k=500.0), result(g=40.0, k=500.0)
    assert np.isclose(soft.levels[1], 1 / (1 + np.exp(2))) and firm.levels[1] < 1e-8
    assert soft.apart.rms > 2 * firm.apart.rms


def test_the_tower_under_the_probe_is_the_one_that_is_shown():
    for x1, x2 in ((0.0, 0.0), (0.99, 0.3), (1.0, 1.0)):
        shown = result(unit="step", x1=x1, x2=x2)
        row, column = (min(int(x * module.SIDE), module.SIDE - 1) for x in (x2, x1))
        assert shown.tower[row, column] == 1


def test_with_soft_flanks_more_towers_make_it_worse_for_where_four_meet_there_is_a_hole():
    errors = [result(N=N, k=100.0).apart.rms for N in (6, 7, 8)]
    assert errors == sorted(errors)
    steep = [result(N=N, k=500.0).apart.rms for N in (6, 7, 8)]
    assert steep == sorted(steep, reverse=True) and steep[-1] < 0.6 * errors[-1]


@pytest.mark.parametrize("text", [module.WAVES, HILL, SADDLE])
def test_the_challenge_needs_many_towers_steep_flanks_and_the_right_threshold(text):
    good = dict(f=text, N=8, k=500.0, g=12.0)
    others = {}, {"N": 4}, {"k": 50.0}, {"t": 1.0}, {"unit": "step"}
    states = [module.judge(result(**good | other)) for other in others]
    assert states[0] == "solved" and "solved" not in states[1:] and states[3:] == ["open", "open"]


def test_the_challenge_is_almost_solved_on_the_way():
    assert module.judge(result(N=7, k=200.0)) == "almost"


@pytest.mark.parametrize("N", [5, 8])
@pytest.mark.parametrize("text", [module.WAVES, HILL])
def test_the_points_of_the_picture_measure_the_error_as_ten_times_as_many_do(text, N):
    f, middles, side = read(text, ("x1", "x2")), places(N), (np.arange(211) + 0.5) / 211
    network = tower_network(f(*np.meshgrid(middles, middles, indexing="ij")), "sigmoid", 200.0, 30.0)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    fine = deviation(network(points)[:, 0], f(*points.T))
    assert np.isclose(result(f=text, N=N, k=200.0, g=30.0).apart.rms, fine.rms, rtol=0.1)


def test_a_disc_has_an_edge_where_no_number_of_towers_helps():
    assert result(f=DISC, unit="step", N=8).apart.max == 1.0
