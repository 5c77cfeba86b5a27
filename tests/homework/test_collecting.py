"""What is collected from nbgrader's exchange is what its student has handed in, whatever another one puts there."""

import logging
import os
import sys

import pytest
from later import Later
from traitlets.config import Config

from course_nn.common.errors import BadInput

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader is not made for Windows")
api, collecting, coursedir = Later("nbgrader.api"), Later("course_nn.homework.collecting"), Later("nbgrader.coursedir")
TIME = "2026-12-01 07:00:00 UTC"


@pytest.fixture
def exchange(tmp_path):
    """An exchange in which anna has handed in; and mallory a copy of their own."""
    inbound = tmp_path / "exchange/nn/inbound"
    for student in "anna", "mallory":
        copy = inbound / f"{student}+xor+{TIME}+secret"
        copy.mkdir(parents=True)
        (copy / "xor.ipynb").write_text(f"of {student}", "utf-8")
        (copy / "timestamp.txt").write_text(TIME, "utf-8")
    return inbound


@pytest.fixture
def collected(exchange, tmp_path, caplog, monkeypatch):
    """collected(): {student: their notebook} of what has been collected, and the errors."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "new")  # which takes a process, and seconds

    def collect(update=False):
        settings = {"CourseDirectory": {"root": str(tmp_path), "course_id": "nn", "assignment_id": "xor"}}
        settings |= {"ExchangeCollect": {"update": update, "check_owner": False}}
        config = Config(settings | {"Exchange": {"root": str(tmp_path / "exchange")}})
        folder = coursedir.CourseDirectory(config=config)
        monkeypatch.chdir(tmp_path)
        with caplog.at_level(logging.ERROR):
            collecting.Collect(coursedir=folder, config=config).start()
        found = {path.parts[-3]: path.read_text("utf-8") for path in tmp_path.glob("submitted/*/xor/xor.ipynb")}
        return found, [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]

    return collect


def link(notebook, exchange):
    notebook.unlink()
    notebook.symlink_to(next(exchange.glob("anna*")) / "xor.ipynb")


def dangling_link(notebook, exchange):
    (notebook.parent / "more").symlink_to("nowhere")


def link_to_a_folder(notebook, exchange):
    (notebook.parent / "more").symlink_to(next(exchange.glob("anna*")))


def link_in_place_of_all(notebook, exchange):
    notebook.parent.rename(exchange.parent / "elsewhere")
    notebook.parent.symlink_to(exchange.parent / "elsewhere")


def pipe(notebook, exchange):
    notebook.unlink()
    os.mkfifo(notebook)


def pipe_with_the_time(notebook, exchange):
    (notebook.parent / "timestamp.txt").unlink()
    os.mkfifo(notebook.parent / "timestamp.txt")


def too_large(notebook, exchange):
    os.truncate(notebook, 10**12)


REFUSED = [link, dangling_link, link_to_a_folder, link_in_place_of_all, pipe, pipe_with_the_time, too_large]


@pytest.mark.parametrize("trick", REFUSED, ids=lambda trick: trick.__name__)
def test_what_is_no_file_is_not_collected_and_stops_nobody_elses(trick, exchange, collected):
    (own,) = exchange.glob("mallory*/xor.ipynb")
    trick(own, exchange)
    found, errors = collected()
    assert found == {"anna": "of anna"} and len(errors) == 1 and "mallory" in errors[0]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_cannot_be_read_stops_nobody_elses(exchange, collected):
    next(exchange.glob("mallory*/xor.ipynb")).chmod(0)
    found, errors = collected()
    assert found == {"anna": "of anna"} and len(errors) == 1


def test_a_folder_with_a_name_that_makes_no_sense_stops_nobodys(exchange, collected):
    (exchange / "mallory+xor+soon").mkdir()
    assert collected() == ({"anna": "of anna", "mallory": "of mallory"}, [])


def test_files_beside_the_notebook_and_in_folders_are_collected_with_it(exchange, collected, tmp_path):
    (more,) = (copy / "more" for copy in exchange.glob("anna*"))
    more.mkdir()
    (more / "data.csv").write_bytes(b"1, 2")
    collected()
    assert (tmp_path / "submitted/anna/xor/more/data.csv").read_bytes() == b"1, 2"


def test_a_time_that_makes_no_sense_stops_nobodys_second_copy(exchange, collected, tmp_path):
    collected()
    (tmp_path / "submitted/mallory/xor/timestamp.txt").write_text("soon", "utf-8")
    later = exchange / "anna+xor+2026-12-02 07:00:00 UTC+secret"
    next(exchange.glob("anna*")).rename(later)
    (later / "xor.ipynb").write_text("of anna, later", "utf-8")
    found, _ = collected(update=True)
    assert found["anna"] == "of anna, later"


@pytest.mark.parametrize("what", ["link", "pipe"])
def test_no_link_is_followed_that_is_put_there_after_a_look(what, tmp_path, monkeypatch):
    """As if the look had been before."""
    (tmp_path / "own").mkdir()
    (tmp_path / "secret").write_text("secret", "utf-8")
    own, usual = tmp_path / "own/xor.ipynb", os.stat(tmp_path / "secret")
    own.symlink_to(tmp_path / "secret") if what == "link" else os.mkfifo(own)
    monkeypatch.setattr(collecting.os, "lstat", lambda name, dir_fd: usual)
    copied = tmp_path / "copy"
    if what == "pipe":  # nothing comes out of it
        collecting.copy_files(str(own.parent), copied, 100)
        assert (copied / "xor.ipynb").read_bytes() == b""
    else:
        with pytest.raises(OSError):
            collecting.copy_files(str(own.parent), copied, 100)


def test_no_more_is_copied_than_may_be(tmp_path):
    (tmp_path / "own").mkdir()
    for name in "ab":
        (tmp_path / "own" / name).write_bytes(b"12345")
    with pytest.raises(BadInput, match="too large"):
        collecting.copy_files(str(tmp_path / "own"), tmp_path / "copy", 9)
    collecting.copy_files(str(tmp_path / "own"), tmp_path / "whole", 10)
