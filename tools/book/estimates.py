"""What is set or drawn in the book: where it lies in the picture, what is measured, and what is said of each answer."""

import json

import numpy as np

from course_nn.stage.estimates import Curve
from course_nn.stage.scales import scale_of, track_of


def estimate_data(estimate, demo, language):
    """What book.js needs of an estimate, as JSON; it is taken where the demo starts.

    scale, where : as scale_of and track_of have them;  truth : a number, or one for each place of a curve
    places       : {option: numbers, null for what it leaves open}
    said         : of a mark what is said of each step of the scale; [] for a curve, of which book.js says it
    """
    scale, (wide, tall) = scale_of(estimate), demo.figure.get_size_inches() * 100
    is_curve = isinstance(estimate, Curve)
    data = {
        "scale": scale | {"band": False},
        "where": {"size": [round(wide), round(tall)], "track": track_of(estimate, demo.artists)},
        "truth": _numbers(estimate.truth()),
        "places": {option: _numbers(place) for option, place in estimate.places.items()},
        "said": [] if is_curve else [language.of(estimate.miss(step)) for step in scale["steps"]],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _numbers(place):
    """NaN, which JSON does not know, as null."""
    return [None if np.isnan(number) else float(number) for number in np.ravel(np.asarray(place, float))]
