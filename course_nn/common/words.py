"""Every word of the interface, once in English and once in Chinese."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import traitlets

from course_nn.common.errors import lookup
from course_nn.common.home import LANGUAGES, chosen_language


class Words(NamedTuple):
    """The same words twice.
    同一句话的两种语言。

    en, zh : str; may hold the inline HTML that a readout needs (<b>, <sub>, <i>)
    """

    en: str
    zh: str

    def html(self) -> str:
        """Both languages as marked-up spans: a style hides one, so a reader sees a change of language at once."""
        if self.en == self.zh:
            return self.en
        return f'<span lang="en">{self.en}</span> <span lang="zh-Hans">{self.zh}</span>'

    def shown(self, joint: str = " ") -> str:
        """What the reader has chosen to see, where only plain text can stand: labels, options, alternative text."""
        both = self.en if self.en == self.zh else f"{self.en}{joint}{self.zh}"
        return {"en": self.en, "zh": self.zh}.get(LANGUAGE.shown, both)

    def drawn(self) -> str:
        """What stands in a picture: the reader's language, and English where both are shown."""
        return self.zh if language_of_pictures(LANGUAGE.shown) == "zh" else self.en


_DRAWN: ContextVar[str] = ContextVar("drawn", default="")  # the language of what is drawn; "" is the reader's
XOR = Words("XOR", "异或")
TERMS = {
    # terms of the field that label something; notebook/glossary.txt defines them, and all others
    "weight": Words("weight", "权重"),
    "layer": Words("layer", "层"),
    "output": Words("output", "输出"),
    "activation": Words("activation", "激活函数"),
    "initialization": Words("initialization", "初始化"),
    "loss": Words("loss", "损失"),
    "squared error": Words("squared error", "平方误差"),
    "hinge loss": Words("hinge loss", "铰链损失"),
    "cross-entropy": Words("cross-entropy", "交叉熵"),
    "penalty": Words("penalty", "惩罚项"),
    "gradient descent": Words("gradient descent", "梯度下降"),
    "momentum": Words("momentum", "动量"),
    "dropout": Words("dropout", "随机失活"),
    "epoch": Words("epoch", "轮次"),
    "XOR": XOR,
    # the stage
    "reset": Words("Reset", "重置"),
    "play": Words("Play", "播放"),
    "pause": Words("Pause", "暂停"),
    "challenge": Words("Challenge", "挑战"),
    "open": Words("open", "未完成"),
    "almost": Words("almost", "差一点"),
    "solved": Words("solved", "已完成"),
    "sceptic": Words("what if", "换一样再看"),
    "the lecture's setting": Words("nothing: the lecture’s setting", "不改变：原来的设置"),
    "a setting of your own": Words("a setting of your own", "自己的设置"),
    "stays": Words("stays", "仍然成立"),
    "about half": Words("is about half as strong", "减弱到约一半"),
    "weaker": Words("is weaker", "减弱了"),
    "nearly gone": Words("is nearly gone", "几乎不剩"),
    "reversed": Words("is overturned", "被推翻了"),
    "break it": Words("Break it", "推翻它"),
    "break moral": Words(
        "Hand in this setting: does the conclusion hold here?", "把当前设置交上来：结论在这里成立吗？"
    ),
    "computing": Words("computing", "计算中"),
    "file": Words("File", "文件"),
    "back": Words("One scene back", "上一个场景"),
    "forward": Words("Next scene", "下一个场景"),
    "full screen": Words("Full screen", "全屏"),
    "controls": Words("Show the controls", "显示控件"),
    "undo": Words("Undo", "撤销"),
    "clear": Words("Clear", "清空"),
    "keep as": Words("Keep it as a", "保存为"),
    "save picture": Words("Save the picture", "保存图片"),
    "film it": Words("Film it, into this folder", "录成动画，存到本文件夹"),
    "filming": Words("Filming", "正在录制"),
    "stop": Words("Stop", "停止"),
    "stopped": Words("Stopped: there is no film.", "已停止：没有生成动画。"),
    "question": Words("question", "题目"),
    "tasks": Words("tasks", "任务"),
    "exercises": Words("Exercises", "习题"),
    "further": Words("further", "选读"),
    "go on": Words("Go on here", "从这里继续"),
    "your prediction": Words("your prediction", "你的预测"),
    "measured": Words("measured: {}", "测得：{}"),
    "all numbers": Words("All numbers", "全部数字"),
    "all controls": Words("All controls", "全部控件"),
    "tips": Words("Tips", "提示"),
    "close tip": Words("Close this tip", "关闭此提示"),
    "clip": Words("Keep this as a clip", "保存为动画"),
    "by numbers": Words("By numbers", "输入数值"),
    "look anyway": Words("Look anyway", "先看看"),
    "also": Words("Also", "另外"),
    "task done": Words("(done)", "（已完成）"),
    "next task": Words("Next", "下一项"),
    "lock": Words("Lock", "锁定"),
    "guess": Words("a guess", "猜的"),
    "rather": Words("rather sure", "比较有把握"),
    "certain": Words("sure", "很有把握"),
    "your answer": Words("your answer", "你的答案"),
    "now look": Words("Now look", "现在来看"),
    "vote again": Words("Vote again", "再投一次"),
    "why": Words("Tell me why", "告诉我为什么"),
    "own words": Words("Why? In your own words", "为什么？用自己的话说"),
    "you wrote": Words("You wrote", "你写的是"),
    "missing": Words("No answer yet", "尚未作答"),
    "keep working": Words("Keep working", "继续努力"),
    "right": Words("Right", "正确"),
    "worked": Words("It works", "可以运行"),
    "not what happens": Words("That is tempting, but not what happens", "很容易这样想，但事实并非如此"),
    "estimated": Words("Your estimate", "你的估计"),
    "solution": Words("Solution", "解答"),
    "compare": Words("Compare", "请对照"),
    "noted": Words("Noted", "已记录"),
    # choices
    "none": Words("none", "无"),
    "circle": Words("circle", "圆环"),
    "xor": XOR,
    "gauss": Words("Gauss", "高斯"),
    "spiral": Words("spiral", "螺线"),
    "moons": Words("moons", "双月"),
    "plane": Words("plane", "平面"),
    "hills": Words("hills", "山丘"),
}


