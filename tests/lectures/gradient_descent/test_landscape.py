"""What lies between trained networks, with their hidden units as they are and reordered."""

from math import factorial

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.between_minima import (
    AXIS,
    LOSS,
    PAIRS,
    TRAIN,
    all_barriers,
    barrier,
    line_of,
    minima,
    samples,
)
from course_nn.lectures.gradient_descent.loss_slice import losses_on, reorder
from course_nn.network import Network
from course_nn.stage.controls import Values
from course_nn.training import train

module, result = lecture("gradient_descent")
DEMO = module("landscape")


def measured(width, lam, units):
    finished(minima(width, lam))
    return finished(all_barriers(width, lam, units))


@pytest.mark.parametrize(
    "width, lam", [(8, 0.3), (16, 0.3), *(pytest.param(width, 0.0, marks=pytest.mark.thorough) for width in (8, 16))]
)
def test_reordered_the_ridge_is_lower_in_fifteen_pairs_of_fifteen(width, lam):
    """The controls: without a penalty, and half as wide."""
    before, after = (measured(width, lam, units) for units in ("trained", "fit"))
    assert len(before) == len(PAIRS) == 15 and np.all(after < before)
    assert np.median(after) < np.median(before) / 5


def test_between_minima_the_loss_rises_until_a_sceptic_reorders_the_units_to_fit(becomes):
    def ridge(width=16, lam=0.3, units="trained"):
        return np.median(measured(width, lam, units))

    assert ridge() > 0.2
    changed = dict(narrow=ridge(8), free=ridge(lam=0.0), random=ridge(units="random"), fit=ridge(units="fit"))
    becomes(**{key: outcome(ridge(), left) for key, left in changed.items()})


def test_a_random_order_makes_some_ridges_lower_and_some_higher():
    before, after = (measured(16, 0.3, units) for units in ("trained", "random"))
    assert 4 < np.sum(after > before) < 14


def test_a_line_from_start_to_minimum_only_falls_and_one_between_minima_does_not():
    for pair in (1, 6, 10, 13, 15):  # each of the five first networks
        line = line_of(16, 0.3, pair, "start", "trained")[(AXIS >= 0) & (AXIS <= 1)]
        assert np.all(np.diff(line) > 0)  # from A, the minimum, to its start
        assert barrier(line_of(16, 0.3, pair, "minima", "trained")) > 0.1


@pytest.mark.thorough
def test_six_other_seeds_trained_longer_say_the_same():
    network = Network((64, 16, 10), "tanh", seed=range(6, 12), dtype=np.float32)
    train(network, *samples("training"), LOSS, epochs=80, lam=0.3, **TRAIN)
    lower = []
    for i, j in PAIRS:
        a, b = (network.with_parameters(network.parameters[k]) for k in (i, j))
        ways = [a.parameters + np.outer(AXIS, end.parameters - a.parameters) for end in (b, reorder(b, a))]
        before, after = (barrier(losses_on(a, way, *samples("evaluation"))) for way in ways)
        lower.append(after < before / 3)
    assert all(lower)


def test_a_network_and_its_own_shuffled_copy_have_a_ridge_between_them_that_reordering_takes_away():
    ridges = [barrier(line_of(16, 0.3, pair, "copy", "trained")) for pair in (1, 6, 10, 13, 15)]
    assert min(ridges) > 0.1
    fitted = result("landscape", view="copy", units="fit")
    assert fitted.barrier == fitted.distance == 0 and np.ptp(fitted.line) < 1e-5


def test_the_minima_are_alike_and_read_most_unseen_digits_while_the_ridge_does_not():
    ends = [line_of(16, 0.3, pair, "minima", "trained")[AXIS == 0] for pair in (1, 6, 10, 13, 15)]
    assert 0.005 < np.min(ends) < np.max(ends) < 0.015
    at_a, between = result("landscape", u=0.0), result("landscape", u=0.5)
    assert at_a.loss == pytest.approx(ends[0][0], rel=1e-4)
    assert at_a.accuracy > 0.97 > 0.9 > between.accuracy
    assert between.loss == pytest.approx(between.barrier + max(np.interp([0, 1], AXIS, between.line)), rel=0.02)


def test_the_numbers_of_the_opening_pair():
    before, after = result("landscape"), result("landscape", units="fit")
    assert 0.3 < before.barrier < 0.5 and after.barrier < 0.05
    assert before.barrier == before.barriers[4, 0] == pytest.approx(np.median(before.barriers[:, 0]))
    assert after.distance < before.distance
    assert before.copies == factorial(16) * 2**16


def test_where_there_is_no_order_to_choose_the_choice_does_nothing():
    usual, fit = (result("landscape", view="random", units=units) for units in ("trained", "fit"))
    assert fit.surface is usual.surface and np.array_equal(usual.barriers, fit.barriers)
    assert not DEMO.CONTROLS["units"].used(Values(view="random"))


def test_the_challenge_is_solved_by_a_press_on_a_low_pair():
    demo = DEMO.landscape(width=8, units="fit")
    ridges = demo.result.barriers[:, 1]
    assert 0 < np.sum(ridges < 0.05) < 8
    for k, state in ((ridges.argmin(), "solved"), (ridges.argsort()[7], "almost"), (ridges.argmax(), "open")):
        Hand(demo, 0, item=int(k)).press()
        assert (demo.values["pair"], demo.state) == (k + 1, state)
    demo.set(pair=int(ridges.argmin()) + 1, width=16)
    assert demo.state == "open"
    demo.close()


def test_a_press_on_a_minimum_takes_the_place_there():
    demo = DEMO.landscape()
    Hand(demo, 2, item=1).press()
    assert (demo.values["u"], demo.values["v"]) == (1, 0)
    Hand(demo, 3).pull(-100, -60)
    assert demo.values["u"] < 0.4 and demo.values["v"] > 0.3
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = DEMO.landscape(u=0.4)
    r = demo.result
    a, b = np.interp([0, 1], AXIS, r.line)
    means = 0, a, 5, b, r.distance, r.barrier, 0.4, 0, r.loss, 100 * r.accuracy, 16, r.copies
    reads(demo.readout, *means)
    demo.set(view="random")
    r = demo.result
    reads(demo.readout, 0, 0.4, 0, r.loss, 100 * r.accuracy, 16, r.copies)
    demo.close()
