"""What may be predicted, as it lies in a picture: dotted, under letters that stand apart from one another."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from course_nn.drawing import look

BADGE = 18  # points across
ASIDE = (0, 1, -1, 2, -2, 3)  # badges, from where a letter belongs, first toward the middle
WORTH = 3  # of a dot from the edge, in dots from the next line
PLACES = 80  # that are looked at on a line


def draw_choices(places: Sequence[tuple[Axes, np.ndarray]], letters: Sequence[str]) -> list:
    """A pair of artists each, the dotted line and its letter, for points (n, 2) in the units of their axes."""
    seen = [(axes, _seen(axes, np.asarray(points, float))) for axes, points in places]
    drawn, taken = [], np.empty((0, 2))
    for k, ((axes, points), letter) in enumerate(zip(places, letters)):
        rivals = [dots for j, (other, dots) in enumerate(seen) if j != k and other is axes]
        badge, here = _badge(axes, letter, _apart(axes, seen[k][1], rivals), taken)
        taken = np.concatenate([taken, [here]])
        style = dict(ls=(0, (1, 2)), lw=2.5, zorder=6, scalex=False, scaley=False)
        drawn.append([*axes.plot(*np.asarray(points, float).T, **style), badge])
    return drawn


def emphasise(drawn: list, chosen: bool) -> None:
    """Of several choices the one that is chosen stands out."""
    dotted, letter = drawn
    gray = look.BLACK if chosen else look.ink(look.GREY)
    dotted.set(color=gray, lw=4 if chosen else 2.5)
    letter.set_color("white" if chosen else gray)
    letter.get_bbox_patch().set(ec=gray, fc=gray if chosen else "white")


def _badge(axes, letter, place, taken):
    """A letter in a circle at a place in dots, or beside it where others stand; and where it stands."""
    wide = BADGE * axes.figure.dpi / 72
    inward = np.sign(axes.bbox.get_points().mean(axis=0)[0] - place[0]) or 1
    beside = place + inward * wide * np.array([(step, 0) for step in ASIDE])
    (left, _), (right, _) = axes.bbox.get_points()
    free = [one for one in beside if left <= one[0] <= right and (np.hypot(*(taken - one).T) >= 0.9 * wide).all()]
    here = free[0] if free else beside[0]
    style = dict(fontsize=look.SMALL, ha="center", va="center", zorder=7, in_layout=False, annotation_clip=False)
    round_ = dict(boxstyle="circle,pad=0.3" if letter.isalpha() else "round,pad=0.4", lw=1.6)
    at = axes.transData.inverted().transform(here)
    return axes.annotate(letter, at, bbox=round_, **style), here


def _apart(axes, dots, rivals):
    """Where on a line, in dots, the other lines are farthest and the edge is not near."""
    low, high = axes.bbox.get_points()
    from_edge = np.minimum(dots - low, high - dots).min(axis=1)
    far = [np.hypot(*(dots[:, None] - rival).T).min(axis=0) for rival in rivals]
    return dots[np.argmax(np.min([*far, WORTH * from_edge], axis=0))]


def _seen(axes, points):
    """Places on a line, up to its first gap, that stand in its axes, or else at their edge, in dots (m, 2)."""
    gaps = np.flatnonzero(np.isnan(points[1:]).any(axis=1)) + 1
    corners, (low, high) = axes.transData.transform(points[: next(iter(gaps), None)]), axes.bbox.get_points()
    at = np.linspace(0, len(corners) - 1, PLACES if len(corners) > 1 else 1)
    dots = np.stack([np.interp(at, np.arange(len(corners)), corner) for corner in corners.T], axis=1)
    inside = ((dots >= low - 1) & (dots <= high + 1)).all(axis=1)  # never those that are nan
    return dots[inside] if inside.any() else np.clip(dots[np.isfinite(dots).all(axis=1)], low, high)