ACTIVATION_NAMES = {  # activation functions as a text writes them, by their names in ACTIVATIONS
    "step": Words("step", "阶跃"),
    "linear": Words("linear", "线性"),
    "leaky_relu": Words("Leaky ReLU", "Leaky ReLU"),
} | {name.lower(): Words(name, name) for name in "sigmoid tanh ReLU PReLU ELU GELU SELU maxout softplus swish".split()}


def activation_names(names: Iterable[str]) -> dict[str, Words]:
    """How a text writes these activation functions: {"relu": Words("ReLU", "ReLU"), …}.
    这些激活函数在文中的写法。

    raises : BadInput for an unknown one
    """
    return {name: lookup(ACTIVATION_NAMES, name, "activation", "激活函数") for name in names}


def term(key: str) -> Words:
    """The words of a term; an unknown one is an error when its module is imported, never an empty label.
    术语的两种说法；未知术语在导入模块时就报错，不会出现空标签。

    raises : BadInput
    """
    return lookup(TERMS, key, "term", "术语")


def shown(label: Words | str, joint: str = " ") -> str:
    """A label as plain text: Words in the reader's language, a symbol such as "w₁" as it is."""
    return label.shown(joint) if isinstance(label, Words) else label


def block(words: Words, kind: str = "") -> str:
    """Words as two paragraphs of HTML, one a language; the style sheet knows each kind, and it reads well without."""
    kinds = f"cn-words {kind}".rstrip()
    return f'<div class="{kinds}"><div lang="en">{words.en}</div><div lang="zh-Hans">{words.zh}</div></div>'


def language_of_pictures(shown: str) -> str:
    """The one language of the words in pictures, which have no room for two. 图中文字所用的语言。"""
    return _DRAWN.get() or ("zh" if shown == "zh" else "en")


@contextmanager
def drawn_in(language: str) -> Iterator[None]:
    """What is drawn in this block has its words in this language, whatever the reader is shown.
    这段代码中画出的图使用这种语言，与读者界面所用的语言无关。

    language : "en" or "zh"
    raises   : BadInput for another one
    """
    before = _DRAWN.set(lookup({"en": "en", "zh": "zh"}, language, "language", "语言"))
    try:
        yield
    finally:
        _DRAWN.reset(before)


class _Language(traitlets.HasTraits):
    """What this notebook shows, at first what was chosen for it; widgets observe it to follow a change."""

    shown = traitlets.Enum(LANGUAGES)

    @traitlets.default("shown")
    def _shown_at_first(self):
        return chosen_language() or "both"


LANGUAGE = _Language()
