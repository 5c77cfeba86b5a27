"""The lecture: softmax(Wh + b), one-hot coding of the class, l = -Σ_k h_k log y_k."""

import warnings

import numpy as np
import pytest
from computed import Pure
from hand import Hand
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from scipy import special

from course_nn.drawing import look
from course_nn.losses import LOSSES

demo = Pure("losses.softmax")

START = {name: control.start for name, control in demo.CONTROLS.items()}
SETTINGS = st.fixed_dictionaries(
    {
        **{f: st.floats(-5, 5) for f in ("f1", "f2", "f3", "f4")},
        "T": st.floats(0.2, 5),
        "a": st.floats(-120, 120),
        "c": st.sampled_from([1, 2, 3, 4]),
        "K": st.sampled_from([2, 3, 4]),
    }
)


def compute(**values):
    return demo.compute(**START | values)


def test_nielsens_four_logits_have_the_published_probabilities():
    values = next(preset for words, preset in demo.PRESETS.items() if words.en == "Nielsen")
    assert np.allclose(compute(**values).p, [0.315, 0.009, 0.633, 0.043], atol=6e-4)


@given(SETTINGS)
def test_the_loss_is_minus_the_log_of_the_probability_that_the_one_hot_coding_picks(values):
    result = demo.compute(**values)
    h = np.eye(values["K"])[result.c - 1]
    assert result.loss == pytest.approx(-np.sum(special.xlogy(h, result.p)), rel=1e-6, abs=1e-9)
    assert np.allclose(result.p, special.softmax(result.z)) and result.p.sum() == pytest.approx(1)
    assert np.allclose(result.gradient, result.p - h) and result.gradient.sum() == pytest.approx(0, abs=1e-12)


@given(SETTINGS)
def test_a_common_shift_leaves_softmax_alone_and_carries_log_sum_exp_along(values):
    shifted, still = demo.compute(**values), demo.compute(**values | {"a": 0.0})
    assert np.allclose(shifted.p, still.p, atol=1e-10) and shifted.loss == pytest.approx(still.loss, abs=1e-9)
    assert shifted.log_sum_exp == pytest.approx(still.log_sum_exp + values["a"], abs=1e-9)


@given(SETTINGS)
def test_two_classes_are_a_sigmoid_of_the_difference_of_the_logits(values):
    result = demo.compute(**values | {"K": 2})
    first = special.expit(result.z[0] - result.z[1])
    assert np.allclose(result.p, [first, 1 - first], atol=1e-12)


@given(SETTINGS)
def test_float32_keeps_the_loss_by_log_sum_exp_and_nobody_is_warned(values):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = demo.compute(**values)
    assert result.stable == pytest.approx(result.loss, abs=1e-4)  # z itself is rounded, by up to 1e-5 of 145


@pytest.mark.parametrize(
    "a, what",
    [
        (87, "number"),
        (88, "overflow"),
        (100, "overflow"),
        (-103, "number"),
        (-110, "underflow"),
    ],
)
def test_the_formula_as_written_fails_in_float32_where_exp_leaves_its_range(a, what):
    """The largest float32 is e^88.72, the smallest above 0 e^-103.28. At 88 one e^z fits, the sum of three does not."""
    result = compute(f1=0.0, f2=0.0, f3=0.0, a=float(a))
    _, total, p = result.plain  # nan stands for no finite number
    words = demo.readout(result).en
    assert result.p[1] == pytest.approx(1 / 3) and result.stable == pytest.approx(np.log(3), abs=1e-4)
    if what == "number":
        assert p == pytest.approx(1 / 3) and "in float32, 0.333" in words
    else:
        assert not p > 0 and f"no number: {what}." in words and np.isnan(total) == (what == "overflow")


def test_a_small_temperature_goes_to_the_corner_of_the_largest_logit_and_a_large_one_to_the_centre():
    cold, hot = compute(T=0.2), compute(T=5.0)
    assert cold.p[0] > 0.99 and np.ptp(hot.p) < np.ptp(compute().p)
    assert np.allclose(cold.path[0], [1, 0, 0], atol=1e-9) and np.allclose(cold.path[-1], 1 / 3, atol=2e-3)
    assert np.array_equal(cold.path, hot.path)


def test_the_challenge_is_solved_where_the_logits_are_the_logarithms_of_the_probabilities():
    logits = dict(zip(("f1", "f2", "f3"), np.log([0.6, 0.3, 0.1])))
    states = [demo.judge(compute(**logits, **more)) for more in ({}, {"a": 1.0}, {"K": 4}, {"T": 0.5})]
    assert states == ["solved", "almost", "open", "open"]


def test_the_readout_has_the_probabilities_the_loss_of_the_right_class_and_log_sum_exp(reads):
    for f, T, a, c in (((2, 1, -1), 1, 0, 2), ((2, 1, -1, 0), 2, -3, 1), ((0.5, 1, -1), 1, 0, 3)):
        words = demo.readout(compute(**dict(zip(("f1", "f2", "f3", "f4"), f)), T=T, a=float(a), c=c, K=len(f)))
        z = np.array(f) / T + a
        p = special.softmax(z)
        reads(words, *p, a, special.logsumexp(z), -np.log(p[c - 1]), p[c - 1])
        assert f"−log p{'₁₂₃₄'[c - 1]} = " in words.en and f"−log p{'₁₂₃₄'[c - 1]} = " in words.zh
    two = demo.readout(compute(K=2, c=1)).en
    assert (
        f"sigmoid(z₁ − z₂) = sigmoid({START['f1'] - START['f2']:.2f})" in two
        and f"classes: {special.expit(1.0):.3f}, " in two
    )


def test_a_hand_pulls_the_end_of_a_bar_to_its_logit_clicks_the_right_class_and_walks_the_path():
    shown = demo.softmax(T=2.0)
    bar = Hand(shown, 3).press().pull(20, 0)
    assert shown.values["f2"] > 1 and shown.values["f1"] == 2 and bar.miss() < 3
    Hand(shown, 0, 2).press()
    assert shown.values["c"] == 3
    Hand(shown, 1, 0).press()
    assert shown.values["c"] == 1
    shown.set(f2=1.0)
    before = shown.result.p
    Hand(shown, 6).press().pull(-20, 10)
    assert shown.values["T"] < 2 and shown.result.p.max() > before.max()
    shown.close()


def test_a_positive_gradient_is_red_and_a_negative_one_blue():
    picture = demo.softmax()
    colors = [to_hex(color).upper() for color in picture.artists.gradient.bars.get_colors()]
    assert colors == [look.VERMILION if slope > 0 else look.BLUE for slope in picture.result.gradient]
    picture.close()


def test_log_sum_exp_has_to_be_0_within_a_twentieth():
    logits = dict(zip(("f1", "f2", "f3"), np.log([0.6, 0.3, 0.1])))
    states = [demo.judge(demo.compute(**START | logits | {"T": 1.0, "a": a, "K": 3})) for a in (0.04, 0.06, -0.06)]
    assert states == ["solved", "almost", "almost"]


def test_in_float32_the_logarithm_of_the_sum_less_the_right_logit_is_zero_from_17_and_the_loss_of_the_course_is_not():
    for lead, is_zero in ((10, False), (18, True), (25, True)):
        f = np.array([[lead, 0]], np.float32)
        assert bool(special.logsumexp(f) == f[0, 0]) == is_zero
        assert LOSSES["softmax_cross_entropy"].l(f, np.array([[1, 0]], np.float32)) > 0
