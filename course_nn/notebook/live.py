"""What both sides of a class that votes share: they look again and again, and what goes wrong is a sentence."""

import asyncio
from collections.abc import Callable
from html import escape
from typing import Any

from ipywidgets import HTML, VBox

from course_nn.common.errors import BadInput
from course_nn.common.words import Words, block
from course_nn.notebook.live_server import ClassServer
from course_nn.stage.page import Shown

OVER = 410  # the class server's answer after which there is nothing more to look at
REFUSED = (403, 404)  # its answers after which there is nothing either, unless it knows better soon
GIVES_UP = 12  # of these one after the other: more than the minute for which a hub's service believes itself
GONE = 40  # failures of any kind in a row, some five minutes: it may come again, or not
LONGEST = 8.0  # seconds between two looks while nothing answers


class Live(Shown):
    """A view of a class, as its server knows it.
    课堂投票的一个视图，内容以服务器为准。

    server : ClassServer
    looks  : path of what it looks at;  pass_ : shown with each request, "" for whoever has an account
    every  : seconds between two looks
    says   : HTML in which an error stands
    """

    every = 1.0

    def __init__(self, server: ClassServer, words: Callable[[], Words]) -> None:
        super().__init__(VBox(), words)
        self.server, self.looks, self.pass_, self.says = server, "", "", HTML()
        self._begun = 0  # how many looks
        self._watching: asyncio.Task | None = None
        self._acting: asyncio.Task | None = None

    @property
    def goes_on(self) -> bool:
        """Whether there is still something to look at. 是否还需要继续查看。"""
        return True

    def look(self) -> None:
        """Look how things stand, and show it. 查看当前情况并显示。"""
        self.show(self.found())

    def found(self) -> dict[str, Any]:
        """How things stand, as the server says. 服务器所说的当前情况。

        raises : Refusal if nothing answers, or nonsense
        """
        self._begun += 1
        return self.checked(self.server.request(self.looks, pass_=self.pass_))

    def checked(self, found: dict[str, Any]) -> dict[str, Any]:
        """What the server says, if it has the form that it should have. 检查应答的形式。"""
        raise NotImplementedError

    def show(self, found: dict[str, Any]) -> None:
        """Show what the server says. 显示服务器返回的内容。"""
        raise NotImplementedError

    def watch(self) -> None:
        """Look again and again while this notebook runs. 在笔记本运行期间定时查看。"""
        loop = running_loop()
        if loop and (self._watching is None or self._watching.done()):
            self._watching = loop.create_task(self._keep_looking())

    async def _keep_looking(self):
        failures = refusals = 0
        while self.goes_on:
            before = self._begun
            try:
                found = await asyncio.to_thread(self.found)
                if self._begun == before + 1 and not self.acts:  # else what a click or a call brings is newer
                    self.show(found)
                if failures:
                    self.says.value = ""
                failures = refusals = 0
            except Exception as error:  # whatever somebody else's server makes of it, it is looked at again
                failures += 1
                self.say(_in_words(error))
                status = getattr(error, "status", 0)
                refusals = refusals + 1 if status in REFUSED else 0
                if failures == GONE:
                    self.miss()
                if status == OVER or refusals == GIVES_UP:
                    if self._acting:  # what was clicked last may be refused
                        await asyncio.wait([self._acting])
                    self.leave()
                    return
            await asyncio.sleep(min(self.every * 2**failures, LONGEST) if failures else self.every)

    def leave(self) -> None:
        """There is nothing more to look at. 不再有可查看的内容。"""

    def miss(self) -> None:
        """For minutes nothing has answered; it is looked at all the same. 已有几分钟没有应答；仍继续查看。"""

    def doing(self, what: Callable[..., dict[str, Any]], *given: Any) -> None:
        """On a click: ask the server without holding up the page, then show what it says, or what went wrong.
        点击之后：不阻塞页面地请求服务器，再显示结果；出错时在页面上说明。

        A second click does nothing while the first is under way.
        """
        if self.acts:
            return
        loop = running_loop()
        if loop:
            self._acting = loop.create_task(self._do(what, given))
            self._acting.add_done_callback(lambda _: self.say_buttons())
            self.say_buttons()
            return
        try:
            self._done(what(*given))
        except Exception as error:
            self.say(_in_words(error))

    async def _do(self, what, given):
        try:
            self._done(await asyncio.to_thread(what, *given))
        except Exception as error:
            self.say(_in_words(error))

    def _done(self, found):
        self.says.value = ""
        self.show(found)

    @property
    def acts(self) -> bool:
        """Whether what was clicked is under way. 点击的操作是否仍在进行。"""
        return self._acting is not None and not self._acting.done()

    def say_buttons(self) -> None:
        """Whenever an action begins or ends: say what can be pressed. 操作开始或结束时更新按钮。"""

    def say(self, error: BadInput) -> None:
        """An error as a sentence on the page. 在页面上显示错误说明。"""
        self.says.value = block(Words(escape(error.en), escape(error.zh)), "cn-warning")


def _in_words(error):
    """What went wrong, as a sentence, even if nobody has thought of it."""
    if isinstance(error, BadInput):
        return error
    name = type(error).__name__
    return BadInput(
        f"what the server of the class has said cannot be shown ({name}): trying again",
        f"课堂服务的应答无法显示（{name}）：稍后再查看",
    )


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop of this notebook; None outside of one, where whoever calls looks. 本笔记本的事件循环。"""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
