"""The door for phones: a port that is taken or no port is a warning, and the notebook's own way stays open."""

import logging
import socket
from types import SimpleNamespace

import pytest

from course_nn.classroom import extension
from course_nn.classroom.handlers import Room


@pytest.fixture
def taken():
    """A port at which another program listens."""
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        yield str(other.getsockname()[1])


def opened(monkeypatch, port):
    monkeypatch.setenv("COURSE_NN_CLASS_PORT", port)
    return extension.open_door(SimpleNamespace(log=logging.getLogger("jupyter")), Room(None, None, "", {}))


def test_a_port_that_is_taken_is_a_warning(monkeypatch, taken, caplog):
    assert opened(monkeypatch, taken) == ""
    assert taken in caplog.text and "COURSE_NN_CLASS_PORT" in caplog.text


@pytest.mark.parametrize("port", ["eight", "", "70000", "-1"])
def test_what_is_no_port_is_a_warning(monkeypatch, port, caplog):
    assert opened(monkeypatch, port) == "" and "another COURSE_NN_CLASS_PORT" in caplog.text


def test_a_door_that_is_switched_off_is_none(monkeypatch, caplog):
    assert opened(monkeypatch, " OFF ") == "" and not caplog.text
