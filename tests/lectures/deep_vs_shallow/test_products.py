"""A product of d inputs: exponential in one layer, compact in a tree; and d units are enough for the corners alone."""

from functools import partial
from math import prod

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.lectures.deep_vs_shallow.demos.product.products import (
    INPUTS,
    cube,
    one_layer_product,
    product_with_bias,
    relative_error,
    signs,
    tree_product,
    units,
    zigzag_of_sum,
)

demo = Pure("deep_vs_shallow.product")

result = partial(computed, demo)


def test_both_networks_multiply_the_one_layer_with_two_to_the_d_units_the_tree_with_at_most_4_d():
    for d in INPUTS.tolist():
        one, tree, X = one_layer_product(d, 0.1), tree_product(d, 0.1), cube(d)
        assert (
            one.sizes == (d, 2**d, 1)
            and sum(tree.sizes[1:-1]) <= 4 * d + 2
            and units(d) == (2**d, sum(tree.sizes[1:-1]))
        )
        assert relative_error(one, X) < 0.02 and relative_error(tree, X) < 0.02
        assert len(tree.sizes) - 2 == int(np.ceil(np.log2(d)))


@pytest.mark.parametrize("d", [2, 3, 6])
def test_the_one_layer_is_the_product_of_hyperbolic_sines(d):
    X, c = cube(d), 0.4
    np.testing.assert_allclose(one_layer_product(d, c)(X)[:, 0], np.prod(np.sinh(c * X) / c, axis=1), atol=1e-10)


@pytest.mark.parametrize("d, phi", [(2, np.cosh), (3, np.sinh), (4, np.cosh)])
def test_where_powers_are_missing_from_phi_half_as_many_units_come_as_close_as_one_likes(d, phi):
    """cosh has even powers only and sinh odd ones: of two opposite patterns of signs one is enough."""
    half, X = signs(d)[: 2 ** (d - 1)], cube(d)

    def furthest(c):
        output = phi(c * X @ half.T) @ half.prod(axis=1) / (len(half) * c**d)
        return np.abs(output - X.prod(axis=1)).max()

    assert furthest(0.03) < 0.001 and furthest(0.1) / furthest(0.03) == pytest.approx((0.1 / 0.03) ** 2, rel=0.1)


@pytest.mark.parametrize("make", [one_layer_product, tree_product])
def test_half_the_weight_quarters_the_error(make):
    errors = [relative_error(make(5, c), cube(5)) for c in (0.2, 0.1)]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.05)


@pytest.mark.parametrize("d", [2, 5, 10])
def test_d_relus_have_the_product_at_all_corners_and_are_far_off_inside(d):
    network, corners = zigzag_of_sum(d), signs(d)
    assert network.sizes == (d, d, 1) and len(corners) == 2**d
    np.testing.assert_allclose(network(corners)[:, 0], [prod(corner) for corner in corners], atol=1e-9)
    assert relative_error(network, cube(d)) > 1


def test_four_units_multiply_two_inputs_as_the_formula_of_the_text_says():
    (x, y), c = np.array([0.3, -0.8]), 0.1
    formula = (np.exp(c * (x + y)) - np.exp(c * (x - y)) - np.exp(c * (y - x)) + np.exp(-c * (x + y))) / (2 * c) ** 2
    assert one_layer_product(2, c)([[x, y]])[0, 0] == pytest.approx(formula) == pytest.approx(x * y, rel=0.01)


def test_the_challenge_is_the_first_d_at_which_the_tree_is_smaller():
    settings = dict(cheat=True, where="corners")
    assert [demo.judge(result(d=d, **settings)) for d in (3, 4, 5)] == ["open", "solved", "almost"]
    assert demo.judge(result(d=4)) == "open"


def test_the_readout_has_both_numbers_of_units_and_all_errors(reads):
    for values in (dict(d=5), dict(d=8, cheat=True, c=0.2), dict(d=3, where="corners", cheat=True)):
        shown = result(**values)
        d, X = shown.d, signs(shown.d) if shown.where == "corners" else cube(shown.d)
        c = values.get("c", 0.1)
        off = [100 * relative_error(network, X) for network in (one_layer_product(d, c), tree_product(d, c))]
        tree = tree_product(d, c).sizes[1:-1]
        zigzag = [d, 100 * relative_error(zigzag_of_sum(d), X)] if shown.cheat else []
        reads(demo.readout(shown), d, 2**d, off[0], sum(tree), len(tree), off[1], *zigzag)


@pytest.mark.parametrize("where", demo.POINT_SETS)
def test_the_largest_product_reaches_1_in_the_picture(where):
    assert np.isclose(np.abs(result(where=where).wanted).max(), 1)


def test_the_bar_is_pulled_to_another_number_of_inputs():
    shown = demo.product()
    Hand(shown, 0).press().pull(80, 0)
    assert shown.values["d"] == 8
    shown.close()


@pytest.mark.parametrize("d", [2, 3, 4])
def test_a_bias_at_the_output_saves_one_of_the_units_of_a_product(d):
    """∏ (e^(εxᵢ) − 1) / ε is a sum of 2ᵈ exponentials, and that of no input is a constant: the bias."""
    X, networks = cube(d), [product_with_bias(d, c) for c in (0.1, 0.01)]
    errors = [np.abs(network(X)[:, 0] - X.prod(axis=1)).max() for network in networks]
    assert networks[0].sizes == (d, 2**d - 1, 1) and errors[1] < errors[0] / 5
    assert units(d, True).one == 2**d - 1 == result(d=d, bias=True).units.one


@pytest.mark.parametrize("d", [2, 5])
def test_with_a_bias_the_one_layer_is_the_product_of_what_exponentials_grow(d):
    X, c = cube(d), 0.2
    made = np.prod((np.exp(2 * c * X) - 1) / (2 * c), axis=1)
    np.testing.assert_allclose(product_with_bias(d, c)(X)[:, 0], made, atol=1e-10)
