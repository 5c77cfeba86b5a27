"""check says how good an answer is, and solution shows one."""

import math
import re
import threading
import warnings
from functools import partial

import numpy as np
import pytest

from course_nn import activations, boolean
from course_nn.common import log, memory
from course_nn.common.words import LANGUAGE, Words
from course_nn.lectures import LECTURES
from course_nn.losses import softmax
from course_nn.notebook import exercises, predict
from course_nn.notebook.class_table import class_code
from course_nn.notebook.exercises import check, exercises_of, judged, show_source, solution

EXERCISES = {key: exercise for lecture in LECTURES for key, exercise in exercises_of(lecture).items()}


class Hostile:
    """An object that answers whatever is asked of it with an error."""

    def refuse(self, *given):
        raise RuntimeError

    __getattr__ = __len__ = __iter__ = __eq__ = __bool__ = __float__ = __array__ = __repr__ = __str__ = refuse


NONSENSE = [0, -1, "text", "", [], [[]], {}, object(), len, float("nan"), 1e308, (1, 2, 3, "x"), lambda: 1, int]
NONSENSE += [Hostile(), (1, Hostile()), 10**5000, "\ud800"]


@pytest.fixture(autouse=True)
def both_languages():
    yield
    LANGUAGE.shown = "both"


@pytest.mark.parametrize("key", EXERCISES)
def test_check_never_raises_and_takes_no_nonsense_for_right(key):
    for answer in NONSENSE:
        verdict = check(key, answer)
        assert verdict.voice in ("keep working", "almost"), answer
        assert verdict.hint.en and verdict.hint.zh and verdict._repr_html_() and repr(verdict)


def test_an_interrupt_of_saving_keeps_the_verdict_which_is_kept_later(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))

    def interrupted(*given):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(log, "_write", interrupted)
        assert check("xor-table", EXERCISES["xor-table"].answer)
    check("xor-table", (0, 0, 1, 1))
    assert memory.recall("xor")["exercises"]["xor-table"]["voice"] == "right"


def test_every_verdict_begins_with_a_capital_letter():
    for voice in ("missing", "keep working", "almost", "right", "worked", "not what happens", "solution", "noted"):
        (begun,) = re.findall(r"<b>(\w)[^<]*\.</b>", exercises.Verdict(voice, Words("Said.", "说了。")).html())
        assert begun.isupper()


