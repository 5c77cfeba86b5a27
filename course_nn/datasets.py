"""A network sees nothing of the world but rows of numbers, X, and what should come out for each, y.

The toy sets fill about the square [-6, 6]² and have the shapes of TensorFlow Playground's circle, xor, gauss and
spiral, so that what a student found there can be tried here; moons is added. Four things differ on purpose: labels are
0 and 1; class 1 of xor is where the signs differ, as "exclusive" says; the spirals start beside the origin instead of
both in it; and every point comes from the seed. Each returns a Dataset with X (n, 2), y (n,), rows in random order.
"""

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup


class Dataset(NamedTuple):
    """Examples as rows, with the names that make them readable.
    以行存放的样本，以及读懂它们所需的名称。
    """

    X: np.ndarray  # (n, d) float
    y: np.ndarray  # (n,) int, class 0, 1, …; or float, a number to predict
    feature_names: tuple  # d names, the unit included where there is one
    class_names: tuple  # what y = 0, 1, … mean
    source: str  # who measured it, or how it was made


def penguins(
    species: Sequence[str] = ("Adelie", "Chinstrap"), measurements: Sequence[str] = ("bill_length_mm", "bill_depth_mm")
) -> Dataset:
    """Real measurements of penguins; y = 0 is the first species named, 1 the second.
    企鹅的真实测量值；y = 0 是列出的第一个物种，1 是第二个。

    species      : of Adelie, Chinstrap, Gentoo
    measurements : of bill_length_mm (32–60), bill_depth_mm (13–22), flipper_length_mm (172–231),
                   body_mass_g (2700–6300)
    returns      : Dataset, 219 penguins by default; a bird lacking one of these measurements is left out (2 of 344)
    raises       : BadInput for an unknown species or measurement
    source       : Gorman, Williams & Fraser (2014), PLoS ONE 9(3): e90081; Horst, Hill & Gorman, palmerpenguins (2020)
    """
    rows = list(csv.DictReader(data_file("penguins.csv").read_text(encoding="utf-8").splitlines()))
    known_species = {row["species"]: None for row in rows}
    known_measurements = {name: None for name in rows[0] if name != "species"}
    for name in species:
        lookup(known_species, name, "species", "物种")
    for name in measurements:
        lookup(known_measurements, name, "measurement", "测量项")
    complete = [row for row in rows if row["species"] in species and all(row[name] != "NA" for name in measurements)]
    return Dataset(
        np.array([[float(row[name]) for name in measurements] for row in complete]),  # (n, d)
        np.array([species.index(row["species"]) for row in complete]),  # (n,)
        tuple(measurements),
        tuple(species),
        "Gorman, Williams & Fraser (2014), PLoS ONE 9(3): e90081; Horst, Hill & Gorman, palmerpenguins (2020); CC0",
    )


def digits() -> Dataset:
    """1,797 handwritten digits of 8 × 8 pixels.
    1797 个 8 × 8 像素的手写数字。

    returns: Dataset, X (1797, 64) ink between 0 and 1, row by row of the picture: X[i].reshape(8, 8); y 0 … 9
    source : Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (1998)
    """
    images, labels = _stored_digits()
    return Dataset(
        images.reshape(len(images), 64) / 16,
        labels.astype(int),
        tuple(f"pixel {row},{column}" for row in range(8) for column in range(8)),
        tuple("0123456789"),
        "Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI (1998), test samples; CC BY 4.0",
    )


@cache
def _stored_digits():
    with data_file("digits.npz").open("rb") as file, np.load(file) as stored:
        return stored["images"], stored["labels"]  # (1797, 8, 8) in 0 … 16, (1797,)


