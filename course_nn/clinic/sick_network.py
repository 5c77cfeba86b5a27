"""A network with the fault of its recipe, and the losses that networks are trained with: two of them are faulty."""

import numpy as np

from course_nn.clinic.faulty_layers import DropsAtTest, Forgetful, NeverReset, WrongSign
from course_nn.clinic.patients import Recipe
from course_nn.layers import ActivationLayer, BatchNorm, Bias, Dense, Dropout
from course_nn.losses import LOSSES, Loss, softmax
from course_nn.network import Network


def network_of(sizes: tuple, recipe: Recipe, seed: int = 0) -> Network:
    """The network of a recipe at its start, with the faulty layers of the recipe.

    sizes : units per layer;  recipe : a Recipe;  seed : of the first weights
    """
    layers, last = [], len(sizes) - 2
    for k, (N, M) in enumerate(zip(sizes, sizes[1:])):
        layers.append(_dense(recipe, k == 0)(N, M, recipe.init, bias=k == last or not recipe.normalized))
        if k < last:
            layers += _hidden(recipe, M)
    network = Network([*layers, ActivationLayer("linear")], seed=seed)
    for b in network.biases[:-1]:
        b[...] = recipe.bias
    return network


def _dense(recipe, is_first):
    if recipe.gradient == "summed":
        return NeverReset
    return WrongSign if recipe.gradient == "sign" and is_first else Dense


def _hidden(recipe, M):
    """What stands between two dense layers."""
    norm = [(BatchNorm if recipe.gathers else Forgetful)(M), Bias(M)] if recipe.normalized else []
    drop = [(DropsAtTest if recipe.drops_at_test else Dropout)(recipe.keep)] if recipe.keep < 1 else []
    return [*norm, ActivationLayer(recipe.activation), *drop]


_CROSS = LOSSES["softmax_cross_entropy"]


def _twice_gradient(F, T):
    """The gradient through both softmaxes: the loss takes probabilities for logits."""
    p = softmax(F)
    dp = _CROSS.dl(p, T)
    return p * (dp - np.sum(p * dp, axis=-1, keepdims=True))


def _all_pairs(F, T):
    """Every output against every target: (n, 1) − (n,) is (n, n)."""
    return 0.5 * np.mean((F - T.ravel()) ** 2, axis=-1)


FITTING = {
    "cross-entropy": _CROSS,
    "softmax twice": Loss(
        "softmax_twice",
        "multiclass",
        "softmax",
        r"\log \sum_k e^{p_k} - p_c",
        _CROSS.targets,
        lambda F, T: _CROSS.l(softmax(F), T),
        _twice_gradient,
    ),
    "squared error": LOSSES["squared_error"],
    "all pairs": Loss(
        "all_pairs",
        "regression",
        "linear",
        r"\frac{1}{2n} \sum_j (f_i - y_j)^2",
        LOSSES["squared_error"].targets,
        _all_pairs,
        lambda F, T: F - T.mean(),
    ),
}
