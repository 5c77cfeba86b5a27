"""Through which points a line is fitted: those that were chosen, and are not covered."""

from course_nn.common.errors import BadInput


def read_points(text: str) -> tuple[int, ...]:
    """The numbers of points, from 1 to 5, two of them at least: "1 2 5" is (0, 1, 4).

    raises : BadInput for anything else
    """
    chosen = sorted({int(sign) - 1 for sign in text if sign in "12345"})
    if len(chosen) < 2 or set(text) - set("12345 ,，、"):
        raise BadInput(
            f"expected two or more of the points 1 to 5, got “{text[:20]}”. Try 1 2 3 4 5",
            f"应为 1 到 5 号点中的两个或更多，收到“{text[:20]}”。可以试试 1 2 3 4 5",
        )
    return tuple(chosen)


def usable(chosen: tuple, known: int) -> tuple[list, BadInput | None]:
    """The points that were chosen and are not covered; all that are not, where fewer than two are left."""
    left = [k for k in chosen if k < known]
    if len(left) > 1:
        return left, None
    return [*range(known)], BadInput(
        f"of this reader only points 1 to {known} are open, and a line needs two: it is fitted through all of them",
        f"这个模型只露出 1 到 {known} 号点，而直线至少要两个点：改为拟合全部露出的点",
    )
