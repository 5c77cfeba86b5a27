"""Healthy training runs, and what can go wrong with them: a fault changes one thing of a recipe, its cure puts it back.

The data are real: handwritten digits of 8 × 8 pixels, and penguins.
"""

from collections.abc import Callable, Sequence
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
    samples: int = 600  # to train on, at most; the file has fewer penguins
    scale: str = "centred"  # ink 0 … 1; or "ink" 0 … 16, "bytes" 0 … 255, "standardized", "measured" in mm and g
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


class Body(NamedTuple):
    """A run before anything goes wrong with it: each has an architecture, a rate, data and a seed of its own."""

    recipe: Recipe
    seed: int  # of the data, the first weights and the order of the samples


_SMALL_STEPS = dict(rate=0.1, batch=32, epochs=30)
_MASS = dict(data="mass", scale="standardized", loss="squared error")

_SPECIES = Recipe(data="species", scale="standardized")

BODIES = (
    Body(Recipe(**_SMALL_STEPS), 10),
    Body(Recipe(hidden=(48, 24), rate=0.2, batch=20, epochs=20), 11),
    Body(Recipe(hidden=(40,), rate=0.3, batch=10, epochs=10), 12),
    Body(Recipe(hidden=(24, 24), activation="tanh", init="glorot", rate=0.2, batch=16, epochs=25), 13),
    Body(Recipe(rate=0.5, batch=10, epochs=6), 14),
    Body(Recipe(hidden=(32, 16), samples=450, rate=0.15, batch=15, epochs=30), 15),
    Body(Recipe(hidden=(28,), keep=0.25, rate=0.1, batch=20, epochs=60), 24),
    Body(Recipe(hidden=(32,), keep=0.2, rate=0.1, batch=20, epochs=60), 25),
    Body(Recipe(hidden=(32, 32), scale="ink", normalized=True, rate=0.2, batch=20, epochs=15), 18),
    Body(Recipe(hidden=(48,), samples=500, scale="ink", normalized=True, rate=0.3, batch=25, epochs=20), 19),
    Body(Recipe(hidden=(20, 20, 20), rate=0.15, batch=20, epochs=30), 20),
    Body(Recipe(hidden=(24, 24), rate=0.5, batch=10, epochs=7), 32),
    Body(Recipe(hidden=(24, 24), rate=0.5, batch=10, epochs=7), 33),
    Body(Recipe(**_MASS, hidden=(16,), rate=0.1, batch=16, epochs=40), 21),
    Body(Recipe(**_MASS, hidden=(24, 12), rate=0.05, batch=10, epochs=30), 22),
)

