"""A server of classes as it runs: in a thread, with accounts that a token names."""

import pytest
from classroom_question import served, who

from course_nn.classroom.board import Board
from course_nn.classroom.handlers import Room
from course_nn.notebook.live_server import ClassServer


@pytest.fixture
def ballot(tmp_path):
    return Board(tmp_path / "votes.sqlite")


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
