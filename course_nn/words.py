"""Every word of the interface, once in English and once in Chinese."""

from typing import NamedTuple

import traitlets

from course_nn.errors import lookup


class Words(NamedTuple):
    """The same words twice.
    同一句话的两种语言。

    en, zh : str; may hold the inline HTML that a readout needs (<b>, <sub>, <i>)
    """

    en: str
    zh: str

    def html(self):
        """Both languages as marked-up spans: a style hides one, so a reader sees a change of language at once."""
        return f'<span lang="en">{self.en}</span> <span lang="zh-Hans">{self.zh}</span>'

    def shown(self, joint=" "):
        """What the reader has chosen to see, where only plain text can stand: labels, options, alternative text."""
        return {"en": self.en, "zh": self.zh}.get(LANGUAGE.shown, f"{self.en}{joint}{self.zh}")


GLOSSARY = {
    "neuron": Words("neuron", "神经元"),
    "synapse": Words("synapse", "突触"),
    "threshold": Words("threshold", "阈值"),
    "spike": Words("spike", "脉冲"),
    "action potential": Words("action potential", "动作电位"),
    "membrane voltage": Words("membrane voltage", "膜电压"),
    "refractory period": Words("refractory period", "不应期"),
    "weight": Words("weight", "权重"),
    "bias": Words("bias", "偏置"),
    "summation": Words("summation", "求和"),
    "input": Words("input", "输入"),
    "output": Words("output", "输出"),
    "activation": Words("activation", "激活函数"),
    "perceptron": Words("perceptron", "感知器"),
    "logistic regression": Words("logistic regression", "逻辑回归"),
    "feed-forward network": Words("feed-forward network", "前馈神经网络"),
    "recurrent": Words("recurrent", "循环"),
    "layer": Words("layer", "层"),
    "depth": Words("depth", "深度"),
    "fully connected": Words("fully connected", "全连接"),
    "hidden unit": Words("hidden unit", "隐藏单元"),
    "multi-layer perceptron": Words("multi-layer perceptron", "多层感知器"),
    "saturate": Words("saturate", "饱和"),
    "zero-centred": Words("zero-centred", "以零为中心"),
    "vanishing gradient": Words("vanishing gradient", "梯度消失"),
    "exploding gradient": Words("exploding gradient", "梯度爆炸"),
    "rectified linear unit": Words("rectified linear unit", "修正线性单元"),
    "exponential linear unit": Words("exponential linear unit", "指数线性单元"),
    "gradient": Words("gradient", "梯度"),
    "gradient descent": Words("gradient descent", "梯度下降"),
    "learning rate": Words("learning rate", "学习率"),
    "initialization": Words("initialization", "初始化"),
    "XOR": Words("XOR", "异或"),
    "hard threshold": Words("hard threshold", "硬阈值"),
    "truth table": Words("truth table", "真值表"),
    "universal approximation": Words("universal approximation", "通用函数逼近"),
    "overfitting": Words("overfitting", "过拟合"),
    "loss": Words("loss", "损失"),
    "loss function": Words("loss function", "损失函数"),
    "penalty": Words("penalty", "惩罚"),
    "squared error": Words("squared error", "平方误差"),
    "negative log-likelihood": Words("negative log-likelihood", "负对数似然"),
    "hinge loss": Words("hinge loss", "铰链损失"),
    "cross-entropy": Words("cross-entropy", "交叉熵"),
    "one-hot": Words("one-hot", "独热编码"),
    "feature learning": Words("feature learning", "特征学习"),
    "linearly separable": Words("linearly separable", "线性可分"),
    "backpropagation": Words("backpropagation", "反向传播"),
    "chain rule": Words("chain rule", "链式法则"),
    "computation graph": Words("computation graph", "计算图"),
    "momentum": Words("momentum", "动量"),
    "regularization": Words("regularization", "正则化"),
    "dropout": Words("dropout", "随机失活"),
    "epoch": Words("epoch", "轮"),
    "early stopping": Words("early stopping", "早停"),
}
TERMS = GLOSSARY | {
    # the stage
    "reset": Words("Reset", "重置"),
    "play": Words("Play", "播放"),
    "pause": Words("Pause", "暂停"),
    "challenge": Words("Challenge", "挑战"),
    "open": Words("open", "未解"),
    "almost": Words("almost", "差一点"),
    "solved": Words("solved", "已解"),
    "computing": Words("computing", "计算中"),
    "file": Words("File", "文件"),
    "lock in": Words("Lock my answer", "锁定答案"),
    "missing": Words("No answer yet", "尚未作答"),
    "keep working": Words("Keep working", "继续努力"),
    "right": Words("Right", "正确"),
    "not what happens": Words("That is tempting, and not what happens", "很容易这样想，但事实并非如此"),
    "solution": Words("Solution", "解答"),
    # choices
    "none": Words("none", "无"),
    "circle": Words("circle", "圆环"),
    "xor": GLOSSARY["XOR"],
    "gauss": Words("Gauss", "高斯"),
    "spiral": Words("spiral", "螺线"),
    "moons": Words("moons", "双月"),
    "plane": Words("plane", "平面"),
    "hills": Words("hills", "山丘"),
}


def term(key):
    """The words of a term; an unknown one is an error when its module is imported, never an empty label.
    术语的两种说法；未知术语在导入模块时就报错，不会出现空标签。

    raises : BadInput
    """
    return lookup(TERMS, key, "term", "术语")


def shown(label, joint=" "):
    """A label as plain text: Words in the reader's language, a symbol such as "w₁" as it is."""
    return label.shown(joint) if isinstance(label, Words) else label


def block(words, kind=""):
    """Words as two paragraphs of HTML, one a language; the style sheet knows each kind, and it reads well without."""
    kinds = f"cn-words {kind}".rstrip()
    return f'<div class="{kinds}"><div lang="en">{words.en}</div><div lang="zh-Hans">{words.zh}</div></div>'


class _Language(traitlets.HasTraits):
    """What this notebook shows; widgets observe it to follow a change."""

    shown = traitlets.Enum(["en", "zh", "both"], "both")


LANGUAGE = _Language()
