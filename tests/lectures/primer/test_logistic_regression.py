"""The demo of logistic regression against independent solvers, on every pair of measurements."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand
from later import Later

from course_nn.common.outcomes import outcome
from course_nn.datasets import penguins
from course_nn.lectures.primer.demos.logistic_regression.birds import PAIRS, STEPS, arrow, load, weights
from course_nn.lectures.primer.demos.logistic_regression.picture import CONTROLS, GAP, PRESETS, logistic_regression
from course_nn.logistic_regression import newton, standardise

linear_model, optimize, stats = Later("sklearn.linear_model"), Later("scipy.optimize"), Later("scipy.stats")

LOGISTIC_REGRESSION = Pure("primer.logistic_regression")
compute, judge = LOGISTIC_REGRESSION.compute, LOGISTIC_REGRESSION.judge

START = {name: control.start for name, control in CONTROLS.items()}
EVERY_PAIR = pytest.mark.parametrize("pair", PAIRS)


@EVERY_PAIR
def test_minimum_agrees_with_an_independent_solver(pair):
    birds = load(pair)
    fit = linear_model.LogisticRegression(C=np.inf, tol=1e-10, max_iter=10000).fit(birds.X, birds.y)
    p = fit.predict_proba(birds.X)[np.arange(len(birds.y)), birds.y]
    assert birds.minimum == pytest.approx(-np.log(p).mean(), abs=1e-6)
    assert [name.rsplit("_", 1)[0] for name in birds.names] == pair.split(", ")


@EVERY_PAIR
def test_descent_goes_down_to_the_minimum_and_never_below(pair):
    losses = compute(**START | {"measurements": pair}).losses
    assert np.all(np.diff(losses) < 1e-12) and -1e-12 < losses[-1] - load(pair).minimum < 0.02


def test_how_large_a_learning_rate_may_be_depends_on_the_measurements():
    end = {pair: compute(**START | {"measurements": pair, "learning_rate": 10.0}).losses for pair in PAIRS}
    falls = {pair: bool(np.all(np.diff(losses) < 1e-12)) for pair, losses in end.items()}
    assert falls["bill_length, bill_depth"] and not falls["flipper_length, body_mass"]


def test_a_hundred_steps_remove_nearly_all_of_the_loss_above_the_minimum_unless_eta_is_too_large_for_the_data(becomes):
    def removed(**change):
        return LOGISTIC_REGRESSION.SCEPTIC.effect(compute(**START | change))

    assert removed() > 0.9
    changes = LOGISTIC_REGRESSION.SCEPTIC.changes
    becomes(**{key: outcome(removed(), removed(**change.moves)) for key, change in changes.items()})


def test_descent_goes_from_any_line_toward_the_minimum_of_newtons_method():
    rng = np.random.default_rng(0)
    for w1, w2, b in [(0, 0, 0), (-3, 2, 1), *rng.uniform(-10, 10, (3, 3))]:
        result = compute(**START | dict(w1=w1, w2=w2, b=b))
        assert np.all(np.diff(result.losses) < 0) and 0 < result.losses[-1] - result.birds.minimum < 0.02


def test_longer_weights_can_cost_more_while_every_bird_stays_on_its_side():
    birds = load("bill_length, bill_depth")
    w, b = newton(birds.X, birds.y)[:2]
    same_line = [compute(**START | dict(w1=k * w[0], w2=k * w[1], b=k * b)) for k in (1.0, 10.0)]
    assert same_line[1].loss > 2 * same_line[0].loss and same_line[0].accuracy == same_line[1].accuracy < 1


def test_step_0_is_the_line_set_by_hand_and_step_1_one_move_against_the_gradient():
    by_hand, moved = compute(**START), compute(**START | {"step": 1})
    assert by_hand.w.tolist() == [START["w1"], START["w2"]] and by_hand.b == START["b"]
    p = 1 / (1 + np.exp(-by_hand.z))
    slope = (p - by_hand.birds.y) @ by_hand.birds.X / len(p)
    assert moved.w == pytest.approx(by_hand.w - START["learning_rate"] * slope)
    assert moved.loss == by_hand.losses[1] < by_hand.loss == by_hand.losses[0]


def test_scaled_probit_stays_within_two_hundredths_of_the_sigmoid():
    z = np.linspace(-50, 50, 20001)
    apart = np.abs(1 / (1 + np.exp(-z)) - stats.norm.cdf(np.sqrt(np.pi / 8) * z)).max()
    assert GAP == pytest.approx(apart, abs=1e-4) and apart == pytest.approx(0.0177, abs=1e-4)


def learned_by(cost, X, y):
    """The weights with the smallest mean cost of the margins (±1)·z."""
    X, signs = np.column_stack([X, np.ones(len(y))]), 2 * y - 1
    return optimize.minimize(lambda w: cost(signs * (X @ w)).mean(), np.zeros(X.shape[1]), method="BFGS").x


def turned_lines(X, y):
    """The angles of the sigmoid's and of the probit's line, before and after the surest bird of class 0 is misnamed."""
    wrong = y.copy()
    costs = (
        lambda margin: np.logaddexp(0, -margin),
        lambda margin: -stats.norm.logcdf(np.sqrt(np.pi / 8) * margin),
    )
    clean = [learned_by(cost, X, y) for cost in costs]
    wrong[np.argmin(X @ clean[0][:2])] = 1
    return [
        [np.degrees(np.arctan2(*w[:2])) for w in (old, learned_by(cost, X, wrong))] for old, cost in zip(clean, costs)
    ]


def test_a_probit_learns_nearly_the_same_line_from_these_birds_and_turns_twice_as_far_for_a_wrong_name():
    birds = load(START["measurements"])
    (sigmoid, sigmoid_after), (probit, probit_after) = turned_lines(birds.X, birds.y)
    assert abs(probit - sigmoid) < 0.5
    assert abs(probit_after - probit) > 1.7 * abs(sigmoid_after - sigmoid) > 8


def test_with_other_measurements_the_probit_turns_four_times_as_far_or_no_farther():
    def how_much_farther(species, measurements):
        data = penguins(species, measurements)
        sigmoid, probit = np.ptp(turned_lines(standardise(data.X)[0], data.y), axis=1)
        return probit / sigmoid

    assert how_much_farther(("Adelie", "Gentoo"), ("bill_length_mm", "body_mass_g")) > 3
    assert how_much_farther(("Adelie", "Gentoo"), ("flipper_length_mm", "body_mass_g")) < 1.3


def test_challenge_is_solved_by_hand_only():
    assert judge(compute(**START)) == "open"
    near = START | {"w1": 4.5, "w2": -0.5, "b": -2.0}
    assert judge(compute(**near)) == "almost"
    solved = START | {"w1": 8.0, "w2": -3.0, "b": -3.5}
    assert judge(compute(**solved)) == "solved"
    assert judge(compute(**solved | {"step": STEPS})) == "open"


def test_loss_of_all_zero_weights_is_log_2_on_every_pair():
    for pair in PAIRS:
        result = compute(**START | {"w1": 0.0, "w2": 0.0, "measurements": pair})
        assert result.loss == pytest.approx(np.log(2))
        assert result.accuracy == pytest.approx(151 / 219)  # all called Adelie


def test_history_is_kept_and_only_indexed_by_the_step():
    histories = [compute(**START | {"w1": 3.21, "step": step}).losses for step in range(0, STEPS, 10)]
    assert all(losses is histories[0] for losses in histories)


def test_an_arrow_stands_for_its_weights_and_no_others():
    for w in np.array([[0.0, 0.0], [0.3, -0.2], [1.5, 1.0], [-20.0, 20.0]]):
        assert np.allclose(weights(arrow(w)), w) and np.isclose(arrow(w)[0] * w[1], arrow(w)[1] * w[0])


def test_a_line_pulled_in_the_middle_of_the_descent_is_set_by_hand_from_there():
    demo = logistic_regression(step=30)
    w, names = demo.result.w, [handle.artist for handle in demo.handles]
    hand = Hand(demo, names.index("line")).press().pull(20, 0)
    assert demo.values["step"] == 0 and np.allclose(demo.result.w, w, atol=0.05) and hand.miss() < 3
    Hand(demo, names.index("arrow")).press().pull(0, -30)
    assert demo.result.w[1] > w[1]
    demo.close()


def test_the_readout_counts_the_penguins_on_their_own_side():
    demo = logistic_regression()
    right = np.sum((demo.result.z > 0) == demo.result.birds.y)
    assert f"gets {right} of {len(demo.result.z)} penguins" in demo.readout.en


def test_the_dashed_line_stands_at_the_minimum_and_the_dot_at_the_loss():
    demo = logistic_regression(step=20)
    loss, minimum = demo.result.loss, demo.result.birds.minimum
    assert loss > minimum and set(demo.artists.minimum.get_ydata()) == {minimum}
    assert demo.artists.dot.get_xydata().tolist() == [[20, loss]]
    demo.close()


def test_the_preset_is_three_times_the_best_line_with_its_mistakes_and_more_loss():
    (preset,) = PRESETS.values()
    birds = load(preset["measurements"])
    w, b = newton(birds.X, birds.y)[:2]
    assert np.allclose([preset["w1"], preset["w2"], preset["b"]], [*(3 * w), 3 * b], atol=0.05)
    best, longer = compute(**START | dict(w1=w[0], w2=w[1], b=b)), compute(**START | preset)
    assert longer.loss > 1.5 * best.loss and longer.accuracy == best.accuracy
    assert judge(longer) != "solved"
