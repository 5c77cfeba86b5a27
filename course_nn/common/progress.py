"""What takes long: it yields the share that is done, from 0 to 1, and returns its result at the end.

Whoever waits can see it come nearer, or give up. What was computed once is remembered: one memory of a limited size
holds the results of all functions, and what nobody has asked for the longest time goes first.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Generator
from functools import wraps
from inspect import isgeneratorfunction
from threading import Lock
from typing import TypeVar

import numpy as np

LIMIT = 10_000_000  # bytes in the memory; the newest result stays even if it is larger
UNKNOWN = object()
Result = TypeVar("Result")
Part = TypeVar("Part")
InParts = Generator[float | Callable[[], Result], None, Result]  # what may yield, once, how to get a first part

_memory: OrderedDict = OrderedDict()  # (function, arguments) -> (result, its bytes), what was asked for last at the end
_lock = Lock()  # JupyterLab computes in two threads


def memoized(work: Callable) -> Callable:
    """A function, or a generator function, that computes once: the same arguments again give the very same object.
    只计算一次的函数或生成器函数：参数相同时，再次调用得到同一个对象。

    A result belongs to all who ask for it, so nobody may change it. A generator that is given up leaves nothing; of two
    with the same arguments that run side by side, the first to end is kept. `__wrapped__` is the function itself.

    work : its arguments can be hashed; if it is a generator function, it yields the share done and returns its result
    """

    @wraps(work)
    def function(*arguments, **named):
        result = _recall(key := _key(work, arguments, named))
        return _keep(key, work(*arguments, **named)) if result is UNKNOWN else result

    @wraps(work)
    def generator(*arguments, **named):
        result = _recall(key := _key(work, arguments, named))
        return _keep(key, (yield from work(*arguments, **named))) if result is UNKNOWN else result

    return generator if isgeneratorfunction(work) else function


def part(work: Generator[float, None, Result], done: int, of: int) -> Generator[float, None, Result]:
    """One of several computations that follow each other: yields the share of all, returns the result of this one.
    接连进行的若干计算之一：产出总进度，返回这一个的结果。

    (done + share of work) / of,      with done of them finished before
    """
    while True:
        try:
            yield (done + next(work)) / of
        except StopIteration as end:
            return end.value


def with_first(
    work: Generator[float, None, Result], first: Callable[[], Part]
) -> Generator[float | Callable[[], Part], None, Result]:
    """The same computation; after its first share it yields `first`, once, for those who can show something meanwhile.
    同一计算；产出第一个进度之后，再产出一次 first，供需要先行显示部分结果的一方调用。

    What is remembered has no share to yield; then there is no first part either, for nobody waits.

    first : () -> a first part of the result that compute returns; asked only by those who show it
    """
    try:
        share = next(work)
    except StopIteration as end:
        return end.value
    yield share
    yield first
    return (yield from work)


def finished(work: Generator[float, None, Result]) -> Result:
    """What a long computation returns at the end.
    长计算最终返回的结果。
    """
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _key(work, arguments, named):
    return work, arguments, tuple(sorted(named.items()))


def _recall(key):
    with _lock:
        if key not in _memory:
            return UNKNOWN
        _memory.move_to_end(key)
        return _memory[key][0]


def _keep(key, result):
    size = _bytes(result)
    with _lock:
        result, _ = _memory.setdefault(key, (result, size))
        _memory.move_to_end(key)
        while len(_memory) > 1 and sum(size for _, size in _memory.values()) > LIMIT:
            _memory.popitem(last=False)
    return result


def _bytes(result):
    """What a result holds in memory: all that can be reached from it, each thing once; of a view the whole array."""
    things, seen = [result], {}
    while things:
        thing = things.pop()
        if id(thing) not in seen:
            seen[id(thing)] = sys.getsizeof(thing)
            things += _inside(thing)
    return sum(seen.values())


def _inside(thing):
    if isinstance(thing, np.ndarray):
        return [thing.base]  # the array that a view looks into
    if isinstance(thing, dict):
        return [*thing, *thing.values()]
    if isinstance(thing, (list, tuple, set, frozenset)):
        return list(thing)
    return list(getattr(thing, "__dict__", {}).values())
