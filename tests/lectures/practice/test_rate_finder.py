"""What a range test foretells, and what it does not; and what can be pulled."""

from itertools import accumulate

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.rate_finder.rate_runs import (
    BATCH,
    HIGH,
    LOSS,
    SEEDS,
    TRIED_RATES,
    digits_to_learn,
    final_losses,
    network_at_start,
    range_tests,
)
from course_nn.lectures.practice.tuning import advice, rate_range, running_mean

module, result = lecture("practice")
FINDER = module("rate_finder")
STEEPEST, MINIMUM, TENTH = range(3)


def spread(row, **values):
    rates = result("rate_finder", **values).advised[row]
    return rates.max() / rates.min()


def scatter(rates, tests, smoothed=lambda losses: running_mean(losses, 0.98)):
    """As FINDER.scatter_of_the_steepest."""
    advices = [advice(rates[: len(losses)], smoothed(losses)) for losses in tests]
    steepest, tenth = (np.log10([getattr(one, rule) for one in advices]) for rule in ("steepest", "tenth"))
    return np.ptp(steepest) - np.ptp(tenth)


def mean_from_the_first(losses, beta=0.98):
    return np.array([*accumulate(losses, lambda mean, loss: beta * mean + (1 - beta) * loss)])


def begun_at(low):
    """The rates of range tests that begin higher, and the losses of each seed."""
    rates = np.geomspace(low, HIGH, 100)
    networks = [network_at_start("wide", seed) for seed in range(SEEDS)]
    return rates, [
        rate_range(network, *digits_to_learn(), LOSS, rates, batch_size=BATCH, seed=seed)
        for seed, network in enumerate(networks)
    ]


def test_the_steepest_place_scatters_until_a_sceptic_leaves_out_the_beginning(becomes):
    found = result("rate_finder")
    more = FINDER.scatter_of_the_steepest(found)
    assert more > 3
    usual = finished(range_tests("wide", "gradient_descent", 100))
    becomes(
        first=outcome(more, scatter(usual.rates, usual.losses, mean_from_the_first)),
        higher=outcome(more, scatter(*begun_at(0.03))),
        **{
            key: outcome(more, FINDER.scatter_of_the_steepest(result("rate_finder", **change.moves)))
            for key, change in FINDER.SCEPTIC.changes.items()
        },
    )


@pytest.mark.costly_changes
def test_the_best_rate_is_far_above_a_tenth_of_the_minimum_until_a_sceptic_takes_adam(becomes):
    def above(network="wide", optimizer="gradient_descent", steps=100, seeds=range(3)):
        """By how much the best rate is more than twice that advice, as a logarithm: the median of three starts."""
        advised = result("rate_finder", network=network, optimizer=optimizer, steps=steps).advised[TENTH]
        best = [TRIED_RATES[finished(final_losses(network, optimizer, seed)).argmin()] for seed in seeds]
        return np.median([np.log(rate / advised[seed] / 2) for seed, rate in zip(seeds, best)])

    assert above() > np.log(2)
    becomes(
        tanh=lambda: outcome(above(), above("tanh")),
        steps=lambda: outcome(above(), above(steps=300)),
        seeds=lambda: outcome(above(), above(seeds=range(3, 6))),
        adam=lambda: outcome(above(), above(optimizer="adam")),
    )


def test_over_ten_seeds_the_steepest_rule_varies_ten_thousandfold_and_a_tenth_of_the_minimum_threefold():
    found = result("rate_finder")
    assert spread(STEEPEST) > 1e4 and found.advised[STEEPEST].min() == pytest.approx(1e-4)
    assert spread(TENTH) < 3 and 0.2 < found.advised[TENTH].min() < found.advised[TENTH].max() < 1.2
    assert np.allclose(found.advised[MINIMUM], 10 * found.advised[TENTH])


def test_the_sceptic_leaves_out_the_first_steps_and_the_steepest_rule_varies_threefold_too():
    assert spread(STEEPEST, left_out=10) < 6


