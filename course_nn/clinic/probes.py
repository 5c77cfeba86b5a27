"""Five more instruments. They ask the same thing twice, in another way or of other data, and compare the answers."""

import numpy as np

from course_nn.clinic.instruments import PROBED, SCARCE, TEN, ZERO_EPOCHS, Case, Reading
from course_nn.clinic.measured_slopes import measured_slopes, relative_difference
from course_nn.clinic.patients import EDGE


def gradient_check(case: Case) -> Reading:
    """The gradient of ten samples against differences, layer by layer, and against itself when computed again."""
    loop = case.fresh()
    X, Y = loop.data.X[:TEN], loop.data.Y[:TEN]
    g, again = (_with_the_same_chance(loop, loop.gradient, X, loop.targets(Y))[1] for _ in range(2))
    errors = np.array([_layer_error(loop, g, X, Y, layer) for layer in range(len(loop.network.weights))])
    numbers = {"first": errors[0], "last layer": errors[-1], "second": relative_difference(g, again)}
    if not g[loop.network.is_weight > 0].any():
        finding = "nothing"
    elif not errors.max() <= 0.01:
        finding = "wrong"
    else:
        finding = "second" if numbers["second"] > 0.01 else "passes"
    return Reading(finding, numbers, {"errors": errors})


def _with_the_same_chance(loop, method, X, Y):
    loop.rewind()
    return method(X, Y)


def _layer_error(loop, g, X, Y, layer):
    """Relative error of a gradient for some weights of a layer, against measured differences."""
    W, dW = loop.network.weights[layer], loop.network.split(g)[0][layer]
    chosen = np.random.default_rng(layer).choice(W.size, min(PROBED, W.size), replace=False)
    measured = measured_slopes(lambda: _with_the_same_chance(loop, loop.objective, X, Y), W, chosen)
    return relative_difference(dW.ravel()[chosen], measured)


def data(case: Case) -> Reading:
    """What reaches the network: spread of the inputs, classes in the first batch, labels that fit the pictures."""
    loop = case.trained
    X, X_val, Y, batch = loop.data.X, loop.data.X_val, loop.data.Y, loop.recipe.batch
    numbers = {"train": float(X.std()), "validation": float(X_val.std()), "rows": float(len(X))}
    numbers["shift"] = float((X_val.mean() - X.mean()) / max(X.std(), 1e-300))
    if loop.loss.task != "regression":
        numbers["classes"] = float(len(np.unique(Y[:batch])))
        numbers["unseen"] = float(len(np.setdiff1d(loop.data.Y_val, Y)))
        numbers["marked"] = marked(X)
        if case.truth is not None:
            numbers["right"] = float(np.mean(Y == case.truth))
    first = {"X": X[:TEN].copy(), "Y": Y[:TEN].copy(), "X_val": X_val[:TEN].copy()}
    return Reading(_finding_in_data(**numbers), numbers, first)


def marked(X: np.ndarray) -> float:
    """The share of pictures of 8 × 8 pixels with full ink at an edge where digits have none; 0 for other inputs."""
    if X.shape[1] != 64:
        return 0.0
    edge = X[:, EDGE]
    return float(np.mean(np.any(edge - edge.min(axis=0) > 0.9 * np.ptp(X, axis=0).max(), axis=1)))


def _finding_in_data(train, validation, rows, shift, classes=2.0, unseen=0.0, marked=0.0, right=1.0):
    if rows < SCARCE:
        return "few"
    if right < 0.5:
        return "labels"
    if not 0.67 < train / validation < 1.5 or abs(shift) > 0.5:
        return "differ"
    if unseen > 1:
        return "unseen"
    if classes == 1:
        return "one class"
    if marked > 0.5:
        return "marked"
    return "large" if train > 3 else "usual"


def zero_inputs(case: Case) -> Reading:
    """Ten epochs with all inputs 0, and ten with the real ones: do the inputs help?"""
    losses = []
    for factor in (0, 1):
        loop = case.fresh()
        with np.errstate(over="ignore", invalid="ignore"):
            epochs = loop.fit(factor * loop.data.X, loop.data.Y, ZERO_EPOCHS, loop.recipe.batch)
            losses.append(np.array(list(epochs)))
    zero, real = losses[0][-1], losses[1][-1]
    finding = "help" if real <= 0.6 * zero else "little" if real <= 0.9 * zero else "no help"
    return Reading(finding, {"zero": zero, "real": real}, {"zero": losses[0], "real": losses[1]})


def modes(case: Case) -> Reading:
    """The validation score in training mode, in test mode, and in test mode again."""
    loop, X, Y = case.trained, case.trained.data.X_val, case.trained.data.Y_val
    loop.rewind()
    train, test, again = (loop.score(X, Y, trains) for trains in (True, False, False))
    numbers = {"train": train, "test": test, "again": again}
    if not np.array_equal(loop.output(X), loop.output(X), equal_nan=True):
        finding = "twice"
    else:
        finding = "differ" if abs(train - test) > 0.05 else "same"
    return Reading(finding, numbers, {"scores": np.array([train, test, again])})


def new_data(case: Case) -> Reading:
    """The score on data that nobody has touched. More than three standard errors apart, scores differ."""
    loop = case.trained
    old, new = case.run.val_score[-1], loop.score(loop.data.X_new, loop.data.Y_new)
    n_old, n_new = len(loop.data.X_val), len(loop.data.X_new)
    p = np.clip((n_old * old + n_new * new) / (n_old + n_new), 0, 1)
    chance = 0.3 if loop.loss.task == "regression" else 3 * np.sqrt(p * (1 - p) * (1 / n_old + 1 / n_new))
    finding = "same" if abs(new - old) <= chance else "better" if new > old else "worse"
    return Reading(finding, {"validation": old, "new": new}, {"scores": np.array([old, new])})
