"""An experiment is data, features, a network, a loss and rules of training; all else follows from these and a seed."""

import re
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.common.errors import BadInput, lookup
from course_nn.datasets import DATASETS, REGRESSION
from course_nn.features import featurize
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.playground.mathematics import links, tfplayground
from course_nn.playground.mathematics.run import USUAL, Rules, Run
from course_nn.playground.mathematics.settings import LAYERS, RANGES, START, UNITS, Settings, Structure
from course_nn.playground.mathematics.tables import Table, read_table
from course_nn.training import gradient_of_mean_loss

POINTS = 500  # of a made data set, training and test samples together
MADE = DATASETS | REGRESSION
GOES_WITH = {  # loss -> targets of the classes 0 and 1, activation of the output; classes only, unless it takes numbers
    "binary_cross_entropy": ((0, 1), "linear"),
    "hinge": ((-1, 1), "linear"),
    "squared_error": ((-1, 1), "tanh"),
    "absolute_error": ((-1, 1), "tanh"),
    "huber": ((-1, 1), "tanh"),
}


class Experiment(NamedTuple):
    """A run, and what its numbers mean."""

    run: Run
    features: tuple  # names in FEATURES
    train: np.ndarray  # (n, 2) points, before their features
    test: np.ndarray  # (m, 2)
    y_train: np.ndarray  # (n,) classes 0 and 1, or numbers
    y_test: np.ndarray  # (m,)
    class_names: tuple  # of 0 and 1; empty for numbers
    table: Table | None = None  # the student's own data, before they were moved

    def copy(self) -> "Experiment":
        """An experiment that goes its own way from here."""
        return self._replace(run=self.run.copy())

    def shade(self, F: np.ndarray) -> np.ndarray:
        """An output as a number from -1 (class 0) through 0 (undecided) to 1 (class 1); a prediction as it is."""
        return np.tanh(F / 2) if self.run.loss.output == "sigmoid" else np.clip(F, -1, 1)

    def shades(self) -> list:
        """What should come out: the shades of the training and of the test samples."""
        return [2.0 * y - 1 if self.class_names else y for y in (self.y_train, self.y_test)]

    def confusion(self) -> list:
        """Counts (2, 2) of the training and test samples: row the class, column the prediction; [] for numbers."""
        if not self.class_names:
            return []
        network = self.run.network
        answers = [network(X)[:, 0] > 0 for X in (self.run.train[0], self.run.test[0])]
        return [
            np.array([[np.sum((y == c) & (said == k)) for k in (0, 1)] for c in (0, 1)])
            for y, said in zip((self.y_train, self.y_test), answers)
        ]

    def gradients(self) -> list:
        """Norm of the gradient of the mean training loss, for the weights of each layer."""
        network = self.run.network
        X, T = self.run.train
        g = gradient_of_mean_loss(network, X, T, self.run.loss)
        return [float(np.linalg.norm(W)) for W in network.split(g)[0]]

    def dead(self) -> list:
        """For each hidden layer, which units have slope 0 at every training sample: no gradient reaches them."""
        network = self.run.network
        slopes = [phi.df(z) for phi, z in zip(network.activations[:-1], network.forward(self.run.train[0]).z)]
        return [~np.any(slope, axis=0) for slope in slopes]  # (units,) each

    def hidden(self) -> tuple:
        """The training samples in the last hidden layer: its units, or the two directions in which they spread most.

        returns: (n, 2), and (2, 2) the ends of the line where the output turns; nan with other than two units
        source : Pearson, On lines and planes of closest fit to systems of points in space (1901)
        """
        network = self.run.network
        h, line = network.forward(self.run.train[0]).h[-2], np.full((2, 2), np.nan)
        if h.shape[1] == 2:
            return h, boundary.line(network.weights[-1][0], network.biases[-1][0], 99)
        if h.shape[1] == 1:
            return np.column_stack([h, 0 * h]), line
        centred = h - h.mean(axis=0)
        directions = np.linalg.eigh(centred.T @ centred).eigenvectors.T[:-3:-1]  # (2, M), those of the largest spread
        largest = directions[np.arange(2), np.abs(directions).argmax(axis=1)]
        directions *= np.sign(largest)[:, None]  # so that they do not flip from frame to frame
        return centred @ directions.T, line


