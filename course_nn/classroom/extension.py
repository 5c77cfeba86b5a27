"""The class as an extension of a Jupyter server: on a lecturer's own machine, or on one server for all. Off at first.

    jupyter server extension enable course_nn.classroom.extension

When a class is opened, a process of its own listens for phones, at which they find the page and nothing else: Jupyter
itself stays where it was. COURSE_NN_CLASS_PORT names the port (8765), or is "off" where students reach this Jupyter
server anyway.
"""

import asyncio
import hmac
import os
import re
import signal
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tornado.ioloop import PeriodicCallback
from tornado.web import RequestHandler

from course_nn.classroom import wall
from course_nn.classroom.addresses import own_address
from course_nn.classroom.ballot import Refused
from course_nn.classroom.board import Board
from course_nn.classroom.clock import handed_on
from course_nn.classroom.door import OPEN
from course_nn.classroom.handlers import Class, Page, Person, Room, routes
from course_nn.classroom.keeping import keep_tidy
from course_nn.common.words import Words

PORT = "8765"
FILE = "classes.sqlite"
EVERY = 3.0  # seconds between two looks whether the door is still open
NO_TOKEN = Words(
    "a class is led with the token of the Jupyter server, and this one has a password or nothing in its place: set "
    "JUPYTER_TOKEN to a long word of your own and restart JupyterLab",
    "开课要凭 Jupyter 服务器的令牌，而这台服务器用的是密码，或者什么也没设：请把环境变量 JUPYTER_TOKEN "
    "设为自选的一长串字符，再重新启动 JupyterLab",
)
BEARER = re.compile("(?:token|bearer) +(.+)", re.IGNORECASE)


def _jupyter_server_extension_points():
    return [{"module": "course_nn.classroom.extension"}]


def _load_jupyter_server_extension(server):
    """Add the class to a Jupyter server."""
    settings, file = server.web_app.settings, file_of(server)
    door = Door(file, os.environ.get("COURSE_NN_CLASS_PORT", PORT).strip().lower())
    room = Room(
        Board(file),
        owner_of_the_server,
        door.where,
        note=lambda: door.note,
        students=False,
        knows=lambda name: is_called(settings, name),
    )
    base = f"{settings['base_url']}course-nn/"
    server.web_app.add_handlers(".*$", routes(base, room) + wall.routes(base, room))
    server.io_loop.add_callback(keep_tidy, room.ballot)
    server.io_loop.add_callback(door.watch)


class Door:
    """The process that lets phones in, started when the first class is opened, and again if something ends it.
    接待手机的进程，首次开课时启动，意外终止后会重新启动。

    file    : of the votes
    port    : where it listens, or "off"
    problem : why it could not be started when that was tried last, or ""
    """

    def __init__(self, file: Path, port: str) -> None:
        self.file, self.port, self.problem = file, port, ""
        self.process: subprocess.Popen | None = None
        self._one_at_a_time = asyncio.Lock()

    async def where(self) -> dict[str, Any]:
        """Where phones go to, {"where": "http://192.168.1.5:8765/"}; or why they go nowhere. 手机的去处。"""
        if self.port == "off":
            return {"where": ""}
        async with self._one_at_a_time:
            self.problem = "" if self.is_open else await asyncio.to_thread(self._open)
        if not self.note:
            return {"where": f"http://{own_address()}:{self.port}/"}
        return {"where": "", "note": self.note._asdict()}

    @property
    def note(self) -> Words | None:
        """What the lecturer has to know of it. 需要告知授课教师的情况。"""
        return _closed(self.port, self.problem) if self.problem else None

    def watch(self, every: float = EVERY) -> PeriodicCallback:
        """Look after it as long as this program runs. 持续照看。"""
        timer = PeriodicCallback(self.look_after, 1000 * every)
        timer.start()
        return timer

    async def look_after(self) -> None:
        """Let it go on if it was stopped; start it once more if it was ended. 被暂停则使其继续，被终止则重新启动。"""
        if self.is_open and self.process and hasattr(signal, "SIGCONT"):
            self.process.send_signal(signal.SIGCONT)
        elif self.process and not self.problem:
            await self.where()

    @property
    def is_open(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _open(self):
        """Start it; what is in its way, or ""."""
        if not self.port.isdecimal() or not 0 < int(self.port) < 65536:
            return "no port"
        command = [sys.executable, "-P", "-m", "course_nn.classroom.door", str(self.file), self.port]
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = subprocess.Popen(command, env=handed_on(), creationflags=hidden, **pipes)
        said = self.process.stdout.readline().strip()
        if said == OPEN:
            return ""
        self.process.communicate()
        return said or "it did not start"


def _closed(port, problem):
    return Words(
        f"Phones cannot vote: their port {port} cannot be opened ({problem}). Is another JupyterLab running on this "
        "machine? End it, or start this one with another number as COURSE_NN_CLASS_PORT.",
        f"手机无法投票：端口 {port} 打不开（{problem}）。这台机器上是否还运行着另一个 JupyterLab？"
        "请关闭它，或把 COURSE_NN_CLASS_PORT 设为另一个端口后重新启动。",
    )


def file_of(server: Any) -> Path:
    """Where the votes are kept, for this user of this machine alone. 选票文件的位置。"""
    file = Path(os.environ.get("COURSE_NN_CLASS_FILE") or Path(server.config_dir, "course_nn", FILE))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return file


async def owner_of_the_server(handler: RequestHandler) -> Person | None:
    """Whoever shows this server's token in a header leads the class; cookies are not looked at.

    raises : Refused to whoever wants to lead where there is no token
    """
    token = handler.settings["identity_provider"].token
    if not token and not isinstance(handler, Class | Page | wall.WallPage):
        raise Refused(403, *NO_TOKEN)
    shown = BEARER.match(handler.request.headers.get("Authorization", ""))
    is_owner = token and shown and hmac.compare_digest(shown[1].encode(), token.encode())
    return Person("lecturer", True) if is_owner else None


def is_called(settings: dict[str, Any], name: str) -> bool:
    """Whether a Jupyter server may be asked for under a name, as it decides itself. 该服务器是否认可此名称。"""
    if settings.get("allow_remote_access", False):
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name in settings.get("local_hostnames", ["localhost"])
