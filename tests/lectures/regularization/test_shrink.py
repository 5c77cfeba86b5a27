"""What a price on its weights does to a network: smoothness, death, and zeros."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.regularization.demos.shrink.priced_runs import AXIS, LAMS, priced_runs

module, result = lecture("regularization")
SHRINK = module("shrink")


def medians(way, optimizer):
    """Median error and roughness of the runs, by price."""
    found = result("shrink", way=way, optimizer=optimizer)
    return (dict(zip(LAMS, np.median(values, axis=1))) for values in (found.tests, found.roughness))


def smoothed(way="l2", optimizer="adam", price=0.1):
    """ln of how many times smoother a price makes the fit."""
    _, rough = medians(way, optimizer)
    return np.log(rough[0.0] / rough[price])


def smoothed_otherwise(optimizer, **training):
    """The same under L2, trained with another η or for another time than the picture has."""
    rough = np.median(finished(priced_runs("l2", optimizer, (0.0, 0.1), **training)).roughness[-1], axis=1)
    return np.log(rough[0] / rough[1])


@pytest.mark.costly_changes
def test_under_l2_with_adam_the_error_falls_to_a_third_and_then_the_network_dies(becomes):
    changes = dict(l1=dict(way="l1"), more=dict(price=0.3), beside=dict(way="decay"))
    changes["momentum"] = dict(way="l1", optimizer="momentum")
    becomes(
        **{key: lambda change=change: outcome(smoothed(), smoothed(**change)) for key, change in changes.items()},
        larger=lambda: outcome(smoothed(), smoothed_otherwise("momentum", rate=0.2)),
        brief=lambda: outcome(smoothed(), smoothed_otherwise("adam", epochs=100)),
    )
    error, rough = medians("l2", "adam")
    assert error[0.0] > error[0.03] > error[0.1] and error[0.1] < 0.4 * error[0.0]
    assert 0.12 < error[0.0] < 0.25 and 0.06 < error[0.03] < 0.09 and 0.045 < error[0.1] < 0.07
    assert 0.045 < error[0.3] < 0.075 and 0.3 < error[1.0] < 0.49 and 0.45 < error[3.0] < 0.5  # a cliff
    assert list(rough.values()) == sorted(rough.values(), reverse=True)
    assert rough[0.0] > 40 and 1.5 < rough[0.1] < 4 and 0.8 < rough[0.3] < 1.6 and rough[3.0] < 1e-3
    assert SHRINK.WAVE_ROUGHNESS == pytest.approx(2.415, abs=0.001)


def test_a_dead_network_is_the_mean_of_its_samples():
    found = result("shrink", way="l2", lam=3.0)
    assert np.ptp(found.fit) < 0.01 and found.fit[0] == pytest.approx(found.sample[1].mean(), abs=0.02)
    assert found.tests[-1, 0] == pytest.approx(np.mean((found.fit - np.sin(1.5 * AXIS)) ** 2), rel=1e-4)


def zeros(way="proximal", optimizer="momentum", price=0.1):
    """The median share of weights that are exactly 0."""
    return np.median(result("shrink", way=way, optimizer=optimizer, lam=price).zeros) / SHRINK.WEIGHTS


def test_l1_in_the_gradient_leaves_no_weight_exactly_0(becomes):
    changes = dict(slope=dict(way="l1"), less=dict(price=0.03), more=dict(price=0.3))
    becomes(**{key: outcome(zeros(), zeros(**change)) for key, change in changes.items()})
    found = result("shrink")
    assert found.zeros.sum() == 0 and found.counts.sum() == SHRINK.WEIGHTS
    small = found.counts[SHRINK.SIZES[1:] <= -2].sum()
    assert small > SHRINK.WEIGHTS / 2  # though most are below 0.01


@pytest.mark.thorough
def test_a_soft_threshold_leaves_zeros_and_in_momentum_as_many_as_the_slope_leaves_small():
    for lam, low, high in [(0.03, 0.5, 0.65), (0.1, 0.75, 0.9)]:
        exact = result("shrink", way="proximal", optimizer="momentum", lam=lam)
        slope = result("shrink", way="l1", optimizer="momentum", lam=lam)
        assert low < zeros(price=lam) < high and slope.zeros.sum() == 0
        place = LAMS.index(lam)
        assert np.median(exact.tests[place]) == pytest.approx(np.median(slope.tests[place]), rel=0.1)
    assert 0.15 < zeros(optimizer="adam") < 0.45  # with Adam the same λ charges less


def test_a_sceptic_finds_that_momentum_leaves_a_price_little_to_take_away():
    found = {key: result("shrink", **change.moves).gain for key, change in SHRINK.SCEPTIC.changes.items()}
    assert result("shrink", epoch=0).gain == result("shrink").gain  # wherever time stands
    becomes = {key: outcome(result("shrink").gain, gain) for key, gain in found.items()}
    assert becomes == {"squares": "stays", "beside": "stays", "momentum": "weaker"}


@pytest.mark.thorough
def test_beside_the_step_decay_is_l2_with_momentum_and_not_with_adam():
    (l2, _), (decay, _) = medians("l2", "momentum"), medians("decay", "momentum")
    assert decay[0.1] == pytest.approx(l2[0.1], rel=0.05)
    (l2, _), (decay, _) = medians("l2", "adam"), medians("decay", "adam")
    assert decay[0.1] > 2 * l2[0.1]


@pytest.mark.thorough
def test_the_challenge_is_momentum_with_a_soft_threshold():
    demo = SHRINK.shrink()
    assert demo.state == "open"
    demo.set(way="proximal", optimizer="momentum")
    assert demo.state == "almost"
    demo.set(lam=0.03)
    assert demo.state == "solved"
    demo.close()


def test_the_challenge_wants_both():
    found = result("shrink")
    good, many = np.full((7, 20), 0.06), np.full(20, 64)
    assert SHRINK.judge(found._replace(tests=good, zeros=many)) == "solved"
    assert SHRINK.judge(found._replace(tests=good, zeros=many - 1)) == "almost"
    assert SHRINK.judge(found._replace(tests=good + 0.05, zeros=many)) == "open"


def test_a_click_chooses_the_price_or_the_next_run():
    demo = SHRINK.shrink()
    Hand(demo, 0, item=2).press()
    assert demo.values["lam"] == 0.03
    Hand(demo, 1, item=6).press()
    assert demo.values["lam"] == 3.0
    Hand(demo, 2, item=4).press()
    assert demo.values["run"] == 1
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("shrink")
    train, test, rough = SHRINK.errors_and_roughness(found)
    median = np.median(found.tests[LAMS.index(0.1)])
    readout = SHRINK.readout(found)
    shown = [0, 0, 128, test, train, rough, SHRINK.WAVE_ROUGHNESS, found.norm, 20, median, 0]
    reads(readout, 0.1, 0, 2000, *shown)
