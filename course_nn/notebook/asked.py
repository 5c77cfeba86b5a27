"""A long computation of a cell waits until somebody asks for it: Start is not held up, and no answer is given away."""

from collections.abc import Generator
from html import escape
from typing import Any

from ipywidgets import HTML, Button, VBox

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words, block, term
from course_nn.stage.cells import close_earlier_run, on_a_page
from course_nn.stage.page import Shown, close, style_sheet
from course_nn.stage.work import finished

COMPUTE = Words("Compute it", "开始计算")
WAITS = Words("Press the button above to compute it.", "按上面的按钮开始计算。")
MEND = Words("Change the cell and run it again.", "请修改单元格，再运行一次。")


def when_asked(work: Generator[float, None, Any]) -> Any:
    """What a long computation returns; on a page, once the reader presses a button.
    长计算的结果；在页面上，读者按下按钮之后才计算。

    work : yields the share that is done, 0 to 1, and returns what has a _repr_html_
    """
    if not on_a_page():
        return finished(work)
    asked = Asked(work)
    return Shown(asked.box, lambda: WAITS)


class Asked:
    """The button, and below it how far the computation is, its result, or what is wrong with it.
    按钮；其下是计算进度、结果或出错说明。
    """

    def __init__(self, work):
        self._work, self.button, self.said = work, Button(icon="calculator"), HTML()
        self.box = VBox([self.button, self.said, style_sheet()])
        self.button.on_click(lambda _: self.compute())
        LANGUAGE.observe(self._relabel, "shown")
        self._relabel()
        close_earlier_run(self)

    def compute(self) -> None:
        """Show the result, and until then the share that is done. 显示结果；在此之前显示已完成的比例。"""
        self.button.disabled = True
        try:
            self.said.value = self._found()
        except BadInput as error:
            self.said.value = _warning(Words(f"{error.en} {MEND.en}", f"{error.zh}{MEND.zh}"))
        except BaseException as error:
            en, zh = f"It stopped: {error!r}. Run the cell again.", f"计算中断：{error!r}。请再运行一次单元格。"
            self.said.value = _warning(Words(en, zh))
            raise

    def close(self) -> None:
        """Its cell was run again: nothing of it stays. 单元格再次运行：全部移除。"""
        LANGUAGE.unobserve(self._relabel, "shown")
        close(self.box)

    def _found(self):
        while True:
            try:
                share = next(self._work)
            except StopIteration as end:
                return end.value._repr_html_()
            percent = f'<progress value="{share:.3f}"></progress> {share:.0%}'
            self.said.value = block(Words(*(f"{words} {percent}" for words in term("computing"))))

    def _relabel(self, _=None):
        self.button.description = COMPUTE.shown()


def _warning(words):
    return f'<div role="alert">{block(Words("⚠ " + escape(words.en), "⚠ " + escape(words.zh)), "cn-warning")}</div>'
