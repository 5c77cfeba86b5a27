"""A judge asks what lives in another process: data comes over as they are, and code stays where it is."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from loopback import line

from course_nn.common.errors import BadInput
from course_nn.homework.far import Far, FarFunction
from course_nn.homework.peer import LETTERS
from course_nn.homework.plain import pack, refuse, unpack
from course_nn.layers import ActivationLayer, BatchNorm, Dense, Dropout, Shortcut
from course_nn.lectures import LECTURES
from course_nn.network import Network
from course_nn.notebook.exercises import exercise, judged

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    path
    for section in LECTURES
    for path in sorted((ROOT / "tests/lectures" / section).glob("test_*.py"))
    if path.name in ("test_questions.py", "test_judges.py", "test_steps.py")
]
DATA = [0, -7, 2**70, True, None, ..., 1.5, -0.0, math.inf, 1 + 2j, "x₁", "\ud800", b"\x00\xff", range(3), (), [[]]]
DATA += [(1, [2, {"a": (3,)}]), {1, 2}, frozenset("ab"), {(1, 2): "pair"}]
ARRAYS = [np.arange(6).reshape(2, 3), np.float32([1.5]), np.zeros((0, 2)), np.array(["ab", "c"]), np.array([True])]
ARRAYS += [np.array(3.0), np.float64(2.5), np.array([1, "a"], object), np.array([[1, 2], [3, 4]])[:, ::-1]]


@pytest.mark.parametrize("value", DATA, ids=lambda value: type(value).__name__)
def test_data_come_over_as_they_are(value):
    with line(value=value) as desk:
        came = desk.take("value")
        assert type(came) is type(value) and came == value


@pytest.mark.parametrize("value", ARRAYS, ids=lambda value: type(value).__name__)
def test_arrays_keep_shape_type_and_numbers(value):
    came = unpack(pack(value, refuse), refuse)
    assert type(came) is type(value) and came.dtype == value.dtype and np.array_equal(came, value)


def test_what_nobody_has_defined_is_no_answer():
    with line() as desk:
        assert desk.take("nothing") is ...


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_a_network_is_the_same_network_again(kind):
    layers = [Dense(3, 4), BatchNorm(4), ActivationLayer("relu"), Shortcut([Dense(4, 4, bias=False)]), Dropout(0.5)]
    network = Network([*layers, Dense(4, 2)], seed=3, dtype=kind)
    network.parameters = np.random.default_rng(0).random(network.parameters.size)
    with line(network=network) as desk:
        came = desk.take("network")
    X = np.random.default_rng(1).normal(size=(5, 3)).astype(kind)
    assert type(came) is Network and came.parameters.dtype == kind
    assert np.array_equal(came(X), network(X)) and repr(came) == repr(network)


def test_a_network_that_answers_for_itself_stays_where_it_is():
    class Mine(Network):
        pass

    class OwnLayer(Dense):
        pass

    with line(mine=Mine((2, 1)), own=Network([OwnLayer(2, 1)])) as desk:
        assert not isinstance(desk.take("mine"), Network)
        with pytest.raises(TypeError):
            desk.take("own")


def test_a_function_is_called_where_it_lives_and_its_exceptions_are_of_the_same_kind():
    def divide(a, b=2):
        return a / b

    with line(divide=divide) as desk:
        far = desk.take("divide")
        assert far(3) == 1.5 and np.array_equal(far(np.ones(2), b=4), [0.25, 0.25])
        with pytest.raises(ZeroDivisionError):
            far(1, 0)
        with pytest.raises(TypeError):
            far()


def test_of_an_error_over_there_only_the_beginning_is_read():
    with line() as desk:
        desk.ask = lambda *_: "x" * 10**6
        assert desk.run("a cell") == "x" * LETTERS
        del desk.ask
        desk._receive = lambda: ("raised", ["ValueError"], "x" * 10**6)
        with pytest.raises(ValueError) as raised:
            desk.ask("take", "nothing")
        assert len(str(raised.value)) == LETTERS


def test_a_deep_recursion_and_an_exit_over_there_are_usual_exceptions_here():
    def deep():
        return deep()

    with line(deep=deep, leave=lambda: sys.exit()) as desk:
        with pytest.raises(RecursionError):
            desk.take("deep")()
        with pytest.raises(RuntimeError):
            desk.take("leave")()


def test_what_is_put_back_after_the_judge_was_asked_is_as_it_was_there_too():
    def measures(f, x):
        x[0] += 1.0
        up = f(x)
        x[0] -= 1.0
        return up

    with line(measures=measures) as desk:
        x = np.array([2.0, 3.0])
        assert desk.take("measures").in_place(lambda x: float(x.sum()), x) == 6.0
        assert np.array_equal(x, [2.0, 3.0])


def test_keys_and_values_of_a_dict_come_over_as_a_list():
    with line(keys={1: "a"}.keys(), values={1: "a"}.values()) as desk:
        assert desk.take("keys") == [1] and desk.take("values") == ["a"]


def test_what_a_function_may_change_in_place_has_changed_here_and_stays_the_same_thing():
    kept = []

    def change(array, numbers, rng):
        array *= 2
        numbers.reverse()
        kept.append(array)
        return rng.random()

    def change_the_kept():
        kept[0] += 1

    with line(change=change, later=change_the_kept) as desk:
        array, parts, rng = np.ones(3), [np.zeros(2), np.ones(2)], np.random.default_rng(0)
        zero, one = parts
        assert desk.take("change").in_place(array, parts, rng) == np.random.default_rng(0).random()
        assert np.array_equal(array, [2, 2, 2]) and parts[0] is one and parts[1] is zero
        same = np.random.default_rng(0)
        same.random()
        assert rng.random() == same.random()
        desk.take("later")()
        assert np.array_equal(array, [3, 3, 3])


def test_a_function_over_there_can_ask_a_function_of_the_judge_with_what_it_was_given():
    def slope(f, x):
        x[0] += 1
        high = f(x)
        x[0] -= 1
        return high - f(x)

    with line(slope=slope) as desk:
        x = np.array([3.0, 1.0])
        assert desk.take("slope")(lambda x: float(x[0] ** 2), x) == 7
        assert np.array_equal(x, [3, 1])


def test_objects_over_there_compute_but_are_equal_to_nothing_else():
    class Value:
        def __init__(self, number):
            self.number = number

        def __add__(self, other):
            return Value(self.number + other.number)

        def __eq__(self, other):
            return True

    with line(Value=Value) as desk:
        made = desk.take("Value")
        total = made(2) + made(3)
        assert isinstance(made, FarFunction) and type(total) is Far and total.number == 5
        assert total != 5 and total != made(5)


def test_a_list_of_things_that_answer_for_themselves_is_no_list_of_numbers():
    class Yes:
        def __rsub__(self, other):
            return 0.0

    with line(f=lambda: [Yes(), Yes()], g=lambda: np.array([Yes()])) as desk:
        for name in "fg":
            with pytest.raises(TypeError):
                desk.take(name)()


HOSTILE = [["array", "|O", [1], ""], ["array", "<f8", [-1, 2], "AAAA"], ["objects", [1], [["far", 0, True]]], ["far"]]
HOSTILE += [["network", ["tuple", [["list", [["list", ["Layer", ["list", []]]]]], ["array", "<f8", [0], ""]]]]]
HOSTILE += [["own"], [["list"], 1], ["dict", [[["list", []], 1]]], ["lent", 0], ["shared", 0, 1], ["int", "z"], []]


@pytest.mark.parametrize("packed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_has_no_known_form_is_refused(packed):
    with line() as desk, pytest.raises((ValueError, TypeError, KeyError, IndexError)):
        desk.ask = lambda *_: packed
        desk.seek("anything")


def test_only_what_was_lent_can_be_asked_of_the_judge():
    with line() as desk:
        for what in ("run", "take", "attribute", "operation"):
            with pytest.raises(TypeError):
                desk.answer(what, 0)
        with pytest.raises(IndexError):
            desk.answer("call", 0, [])


def without_an_argument():
    return 1


def of_the_course(*_):
    raise BadInput("expected a row", "应为一行")


SLIPS = {
    len: "expected",
    without_an_argument: "expected",
    lambda X, W, b: W @ X + b: "stopped with an error (valueerror",
}
SLIPS |= {of_the_course: "stopped with an error (expected a row)"}


@pytest.mark.parametrize("function", SLIPS)
def test_an_error_within_a_students_function_is_told_as_one_over_the_line_too(function):
    asked = exercise("own_network-layer")
    with line(function=function) as desk:
        there = judged(asked, desk.take("function")).hint
    assert all(SLIPS[function] in hint.en.lower() for hint in (there, judged(asked, function).hint))


@pytest.mark.thorough
@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_over_the_line_every_verdict_is_the_one_that_the_student_sees(path):
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "loopback", "-p", "no:cacheprovider", str(path)]
    paths = os.pathsep.join([str(ROOT / "tests"), str(ROOT)])
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


class Overwrites:
    """A number whose operations write into what they are given."""

    def __sub__(self, other):
        other[...] = 0
        return other

    __rsub__ = __sub__


def test_an_operation_on_a_students_object_changes_no_array_of_the_judge():
    expected = np.ones(3)
    with line(answer=Overwrites()) as desk:
        found = desk.take("answer") - expected
    assert np.array_equal(found, np.zeros(3)) and np.array_equal(expected, np.ones(3))
