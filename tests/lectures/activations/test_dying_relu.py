"""The lecture: ReLU has no gradient for x < 0; Leaky ReLU does not die."""

import numpy as np
from hand import Hand

from course_nn.lectures.activations.demos import dying_relu as demo

START = {name: control.start for name, control in demo.CONTROLS.items()}
RATES, BIASES, SEEDS = (1, 4, 8), (-4, -1, 0, 1), range(10)


def test_a_dead_relu_never_comes_back():
    for rate in RATES:
        for bias in BIASES:
            networks, _, slopes = demo.trained("relu", rate, bias, seed=rate)
            dead = slopes == 0  # (EPOCHS + 1, UNITS)
            assert np.all(dead[1:] >= dead[:-1])
            W = networks.weights[0]  # (EPOCHS + 1, UNITS, 2)
            assert np.array_equal(W[1:][dead[:-1]], W[:-1][dead[:-1]])


def test_a_dead_unit_answers_zero_to_every_sample():
    result = demo.compute(**START)
    Z = result.X @ result.W.T + result.b  # (n, UNITS)
    assert result.is_dead.sum() >= 40
    np.testing.assert_array_equal(result.is_dead, np.all(Z <= 0, axis=0))


def test_learning_rate_and_bias_both_kill():
    for seed in SEEDS:
        dead = [demo.compute(rate, 0, "relu", seed, 100).is_dead.sum() for rate in (1, 7)]
        assert dead[0] == 0 and dead[1] >= 25
        dead = [demo.compute(0.5, bias, "relu", seed, 0).is_dead.sum() for bias in (0, -2, -4)]
        assert dead[0] == 0 and dead[1] >= 10 and dead[2] >= 40


def test_leaky_relu_prelu_and_elu_do_not_die():
    for rate in RATES:
        for bias in BIASES:
            result = demo.compute(rate, bias, "leaky_relu", 0, 100)
            assert not any(result.dead[phi].any() for phi in ("leaky_relu", "prelu", "elu"))
            assert result.smallest >= 0.1
    for seed in SEEDS:
        assert not any(demo.compute(8, -4, "elu", seed, 100).dead[phi].any() for phi in ("leaky_relu", "prelu", "elu"))


def test_not_dying_is_not_yet_learning():
    """At a rate that kills most ReLUs, PReLU keeps all its units and does not settle; ELU's slopes get tiny."""
    for seed in SEEDS:
        result = demo.compute(7, 0, "elu", seed, 100)
        assert result.losses["prelu"][-20:].min() > max(0.4, result.losses["relu"][-20:].max())
        assert 0 < result.smallest < 1e-3


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
