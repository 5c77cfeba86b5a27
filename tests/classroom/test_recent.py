"""What somebody did in the last minute is counted, and then forgotten."""

from course_nn.classroom import recent
from course_nn.classroom.recent import Recent


def counting(limit):
    clock = [0.0]
    return Recent(limit, now=lambda: clock[0]), clock


def test_a_client_is_over_the_limit_once_it_has_reached_it_and_no_other_client_is():
    wrong, _ = counting(3)
    for _ in range(3):
        assert not wrong.is_over("A")
        wrong.add("A")
    assert wrong.is_over("A") and not wrong.is_over("B")


def test_a_minute_later_the_client_is_free_again():
    wrong, clock = counting(3)
    for _ in range(100):
        wrong.add("A")
    clock[0] = 59.0
    assert wrong.is_over("A")
    clock[0] = 60.0
    assert not wrong.is_over("A")


def test_only_the_last_minute_counts():
    wrong, clock = counting(3)
    for clock[0] in (0.0, 50.0, 100.0):
        wrong.add("A")
    assert not wrong.is_over("A")


def test_after_a_minute_nothing_is_remembered():
    wrong, clock = counting(3)
    for k in range(100):
        wrong.add(f"client {k}")
    clock[0] = 61.0
    wrong.is_over("somebody else")
    assert not wrong.times


def test_however_many_clients_there_are_not_more_is_remembered_than_fits(monkeypatch):
    monkeypatch.setattr(recent, "MOST", 10)
    wrong, _ = counting(3)
    for k in range(1000):
        wrong.add(f"client {k % 100}")
    assert [*wrong.times] == [f"client {k}" for k in range(90, 100)]
    assert max(len(times) for times in wrong.times.values()) <= 3
