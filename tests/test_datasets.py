import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.datasets import DATASETS, digits, noisy_wave, penguins, shuffled_digits, wave, xor_points


def test_penguins_agree_with_the_published_counts_and_means():
    data = penguins(("Adelie", "Chinstrap", "Gentoo"))
    assert np.array_equal(np.bincount(data.y), [151, 68, 123])  # 152, 68, 124 less one Adelie and one Gentoo
    means = [data.X[data.y == k].mean(axis=0) for k in range(3)]
    assert np.allclose(means, [[38.79, 18.35], [48.83, 18.42], [47.50, 14.98]], atol=0.01)  # Horst et al., bill in mm


def test_penguins_agree_with_the_package_they_come_from():
    table = pytest.importorskip("palmerpenguins").load_penguins()
    names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    wanted = table[table.species.isin(["Gentoo", "Adelie"])].dropna(subset=names)
    data = penguins(("Gentoo", "Adelie"), names)
    assert np.array_equal(data.X, wanted[names].to_numpy(float))
    assert np.array_equal(data.y, (wanted.species == "Adelie").to_numpy(int))
    assert data.feature_names == tuple(names) and data.class_names == ("Gentoo", "Adelie")


def test_default_penguins_are_219_birds_labelled_0_and_1():
    data = penguins()
    assert data.X.shape == (219, 2) and np.array_equal(np.bincount(data.y), [151, 68]) and "e90081" in data.source


def test_unknown_penguins_are_named_with_the_nearest_known():
    with pytest.raises(BadInput, match="did you mean 'Chinstrap'"):
        penguins(("Adelie", "Chinstap"))
    with pytest.raises(BadInput, match="did you mean 'body_mass_g'"):
        penguins(measurements=("body_mass",))


def test_digits_agree_with_scikit_learn():
    theirs = pytest.importorskip("sklearn.datasets").load_digits()
    data = digits()
    assert np.array_equal(data.X * 16, theirs.data) and np.array_equal(data.y, theirs.target)
    assert data.X.shape == (1797, 64) and data.X.min() == 0 and data.X.max() == 1
    assert len(data.feature_names) == 64 and len(data.class_names) == 10


def test_xor_points_are_exclusive_or():
    X, y = xor_points()
    assert X.shape == (4, 2) and [a != b for a, b in X] == [bool(label) for label in y]


@pytest.mark.parametrize("make", DATASETS.values(), ids=DATASETS)
def test_the_seed_decides_every_point(make):
    one, same, other = make(60, 0.1, seed=3), make(60, 0.1, seed=3), make(60, 0.1, seed=4)
    assert np.array_equal(one.X, same.X) and np.array_equal(one.y, same.y) and not np.array_equal(one.X, other.X)


@pytest.mark.parametrize("make", DATASETS.values(), ids=DATASETS)
def test_toy_sets_hold_n_points_of_two_named_classes(make):
    for n in (2, 101, 400):
        data = make(n, 0.0, seed=1)
        assert data.X.shape == (n, 2) and data.y.shape == (n,) and set(data.y) <= {0, 1} and len(data.class_names) == 2
    assert 0.35 < data.y.mean() < 0.65 and np.abs(data.X).max() < 6
    assert 0.3 < data.y[:100].mean() < 0.7, "the first rows must be a fair sample"


@pytest.mark.parametrize("make", DATASETS.values(), ids=DATASETS)
def test_bad_noise_or_n_is_refused(make):
    for bad in ({"noise": -0.1}, {"noise": 0.6}, {"n": 1}, {"n": 10.5}):
        with pytest.raises(BadInput, match="noise between 0 and 0.5"):
            make(**bad)


