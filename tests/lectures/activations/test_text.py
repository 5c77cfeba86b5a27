"""What notebook 2 states in its text, computed."""

import re

import numpy as np
import pytest
from computed import lecture
from texts import cells_of, paragraphs

from course_nn.activations import ACTIVATIONS, maxout
from course_nn.common.progress import finished
from course_nn.datasets import shuffled_digits
from course_nn.lectures.activations.demos.in_practice.training_map import losses_of
from course_nn.losses import one_hot
from course_nn.network import Network
from course_nn.training import train

NB = "02_activations"
module, at = lecture("activations")
FACTS = {name: phi.facts for name, phi in ACTIVATIONS.items()}
UNBOUNDED = {name for name, facts in FACTS.items() if facts.high == np.inf}


def slope(name, z):
    return float(ACTIVATIONS[name].df(np.array(float(z))))


def test_sigmoid_and_tanh_squash_into_their_ranges_and_leaky_relu_has_slope_0_1_on_the_left(says):
    ranges = [*FACTS["sigmoid"][:2], *FACTS["tanh"][:2]]
    says(NB, "activations-1-predict", *ranges, slope("leaky_relu", -3))
    assert FACTS["sigmoid"].saturates == FACTS["tanh"].saturates == (True, True)
    assert not any(FACTS[name].zero_centred for name in ("sigmoid", "relu", "leaky_relu"))


def test_tanh_is_four_times_as_steep_in_the_middle_and_relu_has_slope_1_or_none(says):
    assert slope("tanh", 0) / slope("sigmoid", 0) == pytest.approx(4)
    says(NB, "activations-1-explain", slope("relu", 2))
    assert slope("relu", -2) == slope("relu", 0) == 0
    assert all(slope(name, -50) and slope(name, 50) for name in ("leaky_relu", "prelu", "maxout"))
    assert slope("elu", -1) > 100 * slope("elu", -10) > 0
    largest = {name: FACTS[name].largest_slope for name in ("sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu")}
    assert min(largest, key=largest.get) == "sigmoid"
    assert FACTS["gelu"].largest_slope > 1 and FACTS["swish"].largest_slope > 1


def test_a_relu_cuts_off_half_of_the_mean_square_and_the_formulas_of_the_text_are_those_of_the_picture():
    mean, variance = at("squash", activation="relu").exact
    assert variance + mean**2 == pytest.approx(0.5) and mean == pytest.approx(1 / np.sqrt(2 * np.pi))
    leaky = at("squash", activation="leaky_relu").exact[0]
    assert leaky == pytest.approx((1 - slope("leaky_relu", -1)) / np.sqrt(2 * np.pi))


def test_a_sigmoid_leaves_the_mean_one_half_whatever_the_width_tanh_0_and_selu_0_and_variance_1():
    for width in (0.3, 1.0, 3.0):
        means = [at("squash", activation=name, deviation=width).exact[0] for name in ("sigmoid", "tanh")]
        assert means == pytest.approx([0.5, 0], abs=1e-9)
    assert at("squash", activation="selu").exact == pytest.approx((0, 1), abs=1e-5)
    assert 0.1 < at("squash", activation="elu").exact[0] < at("squash", activation="relu").exact[0]


def test_subtracting_the_mean_makes_the_steps_point_everywhere_the_valley_rounder_and_the_step_larger():
    demo = module("zero_centred")
    for seed in range(10):
        raw, centred = (at("zero_centred", centred=centred, seed=seed) for centred in (False, True))
        corners = [{tuple(move) for move in np.sign(result.moves).tolist()} for result in (raw, centred)]
        assert corners[0] == {(1, 1), (-1, -1)} and {(1, 1), (-1, -1), (1, -1), (-1, 1)} <= corners[1]
        inputs = [demo.inputs("sigmoid", c, seed) for c in (False, True)]
        (low, high), (low_centred, high_centred) = [np.linalg.eigvalsh(X.T @ X / len(X)) for X in inputs]
        assert high_centred / low_centred < 0.3 * high / low
        assert high_centred < 0.2 * high and centred.learning_rate > 2 * raw.learning_rate


def test_behind_sigmoids_most_of_z_is_an_offset_and_none_with_the_mean_subtracted():
    for seed in range(10):
        assert at("zero_centred", seed=seed).offset > 0.8 and at("zero_centred", centred=True, seed=seed).offset < 1e-12
    assert all(name in paragraphs(NB, "activations-9-predict", "en") for name in ("Glorot", "He"))
    for N, M, init, wanted in ((300, 200, "glorot", 2 / 500), (300, 200, "he", 2 / 300)):
        assert Network((N, M), init=init, seed=0).weights[0].var() == pytest.approx(wanted, rel=0.05)


