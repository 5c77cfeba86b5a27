"""What a readout says in numbers, compared with what it should say."""

import re
from collections import Counter

import pytest

LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = re.compile(r"(?<![A-Za-z\d.,])[−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[−-]?\d+)?")  # not that of h1 or float32


def numbers(text):
    """The numbers of a text as they are printed, 1.4 × 10⁷ and 1.4 × 10<sup>7</sup> as 1.4e7."""
    text = re.sub(r" × 10<sup>([−-]?\d+)</sup>", r"e\1", text)
    text = re.sub(" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: "e" + power[1].translate(LOWERED), text)
    text = re.sub("<[^>]*>", "", text)
    return [number.replace("−", "-").replace(",", "") for number in NUMBER.findall(text)]


def rounding(printed):
    digits, _, power = printed.partition("e")
    return 0.5 * 10.0 ** (int(power or 0) - len(digits.partition(".")[2])) * (1 + 1e-6)


@pytest.fixture(scope="session")
def reads():
    """reads(words, *values): the English readout has exactly these numbers in this order, rounded as they are printed,
    and the Chinese one has them too, in any order. Values in the unit that is printed; ... at the end: and so on.
    """

    def reads(words, *values):
        printed = numbers(words.en)
        assert not Counter(printed) - Counter(numbers(words.zh)), words
        if values[-1] is ...:
            values, printed = values[:-1], printed[: len(values) - 1]
        assert len(printed) == len(values), words.en
        off = [(p, v) for p, v in zip(printed, map(float, values)) if not abs(float(p) - v) <= rounding(p)]
        assert not off, f"{words.en} says {off[0][0]} for {off[0][1]:.6g}"

    return reads
