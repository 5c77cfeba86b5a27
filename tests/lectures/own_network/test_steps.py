"""Each judge refuses what is nearly right, and takes whatever is right; all ten steps fit into 60 lines."""

import ast
import copy
import html
import inspect
import math
from types import SimpleNamespace

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.datasets import shuffled_digits
from course_nn.lectures import LECTURES
from course_nn.lectures.own_network import worked
from course_nn.lectures.own_network.questions import STEPS
from course_nn.lectures.own_network.worked_network import LEARNED, worked_network
from course_nn.notebook.course_map import rows_of
from course_nn.notebook.exercises import check, solution
from course_nn.optimizers import Adam as CourseAdam
from course_nn.training import mini_batches

MOST = 60  # lines of code


def lines_of(source):
    """How many lines hold code: neither comments, docstrings, imports nor names of types."""
    tree = ast.parse(source)
    left_out = ast.Import | ast.ImportFrom | ast.Assign
    tree.body = [node for node in tree.body if not isinstance(node, left_out)]
    for node in ast.walk(tree):
        if is_documented(node):
            node.body = node.body[1:] or [ast.Pass()]
    return len([line for line in ast.unparse(tree).splitlines() if line.strip()])


def is_documented(node):
    return isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None


def test_all_ten_steps_fit_into_sixty_lines_of_numpy():
    source = inspect.getsource(worked)
    assert lines_of(source) <= MOST
    imported = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    assert imported == {"collections.abc"}  # besides numpy


def test_lines_are_counted_without_what_is_no_code():
    assert lines_of('"""A module."""\nimport numpy\n\ndef f(x):\n    """Says."""\n    # a comment\n    return x\n') == 2


def test_the_worked_network_reads_unseen_digits_whatever_its_start():
    X, y = shuffled_digits(centred=False)
    missed = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        net = worked.train(worked.start((64, 32, 10), rng), X[:1000], y[:1000], (X[1000:1200], y[1000:1200]), rng)
        missed.append(len(worked.misread(net, X[1200:], y[1200:])))
    assert np.median(missed) < 30  # of 597; measured: 10 to 17


def test_the_notebook_has_a_step_for_each_judge_and_its_minutes_follow():
    assert [*LECTURES["own_network"].text.exercises] == [f"own_network-{name}" for name in STEPS]
    assert LECTURES["own_network"].minutes == 15 * len(STEPS) == 150