def test_what_another_notebook_finds_right_while_a_try_is_written_down_stays_right(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    others, recall = [], memory.recall

    def meanwhile(lecture):
        kept = recall(lecture)
        if not others:
            finds = partial(memory.remember, lecture, "exercises", "xor-table", voice="right")
            others.append(threading.Thread(target=finds))
            others[0].start()
            others[0].join(0.3)
        return kept

    monkeypatch.setattr(memory, "recall", meanwhile)
    check("xor-table", (0, 0, 1, 1))
    others[0].join()
    assert recall("xor")["exercises"]["xor-table"]["voice"] == "right"


@pytest.mark.parametrize("key", EXERCISES)
def test_an_untouched_exercise_is_missing(key):
    assert check(key, ...).voice == check(key).voice == "missing"


@pytest.mark.parametrize("key", EXERCISES)
def test_every_exercise_has_a_worked_solution(key):
    assert solution(key).hint.en and solution(key).hint.zh


@pytest.mark.parametrize("key", [key for key, one in EXERCISES.items() if one.answer is not None])
def test_the_answer_whose_solution_stands_in_the_text_is_right(key):
    assert EXERCISES[key].text.en and judged(EXERCISES[key], EXERCISES[key].answer)


UNREADABLE = {  # further answers that are none: of kinds that a student may try, and of the wrong length
    **dict.fromkeys(["start-easy"], ["1.1, 0.7", (1, 2), lambda: 1, []]),
    **dict.fromkeys(
        [
            "neurons-easy",
            "activations-easy",
            "xor-easy",
            "xor-derive",
            "xor-build",
            "losses-easy",
            "deep_vs_shallow-easy",
            "deep_vs_shallow-build",
            "feature_learning-build",
        ],
        ["abc", "1.1, 0.7, 0", 5, [1], (1, 2, 3, 4, 5), lambda: 1, {}, [10**400] * 3],
    ),
    **dict.fromkeys(
        [
            "neurons-derive",
            "neurons-build",
            "activations-derive",
            "activations-build",
            "deep_vs_shallow-derive",
            "losses-derive",
            "losses-build",
            "feature_learning-easy",
            "feature_learning-derive",
        ],
        ["abc", [1, 2], 7, np.zeros(3)],
    ),
}


@pytest.mark.parametrize(
    "key", sorted(EXERCISES.keys() - {"playground-spiral"})
)  # which names the settings that it lacks
def test_whoever_writes_what_cannot_be_read_is_told_what_was_expected(key):
    for answer in [object(), {}, *UNREADABLE.get(key, ())]:
        hint = check(key, answer).hint
        assert hint.en.startswith("Expected ") and hint.zh.startswith("应"), (answer, hint)


def test_the_judges_take_numbers_however_they_are_nested():
    f = np.log([3, 2, 1])
    for logits in (f[None], f[:, None]):
        assert check("losses-easy", logits).voice == "right"
    for key, answer in {
        "losses-derive": lambda f, y: np.array([np.exp(f) - y]),
        "deep_vs_shallow-derive": lambda n: np.array([1 + n + n * (n - 1) / 2]),
        "feature_learning-easy": lambda x1, x2: np.array([x1**2 + x2**2]),
        "neurons-derive": lambda w, b, x: np.atleast_1d((w @ x + b) / np.linalg.norm(w)),
        "activations-derive": lambda z: [1 / (1 + abs(z)) ** 2],
    }.items():
        assert check(key, answer).voice == "right", key


def test_no_warning_stands_above_the_verdict():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert check("neurons-derive", lambda w, b, x: np.float64(1) / np.float64(0)).voice == "keep working"
        assert check("losses-derive", lambda f, y: np.log(-1 - y)).voice == "keep working"


@pytest.mark.parametrize("call", [check, solution, class_code])
def test_whatever_is_no_name_of_an_exercise_or_a_lecture_gets_a_sentence(call):
    for key in (Hostile(), (Hostile(),), np.zeros(3), 10**5000, "\ud800", None, "xor-none"):
        verdict = call(key)
        assert verdict.voice in ("keep working", "missing")
        assert repr(verdict).encode("utf-8") and verdict._repr_html_().encode("utf-8")


def test_an_unknown_exercise_gets_a_sentence():
    assert "did you mean 'neurons-easy'" in repr(check("neurons-esay", 1))
    assert "neurons" in repr(solution("xyz-1")) and "neurons" in repr(check(None, 1))


def test_every_weight_that_computes_nand_is_right():
    rng = np.random.default_rng(0)
    wanted = np.array([1, 1, 1, 0])
    for w1, w2, b in rng.normal(size=(500, 3)) * 3:
        correct = (boolean.unit(boolean.truth_table(2), [w1, w2], b) == wanted).all()
        assert (check("neurons-easy", (w1, w2, b)).voice == "right") == correct


def test_any_formula_for_the_distance_is_right():
    def by_projection(w, b, x):
        on_line = -b * w / (w @ w)
        return (x - on_line) @ w / np.linalg.norm(w)

    assert check("neurons-derive", by_projection).voice == "right"
    assert check("neurons-derive", lambda w, b, x: abs(by_projection(w, b, x))).voice == "almost"
    assert check("neurons-derive", lambda w, b, x: w @ x + b).voice == "almost"


def test_any_way_to_write_a_layer_is_right():
    def one_by_one(X, W, b):
        return [[1 / (1 + np.exp(-(row @ x + bias))) for row, bias in zip(W, b)] for x in X]

    assert check("neurons-build", one_by_one).voice == "right"
    assert check("neurons-build", lambda X, W, b: X @ W.T + b).voice == "almost"
    assert "(5, 4)" in repr(check("neurons-build", lambda X, W, b: W))


def test_the_first_exercise_takes_its_root():
    assert check("start-easy", 1.5).voice == "right" and check("start-easy", "1.5").voice == "right"
    assert check("start-easy", -1.5).voice == "almost"
    assert "0.119" in repr(check("start-easy", 0.5))


def test_any_lines_whose_maximum_is_the_absolute_value_are_right():
    for lines in (((1, -1), (0, 0)), ([-1, 0.3, 1], [0, 0, 0]), (np.array([1, -1, 0]), np.array([0, 0, -2]))):
        assert check("activations-easy", lines).voice == "right"
    assert check("activations-easy", ((1, 0), (0, 0))).voice == "almost"
    assert check("activations-easy", ((1, -1), (0, 1))).voice != "right"


def test_any_formula_for_the_slope_of_the_softsign_is_right():
    def by_cases(z):
        return 1 / (1 + z) ** 2 if z > 0 else 1 / (1 - z) ** 2

    assert check("activations-derive", by_cases).voice == "right"
    assert check("activations-derive", lambda z: (1 - abs(z / (1 + abs(z)))) ** 2).voice == "right"
    assert check("activations-derive", lambda z: 1 / (1 + z) ** 2).voice == "almost"
    assert check("activations-derive", lambda z: z / (1 + abs(z))).voice == "keep working"


def test_any_initialization_that_keeps_the_mean_square_is_right():
    def spread(scale, draw):
        return lambda rng, M, N: draw(rng, (M, N)) * np.sqrt(scale(M, N))

    def normal(rng, shape):
        return rng.normal(size=shape)

    def uniform(rng, shape):
        return rng.uniform(-1, 1, shape)

    def signs(rng, shape):
        return rng.choice([-1, 1], shape)

    for scale, draw in ((2, normal), (6, uniform), (2, signs)):
        assert check("activations-build", spread(lambda M, N, scale=scale: scale / N, draw)).voice == "right"
    assert check("activations-build", spread(lambda M, N: 1 / N, normal)).voice == "almost"
    assert check("activations-build", spread(lambda M, N: 2 / M, normal)).voice == "almost"
    assert check("activations-build", lambda rng, M, N: rng.normal(0, 0.01, (M, N))).voice == "keep working"
    assert check("activations-build", lambda rng, M, N: np.full((M, N), np.sqrt(2 / N))).voice == "keep working"
    assert "(300, 150)" in repr(check("activations-build", lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (N, M))))


