"""The same run as TensorFlow Playground: a link holds its settings and its seed, and from these everything follows.

seed → points → shuffle → split → initial weights, all drawn from one generator in this order; after that nothing is
random: every epoch takes the samples in the same order. Losses agree with the program's but for rounding; a run that
swings wildly (a large learning rate) magnifies rounding, and then two browsers differ as well.

What the program does and one would not expect:
- Its "exclusive or" is +1 where the signs are equal (XNOR). Its noise-free spirals both start in the origin, so that
  this point is there twice, once in each class.
- Classification, too, is trained with ½ squared error, on a tanh output. The loss it shows leaves the penalty out.
- After an epoch the gradient of an incomplete last batch is kept and goes into the next epoch's first step, taken at
  other weights. A batch larger than the training set is never complete: nothing is learned.
- L1 kills: a weight that the penalty would carry past 0 is 0 for good.
- A feature whose control is hidden (xSquared_hide=true) is no input, even if it is switched on. The keys cosX and cosY
  are read and change nothing. Noise above 80 becomes 50.
"""

from math import cos, pi, sin, sqrt

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.features import featurize
from course_nn.losses import LOSSES
from course_nn.network import Network, Views
from course_nn.playground.mathematics.links import State, link, read
from course_nn.playground.mathematics.run import Rules, Run
from course_nn.playground.mathematics.seedrandom import SeedRandom

__all__ = ["LinkRun", "Program", "State", "from_link", "link", "read"]


def _near(rng, x, y, radius, noise):
    """The place off which the label is read."""
    return x + rng.uniform(-radius, radius) * noise, y + rng.uniform(-radius, radius) * noise


def _circle(rng, n, noise):
    for i in range(n):
        r = rng.uniform(0, 2.5) if i < n // 2 else rng.uniform(3.5, 5)
        angle = rng.uniform(0, 2 * pi)
        x, y = r * sin(angle), r * cos(angle)
        u, v = _near(rng, x, y, 5, noise)
        yield x, y, 1 if sqrt(u * u + v * v) < 2.5 else -1


def _xor(rng, n, noise):
    def coordinate():
        x = rng.uniform(-5, 5)
        return x + (0.3 if x > 0 else -0.3)  # a gap along the axes

    for _ in range(n):
        x, y = coordinate(), coordinate()
        u, v = _near(rng, x, y, 5, noise)
        yield x, y, 1 if u * v >= 0 else -1


def _gauss(rng, n, noise):
    variance = 0.5 * (1 - noise / 0.5) + 4 * (noise / 0.5)
    for i in range(n):
        label = 1 if i < n // 2 else -1
        yield rng.normal(2 * label, variance), rng.normal(2 * label, variance), label


def _spiral(rng, n, noise):
    half = n // 2
    for label, turned in ((1, 0), (-1, pi)):
        for i in range(half):
            r, angle = i / half * 5, 1.75 * i / half * 2 * pi + turned
            x = r * sin(angle) + rng.uniform(-1, 1) * noise
            y = r * cos(angle) + rng.uniform(-1, 1) * noise
            yield x, y, label


def _plane(rng, n, noise):
    for _ in range(n):
        x, y = rng.uniform(-6, 6), rng.uniform(-6, 6)
        yield x, y, sum(_near(rng, x, y, 6, noise)) / 10


def _hills(rng, n, noise):
    """Three cones up and three down in a chessboard; where the nearest is more than 2 away, 0."""
    tops = [(cx, cy, 1 if (cx == 0) == (cy < 0) else -1) for cy in (2.5, -2.5) for cx in (-4, 0, 4)]
    for _ in range(n):
        x, y = rng.uniform(-6, 6), rng.uniform(-6, 6)
        u, v = _near(rng, x, y, 6, noise)
        heights = [sign * max(0, 1 - sqrt((u - cx) ** 2 + (v - cy) ** 2) / 2) for cx, cy, sign in tops]
        yield x, y, max(heights, key=abs)


CLASSES = {"circle": _circle, "xor": _xor, "gauss": _gauss, "spiral": _spiral}  # 500 points, labels -1 and +1
HEIGHTS = {"reg-plane": _plane, "reg-gauss": _hills}  # 1200 points, labels in about [-1, 1]


class Descent:
    """Gradient descent as the program does it: by the data first, then by the penalty, and L1 kills.

    w ← w - η g,  then w ← w - η λ dpenalty(w₀)/dw with the w₀ of before; if L1 carries w past 0, it is 0 and dead

    dead : (P,) bool, like the network's parameters; a dead weight is trained no more, not even if it is set by hand
    """

    def __init__(self, learning_rate, parameters):
        self.learning_rate, self.dead = learning_rate, np.zeros(parameters, bool)

    def step(self, theta: np.ndarray, g: np.ndarray, rate: float, pull: np.ndarray, kills: bool) -> None:
        """Move the parameters theta, in place, along the mean gradient g of a batch: (P,) each.

        rate, pull : λ ≥ 0, and the slope of the penalty (P,), 0 for biases
        kills      : whether a weight that the penalty would carry past 0 is dead
        """
        moved = theta - self.learning_rate * g
        pulled = np.where(self.dead, theta, moved - self.learning_rate * rate * pull)
        if kills:
            killed = (moved * pulled < 0) & ~self.dead
            pulled[killed] = 0
            self.dead |= killed
        theta[:] = pulled


