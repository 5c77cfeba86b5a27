"""A pointer that only rests on the playground's picture: what lies under it is shown, and nothing is moved."""

import numpy as np
import pytest

from course_nn.drawing.numbers import magnitude
from course_nn.lectures import neurons
from course_nn.playground.picture.demo import playground
from course_nn.playground.picture.figure import HANDLES
from course_nn.stage.frame import Frame

PLACES = {handle.hover: k for k, handle in enumerate(HANDLES) if handle.hover}


@pytest.fixture
def demo():
    demo = playground(epoch=2)
    yield demo
    demo.close()


def rest(demo, kind="", k=0):
    """Let the pointer rest on the k-th unit, weight or bias; on nothing, without a kind."""
    demo.page.layer.hovered = [PLACES[kind], k] if kind else []
    return np.array(demo.frame.pixels)


def test_a_unit_under_the_pointer_is_large_as_long_as_it_rests_there_and_no_control_moves(demo):
    before, values, output = np.array(demo.frame.pixels), demo.values, demo.artists.answer.image.images[0]
    rest(demo, "unit", 3)
    large = demo.artists.answer.image.images[0]
    assert demo.artists.name.get_text() == "layer 1, unit 2" and not np.array_equal(large, output)
    after = rest(demo)
    assert np.array_equal(after, before) and demo.values == values
    assert np.array_equal(demo.artists.answer.image.images[0], output)


def test_what_a_pointer_rests_on_looks_like_what_a_click_has_chosen(demo):
    resting = rest(demo, "unit", 4)
    demo.set(layer=1, to=3, large="to")
    rest(demo)
    right = demo.artists.answer.axes.bbox
    columns = slice(int(right.x0), int(right.x1))  # at the left, a click frames what it has chosen
    assert np.array_equal(resting[:, columns], np.array(demo.frame.pixels)[:, columns])


def test_what_lies_under_the_pointer_is_said_in_the_numbers_and_where_the_picture_is_heard(demo):
    rest(demo, "unit", 1)
    assert demo.page.words.value.count("Large: x₂.") == 1 and "大图：x₂。" in demo.page.words.value
    weight = demo.result.experiment.run.network.weights[0][1, 0]
    rest(demo, "weight", 2)
    assert f"Weight from x₁ to unit 2 of layer 1: {magnitude(weight, 3, smallest=1e-3)}." in demo.page.words.value
    rest(demo)
    assert "Large" not in demo.page.words.value and "unit 2" not in demo.page.words.value.partition("Epoch")[0]


@pytest.mark.parametrize("kind, k, place", [("weight", 3, (0, 1, 1)), ("bias", 4, (1, 0, None))])
def test_a_weight_under_the_pointer_shows_its_number_and_the_chosen_one_comes_back(demo, kind, k, place):
    (layer, to, origin), network = place, demo.result.experiment.run.network
    number, before = demo.artists.maps.value, demo.artists.maps.value.get_text()
    rest(demo, kind, k)
    value = network.biases[layer][to] if origin is None else network.weights[layer][to, origin]
    assert number.get_text() == magnitude(float(value)) != before
    rest(demo)
    assert number.get_text() == before


def test_a_pointer_that_rests_while_it_learns_sees_the_unit_of_each_epoch(demo):
    rest(demo, "unit", 3)
    first = demo.artists.answer.image.images[0]
    demo.set(epoch=30)
    assert demo.artists.name.get_text() == "layer 1, unit 2"
    assert not np.array_equal(demo.artists.answer.image.images[0], first)
    assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


@pytest.mark.parametrize("kind, k", [("unit", 7), ("weight", 17), ("bias", 6)])
def test_what_the_pointer_rested_on_may_go_away_with_its_layer(demo, kind, k):
    rest(demo, kind, k)
    demo.set(hidden="")
    assert demo.artists.name.get_text() == "output"
    resting = np.array(demo.frame.pixels)
    assert np.array_equal(resting, rest(demo))


def test_a_frame_is_drawn_only_when_the_pointer_comes_to_another_place(demo, monkeypatch):
    frames = []
    monkeypatch.setattr(Frame, "draw", lambda self: frames.append(self) or self.pixels)
    for place in ([], [PLACES["unit"], 3], [PLACES["unit"], 3], []):
        demo.page.layer.hovered = place
    assert len(frames) == 2


def test_a_picture_in_which_nothing_answers_a_pointer_is_told_of_none(demo):
    plain = neurons.neuron()
    assert demo.page.layer.hovers == sorted(PLACES.values()) and plain.page.layer.hovers == []
    plain.close()
