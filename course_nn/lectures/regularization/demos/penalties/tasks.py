"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words

TASKS = [
    (
        "choose-penguins-pull",
        Words(
            "Choose the penguins, and pull the upright line of λ/n from 0 to 0.25. What becomes of each of "
            "the three weights?",
            "选“企鹅体重”，把 λ/n 的竖线从 0 拖到 0.25。三个权重各怎样变化？",
        ),
        lambda result, values, seen: (
            (values.example, values.kind) == ("penguins", "l2") and min(seen["lam"]) < 0.1 and values.lam >= 0.2
        ),
    ),
    (
        "choose-two-weights",
        Words(
            "Choose the two weights and λ/n = 0, and pull the red point w* below the axis. Then raise λ/n "
            "until w₂ is positive. Where is w₂ exactly 0?",
            "选“两个权重”，取 λ/n = 0，把红点 w* 拖到横轴下方。再增大 λ/n，直到 w₂ 变为正数。w₂ 在哪里恰好为 0？",
        ),
        lambda result, values, seen: (
            bool(result.plane) and values.kind == "l2" and values.w2 < 0 < result.w[1] and 0 in seen["lam"]
        ),
    ),
    (
        "choose-l1-pull",
        Words(
            "Choose L1 and ρ = 0, and pull the diamond. An optimum on green ground makes a weight exactly "
            "0. How much of the plane is green?",
            "选 L1，取 ρ = 0，拖动菱形。最优点落在绿色区域时，就有一个权重恰好为 0。平面上有多少是绿色？",
        ),
        lambda result, values, seen: (
            bool(result.plane) and (values.kind, values.rho) == ("l1", 0) and len(seen["lam"]) > 2
        ),
    ),
    (
        "choose-penguins-again",
        Words(
            "Choose the penguins again, add the columns of noise, and try each penalty. Which gets rid of them?",
            "再选“企鹅体重”，加上噪声列，逐一试各种惩罚。哪一种能去掉噪声列？",
        ),
        lambda result, values, seen: (
            values.example == "penguins" and values.noise and seen["kind"] >= {"l2", "elastic", "l1"}
        ),
    ),
]
