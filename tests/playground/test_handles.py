"""The hand on the playground's picture: units, weights, time, own samples, and the size of the network."""

import numpy as np
import pytest
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.playground.mathematics import counting
from course_nn.playground.mathematics.settings import read_hidden
from course_nn.playground.picture.demo import playground
from course_nn.playground.picture.figure import HANDLES
from course_nn.playground.picture.thumbnails import NAMES
from course_nn.playground.picture.unit_maps import shape, tile

FREE, OWN, EDGE, CHOSEN, UNIT, SIGN, BIAS, TIME, DATA = range(len(HANDLES))
TABLE = "x1,x2,kind\n0,10,cold\n20,10,warm\n0,30,cold\n20,30,warm\n10,20,warm"


@pytest.fixture
def demo():
    return playground(epoch=2)


def undo(demo):
    demo.act(demo.actions[-1])


def nothing_to_undo(demo):
    undo(demo)
    return "nothing to undo" in demo.page.message.value


@pytest.mark.parametrize("sizes", [(2, 1), (3, 4, 2, 1), (7, 8, 8, 8, 8, 8, 8, 1)])
def test_units_weights_and_biases_are_counted_as_the_network_has_them(sizes):
    weights, biases, units = [], [], []
    for layer, (below, here) in enumerate(zip(sizes, sizes[1:]), 1):
        weights += [dict(layer=layer, to=to, origin=a) for to in range(1, here + 1) for a in range(1, below + 1)]
        biases += [dict(layer=layer, to=to, origin=0) for to in range(1, here + 1)]
    for layer, count in enumerate(sizes[:-1]):
        units += [(layer, unit) for unit in range(1, count + 1)]
    assert [counting.weight(sizes, k) for k in range(len(weights))] == weights
    assert [counting.bias(sizes, k) for k in range(len(biases))] == biases
    looks = playground().result.looks
    named = [counting.unit(sizes, looks, k) for k in range(len(units))]
    assert [(v["layer"], v["to"]) if v["large"] == "to" else (0, v["origin"]) for v in named] == units


def test_a_unit_that_is_clicked_is_shown_large_and_once_more_the_output(demo):
    Hand(demo, UNIT, 5).press()  # features, then four units: the fourth of them
    h = demo.result.experiment.run.network.forward(demo.result.experiment.run.train[0]).h
    assert demo.result.large == (1, 4) and len(h[1].T) == 4
    Hand(demo, UNIT, 1).press()
    assert demo.result.large == (0, 2)
    Hand(demo, UNIT, 1).press()
    assert demo.result.large is None


def test_a_tile_can_be_pressed_anywhere_on_its_face():
    for hidden in ("4", "4, 2", "8, 8", "8, 8, 8, 8, 8, 8"):
        demo = playground(hidden=hidden)
        side = 100 * tile(shape(demo.artists.network, demo.result.experiment.run.network.sizes)).side
        assert np.ptp(Hand(demo, UNIT, 3).path(), axis=0) == pytest.approx([side, side], abs=0.2)


def test_a_hand_over_a_tile_sees_a_frame_and_the_map_in_it(demo):
    faces = [path for path in demo.page.paths if path[0] == UNIT]
    assert len(faces) == 8 and all(width <= 4 and path.endswith("Z") for *_, width, _, path in faces)
    assert not any(path.endswith("Z") for k, *_, path in demo.page.paths if not HANDLES[k].face)


def test_an_edge_that_is_pressed_is_chosen_and_that_is_no_edit(demo):
    before = demo.result.experiment.run.network.parameters.copy()
    Hand(demo, EDGE, 3).press().pull(0, 0)
    assert [demo.values[name] for name in ("layer", "to", "origin")] == [1, 2, 2]
    assert np.array_equal(demo.result.experiment.run.network.parameters, before) and nothing_to_undo(demo)


@pytest.mark.parametrize("handle, item, place", [(EDGE, 3, (0, 1, 1)), (BIAS, 4, (1, 0, None))])
def test_an_edge_or_a_bias_that_is_pulled_up_grows_by_two_an_inch_and_that_can_be_undone(demo, handle, item, place):
    layer, to, origin = place

    def value():
        network = demo.result.experiment.run.network
        return network.biases[layer][to] if origin is None else network.weights[layer][to, origin]

    before, others = value(), demo.result.experiment.run.network.parameters.copy()
    Hand(demo, handle, item).press().pull(5, -50, holds=True).pull(7, -100)
    assert value() - before == pytest.approx(counting.PULL, abs=0.01)
    assert np.sum(demo.result.experiment.run.network.parameters != others) == 1
    undo(demo)
    assert value() == before


def test_what_can_be_pulled_holds_a_finger_and_the_chosen_weight_goes_down_with_it(demo):
    holds = {path[0]: path[3] for path in demo.page.paths}
    assert holds[CHOSEN] and holds[EDGE]
    before = demo.values["weight"]
    Hand(demo, CHOSEN).press().pull(0, 50)
    assert demo.values["weight"] == pytest.approx(before - counting.PULL / 2, abs=0.01)


