"""A hundred networks learn XOR, or do not."""

import numpy as np
import pytest
from computed import Pure, computed, moved
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.xor.demos.train_xor.picture import train_xor
from course_nn.lectures.xor.demos.train_xor.random_starts import (
    BIASES,
    CORNERS,
    LEVELS,
    RUNS,
    WANTED,
    endings,
    learn_xor,
)
from course_nn.network import Network
from course_nn.training import train

TRAIN_XOR = Pure("xor.train_xor")
judge = TRAIN_XOR.judge


@pytest.fixture(scope="module")
def demo():
    return train_xor()


def result_of(demo, **values):
    return moved(demo, **values)


def test_one_hidden_unit_never_learns_xor(demo):
    for activation in ("sigmoid", "tanh", "relu"):
        assert result_of(demo, activation=activation, width=1).in_the_end == 0


def corners_cut_off(result, run):
    """The corners that the hidden units of a run of tanh networks part from the three others, in the end."""
    network = result.runs.network.with_parameters(result.runs.parameters[-1, run])
    on = network.forward(CORNERS).h[1] > 0  # (4, n)
    alone = [unit if unit.sum() == 1 else ~unit for unit in on.T if unit.sum() in (1, 3)]
    return {int(np.argmax(unit)) for unit in alone}


def has_an_opposite_pair(corners):
    return {0, 3} <= corners or {1, 2} <= corners


def failed(**change):
    """Of a hundred runs with two units of tanh."""
    runs = finished(learn_xor(**{"activation": "tanh", "width": 2} | change))
    return RUNS - int(runs.solved[-1].sum())


def test_with_no_unit_to_spare_about_half_of_the_runs_fail_until_a_sceptic_changes_the_first_weights(becomes):
    assert all(35 <= failed(biases=biases) <= 56 for biases in BIASES)
    changes = {key: change.moves for key, change in TRAIN_XOR.SCEPTIC.changes.items()}
    changed = {key: TRAIN_XOR.SCEPTIC.effect(computed(TRAIN_XOR, **moves)) for key, moves in changes.items()}
    changed["adam"] = min(failed(optimizer="adam", rate=rate) for rate in (0.03, 0.1, 0.3))
    changed["both"] = min(failed(optimizer="adam", rate=rate, scale=0.2, epochs=3000) for rate in (0.01, 0.1))
    changed["inputs"] = failed(inputs=(-1, 1))
    changed["relu"] = failed(activation="relu")
    becomes(**{key: outcome(failed(), left) for key, left in changed.items()})


def test_ten_times_as_many_epochs_save_none_of_them(demo):
    short, long = (result_of(demo, width=2, times=times) for times in (1, 10))
    assert np.array_equal(short.runs.solved[-1], long.runs.solved[-1])
    assert long.epoch == 10 * short.epoch == 10_000


@pytest.mark.parametrize("biases", BIASES)
def test_two_units_learn_xor_exactly_where_they_cut_off_opposite_corners(demo, biases):
    result = result_of(demo, width=2, biases=biases)
    opposite = [has_an_opposite_pair(corners_cut_off(result, run)) for run in range(100)]
    assert np.array_equal(opposite, result.runs.solved[-1])


@pytest.mark.parametrize("biases", BIASES)
def test_three_corners_cut_off_hold_an_opposite_pair_and_all_such_runs_learn_xor(demo, biases):
    for width in (3, 4):
        result = result_of(demo, width=width, biases=biases)
        three = [len(corners_cut_off(result, run)) >= 3 for run in range(100)]
        assert sum(three) > 30 and result.runs.solved[-1][three].all()


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu"])
@pytest.mark.parametrize("biases", BIASES)
def test_more_hidden_units_than_needed_make_success_likelier(demo, activation, biases):
    found = [result_of(demo, activation=activation, width=n, biases=biases).in_the_end for n in (1, 2, 3, 4)]
    assert found == sorted(found) and found[0] == 0 and found[3] > found[1] + 15


def test_almost_all_networks_of_four_tanh_units_learn_it_and_relu_needs_more_units(demo):
    for biases in BIASES:
        found = [result_of(demo, activation=phi, width=4, biases=biases).in_the_end for phi in ("tanh", "relu")]
        assert found[0] >= 98 and found[1] < 85


@pytest.mark.parametrize("biases", BIASES)
def test_failures_of_tanh_wait_at_losses_where_points_share_one_output(demo, biases):
    result = result_of(demo, width=2, biases=biases)
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


def test_a_press_on_a_bar_chooses_a_run_of_that_bar(demo):
    solved = demo.result.runs.solved[-1]
    for run in (int(np.argmax(solved)), int(np.argmin(solved)), 99):
        Hand(demo, 0, run).press()
        assert demo.values["run"] == run
    demo.set(run=0)


def test_each_network_has_a_place_of_its_own_in_a_bar_and_the_solved_stand_first(demo):
    result = result_of(demo, width=2, epoch=300)
    for height, (solved, stuck) in zip(np.unique(result.places[:, 1]), result.counts[result.counts.any(axis=1)]):
        here = result.places[:, 1] == height
        order = np.argsort(result.places[here, 0])
        assert np.array_equal(np.sort(result.places[here, 0]), np.arange(solved + stuck) + 0.5)
        assert result.solved[here][order].tolist() == [True] * solved + [False] * stuck


def test_almost_begins_with_95_networks(demo):
    result = result_of(demo)
    states = [judge(result._replace(in_the_end=count)) for count in (94, 95, 99, 100)]
    assert states == ["open", "almost", "almost", "solved"]


def test_every_trail_ends_where_its_point_is(demo):
    ends = [trail.get_xydata()[-1].tolist() for trail in demo.artists.trails]
    points = np.concatenate([points.get_xydata() for points in demo.artists.points])
    assert sorted(ends) == sorted(points.tolist())
