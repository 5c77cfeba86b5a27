"""The multi-class SVM loss, which the lecture names: it rests beyond the margin, and the cross-entropy never does."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from course_nn.losses import LOSSES

demo = Pure("losses.multiclass_hinge")

START = {name: control.start for name, control in demo.CONTROLS.items()}
HINGE, ENTROPY = (LOSSES[name] for name in demo.NAMES)


def compute(**values):
    return demo.compute(**START | values)


def of_all(loss, epoch):
    """Scores, losses and the data, of the classifier trained by this loss."""
    X, y, _ = demo.birds()
    F = demo.scores(demo.training_run(loss.name).at(epoch), X)
    return F, loss.per_sample(F, y), X, y


def leads(F, y):
    """How far the right class is ahead of the best wrong one."""
    right = np.take_along_axis(F, y[:, None], axis=1)[:, 0]
    return right - np.where(np.arange(3) == y[:, None], -np.inf, F).max(axis=1)


def test_the_loss_of_the_probe_is_the_sum_of_what_the_wrong_classes_overhang():
    for species in demo.SPECIES:
        for loss in demo.NAMES:
            result = compute(species=species, loss=loss, epoch=10)
            overhang = [max(0, 1 + behind) for k, behind in enumerate(result.behind) if k != result.c]
            assert result.losses[0] == pytest.approx(sum(overhang))
            assert result.losses[1] == pytest.approx(np.log(np.exp(result.behind).sum()))


@pytest.mark.parametrize("epoch", [2, 20, 200])
def test_hinge_is_exactly_0_beyond_the_margin_and_only_there(epoch):
    F, values, _, y = of_all(HINGE, epoch)
    assert np.array_equal(values == 0, leads(F, y) >= 1)
    assert np.array_equal(compute(epoch=epoch).at_rest, values == 0) and 0.8 < np.mean(values == 0) < 0.95


@pytest.mark.parametrize("epoch", [0, 20, 200])
def test_cross_entropy_is_never_0(epoch):
    result = compute(epoch=epoch, loss="softmax_cross_entropy")
    assert result.smallest > 0 and result.resting_counts[1] == 0 and not result.at_rest.any()


def test_penguins_beyond_the_margin_do_not_pull_on_the_weights_and_the_others_do_all_the_work():
    F, values, _, y = of_all(HINGE, 200)
    pull = HINGE.gradient(F, y)
    assert np.array_equal((pull != 0).any(axis=1), values > 0)
    assert (ENTROPY.gradient(F, y) != 0).all()


def test_both_are_trained_close_to_the_minimum_of_their_loss():
    """Hinge against a linear program, cross-entropy against BFGS."""
    _, y, standard = demo.birds()
    A = np.column_stack([standard.Z, np.ones(len(y))])  # (n, 3)
    wrong = [(i, k) for i in range(len(y)) for k in range(3) if k != y[i]]
    bounds_of = np.zeros((len(wrong), 9 + len(wrong)))  # f_k - f_c - slack <= -1
    for row, (i, k) in enumerate(wrong):
        bounds_of[row, 3 * k : 3 * k + 3] += A[i]
        bounds_of[row, 3 * y[i] : 3 * y[i] + 3] -= A[i]
        bounds_of[row, 9 + row] = -1
    cost = np.r_[np.zeros(9), np.full(len(wrong), 1 / len(y))]
    best = linprog(cost, bounds_of, -np.ones(len(wrong)), bounds=[(None, None)] * 9 + [(0, None)] * len(wrong)).fun

    def entropy(theta):
        F = A @ theta.reshape(3, 3).T
        return ENTROPY.per_sample(F, y).mean(), (ENTROPY.gradient(F, y).T @ A / len(y)).ravel()

    assert best <= of_all(HINGE, 200)[1].mean() < best + 0.01
    lowest = minimize(entropy, np.zeros(9), jac=True).fun
    assert lowest <= of_all(ENTROPY, 200)[1].mean() < lowest + 0.02


def test_the_two_boundaries_are_nearly_the_same_though_the_losses_are_not():
    one, other = compute(), compute(loss="softmax_cross_entropy")
    assert np.mean(one.areas == other.areas) > 0.95
    right = [int((of_all(loss, 200)[0].argmax(axis=1) == demo.birds()[1]).sum()) for loss in (HINGE, ENTROPY)]
    assert min(right) >= 325 and abs(right[0] - right[1]) <= 5


def test_borders_are_where_two_classes_tie_ahead_of_the_third():
    for epoch in (2, 200):
        for name, border in zip(demo.NAMES, compute(epoch=epoch).borders):
            ends = border[~np.isnan(border).any(axis=-1)]
            ordered = np.sort(demo.scores(demo.training_run(name).at(epoch), ends), axis=1)
            assert len(ends) == 6 and np.allclose(ordered[:, 2], ordered[:, 1], atol=1e-6)


def test_before_training_nobody_is_ahead_and_there_is_no_border():
    result = compute(epoch=0)
    assert np.allclose(result.losses, [2, np.log(3)]) and (result.areas == 3).all()
    assert np.isnan(np.concatenate(result.borders)).all()


@given(st.lists(st.floats(-9, 9), min_size=3, max_size=3))
def test_where_hinge_is_0_cross_entropy_is_at_most_log_of_1_plus_2_over_e(scores):
    hinge, entropy = (loss.per_sample(np.array([scores]), [0])[0] for loss in (HINGE, ENTROPY))
    assert hinge > 0 or 0 < entropy <= np.log1p(2 / np.e) + 1e-9


def test_the_challenge_needs_a_place_where_both_wrong_classes_are_just_beyond_the_margin():
    states = [demo.judge(compute(**place)) for place in ({}, dict(x1=44.5, x2=17.5), dict(x1=43.0, x2=16.7))]
    assert states == ["open", "almost", "solved"]


@pytest.mark.parametrize("loss", demo.NAMES)
def test_the_readout_has_both_losses_of_the_probe_and_how_many_penguins_have_loss_0(loss, reads):
    result = compute(loss=loss, epoch=200)
    behind = np.delete(result.behind, result.c)
    none, least = np.sum(of_all(HINGE, 200)[1] == 0), of_all(ENTROPY, 200)[1].min()
    digit, power = f"{least:.0e}".split("e-0")
    losses, words = (np.maximum(0, 1 + behind).sum(), np.log1p(np.exp(behind).sum())), demo.readout(result)
    reads(words, *losses, 0, none, 342, 0, least)
    assert f"{digit} × 10⁻{'⁰¹²³⁴⁵⁶⁷⁸⁹'[int(power)]}." in words.en and "(Chinstrap)" in words.en


def test_a_hand_drags_the_probe_puts_it_on_a_bird_and_chooses_its_class():
    shown, flock = demo.multiclass_hinge(), demo.birds()
    red = Hand(shown, 2).press().pull(20, -30)
    assert shown.values["x1"] > 48 and shown.values["x2"] > 17 and red.miss() < 3
    Hand(shown, 0, 5).press()
    assert np.allclose([shown.values.x1, shown.values.x2], flock.X[5], atol=0.01) and shown.result.c == flock.y[5]
    Hand(shown, 1, 2).press()
    assert shown.values["species"] == demo.SPECIES[2]
    shown.close()


def test_the_cross_entropy_is_above_0_on_paper_and_0_for_a_computer_from_a_lead_of_745_on():
    leads = np.array([[lead, 0.0, 0.0] for lead in (1.0, 40.0, 700.0, 750.0)])
    found = LOSSES["softmax_cross_entropy"].per_sample(leads, np.zeros(4, int))
    assert (found[:3] > 0).all() and found[3] == 0
