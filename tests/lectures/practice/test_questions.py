"""Lecture 10's questions: what happens is computed, and every correct answer counts."""

import numpy as np
import pytest

from course_nn.clinic.examination import read
from course_nn.clinic.faulty_layers import WrongSign
from course_nn.layers import ActivationLayer, Dense
from course_nn.network import Network
from course_nn.normalization import Moments, normalize
from course_nn.notebook.exercises import check, exercises_of, questions_of
from course_nn.optimizers import clipped

EXERCISES = exercises_of("practice")
PREDICTIONS = questions_of("practice")

WANTED = {
    "practice-1": "nothing",
    "practice-2": "subtracting",
    "practice-layers": "vanishes",
    "practice-3": "both",
    "practice-sceptic": "batch",
    "practice-4": "chance",
    "practice-5": "thousands",
    "practice-6": "same",
    "practice-7": "same",
    "practice-8": "random",
    "practice-9": "data",
}


def judged(key, answer):
    return EXERCISES[f"practice-{key}"].judge(answer).voice


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_another_answer_tempts(key):
    assert PREDICTIONS[key].right() == WANTED[key]


@pytest.mark.parametrize("answer", [(0.98, 0.5, 0.75), [98, 50, 75], np.array([[0.98], [0.5], [0.75]])])
def test_three_numbers_of_a_table(answer):
    assert judged("easy", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((0.98, 0.75, 0.5), "almost"),
        ((0.98, 0.5, 0.2), "almost"),
        ((0.97, 0.5, 0.1), "almost"),
        ((0.97, 0.6, 0.1), "keep working"),
        ((0.02, 0.25, 0.1), "keep working"),
        ((20 / 1000, 30 / 1000, 15 / 1000), "keep working"),
    ],
)
def test_other_numbers_are_not_those_of_the_table(answer, voice):
    assert judged("easy", answer) == voice


@pytest.mark.parametrize("answer", [(1.0986, 1.0397), [np.log(3), 1.5 * np.log(2)], (1.10, 1.04)])
def test_two_losses_of_knowing_nothing(answer):
    assert judged("start", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((1.585, 1.5), "almost"),
        ((1.0397, 1.0986), "almost"),
        ((1.0986, 0.69), "almost"),
        ((2.3026, 1.0397), "almost"),
        ((2.3026, 0.69), "keep working"),
        ((0.3333, 0.5), "keep working"),
    ],
)
def test_other_losses_are_not(answer, voice):
    assert judged("start", answer) == voice


@pytest.mark.parametrize(
    "answer",
    [
        lambda r: (1 + abs(r)) / (1 - abs(r)),
        lambda r: np.linalg.cond(np.array([[1, r], [r, 1]])),
        lambda r: max(1 + r, 1 - r) / min(1 + r, 1 - r),
        lambda r: np.array([1 + 2 * abs(r) / (1 - abs(r))]),
    ],
)
def test_any_way_to_write_the_condition_number_is_right(answer):
    assert judged("derive", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        (lambda r: (1 + r) / (1 - r), "almost"),
        (lambda r: (1 - abs(r)) / (1 + abs(r)), "almost"),
        (lambda r: 1 / (1 - r**2), "keep working"),
        (lambda r: abs(1 + r) / abs(1 - r) if r >= 0 else 1.0, "keep working"),
        (lambda r: np.sqrt((1 + abs(r)) / (1 - abs(r))), "keep working"),
        (lambda r: ((1 + abs(r)) / (1 - abs(r))) ** 2, "keep working"),
        (lambda r: 1.0, "keep working"),
    ],
)
def test_another_condition_number_is_not(answer, voice):
    assert judged("derive", answer) == voice


def by_one_vector(gradients, limit):
    """Joined, clipped as the package does it, and taken apart again."""
    whole = clipped(np.concatenate([g.ravel() for g in gradients]), limit)
    ends = np.cumsum([g.size for g in gradients])[:-1]
    return [part.reshape(g.shape) for part, g in zip(np.split(whole, ends), gradients)]


def by_branches(gradients, limit):
    norm = np.linalg.norm([np.linalg.norm(g) for g in gradients])
    if norm > limit:
        gradients = tuple(limit * g / norm for g in gradients)
    return gradients


def by_a_generator(gradients, limit):
    """Any iterable of arrays will do."""
    norm = sum(float((g * g).sum()) for g in gradients) ** 0.5
    return (g / max(1.0, norm / limit) for g in gradients)


def by_lists(gradients, limit):
    scale = limit / max(limit, np.sqrt(np.sum([np.vdot(g, g) for g in gradients])))
    return [(scale * g).tolist() for g in gradients]


@pytest.mark.parametrize("answer", [by_one_vector, by_branches, by_a_generator, by_lists])
def test_any_way_to_clip_by_norm_is_right(answer):
    assert judged("clip", answer) == "right"


def in_place(gradients, limit):
    norm = np.linalg.norm([np.linalg.norm(g) for g in gradients])
    for g in gradients:
        g *= min(1, limit / norm)
    return gradients


