"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

from course_nn.lectures.xor.demos.xor_network.picture import ANOTHER, LECTURE

DONE_BY = {
    "xor-1": [[{"w1": 1.0, "w2": 1.0}], None, [{"b": -1.0}, {"b": 1.0}]],
    "xor-2": [[LECTURE], [LECTURE, {"b1": -1.0}], [ANOTHER]],
    "xor-gates": [
        [{"h2": "AND"}, {"h2": "NAND"}],
        [{"h1": "x1 AND NOT x2", "h2": "NOT x1 AND x2"}, {"y": "OR"}],
        None,
        [{"h1": "NOR"}],
    ],
    "xor-3": [[{"k": 2.5}], [{"k": 0.5}], [{"k": 25.0}]],
    "xor-4": [
        [{"width": 3}, {"width": 4}],
        [{"run": 2}, {"epoch": 0}, {"epoch": 100}],
        [{"activation": "sigmoid"}, {"activation": "relu"}],
        "sceptic",
    ],
    "xor-5": [
        [{"data": "XOR"}, *({"step": step} for step in range(5))],
        [{"data": "XOR"}, {"seed": 3}, {"seed": 4}],
        [{"data": "AND"}, *({"step": step} for step in range(5))],
        None,
    ],
    "xor-6": [[{"n": 5}], [{"noise": 0.1}, {"seed": 2}], [{"row": 15}]],
}
UNRELATED = {
    "xor-1": {"b": -1.0},
    "xor-2": {"c": 1.0},
    "xor-gates": {"y": "AND"},
    "xor-3": {"solution": "another"},
    "xor-4": {"rate": 2.0},
    "xor-5": {"gap": 0.6},
    "xor-6": {"row": 3},
}
