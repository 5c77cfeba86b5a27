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
        [{"dx": 6}, {"reader": "small"}, {"reader": "large"}, {"reader": "max"}],
        [{"where": "left"}, {"dx": 8}, {"reader": "max"}],
        [{"where": "everywhere"}, {"reader": "large"}, {"reader": "max"}],
        "sceptic",
    ],
    # 4, 5
    # 6-8
    # 9, 10
}
UNRELATED: dict[str, dict] = {
    # 1-3
    "everybody-1": {"relu": True},
    "everybody-2": {"digit": 7},
    # 4, 5
    # 6-8
    # 9, 10
}
