"""The picture of an experiment: its network unit by unit, the answer over the plane, the hidden space, the losses."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.transforms import ScaledTranslation

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import RAISED
from course_nn.drawing.sketch import sheet
from course_nn.features import FEATURES
from course_nn.playground.mathematics import counting
from course_nn.playground.mathematics.counting import REACH
from course_nn.playground.mathematics.experiment import Experiment
from course_nn.playground.mathematics.settings import Looks
from course_nn.playground.mathematics.tables import with_sample, without_sample
from course_nn.playground.picture.layout import Box, layout
from course_nn.playground.picture.rivals import told
from course_nn.playground.picture.thumbnails import NAMES, frame_chosen, frames, paint_thumbnails
from course_nn.playground.picture.unit_maps import (
    Shape,
    Tiles,
    UnitMaps,
    corners,
    edge_ends,
    faces,
    places,
    shape,
    signs,
)
from course_nn.stage import Handle
from course_nn.stage.rivals import Rival

ADDED = {"class 0": 0, "class 1": 1}
GOAL = 0.95  # of the test samples of the spiral, right: the challenge
ROOMY = 2.7  # inches of a large map over which there is room for all words
MOST = 400  # own samples that can be taken away by a click


def paint(figure: Figure) -> SimpleNamespace:
    wide, tall = figure.get_size_inches()
    place = layout(wide, tall)
    network = sheet(figure, *place.network)

    def axes(box):
        return figure.add_axes([box.left / wide, box.bottom / tall, box.width / wide, box.height / tall])

    large, loss = place.answer, axes(place.loss)
    answer = answer_map(axes(large), 20)
    return SimpleNamespace(
        network=network,
        maps=UnitMaps(network),
        answer=answer,
        plane=answer.axes,
        loss=loss,
        thumbnails=(thumbnails := paint_thumbnails(figure, place.data)),
        data=thumbnails.axes,
        **paint_losses(loss),
        **paint_hidden(axes(place.inside(0.78, 0.5, 0.25, 0.3))),
        **paint_heading(answer.axes),
        latest=marks.ring(answer.axes, ms=11, mew=2),
        beside=(other := answer_map(axes(beside_of(large, place.end)), 20)),
        rival=paint_rival(other.axes),
        class_marks=paint_scale(axes(Box(large.left + large.width / 2 - 1.05, large.bottom - 0.37, 2.1, 0.17))),
    )


def beside_of(large: Box, end: float) -> Box:
    """In place of the network, a second map as large as there is room."""
    side = min(large.width, end - 0.4)
    return Box((end - side) / 2 - 0.1, large.bottom + (large.width - side) / 2, side, side)


def paint_heading(axes: Axes) -> dict:
    """Above the large map: what it shows, and how much of the test data is right, on the way to the goal."""

    def words(x, y, text, **style):
        return axes.text(x, y, text, transform=axes.transAxes, va="bottom", fontsize=look.SMALL, zorder=-1, **style)

    def bar(shares, **style):
        return axes.plot(shares, [1.009] * 2, transform=axes.transAxes, clip_on=False, solid_capstyle="butt", **style)[
            0
        ]

    bar([GOAL - 0.004, GOAL + 0.004], color=goals.DARK, lw=9, zorder=3)
    is_wide = axes.bbox.width / axes.figure.dpi > ROOMY
    if is_wide:
        goal = Words("goal: spiral", "目标：螺线")
        goals.name(axes, 1, 1.022, goal, ha="right", transform=axes.transAxes, zorder=-1)
    return dict(
        name=words(0, 1.022, ""),
        right=words(0.66 if is_wide else 1, 1.022, "", ha="right"),
        right_bar=bar([0, 0], color=look.GREEN, lw=3, zorder=2.9),
    )


def paint_rival(axes: Axes) -> list:
    """Over the map of a rival its name, and below it what came of it."""
    style = dict(transform=axes.transAxes, fontsize=look.SMALL, zorder=-1)
    return [axes.text(0, 1.022, "", va="bottom", **style), axes.text(0.5, -0.17, "", ha="center", **style)]


def paint_hidden(axes: Axes) -> dict:
    """The hidden space, its points and the line that parts them."""
    kinds = zip((36, 26), look.CLASS_MARKERS)
    return dict(
        hidden=axes,
        line=marks.line(axes, color=look.BLACK),
        hidden_points=[axes.scatter([], [], s=size, marker=marker, linewidths=0.7) for size, marker in kinds],
    )


def answer_map(axes: Axes, size: int) -> SimpleNamespace:
    """A large map of an answer over the plane with points on it."""
    look.plane(axes, -REACH, REACH, names=("", "")).set(xticks=[-5, 0, 5], yticks=[-5, 0, 5])
    axes.yaxis.tick_right()  # edges come in from the left
    axes.tick_params(length=2, pad=2)
    return SimpleNamespace(
        axes=axes, image=Tiles(axes, 2 * REACH, zorder=0), points=points_of(axes, size), shown=(None, None)
    )


def points_of(axes: Axes, size: int) -> dict:
    """Markers for points of two classes or with numbers, those of the test hollow: made once, then moved."""
    kinds = {}
    for test in (False, True):
        for c, marker in enumerate(look.CLASS_MARKERS):
            kinds[test, c] = axes.scatter([], [], s=size + 8 * (1 - c), marker=marker, linewidths=0.7, zorder=3 - test)
    return kinds


def paint_scale(axes: Axes) -> list:
    """What the colours of all maps say; returns the marks of the two classes at its ends."""
    axes.set_axis_off()
    axes.set(xlim=(-2.1, 2.1), ylim=(0, 1))
    axes.imshow(look.heat(np.linspace(-1, 1, 100)[None], -1, 1), extent=(-1, 1, 0.1, 0.9), aspect="auto")
    words = {"ha": "center", "va": "center_baseline", "fontsize": look.SMALL}
    for side, name in ((-1.3, "−1"), (1.2, "1")):
        axes.text(side, 0.5, name, **words)
    ends = zip((-1.72, 1.55), look.CLASS_MARKERS, look.CLASS_COLORS)
    return [axes.plot([x], [0.5], marker, color=color, ms=6)[0] for x, marker, color in ends]


def paint_losses(axes: Axes) -> dict:
    """The two curves of this experiment and the two of the one beside, and the line of time."""
    axes.set_yscale("log")
    axes.yaxis.tick_right()
    axes.spines[["left", "right"]].set_visible(False)
    axes.spines["right"].set_visible(True)
    axes.yaxis.set_major_formatter(lambda value, _: power(value))
    axes.yaxis.set_minor_formatter(lambda value, _: "")
    axes.tick_params(which="both", length=2, pad=2)
    axes.set_xlabel(term("epoch").drawn(), labelpad=1)
    above = ScaledTranslation(0, 14 / 72, axes.figure.dpi_scale_trans)
    axes.text(0, 1, term("loss").drawn(), transform=axes.transAxes + above, va="center", weight="bold", zorder=0.1)
    train, test = Words("training", "训练").drawn(), Words("test", "测试").drawn()
    up = 1 + 20.75 / 72 * axes.figure.dpi / axes.bbox.height
    marks.key(axes, [(train, {"color": look.BLACK, "lw": 1.5})], x=0.27, y=up, zorder=0.1)
    marks.key(axes, [(test, {"color": look.VERMILION, "ls": "--", "lw": 1.5})], x=0.8, y=up, zorder=0.1)

    def pair(train, test, width):
        return [marks.line(axes, color=color, ls=dash, lw=width) for color, dash in ((train, "-"), (test, "--"))]

    return dict(
        curves=pair(look.BLACK, look.VERMILION, 1.5),
        curves_beside=pair(look.GREY, look.GREY, 1),
        now=marks.now(axes, color=look.GREY),
    )


def power(value: float) -> str:
    """A power of ten: 0.01, and 10⁻³."""
    return f"{value:g}" if 0.01 <= value <= 100 else f"10{str(round(np.log10(value))).translate(RAISED)}"


def draw(artists: SimpleNamespace, result: Any, hovered: tuple | None = None, rivals: Sequence[Rival] = ()) -> None:
    (looks, large), experiment = pointed_at(result, hovered), result.experiment
    draw_left(artists, result, looks, rivals)
    answer = result.maps[large[0]][large[1] - 1] if large else result.answer
    draw_answer(artists.answer, experiment, answer, looks.show_test)
    artists.name.set_text(name_of_large(experiment, large).drawn())
    draw_share(artists, result.confusion, is_named=large is None)
    for mark in artists.class_marks:
        mark.set_visible(bool(experiment.class_names))
    latest = experiment.run.latest()
    artists.latest.set_data(*([[], []] if latest is None else experiment.train[[latest]].T))
    draw_losses(artists, result)
    frame_chosen(artists.thumbnails, result.values["data"])


def draw_left(artists: SimpleNamespace, result: Any, looks: Looks, rivals: Sequence[Rival]) -> None:
    """The network, the hidden space, the experiment beside, or the newest rival."""
    experiment = result.experiment
    view = "network" if looks.view == "beside" and not result.other else looks.view
    is_map = view in ("beside", "rival")
    places = {artists.network: view == "network", artists.hidden: view == "hidden", artists.beside.axes: is_map}
    for axes, is_shown in places.items():
        axes.set_visible(is_shown)
    name, numbers = told(rivals) if view == "rival" else ("", Words("", ""))
    for text, words in zip(artists.rival, (name, numbers.drawn())):
        text.set_text(words)
    if view == "network":
        names = [FEATURES[name].latex for name in experiment.features]
        chosen = looks.layer - 1, looks.to - 1, looks.origin - 1
        artists.maps.move(experiment.run.network, result.maps, names, result.gradients, result.dead, chosen)
    elif view == "hidden":
        draw_hidden(artists, result)
    elif view == "rival":
        areas = rivals[-1].kept.areas if rivals else np.zeros_like(result.answer)
        draw_answer(artists.beside, experiment, areas, looks.show_test)
    else:
        draw_answer(artists.beside, result.other.experiment, result.other.answer, looks.show_test)


def pointed_at(result: Any, hovered: tuple | None) -> tuple[Looks, tuple | None]:
    """What is looked at, and layer and unit of what is shown large, None for the output.

    hovered : ("unit", k), ("weight", k) or ("bias", k) under the pointer, which comes before what was chosen
    """
    looks, large = result.looks, result.large
    kind, k = hovered or ("", 0)
    if not counting.has(kind, sizes(result), k):  # nothing, or a layer has gone that was pointed at
        return looks, large
    if kind == "unit":
        return looks, counting.place_of_unit(sizes(result), k)
    chosen = counting.weight if kind == "weight" else counting.bias
    return looks._replace(**chosen(sizes(result), k)), large


def draw_share(artists: SimpleNamespace, confusion: list, is_named: bool) -> None:
    """Of the test samples, how many are classified right; nothing for numbers. Over a unit it goes without a number."""
    share = np.trace(confusion[1]) / confusion[1].sum() if confusion else np.nan
    artists.right_bar.set_xdata([0, share])
    artists.right.set_text(Words(f"test: {share:.1%}", f"测试：{share:.1%}").drawn() if confusion and is_named else "")


def name_of_large(experiment: Experiment, large: tuple | None) -> Words:
    """What the large map shows: the output, a unit, or a feature, as mathematics."""
    if large is None:
        return term("output")
    layer, unit = large
    if not layer:
        latex = f"${FEATURES[experiment.features[unit - 1]].latex}$"
        return Words(latex, latex)
    return Words(f"layer {layer}, unit {unit}", f"第 {layer} 层，第 {unit} 个单元")


def move_points(kinds: dict, train: tuple, test: tuple, classes: bool, show_test: bool) -> None:
    """train, test : (X (n, 2), shade (n,) in -1 … 1); in classes the sign of the shade is the class."""
    for hollow, (X, shade) in zip((False, True), (train, test)):
        color = look.heat(shade, -1, 1) / 255
        for c in (0, 1):
            rows = (shade > 0) == c if classes else np.full(len(X), c == 1)
            rows = rows & (show_test if hollow else True)
            face = look.CLASS_COLORS[c] if classes else color[rows]
            kinds[hollow, c].set_offsets(X[rows])
            kinds[hollow, c].set_visible(rows.any())
            kinds[hollow, c].set_facecolor("white" if hollow else face)
            kinds[hollow, c].set_edgecolor(face if hollow else "white" if classes else look.GREY)


def draw_answer(place: SimpleNamespace, experiment: Experiment, answer: np.ndarray, show_test: bool) -> None:
    place.image.move(np.zeros((1, 2)), [look.heat(answer, -1, 1)])
    if place.shown[0] is experiment.train and place.shown[1] == show_test:  # while it learns, samples stay
        return
    place.shown = experiment.train, show_test
    shades_train, shades_test = experiment.shades()
    train, test = (experiment.train, shades_train), (experiment.test, shades_test)
    move_points(place.points, train, test, bool(experiment.class_names), show_test)


def draw_hidden(artists: SimpleNamespace, result: Any) -> None:
    shades, classes = result.experiment.shades()[0], bool(result.experiment.class_names)
    xlim, ylim = (span(values) for values in result.hidden.T)
    marks.fit(artists.hidden, xlim=xlim, ylim=ylim)
    two = result.experiment.run.network.sizes[-2] <= 2
    first, second = Words("first direction", "第一方向").drawn(), Words("second direction", "第二方向").drawn()
    artists.hidden.set(xlabel="$h_1$" if two else first, ylabel="$h_2$" if two else second)
    for c, points in enumerate(artists.hidden_points):
        rows = (shades > 0) == c if classes else np.full(len(shades), c == 1)
        points.set_offsets(result.hidden[rows])
        points.set_facecolor(look.CLASS_COLORS[c] if classes else look.heat(shades[rows], -1, 1) / 255)
        points.set_edgecolor("white" if classes else look.GREY)
    artists.line.set_data(*result.line.T)


def draw_losses(artists: SimpleNamespace, result: Any) -> None:
    now = result.experiment.run.time / result.experiment.run.n
    marks.at(artists.now, now)
    both = [result.curves]
    move_curves(artists.curves, result.curves)
    if result.other:
        both.append(result.other.curves)
        move_curves(artists.curves_beside, result.other.curves)
    else:
        move_curves(artists.curves_beside, np.full((4, 1), np.nan))
    end = max(now, 25, *(curves[0].max() for curves in both))
    seen = [0.5, *(loss for curves in both for loss in np.ravel(curves[1:3]))]
    low, high = np.floor(np.log10(max(np.nanmin(seen), 1e-6))), min(np.ceil(np.log10(np.nanmax(seen))), 300)
    marks.fit(artists.loss, xlim=(0, 25 * 2.0 ** np.ceil(np.log2(end / 25))), ylim=(10.0**low, 10.0**high))


def move_curves(lines: list, curves: np.ndarray) -> None:
    epochs, train, test, _ = curves
    for line, losses in zip(lines, (train, test)):
        line.set_data(epochs, losses)


def span(values: np.ndarray) -> tuple:
    """From below the values to above them, in doublings, so that an axis rarely moves."""
    low, high = (2.0 ** np.ceil(np.log2(max(side, 0.25))) for side in (-values.min(), values.max()))
    return (-1.1 * low, 1.1 * high)


# ---- the hand on the picture -----------------------------------------------------------------------


def sizes(result: Any) -> tuple:
    return result.experiment.run.network.sizes


def hidden(result: Any) -> tuple:
    return sizes(result)[1:-1]


def on(axes: Axes, result: Any) -> Shape:
    """The network as it stands on its sheet."""
    return shape(axes, sizes(result))


def chosen(axes: Axes, result: Any) -> np.ndarray:
    """The chosen connection; for a bias its dot."""
    looks, here = result.looks, on(axes, result)
    if looks.origin:
        at = places(here)
        return np.array([[at[looks.layer - 1][looks.origin - 1], at[looks.layer][looks.to - 1]]])
    return corners(here)[sum(sizes(result)[1 : looks.layer]) + looks.to - 1][None, None]


def pull_weight(result: Any, dx: float, dy: float) -> dict:
    """Upwards for more."""
    return {"weight": result.values["weight"] + counting.PULL * dy}


def show_unit(result: Any, k: int) -> dict:
    return counting.unit(sizes(result), result.looks, k)


def free(_: Artist, result: Any) -> np.ndarray:
    """The places in the large map at which a click adds a sample."""
    return (counting.PLACES if result.looks.add in ADDED else counting.PLACES[:0])[:, None]


def own(result: Any) -> np.ndarray:
    """The samples of one's own that a click can take away: (n, 2), in the order of the table."""
    table = result.experiment.table
    can_be_edited = table is not None and result.looks.add != "nothing" and len(table.X) <= MOST
    return table.X if can_be_edited else np.zeros((0, 2))


