"""What batches of each size cost, as the picture has it."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.demos.batches.batch_noise import LOSS
from course_nn.lectures.gradient_descent.side_by_side import own_batches
from course_nn.network import Network
from course_nn.optimizers import optimizer
from course_nn.training import Objective, advance, arrivals, learn

module, result = lecture("gradient_descent")
BATCHES = module("batches")


def of(found, size):
    return found.medians[found.sizes == size][0]


def fewest_steps(size, target=0.2, name="gradient_descent", smallest=0.4, seeds=3):
    """Median steps of batches of a size with the best of four learning rates, each twice the one before."""
    rates, (X, y) = smallest * 2.0 ** np.arange(4), samples("training")
    network = Network((64, 32, 10), "relu", init="he", seed=[*range(seeds)] * len(rates), dtype=np.float32)
    columns = np.repeat(rates, seeds).astype(np.float32)[:, None]
    T, looks, losses = LOSS.targets(network(X), y), [0], []
    batches = own_batches(X, T, size, [*range(seeds)] * len(rates))
    steps = learn(network, batches, Objective(LOSS), optimizer(name, columns))
    while True:
        looks.append(max(looks[-1] + 1, int(1.05 * looks[-1])))
        with np.errstate(all="ignore"):
            advance(steps, looks[-1] - looks[-2])
            losses.append(LOSS.l(network(X), T).mean(axis=-1))
        needed = np.nan_to_num(arrivals(target, np.array(losses), looks[1:]), nan=np.inf).reshape(len(rates), seeds)
        if looks[-1] > 1.2 * np.median(needed, axis=1).min():
            return np.median(needed, axis=1).min()


def wasted(small=32, large=1200, **how):
    """How many times more samples large batches take, but for the ones that small batches take."""
    return large * fewest_steps(large, **how) / (small * fewest_steps(small, **how)) - 1


@pytest.mark.costly_changes
def test_beyond_32_most_samples_are_wasted_until_a_sceptic_starts_with_small_batches(becomes):
    here = BATCHES.waste(result("batches"))
    assert here > 10
    changed = dict(
        target=lambda: BATCHES.waste(result("batches", target=0.5)),
        momentum=lambda: wasted(name="momentum", smallest=0.05),
        small=lambda: wasted(2, 8, smallest=0.1),
    )
    becomes(**{key: lambda left=left: outcome(here, left()) for key, left in changed.items()})


def test_from_32_to_1200_samples_a_batch_the_steps_shrink_to_about_half():
    found = result("batches")
    assert 1.5 < of(found, 32) / of(found, 1200) < 3.2
    assert 9 <= of(found, 1200) <= 15 and 20 <= of(found, 32) <= 32 and 30 <= of(found, 16) <= 52


@pytest.mark.parametrize("target", [0.2, pytest.param(0.5, marks=pytest.mark.thorough)])
def test_the_steps_follow_the_law_with_the_noise_that_is_measured_before_any_training(target):
    """S (1 + B*/B), one number fitted, within 30 % for every batch size; the controls: another target."""
    found = result("batches", target=target)
    law = np.interp(np.log(found.sizes), np.log(BATCHES.ALL), found.law)
    assert np.abs(np.log(found.medians / law)).max() < np.log(1.3)


@pytest.mark.thorough
def test_below_the_critical_size_twice_the_batch_is_half_the_steps_and_twice_the_rate():
    found = result("batches", smallest=1)
    small = found.sizes <= 8
    ratios, rates = found.medians[small], found.rates[small]
    assert 500 < ratios[0] < 750
    assert np.all(np.abs(ratios[:-1] / ratios[1:] - 2) < 0.35)
    assert rates[-1] / rates[0] > 5 and found.rates[-1] / found.rates[found.sizes == 64][0] < 2
    samples = found.medians * found.sizes
    assert samples[small].max() < 1.3 * samples[small].min() and samples[-1] > 15 * samples[0]
    law = np.interp(np.log(found.sizes), np.log(BATCHES.ALL), found.law)
    assert np.abs(np.log(found.medians / law)).max() < np.log(1.3)


def test_time_counts_a_batch_as_often_as_the_processor_has_to_run():
    found = result("batches", width=32)
    expected = [of(found, size) * -(-size // 32) for size in found.sizes]
    np.testing.assert_array_equal(found.time, expected)
    np.testing.assert_array_equal(result("batches").time, result("batches").medians * found.sizes)


def test_hardly_a_batch_of_eight_points_uphill_at_first_though_its_noise_is_twice_the_gradient():
    first, late = result("batches", size=8), result("batches", size=8, epoch=10)
    assert first.noise > 2 and first.uphill < 0.05
    assert late.critical > 5 * first.critical and late.uphill > first.uphill


def test_the_challenge_is_solved_by_a_pull_at_the_processor_and_a_press_on_its_width():
    demo = BATCHES.batches()
    assert demo.state == "open"
    hand = Hand(demo, 2).press()
    hand.pull(95, 0)
    assert demo.values["width"] == 32 and demo.state == "almost"
    Hand(demo, 0, item=[*demo.result.sizes].index(32)).press()
    assert demo.values["size"] == 32 and demo.state == "solved"
    demo.close()


def test_what_is_larger_than_the_chosen_batch_is_hollow_until_it_is_chosen():
    demo = BATCHES.batches()
    full, (hollow, _) = demo.artists["medians"], demo.artists["beyond"]
    assert (full.get_xdata().tolist(), hollow.get_xdata().tolist()) == ([8, 16], [16, 32, 64, 128, 256, 1200])
    demo.set(size=1200)
    assert full.get_xdata().tolist() == [*demo.result.sizes] and hollow.get_xdata().tolist() == [1200]
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = BATCHES.batches()
    r = demo.result
    steps, rate = of(r, 16), r.rates[r.sizes == 16][0]
    spent = 16 * steps
    reads(demo.readout, 16, 0.2, rate, steps, 10, spent, 1, spent, 0, r.noise, r.critical, 100 * r.uphill)
    demo.set(size=4)
    reads(demo.readout, 4, 1, 0, demo.result.noise, r.critical, 100 * demo.result.uphill)
    demo.close()


def loss_after(steps, size, rates, seeds=3):
    """With momentum, the median of the starts for each rate."""
    X, y = samples("training")
    network = Network((64, 32, 10), "relu", init="he", seed=[*range(seeds)] * len(rates), dtype=np.float32)
    T = LOSS.targets(network(X), y)
    rule = optimizer("momentum", np.repeat(np.float32(rates), seeds)[:, None])
    with np.errstate(all="ignore"):
        advance(learn(network, own_batches(X, T, size, [*range(seeds)] * len(rates)), Objective(LOSS), rule), steps)
        found = LOSS.l(network(X), T).mean(axis=-1)
    return np.median(np.nan_to_num(found, nan=np.inf).reshape(len(rates), seeds), axis=1)


def test_with_momentum_a_rate_sixteen_times_as_large_helps_all_samples_at_once_and_ruins_batches_of_eight():
    gentle, large = loss_after(130, 8, (0.08, 1.28))
    assert gentle < 0.5 < large / 2
    gentle, large = loss_after(14, 1200, (0.08, 1.28))
    assert large < gentle / 2
