"""A folder each, and the one list of lectures: maps, questions, the ledger and the tests are fed from it.
每讲一个文件夹，以及讲次的唯一清单：课程地图、题目、论断清单与测试都取自它。
"""

from typing import NamedTuple

from course_nn.common.words import Words

REFERENCE = "reference.ipynb"  # terms, sources and the ledger: a notebook, and no lecture


class Lecture(NamedTuple):
    """One lecture: a folder of code, and the notebook that opens it.
    一讲：一个代码文件夹，以及打开它的笔记本。

    notebook : file name in notebooks/
    title    : Words
    question : Words, what the lecture answers
    minutes  : that it takes; None for as long as one likes
    home     : the package that holds its demos and questions, and its claims if it makes any
    """

    notebook: str
    title: Words
    question: Words
    minutes: int | None
    home: str
    has_claims: bool = True


def _lecture(section, notebook, title, question, minutes=90, **more):
    return Lecture(notebook, title, question, minutes, f"course_nn.lectures.{section}", **more)


LECTURES = {  # by section, which is the first part of a cell's and of a question's id
    "start": _lecture(
        "start",
        "00_start_here.ipynb",
        Words("Start here", "从这里开始"),
        Words("How does this course work?", "这门课怎么用？"),
        minutes=15,
        has_claims=False,
    ),
    "neurons": _lecture(
        "neurons",
        "01_neurons.ipynb",
        Words("Neurons", "神经元"),
        Words("What does one neuron compute?", "一个神经元计算什么？"),
        minutes=120,
    ),
    "primer": _lecture(
        "primer",
        "01b_primer.ipynb",
        Words("Primer", "预备知识"),
        Words("How does anything learn?", "学习是怎么进行的？"),
        minutes=45,
        has_claims=False,
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
        minutes=75,
    ),
    "deep_vs_shallow": _lecture(
        "deep_vs_shallow",
        "04_deep_vs_shallow.ipynb",
        Words("Deep vs. shallow", "深层与浅层"),
        Words("Why go deep?", "为什么要用深层网络？"),
        minutes=120,
    ),
    "losses": _lecture(
        "losses",
        "05_losses.ipynb",
        Words("Losses", "损失函数"),
        Words("What does training minimise?", "训练在最小化什么？"),
        minutes=150,
    ),
    "feature_learning": _lecture(
        "feature_learning",
        "06_feature_learning.ipynb",
        Words("Feature learning", "特征学习"),
        Words("What do the hidden layers do?", "隐藏层在做什么？"),
        minutes=75,
    ),
    "backpropagation": _lecture(
        "backpropagation",
        "07_backpropagation.ipynb",
        Words("Backpropagation", "反向传播"),
        Words("How does every weight learn its share?", "每个权重怎样知道自己该如何改变？"),
        minutes=120,
    ),
    "gradient_descent": _lecture(
        "gradient_descent",
        "08_gradient_descent.ipynb",
        Words("Gradient descent", "梯度下降"),
        Words("How to go downhill faster?", "怎样更快地下山？"),
        minutes=120,
    ),
    "regularization": _lecture(
        "regularization",
        "09_regularization.ipynb",
        Words("Regularization", "正则化"),
        Words(
            "How does a network that could learn anything learn the right thing?",
            "什么都能学会的网络，怎样学到对的东西？",
        ),
        minutes=120,
    ),
    "practice": _lecture(
        "practice",
        "10_practice.ipynb",
        Words("Practice", "训练实践"),
        Words("How do you get it to work?", "怎样让网络真正学会？"),
        minutes=150,
    ),
    "playground": Lecture(
        "playground.ipynb",
        Words("Playground", "游乐场"),
        Words("What happens if?", "如果……会怎样？"),
        minutes=None,
        home="course_nn.playground",
        has_claims=False,
    ),
}
