"""A language model that only counts: what came after the last letters, wherever they stood before.

Nothing is trained. A context that was seen often is believed; of a rare one the rest is asked of the context that is
one letter shorter, and at last every letter is as likely as any other.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput


class Found(NamedTuple):
    """How often each place of a text was seen in the text that was counted, order by order.
    一段文本的每个位置在被计数的文本中出现过多少次，按阶数排列。
    """

    hits: np.ndarray  # (order + 1, N) int, this letter after its context; row n has a context of n letters
    totals: np.ndarray  # (order + 1, N) int, the context, whatever came next


class Counts:
    """How often each letter came after each context of 0 … order letters.
    每个字母在每段长度为 0 … order 的上文之后出现的次数。

    p_n(c | h) = (count(h c) + a p_{n-1}(c | h')) / (count(h) + a),   h' = h without its oldest letter, p_{-1} = 1/K

    letters : (N,) whole numbers from 0 to K − 1
    order   : the longest context; K^(order + 1) must fit into 63 bits
    raises  : BadInput for letters out of range, or too high an order
    source  : MacKay & Peto, A hierarchical Dirichlet language model (1995)
    """

    def __init__(self, letters: np.ndarray, order: int, K: int):
        self.K, self.order = K, order
        if not 0 <= order <= deepest(K):
            raise BadInput(
                f"with {K} letters the order can be 0 to {deepest(K)}; got {order}",
                f"有 {K} 个字母时，阶数可取 0 到 {deepest(K)}；收到 {order}",
            )
        letters = self.checked(letters)
        self.levels = [sorted_codes(self.codes(letters, n)) for n in range(order + 1)]

    def checked(self, letters: np.ndarray) -> np.ndarray:
        """The letters as whole numbers, (N,) int64; raises BadInput for what is none, or out of range.
        整数形式的字母；不是整数或超出范围则报错。
        """
        letters = np.asarray(letters)
        if (
            letters.ndim != 1
            or letters.size
            and not (letters.min() >= 0 and letters.max() < self.K and _whole(letters))
        ):
            raise BadInput(
                f"expected letters as whole numbers from 0 to {self.K - 1}, in one row; try encode(text)",
                f"字母应是 0 到 {self.K - 1} 的整数，排成一行；可以试试 encode(text)",
            )
        return letters.astype(np.int64)

    def codes(self, letters: np.ndarray, n: int) -> np.ndarray:
        """Of each letter from the n-th on one number, which stands for it and the n before it: (N − n,).
        从第 n 个起，每个字母连同之前的 n 个用一个数表示。
        """
        codes = np.zeros(max(len(letters) - n, 0), np.int64)
        for k in range(n + 1 if len(codes) else 0):
            codes = codes * self.K + letters[k : k + len(codes)]
        return codes

    def find(self, letters: np.ndarray, goes_on: bool = False) -> Found:
        """Look up all places of a text at once; what would reach before its beginning was never seen.
        一次查出一段文本的所有位置。

        letters : (N,)
        goes_on : whether what was read of this text itself is counted as well, place by place
        returns : Found;  raises BadInput for letters out of range
        """
        letters = self.checked(letters)
        found = np.zeros((2, self.order + 1, len(letters)), np.int64)
        for n in range(min(self.order + 1, len(letters))):
            codes = self.codes(letters, n)
            first = codes // self.K * self.K  # of all that share the context
            found[0, n, n:] = between(self.levels[n], codes, codes + 1)
            found[1, n, n:] = between(self.levels[n], first, first + self.K)
            if goes_on:
                found[:, n, n:] += earlier(codes), earlier(first)
        return Found(*found)

    def of(self, letters: np.ndarray, a: float, order: int | None = None) -> np.ndarray:
        """The probability of each letter of a text, given those before it: (N,).
        一段文本中每个字母在其上文之后的概率。

        a      : > 0, how many sightings the shorter context is worth
        order  : of the context, all that were counted without it
        raises : BadInput for letters or orders out of range, or a ≤ 0
        """
        return smoothed(self.find(letters), a, self.K)[self._order(order)]

    def table(self, letters: np.ndarray, a: float, order: int | None = None) -> np.ndarray:
        """The probability of every letter at each place of a text, given what stands before it: (N, K).
        文本每个位置上、给定上文时各个字母的概率。

        letters, a, order : as of `of`
        """
        letters, every = self.checked(letters), np.arange(self.K)
        a, p = _positive(a), np.full((len(letters), self.K), 1 / self.K)
        for n in range(min(self._order(order) + 1, len(letters))):
            first = (self.codes(letters, n) // self.K * self.K)[:, None]
            hits = between(self.levels[n], first + every, first + every + 1)
            p[n:] = (hits + a * p[n:]) / (hits.sum(axis=1, keepdims=True) + a)
        return p

    def bits(self, letters: np.ndarray, a: float, order: int | None = None) -> float:
        """The mean of −log₂ p over a text: what a letter of it costs.
        对一段文本求 −log₂ p 的平均：每个字母的代价，单位是比特。

        letters, a, order : as of `of`
        """
        return float(-np.log2(self.of(letters, a, order)).mean())

    def shares(self, context: np.ndarray, a: float, order: int | None = None) -> np.ndarray:
        """What each order contributes to the probability of each next letter.
        每一阶对下一个字母各概率的贡献。

        returns : (order + 2, K); row 0 of the uniform 1/K, row n + 1 of contexts of n letters; they sum to p
        raises  : as `of` does
        """
        a, parts = _positive(a), np.zeros((self.order + 2, self.K))
        parts[0] = 1 / self.K
        for n, (pairs, hits) in enumerate(self._seen(self.checked(context), self._order(order))):
            total = hits.sum()
            parts *= a / (total + a)
            parts[n + 1, pairs] = hits / (total + a)
        return parts

    def probabilities(self, context: np.ndarray, a: float, order: int | None = None) -> np.ndarray:
        """The probability of each next letter after a context: (K,), sums to 1.
        给定上文时下一个字母的概率。

        context, a, order : as of `of`; no more letters are looked at than the order
        """
        a, p = _positive(a), np.full(self.K, 1 / self.K)
        for pairs, hits in self._seen(self.checked(context), self._order(order)):
            p *= a
            p[pairs] += hits
            p /= hits.sum() + a
        return p

    def _seen(self, context, order):
        """What came after the last 0, 1, … letters of a context, and how often, as long as they were seen."""
        before = 0
        for n in range(min(order, len(context)) + 1):
            before += int(context[-n]) * self.K ** (n - 1) if n else 0
            pairs, hits = self._after(before, n)
            if not len(pairs):  # nor was any longer context seen
                return
            yield pairs, hits

    def _after(self, before, n):
        """What came after the context with that number, and how often: all lie side by side in the sorted codes."""
        codes, until = self.levels[n]
        first, last = np.searchsorted(codes, [before * self.K, (before + 1) * self.K])
        return codes[first:last] - before * self.K, until[first + 1 : last + 1] - until[first:last]

    def _order(self, order):
        if order is None:
            return self.order
        if not 0 <= order <= self.order:
            raise BadInput(
                f"orders 0 to {self.order} were counted; got {order}", f"计数的阶数是 0 到 {self.order}；收到 {order}"
            )
        return order


def smoothed(found: Found, a: float, K: int) -> np.ndarray:
    """What is seen often is believed, the rest is asked of shorter contexts: probabilities with orders 0, 1, 2, …
    常见的按次数算，少见的参考更短的上文：各阶给出的概率。

    found  : counts of N places（N 个位置的次数）;  returns (order + 1, N)
    raises : BadInput for a ≤ 0
    """
    a, p, rows = _positive(a), np.full(found.hits.shape[1], 1 / K), []
    for hits, totals in zip(*found):
        p = (hits + a * p) / (totals + a)
        rows.append(p)
    return np.array(rows)


def deepest(K: int) -> int:
    """The highest order whose contexts, with the letter after them, can be numbered in 63 bits.
    上文连同其后一个字母能用 63 位整数编号的最高阶数。
    """
    order = 0
    while K ** (order + 2) < 2**63 and order < 62:
        order += 1
    return order


def _positive(a):
    if not (np.isfinite(a) and a > 0):
        raise BadInput(f"the smoothing a is above 0; got {a!r}. Try 16", f"平滑 a 应大于 0；收到 {a!r}。可以试试 16")
    return float(a)


def _whole(letters):
    return letters.dtype.kind in "iu" or (letters.dtype.kind == "f" and np.all(letters == np.floor(letters)))


def sorted_codes(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each code once, (m,), and how many there are before each, and in all: (m + 1,)."""
    each, hits = np.unique(codes, return_counts=True)
    return each, np.append(0, np.cumsum(hits))


def earlier(codes: np.ndarray, counted: np.ndarray | None = None) -> np.ndarray:
    """How often each code stood before its place: (N,). With counted (N,) bool, only where that holds."""
    order = np.argsort(codes, kind="stable")  # those that are equal lie side by side, the earlier ones first
    counts = np.ones(len(codes), np.int64) if counted is None else counted[order].astype(np.int64)
    before, found = np.cumsum(counts) - counts, np.empty(len(codes), np.int64)
    found[order] = before - before[np.searchsorted(codes[order], codes[order])]
    return found


def between(level: tuple[np.ndarray, np.ndarray], first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """How many counted codes are at least first and less than last."""
    each, until = level
    return until[np.searchsorted(each, last)] - until[np.searchsorted(each, first)]
