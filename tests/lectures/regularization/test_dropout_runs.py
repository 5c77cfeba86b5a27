"""How networks trained with dropout are judged and asked."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.layers import Mask
from course_nn.lectures.regularization.demos.dropout.dropout_runs import (
    MANY,
    UNITS,
    answers_to_digit,
    digit_sets,
    masks_of,
    network_alone,
    scores_of,
    scores_over_passes,
    train_on_sets,
)
from course_nn.losses import softmax
from course_nn.metrics import calibration_error, log_loss
from course_nn.network import Network


@pytest.fixture(scope="module")
def networks():
    return Network((64, UNITS, UNITS, 10), "relu", init="he", seed=range(10), dtype=np.float32)


def test_ten_sets_share_no_order_and_only_training_labels_are_wrong():
    X, y, unseen, true = digit_sets(0.2)
    _, right, _, still = digit_sets(0.0)
    assert X.shape == (10, 200, 64) and unseen.shape == (10, 597, 64)
    assert np.mean(y != right) == pytest.approx(0.2, abs=0.03) and (true == still).all()
    assert len({tuple(labels) for labels in right}) == 10


def test_the_judgement_is_of_each_run_but_calibration_of_all_answers_together():
    rng = np.random.default_rng(0)
    p, y = softmax(rng.normal(size=(3, 50, 10))), rng.integers(0, 10, (3, 50))
    found = scores_of(p, y)
    assert found.errors == pytest.approx([np.mean(q.argmax(axis=1) != t) for q, t in zip(p, y)])
    assert found.losses[1] == pytest.approx(log_loss(p[1], y[1]))
    assert found.calibration == pytest.approx(calibration_error(p.reshape(-1, 10), y.ravel()))


@pytest.mark.parametrize("keeps", [(1.0,), (0.5,), (0.8, 0.5)])
def test_a_network_alone_learns_what_it_learns_among_ten_which_are_nan(keeps):
    alone, among = network_alone(keeps, 0.2, 20, 7), finished(train_on_sets(keeps, 0.2, 20))
    np.testing.assert_allclose(alone.parameters[7], among.parameters[7], atol=1e-4)
    assert np.isnan(np.delete(alone.parameters, 7, axis=0)).all()


def test_over_passes_the_first_is_one_mask_and_the_last_the_mean_of_all(networks):
    X = np.random.default_rng(0).normal(size=(10, 4, 64)).astype(np.float32)
    y, keeps = np.arange(40).reshape(10, 4) % 10, (0.5, 0.5)
    found, masks = finished(scores_over_passes(networks, X, y, keeps)), masks_of(keeps)
    p = np.stack([softmax(networks.with_dropout([Mask(2 * mask[k]) for mask in masks])(X)) for k in range(100)])
    assert found.losses[:, 0] == pytest.approx(scores_of(p[0], y).losses, rel=1e-4)
    assert found.losses[:, -1] == pytest.approx(scores_of(p.mean(axis=0), y).losses, rel=1e-4)


def test_the_expected_logits_are_the_mean_of_many_thinned_networks(networks):
    found = answers_to_digit(networks, (0.5, 0.5), 3, 0)
    spread = found.logits.std(axis=0) / np.sqrt(len(found.logits))
    assert (np.abs(found.logits.mean(axis=0) - found.expected) < 5 * spread).all() and MANY > 1000
    assert answers_to_digit(networks, (1.0, 0.5), 3, 0).expected == pytest.approx(found.whole, abs=1e-5)
    assert found.rival != found.label


@pytest.mark.thorough
def test_a_wide_network_gains_as_much_again_if_it_drops_more_units():
    X, y = (array[:3] for array in digit_sets(0.2)[2:])
    wrong = {}
    for keep in (1.0, 0.5, 0.1):
        network = finished(train_on_sets((keep,), 0.2, 150, sets=range(3), units=512))
        wrong[keep] = np.mean(network(X).argmax(axis=-1) != y)
    assert wrong[1.0] - wrong[0.1] > 1.7 * (wrong[1.0] - wrong[0.5])
