"""Samples come in batches: small ones make many wavering steps an epoch, all samples at once make one sure step."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, plain
from course_nn.lectures.primer.demos.epochs.flippers import SAMPLES, START, Sample, birds, lead_of_batches
from course_nn.lectures.primer.steps import best_line, learn, mean_loss
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, tried

EPOCHS = 20
BATCHES = {
    1: Words("1 sample", "1 个样本"),
    5: Words("5 samples", "5 个样本"),
    SAMPLES: Words(f"all {SAMPLES}", f"全部 {SAMPLES} 个"),
}
CONTROLS = {
    "batch": Choice(Words("batch", "小批量"), BATCHES, 5),
    "learning_rate": Slider(Words("rate η", "学习率 η"), 0.01, 1.0, 0.1, 0.25, decades=True),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 0, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, 2, 1, plays=True),
}
SIDE = 60  # squares along each side of the map of losses
REACH = 2.0  # the map shows w and b from -REACH to REACH
PLANE = look.grid(-REACH, REACH, SIDE)
HIGHEST = 2.0  # loss on the map
LOSSES = 0.1, 8.0  # of the curve
GOAL = 1.05  # times the smallest loss
AT_ONCE = Words(f"one step, all {SAMPLES}", f"全部 {SAMPLES} 个走一步")
SETS = {
    Words("training", "训练"): dict(color=look.BLUE),
    Words("test", "测试"): dict(color=look.GREY, ls="--"),
}


class Result(NamedTuple):
    steps: int  # in an epoch
    train: Sample
    test: Sample
    path: np.ndarray  # (steps + 1, 2) w and b
    train_losses: np.ndarray  # (steps + 1,) over all training samples
    test_losses: np.ndarray
    at_once: np.ndarray  # (2,) training loss before and after one step of all samples
    best: float  # the smallest training loss there is
    lead: float  # by how much the training loss is lower after one epoch than after one of all samples at once
    surface: np.ndarray  # (SIDE, SIDE) training loss over w and b


def compute(batch, learning_rate, seed, epoch) -> Result:
    train, test = birds(seed)
    path = learn(*train, START, learning_rate, batch, EPOCHS, seed)
    return Result(
        steps=len(path) // EPOCHS,
        train=train,
        test=test,
        path=path,
        train_losses=mean_loss(path, *train),
        test_losses=mean_loss(path, *test),
        at_once=mean_loss(learn(*train, START, learning_rate, SAMPLES, 1, seed), *train),
        best=float(mean_loss(best_line(*train), *train)),
        lead=lead_of_batches(batch, learning_rate, seed),
        surface=np.reshape(mean_loss(PLANE, *train), (SIDE, SIDE)),
    )


MEASURED = (
    Words("flipper length (standardized)", "鳍肢长（标准化）"),
    Words("body mass (standardized)", "体重（标准化）"),
)


def paint(figure: Figure) -> SimpleNamespace:
    data, valley, curve = figure.subplots(1, 3, width_ratios=[1.1, 1, 1.2])
    flipper, mass = (words.drawn() for words in MEASURED)
    data.set(xlim=(-3, 3), ylim=(-3, 3), xlabel=flipper, title=mass)
    valley.set(xlabel="$w$", title="$l(w, b)$", aspect="equal")
    valley.set_ylabel("$b$", rotation=0, va="center")
    curve.set(xlim=(0, EPOCHS), yscale="log", ylim=LOSSES, xlabel=term("epoch").drawn(), title=term("loss").drawn())
    curve.set_yticks(ticks := [0.1, 0.2, 0.5, 1, 2, 5], [plain(loss) for loss in ticks])
    curve.set_xticks(range(0, EPOCHS + 1, 5))
    curve.minorticks_off()
    return SimpleNamespace(
        key=marks.key(curve, [(name.drawn(), style) for name, style in SETS.items()], x=0.45),
        goal=marks.line(curve, **goals.LINE | {"ls": "-", "lw": 2}),
        named=goals.name(curve, EPOCHS, 0, ha="right", va="top"),
        train=marks.line(data, "o", color=look.BLUE, ms=5, mec="white", mew=0.4),
        test=marks.line(data, "^", mfc="none", mec=look.GREY, ms=5),
        line=marks.line(data, color=look.BLACK),
        surface=marks.surface(valley, SIDE, -REACH, REACH),
        path=marks.line(valley, color=look.BLACK, lw=1),
        point=marks.dot(valley),
        best=curve.axhline(0, color=look.PALE, lw=1.2),
        losses=[marks.line(curve, lw=1.5, **style) for style in SETS.values()],
        at_once=marks.line(curve, "s", color=look.ink(look.GREY), ms=7, mec="white", zorder=4),
        at_once_name=curve.text(1.6, 1, "", color=look.ink(look.GREY), fontsize=look.SMALL, va="bottom"),
        now=marks.now(curve),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    now = values.epoch * result.steps
    w, b = result.path[now]
    artists.train.set_data(*result.train)
    artists.test.set_data(*result.test)
    artists.line.set_data([-3, 3], [b - 3 * w, b + 3 * w])
    marks.fill(artists.surface, look.heat(-result.surface, -HIGHEST, 0))
    artists.path.set_data(*result.path[: now + 1].T)
    artists.point.set_data([w], [b])
    artists.best.set_ydata([result.best, result.best])
    artists.goal.set_data([EPOCHS - 1, EPOCHS], [GOAL * result.best] * 2)
    artists.named.set_y(0.95 * result.best)
    along = np.arange(len(result.path)) / result.steps
    for line, losses in zip(artists.losses, (result.train_losses, result.test_losses)):
        line.set_data(along, losses)
    marks.at(artists.now, values.epoch)
    artists.at_once.set_data([1], result.at_once[1:])
    artists.at_once_name.set(y=result.at_once[1], text=AT_ONCE.drawn())


def readout(result: Result, values: Values) -> Words:
    now = values.epoch * result.steps
    losses = result.train_losses[now], result.test_losses[now]
    train, test = (number(loss, 3) if loss < 100 else magnitude(loss) for loss in losses)
    best = number(result.best, 3)
    samples = "1 sample" if values.batch == 1 else f"{values.batch} samples"
    steps = "1 step" if now == 1 else f"{now} steps"
    return Words(
        f"After epoch {values.epoch}, {steps}, each with {samples}: training loss <b>{train}</b>, "
        f"test loss <b>{test}</b>.\n The best line has a training loss of {best}.",
        f"第 {values.epoch} 轮之后，共 {now} 步，每步 {values.batch} 个样本：训练损失 <b>{train}</b>，测试损失 "
        f"<b>{test}</b>。\n 最优直线的训练损失是 {best}。",
    )


def losses_after_single_steps() -> np.ndarray:
    """After a step for each bird where the demo starts, one loss for each order of the birds: (10,)."""
    (train, _), rate = birds(CONTROLS["seed"].start), CONTROLS["learning_rate"].start
    ends = [learn(*train, START, rate, 1, 1, order)[-1] for order in range(10)]
    return np.asarray(mean_loss(np.array(ends), *train))


ESTIMATE = Mark(
    axes=lambda artists: artists.now.axes,
    label=Words("loss after forty steps", "四十步后的损失"),
    low=0.1,
    high=5,
    log=True,
    where=1,
    reach=1,
    truth=lambda: losses_after_single_steps()[CONTROLS["seed"].start],
    shown={"batch": 1, "epoch": 1},
    spread=lambda: (losses_after_single_steps().min(), losses_after_single_steps().max()),
    places={"single": 0.2, "same": 2.4, "all": 3.0},
)
VEIL = Veil(
    ("key", "goal", "named", "line", "path", "point", "best", "losses", "now"),
    given=("train", "test", "at_once", "surface"),
)
USES = {
    "set-epoch-set": ("epoch", "batch"),
    "three-batches-pull": ("batch", "epoch"),
    "try-five-seeds": ("seed", "epoch"),
    "answer-question-below": ("sceptic",),
}
TO_DO = {
    "set-epoch-set": tried(epoch=(1,), batch=(1, SAMPLES)),
    "three-batches-pull": lambda result, seen: seen["batch"] == {*BATCHES} and max(seen["epoch"]) >= 10,
    "try-five-seeds": lambda result, seen: len(seen["seed"]) >= 5 and EPOCHS in seen["epoch"],
    "answer-question-below": tried(sceptic=("single", "birds", "small", "best")),
}


def judge(result: Result, values: Values) -> str:
    """Solved with batches of one sample, if the worst loss of the last epoch is within 5% of the best line's."""
    if values.batch != 1:
        return "open"
    worst = result.train_losses[-result.steps :].max() / result.best
    return "solved" if worst <= GOAL else "almost" if worst <= 1.2 else "open"


