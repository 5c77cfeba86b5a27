"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words
from course_nn.lectures.regularization.demos.more_features.sweeps import SIZES

TASKS = [
    (
        "pull-black-line",
        Words(
            "Pull the black line slowly to the right, past the grey one at N = n and on to the end. What "
            "does the test error do?",
            "把黑线慢慢向右拖，越过 N = n 处的灰线，一直到底。测试误差怎样变化？",
        ),
        lambda result, values: (values.data, values.lam, values.N) == ("digits", 0, SIZES[-1]),
    ),
    (
        "go-click-points",
        Words(
            "Go to N = 100 and click the points over λ, one after the other. What becomes of the peak on the left?",
            "移到 N = 100，依次点击 λ 图上的点。左图的尖峰怎样了？",
        ),
        lambda result, values, seen: values.N == 100 and len(seen["lam"]) > 3,
    ),
    (
        "sceptic",
        Words(
            "Under “change, as a sceptic”, try one after the other. Which takes the peak away?",
            "在“换一样再看”一栏，逐一试各项改变。换了哪一样，尖峰就没有了？",
        ),
        lambda result, seen: {"tanh", "wave", "priced", "draws"} <= seen["sceptic"],
    ),
    (
        "choose-noisy-wave",
        Words(
            "Choose the noisy wave with σ = 0.2, and go to the end. Is the second valley always the deeper one?",
            "选“带噪声的波形”，σ 取 0.2，一直走到底。第二个谷总是更深吗？",
        ),
        lambda result, values: (values.data, values.noise, values.lam, values.N) == ("wave", 0.2, 0, SIZES[-1]),
    ),
]
