"""Lecture 8: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import inspect
from html import escape
from typing import Any

import numpy as np

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.gradient_descent import between_minima, quadratic, tuned_race
from course_nn.lectures.gradient_descent.demos.batches import batch_noise
from course_nn.lectures.gradient_descent.demos.rate import stability
from course_nn.lectures.gradient_descent.demos.recipe import recipes
from course_nn.lectures.gradient_descent.demos.rotated import turned_valleys
from course_nn.lectures.gradient_descent.demos.turned import turned_space
from course_nn.lectures.gradient_descent.scheduled_runs import Plan, train_by_plan
from course_nn.notebook.bounds import in_place
from course_nn.notebook.exercises import (
    Exercise,
    Prediction,
    Verdict,
    almost,
    asked,
    expected,
    keep_working,
    numbers,
    open_question,
    right,
    scalar,
)
from course_nn.optimizers import Adam, GradientDescent, Momentum, Nesterov, Optimizer, optimizer
from course_nn.training import arrivals


def at_the_border() -> str:
    """What a network does whose sharpness is above 2/η: it diverges, or falls all the way, or becomes less sharp."""
    run = finished(stability.train(1.0, seed=0))
    if len(run.losses) <= stability.STEPS:
        return "diverges"
    return "sinks" if (np.diff(run.losses) > 0).any() and abs(run.sharpness[-20:].mean() - 2) < 0.3 else "smooth"


def steps_to_a_millionth(method: str) -> int:
    """In the valley of curvatures 1 and 0.01, from (1, 1), with the best η and β."""
    eta, beta, _ = quadratic.best(method, 0.01, 1.0)
    x = np.array([quadratic.component(method, eta, beta, lam, 1.0, 1000) for lam in (0.01, 1.0)])  # (2, 1001)
    losses = np.array([0.01, 1.0]) @ x**2
    return int(np.flatnonzero(losses > 1e-6 * losses[0])[-1] + 1)


def steps_of_the_ball() -> str:
    """How many times fewer steps momentum takes to a millionth than plain descent, both with their best η and β."""
    return nearest(steps_to_a_millionth("plain") / steps_to_a_millionth("ball"), {"hardly": 1, "half": 2, "sixth": 6})


def nearest(found: float, wanted: dict) -> str:
    """The key of the number that is nearest, as a ratio."""
    return min(wanted.items(), key=lambda pair: abs(np.log(found / pair[1])))[0]


def adam_in_a_turned_valley() -> str:
    """How many times as many steps tuned Adam takes when the valley is turned by 45°."""
    (along, askew), _ = finished(turned_valleys.fewest_steps("adam", 1000.0, 0.6, 0.99, (0, 45)))
    return nearest(askew / along, {"same": 1, "twice": 2, "ten": 10})


def first_raw_steps() -> str:
    """The first three steps of Adam without correction, for a gradient that stays the same, in units of η."""
    adam, theta, places = Adam(1.0, correct=False), np.zeros(1), [0.0]
    for _ in range(3):
        adam.step(theta, np.ones(1))
        places.append(theta[0])
    steps = np.abs(np.diff(places))
    return "long" if steps.min() > 3 else "short" if steps.max() < 1 else "eta"


def steps_saved() -> str:
    """How many times fewer steps to loss 0.2 all 1,200 samples need than batches of 32, each with its tuned rate."""
    all_samples, batches = (np.median(finished(batch_noise.steps_at_best_rate(0.2, size))[1]) for size in (1200, 32))
    return nearest(batches / all_samples, {"2": 2, "10": 10, "38": 1200 / 32})


def plain_beside_adam() -> str:
    """How many times as many epochs as Adam plain descent takes, each with the rate that was best on other seeds."""
    medians = []
    for name in ("gradient_descent", "adam"):
        rate, _ = tuned_race.best_rate(0.1, name, finished(tuned_race.tune("digits", name)))
        losses = finished(tuned_race.race_at("digits", name, rate)).losses
        medians.append(np.median(arrivals(0.1, losses, tuned_race.TASKS["digits"].times)))
    times = medians[0] / medians[1]
    return "many" if times > 4 else "twice" if times > 1.5 else "same"


def decay_with_wrong_labels() -> str:
    """Whether more or fewer unseen digits are read if η sinks to 0, with a fifth of the labels wrong: medians."""
    shares = [
        np.median(finished(train_by_plan(Plan(shape, (3.2,)), "gradient_descent", "one", 0.2, 10, 5)).accuracies[:, -1])
        for shape in ("constant", "linear")
    ]
    return "more" if shares[1] > shares[0] + 0.03 else "fewer" if shares[1] < shares[0] - 0.03 else "same"


def recipe_beside_plain() -> str:
    """How many digits today's recipe reads wrong, beside plain descent alone; each tuned, medians of ten seeds."""
    task = recipes.Setting("six", 0.2, 5)
    ratio = np.exp(np.diff([np.log(recipes.median_of_groups(task, name)) for name in ("nothing", "whole")])[0])
    return "half" if ratio < 0.7 else "more" if ratio > 1.4 else "same"