@pytest.mark.parametrize("name", STEPS)
def test_a_worked_step_is_said_to_be_one_and_the_map_leaves_it_open(name, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    verdict = check(f"own_network-{name}", STEPS[name][1])
    assert verdict.voice == "worked" and "not yet yours" in verdict.hint.en and "还不是你自己写的" in verdict.hint.zh
    assert state_of(name) == "open"
    assert inspect.getsource(STEPS[name][1]).splitlines()[0] in html.unescape(solution(f"own_network-{name}").hint.en)


def state_of(name):
    """Of a step, on the map."""
    return next(mark.state for mark in rows_of("own_network")[-1].marks if mark.cell == f"own_network-{name}")


def written(name, with_docstrings):
    """A step that is typed into a notebook as its worked form has it."""
    step = STEPS[name][1]
    tree = ast.parse(inspect.getsource(step))
    if not with_docstrings:
        tree.body[0].body = tree.body[0].body[1:]
    space = dict(vars(worked))
    exec(compile(tree, "<a cell>", "exec"), space)
    return space[step.__name__]


@pytest.mark.parametrize("name", STEPS)
def test_a_worked_step_that_is_pasted_is_known_again_and_who_writes_the_same_by_themselves_is_right(
    name, monkeypatch, tmp_path
):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    assert check(f"own_network-{name}", written(name, True)).voice == "worked"
    assert check(f"own_network-{name}", written(name, False)).voice == "right"
    assert check(f"own_network-{name}", STEPS[name][1]).voice == "worked" and state_of(name) == "solved"


def test_a_wrong_answer_that_looks_like_a_worked_step_is_wrong():
    def layer(X, W, b):
        return X @ W.T

    layer.__doc__ = worked.layer.__doc__
    assert check("own_network-layer", layer).voice == "almost"


def test_a_step_that_is_put_into_the_module_of_the_worked_ones_does_not_judge_itself(monkeypatch):
    def without_bias(X, W, b):
        return X @ W.T

    monkeypatch.setattr(worked, "layer", without_bias)
    assert check("own_network-layer", without_bias).voice == "almost"
    assert check("own_network-layer", lambda X, W, b: X @ W.T + b).voice == "right"
    assert check("own_network-forward", worked.forward).voice != "right"  # which goes through the one without bias


# ---- what is nearly right ---------------------------------------------------------------------------------------


def shifted_in_place(X, W, b):
    X -= 0.0
    X *= 2
    return X / 2 @ W.T + b


def overflowing(F, y):
    p = np.exp(F) / np.exp(F).sum(axis=1, keepdims=True)
    hits = np.eye(F.shape[1])[y]
    return -np.log((p * hits).sum(axis=1)).mean(), (p - hits) / len(y)


def with_floor(F, y):
    """ln(p + 10⁻⁹) never overflows, and is wrong where p is tiny."""
    _, slope = worked.cross_entropy(F, y)
    p = slope * len(y) + np.eye(F.shape[1])[y]
    return -np.log(p[np.arange(len(y)), y] + 1e-9).mean(), slope


def along_samples(F, y):
    p = np.exp(F - F.max(axis=0)) / np.exp(F - F.max(axis=0)).sum(axis=0)
    hits = np.eye(F.shape[1])[y]
    return -np.log(p[np.arange(len(y)), y] + 1e-300).mean(), (p - hits) / len(y)


def scaled(net, X, y, weights=1.0, biases=1.0):
    return [(weights * dW, biases * db) for dW, db in worked.backward(net, X, y)]


def two_layers_only(net, X, y):
    """Right for every net of two layers."""
    if len(net) == 2:
        return worked.backward(net, X, y)
    return [(0 * W, 0 * b) for W, b in net]


def without_slope(net, X, y):
    values, slopes = worked.forward(net, X), []
    delta = worked.cross_entropy(values[-1], y)[1]
    for (W, _), H in zip(net[::-1], values[-2::-1]):
        slopes.append((delta.T @ H, delta.sum(axis=0)))
        delta = delta @ W
    return slopes[::-1]


def moves_x(f, x, eps):
    slopes = []
    for k in range(len(x)):
        x[k] += eps
        up = f(x)
        x[k] -= 2 * eps
        slopes.append((up - f(x)) / (2 * eps))
        x[k] += eps if k else 0  # the first entry is not put back
    return np.array(slopes)


def shuffled_apart(X, y, size, rng):
    rows, classes = rng.permutation(len(y)), rng.permutation(len(y))
    for k in range(0, len(y), size):
        yield X[rows[k : k + size]], y[classes[k : k + size]]


def with_replacement(X, y, size, rng):
    for _ in range(0, len(y), size):
        rows = rng.integers(len(y), size=size)
        yield X[rows], y[rows]


def without_the_rest(X, y, size, rng):
    rows = rng.permutation(len(y))
    for k in range(0, len(y) - size + 1, size):
        yield X[rows[k : k + size]], y[rows[k : k + size]]


def own_order(X, y, size, rng):
    return worked.batches(X, y, size, np.random.default_rng(0))


def shuffled_in_place(X, y, size, rng):
    order = rng.permutation(len(y))
    X[:], y[:] = X[order], y[order]
    for k in range(0, len(y), size):
        yield X[k : k + size], y[k : k + size]


class Shared(worked.Adam):
    """All of them remember together."""

    memory: dict = {}  # noqa: RUF012

    def __init__(self, eta):
        self.eta, self.known = eta, Shared.memory
        self.known.clear()

    def step(self, theta, g):
        self.known["t"] = self.known.get("t", 0) + 1
        m = self.known["m"] = 0.9 * self.known.get("m", 0) + 0.1 * g
        s = self.known["s"] = 0.999 * self.known.get("s", 0) + 0.001 * g**2
        t = self.known["t"]
        theta -= self.eta * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)