def shuffled_digits(
    trained: int = 1200, seed: int | np.random.Generator = 0, centred: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """All digits in random order, less the mean of those that come first and are to be trained on.
    全部手写数字，次序随机，并减去排在前面、用于训练的数字的均值。

    trained : how many those are
    seed    : of the order; or a Generator, from which more can be drawn afterwards
    centred : False leaves the ink as it is, from 0 to 1
    returns : X (1797, 64), y (1797,) 0 … 9
    """
    X, y, *_ = digits()
    order = np.random.default_rng(seed).permutation(len(y))
    X, y = X[order], y[order]
    return X - X[:trained].mean(axis=0) if centred else X, y


def course_text(language: str = "en") -> dict[str, str]:
    """The prose of this course's own notebooks, lecture by lecture, as it was when it was frozen.
    本课程各笔记本自身的文字，按讲次排列，内容冻结在收录之时。

    language : "en" or "zh"
    returns  : {lecture: text}, 13 of them in their order; no code, tables, displayed formulas; no line occurs twice
    raises   : BadInput for another language
    source   : this course's notebooks, CC BY 4.0; tools/course_text.py takes the text out of them
    """
    language = lookup({"en": "en", "zh": "zh"}, language, "language", "语言")
    with data_file("course_text.npz").open("rb") as file, np.load(file) as stored:
        texts = stored[language].tobytes().decode("utf-8").split("\f")
        return dict(zip(stored["lectures"].tolist(), texts, strict=True))


def xor_points() -> tuple[np.ndarray, np.ndarray]:
    """The lecture's four points: X (4, 2) of 0 and 1, y (4,) = x1 XOR x2.
    讲义中的四个点：X (4, 2) 取 0 和 1，y (4,) = x1 异或 x2。
    """
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    return X, np.array([0, 1, 1, 0])


def circle(n: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """A disc of radius 2.5 (class 1) inside a ring from 3.5 to 5 (class 0).
    半径 2.5 的圆盘（类别 1）在 3.5 到 5 的圆环（类别 0）之内。

    n      : number of points, half of them in the disc
    noise  : 0 … 0.5; the label is read off a place up to 5 · noise away, so near the edge labels go wrong, not points
    """
    rng = _rng(n, noise, seed)
    inside = np.arange(n) < n // 2
    radius = rng.uniform(np.where(inside, 0, 3.5), np.where(inside, 2.5, 5))
    angle = rng.uniform(0, 2 * np.pi, n)
    X = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)  # (n, 2)
    y = np.linalg.norm(X + rng.uniform(-5, 5, (n, 2)) * noise, axis=1) < 2.5
    return _toy("circle", X, y, ("ring", "disc"), rng)


def xor(n: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Four squares with a gap between them; class 1 where the signs of x1 and x2 differ.
    四个互相隔开的方块；x1 与 x2 异号处为类别 1。

    noise  : 0 … 0.5; the label is read off a place up to 5 · noise away in x1 and x2
    """
    rng = _rng(n, noise, seed)
    X = rng.uniform(-5, 5, (n, 2))
    X += 0.3 * np.sign(X)
    y = np.prod(X + rng.uniform(-5, 5, (n, 2)) * noise, axis=1) < 0
    return _toy("xor", X, y, ("same signs", "different signs"), rng)


def gauss(n: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Two round clouds around (2, 2) (class 1) and (-2, -2) (class 0).
    以 (2, 2)（类别 1）和 (-2, -2)（类别 0）为中心的两团圆形点云。

    noise  : 0 … 0.5; each cloud's variance grows from 0.5 to 4
    """
    rng = _rng(n, noise, seed)
    y = np.arange(n) < n // 2
    X = np.where(y, 2, -2)[:, None] + rng.normal(0, np.sqrt(0.5 + 7 * noise), (n, 2))
    return _toy("gauss", X, y, ("around (-2, -2)", "around (2, 2)"), rng)


def spiral(n: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Two spirals wound into each other, 1¾ turns out to radius 5.
    两条互相缠绕的螺线，各转 1¾ 圈，半径到 5。

    noise  : 0 … 0.5; each point is moved by up to that much in x1 and x2
    """
    rng = _rng(n, noise, seed)
    y = np.arange(n) < n // 2
    along = np.concatenate([(np.arange(m) + 1) / m for m in (n // 2, n - n // 2)])  # (n,) in (0, 1]
    angle = 2 * np.pi * 1.75 * along + np.where(y, 0, np.pi)
    X = 5 * along[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return _toy("spiral", X + rng.uniform(-1, 1, (n, 2)) * noise, y, ("second arm", "first arm"), rng)


def moons(n: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Two half circles of radius 3, each reaching into the other.
    两个半径 3 的半圆，彼此嵌入。

    noise  : 0 … 0.5; normal noise with standard deviation 3 · noise
    """
    rng = _rng(n, noise, seed)
    y = np.arange(n) < n // 2
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([3 * np.cos(angle) - 1.5, 3 * np.sin(angle) - 0.75], axis=1)  # (n, 2)
    X = np.where(y[:, None], -upper, upper) + rng.normal(0, 3, (n, 2)) * noise
    return _toy("moons", X, y, ("upper moon", "lower moon"), rng)


def plane(n: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """A number to predict instead of a class: it rises evenly from -1 at (-5, -5) to 1 at (5, 5).
    要预测的是数而不是类别：从 (-5, -5) 处的 -1 均匀升到 (5, 5) 处的 1。

    y = (x1 + x2) / 10

    noise  : 0 … 0.5; the number is read off a place up to 5 · noise away in x1 and x2
    """
    return _regression("plane", lambda X: X.sum(axis=1) / 10, n, noise, seed)


def hills(n: int = 200, noise: float = 0.0, seed: int = 0) -> Dataset:
    """A number to predict: three hills up to 1 and three hollows down to -1, each 2 wide, on level ground.
    要预测的数：平地上有三座高 1 的小丘和三个深 1 的洼地，半径均为 2。

    y = ± max(0, 1 - distance to the centre / 2)

    noise  : 0 … 0.5; the number is read off a place up to 5 · noise away in x1 and x2
    """
    centres = np.array([(x1, x2) for x2 in (2.5, -2.5) for x1 in (-4, 0, 4)])  # (6, 2)
    signs = np.array([1, -1, 1, -1, 1, -1])

    def height(X):
        distance = np.linalg.norm(X[:, None] - centres, axis=2)  # (n, 6)
        return (signs * np.maximum(0, 1 - distance / 2)).sum(axis=1)  # the hills do not overlap

    return _regression("hills", height, n, noise, seed)


DATASETS = {make.__name__: make for make in (circle, xor, gauss, spiral, moons)}
REGRESSION = {make.__name__: make for make in (plane, hills)}  # y is a number in [-1, 1]


def wave(x: np.ndarray) -> np.ndarray:
    """The smooth function behind the samples of noisy_wave: sin(1.5 x).
    noisy_wave 的样本背后的光滑函数：sin(1.5 x)。
    """
    return np.sin(1.5 * x)


def noisy_wave(n: int, sigma: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Samples of the wave with normal noise: X (n, 1), one in each nth of [-3, 3], and T (n, 1) = wave(X) + σ ε.
    带正态噪声的样本：把 [-3, 3] 分成 n 段，每段取一个 X (n, 1)；T (n, 1) = wave(X) + σ ε。
    """
    rng = np.random.default_rng([seed, n])
    X = 6 * (np.arange(n)[:, None] + rng.uniform(size=(n, 1))) / n - 3
    return X, wave(X) + sigma * rng.normal(size=(n, 1))


def data_file(name: str) -> Traversable:
    """A file that ships. 随包附带的文件。"""
    return files("course_nn") / "data" / name


def _rng(n, noise, seed):
    if not (isinstance(n, (int, np.integer)) and n >= 2 and 0 <= noise <= 0.5):
        raise BadInput(
            f"a toy data set needs n ≥ 2 points and noise between 0 and 0.5; got n = {n!r}, noise = {noise!r}",
            f"玩具数据集需要 n ≥ 2 个点、噪声在 0 到 0.5 之间；收到 n = {n!r}，noise = {noise!r}",
        )
    return np.random.default_rng(seed)


def _regression(name, target, n, noise, seed):
    rng = _rng(n, noise, seed)
    X = rng.uniform(-6, 6, (n, 2))
    y = target(X + rng.uniform(-5, 5, (n, 2)) * noise)
    return Dataset(X, y, ("x1", "x2"), (), f"made from its seed by datasets.{name}")


def _toy(name, X, y, class_names, rng):
    """Shuffled, so that the first 80 of 100 rows are a fair training set.
    打乱顺序，这样前 80 行就能当训练集用。
    """
    order = rng.permutation(len(X))
    return Dataset(X[order], y[order].astype(int), ("x1", "x2"), class_names, f"made from its seed by datasets.{name}")
