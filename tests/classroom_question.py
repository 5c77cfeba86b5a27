"""A question that a class is asked in tests, and a server at which it is asked."""

import asyncio
import threading
from contextlib import contextmanager

from tornado.netutil import bind_sockets

from course_nn.classroom import handlers, wall
from course_nn.classroom.handlers import Person
from course_nn.classroom.serving import server

QUESTION = {
    "key": "xor-1",
    "ask": {"en": "How many?", "zh": "几个？"},
    "options": {key: {"en": key, "zh": key} for key in ("one", "two", "three")},
}


async def who(handler):
    """Whoever shows a token is called as it says; "prof" and "other prof" lead."""
    name = handler.request.headers.get("Authorization", "").removeprefix("token ")
    return Person(name, name.endswith("prof")) if name else None


def routes(base, room):
    """All that a service has."""
    return handlers.routes(base, room) + wall.routes(base, room)


@contextmanager
def served(room, reach=routes):
    """The address of a server that listens: with all its routes, or with those for students."""
    ready, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    (socket,) = bind_sockets(0, "127.0.0.1")

    async def run():
        listening = server(reach("/", room), room.trusted)
        listening.add_socket(socket)
        ready.set()
        await stop.wait()
        listening.stop()

    thread = threading.Thread(target=loop.run_until_complete, args=[run()], daemon=True)
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}/"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        loop.close()  # its files: a run of all tests has many such servers
