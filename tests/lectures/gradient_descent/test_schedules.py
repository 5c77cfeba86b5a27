"""Schedules, the noise they leave, and the range test, against closed forms and simulation."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.schedules import (
    SCHEDULES,
    knots_of,
    mean_squares,
    named_schedule,
    noise_floor,
    range_test,
    read_off,
    schedule_through,
    with_warm_up,
)

SHARES = np.linspace(0, 1, 101)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_starts_at_the_first_rate_and_never_rises(name):
    rates = np.array([named_schedule(name, 3.2)(share, 200) for share in SHARES])
    assert rates[0] == 3.2 and (np.diff(rates) <= 1e-12).all() and (rates >= 0).all()


def test_named_schedules_are_what_their_names_say():
    assert [named_schedule("linear", 2)(share, 10) for share in (0, 0.5, 1)] == [2, 1, 0]
    assert [named_schedule("steps", 1)(share, 10) for share in (0.3, 0.4, 0.7, 1)] == pytest.approx(
        [1, 0.1, 0.01, 0.01]
    )
    assert [named_schedule("inverse", 1)(t / 50, 50) for t in range(4)] == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
    assert named_schedule("cosine", 1)(0.5, 10) == pytest.approx(0.5)


def test_a_drawn_schedule_goes_through_its_knots_and_halfway_between_lies_their_geometric_mean():
    knots = (3.2, 1.0, 0.1, 0.1, 0.001)
    schedule = schedule_through(knots)
    np.testing.assert_allclose([schedule(share, 7) for share in np.linspace(0, 1, 5)], knots)
    assert schedule(0.125, 7) == pytest.approx(np.sqrt(3.2))


def test_a_warm_up_rises_in_a_straight_line_and_then_leaves_the_schedule_as_it_was():
    warm = with_warm_up(named_schedule("constant", 2.0), 0.5)
    assert [warm(t / 10, 10) for t in range(5)] == pytest.approx([0.4, 0.8, 1.2, 1.6, 2.0])
    assert warm(0.9, 10) == 2 and with_warm_up(named_schedule("linear", 2.0), 0)(0.25, 10) == 1.5


def test_knots_are_typed_with_spaces_or_commas_and_refused_with_a_sentence():
    assert knots_of("3.2, 1 .5，0.1 0.01") == (3.2, 1, 0.5, 0.1, 0.01)
    for text in ("1 2 3", "1 2 3 4 five", "1 1 1 1 0", "1 1 1 1 nan", "1 1 1 1 1000"):
        with pytest.raises(BadInput) as error:
            knots_of(text)
        assert error.value.en and error.value.zh
    with pytest.raises(BadInput):
        schedule_through([1.0])


# ---- noise ------------------------------------------------------------------------------------------


def test_the_floor_is_the_formula_and_grows_from_0_053_to_3():
    floors = noise_floor(np.array([0.1, 0.5, 1.0, 1.5]))
    np.testing.assert_allclose(floors, [0.1 / 1.9, 0.5 / 1.5, 1, 3])
    np.testing.assert_allclose(np.round(floors, 3), [0.053, 0.333, 1, 3])
    assert np.isinf(noise_floor([2.0, 3.0])).all() and noise_floor(1.0, lam=2.0, sigma=0.0) == np.inf


@pytest.mark.parametrize("eta, lam, sigma", [(0.1, 1, 1), (1.5, 1, 2), (0.7, 0.5, 1)])
def test_with_a_constant_rate_the_mean_square_settles_at_the_floor_wherever_it_starts(eta, lam, sigma):
    for start in (0, 9):
        assert mean_squares([eta] * 400, start, lam, sigma)[-1] == pytest.approx(noise_floor(eta, lam, sigma), rel=1e-9)


def test_mean_squares_are_those_of_simulated_walks():
    rates, lam, rng = 1.5 * 0.9 ** np.arange(20), 0.5, np.random.default_rng(0)
    x = np.full(200_000, 3.0)
    for eta in rates:
        x -= eta * (lam * x + rng.normal(size=len(x)))
    assert np.mean(x**2) == pytest.approx(mean_squares(rates, 3.0, lam)[-1], rel=0.02)


def test_one_over_t_averages_so_that_the_mean_square_is_one_over_t():
    t = np.arange(1, 300)
    np.testing.assert_allclose(mean_squares(1 / t, 7.0)[1:], 1 / t, rtol=1e-9)


# ---- the range test ---------------------------------------------------------------------------------


def test_a_valley_in_ln_eta_is_read_off_where_it_is_steepest_and_deepest():
    rates = np.geomspace(1e-3, 10, 200)
    losses = np.tile((2 - np.exp(-((np.log10(rates) + 0.5) ** 2) / 0.5))[:, None], (1, 3))
    test = read_off(rates, losses, memory=0.0)
    assert np.log10(test.minimum) == pytest.approx(-0.5, abs=0.02) and test.tenth == test.minimum / 10
    assert np.log10(test.steepest) == pytest.approx(-1.0, abs=0.02)
    assert np.isfinite(read_off(rates, np.where(rates[:, None] > 5, np.nan, losses)).losses).all()


@pytest.mark.parametrize(
    "name, low, high, steepest, minimum",
    [("gradient_descent", 1e-3, 20, (0.8, 1.9), (2.7, 4.6)), ("adam", 1e-5, 1, (0.02, 0.05), (0.15, 0.35))],
)
def test_on_digits_in_a_hundred_steps(name, low, high, steepest, minimum):
    test = finished(range_test(name, low, high))
    assert steepest[0] < test.steepest < steepest[1] and minimum[0] < test.minimum < minimum[1]


def test_a_slower_test_names_smaller_rates():
    fast, slow = (finished(range_test("gradient_descent", 1e-3, 20, steps)) for steps in (100, 400))
    assert slow.steepest < fast.steepest / 2 and slow.minimum < fast.minimum


def test_a_range_that_does_not_rise_is_refused():
    with pytest.raises(BadInput):
        next(range_test("adam", 1, 0.1))
