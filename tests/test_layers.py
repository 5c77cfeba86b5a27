"""Every layer against measured derivatives, and the law of them all: what a pass keeps is its own."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.layers import (
    TEST,
    TRAINING,
    ActivationLayer,
    Augmentation,
    BatchNorm,
    Bias,
    Dense,
    Dropout,
    Layer,
    LayerNorm,
    Mask,
    Mode,
    Shortcut,
    leaves,
)
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import train

RNG = np.random.default_rng(0)
X, WEIGH = RNG.normal(1, 2, (5, 4)), RNG.normal(size=(5, 4))
LAYERS = {
    "dense": Dense(4, 4),
    "weights alone": Dense(4, 4, bias=False),
    "bias": Bias(4),
    "tanh": ActivationLayer("tanh"),
    "batch norm": BatchNorm(4),
    "layer norm": LayerNorm(),
    "mask": Mask(RNG.normal(size=(5, 4))),
    "dropout": Dropout(0.5),
    "shortcut": Shortcut([Dense(4, 4, "he"), BatchNorm(4), Bias(4), ActivationLayer("sigmoid"), Dropout(0.7)], 0.3),
    "shortcut in a shortcut": Shortcut([Shortcut([Dense(4, 4)], 2.0), LayerNorm()]),
}


def mode_of(trains):
    """The same chance each time that it is asked for."""
    return Mode(trains, np.random.default_rng(3))


def held(layer, seed=0):
    """A layer in a network, on top of a bias, so that it is asked for its dx."""
    network = Network([Bias(4), layer], seed=seed)
    network.parameters += np.random.default_rng(1).uniform(0, 0.5, network.parameters.shape)
    return network


def measured(f, values):
    """Central differences of a number by an array that f reads."""
    found = np.zeros_like(values)
    for place in np.ndindex(values.shape):
        old, ends = values[place], []
        for step in (1e-6, -1e-6):
            values[place] = old + step
            ends.append(f())
        values[place] = old
        found[place] = (ends[0] - ends[1]) / 2e-6
    return found


@pytest.mark.parametrize("trains", [True, False])
@pytest.mark.parametrize("name", LAYERS)
def test_backward_is_the_measured_gradient_by_inputs_and_by_parameters(name, trains):
    network, x = held(LAYERS[name]), X.copy()

    def weighed():
        return float(np.sum(WEIGH * network.forward(x, mode_of(trains)).output))

    computed = network.backward(network.forward(x, mode_of(trains)), WEIGH).copy()
    expected = measured(weighed, network.parameters)
    expected[of_moments(network)] = 0  # they are gathered, and not learned
    assert computed == pytest.approx(expected, abs=1e-7)
    assert computed[:4] == pytest.approx(measured(weighed, x).sum(axis=0), abs=1e-7), "of the bias below: the sum of dx"


def of_moments(network):
    """Where the running moments lie in the flat vector."""
    marks = network.with_parameters(np.zeros_like(network.parameters))
    for norm in [leaf for leaf in leaves(marks.layers) if isinstance(leaf, BatchNorm)]:
        norm.mean[...], norm.variance[...] = 1, 1
    return marks.parameters == 1


@pytest.mark.parametrize("name", LAYERS)
def test_what_a_pass_keeps_is_its_own_so_another_one_in_between_changes_nothing(name):
    network = held(LAYERS[name])
    first = network.forward(X, mode_of(True))
    alone = network.backward(first, WEIGH).copy()
    network.forward(-X[::-1], mode_of(False))
    assert np.array_equal(network.backward(first, WEIGH), alone)
    assert np.array_equal(network.forward(X, mode_of(True)).output, first.output)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_of_many_networks_is_the_layer_of_each(name):
    many, rng = held(LAYERS[name], seed=(3, 8)), np.random.default_rng(4)
    own, weigh = rng.normal(size=(2, 5, 4)), rng.normal(size=(2, 5, 4))
    mode = TEST if "dropout" in name or name == "shortcut" else TRAINING  # drawn in one go, masks would differ
    trace = many.forward(own, mode)
    gradients = many.backward(trace, weigh)
    for k in range(2):
        one = many.with_parameters(many.parameters[k])
        alone = one.forward(own[k], mode)
        assert trace.output[k] == pytest.approx(alone.output, abs=1e-12)
        assert gradients[k] == pytest.approx(one.backward(alone, weigh[k]), abs=1e-12)


class Scale(Layer):
    """y = g x, as a student would write a new layer."""

    def __init__(self, M):
        self.N, self.shapes = M, {"g": (M,)}

    def start(self, rng):
        return {"g": np.ones(self.N)}

    def forward(self, x, mode):
        return x * self.g[..., None, :], x

    def backward(self, dy, x):
        self.dg[...] = (dy * x).sum(axis=-2)
        return dy * self.g[..., None, :]


def test_a_new_kind_of_layer_is_a_class_with_forward_and_backward_and_is_trained_with_the_rest():
    x = RNG.normal(size=(40, 2))
    network = Network([Dense(2, 3), Scale(3), ActivationLayer("tanh"), Dense(3, 1), ActivationLayer("linear")], seed=1)
    assert network.layers[1].g.tolist() == [1, 1, 1] and network.parameters.size == 6 + 3 + 3 + 3 + 1
    history = train(network, x, np.sin(x[:, 0]), "squared_error", "adam", 0.02, epochs=200)
    assert history.losses[-1] < 0.1 * history.losses[0] and (network.layers[1].g != 1).all()
    assert not np.shares_memory(network.weights[0], network.layers[1].g) and network.is_weight.sum() == 9


def test_a_bias_on_top_of_weights_is_a_dense_layer():
    parts = Network([Dense(3, 4, bias=False), Bias(4), ActivationLayer("tanh"), Dense(4, 2), ActivationLayer("linear")])
    whole = Network((3, 4, 2), "tanh")
    assert np.array_equal(parts.parameters, whole.parameters) and parts.sizes == whole.sizes
    assert np.array_equal(parts(X[:, :3]), whole(X[:, :3])) and parts.activations == whole.activations
    assert "Dense(3, 4) → Bias" in repr(parts)


def test_dropout_keeps_the_mean_of_a_unit_and_does_nothing_in_a_test():
    network = Network([Bias(4), Dropout(0.5)])
    ones, mode = np.ones((500, 4)), mode_of(True)
    outputs = np.stack([network.forward(ones, mode).output for _ in range(100)])
    assert set(np.unique(outputs)) == {0.0, 2.0} and outputs.mean() == pytest.approx(1, abs=0.01)
    assert np.array_equal(network(ones), ones)


def test_dropout_stands_before_every_dense_layer_but_the_lowest_and_shares_the_parameters():
    network = Network((3, 4, 5, 2), "relu", seed=2)
    thinned = network.with_dropout((0.5, 1.0))
    assert [type(layer) for layer in thinned.layers].count(Dropout) == 2 and thinned.sizes == network.sizes
    h = thinned.forward(X[:, :3], mode_of(True)).h
    assert set(np.unique(h[1] / np.maximum(network.forward(X[:, :3]).h[1], 1e-300))) <= {0.0, 2.0}
    thinned.parameters[0] = 7
    assert network.weights[0][0, 0] == 7 and np.array_equal(thinned(X[:, :3]), network(X[:, :3]))
    assert np.shares_memory(thinned.gradient, network.gradient)


def test_masks_that_are_given_are_multiplied_and_so_is_the_gradient():
    network = Network((3, 4, 2), "tanh", seed=2)
    mask = np.array([0.0, 2, 1, 0])
    thinned = network.with_dropout([Mask(mask)])
    trace = thinned.forward(X[:, :3])
    assert np.allclose(trace.h[1], mask * network.forward(X[:, :3]).h[1])
    (first, second), _ = thinned.split(thinned.backward(trace, WEIGH[:, :2]))
    assert not first[[0, 3]].any() and first[[1, 2]].all() and not second[:, [0, 3]].any()


def test_what_augments_happens_in_training_alone():
    network = Network([Augmentation(lambda x, rng: x + rng.normal(size=x.shape)), Dense(4, 2)])
    assert not np.array_equal(network.forward(X, mode_of(True)).output, network(X))
    assert np.array_equal(network(X), network.forward(X).output)
    trace = network.forward(X, mode_of(True))
    assert np.allclose(network.split(network.backward(trace, WEIGH[:, :2]))[0][0], WEIGH[:, :2].T @ trace.h[0])


def test_running_moments_lie_among_the_parameters_so_a_snapshot_holds_them():
    network = Network([Dense(4, 3, bias=False), BatchNorm(3), Bias(3), ActivationLayer("relu"), Dense(3, 1)])
    before = network.with_parameters(network.parameters)
    network.gather(network.forward(X, TRAINING))
    assert not np.allclose(network(X), before(X))
    assert np.array_equal(network.with_parameters(network.parameters)(X), network(X))
    both = before.with_parameters([before.parameters, network.parameters])
    assert np.allclose(both(X), [before(X), network(X)], atol=1e-14)
    network.gather(network.forward(X[:1], TRAINING))
    assert np.isfinite(network.parameters).all(), "one sample has no variance"


def test_a_layer_may_be_put_into_two_networks_and_each_has_its_own():
    layer = Dense(2, 2)
    one, other = Network([layer, ActivationLayer("tanh"), layer]), Network([ActivationLayer("tanh"), layer], seed=1)
    one.weights[0] = np.zeros((2, 2))
    assert one.weights[1].any() and other.weights[0].any() and not hasattr(layer, "W")
    again = Network([Dense(2, 2), *one.layers])  # its lowest layer has to hand something down now
    x, c = X[:, :2], WEIGH[:, :2]
    trace = again.forward(x)
    numbers = measured(lambda: float(np.sum(c * again(x))), again.parameters)
    assert again.backward(trace, c) == pytest.approx(numbers, abs=1e-7)


def test_float32_stays_float32_in_every_layer():
    layers = [Dense(4, 4), BatchNorm(4), LayerNorm(), Shortcut([Bias(4), Dropout(0.5)]), ActivationLayer("relu")]
    network = Network([*layers, Dense(4, 2)], dtype=np.float32)
    for mode in (TEST, mode_of(True)):
        trace = network.forward(X, mode)
        network.backward(trace, trace.output)
        network.gather(trace)
        assert {a.dtype for a in (*trace.values, network.gradient, network.parameters)} == {np.dtype(np.float32)}


def test_bad_layers_are_refused_in_words():
    for keep in (0.0, 1.5, -1):
        with pytest.raises(BadInput, match="share of units"):
            Dropout(keep)
    with pytest.raises(BadInput, match="need randomness"):
        Network([Dense(4, 4), Dropout(0.5)]).forward(X, TRAINING)
    with pytest.raises(BadInput, match="does not fit after a layer of 3"):
        Network([Dense(4, 3), BatchNorm(4)])
    with pytest.raises(BadInput, match="as many outputs"):
        Network([Dense(4, 3), Shortcut([Dense(3, 2)])])
    with pytest.raises(BadInput, match="list of layers"):
        Network([Dense(4, 3), "relu"])
    with pytest.raises(BadInput, match="did you mean 'glorot'"):
        Dense(2, 3, "gloro")
    with pytest.raises(BadInput, match="each of the 1 hidden layers"):
        Network((2, 3, 1)).with_dropout((0.5, 0.5))
    thinned = Network((2, 3, 1)).with_dropout(1.0)
    with pytest.raises(BadInput, match="ask the one that made it"):
        Network((2, 3, 1)).backward(thinned.forward(X[:, :2]), np.ones((5, 1)))
    with pytest.raises(BadInput, match="mode is TEST"):
        Network((2, 3, 1)).forward(X[:, :2], [np.ones(3)])


def test_a_network_with_a_norm_reads_losses_of_the_past_with_the_moments_of_the_past():
    x, y = RNG.normal(3, 2, (60, 2)), RNG.integers(0, 2, 60)
    layers = [Dense(2, 4, bias=False), BatchNorm(4), Bias(4), ActivationLayer("relu"), Dense(4, 1)]
    network = Network([*layers, ActivationLayer("linear")])
    start = LOSSES["binary_cross_entropy"].per_sample(network(x), y).mean()
    history = train(network, x, y, "binary_cross_entropy", epochs=5, batch_size=20)
    assert history.losses_on(x, y)[0] == pytest.approx(start) == history.losses[0]
