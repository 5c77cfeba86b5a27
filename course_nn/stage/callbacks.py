"""Callbacks come from two threads and from many demos: one at a time, and work that can wait, one after the other.

What the page, the event loop or the reader's language calls comes in by the door of its demo, until that is shut.

JupyterLab runs callbacks of the page in a second thread. All of them, of all demos, go through the one lock here:
figures share Matplotlib's settings too, and computing shares the processor anyway.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from weakref import WeakKeyDictionary

import traitlets

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.stage.cells import runs
from course_nn.stage.heap import trim

PAUSE = 0.05  # seconds for what has come in meanwhile, such as the next frames of what plays
_lock = threading.RLock()
_waiting: WeakKeyDictionary = WeakKeyDictionary()  # loop -> pairs (work, hurries) whose turn has not come
_looked: WeakKeyDictionary = WeakKeyDictionary()  # loop -> how many cells had run at the last look


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """What stands in this block is done by one thread at a time; a callback may call another one.
    这段代码同一时刻只由一个线程执行；回调中可以再调用回调。
    """
    with _lock:
        yield


class Door:
    """Of a running demo: all parts of it hear the world through it, and nothing more once it is shut.

    refuse    : called with what is wrong, a BadInput or Words; without it the door is shut from the beginning
    take_back : called when an interrupt has left something half done
    """

    def __init__(self, refuse=None, take_back=None):
        self.is_open, self._refuse, self._take_back = refuse is not None, refuse, take_back
        self._heard: list[tuple] = []
        self._put_off: Callable | None = None

    def put_off(self, work: Callable) -> None:
        """Do this once something comes in, before all else."""
        self._put_off = work

    def begin(self) -> None:
        """What was put off is done now; if it goes wrong, it still is to be done."""
        with one_at_a_time():
            work, self._put_off = self._put_off, None
            try:
                if work and self.is_open:
                    work()
            except BaseException:
                self._put_off = work
                raise

    @property
    def waits(self) -> bool:
        """Whether something was put off, and nothing has come in since."""
        return self._put_off is not None

    def hear(self, source: traitlets.HasTraits, name: str, does: Callable) -> None:
        """Call does(change) when this trait changes, until the door is shut."""
        source.observe(does, name)
        self._heard.append((source, name, does))

    def shut(self) -> None:
        """Whatever still comes changes nothing."""
        self.is_open = False
        for source, name, does in self._heard:
            source.unobserve(does, name)

    @contextmanager
    def says_errors(self) -> Iterator[None]:
        """What goes wrong is said under the last good picture, and goes away with the next good value."""
        try:
            yield
        except BadInput as error:
            self._refuse(error)
        except Exception as error:
            what = repr(error)[:200]
            self._refuse(Words(f"This setting failed: {what}. Try Reset.", f"此设置出错：{what}。请按“重置”再试。"))
            if "PYTEST_VERSION" in os.environ:  # a test or nbval is to see it
                raise
        except KeyboardInterrupt:
            self._take_back()
            raise


def callback(method: Callable) -> Callable:
    """A method that is called from outside: it comes in by `self.door`, one at a time."""

    @wraps(method)
    def called(self, *given):
        with one_at_a_time():
            if self.door.is_open:
                with self.door.says_errors():
                    self.door.begin()
                    method(self, *given)

    return called


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

    hurries : () -> how soon its turn is: a larger number goes before smaller ones; below 0, not while cells run
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
    is_idle = _is_idle(loop)
    try:
        work, hurries = first = max(waiting, key=lambda pair: _urgency(loop, *pair))  # of equals the first
        if is_idle or _urgency(loop, work, hurries) >= 0:
            waiting.remove(first)
            work()
    finally:  # whatever went wrong, an interrupt too: the others wait for their turn
        if waiting:
            loop.call_later(PAUSE, _next, loop)
        elif is_idle:
            trim()


def _is_idle(loop):
    """Whether no cell has run since the last look: of those that wait for the kernel, one would have."""
    before, _looked[loop] = _looked.get(loop, 0), runs()
    return before == _looked[loop]


def _urgency(loop, work, hurries):
    """How soon the turn of some work is; what cannot say it comes last."""
    try:
        return hurries()
    except Exception as error:
        loop.call_exception_handler({"message": f"how soon is the turn of {work}?", "exception": error})
        return -1