def always_scaled(gradients, limit, hidden):
    """Also what is short enough is scaled; hidden: and afterwards the gradients look as if they had been given so."""
    norm = np.linalg.norm([np.linalg.norm(g) for g in gradients])
    scaled = [g * limit / norm for g in gradients]
    if hidden and norm < limit:
        for g, changed in zip(gradients, scaled):
            g[...] = changed
    return scaled


def touched(gradients, limit):
    """Right, but what is short enough is emptied."""
    found = by_branches([g.copy() for g in gradients], limit)
    if np.linalg.norm([np.linalg.norm(g) for g in gradients]) < limit:
        for g in gradients:
            g[...] = 0
    return found


def emptied(gradients, limit):
    """Takes each array out of the list, and changes it."""
    shorter = min(1, limit / np.linalg.norm(np.concatenate([g.ravel() for g in gradients])))
    clips = []
    while gradients:
        g = gradients.pop(0)
        g *= shorter
        clips.append(g)
    return clips


@pytest.mark.parametrize(
    "answer, voice",
    [
        (in_place, "almost"),
        (lambda gs, limit: always_scaled(gs, limit, hidden=False), "almost"),
        (lambda gs, limit: always_scaled(gs, limit, hidden=True), "almost"),
        (touched, "almost"),
        (emptied, "almost"),
        (lambda gs, limit: [limit * g / np.linalg.norm([np.linalg.norm(h) for h in gs]) for g in gs], "almost"),
        (lambda gs, limit: [g / max(1, np.linalg.norm(g) / limit) for g in gs], "almost"),
        (lambda gs, limit: [np.clip(g, -limit, limit) for g in gs], "almost"),
        (lambda gs, limit: by_branches(gs, 1.0), "almost"),  # ignores its limit
        (lambda gs, limit: by_branches(gs, min(limit, 1.0)), "almost"),
        (lambda gs, limit: by_branches(gs, limit**2), "almost"),
        (lambda gs, limit: [g * min(1, limit / np.abs(g).max()) for g in gs], "keep working"),
        (lambda gs, limit: [g * min(1, limit / sum(np.linalg.norm(h) for h in gs)) for g in gs], "keep working"),
        (lambda gs, limit: gs, "keep working"),
        (lambda gs, limit: [0 * g for g in gs], "keep working"),
    ],
)
def test_clipping_in_another_way_is_told_what_it_does(answer, voice):
    assert judged("clip", answer) == voice


@pytest.mark.parametrize("answer", [lambda gs, limit: gs[0], lambda gs, limit: gs[:2], lambda gs: gs, 3])
def test_what_is_no_function_of_gradients_gets_a_sentence(answer):
    with pytest.raises(ValueError, match="as many arrays"):
        judged("clip", answer)


def by_the_package(z, mean, variance, trains):
    moments = Moments()
    moments.mean, moments.variance = mean, variance
    if not trains:
        return normalize(z, moments=moments)[0], mean, variance
    moments.gather(z)
    return normalize(z)[0], moments.mean, moments.variance


def by_hand(z, mean, variance, trains):
    n = len(z)
    if trains:
        m = z.sum(axis=0) / n
        v = ((z - m) ** 2).sum(axis=0) / n
        mean, variance = mean + (m - mean) / 10, variance + (v * n / (n - 1) - variance) / 10
        return (z - m) / (v + 1e-5) ** 0.5, mean, variance
    return (z - mean) / (variance + 1e-5) ** 0.5, mean, variance


def by_rows(z, mean, variance, trains):
    """The moments stand as rows, and the units are normalized one by one."""
    if trains:
        mean = 0.9 * mean + 0.1 * np.mean(z, axis=0, keepdims=True)
        variance = 0.9 * variance + 0.1 * np.var(z, axis=0, ddof=1, keepdims=True)
    m, v = (z.mean(axis=0), z.var(axis=0)) if trains else (np.ravel(mean), np.ravel(variance))
    return np.stack([(z[:, k] - m[k]) / np.sqrt(v[k] + 1e-5) for k in range(z.shape[1])], axis=1), mean, variance


@pytest.mark.parametrize("answer", [by_the_package, by_hand, by_rows])
def test_any_way_to_write_batch_norm_is_right(answer):
    assert judged("build", answer) == "right"


def spoiled(**change):
    """Batch norm with one thing changed: test mode, momentum, what stands below a variance, the axis, what is kept."""

    def normalized(z, mean, variance, trains):
        is_own = trains or change.get("own", False)
        axis, keepdims = change.get("axis", 0), "axis" in change
        m, v = z.mean(axis=axis, keepdims=keepdims), z.var(axis=axis, ddof=change.get("below", 0), keepdims=keepdims)
        y = (z - m) / np.sqrt(v + 1e-5) if is_own else (z - mean) / np.sqrt(variance + 1e-5)
        if trains or change.get("always", False):
            share = change.get("share", 0.1)
            mean = (1 - share) * mean + share * z.mean(axis=0)
            variance = (1 - share) * variance + share * z.var(axis=0, ddof=change.get("gathered", 1))
        return y, mean, variance

    return normalized