def test_the_line_of_time_goes_with_the_hand(demo):
    hand = Hand(demo, TIME).press()
    assert demo.values["epoch"] == 2
    hand.pull(100, 0, holds=True)
    assert hand.miss() < 3 and demo.values["epoch"] > 10 and demo.values["sample"] == 0
    assert nothing_to_undo(demo)


def test_the_signs_resize_a_layer_and_the_network(demo):
    def press(column, sign):
        asked = [(c, s) for c, s, _ in counting.resized(demo.result.experiment.run.network.sizes[1:-1])]
        Hand(demo, SIGN, asked.index((column, sign))).press()
        return demo.values["hidden"]

    assert press(1, 1) == "5, 2" and press(2, -1) == "5, 1" and press(0, 1) == "5, 1, 1"
    assert [press(0, -1) for _ in range(3)] == ["5, 1", "5", ""] and press(0, 1) == "2"


def test_no_sign_asks_for_more_than_the_network_can_be():
    for hidden in ((), (1,), (8, 1), (8,) * 6):
        asked = [read_hidden(values["hidden"]) for *_, values in counting.resized(hidden)]
        assert asked and len({hidden, *asked}) == 1 + len(asked)


def test_a_click_adds_nothing_to_data_that_are_only_looked_at(demo):
    assert not any(path[0] in (FREE, OWN) for path in demo.page.paths)


def test_clicks_on_the_map_make_data_of_ones_own_where_the_hand_was(demo):
    demo.set(add="class 1")
    k = 100
    Hand(demo, FREE, k).press()
    table = demo.result.experiment.table
    assert demo.values["data"] == "own" and len(table.X) == 5 and table.y[-1] == 1
    assert np.allclose(table.X[-1], counting.PLACES[k])
    last = Hand(demo, OWN, 4)
    assert np.hypot(*(last.here - Hand(demo, FREE, k).here)) < 0.2
    last.press()
    assert len(demo.result.experiment.table.X) == 4
    undo(demo)
    assert len(demo.result.experiment.table.X) == 5


def test_a_sample_that_became_a_test_sample_is_seen_too(demo):
    demo.set(add="class 0")
    Hand(demo, FREE, 7).press()
    assert demo.values["show_test"]


def test_a_click_adds_to_a_table_in_its_own_units_and_names():
    demo = playground(data="own", table=TABLE, add="class 0")
    k = int(np.flatnonzero((counting.PLACES == (2.5, -2.5)).all(axis=1))[0])
    Hand(demo, FREE, k).press()
    assert demo.values["table"] == TABLE + "\n15, 15, cold"
    Hand(demo, OWN, 0).press()
    assert "\n0,10,cold" not in demo.values["table"] and demo.values["table"].startswith("x1,x2,kind\n20,10,warm")


def test_the_last_samples_of_a_class_are_not_taken_away(demo):
    demo.set(add="class 0", data="own", table="1,2,0\n3,4,1\n5,6,0\n7,8,1")
    Hand(demo, OWN, 0).press()
    assert "expected at least 4 rows" in demo.page.message.value and len(demo.result.experiment.table.X) == 4


def test_more_layers_than_can_be_drawn_are_refused():
    for hidden in ("4, 2, 2, 2, 2, 2, 2", "9", "0", "4,,2", "four"):
        with pytest.raises(BadInput, match="hidden units"):
            playground(hidden=hidden)
    assert playground(hidden=" 4，2 ").values["hidden"] == "4, 2"


def test_a_click_on_its_picture_chooses_a_data_set_and_the_chosen_one_is_framed(demo):
    for k, name in enumerate(NAMES):
        Hand(demo, DATA, k).press()
        assert demo.values["data"] == name == demo.result.values["data"] and demo.state == "open"
        assert np.array_equal(demo.artists.thumbnails.chosen.get_xydata(), demo.artists.thumbnails.frames[k])
    demo.set(data="own", table=TABLE)
    assert np.isnan(demo.artists.thumbnails.chosen.get_xydata()).all()


def test_the_pictures_of_the_data_are_faces_that_stand_apart_on_the_page(demo):
    sides = [np.ptp(Hand(demo, DATA, k).path(), axis=0) for k in range(len(NAMES))]
    assert np.allclose(sides, 30, atol=0.2)
    middles = np.array([Hand(demo, DATA, k).path()[:4].mean(axis=0) for k in range(len(NAMES))])
    apart = np.abs(middles[:, None] - middles).max(axis=-1)[~np.eye(len(NAMES), dtype=bool)]
    assert apart.min() > 32


@pytest.mark.parametrize("handle, item", [(EDGE, 3), (EDGE, 13), (BIAS, 2), (BIAS, 6)])
def test_the_number_of_a_weight_that_is_pulled_stands_at_the_hand_and_follows_it(demo, handle, item):
    hand, number = Hand(demo, handle, item).press(), demo.artists.maps.value
    for dy in (-30, -60):
        hand.pull(0, dy, holds=True)
        assert float(number.get_text().replace("−", "-")) == pytest.approx(demo.values["weight"], abs=0.006)
    x, y = demo.artists.network.transData.transform(number.get_position())
    tall = demo.figure.get_size_inches()[1] * 100
    assert np.hypot(*(np.array([x, tall - y]) - hand.start)) < 40
