"""A network with batch norm and its company: what scale does not change, what running moments become."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.layers import TRAINING
from course_nn.lectures.practice.deep_network import deep_network
from course_nn.lectures.practice.demos.batch_norm.batch_company import (
    COMPANIES,
    all_digits,
    batch_moments,
    batch_view,
    companies,
    logits_in_companies,
    network_after,
    running_averages,
    running_moments,
    share_that_depends,
    trained_network,
    unseen_digits,
    with_scaled_weights,
)
from course_nn.losses import LOSSES
from course_nn.normalization import Moments


@pytest.fixture(scope="module")
def network():
    return with_scaled_weights(finished(trained_network("batch", 32, 0)), 1.0)


def test_digits_are_asked_that_were_not_trained_on_as_many_of_each_class():
    (X, y), (inputs, _) = unseen_digits(), all_digits()
    assert np.bincount(y).tolist() == [32] * 10
    assert not {row.tobytes() for row in X} & {row.tobytes() for row in inputs[:1200]}


@pytest.mark.parametrize("kind", ["any", "class"])
def test_every_digit_is_once_in_each_of_twenty_companies(kind):
    batches = companies(8, kind)
    assert batches.shape == (COMPANIES, 40, 8)
    assert np.array_equal(np.sort(batches.reshape(COMPANIES, -1)), np.tile(np.arange(320), (COMPANIES, 1)))
    alone = (unseen_digits()[1][batches] == unseen_digits()[1][batches][..., :1]).all()
    assert alone == (kind == "class")


def test_an_answer_is_that_of_the_digit_in_its_batch(network):
    found, batches, (X, _) = logits_in_companies(network, 8, "any", "train"), companies(8, "any"), unseen_digits()
    rows = batches[3, 5]
    assert found[3, rows] == pytest.approx(network.forward(X[rows], TRAINING).output, abs=1e-10)


def test_the_scale_of_weights_before_a_norm_changes_no_answer(network):
    plain = logits_in_companies(network, 8, "any", "train")
    for a in (0.5, 3.0):
        assert logits_in_companies(with_scaled_weights(network, a), 8, "any", "train") == pytest.approx(
            plain, abs=0.02
        )  # but for ε
        large = with_scaled_weights(network, a)
        one, other = (
            network_after(each, running_moments(batch_moments(each, 32), 0.1), 300) for each in (network, large)
        )
        assert logits_in_companies(other, 8, "any", "test") == pytest.approx(
            logits_in_companies(one, 8, "any", "test"), abs=0.02
        )


def test_the_gradient_is_at_right_angles_to_the_weights_and_shrinks_as_they_grow(network):
    rows, moments = companies(8, "any")[0, 0], running_moments(batch_moments(network, 32), 0.1)[0]
    one, four = (batch_view(with_scaled_weights(network, a), moments, rows, "train", a) for a in (1.0, 4.0))
    assert one.angle == pytest.approx(90, abs=0.01) and one.slope / four.slope == pytest.approx(4, rel=1e-3)


def test_so_a_step_can_only_make_such_weights_longer():
    """‖W − ηg‖² = ‖W‖² + η²‖g‖², with a large σ of z, beside which ε is nothing."""
    rng = np.random.default_rng(0)
    X, T, loss = 1000 * rng.normal(size=(20, 6)), np.eye(3)[rng.integers(3, size=20)], LOSSES["softmax_cross_entropy"]
    network = deep_network((6, 5, 3), norm="batch")
    trace = network.forward(X, TRAINING)
    network.backward(trace, loss.dl(trace.output, T))
    W, g = network.weights[0], 1e4 * network.split(network.gradient)[0][0]
    assert np.sum((W - g) ** 2) == pytest.approx(np.sum(W**2) + np.sum(g**2), rel=1e-9)
    assert np.sum(g**2) > 0.1 * np.sum(W**2)


def test_running_averages_are_those_of_moments():
    z, moments = np.random.default_rng(0).normal(3, 2, (5, 8, 2)), Moments(0.2)
    means, variances = running_averages(z.mean(axis=1), 0.0, 0.2), running_averages(z.var(axis=1, ddof=1), 1.0, 0.2)
    for t, batch in enumerate(z):
        moments.gather(batch)
        assert means[t + 1] == pytest.approx(moments.mean) and variances[t + 1] == pytest.approx(moments.variance)
    equal = running_averages(np.full((10, 1), 7.0), 0.0, 0.1)[:, 0]
    assert equal == pytest.approx(7 * (1 - 0.9 ** np.arange(11)), rel=1e-12)


def test_a_digit_alone_is_gone_and_a_layer_norm_does_not_care(network):
    X, _ = unseen_digits()
    alone = network.forward(X[:3, None], TRAINING).output  # three batches of one
    assert alone[0] == pytest.approx(alone[1], abs=1e-12)
    layer = finished(trained_network("layer", 32, 0))
    assert layer(X[:3, None])[:, 0] == pytest.approx(layer(X)[:3], abs=1e-10)
    assert share_that_depends(logits_in_companies(layer, 8, "any", "train")) == 0


def test_a_mean_input_makes_no_difference_to_a_network_with_batch_norm():
    (X, y), loss = all_digits(), LOSSES["softmax_cross_entropy"]
    network, gradients = deep_network((64, 8, 10), norm="batch"), []
    for inputs in (X[:40], X[:40] - X.mean(axis=0)):
        trace = network.forward(inputs, TRAINING)
        gradients.append(network.backward(trace, loss.dl(trace.h[-1], np.eye(10)[y[:40]])).copy())
    assert gradients[0] == pytest.approx(gradients[1], abs=1e-10)
