"""The two panels of each view of a schedule: what they are called, and what is drawn in them."""

from types import SimpleNamespace

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, look, marks

STEPS = 200  # on the parabola
FLOORS = (5e-3, 100)  # means of x² that are shown
PICKS = {
    "tenth": (Words("min. ÷ 10", "最小 ÷ 10"), dict(color=look.GREEN, ls="-.")),
    "steepest": (Words("steepest", "最陡"), dict(color=look.ORANGE, ls="--")),
    "minimum": (Words("minimum", "最小"), dict(color=look.BLACK, ls=":")),
    "best": (Words("best", "最佳"), dict(color=look.VERMILION, ls="-")),
}
OWN, OTHER = dict(color=look.BLUE, lw=2.5), dict(color=look.BLACK, lw=1.8, ls="--")  # this schedule, and a constant one
EPOCH, STEP, RATE = term("epoch"), Words("step", "步"), Words("rate η", "学习率 η")
AXES = {  # the two panels of each view: title, what is under it, logarithmic scales, limits
    ("digits", 0): (Words("training loss", "训练损失"), EPOCH, "y", {"ylim": (1e-3, 5), "xlim": (0, 10)}),
    ("digits", 1): (
        Words("unseen digits right", "没见过的数字的准确率"),
        EPOCH,
        "",
        {"ylim": (0.6, 1), "xlim": (0, 10)},
    ),
    ("parabola", 0): (Words("mean of x²", "x² 的均值"), STEP, "y", {"ylim": FLOORS, "xlim": (0, STEPS)}),
    ("parabola", 1): (Words("where it settles", "停在何处"), RATE, "xy", {"ylim": FLOORS, "xlim": (0.01, 4.5)}),
    ("range", 0): (Words("loss while η grows", "η 增大时的损失"), RATE, "x", {"ylim": (0, 4)}),
    ("range", 1): (Words("loss after 10 epochs", "10 轮之后的损失"), RATE, "xy", {"ylim": (5e-4, 5)}),
}


def paint_panel(axes: Axes, title: Words, under: Words, logarithmic: str, limits: dict) -> SimpleNamespace:
    """Runs with this schedule and with a constant rate, their medians, and the rates that a range test suggests."""
    axes.set(title=title.drawn(), xlabel=under.drawn(), **{f"{letter}scale": "log" for letter in logarithmic}, **limits)
    thin = dict(lw=0.6, alpha=0.5, zorder=1.5)
    return SimpleNamespace(
        axes=axes,
        medians=[marks.line(axes, **style) for style in (OWN, OTHER)],
        runs=[marks.line(axes, color=style["color"], **thin) for style in (OWN, OTHER)],
        picks={name: axes.axvline(1, lw=1.5, zorder=1, **style) for name, (_, style) in PICKS.items()},
    )
