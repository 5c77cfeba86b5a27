"""A server that nobody can fill up: requests, waiting and connections have bounds, and its log cannot be flooded."""

import logging
import sys
from collections import Counter
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from course_nn.classroom.addresses import Network, is_among
from course_nn.classroom.handlers import Nothing

LIMITS: dict[str, Any] = {
    "max_body_size": 100_000,  # bytes; handlers take less, and say so
    "max_header_size": 20_000,
    "idle_connection_timeout": 10,  # seconds
    "body_timeout": 5,
    "no_keep_alive": True,  # a hall behind one address needs few connections at a time
}
MOST = 800  # connections at once
EACH = 250  # of them, of one address that is no trusted proxy


class Bounded(HTTPServer):
    """Tornado's server, with a bound on connections in all and for each address; made by `server`.
    连接总数与每个地址的连接数都有上限的服务器。

    trusted : networks of proxies, behind which many people are
    most    : connections at once
    held    : {address: connections}
    """

    trusted: tuple[Network, ...]
    most: int
    held: Counter[str]

    def handle_stream(self, stream: Any, address: tuple) -> None:
        """Take a connection, or close it at once. 接受连接，或立即关闭。"""
        peer = address[0]
        is_one_too_many = self.held[peer] >= EACH and not is_among(peer, self.trusted)
        if is_one_too_many or self.held.total() >= self.most:
            stream.close()
            return
        self.held[peer] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: Any) -> None:
        """A connection has ended. 连接已结束。"""
        super().on_close(server_conn)
        peer = server_conn.context.address[0]
        self.held[peer] -= 1
        if not self.held[peer]:
            del self.held[peer]


def server(routes: list, trusted: tuple[Network, ...] = ()) -> Bounded:
    """A server of these addresses, with a sentence at all others. 提供这些路由的服务器。"""
    logging.getLogger("tornado").setLevel(logging.ERROR)  # a line for each bad request would fill the disk
    made = Bounded(Application(routes, default_handler_class=Nothing, log_function=_log), **LIMITS)
    made.trusted, made.most, made.held = trusted, _room_for_connections(), Counter()
    return made


def _log(handler: RequestHandler) -> None:
    """What went wrong here has been logged; what somebody else does wrong need not be."""


def _room_for_connections():
    """How many connections this process may hold and still open a file."""
    if sys.platform == "win32":  # select() takes 512
        return min(MOST, 400)
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST
    wanted = MOST + 200 if hard == resource.RLIM_INFINITY else min(MOST + 200, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return min(MOST, max(10, max(soft, wanted) - 200))
