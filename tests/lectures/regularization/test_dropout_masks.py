"""All masks of small networks, one by one: when the whole network is their mean, and when it is not."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.demos.dropout.dropout_masks import (
    all_masks,
    arithmetic_mean,
    geometric_mean,
    masked_ridge,
    random_masks,
    thinned_logits,
)
from course_nn.losses import softmax
from course_nn.network import Network

X = np.random.default_rng(0).normal(size=(5, 4))


def small(sizes=(4, 8, 3), seed=0):
    network = Network(sizes, "relu", init="he", seed=seed)
    network.biases[0][...] = 0.3
    return network


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 1.0])
def test_all_masks_are_all_different_and_keep_that_share_on_average(keep):
    masks, chances = all_masks(6, keep)
    assert len(np.unique(masks, axis=0)) == 64 and chances.sum() == pytest.approx(1)
    assert chances @ masks == pytest.approx(np.full(6, keep))
    assert random_masks(6, keep, 20_000).mean(axis=0) == pytest.approx(np.full(6, keep), abs=0.02)


def test_too_many_units_are_refused():
    with pytest.raises(BadInput, match="1 to 16 units"):
        all_masks(17, 0.5)


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8])
def test_behind_one_masked_layer_the_mean_output_is_the_whole_networks_and_its_variance_a_sum(keep):
    network = small()
    masks, chances = all_masks(8, keep)
    logits = thinned_logits(network, X, [masks], [keep])  # (256, 5, 3)
    mean = np.average(logits, axis=0, weights=chances)
    assert mean == pytest.approx(network(X), abs=1e-12)
    variance = np.average((logits - mean) ** 2, axis=0, weights=chances)
    h = network.forward(X).h[1]
    assert variance == pytest.approx((h**2) @ (network.weights[1] ** 2).T * (1 - keep) / keep, abs=1e-12)


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8])
def test_the_normalised_geometric_mean_of_all_masks_is_the_whole_network_the_arithmetic_is_not(keep):
    network = small()
    masks, chances = all_masks(8, keep)
    logits = thinned_logits(network, X, [masks], [keep])
    geometric = np.exp(np.tensordot(chances, np.log(softmax(logits)), 1))
    geometric /= geometric.sum(axis=-1, keepdims=True)  # as it is defined
    assert geometric_mean(logits, chances) == pytest.approx(geometric, abs=1e-12)
    assert geometric == pytest.approx(softmax(network(X)), abs=1e-12)
    assert np.abs(arithmetic_mean(logits, chances) - softmax(network(X))).max() > 0.005


def test_where_a_layer_that_bends_follows_the_mask_no_mean_is_the_whole_network():
    network = small((4, 6, 6, 3))
    masks, chances = all_masks(6, 0.5)
    whole, pairs = np.ones((len(masks), 6)), [np.repeat(masks, 64, axis=0), np.tile(masks, (64, 1))]
    last = thinned_logits(network, X, [whole, masks], [1.0, 0.5])
    first = thinned_logits(network, X, [masks, whole], [0.5, 1.0])
    both = thinned_logits(network, X, pairs, [0.5, 0.5])
    p = softmax(network(X))
    assert geometric_mean(last, chances) == pytest.approx(p, abs=1e-12)
    assert np.abs(geometric_mean(first, chances) - p).max() > 0.01
    for mean in (arithmetic_mean, geometric_mean):
        assert np.abs(mean(both, np.repeat(chances, 64) * np.tile(chances, 64)) - p).max() > 0.01


def test_many_networks_are_thinned_as_each_by_itself():
    networks, masks = Network((4, 8, 3), "relu", seed=[0, 1]), random_masks(8, 0.5, 7)
    found = thinned_logits(networks, np.stack([X, 2 * X]), [masks], [0.5])
    alone = thinned_logits(networks.with_parameters(networks.parameters[1]), 2 * X, [masks], [0.5])
    assert found.shape == (2, 7, 5, 3) and found[1] == pytest.approx(alone)


@pytest.mark.parametrize("keep", [0.3, 0.5, 0.9])
def test_a_linear_model_on_masked_inputs_is_ridge(keep):
    y = np.random.default_rng(1).normal(size=len(X))
    masks, chances = all_masks(4, keep)

    def error(w):
        answers = (masks[:, None] / keep * X) @ w  # (16, 5)
        return 0.5 * chances @ ((y - answers) ** 2).sum(axis=1)

    w = masked_ridge(X, y, keep)
    for step in np.eye(4) * 1e-4:
        slope = (error(w + step) - error(w - step)) / 2e-4
        assert slope == pytest.approx(0, abs=1e-8) and error(w + step) > error(w) < error(w - step)
    assert masked_ridge(X, y, 1.0) == pytest.approx(np.linalg.lstsq(X, y)[0])
