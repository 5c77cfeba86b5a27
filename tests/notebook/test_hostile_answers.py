"""Whatever a student writes, check answers with a sentence, and soon."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from inspect import signature
from types import SimpleNamespace

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from course_nn import notebook
from course_nn.common.errors import BadInput, class_name
from course_nn.lectures import LECTURES
from course_nn.lectures.backpropagation import your_share
from course_nn.lectures.losses import multiclass_hinge
from course_nn.lectures.xor import one_unit
from course_nn.notebook import bounds, exercises
from course_nn.notebook.exercises import check, exercises_of

EXERCISES = [key for lecture in LECTURES for key in exercises_of(lecture)]
EACH = pytest.mark.parametrize("key", EXERCISES)
FEW = ["xor-forward", "neurons-derive", "activations-easy", "backpropagation-build"]  # functions, numbers, a class
FEW_FIRST = pytest.mark.parametrize(
    "key", [pytest.param(key, marks=[] if key in FEW else [pytest.mark.thorough]) for key in EXERCISES]
)
ASKED = (
    "__len__ __iter__ __next__ __eq__ __bool__ __float__ __int__ __index__ __array__ __array_interface__ "
    "__array_struct__ __array_ufunc__ __array_function__ __getitem__ __getattr__ __getattribute__ __call__ __repr__ "
    "__str__ __hash__ __contains__ __add__ __mul__ __neg__ __sub__ __lt__ __gt__ __format__ __reduce__ __class__ "
    "__code__ shape size dtype"
).split()
RAISED = [KeyboardInterrupt, GeneratorExit, SystemExit, BaseException, Exception, MemoryError, StopIteration]
HAS_ALARM = pytest.mark.skipif(sys.platform == "win32", reason="without an alarm, Interrupt ends it")


def raising(names, error):
    """An object of which each of these raises an error that would like to be markup."""

    def refuse(*_, **__):
        raise error("<script>")

    refuse_property = property(refuse)
    kinds = {name: refuse if name.startswith("__") else refuse_property for name in names}
    return type("Hostile", (), kinds | {name: refuse_property for name in names if name in ("__class__", "__code__")})()


class NameRaises(type):
    """Whose classes do not tell their names."""

    @property
    def __name__(cls):
        raise ZeroDivisionError


class Nameless(BaseException, metaclass=NameRaises):
    """One that does not tell its class either."""

    __class__ = property(lambda self: 1 / 0)


class HostileKey(str):
    """A name of an exercise of which everything that is asked raises."""

    def refuse(self, *_, **__):
        raise KeyboardInterrupt

    split = __repr__ = __str__ = __eq__ = __hash__ = __len__ = __getitem__ = __format__ = refuse


def ones():
    while True:
        yield 1


class Endless(list):
    """A list that never ends when it is gone through."""

    def __iter__(self):
        return ones()


class Short(Endless):
    def __len__(self):
        return 2


def same(function):
    """An answer of so many like functions: of one, or of two to four."""
    return [function, *((function,) * many for many in (2, 3, 4))]


ENDLESS = [Endless([1]), Short([1]), [Endless([1])] * 9, ones(), [[Endless()] * 3] * 3, *same(ones)]
ENDLESS += [*same(lambda *_: Endless([1])), *same(lambda *_: [Short([1])] * 3)]
HUGE = [
    *same(lambda *_: np.ones(10**8, np.int8)),
    *same(lambda *_: range(10**8)),
    *same(lambda *_: "1" * 10**8),
    *same(lambda *_: [[0] * 1000] * 10**5),
    "1" * 10**8,
    [[0] * 10**4] * 10**4,
]


@pytest.fixture
def soon(monkeypatch):
    """Judging may take a tenth of a second, and no more; an alarm during garbage collection is no fault."""
    monkeypatch.setattr(exercises, "SECONDS", 0.1)
    monkeypatch.setattr(sys, "unraisablehook", lambda found: None)


def a_sentence(key, answer):
    """What is said of an answer that is none."""
    verdict = check(key, answer)
    assert verdict.voice in ("keep working", "almost"), (key, verdict)
    assert verdict.hint.en and verdict.hint.zh and "<script>" not in verdict.html() and repr(verdict)
    return verdict


@EACH
def test_what_raises_anything_wherever_it_is_looked_at_gets_a_sentence(key):
    for error in RAISED:
        a_sentence(key, raising(set(ASKED) - {"__getattribute__"}, error))
        a_sentence(key, [raising(["__float__", "__array__", "__repr__"], error)] * 3)


@EACH
def test_a_function_that_raises_what_is_no_exception_gets_a_sentence(key):
    def exits(*_):
        sys.exit(3)

    for error in RAISED[:4]:
        for answer in same(raising(["__call__"], error)):
            a_sentence(key, answer)
    a_sentence(key, exits)


@FEW_FIRST
def test_an_error_that_does_not_tell_what_it_is_gets_a_sentence(key):
    for answer in (raising(ASKED[:9], Nameless), *same(raising(["__call__"], Nameless))):
        a_sentence(key, answer)


@pytest.mark.parametrize("kind", [HostileKey, lambda name: raising(ASKED, KeyboardInterrupt)])
def test_whatever_stands_in_place_of_the_name_of_an_exercise_gets_a_sentence(kind):
    for name in ("xor-table", "xor-nothing", "nothing"):
        verdict = check(kind(name), (1, 1, 1, 1))
        assert verdict.voice == "keep working" and verdict.hint.en and verdict.hint.zh and repr(verdict)


OTHERS = {"Scene", "check", "when_asked"}  # what takes things of somebody's own, or has laws of its own
GIVEN = {"reader": lambda X, y, T: y[:1].repeat(len(T)), "form": "A", "key": "xor-1", "name": "xor.one_unit"}
ASKS = [
    (name, parameter)
    for name in sorted({*notebook.__all__} - OTHERS)
    for parameter in signature(getattr(notebook, name)).parameters
    if (name, parameter) not in {("rival", "reader"), ("lecture", "name"), ("lecture", "values")}
]


@pytest.mark.parametrize("name, parameter", ASKS)
def test_whatever_stands_in_place_of_a_name_or_a_number_every_call_answers_it(name, parameter):
    asks = getattr(notebook, name)
    others = {
        one: GIVEN.get(one, "xor") for one, what in signature(asks).parameters.items() if what.default is what.empty
    }
    others.pop("values", None)
    odd = [raising(set(ASKED) - {"__getattribute__"}, error) for error in (*RAISED, Nameless)]
    for value in [*odd, raising(ASKED, KeyboardInterrupt), HostileKey("xor"), np.ones(3), Endless(["xor"]), 10**5000]:
        with only_sentences():
            asks(**others | {parameter: value})


@contextmanager
def only_sentences():
    try:
        yield
    except BadInput:
        pass
    except BaseException as error:  # pytest would look at what raises, and end itself
        pytest.fail(f"{class_name(type(error))} comes through", pytrace=False)


@pytest.mark.parametrize("open_one, control", [(your_share, "pad"), (one_unit, "w1"), (multiclass_hinge, "loss")])
def test_a_demo_refuses_in_a_sentence_what_raises_anything_when_it_is_looked_at(open_one, control):
    demo = open_one()
    before = demo.values
    asked = "__array_struct__", "__class__", "__str__", "__hash__"
    for value in [raising([one], error) for one in asked for error in (*RAISED, Nameless)]:
        for odd in (value, [[value] * 32] * 32):
            with only_sentences():
                demo.set(**{control: odd})
                pytest.fail("taken")
    assert demo.values == before


@EACH
def test_what_has_no_end_is_not_waited_for(key):
    for answer in ENDLESS:
        a_sentence(key, answer)


@FEW_FIRST
def test_what_is_far_too_much_is_not_read(key):
    for answer in HUGE:
        a_sentence(key, answer)


@pytest.mark.thorough
@EACH
def test_what_raises_anything_at_any_one_place_gets_a_sentence(key):
    for name in ASKED:
        for error in RAISED:
            a_sentence(key, raising([name], error))


def for_ever(*_):
    while True:
        pass


def for_ever_whatever_comes(*_):
    while True:
        try:
            for_ever()
        except Exception:
            continue


@HAS_ALARM
@pytest.mark.parametrize("answer", [for_ever, for_ever_whatever_comes])
def test_a_function_that_never_returns_is_ended_with_a_sentence_that_says_so(answer, soon):
    assert "longer than 0.1 seconds" in a_sentence("xor-forward", answer).hint.en


@HAS_ALARM
def test_who_catches_even_the_end_is_ended_at_the_next_second(soon):
    def stubborn(*_):
        try:
            for_ever()
        except BaseException:
            for_ever()

    assert "longer than 0.1 seconds" in a_sentence("xor-forward", stubborn).hint.en


@pytest.mark.thorough
@HAS_ALARM
@EACH
def test_a_function_that_never_returns_hangs_no_exercise(key, soon):
    for answer in same(for_ever):
        a_sentence(key, answer)


def test_an_interrupt_of_the_student_ends_a_function_with_a_sentence(listens_to_interrupts):
    def interrupted(*_):
        os.kill(os.getpid(), signal.SIGINT) if sys.platform != "win32" else signal.raise_signal(signal.SIGINT)
        for_ever()

    assert a_sentence("xor-forward", interrupted).hint == exercises.INTERRUPTED


KERNEL = """from course_nn.notebook import check, exercises
def forward(*_):
    print("begun", flush=True)
    while True: pass