def test_any_nine_numbers_that_compute_xnor_are_right():
    lecture = [1, 1, -0.5, 1, 1, -1.5]
    assert check("xor-easy", [*lecture, -1, 1, 0.5]).voice == "right"
    assert check("xor-easy", [-2, -2, 1, 3, 3, -4, 5, 5, -1]).voice == "right"  # NOR or AND
    assert check("xor-easy", [*lecture, 1, -1, -0.5]).voice == "almost"  # XOR itself
    assert check("xor-easy", [0] * 9).voice == "keep working"


def test_any_positive_multiple_proves_that_no_unit_computes_xor():
    assert check("xor-derive", (1, 1, 1, 1)).voice == check("xor-derive", [0.5] * 4).voice == "right"
    assert check("xor-derive", (0, 0, 0, 0)).voice == check("xor-derive", (-1, -1, -1, -1)).voice == "keep working"
    assert check("xor-derive", (1, 1, 1, 2)).voice == "keep working"
    assert check("xor-derive", (2, 1, 1, 1)).voice == "almost"


def test_any_layer_that_computes_parity_is_right():
    counting = np.ones((3, 3)), [-0.5, -1.5, -2.5], [1, -1, 1], -0.5
    ands = [[1, -1, -1], [-1, 1, -1], [-1, -1, 1], [1, 1, 1]], [-0.5, -0.5, -0.5, -2.5], [1, 1, 1, 1], -0.5
    assert check("xor-build", counting).voice == check("xor-build", ands).voice == "right"
    assert check("xor-build", (*counting[:3], 0.5)).voice == "keep working"
    assert "W (M, 3)" in repr(check("xor-build", (np.ones((3, 2)), *counting[1:])))


def test_any_logits_with_the_right_softmax_are_right():
    f = np.log([3, 2, 1])
    for logits in (f, f - 7, list(f + 100), (0, np.log(2 / 3), -np.log(3)), (1.1, 0.69, 0)):
        assert check("losses-easy", logits).voice == "right"
    assert check("losses-easy", f[::-1]).voice == check("losses-easy", (1.1, 0.8, 0)).voice == "almost"
    assert check("losses-easy", (1 / 2, 1 / 3, 1 / 6)).voice == check("losses-easy", (3, 2, 1)).voice == "keep working"


def test_any_formula_for_the_slope_of_a_poisson_loss_is_right():
    def by_difference(f, y):
        return sum(sign * (np.exp(f + sign * 1e-5) - y * (f + sign * 1e-5)) for sign in (1, -1)) / 2e-5

    assert check("losses-derive", lambda f, y: np.exp(f) - y).voice == "right"
    assert check("losses-derive", by_difference).voice == "right"
    assert check("losses-derive", lambda f, y: y - np.exp(f)).voice == "almost"
    assert check("losses-derive", lambda f, y: 1 - y / np.exp(f)).voice == "almost"
    assert check("losses-derive", lambda f, y: f - y).voice == "keep working"


