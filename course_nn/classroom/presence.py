"""Who is in the room now: whoever has looked within the last half minute. Only how many is written down."""

from collections.abc import Callable

from course_nn.classroom.clock import steady

STAYS = 30.0  # seconds without a look, after which somebody has left
EVERY = 5.0  # seconds between two notes for the other processes that count in the same file


class Presence:
    """How many look at each class, in this process.
    本进程中各课堂此刻有多少人在看。

    note : (code, how many) -> None, told now and then, for the other processes
    now  : () -> seconds
    """

    def __init__(self, note: Callable[[str, int], None], now: Callable[[], float] = steady) -> None:
        self.note, self.now = note, now
        self._looked: dict[str, dict[str, float]] = {}  # {code: {who: when}}, whoever looked last stands last
        self._noted: dict[str, float] = {}

    def looks(self, code: str, who: str) -> None:
        """Somebody has looked. 有人来看。"""
        looked, now = self._looked.setdefault(code, {}), self.now()
        looked.pop(who, None)
        looked[who] = now
        if now - self._noted.get(code, -EVERY) >= EVERY:
            self._noted[code] = now
            self.note(code, self.count(code))

    def count(self, code: str) -> int:
        """How many have looked within the last half minute. 最近半分钟内有多少人看过。"""
        looked, since = self._looked.get(code, {}), self.now() - STAYS
        while looked and looked[first := next(iter(looked))] <= since:
            del looked[first]
        if not looked:
            self._looked.pop(code, None)
            self._noted.pop(code, None)
        return len(looked)