class Uncorrected(worked.Adam):
    def step(self, theta, g):
        self.m, self.s = 0.9 * self.m + 0.1 * g, 0.999 * self.s + 0.001 * g**2
        theta -= self.eta * self.m / (np.sqrt(self.s) + 1e-8)


class WithoutFloor(worked.Adam):
    def step(self, theta, g):
        self.t += 1
        self.m, self.s = 0.9 * self.m + 0.1 * g, 0.999 * self.s + 0.001 * g**2
        with np.errstate(all="ignore"):
            theta -= self.eta * (self.m / (1 - 0.9**self.t)) / np.sqrt(self.s / (1 - 0.999**self.t))


class OnlyTheRoot(worked.Adam):
    """The paper's faster form with one of its two corrections."""

    def step(self, theta, g):
        self.t += 1
        self.m, self.s = 0.9 * self.m + 0.1 * g, 0.999 * self.s + 0.001 * g**2
        theta -= self.eta * np.sqrt(1 - 0.999**self.t) * self.m / (np.sqrt(self.s) + 1e-8)


class ShorterMemory(worked.Adam):
    """β₂ = 0.99."""

    def step(self, theta, g):
        self.t += 1
        self.m, self.s = 0.9 * self.m + 0.1 * g, 0.99 * self.s + 0.01 * g**2
        theta -= self.eta * (self.m / (1 - 0.9**self.t)) / (np.sqrt(self.s / (1 - 0.99**self.t)) + 1e-8)


class Replacing(worked.Adam):
    """Makes a new theta that nobody sees."""

    def step(self, theta, g):
        super().step(theta.copy(), g)


class SquaresInPlace(worked.Adam):
    def step(self, theta, g):
        super().step(theta, g)
        g *= g


def runs_to_the_end(losses, patience):
    return int(np.argmin(losses)), len(losses) - 1


def takes_ties(losses, patience):
    kept = 0
    for epoch in range(1, len(losses)):
        kept = epoch if losses[epoch] <= losses[kept] else kept
        if epoch - kept >= patience:
            return kept, epoch
    return kept, len(losses) - 1


def trained(net, X, y, watched, rng, epochs=30, same=False):
    """Without any watching: the last net."""
    net = [(W.copy(), b.copy()) for W, b in net]
    adams = [(worked.Adam(0.003), worked.Adam(0.003)) for _ in net]
    for _ in range(epochs):
        for rows, classes in worked.batches(X, y, 32, rng):
            for pair, slopes, both in zip(net, worked.backward(net, rows, classes), adams):
                for theta, g, adam in zip(pair, slopes, both):
                    adam.step(theta, g)
    return net


def on_what_it_watches(net, X, y, watched, rng):
    return trained(net, np.concatenate([X, watched[0]]), np.concatenate([y, watched[1]]), watched, rng)


def on_what_it_found_elsewhere(net, X, y, watched, rng):
    everything, labels = shuffled_digits(centred=False)
    return worked.train(net, everything, labels, watched, rng)


def with_labels_of_others(net, X, y, watched, rng):
    return worked.train(net, X, rng.permutation(y), watched, rng)


def weights_alone(net, X, y, watched, rng):
    """Learns nothing at all: it returns what it was given."""
    return net


