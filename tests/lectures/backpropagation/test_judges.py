"""The judges of lecture 7 accept what is right, however it is written, and refuse what only looks right."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from course_nn.lectures.backpropagation.value import Value
from course_nn.notebook.exercises import exercises_of

EXERCISES = exercises_of("backpropagation")


def judged(key, answer):
    return EXERCISES[f"backpropagation-{key}"].judge(answer).voice


def accepted_all(key, answers):
    assert {name: judged(key, answer) for name, answer in answers.items()} == dict.fromkeys(answers, "right")


def refused_all(key, answers):
    assert not [name for name, answer in answers.items() if judged(key, answer) == "right"]


# ---- by hand ---------------------------------------------------------------------------------------------


def test_four_derivatives_by_hand():
    accepted_all(
        "easy", dict(floats=np.array([64.0, 32, 16, 16]), fractions=[Fraction(64), 32, 16, 16], row=[[64, 32, 16, 16]])
    )
    wrong = [64, 16, 16, 32], [32, 64, 16, 16], [64, 32, 16, 8], [16, 32, 16, 16], [24, 16, 8, 8]
    refused_all("easy", dict(enumerate(wrong)))
    assert judged("easy", [48, 32, 16, 16]) == "almost"


def test_one_unit_by_hand():
    accepted_all(
        "unit",
        dict(fractions=[Fraction(-1, 8), Fraction(-1, 4)], array=np.array([-0.125, -0.25]), list=[-1 / 8, -2 / 8]),
    )
    assert judged("unit", (-0.125, 1)) == judged("unit", (-0.5, -1)) == "almost"
    refused_all("unit", dict(turned=(0.125, 0.25), swapped=(-0.25, -0.125), weight=(-0.125, -0.0625), zero=(0, 0)))


# ---- a layer of tanh --------------------------------------------------------------------------------------


def one_by_one(X, W, b, dY):
    total = np.zeros_like(W)
    for x, d in zip(X, dY):
        total += np.outer(d / np.cosh(W @ x + b) ** 2, x)
    return total


def summed(X, W, b, dY):
    return np.einsum("ij,ik->jk", dY * (1 - np.tanh(X @ W.T + b) ** 2), X)


def of_exponentials(X, W, b, dY):
    e = np.exp(2 * (X @ W.T + b))
    return (X.T @ (dY * 4 * e / (1 + e) ** 2)).T.tolist()


def test_any_way_to_write_dw_is_right():
    accepted_all("derive", dict(loop=one_by_one, einsum=summed, exponentials=of_exponentials))


def test_dw_without_one_of_its_parts_is_refused():
    wrong = {
        "transposed": lambda *all: one_by_one(*all).T,
        "no slope": lambda X, W, b, dY: dY.T @ X,
        "slope of h": lambda X, W, b, dY: (dY * (1 - np.tanh(np.tanh(X @ W.T + b)) ** 2)).T @ X,
        "no square": lambda X, W, b, dY: (dY * (1 - np.tanh(X @ W.T + b))).T @ X,
        "no bias": lambda X, W, b, dY: one_by_one(X, W, 0 * b, dY),
        "mean": lambda *all: one_by_one(*all) / len(all[0]),
        "minus": lambda *all: -one_by_one(*all),
        "weights": lambda X, W, b, dY: W,
    }
    refused_all("derive", wrong)
    assert judged("derive", wrong["transposed"]) == judged("derive", wrong["no slope"]) == "almost"


# ---- a class of values ------------------------------------------------------------------------------------


def add(a, b):
    return a.value + b.value, (a, b), (1.0, 1.0)


def multiply(a, b):
    return a.value * b.value, (a, b), (b.value, a.value)


def power(a, n):
    return a.value**n, (a,), (n * a.value ** (n - 1),)


def relu(a):
    return max(a.value, 0.0), (a,), (float(a.value > 0),)


def class_of(backward=Value.backward, add=add, multiply=multiply, power=power, relu=relu):
    """A class of values made of these rules."""

    class Made:
        def __init__(self, value, parents=(), slopes=()):
            self.value, self.parents, self.slopes, self.grad = value, parents, slopes, 0.0

        def __add__(self, other):
            return Made(*add(self, other))

        def __mul__(self, other):
            return Made(*multiply(self, other))

        def __pow__(self, n):
            return Made(*power(self, n))

        def relu(self):
            return Made(*relu(self))

    Made.backward = backward
    return Made


def recursive_order(y):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(y)
    return order


def recursive(y):
    """Right, but it calls itself."""
    order = recursive_order(y)
    for node in order:
        node.grad = float(node is y)
    for node in reversed(order):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += node.grad * slope


def counted(y):
    """Right: a node goes on when it has heard as often as it is used."""
    uses, nodes, queue = Counter(), {y: None}, [y]
    for node in queue:
        for parent in node.parents:
            uses[parent] += 1
            if parent not in nodes:
                nodes[parent] = None
                queue.append(parent)
    for node in nodes:
        node.grad = float(node is y)
    queue = [y]
    for node in queue:
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += node.grad * slope
            uses[parent] -= 1
            if not uses[parent]:
                queue.append(parent)


def in_the_order_of_making(y):
    """Right: whatever is made later is younger; ages stand in the nodes."""
    nodes, queue = {y}, [y]
    for node in queue:
        node.grad = 0.0
        queue += set(node.parents) - nodes
        nodes |= set(node.parents)
    y.grad = 1.0
    for node in sorted(nodes, key=lambda node: -node.age):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += node.grad * slope


def aged():
    Made = class_of(in_the_order_of_making)
    begin, ages = Made.__init__, iter(range(10**9))

    def init(self, *given):
        begin(self, *given)
        self.age = next(ages)

    Made.__init__ = init
    return Made


class Closures:
    """Right, with names of its own: each value keeps a function that tells its parents, and grads are of NumPy."""

    def __init__(self, data, tell=None, parents=()):
        self.data, self.grad, self.tell, self.parents = np.float64(data), np.zeros(()), tell, parents

    value = property(lambda self: self.data)

    def combined(self, data, **slopes):
        others = [slope for slope in slopes.values()]
        parents = [parent for parent, _ in others]

        def tell(grad):
            for parent, slope in others:
                parent.grad = parent.grad + grad * slope

        return Closures(data, tell, parents)

    def plus(self, other):
        return self.combined(self.data + other.data, left=(self, 1), right=(other, 1))

    def times(self, other):
        return self.combined(self.data * other.data, left=(self, other.data), right=(other, self.data))

    __add__, __mul__ = plus, times
    __pow__ = lambda self, n: self.combined(self.data**n, base=(self, n * self.data ** (n - 1)))  # noqa: E731
    relu = lambda self: self.combined(np.maximum(self.data, 0), inside=(self, np.heaviside(self.data, 0)))  # noqa: E731

    def backward(self):
        order, seen, stack = [], set(), [(self, iter(self.parents))]
        while stack:
            node, parents = stack[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(stack.pop()[0])
            elif parent not in seen:
                seen.add(parent)
                stack.append((parent, iter(parent.parents)))
        for node in order:
            node.grad = np.zeros(())
        self.grad = np.ones(())
        for node in reversed(order):
            if node.tell:
                node.tell(node.grad)


def test_a_class_of_values_may_be_written_in_any_way():
    accepted_all("build", dict(ours=Value, counted=class_of(counted), aged=aged(), closures=Closures))


def test_one_that_calls_itself_is_almost_right():
    assert judged("build", class_of(recursive)) == "almost"
    assert "RecursionError" in EXERCISES["backpropagation-build"].judge(class_of(recursive)).hint.en


def overwriting(y):
    """= for +=, in the right order."""
    order = recursive_order(y)
    y.grad = 1.0
    for node in reversed(order):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad = node.grad * slope


def never_reset(y):
    """The second call adds to the first."""
    order = recursive_order(y)
    y.grad = 1.0
    for node in reversed(order):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += node.grad * slope


def at_once(y):
    """A node tells its parents as soon as it is reached, and again what it had told already."""
    for node in recursive_order(y):
        node.grad = float(node is y)
    queue = [y]
    for node in queue:
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += node.grad * slope
            queue.append(parent)


def inputs_only(y):
    """What lies in between forgets its derivative."""
    recursive(y)
    for node in recursive_order(y):
        if node.parents:
            node.grad = 0.0


def starting_at_0(y):
    for node in recursive_order(y):
        node.grad = 0.0


WRONG_CLASSES = {
    "relu is the identity": class_of(relu=lambda a: (a.value, (a,), (1.0,))),
    "relu is the absolute value": class_of(relu=lambda a: (abs(a.value), (a,), (float(np.sign(a.value)),))),
    "relu leaks": class_of(relu=lambda a: (max(a.value, 0.1 * a.value), (a,), (1.0 if a.value > 0 else 0.1,))),
    "relu has slope 1 everywhere": class_of(relu=lambda a: (max(a.value, 0.0), (a,), (1.0,))),
    "relu keeps a negative value": class_of(relu=lambda a: (a.value, (a,), (float(a.value > 0),))),
    "relu turned round": class_of(relu=lambda a: (min(a.value, 0.0), (a,), (float(a.value < 0),))),
    "a power is a multiple": class_of(power=lambda a, n: (a.value * n, (a,), (n * a.value ** (n - 1),))),
    "every power is a cube": class_of(power=lambda a, n: (a.value**n, (a,), (3 * a.value**2,))),
    "the exponent stays": class_of(power=lambda a, n: (a.value**n, (a,), (n * a.value**n,))),
    "a power without its factor": class_of(power=lambda a, n: (a.value**n, (a,), (a.value ** (n - 1),))),
    "slopes of a product, own": class_of(multiply=lambda a, b: (a.value * b.value, (a, b), (a.value, b.value))),
    "a product is a sum": class_of(multiply=lambda a, b: (a.value + b.value, (a, b), (b.value, a.value))),
    "the second summand counts for nothing": class_of(add=lambda a, b: (a.value + b.value, (a, b), (1.0, 0.0))),
    "no values at all": class_of(add=lambda a, b: (0.0, (a, b), (1.0, 1.0))),
    "messages overwrite": class_of(overwriting),
    "never reset": class_of(never_reset),
    "nobody waits": class_of(at_once),
    "inputs only": class_of(inputs_only),
    "starts at 0": class_of(starting_at_0),
}


@pytest.mark.parametrize("name", WRONG_CLASSES)
def test_a_class_of_values_with_a_mistake_is_refused(name):
    assert judged("build", WRONG_CLASSES[name]) == "keep working"


# ---- measuring, and breaking ------------------------------------------------------------------------------


def both_sides(f, x, eps):
    return [(f(x + eps * row) - f(x - eps * row)) / (2 * eps) for row in np.eye(len(x))]


def in_place(f, x, eps):
    found = []
    for k, kept in enumerate(x):
        x[k] = kept + eps
        up = f(x)
        x[k] = kept - eps
        found.append((up - f(x)) / eps / 2)
        x[k] = kept
    return np.array(found)


def of_two_secants(f, x, eps):
    return tuple((one + other) / 2 for one, other in zip(one_sided(f, x, eps), one_sided(f, x, -eps)))


def one_sided(f, x, eps):
    return [(f(x + eps * row) - f(x)) / eps for row in np.eye(len(x))]


def never_put_back(f, x, eps):
    found = []
    for k in range(len(x)):
        x[k] += eps
        up = f(x)
        x[k] -= 2 * eps
        found.append((up - f(x)) / (2 * eps))
    return found


def test_a_measured_gradient_must_go_to_both_sides_one_entry_at_a_time_by_eps():
    accepted_all("check", dict(rows=both_sides, in_place=in_place, secants=of_two_secants))
    wrong = {
        "one-sided": one_sided,
        "never put back": never_put_back,
        "eps is not used": lambda f, x, eps: both_sides(f, x, 1e-5),
        "half of it": lambda f, x, eps: [2 * slope for slope in both_sides(f, x, eps)],
        "all at once": lambda f, x, eps: [(f(x + eps) - f(x - eps)) / (2 * eps)] * len(x),
        "turned": lambda f, x, eps: both_sides(f, x, -eps)[::-1],
        "x itself": lambda f, x, eps: x,
    }
    refused_all("check", wrong)
    assert [judged("check", wrong[name]) for name in [*wrong][:3]] == ["almost"] * 3


def test_a_wrong_slope_that_lowers_the_loss_refutes_the_claim():
    accepted_all("break", {"longer": lambda w: 3 * w, "w²": lambda w: w**2, "a short one": lambda w: min(w, 0.01)})
    wrong = {
        "the right one": lambda w: 2 * w,
        "nearly the right one": lambda w: 2.01 * w,
        "uphill": lambda w: -w,
        "none": lambda w: 0.0,
        "too long": lambda w: 25 * w,
        "to and fro": np.sign,
    }
    refused_all("break", wrong)
    assert judged("break", wrong["the right one"]) == judged("break", wrong["nearly the right one"]) == "almost"