TURNED = turned_space.Setting("spiral", "tanh", "adam", 0.999)


def steps_in_turned_space() -> str:
    """How many times as many steps tuned Adam takes when its space is turned: the median of three turns."""
    straight, *turned = (
        turned_space.median_steps(finished(turned_space.race(TURNED, share, which)))
        for share, which in ((0, 0), (1, 0), (1, 1), (1, 2))
    )
    return "many" if np.median(turned) > 3 * straight else "twice" if np.median(turned) > 1.4 * straight else "same"


def overturns_the_turned() -> str:
    """The change after which Adam in turned space no longer leads momentum."""
    changes = {
        "turn": (TURNED, 1),
        "relu": (TURNED._replace(activation="relu"), 0),
        "bowl": (TURNED._replace(task="bowl"), 0),
    }
    before = turned_space.lead(TURNED, 0)
    (found,) = (key for key, how in changes.items() if outcome(before, turned_space.lead(*how)) == "reversed")
    return found


def steps_to_leave(offset: float) -> int:
    """Plain descent with η = 0.1 from beside the ridge y = 0 of ½x² − ½y² + ¼y⁴ until |y| is above ½."""
    y, descent, steps = np.array([offset]), GradientDescent(0.1), 0
    while abs(y[0]) < 0.5:
        descent.step(y, y**3 - y)
        steps += 1
    return steps


def nearer_the_ridge() -> str:
    return nearest(steps_to_leave(1e-12) / steps_to_leave(1e-6), {"twice": 2, "million": 1e6})


def ridge_after_reordering() -> str:
    """The share of the ridge between two networks that is left when the units of one are reordered to fit the other."""
    before, after = (
        between_minima.barrier(between_minima.line_of(16, 0.3, 5, "minima", units)) for units in ("trained", "fit")
    )
    return "zero" if after < 1e-3 else "lower" if after < 0.2 * before else "stays"


