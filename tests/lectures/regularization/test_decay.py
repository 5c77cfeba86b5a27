"""Where a penalty and a decay end, for each optimizer, and what can be pulled."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.stage.controls import Values

module, result = lecture("regularization")
DECAY = module("decay")


def test_with_gradient_descent_both_walks_are_one_with_noise_too():
    for sigma in (0.0, 4.0):
        found = result("decay", sigma=sigma)
        assert np.abs(found.paths[0] - found.paths[1]).max() < 1e-12
        assert np.abs(found.shares[0] - found.shares[1]).max() == 0


def test_the_numbers_of_the_start():
    assert result("decay").ends[0] == pytest.approx([1, 1.470588], abs=1e-3)
    assert result("decay", optimizer="momentum").ends == pytest.approx(
        np.array([[1, 1.470588], [1.428571, 1.497006]]), abs=1e-3
    )


@pytest.mark.parametrize("rate, end", [(0.5, 1.5), (1.0, 1.0), (2.0, 0.5)])
def test_adams_decay_pulls_not_at_all_up_to_its_box_and_the_penalty_as_ever(rate, end):
    found = result("decay", optimizer="adam", rate=rate)
    assert found.ends == pytest.approx(np.array([[1, 1.470588], [end, end]]), abs=0.01)
    assert DECAY.has_box(Values(optimizer="adam", rate=rate))
    assert not DECAY.has_box(Values(optimizer="gradient_descent", rate=rate))


def test_other_learning_rates_and_curvatures_end_in_the_same_places():
    for eta in (0.01, 0.05):
        assert result("decay", optimizer="adam", eta=eta).ends[1] == pytest.approx([1.5, 1.5], abs=0.04)
    assert result("decay", optimizer="adam", h1=9.0, h2=4.0).ends[1] == pytest.approx([1.5, 1.5], abs=0.01)


def test_with_noise_adams_decay_pulls_too_and_the_flat_direction_more():
    found = result("decay", optimizer="adam", sigma=4.0)
    assert found.ends[1] == pytest.approx(found.expected[1], abs=0.05)
    left = found.ends[1] / found.best
    assert left[0] < 0.4 < 0.8 < left[1]
    assert found.rms[0] == pytest.approx(4, rel=0.1)


def test_the_curves_over_lambda_go_through_what_is_expected_here():
    for name in DECAY.NAMES:
        found = result("decay", optimizer=name, lam=2.5, rate=1.0)
        at = [np.searchsorted(DECAY.LAMS, lam) for lam in (2.5, 1.0)]
        assert found.shares[0, :, at[0]] * found.best == pytest.approx(found.expected[0])
        assert found.shares[1, :, at[1]] * found.best == pytest.approx(found.expected[1])


def test_the_challenge_is_a_decay_of_lambda_by_one_minus_beta():
    demo = DECAY.decay()
    assert demo.state == "open"
    demo.set(optimizer="momentum")
    assert demo.state == "open"
    demo.set(rate=4.0)
    assert demo.state == "almost"
    demo.set(rate=5.0)
    assert demo.state == "solved"
    demo.set(lam=0.0, rate=0.0)
    assert demo.state == "open"
    demo.close()


def test_the_edge_of_the_box_is_one_over_lambda_and_the_ring_stays_on_its_curve():
    demo = DECAY.decay(optimizer="adam", rate=1.0)
    Hand(demo, 0).press().pull(-20, 20)
    assert demo.values["rate"] != 1.0
    ring = next(k for k, handle in enumerate(demo.handles) if handle.artist == "ridge")
    Hand(demo, ring).press().pull(-30, 0)
    assert demo.values["lam"] > 0.5
    walker = next(k for k, handle in enumerate(demo.handles) if handle.pull)
    Hand(demo, walker).press().pull(-40, 20)
    assert demo.values["step"] < 800
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("decay", optimizer="adam", rate=1.0)
    (l1, l2), (d1, d2) = found.ends
    reads(DECAY.readout(found), 1.5, 1.5, 1, d1, d2, 0.5, l1, l2, 1, 1.470588, 1, 1, *found.rms)
