from collections import Counter, OrderedDict
from threading import Barrier, Thread

import numpy as np
import pytest

from course_nn.common import progress
from course_nn.common.progress import finished, memoized, part, with_first
from course_nn.network import Network
from course_nn.training import train


@pytest.fixture(params=["function", "generator"])
def count(request, monkeypatch):
    """A remembered function of n that returns n numbers of 8 bytes, and how often it computed each n."""
    monkeypatch.setattr(progress, "_memory", OrderedDict())
    monkeypatch.setattr(progress, "LIMIT", 1_000_000)
    computed = Counter()

    def numbers(n):
        computed[n] += 1
        return np.zeros(n)

    def slow_numbers(n):
        yield 0.5
        return numbers(n)

    if request.param == "function":
        return memoized(numbers), computed
    slow = memoized(slow_numbers)
    return lambda n: finished(slow(n)), computed


def test_the_same_arguments_give_the_very_same_object(count):
    numbers, computed = count
    assert numbers(3) is numbers(3) and numbers(3) is not numbers(4)
    assert computed == {3: 1, 4: 1}


def test_the_memory_is_bounded_and_what_was_asked_for_last_stays(count):
    numbers, computed = count
    tenth = progress.LIMIT // 80
    first = numbers(tenth)
    for n in range(tenth + 1, tenth + 50):
        numbers(n)
        assert numbers(tenth) is first, "asked for again and again"
        assert sum(size for _, size in progress._memory.values()) <= progress.LIMIT
    assert len(progress._memory) == 9
    numbers(tenth + 49), numbers(tenth + 1)
    assert computed[tenth + 49] == 1 and computed[tenth + 1] == 2, "the oldest went first"


def test_the_newest_result_stays_even_if_it_is_too_large(count):
    numbers, computed = count
    numbers(1)
    assert numbers(progress.LIMIT) is numbers(progress.LIMIT)
    numbers(1), numbers(progress.LIMIT)
    assert computed == {1: 2, progress.LIMIT: 2}


def test_all_functions_share_one_memory(count):
    numbers, computed = count
    others = memoized(lambda n: np.ones(n))
    half = progress.LIMIT // 16
    numbers(half), others(half), others(half - 1)
    numbers(half)
    assert computed == {half: 2} and others(2).sum() == 2


def test_arguments_may_have_names_and_the_function_itself_is_there():
    @memoized
    def power(base, exponent=2):
        """So many times itself."""
        return [base**exponent]

    assert power(3, exponent=4) is power(3, exponent=4) and power(3, exponent=4) == [81] and power(3) == [9]
    assert power.__doc__ == "So many times itself."
    assert power.__wrapped__(2) == power(2) and power.__wrapped__(2) is not power(2)


def test_a_result_that_is_none_is_remembered_too():
    calls = []
    nothing = memoized(calls.append)
    assert nothing(1) is nothing(1) is None and calls == [1]


def test_a_generator_yields_the_share_only_the_first_time():
    @memoized
    def work(n):
        yield from (k / n for k in range(n))
        return n

    assert list(work(4)) == [0, 0.25, 0.5, 0.75] and list(work(4)) == [] and finished(work(4)) == 4


def test_a_first_part_comes_once_after_the_first_share_and_never_of_what_is_remembered():
    @memoized
    def work(n):
        yield from (k / n for k in range(n))
        return n

    def first():
        raise AssertionError("nobody has asked for it")

    assert list(with_first(work(3), first)) == [0, first, 1 / 3, 2 / 3]
    assert list(with_first(work(3), first)) == [] and finished(with_first(work(3), first)) == 3


def test_a_generator_that_is_given_up_or_fails_leaves_nothing():
    begun = []

    @memoized
    def work(n):
        begun.append(n)
        yield 0.5
        if len(begun) == 2:
            raise ValueError
        return n

    given_up = work(7)
    next(given_up)
    given_up.close()
    with pytest.raises(ValueError):
        finished(work(7))
    assert finished(work(7)) == 7 and begun == [7, 7, 7]


def test_of_two_that_walk_side_by_side_the_first_to_end_is_kept():
    @memoized
    def work(n):
        yield 0.5
        return [n]

    one, other = work(1), work(1)
    next(one), next(other)
    assert finished(other) is finished(one) is finished(work(1))


def test_threads_that_ask_at_the_same_time_get_the_same_object():
    start, found = Barrier(8), []
    numbers = memoized(lambda n: np.arange(n))

    def ask():
        start.wait()
        found.append([numbers(n) for n in range(200)])

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(a is b for arrays in zip(*found) for a, b in zip(arrays, arrays[1:]))


def test_the_size_of_a_result_is_what_it_holds():
    array, network = np.zeros((100, 1000)), Network((100, 1000, 10), dtype=np.float32)
    assert progress._bytes(array) == pytest.approx(800_000, rel=0.01)
    assert progress._bytes({"a": (array, [array]), "b": array[5:]}) == pytest.approx(800_000, rel=0.01), "once"
    assert progress._bytes(array[0, :5]) == pytest.approx(800_000, rel=0.01), "a view holds the whole"
    held = 2 * network.parameters.nbytes  # and the gradient
    assert progress._bytes(network) == pytest.approx(held, rel=0.01)
    history = train(network, np.zeros((5, 100)), np.zeros((5, 10)), epochs=9)
    assert progress._bytes(history) == pytest.approx(held + 11 * network.parameters.nbytes, rel=0.02)


def test_parts_share_the_way():
    def work(n):
        yield from (0, 0.5)
        return n

    def whole():
        first = yield from part(work(1), 0, 2)
        return first + (yield from part(work(2), 1, 2))

    assert list(whole()) == [0, 0.25, 0.5, 0.75] and finished(whole()) == 3
