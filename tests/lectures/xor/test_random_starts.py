"""A hundred starts of XOR: the laws of what is remembered of them."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.xor.demos.train_xor.random_starts import (
    BIASES,
    CORNERS,
    EPOCHS,
    LEVELS,
    MOMENTS,
    NEAR,
    RUNS,
    WANTED,
    endings,
    learn_xor,
)
from course_nn.losses import LOSSES


@pytest.fixture(scope="module")
def runs():
    return finished(learn_xor("tanh", 2))


def test_every_run_is_kept_from_its_start_to_its_end(runs):
    assert runs.parameters.shape[:2] == runs.losses.shape == runs.solved.shape == (MOMENTS + 1, RUNS)
    assert np.array_equal(runs.parameters[-1], runs.network.parameters)
    assert runs.every * MOMENTS == EPOCHS


def test_other_first_biases_leave_the_first_weights_as_they_are(runs):
    start = runs.network.with_parameters(runs.parameters[0])
    for name in BIASES:
        other = finished(learn_xor("tanh", 2, name))
        begun = other.network.with_parameters(other.parameters[0])
        assert all(np.array_equal(W, V) for W, V in zip(begun.weights, start.weights))
        spread = np.std(begun.biases[0])
        assert spread == pytest.approx({"zero": 0, "small": np.sqrt(1 / 6), "normal": 1}[name], abs=0.1)


def test_losses_are_those_of_the_networks_that_were_kept(runs):
    for look in (0, 17, 100):
        outputs = runs.network.with_parameters(runs.parameters[look])(CORNERS).astype(float)
        losses = LOSSES["binary_cross_entropy"].per_sample(outputs, WANTED).mean(axis=-1)
        assert np.allclose(runs.losses[look], losses)
        assert np.array_equal(runs.solved[look], ((outputs[..., 0] > 0) == WANTED).all(axis=-1))


def test_an_ending_is_solved_or_the_nearest_level_or_none(runs):
    for some in (runs, finished(learn_xor("relu", 2, rate=10.0)), finished(learn_xor("sigmoid", 1))):
        found = endings(some)
        assert np.array_equal(found == 0, some.solved[-1])
        for run in np.flatnonzero(found):
            gaps = np.abs(np.array(LEVELS) - some.losses[-1, run])
            assert found[run] == (1 + gaps.argmin() if gaps.min() < NEAR else 4)
    assert (found == 4).any()


def test_the_same_question_again_is_answered_from_memory(runs):
    assert finished(learn_xor("tanh", 2)) is runs
