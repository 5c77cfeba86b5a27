"""A disc inside a ring: two units a layer cannot part them, however many layers; three units can."""

from functools import cache

import numpy as np
import pytest
from computed import Pure

from course_nn.common.outcomes import outcome
from course_nn.drawing import look
from course_nn.lectures.feature_learning.demos.ring import disc_in_ring
from course_nn.lectures.feature_learning.demos.ring.disc_in_ring import circle
from course_nn.lectures.feature_learning.first_biases import set_first_biases
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.network import Network
from course_nn.training import train

demo = Pure("feature_learning.ring")


@pytest.fixture
def run(shown):
    def run(activation="tanh", **values):
        return shown("ring", activation=activation, **values)

    return run


def test_with_one_or_two_units_none_of_sixty_runs_succeeds(run):
    for activation in ("tanh", "relu", "sigmoid"):
        assert run(activation).solved[:2].sum() == 0


def test_two_units_a_layer_do_not_succeed_in_deeper_networks_either(run):
    for layers in (2, 3):
        assert run(layers=layers).solved[:2].sum() == 0


def test_random_first_biases_do_not_help_two_units_and_make_three_fail_more_often(run):
    for layers in (1, 2):
        assert run(layers=layers, biases="random").solved[:2].sum() == 0
    zero, random = (run(biases=biases).solved.sum(axis=1) for biases in ("zero", "random"))
    assert 30 <= random[2] < zero[2] - 5 and random[4] >= 57


@cache
def trained(rate, epochs, biases="zero"):
    """Which of 60 networks of three tanh units succeed."""
    networks = Network((2, 3, 1), "tanh", seed=range(60), dtype=np.float32)
    set_first_biases(networks, biases, range(60))
    data = disc_in_ring.X, disc_in_ring.T, disc_in_ring.LOSS
    train(networks, *data, "adam", learning_rate=rate, epochs=epochs, every=epochs)
    return disc_in_ring.solves(networks)


def test_with_small_steps_hardly_any_of_three_units_fail_and_longer_training_saves_hardly_any_from_random_biases(run):
    assert (~trained(0.01, 2000)).sum() <= (~run().solved[2]).sum() / 2
    failed = ~run(biases="random").solved[2]
    assert (trained(disc_in_ring.RATE, 600, "random") & failed).sum() < failed.sum() / 5


def test_with_three_units_most_runs_succeed_and_with_five_all_but_a_few(run, becomes):
    def succeed(*activation, units=3, **change):
        return run(*activation, **change).solved.mean(axis=1)[units - 1]

    for activation in ("tanh", "relu", "sigmoid"):
        assert succeed(activation) > 2 / 3 and succeed(activation, units=5) > 0.94
    changed = dict(relu=succeed("relu"), bends=succeed(biases="random"), deep=succeed(layers=2))
    changed |= dict(rate=trained(0.3, 200).mean(), slow=trained(0.01, 2000).mean(), two=succeed(units=2))
    becomes(**{key: outcome(succeed(), left) for key, left in changed.items()})


def test_the_lead_of_three_units_over_two_is_that_of_the_end_wherever_time_stands(run):
    early, late = run(epoch=0), run()
    two, three = late.solved.mean(axis=1)[1:3]
    assert early.lead == late.lead == three - two


def test_two_invertible_units_a_layer_take_the_ring_once_around_the_disc():
    """The argument of the docstring, in numbers: ψ(ring) winds once around ψ of the middle of the disc."""
    around_the_disc, middle = circle(2, 20_000), np.zeros((1, 2))
    for seed in range(30):
        network = Network((2, 2, 2, 2, 1), "tanh", seed=seed)
        around = features(network, around_the_disc) - features(network, middle)
        angle = np.unwrap(np.arctan2(*around.T), period=2 * np.pi)
        turn = np.arctan2(*around[0]) - angle[-1]  # from the last point back to the first
        turns = (angle[-1] - angle[0] + (turn + np.pi) % (2 * np.pi) - np.pi) / (2 * np.pi)
        assert abs(turns) == pytest.approx(1, abs=1e-6), seed


def test_failures_of_two_units_stop_where_a_strip_runs_through_the_ring(run):
    losses = run(units=2).losses
    assert 0.35 < losses[1].min() and losses[1].max() < 0.4
    assert losses[1].max() < losses[0].min()


def test_three_units_lift_the_disc_off_the_ring(run):
    result = run()
    ring, disc = np.split(result.places[:, 1], 2)
    assert result.solved[result.run] and ring.max() < result.cut < disc.min()


def test_turning_hidden_space_is_an_honest_projection(run):
    """Heights stay, and the squares of two views at a right angle add up to the same whatever the first is."""
    views = {theta: run(units=4, theta=theta).places for theta in (0, 30, 90, 120)}
    for theta in (30, 90, 120):
        np.testing.assert_allclose(views[theta][:, 1], views[0][:, 1])
    first = views[0][:, 0] ** 2 + views[90][:, 0] ** 2
    np.testing.assert_allclose(views[30][:, 0] ** 2 + views[120][:, 0] ** 2, first, atol=1e-12)
    assert np.all(first <= 1 + 1e-9)


def test_a_layer_of_two_units_is_a_sheet_that_vanishes_from_its_edge(run):
    assert np.abs(run(units=2, theta=90).places[:, 0]).max() < 0.05 < np.ptp(run(units=2, theta=0).places[:, 0])


def test_the_challenge_wants_depth_and_two_units(run):
    deep = run(layers=3, units=2)
    best = int(deep.losses[1].argmin())
    assert demo.judge(run(layers=3, units=2, run=best)) == "solved"
    assert demo.judge(run(units=2)) == demo.judge(run()) == "open"


def test_the_readout_counts_the_runs_that_part_disc_and_ring_and_has_the_loss_of_this_one(run, reads):
    for layers, units, seed in ((1, 3, 1), (2, 2, 7)):
        result = run(layers=layers, units=units, run=seed)
        f = result.losses[units - 1, seed]
        reads(demo.readout(result), 60, layers, *range(1, 6), *result.solved.sum(axis=1), seed, units, f, demo.EPOCHS)


def test_a_hand_on_the_ring_around_a_run_takes_it_to_the_run_under_the_hand(run):
    result = run()
    places = demo.places_of_runs(result)
    for width, seed in ((1, 0), (3, 59), (5, 30)):
        assert demo.nearest_run(result, *places[width - 1, seed]) == {"units": width, "run": seed}


def test_a_width_that_never_solves_it_has_a_red_0():
    picture = demo.ring()
    for text in picture.artists.counts:
        assert text.get_color() == look.ink(look.VERMILION if text.get_text() == "0" else look.BLUE)
    picture.close()


def test_two_layers_that_add_their_input_to_their_output_fold_the_plane_and_a_line_parts_disc_and_ring():
    def folded(X):
        """h + W relu(Vh): both coordinates lose their sign."""
        return X + 2 * np.maximum(-X, 0)

    angle, turn = np.linspace(0, 2 * np.pi, 2000), np.array([[1, -1], [1, 1]]) / np.sqrt(2)
    loop = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    along = np.array([np.sin(np.pi / 8), np.cos(np.pi / 8)])
    disc, ring = (folded(folded(radius * loop) @ turn.T) @ along for radius in (2.5, 3.5))
    assert disc.max() < 2.6 < 3.1 < ring.min()
    assert folded(2.5 * loop).sum(axis=1).max() > folded(3.5 * loop).sum(axis=1).min()  # one fold is not enough
