"""A patient that somebody brings: the network and the data are checked before the instruments look at them."""

from typing import Any

import numpy as np

from course_nn.clinic.patients import Data, Recipe
from course_nn.clinic.torch_patient import TorchNetwork, is_module
from course_nn.common.errors import BadInput, lookup
from course_nn.losses import LOSSES
from course_nn.network import Network

KEPT = 0.25  # share of the rows that is kept to validate, if no other data come
FEWEST = 10  # rows to train on, for the one batch has so many
SETTINGS = {  # name: (the least, the most, whether it is a whole number)
    "rate": (0, 1e6, False),
    "batch": (1, 1e6, True),
    "epochs": (1, 1000, True),
    "lam": (0, 1e6, False),
}


def recipe_and_data(network: Any, train: tuple, val: tuple, new: tuple, loss: str, settings: dict) -> tuple:
    """The Recipe, Data, network and Loss of a patient that somebody brings, checked.

    train, val, new : pairs (X, Y); val and new may be (None, None)
    settings        : rate, batch, epochs and lam, as of Recipe; all may be left out
    raises          : BadInput, as examine does
    """
    kind = lookup(LOSSES, loss, "loss", "损失函数")
    if kind.task == "binary":
        raise BadInput(
            f"the clinic takes classes or numbers, got the binary loss {loss!r}; try softmax_cross_entropy",
            f"诊所接受多分类或回归；收到二分类损失 {loss!r}，可以试试 softmax_cross_entropy",
        )
    if is_module(network):
        network = TorchNetwork(network, _numbers(train[0], "X, Y").shape[-1])
    elif not isinstance(network, Network) or network.parameters.ndim > 1:
        raise BadInput(
            f"expected one Network, such as Network((64, 32, 10)), or a PyTorch module; got {type(network).__name__}",
            f"应为一个网络，例如 Network((64, 32, 10))，或 PyTorch 模块；收到 {type(network).__name__}",
        )
    recipe = Recipe()._replace(**{name: _setting(name, value) for name, value in settings.items()})
    X, Y = _checked(network, kind, train, "X, Y")
    if val[0] is None:
        cut = round((1 - KEPT) * len(X))
        (X, X_val), (Y, Y_val) = np.split(X, [cut]), np.split(Y, [cut])
        val = X_val, Y_val
    val = _checked(network, kind, val, "X_val, Y_val", fewest=1)
    new = val if new[0] is None else _checked(network, kind, new, "X_new, Y_new", fewest=1)
    return recipe, Data(X, Y, *val, *new), network, kind


def _setting(name, value):
    least, most, whole = lookup(SETTINGS, name, "setting", "设置")
    good = isinstance(value, (int, float, np.number)) and least <= value <= most and (not whole or value == int(value))
    if not good or (name == "rate" and value == 0):
        kind = ("a whole number", "整数") if whole else ("a number", "数")
        raise BadInput(
            f"{name}: expected {kind[0]} from {least:g} to {most:g}, got {value!r}; try {getattr(Recipe(), name)}",
            f"{name}：应为 {least:g} 到 {most:g} 的{kind[1]}，收到 {value!r}；可以试试 {getattr(Recipe(), name)}",
        )
    return int(value) if whole else float(value)


def _checked(network, kind, pair, names, fewest=FEWEST):
    """Inputs (n, N) and classes (n,) or numbers (n, M) that the network and the loss can take."""
    X, Y = (_numbers(part, names) for part in pair)
    N, M = network.sizes[0], network.sizes[-1]
    if X.ndim != 2 or X.shape[1] != N or len(X) < fewest or len(Y) != len(X):
        raise BadInput(
            f"{names}: expected inputs (n, {N}) with n ≥ {fewest}, and n targets; got shapes {X.shape} and {Y.shape}",
            f"{names}：应为 (n, {N}) 的输入（n ≥ {fewest}）和 n 个目标；收到的形状为 {X.shape} 和 {Y.shape}",
        )
    if kind.task == "regression":
        if Y.size != len(X) * M:
            raise BadInput(
                f"{names}: expected {M} numbers a row to predict, got targets of shape {Y.shape}",
                f"{names}：每行应有 {M} 个要预测的数，收到的目标形状为 {Y.shape}",
            )
        return X, Y.reshape(len(X), M)
    if Y.ndim != 1 or not np.isin(Y, np.arange(M)).all():
        raise BadInput(
            f"{names}: expected one class a row, a whole number from 0 to {M - 1}; got shape {Y.shape}, "
            f"values from {Y.min():g} to {Y.max():g}",
            f"{names}：每行应有一个类别，为 0 到 {M - 1} 的整数；收到形状 {Y.shape}，取值 {Y.min():g} 到 {Y.max():g}",
        )
    return X, Y.astype(int)


def _numbers(rows, names):
    """An array of finite numbers, from lists and tables of pandas, too."""
    try:
        array = np.asarray(rows, float)
    except (TypeError, ValueError):
        array = np.array([])
    if not (array.size and array.ndim and np.isfinite(array).all()):
        raise BadInput(
            f"{names}: expected rows of finite numbers; leave out or fill in what is missing, and turn words into "
            "numbers first",
            f"{names}：应为若干行数，每个数都是有限值（不含 NaN 和无穷大）；请先去掉或补上缺失值，并把文字转换成数字",
        )
    return array
