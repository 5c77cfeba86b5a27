"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

DONE_BY = {
    "one_weight": [[{"b": 4.0}], [{"w": -1.0}], [{"x": -2.1}]],
}
UNRELATED = {"one_weight": {"x": 1.0}}
