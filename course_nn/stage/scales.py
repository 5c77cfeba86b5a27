"""An estimate for a page without Python: on what it is set or drawn, and where that lies in a picture."""

from typing import Any

import numpy as np
from matplotlib.transforms import Bbox

from course_nn.common.words import Words
from course_nn.stage.controls import in_both
from course_nn.stage.estimates import Curve, Mark

TRACK = 4  # decimals of a place, in shares of the picture


def scale_of(estimate: Mark | Curve) -> dict[str, Any]:
    """What can be sent of it: the numbers that may be set, how many make an answer, and what they are called.
    可以传送的内容：可设的数、一个答案由几个数组成，以及它们的名称。

    returns : {"log": whether their axis is logarithmic, "steps": numbers, "start": place of the one in the middle, "x":
              texts of the places of a curve, "band": whether a pair may be set, too, "label", "unit", "across": Words}
    """
    control, is_curve = estimate.control, isinstance(estimate, Curve)
    steps = [float(control.at(k)) for k in range(control.steps(control.high) + 1)]
    band = not is_curve and estimate.read([estimate.low, estimate.high]) is not None
    return {
        "log": estimate.log,
        "steps": steps,
        "start": int(np.argmin(np.abs(np.array(steps) - control.start))),
        "x": [*estimate.place.names.values()] if isinstance(estimate, Curve) else [],
        "band": band,
        "label": _pair(estimate.label),
        "unit": _pair(estimate.unit),
        "across": _pair(estimate.across if isinstance(estimate, Curve) else ""),
    }


def estimate_on(scale: dict[str, Any]) -> Mark | Curve:
    """Something to be set or drawn on a scale, where its picture and its truth are not.
    只知道刻度、不知道图与真值时，供设定或画出的估计。
    """
    steps, x = scale["steps"], [float(at.replace("−", "-")) for at in scale["x"]]
    label, unit, across = (Words(**scale[name]) for name in ("label", "unit", "across"))
    ends = (steps[0], steps[-1])
    known: dict = dict(label=label, unit=unit, low=ends[0], high=ends[1], log=scale["log"], places={})
    known |= dict(axes=_nowhere, truth=_nowhere)
    if x:
        return Curve(x=x, across=across, said=_nowhere, **known)
    return Mark(spread=(lambda: ends) if scale["band"] else None, **known)


def _nowhere(*given):
    raise NotImplementedError


def track_of(estimate: Mark | Curve, artists: Any, box: Bbox | None = None) -> list:
    """Where an answer lies in the picture: of a mark its one end, its handle and its other end, of a curve its places;
    each at the lowest number and at the highest. Between them a share of the axis is a share of the way.
    答案在图中的位置：每一点在取最低值与最高值时的位置。

    box     : the part of the picture that is shown, in dots; None for all of it
    returns : [[[x, y], [x, y]], …], in shares of that part, from its upper left
    """
    axes, steps = estimate.axes(artists), scale_of(estimate)["steps"]
    ends = np.array([_points(estimate, axes, value) for value in (steps[0], steps[-1])])
    box = box or axes.figure.bbox
    places = (axes.transData.transform(ends.reshape(-1, 2)) - box.min) / box.size
    return np.round(places * [1, -1] + [0, 1], TRACK).reshape(ends.shape).transpose(1, 0, 2).tolist()


def _points(estimate, axes, value):
    if isinstance(estimate, Curve):
        return estimate.line(axes, [value] * len(estimate.x))
    one, other = estimate.line(axes, value)
    return np.array([one, *estimate.handles(axes, value), other])


def _pair(words):
    return in_both(words)._asdict()
