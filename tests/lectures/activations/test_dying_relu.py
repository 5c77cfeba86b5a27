"""The lecture: ReLU has no gradient for x < 0; Leaky ReLU does not die."""

import numpy as np
from computed import Pure
from hand import Hand

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


def test_learning_rate_and_bias_both_kill():
    for seed in SEEDS:
        assert dead("relu", 1, 0, seed)[100] == 0 and dead("relu", 7, 0, seed)[100] >= 25
        at_first = [dead("relu", 0.5, bias, seed)[0] for bias in (0, -2, -4)]
        assert at_first[0] == 0 and at_first[1] >= 10 and at_first[2] >= 40


def test_leaky_relu_prelu_and_elu_do_not_die():
    tried = [(rate, bias, 0) for rate in RATES for bias in BIASES] + [(8, -4, seed) for seed in SEEDS]
    assert not any(dead(phi, *setting).any() for phi in ("leaky_relu", "prelu", "elu") for setting in tried)
    assert min(demo.training_run("leaky_relu", *setting).slopes[-1].min() for setting in tried) >= 0.1


def test_not_dying_is_not_yet_learning():
    """At a rate that kills most ReLUs, PReLU keeps all its units and does not settle; ELU's slopes get tiny."""
    for seed in SEEDS:
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
