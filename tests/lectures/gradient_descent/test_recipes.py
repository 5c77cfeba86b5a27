"""The recipe of today and what is left of it without a part, each with the learning rate that suits it."""

import numpy as np
import pytest

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.demos.recipe import recipes
from course_nn.lectures.gradient_descent.demos.recipe.recipes import (
    DECAYS,
    RACING,
    RATES,
    RECIPES,
    TEST,
    TUNING,
    VALIDATION,
    Setting,
    errors_of,
    median_error,
    median_of_groups,
    trained,
)
from course_nn.network import Network
from course_nn.training import train

TASK = Setting("six", 0.2, 5)


def lead(task=TASK, beside="nothing"):
    return median_of_groups(task, beside) - median_of_groups(task, "whole")


def test_depth_alone_is_enough_for_a_lead_of_the_recipe():
    assert lead(TASK._replace(wrong=0.0)) > 0.01


@pytest.mark.costly_changes
def test_the_recipe_leads_plain_descent_until_a_sceptic_takes_both_the_depth_and_the_noise_away(becomes):
    assert lead() > 0.05
    changed = dict(
        momentum=lambda: lead(beside="momentum"),
        plain=lambda: lead(beside="plain"),
        one=lambda: lead(TASK._replace(net="one")),
        easy=lambda: lead(Setting("one", 0.0, 5)),
    )
    becomes(**{key: lambda found=found: outcome(lead(), found()) for key, found in changed.items()})


@pytest.mark.thorough
def test_less_than_half_is_misread_with_relu_and_five_epochs_and_more_with_tanh_and_twenty(monkeypatch):
    assert median_of_groups(TASK, "whole") / median_of_groups(TASK, "nothing") < 0.5
    monkeypatch.setattr(
        recipes, "Network", lambda sizes, _, **more: Network(sizes, "tanh", **more | {"init": "glorot"})
    )
    whole, plain = (best_of_rates(TASK._replace(epochs=20), RECIPES[name]) for name in ("whole", "nothing"))
    assert whole / plain > 0.55


def best_of_rates(task, recipe, first=5000):
    """The median test error of ten networks with the learning rate that was best for others; nothing is remembered."""
    rates = RATES[task.net][recipe.optimizer]
    seeds = [*range(first, first + TUNING)] * len(rates)
    choosing = finished(errors_of(task, recipe, np.repeat(rates, TUNING), seeds, VALIDATION, task.epochs))[-1]
    best = rates[np.median(choosing.reshape(len(rates), TUNING), axis=1).argmin()]
    racing = range(first + TUNING, first + TUNING + 10)
    return np.median(finished(errors_of(task, recipe, np.full(10, best), racing, TEST, task.epochs))[-1])


@pytest.mark.thorough
@pytest.mark.parametrize("part", ["no_warm_up", "no_cosine", "no_decay", "plain"])
def test_with_ten_epochs_none_of_these_parts_can_be_taken_away_for_nothing(part):
    task = TASK._replace(epochs=10)
    assert median_of_groups(task, part) > median_of_groups(task, "whole") + 0.005


@pytest.mark.thorough
@pytest.mark.parametrize("times", [1 / 3, 3])
@pytest.mark.parametrize("name, optimizer", [("plain", "gradient_descent"), ("momentum", "momentum")])
def test_what_stands_beside_it_is_not_held_back_by_its_decay(monkeypatch, name, optimizer, times):
    usual = median_of_groups(TASK, name)
    monkeypatch.setitem(DECAYS, optimizer, DECAYS[optimizer] * times)
    other = [finished(trained.__wrapped__(TASK, RECIPES[name], group)).errors[-1] for group in (0, 1)]
    assert np.median(other) > median_of_groups(TASK, "whole") and np.median(other) > usual - 0.03


def test_a_recipe_without_its_parts_trains_as_train_does():
    task, seeds = Setting("one", 0.0, 1), [3]
    errors = finished(errors_of(task, RECIPES["nothing"], np.array([0.6]), seeds, TEST))
    (X, T), (unseen, wanted) = recipes.in_own_orders(seeds, 0.0), samples("unseen")
    network = Network((64, 32, 10), "relu", init="he", seed=seeds, dtype=np.float32)
    train(network, X, T, "softmax_cross_entropy", learning_rate=0.6, epochs=1, batch_size=32)
    wrong = np.mean(network(unseen[TEST]).argmax(axis=-1) != wanted[TEST])
    assert abs(errors[-1, 0] - wrong) < 0.01


@pytest.mark.parametrize("name", [name for name in RECIPES if name not in ("whole", "nothing")])
def test_each_part_changes_the_training(name):
    task = Setting("one", 0.2, 2)
    rates = np.array([RATES["one"][RECIPES[name].optimizer][2]])
    runs = [finished(errors_of(task, RECIPES[key], rates, [0], TEST)) for key in ("whole", name)]
    assert runs[0].shape == (3, 1) and not np.array_equal(*runs)


def test_what_chooses_the_rate_is_not_what_is_measured(monkeypatch):
    seen = []

    def spy(task, recipe, rates, seeds, which, every=1):
        seen.append(({*seeds}, which))
        return errors_of(task, recipe, rates, seeds, which, every)

    monkeypatch.setattr(recipes, "errors_of", spy)
    for group in (0, 1):
        finished(trained.__wrapped__(Setting("one", 0.0, 1), RECIPES["nothing"], group))
    assert [len(seeds) for seeds, _ in seen] == [TUNING, RACING] * 2
    assert len(set.union(*(seeds for seeds, _ in seen))) == 2 * (TUNING + RACING)
    assert [which for _, which in seen] == [VALIDATION, TEST] * 2
    digits = np.arange(len(samples("unseen")[1]))
    assert not {*digits[VALIDATION]} & {*digits[TEST]} and len(digits[VALIDATION]) + len(digits[TEST]) == len(digits)


def test_the_rate_that_is_taken_has_the_least_error_of_those_tried():
    run = finished(trained(TASK, RECIPES["whole"]))
    assert run.rate == run.rates[run.tried.argmin()] and run.errors.shape == (6, RACING)
    assert median_error(run) == np.median(run.errors[-1])


def test_a_run_that_diverges_keeps_its_last_error_to_the_end():
    errors = finished(errors_of(Setting("one", 0.0, 3), RECIPES["nothing"], np.array([1e6]), [0], TEST))
    assert errors.shape == (4, 1) and np.isfinite(errors).all() and errors[-1, 0] > 0.5