PREDICTIONS = {
    "gradient_descent-1": Prediction(
        Words(
            "A small network starts with sharpness 3.5. You train it with η = 1, on all samples at once. On a "
            "parabola, descent with this η diverges as soon as the curvature is above 2/η = 2. What happens here?",
            "一个小网络开始时的锐度为 3.5。用 η = 1 训练它，每步都用全部样本。在抛物线上，曲率一旦超过 2/η = 2，用"
            "这个 η 下降就会发散。这里会怎样？",
        ),
        {
            "diverges": Words("the loss diverges", "损失发散"),
            "sinks": Words(
                "the loss rises now and then, and the sharpness sinks to about 2",
                "损失时升时降，锐度降到 2 左右",
            ),
            "smooth": Words("the loss falls at every step", "损失每一步都下降"),
        },
        at_the_border,
        {
            "diverges": Words(
                "It would on a parabola. Here the first steps jump out of the narrow valley, and land where the loss "
                "is less sharp.",
                "在抛物线上会这样。在这里，最初几步跳出了狭窄的山谷，落到不那么陡峭的地方。",
            ),
            "smooth": Words(
                "Above 2/η a step overshoots in the sharpest direction, and the loss rises.",
                "锐度超过 2/η 时，在最陡的方向上会走过头，损失上升。",
            ),
            "sinks": Words(
                "Where the valley is too narrow for the step, descent is thrown out of it; it stays where it just "
                "fits.",
                "山谷太窄、容不下这个步长时，就会被甩出去；最后停留在刚好容得下的地方。",
            ),
        },
    ),
    "gradient_descent-2": Prediction(
        Words(
            "In a valley with curvatures 1 and 0.01, plain descent and the heavy ball come down to a millionth of the "
            "loss, each with its best values. How many steps does the ball take, compared with plain descent?",
            "在曲率为 1 和 0.01 的山谷中，普通梯度下降和重球法各用最好的取值，把损失降到百万分之一。"
            "与普通梯度下降相比，重球要走多少步？",
        ),
        {
            "sixth": Words("about a sixth", "约六分之一"),
            "half": Words("about half", "约一半"),
            "hardly": Words("nearly as many, as the steep direction limits both", "几乎一样多，因为陡的方向限制着两者"),
        },
        steps_of_the_ball,
        {
            "hardly": Words(
                "You expect one border for both. But momentum moves the border out, and it grows along the floor.",
                "以为两者的界限相同。但动量把界限向外推，而且沿谷底越积越大。",
            ),
            "half": Words(
                "You expect a constant gain. It grows with the valley: in the long run with the root of κ.",
                "以为好处是固定的。山谷越狭长，好处越大：长期来看与 κ 的平方根成正比。",
            ),
            "sixth": Words(
                "With the best values the number of steps grows with √κ, and with κ for plain descent.",
                "取最好的值时，步数随 √κ 增长，而普通梯度下降随 κ 增长。",
            ),
        },
    ),
    "gradient_descent-3": Prediction(
        Words(
            "A valley is 1,000 times as steep across as along. Its axes are those of the parameters, and Adam (β₂ = "
            "0.99), tuned, needs some 80 steps. Now the valley is turned by 45°, together with the start, and Adam is "
            "tuned again. How many steps does it need?",
            "一个山谷横向的曲率是纵向的 1,000 倍。山谷的轴与参数的坐标轴一致时，调好参的 Adam（β₂ = 0.99）约需 80 "
            "步。现在把山谷连同起点转 45°，Adam 也重新调参。它需要多少步？",
        ),
        {
            "ten": Words("about ten times as many", "约十倍"),
            "twice": Words("about twice as many", "约两倍"),
            "same": Words("as many, it adapts", "一样多，它会自适应"),
        },
        adam_in_a_turned_valley,
        {
            "same": Words(
                "It adapts one step to each parameter. Turned by 45°, both parameters see the same steep slope, and "
                "there is nothing left to adapt.",
                "它为每个参数各调一个步长。转 45° 之后，两个参数看到同样陡的斜率，无从区别对待。",
            ),
            "twice": Words(
                "Worse: turned by 45° both parameters have the same gradients, and the advantage is gone altogether.",
                "还要糟：转 45° 之后两个参数的梯度一样大，优势完全消失。",
            ),
            "ten": Words(
                "It can stretch the step along the axes only, and the valley no longer lies along them.",
                "它只能沿坐标轴拉伸步子，而山谷已不在坐标轴的方向上。",
            ),
        },
    ),
    "gradient_descent-turned": Prediction(
        Words(
            "A network learns the spiral with Adam; its two inputs are of one scale. Now the space of all its "
            "parameters is turned at random: each coordinate that Adam sees is a mixture of all weights. η is tuned "
            "before and after. How many steps does it take now?",
            "一个网络用 Adam 学习螺线，它的两个输入尺度相同。现在把它全部参数构成的空间随机旋转："
            "Adam 看到的每个坐标都是全部权重的混合。旋转前后都调好 η。现在要多少步？",
        ),
        {
            "many": Words("many times as many, as in the valley", "许多倍，就像在山谷中那样"),
            "twice": Words("about twice as many", "约两倍"),
            "same": Words("no more than before", "不比原来多"),
        },
        steps_in_turned_space,
        {
            "many": Words(
                "You take the network for a valley along its axes. Then turning would cost as much as it did there.",
                "把网络当成了与坐标轴一致的山谷。若真如此，旋转的代价就会与那里一样大。",
            ),
            "twice": Words(
                "You expect a part of Adam's lead to come from the axes. Here none of it does; with one input ten "
                "times smaller, a part would.",
                "以为 Adam 的优势有一部分来自坐标轴。在这里，一点也没有；若把一个输入缩小到十分之一，就会有一部分。",
            ),
            "same": Words(
                "Whatever helps Adam here, it is not that each weight has a step of its own.",
                "无论 Adam 在这里靠的是什么，都不是每个权重各有步长。",
            ),
        },
    ),
    "gradient_descent-sceptic": Prediction(
        Words(
            "See who is first in the turned space above, Adam or momentum. Which of these changes, made alone, turns "
            "their order round?",
            "看看上面旋转了的空间里，Adam 与动量法谁在前。下面的改变，哪一项单独就能把两者的次序反过来？",
        ),
        {
            "turn": Words("another random turn", "换一个随机旋转"),
            "relu": Words("ReLU in place of tanh", "用 ReLU 代替 tanh"),
            "bowl": Words(
                "a bowl in place of the network, its valley along the axes", "网络换成碗，它的山谷与坐标轴一致"
            ),
        },
        overturns_the_turned,
        {
            "turn": Words(
                "You suspect a lucky turn. But any turn mixes all weights, and they come out alike.",
                "疑心碰巧转得好。但随便怎样旋转，都把全部权重混在一起，结果差不多。",
            ),
            "relu": Words(
                "You suspect the smooth units. With ReLUs the lead is another, but it is there.",
                "疑心是光滑的单元所致。用 ReLU，领先多少会变，但仍然领先。",
            ),
            "bowl": Words(
                "The bowl has nothing but its axes to offer. Turned, Adam has lost them, and momentum is not slower.",
                "在碗里，Adam 能占的便宜只在坐标轴。一旋转，便宜没了，动量法并不比它慢。",
            ),
        },
    ),
    "gradient_descent-4": Prediction(
        Words(
            "Adam's running means m and s start at 0, so both are too small at first. Its paper divides each by what "
            "is missing, to correct that. You leave the correction out. How long are the first steps?",
            "Adam 的滑动平均 m 和 s 都从 0 开始，所以一开始都偏小。论文里把它们各除以已累积的份额，加以校正。如果不"
            "做校正，最初几步有多长？",
        ),
        {
            "short": Words("shorter than η", "比 η 短"),
            "eta": Words("as long as η", "与 η 一样长"),
            "long": Words("longer than 3η", "比 3η 还长"),
        },
        first_raw_steps,
        {
            "short": Words(
                "m is too small by a factor of 10. But √s, by which it is divided, is too small by a factor of 32.",
                "m 只有应有的 1/10。但它要除以 √s，而 √s 只有应有的 1/32。",
            ),
            "eta": Words(
                "That is what the correction is for. Without it m is a tenth of what it should be, and √s a 32nd.",
                "校正正是为了做到这一点。不校正时，m 是应有的 1/10，√s 是应有的 1/32。",
            ),
            "long": Words(
                "The mean is too small, and the root by which it is divided is smaller still.",
                "平均值偏小，而作为除数的平方根偏小得更厉害。",
            ),
        },
    ),
    "gradient_descent-5": Prediction(
        Words(
            "A network learns the digits down to a certain loss, with the best η for each batch size. You raise the "
            "batch from 32 to all 1,200 samples: each step costs 38 times as much, and its gradient has no noise. How "
            "many steps does it need, compared with before?",
            "一个网络学习识别数字，损失要降到某个值，每种批量大小都用最好的 η。把批量从 32 加大到全部 1,200 个样本："
            "每步的计算量是原来的 38 倍，梯度不再有噪声。所需的步数变为原来的多少？",
        ),
        {
            "2": Words("about half", "约一半"),
            "10": Words("about a tenth", "约 1/10"),
            "38": Words("a 38th", "1/38"),
        },
        steps_saved,
        {
            "38": Words(
                "Less noise helps only as long as the noise is larger than the gradient. At 32 that is nearly over.",
                "只有噪声比梯度大时，减少噪声才有用。批量为 32 时，这种好处已经快用完了。",
            ),
            "10": Words(
                "Less is saved: beyond the noise scale nearly every step is a step of the whole gradient already.",
                "省不了这么多：批量超过噪声尺度之后，每一步几乎都相当于用完整的梯度走的一步。",
            ),
            "2": Words(
                "With 32 samples the gradient is nearly as good as with all, so that the other samples are wasted.",
                "用 32 个样本，梯度已经与用全部样本时差不多好，其余样本几乎白算。",
            ),
        },
    ),
    "gradient_descent-6": Prediction(
        Words(
            "Plain descent and Adam train the same network on digits, with batches of 32, until the loss is 0.1. Each "
            "has the η with which it is quickest. Plain descent takes how many times as many epochs as Adam?",
            "普通梯度下降和 Adam 在手写数字上训练同一个网络，批量为 32，直到损失降到 0.1。各自用最快的 η。普通下"
            "降所需的轮数是 Adam 的几倍？",
        ),
        {
            "many": Words("5 to 10 times as many", "5 到 10 倍"),
            "twice": Words("about twice as many", "约 2 倍"),
            "same": Words("nearly as many", "几乎一样多"),
        },
        plain_beside_adam,
        {
            "many": Words(
                "So it looks when both run with Adam's usual η of 0.001. Tuned, plain descent has an η a thousand "
                "times larger, and keeps up.",
                "两者都用 Adam 常用的 η = 0.001 时，看起来确实如此。调参之后，普通梯度下降的 η 大上千倍，也就跟上了。",
            ),
            "twice": Words(
                "Even less. On this task a good η is worth more than the choice of the optimizer.",
                "差别还要小。在这个任务上，选好 η 比选优化器更重要。",
            ),
            "same": Words(
                "On this task, with this tuning. On the spiral it is otherwise.",
                "在这个任务上、经过这样的调参是如此。在螺线任务上就不同了。",
            ),
        },
    ),
    "gradient_descent-7": Prediction(
        Words(
            "A fifth of the training digits has wrong labels. A network trains for ten epochs with η = 3.2 all the "
            "way. In a second run η sinks in a straight line to almost 0. Compared with the first run, it reads",
            "训练用的手写数字中，五分之一的标签是错的。一个网络训练十轮，始终用 η = 3.2。第二次训练中，η 沿直线降到几乎"
            "为 0。与第一次相比，没见过的数字",
        ),
        {
            "more": Words("more unseen digits rightly", "认对的更多"),
            "fewer": Words("fewer, since it comes less far", "认对的更少，因为走得更少"),
            "same": Words("as many: a step size only changes the speed", "认对的一样多：步长只影响快慢"),
        },
        decay_with_wrong_labels,
        {
            "fewer": Words(
                "It does come less far. But what holds the first run back is noise, and that needs small steps.",
                "走得确实更少。但拖住第一次训练的是噪声，要平息它就得用小步。",
            ),
            "same": Words(
                "You expect both to end in the same minimum. At a constant η the weights jitter around it for ever.",
                "以为两者最后停在同一个极小点。η 恒定时，权重永远在它周围抖动。",
            ),
            "more": Words(
                "Samples that contradict each other make noise to the end, and small steps calm it.",
                "互相矛盾的样本到最后还在产生噪声，小步能平息它。",
            ),
        },
    ),
    "gradient_descent-recipe": Prediction(
        Words(
            "Six hidden layers learn digits in five epochs; a fifth of the labels is wrong. On one side today's "
            "recipe: AdamW, warm-up, half a cosine. On the other plain descent with a constant η. Each gets the η that "
            "suits it. How many unseen digits does the recipe read wrong?",
            "六个隐藏层用五轮学习手写数字，五分之一的标签是错的。一边是如今的常用配方：AdamW、预热、半个余弦；"
            "另一边是 η 恒定的普通梯度下降。两边各用最合适的 η。没见过的数字，用配方认错多少？",
        ),
        {
            "same": Words("about as many: tuned, all are alike", "差不多：调好之后都一样"),
            "half": Words("half as many, or fewer", "一半，甚至更少"),
            "more": Words("more: it was made for large networks", "更多：它是为大网络设计的"),
        },
        recipe_beside_plain,
        {
            "same": Words(
                "You generalise from the race on digits. That was one hidden layer, and right labels.",
                "把手写数字上的那场比赛推广过来了。但那里只有一个隐藏层，标签也都正确。",
            ),
            "more": Words(
                "You expect a small task to have no use for it. Depth or noise is enough for it to be ahead, and here "
                "are both.",
                "以为小任务用不上它。只要深，或只要有噪声，它就会领先，而这里两样都有。",
            ),
            "half": Words(
                "Each of its parts does its share: depth wants Adam, wrong labels want small steps in the end.",
                "每一部分都出了力：深度需要 Adam，错误标签需要最后用小步。",
            ),
        },
    ),
    "gradient_descent-8": Prediction(
        Words(
            "On a saddle, plain descent starts 10⁻⁶ beside the ridge and takes some 140 steps to leave. Now it starts "
            "a million times nearer, 10⁻¹² beside the ridge. How long does it take to leave?",
            "在鞍点附近，普通梯度下降从偏离山脊 10⁻⁶ 处出发，约 140 步后离开。"
            "现在从近一百万倍的地方出发，只偏离 10⁻¹²。要多久才能离开？",
        ),
        {
            "never": Words("it never leaves", "永远离不开"),
            "twice": Words("about twice as long", "约两倍"),
            "million": Words("about a million times as long", "约一百万倍"),
        },
        nearer_the_ridge,
        {
            "million": Words(
                "The distance from the ridge grows by the same factor with every step, so that it takes the same time "
                "for each power of ten.",
                "到山脊的距离每一步都乘以同一个因子，所以每增大十倍所需的时间相同。",
            ),
            "twice": Words(
                "Twelve powers of ten in place of six: the distance grows by the same factor with every step.",
                "要增大十二个十倍，而不是六个：到山脊的距离每一步都乘以同一个因子。",
            ),
            "never": Words(
                "Only on the ridge itself, with an offset of exactly 0. Any other start is carried away.",
                "只有恰好在山脊上（偏离为 0）才会这样。从别处出发，都会被带走。",
            ),
        },
    ),
    "gradient_descent-9": Prediction(
        Words(
            "Two networks have learned the digits from different starts. On the straight line between them the loss "
            "rises to a ridge. You put the hidden units of the second into another order, and turn the signs of some: "
            "it computes exactly what it did. If the order is well chosen, what becomes of the ridge between the two?",
            "两个网络从不同的起点学会了识别数字。在连接两者的直线上，损失隆起成一道山脊。把第二个网络的隐藏单元换个"
            "次序，再把其中一些变号：它的计算结果丝毫不变。若次序选得好，两者之间的山脊会怎样？",
        ),
        {
            "stays": Words("it stays, since the network is the same", "不变，因为网络没有变"),
            "lower": Words("it nearly vanishes", "几乎消失"),
            "zero": Words("it vanishes altogether", "完全消失"),
        },
        ridge_after_reordering,
        {
            "stays": Words(
                "The network is the same function at another place in the space of weights. The line to it is another.",
                "作为函数，网络没有变；但在权重空间中它换了位置，通向它的直线也就不同了。",
            ),
            "lower": Words(
                "Most of the ridge came from mixing units that do different things.",
                "山脊大部分来自把作用不同的单元混在一起。",
            ),
            "zero": Words(
                "Not quite: the two networks have not learned exactly the same units.",
                "并不完全：两个网络学到的单元并不完全相同。",
            ),
        },
    ),
}