CHALLENGE = Challenge(
    Words(
        "with one sample a step, keep the loss within 5% of the smallest during the whole last epoch.",
        "每步只用一个样本时，让损失在整个最后一轮中都不超过最小值的 1.05 倍。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "an epoch of small batches comes nearer to the bottom than an epoch of all samples at once.",
        "用小批量走一轮，比一次用全部样本走一轮更接近谷底。",
    ),
    Words("Its loss is lower by", "损失低多少"),
    lambda result: result.lead,
    {
        "single": Change(Words("single samples", "每步一个样本"), {"batch": 1}),
        "birds": Change(Words("other birds", "换一批企鹅"), {"seed": 5}),
        "small": Change(Words("a small η", "η 很小"), {"learning_rate": 0.01}),
        "best": Change(Words("the best η for all samples at once", "最适合全部样本的 η"), {"learning_rate": 1.0}),
    },
)


def nearest_epoch(result: Result, dw: float, db: float, values: Values) -> dict:
    """The epoch after which the line was nearest to where the point is pulled."""
    ends = result.path[:: result.steps]
    return {"epoch": int(np.argmin(np.hypot(*(ends - ends[values.epoch] - (dw, db)).T)))}


HANDLES = [Handle("now", x="epoch"), Handle("point", pull=nearest_epoch)]


@demo(Words("Batches and epochs", "小批量与轮次"))
def epochs(**values):
    """A line learns from batches of penguins: its path over the loss, and the losses on birds seen and unseen.
    一条直线从一批批企鹅数据中学习：它在损失曲面上的路径，以及在见过与没见过的企鹅上的损失。

    w, b ← w, b − η ∂l/∂(w, b),  l of one batch: mean ½ (w x + b − y)²

    source : penguins: Gorman, Williams & Fraser (2014)
    """
