"""Twenty runs on a validation set: bookkeeping on made-up curves; what is trained is asked in test_early_stopping."""

import numpy as np
import pytest

from course_nn.lectures.regularization.demos.early_stopping.stopped_runs import (
    EPOCHS,
    RUNS,
    Measurements,
    early_stops,
    loss_and_error,
)
from course_nn.losses import LOSSES


@pytest.fixture
def made_up():
    """The validation loss of run k is lowest at epoch 40 + k, the test loss at 50, the test error at 30."""
    epochs, low = np.arange(EPOCHS + 1.0)[:, None], 40 + np.arange(RUNS)
    validation = np.stack([np.abs(epochs - low) / 100] * 2, axis=1)
    test = np.stack([np.abs(epochs - 50) / 100 * np.ones(RUNS), np.abs(epochs - 30) / 200 * np.ones(RUNS)], axis=1)
    return Measurements(validation, {(200, False): validation}, test)


def test_each_run_keeps_its_own_lowest_epoch_and_runs_on_for_the_patience(made_up):
    found = early_stops(made_up, 3, (200, False), "loss", 10, 0.0)
    assert found.kept.tolist() == [*range(40, 60)] and (found.ran == found.kept + 10).all()
    assert found.regret == pytest.approx(np.abs(found.kept - 50) / 100)
    assert found.errors[0] == pytest.approx(0.6) and found.errors[1] == pytest.approx((found.kept - 30) / 200)
    assert found.errors[2] == pytest.approx(0)


def test_a_least_gain_that_no_epoch_brings_stops_at_once(made_up):
    found = early_stops(made_up, 0, (200, False), "loss", 1, 0.02)
    assert (found.kept == 0).all() and (found.ran == 1).all()
    assert (early_stops(made_up, 0, (200, False), "loss", 4, 0.02).kept > 30).all()  # three epochs bring it


def test_what_is_measured_is_the_cross_entropy_and_whether_the_answer_is_wrong():
    F, y = np.random.default_rng(0).normal(size=(2, 7, 10)), np.arange(14).reshape(2, 7) % 10
    loss, wrong = loss_and_error(F, y)
    assert loss == pytest.approx(LOSSES["softmax_cross_entropy"].l(F, np.eye(10)[y]))
    assert wrong.tolist() == (F.argmax(axis=-1) != y).tolist()
