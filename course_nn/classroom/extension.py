"""The class as an extension of a Jupyter server: on a lecturer's own machine, or on one server for all. Off at first.

    jupyter server extension enable course_nn.classroom.extension

Then it listens on a port of its own, at which phones find the page and nothing else: Jupyter itself stays where it was.
COURSE_NN_CLASS_PORT names the port (8765), or is "off" where students reach this Jupyter server anyway.
"""

import hmac
import os
import re
import socket
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from course_nn.classroom.ballot import Ballot
from course_nn.classroom.handlers import Person, Room, for_students, routes

PORT = "8765"
FILE = "classes.sqlite"
BEARER = re.compile("(?:token|bearer) +(.+)", re.IGNORECASE)


def _jupyter_server_extension_points():
    return [{"module": "course_nn.classroom.extension"}]


def _load_jupyter_server_extension(server):
    """Add the class to a Jupyter server, and open the door for phones."""
    room = Room(Ballot(file_of(server)), owner_of_the_server, "", {})
    room = room._replace(where=open_door(server, room))
    server.web_app.add_handlers(".*$", routes(f"{server.web_app.settings['base_url']}course-nn/", room))


def open_door(server: Any, room: Room) -> str:
    """Listen for phones; where they go to, "" if nowhere: it is switched off, or the port is taken. 开放手机入口。"""
    port = os.environ.get("COURSE_NN_CLASS_PORT", PORT).strip().lower()
    if port == "off":
        return ""
    try:
        if not 0 < int(port) < 65536:
            raise ValueError("no port")
        HTTPServer(Application(for_students("/", room._replace(who=nobody)))).listen(int(port), "0.0.0.0")
    except (OSError, ValueError) as error:
        server.log.warning(
            "course_nn: no door for phones at port %s (%s): try another COURSE_NN_CLASS_PORT", port, error
        )
        return ""
    where = f"http://{own_address()}:{port}/"
    server.log.info("course_nn: students vote at %s", where)
    return where


def file_of(server: Any) -> Path:
    """Where the votes are kept, for this user of this machine alone. 票据文件的位置。"""
    folder = Path(os.environ.get("COURSE_NN_CLASS_FILE") or Path(server.config_dir, "course_nn", FILE))
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


async def owner_of_the_server(handler: RequestHandler) -> Person | None:
    """Whoever shows this server's token in a header leads the class; cookies are not looked at."""
    token = handler.settings["identity_provider"].token
    shown = BEARER.match(handler.request.headers.get("Authorization", ""))
    is_owner = token and shown and hmac.compare_digest(shown[1].encode(), token.encode())
    return Person("lecturer", True) if is_owner else None


async def nobody(handler: RequestHandler) -> None:
    """At the door for phones nobody has an account. 手机入口处没有账户。"""


def own_address() -> str:
    """This machine's address in its network; nothing is sent to find it. 本机在网络中的地址。"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
