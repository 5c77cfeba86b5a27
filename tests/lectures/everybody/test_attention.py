"""What holds of attention whatever is asked: weights, order, the mask, who can win, and the spread of scores."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody.attention import attend, attend_gradient, scores, weights, winners

RNG = np.random.default_rng(0)
KEYS, VALUES = np.array([[1, 0], [0, 1], [0.5, 0.4]]), np.array([[0.0], [1.0], [4.0]])


def drawn(n=5, d=3, e=4):
    return (RNG.normal(size=shape) for shape in ((2, n, d), (2, n, d), (2, n, e)))


def test_three_keys_by_hand():
    query = np.array([[1.0, 2.0]])
    np.testing.assert_allclose(scores(query, KEYS, 1.0), [[1, 2, 1.3]])
    np.testing.assert_allclose(weights(query, KEYS, 1.0), [[0.1973, 0.5363, 0.2663]], atol=5e-5)
    np.testing.assert_allclose(weights(query, KEYS), [[0.2345, 0.4756, 0.2899]], atol=5e-5)
    assert attend(query, KEYS, VALUES, 1.0).item() == pytest.approx(1.6017, abs=5e-5)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("scale", [None, 0.7])
def test_weights_sum_to_1_and_answers_lie_among_the_values(causal, scale):
    Q, K, V = drawn()
    assert np.allclose(weights(Q, K, scale, causal).sum(axis=-1), 1)
    answers = attend(Q, K, V, scale, causal)
    assert (answers <= V.max(axis=-2, keepdims=True)).all() and (answers >= V.min(axis=-2, keepdims=True)).all()


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("scale", [None, 0.7])
def test_gradients_are_those_that_central_differences_measure(causal, scale):
    given, dO, h = [*drawn()], RNG.normal(size=(2, 5, 4)), 1e-6
    for one, slope in zip(given, attend_gradient(*given, dO, scale, causal)):
        for place in np.ndindex(one.shape):
            before, ends = one[place], []
            for step in (h, -h):
                one[place] = before + step
                ends.append((attend(*given, scale, causal) * dO).sum())
            one[place] = before
            assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(slope[place], abs=1e-7)


def test_without_a_mask_attention_does_not_know_the_order():
    Q, K, V = drawn()
    order = RNG.permutation(5)
    np.testing.assert_allclose(attend(Q, K[:, order], V[:, order]), attend(Q, K, V), atol=1e-14)
    np.testing.assert_allclose(attend(Q[:, order], K[:, order], V[:, order]), attend(Q, K, V)[:, order], atol=1e-14)


def test_with_the_causal_mask_it_does():
    Q, K, V = drawn()
    order = np.arange(5)[::-1]
    exchanged = attend(Q[:, order], K[:, order], V[:, order], causal=True)
    assert np.abs(exchanged - attend(Q, K, V, causal=True)[:, order]).max() > 0.1


def test_with_the_causal_mask_nothing_that_comes_later_counts():
    Q, K, V = drawn()
    answers = attend(Q, K, V, causal=True)
    K[:, 3:], V[:, 3:] = RNG.normal(size=(2, 2, 3)), RNG.normal(size=(2, 2, 4))
    assert np.array_equal(attend(Q, K, V, causal=True)[:, :3], answers[:, :3])


def test_a_key_in_the_plane_can_win_exactly_if_it_is_a_corner_of_the_hull():
    angles = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    asked = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for _ in range(60):
        K = RNG.normal(size=(RNG.integers(3, 9), 2))
        assert winners(K).tolist() == np.unique(scores(asked, K).argmax(axis=1)).tolist()


def test_a_key_between_others_never_wins_and_a_pair_always_does():
    assert winners(np.array([[0, 0], [2, 0], [1, 0], [1, 3]])).tolist() == [0, 1, 3]
    assert winners(np.array([[0.0, 1.0], [5.0, 1.0]])).tolist() == [0, 1]


def test_among_keys_of_equal_length_each_wins_where_the_query_lies_on_it():
    K = RNG.normal(size=(200, 8, 3))
    K /= np.linalg.norm(K, axis=-1, keepdims=True)
    assert (weights(K, K).argmax(axis=-1) == np.arange(8)).all()


@pytest.mark.parametrize("d", [1, 4, 16, 64, 256])
def test_scores_of_independent_entries_spread_like_the_root_of_d(d):
    Q, K = RNG.normal(size=(2, 20_000, 1, d))
    assert scores(Q, K, 1.0).std() == pytest.approx(np.sqrt(d), rel=0.03)
    assert scores(Q, K).std() == pytest.approx(1, rel=0.03)


def test_with_a_common_mean_they_spread_more():
    Q, K = RNG.normal(1, 1, size=(2, 20_000, 1, 64))
    assert scores(Q, K).std() == pytest.approx(np.sqrt(3), rel=0.03)  # √(1 + 2 · mean²)


def test_a_query_and_keys_of_different_lengths_are_refused():
    with pytest.raises(BadInput, match="same length"):
        weights(np.zeros((1, 2)), np.zeros((3, 3)))


@pytest.mark.parametrize("causal", [False, True])
def test_pytorch_attends_alike_and_its_gradients_are_the_same(causal):
    torch = pytest.importorskip("torch")
    given, dO = [*drawn()], RNG.normal(size=(2, 5, 4))
    theirs = [torch.tensor(one, requires_grad=True) for one in given]
    answers = torch.nn.functional.scaled_dot_product_attention(*theirs, is_causal=causal)
    answers.backward(torch.tensor(dO))
    np.testing.assert_allclose(attend(*given, causal=causal), answers.detach().numpy(), atol=1e-12)
    for ours, one in zip(attend_gradient(*given, dO, causal=causal), theirs):
        np.testing.assert_allclose(ours, one.grad.numpy(), atol=1e-12)


def test_whole_numbers_are_weighed_as_the_same_numbers_with_a_point():
    Q, K = np.array([[4, 2]]), np.array([[2, 1], [7, 0]])
    assert np.array_equal(weights(Q, K), weights(Q.astype(float), K.astype(float)))
    assert weights(Q.astype(np.float32), K.astype(np.float32)).dtype == np.float32
