"""The lecture: ReLU has no gradient for x < 0; Leaky ReLU does not die."""

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.common.outcomes import outcome
from course_nn.network import Network
from course_nn.training import train

demo = Pure("activations.dying_relu")

START = {name: control.start for name, control in demo.CONTROLS.items()}
RATES, BIASES, SEEDS = (1, 4, 8), (-4, -1, 0, 1), range(10)


def dead(activation, rate, bias, seed):
    """How many units are dead after each epoch: (EPOCHS + 1,)."""
    return np.sum(demo.training_run(activation, rate, bias, seed).slopes == 0, axis=1)


def test_a_dead_relu_never_comes_back():
    for rate in RATES:
        for bias in BIASES:
            networks, _, slopes = demo.training_run("relu", rate, bias, seed=rate)
            gone = slopes == 0  # (EPOCHS + 1, UNITS)
            assert np.all(gone[1:] >= gone[:-1])
            W = networks.weights[0]  # (EPOCHS + 1, UNITS, 2)
            assert np.array_equal(W[1:][gone[:-1]], W[:-1][gone[:-1]])


def test_a_dead_unit_answers_zero_to_every_sample():
    result = demo.compute(**START)
    Z = result.X @ result.W.T + result.b  # (n, UNITS)
    assert result.is_dead.sum() >= 40
    np.testing.assert_array_equal(result.is_dead, np.all(Z <= 0, axis=0))
    np.testing.assert_array_equal(
        result.dead["relu"], dead("relu", START["learning_rate"], START["bias"], START["seed"])
    )
    assert result.is_dead.sum() == result.dead["relu"][START["epoch"]]


def share_dead(rate=7, bias=0, units=demo.UNITS, epochs=demo.EPOCHS, **training):
    """Of ten seeds the median share of ReLUs that are dead in the end, %."""
    X, y = demo.points()
    networks = Network((2, units, 1), "relu", init="he", seed=list(SEEDS))
    networks.biases[0][...] = bias
    rates = dict(learning_rate=np.full(len(SEEDS), rate), epochs=epochs, every=epochs)
    train(networks, X, y, "binary_cross_entropy", **rates, **training)
    return 100 * np.median(np.mean(networks.forward(X).z[0].max(axis=1) <= 0, axis=1))


def test_learning_rate_and_bias_both_kill_until_a_sceptic_takes_another_optimizer_or_lower_biases(becomes):
    for bias, least, most in ((0, 0, 0), (-2, 20, 100), (-4, 80, 100)):  # before training
        assert least <= share_dead(bias=bias, epochs=1, rate=1e-9) <= most
    assert share_dead() > 50 > share_dead(rate=1) == 0
    changes = {
        "units": dict(units=100),
        "batch": dict(batch_size=20, epochs=20),
        "high": dict(bias=1),
        "low": dict(bias=-1),
        "slow": dict(rate=3),
        "momentum": dict(rate=0.7, optimizer="momentum", beta=0.9),
        "adam": dict(rate=0.03, optimizer="adam"),
    }
    becomes(**{key: outcome(share_dead(), share_dead(**change)) for key, change in changes.items()})


def test_first_biases_of_minus_1_save_most_units_at_7_but_a_tenth_of_this_does_not():
    assert share_dead(7, bias=-1) < 40 and share_dead(7, bias=-0.1) > 50


def share_of_dead_that_come_back(rate, **training):
    """Of the ReLUs of ten seeds that die within a hundred epochs, from first biases 0."""
    X, y = demo.points()
    networks = Network((2, demo.UNITS, 1), "relu", init="he", seed=list(SEEDS))
    rates = dict(learning_rate=np.full(len(SEEDS), rate), epochs=demo.EPOCHS, every=1)
    history = train(networks, X, y, "binary_cross_entropy", **rates, **training)
    reached = [networks.with_parameters(theta).forward(X).z[0].max(axis=1) > 0 for theta in history.parameters]
    gone, alive = ~np.array(reached[:-1]), np.array(reached[1:])  # (EPOCHS, 10, UNITS)
    assert gone.any(axis=0).sum() > 100
    return (gone & alive).any(axis=0).sum() / gone.any(axis=0).sum()


