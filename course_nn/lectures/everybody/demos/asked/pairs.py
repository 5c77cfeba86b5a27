"""Pairs of sentences, a true one and a false one: which of them does a reader find likelier?

They were written before they were read by any reader, and none was left out afterwards.
"""

from html import escape
from math import comb
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.lectures.everybody.alphabet import encode, simple
from course_nn.lectures.everybody.counting import Counts

EQUAL = 1e-9  # bits by which rounding alone may part two sentences


class Pair(NamedTuple):
    """Two sentences.
    两个句子。
    """

    true: Words
    false: Words


def quoted(sentence: Words, kind: str) -> Words:
    """A sentence as it is read, as HTML, and what it means in the student's language where that is another.
    所读的句子（HTML）；若语言不同，附上释义。
    """
    read = sentence.zh if kind == "zh" else sentence.en
    en, zh = ("" if own == read else own for own in sentence)
    read, en, zh = (escape(text, quote=False) for text in (read, en, zh))
    return Words(f"<i>“{read}”</i>" + f" ({en})" * bool(en), f"<i>“{read}”</i>" + f"（{zh}）" * bool(zh))


def as_read(sentence: str, alphabet: str, simplified: bool) -> np.ndarray:
    """A sentence as the numbers of its letters; simplified: in the 31 symbols.
    句子写成各字母的编号。
    """
    return encode(simple(sentence) if simplified else sentence, alphabet)


def sentence_bits(counts: Counts, sentence: np.ndarray, a: float, order: int) -> np.ndarray:
    """What each letter of a sentence costs: −log₂ p, (N,).
    句子中每个字母的代价。
    """
    return -np.log2(counts.of(sentence, a, order))


def preference(true: float, false: float) -> int:
    """1 if the true sentence costs less, −1 if the false one does, 0 if they cost the same.
    真句代价较低为 1，假句较低为 −1，相同为 0。
    """
    return 0 if abs(true - false) <= EQUAL else 1 if true < false else -1


def coin_band(n: int, share: float = 0.95) -> tuple[int, int]:
    """Between which numbers of heads, both included, a fair coin thrown n times lies with this chance at least.
    公平硬币抛 n 次，正面次数以不小于该概率落入的范围（含两端）。

    The fewest on either side are left out: each tail has at most half of what is left.
    """
    chances = np.array([comb(n, k) for k in range(n + 1)]) / 2**n
    low = int(np.argmax(np.cumsum(chances) > (1 - share) / 2))
    return low, n - low


