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
        self._watching: Any = None

    @property
    def goes_on(self) -> bool:
        """Whether there is still something to look at. 是否还需要继续查看。"""
        return True

    def look(self) -> None:
        """Look how things stand, and show it. 查看当前情况并显示。"""
        self.show(self.server.request(self.looks, pass_=self.pass_))

    def show(self, found: dict[str, Any]) -> None:
        """Show what the server says. 显示服务器返回的内容。"""
        raise NotImplementedError

    def watch(self) -> None:
        """Look again and again while this notebook runs. 在笔记本运行期间定时查看。"""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no notebook: whoever calls looks
            return
        if self._watching is None or self._watching.done():
            self._watching = loop.create_task(self._keep_looking())

    async def _keep_looking(self):
        while self.goes_on:
            try:
                self.show(await asyncio.to_thread(self.server.request, self.looks, None, self.pass_))
            except BadInput as error:
                self.say(error)
                if getattr(error, "status", 0) == 410:  # it has ended
                    return
            await asyncio.sleep(self.every)

    def doing(self, what: Callable, *given: Any) -> None:
        """On a click: what goes wrong is said on the page. 点击之后；出错时在页面上说明。"""
        try:
            what(*given)
        except BadInput as error:
            self.say(error)

    def say(self, error: BadInput) -> None:
        """An error as a sentence on the page. 在页面上显示错误说明。"""
        self.says.value = block(Words(escape(error.en), escape(error.zh)), "cn-warning")