def test_plain_descent_never_brings_a_dead_relu_back_and_momentum_and_adam_bring_back_some():
    assert share_of_dead_that_come_back(7) == 0 == share_of_dead_that_come_back(7, batch_size=20)
    assert share_of_dead_that_come_back(3, optimizer="momentum", beta=0.9) > 0.03
    assert share_of_dead_that_come_back(0.3, optimizer="adam") > 0.3


def test_leaky_relu_prelu_and_elu_do_not_die():
    tried = [(rate, bias, 0) for rate in (1, 8) for bias in (-4, 1)] + [(8, -4, seed) for seed in (1, 2, 3)]
    assert not any(dead(phi, *setting).any() for phi in ("leaky_relu", "prelu", "elu") for setting in tried)
    assert min(demo.training_run("leaky_relu", *setting).slopes[-1].min() for setting in tried) >= 0.1


def test_at_a_high_rate_some_elu_units_keep_no_slope_to_speak_of_and_far_enough_out_it_underflows_to_0():
    X, y = demo.points()
    networks = Network((2, demo.UNITS, 1), "elu", init="he", seed=list(SEEDS))
    train(networks, X, y, "binary_cross_entropy", learning_rate=8.0, epochs=demo.EPOCHS, every=demo.EPOCHS)
    highest = networks.forward(X).z[0].max(axis=1)  # (seeds, UNITS)
    slope = ACTIVATIONS["elu"].df
    assert np.median(np.sum(slope(highest) < 1e-6, axis=1)) >= 3
    assert slope(np.array(-700.0)) > 0 == slope(np.array(-800.0)) == slope(np.array(-110, np.float32))


def test_not_dying_is_not_yet_learning():
    """At a rate that kills most ReLUs, PReLU keeps all its units and does not settle; ELU's slopes get tiny."""
    for seed in (0, 1, 2, 3):
        result = demo.compute(7, 0, "elu", seed, 100)
        assert result.losses["prelu"][-20:].min() > max(0.4, result.losses["relu"][-20:].max())
        assert 0 < result.smallest < 1e-3


def test_a_unit_is_drawn_where_its_weighted_sum_is_0():
    result = demo.compute(**START)
    x, y = (np.reshape(axis, (demo.UNITS, -1)) for axis in demo.bends(result.W, result.b))
    z = result.W[:, :1] * x + result.W[:, 1:] * y + result.b[:, None]  # (UNITS, points and a gap)
    assert np.nanmax(np.abs(z)) < 1e-6 and np.isfinite(z).sum() == 2 * demo.UNITS


def test_a_press_on_a_loss_curve_or_on_a_name_shows_that_activation():
    picture, names = demo.dying_relu(), list(demo.NAMES)
    for k, name in enumerate(names):
        for handle, item in ((0, k), (1 + k, 0)):
            picture.set(activation=names[k - 1])
            Hand(picture, handle, item).press()
            assert picture.values["activation"] == name
    picture.close()


def test_the_challenge_wants_a_smaller_rate():
    assert demo.judge(demo.compute(**START)) == "open"
    assert demo.judge(demo.compute(3, 0, "relu", 0, 100)) == "solved"
    assert demo.judge(demo.compute(2, 0, "relu", 0, 100)) == "almost"


def test_one_dead_unit_leaves_the_challenge_open():
    solved = demo.compute(3, 0, "relu", 0, 100)
    one_dead = np.arange(demo.UNITS) == 7
    assert demo.judge(solved) == "solved" and demo.judge(solved._replace(is_dead=one_dead)) == "open"


def test_the_dot_lies_on_the_curve_of_the_activation_that_is_shown():
    picture = demo.dying_relu(learning_rate=7, bias=-2)
    for name in demo.NAMES:
        picture.set(activation=name)
        (x, y), curve = picture.artists.here.get_xydata()[0], picture.artists.dead[name].get_ydata()
        assert x == picture.values["epoch"] and y == curve[int(x)]
    picture.close()
