"""The extension and its door for phones: a process that comes with the first class, and goes when its server does."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.extension.config import ExtensionConfigManager
from lab import free_port

from course_nn.classroom import clock, extension
from course_nn.classroom.ballot import HOUR, Ballot, Busy, Refused
from course_nn.classroom.handlers import Class, Lead, Sessions
from course_nn.classroom.keeping import keep_tidy
from course_nn.notebook.live_server import EXTENSION, ClassServer, Refusal

ROOT = Path(__file__).parents[2]
OPEN_AND_WAIT = """
import asyncio, sys
from course_nn.classroom.extension import Door
door = Door(*sys.argv[1:])
print(asyncio.run(door.where())["where"], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def door(tmp_path):
    """A door with a port of its own."""
    made = extension.Door(tmp_path / "votes.sqlite", str(free_port()))
    yield made
    if made.process:
        made.process.kill()
        made.process.communicate()


def where(door):
    return asyncio.run(door.where())


def page(port):
    """The status of the page at a port of this machine; None if nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return None


@pytest.mark.parametrize("behind", [0, 7 * HOUR])  # the clock was mended since this process began
def test_the_door_is_another_process_which_counts_in_the_same_file(door, tmp_path, monkeypatch, behind):
    monkeypatch.setattr(clock, "_BEGAN", clock._BEGAN - behind)
    ballot = Ballot(tmp_path / "votes.sqlite")
    code = ballot.open("prof")
    assert page(door.port) is None, "nobody has opened a class"
    assert where(door)["where"].endswith(f":{door.port}/") and page(door.port) == 200
    assert door.process.pid != os.getpid()
    ClassServer(f"http://127.0.0.1:{door.port}/", "").request(f"class/{code}/join", {})
    assert ballot.results(code, "prof")["voters"] == 1


def test_a_second_class_goes_through_the_same_door_and_one_that_broke_is_opened_again(door):
    before = where(door)
    first = door.process
    assert where(door) == before and door.process is first
    first.kill()
    first.communicate()
    assert where(door) == before and door.process is not first and page(door.port) == 200


async def looked_after(door, until):
    timer = door.watch(0.1)
    while not await asyncio.to_thread(until):
        await asyncio.sleep(0.1)
    timer.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="there nothing is sent to a process but its end")
@pytest.mark.parametrize("sent", ["SIGKILL", "SIGSTOP"])
def test_a_door_that_something_has_ended_or_stopped_comes_back_by_itself(door, sent):
    before = where(door)
    door.process.send_signal(getattr(signal, sent))
    asyncio.run(asyncio.wait_for(looked_after(door, lambda: page(door.port) == 200), 30))
    assert where(door) == before and door.note is None


def test_a_door_that_cannot_come_back_is_said_to_the_lecturer_and_not_tried_again_and_again(door, monkeypatch):
    where(door)
    door.process.kill()
    door.process.communicate()
    with socket.create_server(("0.0.0.0", int(door.port))):
        asyncio.run(asyncio.wait_for(looked_after(door, lambda: door.note), 30))
        assert door.port in door.note.en and door.port in door.note.zh
        tried = door.process
        asyncio.run(door.look_after())
        assert door.process is tried
    assert where(door)["where"] and door.note is None, "whoever runs the cell again opens it"


def test_the_door_closes_when_its_server_is_killed(tmp_path):
    port = str(free_port())
    command = [sys.executable, "-c", OPEN_AND_WAIT, str(tmp_path / "votes.sqlite"), port]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True)
    try:
        assert server.stdout.readline().strip().endswith(f":{port}/") and page(port) == 200
    finally:
        server.kill()
        server.communicate()
    end = time.monotonic() + 20
    while page(port) is not None:
        assert time.monotonic() < end, "it is still there"
        time.sleep(0.05)


def test_a_port_that_another_program_has_is_said_to_the_lecturer(door, tmp_path):
    taken = extension.Door(tmp_path / "votes.sqlite", door.port)
    where(door)
    said = where(taken)
    assert said["where"] == "" and not taken.is_open
    for language in ("en", "zh"):
        assert door.port in said["note"][language] and "COURSE_NN_CLASS_PORT" in said["note"][language]


@pytest.mark.parametrize("port", ["eight", "", "70000", "-1", "0"])
def test_what_is_no_port_is_said_to_the_lecturer(tmp_path, port):
    said = where(extension.Door(tmp_path / "votes.sqlite", port))
    assert said["where"] == "" and "COURSE_NN_CLASS_PORT" in said["note"]["en"]


def test_a_door_that_is_switched_off_needs_no_word(tmp_path):
    door = extension.Door(tmp_path / "votes.sqlite", "off")
    assert where(door) == {"where": ""} and door.process is None


def test_the_door_is_asked_for_under_no_name_that_somebody_else_made(door):
    where(door)
    request = urllib.request.Request(f"http://127.0.0.1:{door.port}/", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 403


@pytest.mark.parametrize(
    "name, settings, is_known",
    [
        ("localhost", {"local_hostnames": ["localhost"]}, True),
        ("127.0.0.1", {}, True),
        ("[::1]", {}, True),
        ("evil.example", {"local_hostnames": ["localhost"]}, False),
        ("192.168.1.5", {}, False),
        ("jupyter.example.org", {"allow_remote_access": True}, True),
    ],
)
def test_a_jupyter_server_knows_its_names_for_the_class_as_for_itself(name, settings, is_known):
    assert extension.is_called(settings, name) == is_known


def asked(kind, token, shown):
    """Whom a Jupyter server with this token takes for its owner, who has shown another or the same."""
    headers, provider = {"Authorization": f"token {shown}"}, SimpleNamespace(token=token)
    handler = object.__new__(kind)
    handler.request, handler.application = SimpleNamespace(headers=headers), SimpleNamespace(settings={})
    handler.application.settings["identity_provider"] = provider
    return asyncio.run(extension.owner_of_the_server(handler))


@pytest.mark.parametrize("kind", [Sessions, Lead])
def test_whoever_shows_the_token_leads_and_where_there_is_none_it_is_said_what_to_do(kind):
    assert asked(kind, "t0ken", "t0ken") == ("lecturer", True) and asked(kind, "t0ken", "other") is None
    with pytest.raises(Refused, match="JUPYTER_TOKEN") as refused:
        asked(kind, "", "")
    assert "JUPYTER_TOKEN" in refused.value.zh


def test_students_need_no_token_and_a_jupyter_server_gives_them_no_account(door, monkeypatch):
    assert asked(Class, "", "") is None
    server = SimpleNamespace(config_dir=str(door.file.parent), io_loop=SimpleNamespace(add_callback=lambda *_: None))
    added = []
    server.web_app = SimpleNamespace(
        settings={"base_url": "/"}, add_handlers=lambda _, routes: added.extend(routes), ui_methods={}
    )
    extension._load_jupyter_server_extension(server)
    assert [route[2]["room"].students for route in added] == [False] * len(added) and added


# ---- switched on ------------------------------------------------------------------------------------------


def test_the_command_that_is_documented_switches_the_class_on(tmp_path):
    """In an environment of its own, with what installing this package puts there; and it was off before."""
    folder = tmp_path / "venv"
    python, module = environment_with_the_package(folder), "course_nn.classroom.extension"
    assert EXTENSION == f"`jupyter server extension enable {module}`"
    assert switched(folder)[module] is False
    done = subprocess.run(
        [str(python), "-m", "jupyter_server", "extension", "enable", module],
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(tmp_path / "config")},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0 and switched(folder)[module] is True, done.stderr


def switched(folder):
    """{extension: whether it is on}, as a Jupyter server of this environment reads it."""
    return ExtensionConfigManager(read_config_path=[str(folder / "etc/jupyter")]).get_jpserver_extensions()


def environment_with_the_package(folder):
    """The Python of a new environment that finds all packages of this one, and the package's own Jupyter files."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = [*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages")]
    (packages / "all.pth").write_text("\n".join(path for path in sys.path if path), "utf-8")
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    for source, target in wheel["shared-data"].items():
        if source.endswith(".json"):
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            (folder / target).write_text((ROOT / source).read_text("utf-8"), "utf-8")
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def test_the_package_brings_the_extension_switched_off():
    config = json.loads((ROOT / "jupyter-config/classroom.json").read_text("utf-8"))
    (name,) = [point["module"] for point in extension._jupyter_server_extension_points()]
    assert config == {"ServerApp": {"jpserver_extensions": {name: False}}}


# ---- the service by itself ---------------------------------------------------------------------------------


def test_old_sessions_are_tidied_again_and_again_also_when_it_fails(monkeypatch):
    class Ballots:
        times = 0

        def tidy(self):
            self.times += 1
            raise Busy

    async def run(ballot):
        timer = keep_tidy(ballot, every=0.01)
        while ballot.times < 3:
            await asyncio.sleep(0.01)
        timer.stop()

    asyncio.run(asyncio.wait_for(run(Ballots()), 20))


def test_a_jupyter_server_without_the_class_is_told_how_to_switch_it_on():
    with jupyter_without_it() as url:
        with pytest.raises(Refusal, match="jupyter server extension enable"):
            ClassServer(url, "token").request("class", {})
        with pytest.raises(Refusal, match="no class answers"):
            ClassServer(url, "").request("class/BCDF/join", {})


@contextmanager
def jupyter_without_it():
    """It answers 404, in words of its own."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(404)
            self.end_headers()
            self.wfile.write(b'{"message": "Not Found", "reason": null}')

        def log_message(self, *said):
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
