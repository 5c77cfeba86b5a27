"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words

TASKS = [
    (
        "drag-red-dot",
        Words(
            "Drag the red dot up the bar, from x to ψ(x), and all the way back. Do any two points fall "
            "together on the way, or is each still there?",
            "把竖条上的红点从 x 向上拖到 ψ(x)，再一直拖回来。途中有没有两个点落到一起，还是每个点都还在？",
        ),
        lambda result, seen: min(seen["t"]) < 0.02 and max(seen["t"]) > 0.98,
    ),
    (
        "sceptic",
        Words(
            "Under “change, as a sceptic”, try one after the other. With which do more of the ten seeds "
            "succeed, and with which hardly any?",
            "在“换一样再看”一栏，逐一试各项改变。哪些改变使十个种子中更多的成功？哪些使它们几乎全部失败？",
        ),
        lambda result, seen: {"layers", "units", "relu", "moons"} <= seen["sceptic"],
    ),
    (
        "press-lift-play",
        Words(
            "Press “lift”, then Play. What does the third unit do for the ring?",
            "按“抬起”，再按“播放”。第三个单元对圆环起了什么作用？",
        ),
        lambda result, values: (values.data, values.layers, values.units) == ("circle", 1, 3) and values.t > 0.9,
    ),
    (
        "code",
        Words(
            "In code: what comes out of `net = Network((2, 2, 1), seed=1)`, `h = hidden_space.features(net, "
            "np.array([[0.5, -0.3]]))`, `np.linalg.solve(net.weights[0], np.arctanh(h[0]) - "
            "net.biases[0])`?",
            "用代码试试："
            "`net = Network((2, 2, 1), seed=1)`、`h = hidden_space.feature"
            "s(net, np.array([[0.5, -0.3]]))`、`np.linalg.solve(net.weight"
            "s[0], np.arctanh(h[0]) - net.biases[0])`，结果是什么？",
        ),
        None,
    ),
]
