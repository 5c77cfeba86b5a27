"""Features by hand, and learned ones, on the same sets."""

import numpy as np

from course_nn.common.progress import finished
from course_nn.features import FEATURES
from course_nn.lectures.feature_learning.demos.by_hand import feature_engineering as engineering


def test_a_classifier_by_hand_is_a_linear_function_of_its_features():
    classifier = engineering.fit_by_hand("moons", ("x1", "sin_x2"))
    X = np.random.default_rng(0).uniform(-5, 5, (100, 2))
    psi = np.stack([X[:, 0], np.sin(X[:, 1]), np.ones(100)], axis=1)
    _, residuals, *_ = np.linalg.lstsq(psi, classifier(X))
    assert residuals < 1e-20


def test_the_order_of_the_features_does_not_matter():
    first, second = (engineering.fit_by_hand("xor", names) for names in (("x1", "x1_x2"), ("x1_x2", "x1")))
    X = engineering.samples(held_out=True)["xor"].X
    np.testing.assert_allclose(first(X), second(X), atol=1e-6)


def test_a_learned_classifier_is_a_network_of_that_many_units_that_sees_a_third_of_x():
    learned = finished(engineering.train_all(3))
    X = engineering.samples(held_out=True)["circle"].X
    network = learned["circle"].network
    assert network.sizes == (2, 3, 1) and learned.keys() == engineering.samples(held_out=False).keys()
    np.testing.assert_allclose(learned["circle"](X), network(X / 3)[:, 0])


def test_no_point_to_train_on_is_held_out():
    train, test = (engineering.samples(held_out) for held_out in (False, True))
    for name in train:
        assert len(train[name].X) == 200 and len(test[name].X) == 300
        assert not set(map(bytes, train[name].X)) & set(map(bytes, test[name].X))


def best_line_by_counting(H, y):
    """v, c of the line with the fewest errors that many small random changes find: (M + 1,)."""
    rng, signs = np.random.default_rng(0), 2 * y - 1
    H = np.column_stack([H, np.ones(len(H))])
    lines = rng.normal(size=(20_000, H.shape[1]))
    best = lines[((H @ lines.T) * signs[:, None] > 0).sum(axis=0).argmax()]
    for width in np.repeat([0.5, 0.2, 0.1], 2000):
        other = best + width * rng.normal(size=best.shape)
        if np.sum(H @ other * signs > 0) >= np.sum(H @ best * signs > 0):
            best = other
    return best


def test_no_line_on_these_features_gets_the_spiral_not_even_one_that_counts_its_errors_but_the_nearest_neighbour_does():
    train, test = (engineering.samples(held_out)["spiral"] for held_out in (False, True))
    every = engineering.fit_by_hand("spiral", tuple(FEATURES))
    scaled, new = ((engineering.columns(X, every.features) - every.mean) / every.std for X in (train.X, test.X))
    *v, c = best_line_by_counting(scaled, train.y)
    counted = np.mean((new @ v + c > 0) == test.y)
    assert engineering.right_on_held_out(every, "spiral").mean() < counted + 0.05 and counted < 0.75
    nearest = np.linalg.norm(test.X[:, None] - train.X, axis=-1).argmin(axis=1)
    assert np.mean(train.y[nearest] == test.y) > 0.98
