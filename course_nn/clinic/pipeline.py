"""The pipeline of one patient: data, network, loss, gradient and the loop that trains; each of them may be sick."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.clinic.patients import Data, Recipe, data_of
from course_nn.clinic.sick_network import FITTING, network_of
from course_nn.common.progress import memoized
from course_nn.layers import Mode, Trace
from course_nn.losses import Loss
from course_nn.network import Network
from course_nn.optimizers import GradientDescent
from course_nn.training import PENALTIES, Objective, in_batches, learn, mini_batches


class Run(NamedTuple):
    """What a training loop says at the end of each epoch, and before the first."""

    train_loss: np.ndarray  # (epochs + 1,) mean over the epoch's batches, without the penalty
    val_loss: np.ndarray  # (epochs + 1,) in test mode
    val_score: np.ndarray  # (epochs + 1,) accuracy, or R²


class Loop:
    """A network, its data and the loop that trains it, ready to be looked at or trained.

    recipe : a Recipe, of which the loop reads order, rate, batch, epochs and lam
    data   : Data;  network : a Network, trained in place;  loss : a Loss;  seed : of the order of the samples
    """

    def __init__(self, recipe: Recipe, data: Data, network: Network, loss: Loss, seed: int = 0):
        self.recipe, self.data, self.network, self.loss, self.seed = recipe, data, network, loss, seed
        self.rng = np.random.default_rng([seed, 3])
        self.rewind()

    def rewind(self) -> None:
        """Go back in chance: dropout drops the same units again."""
        self.chance = np.random.default_rng([self.seed, 2])

    def forward(self, X: np.ndarray, trains: bool = False) -> Trace:
        """The Trace of the network in training or in test mode."""
        return self.network.forward(X, Mode(trains, self.chance))

    def output(self, X: np.ndarray, trains: bool = False) -> np.ndarray:
        """The network's output in training or in test mode: (n, M)."""
        return self.forward(X, trains).output

    def targets(self, Y: np.ndarray) -> np.ndarray:
        """Labels as the loss takes them, checked once."""
        return self.loss.targets(np.zeros((len(Y), self.network.sizes[-1])), Y)

    def gradient(self, X: np.ndarray, T: np.ndarray) -> tuple:
        """The mean loss of a batch in training mode, and its gradient (P,), new, the penalty included."""
        trace, objective = self.forward(X, trains=True), self._objective()
        g = self.network.backward(trace, self.loss.dl(trace.output, T) / len(X)).copy()
        if objective.penalty is not None:
            g += objective.pull(self.network.parameters)
        return float(self.loss.l(trace.output, T).mean()), g

    def fit(self, X: np.ndarray, Y: np.ndarray, epochs: int, batch: int) -> Generator[float, None, None]:
        """Train, and yield after each epoch the mean loss of its batches, as a training loop prints it."""
        descent, targets = GradientDescent(self.recipe.rate), self.targets(Y)
        for _ in range(epochs):
            if self.recipe.order == "sorted":
                batches = in_batches(X, targets, batch)
            else:
                batches = mini_batches(X, targets, batch, self.rng, epochs=1)
            steps = learn(self.network, batches, self._objective(), descent, Mode(True, self.chance))
            yield float(np.mean([float(self.loss.l(trace.output, T).mean()) for trace, T, _ in steps]))

    def _objective(self):
        penalty = PENALTIES["l2"] if self.recipe.lam else None
        return Objective(self.loss, penalty, self.recipe.lam, self.network.is_weight)

    def train(self) -> Run:
        """Train for all epochs of the recipe."""
        X, Y = self.data.X, self.data.Y
        with np.errstate(over="ignore", invalid="ignore"):  # some patients blow up
            rows = [(self.mean_loss(X, Y, trains=True), *self._validation())]
            epochs = self.fit(X, Y, self.recipe.epochs, self.recipe.batch)
            rows += [(loss, *self._validation()) for loss in epochs]
        return Run(*np.array(rows).T)

    def objective(self, X: np.ndarray, Y: np.ndarray) -> float:
        """The mean loss in training mode, and the penalty: what gradient should be the gradient of."""
        w = self.network.parameters * self.network.is_weight
        return self.mean_loss(X, Y, trains=True) + self.recipe.lam * 0.5 * np.sum(w**2)

    def mean_loss(self, X: np.ndarray, Y: np.ndarray, trains: bool = False) -> float:
        """Over all of X, without the penalty."""
        return float(self.loss.per_sample(self.output(X, trains), Y).mean())

    def answers(self, X: np.ndarray, trains: bool = False) -> np.ndarray:
        """Classes (n,), or numbers (n, 1)."""
        F = self.output(X, trains)
        return F if self.loss.task == "regression" else F.argmax(axis=1)

    def score(self, X: np.ndarray, Y: np.ndarray, trains: bool = False) -> float:
        """Accuracy, or R² if numbers are predicted."""
        answers = self.answers(X, trains)
        if self.loss.task == "regression":
            return float(1 - np.sum((answers - Y) ** 2) / np.sum((Y - Y.mean()) ** 2))
        return float(np.mean(answers == Y))

    def _validation(self):
        return self.mean_loss(self.data.X_val, self.data.Y_val), self.score(self.data.X_val, self.data.Y_val)


class Pipeline(Loop):
    """The Loop of a recipe, before training.

    recipe : a Recipe, healthy or not;  seed : of the data, the start and the order
    """

    def __init__(self, recipe: Recipe, seed: int = 0):
        super().__init__(*_parts(recipe, seed))


def _parts(recipe, seed):
    data = data_of(recipe, seed)
    sizes = (data.X.shape[1], *recipe.hidden, {"digits": 10, "species": 3, "mass": 1}[recipe.data])
    return recipe, data, network_of(sizes, recipe, seed), FITTING[recipe.loss], seed


@memoized
def _parameters_and_run(recipe, seed):
    """Parameters at the end, running moments among them, and the Run; kept, for a recipe is looked at often."""
    loop = Loop(*_parts(recipe, seed))
    run = loop.train()
    return loop.network.parameters, run


def trained_pipeline(recipe: Recipe, seed: int = 0) -> tuple:
    """A Pipeline as it is after its run, and the Run; the training is done once."""
    pipeline = Pipeline(recipe, seed)
    pipeline.network.parameters, run = _parameters_and_run(pipeline.recipe, seed)
    return pipeline, run