"""


@pytest.fixture
def kernel():
    """A kernel as a notebook has it, in which a function never returns."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        client.execute_interactive(KERNEL, timeout=60)
        yield SimpleNamespace(ask=client.execute_interactive, interrupt=manager.interrupt_kernel)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.thorough
@pytest.mark.parametrize("seconds, said", [(0.1, "longer than 0.1 seconds"), (600, exercises.INTERRUPTED.en)])
def test_in_a_kernel_it_is_the_clock_or_the_students_interrupt_that_ends_it(kernel, seconds, said):
    shown = []

    def look(message):
        if message["msg_type"] == "stream" and seconds == 600:
            kernel.interrupt()
        elif message["msg_type"] == "execute_result":
            shown.append(message["content"]["data"]["text/plain"])

    cell = f"exercises.SECONDS = {seconds}\ncheck('xor-forward', forward)"
    reply = kernel.ask(cell, timeout=60, output_hook=look)
    assert reply["content"]["status"] == "ok" and said in shown[0]


def counts_for_ever(*_):
    k = 0
    while True:
        try:
            while k >= 0:
                k += 1
        except:  # noqa: E722
            pass


def begins_again_and_again(*_):
    while True:
        with suppress(BaseException):
            for _ in range(10**9):
                pass


def calls_for_ever(*_):
    while True:
        try:
            ones()
        except BaseException:
            continue


