"""Batches and epochs: what the text says of them holds for every seed of the slider."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.datasets import penguins
from course_nn.lectures.primer.demos.epochs.flippers import SAMPLES, START, birds, lead_of_batches
from course_nn.lectures.primer.demos.epochs.picture import BATCHES, EPOCHS, epochs
from course_nn.lectures.primer.steps import batches, best_line, learn, mean_loss
from course_nn.logistic_regression import standardise

MODULE = Pure("primer.epochs")
compute, judge, readout = MODULE.compute, MODULE.judge, MODULE.readout

SEEDS = range(10)


def relative(batch, rate, seed, epochs=EPOCHS):
    """The training losses in the unit of the smallest there is, and the steps in an epoch."""
    train, _ = birds(seed)
    losses = mean_loss(learn(*train, START, rate, batch, epochs, seed), *train)
    return losses / mean_loss(best_line(*train), *train), SAMPLES // batch


@pytest.mark.parametrize("seed", [0, 3])
def test_no_bird_is_in_both_sets_and_the_test_birds_have_no_say_in_the_units(seed):
    train, test = (np.transpose(part) for part in birds(seed))
    assert train.shape == test.shape == (SAMPLES, 2)
    np.testing.assert_allclose([train.mean(axis=0), train.std(axis=0)], [[0, 0], [1, 1]], atol=1e-12)
    assert not np.allclose(test.mean(axis=0), 0, atol=1e-3)


@pytest.mark.parametrize("batch", BATCHES)
def test_an_epoch_has_as_many_steps_as_there_are_batches(batch):
    result = compute(batch, 0.1, 0, 2)
    assert result.steps == SAMPLES // batch and len(result.path) == EPOCHS * result.steps + 1


def test_one_epoch_of_single_samples_comes_near_the_bottom_and_one_of_all_does_not():
    for seed in SEEDS:
        (single, an_epoch), (whole, _) = (relative(batch, 0.1, seed, epochs=1) for batch in (1, SAMPLES))
        assert single[0] > 15 and single[an_epoch] < 1.25 and whole[1] > 15


def lead_as_logarithm(*inputs, rates):
    """How many times as far from the least loss an epoch of all at once ends as one of batches, each at its best η.

    The median of twenty draws of birds, for a line, a plane or a space above so many inputs.
    """
    data = penguins(("Adelie", "Chinstrap", "Gentoo"), (*inputs, "body_mass_g"))
    ends = {SAMPLES: [], 5: []}  # above the least loss, for each draw and rate
    for seed in range(20):
        Z = standardise(data.X[np.random.default_rng(seed).permutation(len(data.X))[:SAMPLES]]).Z
        A, y = np.column_stack([Z[:, :-1], np.ones(SAMPLES)]), Z[:, -1]
        for size, above in ends.items():
            theta = np.tile([START[0]] * len(inputs) + [START[1]], (len(rates), 1))
            for rows in batches(SAMPLES, size, 1, seed):
                theta -= rates[:, None] * (theta @ A[rows].T - y[rows]) @ A[rows] / len(rows)
            above.append(np.mean(0.5 * (theta @ A.T - y) ** 2, axis=1) - 0.5 * np.mean((A @ best_plane(A, y) - y) ** 2))
    at_once, in_batches = (np.median(above, axis=0).min().clip(min=1e-9) for above in ends.values())
    return np.log(at_once / in_batches)


def lead_from_the_bottom(batch, seed, rate=0.1):
    """How much lower an epoch of batches ends than one of all samples at once, both from the best line."""
    train, _ = birds(seed)
    ends = [learn(*train, best_line(*train), rate, size, 1, seed)[-1] for size in (SAMPLES, batch)]
    at_once, in_batches = (mean_loss(end, *train) for end in ends)
    return at_once - in_batches


@pytest.mark.parametrize("batch", [1, 5])
def test_from_the_bottom_an_epoch_of_inexact_steps_ends_higher_than_it_began(batch):
    assert all(lead_from_the_bottom(batch, seed) < 0 for seed in SEEDS)


def best_plane(A, y):
    return np.linalg.lstsq(A, y, rcond=None)[0]


def test_an_epoch_of_small_batches_is_ahead_of_one_of_all_samples_unless_they_get_their_own_rate(becomes):
    """Medians over the seeds of the slider; the change of birds is the worst of them. Where each has its best η the
    lead is a logarithm, for then the losses are small.
    """
    start = {name: control.start for name, control in MODULE.CONTROLS.items()}

    def leads(batch, learning_rate, **other):
        return [lead_of_batches(batch, learning_rate, seed) for seed in SEEDS]

    lecture = np.median(leads(**start))
    told = {
        key: outcome(lecture, min(leads(**start)) if key == "birds" else np.median(leads(**start | change.moves)))
        for key, change in MODULE.SCEPTIC.changes.items()
    }
    assert lecture > 1
    rates, inputs = 2.0 ** np.arange(-6, 1, 0.5), ("flipper_length_mm", "bill_length_mm", "bill_depth_mm")
    tuned = {"tuned": 1, "two": 2, "three": 3}
    same = lead_as_logarithm(*inputs[:1], rates=np.array([0.1]))
    best = {key: outcome(same, lead_as_logarithm(*inputs[:count], rates=rates)) for key, count in tuned.items()}
    near = outcome(lecture, np.median([lead_from_the_bottom(start["batch"], seed) for seed in SEEDS]))
    becomes(**told, **best, near=near)
    shown = {key: compute(**start | change.moves).lead for key, change in MODULE.SCEPTIC.changes.items()}
    assert {key: outcome(compute(**start).lead, left) for key, left in shown.items()} == told


def test_the_lead_is_that_of_the_path_that_is_drawn():
    result, at_once = compute(5, 0.1, 3, 1), compute(SAMPLES, 0.1, 3, 1)
    assert np.isclose(result.lead, at_once.train_losses[1] - result.train_losses[result.steps])
    assert at_once.lead == 0


def test_single_samples_waver_more_with_a_larger_learning_rate():
    for seed in SEEDS:
        worst = [losses[-n:].max() for losses, n in (relative(1, rate, seed) for rate in (0.01, 0.03, 0.1, 0.3))]
        assert (np.diff(worst) > 0).all() and worst[0] < 1.05 < 1.05 * worst[0] < worst[-1]


def test_a_very_large_learning_rate_diverges_with_single_samples_and_not_with_all():
    assert np.median([relative(1, 1.0, seed)[0].max() for seed in SEEDS]) > 1e3
    assert all(relative(SAMPLES, 1.0, seed)[0].max() == relative(SAMPLES, 1.0, seed)[0][0] for seed in SEEDS)


def test_with_all_samples_the_path_is_straight_the_loss_only_falls_and_a_rate_of_1_is_there_in_one_step():
    for seed in SEEDS:
        result = compute(SAMPLES, 0.1, seed, 0)
        assert (np.diff(result.train_losses) < 0).all()
        way = best_line(*result.train) - result.path[:-1]
        np.testing.assert_allclose(np.diff(result.path, axis=0), 0.1 * way, atol=1e-12)
        np.testing.assert_allclose(compute(SAMPLES, 1.0, seed, 0).path[1], best_line(*result.train), atol=1e-12)


def test_the_test_loss_of_the_best_line_is_larger_on_average_and_not_in_every_draw():
    def losses(seed):
        train, test = birds(seed)
        line = best_line(*train)
        return mean_loss(line, *train), mean_loss(line, *test)

    train, test = np.array([losses(seed) for seed in range(300)]).T
    assert test.mean() > 1.05 * train.mean()
    assert 0.5 < np.mean(test > train) < 0.75
    ten = test[:10] > train[:10]
    assert ten.any() and not ten.all(), "with the seeds of the slider one can see both"


def test_a_seed_repeats_a_run_and_another_does_not():
    assert np.array_equal(compute(1, 0.1, 3, 0).path, compute(1, 0.1, 3, 7).path)
    assert not np.array_equal(compute(1, 0.1, 3, 0).path, compute(1, 0.1, 4, 0).path)


def test_the_challenge_is_open_at_first_and_solved_with_a_small_learning_rate():
    assert judge(compute(5, 0.1, 0, 2)) == "open" and judge(compute(1, 0.3, 0, 2)) == "open"
    assert all(judge(compute(1, 0.02, seed, 2)) == "solved" for seed in SEEDS)


@pytest.mark.parametrize("batch", BATCHES)
def test_the_readout_says_what_the_picture_shows(reads, batch):
    result = compute(batch, 0.1, 0, 2)
    now = 2 * result.steps
    reads(readout(result), 2, now, batch, result.train_losses[now], result.test_losses[now], result.best)


def test_the_point_that_is_pulled_stands_where_it_stood_after_some_epoch():
    demo = epochs(epoch=0)
    Hand(demo, 1).press().pull(90, 90)  # along the path, to the bottom
    assert demo.values["epoch"] > 0
    demo.close()
