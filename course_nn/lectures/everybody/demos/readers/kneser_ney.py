"""Counts that are smoothed better: in a short context a letter counts by how many different letters stood before both.

A short context is asked only where the longer one is new or rare. So it should tell what comes after something new:
a letter that follows one other letter only, as u follows q, may be frequent, and is still not to be expected there.
"""

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody.counting import Counts, between, earlier, sorted_codes


class KneserNey:
    """What was counted, smoothed as Kneser and Ney do.
    用 Kneser 与 Ney 的方法平滑的计数。

    p_n(c | h) = (max(N(h c) − D, 0) + D · T(h) · p_{n−1}(c | h')) / N(h),   p_{n−1}(c | h') where h was never seen

    N : at the highest order how often; below it before how many different letters; T : how many different letters
        came after h. From each count D is taken, 0 < D < 1, and given to the shorter context h'; p_{−1} = 1/K

    counts : what was counted
    source : Kneser & Ney, Improved backing-off for m-gram language modeling (1995)
    """

    def __init__(self, counts: Counts):
        self.counts = counts
        different = (sorted_codes(each % counts.K ** (n + 1)) for n, (each, _) in enumerate(counts.levels[1:]))
        self.levels = [*different, counts.levels[-1]]

    def of(self, letters: np.ndarray, discount: float, goes_on: bool = False) -> np.ndarray:
        """The probability of each letter of a text, given those before it: (N,).
        一段文本中每个字母在其上文之后的概率。

        discount : D;  goes_on : whether what was read of this text itself is counted as well, place by place
        raises   : BadInput for letters out of range, or a discount that is not between 0 and 1
        """
        letters, D, K = self.counts.checked(letters), _checked(discount), self.counts.K
        codes = [self.counts.codes(letters, n) for n in range(len(self.levels))]
        new = [self._new(n, of_level) for n, of_level in enumerate(codes)] if goes_on else []
        p = np.full(len(letters), 1 / K)
        for n in range(min(len(self.levels), len(letters))):
            first = codes[n] // K * K  # of all that share the context
            found = self._found(n, codes[n], first)
            if goes_on:
                found = found + self._found_here(n, codes[n], first, new)
            hits, totals, kinds = found
            p[n:] = discounted(hits, totals, kinds, p[n:], D)
        return p

    def probabilities(self, context: np.ndarray, discount: float) -> np.ndarray:
        """The probability of each next letter after a context: (K,), sums to 1.
        给定上文时下一个字母的概率。

        context : (N,), of which no more letters are looked at than the order;  discount, raises : as of `of`
        """
        context, D, K = self.counts.checked(context), _checked(discount), self.counts.K
        p, first = np.full(K, 1 / K), 0
        for n in range(min(len(self.levels), len(context) + 1)):
            first += int(context[-n]) * K**n if n else 0
            hits, totals, kinds = self._found(n, first + np.arange(K), np.full(K, first))
            p = discounted(hits, totals, kinds, p, D)
        return p

    def _found(self, n, codes, first):
        """N(h c), N(h) and T(h) in what was counted: (3, …)."""
        each, last = self.levels[n][0], first + self.counts.K
        kinds = np.searchsorted(each, last) - np.searchsorted(each, first)
        return np.array([between(self.levels[n], codes, codes + 1), between(self.levels[n], first, last), kinds])

    def _found_here(self, n, codes, first, new):
        """What the text itself has added before each place: (3, N − n)."""
        counted = None if n == len(self.levels) - 1 else np.append(False, new[n + 1])[: len(codes)]
        return np.array([earlier(codes, counted), earlier(first, counted), earlier(first, new[n])])

    def _new(self, n, codes):
        """Where a letter comes after n letters as never before: (N − n,) bool."""
        return (between(self.counts.levels[n], codes, codes + 1) == 0) & (earlier(codes) == 0)


def discounted(hits: np.ndarray, totals: np.ndarray, kinds: np.ndarray, p: np.ndarray, D: float) -> np.ndarray:
    """What is counted, less D each, and the rest as the shorter context has it: p where nothing was counted.
    每个计数减去 D，余下的按更短的上文分配。

    hits : N(h c);  totals : N(h);  kinds : T(h);  p : of the shorter context
    """
    here = (np.maximum(hits - D, 0) + D * kinds * p) / np.maximum(totals, 1)
    return np.where(totals > 0, here, p)


def _checked(discount):
    if not 0 < discount < 1:
        raise BadInput(
            f"the discount lies between 0 and 1; got {discount!r}. Try 0.95",
            f"折扣应在 0 与 1 之间；收到 {discount!r}。可以试试 0.95",
        )
    return float(discount)
