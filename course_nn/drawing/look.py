"""The look of every picture, set once: type, spacing, and colours that a colour-blind reader can tell apart."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import fontManager

# Okabe and Ito, Color Universal Design (2008): distinguishable under all common colour deficiencies.
BLUE, ORANGE, VERMILION, GREEN = "#0072B2", "#E69F00", "#D55E00", "#009E73"
BLACK, GREY, PALE = "#000000", "#8A8A8A", "#D9D9D9"
COVERED = "#F4F4F4"  # the ground of what a veil hides
CLASS_COLORS, CLASS_MARKERS = (ORANGE, BLUE), ("^", "o")  # class 0 and class 1: colour and shape, never colour alone
THREE_COLORS = (*CLASS_COLORS, GREEN)  # where there is a class 2
THREE_MARKERS = (*CLASS_MARKERS, "s")

ENOUGH = 4.5  # contrast of what is read, or shows something
SMALL = 10.5  # points: 3 % of the height of a screen that the picture fills, as small as type gets

STYLE = {
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.labelsize": 11,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # where it is anyway; to be looked for it costs a tenth of a whole picture
    "axes.linewidth": 0.8,
    "lines.linewidth": 2,
    "mathtext.fontset": "dejavuserif",
    "figure.facecolor": "white",
    "axes.unicode_minus": True,
    "image.interpolation": "nearest",  # a smoothed heat map costs three times as much a frame
}
_CHINESE = Path(__file__).parents[1] / "data" / "NotoSansCJKsc-subset.otf"


@cache
def style() -> dict:
    """The style for Matplotlib, whose own font has no Chinese: a second one is at hand for that.
    交给 Matplotlib 的样式；其自带字体没有中文，由第二种字体补足。
    """
    fontManager.addfont(_CHINESE)
    return STYLE | {"font.family": ["DejaVu Sans", "Noto Sans CJK SC"]}


BEHIND_WORDS = dict(fc="white", ec="none", pad=0.5)  # a box for words that lines may cross

# Orange, near-white, blue; the ends are paler than the classes, so that points stand out on them.
_STOPS = np.array([[0xF0, 0xBC, 0x52], [0xFA, 0xFA, 0xF7], [0x52, 0xA2, 0xCE]])
_RAMP = np.stack([np.interp(np.linspace(0, 2, 256), [0, 1, 2], _STOPS[:, c]) for c in range(3)], axis=1)
_RAMP = np.concatenate([_RAMP, np.full((256, 1), 255)], axis=1).astype(np.uint8)


GROUND, LIGHT = 0.067, 0.98  # what white and black become on a dark page, as in layer.js


def on_dark(color: str | tuple) -> str:
    """A colour as it is seen on a dark page: white becomes the ground, black light, and a hue stays what it is.
    深色页面上的颜色：白变为底色，黑变亮，色相不变。

    A colour is so much white, so much black, and the rest its hue. Pale hues become deep ones, so that light words can
    be read on them.
    """
    rgb = np.array(to_rgb(color))
    white, black = rgb.min(), 1 - rgb.max()
    seen = (rgb - white) * (1 - white / 2) + GROUND * white + LIGHT * black * (black + white)
    return to_hex(tuple(seen.clip(0, 1)))


def contrast(color: str | tuple, ground: str | tuple = "white") -> float:
    """How well a colour stands out from its ground, 1 to 21.

    source : W3C, Web Content Accessibility Guidelines 2.2
    """
    lights = sorted(float(_luminance(np.array(to_rgb(one)))) + 0.05 for one in (color, ground))
    return lights[1] / lights[0]


@cache
def ink(color: str | tuple) -> str:
    """A colour as words have it: as dark as the contrast of 4.5 : 1 on white asks for, and no darker.
    文字所用的颜色：加深到与白底对比度为 4.5 : 1 为止。

    source : W3C, Web Content Accessibility Guidelines 2.2, success criterion 1.4.3
    """
    rgb = np.array(to_rgb(color))
    while contrast(tuple(rgb)) < ENOUGH:
        rgb = rgb * 0.98
    return to_hex(tuple(rgb))


def _luminance(rgb):
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)


def heat(values: np.ndarray | list, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    """Colours of a heat map, orange (low) through near-white to blue (high), as bytes, which draw fastest.
    热图的颜色：橙（低）经近白到蓝（高）；用字节表示，绘制最快。

    values : (n, m) float; returns (n, m, 4) uint8
    """
    index = (np.clip((np.asarray(values) - low) / (high - low), 0, 1) * 255).astype(np.uint8)
    return _RAMP[index]


def tint(colors: Sequence, strength: int = 255) -> np.ndarray:
    """Colours as bytes, so strong: 255 as they are, 0 white.
    以字节表示的颜色；强度 255 为原色，0 为白色。

    colors : K names; returns (K, 3) uint8
    """
    return (255 - strength * (1 - np.array([to_rgb(color) for color in colors]))).astype(np.uint8)


def plane(axes: Axes, low: float = -3.0, high: float = 3.0, names: tuple = ("$x_1$", "$x_2$")) -> Axes:
    """Make axes a square piece of the input plane with a thin cross at the origin."""
    axes.set(xlim=(low, high), ylim=(low, high), xlabel=names[0], aspect="equal")
    axes.set_ylabel(names[1], rotation=0, va="center")
    axes.axhline(0, color=PALE, lw=0.8, zorder=0.5)
    axes.axvline(0, color=PALE, lw=0.8, zorder=0.5)
    return axes


def one_line(pieces: np.ndarray | list) -> np.ndarray:
    """Separate pieces as the x and y of a single line with gaps, which draws faster than many lines.
    把分开的多段并成一条带间隔的线，返回其 x 与 y：比画许多条线快。

    pieces : (S, m, 2), S pieces of m points; returns (2, S (m + 1)), nan between the pieces
    """
    if not len(pieces):
        return np.empty((2, 0))
    gaps = np.full((len(pieces), 1, 2), np.nan)
    return np.concatenate([pieces, gaps], axis=1).reshape(-1, 2).T


def grid(low: float = -3.0, high: float = 3.0, n: int = 100) -> np.ndarray:
    """The points of an n × n grid over a square, row by row from below: (n*n, 2)."""
    side = np.linspace(low, high, n)
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
