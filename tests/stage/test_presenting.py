"""A demo in the lecture hall."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words
from course_nn.lectures import neurons, xor
from course_nn.notebook import Scene, lecture
from course_nn.stage.presenting import LECTURE

SCENES = [Scene(Words("nothing", "无"), {"w1": 0.0, "w2": 0.0}), Scene(Words("right", "右"), {"w1": 2.0})]


@pytest.fixture(autouse=True)
def as_before():
    yield
    LECTURE.on, LANGUAGE.shown = False, "both"


def classes(demo):
    return demo.page.box._dom_classes


def test_a_clicker_steps_through_the_scenes_and_stops_at_both_ends():
    demo = neurons.neuron(x1=1.0)
    demo.present(SCENES)
    seen = []
    for steps in (0, 1, 1, -1, -1):
        demo.page._go(steps)
        seen.append((demo.values["w1"], demo.values["w2"], demo.values["x1"]))
    start = demo.controls["w2"].start
    nothing, right = (0.0, 0.0, 1.0), (2.0, start, 1.0)
    assert seen == [nothing, right, right, nothing, nothing]


def test_without_scenes_of_its_own_it_shows_the_start_and_the_presets():
    demo = lecture("xor.xor_network", w11=0.5)
    assert demo.values["w11"] == 0.5
    demo.page._go(1)
    caption = demo._hall.presentation.scenes[1].caption
    assert demo.state != "open" and {"w11", "c"} <= set(xor.xor_network().presets[caption])


def test_it_has_twice_the_dots_and_as_many_as_before_in_the_end():
    demo = neurons.neuron()
    before = np.array(demo.frame.pixels)
    demo.present(SCENES)
    assert np.shape(demo.frame.pixels)[:2] == (2 * before.shape[0], 2 * before.shape[1])
    demo.present(())
    demo.reset()
    assert np.array_equal(demo.frame.pixels, before)
    assert "cn-presenting" not in classes(demo) and "cn-bare" not in classes(demo)


def test_one_switch_shows_every_demo_of_the_notebook_so_the_open_ones_and_those_to_come():
    LECTURE.unobserve_all("on")  # demos that other tests have left open
    first = neurons.neuron()
    assert lecture() is None
    second = neurons.neuron()
    assert "cn-presenting" in classes(first) and "cn-presenting" in classes(second)
    lecture(on=False)
    assert "cn-presenting" not in classes(first) and "cn-presenting" not in classes(second)


def test_captions_follow_the_language():
    demo = neurons.neuron()
    demo.present(SCENES)
    LANGUAGE.shown = "zh"
    assert "无" in demo._hall.presentation.caption.value and "场景" in demo._hall.presentation.forward.tooltip


def test_its_code_is_that_of_the_scene():
    demo = neurons.neuron()
    demo.present(SCENES)
    demo.page._go(1)
    assert "w1=2.0" in demo.code()


def test_a_scene_that_a_control_refuses_is_told_before_anything_is_shown():
    demo = neurons.neuron()
    with pytest.raises(BadInput, match="w₁"):
        demo.present([*SCENES, Scene(Words("far", "远"), {"w1": 99})])
    assert "cn-presenting" not in classes(demo)


@pytest.mark.parametrize("name", ["xor.xor_netwrok", "xro.xor_network", "xor", ""])
def test_an_unknown_demo_is_told_with_the_nearest(name):
    with pytest.raises(BadInput, match="unknown"):
        lecture(name)
