"""The network that sees the last n letters: its table, its slopes, and what it learns."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.layers import TEST
from course_nn.lectures.everybody.window_network import (
    LOSS,
    Embedding,
    drawn,
    of_text,
    text_bits,
    train_on,
    window_network,
    windows,
)

K, N = 5, 3
RNG = np.random.default_rng(0)
LETTERS = RNG.integers(K, size=200)


def test_every_label_is_a_letter_of_the_text_itself_and_its_window_stands_before_it():
    text, seen = LETTERS.tolist(), windows(LETTERS, N)
    assert seen.shape == (200, N)
    assert all(text[i - N : i] == seen[i].tolist() for i in range(N, 200)) and seen[0].tolist() == [0] * N
    X, T = next(drawn(LETTERS, N, K, 64, seed=1))
    places = {(*window, label) for window, label in zip(map(tuple, seen.tolist()), text)}
    assert all((*row, label) in places for row, label in zip(map(tuple, X.tolist()), T.argmax(axis=1).tolist()))


def test_a_letter_becomes_the_same_row_of_the_table_in_every_place():
    network = window_network(N, 2, 4, K, dtype=np.float64)
    embedding = network.layers[0]
    rows, _ = embedding.forward(np.array([[1.0, 4.0, 1.0]]), TEST)
    assert rows.tolist() == [[*embedding.E[1], *embedding.E[4], *embedding.E[1]]]


def test_the_gradient_is_the_slope_of_the_loss_along_every_parameter():
    network = window_network(N, 2, 4, K, seed=3, dtype=np.float64)
    X, T = next(drawn(LETTERS, N, K, 16, seed=0))
    trace = network.forward(X)
    slopes = network.backward(trace, LOSS.dl(trace.output, T)).copy()
    theta, step = network.parameters.copy(), 1e-6
    for k in range(len(theta)):
        ends = []
        for sign in (1, -1):
            network.parameters[k] = theta[k] + sign * step
            ends.append(LOSS.l(network(X), T).sum())
        network.parameters[k] = theta[k]
        assert slopes[k] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-6)


def test_two_networks_at_once_answer_and_learn_as_each_would():
    both = window_network(N, 2, 4, K, seed=[0, 1], dtype=np.float64)
    X, T = next(drawn(LETTERS, N, K, 16, seed=0))
    trace = both.forward(X)
    slopes = both.backward(trace, LOSS.dl(trace.output, T))
    for k in range(2):
        alone = window_network(N, 2, 4, K, seed=k, dtype=np.float64)
        own = alone.forward(X)
        np.testing.assert_allclose(trace.output[k], own.output)
        np.testing.assert_allclose(slopes[k], alone.backward(own, LOSS.dl(own.output, T)))


def test_its_weights_are_those_of_the_table_and_of_two_dense_layers():
    assert window_network(5, 16, 256, 31).parameters.size == 29_199
    assert repr(Embedding(5, 31, 16)) == "Embedding(5, 31, 16)"


def test_probabilities_of_a_text_sum_to_1_over_the_letters_that_could_stand_there():
    network = window_network(N, 2, 4, K, dtype=np.float64)
    each = [of_text(network, np.concatenate([LETTERS[:20], [letter]]))[-1] for letter in range(K)]
    assert sum(each) == pytest.approx(1)
    assert text_bits(network, LETTERS) == pytest.approx(np.log2(K), abs=0.1)  # all letters alike at first


def test_it_learns_a_text_in_which_each_letter_follows_from_the_last_two():
    text = [1, 2]
    while len(text) < 3000:
        text.append((text[-1] + 2 * text[-2]) % K)
    network = window_network(2, 4, 16, K)
    kept = finished(train_on(network, np.array(text), 0.02, 300, every=100))
    assert len(kept) == 4 and text_bits(network, np.array(text)) < 0.1
    assert np.array_equal(kept[-1], network.parameters)


def test_loss_and_slopes_agree_with_pytorch():
    torch = pytest.importorskip("torch")
    network = window_network(N, 2, 4, K, seed=5, dtype=np.float64)
    X, T = next(drawn(LETTERS, N, K, 16, seed=2))
    trace = network.forward(X)
    network.backward(trace, LOSS.dl(trace.output, T) / len(X))
    embedding, first, _, last = network.layers
    E, W, b, U, c = (torch.tensor(part, requires_grad=True) for part in (embedding.E, first.W, first.b, last.W, last.b))
    rows = torch.nn.functional.embedding(torch.tensor(X), E).flatten(1)
    logits = torch.tanh(rows @ W.T + b) @ U.T + c
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(T.argmax(axis=1)))
    loss.backward()
    assert LOSS.l(trace.output, T).mean() == pytest.approx(loss.item(), abs=1e-12)
    slopes = (embedding.dE, first.dW, first.db, last.dW, last.db)
    for ours, theirs in zip(slopes, (E, W, b, U, c)):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), atol=1e-12)
