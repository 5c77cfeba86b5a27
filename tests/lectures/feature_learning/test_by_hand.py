"""The lecture: a network learns features. Beside it, features found by hand: where they do, and where none does."""

from itertools import product

import numpy as np
import pytest
from computed import Pure

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.datasets import circle
from course_nn.features import featurize
from course_nn.lectures.feature_learning.demos.by_hand import feature_engineering
from course_nn.linear_models import least_squares
from course_nn.logistic_regression import standardise

demo = Pure("feature_learning.by_hand")

NONE = {"raw": False} | {name: False for name in demo.NONLINEAR}


def right_by_hand(data, features):
    return feature_engineering.right_on_held_out(feature_engineering.fit_by_hand(data, features), data)


@pytest.fixture
def run(shown):
    def run(data, *on, **values):
        return shown("by_hand", data=data, **NONE | {name: True for name in on} | values)

    return run


def by_squares_of_the_circle(n=200, noise=0.0):
    """The share of held-out points that least squares gets right from x1² and x2², learned from n points."""
    train, test = circle(n, noise), circle(300, seed=1)
    fit = least_squares(train.X**2, 2.0 * train.y - 1)
    return np.mean((test.X**2 @ fit.W + fit.b > 0) == test.y)


def test_the_squares_solve_the_circle_and_the_product_solves_xor_without_a_hidden_layer(run, becomes):
    squares = ("x1_squared", "x2_squared")
    assert run("circle", *squares).by_hand.right.all()
    assert run("xor", "x1_x2").by_hand.right.all()
    assert run("circle", "raw").by_hand.right.mean() < 0.65 and run("xor", "raw").by_hand.right.mean() < 0.75
    changed = dict(squares=by_squares_of_the_circle(), few=by_squares_of_the_circle(30))
    changed |= dict(noise=by_squares_of_the_circle(noise=0.1))
    changed |= {data: run(data, *squares).by_hand.right.mean() for data in ("xor", "moons")}
    becomes(**{key: outcome(1 / 2, right - 1 / 2) for key, right in changed.items()})


def test_two_features_by_hand_fit_one_set_and_a_hidden_layer_finds_some_for_all_five(run, becomes):
    def lead(*on, **change):
        return demo.SCEPTIC.effect(run("circle", *on, **change))

    squares = ("x1_squared", "x2_squared")
    assert lead(*squares) > 25
    starts = [lead(*squares, start=start) for start in range(demo.STARTS)]
    changed = dict(start=np.median(starts), units=lead(*squares, units=12), two=lead(*squares, units=2))
    changed |= dict(all=lead("raw", *demo.NONLINEAR), nearest=lead(way="nearest"))
    becomes(**{key: outcome(lead(*squares), left) for key, left in changed.items()})


def test_on_the_spiral_a_line_that_counts_its_errors_gets_more_than_logistic_regression_and_far_less_than_copying(run):
    every = ("raw", *demo.NONLINEAR)
    logistic, count, nearest = (
        run("spiral", *every, way=way).by_hand.right.mean() for way in ("logistic", "count", "nearest")
    )
    assert logistic + 0.02 < count < 0.75 and nearest > 0.95


def test_all_features_at_once_do_for_every_set_but_the_spiral(run):
    scores = dict(zip(demo.DATASETS, run("circle", "raw", *demo.NONLINEAR).scores[0]))
    assert scores.pop("spiral") < 0.7 and min(scores.values()) > 0.95


def test_a_feature_that_is_right_for_one_set_is_of_no_use_for_the_others(run):
    result = run("circle", "x1_squared", "x2_squared")
    assert result.scores[0, 0] == 1 and np.all(result.scores[0, 1:] < 0.6)


def test_no_choice_of_these_features_does_for_the_spiral_but_a_hidden_layer_does(run):
    choices = [
        (*(("x1", "x2") if raw else ()), *(name for name, on in zip(demo.NONLINEAR, bent) if on))
        for raw, *bent in product([False, True], repeat=6)
    ]
    assert len(choices) == 64
    assert max(right_by_hand("spiral", features).mean() for features in choices) < 0.7
    assert run("spiral", units=12).learned.right.mean() > 0.95


def test_one_hidden_layer_learns_features_for_all_five_sets_from_x1_and_x2(run):
    assert run("circle", units=12).scores[1].min() > 0.95


def test_a_single_start_may_do_worse_than_the_best_of_five_and_mostly_does_well(run):
    scores = [run("spiral", units=12, start=start).learned.right.mean() for start in range(demo.STARTS)]
    assert sum(score > 0.9 for score in scores) >= 3 and min(scores) < run("spiral", units=12).learned.right.mean()


def test_without_a_feature_only_the_bias_is_left_and_all_points_get_one_answer(run):
    fit = run("gauss").by_hand
    assert np.ptp(fit.f) == 0 and 0.4 < fit.right.mean() < 0.6


def test_the_linear_classifier_is_that_of_a_reference_solver():
    linear_model = pytest.importorskip("sklearn.linear_model")
    features = ("x1", "x2", "sin_x1")
    train, test = (feature_engineering.samples(held_out)["moons"] for held_out in (False, True))
    Z, mean, std = standardise(featurize(train.X, features))
    reference = linear_model.LogisticRegression(C=1 / feature_engineering.WEAK, tol=1e-10, max_iter=10_000)
    right = reference.fit(Z, train.y).predict((featurize(test.X, features) - mean) / std) == test.y
    assert np.array_equal(right_by_hand("moons", features), right)


def test_the_challenge_wants_one_feature_on_xor(run):
    assert demo.judge(run("xor", "x1_x2")) == "solved"
    assert demo.judge(run("xor", "raw", "x1_x2")) == "almost"
    assert demo.judge(run("xor", "x1_x2", units=3)) == demo.judge(run("circle", "x1_squared")) == "open"


def test_the_readout_has_both_scores_and_the_worst_of_all_sets(run, reads):
    for data, on in (("circle", ("x1_squared", "x2_squared")), ("moons", ("raw", "sin_x1"))):
        result = run(data, *on)
        hand, net = (100 * fit.right.mean() for fit in (result.by_hand, result.learned))
        features = (*(("x1", "x2") if "raw" in on else ()), *(name for name in on if name != "raw"))
        worst = min(right_by_hand(name, features).mean() for name in demo.DATASETS)
        networks = finished(feature_engineering.train_all(4))
        learned = min(feature_engineering.right_on_held_out(network, name).mean() for name, network in networks.items())
        reads(demo.readout(result), 300, hand, net, 4, 100 * worst, 100 * learned)
        assert (
            f"with {', '.join(demo.FEATURES[name].label for name in features)}, logistic regression; <b>"
            in demo.readout(result).en
        )
