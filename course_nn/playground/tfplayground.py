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

from course_nn.errors import BadInput
from course_nn.network import Network
from course_nn.playground.links import State, link, read
from course_nn.playground.seedrandom import SeedRandom
from course_nn.training import PENALTIES

__all__ = ["Descent", "Program", "State", "from_link", "link", "read"]


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

FEATURES = {  # in the order in which the program feeds them in, which is not their order in a link
    "x": lambda x, y: x,
    "y": lambda x, y: y,
    "xSquared": lambda x, y: x * x,
    "ySquared": lambda x, y: y * y,
    "xTimesY": lambda x, y: x * y,
    "sinX": lambda x, y: np.sin(x),
    "sinY": lambda x, y: np.sin(y),
}


class Descent:
    """Gradient descent as the program does it: by the data first, then by the penalty, and L1 kills.
    该程序的梯度下降：先按数据走一步，再按惩罚项走一步；L1 会使权重“死亡”。

    w ← w - η g,  then w ← w - η λ dpenalty(w₀)/dw with the w₀ of before; if L1 carries w past 0, it is 0 and dead

    dead : (P,) bool, like the network's parameters; a dead weight is trained no more, not even if it is set by hand
    """

    def __init__(self, network):
        self.dead = np.zeros(network.parameters.shape, bool)

    def step(self, network, gradient, learning_rate, penalty="none", rate=0.0):
        """Move the network's parameters, in place, along the mean gradient (P,) of a batch.
        沿一个批的平均梯度 (P,) 就地更新网络参数。

        penalty, rate : a name in PENALTIES, and λ ≥ 0
        """
        theta, pull = network.parameters, np.zeros_like(gradient)
        for W, P in zip(network.weights, network.split(pull)[0]):  # biases are not penalised
            P[...] = PENALTIES[penalty].gradient(W)
        moved = theta - learning_rate * gradient
        pulled = np.where(self.dead, theta, moved - learning_rate * rate * pull)
        if penalty == "l1":
            killed = (moved * pulled < 0) & ~self.dead
            pulled[killed] = 0
            self.dead |= killed
        theta[:] = pulled


class Program:
    """A training run of TensorFlow Playground, as the page starts it when it is loaded with these settings.
    TensorFlow Playground 的一次训练，等同于用这些设置打开网页后开始的训练。

    l = ½ (f - t)²,  w ← w - η/m Σ dl/dw - η λ dpenalty(w)/dw,  b ← b - η/m Σ dl/db,  sums over the m samples of a batch

    state            : a State; read() makes one from a link and checks it. Here .state.seed is never None
    X_train, X_test  : (n, 2), points x, y before features       y_train, y_test : (n,), -1 and +1, or real
    features         : names of the inputs, in order; without any, the network sees a constant 0
    network          : a Network, (features, …, 1); moving its weights moves the run
    epoch, reason    : epochs trained; None, or why training stopped, a BadInput with .en and .zh that was not raised
    source           : Smilkov & Carter, tensorflow/playground: nn.ts, dataset.ts, state.ts, playground.ts
    """

    def __init__(self, state):
        self.state = state if state.seed is not None else state._replace(seed=f"{np.random.default_rng().random():.5f}")
        rng = SeedRandom(self.state.seed)
        self._draw_points(rng)
        self.features = tuple(f for f in FEATURES if getattr(state, f) and f not in state.hidden)
        self._draw_network(rng)
        self._inputs = self.inputs_of(self.X_train)  # (n, N)
        self._gradient, self._count = np.zeros_like(self.network.parameters), 0  # summed since the last step
        self._descent = Descent(self.network)
        self.epoch, self.reason = 0, None

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

    def inputs_of(self, points):
        """The features of points of the plane, which the network is fed: (n, 2) -> (n, N).
        平面上各点的特征，即网络的输入：(n, 2) -> (n, N)。
        """
        x, y = np.asarray(points, float).T
        return np.stack([FEATURES[f](x, y) for f in self.features] or [0 * x], axis=-1)  # (n, N)

    def answer(self, points):
        """The network's output at points of the plane: (n, 2) -> (n,).
        网络在平面上各点的输出：(n, 2) -> (n,)。
        """
        return self.network(self.inputs_of(points))[:, 0]

    @property
    def train_loss(self):
        """½ mean squared error on the training points, without the penalty.
        训练点上均方误差的一半，不含惩罚项。
        """
        return self._loss(self.X_train, self.y_train)

    @property
    def test_loss(self):
        """The same on the test points.
        测试点上的同一损失。
        """
        return self._loss(self.X_test, self.y_test)

    @property
    def dead(self):
        """Which weights L1 has killed: one bool array (M, N) per layer.
        被 L1 永久置零的权重：每层一个布尔数组 (M, N)。
        """
        return self.network.split(self._descent.dead.copy())[0]

    def train(self, epochs=1):
        """Train for more epochs, or until the loss is not finite. Returns itself.
        再训练若干轮；损失不再有限时停止。返回自身。
        """
        with np.errstate(over="ignore", invalid="ignore"):  # looked for here, and said in words
            for _ in range(epochs):
                if self.reason is not None:
                    break
                self._pass()
                self.epoch += 1
                if not np.isfinite(self.train_loss):
                    self.reason = _diverged(self.epoch, self.state.learningRate)
        return self

    def _loss(self, X, y):
        with np.errstate(over="ignore", invalid="ignore"):
            return float(0.5 * np.mean((self.answer(X) - y) ** 2))

    def _pass(self):
        state, n, size = self.state, len(self.X_train), self.state.batchSize
        for start in range(0, n, size):
            batch = slice(start, start + size)
            trace = self.network.forward(self._inputs[batch])
            error = trace.h[-1] - self.y_train[batch, None]  # (m, 1) = dl/df
            self._gradient += self.network.backward(trace, error)  # (P,)
            self._count += len(error)
            if start + size <= n:  # an incomplete batch waits for the next epoch
                rules = state.learningRate, state.regularization.lower(), state.regularizationRate
                self._descent.step(self.network, self._gradient / self._count, *rules)
                self._gradient[:], self._count = 0, 0


def from_link(url):
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
        f"第 {epoch} 轮之后损失不再是有限的数：learningRate={rate:g} 时步子过大，越走越远；"
        "该程序从此只显示 NaN。请减小学习率",
    )
