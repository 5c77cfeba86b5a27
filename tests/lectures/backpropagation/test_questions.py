"""The exercises take every correct answer, and tell what is wrong with others."""

import numpy as np
import pytest

from course_nn.lectures.backpropagation.faulty_backprop import FAULTS, backward
from course_nn.lectures.backpropagation.questions import EXERCISES, PREDICTIONS
from course_nn.lectures.backpropagation.value import Value
from course_nn.losses import LOSSES
from course_nn.network import Network

WANTED = {
    "backpropagation-1": "4",
    "backpropagation-2": "tiny",
    "backpropagation-3": "axes",
    "backpropagation-4": "zero",
    "backpropagation-5": "sum",
    "backpropagation-6": "depends",
    "backpropagation-7": "below",
    "backpropagation-8": "learns",
    "backpropagation-9": "2",
}


def judged(key, answer):
    return EXERCISES[key].judge(answer).voice


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_another_answer_tempts(key):
    assert PREDICTIONS[key].right() == WANTED[key]


def test_four_derivatives_by_hand():
    assert judged("backpropagation-easy", [64, 32, 16, 16]) == "right"
    assert judged("backpropagation-easy", [48, 32, 16, 16]) == "almost"
    assert judged("backpropagation-easy", [1, 2, 3, 4]) == "keep working"


def test_one_unit_by_hand():
    assert judged("backpropagation-unit", (-0.125, -0.25)) == "right"
    assert judged("backpropagation-unit", (-0.125, 1)) == judged("backpropagation-unit", (-0.5, -1)) == "almost"
    assert judged("backpropagation-unit", (1, 1)) == "keep working"


def test_any_way_to_write_dw_is_right():
    def one_by_one(X, W, b, dY):
        total = np.zeros_like(W)
        for x, d in zip(X, dY):
            total += np.outer(d / np.cosh(W @ x + b) ** 2, x)
        return total

    assert judged("backpropagation-derive", one_by_one) == "right"
    assert judged("backpropagation-derive", lambda *all: one_by_one(*all).T) == "almost"
    assert judged("backpropagation-derive", lambda X, W, b, dY: dY.T @ X) == "almost"
    assert judged("backpropagation-derive", lambda X, W, b, dY: W) == "keep working"


class Recursive(Value):
    """Right, but it calls itself."""

    def __add__(self, other):
        return Recursive(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Recursive(self.value * other.value, (self, other), (other.value, self.value))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = float(node is self)
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += node.grad * slope


class Overwriting(Value):
    """With = for +=."""

    def __add__(self, other):
        return Overwriting(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Overwriting(self.value * other.value, (self, other), (other.value, self.value))

    def backward(self):
        self.grad, queue = 1.0, [self]
        for node in queue:
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad = node.grad * slope
                queue.append(parent)


def test_a_class_of_values_is_tried_on_reuse_order_a_second_call_and_a_long_chain():
    assert judged("backpropagation-build", Value) == "right"
    assert judged("backpropagation-build", Recursive) == "almost"
    assert judged("backpropagation-build", Overwriting) == "keep working"
    assert "RecursionError" in EXERCISES["backpropagation-build"].judge(Recursive).hint.en


def test_a_measured_gradient_must_go_to_both_sides():
    def one_sided(f, x, eps):
        return [(f(x + eps * row) - f(x)) / eps for row in np.eye(len(x))]

    def both_sides(f, x, eps):
        return [(f(x + eps * row) - f(x - eps * row)) / (2 * eps) for row in np.eye(len(x))]

    assert judged("backpropagation-check", both_sides) == "right"
    assert judged("backpropagation-check", one_sided) == "almost"
    assert judged("backpropagation-check", lambda f, x, eps: x) == "keep working"


def test_a_wrong_slope_that_lowers_the_loss_refutes_the_claim():
    assert judged("backpropagation-break", lambda w: 3 * w) == "right"
    assert judged("backpropagation-break", lambda w: 2 * w) == "almost"
    assert judged("backpropagation-break", lambda w: -w) == "keep working"


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
    for fault in [fault for fault in FAULTS if fault != "none"]:
        assert abs(backward(network, trace, dF, fault) @ u - measured) > 1e-3 * abs(measured)
    assert "85,002" in EXERCISES["backpropagation-open"].solution().en
