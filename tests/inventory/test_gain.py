"""The statistics of a class: against an independent implementation, and on classes whose gain is known."""

import re
from pathlib import Path

import numpy as np
import pytest
from later import Later

from course_nn.inventory.gain import (
    difficulty,
    discrimination,
    gain_interval,
    normalised_gain,
    reliability,
)
from course_nn.inventory.simulated import ITEMS, share_that_shows, simulated_scores, smallest_gain

stats = Later("scipy.stats")

DOCS = Path(__file__).parents[2] / "docs"


def answered(rng, students, gain=0.0, abilities=None):
    """Right or not, (students, items): students and items differ, and a fifth is guessed right; and the true mean."""
    abilities = rng.normal(size=students) if abilities is None else abilities
    hard = np.linspace(-1, 2, ITEMS)
    chance = 0.2 + 0.8 / (1 + np.exp(hard - abilities[:, None]))
    chance = chance + gain * (1 - chance)
    return (rng.random(chance.shape) < chance).astype(float)


def test_the_gain_is_the_share_of_what_could_still_be_gained():
    assert normalised_gain(np.array([0.2, 0.6]), np.array([0.7, 0.7, 0.7])) == pytest.approx(0.5)
    assert normalised_gain(np.full(3, 0.4), np.full(3, 0.4)) == 0
    assert normalised_gain(np.full(3, 0.5), np.full(3, 0.4)) == pytest.approx(-0.2)
    assert np.isnan(normalised_gain(np.ones(3), np.ones(3)))


def test_difficulty_and_discrimination_are_what_scipy_says():
    R = answered(np.random.default_rng(0), 40)
    assert difficulty(R) == pytest.approx([stats.describe(column).mean for column in R.T])
    rest = [np.delete(R, k, axis=1).sum(axis=1) for k in range(ITEMS)]
    assert discrimination(R) == pytest.approx([stats.pointbiserialr(R[:, k], rest[k])[0] for k in range(ITEMS)])
    R[:, 3] = 1
    assert np.isnan(discrimination(R)[3]) and np.isfinite(discrimination(R)[4])


def test_kr20_is_the_alpha_of_the_covariance_matrix():
    R = answered(np.random.default_rng(1), 60)
    C = np.cov(R.T)
    assert reliability(R) == pytest.approx(ITEMS / (ITEMS - 1) * (1 - np.trace(C) / C.sum()))
    halves = np.repeat(np.random.default_rng(2).integers(2, size=(50, 1)), ITEMS, axis=1).astype(float)
    assert reliability(halves) == pytest.approx(1), "items that all say the same"
    assert np.isnan(reliability(np.ones((5, ITEMS))))


def test_the_interval_is_that_of_scipys_bootstrap():
    rng = np.random.default_rng(3)
    before, after = answered(rng, 40).mean(axis=1), answered(rng, 50, 0.3).mean(axis=1)

    def gain(b, a, axis=-1):
        return (a.mean(axis=axis) - b.mean(axis=axis)) / (1 - b.mean(axis=axis))

    for paired, other in ((False, after), (True, after[:40])):
        theirs = stats.bootstrap(
            (before, other), gain, paired=paired, method="percentile", n_resamples=4000, random_state=0
        ).confidence_interval
        assert gain_interval(before, other, paired) == pytest.approx([theirs.low, theirs.high], abs=0.012)


@pytest.mark.parametrize(
    "students, paired",
    [(30, True), (30, False), (200, True), pytest.param(200, False, marks=pytest.mark.thorough)],
)
def test_of_a_hundred_classes_with_a_known_gain_93_to_95_intervals_hold_it(students, paired):
    rng, hits, runs, gain = np.random.default_rng(students), 0, 2000, 0.3
    for _ in range(runs):
        abilities = rng.normal(size=students)
        before = answered(rng, students, abilities=abilities).mean(axis=1)
        after = answered(rng, students, gain, abilities if paired else None).mean(axis=1)
        low, high = gain_interval(before, after, paired)
        hits += low <= gain <= high
    assert 0.925 <= hits / runs < 0.955


def test_the_simulated_classes_have_the_gain_that_they_are_said_to_have():
    before, after = simulated_scores(200, 0.25, paired=False)
    assert normalised_gain(before.ravel(), after.ravel()) == pytest.approx(0.25, abs=0.005)
    assert before.mean() == pytest.approx(0.4, abs=0.005)


def test_without_a_gain_few_classes_show_one_and_a_larger_class_shows_a_smaller_one():
    for paired in (False, True):
        assert share_that_shows(30, 0.0, paired) < 0.05
    assert share_that_shows(30, 0.2, True) > share_that_shows(30, 0.2, False) > share_that_shows(30, 0.1, False)
    assert smallest_gain(200, paired=True) < smallest_gain(30, paired=True) < smallest_gain(30)


@pytest.mark.parametrize("guide", ["inventory.md", "inventory.zh-CN.md"])
def test_the_page_tells_the_smallest_gains_that_classes_show(guide):
    rows = re.findall(r"^\| (\d+) \| (0\.\d+) \| (0\.\d+) \|$", (DOCS / guide).read_text("utf-8"), re.M)
    assert [int(students) for students, _, _ in rows] == [30, 200]
    for students, same, others in rows:
        assert smallest_gain(int(students), paired=True) == pytest.approx(float(same), abs=0.011)
        assert smallest_gain(int(students)) == pytest.approx(float(others), abs=0.011)
