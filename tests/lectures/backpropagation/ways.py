"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

from course_nn.lectures.backpropagation.demos.edges.picture import kept_puzzle
from course_nn.lectures.backpropagation.faulty_backprop import WRONG


def answered(*answers):
    """These answers typed, None for one that is left open."""
    return {"answers": ", ".join("?" if answer is None else f"{answer:g}" for answer in answers)}


def right_sums(puzzle):
    """The right answers up to the first that is a sum; those before it are messages."""
    sums = [child is None for child, _ in puzzle.right]
    return [*puzzle.right.values()][: sums.index(True) + 1]


def first_slip(puzzle):
    """A slip on purpose in the first question that has one; those before it are left open."""
    slips = [dict(puzzle.wrong[question]).get("value") for question in puzzle.right]
    k = next(k for k, slip in enumerate(slips) if slip is not None)
    return [None] * k + [slips[k]]


BY_LEVEL = {level: kept_puzzle(4, level) for level in (2, 3)}
SUMS, AT_3 = right_sums(BY_LEVEL[2]), next(iter(BY_LEVEL[3].right.values()))
MESSAGES = answered(*SUMS[:-1])  # a message is no sum, and a right answer no slip

DONE_BY = {
    "secant": [[dict(h=0.25)], [dict(x=0.0)], [dict(f="|x|", x=0.0)]],
    "gears": [
        [dict(L=4), dict(L=30)],
        [dict(kind=kind) for kind in ("8", "16", "32")],
        [dict(view="three"), dict(x=0.0)],
    ],
    "tangent": [[dict(x1=1.5, x2=0.0)], [dict(theta=63)], [dict(map="layer", r=0.1)]],
    "graph": [
        [dict(rule="overwrite")],
        [dict(step=0), dict(step=31)],
        [dict(rule="no reset"), dict(rule="haste")],
        [dict(lines="y = a b + a", inputs="a = 2; b = 3")],
    ],
    "edges": [
        [MESSAGES, answered(*SUMS)],
        [MESSAGES, answered(*first_slip(BY_LEVEL[2]))],
        [MESSAGES, answered(), {"level": "3"}, answered(AT_3), answered(AT_3 + 1)],
    ],
    "orders": [
        [dict(graph="turned")],
        [dict(graph="neck"), *(dict(step=step) for step in range(1, 6)), dict(order="backward")],
        [dict(graph="layers")],
    ],
    "layers": [[dict(value=0.5), dict(value=0.0)], [dict(step=0), dict(step=13)], [dict(view="shapes", M=5)]],
    "gradient_check": [
        [dict(eps=1e-11)],
        [dict(fault=fault) for fault in WRONG],
        [dict(phi="relu", fault="slope of h")],
    ],
    "wrong_gradients": [
        [dict(phi="relu")],
        "sceptic",
        [dict(first=5)],
    ],
    "memory": [
        [dict(L=100, kept=10)],
        [dict(kept=kept) for kept in (1, 2, 20)],
        [dict(share=20)],
        [dict(scheme="segments")],
    ],
}
OPENED = {"gears": dict(view="train"), "orders": dict(graph="diamond")}
UNRELATED = {
    "secant": dict(side=-1),
    "gears": dict(third="half"),
    "tangent": dict(theta=130),
    "graph": dict(step=20),
    "edges": dict(seed=7),
    "orders": dict(step=2),
    "layers": dict(x1=2.0),
    "gradient_check": dict(phi="sigmoid"),
    "wrong_gradients": dict(rate=0.3),
    "memory": dict(n=20),
}
