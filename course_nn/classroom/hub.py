"""The class as a service that a JupyterHub manages: `python -m course_nn.classroom`, with the hub's own accounts.

    c.JupyterHub.services = [{"name": "course-nn", "url": "http://127.0.0.1:10101",
                              "command": [sys.executable, "-m", "course_nn.classroom"],
                              "environment": {"COURSE_NN_CLASS_PROXY": "127.0.0.1"}}]

Whoever has the scope access:services!service=course-nn may vote, and whoever has custom:course-nn:lead besides may open
a class: docs/hosting.md has the roles. Of the hub it asks only who a token belongs to.
"""

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubAuth
from tornado.web import RequestHandler

from course_nn.classroom import wall
from course_nn.classroom.addresses import networks
from course_nn.classroom.ballot import Refused
from course_nn.classroom.board import Board
from course_nn.classroom.handlers import Asked, Person, Room, routes
from course_nn.classroom.keeping import keep_tidy
from course_nn.classroom.recent import Recent
from course_nn.classroom.serving import server

LEAD = "custom:course-nn:lead"
WRONG = 20  # tokens a minute that the hub does not know, of one address, after which its new ones have to be slow
FILE = "course_nn_classes.sqlite"  # in the folder in which the service runs, unless COURSE_NN_CLASS_FILE names another


def accounts(hub: HubAuth) -> Callable[[RequestHandler], Awaitable[Person | None]]:
    """Who asks, as the hub knows them: handler -> Person or None. 由 JupyterHub 识别请求者。

    The hub is not asked again within a minute about a token that it does not know; and of an address that has shown
    many of these, one new token after the other, slowly. Whoever was let in within a minute never waits.
    """
    unknown, known, wrong = Recent(1), Recent(1), Recent(WRONG)

    async def who(handler: RequestHandler) -> Person | None:
        token = hub.get_token(handler, in_cookie=False)
        if not token:
            return None
        seen = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
        if unknown.is_over(seen):
            raise _unknown()
        asked = cast(Asked, handler)
        if wrong.is_over(asked.client) and not known.is_over(seen):
            await asked.slow_down()
        user = await _user(hub, token)
        if user is None or not hub.check_scopes(hub.access_scopes, user):
            unknown.add(seen)
            wrong.add(asked.client)
            raise _unknown()
        known.add(seen)
        return Person(user["name"], LEAD in user["scopes"])

    return who


def _unknown():
    return Refused(403, "this account has no part in the class", "此账户不属于本课堂")


async def _user(hub, token):
    """What the hub says of a token; of what is none, it need not be asked."""
    if not (token.isascii() and token.isprintable()):
        return None
    try:
        user = await hub.user_for_token(token, sync=False)
    except Exception:  # no answer, or none that can be read; each library of HTTP has errors of its own
        user = False
    if user is None or _is_account(user):
        return user
    raise Refused(503, "the hub does not answer: trying again", "hub 没有应答，正在重试")


def _is_account(user):
    """Whether a hub would say this of a token that it knows."""
    scopes = user.get("scopes") if isinstance(user, dict) else None
    return isinstance(scopes, list) and isinstance(user.get("name"), str) and all(isinstance(s, str) for s in scopes)


async def serve() -> None:
    """Run until the hub stops it. 运行至被 JupyterHub 停止。"""
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    trusted = networks(os.environ.get("COURSE_NN_CLASS_PROXY", ""))
    ballot = Board(Path(os.environ.get("COURSE_NN_CLASS_FILE", FILE)))
    room = Room(ballot, accounts(HubAuth()), trusted=trusted)
    base = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    server(routes(base, room) + wall.routes(base, room), trusted).listen(address.port or 80, address.hostname)
    keep_tidy(ballot)
    await asyncio.Event().wait()
