"""How fast a network learns, and what keeps the comparison fair."""

import numpy as np
import pytest

from course_nn.common.progress import memoized, part
from course_nn.lectures.activations.learning_speed import (
    RATES,
    Setting,
    Size,
    evaluations,
    pixels,
    race_at,
    shuffled_batches,
    tune,
    typical,
)

SMALL = Size(digits=60, batch=15, tuning=2, racing=3, updates=8)


def finish(work):
    """What a long computation yields, and what it returns."""
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return shares, end.value


def test_every_update_is_looked_at_first_and_then_each_five_per_cent_more():
    times = evaluations(600)
    assert times[0] == 0 and times[-1] == 600 and np.all(np.diff(times[:21]) == 1)
    assert np.all(np.diff(times) <= np.maximum(1, 0.05 * times[:-1]))


def test_a_rate_is_as_slow_as_the_median_of_its_seeds_and_never_arrives_if_half_of_them_do_not():
    tried = np.full((3, 2, 3), 0.9)  # (K, R, seeds)
    tried[1, 0, 0] = tried[1, 1, 0] = tried[2, 0] = 0.1
    np.testing.assert_equal(typical(0.5, tried, 50), [2, np.nan])


def test_an_epoch_takes_every_digit_once_each_seed_has_an_order_of_its_own_and_the_next_epoch_another():
    batches = shuffled_batches(SMALL, [0, 1])
    first, second = (np.concatenate([next(batches) for _ in range(4)], axis=1) for _ in range(2))  # (2, 60)
    assert all(sorted(order) == list(range(60)) for order in (*first, *second))
    assert len({order.tobytes() for order in (*first, *second)}) == 4


def test_a_network_learns_the_same_beside_others_as_alone():
    together, alone = (finish(race_at(Setting("relu", 1, SMALL._replace(racing=k)), 0.4))[1] for k in (3, 1))
    np.testing.assert_allclose(together[:, :1], alone, atol=0.02)  # one digit of 60 may fall the other way in float32


@pytest.mark.parametrize("optimizer", RATES)
def test_every_rate_is_tried_with_every_tuning_seed_and_one_far_too_large_reads_nothing_better(optimizer):
    errors = finish(tune(Setting("relu", 3, SMALL, optimizer=optimizer)))[1]
    assert errors.shape == (len(evaluations(SMALL.updates)), len(RATES[optimizer]), SMALL.tuning)
    assert np.all((errors >= 0) & (errors <= 1)) and np.all(errors[-1, -1] > errors[-1].min())


def test_what_was_computed_once_comes_at_once():
    @memoized
    def squares(n):
        yield 0.5
        return n * n

    assert finish(squares(3)) == ([0.5], 9) and finish(squares(3)) == ([], 9)


def test_shares_of_computations_that_follow_each_other_grow_from_0_to_1():
    def work():
        yield from (0.0, 0.5)
        return "done"

    shares = [share for k in range(3) for share in finish(part(work(), k, 3))[0]]
    np.testing.assert_allclose(shares, np.arange(6) / 6)
    assert finish(part(work(), 0, 3))[1] == "done"


def test_pixels_are_centred_over_all_digits():
    X, y = pixels(1797)
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-12)
    assert np.array_equal(pixels(5)[0], X[:5]) and set(y) == set(range(10))
