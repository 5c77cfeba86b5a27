"""Text as numbers: each character by its place in an alphabet; the course's own text, cut into three parts.

Nobody has labelled this text: of every place in it the label is the character that comes next.
"""

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.datasets import course_text

LETTERS = " abcdefghijklmnopqrstuvwxyz.,0#"  # 0 is any number, # whatever else there is
TEST, CHOICE = "backpropagation", "feature_learning"  # lectures that are not counted


class Corpus(NamedTuple):
    """A text in three parts, as numbers.
    分成三部分、写成数字的文本。
    """

    alphabet: str  # K characters; the last stands for all that are not in it
    train: np.ndarray  # (N,) int, places in the alphabet
    choice: np.ndarray  # the lecture on which settings are chosen
    test: np.ndarray  # the lecture that is held out


def simple(text: str) -> str:
    """English text in the 31 symbols of LETTERS: small letters, the comma for what divides, 0 for a number.
    把英文文本化为 31 个符号：小写字母、逗号、句号、空格，0 代表数字，# 代表其他。
    """
    text = re.sub(r"[’']", "", text.lower())
    text = re.sub(r"\d+(\.\d+)?", "0", text)
    text = re.sub(r"[;:!?]", ",", text)
    text = re.sub(r"[^a-z.,0\s]+", "#", text)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"#[# ]*#", "#", text)


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text. 文本中是否有汉字。"""
    return any("一" <= character <= "鿿" for character in text)


def english(text: str) -> str:
    """A text that was typed for who reads English, as it is. 输入给英文模型的文本，原样返回。

    raises : BadInput for Chinese characters, which would all become #
    """
    if is_chinese(text):
        raise BadInput(
            f"here English is read, and Chinese characters would all become #; got “{text[:20]}”. Try: of the s",
            f"这里读的是英文，汉字都会变成 #；收到“{text[:20]}”。可以试试 of the s",
        )
    return text


def encode(text: str, alphabet: str = LETTERS) -> np.ndarray:
    """The place of each character in the alphabet: (N,) int64; what is not in it gets the last place.
    每个字符在字母表中的位置；不在表中的字符取最后一个位置。
    """
    places = {character: place for place, character in enumerate(alphabet)}
    return np.array([places.get(character, len(alphabet) - 1) for character in text], np.int64)


def decode(codes: np.ndarray, alphabet: str = LETTERS) -> str:
    """The text of places in the alphabet.
    由字母表中的位置还原文本。
    """
    return "".join(alphabet[code] for code in codes)


def _english():
    return {name: simple(text) for name, text in course_text("en").items()}


def _as_it_is(language):
    return {name: re.sub(r"\s+", " ", text) for name, text in course_text(language).items()}


KINDS = {  # of text: {lecture: text}
    "letters": _english,
    "en": lambda: _as_it_is("en"),
    "zh": lambda: _as_it_is("zh"),
}


@cache
def corpus(kind: str = "letters", test: str = TEST, choice: str = CHOICE) -> Corpus:
    """The course's text: what is counted, the lecture on which settings are chosen, and the one that is held out.
    课程自身的文本：用来计数的部分、用来选择设置的一讲、留作测试的一讲。

    kind    : "letters", English in 31 symbols; "en" or "zh", every character as it is
    test, choice : lectures, as course_text names them
    returns : Corpus; the other eleven lectures are its train
    raises  : BadInput for an unknown kind or lecture, or twice the same lecture
    """
    texts = lookup(KINDS, kind, "kind of text", "文本种类")()
    for name in (test, choice):
        lookup(texts, name, "lecture", "讲次")
    if test == choice:
        raise BadInput(
            f"expected two different lectures to hold out and to choose on; got {test!r} twice",
            f"留作测试与用来选择的应是不同的两讲；两次都是 {test!r}",
        )
    train = " ".join(text for name, text in texts.items() if name not in (test, choice))
    alphabet = LETTERS if kind == "letters" else "".join(sorted(set("".join(texts.values())))) + "#"
    return Corpus(alphabet, *(encode(text, alphabet) for text in (train, texts[choice], texts[test])))
