"""An experiment is data, features, a network, a loss and rules of training; all else follows from these and a seed."""

from typing import NamedTuple

import numpy as np

from course_nn.datasets import DATASETS, REGRESSION
from course_nn.errors import BadInput, lookup
from course_nn.features import featurize
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.playground import tfplayground
from course_nn.playground.run import USUAL, Rules, Run
from course_nn.playground.tables import Table, read_table

POINTS = 500  # of a made data set, training and test samples together
GOES_WITH = {  # loss -> targets of the classes 0 and 1, activation of the output; classes only, unless it takes numbers
    "binary_cross_entropy": ((0, 1), "linear"),
    "hinge": ((-1, 1), "linear"),
    "squared_error": ((-1, 1), "tanh"),
    "absolute_error": ((-1, 1), "tanh"),
    "huber": ((-1, 1), "tanh"),
}


class Experiment(NamedTuple):
    """A run, and what its numbers mean.
    一次训练，以及各数值的含义。
    """

    run: Run
    features: tuple  # names in FEATURES
    train: np.ndarray  # (n, 2) points, before their features
    test: np.ndarray  # (m, 2)
    y_train: np.ndarray  # (n,) classes 0 and 1, or numbers
    y_test: np.ndarray  # (m,)
    class_names: tuple  # of 0 and 1; empty for numbers
    table: Table | None = None  # the student's own data, before they were moved

    def copy(self):
        """An experiment that goes its own way from here. 从此刻起各走各路的副本。"""
        return self._replace(run=self.run.copy())

    def shade(self, F):
        """An output as a number from -1 (class 0) through 0 (undecided) to 1 (class 1); a prediction as it is.
        把输出写成 -1（类别 0）、0（未定）到 1（类别 1）之间的数；预测值则保持不变。
        """
        return np.tanh(F / 2) if self.run.loss.output == "sigmoid" else np.clip(F, -1, 1)

    def shades(self):
        """What should come out: the shades of the training and of the test samples.
        期望的输出：训练样本与测试样本的标度。
        """
        return [2.0 * y - 1 if self.class_names else y for y in (self.y_train, self.y_test)]

    def confusion(self):
        """Counts (2, 2) of the training and of the test samples: row the class, column the answer; [] for numbers.
        训练样本与测试样本的混淆矩阵 (2, 2)：行为真实类别，列为回答；预测数值时为 []。
        """
        if not self.class_names:
            return []
        network = self.run.network
        answers = [network(X)[:, 0] > 0 for X in (self.run.train[0], self.run.test[0])]
        return [
            np.array([[np.sum((y == c) & (said == k)) for k in (0, 1)] for c in (0, 1)])
            for y, said in zip((self.y_train, self.y_test), answers)
        ]

    def gradients(self):
        """Norm of the gradient of the mean training loss, for the weights of each layer.
        平均训练损失对各层权重的梯度范数。
        """
        network, (X, T) = self.run.network, self.run.train
        trace = network.forward(X)
        g = network.backward(trace, self.run.loss.dl(trace.h[-1], T) / len(X))
        return [float(np.linalg.norm(W)) for W in network.split(g)[0]]

    def dead(self):
        """For each hidden layer, which units have slope 0 at every training sample: no gradient reaches them.
        每个隐藏层中，哪些单元在所有训练样本上斜率为 0：梯度无法到达它们。
        """
        network = self.run.network
        slopes = [phi.df(z) for phi, z in zip(network.activations[:-1], network.forward(self.run.train[0]).z)]
        return [~np.any(slope, axis=0) for slope in slopes]  # (units,) each


def begin(
    data="circle",
    noise=0.0,
    share=0.5,
    seed=0,
    features=("x1", "x2"),
    hidden=(4, 2),
    activations=("tanh", "tanh"),
    init="glorot",
    loss="best",
    rules=USUAL,
    table="",
):
    """A new experiment, before its first step.
    一个新的实验，尚未开始训练。

    data        : a name in DATASETS or REGRESSION, or "own", which is read from table
    noise, share: 0 … 0.5; share of the samples that are trained on, 0.1 … 0.9
    hidden      : units of each hidden layer;  activations : of each
    loss        : a name in GOES_WITH, or "best": cross-entropy for classes, squared error for numbers
    raises      : BadInput for unknown names, no feature, a table that cannot be read, a loss that takes no numbers
    """
    X, y, class_names, table = _samples(data, noise, seed, table)
    inputs = featurize(X, features)
    numbers = not class_names
    if loss == "best":
        loss = "squared_error" if numbers else "binary_cross_entropy"
    targets, output = lookup(GOES_WITH, loss, "loss", "损失函数")
    if numbers and LOSSES[loss].task != "regression":
        raise BadInput(
            "this loss takes classes, and these data ask for a number; choose squared error, or data with two classes",
            "该损失函数用于分类，而这组数据要预测的是数；请选平方误差，或换用两类数据",
        )
    network = Network((len(features), *hidden, 1), list(activations), "linear" if numbers else output, init, seed)
    first = min(max(1, round(share * len(X))), len(X) - 1)
    rows = slice(None, first), slice(first, None)
    Y = y if numbers else np.array(targets)[y]
    run = Run(network, *((inputs[r], Y[r]) for r in rows), LOSSES[loss], rules, seed)
    return Experiment(run, tuple(features), *(X[r] for r in rows), *(y[r] for r in rows), class_names, table)