WRONG = {
    "transposed weights": ("layer", lambda X, W, b: X @ W + b if W.shape[0] == W.shape[1] else X @ W.T + b),
    "no bias": ("layer", lambda X, W, b: X @ W.T),
    "inputs changed": ("layer", shifted_in_place),
    "tanh at the end": ("forward", lambda net, X: [*worked.forward(net, X)[:-1], np.tanh(worked.forward(net, X)[-1])]),
    "the logits alone": ("forward", lambda net, X: worked.forward(net, X)[-1]),
    "two layers fixed": ("forward", lambda net, X: [X, np.tanh(worked.layer(X, *net[0])),
                                                    worked.layer(np.tanh(worked.layer(X, *net[0])), *net[-1])]),
    "overflow": ("loss", overflowing),
    "a floor under p": ("loss", with_floor),
    "softmax along the samples": ("loss", along_samples),
    "the sum of the losses": ("loss", lambda F, y: tuple(len(y) * np.array(x) for x in worked.cross_entropy(F, y))),
    "slopes of the sum": ("loss", lambda F, y: (worked.cross_entropy(F, y)[0], len(y) * worked.cross_entropy(F, y)[1])),
    "gradient of the sum": ("backward", lambda net, X, y: scaled(net, X, y, len(y), len(y))),
    "no gradient of the biases": ("backward", lambda net, X, y: scaled(net, X, y, biases=0)),
    "mean over biases": ("backward", lambda net, X, y: scaled(net, X, y, biases=1 / len(y))),
    "no slope of tanh": ("backward", without_slope),
    "two layers only": ("backward", two_layers_only),
    "last layer first": ("backward", lambda net, X, y: worked.backward(net, X, y)[::-1]),
    "one side": ("measured", lambda f, x, eps: np.array([(f(x + s) - f(x)) / eps for s in eps * np.eye(len(x))])),
    "another step": ("measured", lambda f, x, eps: worked.measured(f, x, 1e-6)),
    "x left elsewhere": ("measured", moves_x),
    "labels apart": ("batches", shuffled_apart),
    "with replacement": ("batches", with_replacement),
    "the rest lost": ("batches", without_the_rest),
    "always one order": ("batches", own_order),
    "shuffled in place": ("batches", shuffled_in_place),
    "not shuffled": ("batches", lambda X, y, size, rng: [(X[k : k + size], y[k : k + size])
                                                         for k in range(0, len(y), size)]),
    "one memory for all": ("adam", Shared),
    "not corrected": ("adam", Uncorrected),
    "0 / 0": ("adam", WithoutFloor),
    "theta replaced": ("adam", Replacing),
    "g squared in place": ("adam", SquaresInPlace),
    "the paper's rate in half": ("adam", OnlyTheRoot),
    "another memory": ("adam", ShorterMemory),
    "the set of those read right": ("misread", lambda net, X, y: {*range(len(y))} - {*worked.misread(net, X, y)}),
    "off by a ten-thousandth": ("backward", lambda net, X, y: scaled(net, X, y, weights=1 + 1e-4)),
    "never stops": ("early", runs_to_the_end),
    "as good is better": ("early", takes_ties),
    "never looks": ("train", trained),
    "learns what it watches": ("train", on_what_it_watches),
    "learns other digits": ("train", on_what_it_found_elsewhere),
    "labels of other samples": ("train", with_labels_of_others),
    "nothing learned": ("train", weights_alone),
    "how many": ("misread", lambda net, X, y: len(worked.misread(net, X, y))),
    "yes or no": ("misread", lambda net, X, y: worked.forward(net, X)[-1].argmax(axis=1) != y),
    "along the samples": ("misread", lambda net, X, y: np.flatnonzero(
        worked.forward(net, X)[-1].argmax(axis=0)[: len(y)] != y[: net[-1][1].size])),
    "those read right": ("misread", lambda net, X, y: np.flatnonzero(worked.forward(net, X)[-1].argmax(axis=1) == y)),
}  # fmt: skip


@pytest.mark.parametrize("step, answer", WRONG.values(), ids=WRONG)
def test_nearly_right_is_refused_with_a_reason(step, answer):
    verdict = check(f"own_network-{step}", answer)
    assert verdict.voice in ("almost", "keep working") and verdict.hint.en and verdict.hint.zh


class CountsFromZero(worked.Adam):
    """The first step divides by 1 - 0.9**0."""

    def step(self, theta, g):
        self.t -= not self.t
        super().step(theta, g)
        self.t += not self.t


class NotSquared(worked.Adam):
    def step(self, theta, g):
        self.t += 1
        self.m, self.s = 0.9 * self.m + 0.1 * g, 0.999 * self.s + 0.001 * g
        theta -= self.eta * self.m / (np.sqrt(self.s) + 1e-8)


