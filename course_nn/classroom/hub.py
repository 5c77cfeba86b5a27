"""The class as a service that a JupyterHub manages: `python -m course_nn.classroom`, with the hub's own accounts.

    c.JupyterHub.services = [{"name": "course-nn", "url": "http://127.0.0.1:10101",
                              "command": [sys.executable, "-m", "course_nn.classroom"]}]

Whoever has the scope access:services!service=course-nn may vote, and whoever has custom:course-nn:lead besides may open
a class: docs/hosting.md has the roles. Of the hub it asks only who a token belongs to.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubAuth
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from course_nn.classroom.ballot import Ballot
from course_nn.classroom.handlers import Person, Refused, Room, routes

LEAD = "custom:course-nn:lead"
FILE = "course_nn_classes.sqlite"  # in the folder in which the service runs, unless COURSE_NN_CLASS_FILE names another


def accounts(hub: HubAuth) -> Callable[[RequestHandler], Awaitable[Person | None]]:
    """Who asks, as the hub knows them: handler -> Person or None. 由 JupyterHub 识别请求者。"""

    async def who(handler: RequestHandler) -> Person | None:
        token = hub.get_token(handler, in_cookie=False)
        if not token:
            return None
        user = await hub.user_for_token(token, sync=False)
        if not user or not hub.check_scopes(hub.access_scopes, user):
            raise Refused(403, "this account has no part in the class", "此账户不属于本课堂")
        return Person(user["name"], LEAD in user["scopes"])

    return who


def application(ballot: Ballot, hub: HubAuth, base: str) -> Application:
    """The service as a Tornado application. 服务本身。"""
    return Application(routes(base, Room(ballot, accounts(hub), "", {})))


async def serve() -> None:
    """Run until the hub stops it. 运行至被 JupyterHub 停止。"""
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    ballot = Ballot(Path(os.environ.get("COURSE_NN_CLASS_FILE", FILE)))
    server = HTTPServer(application(ballot, HubAuth(), os.environ["JUPYTERHUB_SERVICE_PREFIX"]), xheaders=True)
    server.listen(address.port or 80, address.hostname)
    await asyncio.Event().wait()