FEW = 40  # samples of a run that has too few
FAULTS: dict[str, Callable[[Recipe], dict]] = {  # what each changes in a recipe
    "labels shuffled": lambda recipe: dict(labels="shuffled"),
    "labels one too high": lambda recipe: dict(labels="one too high"),
    "never shuffled": lambda recipe: dict(order="sorted"),
    "split by position": lambda recipe: dict(split="sorted"),
    "leak": lambda recipe: dict(mark=True),
    "validation inverted": lambda recipe: dict(inverted=True),
    "inputs unscaled": lambda recipe: dict(scale="measured" if recipe.data == "mass" else "bytes"),
    "too few samples": lambda recipe: dict(samples=FEW, epochs=recipe.epochs * recipe.samples // FEW),
    "too few units": lambda recipe: dict(hidden=(2,)),
    "rate too large": lambda recipe: dict(rate=100 * recipe.rate),
    "rate too small": lambda recipe: dict(rate=recipe.rate / 1000),
    "zero weights": lambda recipe: dict(init="zeros"),
    "dead units": lambda recipe: dict(bias=-10.0),
    "six sigmoid layers": lambda recipe: dict(hidden=(32,) * 6, activation="sigmoid", init="glorot"),
    "penalty too strong": lambda recipe: dict(lam=0.5),
    "softmax twice": lambda recipe: dict(loss="softmax twice"),
    "all pairs": lambda recipe: dict(loss="all pairs"),
    "sign error": lambda recipe: dict(gradient="sign"),
    "gradients summed": lambda recipe: dict(gradient="summed"),
    "moments not gathered": lambda recipe: dict(gathers=False),
    "dropout at test": lambda recipe: dict(drops_at_test=True),
}
OF_CLASSES = (
    "labels one too high",
    "never shuffled",
    "split by position",
    "leak",
    "validation inverted",
    "softmax twice",
)
WITHOUT_BATCH_NORM = ("inputs unscaled", "gradients summed", "dead units")  # only in runs that have none
HEALTHY = ()  # no fault


def with_faults(recipe: Recipe, faults: Sequence[str]) -> Recipe:
    """A healthy recipe with faults in it.

    raises : BadInput for an unknown fault
    """
    for fault in faults:
        recipe = recipe._replace(**lookup(FAULTS, fault, "fault", "毛病")(recipe))
    return recipe


def lacks(recipe: Recipe, fault: str) -> bool:
    """Whether a recipe lacks what a fault needs: dropout to leave on, moments to forget, classes to mix up."""
    needs = {
        "dropout at test": recipe.keep < 1,
        "moments not gathered": recipe.normalized,
        "dead units": recipe.activation == "relu",
        "all pairs": recipe.data == "mass",
    }
    return not needs.get(fault, recipe.data != "mass" or fault not in OF_CLASSES)


def can_have(recipe: Recipe, fault: str) -> bool:
    """Whether the clinic gives a recipe a fault: it has what the fault needs, and no batch norm that interferes."""
    return not lacks(recipe, fault) and not (recipe.normalized and fault in WITHOUT_BATCH_NORM)


class Patient(NamedTuple):
    """A fault where it shows best, for the texts and the exercises."""

    cured: Recipe
    sick: Recipe  # the same for the healthy one


def _patient(fault=None, **own):
    cured = Recipe(**own)
    return Patient(cured, with_faults(cured, [fault] if fault else HEALTHY))


PATIENTS = {
    "healthy": _patient(),
    "labels shuffled": _patient("labels shuffled"),
    "labels one too high": _patient("labels one too high"),
    "never shuffled": _patient("never shuffled", rate=0.5, batch=10, epochs=6),
    "split by position": _patient("split by position"),
    "leak": _patient("leak"),
    "validation inverted": _patient("validation inverted"),
    "rate too large": _patient("rate too large"),
    "rate too small": _patient("rate too small"),
    "zero weights": _patient("zero weights"),
    "dead units": _patient("dead units"),
    "softmax twice": _patient("softmax twice", epochs=60),
    "sign error": _patient("sign error"),
    "gradients summed": _patient("gradients summed"),
    "penalty too strong": _patient("penalty too strong"),
    "moments not gathered": _patient("moments not gathered", scale="ink", normalized=True),
    "dropout at test": _patient("dropout at test", keep=0.3),
    "six sigmoid layers": _patient("six sigmoid layers"),
    "inputs unscaled": Patient(_SPECIES, _SPECIES._replace(scale="measured")),
    "all pairs": _patient("all pairs", **_MASS),
    "too few samples": _patient("too few samples"),
    "too few units": _patient("too few units"),
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
    kept = min(recipe.samples, train)
    _spoil_inputs(X, Y, recipe, slice(0, train), slice(train, train + val))
    if recipe.data == "digits":
        X = {"ink": X, "bytes": X * 255 / INK}.get(recipe.scale, (X - X[:kept].mean(axis=0)) / INK)
    elif recipe.scale == "standardized":
        X = standardized(X, kept)
    if recipe.data == "mass":
        Y = standardized(Y, kept)
    _spoil_labels(Y, recipe, slice(0, kept), np.random.default_rng([seed, 1]))
    if recipe.order == "sorted":
        by_class = np.argsort(Y[:kept], kind="stable")
        X[:kept], Y[:kept] = X[by_class], Y[by_class]
    (X, _, X_val, X_new), (Y, _, Y_val, Y_new) = (np.split(part, [kept, train, train + val]) for part in (X, Y))
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
