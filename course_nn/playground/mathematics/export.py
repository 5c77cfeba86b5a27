"""A trained network is a handful of numbers: here they leave the course, as a program that needs nothing but NumPy."""

from typing import Any

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.features import FEATURES
from course_nn.network import Network

FORMULAS = {  # activation -> NumPy code in z
    "linear": "z",
    "step": "(z > 0).astype(float)",
    "sigmoid": "0.5 * (1 + np.tanh(0.5 * z))",
    "tanh": "np.tanh(z)",
    "relu": "np.maximum(0, z)",
    "leaky_relu": "np.where(z > 0, z, 0.1 * z)",
    "elu": "np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
    "softplus": "np.logaddexp(0, z)",
    "swish": "z * 0.5 * (1 + np.tanh(0.5 * z))",
}
PROGRAM = '''"""A network made in course_nn. answer(x1, x2) takes numbers or arrays; {meaning}"""
import numpy as np

W = [
{weights}
]
b = [
{biases}
]


def answer(x1, x2):
{scaled}    h = np.stack(np.broadcast_arrays({inputs}), axis=-1).astype(float)  # (…, {N})
{layers}
    return {answer}
'''


def as_code(network: Network, features: tuple, meaning: str, scale: np.ndarray | None = None) -> str:
    """The network as a self-contained program, exact to the last digit.

    features : names in FEATURES, the network's inputs
    meaning  : what the answer means, for the first line of the program
    scale    : (2, 2) low and high of x1 and x2 as they came, which are moved to -5 … 5; None if they were not moved;
               (3, 2) with those of y, too, if the network predicts a y that was moved to -1 … 1
    returns  : str, Python code that defines answer(x1, x2)
    raises   : BadInput for an activation that has no formula here
    """
    for phi in network.activations:
        if phi.name not in FORMULAS:
            raise BadInput(
                f"{phi.name} cannot be exported; choose one of: {', '.join(FORMULAS)}",
                f"{phi.name} 无法导出；请改用：{', '.join(FORMULAS)}",
            )
    lines = [
        line
        for k, phi in enumerate(network.activations)
        for line in (f"    z = h @ W[{k}].T + b[{k}]", f"    h = {FORMULAS[phi.name]}")
    ]
    ends: Any = [] if scale is None else scale
    moved = [f"    {name} = {_moved(name, low, high)}\n" for name, (low, high) in zip(("x1", "x2"), ends)]
    return PROGRAM.format(
        meaning=_quoted(meaning),
        N=network.sizes[0],
        inputs=", ".join(FEATURES[name].code for name in features),
        weights=_arrays(network.weights),
        biases=_arrays(network.biases),
        layers="\n".join(lines),
        scaled="".join(moved),
        answer=_moved_back("h[..., 0]", *ends[2]) if len(ends) == 3 else "h[..., 0]",
    )


def _moved(name, low, high):
    low, high = float(low), float(high)
    array = f"np.asarray({name})"
    return f"5 * (2 * ({array} - {low!r}) / {high - low!r} - 1)" if high > low else f"0.0 * {array}"


def _moved_back(name, low, high):
    low, high = float(low), float(high)
    return f"{low!r} + ({name} + 1) / 2 * {high - low!r}"


def _quoted(text):
    """A text as it may stand in the docstring; a student's own name of a class may hold quotes and backslashes."""
    text = text.encode("utf-8", "replace").decode()  # half a character, which a file cannot hold, becomes ?
    return repr(text)[1:-1].replace('"', '\\"')


def _arrays(arrays):
    return "\n".join(f"    np.array({np.asarray(a).tolist()!r})," for a in arrays)
