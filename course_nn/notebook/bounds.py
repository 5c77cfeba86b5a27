"""What an answer may take: so many seconds, and so many numbers. Whatever a student writes, the page goes on."""

import contextlib
import inspect
import math
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from functools import partial, wraps
from itertools import islice, pairwise
from traceback import walk_tb
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np

from course_nn.common.errors import BadInput

MOST = 100_000  # numbers or letters of an answer that are read
MOST_RETURNED = 1_000_000  # and of what its function returns
DEEPEST = 6  # lists in lists
FUNCTIONS = FunctionType, BuiltinFunctionType, MethodType, partial, np.ufunc
OWN_ORDER = list.__iter__, tuple.__iter__
PERSISTS = 0.5  # seconds after which the alarm rings a second time
OFTEN = 0.0001  # seconds between all further rings, for a loop that catches them: one comes while it catches another


class TooLong(BaseException):
    """The time is over. No Exception, so that a student's `except Exception` does not go on."""


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Let the block take so long; then it ends in TooLong, as soon as Python takes its next step.

    Where no alarm rings (Windows, a browser, threads beside the first one), only the student's Interrupt ends it. A
    single long call into C, such as sum(range(10**12)), neither of them ends, nor what takes the alarm away for itself:
    only a restart of the kernel does.
    """
    if sys.platform in ("win32", "emscripten") or threading.current_thread() is not threading.main_thread():
        yield
        return
    rings, is_over, own = 0, False, inspect.unwrap(ended_after).__code__

    def ring(_, frame):
        nonlocal rings
        rings += 1
        if rings == 2:
            signal.setitimer(signal.ITIMER_REAL, OFTEN, OFTEN)
        ends = frame.f_code is own or frame.f_code.co_filename == contextlib.__file__  # the block comes to its end
        if not is_over and not ends:
            raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    others = signal.setitimer(signal.ITIMER_REAL, seconds, PERSISTS)
    try:
        try:
            yield
        finally:
            is_over = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, *others)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)


def is_small(value: Any, most: int = MOST) -> bool:
    """Whether no more than so many numbers or letters have to be read."""
    return _size(value, most, DEEPEST) <= most


def _size(value, most, deep):
    """How many there are, as soon as it is known that they are too many; infinity if there may be no end."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, Iterator) or deep == 0:
        return math.inf
    size = len(value) if isinstance(value, Sized) else 1
    if not isinstance(value, list | tuple) or size > most:
        return size
    if type(value).__iter__ not in OWN_ORDER:  # who knows what it gives
        return math.inf
    total = 0
    for part in value:
        total += _size(part, most, deep - 1)
        if total > most:
            break
    return total


def with_small_results(answer: Any, too_much: BadInput) -> Any:
    """The answer, of whose functions none can return more than a judge can read, or change what it is given.

    too_much : what is raised in its place
    """
    if type(answer) in (list, tuple):
        return type(answer)(with_small_results(part, too_much) for part in answer)
    return _with_small_result(answer, too_much) if isinstance(answer, FUNCTIONS) else answer


def _with_small_result(function, too_much):
    @wraps(function)
    def call(*given, **named):
        return call.in_place(*copied(given), **{name: copied(one) for name, one in named.items()})

    @wraps(function)
    def bounded(*given, **named):
        result = function(*given, **named)
        if isinstance(result, Iterator):
            result = list(islice(result, MOST_RETURNED + 1))
        if not is_small(result, MOST_RETURNED):
            raise too_much
        return result

    call.in_place = bounded
    return call


def copied(value: Any) -> Any:
    """A value whose arrays and lists are copies; a source of randomness goes on where it is."""
    if isinstance(value, np.ndarray):
        return value.copy()
    return type(value)(map(copied, value)) if type(value) in (list, tuple) else value


def in_place(function: Callable) -> Callable:
    """The function that gets the judge's own arrays: only where a judge asks what has become of them."""
    return getattr(function, "in_place", function)


def stopped_within() -> bool:
    """Whether the error that is being handled came from inside a student's function, and not from how it was called."""
    _, error, trace = sys.exc_info()
    if getattr(error, "is_theirs", False):  # as their own process says
        return True
    codes = [frame.f_code for frame, _ in walk_tb(trace)]
    ours = [(code.co_filename, code.co_name) == (__file__, "bounded") for code in codes]
    return any(is_call and inner.co_filename != __file__ for is_call, (_, inner) in zip(ours, pairwise(codes)))