class LinkRun(Run):
    """A run by the rules of TensorFlow Playground: no shuffling, and an incomplete last batch waits for the next epoch.

    Its loop is that of Run, not training.learn: a gradient from one epoch waits for the next, and may be looked at.
    """

    def change(self, **rules) -> None:
        if rules.get("optimizer", "gradient_descent") != "gradient_descent" or rules.get("dropout"):
            raise BadInput(
                "TensorFlow Playground has gradient descent and no dropout; begin an experiment of your own for these, "
                "by changing the data or a layer",
                "TensorFlow Playground 只有梯度下降，没有随机失活；若要使用，请改动数据或某一层，开始自己的实验",
            )
        super().change(**rules)

    def _plan(self, epoch):
        return np.arange(self.n), []

    def _complete(self, last):
        return last % self.rules.batch_size == 0

    def _step(self, g, pull):
        self.optimizer.step(self.network.parameters, g, self.rules.rate, pull, kills=self.rules.penalty == "l1")

    def _fresh_optimizer(self, rules):
        return Descent(rules.learning_rate, len(self.network.parameters))


def rules_of(state: State) -> Rules:
    """How a run with these settings goes on."""
    return Rules(
        learning_rate=state.learningRate,
        batch_size=state.batchSize,
        penalty=state.regularization.lower() if state.regularizationRate else "none",
        rate=state.regularizationRate,
    )


class Program:
    """TensorFlow Playground, as the page is when it has been loaded with these settings.

    l = ½ (f - t)²,  w ← w - η/m Σ dl/dw - η λ dpenalty(w)/dw,  b ← b - η/m Σ dl/db,  sums over the m samples of a batch

    state            : a State; read() makes one from a link and checks it. Here .state.seed is never None
    X_train, X_test  : (n, 2), points x, y before features       y_train, y_test : (n,), -1 and +1, or real
    features         : names of the inputs, in order; without any, the network sees a constant 0
    network          : a Network, (features, …, 1); moving its weights moves the run
    run              : a LinkRun, with which one can also go back
    reason           : None, or why training stopped, a BadInput with .en and .zh that was not raised
    source           : Smilkov & Carter, tensorflow/playground: nn.ts, dataset.ts, state.ts, playground.ts
    """

    def __init__(self, state):
        self.state = state if state.seed is not None else state._replace(seed=f"{np.random.default_rng().random():.5f}")
        self.features, self.reason = state.features, None
        rng = SeedRandom(self.state.seed)
        self._draw_points(rng)
        self._draw_network(rng)
        train, test = (self.inputs_of(self.X_train), self.y_train), (self.inputs_of(self.X_test), self.y_test)
        self.run = LinkRun(self.network, train, test, LOSSES["squared_error"], rules_of(state))

    def _draw_points(self, rng):
        state = self.state
        if state.problem == "classification":
            data = list(CLASSES[state.dataset](rng, 500, state.noise / 100))
        else:
            data = list(HEIGHTS[state.regDataset](rng, 1200, state.noise / 100))
        rng.shuffle(data)
        split = int(len(data) * state.percTrainData / 100)
        (self.X_train, self.y_train), (self.X_test, self.y_test) = (
            (part[:, :2], part[:, 2]) for part in np.split(np.array(data, float), [split])
        )

    def _draw_network(self, rng):
        sizes = (len(self.features) or 1, *self.state.networkShape, 1)
        output = "tanh" if self.state.problem == "classification" else "linear"
        self.network = Network(sizes, self.state.activation, output, init="zeros")
        if not self.state.initZero:
            for W in self.network.weights if self.features else self.network.weights[1:]:
                W.flat = [rng.random() - 0.5 for _ in range(W.size)]  # unit by unit, each its links in order
            for b in self.network.biases:
                b[:] = 0.1

    def inputs_of(self, points: np.ndarray) -> np.ndarray:
        """The features of points of the plane, which the network is fed: (n, 2) -> (n, N)."""
        return featurize(points, self.features) if self.features else np.zeros((len(points), 1))  # (n, N)

    def answer(self, points: np.ndarray) -> np.ndarray:
        """The network's output at points of the plane: (n, 2) -> (n,)."""
        return self.network(self.inputs_of(points))[:, 0]

    @property
    def epoch(self) -> int:
        """Epochs trained."""
        return self.run.time // self.run.n

    @property
    def train_loss(self) -> float:
        """½ mean squared error on the training points, without the penalty."""
        return self.run.losses()[0]

    @property
    def test_loss(self) -> float:
        """The same on the test points."""
        return self.run.losses()[1]

    @property
    def dead(self) -> Views:
        """Which weights L1 has killed: one bool array (M, N) per layer."""
        return self.network.split(self.run.optimizer.dead.copy())[0]

    def train(self, epochs: int = 1) -> "Program":
        """Train for more epochs, or until the loss is not finite, which the page shows as NaN. Returns itself."""
        for _ in range(epochs):
            if self.reason is None:
                self._train_one_epoch()
        return self

    def _train_one_epoch(self):
        end = (self.epoch + 1) * self.run.n
        with np.errstate(over="ignore", invalid="ignore"):  # looked for here, and said in words
            while self.run.time < end:
                self.run.batch(end)
        if not np.isfinite(self.train_loss):
            self.reason = _diverged(self.epoch, self.state.learningRate)


def from_link(url: str) -> "Program":
    """The run that a link to TensorFlow Playground stands for, before its first epoch.
    TensorFlow Playground 链接所对应的训练，尚未开始第一轮。

    url    : as for read
    raises : BadInput that names the part of the link that makes no sense
    """
    return Program(read(url))


def _diverged(epoch, rate):
    return BadInput(
        f"after epoch {epoch} the loss is no longer a finite number: with learningRate={rate:g} the steps overshoot "
        "and grow; the program shows NaN from here on. Try a smaller learning rate",
        f"第 {epoch} 轮之后损失不再是有限的数：learningRate={rate:g} 时更新步过大，越走越远；"
        "该程序从此只显示 NaN。请减小学习率",
    )
