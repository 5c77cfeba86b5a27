"""A seed is a promise: whoever starts the same generator from it draws the same numbers, on any machine, in any year.

TensorFlow Playground keeps this promise with seedrandom.js. This is its generator, so that the course can draw the very
points and weights that a link to the Playground stands for. Everything else in the course draws from NumPy.
"""

from math import log, sqrt

import numpy as np


class SeedRandom:
    """The random numbers that seedrandom.js draws from a seed.

    The seed is the key of the cipher ARC4, and the cipher's bytes are read as the digits of a fraction. It is here to
    repeat a run, not to keep a secret: ARC4 has long been broken.

    seed   : str; '0.35097' and '0.350970' are different seeds
    source : D. Bau, seedrandom.js 2.4 (2014), whose 'hello.' begins with .9282578795792454, .3752569768646784
    """

    def __init__(self, seed):
        self._bytes = _arc4(_key(seed))
        for _ in range(256):  # the first bytes still show the key
            next(self._bytes)

    def random(self) -> float:
        """A number from [0, 1) with all 53 binary digits of a float."""
        numerator, denominator, last_byte = 0, 256**6, 0
        for _ in range(6):
            numerator = numerator * 256 + next(self._bytes)
        while numerator < 2**52:  # leading zeros: as many more bytes as it takes to fill the 53 digits
            numerator, denominator = (numerator + last_byte) * 256, denominator * 256
            last_byte = next(self._bytes)
        while numerator >= 2**53:  # drop what does not fit, instead of rounding, which could reach 1
            numerator, denominator, last_byte = numerator // 2, denominator // 2, last_byte // 2
        return (numerator + last_byte) / denominator

    def uniform(self, low: int, high: int) -> float:
        """A number from [low, high)."""
        return self.random() * (high - low) + low

    def normal(self, mean: float, variance: float) -> float:
        """A normal number by Marsaglia's polar method; the second one that each point would give is lost."""
        s = 2.0
        while s > 1:
            v1, v2 = 2 * self.random() - 1, 2 * self.random() - 1
            s = v1 * v1 + v2 * v2
        return mean + sqrt(variance) * (sqrt(-2 * log(s) / s) * v1)

    def shuffle(self, items: list) -> None:
        """Shuffle a list in place, from its end to its beginning (Fisher & Yates)."""
        for left in range(len(items), 0, -1):
            chosen = int(self.random() * left)
            items[left - 1], items[chosen] = items[chosen], items[left - 1]


def _key(seed):
    """At most 256 bytes: one per UTF-16 unit, the unit JavaScript counts; those of a longer seed are folded in."""
    key, smear = [], 0
    for i, unit in enumerate(np.frombuffer(seed.encode("utf-16-le"), "<u2").tolist()):
        if i < 256:
            key.append(unit % 256)
        else:
            smear ^= key[i % 256] * 19
            key[i % 256] = (smear + unit) % 256
    return key or [0]


def _arc4(key):
    """The endless bytes of ARC4: a pack of 256 cards, shuffled by the key, that goes on shuffling as it deals."""
    S, j = list(range(256)), 0
    for i in range(256):
        j = (j + S[i] + key[i % len(key)]) % 256
        S[i], S[j] = S[j], S[i]
    i = j = 0
    while True:
        i = (i + 1) % 256
        j = (j + S[i]) % 256
        S[i], S[j] = S[j], S[i]
        yield S[(S[i] + S[j]) % 256]