DIAGNOSED = {
    "as np.nonzero gives it": ("misread", lambda net, X, y: np.nonzero(
        worked.forward(net, X)[-1].argmax(axis=1) - y), "np.flatnonzero gives the array itself"),
    "by n once more": ("backward", lambda net, X, y: scaled(net, X, y, 1 / len(y), 1 / len(y)), "do not divide again"),
    "the rest lost": ("batches", without_the_rest, "last batch"),
    "t from 0": ("adam", CountsFromZero, "Is t already 1"),
    "g in place of its square": ("adam", NotSquared, "is g squared"),
    "0 / 0": ("adam", WithoutFloor, "add 1e-8 below"),
    "an error of shapes within": ("layer", lambda X, W, b: W @ X + b, "stopped with an error (ValueError: matmul"),
    "an error of kinds within": ("loss", lambda F, y: (len(F) + "n", F), "with an error (TypeError: unsupported"),
    "another error within": ("forward", lambda net, X: [X, net[99]], "IndexError"),
}  # fmt: skip


@pytest.mark.parametrize("step, answer, reason", DIAGNOSED.values(), ids=DIAGNOSED)
def test_what_is_said_names_the_slip_itself(step, answer, reason):
    assert reason in check(f"own_network-{step}", answer).hint.en


def test_a_sentence_of_the_course_that_ends_a_students_function_is_said_in_each_language_alone():
    def layer(X, W, b):
        raise BadInput("expected a row", "应为一行")

    said = check("own_network-layer", layer).hint
    assert (
        "(expected a row)" in said.en and "一行" not in said.en and "（应为一行）" in said.zh and "row" not in said.zh
    )


@pytest.mark.parametrize("answer", [lambda X: X, 5, np.dot], ids=["too few arguments", "no function", "of the library"])
def test_what_cannot_be_called_as_asked_is_no_error_of_its_own(answer):
    said = check("own_network-layer", answer).hint
    assert said.en.startswith("Expected a function of X (n, N)") and said.zh.startswith("应给出")


def imagined(value):
    """The same with an imaginary part everywhere."""
    if isinstance(value, np.ndarray | np.generic | float | int):
        return np.asarray(value) + 1j
    return [imagined(part) for part in value]


@pytest.mark.parametrize("step", [step for step in STEPS if step != "adam"])  # which returns nothing
def test_an_imaginary_part_is_refused_with_a_sentence_and_never_dropped(step, recwarn):
    verdict = check(f"own_network-{step}", lambda *given: imagined(STEPS[step][1](*given)))
    assert verdict.voice == "keep working" and (step == "loss" or "complex numbers" in verdict.hint.en) and not recwarn


def test_what_a_students_own_code_drops_is_their_affair():
    with pytest.warns(np.exceptions.ComplexWarning):
        verdict = check("own_network-layer", lambda X, W, b: (worked.layer(X, W, b) + 0j).astype(float))
    assert verdict.voice == "right"


# ---- what is right in an unusual form -----------------------------------------------------------------------------


def one_by_one(X, W, b):
    return [[sum(w * x for w, x in zip(row, sample)) + c for row, c in zip(W, b)] for sample in X]