def begin(
    data: str = "circle",
    noise: float = 0.0,
    share: float = 0.5,
    seed: int = 0,
    features: tuple = ("x1", "x2"),
    hidden: tuple = (4, 2),
    activations: tuple = ("tanh", "tanh"),
    init: str = "glorot",
    loss: str = "best",
    rules: Rules = USUAL,
    table: str = "",
) -> "Experiment":
    """A new experiment, before its first step.

    data        : a name in DATASETS or REGRESSION, or "own", which is read from table
    noise, share: 0 … 0.5; share of the samples that are trained on, 0.1 … 0.9
    hidden      : units of each hidden layer;  activations : of each
    loss        : a name in GOES_WITH, or "best": cross-entropy for classes, squared error for numbers
    raises      : BadInput for unknown names, no feature, a table that cannot be read, a loss that takes no numbers
    """
    X, y, class_names, own = _samples(data, noise, seed, table)
    inputs = featurize(X, features)
    loss, targets, output = _checked_loss(loss, numbers=not class_names)
    network = Network((len(features), *hidden, 1), list(activations), output, init, seed)
    first, Y = min(max(1, round(share * len(X))), len(X) - 1), np.array(targets)[y] if class_names else y
    train, test = (inputs[:first], Y[:first]), (inputs[first:], Y[first:])
    return Experiment(
        run=Run(network, train, test, loss, rules, seed),
        features=tuple(features),
        train=X[:first],
        test=X[first:],
        y_train=y[:first],
        y_test=y[first:],
        class_names=class_names,
        table=own,
    )


def _checked_loss(loss, numbers):
    """The Loss, the targets of classes 0 and 1, and the activation of the output."""
    if loss == "best":
        loss = "squared_error" if numbers else "binary_cross_entropy"
    targets, output = lookup(GOES_WITH, loss, "loss", "损失函数")
    if numbers and LOSSES[loss].task != "regression":
        raise BadInput(
            "this loss takes classes, and these data ask for a number; choose squared error, or data with two classes",
            "该损失函数用于分类，而这组数据要预测的是数；请选平方误差，或换用二分类数据",
        )
    return LOSSES[loss], targets, "linear" if numbers else output


def _samples(data, noise, seed, table):
    if data == "own":
        if not table.strip():
            raise BadInput(
                "there are no data of your own yet: paste two or three columns of numbers, or choose a file",
                "还没有自己的数据：请粘贴两列或三列数，或选择一个文件",
            )
        own = read_table(table)
        order = np.random.default_rng(seed).permutation(len(own.X))
        return own.X[order], own.y[order], own.class_names, own
    made = lookup(MADE, data, "data set", "数据集")(POINTS, noise, seed)
    return made.X, made.y, made.class_names, None


def from_link(link: str, settings: Settings = START) -> tuple:
    """The experiment that a link to TensorFlow Playground stands for, and the settings as the link changes them.

    raises : BadInput that names the part of the link that makes no sense, or for what the playground cannot show
    """
    program = tfplayground.from_link(link)
    state, run = program.state, program.run
    _refuse_what_cannot_be_shown(state)
    settings = _with_those_of_the_link(settings, state, run.rules)
    if run.rules.penalty == "none":
        run.change(rate=settings.rules.rate)  # so that it is there, should a penalty be chosen
    classes = state.problem == "classification"
    y = [((y + 1) / 2).astype(int) if classes else y for y in (program.y_train, program.y_test)]
    experiment = Experiment(
        run=run,
        features=program.features,
        train=program.X_train,
        test=program.X_test,
        y_train=y[0],
        y_test=y[1],
        class_names=("−1", "+1") if classes else (),
    )
    return experiment, settings._replace(sources=settings.sources._replace(link=link))


def _refuse_what_cannot_be_shown(state):
    if not state.learningRate:
        raise BadInput(
            "the link says learningRate=0, with which nothing is ever learned; the playground expects a learningRate "
            "above 0, such as learningRate=0.03",
            "链接中写着 learningRate=0，这样什么也学不到；游乐场要求 learningRate 大于 0，例如 learningRate=0.03",
        )
    shape = state.networkShape
    if not state.features or len(shape) > len(LAYERS) or any(units not in UNITS for units in shape):
        raise BadInput(
            "the playground shows one to seven features and up to six hidden layers of eight units; for this link use "
            "tfplayground.from_link",
            "游乐场可显示一到七个特征、至多六个隐藏层且每层至多八个单元；此链接请改用 tfplayground.from_link",
        )


