"""Two readers that are not asked on the page: a recurrent network, whose bits were recorded, and a packer of files."""

import bz2
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from course_nn.lectures.everybody.alphabet import CHOICE, LETTERS, TEST, corpus, decode

UNITS, NUMBERS = 384, 64  # of the recurrent network: remembering units, numbers a letter
WEIGHTS = 4 * UNITS * (NUMBERS + UNITS + 2) + NUMBERS * len(LETTERS) + (UNITS + 1) * len(LETTERS)


class Recurrent(NamedTuple):
    """A recurrent network with dropout, as tools/text_recurrent.py has trained it."""

    rows: np.ndarray  # (18, 3) after each epoch: seconds, bits per letter of lecture 7 and of lecture 6
    paid: dict  # lecture: (N,) bits of each letter, after the epoch that lecture 6 chooses

    @property
    def chosen(self) -> int:
        """The epoch after which lecture 6 costs least, from 0."""
        return int(self.rows[:, 2].argmin())


@cache
def recurrent() -> Recurrent:
    """The file text_recurrent.npz."""
    with (files("course_nn.data") / "text_recurrent.npz").open("rb") as file, np.load(file) as stored:
        paid = {TEST: stored["test"].astype(float), CHOICE: stored["choice"].astype(float)}
        return Recurrent(stored["rows"], paid)


@cache
def packed_bits(lecture: str = TEST) -> float:
    """Bits a letter by which a packed file grows if a lecture is put behind all that is counted."""
    text = corpus("letters", lecture, CHOICE if lecture == TEST else TEST)
    counted, held_out = decode(text.train), decode(text.test)
    sizes = [len(bz2.compress(letters.encode())) for letters in (counted, counted + held_out)]
    return 8 * (sizes[1] - sizes[0]) / len(held_out)
