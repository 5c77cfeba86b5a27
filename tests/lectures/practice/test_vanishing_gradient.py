"""The lecture: a bad initialization makes gradients vanish or explode, and a saturated unit passes no gradient on."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.first_weights import standard_normal
from course_nn.lectures.practice.demos.vanishing_gradient.gradient_flow import layer_gradients, root_mean_square_norm
from course_nn.network import Network

demo = Pure("practice.vanishing_gradient")

START = {name: control.start for name, control in demo.CONTROLS.items()}


def test_the_norm_in_a_layer_is_the_slope_of_the_loss_there():
    """Against the central difference: push z of layer 1 a little and see how the loss, dF · h_L, moves."""
    net, (X, dF) = demo.network(4, 3, "tanh", "glorot"), demo.signals(3)

    def loss(push):
        h = X
        for k, (W, b, phi) in enumerate(zip(net.weights, net.biases, net.activations)):
            h = phi.f(h @ W.T + b + (push if k == 0 else 0))
        return np.sum(h * dF, axis=1)  # (n,)

    step = 1e-6 * np.eye(3)
    gradient = np.stack([(loss(e) - loss(-e)) / 2e-6 for e in step], axis=1)  # (n, 3)
    expected = np.sqrt(np.mean(np.sum(gradient**2, axis=1)))
    assert demo.compute(4, 3, "tanh", "glorot").norms[0] == pytest.approx(expected, rel=1e-6)


def test_through_sigmoids_the_gradient_vanishes_at_least_as_fast_as_a_quarter_per_layer():
    for width in (8, 32, 64):
        result = demo.compute(30, width, "sigmoid", "glorot")
        assert np.all(result.norms < result.bound)
        assert result.norms[0] < 1e-17 and result.norms[-1] > 0.2
        assert result.saturated == 0  # so no unit need be saturated for that: 0.25 is the best case


def test_a_saturated_unit_kills_the_gradient():
    """A sigmoid far from 0 lets almost nothing through; a ReLU as far to the right lets all through."""
    assert ACTIVATIONS["sigmoid"].df(10.0) < 5e-5 and ACTIVATIONS["relu"].df(10.0) == 1
    low, high = (demo.compute(30, 64, "tanh", init).saturated for init in ("glorot", "large"))
    assert low < 0.01 and high > 0.5


def test_small_random_values_let_the_gradient_vanish_and_large_ones_let_it_explode():
    for activation in ("tanh", "relu", "leaky_relu", "elu", "selu", "linear"):
        assert demo.compute(30, 64, activation, "small").norms[0] < 1e-25
        assert demo.compute(30, 64, activation, "large").norms[0] > 1e6


def test_he_keeps_relu_alive_through_30_layers_and_glorot_does_not():
    for width in (16, 32, 64):
        assert 0.01 < demo.compute(30, width, "relu", "he").norms[0] < 100
        assert demo.compute(30, width, "relu", "glorot").norms[0] < 1e-3


def test_what_arrives_is_what_lies_in_the_grey_band():
    for width, init in ((32, "glorot"), (64, "large"), (128, "large")):
        for activation in ("sigmoid", "tanh"):
            result = demo.compute(20, width, activation, init)
            said = demo.readout(result).en.split(":")[0].split()[-1]
            low, high = demo.HEALTHY
            assert said == (
                "vanishes" if result.norms[0] < low else "explodes" if result.norms[0] > high else "arrives"
            )


def test_the_wider_the_layer_the_less_large_weights_take_from_the_gradient_of_sigmoids():
    norms = [demo.compute(20, width, "sigmoid", "large").norms[0] for width in (16, 32, 64, 128)]
    assert np.all(np.diff(norms) > 0) and norms[0] < 1e-4 and demo.HEALTHY[0] < norms[-1] < demo.HEALTHY[1]
    glorot = [demo.compute(20, width, "sigmoid", "glorot").norms[0] for width in (16, 32, 64, 128)]
    assert max(glorot) < 1e-11  # the control: weights that fit the width do not make up for anything
    X, dF = demo.signals(128)
    for seed in range(3):  # and other draws do as well
        net = Network((128,) * 21, "sigmoid", "sigmoid", standard_normal, seed)
        first = layer_gradients(net, net.forward(X), dF)[0]
        assert 0.03 < root_mean_square_norm(first) < 10


def test_the_challenge_is_won_by_tanh_with_glorot():
    assert demo.judge(demo.compute(**START)) == "open"
    assert demo.judge(demo.compute(30, 64, "tanh", "glorot")) == "solved"
    assert demo.judge(demo.compute(22, 64, "tanh", "glorot")) == "almost"


def test_the_last_point_and_the_end_of_the_outputs_pull_the_number_of_layers():
    picture = demo.vanishing_gradient()
    for handle in (0, 1):
        picture.reset()
        Hand(picture, handle).press().pull(-120, 0)
        assert 12 <= picture.result.norms.size <= 17
    picture.close()
