"""What lives in the student's process, as a judge sees it: functions to call, objects to compute with.

What the judge gives to such a function is a copy over there. Where a judge asks what has become of its arrays, the
copies are kept, and what has changed in them is written back after each call.
"""

import itertools
import operator
import weakref
from collections.abc import Callable
from typing import IO, Any

import numpy as np

from course_nn.common.errors import shortened
from course_nn.homework.peer import LETTERS, Peer
from course_nn.homework.plain import pack, refuse, unpack
from course_nn.notebook.bounds import copied

OPERATIONS: dict[str, Callable] = {
    name: getattr(operator, name) for name in ("add", "sub", "mul", "truediv", "pow", "matmul", "neg")
}


class Far:
    """An object of the student's process; nothing of it is here but its number. It is equal to nothing but itself."""

    def __init__(self, desk: "JudgesDesk", number: int) -> None:
        self.far_desk, self.far_number = desk, number

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self.far_desk.seek("attribute", self.far_number, name)

    def __float__(self):
        return float(self.far_desk.seek("float", self.far_number))


class FarFunction(Far):
    """One that can be called: a function or a class. What it is given are copies, so that it changes none of them."""

    def __call__(self, *given, **named):
        return self.in_place(*copied(given), **{name: copied(one) for name, one in named.items()})

    def in_place(self, *given: Any, **named: Any) -> Any:
        """Call it with the judge's own arrays, which it may change."""
        return self.far_desk.call(self.far_number, given, named)


def _operation(name, turned):
    def operate(self, *other):
        others = copied(other)  # which it may change
        operands = (*others, self) if turned else (self, *others)
        return self.far_desk.seek("operation", name, [self.far_desk.packed(one) for one in operands])

    return operate


for _name in OPERATIONS:
    setattr(Far, f"__{_name}__", _operation(_name, False))
    setattr(Far, f"__r{_name}__", _operation(_name, True))


class JudgesDesk(Peer):
    """The judge's end of the line: it takes answers, and calls what stays over there."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        super().__init__(reader, writer)
        self.lent: list[Callable] = []  # functions of the judge that a student's may call
        self.shared: dict[int, Any] = {}  # by number: what the student's functions may change
        self.numbers: dict[int, int] = {}  # of what is shared, by its id
        self.gone: list[int] = []
        self.next = itertools.count()

    def run(self, source: str) -> str:
        """Run a cell of the student's notebook: "", or the last line of its error."""
        return shortened(self.ask("run", source), LETTERS)

    def take(self, name: str) -> Any:
        """What the student's notebook calls so now; ... if nothing."""
        return unpack(self.ask("take", name), self._unpack_far)

    def seek(self, what: str, *parts: Any) -> Any:
        """The result of a request: data all through, or one thing that stays over there."""
        return self._result(self.ask(what, *parts))

    def call(self, number: int, given: tuple, named: dict) -> Any:
        """Call a function over there, and write back what it has changed."""
        packed = [self.packed(one) for one in given], {name: self.packed(one) for name, one in named.items()}
        gone, self.gone = self.gone, []
        result, changes = self.ask("call", number, *packed, gone)
        for place, packed_change in changes:
            self._change(place, packed_change)
        return self._result(result)

    def answer(self, what: str, *parts: Any) -> Any:
        """Only a function that was given away can be asked for."""
        if what != "call":
            raise TypeError(what)
        number, given = parts
        return pack(self.lent[int(number)](*(self._result(one) for one in given)), refuse)

    def packed(self, value: Any) -> Any:
        """A value for the other side; an array, a list or a source of randomness with the number that it has there."""
        if isinstance(value, Far):
            return ["yours", value.far_number]
        if isinstance(value, np.ndarray):
            return ["shared", self._number(value), pack(value, refuse)]
        if isinstance(value, list):
            return ["shared", self._number(value), ["list", [self.packed(one) for one in value]]]
        if isinstance(value, tuple):
            return ["tuple", [self.packed(one) for one in value]]
        if isinstance(value, np.random.Generator):
            return ["shared", self._number(value), ["randomness", value.bit_generator.state]]
        if callable(value):
            self.lent.append(value)
            return ["lent", len(self.lent) - 1]
        return pack(value, refuse)

    def _number(self, thing):
        """The number of what is shared; an array's is free again when the judge has forgotten it."""
        if id(thing) not in self.numbers:
            number, key = next(self.next), id(thing)
            self.numbers[key] = number
            is_array = isinstance(thing, np.ndarray)  # all else takes no weak references, and stays
            self.shared[number] = weakref.ref(thing, lambda _: self._forget(key)) if is_array else lambda: thing
        return self.numbers[id(thing)]

    def _forget(self, key):
        number = self.numbers.pop(key)
        del self.shared[number]
        self.gone.append(number)

    def _change(self, number, packed):
        thing = self.shared[number]()
        if isinstance(thing, np.random.Generator):
            thing.bit_generator.state = packed[1]
        elif isinstance(thing, np.ndarray):
            np.copyto(thing, unpack(packed, refuse))
        else:
            thing[:] = unpack(packed, self._unpack_shared)

    def _result(self, packed):
        far = isinstance(packed, list) and packed[0] == "far"
        return self._unpack_far(packed) if far else unpack(packed, self._unpack_shared)

    def _unpack_shared(self, packed):
        """An array of the judge's own that came back, as it is now."""
        kind, number, content = packed
        thing = self.shared[number]() if kind == "shared" else refuse(packed)
        self._change(number, content)
        return thing

    def _unpack_far(self, packed):
        kind, number, can_be_called = packed
        if kind != "far":
            refuse(packed)
        return (FarFunction if can_be_called else Far)(self, int(number))
