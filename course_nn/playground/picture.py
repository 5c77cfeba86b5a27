"""The picture of an experiment: its network unit by unit, the answer over the plane, the hidden space, the losses."""

from types import SimpleNamespace

import numpy as np

from course_nn import boundary
from course_nn.features import FEATURES
from course_nn.playground.unit_maps import UnitMaps, answer_map, move_points
from course_nn.stage import look
from course_nn.stage.sketch import sheet

NOTHING = np.full((4, 1), np.nan)  # the curves of an experiment that is not there


def hidden_space(network, X):
    """The samples in the last hidden layer: its two units, or the two directions in which they spread most."""
    h, w, b = network.forward(X).h[-2], network.weights[-1][0], network.biases[-1][0]
    if h.shape[1] == 2:
        return h, boundary.line(w, b, 99)
    if h.shape[1] == 1:
        return np.column_stack([h, 0 * h]), np.full((2, 2), np.nan)
    centred = h - h.mean(axis=0)
    directions = np.linalg.eigh(centred.T @ centred).eigenvectors.T[:-3:-1]  # (2, M), those of the largest spread
    largest = directions[np.arange(2), np.abs(directions).argmax(axis=1)]
    directions *= np.sign(largest)[:, None]  # so that they do not flip from frame to frame
    return centred @ directions.T, np.full((2, 2), np.nan)


def paint(figure):
    net = sheet(figure, width=5.6)
    wide, tall = figure.get_size_inches()

    def axes(left, bottom, width, height):
        return figure.add_axes([left / wide, bottom / tall, width / wide, height / tall])

    loss, hidden, beside = axes(6.2, 0.36, 2.2, 0.82), axes(0.9, 0.5, 3.4, 3.4), axes(1.2, 0.5, 3.2, 3.2)
    loss.text(1, 1.06, "--  test", transform=loss.transAxes, ha="right", color=look.VERMILION)
    loss.text(0, 1.06, "loss:   —  train", transform=loss.transAxes)
    loss.set_yscale("log")
    loss.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    loss.yaxis.set_minor_formatter(lambda value, _: "")
    out = answer_map(axes(6.0, 1.6, 2.4, 2.4), 18, 3)
    looks = (look.BLACK, "-", 1.5), (look.VERMILION, "--", 1.5), (look.GREY, "-", 1), (look.GREY, "--", 1)
    dots = [dict(s=26 + 10 * (1 - c), marker=look.CLASS_MARKERS[c], linewidths=0.7) for c in (0, 1)]
    return SimpleNamespace(
        net=net,
        maps=UnitMaps(net, 5.6, tall, (5.6, 2.8)),
        out=out,
        loss=loss,
        hidden=hidden,
        curves=[loss.plot([], [], color=color, ls=dash, lw=width)[0] for color, dash, width in looks],
        now=loss.axvline(0, color=look.PALE, lw=1, zorder=0.5),
        line=hidden.plot([], [], color=look.BLACK)[0],
        latest=out.axes.plot([], [], "o", mfc="none", mec=look.VERMILION, mew=2, ms=11)[0],
        hidden_points=[hidden.scatter([], [], **kind) for kind in dots],
        beside=answer_map(beside, 22, 4),
    )


def draw(artists, result):
    values, experiment = result.values, result.experiment
    view = values["view"] if result.other or values["view"] != "beside" else "network"
    for axes, name in ((artists.net, "network"), (artists.hidden, "hidden"), (artists.beside.axes, "beside")):
        axes.set_visible(view == name)
    if view == "network":
        names = [FEATURES[name].latex for name in experiment.features]
        chosen = [values[name] - 1 for name in ("layer", "to", "origin")]
        artists.maps.move(experiment.run.network, result.maps, names, result.gradients, result.dead, chosen)
    elif view == "hidden":
        draw_hidden(artists, result)
    else:
        draw_answer(artists.beside, result.other[0], result.other[1], values)
    draw_answer(artists.out, experiment, result.answer, values)
    latest = experiment.run.latest()
    artists.latest.set_data(*([[], []] if latest is None else experiment.train[[latest]].T))
    draw_curves(artists, result)


def draw_answer(place, experiment, answer, values):
    place.image.move(np.zeros((1, 2)), [look.heat(answer, -1, 1)])
    train, test = ((X, y) for X, y in zip((experiment.train, experiment.test), experiment.shades()))
    move_points(place.points, train, test, bool(experiment.class_names), values["show_test"])


def draw_hidden(artists, result):
    shades, classes = result.experiment.shades()[0], bool(result.experiment.class_names)
    fit(artists.hidden, *map(span, result.hidden.T))
    two = result.experiment.run.network.sizes[-2] <= 2
    artists.hidden.set(xlabel="$h_1$" if two else "first direction", ylabel="$h_2$" if two else "second direction")
    for c, points in enumerate(artists.hidden_points):
        rows = (shades > 0) == c if classes else np.full(len(shades), c == 1)
        points.set_offsets(result.hidden[rows])
        points.set_facecolor(look.CLASS_COLORS[c] if classes else look.heat(shades[rows], -1, 1) / 255)
        points.set_edgecolor("white" if classes else look.GREY)
    artists.line.set_data(*result.line.T)


def draw_curves(artists, result):
    both = [result.curves, result.other[2] if result.other else NOTHING]
    for k, line in enumerate(artists.curves):
        line.set_data(both[k // 2][0], both[k // 2][1 + k % 2])
    now = result.experiment.run.time / result.experiment.run.n
    artists.now.set_xdata([now, now])
    end, seen = now, [0.5]
    for epochs, *losses in both:
        end, seen = max(end, np.nanmax(epochs, initial=25)), [*seen, *np.ravel(losses[:2])]
    low, high = np.nanmin(seen), np.nanmax(seen)
    fit(
        artists.loss,
        (0, 25 * 2.0 ** np.ceil(np.log2(end / 25))),
        (10.0 ** np.floor(np.log10(max(low, 1e-6))), 10.0 ** np.ceil(np.log10(high))),
    )


def span(values):
    """From below the values to above them, in doublings, so that an axis rarely moves."""
    low, high = (2.0 ** np.ceil(np.log2(max(side, 0.25))) for side in (-values.min(), values.max()))
    return (-1.1 * low, 1.1 * high)


def fit(axes, xlim, ylim):
    """Set the limits only where they differ, for new limits cost a whole redraw."""
    if axes.get_xlim() != xlim or axes.get_ylim() != ylim:
        axes.set(xlim=xlim, ylim=ylim)
