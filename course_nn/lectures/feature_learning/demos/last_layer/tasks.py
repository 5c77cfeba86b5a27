"""What a student may do with the picture, one thing after the other."""

from typing import Any

from course_nn.common.words import Words
from course_nn.lectures.feature_learning.demos.last_layer.refitting import EPOCHS, EVERY


def lags_most(result: Any) -> bool:
    """Whether the refit lies about as far below the network's loss now as it ever does."""
    gaps = result.run.own_objective - result.run.best_objective
    return bool(gaps[result.now] > 0.6 * gaps.max())


TASKS = [
    (
        "drag-grey-line",
        Words(
            "Drag the grey line to where the vermilion curve, the refit, lies farthest below the black one, "
            "the network. Is that early in the training, or late?",
            "把灰色竖线拖到朱红色曲线（重新拟合）比黑色曲线（网络）低得最多的地方。那是训练早期，还是晚期？",
        ),
        lags_most,
    ),
    (
        "press-play-drag",
        Words(
            "Press Play, or drag the line on to the end. How far apart are the two curves there?",
            "按“播放”，或把竖线一直拖到底。在那里，两条曲线相差多少？",
        ),
        lambda result: result.now == EPOCHS // EVERY,
    ),
    (
        "sceptic",
        Words(
            "Under “change, as a sceptic”, try one after the other. When does the last layer lag most now, "
            "and where does it not lag at all?",
            "在“换一样再看”一栏，逐一试各项改变。现在最后一层什么时候落后最多？什么情况下完全不落后？",
        ),
        lambda result, seen: {"slow", "fast", "moons", "penalty"} <= seen["sceptic"],
    ),
    (
        "code",
        Words(
            "In code: `run = feature_learning.last_layer().result.run`, then "
            "`linear_models.linear_classifier(run.psi[10], run.y)` beside `run.v[10], run.c[10]`.",
            "用代码试试：`run = feature_learning.last_layer().result.run`，"
            "再把 `linear_models.linear_classifier(run.psi[10], run.y)` 与 `run.v[10], run.c[10]` 对照。",
        ),
        None,
    ),
]
