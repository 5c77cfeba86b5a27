"""Is everything there that the pictures need? One sentence says so, or says what is wrong."""

from importlib.metadata import PackageNotFoundError, version

import ipywidgets
from ipywidgets import HTML, VBox

from course_nn.common.words import Words, block
from course_nn.stage.layer import layer
from course_nn.stage.page import style_sheet, under

NEEDED = ("ipywidgets", "numpy", "matplotlib")  # by the kernel; JupyterLab may run in quite another place

WAITING = Words(
    "The page has not answered the kernel yet. If this sentence stays, reload the page and run the cell again.",
    "页面尚未回应内核。如果这句话一直不变，请刷新页面并重新运行此单元格。",
)
NO_HAND = Words(
    "Pictures follow the sliders; to take hold of things in the picture too, install the course where JupyterLab runs, "
    "restart it, and reload the page. In VS Code and Colab: pip install anywidget, then restart the kernel.",
    "图会跟随滑块变化；若还想直接在图中拖动，请在运行 JupyterLab 的环境里安装本课程，重启后刷新页面。"
    "在 VS Code 和 Colab 中：先执行 pip install anywidget，再重启内核。",
)
NO_WIDGETS = Words(
    "Widgets cannot load on this page, so nothing can be moved: open the notebook in JupyterLab 4 started from the "
    "environment that README sets up, restart the kernel, and run all cells.",
    "此页面无法加载控件，所有控件都无法操作：请在按 README 建好的环境中启动 JupyterLab 4，"
    "打开笔记本，重启内核，再运行全部单元格。",
)


def _versions():
    """The version of each needed package, None where it is missing."""
    versions = {}
    for name in NEEDED:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = None
    return versions


def report(versions: dict[str, str | None], hand: bool = True) -> Words:
    """The sentences about a set of versions, {name: version or None}. 关于各软件包版本的说明。

    hand : whether things in a picture can be taken hold of
    """
    missing = " ".join(name for name, number in versions.items() if number is None)
    if missing:
        return Words(
            f"Missing here: {missing}. In a terminal: pip install {missing}, then restart the kernel.",
            f"此环境缺少：{missing}。请在终端运行 pip install {missing}，然后重启内核。",
        )
    present = [f"{name} {number}" for name, number in versions.items()]
    more = Words("", "") if hand else NO_HAND
    return Words(
        f"Widgets work here. ({', '.join(present)}) {more.en}".rstrip(),
        f"控件工作正常。（{'、'.join(present)}）{more.zh}",
    )


class EnvironmentCheck:
    """A sentence that turns good only when this very page answers the kernel.
    只有当前页面真正回应内核时才显示“正常”的一句话。
    """

    def __init__(self) -> None:
        self.sentence = HTML(block(WAITING))
        self.layer = layer(1, 1)
        self.box = VBox([self.sentence, *([under(self.layer)] if self.layer else []), style_sheet()])
        self.box.add_class("cn-demo")
        self.box.add_class("cn-check")
        self.ping, self.echo = ipywidgets.IntText(1), ipywidgets.IntText(0)
        self._link = ipywidgets.jslink((self.ping, "value"), (self.echo, "value"))  # the page copies, not the kernel
        for answer in (self.echo, self.layer):
            if answer:
                answer.observe(self._on_answer, ["value", "views"])

    def _on_answer(self, change):
        hand = self.layer is not None and self.layer.views > 0
        self.sentence.value = block(report(_versions(), hand))

    def _repr_mimebundle_(self, **kwargs):
        """Where widgets cannot load, the page shows the fallback, which says what to do."""
        fallback = {"text/html": block(NO_WIDGETS), "text/plain": NO_WIDGETS.shown()}
        return self.box._repr_mimebundle_(**kwargs) | fallback


def check_environment() -> EnvironmentCheck:
    """Say in one sentence whether the widgets of this page work, and if not, what to do.
    用一句话说明此页面的控件能否工作；若不能，该怎么办。
    """
    return EnvironmentCheck()
