"""Memory that was freed goes back to the system, for the other students of a server."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def trim() -> None:
    """Give back what the C library keeps of arrays that are gone: after many pictures that is a quarter of a kernel.
    把 C 库留着的、已释放的内存还给系统：画过许多图之后约占内核的四分之一。
    """
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    """What does so in the C library of Linux; elsewhere nothing."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return getattr(library, "malloc_trim", lambda keep: None)
