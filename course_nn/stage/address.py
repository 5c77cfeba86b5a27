"""The address of a page holds the setting of one demo: whoever opens it, or keeps it, comes back to that."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from course_nn.common.errors import lookup
from course_nn.stage.controls import Control, Values

LONGEST = 1500  # letters; what is longer, such as a pasted table, no address holds


def written(controls: Mapping[str, Control], held: Iterable[str], values: Values) -> str:
    """The settings that are not as at the start, as an address has them; "" if none is, or they would be too long.

    held : the names of the controls that it holds
    """
    moved = {name: values[name] for name in held if values[name] != controls[name].start}
    text = urlencode({name: int(value) if value in (True, False) else value for name, value in moved.items()})
    return text if len(text) <= LONGEST else ""


def read(controls: Mapping[str, Control], held: Iterable[str], text: str) -> dict[str, Any]:
    """The settings that an address has, and of what it leaves out the start.

    raises : BadInput for what it may not hold, or a control refuses
    """
    allowed = {name: controls[name] for name in held}
    found = {name: control.start for name, control in allowed.items()}
    for name, value in parse_qsl(text, keep_blank_values=True):
        control = lookup(allowed, name, "setting", "设置项")
        found[name] = control.check(value == "1" if isinstance(control.start, bool) else value)
    return found
