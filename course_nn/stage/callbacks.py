"""Callbacks come from two threads and from many demos: one at a time, and work that can wait, one after the other.

JupyterLab runs callbacks of the page in a second thread. All of them, of all demos, go through the one lock here:
figures share Matplotlib's settings too, and computing shares the processor anyway.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

PAUSE = 0.05  # seconds for what has come in meanwhile, such as the next frames of what plays
_lock = threading.RLock()
_waiting: WeakKeyDictionary = WeakKeyDictionary()  # loop -> pairs (work, hurries) whose turn has not come


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """What stands in this block is done by one thread at a time; a callback may call another one.
    这段代码同一时刻只由一个线程执行；回调中可以再调用回调。
    """
    with _lock:
        yield


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The kernel's main loop; None in plain Python, where there is no page."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def in_turn(loop: asyncio.AbstractEventLoop, work: Callable[[], object], hurries: Callable[[], int]) -> None:
    """Do some work in the loop when its turn comes, once however often it is asked for; from any thread.
    轮到时在事件循环中执行一项工作；重复请求只执行一次；可从任何线程调用。

    The kernel listens in between, and what plays comes first.

    hurries : () -> how soon its turn is: a larger number goes before smaller ones
    """
    loop.call_soon_threadsafe(_queue, loop, work, hurries)


def _queue(loop, *pair):
    waiting = _waiting.setdefault(loop, [])
    if not waiting:
        loop.call_soon(_next, loop)
    if pair not in waiting:
        waiting.append(pair)


def _next(loop):
    waiting = _waiting[loop]
    try:
        work, _ = first = max(waiting, key=lambda pair: _urgency(loop, *pair))  # of equals the first
        waiting.remove(first)
        work()
    finally:  # whatever went wrong, an interrupt too: the others wait for their turn
        if waiting:
            loop.call_later(PAUSE, _next, loop)


def _urgency(loop, work, hurries):
    """How soon the turn of some work is; what cannot say it comes last."""
    try:
        return hurries()
    except Exception as error:
        loop.call_exception_handler({"message": f"how soon is the turn of {work}?", "exception": error})
        return -1
