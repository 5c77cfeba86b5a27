"""The lecture: which output and which loss for which task, each task twice; and that the other pairs fail."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.losses.pairing import OUTPUTS
from course_nn.lectures.losses.pairing import pair as joined
from course_nn.lectures.losses.trials import CLOSE, RECOMMENDED, Pair, arrival, classes, examples, symptoms, trial
from course_nn.lectures.losses.trials import scores as scores_of
from course_nn.network import Network
from course_nn.optimizers import Clipped, GradientDescent
from course_nn.training import train

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


INVENTED = dict(task="multiclass", output="linear", units="one", loss="squared")  # one number for three classes
CLIPPED = Pair("clipped", "binary", 1)


def result(**values):
    return demo.compute(**{name: START[name] for name in START if name != "sceptic"} | values)


def typical(task, pair, **change):
    return np.median(scores_of(task, pair, **change))


def test_recommended_pairs_are_far_ahead_of_a_constant_whatever_a_sceptic_changes(becomes):
    changes = dict(
        rate=dict(learning_rate=0.1),
        adam=dict(optimizer="adam", learning_rate=0.03),
        long=dict(steps=900),
        relu=dict(activation="relu"),
        data=dict(samples=5),
    )
    for task, pair in RECOMMENDED.items():
        y = examples(task, 200, 2)[1]
        constant = np.bincount(y).max() / len(y) if classes(task) else 0  # R² of the mean
        ahead = typical(task, pair) - constant
        assert ahead > 0.25
        becomes(**{key: outcome(ahead, typical(task, pair, **change) - constant) for key, change in changes.items()})


def lead_over_clipped(**change):
    of_many = change | {"runs": 15}  # of 5 ReLU networks the clipped ones are as far behind, or twice as far
    return typical("binary", RECOMMENDED["binary"], **of_many) - typical("binary", CLIPPED, **of_many)


def test_a_clipped_output_ends_far_below_the_sigmoid_until_a_sceptic_makes_the_steps_small(becomes):
    changes = dict(
        larger=dict(learning_rate=3.0),
        long=dict(steps=900),
        adam=dict(optimizer="adam"),
        data=dict(samples=5),
        relu=dict(activation="relu"),
        smaller=dict(learning_rate=0.01),
        short=dict(optimizer=Clipped(GradientDescent(0.3), 0.3)),
        small_adam=dict(optimizer="adam", learning_rate=0.01),
    )
    lead = lead_over_clipped()
    assert lead > 0.25
    becomes(**{key: outcome(lead, lead_over_clipped(**change)) for key, change in changes.items()})


def test_with_small_steps_the_clipped_output_gets_as_far_as_the_sigmoid_at_its_own_rate():
    for change in (dict(learning_rate=0.01), dict(optimizer="adam", learning_rate=0.01)):
        assert typical("binary", CLIPPED, **change) > typical("binary", RECOMMENDED["binary"]) - CLOSE


def test_a_sigmoid_arrives_at_every_rate_of_the_demo_and_only_the_smallest_needs_more_steps():
    ends = {rate: typical("binary", RECOMMENDED["binary"], learning_rate=rate) for rate in demo.RATES if rate > 0.03}
    ends |= {0.01: typical("binary", RECOMMENDED["binary"], learning_rate=0.01, steps=3000, runs=3)}
    assert min(ends.values()) > 0.93 and typical("binary", RECOMMENDED["binary"], learning_rate=0.01) < 0.7


def test_at_the_lectures_rate_the_first_step_throws_samples_beyond_the_clip_and_small_steps_bring_them_back():
    def stuck(step, **training):
        return np.median([symptoms("binary", *CLIPPED, step, seed=seed, **training).idle for seed in range(5)])

    assert stuck(1) > 1.4 * stuck(0) and stuck(300) > 0.3
    assert stuck(10, learning_rate=0.01) < stuck(0, learning_rate=0.01) / 2


def test_the_slope_of_a_clipped_output_is_0_beyond_the_clip_and_huge_just_inside():
    slope = slope_of(CLIPPED, np.array([[-0.5], [1e-3], [0.5], [1.5]]), 1.0)
    assert slope[0] == slope[3] == 0 and slope[1] == pytest.approx(-1000) and slope[2] == pytest.approx(-2)
    assert np.abs(slope_of(RECOMMENDED["binary"], np.linspace(-9, 9, 91)[:, None], 1.0)).max() <= 1


def slope_of(chosen, F, target):
    return joined(chosen.output, chosen.error).dl(F, np.full_like(F, target))[:, 0]


@pytest.mark.parametrize("task, output, loss, units", DETERMINISTIC_AND_PROBABILISTIC)
def test_both_pairs_of_the_lecture_are_good_for_each_task(task, output, loss, units):
    shown = result(task=task, output=output, loss=loss, units="each" if units > 1 else "one", step=300)
    assert demo.good(shown) and "is a good pair" in demo.readout(shown).en
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
        not demo.good(shown)
        and "is a bad pair" in demo.readout(shown).en
        and "是不合适的搭配" in demo.readout(shown).zh
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
    regression = dict(task="regression", loss="squared", step=300)
    sigmoid, relu = (result(output=output, **regression) for output in ("sigmoid", "relu"))
    assert 0 <= sigmoid.mine.outputs.min() and sigmoid.mine.outputs.max() <= 1 < y.max() and y.min() < -1
    assert relu.mine.outputs.min() == 0 and relu.symptoms.idle > 0.3  # the lower half gives no slope


def test_one_number_for_three_classes_invents_an_order():
    one, three = (symptoms("multiclass", "linear", "squared", units, 150).between for units in (1, 3))
    assert one > 0.05 > three
    shown = result(
        **INVENTED
    )  # between 0 and 2 the output passes 1, and there class 1 is answered, though none is there
    answers = shown.mine.answers[(demo.AXIS > -2.4) & (demo.AXIS < 0.8)]
    assert [int(c) for c in answers[np.insert(np.diff(answers) != 0, 0, True)]] == [2, 1, 0, 1, 2]
    assert 1 not in shown.best.answers[demo.AXIS < 0.8]


def test_softmax_of_one_unit_never_learns():
    for loss in demo.LOSSES:
        run = trial("binary", "softmax", loss, 1)
        assert np.all(run.networks.parameters == run.networks.parameters[0])
    assert trial("binary", "softmax", "categorical", 2).scores[-1] > 0.9  # one unit for each class is the cure


def steps_to_arrive(task, chosen, **training):
    """The median over five starts."""
    ends = [trial(task, *RECOMMENDED[task], seed) for seed in range(5)]
    found = [arrival(trial(task, *chosen, seed, **training), best) for seed, best in enumerate(ends)]
    return np.median([np.inf if step is None else step for step in found])


def steps_from_a_sure_and_wrong_start(error, rate):
    """The same, of two classes, where the output begins at σ(−6) for all: 0.002."""
    (x, y), (x_new, y_new) = examples("binary"), examples("binary", 200, 2)
    networks = Network((1, 8, 1), seed=range(5))
    networks.biases[-1][...] = -6
    history = train(networks, x[:, None], y[:, None], joined("sigmoid", error), learning_rate=rate, epochs=600)
    right = np.array([(networks.with_parameters(P)(x_new[:, None])[..., 0] > 0) == y_new for P in history.parameters])
    arrived = right.mean(axis=-1) >= typical("binary", RECOMMENDED["binary"]) - CLOSE  # (601, 5)
    return np.median(np.where(arrived.any(axis=0), arrived.argmax(axis=0), np.inf))


def how_much_later(task="binary", of_squared=None, **training):
    """The logarithm of how many times the steps that the cross-entropy needs."""
    best = RECOMMENDED[task]
    squared = steps_to_arrive(task, best._replace(error="squared"), **training | (of_squared or {}))
    return np.log(squared / steps_to_arrive(task, best, **training))


def test_squared_error_on_a_sigmoid_arrives_later_unless_its_steps_are_made_larger(becomes):
    later = how_much_later()
    assert later > np.log(2)
    squared, entropy = (steps_from_a_sure_and_wrong_start(*of) for of in (("squared", 1.2), ("binary", 0.3)))
    becomes(
        sure=outcome(later, np.log(squared / entropy)),
        slower=outcome(later, how_much_later(learning_rate=0.15, steps=600)),
        faster=outcome(later, how_much_later(learning_rate=1.0)),
        three=outcome(later, how_much_later("multiclass")),
        four=outcome(later, how_much_later(of_squared=dict(learning_rate=1.2))),
        adam=outcome(later, how_much_later(optimizer="adam", learning_rate=0.03)),
    )


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
    slow, fast = (
        result(task="regression", output="linear", loss="squared", eta=eta, optimizer=optimizer).mine.trial
        for eta, optimizer in ((0.3, "gradient_descent"), (3.0, "adam"))
    )
    assert slow is fast  # the regression keeps its rate and its optimizer


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
    assert demo.judge(result()) == demo.judge(result(**INVENTED)) == "open"
    assert demo.judge(result(task="binary", output="linear", loss="categorical")) == "open"
    assert demo.judge(result(task="binary", output="softmax", loss="categorical")) == "almost"
    assert demo.judge(result(task="binary", output="sigmoid", loss="categorical")) == "solved"


def test_the_readout_has_the_scores_of_this_step_and_says_when_a_pair_was_as_good(reads):
    shown = result(**INVENTED)
    mine, best = (100 * trial("multiclass", *pair).scores[150] for pair in (shown.mine.pair, shown.best.pair))
    between = 100 * symptoms("multiclass", "linear", "squared", 1, 150).between
    loss = shown.mine.trial.loss(150)
    reads(demo.readout(shown), 150, mine, loss, best, between, 0, 2, 1, 1, 3)
    late, soon = (trial("binary", *pair).scores for pair in (("sigmoid", "squared", 1), RECOMMENDED["binary"]))
    enough = soon[-1] - CLOSE
    arrivals = [np.flatnonzero(scores >= enough)[0] for scores in (late, soon)]
    words = demo.readout(result(task="binary", output="sigmoid", loss="squared", step=200))
    loss = trial("binary", "sigmoid", "squared", 1).loss(200)
    reads(words, 200, 100 * late[200], loss, 100 * soon[200], *arrivals, 1, 1)


def test_the_time_line_is_dragged_in_both_pictures():
    shown = demo.chooser()
    for handle in (0, 1):
        now = Hand(shown, handle).press().pull(30 - 60 * handle, 0)
        assert now.miss() < 3
    assert 100 < shown.values["step"] < 200
    shown.close()


def test_the_sceptic_finds_the_small_rate_and_no_time_changes_what_he_finds():
    sceptic, lecture = demo.SCEPTIC, result()
    assert result(step=0).lead == lecture.lead > 0.25
    found = {key: outcome(lecture.lead, result(**change.moves).lead) for key, change in sceptic.changes.items()}
    assert found == dict(larger="stays", smaller="reversed", adam="stays", start="stays")
    assert abs(result(eta=0.01, optimizer="adam").lead) < CLOSE