def test_without_noise_each_set_obeys_its_rule():
    X, y = DATASETS["circle"](500)[:2]
    radius = np.linalg.norm(X, axis=1)
    assert np.all(radius[y == 1] <= 2.5) and np.all((3.5 <= radius[y == 0]) & (radius[y == 0] <= 5))
    X, y = DATASETS["xor"](500)[:2]
    assert np.array_equal(y, X[:, 0] * X[:, 1] < 0) and np.abs(X).min() >= 0.3
    X, y = DATASETS["spiral"](500)[:2]
    radius = np.linalg.norm(X, axis=1)
    turned = (np.arctan2(X[:, 0], X[:, 1]) - 2 * np.pi * 1.75 * radius / 5 - np.pi * (y == 0)) / (2 * np.pi)
    assert np.allclose(turned, np.round(turned), atol=1e-9) and radius.min() > 0
    X, y = DATASETS["moons"](500)[:2]
    upper = X + [1.5, 0.75]
    assert np.allclose(np.linalg.norm(np.where(y[:, None], -X + [1.5, 0.75], upper), axis=1), 3)


def test_gauss_clouds_have_the_stated_centres_and_variances():
    for noise, variance in ((0, 0.5), (0.25, 2.25), (0.5, 4)):
        X, y = DATASETS["gauss"](20_000, noise)[:2]
        for label, centre in ((1, 2), (0, -2)):
            assert np.allclose(X[y == label].mean(axis=0), centre, atol=0.08)
            assert np.allclose(X[y == label].var(axis=0), variance, rtol=0.05)


def test_noise_makes_circle_labels_wrong_but_leaves_points_in_place():
    clean, noisy = DATASETS["circle"](400, 0.0), DATASETS["circle"](400, 0.5)
    assert np.allclose(np.sort(clean.X, axis=0), np.sort(noisy.X, axis=0))
    wrong = (np.linalg.norm(noisy.X, axis=1) < 2.5) != noisy.y
    assert 0.05 < wrong.mean() < 0.5


def test_each_nth_of_the_interval_has_one_sample():
    X, T = noisy_wave(15, 0.0, 3)
    assert X.shape == T.shape == (15, 1)
    assert np.floor((X[:, 0] + 3) / 0.4).tolist() == list(range(15))
    np.testing.assert_allclose(T, wave(X))


def test_the_noise_has_the_standard_deviation_and_each_seed_its_own():
    X, T = noisy_wave(4000, 0.4, 1)
    assert np.std(T - wave(X)) == pytest.approx(0.4, rel=0.05)
    assert not np.array_equal(noisy_wave(15, 0.4, 3)[0], noisy_wave(15, 0.4, 4)[0])


def test_shuffled_digits_are_all_digits_and_those_to_be_trained_on_have_mean_0():
    X, y = shuffled_digits()
    assert sorted(y) == sorted(digits().y) and np.abs(X[:1200].mean(axis=0)).max() < 1e-12
    lost = digits().X.mean(axis=0) - X.mean(axis=0)  # the mean that was taken off
    whole = {tuple(row) for row in np.round(digits().X, 9)}
    assert {tuple(row) for row in np.round(X + lost, 9)} == whole


def test_a_seed_or_a_generator_draws_the_order_and_the_ink_can_stay():
    drawn, rng = np.random.default_rng(7), np.random.default_rng(7)
    order = drawn.permutation(1797)
    X, y = shuffled_digits(200, rng, centred=False)
    assert np.array_equal(X, digits().X[order]) and np.array_equal(y, digits().y[order])
    assert rng.random() == drawn.random()  # goes on from where the order ended
    centred, _ = shuffled_digits(200, seed=7)
    assert np.allclose(centred, X - X[:200].mean(axis=0))


def test_noise_moves_the_points_of_the_moons_with_three_times_its_standard_deviation():
    clean, noisy = DATASETS["moons"](20_000, 0.0), DATASETS["moons"](20_000, 0.2)
    moved = noisy.X - clean.X
    assert np.allclose(moved.std(axis=0), 0.6, rtol=0.02) and np.allclose(moved.mean(axis=0), 0, atol=0.02)
    assert np.array_equal(clean.y, noisy.y)
