"""The sentences of this demo that stand beside its picture."""

from html import escape

import numpy as np

from course_nn.common.words import Words

WRITTEN = 200  # letters that are shown
COPIED = 20  # letters from which on a copied piece is underlined

TASKS = (
    Words(
        "Pull the red point along the order. Which order reads lecture 7 best, and which the text that it has counted?",
        "把红点沿阶数拖动。哪一阶读第 7 讲最好？读计过数的文本呢？",
    ),
    Words(
        "Raise a to 20: what is rare is now asked of shorter contexts. What becomes of the long contexts?",
        "把 a 增大到 20：少见的上文改由更短的上文来回答。长的上文变成什么样了？",
    ),
    Words(
        "Which reader copies? With order 8, compare its runs with those of the real lecture at a = 20 and at a = "
        "0.01, and read what it writes.",
        "哪个模型在照抄？取 8 阶，在 a = 20 与 a = 0.01 时，把照抄片段的长度与真正的讲义比较，并读读它写了什么。",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Which change overturns the moral?",
        "较个真：把“换一样再看”中的各项逐一试过。哪一项推翻结论？",
    ),
)


def marked(pieces: list) -> str:
    """The first 200 letters that were written, as HTML: what is copied in a long run is underlined."""
    ends = np.cumsum([len(piece) for piece in pieces])
    html = ""
    for piece, end in zip(pieces, ends):
        text = escape(piece[: max(0, len(piece) + WRITTEN - end)])
        html += f"<u>{text}</u>" if text and len(piece) >= COPIED else text
    return f"<i>{html}</i>"
