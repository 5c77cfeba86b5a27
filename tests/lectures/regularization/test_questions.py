"""The exercises take every correct answer, and tell what is wrong with others."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.regularization.demos.change_the_data.noisy_copies import as_penalty
from course_nn.lectures.regularization.demos.dropout.dropout_runs import study_of
from course_nn.lectures.regularization.demos.leakage.leaks import reported_errors
from course_nn.lectures.regularization.questions import PLAIN, SHIFTED, end_of_decay, five_networks
from course_nn.lectures.regularization.regularization import smoothed_targets, stop
from course_nn.notebook.exercises import check, exercises_of, questions_of
from course_nn.optimizers import soft_threshold

EXERCISES = exercises_of("regularization")
PREDICTIONS = questions_of("regularization")

WANTED = {
    "regularization-1": "little",
    "regularization-2": "turn",
    "regularization-3": "none",
    "regularization-4": "minimum",
    "regularization-5": "most",
    "regularization-6": "lower",
    "regularization-7": "tenth",
    "regularization-other-hands": "less",
    "regularization-labels": "worse",
    "regularization-8": "valley",
    "regularization-9": "selecting",
    "regularization-10": "both",
}


def judged(key, answer):
    return EXERCISES[f"regularization-{key}"].judge(answer).voice


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_is_among_the_answers(key):
    assert PREDICTIONS[key].right() == WANTED[key]


def test_adam_in_the_question_ends_at_one_of_the_three_places_and_not_between(monkeypatch):
    assert end_of_decay() == "minimum"
    monkeypatch.setattr("course_nn.lectures.regularization.questions.walks", lambda *of: np.zeros((1001, 2, 1, 2)))
    assert end_of_decay() == "origin"


@pytest.mark.parametrize(
    "answer", [(0.9, 0, -1.5), [[0.9], [0.0], [-1.5]], soft_threshold(np.array([1.4, -0.3, -2]), 0.5)]
)
def test_three_weights_after_a_soft_threshold(answer):
    assert judged("easy", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((1.4, 0, -2), "almost"),
        ((0.9, 0.2, -1.5), "almost"),
        ((0.9, -0.8, -2.5), "keep working"),
        ((0.9, 0, 1.5), "keep working"),
        ((0.7, -0.15, -1), "keep working"),
        ((1.9, 0, -2.5), "keep working"),
    ],
)
def test_a_threshold_that_does_not_pull_or_does_not_stop_is_told_so(answer, voice):
    assert judged("easy", answer) == voice


@pytest.mark.parametrize("answer", [(2.4, 0.6), np.array([12 / 5, 3 / 5]), [[2.4, 0.6]]])
def test_two_weights_under_ridge(answer):
    assert judged("ridge", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((0.8, 0.2), "almost"),
        ((0.6, 2.4), "almost"),
        ((2.4, 3), "almost"),
        ((3, 3), "keep working"),
        ((2, 2), "keep working"),
        ((-2.4, -0.6), "keep working"),
    ],
)
def test_other_weights_are_not_ridge(answer, voice):
    assert judged("ridge", answer) == voice


def by_counting(losses, patience):
    best, kept, waited = losses[0], 0, 0
    for epoch, loss in enumerate(losses[1:], start=1):
        waited += 1
        if loss < best:
            best, kept, waited = loss, epoch, 0
        if waited == patience:
            return [kept, epoch]
    return [kept, len(losses) - 1]


def against_the_one_before(losses, patience):
    kept = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            kept = epoch
        if epoch - kept >= patience:
            return kept, epoch
    return kept, len(losses) - 1


def by_looking_back(losses, patience):
    ran = 0
    while ran < len(losses) - 1 and ran - int(np.argmin(losses[: ran + 1])) < patience:
        ran += 1
    return np.array([np.argmin(losses[: ran + 1]), ran])


@pytest.mark.parametrize("answer", [stop, by_counting, by_looking_back])
def test_any_way_to_stop_early_is_right(answer):
    assert judged("stop", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        (lambda losses, patience: (stop(losses, patience)[0], len(losses) - 1), "almost"),
        (lambda losses, patience: (int(np.argmin(losses)), len(losses) - 1), "keep working"),
        (lambda losses, patience: stop(losses, 1), "keep working"),
        (lambda losses, patience: stop(losses, patience + 1), "keep working"),
        (lambda losses, patience: stop(losses, patience)[::-1], "keep working"),
        (lambda losses, patience: (0, 0), "keep working"),
        (against_the_one_before, "keep working"),
        (lambda losses, patience: (np.argmin(losses), np.argmin(losses) + patience), "keep working"),
    ],
)
def test_a_rule_that_keeps_or_stops_wrongly_is_told_where(answer, voice):
    assert judged("stop", answer) == voice


def one_by_one(h, keep, rng):
    return np.array([[x / keep if rng.random() < keep else 0 for x in row] for row in h])


@pytest.mark.parametrize(
    "answer",
    [
        lambda h, keep, rng: h * (rng.random(h.shape) < keep) / keep,
        lambda h, keep, rng: np.where(rng.random(h.shape) >= keep, 0, h / keep),
        lambda h, keep, rng: h * rng.binomial(1, keep, h.shape) / keep,
        lambda h, keep, rng: h * rng.choice([0, 1 / keep], size=h.shape, p=[1 - keep, keep]),
        lambda h, keep, rng: h * (rng.uniform(size=h.shape[::-1]).T <= keep) / keep,
        one_by_one,
    ],
)
def test_any_way_to_write_dropout_is_right(answer):
    assert judged("build", answer) == "right"


def in_place(h, keep, rng):
    h *= (rng.random(h.shape) < keep) / keep
    return h


@pytest.mark.parametrize(
    "answer, voice",
    [
        (lambda h, keep, rng: h * (rng.random(h.shape) < keep), "almost"),
        (lambda h, keep, rng: h * (rng.random(h.shape) > keep) / (1 - keep + 1e-9), "almost"),
        (lambda h, keep, rng: h * (rng.random(h.shape[1]) < keep) / keep, "keep working or almost"),
        (lambda h, keep, rng: h * (rng.random((len(h), 1)) < keep) / keep, "keep working or almost"),
        (lambda h, keep, rng: h * (np.random.default_rng(0).random(h.shape) < keep) / keep, "almost"),
        (lambda h, keep, rng: h * (np.random.default_rng().random(h.shape) < keep) / keep, "almost"),
        (lambda h, keep, rng: h * np.repeat(rng.random((len(h) // 2, h.shape[1])) < keep, 2, axis=0) / keep, "almost"),
        (lambda h, keep, rng: h * np.repeat(rng.random((len(h), h.shape[1] // 2)) < keep, 2, axis=1) / keep, "almost"),
        (lambda h, keep, rng: h * (rng.random(h.shape).argsort(axis=1) < int(keep * h.shape[1])) / keep, "almost"),
        (lambda h, keep, rng: h * (rng.random(h.shape).argsort(axis=0) < int(keep * len(h))) / keep, "almost"),
        (in_place, "almost"),
        (lambda h, keep, rng: h, "keep working"),
        (lambda h, keep, rng: h * keep, "keep working"),
        (lambda h, keep, rng: h[0], "keep working"),
    ],
)
def test_dropout_that_is_not_scaled_or_shares_a_mask_is_not(answer, voice):
    assert judged("build", answer) in voice and judged("build", answer) != "right"


@pytest.mark.parametrize(
    "answer",
    [lambda n, sigma: n * sigma**2, as_penalty, lambda n, sigma: np.array([sum(sigma * sigma for _ in range(n))])],
)
def test_any_way_to_write_the_penalty_of_noise_is_right(answer):
    assert judged("derive", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        (lambda n, sigma: sigma**2, "almost"),
        (lambda n, sigma: n * sigma, "almost"),
        (lambda n, sigma: n * sigma**2 / 2, "almost"),
        (lambda n, sigma: 2 * n * sigma**2, "keep working"),
        (lambda n, sigma: sigma**2 / n, "keep working"),
        (lambda n, sigma: n, "keep working"),
    ],
)
def test_another_penalty_is_not(answer, voice):
    assert judged("derive", answer) == voice


@pytest.mark.parametrize("answer", [(100, 2000), [105, 150], np.array([110, 1000])])
def test_a_larger_model_that_errs_less_refutes_the_claim(answer):
    assert judged("break", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((5, 40), "almost"),
        ((95, 2000), "almost"),
        ((40, 100), "keep working"),
        ((60, 90), "keep working"),
        ((10, 11), "keep working"),
    ],
)
def test_a_model_that_cannot_learn_all_by_heart_or_errs_more_does_not(answer, voice):
    assert judged("break", answer) == voice


@pytest.mark.parametrize("answer", [(2000, 100), (100, 100), (100.5, 200), (100, 5000), (0, 100)])
def test_what_are_no_two_sizes_gets_a_sentence(answer):
    with pytest.raises(ValueError, match="two whole numbers"):
        judged("break", answer)


def test_the_open_question_shows_another_answer_to_compare_with():
    assert check("regularization-open", "I would look at the data first.").voice == "compare"
    assert check("regularization-open", "?").voice == "keep working"


def test_the_numbers_that_the_questions_state():
    assert smoothed_targets(np.eye(10)[0], 0.1)[0] == pytest.approx(0.91)
    assert 0.165 < finished(study_of((1.0,), 0.2, 150)).whole.errors.mean() < 0.19
    plain, shifted = five_networks(PLAIN), five_networks(SHIFTED)
    assert 0.67 < plain.errors[1].mean() < 0.71 and 0.07 < shifted.errors[1].mean() < 0.14
    noise = "noise", 5000, 50, "nearest neighbour", 5, 0
    assert 0.45 < finished(reported_errors(*noise, 0)).mean() - finished(reported_errors(*noise, 2)).mean() < 0.58
