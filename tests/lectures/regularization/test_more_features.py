"""Test error over the number of random features: its peak, its second fall, and what takes the peak away."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.regularization.demos.more_features.sweeps import CUTOFFS

module, result = lecture("regularization")
DESCENT = module("more_features")
SIZES = np.array(DESCENT.SIZES)


def over_all_sizes(**values):
    return result("more_features", N=2000, **values)


def at(N):
    return DESCENT.SIZES.index(N)


@pytest.mark.parametrize("n", [100, *(pytest.param(n, marks=pytest.mark.thorough) for n in (50, 200))])
def test_every_single_draw_peaks_at_as_many_features_as_samples_and_fits_exactly_from_there_on(n):
    found = over_all_sizes(n=n)
    assert (SIZES[found.draws.argmax(axis=0)] == n).all() and found.draws.shape[1] == 10
    assert found.curves[0][SIZES >= n].max() < 1e-18 < found.curves[0][SIZES < n].min()
    assert SIZES[np.median(found.norms, axis=1).argmax()] == n


@pytest.mark.thorough
@pytest.mark.parametrize("values", [dict(seed=10), dict(kind="tanh"), dict(kind="cos"), dict(noise=0.2)])
def test_so_do_other_draws_other_features_and_wrong_labels(values):
    found = over_all_sizes(**values)
    assert (SIZES[found.draws.argmax(axis=0)] == 100).all()


def test_the_error_soars_as_features_become_as_many_as_samples_unless_there_is_a_penalty(becomes):
    changes = dict(tanh=dict(kind="tanh"), draws=dict(seed=10), wrong=dict(noise=0.2), priced=dict(lam=10.0))
    start = DESCENT.climb(result("more_features"))
    assert start > 2  # up to 95 features for 100 digits
    becomes(**{key: outcome(start, DESCENT.climb(result("more_features", **one))) for key, one in changes.items()})


def test_a_sceptic_finds_that_a_penalty_takes_the_peak_away_and_a_wave_lowers_it():
    start, becomes = DESCENT.climb(result("more_features")), {}
    for key, change in DESCENT.SCEPTIC.changes.items():
        becomes[key] = outcome(start, DESCENT.climb(result("more_features", **change.moves)))
    assert becomes == {"tanh": "stays", "wave": "weaker", "priced": "reversed", "draws": "stays"}


def test_the_numbers_of_100_digits():
    found = over_all_sizes()
    test = found.curves[2]
    assert test[at(40)] == pytest.approx(0.63, abs=0.08) == pytest.approx(test[SIZES < 100].min(), abs=0.08)
    assert 3 < test[at(95)] < 12 and 30 < test[at(100)] < 400
    assert test[at(300)] == pytest.approx(0.37, abs=0.05) and test[at(2000)] == pytest.approx(0.27, abs=0.03)
    assert found.wrong[at(100)] > 0.7 and found.wrong[at(2000)] == pytest.approx(0.09, abs=0.03)
    norms = np.median(found.norms, axis=1)
    assert norms[at(100)] > 10 * norms[at(40)] and norms[at(2000)] < 0.3 * norms[at(40)]


def test_a_penalty_of_10_to_100_has_no_peak_and_a_tuned_one_never_rises_by_a_hundredth():
    for lam in (10.0, 30.0, 100.0):
        assert (np.diff(over_all_sizes(lam=lam).curves[2]) < 0).all()
    assert np.diff(over_all_sizes().tuned).max() < 0.01


def test_a_cutoff_in_the_solver_takes_the_peak_away():
    peaks = [over_all_sizes(cutoff=cutoff).curves[2].max() for cutoff in CUTOFFS]
    assert peaks[0] > 5 * peaks[1] > 5 * peaks[2] and peaks[2] < 2


def test_on_a_noisy_wave_the_second_valley_is_not_the_deeper_one():
    test = over_all_sizes(data="wave", noise=0.2).curves[2]
    assert test[SIZES > 100].min() > 1.5 * test[SIZES < 100].min()


@pytest.mark.thorough
def test_nor_is_it_with_two_fifths_of_the_labels_wrong():
    test = over_all_sizes(noise=0.4, n=200).curves[2]
    assert test[SIZES > 200].min() > test[SIZES < 200].min()


@pytest.fixture(scope="module")
def opened():
    demo = DESCENT.more_features()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    opened.reset()
    return opened


def test_the_picture_shows_what_has_been_walked_through(demo):
    assert len(demo.artists.curves[2].get_xdata()) == at(95) + 1
    demo.set(N=2000)
    assert len(demo.artists.curves[2].get_xdata()) == len(SIZES)


def test_the_challenge_takes_a_penalty_and_the_whole_way(demo):
    states = []
    for values in (dict(N=2000), dict(lam=3.0), dict(lam=30.0), dict(N=1000)):
        demo.set(**values)
        states.append(demo.state)
    assert states == ["open", "almost", "solved", "open"]


def test_a_hand_pulls_the_size_and_clicks_at_sizes_and_penalties(demo):
    Hand(demo, 1).press().pull(80, 0)
    assert demo.values["N"] > 200
    Hand(demo, 0, at(100)).press()
    assert demo.values["N"] == 100
    Hand(demo, 3, 5).press()
    assert demo.values["lam"] == DESCENT.LAMS[5]


def test_the_readout_says_what_the_picture_shows(reads, demo):
    demo.set(N=300)
    r, k = demo.result, at(300)
    test, low, high = r.curves[2], r.sizes < 100, r.sizes > 100
    first, second = r.sizes[low][test[low].argmin()], r.sizes[high][test[high].argmin()]
    valleys = test[low].min(), first, test[high].min(), second
    now = 3, test[k], 100 * r.wrong[k], np.median(r.norms[k]), 0, r.curves[1][k]
    reads(demo.readout, *now, *valleys, DESCENT.LAMS[r.best], r.tuned[k])
