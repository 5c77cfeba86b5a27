"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

from course_nn.lectures.deep_vs_shallow.demos.towers import CHECKERS

HATS = {"unit": "relu", "N": 50}

DONE_BY = {
    "deep_vs_shallow-1": [
        [{"angle1": 45, "angle2": 60}, {"angle3": 15}],
        [{"stretch1": -0.5}],
        [{"units": 1}, {"units": 2, "relu": 1}],
    ],
    "deep_vs_shallow-2": [
        [HATS | {"way": "spread"}],
        [HATS | {"way": "last"}],
        [{"unit": "step"}, {"N": 20}, {"N": 40}, {"unit": "relu", "N": 5}],
        [{"unit": "relu", "N": 3}, {"way": "spread"}],
    ],
    "deep_vs_shallow-3": [
        [{"unit": "step"}, {"t": 0.5}],
        [{"t": 2.5}],
        [{"unit": "step"}, {"N": 4}, {"N": 8}],
        [{"way": "last"}, {"f": CHECKERS}, {"N": 7}],
    ],
    "deep_vs_shallow-4": [
        [{"N": 8}, {"d": 2}, {"d": 10}],
        [{"d": d} for d in range(1, 11)],
        "sceptic",
    ],
    "deep_vs_shallow-9": [
        [{"d": 8}, {"d": 10}],
        [{"c": 1.0}, {"c": 0.1}],
        [{"cheat": True}, {"where": "corners"}, {"where": "cube"}],
    ],
    "deep_vs_shallow-5": [
        [{"L": 10}, {"units": "2^L - 1"}, {"units": "2^L"}],
        [{"L": 10}, {"zoom": 4}],
        [{"units": "2^L"}, {"units": "2^L - 1"}],
    ],
    "deep_vs_shallow-10": [
        [{"train": "32 one"}],
        [{"train": "8"}, {"train": "32 zero"}],
        [{"train": "32 one"}, {"L": 3}],
    ],
    "deep_vs_shallow-6": [
        [{"layers": 1}, {"width": 3}],
        [{"epoch": epoch} for epoch in (100, 50, 20, 0)],
        "sceptic",
    ],
    "deep_vs_shallow-7": [
        [{"sceptic": "bends"}, {"sceptic": "rate"}],
        [{"run": "worst"}, {"run": "best"}, *({"depth": depth} for depth in (1, 3, 4, 5))],
        None,
    ],
    "deep_vs_shallow-8": [
        [{"epoch": 0}, {"epoch": 1000}],
        [{"epoch": 400}, {"epoch": 100}],
        "sceptic",
        [{"width": 64}],
    ],
}
UNRELATED = {
    "deep_vs_shallow-1": {"angle1": 60},
    "deep_vs_shallow-2": {"k": 100.0},
    "deep_vs_shallow-3": {"x1": 0.5},
    "deep_vs_shallow-4": {"seed": 3},
    "deep_vs_shallow-9": {"d": 5},
    "deep_vs_shallow-5": {"L": 6},
    "deep_vs_shallow-10": {"zoom": 4},
    "deep_vs_shallow-6": {"seed": 3},
    "deep_vs_shallow-7": {"epoch": 100},
    "deep_vs_shallow-8": {"seed": 3},
}
OPENED = {"deep_vs_shallow-10": {"train": "32"}}
