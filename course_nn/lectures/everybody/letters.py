"""Letters as points: which letter comes next is said by inner products, and nothing else is learned.

Two tables give every letter d numbers, one as the letter that is here, one as the letter that comes next:

    p(next = j | here = i) = softmax_j(e_i · f_j + c_j)
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.losses import softmax
from course_nn.optimizers import Adam

STEEPEST = 1e8  # condition number of a map that can be undone


class Tables(NamedTuple):
    """What is learned of K letters.
    关于 K 个字母所学到的东西。
    """

    E: np.ndarray  # (K, d) the letter that is here
    F: np.ndarray  # (K, d) the letter that comes next
    c: np.ndarray  # (K,) how common the next letter is


class Line(NamedTuple):
    """The line that parts two groups of points best.
    把两组点分得最开的直线。
    """

    normal: np.ndarray  # (2,) of length 1, from the second group to the first
    offset: float  # normal · x on the line
    gap: float  # between the groups, in standard deviations of all points across it; below 0 where no line parts them


def pairs(letters: np.ndarray, K: int) -> np.ndarray:
    """How often letter j comes right after letter i.
    字母 j 紧跟在字母 i 之后的次数。

    letters : (N,) whole numbers from 0 to K − 1;  returns (K, K)
    """
    return np.bincount(letters[:-1] * K + letters[1:], minlength=K * K).reshape(K, K)


def chances(tables: Tables) -> np.ndarray:
    """The probability of each next letter after each letter: (K, K), rows sum to 1.
    每个字母之后各字母出现的概率。
    """
    return softmax(tables.E @ tables.F.T + tables.c)


def pair_bits(p: np.ndarray, counts: np.ndarray) -> float:
    """What the next letter costs, on average over counted pairs: Σ_ij −n_ij log₂ p_ij / Σ n.
    对计过数的字母对，下一个字母平均花费的比特数。
    """
    seen = counts > 0
    return float(-(counts[seen] * np.log2(p[seen])).sum() / counts.sum())


def gradient(tables: Tables, counts: np.ndarray) -> Tables:
    """The slope of the mean cross-entropy, in nats, along each number of the tables.
    平均交叉熵（单位 nat）对表中每个数的斜率。

    counts : (K, K);  returns Tables of slopes
    """
    D = (counts.sum(axis=1, keepdims=True) * chances(tables) - counts) / counts.sum()  # (K, K)
    return Tables(D @ tables.F, D.T @ tables.E, D.sum(axis=0))


def fitted(
    counts: np.ndarray, d: int, seed: int = 0, steps: int = 600, every: int = 10, rate: float = 0.05, scale: float = 0.1
) -> Generator[float, None, list[Tables]]:
    """Tables fitted to counted pairs by Adam, as they were at the start and after every so many steps.
    用 Adam 拟合字母对的计数；返回起始时与每隔若干步的表。

    It does not go through training.learn: a step takes all pairs of letters at once, each as often as it was counted.

    counts : (K, K);  d : numbers a letter;  yields the share done
    """
    K = len(counts)
    theta = np.random.default_rng(seed).normal(0, scale, K * (2 * d + 1))
    now, optimizer, kept = _tables(theta, K, d), Adam(rate), []
    for step in range(steps + 1):
        if step % every == 0:
            kept.append(Tables(*(part.copy() for part in now)))
            yield step / (steps + 1)
        optimizer.step(theta, np.concatenate([part.ravel() for part in gradient(now, counts)]))
    return kept


def _tables(theta, K, d):
    """The tables as views of one vector, which an optimizer changes."""
    E, F, c = np.split(theta, [K * d, 2 * K * d])
    return Tables(E.reshape(K, d), F.reshape(K, d), c)


def moved(tables: Tables, A: np.ndarray, s: np.ndarray) -> Tables:
    """The same model after the space of E was moved by x → A x + s.
    E 所在的空间经 x → A x + s 变动之后的同一个模型。

    E → E Aᵀ + s,   F → F A⁻¹,   c → c − F A⁻¹ s;   every inner product with its c stays what it was
    （每个内积连同它的 c 都不变）

    A      : (d, d);  s : (d,)
    raises : BadInput for a map that cannot be undone（该变换不可逆）
    """
    A = np.asarray(A, float)
    if not np.linalg.cond(A) < STEEPEST:
        raise BadInput(
            "this map presses all points onto a line and cannot be undone; try another one, such as ((1, 1), (0, 1))",
            "这个变换把所有点压到一条直线上，无法还原；请换一个，例如 ((1, 1), (0, 1))",
        )
    F = tables.F @ np.linalg.inv(A)
    return Tables(tables.E @ A.T + s, F, tables.c - F @ s)


def widest_view(E: np.ndarray, size: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """The map (A, s) that turns and scales points so that they lie around 0 and spread most along the first axes.
    把点旋转并缩放的变换 (A, s)：使其以 0 为中心，且沿前面的坐标轴分布最广。

    E    : (K, d), more points than numbers each
    size : root of the mean squared distance from 0 after it
    """
    middle = E.mean(axis=0)
    _, _, axes = np.linalg.svd(E - middle, full_matrices=True)  # rows: where E spreads most first
    across = (E - middle) @ axes.T  # a singular vector may come with either sign: the farthest point lies at the right
    axes *= np.where(across.max(axis=0) < -across.min(axis=0), -1, 1)[:, None]
    axes *= size / np.sqrt((across**2).sum(axis=1).mean())
    return axes, -axes @ middle


def nearest(X: np.ndarray) -> np.ndarray:
    """Which point is nearest to each point: (n, d) -> (n,).
    离每个点最近的点。
    """
    distances = ((X[:, None] - X) ** 2).sum(axis=-1)
    np.fill_diagonal(distances, np.inf)
    return distances.argmin(axis=1)


def parting_line(X: np.ndarray, first: np.ndarray, directions: int = 3600) -> Line:
    """The line that parts two groups of points in the plane with the widest gap, among so many directions.
    平面上把两组点分开、间隔最宽的直线。

    A gap is measured in standard deviations across the line, so that no shear or stretch of the plane changes it.

    X : (n, 2);  first : (n,) bool, which of them are of the first group
    """
    angles = np.arange(directions) * 2 * np.pi / directions
    normals = np.stack([np.cos(angles), np.sin(angles)])  # (2, directions)
    across = X @ normals  # (n, directions)
    low, high = across[first].min(axis=0), across[~first].max(axis=0)
    gaps = (low - high) / np.maximum(across.std(axis=0), 1e-9)  # points on a line have no spread across it
    best = int(np.argmax(gaps))
    return Line(normals[:, best], float(low[best] + high[best]) / 2, float(gaps[best]))
