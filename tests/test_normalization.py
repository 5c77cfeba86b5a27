"""Normalization against published numbers, measured derivatives, and what it must not see."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.normalization import Moments, backward, normalize

RNG = np.random.default_rng(0)


def test_four_numbers_of_a_batch_and_what_the_running_moments_take_of_them():
    z = np.array([[1.0], [2], [3], [6]])
    y, _ = normalize(z)
    assert y.ravel() == pytest.approx([-1.0690, -0.5345, 0, 1.6036], abs=1e-4)
    moments = Moments()
    moments.gather(z)
    assert moments.mean == pytest.approx([0.3]) and moments.variance == pytest.approx([0.9 + 0.1 * 14 / 3])


def test_the_running_mean_of_equal_batches_has_gone_1_minus_09_to_the_t_of_the_way():
    z, moments = RNG.normal(3, 1, (8, 2)), Moments()
    for t in range(1, 12):
        moments.gather(z)
        assert moments.mean == pytest.approx(z.mean(axis=0) * (1 - 0.9**t), rel=1e-12)


@pytest.mark.parametrize("axis, running", [(0, False), (1, False), (0, True)])
def test_backward_is_the_measured_gradient(axis, running):
    z, weigh, moments = RNG.normal(1, 2, (5, 4)), RNG.normal(size=(5, 4)), None
    if running:
        moments = Moments()
        moments.gather(RNG.normal(size=(9, 4)))
    _, kept = normalize(z, axis, moments)
    computed, measured = backward(weigh, kept), np.zeros_like(z)
    for place in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[place] = 1e-6
        up, down = (normalize(z + s, axis, moments)[0] for s in (step, -step))
        measured[place] = np.sum(weigh * (up - down)) / 2e-6
    assert computed == pytest.approx(measured, abs=1e-7)


def test_a_scale_of_z_changes_nothing_and_layer_norm_alone_is_as_in_company():
    z = RNG.normal(0, 50, (6, 7))
    assert normalize(10 * z)[0] == pytest.approx(normalize(z)[0], abs=1e-6)
    assert np.array_equal(normalize(z, 1)[0][:1], normalize(z[:1], 1)[0])
    assert not normalize(z[:1])[0].any()  # over a batch of one the input is gone


def test_bad_input_is_told():
    with pytest.raises(BadInput, match="axis"):
        normalize(np.ones((2, 2)), 2)
    with pytest.raises(BadInput, match="momentum"):
        Moments(0)
