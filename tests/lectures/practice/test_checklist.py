"""What the five checks measure, and what they should have."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.first_checks.checked_runs import (
    FAULTS,
    LOSS,
    Setting,
    data_of,
    digit_data,
    network_at_start,
    shares,
)
from course_nn.lectures.practice.demos.first_checks.checklist import (
    BORDERS,
    doubt,
    entropy,
    gradient_errors,
    losses_at_start,
    run_checks,
)

GOOD = Setting(last=0.01, rate=0.3)


def test_zero_logits_cost_log_k_and_the_best_constant_the_entropy_of_the_shares():
    y = digit_data("eight").y
    assert LOSS.per_sample(np.zeros((len(y), 2)), y).mean() == pytest.approx(np.log(2), abs=1e-12)
    constant = np.tile(np.log(shares(y)), (len(y), 1))
    assert LOSS.per_sample(constant, y).mean() == pytest.approx(entropy(shares(y)), abs=1e-12)
    for off in (0.05, -0.05):
        assert LOSS.per_sample(constant + [0, off], y).mean() > entropy(shares(y))
    assert entropy(np.full(10, 0.1)) == pytest.approx(np.log(10), abs=1e-12)


def test_the_loss_at_start_is_that_of_the_network_whose_last_layer_is_scaled():
    for last in (0.01, 1.0, 3.0):
        setting = Setting(last=last, prior=True)
        data = data_of(setting)
        own = LOSS.per_sample(network_at_start(setting, float)(data.X), data.y).mean()
        assert losses_at_start(setting, [last])[0] == pytest.approx(own, rel=1e-9)


def test_the_numbers_of_the_loss_at_start():
    start = losses_at_start(Setting(), [1.0, 0.01])
    assert 2.3 < start[0] < 2.5 and start[1] == pytest.approx(2.303, abs=0.005)
    stored = [losses_at_start(Setting(inputs="stored", seed=seed), [1.0])[0] for seed in range(10)]
    assert 10 < min(stored) < np.mean(stored) < max(stored) < 25 and np.mean(stored) == pytest.approx(16.8, abs=2)
    prior = losses_at_start(Setting("eight", prior=True), [0.01])[0]
    assert prior == pytest.approx(entropy(shares(digit_data("eight").y)), abs=0.005) and prior < 0.5 * np.log(2)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_gradient_check_sees_a_wrong_sign_and_nothing_else(fault):
    errors = gradient_errors(Setting(fault=fault))
    assert errors[1] < 1e-6 and (errors[0] == pytest.approx(2, rel=1e-6) if fault == "sign" else errors[0] < 1e-6)


def test_the_standard_error_is_that_of_draws():
    rng = np.random.default_rng(0)
    differences = rng.binomial(797, 0.03, 20000) / 797 - rng.binomial(797, 0.02, 20000) / 797
    assert doubt(0.03, 0.02, 797) == pytest.approx(differences.std(), rel=0.02)


def test_a_good_setting_passes_all_five_beside_softmax_regression():
    assert list(finished(run_checks(GOOD)).lights) == [2] * 5


def test_beside_the_nearest_neighbour_it_is_undecided():
    assert list(finished(run_checks(GOOD, "neighbour")).lights) == [2, 2, 2, 1, 2]


@pytest.mark.parametrize(
    "wrong, seen",
    [
        (dict(fault="labels"), {"zero", "baseline"}),  # ten digits are learned by heart with any labels
        (dict(fault="inputs"), {"zero", "batch", "baseline"}),
        # at a rate of 0.3 the last bit decides what a wrong sign makes of the one batch
        (dict(fault="sign", rate=0.1), {"zero", "batch", "baseline", "gradient"}),
        (dict(inputs="stored", last=1.0, rate=0.1), {"start"}),  # it learns all the same
    ],
)
def test_which_lights_see_which_fault(wrong, seen):
    lights = dict(zip(BORDERS, finished(run_checks(GOOD._replace(**wrong), samples=10)).lights))
    assert {name for name, light in lights.items() if light == 0} == seen