def with_ones(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.column_stack([W, b]).T


def by_logaddexp(F, y):
    logs = F - np.logaddexp.reduce(F, axis=1, keepdims=True)
    slope = np.exp(logs)
    slope[range(len(y)), y] -= 1
    return -np.mean([logs[k, c] for k, c in enumerate(y)]), slope / len(y)


def sample_by_sample(net, X, y):
    """The mean over samples of a backward pass for each."""
    each = [worked.backward(net, X[k : k + 1], y[k : k + 1]) for k in range(len(y))]
    return [tuple(np.mean([one[layer][part] for one in each], axis=0) for part in (0, 1)) for layer in range(len(net))]


def by_measuring(net, X, y):
    """A gradient check in the place of backward: slow, and right to seven digits."""
    flat = [part for pair in net for part in pair]
    slopes = []
    for k, part in enumerate(flat):

        def loss(x, k=k, part=part):
            parts = [*flat[:k], x.reshape(part.shape), *flat[k + 1 :]]
            return worked.cross_entropy(worked.forward([*zip(parts[::2], parts[1::2])], X)[-1], y)[0]

        slopes.append(worked.measured(loss, part.ravel(), 1e-5).reshape(part.shape))
    return [*zip(slopes[::2], slopes[1::2])]


def a_list_of_batches(X, y, size, rng):
    rows = sorted(range(len(y)), key=dict(enumerate(rng.random(len(y)))).get)
    return [(X[rows[k : k + size]], list(y[rows[k : k + size]])) for k in range(0, len(y), size)]


def of_the_course(X, y, size, rng):
    return ((rows, classes[:, 0]) for rows, classes in mini_batches(X, y[:, None], size, rng, epochs=1))


def by_momentum(net, X, y, watched, rng):
    """Another optimizer, and the best net so far in place of a list."""
    net, best = [(W.copy(), b.copy()) for W, b in net], None
    speeds = [(0 * W, 0 * b) for W, b in net]
    for _ in range(25):
        loss = worked.cross_entropy(worked.forward(net, watched[0])[-1], watched[1])[0]
        if best is None or loss < best[0]:
            best = loss, [(W.copy(), b.copy()) for W, b in net]
        for rows, classes in worked.batches(X, y, 20, rng):
            for pair, slopes, kept in zip(net, worked.backward(net, rows, classes), speeds):
                for theta, g, v in zip(pair, slopes, kept):
                    v *= 0.9
                    v += g
                    theta -= 0.03 * v
    return best[1]


def single(step):
    """The same in single precision, from the first operation on."""

    def of(value):
        is_array = isinstance(value, np.ndarray) and value.dtype == float
        many = isinstance(value, list | tuple)
        return type(value)(map(of, value)) if many else value.astype(np.float32) if is_array else value

    return lambda *given: step(*map(of, given))


def recursive(net, X):
    (W, b), *rest = net
    sums = np.einsum("ni,mi->nm", X, W) + b
    return [X, *recursive(rest, np.tanh(sums))] if rest else [X, sums]


def one_value_after_another(net, X):
    yield X
    for k, (W, b) in enumerate(net):
        X = (W @ X.T + b[:, None]).T
        X = X if k == len(net) - 1 else 1 - 2 / (np.exp(2 * X) + 1)
        yield X


def loops_of_loss(F, y):
    """Sample by sample, in Python alone; the slope as lists."""
    loss, slope = 0, []
    for f, c in zip(F.tolist(), y.tolist()):
        top = max(f)
        total = sum(math.exp(x - top) for x in f)
        loss += math.log(total) + top - f[c]
        slope.append([(math.exp(x - top) / total - (k == c)) / len(y) for k, x in enumerate(f)])
    return [loss / len(y), slope]


def with_matrices(F, y):
    """As a column of losses, and the slope by J p − y, with the matrix of softmax."""
    p = np.exp(F - F.max(1)[:, None])
    p /= p.sum(1, keepdims=True)
    return np.array([np.mean(np.log(np.exp(F - F.max(1)[:, None]).sum(1)) + F.max(1) - F[np.arange(len(y)), y])]), (
        p - (y[:, None] == np.arange(F.shape[1]))
    ) / np.array([len(y)])


def backward_by_recursion(net, X, y):
    slopes = []

    def down(layers, H):
        (W, b), *rest = layers
        out = H @ W.T + b
        delta = down(rest, np.tanh(out)) * (1 - np.tanh(out) ** 2) if rest else worked.cross_entropy(out, y)[1]
        slopes.insert(0, [np.einsum("nm,ni->mi", delta, H), np.ones(len(H)) @ delta])
        return delta @ W

    down(net, X)
    return tuple(slopes)


def moves_one_entry(f, x, eps):
    slopes = np.empty_like(x)
    for k, kept in enumerate(x):
        x[k] = kept + eps
        up = f(x)
        x[k] = kept - eps
        slopes[k] = (up - f(x)) / (2 * eps)
        x[k] = kept
    return slopes


def drawn_from_a_bag(X, y, size, rng):
    bag = list(range(len(y)))
    while bag:
        rows = [bag.pop(int(rng.integers(len(bag)))) for _ in range(min(size, len(bag)))]
        yield X[rows], y[rows]


def chosen(X, y, size, rng):
    rows = rng.choice(len(y), len(y), replace=False)
    cuts = np.arange(size, len(y), size)
    return zip(np.split(X[rows], cuts), np.split(y[rows][:, None], cuts))


class WithPapersEpsilon:
    """The faster form of the paper: both corrections in the rate, and ε beside a root that is not corrected."""

    def __init__(self, eta):
        self.eta, self.t, self.m, self.s = eta, 0, 0.0, 0.0

    def step(self, theta, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.s = 0.999 * self.s + 0.001 * g * g
        rate = self.eta * math.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
        theta -= rate * self.m / (np.sqrt(self.s) + 1e-8)


class Grown:
    """Means that are made at the first step, powers that are multiplied, and a step that is returned as well."""

    means = None

    def __init__(self, eta, beta1=0.9, beta2=0.999):
        self.eta, self.beta, self.powers = eta, np.array([beta1, beta2]), np.ones(2)

    def step(self, parameters, slope):
        if self.means is None:
            self.means = np.zeros((2, *slope.shape))
        self.powers *= self.beta
        for k, new in enumerate((slope, slope**2)):
            self.means[k] += (1 - self.beta[k]) * (new - self.means[k])
        m, s = (mean / (1 - power) for mean, power in zip(self.means, self.powers))
        np.subtract(parameters, self.eta * m / (s**0.5 + 1e-8), out=parameters)
        return parameters


class InSingle(worked.Adam):
    def step(self, theta, g):
        self.m, self.s = np.float32(self.m), np.float32(self.s)
        theta32 = theta.astype(np.float32)
        super().step(theta32, g.astype(np.float32))
        theta[...] = theta32


def adam_of_functions(eta):
    """No class: a function that returns one thing with a step."""
    memory = {"t": 0, "m": 0, "s": 0}

    def step(theta, g):
        t = memory["t"] = memory["t"] + 1
        m = memory["m"] = 0.9 * memory["m"] + 0.1 * g
        s = memory["s"] = 0.999 * memory["s"] + 0.001 * g**2
        theta[:] = theta - eta * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)

    return SimpleNamespace(step=step)


def early_by_slices(losses, patience):
    """Stop at the first end whose best one lies too far back."""
    for end in range(1, len(losses)):
        best = losses.index(min(losses[: end + 1]))
        if end - best >= patience:
            return np.array([best, end])
    return np.array([losses.index(min(losses)), len(losses) - 1])


def early_counting(losses, patience):
    best, kept, waits, epoch = float("inf"), 0, 0, -1
    for epoch, loss in enumerate(losses):
        best, kept, waits = (loss, epoch, 0) if loss < best else (best, kept, waits + 1)
        if waits == patience:
            break
    return [float(kept), float(epoch)]


def in_one_batch(net, X, y, watched, rng):
    """Gradient descent on all samples at once, with weights in single precision; the best so far."""
    net = [[W.astype(np.float32), b.astype(np.float32)] for W, b in net]
    best, kept = np.inf, None
    for _ in range(400):
        loss = worked.cross_entropy(worked.forward(net, watched[0])[-1], watched[1])[0]
        if loss < best:
            best, kept = loss, copy.deepcopy(net)
        net = [[W - dW, b - db] for (W, b), (dW, db) in zip(net, worked.backward(net, X, y))]
    return kept


def by_the_last_layer(net, X, y, watched, rng):
    """Principal components below, least squares with a price above, the price chosen by what is watched."""
    middle, nets = X.mean(axis=0), [net]
    W = 0.2 * np.linalg.svd(X - middle, full_matrices=False)[2][: len(net[0][1])]
    H = np.column_stack([np.tanh((X - middle) @ W.T), np.ones(len(X))])
    for price in 10.0 ** np.arange(-3, 3):
        V = np.linalg.solve(H.T @ H + price * np.eye(H.shape[1]), H.T @ (6 * np.eye(10)[y] - 3)).T
        nets.append([(W, -W @ middle), (V[:, :-1], V[:, -1])])
    return min(nets, key=lambda one: worked.cross_entropy(worked.forward(one, watched[0])[-1], watched[1])[0])


def one_row_after_another(net, X, y):
    for k, f in enumerate(worked.forward(net, X)[-1].tolist()):
        if f.index(max(f)) != y[k]:
            yield k


class Reads:
    """Not a function, but what can be called as one."""

    def __call__(self, net, X, y):
        return iter(worked.misread(net, X, y).tolist())


UNUSUAL = {
    "a layer in single precision": ("layer", single(worked.layer)),
    "a layer by einsum": ("layer", lambda X, W, b: np.einsum("ni,mi->nm", X, W) + b[None]),
    "a column of ones in single precision": ("layer", lambda X, W, b: np.block([X, np.ones((len(X), 1))]).astype("f4")
                                        @ np.column_stack([W, b]).T.astype("f4")),
    "forward in single precision": ("forward", single(worked.forward)),
    "recursive": ("forward", recursive),
    "yielded": ("forward", one_value_after_another),
    "loss in single precision": ("loss", single(worked.cross_entropy)),
    "loss in loops": ("loss", loops_of_loss),
    "loss of one entry": ("loss", with_matrices),
    "backward in single precision": ("backward", single(worked.backward)),
    "backward by recursion": ("backward", backward_by_recursion),
    "entry by entry in place": ("measured", moves_one_entry),
    "a list of slopes": ("measured", lambda f, x, eps: [(f(x + s) - f(x - s)) / ((x + s) - (x - s)).sum()
                                                        for s in eps * np.eye(x.size)]),
    "from a bag": ("batches", drawn_from_a_bag),
    "chosen without replacement": ("batches", chosen),
    "the paper's epsilon": ("adam", WithPapersEpsilon),
    "means that grow": ("adam", Grown),
    "Adam in single precision": ("adam", InSingle),
    "Adam without a class": ("adam", adam_of_functions),
    "by slices": ("early", early_by_slices),
    "counted": ("early", early_counting),
    "in one batch": ("train", in_one_batch),
    "the last layer alone": ("train", by_the_last_layer),
    "a set": ("misread", lambda net, X, y: {*worked.misread(net, X, y).tolist()}),
    "keys": ("misread", lambda net, X, y: dict.fromkeys(worked.misread(net, X, y)).keys()),
    "a row after another": ("misread", one_row_after_another),
    "of an object": ("misread", Reads()),
    "one by one": ("layer", one_by_one),
    "a column of ones": ("layer", with_ones),
    "a tuple of values": ("forward", lambda net, X: tuple(worked.forward(net, X))),
    "logaddexp": ("loss", by_logaddexp),
    "sample by sample": ("backward", sample_by_sample),
    "by measuring": ("backward", by_measuring),
    "a list of batches": ("batches", a_list_of_batches),
    "the course's batches": ("batches", of_the_course),
    "the course's Adam": ("adam", CourseAdam),
    "best so far, by momentum": ("train", by_momentum),
    "a list, from behind": ("misread", lambda net, X, y: [*worked.misread(net, X, y)][::-1]),
    "argsort": ("misread", lambda net, X, y: [k for k, f in enumerate(worked.forward(net, X)[-1])
                                              if np.argsort(-f)[0] != y[k]]),
}  # fmt: skip


@pytest.mark.parametrize("step, answer", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_but_right_is_right(step, answer):
    assert check(f"own_network-{step}", answer).voice == "right"


def test_only_pixels_that_never_have_ink_keep_small_weights_and_those_with_rare_ink_do_not():
    (W, _), _ = worked_network()[0]
    ink = (shuffled_digits(centred=False)[0][:LEARNED] > 0).mean(axis=0)
    size = np.sqrt(np.mean(W**2, axis=0))
    assert np.sum(ink == 0) == 4 and size[ink == 0].max() < 0.03
    rare = (ink > 0) & (ink < 0.02)
    assert rare.sum() > 5 and np.median(size[rare]) > 0.6 * np.median(size[ink > 0.5])
