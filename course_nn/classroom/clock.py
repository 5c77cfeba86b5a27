"""The time of a running class: it goes on evenly, whatever the clock of the computer is set to meanwhile."""

import time

_BEGAN = time.time() - time.monotonic()


def steady() -> float:
    """Seconds since 1970: what the clock said when this process began, and how long it has run since.
    自 1970 年以来的秒数：本进程启动时的时钟，加上此后经过的时间。
    """
    return _BEGAN + time.monotonic()
