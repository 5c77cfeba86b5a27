"""For two classes every loss is a function of one number, the margin m = y f: how far on its right side a sample lies.

These are the bare formulas. They take any number as a label, so nothing is said when labels are mixed up. LOSSES checks
the labels first.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.losses import LOSSES, Loss
from course_nn.network import Network
from course_nn.training import train


def as_column(F: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Labels (n,) as a column (n, 1), whatever they are."""
    return np.asarray(Y, float)[:, None]


MARGIN_LOSSES = {  # F (…, n, 1) and labels T (n, 1)
    "hinge": replace(LOSSES["hinge"], targets=as_column),  # max(0, 1 - m)
    "log": replace(  # log(1 + e^-m), written for c = 0, 1: -c log σ(f) - (1 - c) log(1 - σ(f))
        LOSSES["binary_cross_entropy"],
        targets=as_column,
        l=lambda F, T: np.sum(np.logaddexp(0, F) - T * F, axis=-1),
    ),
    "squared": replace(  # (1 - m)², which is (f - y)², as y² = 1
        LOSSES["squared_error"],
        targets=as_column,
        latex=r"(f - y)^2",
        l=lambda F, T: np.sum((F - T) ** 2, axis=-1),
        dl=lambda F, T: 2 * (F - T),
    ),
    "zero_one": Loss(  # counts mistakes; flat on both sides of its step
        "zero_one",
        "binary",
        "linear",
        r"[y f \leq 0]",
        as_column,
        l=lambda F, T: np.sum(T * F <= 0, axis=-1, dtype=float),
        dl=lambda F, T: np.zeros_like(F),
    ),
}


def labels(c: np.ndarray, loss: str, mixed: bool = False) -> np.ndarray:
    """Classes 0 and 1 as the labels that a formula is written for; or, mixed up, as the other formulas take them.

    y = 2c - 1, which is -1 or +1; the log loss alone takes c itself

    c : (n,) 0 or 1;  loss : a name in MARGIN_LOSSES;  returns (n,)
    """
    takes_classes = loss == "log"
    if mixed:
        takes_classes = not takes_classes
    return c if takes_classes else 2 * c - 1


def loss_of_margin(loss: str, m: np.ndarray, c: int = 1, mixed: bool = False) -> np.ndarray:
    """The loss of a sample of class c with the margin m, as training computes it from right or mixed up labels.

    f = m for class 1, f = -m for class 0;  m : (n,);  returns (n,)
    """
    f = (2 * c - 1) * np.asarray(m, float)
    given = labels(np.full(np.shape(m), c), loss, mixed)
    return MARGIN_LOSSES[loss].l(f[:, None], as_column(f, given))


class Run(NamedTuple):
    """A descent of f = w·x + b: the losses with the labels that training has, and with the right ones."""

    theta: np.ndarray  # (epochs + 1, N + 1) w, b
    f: np.ndarray  # (epochs + 1, n)
    training_losses: np.ndarray  # (epochs + 1,) mean loss with the labels that training was given
    true_losses: np.ndarray  # (epochs + 1,) mean loss with the right labels
    wrong: np.ndarray  # (epochs + 1,) how many samples have a margin of 0 or less; f = 0 counts as class 0


def descend(
    X: np.ndarray,
    c: np.ndarray,
    loss: str,
    mixed: bool = False,
    start: tuple = (0.0, 0.0, 0.0),
    learning_rate: float = 0.3,
    epochs: int = 100,
) -> Run:
    """Full-batch gradient descent on the mean of a bare loss, with right or mixed up labels.

    X : (n, N);  c : (n,) 0 or 1;  loss : a name in MARGIN_LOSSES;  start : w and b, (N + 1,);  returns Run
    """
    bare, network = MARGIN_LOSSES[loss], Network((X.shape[1], 1))
    network.parameters = np.array(start)
    history = train(network, X, labels(c, loss, mixed), bare, learning_rate=learning_rate, epochs=epochs)
    F = history.network.with_parameters(history.parameters)(X)  # (epochs + 1, n, 1)
    return Run(
        theta=history.parameters,
        f=F[..., 0],
        training_losses=history.losses,
        true_losses=bare.l(F, as_column(F, labels(c, loss))).mean(axis=-1),
        wrong=np.sum((F[..., 0] > 0) != c, axis=-1),
    )


def refusal(loss: str, given: np.ndarray) -> BadInput | None:
    """The BadInput that the loss of LOSSES raises for these labels; None if it takes them.

    given : (n,) labels;  squared error takes any number, and 0–1 loss is not in LOSSES
    """
    try:
        if loss != "zero_one":
            LOSSES[MARGIN_LOSSES[loss].name].per_sample(np.zeros(len(given)), given)
    except BadInput as error:
        return error
    return None
