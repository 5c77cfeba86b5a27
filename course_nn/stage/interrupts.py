"""An interrupt stays an interrupt, whatever a library makes of it on the way."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hears_interrupts() -> Iterator[None]:
    """An interrupt comes out of this block as one, although a library has made another error of it on the way.
    即使库在途中把中断变成了别的错误，它离开这段代码时仍是中断。
    """
    plain, is_heard = signal.default_int_handler, False

    def hear(*given):
        nonlocal is_heard
        is_heard = True
        plain(*given)

    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not plain:
        yield  # interrupts go elsewhere
        return
    signal.signal(signal.SIGINT, hear)
    try:
        yield
    except Exception as error:
        if is_heard:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, plain)
