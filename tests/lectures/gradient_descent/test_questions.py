"""The exercises take every correct answer, and tell what is wrong with others."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.demos.adam.gradient_signals import raw_step
from course_nn.lectures.gradient_descent.demos.rate import stability
from course_nn.lectures.gradient_descent.demos.rotated import turned_valleys
from course_nn.lectures.gradient_descent.questions import longest_step, steps_to_leave
from course_nn.notebook.exercises import Verdict, check, exercises_of, questions_of
from course_nn.optimizers import OPTIMIZERS, Nesterov

EXERCISES = exercises_of("gradient_descent")
PREDICTIONS = questions_of("gradient_descent")

WANTED = {
    "gradient_descent-parabola": "rises",
    "gradient_descent-edge": "sinks",
    "gradient_descent-2": "sixth",
    "gradient_descent-3": "ten",
    "gradient_descent-turned": "same",
    "gradient_descent-sceptic": "bowl",
    "gradient_descent-4": "long",
    "gradient_descent-5": "2",
    "gradient_descent-6": "same",
    "gradient_descent-7": "more",
    "gradient_descent-recipe": "half",
    "gradient_descent-8": "twice",
    "gradient_descent-9": "lower",
    "gradient_descent-learns-to-read": "tenth",
}


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_another_answer_tempts(key):
    question = PREDICTIONS[key]
    assert question.right() == WANTED[key]
    assert question.options.keys() == question.because.keys() and len(question.options) > 1


def test_the_numbers_in_the_predictions_are_what_is_computed():
    assert finished(stability.train(1.0, seed=0)).sharpness[0] == pytest.approx(3.5, abs=0.05)
    (along, _), _ = finished(turned_valleys.fewest_steps("adam", 1000.0, 0.6, 0.99, (0, 45)))
    assert along == pytest.approx(80, abs=5)
    assert steps_to_leave(1e-6) == pytest.approx(140, abs=5)
    assert raw_step(1, 0.9, 0.999) == pytest.approx((1 / 10) / (1 / 32), rel=0.02)


def judged(key, answer):
    try:
        verdict = EXERCISES[f"gradient_descent-{key}"].judge(answer)
    except ValueError as error:  # BadInput is one: check shows it as "keep working"
        verdict = Verdict("keep working", error)
    return verdict.voice


def expect(key, voice, *answers):
    found = [judged(key, answer) for answer in answers]
    assert found == [voice] * len(answers), found


@pytest.mark.parametrize("key", EXERCISES)
def test_every_exercise_has_a_worked_solution_in_both_languages(key):
    words = EXERCISES[key].solution()
    assert words.en and any("\u4e00" <= character <= "\u9fff" for character in words.zh)


def test_the_border_and_the_condition_number_by_hand():
    expect("easy", "right", (0.25, 40), [1 / 4, 8 / 0.2], np.array([[0.25], [40.0]]))
    expect("easy", "almost", (0.125, 40), (0.25, 0.025), (0.25, 8), (10, 40))
    expect("easy", "keep working", (10, 8), (4, 0.025), (2, 1), 0.25, "0.25 and 40", (0.25, 40, 1), (np.nan, 1))


def test_the_first_step_of_adam_by_hand():
    exact = 0.1 * 0.003 / (0.003 + 1e-8)
    expect("first", "right", (-0.1, 0.1), [-exact, 0.1], np.array([-0.1, 0.1]))
    expect("first", "almost", (0.1, -0.1), (-0.316, 0.316), (-np.sqrt(0.1), np.sqrt(0.1)))
    expect("first", "keep working", (-0.0003, 25), (0.1, 0.1), (0, 0), (-0.003, 250), -0.1, "down, up", None)


def test_the_period_of_a_swing_can_be_written_in_many_ways():
    def by_half_the_angle(product):
        return np.pi / np.arcsin(np.sqrt(product) / 2)

    def by_the_eigenvalue(product):
        step = np.array([[1 - product, -1], [product, 1]])  # of (w, ηv)
        return 2 * np.pi / np.abs(np.angle(np.linalg.eigvals(step)[0]))

    def by_a_tangent(product):
        cosine = 1 - product / 2
        return 2 * np.pi / np.arctan2(np.sqrt(1 - cosine**2), cosine)

    exact = [by_half_the_angle, by_the_eigenvalue, by_a_tangent, lambda a: 2 * np.pi / np.arccos(1 - a / 2)]
    expect("derive", "right", *exact, lambda a: np.array([by_half_the_angle(a)]))
    small = [lambda a: 2 * np.pi / np.sqrt(a), lambda a: np.pi / np.arccos(1 - a / 2), lambda a: np.arccos(1 - a / 2)]
    expect("derive", "almost", *small)
    wrong = [lambda a: 2 * np.pi / a, lambda a: 19.8, lambda a: 1 / a, lambda a: 1 + a, lambda a: "long", 19.8]
    expect("derive", "keep working", *wrong)


def test_the_period_is_that_of_a_walk_that_never_resets_its_gradients():
    """Counted from crossings of 0 in one long run, and its size neither grows nor shrinks."""
    w, total, path = 1.0, 0.0, []
    for _ in range(20_000):
        total += w
        w -= 0.1 * total
        path.append(w)
    path = np.array(path)
    crossings = np.flatnonzero((path[:-1] < 0) & (path[1:] >= 0))
    assert np.diff(crossings).mean() == pytest.approx(19.8, abs=0.02)
    assert np.abs(path[:100]).max() == pytest.approx(np.abs(path[-100:]).max(), rel=0.05)


class Inside:
    """η inside the sum: the same walk for a fixed η."""

    def __init__(self, eta, beta):
        self.eta, self.beta, self.move = eta, beta, 0.0

    def step(self, theta, g):
        self.move = self.beta * self.move - self.eta * g
        theta += self.move


class FromPlaces(Inside):
    """Polyak's form: what is remembered is the place before."""

    def step(self, theta, g):
        before = theta.copy()
        theta += self.beta * (theta - getattr(self, "before", theta)) - self.eta * g
        self.before = before


