"""What happens in the questions of lecture 7 is computed, and what its open question says is true."""

import numpy as np
import pytest

from course_nn.lectures.backpropagation.faulty_backprop import WRONG, backward
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.notebook.exercises import exercises_of, questions_of

EXERCISES = exercises_of("backpropagation")
PREDICTIONS = questions_of("backpropagation")

WANTED = {
    "backpropagation-1": "4",
    "backpropagation-2": "tiny",
    "backpropagation-3": "between",
    "backpropagation-4": "zero",
    "backpropagation-5": "sum",
    "backpropagation-6": "depends",
    "backpropagation-7": "below",
    "backpropagation-your-share": "most",
    "backpropagation-8": "grows",
    "backpropagation-9": "more",
    "backpropagation-sceptic": "tuned",
    "backpropagation-10": "2",
}


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_another_answer_tempts(key):
    assert PREDICTIONS[key].right() == WANTED[key]


def test_the_random_direction_of_the_open_question_finds_a_wrong_gradient_with_two_forward_passes():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(20, 6)), rng.integers(0, 3, 20)
    network, loss = Network((6, 5, 5, 3), "tanh"), LOSSES["softmax_cross_entropy"]
    trace = network.forward(X)
    dF = loss.gradient(trace.h[-1], Y) / len(X)
    u, eps = rng.normal(size=network.parameters.size), 1e-5
    up, down = (network.with_parameters(network.parameters + sign * eps * u)(X) for sign in (1, -1))
    measured = (loss.per_sample(up, Y).mean() - loss.per_sample(down, Y).mean()) / (2 * eps)
    assert backward(network, trace, dF) @ u == pytest.approx(measured, rel=1e-6)
    for fault in WRONG:
        assert abs(backward(network, trace, dF, fault) @ u - measured) > 1e-3 * abs(measured)
    assert "85,002" in EXERCISES["backpropagation-open"].solution().en
