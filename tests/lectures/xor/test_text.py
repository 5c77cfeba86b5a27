"""What notebook 3 states in its text, computed."""

import re
from itertools import combinations, product

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn import boolean
from course_nn.activations import sigmoid
from course_nn.lectures.xor import parity_networks
from course_nn.lectures.xor.demos.train_xor.random_starts import BIASES, LEVELS, endings
from course_nn.lectures.xor.perceptron import novikoff
from course_nn.network import Network
from course_nn.notebook.exercises import questions_of
from course_nn.training import train

NB = "03_xor"
module, at = lecture("xor")
CORNERS, XOR = boolean.truth_table(2), np.array(boolean.FUNCTIONS["XOR"].values)


def test_xor_is_1_when_exactly_one_of_its_inputs_is_1_and_the_two_sums_exclude_each_other(says):
    assert np.array_equal(XOR, CORNERS.sum(axis=1) == 1)
    says(NB, "xor-1-predict", *np.unique(XOR)[1:])
    for w1, w2, b in np.random.default_rng(0).uniform(-2, 2, (10, 3)):
        z = CORNERS @ [w1, w2] + b
        assert z[XOR == 1].sum() == pytest.approx(w1 + w2 + 2 * b) == pytest.approx(z[XOR == 0].sum())
        assert at("one_unit", w1=w1, w2=w2, b=b).right.sum() <= 3


def test_a_unit_with_an_input_for_the_product_would_manage():
    inputs = np.column_stack([CORNERS, CORNERS.prod(axis=1)])
    assert np.array_equal(boolean.unit(inputs, [1, 1, -2], -0.5), XOR)


def test_two_hidden_units_leave_three_points_which_a_line_separates_and_the_sentence_is_one_of_several(says):
    lecture = module("xor_network").LECTURE
    result = at("xor_network", **lecture)
    says(NB, "xor-2-explain", -lecture["b1"], -lecture["b2"], -lecture["c"])
    assert lecture["w11"] == lecture["w12"] == lecture["w21"] == lecture["w22"] == lecture["v1"] == -lecture["v2"] == 1
    assert len(lecture) == 9 and result.computes == ["OR", "AND", "XOR"]
    assert len(np.unique(result.h, axis=0)) == 3 and result.separable
    assert module("decompositions").SOLUTIONS.sum() > 1


def test_soft_units_leave_h1_less_h2_small_so_that_the_output_stays_below_its_threshold():
    for k in np.arange(0.5, 40.1, 0.5):
        result = at("softness", k=k)
        assert np.array_equal(result.y > 0.5, result.h[:, 0] - result.h[:, 1] > 0.5)
        assert result.right.all() == (k >= result.softest)
    soft, hard = at("softness", k=2.0), at("softness", k=40.0)
    assert not (soft.y > 0.5).any() and hard.right.all()
    assert np.mean((hard.surface > 0.01) & (hard.surface < 0.99)) < 0.15  # two cliffs, and flat land beside them


def test_the_values_from_which_one_computes_the_soft_network(says):
    says(NB, "xor-3-predict", *sigmoid(np.array([0.5, 1.5])).round(2))
    h = at("softness", k=1.0).h
    for language in ("en", "zh"):
        assert f"{(h[:, 0] - h[:, 1]).max():.2f}" in getattr(questions_of("xor")["xor-3"].because["zeros"], language)


@pytest.mark.parametrize("seed", range(5))
def test_on_xor_every_round_of_four_examples_has_a_mistake(seed):
    mistakes = at("perceptron_rule", data="XOR", seed=seed).mistakes
    assert (np.diff(mistakes[::4]) >= 1).all()


@pytest.fixture(scope="module")
def training():
    demo = module("train_xor").train_xor()
    yield lambda **values: demo.compute(**demo.values | values)
    demo.close()


@pytest.mark.parametrize("biases", BIASES)
def test_most_failures_end_with_two_rows_right_and_two_at_a_half_and_hardly_any_with_one_row_given_up(training, biases):
    runs = training(biases=biases).runs
    wait_at = endings(runs)
    losses, answers = runs.losses[-1], runs.network.with_parameters(runs.parameters[-1])(CORNERS)[..., 0]
    half, third = wait_at == 1, wait_at == 2
    assert half.sum() > 0.9 * (wait_at > 0).sum() and third.sum() <= 3 and LEVELS[0] == np.log(2) / 2
    assert abs(np.median(losses[half]) - LEVELS[0]) < 0.01
    y = 1 / (1 + np.exp(-answers))  # (100, 4)
    assert np.all((np.abs(y - XOR) < 0.1)[half].sum(axis=1) == 2)
    assert np.all((np.abs(y - 0.5) < 0.1)[half].sum(axis=1) == 2)
    assert np.all(((y > 0.5) == XOR)[third].sum(axis=1) == 3)


@pytest.mark.parametrize("biases", BIASES)
def test_in_a_failed_run_a_point_of_each_class_lies_in_one_place_of_the_hidden_layer(training, biases):
    runs = training(biases=biases).runs
    stuck = endings(runs) == 1
    h = runs.network.with_parameters(runs.parameters[-1]).forward(CORNERS).h[1][stuck]  # (runs, 4, 2)
    apart = np.linalg.norm(h[:, :, None] - h[:, None], axis=-1)  # (runs, 4, 4)
    assert np.all(apart[:, XOR[:, None] != XOR].min(axis=1) < 0.1)


def test_about_half_of_the_runs_fail_whatever_the_first_biases(training):
    offered = 95, 75, 50, 10
    for biases in BIASES:
        found = training(biases=biases).in_the_end
        assert min(offered, key=lambda count: abs(count - found)) == 50


