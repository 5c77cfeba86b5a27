"""Two processes that call each other's functions: what they give and get is data, and the code stays where it is.

A message is a line of JSON. While one waits for the result of a call, it serves what the other asks meanwhile. So a
judge can ask a student's function, which may ask a function of the judge, and neither sees the inside of the other.
"""

import builtins
import json
from pathlib import Path
from traceback import walk_tb
from typing import IO, Any

from course_nn.common.errors import BadInput, shortened

LONGEST = 50_000_000  # bytes of a message
LETTERS = 400  # that are read of an error over there


class Broken(BaseException):
    """The other process has ended, or says what is no message: no judge should take this for a wrong answer."""


class Peer:
    """One end of the line; a subclass says what may be asked of it.

    reader, writer : binary files that the other process writes and reads
    """

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self.reader, self.writer = reader, writer

    def ask(self, *request: Any) -> Any:
        """Send a request, serve what comes before its result, and return that.

        raises : what the other raised, as the builtin exception it is made of; Broken if nothing comes any more
        """
        self._send(["ask", *request])  # a ValueError if it is too long
        while True:
            kind, *parts = self._receive()
            if kind == "ask":
                self._serve(*parts)
            elif kind == "result":
                return parts[0]
            else:
                raise _exception(*parts)

    def serve_for_ever(self) -> None:
        """Serve one request after the other, until the line is closed."""
        while True:
            kind, *parts = self._receive()
            if kind != "ask":
                raise Broken(kind)
            self._serve(*parts)

    def answer(self, what: str, *parts: Any) -> Any:
        """What the other gets that asks for this."""
        raise NotImplementedError

    def _serve(self, what, *parts):
        try:
            self._send(["result", self.answer(what, *parts)])
        except Broken:
            raise
        except BaseException as error:  # whatever a student's function raises is for the judge
            kinds = [kind.__name__ for kind in type(error).__mro__]
            self._send(["raised", kinds, shortened(error, 300), _is_theirs(error)])

    def _send(self, message):
        line = json.dumps(message).encode() + b"\n"
        if len(line) > LONGEST:
            raise ValueError("too large to be read\n太大，无法读取")
        try:
            self.writer.write(line)
            self.writer.flush()
        except OSError as error:
            raise Broken(str(error)) from None

    def _receive(self):
        try:
            kind, *parts = json.loads(self.reader.readline(LONGEST))
        except (OSError, ValueError, TypeError, RecursionError):
            raise Broken("no message") from None
        return kind, *parts


def _is_theirs(error):
    """Whether it was raised in a student's own code, and not in how that was called or what it gave back."""
    *_, (last, _) = walk_tb(error.__traceback__)
    return Path(last.f_code.co_filename).parent != Path(__file__).parent


def _exception(kinds, text, is_theirs=False):
    """The error as it was over there, as far as it can be said here."""
    error = _usual(kinds, shortened(text, LETTERS))
    error.is_theirs = is_theirs is True
    return error


def _usual(kinds, text):
    """A sentence of the course; or the nearest builtin Exception of these names, the most special first."""
    if "BadInput" in kinds and text.count("\n") == 1:
        return BadInput(*text.split("\n"))
    found = (getattr(builtins, name, None) for name in kinds)
    usual = (kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception))
    kind = next(usual, RuntimeError)
    return RuntimeError(text) if issubclass(kind, UnicodeError) else kind(text)
