"""The picture of an experiment: its network unit by unit, the answer over the plane, the hidden space, the losses."""

from types import SimpleNamespace

import numpy as np

from course_nn.features import FEATURES
from course_nn.playground.unit_maps import UnitMaps, answer_map, move_points
from course_nn.stage import look, marks
from course_nn.stage.sketch import sheet


def paint(figure):
    network = sheet(figure, width=5.6)
    wide, tall = figure.get_size_inches()

    def axes(left, bottom, width, height):
        """In inches."""
        return figure.add_axes([left / wide, bottom / tall, width / wide, height / tall])

    loss, hidden, beside = axes(6.2, 0.36, 2.2, 0.82), axes(0.9, 0.5, 3.4, 3.4), axes(1.2, 0.5, 3.2, 3.2)
    answer = answer_map(axes(6.0, 1.6, 2.4, 2.4), 18, 3)
    return SimpleNamespace(
        network=network,
        maps=UnitMaps(network, 5.6, tall, (5.6, 2.8)),
        answer=answer,
        loss=loss,
        hidden=hidden,
        **paint_losses(loss),
        line=hidden.plot([], [], color=look.BLACK)[0],
        latest=marks.ring(answer.axes, ms=11, mew=2),
        hidden_points=[
            hidden.scatter([], [], s=size, marker=marker, linewidths=0.7)
            for size, marker in zip((36, 26), look.CLASS_MARKERS)
        ],
        beside=answer_map(beside, 22, 4),
    )


def paint_losses(axes):
    """The two curves of this experiment and the two of the one beside, and the line of time."""
    axes.text(1, 1.06, "--  test", transform=axes.transAxes, ha="right", color=look.VERMILION)
    axes.text(0, 1.06, "loss:   —  train", transform=axes.transAxes)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.yaxis.set_minor_formatter(lambda value, _: "")

    def pair(train, test, width):
        return [axes.plot([], [], color=color, ls=dash, lw=width)[0] for color, dash in ((train, "-"), (test, "--"))]

    return dict(
        curves=pair(look.BLACK, look.VERMILION, 1.5),
        curves_beside=pair(look.GREY, look.GREY, 1),
        now=marks.now(axes, color=look.PALE),
    )


def draw(artists, result):
    looks, experiment = result.looks, result.experiment
    view = "network" if looks.view == "beside" and not result.other else looks.view
    places = {"network": artists.network, "hidden": artists.hidden, "beside": artists.beside.axes}
    for name, axes in places.items():
        axes.set_visible(name == view)
    if view == "network":
        names = [FEATURES[name].latex for name in experiment.features]
        chosen = looks.layer - 1, looks.to - 1, looks.origin - 1
        artists.maps.move(experiment.run.network, result.maps, names, result.gradients, result.dead, chosen)
    elif view == "hidden":
        draw_hidden(artists, result)
    else:
        draw_answer(artists.beside, result.other.experiment, result.other.answer, looks.show_test)
    draw_answer(artists.answer, experiment, result.answer, looks.show_test)
    latest = experiment.run.latest()
    artists.latest.set_data(*([[], []] if latest is None else experiment.train[[latest]].T))
    draw_losses(artists, result)


def draw_answer(place, experiment, answer, show_test):
    place.image.move(np.zeros((1, 2)), [look.heat(answer, -1, 1)])
    shades_train, shades_test = experiment.shades()
    train, test = (experiment.train, shades_train), (experiment.test, shades_test)
    move_points(place.points, train, test, bool(experiment.class_names), show_test)


def draw_hidden(artists, result):
    shades, classes = result.experiment.shades()[0], bool(result.experiment.class_names)
    xlim, ylim = (span(values) for values in result.hidden.T)
    marks.fit(artists.hidden, xlim=xlim, ylim=ylim)
    two = result.experiment.run.network.sizes[-2] <= 2
    artists.hidden.set(xlabel="$h_1$" if two else "first direction", ylabel="$h_2$" if two else "second direction")
    for c, points in enumerate(artists.hidden_points):
        rows = (shades > 0) == c if classes else np.full(len(shades), c == 1)
        points.set_offsets(result.hidden[rows])
        points.set_facecolor(look.CLASS_COLORS[c] if classes else look.heat(shades[rows], -1, 1) / 255)
        points.set_edgecolor("white" if classes else look.GREY)
    artists.line.set_data(*result.line.T)


def draw_losses(artists, result):
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
    low, high = np.floor(np.log10(max(np.nanmin(seen), 1e-6))), np.ceil(np.log10(np.nanmax(seen)))
    marks.fit(artists.loss, xlim=(0, 25 * 2.0 ** np.ceil(np.log2(end / 25))), ylim=(10.0**low, 10.0**high))


def move_curves(lines, curves):
    epochs, train, test, _ = curves
    for line, losses in zip(lines, (train, test)):
        line.set_data(epochs, losses)


def span(values):
    """From below the values to above them, in doublings, so that an axis rarely moves."""
    low, high = (2.0 ** np.ceil(np.log2(max(side, 0.25))) for side in (-values.min(), values.max()))
    return (-1.1 * low, 1.1 * high)
