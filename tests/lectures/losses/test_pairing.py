"""Any output activation with any loss: the slopes are right, and the lecture's pairs are those of LOSSES."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.losses.pairing import ERRORS, OUTPUTS, pair, per_sample
from course_nn.losses import LOSSES

RNG = np.random.default_rng(0)
F = {units: RNG.normal(0.3, 1, (9, units)) for units in (1, 3)}
T = {1: RNG.integers(0, 2, (9, 1)).astype(float), 3: np.eye(3)[RNG.integers(0, 3, 9)]}


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_slope_of_every_pair_is_its_central_difference(output, error, units):
    loss, f, t = pair(output, error), F[units], T[units]
    t = 2 * t - 1 if error == "hinge" and units == 1 else t
    slope = np.zeros_like(f)
    for k in range(units):
        h = 1e-6 * np.eye(units)[k]
        slope[:, k] = (loss.l(f + h, t) - loss.l(f - h, t)) / 2e-6
    assert np.allclose(loss.dl(f, t), slope, atol=1e-4, equal_nan=True)


@pytest.mark.parametrize(
    "output, error, units, name",
    [
        ("linear", "squared", 1, "squared_error"),
        ("linear", "hinge", 1, "hinge"),
        ("sigmoid", "binary", 1, "binary_cross_entropy"),
        ("linear", "hinge", 3, "multiclass_hinge"),
        ("softmax", "categorical", 3, "softmax_cross_entropy"),
    ],
)
def test_pairs_of_the_lecture_are_the_losses_of_the_package(output, error, units, name):
    f, t = F[units], 2 * T[1] - 1 if name == "hinge" else T[units]
    assert per_sample(output, error, f, t) == pytest.approx(LOSSES[name].l(f, t))
    assert pair(output, error).dl(f, t) == pytest.approx(LOSSES[name].dl(f, t))


def test_a_logarithm_of_zero_or_less_is_nan_and_such_a_sample_has_no_slope_either():
    f, c = np.array([[-2.0], [0.0], [0.5], [3.0], [3.0]]), np.array([[1.0], [1.0], [1.0], [0.0], [1.0]])
    l = per_sample("linear", "binary", f, c)  # noqa: E741
    assert np.isnan(l).tolist() == [True, True, False, True, False]
    assert l[2] == pytest.approx(np.log(2)) and l[4] == pytest.approx(-np.log(3))  # below 0: 3 is no probability
    assert pair("linear", "binary").dl(f, c)[:, 0] == pytest.approx([np.nan, np.nan, -2, np.nan, -1 / 3], nan_ok=True)
    assert np.isnan(pair("linear", "binary").l(f, c)[[0, 1, 3]]).all()


def test_a_clipped_output_is_cut_off_and_flat_beyond():
    f = np.array([[-2.0], [0.25], [3.0]])
    assert np.allclose(OUTPUTS["clipped"].g(f), [[0], [0.25], [1]], atol=1e-6)
    slope = pair("clipped", "binary").dl(f, np.array([[1.0], [1.0], [0.0]]))
    assert slope[:, 0] == pytest.approx([0, -4, 0])


def test_one_softmax_output_is_1_and_has_no_slope_whatever_the_loss():
    assert np.all(OUTPUTS["softmax"].g(F[1]) == 1)
    for error in ERRORS:
        undefined = np.isnan(per_sample("softmax", error, F[1], T[1]))[:, None]
        assert np.all((pair("softmax", error).dl(F[1], T[1]) == 0) | undefined)


def test_unknown_names_are_refused_with_a_proposal():
    with pytest.raises(BadInput, match="sigmoid"):
        pair("sigmoit", "squared")
    with pytest.raises(BadInput, match="binary"):
        pair("linear", "binry")