BENDS = 0.2, 1.0, 8.0  # the curvatures of the exercise by hand


def judge_easy(answer: Any) -> Verdict:
    """The border of η and the condition number, by hand."""
    with expected("Expected two numbers: the border of η, and κ.", "应给出两个数：η 的界限，以及 κ。"):
        border, kappa = numbers(answer, 2)
    good = np.isclose((border, kappa), (2 / max(BENDS), max(BENDS) / min(BENDS)))
    if good.all():
        return right("The sharpest bend sets the border for all.", "弯曲最急的方向为所有方向定下界限。")
    if good[1] and np.isclose(border, 1 / max(BENDS)):
        return almost(
            "κ is right. Beyond 1/λ it zig-zags, but still comes down.", "κ 对了。超过 1/λ 只是来回摆动，仍会下降。"
        )
    if good[0] and np.isclose(kappa, min(BENDS) / max(BENDS)):
        return almost("The border is right. κ is the larger over the smaller.", "界限对了。κ 是大的除以小的。")
    if good.any():
        return almost("One of the two is right.", "两个中对了一个。")
    return keep_working(
        "Each direction is multiplied by 1 − ηλ at every step. For which η is that between −1 and 1 for all three?",
        "每一步，每个方向都乘以 1 − ηλ。η 在什么范围内，三个因子都在 −1 与 1 之间？",
    )


