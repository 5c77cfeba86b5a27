"""Training repeats four lines: forward, how wrong, backward, a step; and here every epoch is kept, so time is a slider.

The objective is the lecture's Σ_i l_i + λ · penalty. We descend on it divided by n, the mean loss + (λ/n) · penalty:
the minimum is the same, and a learning rate keeps its meaning when n changes. Biases are not penalised.
"""

from typing import NamedTuple

import numpy as np

from course_nn.errors import BadInput, lookup
from course_nn.losses import LOSSES, Loss
from course_nn.optimizers import optimizer as make_optimizer


class Penalty(NamedTuple):
    """A price on large weights, value(w), and its slope, gradient(w).
    大权重的代价 value(w) 及其导数 gradient(w)。
    """

    value: object
    gradient: object


PENALTIES = {
    "none": Penalty(lambda w: 0 * w, lambda w: 0 * w),
    "l2": Penalty(lambda w: 0.5 * w**2, lambda w: w),  # pulls a weight in proportion to its size
    "l1": Penalty(np.abs, np.sign),  # pulls all weights equally, so the useless ones reach 0
}


def train(
    network,
    X,
    Y,
    loss="squared_error",
    optimizer="gradient_descent",
    learning_rate=0.1,
    epochs=100,
    batch_size=None,
    seed=0,
    penalty="none",
    lam=0.0,
    progress=False,
    **settings,
):
    """Fit the network's parameters, in place, and return the History of the run.
    就地训练网络的参数，并返回训练历史 History。

    θ* = argmin Σ_i l(x_i, θ) + λ · penalty(θ)

    X, Y          : rows (n, N) and their targets, (n,) or (n, M), as the loss wants them
    loss          : a name in LOSSES, or a Loss
    optimizer     : a name in OPTIMIZERS; its own settings follow as keywords, such as beta=0.95
    learning_rate : η > 0, a number, or one per network (B,)
    epochs        : passes over the data; history.extend(epochs) adds more
    batch_size    : samples per step, None for all; each epoch takes them in the order default_rng(seed).permutation(n)
    penalty, lam  : "none", "l2" (½ Σ w²) or "l1" (Σ |w|), and λ ≥ 0
    progress      : show a bar, if tqdm is installed
    raises        : BadInput for unknown names, labels or shapes that do not fit, X that is not finite
    """
    history = History(network, X, Y, loss, optimizer, learning_rate, batch_size, seed, penalty, lam, settings)
    return history.extend(epochs, progress)


