"""The process in which a student's cells run: it answers over its standard streams, and is believed in nothing."""

import os
import signal
import sys
from collections.abc import Callable
from typing import IO, Any

import numpy as np
import psutil
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course_nn.common.errors import shortened
from course_nn.homework.confinement import bound, bound_threads, leave_keyring, renounce
from course_nn.homework.far import OPERATIONS
from course_nn.homework.peer import Broken, Peer
from course_nn.homework.plain import pack, refuse, unpack

STUBS = "check", "solution", "language_switch"  # which a student may call, and which only the student needs


class StudentsDesk(Peer):
    """The student's end of the line: it runs cells, gives answers away, and calls functions.

    names : what the cells have defined, {name: value};  run : runs a cell and returns its error or None
    """

    def __init__(self, reader: IO[bytes], writer: IO[bytes], names: dict, run: Callable) -> None:
        super().__init__(reader, writer)
        self.names, self.run, self.process = names, run, os.getpid()
        self.kept: list = []  # what stays here, and is known over there by its number
        self.shared: dict[int, Any] = {}  # copies of what the judge lets functions change, by number
        self.told: dict[int, Any] = {}  # what the judge has of them

    def answer(self, what: str, *parts: Any) -> Any:
        result = getattr(self, f"answer_{what}")(*parts)
        if os.getpid() != self.process:  # a cell has split the process: only one speaks
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    def answer_run(self, source: str) -> str:
        """Run a cell: "", or the last line of its error."""
        error = self.run(source)
        return f"{type(error).__name__}: {shortened(error, 300)}" if error else ""

    def answer_take(self, name: str) -> Any:
        return pack(self.names.get(name, ...), self._keep)

    def answer_attribute(self, number: int, name: str) -> Any:
        return self._pack_result(getattr(self.kept[number], name))

    def answer_float(self, number: int) -> Any:
        return float(self.kept[number])

    def answer_operation(self, name: str, operands: list) -> Any:
        return self._pack_result(OPERATIONS[name](*(unpack(one, self._unpack_given) for one in operands)))

    def answer_call(self, number: int, given: list, named: dict, gone: list) -> list:
        """The result, and what the function has changed of what it was given: [number, content] each."""
        for old in gone:
            self.shared.pop(old, None)
        arguments = [unpack(one, self._unpack_given) for one in given]
        options = {name: unpack(one, self._unpack_given) for name, one in named.items()}
        self.told = {key: self._content(thing) for key, thing in self.shared.items()}
        with np.errstate(all="ignore"):
            result = self._pack_result(self.kept[number](*arguments, **options))
        after = {key: self._content(thing) for key, thing in self.shared.items()}
        return [result, [[key, after[key]] for key in after if after[key] != self.told.get(key)]]

    def _keep(self, thing):
        self.kept.append(thing)
        return ["far", len(self.kept) - 1, callable(thing)]

    def _pack_result(self, value):
        """Data all through, or one thing that stays here."""
        shared = self._pack_shared(value)
        if shared:
            return shared
        try:
            return pack(value, refuse)
        except TypeError:
            if isinstance(value, list | tuple | dict | set | np.ndarray):
                raise
            return self._keep(value)

    def _pack_shared(self, value):
        number = next((key for key, thing in self.shared.items() if thing is value), None)
        if number is None:
            return None
        self.told[number] = self._content(value)  # also in the midst of a call, when it asks the judge
        return ["shared", number, self.told[number]]

    def _content(self, thing):
        if isinstance(thing, np.random.Generator):
            return ["randomness", thing.bit_generator.state]
        if isinstance(thing, list):
            return ["list", [self._pack_shared(one) or pack(one, refuse) for one in thing]]
        return pack(thing, refuse)

    def _unpack_given(self, packed):
        kind, number, *content = packed
        if kind == "yours":
            return self.kept[number]
        if kind == "lent":
            return lambda *given: unpack(self.ask("call", number, [self._pack_result(one) for one in given]), refuse)
        self.shared[number] = self._brought_up_to_date(self.shared.get(number), content[0])
        return self.shared[number]

    def _brought_up_to_date(self, known, packed):
        """The copy that is here already, with what it holds over there now; or a new one."""
        if packed[0] == "randomness":
            known = known or np.random.default_rng(0)
            known.bit_generator.state = packed[1]
            return known
        new = unpack(packed, self._unpack_given)
        if known is not None:
            known[slice(None) if isinstance(known, list) else ...] = new
        return new if known is None else known


def shell() -> tuple[dict, Callable]:
    """An IPython of its own, which knows what a notebook's cells may say: its names, and what runs a cell in it."""
    config = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})
    python = InteractiveShell.instance(config=config)
    python.user_ns.update(dict.fromkeys(STUBS, lambda *_, **__: None))

    def run(source):
        done = python.run_cell(source)
        return done.error_before_exec or done.error_in_exec

    return python.user_ns, run


def set_bounds(memory: int, processes: int) -> None:
    """Bound this process before a cell runs: no cell can take that back.

    memory    : bytes, of each process
    processes : how many more than the user has already, threads counted
    """
    mine = [process.info for process in psutil.process_iter(["uids", "num_threads"]) if process.info["uids"]]
    threads = sum(about["num_threads"] or 1 for about in mine if about["uids"].real == os.getuid())
    bound(AS=memory, FSIZE=2**26, NOFILE=256, CPU=600, CORE=0, MSGQUEUE=0)
    bound_threads(threads + processes, processes)


def main() -> None:
    """Serve until the line is closed; what the cells print goes nowhere."""
    reader, writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    leave_keyring()
    renounce()
    set_bounds(*map(int, sys.argv[1:]))
    try:
        StudentsDesk(reader, writer, *shell()).serve_for_ever()
    except (Broken, BrokenPipeError):
        sys.exit(0)


if __name__ == "__main__":
    main()
