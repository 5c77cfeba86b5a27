"""One network and its samples at one moment: how it bends the plane, and its errors."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid
from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized
from course_nn.lectures.feature_learning.decision_curve import decision_curve
from course_nn.lectures.feature_learning.demos.morph import separation
from course_nn.lectures.feature_learning.demos.morph.film import MARGIN, Film, stretching_grid
from course_nn.lectures.feature_learning.demos.morph.separation import EVERY, SEEDS
from course_nn.lectures.feature_learning.hidden_space import without_mirroring
from course_nn.network import Network

EDGE = 4.5  # the plane is shown in ± so much; the samples of the ready-made data lie in ± 2.3
WIDE = 2.0  # the film is so many times as wide as it is high
MOST_UNITS = 8
MOST_LAYERS = 6


class Scene(NamedTuple):
    """One moment of one network, at all times t of the film."""

    film: Film
    y: np.ndarray  # (n,)
    edge: float  # x is shown in ± so much
    sheet: np.ndarray  # (101, 41, 2) points of x between which the plane is coloured
    shades: np.ndarray  # (100, 40) the output there
    net: np.ndarray  # (26, 73, 2) upright and level lines
    curve: np.ndarray  # (pieces, 2, 2) in x, where the output is 1/2
    wrong: np.ndarray  # (n,) bool, by the network itself
    best_in_x: int  # errors of the best straight line
    best: int  # the same in ψ(x); with three units the network's own

    @property
    def by_line(self) -> bool:
        """Whether ψ(x) is a plane, so that a straight line parts it."""
        return self.film.network.sizes[-2] == 2


def scene_of(network: Network, X: np.ndarray, y: np.ndarray, edge: float = EDGE) -> Scene:
    """The scene of a network with one linear output.

    X : (n, 2);  y : (n,) 0 or 1;  returns Scene
    """
    along = np.linspace(-edge, edge, 73)
    upright = np.stack(np.meshgrid(along[::6], along, indexing="ij"), axis=-1)  # (13, 73, 2)
    sheet = stretching_grid(network, -edge, edge)
    middles = (sheet[1:, 1:] + sheet[:-1, :-1]) / 2
    return Scene(
        film=Film(network, X, WIDE),
        y=y,
        edge=edge,
        sheet=sheet,
        shades=sigmoid(network(middles)[..., 0]),
        net=np.stack([upright, upright[..., ::-1]], axis=1).reshape(-1, 73, 2),
        curve=decision_curve(network, -edge, edge, 200),
        wrong=separation.misses(network, X, y),
        best_in_x=separation.fewest_errors(X, y),
        best=separation.errors_in_psi(network, X, y),
    )


@memoized
def trained_scene(
    data: str, activation: str, layers: int, units: int, seed: int, epoch: int
) -> Generator[float, None, tuple]:
    """The scene of one of ten networks, and how many of the ten get all points right by then and in the end.

    yields the share done;  returns Scene, (int, int)
    """
    networks = yield from separation.ten_networks(data, activation, layers, units)  # (81, 10)
    X, y = separation.samples(data)
    now = epoch // EVERY
    run = without_mirroring(networks.with_parameters(networks.parameters[:, SEEDS.index(seed)]))
    both = networks.with_parameters(networks.parameters[[now, -1]])  # (2, 10)
    solved = np.sum(~separation.misses(both, X, y).any(axis=-1), axis=-1)
    return scene_of(run.with_parameters(run.parameters[now]), X, y), tuple(map(int, solved))


def own_scene(network: Network | None, X: np.ndarray | None, y: np.ndarray | None) -> Scene:
    """The scene of any network of two inputs whose last hidden layer has two units; its output may be squashed or not.

    X : (n, 2);  y : (n,) or (n, 1), two different values;  raises : BadInput for any other;  returns Scene
    """
    network = without_mirroring(_linear_at_its_end(network))
    X, y = _samples(X, y)
    return scene_of(network, X, y, edge=MARGIN * WIDE * float(np.abs(X).max()))


def _linear_at_its_end(network):
    """The same network before its last activation: where that jumps, rises, or is 1/2, this is 0."""
    sizes, parameters = getattr(network, "sizes", ()), getattr(network, "parameters", np.zeros(0))
    first, *hidden, last = sizes or (0, 0)
    few = 1 <= len(hidden) <= MOST_LAYERS and max(hidden, default=0) <= MOST_UNITS
    if not few or (first, hidden[-1], last) != (2, 2, 1) or np.ndim(parameters) != 1:
        came = f"sizes {tuple(sizes)}" if sizes else type(network).__name__
        raise BadInput(
            f"expected one Network with 2 inputs, up to {MOST_LAYERS} hidden layers of up to {MOST_UNITS} units, 2 in "
            f"the last of them, and 1 output; got {came}; try Network((2, 4, 2, 1))",
            f"应为一个 Network：2 个输入，至多 {MOST_LAYERS} 个隐藏层，每层至多 {MOST_UNITS} 个单元，"
            f"最后一个隐藏层 2 个单元，1 个输出；收到 {came}；可以试试 Network((2, 4, 2, 1))",
        )
    linear = Network(network.sizes, network.activations[:-1], init="zeros", dtype=parameters.dtype)
    return linear.with_parameters(parameters)


def _samples(X, y):
    try:
        X, y = np.asarray(X, float), np.asarray(y, float).ravel()
    except (TypeError, ValueError):
        X, y = np.zeros(0), np.zeros(0)
    classes = np.unique(y)
    if X.ndim != 2 or X.shape[1] != 2 or len(X) != len(y) or len(classes) != 2 or not np.isfinite(X).all():
        raise BadInput(
            f"expected X (n, 2), finite, and y (n,) of two classes; got X {X.shape}, y {y.shape} with "
            f"{len(classes)} different values; try *circle(200)[:2]",
            f"应为有限的 X (n, 2) 与两类标签 y (n,)；收到 X {X.shape}、y {y.shape}（{len(classes)} 个不同的值）；"
            "可以试试 *circle(200)[:2]",
        )
    if not X.any():
        raise BadInput("all points of X are 0; expected points in a plane", "X 的点全为 0；应为平面上的点")
    return X, (y == classes[1]).astype(float)
