"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

DONE_BY: dict[str, list] = {
    # 1-3
    # 4, 5
    # 6-8
    # 9, 10
}
UNRELATED: dict[str, dict] = {
    # 1-3
    # 4, 5
    # 6-8
    # 9, 10
}
