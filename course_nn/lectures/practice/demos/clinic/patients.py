"""Twenty training runs, one of them healthy: each is the same recipe with one thing wrong, and its cure puts it right.

A patient says only how it differs from the healthy recipe: in what is its own, sick or cured, and in what is wrong.
The data are real: handwritten digits of 8 × 8 pixels, and penguins.
"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.datasets import digits, penguins

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
MEASUREMENTS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
TRAINED = {"digits": (600, 300), "species": (200, 70), "mass": (200, 70)}  # to train on, to validate; the rest is new
INK = 16  # the darkest pixel as it is stored
EDGE = np.array([0, 8, 16, 24, 32, 40, 48, 56, 7, 15])  # the pixel at the edge that gives each class away


class Recipe(NamedTuple):
    """All that a training run is made of."""

    data: str = "digits"  # "digits", "species" or "mass" of penguins
    scale: str = "centred"  # ink 0 … 1; or "ink" 0 … 16 as stored, "standardized", "measured" in mm and g
    split: str = "drawn"  # or "sorted": by class, then cut by position
    order: str = "shuffled"  # of the samples in each epoch, or "sorted" by class
    labels: str = "right"  # to train on: or "shuffled", or "one too high"
    mark: bool = False  # a pixel at the edge gives the class away, in training and validation
    inverted: bool = False  # validation is white on black
    hidden: tuple = (32, 32)
    activation: str = "relu"
    init: str = "he"
    bias: float = 0.0  # of the hidden units at the start
    normalized: bool = False  # batch norm in the hidden layers
    gathers: bool = True  # whether it gathers running moments
    keep: float = 1.0  # of dropout
    drops_at_test: bool = False
    loss: str = "cross-entropy"  # or "softmax twice", "squared error", "all pairs"
    gradient: str = "right"  # or "sign" wrong in layer 1, or "summed", never reset to 0
    rate: float = 0.1
    batch: int = 32
    epochs: int = 30
    lam: float = 0.0  # λ ½ Σ w² beside the mean loss


class Patient(NamedTuple):
    """One bed of the ward."""

    cured: Recipe
    sick: Recipe  # the same for the healthy one


def _patient(own=(), **wrong):
    cured = Recipe(**dict(own))
    return Patient(cured, cured._replace(**wrong))


_SORTED = dict(rate=0.5, batch=10, epochs=6)  # shuffled each epoch, it learns well with these
_SPECIES = dict(data="species", scale="standardized")
_MASS = dict(data="mass", scale="standardized", loss="squared error")

PATIENTS = {
    "healthy": _patient(),
    "labels shuffled": _patient(labels="shuffled"),
    "labels one too high": _patient(labels="one too high"),
    "never shuffled": _patient(_SORTED, order="sorted"),
    "split by position": _patient(split="sorted"),
    "leak": _patient(mark=True),
    "validation inverted": _patient(inverted=True),
    "rate too large": _patient(rate=10.0),
    "rate too small": _patient(rate=1e-4),
    "zero weights": _patient(init="zeros"),
    "dead units": _patient(bias=-10.0),
    "softmax twice": _patient(dict(epochs=60), loss="softmax twice"),
    "sign error": _patient(gradient="sign"),
    "gradients summed": _patient(gradient="summed"),
    "penalty too strong": _patient(lam=0.5),
    "moments not gathered": _patient(dict(scale="ink", normalized=True), gathers=False),
    "dropout at test": _patient(dict(keep=0.3), drops_at_test=True),
    "six sigmoid layers": _patient(hidden=(32,) * 6, activation="sigmoid", init="glorot"),
    "inputs unscaled": _patient(_SPECIES, scale="measured"),
    "all pairs": _patient(_MASS, loss="all pairs"),
}


class Data(NamedTuple):
    """What the pipeline hands to the network, and new data that nobody has touched."""

    X: np.ndarray  # (n, N) in the order in which they are trained on if nothing is shuffled
    Y: np.ndarray  # (n,) classes, or (n, 1) a number
    X_val: np.ndarray
    Y_val: np.ndarray
    X_new: np.ndarray
    Y_new: np.ndarray


@lru_cache(maxsize=4)  # one instrument after the other asks for those of the same patient
def data_of(recipe: Recipe, seed: int) -> Data:
    """The data of a recipe. What is wrong with the inputs comes before they are scaled, as it happens in practice.

    returns : Data, not to be changed
    """
    X, Y = _samples(recipe, seed)
    train, val = TRAINED[recipe.data]
    _spoil_inputs(X, Y, recipe, slice(0, train), slice(train, train + val))
    if recipe.data == "digits":
        X = X if recipe.scale == "ink" else (X - X[:train].mean(axis=0)) / INK
    elif recipe.scale == "standardized":
        X = standardized(X, train)
    if recipe.data == "mass":
        Y = standardized(Y, train)
    _spoil_labels(Y, recipe, slice(0, train), np.random.default_rng([seed, 1]))
    if recipe.order == "sorted":
        by_class = np.argsort(Y[:train], kind="stable")
        X[:train], Y[:train] = X[by_class], Y[by_class]
    (X, X_val, X_new), (Y, Y_val, Y_new) = (np.split(part, [train, train + val]) for part in (X, Y))
    return Data(X, Y, X_val, Y_val, X_new, Y_new)


def recipe_of(patient: str, cured: bool = False) -> Recipe:
    """The Recipe of a patient, sick or cured."""
    recipes = lookup(PATIENTS, patient, "patient", "病人")
    return recipes.cured if cured else recipes.sick


def standardized(columns: np.ndarray, train: int) -> np.ndarray:
    """Columns with mean 0 and standard deviation 1 over the first rows, those to train on."""
    return (columns - columns[:train].mean(axis=0)) / columns[:train].std(axis=0)


def _samples(recipe, seed):
    """All samples in the order of the seed. For a split by position those to train on and to validate are sorted."""
    if recipe.data == "digits":
        X, Y = _ink()
    else:
        birds = penguins(SPECIES, MEASUREMENTS)
        X, Y = (birds.X[:, :3], birds.X[:, 3:]) if recipe.data == "mass" else (birds.X, birds.y)
    order = np.random.default_rng(seed).permutation(len(X))
    if recipe.split == "sorted":
        old = order[: sum(TRAINED[recipe.data])]
        order[: len(old)] = old[np.argsort(Y[old], kind="stable")]
    return X[order], Y[order]


@cache
def _ink():
    return digits().X * INK, digits().y


def _spoil_inputs(X, Y, recipe, train, val):
    """Put the marks in and invert, in place; the ink is as stored."""
    for rows in (train, val) if recipe.mark else ():
        X[np.arange(len(X))[rows], EDGE[Y[rows]]] = INK
    if recipe.inverted:
        X[val] = INK - X[val]


def _spoil_labels(Y, recipe, train, rng):
    """Make the classes to train on wrong, in place."""
    if recipe.labels == "shuffled":
        Y[train] = rng.permutation(Y[train])
    if recipe.labels == "one too high":
        Y[train] = (Y[train] + 1) % 10
