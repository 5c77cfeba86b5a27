"""A hundred networks learn XOR, or do not."""

import numpy as np
import pytest

from course_nn.lectures.xor.demos.train_xor import judge, train_xor
from course_nn.lectures.xor.random_starts import CORNERS, LEVELS, WANTED, endings
from course_nn.network import Network
from course_nn.training import train


@pytest.fixture(scope="module")
def demo():
    return train_xor()


def result_of(demo, **values):
    return demo.compute(**(demo.values | values))


def test_one_hidden_unit_never_learns_xor(demo):
    for activation in ("sigmoid", "tanh", "relu"):
        assert result_of(demo, activation=activation, width=1).in_the_end == 0


def test_two_units_are_enough_to_compute_xor_but_only_about_half_of_the_networks_find_out(demo):
    result = result_of(demo, width=2)
    assert 40 <= result.in_the_end <= 65 and judge(result) == "open"


def test_more_hidden_units_than_needed_make_success_likelier(demo):
    found = [result_of(demo, width=n).in_the_end for n in (1, 2, 3, 4)]
    assert found == sorted(found) and found[3] >= 98


def test_failures_of_tanh_wait_at_losses_where_points_share_one_answer(demo):
    result = result_of(demo, width=2)
    stuck = result.runs.losses[-1][~result.runs.solved[-1]]
    assert len(stuck) and np.abs(stuck[:, None] - LEVELS).min(axis=1).max() < 0.02
    assert (endings(result.runs) == 0).sum() == result.in_the_end


def test_levels_are_losses_of_two_three_and_four_points_that_share_their_mean():
    def loss(p):
        return -np.mean(WANTED * np.log(p) + (1 - WANTED) * np.log(1 - np.array(p)))

    sure = 1 - 1e-12
    answers = [1 - sure, sure, 0.5, 0.5], [1 / 3, 1 / 3, sure, 1 / 3], [0.5] * 4
    assert np.allclose([loss(p) for p in answers], LEVELS)


def test_a_network_of_the_batch_is_the_one_its_seed_gives_alone(demo):
    result = result_of(demo, width=2, run=7)
    alone = Network((2, 2, 1), "tanh", seed=7)
    train(alone, CORNERS, WANTED, "binary_cross_entropy", learning_rate=1.0, epochs=50)
    assert np.allclose(result.runs.parameters[5, 7], alone.parameters, atol=1e-3)


def test_hard_thresholds_leave_the_hidden_layer_as_it_was(demo):
    result = result_of(demo, activation="step", width=2)
    assert np.array_equal(result.path[0], result.path[-1])
    assert result.in_the_end < 20


def test_counts_and_crowd_hold_all_hundred_networks_at_all_times(demo):
    result = result_of(demo, width=2, epoch=300)
    assert (result.crowd.sum(axis=0) == 100).all() and result.counts.sum() == 100
    assert np.array_equal(result.counts.sum(axis=1), result.crowd[:, 30])