@HAS_ALARM
@pytest.mark.parametrize("answer", [counts_for_ever, begins_again_and_again, calls_for_ever])
def test_a_loop_that_catches_everything_is_ended_all_the_same_and_nobody_rings_afterwards(soon, answer):
    assert "longer than 0.1 seconds" in a_sentence("xor-forward", answer).hint.en
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


class NameIsNoText(type):
    """Of classes whose name raises when it is looked at."""

    __name__ = property(lambda self: raising(["__eq__", "__str__"], KeyboardInterrupt))


def test_a_class_whose_name_is_no_text_gets_a_sentence_again_and_again():
    class Odd(metaclass=NameIsNoText):
        def __repr__(self):
            raise ValueError

    for _ in range(2):
        a_sentence("xor-forward", Odd())


@HAS_ALARM
def test_afterwards_nobody_rings():
    before = signal.getsignal(signal.SIGALRM)
    check("xor-forward", lambda *_: 0)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0) and signal.getsignal(signal.SIGALRM) is before


@HAS_ALARM
def test_an_alarm_that_somebody_else_has_set_still_rings():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        check("xor-forward", lambda *_: 0)
        while not rung:
            signal.pause()
    finally:
        signal.signal(signal.SIGALRM, before)


def test_in_a_thread_where_no_alarm_rings_an_answer_is_judged_all_the_same():
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(a_sentence, "xor-forward", lambda *_: 0).result().voice == "keep working"


def test_in_a_browser_no_alarm_is_set(monkeypatch):
    monkeypatch.setattr(bounds, "sys", SimpleNamespace(platform="emscripten"))
    monkeypatch.setattr(bounds, "signal", None)
    a_sentence("xor-forward", lambda *_: 0)


def test_an_answer_that_was_stopped_is_no_try(soon, monkeypatch):
    tried = []
    monkeypatch.setattr(exercises, "_remember_try", lambda *about: tried.append(about))
    check("xor-forward", raising(["__call__"], KeyboardInterrupt))
    assert tried == []


def test_an_iterator_is_as_good_as_the_list_of_its_numbers():
    small = bounds.with_small_results(lambda: map(abs, (-1, 2)), ValueError())
    assert small() == [1, 2]


def test_functions_are_bounded_wherever_they_stand_in_an_answer_and_all_else_stays_the_same_thing():
    thing = object()
    function, (inner, kept), same_thing = bounds.with_small_results((ones, [len, 1.5], thing), ValueError())
    assert kept == 1.5 and same_thing is thing and inner("ab") == 2
    with pytest.raises(ValueError):
        function()


@pytest.mark.parametrize(
    "value, size", [(1.5, 1), ("abc", 3), ([1, [2, 3]], 3), (np.zeros((2, 3)), 6), ({1: 2}, 1), (([1],) * 3, 3)]
)
def test_an_answer_is_small_if_there_are_only_so_many_numbers_and_letters_to_read(value, size):
    assert bounds.is_small(value, size) and not bounds.is_small(value, size - 1)