def _samples(data, noise, seed, table):
    if data == "own":
        if not table.strip():
            raise BadInput(
                "there are no data of your own yet: paste two or three columns of numbers, or choose a file",
                "还没有您自己的数据：请粘贴两列或三列数，或选择一个文件",
            )
        own = read_table(table)
        order = np.random.default_rng(seed).permutation(len(own.X))
        return own.X[order], own.y[order], own.class_names, own
    made = lookup(DATASETS | REGRESSION, data, "data set", "数据集")(POINTS, noise, seed)
    return made.X, made.y, made.class_names, None


LOWEST_RATE = 1e-4  # λ/n that the playground's control shows
NAMES = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1_squared",
    "ySquared": "x2_squared",
    "xTimesY": "x1_x2",
    "sinX": "sin_x1",
    "sinY": "sin_x2",
}


class ProgramRun(Run):
    """A run by the rules of TensorFlow Playground: no shuffling, and an incomplete last batch waits for the next epoch.
    按 TensorFlow Playground 规则进行的训练：不打乱次序，末尾不满的批留到下一轮。
    """

    def __init__(self, program):
        state = program.state
        penalty = state.regularization.lower() if state.regularizationRate else "none"
        rate = state.regularizationRate or LOWEST_RATE  # without a penalty, what its control shows
        rules = Rules(state.learningRate, "gradient_descent", state.batchSize, penalty, rate)
        train, test = (program.X_train, program.y_train), (program.X_test, program.y_test)
        sets = ((program.inputs_of(X), y) for X, y in (train, test))
        super().__init__(program.network, *sets, LOSSES["squared_error"], rules)
        self.optimizer = tfplayground.Descent(program.network)
        self.moments = [self._moment()]

    def change(self, **rules):
        if rules.get("optimizer", "gradient_descent") != "gradient_descent" or rules.get("dropout"):
            raise BadInput(
                "TensorFlow Playground has gradient descent and no dropout; begin an experiment of your own for these, "
                "by changing the data or a layer",
                "TensorFlow Playground 只有梯度下降，没有随机失活；若要使用，请改动数据或某一层，开始您自己的实验",
            )
        super().change(**rules)

    def _plan(self, epoch):
        return np.arange(self.n), []

    def _complete(self, last):
        return last % self.rules.batch_size == 0

    def _step(self):
        rules = self.rules
        self.optimizer.step(self.network, self.total / self.summed, rules.learning_rate, rules.penalty, rules.rate)
        self.total[:], self.summed = 0, 0


def from_link(link):
    """The experiment that a link to TensorFlow Playground stands for, and its settings as values of the playground.
    TensorFlow Playground 链接所对应的实验，以及它在游乐场中的各项取值。

    raises : BadInput that names the part of the link that makes no sense, or for what the playground cannot show
    """
    program = tfplayground.from_link(link)
    state = program.state
    if not state.learningRate:
        raise BadInput(
            "the link says learningRate=0, with which nothing is ever learned; the playground expects a learningRate "
            "above 0, such as learningRate=0.03",
            "链接中写着 learningRate=0，这样什么也学不到；游乐场要求 learningRate 大于 0，例如 learningRate=0.03",
        )
    if not program.features or len(state.networkShape) > 6 or max(state.networkShape, default=1) > 8:
        raise BadInput(
            "the playground shows one to seven features and up to six hidden layers of eight units; for this link use "
            "tfplayground.from_link",
            "游乐场可显示一到七个特征、至多六个隐藏层且每层至多八个单元；此链接请改用 tfplayground.from_link",
        )
    classes = state.problem == "classification"
    y = [((y + 1) / 2).astype(int) if classes else y for y in (program.y_train, program.y_test)]
    names = tuple(NAMES[feature] for feature in program.features)
    run, class_names = ProgramRun(program), ("−1", "+1") if classes else ()
    experiment = Experiment(run, names, program.X_train, program.X_test, *y, class_names)
    return experiment, {"link": link} | _values(state, names, run.rules)


def _values(state, features, rules):
    """The settings of a link, as the playground's controls show them."""
    numbers = {"reg-plane": "plane", "reg-gauss": "hills"}[state.regDataset]
    return {
        "data": state.dataset if state.problem == "classification" else numbers,
        "noise": int(min(state.noise, 50)),
        "share": int(np.clip(state.percTrainData, 10, 90)),
        "layers": len(state.networkShape),
        "activation": state.activation,
        "loss": "squared_error",
        "learning_rate": min(max(state.learningRate, 1e-5), 10.0),
        "batch_size": min(state.batchSize, 500),
        "penalty": rules.penalty,
        "rate": min(max(rules.rate, LOWEST_RATE), 10.0),
        "optimizer": "gradient_descent",
        "dropout": 0.0,
        "show_test": state.showTestData,
        "discretize": state.discretize,
        **{name: name in features for name in NAMES.values()},
        **{f"units{k}": units for k, units in enumerate(state.networkShape, 1)},
        **{f"activation{k}": "same" for k in range(1, 7)},
    }
