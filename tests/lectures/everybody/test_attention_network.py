"""Layers that read a text at all its places at once: their gradients, what the mask hides, and what a cut takes."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.layers import TEST
from course_nn.lectures.everybody.attention import attend
from course_nn.lectures.everybody.attention_network import (
    KNOWN_LETTERS,
    Heads,
    RootNorm,
    attention_layers,
    maps,
    next_letters,
)
from course_nn.losses import LOSSES
from course_nn.network import Network

RNG = np.random.default_rng(0)
T, K, D = 6, 5, 8
TEXTS = RNG.integers(K, size=(4, T))
TARGETS = np.eye(K)[RNG.integers(K, size=4 * T)] * (RNG.random((4 * T, 1)) < 0.7)  # some rows have no target
KINDS = [(1, 1, 0, True), (2, 2, 6, True), (2, 4, 0, False)]  # blocks, heads, hidden, positions


def network(*kind, seed=0, **more):
    made = Network(attention_layers(T, K, D, *kind, **more), seed=seed)
    made.parameters = made.parameters + np.random.default_rng(1).normal(0, 0.3, made.parameters.shape)  # biases too
    return made


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_gradients_are_those_that_central_differences_measure(kind):
    net = network(*kind)
    trace = net.forward(TEXTS)
    slopes, h = net.backward(trace, KNOWN_LETTERS.dl(trace.output, TARGETS)).copy(), 1e-5
    for k in RNG.integers(slopes.size, size=80):
        before, ends = net.parameters[k], []
        for step in (h, -h):
            net.parameters[k] = before + step
            ends.append(KNOWN_LETTERS.l(net(TEXTS), TARGETS).sum())
        net.parameters[k] = before
        assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(slopes[k], abs=1e-5)


def test_several_networks_at_once_answer_and_learn_as_each_alone():
    together = network(2, 2, 6, True, seed=[3, 4])
    trace = together.forward(TEXTS)
    slopes = together.backward(trace, KNOWN_LETTERS.dl(trace.output, TARGETS))
    for k in range(2):
        alone = Network(attention_layers(T, K, D, 2, 2, 6)).with_parameters(together.parameters[k])
        own = alone.forward(TEXTS)
        np.testing.assert_allclose(trace.output[k], own.output, atol=1e-12)
        own_slopes = alone.backward(own, KNOWN_LETTERS.dl(own.output, TARGETS))
        np.testing.assert_allclose(slopes[k], own_slopes, atol=1e-12)


def test_one_head_is_what_attend_computes_from_queries_keys_and_values():
    x = RNG.normal(size=(2 * T, 3 * D))
    Q, K_, V = x.reshape(2, T, 3, D).transpose(2, 0, 1, 3)
    answers, _ = Heads(T, D).forward(x, TEST)
    np.testing.assert_allclose(answers.reshape(2, T, D), attend(Q, K_, V, causal=True), atol=1e-12)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_what_comes_later_changes_no_answer_and_what_came_before_does(kind):
    net, later, before = network(*kind), TEXTS.copy(), TEXTS.copy()
    later[:, 4:] = (later[:, 4:] + 1) % K
    before[:, 0] = (before[:, 0] + 1) % K
    p = next_letters(net, TEXTS)
    assert np.array_equal(next_letters(net, later)[:, :4], p[:, :4])
    assert (np.abs(next_letters(net, before) - p).max(axis=(0, 2)) > 1e-6).all()


def test_one_look_without_positions_forgets_the_order_of_what_came_before_and_two_looks_do_not():
    turned = TEXTS.copy()
    turned[:, :-1] = TEXTS[:, -2::-1]
    off = [
        np.abs(next_letters(net, turned) - next_letters(net, TEXTS))[:, -1].max()
        for net in (network(blocks, positions=False) for blocks in (1, 2))
    ]
    assert off[0] < 1e-12 < 1e-4 < off[1]


def test_each_block_leaves_a_map_whose_rows_sum_to_1_and_are_0_where_nobody_may_look():
    may = np.tri(T, dtype=bool) & ~np.eye(T, k=-1, dtype=bool)
    first, second = maps(network(2, 2, 0, first=may).forward(TEXTS))
    assert first.shape == second.shape == (4, 2, T, T)
    assert np.allclose(first.sum(axis=-1), 1) and (first[..., ~may] == 0).all()
    assert (second[..., ~np.tri(T, dtype=bool)] == 0).all() and (second[..., np.tri(T, dtype=bool)] > 0).all()


def test_the_norm_makes_the_mean_of_squares_1_whatever_the_size():
    x = RNG.normal(size=(3, D))
    y, _ = RootNorm().forward(x, TEST)
    assert np.allclose((y**2).mean(axis=-1), 1, atol=1e-3)
    np.testing.assert_allclose(RootNorm().forward(100 * x, TEST)[0], y, atol=1e-3)


def test_the_loss_of_known_letters_is_the_usual_one_where_all_are_known_and_0_where_none_is():
    F, T_ = RNG.normal(size=(7, K)), np.eye(K)[RNG.integers(K, size=7)]
    usual = LOSSES["softmax_cross_entropy"]
    np.testing.assert_allclose(KNOWN_LETTERS.l(F, T_), usual.l(F, T_))
    np.testing.assert_allclose(KNOWN_LETTERS.dl(F, T_), usual.dl(F, T_))
    assert not KNOWN_LETTERS.l(F, 0 * T_).any() and not KNOWN_LETTERS.dl(F, 0 * T_).any()


def test_two_looks_of_width_32_have_9740_weights_and_four_heads_of_width_64_have_19468():
    assert Network(attention_layers(24, 12, 32, 2)).parameters.size == 9_740
    assert Network(attention_layers(24, 12, 64, 1, 4)).parameters.size == 19_468


def test_heads_that_cannot_share_the_numbers_are_refused():
    with pytest.raises(BadInput, match="evenly"):
        attention_layers(T, K, 10, 1, 4)
