"""Training scripts with one wrong line: each is ill as its law says, and what is said to mend it does."""

import ast
import builtins
import re

import numpy as np
import pytest

from course_nn.clinic.scripts.catalogue import CASES
from course_nn.clinic.scripts.explanations import EXPLANATIONS
from course_nn.clinic.scripts.running import Curves, run
from course_nn.clinic.scripts.script import audit_of, cured_lines, repaired, script
from course_nn.clinic.scripts.script_curves import curves, fresh_curves
from course_nn.clinic.scripts.template import NAMES, VARIANTS, filled_in, numbers_of, own_lines
from course_nn.common.errors import BadInput


def last_score(curves: Curves) -> float:
    """The mean of the last three; R² may fall without end, so it stops at −1."""
    return max(-1.0, float(np.mean(curves.val_score[-3:])))


def first_scores(curves: Curves) -> float:
    return float(np.mean(curves.val_score[:3]))


def halvings(curves: Curves) -> float:
    """How often the loss was halved, counted from 1, at the worst of the second half of the run."""
    return -float(np.log2(np.max(curves.train_loss[len(curves.train_loss) // 2 :])))


def honesty(curves: Curves) -> float:
    """How far the score that is reported lies above the score on data that the script never touched."""
    return curves.new_score - last_score(curves)


def modesty(curves: Curves) -> float:
    """A score that is too good to be true is the fault."""
    return -last_score(curves)


LAWS = {  # fault: (what tells sick from cured, by how much at least)
    "an output too few": (last_score, 0.5),
    "labels shifted": (last_score, 0.5),
    "pairs broken": (last_score, 0.5),
    "inputs not scaled": (last_score, 0.5),
    "validation not scaled": (last_score, 0.5),
    "wraps around": (last_score, 0.04),
    "cast to whole numbers": (last_score, 0.5),
    "reshape for transpose": (last_score, 0.09),
    "sorted by class": (first_scores, 0.04),
    "statistics of the validation set": (last_score, 0.4),
    "target among the inputs": (modesty, 0.15),
    "zero weights": (last_score, 0.3),
    "first weights too large": (last_score, 0.03),
    "relu on the logits": (last_score, 0.2),
    "dropout at validation": (last_score, 0.08),
    "half precision": (last_score, 0.5),
    "softmax along the batch": (last_score, 0.06),
    "softmax overflows": (last_score, 0.5),
    "softmax twice": (last_score, 0.15),
    "all pairs": (last_score, 0.5),
    "loss summed": (last_score, 0.5),
    "derivative of tanh": (last_score, 0.5),
    "gradient not reset": (halvings, 0.8),
    "uphill": (last_score, 0.13),
    "weight decay upside down": (halvings, 1.0),
    "first layer left out": (last_score, 0.2),
    "weights bound anew": (last_score, 0.5),
    "detached": (last_score, 0.2),
    "ReLU in place": (last_score, 0.5),
    "changed in place": (last_score, 0.5),
    "seed in the loop": (last_score, 0.08),
    "rate falls in each step": (last_score, 0.035),
    "begun anew in each epoch": (halvings, 0.8),
    "accuracy of all pairs": (last_score, 0.5),
    "argmax of everything": (last_score, 0.5),
    "validated on what was trained": (honesty, 0.04),
    "columns chosen on all rows": (honesty, 0.12),
    "best run on the test set": (honesty, 0.06),
    "logarithm not undone": (last_score, 0.5),
}


def health(fault: str, curves: Curves) -> float:
    """The number of the law; a run that ends in an error or in nan is as ill as can be."""
    value = -np.inf if curves.error else LAWS[fault][0](curves)
    return -np.inf if np.isnan(value) else value


EVERY = [(language, fault) for language, cases in CASES.items() for fault in cases]
WIDTH, LINES, OPTION = 46, range(15, 21), 50  # what the picture has room for
DRAWS = range(6)


def sick_and_cured(fault, number, language="numpy"):
    return [curves(script(fault, number, language), cured) for cured in (False, True)]


def test_each_language_has_at_least_25_faults_and_all_are_explained_and_have_a_law():
    assert all(len(cases) >= 25 for cases in CASES.values())
    assert EXPLANATIONS.keys() == LAWS.keys() == {fault for _, fault in EVERY}


@pytest.mark.parametrize("language, fault", EVERY)
def test_a_script_fits_the_picture(language, fault):
    for number in DRAWS:
        drawn = script(fault, number, language)
        assert len(drawn.lines) in LINES and max(map(len, drawn.lines)) <= WIDTH
        for repair in drawn.faulty.values():
            written = [line for option in repair.options for line in option.split("\n")]
            assert max(map(len, written)) <= OPTION and max(option.count("\n") for option in repair.options) <= 1


@pytest.mark.parametrize("language, fault", EVERY)
def test_each_line_can_be_mended_or_is_said_to_be_harmless_in_both_languages(language, fault):
    drawn = script(fault, 0, language)
    assert not drawn.faulty.keys() & drawn.harmless.keys()
    assert {*drawn.faulty, *drawn.harmless} == {*range(len(drawn.lines))}
    assert all(re.search("[一-鿿]", words.zh) and len(words.en) > 5 for words in drawn.harmless.values())


@pytest.mark.parametrize("language, fault", EVERY)
def test_each_line_that_can_be_mended_has_two_to_four_options_that_differ_one_of_them_cures_and_one_does_not(
    language, fault
):
    drawn = script(fault, 0, language)
    assert drawn.faulty
    for k, repair in drawn.faulty.items():
        assert 2 <= len(repair.options) == len({*repair.options, drawn.lines[k].strip()}) - 1 <= 4
        assert 0 < len(repair.cures) < len(repair.options)


@pytest.mark.parametrize("language, fault", EVERY)
def test_a_number_draws_the_same_script_again_and_another_one_other_names_numbers_or_an_other_order(language, fault):
    assert script(fault, 2, language) == script(fault, 2, language)
    assert len({(drawn.lines, *drawn.faulty.values()) for drawn in (script(fault, k, language) for k in DRAWS)}) > 3


@pytest.mark.parametrize("language, fault", EVERY)
def test_a_name_that_is_drawn_stands_for_nothing_else_in_the_script(language, fault):
    case = CASES[language][fault]
    for k in range(VARIANTS):
        code = "\n".join(filled_in(line.code, numbers_of(case, k)) for line in own_lines(case))
        used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)} | {*dir(builtins)}
        others = {other for name, names in NAMES.items() for other in names if other != name}
        assert not used & others and len(others) == len(NAMES)


def test_names_change_nothing_that_is_computed():
    for fault in ("loss summed", "seed in the loop"):
        a, b = (fresh_curves(fault, number, "numpy") for number in (1, 1 + 7 * VARIANTS))
        assert np.array_equal(a.train_loss, b.train_loss, equal_nan=True) and np.array_equal(a.val_score, b.val_score)


ONE, OTHERS = (0,), range(1, VARIANTS)  # of the variants of a script; what merely repeats is thorough
EVERY_VARIANT = pytest.mark.parametrize("numbers", [ONE, pytest.param(OTHERS, marks=pytest.mark.thorough)])


@EVERY_VARIANT
@pytest.mark.parametrize("language, fault", EVERY)
def test_the_curves_that_are_shown_are_ill_as_their_law_says_in_all_variants(language, fault, numbers):
    for number in numbers:
        sick, cured = (health(fault, found) for found in sick_and_cured(fault, number, language))
        assert cured > sick + LAWS[fault][1]


def is_mended(fault, number, language, line, option):
    """Whether a script is as well as the cured one, or far from it, after an option was chosen; None if neither."""
    drawn = script(fault, number, language)
    lines = repaired(drawn, line, option)
    cured = health(fault, curves(drawn, cured=True))
    missing = (cured - health(fault, run(lines, audit_of(fault, number, language)))) / LAWS[fault][1]
    return True if missing < 0.4 else False if missing > 0.6 else None


def judge_all_options(fault, number, language):
    for line, repair in script(fault, number, language).faulty.items():
        for k, option in enumerate(repair.options):
            assert is_mended(fault, number, language, line, k) is (k in repair.cures), option


@pytest.mark.parametrize("fault", CASES["numpy"])
def test_what_cures_cures_and_nothing_else_does_without_a_warning(fault, recwarn):
    judge_all_options(fault, 0, "numpy")
    assert not recwarn.list


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(1, VARIANTS))
@pytest.mark.parametrize("fault", CASES["numpy"])
def test_in_the_other_variants_too(fault, number):
    judge_all_options(fault, number, "numpy")


@EVERY_VARIANT
@pytest.mark.parametrize("language, fault", EVERY)
def test_the_cured_script_ends_without_an_error_and_has_a_loss_and_a_score_for_each_epoch(language, fault, numbers):
    for number in numbers:
        found = curves(script(fault, number, language), cured=True)
        assert not found.error and len(found.train_loss) == len(found.val_score) >= 8
        assert np.isfinite(found.val_score).all()


def gap_closed(fault, language, old, new):
    """How much of the way from sick to cured a change of a line goes."""
    drawn = script(fault, 0, language)
    lines = [line.replace(old, new) for line in drawn.lines]
    assert lines != [*drawn.lines]
    sick, cured = (health(fault, found) for found in sick_and_cured(fault, 0, language))
    return (health(fault, run(lines, "")) - sick) / (cured - sick)


def test_a_tenth_of_the_rate_lessens_the_harm_of_sorted_batches_and_does_not_end_it():
    assert 0.1 < gap_closed("sorted by class", "numpy", "W -= 8 *", "W -= 0.8 *") < 0.9


def test_where_pytorch_is_installed_that_is_so_too(one_thread):
    assert 0.1 < gap_closed("sorted by class", "pytorch", "(), 8)", "(), 0.8)") < 0.9


def test_where_pytorch_is_installed_twenty_times_the_rate_mends_the_score_behind_two_softmaxes_and_not_the_loss(
    one_thread,
):
    drawn = script("softmax twice", 0, "pytorch")
    found = run([line.replace("(), 0.5)", "(), 10)") for line in drawn.lines], "")
    assert last_score(found) > 0.9 and found.train_loss.min() > np.log(1 + 9 / np.e)


def test_a_cure_that_leaves_something_wrong_says_so_in_both_languages():
    for language, fault in (
        ("pytorch", "softmax twice"),
        ("numpy", "seed in the loop"),
        ("pytorch", "seed in the loop"),
    ):
        poor = [repair.poor for repair in script(fault, 0, language).faulty.values() if repair.poor.en]
        assert len(poor) == 1 and "poor" in poor[0].en and "治标" in poor[0].zh


def test_four_scripts_end_in_an_error_and_show_its_last_line():
    said = {(language, fault): curves(script(fault, 0, language)).error for language, fault in EVERY}
    assert {key for key, error in said.items() if error} == {
        ("numpy", "an output too few"),
        ("pytorch", "an output too few"),
        ("pytorch", "changed in place"),
        ("pytorch", "ReLU in place"),
    }
    assert said["numpy", "an output too few"].startswith("IndexError: index 9 is out of bounds")
    assert said["pytorch", "an output too few"] == "IndexError: Target 9 is out of bounds."
    assert "modified by an inplace operation" in said["pytorch", "changed in place"]


def test_what_curves_are_said_to_show_is_there():
    """The sentences that state more than their law does."""

    def sick(fault, number=0, language="numpy"):
        return sick_and_cured(fault, number, language)[0]

    for fault in ("validation not scaled", "statistics of the validation set", "argmax of everything"):
        one, other = sick_and_cured(fault, 0)
        assert np.array_equal(one.train_loss, other.train_loss)
    for language in CASES:
        for number in range(VARIANTS):
            assert sick("softmax twice", number, language).train_loss.min() > np.log(1 + 9 / np.e)
            assert abs(sick("softmax along the batch", number, language).train_loss[0] - np.log(600)) < 0.1
            assert last_score(sick("accuracy of all pairs", number, language)) == pytest.approx(0.1, abs=0.01)
            assert sick("argmax of everything", number, language).val_score.max() < 0.01
            assert sick("uphill", number, language).val_score[-1] < 0.02
            assert sick("logarithm not undone", number, language).val_score[-1] < -5
            assert sick("first weights too large", number, language).train_loss[0] > 3 * np.log(10)
            assert np.ptp(sick("rate falls in each step", number, language).val_score[1:]) < 0.02
            assert abs(sick("zero weights", number, language).train_loss[-1] - np.log(10)) < 0.05
            assert abs(sick("cast to whole numbers", number, language).train_loss[-1] - np.log(10)) < 0.1
            for fault in ("columns chosen on all rows", "best run on the test set"):
                assert last_score(sick(fault, number, language)) > 0.6
                assert sick(fault, number, language).new_score == pytest.approx(0.5, abs=0.03)
            assert (np.diff(sick("best run on the test set", number, language).val_score) >= 0).all()
    for number in range(VARIANTS):
        assert np.ptp(sick("weights bound anew", number).train_loss) == 0
        assert last_score(sick("target among the inputs", number)) > 0.97
        assert last_score(sick("labels shifted", number)) < 0.05
        assert last_score(sick("weight decay upside down", number)) > 0.9
        swings = np.diff(np.sign(np.diff(sick("gradient not reset", number).train_loss)))
        assert np.count_nonzero(swings) >= 4


@pytest.mark.thorough
@pytest.mark.parametrize("fault", ["columns chosen on all rows", "best run on the test set"])
def test_what_flatters_does_so_with_every_seed_and_without_the_fault_in_none_on_average(fault):
    def gap(lines, seed):
        seeded = [line.replace("default_rng(0)", f"default_rng({seed})") for line in lines]
        return -honesty(run(seeded, audit_of(fault, 0, "numpy")))

    sick, cured = script(fault, 0, "numpy").lines, cured_lines(fault, 0, "numpy")
    assert min(gap(sick, seed) for seed in range(9)) > 0.08
    assert abs(np.median([gap(cured, seed) for seed in range(9)])) < 0.05


def test_without_the_fault_a_score_is_honest():
    for language, fault in EVERY:
        if LAWS[fault][0] is honesty:
            assert all(honesty(sick_and_cured(fault, k, language)[1]) > -0.13 for k in range(VARIANTS)), fault


def test_a_lasting_loss_counts_as_halvings():
    ill, well = sick_and_cured("begun anew in each epoch", 0)
    assert halvings(ill) == pytest.approx(-np.log2(ill.train_loss[len(ill.train_loss) // 2 :].max()))
    assert halvings(well) > halvings(ill)


def test_a_script_is_a_program_of_its_own():
    for fault in ("loss summed", "all pairs"):
        namespace = {}
        exec("\n".join(cured_lines(fault, 0, "numpy")), namespace)
        assert np.array_equal(namespace["val_score"], fresh_curves(fault, 0, "numpy", cured=True).val_score)


def test_the_line_keeps_its_indentation_whatever_replaces_it():
    drawn = script("gradient not reset", 0, "numpy")
    line = next(k for k, text in enumerate(drawn.lines) if text.startswith("    w -= "))
    two = next(k for k, option in enumerate(drawn.faulty[line].options) if option.endswith("\ng = 0"))
    assert repaired(drawn, line, two)[line : line + 2] == (drawn.lines[line], "    g = 0")
    extra = script("softmax twice", 0, "numpy")
    line = next(k for k, text in enumerate(extra.lines) if text == "    p = losses.softmax(p)")
    gone = extra.faulty[line].options.index("")
    assert repaired(extra, line, gone) == (*extra.lines[:line], *extra.lines[line + 1 :])


@pytest.mark.parametrize(
    "asked, says",
    [
        (("loss sumed", 0, "numpy"), "did you mean 'loss summed'"),
        (("loss summed", 0, "numpi"), "did you mean 'numpy'"),
        (("loss summed", -1, "numpy"), "0 or more"),
        (("loss summed", 1.5, "numpy"), "0 or more"),
    ],
)
def test_what_is_unknown_is_said_in_both_languages(asked, says):
    with pytest.raises(BadInput, match=says) as error:
        script(*asked)
    assert re.search("[一-鿿]", error.value.zh)


def test_a_name_of_a_fault_is_short_and_each_sentence_stands_in_both_languages():
    for name, why, shows in EXPLANATIONS.values():
        assert len(name.en) <= 34 and len(name.zh) <= 16
        assert all(words.en.endswith(".") and words.zh.endswith("。") for words in (why, shows))


@pytest.mark.parametrize("cured", [False, True])
@pytest.mark.parametrize("fault", CASES["pytorch"])
def test_where_pytorch_is_installed_a_fresh_run_gives_the_curves_that_are_shipped_and_a_cured_one_no_warning(
    fault, cured, one_thread, recwarn
):
    fresh, shipped = fresh_curves(fault, 0, "pytorch", cured), curves(script(fault, 0, "pytorch"), cured)
    assert not (cured and recwarn.list)
    assert fresh.error == shipped.error and len(fresh.train_loss) == len(shipped.train_loss)
    one, other = (max(health(fault, found), -100) for found in (fresh, shipped))
    assert one == pytest.approx(other, abs=LAWS[fault][1] / 4)


@pytest.mark.parametrize("fault", CASES["pytorch"])
def test_where_pytorch_is_installed_what_cures_cures_and_nothing_else_does(fault, one_thread):
    judge_all_options(fault, 0, "pytorch")


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(1, VARIANTS))
@pytest.mark.parametrize("fault", CASES["pytorch"])
def test_where_pytorch_is_installed_in_the_other_variants_too(fault, number, one_thread):
    judge_all_options(fault, number, "pytorch")


@pytest.fixture
def one_thread():
    """PyTorch as it was when the curves were written; what needs it is skipped where it is not installed."""
    pytest.importorskip("torch").set_num_threads(1)
