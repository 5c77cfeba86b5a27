"""How often somebody has done something in the last minute; what is older is forgotten."""

import time
from collections import deque
from collections.abc import Callable

MINUTE = 60.0  # seconds
MOST = 10_000  # people about whom something is remembered at once


class Recent:
    """Counts for each client what it did in the last minute.
    记录每个来源在最近一分钟内的次数。

    limit : times a minute after which a client is over the limit
    now   : () -> seconds
    """

    def __init__(self, limit: int, now: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.now = limit, now
        self.times: dict[str, deque[float]] = {}  # whoever did it last stands last

    def add(self, client: str) -> None:
        """The client has done it once more. 再记一次。"""
        times = self.times.pop(client, None) or deque(maxlen=self.limit)
        times.append(self.now())
        self.times[client] = times
        self._forget()

    def is_over(self, client: str) -> bool:
        """Whether the client has reached the limit within this minute. 该来源在一分钟内是否已达上限。"""
        self._forget()
        times = self.times.get(client, deque())
        return len(times) == self.limit and self.now() - times[0] < MINUTE

    def _forget(self):
        """Whoever stands first was quiet longest."""
        while self.times:
            first = next(iter(self.times))
            if len(self.times) <= MOST and self.now() - self.times[first][-1] < MINUTE:
                return
            del self.times[first]