def solve_easy() -> Words:
    border, kappa = 2 / max(BENDS), max(BENDS) / min(BENDS)
    assert judge_easy((border, kappa)).voice == "right"
    return Words(
        f"|1 − ηλ| < 1 means η < 2/λ, and λ = 8 is the strictest: η < {border:g}. κ = 8 / 0.2 = {kappa:g}.",
        f"|1 − ηλ| < 1 即 η < 2/λ，其中 λ = 8 要求最严：η < {border:g}。κ = 8 / 0.2 = {kappa:g}。",
    )


GRADIENTS = 0.003, -250.0  # of the two parameters in the exercise on Adam


def first_step(**settings) -> np.ndarray:
    """By how much the first step of Adam with η = 0.1 changes the two parameters."""
    theta = np.zeros(2)
    Adam(0.1, **settings).step(theta, np.array(GRADIENTS))
    return theta


def judge_first(answer: Any) -> Verdict:
    """The first step of Adam, by hand."""
    with expected("Expected two numbers, one for each parameter.", "应给出两个数，每个参数一个。"):
        found = numbers(answer, 2)
    wanted = first_step()
    if np.allclose(found, wanted, rtol=1e-3):
        return right("Of the gradient only the sign is left.", "梯度只剩下符号起作用。")
    if np.allclose(found, -wanted, rtol=1e-3):
        return almost("The size is right. A step goes against the gradient.", "大小对了。每一步都逆着梯度走。")
    if np.allclose(np.abs(found), np.abs(first_step(correct=False)), rtol=0.01):
        return almost("This is without the correction of the bias.", "这是没有偏差校正的结果。")
    if np.allclose(np.abs(found), 0.1 * np.abs(GRADIENTS), rtol=1e-3):
        return keep_working("This is plain gradient descent, −ηg.", "这是普通梯度下降，−ηg。")
    return keep_working(
        "After one step m̂ = g and ŝ = g², whatever β₁ and β₂ are.",
        "走一步之后，无论 β₁、β₂ 是多少，都有 m̂ = g、ŝ = g²。",
    )