def add(result: Any, k: int) -> dict:
    """One more sample at the k-th of the places; it is seen even if it becomes a test sample."""
    table = with_sample(result.values["table"], counting.PLACES[k], ADDED[result.looks.add])
    return {"data": "own", "table": table, "show_test": True}


def take_away(result: Any, k: int) -> dict:
    return {"table": without_sample(result.values["table"], k)}


HANDLES = [
    Handle("plane", click=add, at=free, width=16),
    Handle("plane", click=take_away, at=lambda _, result: own(result)[:, None], width=12),
    Handle(
        "network",
        click=lambda result, k: counting.weight(sizes(result), k),
        pull=pull_weight,
        at=lambda axes, result: edge_ends(on(axes, result)),
        width=9,
        hover="weight",
    ),
    Handle("network", pull=pull_weight, at=chosen),
    Handle("network", click=show_unit, at=lambda axes, result: faces(on(axes, result)), face=True, hover="unit"),
    Handle(
        "network",
        click=lambda result, k: counting.resized(hidden(result))[k][2],
        at=lambda axes, result: signs(on(axes, result))[:, None],
        width=16,
    ),
    Handle(
        "network",
        click=lambda result, k: counting.bias(sizes(result), k),
        pull=pull_weight,
        at=lambda axes, result: corners(on(axes, result))[:, None],
        width=16,
        hover="bias",
    ),
    Handle("now", drag=lambda result, x, y: {"epoch": x, "sample": 0}),
    Handle("data", click=lambda result, k: {"data": NAMES[k]}, at=lambda axes, _: frames(axes), face=True),
]
