"""Things to do with the playground, in each of its rounds, and how one can see that they are done."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.playground.mathematics.settings import START, Settings, Structure
from course_nn.stage import Task


def structure(result: Any) -> Structure:
    """What the experiment is."""
    return Settings.of(result.values).structure


def shakes(result: Any) -> bool:
    """Whether the training loss has leapt up three times, at a larger learning rate than at first."""
    losses = result.curves[1]
    leaps = np.sum(losses[1:] > 1.05 * losses[:-1])
    return result.values["learning_rate"] > START.rules.learning_rate and leaps >= 3


def pulled(result: Any) -> bool:
    """Whether weights were set by hand."""
    return any(change.parameters is not None for change in result.experiment.run.changes)


def whole_batch(result: Any, seen: dict) -> bool:
    """Whether time has stood at each sample of a batch."""
    return {*range(1, result.values["batch_size"] + 1)} <= seen["sample"]


def one_by_one(result: Any, seen: dict) -> bool:
    """Whether x₁² and x₁x₂ have been inputs, and there is only one now."""
    is_alone = len(result.experiment.features) == 1 and not structure(result).hidden
    return is_alone and all(True in seen[name] for name in ("x1_squared", "x1_x2"))


def product_among_others(result: Any) -> bool:
    return result.experiment.features == ("x1", "x2", "x1_x2") and not structure(result).hidden


def learned_in_a_layer(result: Any) -> bool:
    """Whether a hidden layer has found from x₁ and x₂ alone what was an input before."""
    if result.experiment.features != ("x1", "x2") or not structure(result).hidden or not result.confusion:
        return False
    test = result.confusion[1]
    return np.trace(test) >= 0.9 * test.sum()


def there_and_back(result: Any, seen: dict) -> bool:
    """Whether time has been at the beginning, and is now late, while all begins at zero with tanh."""
    begun = structure(result)
    return (begun.init, begun.activation) == ("zeros", "tanh") and 0 in seen["epoch"] and result.values["epoch"] >= 50


def from_zeros_with_sigmoid(result: Any) -> bool:
    begun = structure(result)
    return (begun.init, begun.activation) == ("zeros", "sigmoid") and result.experiment.run.time > 0


TO_DO = {
    "playground-1": [
        Task(
            "press-play-raise",
            Words(
                "Press Play, and raise η while it runs. From which value on does the loss shake?",
                "按“播放”，并在运行时增大 η。从哪个值开始，损失曲线会抖动？",
            ),
            shakes,
        ),
        Task(
            "click-line-pull",
            Words(
                "Click a line, and pull it up or down (or use “Weights”). Which tiles change? Undo takes it back.",
                "点一条连线，上下拖动它（也可以用“权重”一栏）。哪些小方块变了？“撤销”可以恢复。",
            ),
            pulled,
        ),
        Task(
            "set-view-hidden",
            Words(
                "Set the view to “hidden space”, as the last hidden layer sees it. Does one line part the samples?",
                "把视图切换到“隐藏空间”，即最后一个隐藏层所见。在那里，一条直线能分开样本吗？",
            ),
            lambda result: result.looks.view == "hidden",
        ),
        Task(
            "press-sample-again",
            Words(
                "Press “+1 sample” again and again, and watch the lines. With which sample do they change?",
                "一次次按“+1 样本”，并观察连线。到第几个样本时它们才改变？",
            ),
            whole_batch,
        ),
    ],
    "playground-2": [
        Task(
            "try-alone-alone",
            Words(
                "Try x₁² alone, then x₁x₂ alone (new one on, then old one off). Which one colours all samples right?",
                "先单用 x₁²，再单用 x₁x₂（先开新的，再关旧的）。哪一个能让所有样本都落在自己的颜色上？",
            ),
            one_by_one,
        ),
        Task(
            "switch-beside-three",
            Words(
                "Switch on x₁ and x₂ beside x₁x₂. Which of the three lines is thick?",
                "在 x₁x₂ 之外再打开 x₁ 和 x₂。三条连线中哪一条粗？",
            ),
            product_among_others,
        ),
        Task(
            "switch-give-network",
            Words(
                "Switch x₁x₂ off, give the network a hidden layer of 4 units (the signs +), and press Play up to 90%.",
                "关掉 x₁x₂，用加号添一个 4 单元的隐藏层，按“播放”，直到准确率达到 90%。",
            ),
            learned_in_a_layer,
        ),
    ],
    "playground-3": [
        Task(
            "pull-time-back",
            Words(
                "Pull time back to epoch 0, and on to 100 again. Which tiles, lines and dots change?",
                "把时间拖回第 0 轮，再拖到第 100 轮。哪些小方块、连线和圆点变了？",
            ),
            there_and_back,
        ),
        Task(
            "set-everywhere-sigmoid",
            Words(
                "Set “φ everywhere” to sigmoid, whose output at zero is not zero. How do the eight units differ now?",
                "把“各层 φ”设为 sigmoid，它在零处的输出不为零。现在八个单元有什么不同？",
            ),
            from_zeros_with_sigmoid,
        ),
        Task(
            "choose-another-initialization",
            Words(
                "Choose another initialization. What is chance needed for?",
                "换一种初始化。随机性起什么作用？",
            ),
            lambda result: structure(result).init != "zeros",
        ),
    ],
    "playground-4": [],
    "playground-5": [],
    "playground-6": [],
}
