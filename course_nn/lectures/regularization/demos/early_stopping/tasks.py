"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words

TASKS = [
    (
        "click-points-middle",
        Words(
            "Click the points of the middle picture, one run after the other. Is the test error on the "
            "right lower at the kept epoch than in the end?",
            "在中间的图里逐个点击各次训练。右图中，保留的那一轮的测试错误率，比最后一轮低吗？",
        ),
        lambda result, values, seen: values.show == "patience" and values.wrong == 0.2 and len(seen["run"]) > 3,
    ),
    (
        "pull-black-stop",
        Words(
            "Pull the black stop line to the right. Does more patience find a better epoch?",
            "把黑色的停止线向右拖。耐心值更大，能找到更好的一轮吗？",
        ),
        lambda result, values: values.show == "patience" and values.patience >= 20,
    ),
    (
        "sceptic",
        Words(
            "Under “change, as a sceptic”, try one after the other. What leaves a stop nothing to gain?",
            "在“换一样再看”一栏，逐一试各项改变。换了什么，早停就没有好处了？",
        ),
        lambda result, seen: {"right", "more", "few", "hasty"} <= seen["sceptic"],
    ),
    (
        "choose-filter-raise",
        Words(
            "Choose the filter and raise the steps τ. Then pull the orange point until both curves agree as "
            "well as they can. Which λ is that?",
            "选“滤波器”，增大步数 τ。再拖动橙色的点，使两条曲线尽量一致。这时 λ 是多少？",
        ),
        lambda result, values: values.show == "filter" and values.tau >= 20 and result.filter.gap < 0.15,
    ),
]
