"""A server of classes as it runs: in a thread, with accounts that a token names."""

import asyncio
import threading
from contextlib import contextmanager

import pytest
from tornado.netutil import bind_sockets

from course_nn.classroom.ballot import Ballot
from course_nn.classroom.handlers import Person, Room, routes
from course_nn.classroom.serving import server
from course_nn.notebook.live_server import ClassServer


async def who(handler):
    """Whoever shows a token is called as it says; "prof" and "other prof" lead."""
    name = handler.request.headers.get("Authorization", "").removeprefix("token ")
    return Person(name, name.endswith("prof")) if name else None


@contextmanager
def served(room, reach=routes):
    """The address of a server that listens: with all its routes, or with those for students."""
    ready, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    (socket,) = bind_sockets(0, "127.0.0.1")

    async def run():
        listening = server(reach("/", room))
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
        thread.join(5)


@pytest.fixture
def ballot(tmp_path):
    return Ballot(tmp_path / "votes.sqlite")


@pytest.fixture
def hall(ballot):
    return Room(ballot, who)


@pytest.fixture
def url(hall):
    """The base address of a server with this ballot."""
    with served(hall) as url:
        yield url


@pytest.fixture
def account(url):
    """account("prof"): the server as somebody with that account sees it; "" is a phone."""
    return lambda name="": ClassServer(url, name)
