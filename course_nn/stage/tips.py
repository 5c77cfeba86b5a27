"""Tips below a picture: each can be closed, and stays closed until the reader wants them back."""

from collections.abc import Callable, Iterable, Mapping

from ipywidgets import HTML, Button, HBox

from course_nn.common.words import Words, block, term


class Tips:
    """The tips of a demo.
    一个演示的提示。

    closed : the names of those that the reader has closed
    box    : the row of the others
    again  : the button that brings all of them back
    """

    def __init__(self, words: Mapping[str, Words], closed: Iterable[str] = (), keep: Callable = lambda closed: None):
        """words : {name: what it says, which may hold inline HTML};  keep : told `closed` when that has changed"""
        self.closed, self._keep = [name for name in closed if name in words], keep
        self._tips = {name: self._tip(name, said) for name, said in words.items()}
        self.again, self.box = Button(icon="lightbulb-o"), HBox()
        self.again.on_click(lambda _: self.close())
        self.box.add_class("cn-tips")
        self.relabel()
        self._show()

    def close(self, *names: str) -> None:
        """Close these, too; without a name, close none any more. 关闭这些提示；不给名称则全部恢复。"""
        self.closed = [*self.closed, *names] if names else []
        self._show()
        self._keep(self.closed)

    def relabel(self) -> None:
        """Name the buttons in the reader's language."""
        self.again.description = term("tips").shown()
        for tip in self._tips.values():
            tip.children[1].tooltip = term("close tip").shown()

    def _tip(self, name, words):
        away = Button(icon="times")
        away.on_click(lambda _: self.close(name))
        return HBox([HTML(block(words)), away])

    def _show(self):
        self.box.children = [tip for name, tip in self._tips.items() if name not in self.closed]
        self.box.layout.display = "" if self.box.children else "none"
        self.again.layout.display = "" if self.closed else "none"
