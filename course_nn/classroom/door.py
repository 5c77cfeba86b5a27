"""The door for phones: a process of its own beside a Jupyter server, so that nothing done at it holds that one up.

It has the page for a phone and the wall, and nothing else, and shares the file of votes. The server that has started it
keeps the other end of its standard input; when that ends, however it ends, this ends, too.
"""

import asyncio
import signal
import sys
from pathlib import Path

from course_nn.classroom import wall
from course_nn.classroom.addresses import is_this_machine
from course_nn.classroom.board import Board
from course_nn.classroom.handlers import Room, for_students
from course_nn.classroom.serving import server

OPEN = "open"  # what it says once it listens; anything else is why it does not


async def serve(file: Path, port: int) -> None:
    """Let phones in until standard input ends. 接待手机，直到标准输入结束。"""
    room = Room(Board(file), knows=is_this_machine)
    try:
        server(for_students("/", room) + wall.for_everybody("/", room)).listen(port, "0.0.0.0")
    except OSError as error:
        _say(error.strerror or str(error))
        return
    _say(OPEN)
    await asyncio.to_thread(sys.stdin.buffer.read)


def _say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then asks whether it is meant
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