@pytest.mark.parametrize(
    "change", [{"own": True}, {"below": 1}, {"share": 0.9}, {"gathered": 0}, {"axis": 1}, {"always": True}]
)
def test_batch_norm_with_one_thing_wrong_is_almost_right(change):
    assert judged("build", spoiled()) == "right"
    assert judged("build", spoiled(**change)) == "almost"


@pytest.mark.parametrize("divisor", [lambda v: np.sqrt(v), lambda v: np.sqrt(v) + 1e-5, lambda v: np.sqrt(v) + 1e-8])
def test_epsilon_stands_below_the_root(divisor):
    def without(z, mean, variance, trains):
        y, *moments = by_hand(z, mean, variance, trains)
        return ((z - z.mean(axis=0)) / divisor(z.var(axis=0)) if trains else y), *moments

    assert judged("build", without) == "almost"


def test_batch_norm_that_does_not_divide_is_not():
    assert judged("build", lambda z, mean, variance, trains: (z - z.mean(axis=0), mean, variance)) == "keep working"


@pytest.mark.parametrize("answer", [lambda z, mean, variance, trains: z, lambda z: z, "batch norm"])
def test_what_returns_no_three_arrays_gets_a_sentence(answer):
    with pytest.raises(ValueError, match="y, mean and variance"):
        judged("build", answer)


def with_biases_of_minus_ten(network):
    network.biases[0][...] = -10
    return network


@pytest.mark.parametrize(
    "answer",
    [
        Network((64, 32, 32, 10), init="zeros"),
        Network((64, *(16,) * 6, 10), "sigmoid"),
        Network((64, 1, 10), "tanh"),
        with_biases_of_minus_ten(Network((64, 32, 10), "relu", init="he")),
    ],
)
def test_any_network_with_a_right_gradient_that_does_not_learn_refutes_the_claim(answer):
    assert judged("break", answer) == "right"


@pytest.mark.parametrize(
    "network",
    [
        Network((64, 16, 16, 10), "tanh"),
        Network((64, 32, 10), "sigmoid"),
        Network((64, 8, 10), "linear"),
        Network((64, 32, 32, 32, 10), "relu", init="he"),
    ],
)
def test_other_networks_that_learn_ten_digits_refute_nothing(network):
    assert judged("break", network) == "keep working"


def test_a_wrong_gradient_is_no_refutation():
    first = WrongSign(64, 32, "he")
    network = Network([first, ActivationLayer("relu"), Dense(32, 10, "he"), ActivationLayer("linear")], seed=0)
    assert judged("break", network) == "keep working"


def test_a_network_that_learns_does_not_and_neither_do_weights_that_are_no_numbers():
    network = Network((64, 32, 10), "relu", init="he")
    assert judged("break", network) == "keep working"
    network.parameters[0] = np.nan
    assert judged("break", network) == "keep working"
    assert judged("break", Network((64, 400, 400, 10), init="zeros")) == "keep working"


@pytest.mark.parametrize("answer", [Network((2, 3, 1)), Network((64, 10)), Network, "six sigmoid layers"])
def test_what_cannot_read_digits_gets_a_sentence(answer):
    with pytest.raises(ValueError, match="64 inputs"):
        judged("break", answer)


def test_the_open_question_shows_another_answer_to_compare_with():
    assert check("practice-open", "I would look at the data first.").voice == "compare"
    assert check("practice-open", "?").voice == "keep working"


def test_the_numbers_that_the_questions_state():
    for patient in ("labels one too high", "validation inverted"):
        loss, score = read(patient, "free").numbers.values()
        assert loss < 0.06 and score < 0.01
    assert round(read("validation inverted", "free").numbers["loss"], 2) == 0.04


def by_units(z, W, delta):
    return [sum(W[j, i] * delta[j] for j in range(len(delta))) if z[i] > 0 else 0 for i in range(len(z))]


def in_one_array(z, W, delta):
    back = delta @ W
    back[z <= 0] = 0
    return back


def test_every_way_to_go_back_through_a_layer_is_right():
    right = by_units, in_one_array, lambda z, W, delta: np.where(z > 0, W.T @ delta, 0)
    assert [check("practice-backward", one).voice for one in right] == ["right"] * 3
    near = lambda z, W, delta: W.T @ delta, lambda z, W, delta: np.maximum(z, 0) * (W.T @ delta)
    assert [check("practice-backward", one).voice for one in near] == ["almost"] * 2
    wrong = (
        lambda z, W, delta: W @ delta,
        lambda z, W, delta: z > 0,
        lambda z, W, delta: delta,
        lambda z, W, delta: -(W.T @ delta) * (z > 0),
        lambda z, W, delta: np.maximum(W.T @ delta, 0),
        lambda z, W, delta: np.where(z > 0, 1, 0.1) * (W.T @ delta),
        lambda z, W, delta: np.sign(z) * (W.T @ delta),
        lambda z, W, delta: (z > 0) * (W.T @ (delta > 0)),
        lambda z, W, delta: (1 - np.tanh(z) ** 2) * (W.T @ delta),
        lambda z, W: z,
        "W.T @ delta",
    )
    assert [check("practice-backward", one).voice for one in wrong] == ["keep working"] * len(wrong)