def solve_first() -> Words:
    assert judge_first((-0.1, 0.1)).voice == "right"
    return Words(
        "m = 0.1 g and m̂ = m / 0.1 = g; s = 0.001 g² and ŝ = s / 0.001 = g². The step is −η g / |g|: −0.1 and 0.1.",
        "m = 0.1 g，m̂ = m / 0.1 = g；s = 0.001 g²，ŝ = s / 0.001 = g²。这一步是 −η g / |g|：−0.1 和 0.1。",
    )


PRODUCTS = np.array([0.1, 0.5, 1.0, 2.0, 3.0])  # values of ηλ at which the period is asked for


def period(product: np.ndarray | float) -> np.ndarray | float:
    """Steps of one full swing when gradients add up, in the valley ½λw², for the product ηλ."""
    return 2 * np.pi / np.arccos(1 - product / 2)


def judge_derive(answer: Any) -> Verdict:
    """The period of the swing when gradients are never reset, as a function of ηλ."""
    with expected(
        "Expected a function of the product ηλ that returns one number.",
        "应给出以乘积 ηλ 为参数、返回一个数的函数。",
    ):
        found = np.array([scalar(one) for one in asked(answer, zip(PRODUCTS))])
    wanted = period(PRODUCTS)
    if np.allclose(found, wanted):
        return right("A circle, walked in steps of this angle.", "就像绕着圆走，每步转过这样一个角。")
    if np.allclose(found, 2 * np.pi / np.sqrt(PRODUCTS)):
        return almost("This is what it comes to for small ηλ.", "ηλ 很小时近似如此。")
    if np.allclose(found, wanted / 2):
        return almost("This is half a swing.", "这是半个周期。")
    if np.allclose(found, 2 * np.pi / wanted):
        return almost("This is the angle of one step.", "这是每一步转过的角。")
    return keep_working(
        "Two steps give w₊ − 2w + w₋ = −ηλ w. Try w = cos(φk), and find cos φ.",
        "由相邻两步得 w₊ − 2w + w₋ = −ηλ w。令 w = cos(φk)，求出 cos φ。",
    )


def solve_derive() -> Words:
    assert judge_derive(period).voice == "right"
    return Words(
        "v ← v + λw and w ← w − ηv is momentum with β = 1. Without v: w₊ = (2 − ηλ) w − w₋. With w = cos(φk) this says "
        "2 cos φ = 2 − ηλ. The swing never dies out, and one of them takes 2π / arccos(1 − ηλ/2) steps: "
        f"{period(0.1):.1f} for ηλ = 0.1.",
        "v ← v + λw、w ← w − ηv 就是 β = 1 的动量法。消去 v 得 w₊ = (2 − ηλ) w − w₋。令 w = cos(φk)，则 "
        "2 cos φ = 2 − ηλ。摆动永不衰减，一个周期为 2π / arccos(1 − ηλ/2) 步："
        f"ηλ = 0.1 时为 {period(0.1):.1f} 步。",
    )


