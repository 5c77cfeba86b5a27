"""Thirty layers on digits: what keeps its size and still does not learn, and what learns."""

from typing import NamedTuple

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.layers import TRAINING, Layer, LayerNorm, Mask
from course_nn.lectures.practice.deep_network import orthogonal, relu_cosine
from course_nn.lectures.practice.demos.thirty_layers.deep_runs import (
    Recipe,
    digits,
    lowest_error,
    train_with_rates,
    warm_then_cosine,
)
from course_nn.network import Network
from course_nn.normalization import normalize

module, result = lecture("practice")
DEMO = module("thirty_layers")
SMALL_STEPS = {"alpha": 0.2, "shortcut": "yes"}
PLAIN = Recipe("relu", "he", "none", False, 1.0, 30)
BOTH = PLAIN._replace(norm="batch", shortcut=True)


class WithLayer(NamedTuple):
    """A recipe whose networks have one layer more, before so many of their last."""

    recipe: Recipe
    layer: Layer
    before: int

    def network(self, seeds: list, dtype: type) -> Network:
        layers = self.recipe.network(seeds[0], dtype).layers
        return Network([*layers[: -self.before], self.layer, *layers[-self.before :]], seed=seeds, dtype=dtype)


ONE_NORM = WithLayer(PLAIN._replace(shortcut=True), LayerNorm(), 4)
LOW, MIDDLE, HIGH = (0.01, 0.03), (0.1, 0.3), (0.3, 1.0)  # learning rates, the best of which counts


@pytest.mark.costly_changes
def test_thirty_plain_layers_learn_slowly_until_a_sceptic_takes_fewer_or_lets_them_rotate(becomes):
    def excess(recipe, rates, epochs=4, runs=3):
        """Test errors above those of one hidden layer, which is tuned too."""
        one = lowest_error(PLAIN._replace(depth=1), MIDDLE, epochs=epochs)
        return lowest_error(recipe, rates, epochs=epochs, runs=runs) - one

    plain = excess(PLAIN, LOW)
    rotating = PLAIN._replace(init="orthogonal")
    assert plain > 0.4
    becomes(
        xavier=lambda: outcome(plain, excess(PLAIN._replace(init="xavier"), HIGH)),
        orthogonal=lambda: outcome(plain, excess(rotating, HIGH)),
        longer=lambda: outcome(plain, excess(PLAIN, LOW[:1], 40, 5)),
        fewer=lambda: outcome(plain, excess(PLAIN._replace(depth=5), MIDDLE)),
        tanh=lambda: outcome(plain, excess(rotating._replace(activation="tanh"), MIDDLE)),
    )


@pytest.mark.costly_changes
def test_a_norm_with_a_shortcut_learns_whatever_a_sceptic_changes_but_one_of_the_two(becomes):
    plain = lowest_error(PLAIN, LOW)
    gain = plain - lowest_error(BOTH, MIDDLE)
    assert gain > 0.5
    ways = {
        "layer": (BOTH._replace(norm="layer"), MIDDLE),
        "large": (BOTH._replace(init="large"), HIGH),
        "sigmoid": (BOTH._replace(activation="sigmoid"), HIGH),
        "no_shortcut": (PLAIN._replace(norm="batch"), MIDDLE),
        "no_norm": (PLAIN._replace(shortcut=True), (0.001, 0.01)),
    }

    def modern():
        return lowest_error(PLAIN, (0.001, 0.003), "recipe") - lowest_error(BOTH, (0.003, 0.01), "recipe")

    def of_all_errors():
        longer, normed = (lowest_error(*way, "recipe", 8) for way in ((PLAIN, (0.001,)), (ONE_NORM, (0.003,))))
        return outcome(longer, longer - normed)

    becomes(
        **{key: lambda way=way: outcome(gain, plain - lowest_error(*way)) for key, way in ways.items()},
        recipe=lambda: outcome(gain, modern()),
        one_norm=of_all_errors,
    )


@pytest.mark.thorough
def test_a_shortcut_alone_wants_one_thing_against_the_size_of_its_signal_and_adamw():
    for way in (ONE_NORM, WithLayer(PLAIN._replace(shortcut=True), Mask(np.float32(2**-14.5)), 2)):
        assert lowest_error(way, (0.003,), "recipe", 15) < 0.11


@pytest.mark.thorough
def test_with_a_norm_alone_a_hundred_epochs_teach_what_fifteen_do_not():
    assert lowest_error(PLAIN._replace(norm="batch"), (0.1,), epochs=100) < 0.14


def test_with_batch_norm_alone_digits_of_one_class_lie_as_far_apart_as_any():
    def closer(recipe, seed):
        """By how much the cosine of two digits of one class is larger, behind the last hidden layer."""
        X, T = (part[:300] for part in digits())
        h = recipe.network(seed).forward(X, TRAINING).h[-2]
        u = h / np.linalg.norm(h, axis=1, keepdims=True)
        same, cosines = T @ T.T == 1, u @ u.T
        return cosines[same & ~np.eye(len(X), dtype=bool)].mean() - cosines[~same].mean()

    for seed in range(3):
        assert abs(closer(PLAIN._replace(norm="batch"), seed)) < 0.02 and closer(BOTH, seed) > 0.08


