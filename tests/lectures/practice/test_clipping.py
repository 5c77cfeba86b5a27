"""Clipping on digits with faulty rows: dead without it, alive with it, and what is only the product of two numbers."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.clipping.faulty_rows import train_on_faulty_rows

module, result = lecture("practice")
DEMO = module("clipping")
DIGITS = {"view": "digits", "eta": 1.0}


@pytest.mark.costly_changes
def test_clipping_saves_runs_until_a_sceptic_takes_a_smaller_rate_or_clean_rows(becomes):
    def saved(method="gradient_descent", by="norm", c=1.0, eta=1.0, faulty=0.01):
        """The logarithm of the ratio of median losses, without clipping and with it."""
        bare, clipped = (
            np.median(finished(train_on_faulty_rows(method, way, limit, eta, faulty)).losses[-1])
            for way, limit in (("none", 1.0), (by, c))
        )
        return np.log(bare / clipped)

    assert saved() > np.log(100)
    becomes(
        value=lambda: outcome(saved(), saved(by="value")),
        own=lambda: outcome(saved(), saved(by="value", c=0.1)),
        adam=lambda: outcome(saved(), saved("adam", eta=0.003)),
        rate=lambda: outcome(saved(), saved(eta=0.1)),
        clean=lambda: outcome(saved(), saved(faulty=0.0)),
    )


def test_on_the_cliff_a_sceptic_needs_no_clipping_with_adam_or_from_afar():
    found = {key: result("clipping", **change.moves).saved for key, change in DEMO.SCEPTIC.changes.items()}
    assert {key: outcome(result("clipping").saved, saved) for key, saved in found.items()} == {
        "digits": "stays",
        "rate": "reversed",
        "adam": "reversed",
        "start": "reversed",
    }
    assert result("clipping", by="none").saved == 0


def test_with_a_rate_of_1_all_five_networks_die_unless_gradients_are_clipped():
    plain, clipped = result("clipping", by="none", **DIGITS), result("clipping", by="norm", c=1.0, **DIGITS)
    assert plain.losses[-1].min() > 1 and clipped.losses[-1].max() < 0.002
    assert 0.01 < clipped.clipped < 0.1 and plain.clipped == 0


@pytest.mark.thorough
def test_without_faulty_rows_nothing_has_to_be_clipped():
    assert result("clipping", by="none", faulty=0.0, **DIGITS).losses[-1].max() < 0.002


@pytest.mark.thorough
def test_a_smaller_rate_lives_too_and_learns_less_in_the_same_time():
    slow = result("clipping", view="digits", by="none", eta=0.1)
    clipped = result("clipping", by="norm", c=1.0, **DIGITS)
    assert slow.losses[-1].max() < 0.1 and np.median(slow.losses[-1]) > 10 * np.median(clipped.losses[-1])


@pytest.mark.thorough
def test_a_limit_far_above_the_common_gradient_saves_nobody():
    loose = result("clipping", by="norm", c=10.0, **DIGITS)
    assert np.median(loose.losses[-1]) > 0.05


@pytest.mark.thorough
def test_half_the_limit_and_twice_the_rate_are_bit_for_bit_the_same_where_all_is_clipped():
    one, other = (result("clipping", view="digits", by="norm", c=0.002 / k, eta=10.0 * k) for k in (1, 2))
    assert one.clipped == other.clipped == 1
    assert np.array_equal(one.losses, other.losses) and np.array_equal(one.walk.step_lengths, other.walk.step_lengths)


def test_the_challenge_is_solved_by_clipping_at_1():
    demo = DEMO.clipping()
    assert demo.state == "open"
    demo.set(by="none", **DIGITS)
    assert demo.state == "open"
    demo.set(by="norm", c=1)
    assert demo.state == "solved"
    demo.close()


def test_the_threshold_and_the_start_are_pulled():
    demo = DEMO.clipping(by="norm", c=10)
    limit = [handle.artist for handle in demo.handles].index("limit")
    Hand(demo, limit).pull(0, 30)
    assert demo.values["c"] < 10
    Hand(demo, limit + 1).pull(-20, 0)
    assert demo.values["w"] < 1.12 and demo.values["b"] == pytest.approx(-0.5, abs=0.02)
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("clipping", by="norm", step=100)
    taken, w, last = found.walk, found.places[100, 0], found.losses[-1, 0]
    stepped = [100, taken.norms[99], taken.clipped_norms[99], 10, taken.angles[99], taken.step_lengths[99]]
    reads(DEMO.readout(found), 100 * found.clipped, w, 1000, last, *stepped)
    found = result("clipping", by="norm", c=1.0, **DIGITS)
    taken, losses = found.walk, found.losses[-1]
    first = [1, taken.norms[0], taken.clipped_norms[0], 1, taken.angles[0], taken.step_lengths[0]]
    ends = np.median(losses), losses.min(), losses.max()
    reads(DEMO.readout(found), 100 * found.clipped, 5, 1000, *ends, *first)
    found = result("clipping", by="none")
    reads(DEMO.readout(found), 0, found.places[1, 0], 2, 1, found.walk.norms[0], found.walk.step_lengths[0])
