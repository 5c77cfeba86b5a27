"""What somebody typed, pasted or handed over, as text that can be read on: of a length that is known beforehand."""

import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from course_nn.common.errors import BadInput, characters, class_name, shortened

Given = ParamSpec("Given")
Returned = TypeVar("Returned")
PIECE = 1000  # letters that are unified at once: a long run of accents would take time by its square


def plain(value: Any) -> Any:
    """A name, yes or no, or None; whatever else stands in its place, and may answer anything, as a short text.
    名称、是否或 None；其他任何对象都写作一段短文本。
    """
    if issubclass(type(value), str):
        return str.__str__(value)
    return value if value is None or type(value) is bool else shortened(value)


def plainly(call: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """The same call, which runs nothing of what somebody hands over in place of names. 只取名称。"""

    @wraps(call)
    def plain_call(*given: Given.args, **named: Given.kwargs) -> Returned:
        return call(*map(plain, given), **{name: plain(value) for name, value in named.items()})

    return plain_call


def as_text(value: Any, longest: int) -> str:
    """A value as text; what is no character becomes a question mark.
    把值写作文本；不成字符的部分以问号代替。

    longest : characters at most
    raises  : BadInput for what is longer, or cannot be written at all
    """
    try:
        text = str.__str__(value if issubclass(type(value), str) else str(value))
    except BaseException:  # an object of somebody's own may raise anything; an integer of many thousand digits
        kind = characters(class_name(type(value)))
        raise BadInput(
            f"expected a text or a number, got one of kind {kind} that cannot be written",
            f"应为文本或数字，收到无法写出的 {kind}",
        ) from None
    if len(text) > longest:
        raise BadInput(
            f"expected at most {longest:,} characters, got {len(text):,}: “{shortened(text, 20)}…”",
            f"至多 {longest:,} 个字符，收到 {len(text):,} 个：“{shortened(text, 20)}……”",
        )
    return characters(text)


def unified(text: str) -> str:
    """The same with one width and one spelling of each sign, as １.５ is 1.5. 统一全角与半角等写法。"""
    return "".join(unicodedata.normalize("NFKC", text[k : k + PIECE]) for k in range(0, len(text), PIECE))