def test_a_dead_unit_gets_the_gradient_0_from_each_sample(says):
    result = at("dying_relu")
    highest = (result.X @ result.W[result.is_dead].T + result.b[result.is_dead]).max()
    assert result.is_dead.any() and highest < 0
    says(NB, "activations-5-explain", slope("relu", highest))
    says(NB, "activations-5-predict", slope("relu", highest))


def test_the_lectures_maximum_is_prelu_while_alpha_is_at_most_1_and_beyond_takes_the_other_piece(says):
    z = module("prelu").AXIS
    for alpha in (0.0, 0.1, 0.99, 1.0, 1.01, 1.7):
        pieces, maximum = at("prelu", alpha=alpha, epoch=0).formulas
        assert np.allclose(pieces, maximum) == (alpha <= 1)
        assert np.allclose(maximum, np.where((z > 0) == (alpha <= 1), z, alpha * z))
    for seed in range(10):
        trained = at("prelu", epoch=module("prelu").EPOCHS, seed=seed)
        assert abs(trained.alpha - trained.slope) < 0.15 < abs(trained.paths[-1, 2, 1] - trained.slope)
    says(NB, "activations-6-explain", 1)


def test_two_lines_make_relu_leaky_relu_and_the_absolute_value():
    z = np.linspace(-3, 3, 61)
    for name, slopes in (("relu", (0, 1)), ("leaky_relu", (0.1, 1))):
        assert np.allclose(maxout(slopes, (0, 0)).f(z), ACTIVATIONS[name].f(z))
    assert np.allclose(maxout((-1, 1), (0, 0)).f(z), np.abs(z))


def test_each_of_eight_layers_multiplies_the_signal_from_small_weights_by_0_04(says):
    says(NB, "activations-9-predict", 32)
    assert 0.01 * np.sqrt(32 / 2) == pytest.approx(0.04)
    network = Network((32,) * 9, "relu", "relu", lambda rng, M, N: rng.normal(0, 0.01, (M, N)), seed=0)
    sizes = [np.sqrt(np.mean(h**2)) for h in network.forward(np.random.default_rng(0).normal(size=(200, 32))).h[1:]]
    assert np.exp(np.mean(np.log(np.array(sizes[1:]) / sizes[:-1]))) == pytest.approx(0.04, rel=0.25)


def test_the_6_of_the_lecture_is_not_what_digits_say_and_the_first_biases_of_the_task_turn_the_order_round(says):
    lecture_says = 6
    for cell in ("activations-8-predict", "activations-summary"):
        says(NB, cell, lecture_says)
    says(NB, "activations-8-predict", 25)
    for layers in (1, 3):
        result = at("race", layers=layers)
        assert np.median(result.ratios["tanh"]) < 1 < np.median(result.ratios["sigmoid"])
        assert result.ratios["tanh"].max() < lecture_says
    assert 0.35 < np.median(at("race", layers=3).ratios["tanh"]) < 0.65  # only about half as many
    assert at("race", bias=5).ratios["tanh"].min() > 1


def test_adam_takes_away_about_half_of_the_lead_of_tanh():
    race = module("race")
    lead, with_adam = (race.saved_by_tanh(at("race", **change)) for change in ({}, dict(optimizer="adam")))
    assert 0.3 * lead < with_adam < 0.7 * lead


@pytest.fixture(scope="module")
def maps():
    demo = module("in_practice").in_practice()
    yield {depth: demo.compute(**demo.values | {"depth": depth, "epochs": 12}).losses for depth in (2, 8)}
    demo.close()


def test_in_a_shallow_network_even_large_weights_go_well_in_a_deep_one_they_diverge_without_an_upper_bound(maps):
    demo = module("in_practice")
    phis, large = list(demo.NAMES), list(demo.INITS).index("large")
    unbounded = [k for k, phi in enumerate(phis) if phi in UNBOUNDED]
    assert {phis[k] for k in unbounded} == set(phis) - {"sigmoid", "tanh"}
    assert np.all(maps[2][unbounded, large, demo.RATES.index(0.1)] < 0.1)
    assert np.isnan(maps[8][unbounded, large]).all()
    assert np.isfinite(maps[8][[phis.index("sigmoid"), phis.index("tanh")], large]).all()