class History:
    """A training run: the parameters after every epoch, and all it needs to go on. The rest is computed from those.
    一次训练：每一轮之后的参数，以及继续训练所需的一切；其余的量都由这些参数算出。

    network    : the network being trained
    parameters : (E + 1, P) or (E + 1, B, P), before the first and after each of E epochs
    losses     : (E + 1,) or (E + 1, B), mean loss over all samples
    penalties  : the same shape, (λ/n) · penalty; the objective is the sum of both
    reason     : None, or why the run stopped, a BadInput with .en and .zh that was not raised
    diverged   : () or (B,) bool; such a network keeps the last parameters that gave a finite loss
    """

    def __init__(self, network, X, Y, loss, optimizer, learning_rate, batch_size, seed, penalty, lam, settings):
        self.network = network
        self.loss = loss if isinstance(loss, Loss) else lookup(LOSSES, loss, "loss", "损失函数")
        self.penalty, self.lam = lookup(PENALTIES, penalty, "penalty", "惩罚项"), lam
        self.optimizer = make_optimizer(optimizer, _rates(learning_rate, network.parameters.shape[:-1]), **settings)
        self.X = np.asarray(X, network.parameters.dtype)  # (n, N)
        F = network(self.X)  # (n, M)
        self.T = self.loss.targets(F, Y)  # checked once, then trusted
        self.batch_size = _checked_batch_size(len(self.X), batch_size, lam)
        self.rng = np.random.default_rng(seed)
        self.reason, self.diverged = None, np.zeros(network.parameters.shape[:-1], bool)
        self._is_weight = np.zeros_like(network.parameters)
        for W in network.split(self._is_weight)[0]:
            W[...] = 1
        self._snapshots, self._losses = [network.parameters.copy()], [self.loss.l(F, self.T).mean(axis=-1)]
        if not (np.isfinite(self.X).all() and np.isfinite(self._losses).all()):
            raise BadInput(
                "X or Y holds a value that is not a finite number, or is far too large; leave out or rescale such rows",
                "X 或 Y 中含有非有限的数，或数值过大；请去掉这些行，或缩放数据",
            )

    def extend(self, epochs, progress=False):
        """Train for more epochs; the same as if they had been asked for at once. Returns itself.
        再训练若干轮，效果与一次训完相同；返回自身。
        """
        if self.diverged.all():
            return self
        theta = self.network.parameters
        with np.errstate(over="ignore", invalid="ignore"):  # looked for here, and said in words
            for _ in _bar(range(epochs)) if progress else range(epochs):
                self._epoch()
                finite = np.isfinite(theta).all(axis=-1)  # () or (B,)
                if self.diverged.any() or not finite.all():
                    self.diverged = self.diverged | ~finite
                    theta[self.diverged] = self._snapshots[-1][self.diverged]
                    if self.diverged.all():
                        break
                self._snapshots.append(theta.copy())
            if self.diverged.any() or not np.isfinite(self._loss_at(-1)).all():
                self._go_back_to_finite_losses()
        return self

    def _epoch(self):
        n = len(self.X)
        order = self.rng.permutation(n) if self.batch_size < n else slice(None)
        X, T = self.X[order], self.T[order]
        for start in range(0, n, self.batch_size):
            self._step(X[start : start + self.batch_size], T[start : start + self.batch_size])

    def _step(self, X, T):
        trace = self.network.forward(X)
        dF = self.loss.dl(trace.h[-1], T) / len(X)  # (n, M), of the mean loss of these rows
        g = self.network.backward(trace, dF)  # (P,)
        if self.lam:
            g += self.lam / len(self.X) * self.penalty.gradient(self.network.parameters) * self._is_weight
        self.optimizer.step(self.network.parameters, g)

    @property
    def parameters(self):
        return np.array(self._snapshots)

    @property
    def losses(self):
        for epoch in range(len(self._losses), len(self._snapshots)):
            self._losses.append(self._loss_at(epoch))
        return np.array(self._losses)

    @property
    def penalties(self):
        return self.lam / len(self.X) * np.sum(self.penalty.value(self.parameters) * self._is_weight, axis=-1)

    def at(self, epoch):
        """The network as it was after that epoch; 0 is the start, -1 the end.
        该轮之后的网络；0 为起点，-1 为终点。
        """
        return self.network.with_parameters(self._snapshots[epoch])

    def losses_on(self, X, Y):
        """Mean loss on other data after every epoch, a test set's for instance; the shape of losses.
        每一轮之后在其他数据（如测试集）上的平均损失；形状与 losses 相同。
        """
        return np.array([self.loss.per_sample(self.at(e)(X), Y).mean(axis=-1) for e in range(len(self._snapshots))])

    def _loss_at(self, epoch):
        return self.loss.l(self.at(epoch)(self.X), self.T).mean(axis=-1)  # () or (B,)

    def _go_back_to_finite_losses(self):
        # A loss overflows before its parameters do. Such epochs repeat the last good one; trailing ones are dropped.
        finite = np.isfinite(self.losses)  # (E + 1,) or (E + 1, B)
        self.diverged = self.diverged | ~finite.all(axis=0)
        for e in range(1, len(finite)):
            self._snapshots[e][~finite[e]] = self._snapshots[e - 1][~finite[e]]
            self._losses[e] = np.where(finite[e], self._losses[e], self._losses[e - 1])
        end = 1 + max(e for e in range(len(finite)) if np.any(finite[e]))
        del self._snapshots[end:], self._losses[end:]
        self.network.parameters = self._snapshots[-1]
        self.reason = why_diverged(end, self.diverged, self.optimizer.learning_rate)


def why_diverged(epoch, diverged, learning_rate):
    """Why a run stopped, and what to change: a BadInput. 训练为何中止、应改什么。

    diverged : () or (B,) bool, which of the networks;  learning_rate : of one, or of each
    """
    count, rate = int(diverged.sum()), np.max(learning_rate)
    en, zh = (
        (f"diverged in epoch {epoch}", f"第 {epoch} 轮发散")
        if diverged.ndim == 0
        else (f"{count} of {diverged.size} networks diverged", f"{diverged.size} 个网络中有 {count} 个发散")
    )
    return BadInput(
        f"{en}: the loss was no longer a finite number. A learning rate of {rate:g} is too large here: "
        f"try {rate / 10:g}, or scale the inputs to about -1 … 1",
        f"{zh}：损失已不是有限的数。学习率 {rate:g} 在这里过大：试试 {rate / 10:g}，或把输入缩放到 -1 … 1 左右",
    )


def _checked_batch_size(n, batch_size, lam):
    size = n if batch_size is None else batch_size
    if not (isinstance(size, (int, np.integer)) and size >= 1 and np.isfinite(lam) and lam >= 0):
        raise BadInput(
            f"batch_size must be a whole number from 1 to {n}, or None, and lam ≥ 0; got {batch_size!r} and {lam!r}",
            f"batch_size 应为 1 到 {n} 的整数或 None，lam ≥ 0；现为 {batch_size!r} 和 {lam!r}",
        )
    return min(int(size), n)


def _rates(learning_rate, shape):
    """One rate, or one per network as a column (B, 1)."""
    if np.ndim(learning_rate) == 0:
        return learning_rate
    if np.shape(learning_rate) != shape:
        raise BadInput(
            f"learning_rate must be a number, or one per network, {shape}; got shape {np.shape(learning_rate)}",
            f"learning_rate 应为一个数，或每个网络一个，{shape}；现为形状 {np.shape(learning_rate)}",
        )
    return np.asarray(learning_rate)[:, None]


def _bar(epochs):
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return epochs
    return tqdm(epochs, unit="epoch")
