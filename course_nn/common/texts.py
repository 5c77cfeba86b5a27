"""What somebody typed, pasted or handed over, as text that can be read on: of a length that is known beforehand."""

import unicodedata
from typing import Any

from course_nn.common.errors import BadInput, characters, shortened

PIECE = 1000  # letters that are unified at once: a long run of accents would take time by its square


def as_text(value: Any, longest: int) -> str:
    """A value as text; what is no character becomes a question mark.
    把值写作文本；不成字符的部分以问号代替。

    longest : characters at most
    raises  : BadInput for what is longer, or cannot be written at all
    """
    try:
        text = value if isinstance(value, str) else str(value)
    except Exception:  # an object of somebody's own; an integer of many thousand digits
        kind = type(value).__name__
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