def test_a_rule_is_where_the_curve_says():
    found = result("rate_finder", left_out=10)
    rates, losses = found.smooth
    rate, loss = found.rule_points[MINIMUM]
    assert rate == rates[losses.argmin()] and loss == pytest.approx(losses.min())
    slopes = np.gradient(losses, np.log(rates))
    assert found.rule_points[STEEPEST][0] == rates[slopes.argmin()]


def test_the_best_rate_is_ten_times_what_the_cautious_rule_advises_and_the_loss_there_far_lower():
    found = result("rate_finder", uncovered=True)
    assert found.best_rate == TRIED_RATES[found.final_losses.argmin()] and 1.5 < found.best_rate < 9
    assert found.best_rate > 4 * found.advised[TENTH, 0]
    assert found.loss_at_advice[TENTH] > 10 * found.final_losses.min() and found.final_losses.min() < 0.01
    three, third = (np.abs(np.log(TRIED_RATES / rate)).argmin() for rate in (3, 0.3))
    assert found.final_losses[three] < 0.01 < 0.04 < found.final_losses[third] < 0.12


def test_at_a_rate_of_3_the_deep_network_dies_and_the_wide_one_is_near_its_best():
    deep, wide = (result("rate_finder", uncovered=True, network=name) for name in ("deep", "wide"))
    three = np.abs(np.log(TRIED_RATES / 3)).argmin()
    assert deep.final_losses[three] > 1.5 and wide.final_losses[three] < 0.01
    assert 0.2 < deep.best_rate < 1.5


def test_the_challenge_is_three_rates_within_a_factor_of_two_and_counts_only_uncovered():
    demo = FINDER.rate_finder(uncovered=True)
    assert demo.state == "open"
    best = {}
    for name in FINDER.SHAPES:
        demo.set(network=name)
        best[name] = demo.result.best_rate
    demo.set(wide=best["wide"], deep=best["deep"] / 1.9)
    assert demo.state == "almost"
    demo.set(tanh=best["tanh"])
    assert demo.state == "solved"
    demo.set(uncovered=False)
    assert demo.state == "open"
    demo.close()


def test_ones_own_rate_is_dragged_in_both_pictures_and_belongs_to_the_network_that_is_shown():
    demo = FINDER.rate_finder(network="deep", uncovered=True)
    for k in (-2, -1):
        before = demo.values["deep"]
        Hand(demo, len(demo.handles) + k).press().pull(140, 0)  # a decade
        assert demo.values["deep"] == pytest.approx(10 * before, rel=0.3)
    assert demo.values["wide"] == 1e-3
    demo.close()


def test_a_dot_is_a_seed_of_a_rule_and_the_cover_is_pressed_away():
    demo = FINDER.rate_finder()
    Hand(demo, 3, item=7).press()
    assert demo.values["seed"] == 7 and demo.values["rule"] == "minimum"
    demo.set(seed=0)
    Hand(demo, 0).press()
    assert demo.values["uncovered"] and len(demo.result.final_losses) == len(TRIED_RATES)
    demo.close()


def test_the_readout_says_what_the_picture_shows():
    found = result("rate_finder", uncovered=True)
    words = FINDER.readout(found)
    assert f"<b>{found.advised[0, 0]:.2f}</b>" in words.en and f"<b>{found.advised[0, 0]:.2f}</b>" in words.zh
    assert "0 of 3 networks" in words.en and f"best η {found.best_rate:.2f}" in words.en
    covered = FINDER.readout(result("rate_finder"))
    assert "covered" in covered.en and "best" not in covered.en


def test_the_truth_has_no_room_before_it_is_uncovered_and_then_stands_under_the_advice():
    demo = FINDER.rate_finder()
    finder, rows, whole = demo.artists.panels
    assert not whole.get_visible() and rows.xaxis.label.get_visible()
    demo.set(uncovered=True)
    assert whole.get_visible() and not rows.xaxis.label.get_visible()
    assert finder.get_xlim() == rows.get_xlim() == whole.get_xlim()
    heights = [axes.get_position(original=True).bounds for axes in (whole, rows, finder)]
    assert all(low + tall < above for (_, low, _, tall), (_, above, *_) in zip(heights, heights[1:]))
    demo.close()
