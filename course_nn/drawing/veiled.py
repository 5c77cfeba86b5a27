"""How a picture looks while its question waits: what cannot be moved yet is at rest, and an empty part says so."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from course_nn.drawing import look

GROUND = 1  # what lies below this zorder is a ground, such as a cross through the origin
HIDDEN = dict(fontsize=28, color=look.ink(look.GREY), ha="center", va="center", in_layout=False)


def rest(figure: Figure) -> None:
    """The red dots, which say that they can be moved, turn grey. 表示可拖动的红点变为灰色。"""
    for dot in figure.findobj(Line2D):
        if same_color(dot.get_markerfacecolor(), look.VERMILION) and same_color(dot.get_markeredgecolor(), "white"):
            dot.set_markerfacecolor(look.GREY)


def cover(figure: Figure, answered: Sequence[Axes] = ()) -> None:
    """Axes in which nothing is to be seen have a question mark in place of their frame, but for those that are answered
    in; a frame that a veil hides is not missed. 空白的坐标系以问号代替边框。"""
    for axes in figure.axes:
        is_framed = axes.axison and any(spine.get_visible() for spine in axes.spines.values())
        if axes.get_visible() and is_framed and axes not in answered and not _shows(axes):
            for part in (axes.xaxis, axes.yaxis, *axes.spines.values(), *axes.lines):
                part.set_visible(False)
            axes.set_facecolor(look.COVERED)
            figure.text(0.5, 0.5, "?", transform=axes.transAxes, **HIDDEN)  # no part of what a veil hides in its axes


def _shows(axes):
    """Whether something is to be seen in it, but for its ground."""
    drawn = [*axes.lines, *axes.collections, *axes.patches, *axes.texts]
    drawn = [*axes.images, *(one for one in drawn if one.get_zorder() >= GROUND)]
    return any(one.get_visible() and not _is_empty(one) for one in drawn)


def _is_empty(artist):
    """A text without words, or a line without places."""
    if isinstance(artist, Line2D):
        return len(artist.get_xdata()) == 0
    return hasattr(artist, "get_text") and not artist.get_text()
