"""The plane: a query and keys as arrows, the hull of the keys, and who wins in which direction."""

from types import SimpleNamespace

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Axes, look, marks
from course_nn.lectures.everybody.demos.query_and_keys.keys import KEYS, name_of

PLANE = 2.6  # how far it reaches
TURN = np.arange(720) * np.pi / 360
DIRECTIONS = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)  # in which a winner is looked for


def paint_plane(axes: Axes) -> dict:
    """The artists of the plane."""
    axes.set(xlim=(-PLANE, PLANE), ylim=(-PLANE, PLANE), xticks=[], yticks=[])
    axes.set_title(Words("query (red) and keys; blue: who can win", "查询（红）与键；蓝色：有可能胜出").drawn())
    marks.cross(axes)
    return {
        "wedge": axes.fill([0, 0, 0], [0, 0, 0], color=look.BLUE, alpha=0.13, lw=0, zorder=0)[0],
        "borders": marks.segments(axes, zorder=1, color=look.GREY, lw=0.8, ls=":"),
        "hull": marks.line(axes, color=look.BLUE, lw=1, zorder=1.5),
        "arms": marks.segments(axes, zorder=2),
        "able": marks.line(axes, "o", ms=11, color=look.BLUE, mec="white", zorder=3),
        "unable": marks.line(axes, "o", ms=9, mfc="white", mec=look.GREY, mew=1.8, zorder=3),
        "unseen": marks.line(axes, "x", ms=7, color=look.GREY, zorder=3),
        "names": [axes.text(0, 0, "", fontsize=look.SMALL, zorder=4) for _ in range(KEYS)],
        "needle": marks.line(axes, color=look.VERMILION, lw=3, zorder=4),
        "query": marks.dot(axes, ms=12),
        "asking": marks.line(axes, "x", ms=8, mew=1.8, color=look.VERMILION, zorder=3.5),
        "made": marks.line(axes, color=look.VERMILION, lw=1.2, ls=":", zorder=3.5),
    }


def draw_query(artists: SimpleNamespace, x: np.ndarray, q: np.ndarray) -> None:
    """The query as a red arrow, and a cross at the numbers of its place that it was made of: x and q (2,)."""
    artists.asking.set_data(*x[:, None])
    artists.made.set_data(*np.stack([x, q]).T)
    artists.needle.set_data(*np.stack([(0, 0), q]).T)
    artists.query.set_data(*q[:, None])


def draw_keys(artists: SimpleNamespace, K: np.ndarray, seen: np.ndarray, able: np.ndarray, weights: np.ndarray) -> None:
    """The keys (n, 2) as arrows, the thicker the larger their weights (n,), and the hull of those that are able to win.

    seen, able : (n,) bool
    """
    artists.able.set_data(*K[able].T)
    artists.unable.set_data(*K[seen & ~able].T)
    artists.unseen.set_data(*K[~seen].T)
    artists.arms.set_segments([[(0, 0), key] for key in K[seen]])
    artists.arms.set_linewidth(1 + 4 * weights[seen])
    artists.arms.set_color([look.BLUE if one else look.GREY for one in able[seen]])
    for j, text in enumerate(artists.names):
        text.set_text(name_of(j) if j < len(K) else "")
        if j < len(K):
            text.set_position(K[j] + (0.13, 0.1))
    corners = K[able]
    around = np.argsort(np.arctan2(*(corners - corners.mean(axis=0)).T[::-1]))
    artists.hull.set_data(*corners[np.append(around, around[0])].T)


def draw_wedges(artists: SimpleNamespace, winner: np.ndarray, won: int) -> None:
    """Shade the directions of a query in which the key wins that has won, and part all others by dotted lines.

    winner : (720,) in each direction;  won : number of a key
    """
    far = 4 * DIRECTIONS
    borders = np.flatnonzero(winner != np.roll(winner, 1))
    artists.borders.set_segments([[(0, 0), far[k]] for k in borders])
    its = winner == won
    first = np.flatnonzero(its & ~np.roll(its, 1))
    ends = np.roll(far, -int(first[0]), axis=0)[: its.sum()] if len(first) else far * its.any()
    artists.wedge.set_xy(np.concatenate([[(0, 0)], ends, [(0, 0)]]))