def test_with_eight_layers_small_values_only_guess_he_or_glorot_leave_a_path_and_sigmoids_hardly_learn(maps):
    demo = module("in_practice")
    phis, inits, losses = list(demo.NAMES), list(demo.INITS), maps[8]
    assert np.nanmin(losses[:, inits.index("small")]) > 0.98 * demo.CHANCE
    best = dict(zip(phis, np.nanmin(losses[:, [inits.index("glorot"), inits.index("he")]], axis=(1, 2))))
    assert all(4 * best[phi] < best["relu"] for phi in ("elu", "tanh")) and best["leaky_relu"] < 1.2 * best["relu"] < 1
    assert np.nanmin(losses[phis.index("sigmoid")]) > 0.8 * demo.CHANCE
    relu = losses[phis.index("relu"), inits.index("he")]
    assert (relu < 1).sum() == 1  # one learning rate of four


def test_with_adam_and_large_weights_even_eight_layers_of_sigmoids_learn():
    demo = module("in_practice")
    losses = finished(losses_of("sigmoid", 8, "adam", 12, 1))[-1]
    assert losses[list(demo.INITS).index("large")].min() < 0.4 * demo.CHANCE


def test_folding_layers_into_a_box_changes_y_by_nothing_and_other_contents_may_change_it():
    assert at("modular").difference == 0
    assert at("modular", inside="reordered").difference < 1e-14 < 0.01 < at("modular", inside="reversed").difference


def test_the_text_has_few_numbers():
    """At most 3 to 100 English words, without code, formulas, tables and the numbers of lists."""
    text = "".join(paragraphs(NB, cell, "en") for cell in cells_of(NB, "markdown"))
    text = re.sub(r"\$.*?\$|\]\([^)]*\)|^\|.*$", "", text, flags=re.M)
    assert 100 * len(re.findall(r"(?<![A-Za-z])\d[\d.,]*", text)) < 3 * len(re.findall(r"[A-Za-z’'-]+", text))


def test_a_sigmoid_takes_three_quarters_of_a_gradient_and_one_four_times_as_narrow_takes_none_in_the_middle():
    z = np.linspace(-20, 20, 4001)
    df = ACTIVATIONS["sigmoid"].df
    assert df(z).max() == pytest.approx(1 / 4) and (4 * df(4 * z)).max() == pytest.approx(1)


def test_a_relu_cuts_off_half_of_the_mean_square_of_a_cloud_around_zero_and_of_others_not():
    z = np.random.default_rng(0).normal(size=100_000)
    kept = [(np.maximum(cloud, 0) ** 2).mean() / (cloud**2).mean() for cloud in (z, 5 * z, z + 1)]
    assert kept[:2] == pytest.approx([0.5, 0.5], abs=0.03) and kept[2] > 0.9


def test_a_layer_of_relus_multiplies_the_gradient_like_the_signal_only_if_both_its_sides_are_equally_wide():
    rng, factors = np.random.default_rng(0), {}
    for N, M in ((200, 200), (800, 50)):
        W, x, delta = (
            rng.normal(0, np.sqrt(2 / N), (50, M, N)),
            rng.normal(size=(50, N, 1)),
            rng.normal(size=(50, M, 1)),
        )
        z = W @ x
        back = np.swapaxes(W, 1, 2) @ (delta * (z > 0))
        factors[N, M] = np.sqrt([np.mean(np.maximum(z, 0) ** 2), np.mean(back**2)])
    assert np.allclose(factors[200, 200], 1, atol=0.1)
    assert factors[800, 50] == pytest.approx([1, 0.25], abs=0.1)


def test_a_maxout_with_a_flat_line_has_no_slope_there():
    z = np.array([-3.0, -1.0, 1.0, 3.0])
    for slopes, flat in (((1, 0), [True, True, False, False]), ((1, -1), [False] * 4)):
        taken = np.argmax(np.outer(slopes, z), axis=0)
        assert ((np.array(slopes)[taken] == 0) == flat).all()
        assert np.array_equal(maxout(slopes, (0, 0)).f(z), np.max(np.outer(slopes, z), axis=0))


def test_among_many_units_a_few_dead_ones_do_no_harm_and_in_a_small_layer_they_do():
    X, y = shuffled_digits(600)
    wrong = {}
    for units, dead in ((48, 0), (48, 3), (6, 0), (6, 3)):
        network = Network((64, units, 10), "relu", init="he", seed=range(5), dtype=np.float32)
        network.biases[0][..., :dead] = -1e3
        train(
            network, X[:600], one_hot(y[:600], 10), "softmax_cross_entropy", learning_rate=0.2, epochs=15, batch_size=20
        )
        wrong[units, dead] = np.mean(network(X[600:]).argmax(axis=-1) != y[600:])
    assert wrong[48, 3] < wrong[48, 0] + 0.01 and wrong[6, 3] > wrong[6, 0] + 0.1