def _with_those_of_the_link(settings, state, rules):
    """The settings of a link in the place of ours, as far as the controls reach."""
    structure = settings.structure._replace(
        data=state.data,
        noise=int(RANGES["noise"].nearest(state.noise)),
        share=int(RANGES["share"].nearest(state.percTrainData)),
        features=state.features,
        hidden=state.networkShape,
        activation=state.activation,
        activations=Structure().activations,
        init=_start_said(state, settings.structure.init),
        seed=int(state.seed) if re.fullmatch("[0-9]{1,3}", state.seed or "") else settings.structure.seed,
        loss="squared_error",
    )
    if rules.penalty == "none":
        rules = rules._replace(rate=settings.rules.rate)
    reachable = {name: RANGES[name].nearest(getattr(rules, name)) for name in ("learning_rate", "batch_size", "rate")}
    return settings._replace(
        structure=structure,
        rules=rules._replace(**reachable),
        looks=settings.looks._replace(show_test=state.showTestData, discretize=state.discretize),
    )


def _start_said(state, init):
    """The initialization after a link: zeros if it says so, and none if it does not."""
    if state.initZero:
        return "zeros"
    return Structure().init if init == "zeros" else init


# ---- and the way back, to a link -------------------------------------------------------------------

FLAGS = {name: key for key, name in links.INPUTS.items()}  # feature -> its key in a link
KINDS = {"none": "none", "l1": "L1", "l2": "L2"}  # penalty -> what a link calls it


def as_link(settings: Settings) -> tuple:
    """The link to TensorFlow Playground that says these settings; a run that came from one has that very link.

    returns: the link, "" if there is none; and the names of the controls that a link cannot say
    """
    if settings.sources.link:
        return _as_the_link_was(settings), set()
    state = links.State(**_structure_in_a_link(settings.structure) | _rules_in_a_link(settings))
    mine, read = _meant(settings), _meant(_with_those_of_the_link(START, state, tfplayground.rules_of(state)))
    unsaid = {name for name in mine if mine[name] != read[name]}
    return "" if unsaid else links.link(state), unsaid


def _as_the_link_was(settings):
    """With those rules and looks in it that have been changed since."""
    state = links.read(settings.sources.link)
    asked = _with_those_of_the_link(settings, state, tfplayground.rules_of(state))
    then, now = _rules_in_a_link(asked), _rules_in_a_link(settings)
    changed = {key: value for key, value in now.items() if value != then[key]}
    return links.link(state._replace(**changed)) if changed else settings.sources.link


def _structure_in_a_link(structure):
    """As far as a link can say it."""
    surfaces = {name: key for key, name in links.SURFACES.items()}
    numbers, phis = structure.data in surfaces, {*structure.arguments()["activations"]} & {*links.CHOICES["activation"]}
    return {key: name in structure.features for name, key in FLAGS.items()} | dict(
        problem="regression" if numbers else "classification",
        regDataset=surfaces.get(structure.data, "reg-plane"),
        dataset=structure.data if structure.data in links.CHOICES["dataset"] else "circle",
        noise=structure.noise,
        percTrainData=structure.share,
        networkShape=structure.hidden,
        activation=phis.pop() if phis else "tanh",
        initZero=structure.init == "zeros",
        seed=str(structure.seed),
    )


def _rules_in_a_link(settings):
    rules, looks = settings.rules, settings.looks
    return dict(
        learningRate=rules.learning_rate,
        batchSize=rules.batch_size,
        regularization=KINDS[rules.penalty],
        regularizationRate=rules.rate if rules.penalty != "none" else 0,
        showTestData=looks.show_test,
        discretize=looks.discretize,
    )


def _meant(settings):
    """{control: value} of all that a link would have to say; what changes nothing beside the others left out."""
    structure, rules = settings.structure.arguments(), settings.rules._asdict()
    looks = {name: getattr(settings.looks, name) for name in ("show_test", "discretize")}
    loss = {"best": "squared_error" if structure["data"] in REGRESSION else "binary_cross_entropy"}
    structure |= {"activation": structure.pop("activations"), "loss": loss.get(structure["loss"], structure["loss"])}
    if rules["penalty"] == "none":
        del rules["rate"]
    del structure["table"]
    return structure | rules | looks