class History(Inside):
    """All gradients are kept, and the older ones count less."""

    def step(self, theta, g):
        self.kept = [*getattr(self, "kept", []), g]
        theta -= self.eta * sum(self.beta**age * old for age, old in enumerate(self.kept[::-1]))


class Grown(Inside):
    """What is remembered is a sum that is divided by 1 − β at the end, in another unit."""

    def step(self, theta, g):
        self.move = self.beta * self.move + (1 - self.beta) * g
        theta -= self.eta / (1 - self.beta) * self.move


class FixedRate(Inside):
    def __init__(self, eta, beta):
        super().__init__(0.1, beta)


class FixedMemory(Inside):
    def __init__(self, eta, beta):
        super().__init__(eta, 0.8)


class Shared(Inside):
    """v belongs to the class, so that all balls have the same."""

    v = np.zeros(3)

    def step(self, theta, g):
        self.v *= self.beta
        self.v += g
        theta -= self.eta * self.v


class IntoTheGradient(Inside):
    """Its v is the array g itself."""

    def step(self, theta, g):
        g += self.beta * self.move
        self.move = g
        theta -= self.eta * g


class Mean(Inside):
    def step(self, theta, g):
        self.move = self.beta * self.move + (1 - self.beta) * g
        theta -= self.eta * self.move


class Forgetful(Inside):
    def step(self, theta, g):
        theta -= self.eta * g


class NotInPlace(Inside):
    def step(self, theta, g):
        theta = theta - self.eta * g
        return theta


class Uphill(Inside):
    def step(self, theta, g):
        self.move = self.beta * self.move + g
        theta += self.eta * self.move


class Late(Inside):
    """First the step, then the sum."""

    def step(self, theta, g):
        theta -= self.eta * self.move
        self.move = self.beta * self.move + g


class Nothing:
    pass


def test_a_heavy_ball_may_be_written_in_any_way_that_walks_alike():
    expect("build", "right", OPTIMIZERS["momentum"], Inside, FromPlaces, History, Grown)
    expect("build", "almost", Shared, IntoTheGradient, Mean, Nesterov, FixedRate, FixedMemory)
    expect("build", "keep working", Forgetful, NotInPlace, Uphill, Late, Nothing, lambda: None, 3)


def test_any_schedule_that_climbs_once_and_comes_down_is_right():
    def in_steps(epoch):
        return epoch if epoch < 1 else 1.0 if epoch < 4 else 0.1 if epoch < 8 else 0.01

    def cosine(epoch):
        return min(epoch, 0.5 + 0.5 * np.cos(np.pi * (max(epoch, 1) - 1) / 9))

    def exponential(epoch):
        return epoch**2 if epoch <= 1 else 0.5 ** (epoch - 1)

    expect("schedule", "right", in_steps, cosine, exponential, lambda e: np.array([min(e, (10 - e) / 9)]))
    expect("schedule", "almost", lambda e: min(1, (10 - e) / 9), lambda e: min(e, 1), lambda e: max(min(e, 1), 0.2))
    wrong = [
        lambda e: 1 - e / 10,
        lambda e: e / 10,
        lambda e: min(e, 2 - e),
        lambda e: e if e < 1 else 0.75 + 0.25 * np.cos(2 * np.pi * (e - 1) / 3),
        lambda e: "small",
        [0, 1, 0],
    ]
    expect("schedule", "keep working", *wrong)


def test_gradients_after_a_long_quiet_make_a_step_of_adam_longer_than_eta():
    growing = np.r_[np.ones(3000), 1.11 ** np.arange(60)]
    expect("break", "right", [0.0] * 1000 + [1.0], growing, np.array([1e-3] * 3000 + [1] * 20))
    assert longest_step(growing) > 5
    expect("break", "almost", [1, 1.2], [0.0] * 200 + [1.0], [0.1] * 50 + [-1] * 9)
    expect("break", "keep working", [1.0], [2.0] * 50, [0.0], [], "all ones", [np.inf], np.ones(30_000), None)


def test_the_open_question_shows_another_answer_to_compare_with():
    answers = "Were both of them tuned?", "How many seeds did you run?", "What does a step cost, in seconds?"
    assert {check("gradient_descent-open", answer).voice for answer in answers} == {"compare"}
    short = "", "no", "Adam", 3, ["tuned?"]
    assert {check("gradient_descent-open", answer).voice for answer in short} == {"keep working"}