ONE_WORD = [  # differ in one word
    Pair(Words("the bias shifts the line", "偏置平移直线"), Words("the bias turns the line", "偏置转动直线")),
    Pair(
        Words("a step too large makes the loss grow", "步长太大会使损失增大"),
        Words("a step too large makes the loss fall", "步长太大会使损失减小"),
    ),
    Pair(
        Words("dropout is off in a test", "测试时关闭随机失活"), Words("dropout is on in a test", "测试时打开随机失活")
    ),
    Pair(
        Words("one neuron never learns xor", "一个神经元学不会异或"),
        Words("one neuron often learns xor", "一个神经元学得会异或"),
    ),
    Pair(Words("the gradient points uphill", "梯度指向上坡"), Words("the gradient points downhill", "梯度指向下坡")),
    Pair(
        Words("relu gives zero for a negative input", "输入为负时 ReLU 输出零"),
        Words("relu gives zero for a positive input", "输入为正时 ReLU 输出零"),
    ),
    Pair(
        Words("the sigmoid lies between zero and one", "sigmoid 的值在零与一之间"),
        Words("the sigmoid lies between zero and two", "sigmoid 的值在零与二之间"),
    ),
    Pair(
        Words("momentum remembers earlier gradients", "动量记住以前的梯度"),
        Words("momentum forgets earlier gradients", "动量忘掉以前的梯度"),
    ),
    Pair(
        Words("a penalty makes the weights smaller", "惩罚项使权重变小"),
        Words("a penalty makes the weights larger", "惩罚项使权重变大"),
    ),
    Pair(
        Words("overfitting is seen on new data", "过拟合要在新数据上才看得出"),
        Words("overfitting is seen on old data", "过拟合要在旧数据上才看得出"),
    ),
    Pair(
        Words("the chain rule multiplies slopes", "链式法则把斜率相乘"),
        Words("the chain rule subtracts slopes", "链式法则把斜率相减"),
    ),
    Pair(
        Words("softmax outputs sum to one", "softmax 的输出之和为一"),
        Words("softmax outputs sum to two", "softmax 的输出之和为二"),
    ),
    Pair(
        Words("hidden units learn features", "隐藏单元学习特征"), Words("hidden units learn prices", "隐藏单元学习价格")
    ),
    Pair(
        Words("a deep network has many layers", "深层网络有很多层"),
        Words("a deep network has few layers", "深层网络有很少层"),
    ),
    Pair(
        Words("batch norm needs several samples", "批量归一化需要多个样本"),
        Words("batch norm needs several networks", "批量归一化需要多个网络"),
    ),
    Pair(
        Words("early stopping watches the validation loss", "早停看的是验证损失"),
        Words("early stopping watches the training loss", "早停看的是训练损失"),
    ),
    Pair(
        Words("the threshold of a unit is minus its bias", "单元的阈值是偏置的相反数"),
        Words("the threshold of a unit is twice its bias", "单元的阈值是偏置的平方数"),
    ),
    Pair(
        Words("outliers pull the squared error most", "离群点对平方误差影响最大"),
        Words("outliers pull the absolute error most", "离群点对绝对误差影响最大"),
    ),
    Pair(
        Words("a linear network draws a straight line", "线性网络画出一条直线"),
        Words("a linear network draws a crooked line", "线性网络画出一条曲线"),
    ),
    Pair(
        Words("adam gives each weight a different step", "Adam 给每个权重不同的步长"),
        Words("adam gives each weight a constant step", "Adam 给每个权重相同的步长"),
    ),
]
EXCHANGED = [  # the same words, two of them exchanged
    Pair(
        Words("the weight turns the line, the bias shifts the line", "权重转动直线，偏置平移直线"),
        Words("the bias turns the line, the weight shifts the line", "偏置转动直线，权重平移直线"),
    ),
    Pair(
        Words("the forward pass comes before the backward pass", "前向传播先于反向传播"),
        Words("the backward pass comes before the forward pass", "反向传播先于前向传播"),
    ),
    Pair(
        Words("training data fit the weights, test data judge the weights", "训练数据用来调权重，测试数据用来评权重"),
        Words("test data fit the weights, training data judge the weights", "测试数据用来调权重，训练数据用来评权重"),
    ),
    Pair(
        Words("a small step is slow, a large step is unstable", "小的步长慢，大的步长不稳定"),
        Words("a large step is slow, a small step is unstable", "大的步长慢，小的步长不稳定"),
    ),
    Pair(
        Words("xor needs two layers, or needs one layer", "异或要两层，或门要一层"),
        Words("or needs two layers, xor needs one layer", "或门要两层，异或要一层"),
    ),
    Pair(
        Words("relu is flat on the left and rises on the right", "ReLU 左边是平的，右边上升"),
        Words("relu is flat on the right and rises on the left", "ReLU 右边是平的，左边上升"),
    ),
    Pair(
        Words("the gradient points uphill, the step goes downhill", "梯度指向上坡，步子走向下坡"),
        Words("the gradient points downhill, the step goes uphill", "梯度指向下坡，步子走向上坡"),
    ),
    Pair(
        Words("the input layer comes first, the output layer comes last", "输入层在最前，输出层在最后"),
        Words("the output layer comes first, the input layer comes last", "输出层在最前，输入层在最后"),
    ),
    Pair(
        Words("classification predicts a class, regression predicts a number", "分类预测类别，回归预测数值"),
        Words("classification predicts a number, regression predicts a class", "分类预测数值，回归预测类别"),
    ),
    Pair(
        Words("momentum uses earlier steps, plain descent uses none", "动量用到以前的梯度，普通梯度下降不用"),
        Words("plain descent uses earlier steps, momentum uses none", "普通梯度下降用到以前的梯度，动量不用"),
    ),
    Pair(
        Words("overfitting has low training error and high test error", "过拟合时训练误差低，测试误差高"),
        Words("overfitting has high training error and low test error", "过拟合时训练误差高，测试误差低"),
    ),
    Pair(
        Words("in training dropout is on, in a test dropout is off", "训练时打开随机失活，测试时关闭随机失活"),
        Words("in training dropout is off, in a test dropout is on", "训练时关闭随机失活，测试时打开随机失活"),
    ),
    Pair(
        Words("precision asks about alarms, recall asks about cases", "精确率问的是报警，召回率问的是病例"),
        Words("recall asks about alarms, precision asks about cases", "召回率问的是报警，精确率问的是病例"),
    ),
    Pair(
        Words("the loss is a number, the gradient is a vector", "损失是一个数，梯度是一个向量"),
        Words("the loss is a vector, the gradient is a number", "损失是一个向量，梯度是一个数"),
    ),
    Pair(
        Words("tanh is zero at zero, sigmoid is one half at zero", "tanh 在零处为零，sigmoid 在零处为二分之一"),
        Words("sigmoid is zero at zero, tanh is one half at zero", "sigmoid 在零处为零，tanh 在零处为二分之一"),
    ),
    Pair(
        Words("wide networks have many units, deep networks have many layers", "宽的网络单元多，深的网络层数多"),
        Words("deep networks have many units, wide networks have many layers", "深的网络单元多，宽的网络层数多"),
    ),
]
