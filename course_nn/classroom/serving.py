"""A server that nobody can fill up: requests, waiting and connections have bounds, and its log cannot be flooded."""

import logging
import sys
from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPInputError, HTTPMessageDelegate, HTTPServerRequest
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler

from course_nn.classroom.addresses import Network, client_of, is_among
from course_nn.classroom.handlers import Nothing

LIMITS: dict[str, Any] = {
    "max_body_size": 100_000,  # bytes; handlers take less, and say so
    "max_header_size": 20_000,
    "idle_connection_timeout": 10,  # seconds
    "body_timeout": 5,
    "no_keep_alive": True,  # a hall behind one address needs few connections at a time
}
MOST = 800  # connections at once
EACH = 250  # of them, of one client
ANSWERED = 60.0  # seconds in which an answer must have been made, and read by whoever asked
KEPT = 8  # one in so many is kept for requests with a token


class Bounded(HTTPServer):
    """Tornado's server, with a bound on connections in all and for each client; made by `server`.
    连接总数与每个来源的连接数都有上限的服务器。

    trusted    : networks of proxies, which are believed whom they ask for
    most       : connections at once
    clients    : {connection: address}, of whoever is at the other end, or behind the proxy there once the head is read
    held       : {address: connections}
    unfinished : the connections whose request is not there as a whole, the oldest first
    ends       : {connection: what will close it}, of those whose request is there
    """

    trusted: tuple[Network, ...]
    most: int
    clients: dict[Any, str]
    held: Counter[str]
    unfinished: dict[Any, None]
    ends: dict[Any, object]

    def handle_stream(self, stream: Any, address: tuple) -> None:
        """Take a connection, or close it at once. 接受连接，或立即关闭。"""
        peer = address[0]
        if not self._finds_room(peer, self.most):
            stream.close()
            return
        self._count(stream, peer)
        self.unfinished[stream] = None
        super().handle_stream(stream, address)

    def start_request(self, server_conn: Any, request_conn: Any) -> HTTPMessageDelegate:
        """Take a request, once its head says whose it is. 读到请求头之后才知道来自谁。"""
        return _Head(super().start_request(server_conn, request_conn), self, server_conn)

    def take(self, server_conn: Any, headers: HTTPHeaders) -> None:
        """Count a connection for the client from whom its request comes. 把连接计入其真正的来源。

        raises : HTTPInputError, upon which Tornado closes it, if that is one too many
        """
        asks = SimpleNamespace(remote_ip=server_conn.context.address[0], headers=headers)
        client = client_of(cast(HTTPServerRequest, asks), self.trusted)
        self._give_back(server_conn.stream)
        most = self.most - (0 if "Authorization" in headers else self.most // KEPT)
        if server_conn.stream.closed() or not self._finds_room(client, most):  # it has given way meanwhile
            raise HTTPInputError("too many connections")
        self._count(server_conn.stream, client)

    def on_close(self, server_conn: Any) -> None:
        """A connection has ended. 连接已结束。"""
        super().on_close(server_conn)
        self._give_back(server_conn.stream)
        self.unfinished.pop(server_conn.stream, None)
        if end := self.ends.pop(server_conn.stream, None):
            IOLoop.current().remove_timeout(end)

    def answer(self, stream: Any) -> None:
        """A request is there as a whole: whoever does not read the answer holds no place for ever. 请求已收全。"""
        self.unfinished.pop(stream, None)
        self.ends[stream] = IOLoop.current().call_later(ANSWERED, stream.close)

    def _finds_room(self, client, most):
        """Whether a client may hold one more; if there are too many, the oldest unfinished request gives way.

        Whoever has something to ask has asked it within a moment, so it is somebody who only holds a place.
        """
        if self._has_all(client):
            self._end(next((one for one in self.unfinished if self.clients.get(one) == client), None))
        elif self.held.total() >= most:
            self._end(next(iter(self.unfinished), None))
        return not self._has_all(client) and self.held.total() < most

    def _has_all(self, client):
        """Whether a client holds as many as it may; the proxy itself, for whomever it asks, has no bound of its own."""
        return self.held[client] >= EACH and not is_among(client, self.trusted)

    def _end(self, stream):
        if stream:
            del self.unfinished[stream]
            self._give_back(stream)
            stream.close()

    def _count(self, stream, client):
        self.clients[stream] = client
        self.held[client] += 1

    def _give_back(self, stream):
        """A connection counts no more, for whomever it did."""
        client = self.clients.pop(stream, "")
        self.held -= Counter([client] if client else [])  # which forgets whoever holds none


class _Head(HTTPMessageDelegate):
    """Looks at the head of a request before it goes on."""

    def __init__(self, request, server, server_conn):
        self.request, self.server, self.server_conn = request, server, server_conn

    def headers_received(self, start_line, headers):
        self.server.take(self.server_conn, headers)
        return self.request.headers_received(start_line, headers)

    def data_received(self, chunk):
        return self.request.data_received(chunk)

    def finish(self):
        self.server.answer(self.server_conn.stream)
        self.request.finish()

    def on_connection_close(self):
        self.request.on_connection_close()


def server(routes: list, trusted: tuple[Network, ...] = ()) -> Bounded:
    """A server of these addresses, with a sentence at all others. 提供这些路由的服务器。"""
    logging.getLogger("tornado").setLevel(logging.ERROR)  # a line for each bad request would fill the disk
    made = Bounded(Application(routes, default_handler_class=Nothing, log_function=_log), **LIMITS)
    made.trusted, made.most = trusted, _room_for_connections()
    made.clients, made.held, made.unfinished, made.ends = {}, Counter(), {}, {}
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