READ_BALL = (
    "Expected a class: Ball(0.1, 0.9) with step(theta, g), which changes the array theta in place.",
    "应给出一个类：Ball(0.1, 0.9)，其 step(theta, g) 就地修改数组 theta。",
)
BALL_RATE, BALL_BETA = 0.1, 0.8
OTHER_BALL = 0.03, 0.5  # other values, in case one of them stands in the class itself


def walk(ball: Optimizer, gradients: np.ndarray) -> np.ndarray:
    """Where θ is after each of the steps that an optimizer takes with these gradients, (K, N)."""
    theta, path = np.array([1.0, -2.0, 0.5]), []
    for g in gradients:
        in_place(ball.step)(theta, g.copy())
        path.append(theta.copy())
    return np.array(path)


class Averaged(Momentum):
    """Momentum with a mean of the gradients in place of their sum."""

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.v = self.beta * self.v + (1 - self.beta) * g
        theta -= self.learning_rate * self.v


def judge_build(answer: Any) -> Verdict:
    """The heavy ball as a class, walked beside the optimizer of the course."""
    gradients = np.random.default_rng(0).normal(size=(20, 3))
    with expected(*READ_BALL):
        try:
            found = walk(answer(BALL_RATE, BALL_BETA), gradients)
            again = walk(answer(BALL_RATE, BALL_BETA), gradients)
            other = walk(answer(*OTHER_BALL), gradients)
        except AttributeError:
            raise TypeError from None
    if np.allclose(found, walk(Momentum(BALL_RATE, BALL_BETA), gradients)):
        if np.allclose(again, found) and not np.allclose(other, walk(Momentum(*OTHER_BALL), gradients)):
            return almost(
                "Right with η = 0.1 and β = 0.8. With others it is not: does the class use both?",
                "η = 0.1、β = 0.8 时对了，换别的值就不对：两个值都用上了吗？",
            )
        if np.allclose(again, found) and leaves_gradients_alone(answer):
            return right("Step for step the optimizer of the course.", "每一步都与课程中的优化器相同。")
        return almost(
            "One ball is right. But what it remembers, or the g that it was given, changes for others too.",
            "单独一个重球是对的。但它记住的量，或传给它的 g，也在别处被改动了。",
        )
    return verdict_on_path(found, gradients)


def leaves_gradients_alone(answer: Any) -> bool:
    g = np.ones(3)
    ball = answer(BALL_RATE, BALL_BETA)
    for _ in range(2):
        in_place(ball.step)(np.zeros(3), g)
    return np.array_equal(g, np.ones(3))


def verdict_on_path(found: np.ndarray, gradients: np.ndarray) -> Verdict:
    if np.allclose(found, walk(Averaged(BALL_RATE, BALL_BETA), gradients)):
        return almost(
            "This takes a mean of the gradients, a sum is asked for: leave out the factor 1 − β.",
            "这里取的是梯度的平均，题目要求的是累加：去掉因子 1 − β。",
        )
    if np.allclose(found, walk(Nesterov(BALL_RATE, BALL_BETA), gradients)):
        return almost("This is Nesterov's momentum.", "这是 Nesterov 动量法。")
    if np.allclose(found, walk(GradientDescent(BALL_RATE), gradients)):
        return keep_working("This is plain descent: it forgets v.", "这是普通梯度下降：没有记住 v。")
    if np.allclose(found, found[0]):
        return keep_working(
            "θ stands still. Change the array itself: theta -= …, not theta = theta - ….",
            "θ 没有变化。要修改数组本身：用 theta -= …，而不是 theta = theta - …。",
        )
    return keep_working(
        "v starts at 0. At each step v ← βv + g, and then θ ← θ − ηv.",
        "v 从 0 开始。每一步先 v ← βv + g，再 θ ← θ − ηv。",
    )


def solve_build() -> Words:
    assert judge_build(Momentum).voice == "right"
    source = f"<pre>{escape(inspect.getsource(Momentum))}</pre>"
    return Words(f"One of many: {source}", f"众多解之一：{source}")


EPOCHS = 10  # that the schedule of the exercise is for


def judge_schedule(answer: Any) -> Verdict:
    """A schedule for ten epochs: up to 1 within the first, never up again, and 0 at the end."""
    epochs = np.linspace(0, EPOCHS, 201)
    with expected(
        "Expected a function of the epoch, from 0 to 10, that returns one number.",
        "应给出以轮次（0 到 10）为参数、返回一个数的函数。",
    ):
        factors = np.array([scalar(one) for one in asked(answer, zip(epochs.tolist()))])
    rising = np.diff(factors) > 1e-12
    first = epochs[1:] <= 1 + 1e-9
    if not np.isfinite(factors).all() or factors.min() < -1e-9 or factors.max() > 1 + 1e-9:
        return keep_working("All factors should lie between 0 and 1.", "所有系数都应在 0 与 1 之间。")
    if not np.isclose(factors[epochs == 1.0][0], 1):
        return keep_working("At epoch 1 the factor should be 1.", "第 1 轮结束时系数应为 1。")
    if rising[~first].any():
        return keep_working("After epoch 1 it should never rise.", "第 1 轮之后不应再上升。")
    if factors[0] > 0.1 or (np.diff(factors) < -1e-12)[first].any():
        return almost(
            "It decays. The warm-up is missing: begin at 0.1 or below.", "会衰减，但没有预热：应从 0.1 或更小开始。"
        )
    if factors[-1] > 0.01:
        return almost("It warms up. At the end it should be at most 0.01.", "有预热。但结束时系数不应超过 0.01。")
    return right("It climbs, and comes down to nothing.", "先升，再降到几乎为零。")