def test_any_log_softmax_that_survives_large_logits_is_right():
    def by_rows(F):
        return [f - f.max() - np.log(sum(np.exp(v - f.max()) for v in f)) for f in F]

    def plain(F):
        return F - np.log(np.exp(F).sum(axis=1, keepdims=True))

    assert check("losses-build", by_rows).voice == "right"
    assert check("losses-build", lambda F: F - np.logaddexp.reduce(F, axis=-1, keepdims=True)).voice == "right"
    assert check("losses-build", plain).voice == check("losses-build", lambda F: np.log(softmax(F))).voice == "almost"
    assert check("losses-build", softmax).voice == "almost"

    def with_math(F):
        return [[x - math.log(sum(math.exp(v) for v in f)) for x in f] for f in F]

    def by_numbers(F):
        return [[-math.log(sum(math.exp(min(v - x, 700)) for v in f)) for x in f] for f in F]

    for answer in (with_math, by_numbers):  # math.exp(1000) raises
        assert "Right for small logits" in repr(check("losses-build", answer))
    assert "(5, 4)" in repr(check("losses-build", lambda F: F[0]))


def test_show_source_shows_the_code_that_runs():
    assert "def sigmoid(z: " in show_source(activations.sigmoid).data
    for thing in (len, 3, None):
        with pytest.raises(ValueError, match="try show_source"):
            show_source(thing)


def test_numbers_may_be_nested_in_any_way():
    for answer in (((-1, -1), 1.5), [-1, -1, 1.5], (np.array([-1.0, -1.0]), [1.5]), np.array([[-1], [-1], [1.5]])):
        assert exercises.numbers(answer, 3).tolist() == [-1, -1, 1.5]


@pytest.mark.parametrize(
    "answer", [(1, 2), (1, 2, "x"), (1, 2, np.nan), (1, 2, None), "123", {1, 2, 3}, ((1, 2), (3, 4))]
)
def test_what_is_not_so_many_numbers_is_refused(answer):
    with pytest.raises((ValueError, TypeError)):
        exercises.numbers(answer, 3)


def test_prose_is_answered_with_another_answer_to_compare_with_and_nonsense_with_what_was_expected():
    question = exercises.Exercise(None, text=Words("Because of the bias.", "因为有偏置。"))
    verdict = judged(question, "It moves the line, I think.")
    assert (
        verdict.voice == "compare" and "Because of the bias." in verdict.hint.en and "因为有偏置。" in verdict.hint.zh
    )
    assert {judged(question, answer).voice for answer in (3, "short", None, ["a long list of words"])} == {
        "keep working"
    }


@pytest.mark.parametrize("off", ["off", " OFF ", "0", "no", "of"])
def test_worked_solutions_can_be_switched_off_whatever_the_word_for_it_and_verdicts_stay(monkeypatch, off):
    monkeypatch.setenv("COURSE_NN_SOLUTIONS", off)
    assert solution("xor-easy").hint == exercises.NO_SOLUTIONS
    assert check("xor-easy", [0] * 9).voice == "keep working"
    prose = check("xor-open", "It moves the line, I think.")
    assert prose.voice == "compare" and prose.hint == exercises.NO_SOLUTIONS
    for on in ("on", "ON", ""):
        monkeypatch.setenv("COURSE_NN_SOLUTIONS", on)
        assert solution("xor-easy").hint != exercises.NO_SOLUTIONS


def test_with_verdicts_off_nothing_tells_whether_an_answer_is_right(monkeypatch):
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    right, wrong = [1, 1, -0.5, 1, 1, -1.5, -1, 1, 0.5], [0] * 9
    assert check("xor-easy", right) == check("xor-easy", wrong) == exercises.Verdict("noted", exercises.NO_VERDICTS)
    assert solution("xor-easy").hint == exercises.NO_SOLUTIONS
    assert check("xor-easy").voice == "missing" and "Expected nine numbers" in repr(check("xor-easy", "abc"))
    question = predict("neurons-4")
    question.choice.value = "16"
    question.lock("rather")
    said = question.reveal.value
    assert exercises.NO_VERDICTS.en in said and exercises.NO_VERDICTS.zh in said and question.choice.disabled
    assert question.question.because["16"].en not in said and "✓" not in str(question.choice.options)


def test_a_try_that_cannot_be_kept_is_judged_all_the_same_and_says_so(monkeypatch, tmp_path):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    monkeypatch.setattr("course_nn.common.log._write", full)
    verdict = check("xor-table", (0, 0, 1, 0))
    assert verdict and "the disk is full" in verdict.hint.en and "磁盘已满" in verdict.hint.zh
    assert "disk" in check("xor-update", (1, 2, 3)).hint.en, "it is said as long as it waits"
