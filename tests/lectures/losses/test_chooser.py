"""The lecture: which output and which loss for which task, each task twice; and that the other pairs fail."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.losses.pairing import OUTPUTS
from course_nn.lectures.losses.trials import CLOSE, RECOMMENDED, arrival, classes, examples, symptoms, trial

demo = Pure("losses.chooser")

START = {name: control.start for name, control in demo.CONTROLS.items()}
DETERMINISTIC_AND_PROBABILISTIC = [
    ("regression", "linear", "squared", 1),
    ("regression", "linear", "gaussian", 1),
    ("binary", "linear", "hinge", 1),
    ("binary", "sigmoid", "binary", 1),
    ("multiclass", "linear", "hinge", 3),
    ("multiclass", "softmax", "categorical", 3),
]


def result(**values):
    return demo.compute(**START | values)


@pytest.mark.parametrize("task, output, loss, units", DETERMINISTIC_AND_PROBABILISTIC)
def test_both_pairs_of_the_lecture_are_good_for_each_task(task, output, loss, units):
    shown = result(task=task, output=output, loss=loss, units="each" if units > 1 else "one", step=300)
    assert demo.good(shown) and "<b>good</b>" in demo.readout(shown).en
    scores = [trial(task, output, loss, units, seed).scores[-1] for seed in range(3)]
    assert min(scores) >= 0.9  # from other first weights too


@pytest.mark.parametrize(
    "task, output, loss, units",
    [
        ("regression", "sigmoid", "squared", 1),
        ("regression", "relu", "squared", 1),
        ("multiclass", "linear", "squared", 1),
        ("multiclass", "sigmoid", "categorical", 3),
        ("binary", "sigmoid", "categorical", 1),
        ("binary", "softmax", "binary", 1),
        ("binary", "linear", "binary", 1),
        ("binary", "clipped", "binary", 1),
    ],
)
def test_bad_pairs_fail_and_are_called_bad(task, output, loss, units):
    shown = result(task=task, output=output, loss=loss, units="each" if units > 1 else "one", step=300)
    assert (
        not demo.good(shown) and "<b>bad</b>" in demo.readout(shown).en and "<b>不合适的</b>" in demo.readout(shown).zh
    )
    for seed in range(3):
        good = trial(task, *RECOMMENDED[task], seed).scores[-1]
        assert trial(task, output, loss, units, seed).scores[-1] < good - CLOSE


def test_negative_log_normal_density_with_fixed_variance_learns_just_as_squared_error():
    squared, gaussian = (trial("regression", "linear", loss, 1) for loss in ("squared", "gaussian"))
    assert np.array_equal(squared.networks.parameters, gaussian.networks.parameters)
    assert gaussian.losses - squared.losses == pytest.approx(0.5 * np.log(2 * np.pi))


def test_a_sigmoid_cannot_leave_0_to_1_and_a_relu_cannot_go_below_0():
    y = examples("regression")[1]
    sigmoid, relu = (result(task="regression", output=output, step=300) for output in ("sigmoid", "relu"))
    assert 0 <= sigmoid.mine.outputs.min() and sigmoid.mine.outputs.max() <= 1 < y.max() and y.min() < -1
    assert relu.mine.outputs.min() == 0 and relu.symptoms.idle > 0.3  # the lower half gives no slope


def test_one_number_for_three_classes_invents_an_order():
    one, three = (symptoms("multiclass", "linear", "squared", units, 150).between for units in (1, 3))
    assert one > 0.05 > three
    shown = result()  # between 0 and 2 the output passes 1, and where it does class 1 is answered, though none is there
    answers = shown.mine.answers[(demo.AXIS > -2.4) & (demo.AXIS < 0.8)]
    assert [int(c) for c in answers[np.insert(np.diff(answers) != 0, 0, True)]] == [2, 1, 0, 1, 2]
    assert 1 not in shown.best.answers[demo.AXIS < 0.8]


def test_softmax_of_one_unit_never_learns():
    for loss in demo.LOSSES:
        run = trial("binary", "softmax", loss, 1)
        assert np.all(run.networks.parameters == run.networks.parameters[0])
    assert trial("binary", "softmax", "categorical", 2).scores[-1] > 0.9  # one unit for each class is the cure


def test_sigmoid_with_squared_error_arrives_later():
    for seed in range(3):
        best = trial("binary", *RECOMMENDED["binary"], seed)
        assert arrival(trial("binary", "sigmoid", "squared", 1, seed), best) > 2 * arrival(best, best)


def test_cross_entropy_of_a_linear_output_meets_logarithms_that_do_not_exist():
    shown = result(task="binary", output="linear", loss="binary", step=300)
    assert shown.symptoms.undefined.mean() > 0.1 and shown.mine.trial.stopped == 0
    assert (
        not shown.mine.trial.losses.size and np.isnan(shown.mine.trial.loss(0)) and np.ptp(shown.mine.trial.scores) == 0
    )
    words = demo.readout(shown)
    assert "stops at step 0" in words.en and "logarithm" in words.en and "第 0 步中止" in words.zh


def test_a_clipped_output_always_has_a_loss_and_its_wrong_samples_no_slope():
    shown = result(task="binary", output="clipped", loss="binary", step=300)
    assert len(shown.mine.trial.losses) == 301 and not shown.symptoms.undefined.any()
    assert shown.symptoms.idle > 0.3 and "slope 0" in demo.readout(shown).en
    assert 0 < shown.mine.outputs.min() and shown.mine.outputs.max() < 1


def test_a_training_may_stop_later_and_then_it_stays_where_it_was():
    run = trial("regression", "sigmoid", "binary", 1)
    assert 0 < run.stopped < 300 and np.isnan(run.loss(run.stopped)) and len(run.losses) == run.stopped
    assert np.isfinite(run.losses).all() and np.ptp(run.scores[run.stopped :]) == 0


def test_a_learning_rate_that_is_too_large_is_told_from_a_logarithm():
    shown = result(task="binary", output="linear", loss="squared", eta=3.0, step=300)
    assert (
        shown.mine.trial.stopped and "η is too large" in demo.readout(shown).en and "η 过大" in demo.readout(shown).zh
    )
    slow, fast = (result(task="regression", eta=eta).mine.trial for eta in (0.3, 3.0))
    assert slow is fast  # the regression keeps its rate


def test_a_pair_without_any_defined_loss_is_still_shown():
    shown = result(task="regression", output="softmax", loss="binary")
    assert not shown.mine.trial.losses.size and shown.symptoms.undefined.all()


def test_scores_are_those_of_new_samples():
    for task, pair in RECOMMENDED.items():
        (x, y), run = examples(task, 200, 2), trial(task, *pair)
        A = OUTPUTS[pair[0]].g(run.networks(x[:, None])[-1])
        right = (A.argmax(axis=1) if A.shape[1] > 1 else A[:, 0] > 0.5) == y
        r2 = 1 - np.mean((A[:, 0] - y) ** 2) / np.var(y)
        assert run.scores[-1] == pytest.approx(np.mean(right) if classes(task) else r2)


def test_challenge_wants_a_loss_that_looks_fine_and_says_nothing():
    assert demo.judge(result()) == "open"
    assert demo.judge(result(task="binary", output="linear", loss="categorical")) == "open"
    assert demo.judge(result(task="binary", output="softmax", loss="categorical")) == "almost"
    assert demo.judge(result(task="binary", output="sigmoid", loss="categorical")) == "solved"


def test_the_readout_has_the_scores_of_this_step_and_says_when_a_pair_was_as_good(reads):
    shown = result()
    mine, best = (100 * trial("multiclass", *pair).scores[150] for pair in (shown.mine.pair, shown.best.pair))
    between = 100 * symptoms("multiclass", "linear", "squared", 1, 150).between
    reads(demo.readout(shown), 150, 1, mine, 3, best, between, 0, 2, 1)
    late, soon = (trial("binary", *pair).scores for pair in (("sigmoid", "squared", 1), RECOMMENDED["binary"]))
    enough = soon[-1] - CLOSE
    arrivals = [np.flatnonzero(scores >= enough)[0] for scores in (late, soon)]
    words = demo.readout(result(task="binary", output="sigmoid", loss="squared", step=200))
    reads(words, 200, 1, 100 * late[200], 1, 100 * soon[200], *arrivals)


def test_the_time_line_is_dragged_in_both_pictures():
    shown = demo.chooser()
    for handle in (0, 1):
        now = Hand(shown, handle).press().pull(30 - 60 * handle, 0)
        assert now.miss() < 3
    assert 100 < shown.values["step"] < 200
    shown.close()
