"""The lecture: any sequence of linear layers equals one linear layer; so several layers need a non-linearity."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

demo = Pure("deep_vs_shallow.linear_collapse")

START = {name: control.start for name, control in demo.CONTROLS.items()}


def random_turns(seed):
    rng = np.random.default_rng(seed)
    return {f"angle{k}": rng.uniform(-180, 180) for k in (1, 2, 3)} | {
        f"stretch{k}": rng.uniform(0.5, 1.5) * rng.choice([-1, 1]) for k in (1, 2, 3)
    }


def test_three_linear_layers_and_their_product_agree_to_the_last_digit():
    for seed in range(50):
        for units in (1, 2):
            result = demo.compute(units=units, relu=0, **random_turns(seed))
            W1, W2, W3 = result.weights
            np.testing.assert_allclose(result.product, W3 @ W2 @ W1, rtol=0, atol=1e-14)
            assert result.difference <= 1e-12 and result.best <= 1e-12


def test_with_a_single_relu_no_linear_layer_equals_the_three():
    for seed in range(50):
        for relu in (1, 2):
            result = demo.compute(units=2, relu=relu, **random_turns(seed))
            assert result.difference > 0.1 and result.best > 0.01


def test_one_unit_in_the_middle_flattens_the_plane_to_a_line():
    for seed in range(50):
        turns = random_turns(seed)
        assert demo.compute(units=2, relu=0, **turns).rank == 2
        result = demo.compute(units=1, relu=0, **turns)
        assert result.rank == 1 and abs(np.linalg.det(result.product)) < 1e-12
        y = result.h[-1][demo.IS_POINT]
        assert np.linalg.matrix_rank(y - y.mean(axis=0), tol=1e-9) == 1


def test_two_relus_on_opposite_inputs_can_be_undone_by_the_next_layer():
    """relu(t) - relu(-t) = t: what was bent may come out straight, as one linear layer, but not as the product."""
    turns = {"angle1": 45, "stretch1": 0, "angle2": -45, "stretch2": 1, "stretch3": 0}
    result = demo.compute(**START | turns | {"relu": 1})
    assert result.best <= 1e-12 and result.difference > 0.1
    assert "another single layer" in demo.readout(result).en and "另有" in demo.readout(result).zh


def test_a_tip_pulled_through_the_origin_turns_the_stretch_round_and_mirrors_the_letter():
    shown = demo.linear_collapse(angle1=0, stretch1=0.5)
    hand = Hand(shown, 0).press()
    pixels = demo.SIDE * 100 / 4  # an inch is a hundred page pixels, and a picture four units wide
    hand.pull(-pixels, 0)
    assert shown.values["stretch1"] == pytest.approx(-0.5, abs=0.03) and shown.values["angle1"] == 0
    assert np.linalg.det(shown.result.weights[0]) < 0
    shown.close()


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_tip_moves_its_own_layer_and_no_other(layer):
    shown = demo.linear_collapse()
    before = shown.values
    Hand(shown, layer - 1).press().pull(-10, 10)
    after = shown.values
    changed = {name for name in before if before[name] != after[name]}
    assert changed and changed <= {f"angle{layer}", f"stretch{layer}"}
    shown.close()


def test_the_challenge_wants_three_layers_that_undo_each_other():
    lengths = dict.fromkeys(("stretch1", "stretch2", "stretch3"), 1.0)
    thirds, nothing = (dict.fromkeys(("angle1", "angle2", "angle3"), angle) for angle in (120, 0))
    assert demo.judge(demo.compute(**START)) == "open"
    assert demo.judge(demo.compute(**START | lengths | thirds)) == "solved"
    assert demo.judge(demo.compute(**START | lengths | thirds | {"stretch3": 0.9})) == "almost"
    assert demo.judge(demo.compute(**START | lengths | nothing)) == "open"


def test_the_readout_has_the_product_and_the_differences_and_calls_bent_what_is_bent(reads):
    result = demo.compute(**START | {"relu": 1})
    W1, W2, W3 = result.weights
    bent = np.maximum(0, demo.POINTS @ W1.T) @ W2.T @ W3.T
    off = np.nanmax(np.abs(bent - demo.POINTS @ (W3 @ W2 @ W1).T))
    words = demo.readout(result)
    reads(words, *(W3 @ W2 @ W1).ravel(), off, result.best)
    assert "nearest single layer" in words.en and "仍差" in words.zh and result.best > 0.1
    straight = demo.readout(demo.compute(**START))
    reads(straight, *(W3 @ W2 @ W1).ravel(), demo.compute(**START).difference)
    assert "they are one linear layer" in straight.en and "就是一个线性层" in straight.zh
