"""A hundred starts of XOR: the laws of what is remembered of them."""

import numpy as np
import pytest

from course_nn.lectures.xor.random_starts import CORNERS, EPOCHS, EVERY, LEVELS, RUNS, WANTED, endings, learn_xor
from course_nn.losses import LOSSES
from course_nn.patience import finished


@pytest.fixture(scope="module")
def runs():
    return finished(learn_xor("tanh", 2))


def test_every_run_is_kept_from_its_start_to_its_end(runs):
    assert runs.parameters.shape[:2] == runs.losses.shape == runs.solved.shape == (EPOCHS // EVERY + 1, RUNS)
    assert np.array_equal(runs.parameters[-1], runs.network.parameters)


def test_losses_are_those_of_the_networks_that_were_kept(runs):
    for look in (0, 17, 100):
        outputs = runs.network.with_parameters(runs.parameters[look])(CORNERS).astype(float)
        losses = LOSSES["binary_cross_entropy"].per_sample(outputs, WANTED).mean(axis=-1)
        assert np.allclose(runs.losses[look], losses)
        assert np.array_equal(runs.solved[look], ((outputs[..., 0] > 0) == WANTED).all(axis=-1))


def test_an_ending_is_solved_or_the_nearest_level(runs):
    found = endings(runs)
    assert np.array_equal(found == 0, runs.solved[-1])
    for run in np.flatnonzero(found):
        gaps = np.abs(np.array(LEVELS) - runs.losses[-1, run])
        assert found[run] == 1 + gaps.argmin()


def test_the_same_question_again_is_answered_from_memory(runs):
    assert finished(learn_xor("tanh", 2)) is runs