def warm_then_cosine(epoch: float) -> float:
    """Up in a straight line, down along half a cosine."""
    return epoch if epoch < 1 else 0.5 + 0.5 * np.cos(np.pi * (epoch - 1) / (EPOCHS - 1))


def solve_schedule() -> Words:
    assert judge_schedule(warm_then_cosine).voice == "right"
    assert judge_schedule(lambda epoch: min(epoch, (EPOCHS - epoch) / 9)).voice == "right"
    return Words(
        "One of many, the smaller of two straight lines: <code>lambda epoch: min(epoch, (10 - epoch) / 9)</code>.",
        "众多解之一，取两条直线中较小的：<code>lambda epoch: min(epoch, (10 - epoch) / 9)</code>。",
    )


def longest_step(gradients: np.ndarray | list) -> float:
    """The longest step of Adam with its usual settings, in units of η."""
    adam, longest = optimizer("adam", 1.0), 0.0
    for g in gradients:
        theta = np.zeros(1)
        adam.step(theta, np.array([g]))
        longest = max(longest, abs(theta[0]))
    return longest


def judge_break(answer: Any) -> Verdict:
    """Gradients of one parameter with which a corrected step of Adam is longer than 2η."""
    with expected(
        "Expected a list of gradients, from 1 to 20,000 numbers.", "应给出由梯度组成的列表，1 到 20,000 个数。"
    ):
        gradients = np.asarray(answer, float).ravel()
        if not 1 <= gradients.size <= 20_000 or not np.isfinite(gradients).all():
            raise ValueError
    longest = longest_step(gradients)
    if longest > 2:
        return right(f"The longest step is {longest:.3g} η.", f"最长的一步是 {longest:.3g} η。")
    if longest > 1 + 1e-6:
        return almost(
            f"The longest step is {longest:.3g} η: longer than η, but not twice as long.",
            f"最长的一步是 {longest:.3g} η：比 η 长，但不到两倍。",
        )
    return keep_working(
        "No step is longer than η. m forgets within some ten steps, s within a thousand: which of them is slow to "
        "notice a change?",
        "没有一步超过 η。m 约十步就遗忘，s 要约一千步：突然变化时，哪一个反应慢？",
    )


def solve_break() -> Words:
    gradients = [0.0] * 1000 + [1.0]
    assert judge_break(gradients).voice == "right"
    longest = longest_step(gradients)
    return Words(
        "<code>[0.0] * 1000 + [1.0]</code>: of the 1, m takes a tenth and s a thousandth, so √s is much smaller than "
        f"m. The step is {longest:.2f} η.",
        "<code>[0.0] * 1000 + [1.0]</code>：对最后的 1，m 取十分之一，s 取千分之一，所以 √s 比 m 小得多。"
        f"这一步是 {longest:.2f} η。",
    )


def solve_open() -> Words:
    return Words(
        "I would ask: was each of them tuned, with equally many trials, on other seeds than those of the comparison? "
        "The same η is not a fair start, because η means something else in every optimizer. How many seeds were run, "
        "and how far do they scatter? Is it also faster on another task, and does it end at the same test accuracy? "
        "And what does a step cost in time and memory?",
        "我会问：两者是否都经过调参，试验次数相同，而且调参与比较用的随机种子不同？η 相同并不等于起点公平，"
        "因为 η 在各个优化器中的含义不同。跑了几个种子，结果分散到什么程度？换一个任务还更快吗？"
        "最后的测试准确率是否相同？每一步要花多少时间和内存？",
    )


EXERCISES = {
    "gradient_descent-easy": Exercise(judge_easy, solve_easy, Words("By hand: three directions", "手算：三个方向")),
    "gradient_descent-first": Exercise(
        judge_first, solve_first, Words("By hand: the first step of Adam", "手算：Adam 的第一步")
    ),
    "gradient_descent-derive": Exercise(
        judge_derive, solve_derive, Words("Derive: gradients that are never reset", "推导：从不清零的梯度")
    ),
    "gradient_descent-build": Exercise(judge_build, solve_build, Words("In code: a heavy ball", "写代码：重球")),
    "gradient_descent-schedule": Exercise(
        judge_schedule, solve_schedule, Words("In code: a schedule", "写代码：学习率调度")
    ),
    "gradient_descent-break": Exercise(judge_break, solve_break, Words("Break a claim", "推翻一个说法")),
    "gradient_descent-open": open_question(solve_open, Words("Open: twice as fast?", "开放题：快一倍？")),
}
