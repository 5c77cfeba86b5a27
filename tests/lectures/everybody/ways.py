"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

from course_nn.lectures.everybody.demos.filter.picture import weights

DONE_BY: dict[str, list] = {
    # 1-3
    "everybody-1": [
        [{"row": 1}, {"column": 1}],
        [{"padding": 0}, {"stride": 2}],
        [weights("right"), {"w21": 0.0}, {"w32": 1.0}],
        [{"picture": "blank"}, {"inverted": "43 44 45"}, {"inverted": "43 44 45 54"}],
    ],
    "everybody-2": [
        [{"whose": "yours"}, {"reader": "small"}, {"reader": "large"}, {"reader": "max"}],
        [{"where": "left"}, {"dx": 8}, {"reader": "max"}],
        [{"where": "everywhere"}, {"reader": "large"}, {"reader": "max"}],
        "sceptic",
    ],
    "everybody-3": [
        [{"dx": 5}, {"dx": 6}],
        [{"halving": "mean"}, {"halving": "stride"}, {"halving": "none"}],
        [{"filters": "random"}, {"filters": "edges"}],
        "sceptic",
    ],
    # 4, 5
    "everybody-4": [
        [{"order": 9}, {"order": 3}],
        [{"order": 5}, {"a": 20.0}],
        [{"a": 20.0}],
        "sceptic",
    ],
    "everybody-5": [
        [{"y1": 1.0}, {"y1": 2.0}],
        [{"follow": False}, {"y1": 1.0}],
        [{"letter": "a"}, {"dx": -2.0}],
        "sceptic",
    ],
    # 6-8
    "everybody-6": [
        [{"qx": 1.9, "qy": -0.4}, {"y1": 0.1}, {"x1": 2.4}],
        [{"Q21": 1.0}, {"Q21": -1.0}],
        [{"d": 16}, {"d": 256}],
        "sceptic",
    ],
    "everybody-7": [
        [{"reader": "one"}],
        [{"cut": "itself"}, {"cut": "one back"}, {"cut": "two back"}],
        [{"reader": "hand"}, {"first": "one back"}, {"key": "found"}],
        "sceptic",
    ],
    "everybody-8": [
        [{"reader": "small"}, {"reader": "large"}, {"reader": "recurrent"}],
        [{"lam": 0.02}, {"lam": 0.2}],
        [{"reach": 20_000}, {"on": True}],
        "sceptic",
    ],
    # 9, 10
    "everybody-9": [
        [{"left": 3.5}, {"right": 1.9}, {"uncovered": True}],
        [{"uncovered": True}, {"reader": "weights"}],
        [{"floor": 0.5}, {"floor": 1.0}],
        "sceptic",
    ],
    "everybody-10": [
        [{"pair": 2}, {"pair": 3}],
        [{"order": 0}],
        [{"text": "words"}, {"text": "backwards"}],
        "sceptic",
    ],
}
OPENED = {"everybody-10": {"pairs": "exchanged"}}
UNRELATED: dict[str, dict] = {
    # 1-3
    "everybody-1": {"relu": True},
    "everybody-2": {"digit": 7},
    "everybody-3": {"digit": 7},
    # 4, 5
    "everybody-4": {"seed": 1},
    "everybody-5": {"seed": 1},
    # 6-8
    "everybody-6": {"v1": 2.0},
    "everybody-7": {"place": 3},
    "everybody-8": {"at": 20},
    # 9, 10
    "everybody-9": {"points": "1 2"},
    "everybody-10": {"a": 1.0},
}