@pytest.mark.thorough
@pytest.mark.parametrize("norm", ["batch", "layer"])
@pytest.mark.parametrize("training", ["descent", "recipe"])
def test_a_norm_with_a_shortcut_reads_nearly_all_after_fifteen_epochs_however_it_is_trained(norm, training):
    values = dict(norm=norm, shortcut="yes", training=training, epoch=15)
    assert np.median([result("thirty_layers", seed=seed, **values).error for seed in range(3)]) < 0.045


@pytest.mark.thorough
@pytest.mark.parametrize("values", [{}, dict(norm="batch"), dict(shortcut="yes")])
def test_the_recipe_alone_does_not_replace_the_pair(values):
    errors = [result("thirty_layers", training="recipe", epoch=15, seed=seed, **values).error for seed in range(3)]
    assert np.median(errors) > 0.1


def test_with_both_the_gradient_grows_tenfold_at_most_and_digits_stay_apart():
    for seed in range(3):
        found = result("thirty_layers", norm="batch", shortcut="yes", seed=seed).signals
        assert 5 < found.gradients[0] < 15 and found.cosines.max() < 0.4


def test_a_sceptic_who_takes_batch_norm_keeps_digits_apart_and_no_other_change_does():
    alike = result("thirty_layers").alike
    changed = {key: result("thirty_layers", **change.moves).alike for key, change in DEMO.SCEPTIC.changes.items()}
    found = {key: outcome(alike, value) for key, value in changed.items()}
    assert found == dict(xavier="stays", orthogonal="stays", layer="stays", batch="reversed")
    assert result("thirty_layers", eta="0.1", epoch=2, depth=5).alike == result("thirty_layers", depth=5).alike


@pytest.mark.parametrize("norm_first", [True, False])
def test_a_layer_norm_leaves_digits_alike_only_where_it_stands_before_the_relu(norm_first):
    rng, h = np.random.default_rng(0), digits()[0][:50]
    for _ in range(30):
        z = h @ rng.normal(0, np.sqrt(2 / h.shape[1]), (h.shape[1], 64))
        h = np.maximum(0, normalize(z, 1)[0]) if norm_first else normalize(np.maximum(0, z), 1)[0]
    h = h / np.linalg.norm(h, axis=1, keepdims=True)
    alike = np.median((h @ h.T)[np.triu_indices(50, 1)])
    assert alike > 0.9 if norm_first else abs(alike) < 0.2


def test_the_rate_warms_up_in_a_tenth_of_the_steps_and_falls_to_nothing():
    shares = warm_then_cosine(100)
    assert shares[:10] == pytest.approx(np.arange(1, 11) / 10) and shares.argmax() == 9
    assert (np.diff(shares[9:]) < 0).all() and shares[-1] < 1e-3 and shares[54] == pytest.approx(0.5, abs=0.02)


def test_he_keeps_the_size_and_the_gradient_but_not_what_differs():
    for seed in range(3):
        found = result("thirty_layers", seed=seed).signals
        assert 0.1 < found.sizes[-1] / found.sizes[0] < 10 and 0.2 < found.gradients[0] < 5
        assert found.cosines[0] < 0.36 and found.cosines[9] > 0.75 and found.cosines[-1] > 0.95
        assert found.cosines[-1] == pytest.approx(relu_cosine(0.0, 30), abs=0.03)


def test_bottom_gradients_of_first_weights_that_do_not_fit():
    for values, low, high in (
        (dict(init="xavier"), 5e-6, 2e-4),
        (dict(init="small"), 1e-39, 1e-35),
        (dict(init="xavier", activation="sigmoid"), 1e-20, 1e-17),
        (dict(init="large", activation="tanh"), 1e8, 1e11),
    ):
        for seed in range(2):
            assert low < result("thirty_layers", seed=seed, **values).signals.gradients[0] < high, values


def test_under_batch_norm_the_gradient_grows_on_its_way_down_to_more_than_two_hundred_times():
    for seed in range(3):
        found = result("thirty_layers", norm="batch", seed=seed).signals
        assert 150 < found.gradients[0] < 450 and found.cosines.max() < 0.4
        assert DEMO.per_layer(found.gradients[1:][::-1]) == pytest.approx(1.2112, abs=0.03)


def test_a_shortcut_with_alpha_0_is_as_one_layer():
    deep = result("thirty_layers", shortcut="yes", alpha=0.0).signals
    assert np.ptp(deep.sizes) < 1e-12 and deep.gradients == pytest.approx(np.ones(30))


