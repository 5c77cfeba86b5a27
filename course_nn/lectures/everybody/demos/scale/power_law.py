"""A straight line through points on logarithmic axes: a power law, with a floor or without."""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput


class Law(NamedTuple):
    """bits = floor + scale · size^(−slope)."""

    scale: float
    slope: float  # > 0 where more helps
    floor: float  # bits that no size goes below

    def at(self, sizes: np.ndarray | float) -> np.ndarray:
        """The bits that it foretells for these sizes: the shape of sizes."""
        return self.floor + self.scale * np.asarray(sizes, float) ** -self.slope

    def off(self, sizes: np.ndarray, bits: np.ndarray) -> float:
        """How far it is from points, in bits: the root of the mean square."""
        return float(np.sqrt(np.mean((bits - self.at(sizes)) ** 2)))


def law_through(sizes: np.ndarray, bits: np.ndarray, floor: float = 0.0) -> Law:
    """The Law whose line lies nearest to points: log(bits − floor) = log scale − slope · log size, by least squares.

    sizes, bits : (m,), m ≥ 2 different sizes;  floor : below all bits
    raises      : BadInput for fewer points, or a floor that is too high
    source      : Kaplan et al., Scaling Laws for Neural Language Models (2020); with a floor, Hoffmann et al. (2022)
    """
    sizes, bits = np.asarray(sizes, float), np.asarray(bits, float)
    if len(np.unique(sizes)) < 2:
        raise BadInput("a line needs two points at least; click one more", "一条直线至少要过两个点；请再点选一个")
    if not floor < bits.min():
        raise BadInput(
            f"the floor must lie below all points, {bits.min():.2f} bits at the lowest; got {floor:g}",
            f"下限应低于所有的点，最低的点是 {bits.min():.2f} 比特；收到 {floor:g}",
        )
    x, y = np.log(sizes), np.log(bits - floor)
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return Law(float(np.exp(y.mean() - slope * x.mean())), -slope, floor)


def through_two(sizes: tuple[float, float], bits: tuple[float, float]) -> Law:
    """The straight line through two points.

    raises : as law_through
    """
    return law_through(np.array(sizes), np.array(bits))
