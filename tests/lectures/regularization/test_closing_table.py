"""The closing table: which regularizer helps depends on what is wrong with the data."""

import numpy as np
import pytest

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.regularization.closing_table import (
    REGULARIZERS,
    compare,
    error_of_mean,
    errors_with,
    keep_back,
    moved_ink,
    parameters_at_the_lowest,
)
from course_nn.lectures.regularization.samples import CLASSES, digit_split, digit_splits
from course_nn.losses import one_hot, softmax
from course_nn.network import Network
from course_nn.training import train


def test_every_row_has_a_name_in_both_languages():
    names = [(way.en, way.zh) for way in REGULARIZERS.values()]
    assert len(set(names)) == len(names) == 11
    assert all(any("\u4e00" <= c <= "\u9fff" for c in zh) and en.isprintable() for en, zh in names)


def test_a_row_is_what_training_each_network_by_itself_gives():
    found = finished(errors_with("none", 0.2, 2))
    for seed in range(2):
        split = digit_split(200, seed, 0.2)
        network = Network((64, 64, 10), "relu", init="he", seed=seed, dtype=np.float32)
        train(network, split.train.X, split.train.y, "softmax_cross_entropy", "adam", 0.003, 150, 32)
        assert np.mean(network(split.test.X).argmax(axis=1) != split.test.y) == pytest.approx(found[seed], abs=0.02)


def kernel_ridge(split, lam, gamma=0.2):
    """The error of argmax f, f = K(x, X) (K(X, X) + λ I)⁻¹ Y with K = exp(−γ‖x − x'‖²): nothing is trained."""

    def kernel(A, B):
        return np.exp(-gamma * (np.sum(A**2, axis=1)[:, None] + np.sum(B**2, axis=1) - 2 * A @ B.T))

    X, Y = split.train.X.astype(float), one_hot(split.train.y, CLASSES)
    F = kernel(split.test.X, X) @ np.linalg.solve(kernel(X, X) + lam * np.eye(len(X)), Y)
    return np.mean(F.argmax(axis=1) != split.test.y)


def best_of_kernels(wrong):
    """Over ten sets, with the λ that is best on their validation digits."""
    splits, lams = [digit_split(200, seed, wrong) for seed in range(10)], (0.01, 0.1, 1.0, 3.0)
    seen = [split._replace(test=split.validation) for split in splits]
    lam = min(lams, key=lambda lam: np.mean([kernel_ridge(split, lam) for split in seen]))
    return np.mean([kernel_ridge(split, lam) for split in splits])


@pytest.mark.costly_changes
def test_the_recipe_of_today_helps_with_right_labels_and_with_wrong_ones(becomes):
    def errors(wrong, sets=10):
        return finished(compare(wrong, sets, ("none", "recipe"))).means

    def ratio(none, recipe):
        return np.log(none / recipe)

    (none, recipe), wrong = errors(0.0), errors(0.2, 3)
    assert recipe < 0.95 * none and wrong[1] < 0.65 * wrong[0]
    becomes(
        wrong=lambda: outcome(ratio(none, recipe), ratio(*wrong)),
        more=lambda: outcome(ratio(none, recipe), ratio(*errors(0.4, 2))),
        kernel=lambda: outcome(ratio(none, recipe), ratio(best_of_kernels(0.0), recipe)),
    )


def test_digits_that_move_keep_their_ink_and_lose_the_mean():
    X = digit_splits(30, range(2), centred=False).train.X
    mean = X.mean(axis=1, keepdims=True)
    moved = moved_ink(mean)(X - mean, np.random.default_rng(0)) + mean
    assert moved.shape == X.shape and abs(moved.sum() / X.sum() - 1) < 0.03 and moved.min() > -1e-6
    assert np.mean(np.abs(moved - X).max(axis=-1) > 0.1) > 0.8


def test_digits_kept_back_to_stop_early_are_taken_from_those_to_learn_from():
    train = digit_splits(200, range(2), 0.2).train
    learned, held = keep_back(train, 50)
    assert learned.X.shape == (2, 150, 64) and held.X.shape == (2, 50, 64)
    assert np.array_equal(np.concatenate([held.y, learned.y], axis=1), train.y)


def test_an_early_stop_takes_the_parameters_of_the_lowest_loss_of_each_network():
    split = digit_splits(50, range(2), 0.4)
    network = Network((64, 16, 10), "relu", init="he", seed=range(2), dtype=np.float32)
    loss = "softmax_cross_entropy"
    history = train(network, split.train.X, one_hot(split.train.y, 10), loss, "adam", 0.01, 30, 10, every=5)
    stopped = network.with_parameters(parameters_at_the_lowest(history, split.validation))
    losses = history.losses_on(split.validation.X, one_hot(split.validation.y, 10))
    own = -np.log(softmax(stopped(split.validation.X)) + 1e-30)
    right = np.take_along_axis(own, split.validation.y[..., None], axis=-1).mean(axis=(1, 2))
    assert right == pytest.approx(losses.min(axis=0), rel=1e-4) and (losses.min(axis=0) < losses[-1]).any()


def test_an_ensemble_answers_by_the_mean_of_its_probabilities():
    test = digit_splits(20, range(2)).test
    network = Network((64, 8, 10), "relu", seed=range(6))
    p = softmax(network(np.repeat(test.X, 3, axis=0)))
    expected = [np.mean(p[3 * k : 3 * k + 3].mean(axis=0).argmax(axis=1) != test.y[k]) for k in range(2)]
    assert error_of_mean(network, test, 3) == pytest.approx(expected)


def test_the_table_is_printed_from_the_smallest_error_on():
    found = finished(compare(0.2, 2, ("none", "noise")))
    assert found.errors.shape == (2, 2)
    shown = [float(line.split("%")[0]) for line in repr(found).splitlines()]
    assert shown == sorted(shown) and shown == pytest.approx(sorted(100 * found.means), abs=0.06)
    html = found._repr_html_()
    assert html.count("<tr>") == 3 and html.count('lang="en"') == html.count('lang="zh-Hans"') == 3
    assert found.standard_errors == pytest.approx(np.abs(np.diff(found.errors, axis=1))[:, 0] / 2)


def test_it_says_how_far_it_has_come(computed_anew):
    shares = [*compare(0.0, 2, ("none", "l2"))]
    assert shares == sorted(shares) and shares[0] == 0 and 0.9 < shares[-1] < 1 and len(shares) > 20


@pytest.mark.thorough
def test_with_wrong_labels_noise_and_penalties_win_and_with_right_ones_strong_ones_harm():
    noisy, clean = (finished(compare(wrong)) for wrong in (0.2, 0.0))
    bad, good = (dict(zip(table.names, table.means)) for table in (noisy, clean))
    assert bad["none"] == pytest.approx(0.208, abs=0.03) and good["none"] == pytest.approx(0.064, abs=0.015)
    for name in ("noise", "strong noise", "l2", "decay"):
        assert bad[name] < 0.75 * bad["none"]
    assert bad["smoothing"] > 0.9 * bad["none"] and bad["ensemble"] > 0.88 * bad["none"]
    assert best_of_kernels(0.2) - 0.005 < bad["recipe"] < bad["strong noise"] + 0.01
    assert good["more data"] < 0.8 * good["none"]
    for name in ("strong noise", "l2", "decay"):
        assert good[name] > 1.1 * good["none"]
