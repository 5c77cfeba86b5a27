"""A folder each, and the one list of lectures: maps, questions, the ledger and the tests are fed from it.
每讲一个文件夹，以及讲次的唯一清单：课程地图、题目、论断清单与测试都取自它。
"""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from course_nn.common.words import Words
from course_nn.text.lecture import LectureText, RoundText, text_in

PACKAGE = Path(__file__).parents[1]
A_ROUND = 15  # minutes, in class or alone
REFERENCE = "reference.ipynb"  # terms, sources and the ledger: a notebook, and no lecture


class Lecture(NamedTuple):
    """One lecture: a folder of code, and the notebook that opens it.
    一讲：一个代码文件夹，以及打开它的笔记本。

    notebook : file name in notebooks/
    title    : Words
    question : Words, what the lecture answers
    home     : the package that holds its text, its demos and questions, and its claims if it makes any
    timed    : whether its minutes are counted
    built    : whether the student writes it, exercise by exercise, so that it has no rounds
    """

    notebook: str
    title: Words
    question: Words
    home: str
    has_claims: bool = True
    timed: bool = True
    built: bool = False

    @property
    def minutes(self) -> int | None:
        """That it takes: so many for each round of its core, or for each exercise of what is built; None for as long as
        one likes.
        所需的分钟数：选读以外的每一轮（或自己动手写的每一步）都按同样的时间计；None 表示不限。
        """
        if not self.timed:
            return None
        text = self.text
        return A_ROUND * (len(text.exercises) if self.built else sum(not one.further for one in text.rounds.values()))

    @property
    def folder(self) -> Path:
        """Where it lies. 所在的文件夹。"""
        return PACKAGE.joinpath(*self.home.split(".")[1:])

    @property
    def text(self) -> LectureText:
        """What it says, in both languages. 这一讲的文字。"""
        return text_in(self.folder)


def _lecture(section, notebook, title, question, **more):
    return Lecture(notebook, title, question, f"course_nn.lectures.{section}", **more)


LECTURES = {  # by section, which is the first part of a cell's and of a question's id
    "start": _lecture(
        "start",
        "00_start_here.ipynb",
        Words("Start here", "从这里开始"),
        Words("How does this course work?", "这门课怎么用？"),
        has_claims=False,
    ),
    "neurons": _lecture(
        "neurons",
        "01_neurons.ipynb",
        Words("Neurons", "神经元"),
        Words("What does one neuron compute?", "一个神经元计算什么？"),
    ),
    "primer": _lecture(
        "primer",
        "01b_primer.ipynb",
        Words("Primer", "预备知识"),
        Words("How does anything learn?", "学习是怎么进行的？"),
    ),
    "activations": _lecture(
        "activations",
        "02_activations.ipynb",
        Words("Activations", "激活函数"),
        Words("Which non-linearity, and why does it matter?", "用哪种非线性，为什么重要？"),
    ),
    "xor": _lecture(
        "xor",
        "03_xor.ipynb",
        Words("XOR", "异或"),
        Words("Why is one neuron not enough?", "为什么一个神经元不够？"),
    ),
    "deep_vs_shallow": _lecture(
        "deep_vs_shallow",
        "04_deep_vs_shallow.ipynb",
        Words("Deep vs. shallow", "深层与浅层"),
        Words("Why go deep?", "为什么要用深层网络？"),
    ),
    "losses": _lecture(
        "losses",
        "05_losses.ipynb",
        Words("Losses", "损失函数"),
        Words("What does training minimize?", "训练最小化的是什么？"),
    ),
    "feature_learning": _lecture(
        "feature_learning",
        "06_feature_learning.ipynb",
        Words("Feature learning", "特征学习"),
        Words("What do the hidden layers do?", "隐藏层做什么？"),
    ),
    "backpropagation": _lecture(
        "backpropagation",
        "07_backpropagation.ipynb",
        Words("Backpropagation", "反向传播"),
        Words("How does every weight learn its share?", "每个权重该变多少？"),
    ),
    "gradient_descent": _lecture(
        "gradient_descent",
        "08_gradient_descent.ipynb",
        Words("Gradient descent", "梯度下降"),
        Words("How can you get downhill faster?", "怎样更快下山？"),
    ),
    "regularization": _lecture(
        "regularization",
        "09_regularization.ipynb",
        Words("Regularization", "正则化"),
        Words(
            "How does a network that could learn anything learn the right thing?",
            "什么都能学会的网络，怎样学到对的东西？",
        ),
    ),
    "practice": _lecture(
        "practice",
        "10_practice.ipynb",
        Words("Practice", "训练实践"),
        Words("How do you get it to work?", "怎样让网络真正学会？"),
    ),
    "everybody": _lecture(
        "everybody",
        "11_everybody.ipynb",
        Words("Why everybody talks about it", "为什么人人都在谈论它"),
        Words("What made networks see and speak?", "是什么让网络会看、会说？"),
    ),
    "own_network": _lecture(
        "own_network",
        "12_your_own_network.ipynb",
        Words("Your own network", "你自己的网络"),
        Words("Can you build all of it yourself?", "你能把它全部亲手写出来吗？"),
        has_claims=False,
        built=True,
    ),
    "playground": Lecture(
        "playground.ipynb",
        Words("Playground", "游乐场"),
        Words("What happens if?", "如果……会怎样？"),
        home="course_nn.playground",
        has_claims=False,
        timed=False,
    ),
}


def rounds_of(section: str) -> dict[str, RoundText]:
    """{id: RoundText} of a lecture, in its order; the first part of its cells' ids is that of the round.
    一讲的各轮，按讲课顺序。

    raises : KeyError for an unknown lecture
    """
    return LECTURES[section].text.rounds


def round_of(question: str) -> tuple[str, RoundText] | None:
    """The round that asks a question, with its id; None if no round does. 提出某道题的那一轮。"""
    rounds = rounds_of(question.split("-")[0])
    return next(((key, one) for key, one in rounds.items() if question in one.questions), None)


def settled(question: str) -> dict:
    """The setting of its round's demo at which the picture refutes what is wrong; {} is the start.
    该题所在一轮的演示中，足以用图反驳错误答案的设置；{} 为起始设置。
    """
    questions = import_module(f"{LECTURES[question.split('-')[0]].home}.questions")
    return getattr(questions, "SETTLED", {}).get(question, {})


def makers_of(package: str) -> dict[str, Callable]:
    """{name: maker} of the demos of a lecture, in the order in which its notebook opens them.

    package : "course_nn.lectures.xor", in whose folder demos/ lies one module a demo: one_unit.py, or parity/picture.py
    """
    section = package.rpartition(".")[2]
    lecture = LECTURES[section]
    files = [*(lecture.folder / "demos").glob("*.py"), *(lecture.folder / "demos").glob("*/picture.py")]
    modules = {file.parent.name if file.stem == "picture" else file.stem: file for file in files}
    code = "\n".join(en.code for en, _ in lecture.text.pairs)
    order = dict.fromkeys(name for name in re.findall(rf"\b{section}\.(\w+)\(", code) if name in modules)
    return {name: _maker(package, name, modules[name]) for name in order | dict.fromkeys(sorted(modules))}


def _maker(package, name, file):
    inner = f"{name}.picture" if file.stem == "picture" else name
    return getattr(import_module(f"{package}.demos.{inner}"), name)
