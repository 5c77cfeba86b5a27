"""The time of a running class: it goes on evenly, whatever the clock of the computer is set to meanwhile."""

import os
import time

BEGAN = "COURSE_NN_CLASS_BEGAN"  # the variable in which a process tells its time to those that it starts


def _running() -> float:
    """Seconds that the computer has been running or asleep; a class that was opened before a sleep is older then."""
    for clock in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # of Linux and of macOS; on Windows the last one does so
        if hasattr(time, clock):
            return time.clock_gettime(getattr(time, clock))
    return time.monotonic()


_BEGAN = float(os.environ.get(BEGAN) or time.time() - _running())


def steady() -> float:
    """Seconds since 1970: what the clock said when this process began, and how long it has run since.
    自 1970 年以来的秒数：本进程启动时的时钟，加上此后经过的时间。
    """
    return _BEGAN + _running()


def handed_on() -> dict[str, str]:
    """The environment of a process that is to have the same time. 使新进程沿用同一时间的环境变量。"""
    return os.environ | {BEGAN: repr(_BEGAN)}
