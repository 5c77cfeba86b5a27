"""Where the votes of a class are counted, and how a notebook speaks with it: a few requests over HTTP."""

import json
import os
import re
import time
import urllib.request
from html import escape
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from course_nn.common.errors import BadInput
from course_nn.common.texts import as_text
from course_nn.common.words import Words

PATIENCE = 7.0  # seconds until an answer is given up, however it trickles in
LARGEST = 1_000_000  # bytes of an answer
LARGEST_RESULTS = 20_000_000  # of what a class has drawn: 3,000 curves have a million
TROUBLE = (OSError, ValueError, HTTPException, RuntimeError)  # what a line, a proxy or a stranger may come up with
LINK = re.compile(r"(https?://[^\s?#]+?/)?([A-Za-z]{4})/?", re.ASCII)
EXTENSION = "`jupyter server extension enable course_nn.classroom.extension`"
HOW = Words(
    f"no class server is known here. On your own machine switch it on with {EXTENSION} and restart JupyterLab, "
    "on a hub as docs/hosting.md says; without either, votes go by class_code() and class_answers()",
    f"此处没有课堂服务。在自己的机器上用 {EXTENSION} 启用并重新启动 JupyterLab，在 JupyterHub 上见 docs/hosting.md；"
    "两者都没有时，用 class_code() 和 class_answers() 汇总",
)


class Refusal(BadInput):
    """What the server of a class has refused; `status` is that of HTTP, 0 if it was not this server that answered.
    课堂服务拒绝的请求；status 为 HTTP 状态码，应答的不是课堂服务时为 0。
    """

    def __init__(self, en: str, zh: str, status: int = 0) -> None:
        super().__init__(en, zh)
        self.status = status


class ClassServer(NamedTuple):
    """A server of classes, as one notebook knows it.
    笔记本所知的课堂服务。

    url   : of its base, with a stroke at the end
    token : of the account that asks; "" for none
    """

    url: str
    token: str

    def request(self, path: str, sent: dict | None = None, pass_: str = "") -> dict[str, Any]:
        """What it answers to a GET; or, if something is sent, to a POST. 请求的应答。

        path   : below api/
        raises : Refusal, in the server's words if it has any
        """
        try:
            found = self._answer(path, sent, pass_)
        except HTTPError as error:
            raise self._refusal(error) from None
        except TROUBLE:
            found = None
        if isinstance(found, dict):
            return found
        raise Refusal(
            f"no class is counted at {self.url}: is the address right, and is it switched on?",
            f"{self.url} 没有课堂服务：地址对吗？已启用吗？",
        )

    def _answer(self, path, sent, pass_):
        headers = {"X-Class-Pass": pass_} | ({"Authorization": f"token {self.token}"} if self.token else {})
        body = None if sent is None else json.dumps(sent).encode()
        opener = build_opener(_Straight, *PATIENT, *([ProxyHandler({})] if _is_here(self.url) else []))
        with opener.open(Request(f"{self.url}api/{path}", body, headers), timeout=PATIENCE) as answer:
            largest = LARGEST_RESULTS if path.endswith("/results") else LARGEST
            return json.loads(_all_of(answer, largest))

    def _refusal(self, error):
        """What an answer means that is no success: the class server's own words, or who else it may have been."""
        try:
            told = json.loads(error.read(10_000))
            return Refusal(str(told["en"]), str(told["zh"]), error.code)
        except (KeyError, TypeError, *TROUBLE):
            pass
        if error.code == 404 and self.token:
            return Refusal(*HOW)
        if error.code in (502, 503, 504):
            return Refusal("the server of the class does not answer: trying again", "课堂服务暂时离线：正在重试")
        return Refusal(
            f"no class answers at {self.url}, but {error.code}", f"{self.url} 应答 {error.code}，不是课堂服务"
        )


class _Straight(HTTPRedirectHandler):
    """Nobody is followed elsewhere: there a token would be shown to whoever is found, and time begins anew."""

    def redirect_request(self, *given):
        return None


class _Until(RawIOBase):
    """What comes through a line until a moment; then it is given up, however slowly it trickles in."""

    def __init__(self, line, socket, end):
        self.line, self.socket, self.end = line, socket, end

    def readable(self):
        return True

    def readinto(self, buffer):
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("it takes too long")
        self.socket.settimeout(left)
        return self.line.readinto(buffer)

    def close(self):
        self.line.close()
        super().close()


class _Timely(HTTPResponse):
    """An answer that has to be there in time, its head as well."""

    def __init__(self, sock, *given, **more):
        super().__init__(sock, *given, **more)
        self.fp = BufferedReader(_Until(self.fp.detach(), sock, time.monotonic() + PATIENCE))


class _Patient:
    """A handler of urllib whose answers are such."""

    def do_open(self, http_class, req, **more):
        def connection(*given, **settings):
            made = http_class(*given, **settings)
            made.response_class = _Timely
            return made

        return super().do_open(connection, req, **more)


PATIENT = [  # where Python has no encryption, there is none for https
    type(kind, (_Patient, getattr(urllib.request, kind)), {})
    for kind in ("HTTPHandler", "HTTPSHandler")
    if hasattr(urllib.request, kind)
]


def _all_of(answer: HTTPResponse, largest: int) -> bytes:
    """An answer, if it is complete and not too long."""
    found = answer.read(largest + 1)
    if len(found) > largest or answer.length:  # which http.client counts down
        raise ValueError("cut off, or too long")
    return found


def _is_here(url):
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def own_server() -> ClassServer:
    """The one that this notebook belongs to: of the hub, or of the Jupyter server that runs it.
    本笔记本所属的课堂服务：JupyterHub 的，或运行它的 Jupyter 服务器的。

    raises : BadInput if there is none
    """
    url = os.environ.get("COURSE_NN_CLASS_URL", "").strip()
    if url:
        return ClassServer(url.rstrip("/") + "/", os.environ.get("JUPYTERHUB_API_TOKEN", ""))
    running = _server_of_this_kernel()
    if running is None:
        raise BadInput(*HOW)
    return ClassServer(f"{running['url']}course-nn/", running["token"])


def _server_of_this_kernel():
    """What the Jupyter server that started this kernel says of itself; None if that cannot be found out."""
    try:
        from jupyter_server.serverapp import list_running_servers
    except ImportError:
        return None
    parents = {os.environ.get("JPY_PARENT_PID"), str(os.getppid())}
    return next((server for server in list_running_servers() if str(server["pid"]) in parents), None)


def told(link: str) -> tuple[str, ClassServer | None]:
    """The code in what was typed, and the server if its address stands before it. 从输入中读出代码与（若有）服务地址。

    link   : "KQZT", or "http://192.168.1.5:8765/KQZT"
    raises : BadInput
    """
    found = LINK.fullmatch(as_text(link, 300).strip())
    if not found or not _can_be_asked(found[1]):
        raise BadInput(
            'expected a code of four letters, join("KQZT"), or the whole link that is shown on the wall',
            '应为四个字母的代码，如 join("KQZT")，或大屏幕上的完整链接',
        )
    return found[2].upper(), ClassServer(found[1], "") if found[1] else None


def _can_be_asked(url):
    """Whether its port, if there is one, is a number."""
    try:
        return not url or (urlsplit(url).port or 80) > 0
    except ValueError:
        return False


def escaped(words: dict[str, str]) -> Words:
    """Words that another program has sent, as text and no markup. 另一程序发来的文字，按纯文本处理。"""
    return Words(*(escape(words[language]) for language in ("en", "zh")))
