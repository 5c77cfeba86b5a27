"""The lecture: h1 = f1(x), …, y = fL(h_(L-1)); each layer is a black box."""

from itertools import combinations_with_replacement

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.network import Network

demo = Pure("activations.modular")

START = {name: control.start for name, control in demo.CONTROLS.items()}


def test_folding_any_layers_into_a_box_leaves_the_output_the_same_to_the_last_digit():
    for L in range(2, 8):
        for first, last in combinations_with_replacement(range(1, L + 1), 2):
            result = demo.compute(**START | {"L": L, "first": first, "last": last})
            assert result.difference == 0 and np.array_equal(result.h[-1], result.boxed[-1])
            assert len([h for h in result.boxed if h is not None]) == L + 1 - (last - first)


def test_the_composition_is_the_network():
    x = np.array([1.0, -0.5, 0.3])
    network = Network((3,) * 6, "tanh", "tanh", "he", seed=5)
    for b in network.biases:
        b[...] = 0.2
    np.testing.assert_allclose(demo.compute(**START).h[-1], network(x[None])[0], rtol=1e-13)


def test_other_contents_with_the_same_function_give_the_same_output():
    result = demo.compute(**START | {"inside": "reordered", "first": 1, "last": 5})
    assert result.difference < 1e-14 and demo.judge(result) == "solved"


def test_order_matters_inside_the_box():
    result = demo.compute(**START | {"inside": "reversed"})
    assert result.difference > 0.01 and demo.judge(result) == "open"
    assert demo.compute(**START | {"inside": "reversed", "first": 3, "last": 3}).difference == 0


def test_a_box_given_backwards_is_turned_round():
    there, back = (demo.compute(**START | {"first": a, "last": b}) for a, b in ((2, 4), (4, 2)))
    assert (there.first, there.last) == (back.first, back.last) == (2, 4)


def test_a_press_folds_a_layer_into_the_box_or_out_of_it():
    picture = demo.modular()  # layers 2 to 4 of 5 are in the box
    for layer, first, last in ((1, 1, 4), (5, 1, 5), (2, 3, 5), (5, 3, 4), (3, 4, 4), (4, 4, 4), (1, 1, 4)):
        Hand(picture, 0, item=layer - 1).press()
        assert (picture.result.first, picture.result.last) == (first, last)
    picture.close()


def test_an_input_goes_up_and_down_with_the_hand():
    picture = demo.modular()
    for i in range(3):
        before = picture.values[f"x{i + 1}"]
        Hand(picture, 1 + i).press().pull(0, -25)
        assert 0.3 < picture.values[f"x{i + 1}"] - before < 0.8
    picture.close()
