"""Which settings tell most of what a demo draws: they run most lines of it, and move what stands still at the start."""

import re
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
from drawn import picture
from pairs import random_setting, settings

from course_nn.common.errors import BadInput

TRIED, MOST = 40, 4  # settings that are tried, and that are taken


def telling_settings(demo):
    """The start, and two settings or more, up to four, as long as one still shows something new."""
    start = {name: control.start for name, control in demo.controls.items()}
    rng = np.random.default_rng(0)
    pairs = settings(demo.controls)
    tried = [random_setting(demo.controls, rng) for _ in range(TRIED // 2)] + [*demo.presets.values()]
    tried += pairs[:: max(1, 2 * len(pairs) // TRIED)]
    tried = [{name: demo.controls[name].near(value) for name, value in values.items()} for values in tried]
    shown = []
    for values in tried:
        with suppress(BadInput):  # what a setting cannot have beside another one
            shown.append((values, what_it_shows(demo, start | values)))
    known, taken = what_it_shows(demo, start), [{}]
    while len(taken) <= MOST:
        values, most = max(shown, key=lambda pair: len(pair[1] - known))
        if len(most - known) <= (0 if len(taken) < 3 else len(known) // 50):
            break
        known |= most
        taken.append({name: value for name, value in values.items() if value != start[name]})
    return taken


def what_it_shows(demo, values):
    """The lines that run in the demo's folder, the artists that can be seen, and how: without numbers, and with."""
    folder, lines = str(Path(sys.modules[demo.maker.__module__].__file__).parent), set()

    def inside(frame, event, argument):
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return inside

    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: inside if frame.f_code.co_filename.startswith(folder) else None)
    try:
        demo.set(**values)
    finally:
        sys.settrace(before)
    seen = picture(demo.figure)
    kinds = {(place, re.sub(r"-?[\d.]+", "", str(line))) for place, line in seen.items()}
    return lines | kinds | {(place, str(line)) for place, line in seen.items()}
