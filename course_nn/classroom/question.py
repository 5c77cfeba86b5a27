"""A question as the server of a class keeps it and a notebook shows it: both check what somebody else has sent."""

import json
import math
import re
from typing import Any

from course_nn.common.errors import BadInput

LANGUAGES = ("en", "zh")
LONGEST = 20_000  # letters of a question, written as JSON
LONGEST_SAID = 4_000  # letters of what is said of a picture to those who cannot see it
MOST = 50  # numbers of a curve
DIGITS = 4  # of a number that is set: a hand is no finer
IMAGE = re.compile(r"data:image/(?:webp|jpeg|png);base64,[A-Za-z0-9+/=]{1,80000}")


def checked(question: Any, least: int = 2) -> dict[str, Any]:
    """The question, if it is one. 检查题目的形式。

    question : {"key", "ask": {"en", "zh"}, "options": {key: {"en", "zh"}}}, all of it text; and where a number is set
               or a curve is drawn "scale", as scale_of has it
    least    : options that there must be
    raises   : BadInput
    """
    try:
        options = {_text(key): words_in_both(words) for key, words in question["options"].items()}
        found = {"key": _text(question["key"]), "ask": words_in_both(question["ask"]), "options": options}
        found |= {"scale": _scale(question["scale"])} if question.get("scale") else {}
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError):
        raise BadInput("expected a question with its options, in both languages", "应为带选项的中英双语问题") from None
    if not least <= len(options) <= 10 or len(json.dumps(found)) > LONGEST:
        raise BadInput(f"expected {least} to 10 options, and not too long", f"应有 {least} 至 10 个选项，且不宜过长")
    return found


def checked_picture(picture: Any) -> dict[str, Any]:
    """The veiled picture of a question, if it is one. 检查题目的图。

    picture : {"en", "zh"}, each {"image": an address that holds it, "size": [width, height], "track": as track_of has
              it, [] where nothing is set or drawn, "alt": what is said of it to those who cannot see it}
    raises  : BadInput
    """
    try:
        return {language: _picture(picture[language]) for language in LANGUAGES}
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError):
        raise BadInput("expected a picture with the places in it", "应为图及其中的位置") from None


def _picture(picture):
    (wide, tall), track = picture["size"], picture["track"]
    track = [[[finite(x), finite(y)] for x, y in (low, high)] for low, high in track]
    if not IMAGE.fullmatch(picture["image"]) or len(track) > MOST:
        raise ValueError("no picture")
    said = _text(picture.get("alt", ""))[:LONGEST_SAID]  # a notebook of an earlier edition says nothing
    return {"image": picture["image"], "size": [finite(wide), finite(tall)], "track": track, "alt": said}


def as_value(question: dict[str, Any], value: Any) -> float | list[float]:
    """What was set or drawn: a number, a pair where a band may be set, or a number for each place of a curve.
    所设或所画的值：一个数、一对数（可设区间时），或曲线每个位置一个数。

    question : as checked has it
    raises   : BadInput
    """
    scale = question.get("scale")
    if not scale:
        raise BadInput("expected one of the options, and no number", "应选一个选项，而不是数")
    counts, (low, *_, high) = [len(scale["x"]) or None, *([2] if scale["band"] else [])], scale["steps"]
    try:
        found = [float(f"{finite(number):.{DIGITS}g}") for number in (value if isinstance(value, list) else [value])]
    except (TypeError, ValueError, OverflowError):
        found = []
    count = len(found) if isinstance(value, list) else None
    is_band = count == 2 and not scale["x"]
    if not found or count not in counts or not all(low <= number <= high for number in found):
        raise _expected(scale, low, high)
    if is_band and found[0] > found[1]:
        raise _expected(scale, low, high)
    return found if isinstance(value, list) else found[0]


def _expected(scale, low, high):
    count = len(scale["x"]) or 1
    numbers = f"{count} numbers" if count > 1 else "a number" + (", or two in their order," if scale["band"] else "")
    of = f"{count} 个数" if count > 1 else "一个数" + ("，或从小到大的两个数" if scale["band"] else "")
    return BadInput(f"expected {numbers} from {low:g} to {high:g}", f"应为 {low:g} 到 {high:g} 之间的{of}")


def _scale(scale):
    steps = [finite(number) for number in scale["steps"]]
    x = [_text(at) for at in scale["x"]]
    start = scale["start"]
    if sorted(steps) != steps or not 0 <= start < len(steps) or len(steps) < 2 or len(x) > MOST:
        raise ValueError("no scale")
    words = {name: words_in_both(scale[name]) for name in ("label", "unit", "across")}
    return {"log": bool(scale["log"]), "steps": steps, "start": int(start), "x": x, "band": bool(scale["band"])} | words


def finite(number: Any) -> float:
    """A number, if it is one and finite. 有限的数。

    raises : TypeError
    """
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise TypeError("no number")
    return float(number)


def words_in_both(words: Any) -> dict[str, str]:
    """The same text in both languages. 两种语言的文字。

    raises : TypeError, KeyError or UnicodeError for anything else
    """
    return {language: _text(words[language]) for language in LANGUAGES}


def _text(text):
    """A text that can be written; half a character cannot."""
    if not isinstance(text, str):
        raise TypeError("no text")
    text.encode()
    return text