def test_other_first_biases_change_which_runs_fail(training):
    solved = [training(biases=biases).runs.solved[-1] for biases in BIASES]
    assert min(np.sum(a != b) for a, b in combinations(solved, 2)) > 10


def test_trained_networks_find_larger_weights_of_their_own_accord(training):
    for activation, biases in product(("sigmoid", "tanh"), BIASES):
        runs = training(activation=activation, biases=biases).runs
        first, last = (np.linalg.norm(runs.parameters[k][runs.solved[-1]], axis=1) for k in (0, -1))
        assert np.all(last > first) and np.median(last / first) > 3


@pytest.mark.parametrize("data", ["AND", "OR", "clouds"])
def test_in_the_bound_of_the_perceptron_rule_the_bias_counts_as_the_weight_of_an_input_of_1(says, data):
    result = at("perceptron_rule", data=data, step=120)
    X = np.column_stack([result.X, np.ones(len(result.X))])
    assert result.radius == pytest.approx(np.linalg.norm(X, axis=1).max())
    w = novikoff(result.X, result.labels).unit
    clear = (2 * result.labels - 1) * (X @ w)
    assert np.linalg.norm(w) == pytest.approx(1) and clear.min() == pytest.approx(result.margin)
    assert 0 < result.mistakes[-1] <= result.bound == pytest.approx((result.radius / result.margin) ** 2)
    says(NB, "xor-5-predict", *np.unique(X[:, -1]))


@pytest.mark.parametrize("shuffled", [False, True])
def test_on_xor_the_rule_never_ends_from_other_weights_and_in_any_order(shuffled):
    X = np.column_stack([CORNERS, np.ones(4)])
    for seed in range(20):
        rng = np.random.default_rng(seed)
        w, before, again = rng.normal(0, 1, 3), set(), False
        for step in range(2000):
            again, known = again or tuple(w.round(9)) in before and step % 4 == 0, tuple(w.round(9))
            if step % 4 == 0:
                before.add(known)
            i = rng.integers(4) if shuffled else step % 4
            w = w + (XOR[i] - (X[i] @ w > 0)) * X[i]
            assert np.linalg.norm(w) < 8 and not np.array_equal(X @ w > 0, XOR)
        assert again


def test_weights_grow_with_the_root_of_the_mistakes_and_on_xor_they_come_back_to_where_they_were():
    for data in ("AND", "OR", "clouds", "XOR"):
        result = at("perceptron_rule", data=data)
        assert np.all(result.norms <= np.sqrt(result.mistakes) * result.radius + 1e-9)
        assert np.all(result.norms >= result.mistakes * result.margin - 1e-9)
    assert result.margin == 0 and np.isnan(result.bound) and len(result.repeats) > 2


@pytest.mark.parametrize("n", range(2, 9))
def test_the_ands_need_half_of_all_rows_the_counting_layer_one_unit_a_bit_and_the_tree_three_for_each_but_one(n):
    made = {name: make(n) for name, make in parity_networks.CONSTRUCTIONS.items()}
    odd = parity_networks.all_rows(n).sum(axis=1) % 2 == 1
    assert 2 * odd.sum() == len(odd) == 2**n
    assert len(made["and_terms"]) == odd.sum() + 1 and len(made["counting_layer"]) == n + 1
    assert len(made["tree"]) == 3 * (n - 1)


def test_for_more_than_two_bits_the_tree_is_deepest_and_its_units_have_the_fewest_inputs():
    for n in range(3, 9):
        circuits = at("parity", n=n).circuits
        most_inputs = at("parity", n=n).most_inputs
        assert circuits[2].depth > circuits[0].depth == circuits[1].depth == 2
        assert most_inputs[2] == min(most_inputs) == 2


def test_nine_numbers_can_compute_xnor_and_three_hidden_units_parity_of_three_bits():
    lecture = module("xor_network").LECTURE
    flipped = lecture | {name: -lecture[name] for name in ("v1", "v2", "c")}
    assert at("xor_network", **flipped).computes[-1] == "XNOR"
    rows = np.array(list(product((0, 1), repeat=3)))
    assert np.array_equal(parity_networks.run(parity_networks.counting_layer(3), rows)[:, -1], rows.sum(axis=1) % 2)


def test_round_by_round_mistakes_at_the_origin_only_shift_the_line():
    result = at("perceptron_rule", data="AND", step=120)
    for step in range(1, 121):
        now, before = at("perceptron_rule", data="AND", step=step), at("perceptron_rule", data="AND", step=step - 1)
        turned = not np.array_equal(now.w[:2], before.w[:2])
        assert turned == bool(now.wrong and now.X[now.example].any())
    assert result.done


def test_the_cell_in_pytorch_reaches_the_loss_of_this_course():
    torch = pytest.importorskip("torch")
    source = re.search(r"```python\n(.*?)```", cells_of(NB)["xor-pytorch"], re.S)[1]
    names = {}
    exec(source, names)
    network = Network((2, 2, 1), "tanh")
    network.weights[0], network.weights[1] = np.ones((2, 2)), np.array([[1.0, -1.0]])
    network.biases[0], network.biases[1] = np.array([0.0, -1.0]), np.zeros(1)
    history = train(network, CORNERS, XOR, "binary_cross_entropy", learning_rate=1.0, epochs=999)
    assert names["loss"].item() == pytest.approx(history.losses[-1], rel=1e-3)
    assert isinstance(names["loss"], torch.Tensor)
