"""The lecture: one-hot coding invents no order; with many categories it is large, sparse and wasteful."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand
from later import Later

from course_nn import losses
from course_nn.datasets import penguins
from course_nn.drawing.numbers import size

linear_model = Later("sklearn.linear_model")

demo = Pure("losses.one_hot")

START = {name: control.start for name, control in demo.CONTROLS.items()}
ORDERS = list(demo.CONTROLS["order"].names)


def compute(**values):
    return demo.compute(**START | values)


@pytest.mark.parametrize("y", demo.MEASUREMENTS)
def test_as_input_one_hot_fits_every_mean_whatever_the_order_and_the_integer_only_a_line(y):
    standard, species, _ = demo.birds()
    values = standard.Z[:, list(demo.MEASUREMENTS).index(y)]
    means = np.array([values[species == k].mean() for k in range(3)])
    lines, hots = zip(*(compute(y=y, order=order).fits.explained for order in ORDERS))
    for order in ORDERS:
        result = compute(y=y, order=order)
        assert np.allclose(result.fits.answers[1, result.fits.codes], means)
        assert np.allclose(np.diff(result.fits.answers[0], 2), 0)
    assert np.ptp(hots) < 1e-12 and max(lines) < hots[0] - 0.04 and np.ptp(lines) > 0.4


def test_the_integer_code_agrees_with_another_least_squares():
    standard, species, _ = demo.birds()
    codes = np.array([0, 2, 1])[species]
    turned = compute(order="Adelie, Gentoo, Chinstrap").fits
    assert np.array_equal(turned.codes, [0, 2, 1])
    expected = (
        linear_model.LinearRegression().fit(codes[:, None], standard.Z[:, 0]).score(codes[:, None], standard.Z[:, 0])
    )
    assert turned.explained[0] == pytest.approx(expected) and expected < 0.05 < 0.6 < turned.explained[1]


def test_as_target_the_integer_depends_on_the_order_and_one_hot_does_not():
    results = {order: compute(order=order) for order in ORDERS}
    integer = {order: int(result.fits.right[0]) for order, result in results.items()}
    assert {int(result.fits.right[1]) for result in results.values()} == {317}
    assert sorted(set(integer.values())) == [232, 261, 319]  # in the one lucky order it is as good
    assert integer["Adelie, Chinstrap, Gentoo"] == integer["Gentoo, Chinstrap, Adelie"] == 319
    assert all(np.array_equal(result.fits.areas[1], results[ORDERS[0]].fits.areas[1]) for result in results.values())


@pytest.mark.parametrize("order", ORDERS)
def test_an_integer_target_puts_the_classes_into_bands_with_code_1_always_in_between(order):
    result = compute(order=order)
    codes = result.fits.codes[result.fits.areas[0]].astype(int)  # (90, 90)
    for lines in (codes, codes.T):
        steps = np.diff(lines, axis=1)
        assert np.abs(steps).max() <= 1 and (np.all(steps >= 0) or np.all(steps <= 0))
    assert set(np.unique(codes)) == {0, 1, 2}


@pytest.mark.parametrize("K", [2, 10, 1000])
@pytest.mark.parametrize("dtype", ["float64", "float32", "bool"])
def test_bytes_and_zeros_are_those_of_real_arrays(K, dtype):
    classes = np.random.default_rng(0).integers(0, K, 1000)
    vectors = losses.one_hot(classes, K).astype(dtype)
    result = compute(power=np.log10(K), n=1000, dtype=dtype)
    assert result.K == K and result.bytes[1] == vectors.nbytes
    assert result.bytes[0] == classes.astype(np.min_scalar_type(K - 1)).nbytes
    assert result.zeros == pytest.approx(np.mean(vectors == 0))


def test_with_many_categories_one_hot_is_large_and_sparse():
    result = compute(power=5.0, n=10**6, dtype="float32")
    assert result.K == 100_000 and list(map(size, result.bytes)) == ["4 MB", "400 GB"]
    assert result.zeros == 0.99999 and "99.999% zeros" in demo.readout(result).en
    assert compute(power=0.3).zeros == 0.5


def test_a_layer_on_one_hot_vectors_only_looks_up_columns():
    rng = np.random.default_rng(0)
    W, classes = rng.normal(size=(4, 50)), rng.integers(0, 50, 30)
    assert np.array_equal(losses.one_hot(classes, 50) @ W.T, W[:, classes].T)


def test_the_challenge_is_solved_by_flipper_length_in_its_own_order_only():
    solved = {
        (order, y) for order in ORDERS for y in demo.MEASUREMENTS if demo.judge(compute(order=order, y=y)) == "solved"
    }
    lucky = ", ".join(demo.SPECIES), ", ".join(demo.SPECIES[::-1])
    assert solved == {(order, "flipper_length_mm") for order in lucky}
    assert demo.judge(compute()) == "open"
    near = compute(order="Adelie, Gentoo, Chinstrap", y="bill_length_mm")
    assert demo.judge(near) == "almost"


def test_the_readout_has_both_r_squared_both_counts_and_both_memories(reads):
    standard, species, _ = demo.birds()
    for j, y in enumerate(demo.MEASUREMENTS):
        result, values = compute(y=y, power=3.0, n=10**6, dtype="float32"), standard.Z[:, j]
        within = sum(np.sum((values[species == k] - values[species == k].mean()) ** 2) for k in range(3))
        line = np.corrcoef(result.fits.codes[species], values)[0, 1] ** 2
        reads(
            demo.readout(result),
            line,
            1 - within / np.sum((values - values.mean()) ** 2),
            *result.fits.right,
            342,
            1000,
            2,
            4,
            99.9,
        )
        assert "2 MB and 4 GB" in demo.readout(result).en


def test_a_click_on_a_class_swaps_it_with_the_next_and_the_dots_are_dragged_to_another_number_of_categories():
    shown = demo.one_hot()
    Hand(shown, 0, 0).press()
    assert shown.values["order"] == "Chinstrap, Adelie, Gentoo"
    Hand(shown, 0, 2).press()
    assert shown.values["order"] == "Gentoo, Adelie, Chinstrap"
    dots = Hand(shown, 1).press().pull(-30, 0)
    assert shown.result.K < 2000 and dots.miss() < 3
    shown.close()


def test_two_categories_have_no_order_numbers_say_as_much_as_one_hot():
    birds = penguins(("Adelie", "Gentoo"), ("body_mass_g",))
    code, mass = np.unique(birds.y, return_inverse=True)[1], birds.X[:, 0]
    numbered, one_hot = np.column_stack([np.ones(len(code)), code]), np.eye(2)[code]
    fits = [design @ np.linalg.lstsq(design, mass, rcond=None)[0] for design in (numbered, one_hot)]
    np.testing.assert_allclose(*fits)
