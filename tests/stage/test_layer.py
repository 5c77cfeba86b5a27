"""What the layer on the page is told: only what has changed; and no code, unless the page can have it from nowhere."""

import io
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import SimpleNamespace

import numpy as np
import pytest
from ipywidgets import DOMWidget
from PIL import Image
from stage.lines import small

from course_nn.common.words import LANGUAGE
from course_nn.stage import layer
from course_nn.stage.layer import Layer


class Screen:
    """A page that has loaded the layer of a demo, and lays what it is sent over what it has."""

    def __init__(self, demo, monkeypatch):
        self.layer, self.pixels, self.bytes, self.label = demo.page.layer, np.zeros((0, 0, 3), np.uint8), 0, ""
        monkeypatch.setattr(type(self.layer), "send", lambda layer, *message: self.draw(*message))
        self.load()

    def load(self):
        self.pixels = self.pixels[:0]
        self.layer.views += 1

    def draw(self, message, files):
        width, height = message["size"]
        if self.pixels.shape[:2] != (height, width):
            self.pixels = np.zeros((height, width, 3), np.uint8)
        for (x, y), file in zip(message["places"], files):
            part = np.asarray(Image.open(io.BytesIO(file)))
            self.pixels[y : y + part.shape[0], x : x + part.shape[1]] = part
        self.bytes, self.label = sum(map(len, files)), message["label"]

    def differs(self, demo):
        return np.abs(self.pixels.astype(int) - demo.frame.pixels[..., :3]).mean()


def test_the_page_shows_the_picture_however_it_is_moved(monkeypatch):
    demo = small()
    screen = Screen(demo, monkeypatch)
    whole = screen.bytes
    for a in (2.0, -1.0, 0.5, 0.5, 2.0):
        demo.set(a=a)
        assert screen.differs(demo) < 1 and screen.bytes < whole
        assert demo.readout.en in screen.label
    assert demo.page.picture.value == "", "a picture stands on the page once"


def test_what_does_not_change_is_not_sent(monkeypatch):
    demo = small()
    screen = Screen(demo, monkeypatch)
    demo.set(a=2.0)
    demo.set(a=2.0)
    assert screen.bytes == 0


def test_a_page_that_is_loaded_again_and_a_sharper_screen_get_the_picture_whole(monkeypatch):
    demo = small()
    screen = Screen(demo, monkeypatch)
    demo.set(a=2.0)
    screen.load()
    assert screen.differs(demo) < 1
    screen.layer.density = 2.0
    assert screen.pixels.shape == (660, 1720, 3) and screen.differs(demo) < 1


def test_a_page_that_has_missed_a_message_can_know_it_by_the_numbers_of_the_others(monkeypatch):
    demo, numbers = small(), []
    screen = Screen(demo, monkeypatch)
    monkeypatch.setattr(type(screen.layer), "send", lambda layer, message, files: numbers.append(message["number"]))
    for a in (2.0, -1.0, 0.5):
        demo.set(a=a)
    assert np.diff(numbers).tolist() == [1, 1]


def test_the_words_of_the_picture_follow_the_language(monkeypatch):
    demo = small()
    screen = Screen(demo, monkeypatch)
    LANGUAGE.shown = "zh"
    assert screen.label == "直线。终点 10.00"


def test_the_output_of_the_cell_holds_the_picture_until_it_is_moved(monkeypatch):
    demo = small()
    demo._repr_mimebundle_()
    screen = Screen(demo, monkeypatch)
    assert screen.layer.printed
    demo.set(a=demo.values["a"])
    assert screen.layer.printed
    demo.set(a=2.0)
    assert not screen.layer.printed
    demo._repr_mimebundle_()
    assert screen.layer.printed


def test_until_a_page_has_the_layer_the_picture_is_an_image(monkeypatch):
    demo = small()
    assert demo.page.picture.value.startswith("<img src=")
    monkeypatch.setattr(Layer, "send", lambda *message: pytest.fail("nobody can draw that"))
    demo.set(a=2.0)
    assert demo.page.picture.value.startswith("<img src=")


def test_no_state_holds_code():
    demo = small()
    picture = next(box for box in demo.page.box.children if demo.page.layer in getattr(box, "children", ()))
    assert not [widget for widget in picture.children if "_esm" in widget.get_state()]


@pytest.mark.parametrize("elsewhere", ["google.colab", "VS Code"])
def test_where_no_extension_can_be_loaded_the_layer_carries_its_code_if_it_can(elsewhere, monkeypatch):
    if elsewhere == "VS Code":
        shell = type("Shell", (), {"user_ns": {"__vsc_ipynb_file__": "a.ipynb"}})
        monkeypatch.setattr(layer, "get_ipython", lambda: shell)
    else:
        monkeypatch.setitem(sys.modules, elsewhere, sys)
    monkeypatch.setattr(layer, "anywidget", None)
    assert layer.layer(1, 1) is None
    assert "export default" in with_anywidget(monkeypatch).layer(1, 1)._esm


def with_anywidget(monkeypatch):
    """The module as it is where anywidget is installed, which is not where the course is tested."""
    monkeypatch.setitem(sys.modules, "anywidget", SimpleNamespace(AnyWidget=type("AnyWidget", (DOMWidget,), {})))
    spec = spec_from_file_location("carried", layer.__file__)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.get_ipython = layer.get_ipython
    return module
