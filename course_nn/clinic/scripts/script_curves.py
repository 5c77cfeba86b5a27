"""The curves that a script gave: NumPy runs at once; PyTorch need not be installed, so its numbers are shipped."""

from functools import cache
from importlib.resources import files

import numpy as np

from course_nn.clinic.scripts.running import Curves, run
from course_nn.clinic.scripts.script import Script, audit_of, cured_lines, script
from course_nn.clinic.scripts.template import VARIANTS
from course_nn.common.progress import memoized

PARTS = "", ", epochs", ", new", ", error"  # of what is shipped of a fault
SHIPPED = files("course_nn") / "data" / "clinic_scripts.npz"  # written by tools/clinic_scripts.py


def curves(script: Script, cured: bool = False) -> Curves:
    """The curves that this script gave, or would give without its fault.
    这个脚本实际得到的曲线，或者去掉错误之后的曲线。
    """
    variant = script.number % VARIANTS
    if script.language == "numpy":
        return fresh_curves(script.fault, variant, "numpy", cured)
    return shipped_curves(script.fault)[variant][cured]


@memoized
def fresh_curves(fault: str, number: int, language: str, cured: bool = False) -> Curves:
    """A run here and now; for a script in PyTorch, PyTorch must be installed.
    此刻当场运行；PyTorch 的脚本需要已安装 PyTorch。
    """
    lines = cured_lines(fault, number, language) if cured else script(fault, number, language).lines
    return run(lines, audit_of(fault, number, language))


@cache
def shipped_curves(fault: str) -> list[list[Curves]]:
    """For each variant in PyTorch the curves of the sick script and those of the cured one.
    PyTorch 脚本每个变体的两组曲线：有错误的和改正后的。
    """
    with SHIPPED.open("rb") as file, np.load(file) as stored:
        series, lengths, news, errors = (stored[f"{fault}{what}"] for what in PARTS)

    def one(k, j):
        return Curves(*series[k, j, :, : lengths[k, j]].astype(float), float(news[k, j]), str(errors[k, j]))

    return [[one(k, 0), one(k, 1)] for k in range(len(series))]


def packed(fault: str, every: list[list[Curves]]) -> dict[str, np.ndarray]:
    """The same as arrays, by the names under which they are shipped; runs that are shorter end in nan.
    同样的内容写成数组，连同存放时的名称；较短的以 nan 补齐。
    """
    lengths = np.array([[len(one.train_loss) for one in both] for both in every])  # (VARIANTS, 2)
    series = np.full((*lengths.shape, 2, lengths.max()), np.nan, np.float32)  # (VARIANTS, 2, 2, E): loss, score
    for k, j in np.ndindex(lengths.shape):
        with np.errstate(over="ignore"):  # what blows up becomes infinite a little sooner
            series[k, j, :, : lengths[k, j]] = every[k][j][:2]
    news, errors = (np.array([[one[part] for one in both] for both in every]) for part in (2, 3))
    return {f"{fault}{what}": array for what, array in zip(PARTS, (series, lengths, news, errors))}
