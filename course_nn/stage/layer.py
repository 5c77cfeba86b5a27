"""The layer on the page: a canvas that shows the pixels of a picture, and over it the places that a hand can take.

What it does there, layer.js says. The page has that from the course's lab extension; where it loads none, anywidget may
carry it; without both, pictures are only looked at, as images.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import ipywidgets
import numpy as np
import traitlets
from IPython import get_ipython

from course_nn.stage import pixels

try:
    import anywidget
except ImportError:
    anywidget = None  # type: ignore[assignment]

MODULE, VERSION = "_course_nn", "3.1.0"  # as extension.js registers it; nobody can publish a package of that name


class Canvas(ipywidgets.DOMWidget):
    """What the kernel and the page tell each other.
    内核与页面互相告知的内容。

    size    : width and height of the picture in page pixels
    room    : which there is for it: the width, and the height of what is seen of the page; [] before the page has said
    fitted  : the room for which the picture was drawn last
    paths   : of Touch.paths
    pads    : [name, left, top, width, height, number, ink] of each sheet on which a hand draws, in page pixels; ink as
              common.ink has it, and the number of the last `inked` that it knows of
    ways    : of Touch.ways
    hovers  : the handles that answer a pointer that only rests on them
    hovered : [handle, item] of the place under the pointer; [] while there is none
    address : of the page, what it says of the setting, as address.py writes it; it is only held where `holds`
    density : dots of the screen a page pixel
    views   : another number whenever a page shows it anew, empty; 0 where the layer could not be loaded
    printed : whether the cell's output holds the picture as it is; else the page saves it in `still`, with its `label`
    presents, scene : whether the demo is presented; counted up and down by the keys of a clicker
    language : LANGUAGE.shown, for those who hear the page, and for the shapes of Chinese characters
    seen    : whether it stands in sight
    lifts   : counted up when the veil over its picture lifts
    done    : counted up with each task that is done, and with the challenge
    told    : counted up with each verdict, to which the keyboard's focus then moves
    answers : counted up with each answer that is locked, on the page or by a vote in class
    """

    size: traitlets.List = traitlets.List().tag(sync=True)
    room: traitlets.List = traitlets.List().tag(sync=True, echo_update=False)
    fitted: traitlets.List = traitlets.List().tag(sync=True)
    paths: traitlets.List = traitlets.List().tag(sync=True)
    ways: traitlets.Dict = traitlets.Dict().tag(sync=True)
    pads: traitlets.List = traitlets.List().tag(sync=True)
    hovers: traitlets.List = traitlets.List().tag(sync=True)
    hovered: traitlets.List = traitlets.List().tag(sync=True, echo_update=False)
    address: traitlets.Unicode = traitlets.Unicode().tag(sync=True)
    holds: traitlets.Bool = traitlets.Bool().tag(sync=True)
    density, told = traitlets.Float(1.0).tag(sync=True, echo_update=False), traitlets.Int().tag(sync=True)
    seen = traitlets.Bool().tag(sync=True, echo_update=False)
    answers: traitlets.Int = traitlets.Int().tag(sync=True)
    done, lifts = traitlets.Int().tag(sync=True), traitlets.Int().tag(sync=True)
    views = traitlets.Int().tag(sync=True, echo_update=False)
    printed, still, label = (trait().tag(sync=True) for trait in (traitlets.Bool, traitlets.Unicode, traitlets.Unicode))
    language: traitlets.Unicode = traitlets.Unicode().tag(sync=True)
    presents, scene = traitlets.Bool().tag(sync=True), traitlets.Int().tag(sync=True, echo_update=False)

    _shown: np.ndarray | pixels.Packed | None = None  # the pixels that the page has
    _sent = 0  # messages: a page that has missed one knows it by this number

    def show(self, now: np.ndarray, label: str, hurry: bool = False) -> None:
        """Send what has changed in the pixels, and what they show in words. 发送变化的像素及其文字说明。

        now : (height, width, 4) uint8;  hurry : as for pixels.kind
        """
        before = self._shown.unpacked() if isinstance(self._shown, pixels.Packed) else self._shown
        parts, how = pixels.differing(before, now), pixels.kind(hurry)
        if parts and self._shown is not None:
            self.printed = False
        height, width = now.shape[:2]
        places = [[columns.start, rows.start] for rows, columns in parts]
        self._sent += 1
        message = {"number": self._sent, "size": [width, height], "places": places, "label": label}
        message["kind"] = f"image/{how['format'].lower()}"
        self.send(message, [pixels.encoded(now[part], **how) for part in parts])
        self._shown = np.array(now)

    def on_move(self, meet: Callable, **hears: Callable) -> None:
        """Hear moves: held(…), as for Touch.moved, of a hand on the picture; slid(name, steps, holds, written), as
        Number.slide, of one on a slider; inked(name, stroke, number, ink) of one on a sheet. The page learns that a
        move is done with, and by meet(name) what stands in the box at each step of a slider that it meets.
        听取移动：图上的手调用 held(…)，滑块上的手调用 slid(name, steps, holds, written)，纸上的手调用
        inked(name, stroke, number, ink)；随后告知页面已处理。页面遇到滑块时，由 meet(name) 得知每一步在输入框中的写法。
        """

        def take(_, content, buffers):
            if "meets" in content:
                self.send({"of": content["meets"], "texts": meet(content["meets"])})
                return
            try:
                for name in hears.keys() & content.keys():
                    hears[name](*content[name])
            finally:
                self.send({"taken": content["number"]})

        self.on_msg(take)

    def rest(self) -> None:
        """Keep what the page has in little room. 以较少的内存保留页面已有的像素。"""
        if isinstance(self._shown, np.ndarray):
            self._shown = pixels.Packed.of(self._shown)

    def forget(self) -> None:
        """The page shows nothing yet: what is shown next is sent whole. 页面尚为空白：下一次发送整幅图。"""
        self._shown = None


class Layer(Canvas):
    """The layer whose code the page has from the lab extension. 代码来自 JupyterLab 扩展的图层。"""

    _model_name, _view_name = (traitlets.Unicode(f"Layer{part}").tag(sync=True) for part in ("Model", "View"))
    _model_module, _view_module = (traitlets.Unicode(MODULE).tag(sync=True) for _ in range(2))
    _model_module_version, _view_module_version = (traitlets.Unicode(f"^{VERSION}").tag(sync=True) for _ in range(2))


if anywidget:

    class CarriedLayer(anywidget.AnyWidget, Canvas):
        """The layer that carries its code along. 自带代码的图层。"""

        _esm = Path(__file__).with_name("layer.js").read_text(encoding="utf-8")


def layer(wide: int, tall: int) -> Canvas | None:
    """The layer of a picture of so many page pixels; None where the page can have none. 一幅图的图层。"""
    if not _needs_code():
        return Layer(size=[wide, tall])
    return CarriedLayer(size=[wide, tall]) if anywidget else None


def _needs_code():
    """Colab and VS Code have no lab extensions; VS Code names the open file in each kernel."""
    shell = get_ipython()
    return "google.colab" in sys.modules or "__vsc_ipynb_file__" in getattr(shell, "user_ns", {})
