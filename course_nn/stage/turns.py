"""Work that many demos have at once, one after the other: the kernel listens in between, and what plays comes first."""

from weakref import WeakKeyDictionary

PAUSE = 0.05  # seconds for what has come in meanwhile, such as the next frames of what plays
_waiting = WeakKeyDictionary()  # of each event loop the pairs (work, hurries) whose turn has not come


def in_turn(loop, work, hurries):
    """Do some work in the loop when its turn comes, once however often it is asked for; from any thread.
    轮到时在事件循环中执行一项工作；重复请求只执行一次；可从任何线程调用。

    hurries : () -> whether it goes before work that does not
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
    work, _ = first = max(waiting, key=lambda pair: pair[1]())  # of equals the first
    waiting.remove(first)
    try:
        work()
    finally:
        if waiting:
            loop.call_later(PAUSE, _next, loop)
