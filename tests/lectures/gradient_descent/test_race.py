"""Who is first, with one learning rate for all and with one for each."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent import tuned_race
from course_nn.lectures.gradient_descent.tuned_race import RATES, TASKS
from course_nn.training import arrivals

module, result = lecture("gradient_descent")
RACE = module("race")
ADAPTIVE = ("adagrad", "rmsprop", "adam")


def medians(found):
    """Epochs to the target, inf for never."""
    return {name: np.median(np.nan_to_num(epochs, nan=np.inf)) for name, epochs in found.arrivals.items()}


def test_at_one_rate_of_0_01_only_rmsprop_and_adam_arrive():
    found = result("race")
    there = {name for name, epochs in medians(found).items() if np.isfinite(epochs)}
    assert there == {"rmsprop", "adam"} and set(found.rates.values()) == {0.01}
    right = {name: np.median(shares[-1]) for name, shares in found.accuracies.items()}
    assert right["gradient_descent"] < 0.7 < 0.9 < right["momentum"] < right["adam"]


def test_the_challenge_is_solved_by_a_rate_that_is_too_large_for_all_others():
    judge = RACE.CHALLENGE.judge
    assert judge(result("race")) == "open" and judge(result("race", rate=3.2)) == "solved"
    epochs = medians(result("race", rate=3.2))
    assert epochs.pop("gradient_descent") < 2 < 3 < epochs.pop("adagrad") and set(epochs.values()) == {np.inf}


def test_the_lines_of_targets_and_rates_are_pressed_and_the_time_is_held():
    demo = RACE.race()
    for k, target in enumerate(RACE.TARGETS):
        Hand(demo, 0, item=k).press()
        assert demo.values["target"] == target
    Hand(demo, 1, item=4).press()
    assert demo.values["rate"] == 3.2
    Hand(demo, 2).press().pull(-80, 0)
    assert demo.values["time"] < 70
    demo.close()


def test_the_readout_says_what_the_picture_shows():
    demo = RACE.race(time=50)
    assert "> 10" in demo.readout.en and "3.2" not in demo.readout.en and "0.01" in demo.readout.zh
    adam = np.median(demo.result.arrivals["adam"])
    assert f"Adam <b>{adam:g}</b>" in demo.readout.zh
    share = np.median(demo.result.accuracies["momentum"][20])
    assert f"momentum {share:.0%}" in demo.readout.en and "epoch 5" in demo.readout.en
    demo.close()


def epochs_of(name, task="spiral", target=0.1, rate=None):
    """The median of the racing seeds, with the rate tuned for loss 0.1 unless one is given; never is all there are."""
    if rate is None:
        rate, _ = tuned_race.best_rate(0.1, name, finished(tuned_race.tune(task, name)))
    run = finished(tuned_race.race_at(task, name, rate))
    return np.median(np.nan_to_num(arrivals(target, run.losses, TASKS[task].times), nan=TASKS[task].epochs))


def ahead(**how):
    """How many times Adam's epochs plain descent takes more."""
    return epochs_of("gradient_descent", **how) / epochs_of("adam", **how) - 1


def share_of_momentum(**how):
    """Of what Adam saves beside plain descent, as factors, the share that momentum saves too."""
    plain, ball, adam = (np.log(epochs_of(name, **how)) for name in ("gradient_descent", "momentum", "adam"))
    return (plain - ball) / (plain - adam)


@pytest.mark.costly_changes
def test_on_the_spiral_adam_is_far_ahead_until_a_sceptic_takes_digits(becomes):
    assert ahead() > 9
    changes = dict(target=dict(target=0.2), digits=dict(task="digits"), equal=dict(task="digits", rate=1.0))
    becomes(**{key: lambda change=change: outcome(ahead(), ahead(**change)) for key, change in changes.items()})


@pytest.mark.thorough
def test_scaling_alone_makes_more_than_half_of_the_lead_too_and_momentum_adds_less_than_half_to_it():
    plain, scaled, adam = (np.log(epochs_of(name)) for name in ("gradient_descent", "rmsprop", "adam"))
    assert 0.55 < (plain - scaled) / (plain - adam) < 0.7
    assert share_of_momentum() > 0.7


@pytest.mark.costly_changes
def test_on_the_spiral_momentum_alone_makes_most_of_the_lead_until_a_sceptic_takes_digits(becomes):
    here = share_of_momentum()
    assert 0.6 < here < 1
    changed = dict(
        target=lambda: share_of_momentum(target=0.2),
        later=lambda: share_of_momentum(target=0.05),
        digits=lambda: share_of_momentum(task="digits"),
    )
    becomes(**{key: lambda found=found: outcome(here, found()) for key, found in changed.items()})


@pytest.mark.thorough
def test_at_one_rate_of_0_001_nobody_arrives_and_the_order_is_another_one_than_with_tuned_rates():
    found, tuned = result("race", rate=0.001), result("race", rate="tuned")
    assert set(medians(found).values()) == {np.inf}
    right = {name: np.median(shares[-1]) for name, shares in found.accuracies.items()}
    assert right["gradient_descent"] < 0.2 < right["adagrad"] < 0.45 < right["momentum"] < 0.65 < 0.9 < right["adam"]
    assert all(np.median(shares[-1]) > 0.96 for shares in tuned.accuracies.values())


@pytest.mark.thorough
@pytest.mark.parametrize("seeds", [0, 1])
def test_tuned_on_digits_adam_is_ahead_of_plain_descent_by_less_than_half(seeds):
    found = result("race", rate="tuned", seeds=seeds)
    epochs = medians(found)
    assert 1 <= epochs["gradient_descent"] / epochs["adam"] < 1.5
    assert max(epochs.values()) < 2 * min(epochs.values()) and epochs["adagrad"] == min(epochs.values())
    assert RACE.CHALLENGE.judge(found) == "open"
    for name, rate in found.rates.items():
        assert RATES[name][0] < rate < RATES[name][-1]  # the best lies inside the grid


@pytest.mark.thorough
def test_with_three_hidden_layers_it_is_still_less_than_twice():
    epochs = medians(result("race", rate="tuned", task="deep"))
    assert 1 < epochs["gradient_descent"] / epochs["adam"] < 2


@pytest.mark.thorough
@pytest.mark.parametrize("seeds", [0, 1])
def test_on_the_spiral_adam_is_ahead_of_all_others_and_plain_descent_ten_times_behind(seeds):
    epochs = medians(result("race", rate="tuned", task="spiral", seeds=seeds))
    assert epochs["adam"] == min(epochs.values()) <= 120
    assert epochs["gradient_descent"] > 10 * epochs["adam"]
    assert all(100 < epochs[name] < 500 for name in ("momentum", "nesterov", "adagrad", "rmsprop"))
