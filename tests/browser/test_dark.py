"""A dark page: its pictures have a dark ground and the same hues, follow the theme, and are saved as light as ever."""

import base64
import json
import re
from io import BytesIO

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from PIL import Image

from course_nn.drawing import look

CODE = "from course_nn.lectures import neurons\nneurons.neuron()"
CHOOSE = "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })"
IS = "([picture, ground]) => picture.getContext('2d').getImageData(1, 1, 1, 1).data[0] === ground"
COLORS = """picture => {
    const { data } = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height), found = {};
    for (let k = 0; k < data.length; k += 4) {
        const color = `${data[k]},${data[k + 1]},${data[k + 2]}`;
        found[color] = (found[color] ?? 0) + 1;
    }
    return Object.entries(found).filter(([, many]) => many > 5);
}"""
WHITE, GROUND = (round(255 * to_rgb(color)[0]) for color in ("white", look.on_dark("white")))


def choose(demo, theme):
    demo.page.evaluate(CHOOSE, theme)
    demo.page.wait_for_function(IS, arg=[demo.image.element_handle(), GROUND if "Dark" in theme else WHITE])


def colors(demo):
    """{colour: how many dots have it}, of those that are not rare."""
    found = demo.image.evaluate(COLORS)
    return {to_hex([int(part) / 255 for part in color.split(",")]): many for color, many in found}


@pytest.fixture(scope="module")
def notebook(scratch):
    with scratch("dark", CODE) as notebook:
        notebook.run_all()
        yield notebook
        notebook.page.evaluate(CHOOSE, "JupyterLab Light")


def test_a_picture_follows_the_theme_and_is_moved_and_saved_on_a_dark_page(notebook, demo_in, folder):
    demo = demo_in(notebook.cell(0))
    light = colors(demo)
    choose(demo, "JupyterLab Dark")
    dark = colors(demo)
    for color in (look.BLUE, look.VERMILION, look.BLACK):
        near = [shade for shade in dark if is_near(shade, look.on_dark(color))]
        assert sum(dark[shade] for shade in near) > 20, color
    before = demo.image.evaluate("picture => picture.toDataURL()")
    demo.press("b", "ArrowRight")
    assert demo.image.evaluate("picture => picture.toDataURL()") != before
    assert max(colors(demo), key=colors(demo).get) == look.on_dark("white")
    notebook.save()
    demo.page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    still = re.search(r"data:image/webp;base64,([^\"]+)", json.dumps(json.loads((folder / "dark.ipynb").read_text())))
    assert still and Image.open(BytesIO(base64.b64decode(still[1]))).convert("RGB").getpixel((1, 1)) == (255,) * 3
    choose(demo, "JupyterLab Light")
    assert max(light, key=light.get) == max(colors(demo), key=colors(demo).get) == "#ffffff"


def is_near(one, other):
    """WebP changes a colour a little."""
    return np.abs(np.subtract(to_rgb(one), to_rgb(other))).max() < 0.06
