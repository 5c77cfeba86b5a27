"""A film in the making: in a notebook between all else that the kernel does, with a line and a button that stops it."""

import sys
from asyncio import AbstractEventLoop
from collections.abc import Callable, Generator
from html import escape
from pathlib import Path

import ipywidgets
from IPython.display import display

from course_nn.common.errors import BadInput
from course_nn.common.sitting import Sitting
from course_nn.common.words import Words, term
from course_nn.stage.callbacks import one_at_a_time
from course_nn.stage.page import close


class Reel:
    """A film that is made step by step in the loop of the kernel; its line stands below the cell that began it.
    在内核的事件循环中逐步录制的动画；进度显示在开始录制的单元格下方。

    work : yields the share that is done, 0 to 1
    path : of the file
    loop : of the kernel
    """

    def __init__(self, work: Generator[float, None, None], path: Path, loop: AbstractEventLoop):
        self.path, self._work, self._loop = path, work, loop
        self.line, self.button = ipywidgets.HTML(), ipywidgets.Button(description=term("stop").shown(), icon="stop")
        self.button.on_click(lambda _: self.stop())
        self.box = ipywidgets.HBox([self.line, self.button])
        if earlier := Sitting.now.all(Reel).get(path.resolve()):  # a file that only one may write
            earlier.stop()
        Sitting.now.all(Reel)[path.resolve()] = self

    def begin(self, show: Callable[[ipywidgets.Box], object] | None = None) -> None:
        """Show the line, below the cell or where `show` puts it; the first step comes when the kernel is free."""
        self._say(0)
        (show or display)(self.box)
        self._loop.call_soon_threadsafe(self._step)

    def stop(self) -> None:
        """Give it up; there is no file then. 放弃录制，不留下文件。"""
        with one_at_a_time():
            self._end(term("stopped"))

    def _step(self):
        """One picture; before the next one the kernel listens to the page."""
        with one_at_a_time():
            if self._work is None:
                return
            try:
                self._say(next(self._work))
            except StopIteration:
                self._end(Words(*[f"{self.path}: {self.path.stat().st_size / 1000:.0f} kB"] * 2))
            except BadInput as error:
                self._end(Words(f"⚠ {error.en}", f"⚠ {error.zh}"))
            except BaseException:  # an interrupt: what was half done is gone
                self._end(term("stopped"))
                raise
            else:
                self._loop.call_later(0, self._step)

    def _say(self, share):
        self.line.value = filming(share, f'<progress value="{share:.3f}"></progress> ')

    def _end(self, words):
        if self._work is None:
            return
        work, self._work = self._work, None
        work.close()
        Sitting.now.all(Reel).pop(self.path.resolve(), None)
        close(self.button)
        self.box.children = [self.line]
        self.line.value = escape(words.shown())


def filming(share: float, bar: str = "") -> str:
    """What is said of a film that is so far done."""
    return f"{bar}{term('filming').shown()} {share:.0%}"


def at_once(work: Generator[float, None, None], on_a_page: bool) -> None:
    """Make a film before anything else; says how much is done, below the cell or in a terminal."""
    line = ipywidgets.HTML() if on_a_page else None
    if line:
        display(line)
    try:
        for share in work:
            if line:
                line.value = filming(share, f'<progress value="{share:.3f}"></progress> ')
            elif sys.stderr.isatty():
                sys.stderr.write(f"\r{filming(share)}")
    finally:
        work.close()
        if line:
            close(line)
