"""Range tests and whole runs of three networks, against runs that are made by hand."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.rate_finder.rate_runs import (
    BATCH,
    EPOCHS,
    LOSS,
    LOST,
    NETWORKS,
    SEEDS,
    TRIED_RATES,
    digits_to_learn,
    final_losses,
    loss_at,
    network_at_start,
    range_tests,
)
from course_nn.lectures.practice.tuning import rate_range
from course_nn.training import train


def test_a_range_test_of_each_seed_begins_at_the_loss_of_its_own_start():
    tests = finished(range_tests("wide", "gradient_descent", 100))
    assert len(tests.losses) == SEEDS and tests.rates[[0, -1]] == pytest.approx([1e-4, 10])
    X, y = digits_to_learn()
    again = rate_range(network_at_start("wide", 3), X, y, LOSS, tests.rates, "gradient_descent", BATCH, 3)
    assert np.array_equal(tests.losses[3], again)
    assert len({losses[0] for losses in tests.losses}) == SEEDS


def test_the_truth_is_what_a_single_run_with_that_rate_ends_at():
    ends, (X, y), k = finished(final_losses("wide", "gradient_descent", 0)), digits_to_learn(), 14
    settings = dict(learning_rate=TRIED_RATES[k], epochs=EPOCHS, batch_size=BATCH, seed=0)
    run = train(network_at_start("wide", 0), X, y, LOSS, **settings)
    assert ends[k] == pytest.approx(run.losses[-1], rel=0.02)
    assert len(ends) == len(TRIED_RATES) and (ends <= LOST).all()


def test_what_lies_between_two_rates_is_read_off_between_them_and_at_a_rate_it_is_that():
    losses = np.linspace(2, 0.1, len(TRIED_RATES))
    assert loss_at(TRIED_RATES, losses) == pytest.approx(losses)
    middle = loss_at(np.sqrt(TRIED_RATES[3] * TRIED_RATES[4]), losses)
    assert middle == pytest.approx(np.sqrt(losses[3] * losses[4]))


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_starts_near_log_10(name):
    X, y = digits_to_learn()
    start = LOSS.per_sample(network_at_start(name, 0)(X), y).mean()
    assert np.log(10) - 0.1 < start < np.log(10) + 0.3


def test_an_unknown_network_is_refused():
    with pytest.raises(BadInput, match="wide"):
        network_at_start("wid", 0)
