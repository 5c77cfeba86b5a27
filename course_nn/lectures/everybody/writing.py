"""Writing: whoever says how likely each next letter is can draw letter after letter.

Counts and networks write alike: all that is asked of them is the probability of each next letter.
"""

import re
from collections.abc import Callable

import numpy as np

from course_nn.common.errors import BadInput


def sharpened(p: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities at a temperature: below 1 the likely becomes likelier, above 1 all become more alike.
    温度作用之后的概率：低于 1 时更偏向概率大的，高于 1 时更平均。

    q_k = p_k^(1/T) / Σ_j p_j^(1/T)

    p           : (…, K) > 0;  temperature : T > 0
    raises      : BadInput for another temperature
    """
    if not temperature > 0:
        raise BadInput(
            f"a temperature is above 0; got {temperature!r}. Try 1, which changes nothing",
            f"温度应大于 0；收到 {temperature!r}。可以试试 1，它不改变任何概率",
        )
    logs = np.log(p) / temperature  # of logarithms, for a power of p may be smaller than any number
    q = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return q / q.sum(axis=-1, keepdims=True)


def sample(
    after: Callable[[np.ndarray], np.ndarray], start: np.ndarray, size: int, temperature: float = 1.0, seed: int = 0
) -> np.ndarray:
    """Letters drawn one after the other, each after all that stand before it: (size,).
    一个接一个抽取的字母，每个都以之前的全部字母为上文。

    after : letters so far (N,) -> probability of each next letter (K,), of counts or of a network, whatever reads
    start : letters before the first, may be empty;  temperature : as of sharpened
    """
    text = np.concatenate([start, np.zeros(size)]).astype(np.int64)
    for k, chance in enumerate(np.random.default_rng(seed).random(size), len(start)):
        p = after(text[:k])
        q = np.cumsum(p if temperature == 1 else sharpened(p, temperature))
        text[k] = min(int(np.searchsorted(q, chance * q[-1], side="right")), len(q) - 1)
    return text[len(start) :]


def copied(text: str, source: str) -> list[str]:
    """The text cut into the fewest pieces that each stand somewhere in the source: what may have been copied.
    把文本切成最少的几段，使每一段都能在来源中找到。

    A character that is not in the source is a piece of its own. The longest piece first, again and again, gives the
    fewest.
    """
    pieces, start = [], 0
    for end in range(1, len(text) + 1):
        if end - start > 1 and text[start:end] not in source:
            pieces.append(text[start : end - 1])
            start = end - 1
    return [*pieces, text[start:]] if text else []


def known_words(text: str, known: frozenset) -> float:
    """The share of a text's words that are known; the first and the last may be cut, and do not count.
    一段文本的单词中认识的比例；首尾两个可能被截断，不算在内。

    known : words, as of words_of;  returns nan where there is no whole word
    """
    found = [word in known for word in words_of(text)[1:-1]]
    return float(np.mean(found)) if found else np.nan


def words_of(text: str) -> list[str]:
    """The words of a text: letters of the Latin alphabet side by side.
    一段文本中的单词：相连的拉丁字母。
    """
    return re.findall("[A-Za-z]+", text)