@pytest.mark.thorough
def test_thirty_layers_that_learn_and_that_do_not():
    for seed in range(3):
        for values in (dict(), dict(norm="batch"), dict(norm="layer")):
            assert result("thirty_layers", epoch=15, eta="best", seed=seed, **values).error > 0.15, values
        for values in (
            SMALL_STEPS,
            dict(shortcut="yes", init="zeros"),
            dict(shortcut="yes", norm="batch"),
            dict(activation="tanh", init="orthogonal"),
        ):
            assert result("thirty_layers", epoch=15, eta="best", seed=seed, **values).error < 0.08, values
        found = result("thirty_layers", epoch=15, eta="best", shortcut="yes", seed=seed)
        assert found.diverged == 5 and found.error > 0.85
        slower = finished(train_with_rates(PLAIN._replace(shortcut=True), (1e-6, 1e-5), seed))
        assert slower.errors[-1].min() > 0.6


def test_with_a_whole_branch_every_layer_doubles_the_square_and_training_diverges():
    sizes = result("thirty_layers", shortcut="yes").signals.sizes
    assert DEMO.per_layer(sizes) == pytest.approx(np.sqrt(2), abs=0.1)
    assert result("thirty_layers", shortcut="yes", eta="0.1", epoch=15).diverged == 1


def test_two_ways_through_thirty_layers_solve_the_challenge():
    demo = DEMO.thirty_layers(eta="0.1")
    assert demo.state == "open"
    demo.set(activation="tanh", init="orthogonal", epoch=15)
    assert demo.state == "solved"
    demo.set(activation="relu", init="he", epoch=0)
    demo.set(**SMALL_STEPS, epoch=15)
    assert demo.state == "solved"
    demo.close()


def test_the_epoch_is_pulled_and_a_rate_is_pressed():
    demo = DEMO.thirty_layers(depth=2, eta="0.1")
    Hand(demo, 0).pull(60, 0)
    assert demo.values["epoch"] >= 3
    ends = [handle.artist for handle in demo.handles].index("ends")
    Hand(demo, ends).press()
    assert demo.values["eta"] == "best" and len(demo.result.rates) == 5
    Hand(demo, ends, 2).press()
    assert demo.values["eta"] == "0.1"
    Hand(demo, ends).press()
    Hand(demo, ends, 4).press()
    assert demo.values["eta"] == "1.0"
    demo.close()


def test_training_goes_on_from_the_start_that_is_shown():
    start, run = (result("thirty_layers", depth=3, eta="0.1", epoch=epoch) for epoch in (0, 1))
    assert run.errors[0, 0] == pytest.approx(start.error, abs=0.01)


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("thirty_layers", norm="batch")
    up, down = DEMO.per_layer(found.signals.sizes), DEMO.per_layer(found.signals.gradients[::-1])
    cosines = found.signals.cosines[[0, 9, 29]]
    reads(DEMO.readout(found), 100 * found.error, found.signals.gradients[0], up, down, *cosines, 1, 10, 30)
    found = result("thirty_layers", activation="tanh", init="orthogonal", eta="0.1", epoch=15)
    assert "Epoch 15" in DEMO.readout(found).en and "15" in DEMO.readout(found).zh


class Paired(NamedTuple):
    """A recipe whose ReLU units start as pairs of opposite sign, so that the whole network starts as a rotation.

    source : Balduzzi and others, The Shattered Gradients Problem (2017), section 5
    """

    recipe: Recipe

    def network(self, seeds: list, dtype: type) -> Network:
        network, rng = self.recipe.network(seeds, dtype), np.random.default_rng(seeds[0])
        pair = np.array([[1, -1], [-1, 1]])
        for k, W in enumerate(network.weights):
            M, N = W.shape[-2:]
            if 0 < k < len(network.weights) - 1:
                W[...] = np.kron(pair, orthogonal(rng, M // 2, N // 2))
            elif k:
                W[...] = np.hstack([half := rng.normal(0, np.sqrt(2 / (M + N)), (M, N // 2)), -half])
            else:
                W[...] = np.vstack([half := orthogonal(rng, M // 2, N), -half])
        return network


def test_from_pairs_of_opposite_sign_thirty_relu_layers_learn_without_norm_and_shortcut():
    paired, he = (lowest_error(start, (0.03,), epochs=15, runs=1) for start in (Paired(PLAIN), PLAIN))
    assert paired < 0.08 and he > 0.25


def test_of_five_rates_the_middle_one_is_shown_first_as_it_learns_alone(computed_anew):
    setting = dict(depth=1, norm="batch", shortcut="yes", epoch=1)
    work = DEMO.module.compute(**{name: control.start for name, control in DEMO.CONTROLS.items()} | setting)
    first = next(step for step in work if callable(step))()
    (alone,) = first.errors.T
    whole = finished(work)
    middle = whole.rates.tolist().index(*first.rates)
    assert 2 * middle + 1 == len(whole.rates) == 5
    np.testing.assert_allclose(alone, whole.errors[:, middle], atol=3 / 597)
