"""What a service does by itself, again and again: sessions end in time, and what is old is deleted."""

from contextlib import suppress

from tornado.ioloop import PeriodicCallback

from course_nn.classroom.ballot import Ballot, Refused

EVERY = 10 * 60.0  # seconds


def keep_tidy(ballot: Ballot, every: float = EVERY) -> PeriodicCallback:
    """Tidy the ballot as long as this program runs; what does not succeed is tried again. 定时清理选票。"""

    def tidy() -> None:
        with suppress(Refused):
            ballot.tidy()

    timer = PeriodicCallback(tidy, 1000 * every)
    timer.start()
    return timer
