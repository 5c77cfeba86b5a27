"""Training repeats four lines: forward, how wrong, backward, a step; and epochs are kept, so that time is a slider.

The objective is the lecture's Σ_i l_i + λ · penalty. We descend on it divided by n, the mean loss + (λ/n) · penalty:
the minimum is the same, and a learning rate keeps its meaning when n changes. Biases are not penalised.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.losses import LOSSES, Loss
from course_nn.optimizers import Decayed, clipped
from course_nn.optimizers import optimizer as make_optimizer


class Penalty(NamedTuple):
    """A price on large weights, weight by weight.
    大权重的代价，逐个权重计算。
    """

    value: Callable  # (P,) -> (P,), ≥ 0
    gradient: Callable  # (P,) -> (P,), its slope; 0 at a kink


PENALTIES = {
    "none": Penalty(np.zeros_like, np.zeros_like),
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
    every=1,
    progress=False,
    schedule=None,
    keep=1,
    disturb=None,
    decay=0.0,
    clip=None,
    **settings,
):
    """Fit the network's parameters, in place, and return the History of the run.
    就地训练网络的参数，并返回训练历史 History。

    θ* = argmin Σ_i l(x_i, θ) + λ · penalty(θ)

    X, Y          : rows (n, N) and their targets, (n,) or (n, M), as the loss wants them;
                    or a sample of its own for each of B networks, (B, n, N) and (B, n, M)
    loss          : a name in LOSSES, or a Loss
    optimizer     : a name in OPTIMIZERS; its own settings follow as keywords, such as beta=0.95
    learning_rate : η > 0, a number, or one per network (B,)
    epochs        : passes over the data; history.extend(epochs) adds more
    batch_size    : samples per step, None for all; each epoch takes them in the order default_rng(seed).permutation(n)
    penalty, lam  : "none", "l2" (½ Σ w²) or "l1" (Σ |w|), and λ ≥ 0
    every         : epochs from one moment that the History keeps to the next
    progress      : show a bar, if tqdm is installed
    schedule      : epoch, counted in passes over the data, -> the factor of the learning rate in that step
    keep          : share of hidden units that dropout keeps, above 0 up to 1; a number, or one per hidden layer
    disturb       : (X, rng) -> X, what happens to the inputs of each batch, noise for instance
    decay         : weights decay by η · decay in each step, beside the optimizer; ≥ 0
    clip          : the gradient is cut to that length before the step; None leaves it
    raises        : BadInput for unknown names, labels or shapes that do not fit, X that is not finite
    """
    ways = Ways(schedule, _checked_keep(keep, network), disturb, _checked_decay(decay), clip)
    task = network, X, Y, loss, optimizer, learning_rate, batch_size, seed, penalty, lam, every
    return History(*task, settings, ways).extend(epochs, progress)


class Ways(NamedTuple):
    """What else may happen in a step of training; see train.
    训练的一步中还可能发生的事；参见 train。
    """

    schedule: Callable | None = None  # epoch -> factor of the learning rate
    keep: tuple = ()  # per hidden layer the share of units that dropout keeps; () without dropout
    disturb: Callable | None = None  # (X, rng) -> X
    decay: float = 0.0
    clip: float | None = None


def watch(network, X, Y, loss="squared_error", epochs=100, every=1, looks=10, **settings):
    """Train, and let whoever waits look on: a generator that yields the share done, and returns the History.
    训练，并让等待者看到进度：产出已完成比例的生成器，返回 History。

    every    : epochs from one moment that the History keeps to the next
    looks    : how many times it yields, evenly spaced, 0 first; at most once an epoch
    settings : as of train, such as optimizer="adam", learning_rate=0.01, batch_size=30
    raises   : BadInput as train does, at the first step of the generator
    """
    history = train(network, X, Y, loss, epochs=0, every=every, **settings)
    looks = min(looks, epochs)
    for look in range(looks):
        yield look / looks
        history.extend((look + 1) * epochs // looks - look * epochs // looks)
    return history


def arrivals(target, losses, times):
    """When each run is first seen at the target or below.
    每次训练首次达到目标的时刻。

    target  : a loss or an error, ≥ 0
    losses  : (K, …), one row a look, a column a run
    times   : of the looks, in epochs or updates, at least K of them
    returns : (…), nan for a run that never gets there
    """
    there = losses <= target
    return np.where(there.any(axis=0), np.asarray(times)[there.argmax(axis=0)], np.nan)


def gradient_of_mean_loss(network, X, T, loss, masks=()):
    """Three of the four lines, forward, how wrong, backward; the fourth is the optimizer's step along this.
    四行中的三行：前向、误差、反向；第四行是优化器沿此梯度迈出的一步。

    X, T    : rows (n, N), or (B, n, N), and targets as loss.targets(F, Y) gives them
    loss    : a Loss
    masks   : of dropout, as Network.forward takes them
    returns : (P,) or (B, P), the network's own .gradient; copy it to keep it
    """
    trace = network.forward(X, masks)
    dF = loss.dl(trace.h[-1], T) / X.shape[-2]  # (n, M)
    return network.backward(trace, dF)


class History:
    """A training run: its parameters every so many epochs, and all it needs to go on. The rest is computed from those.
    一次训练：每隔若干轮的参数，以及继续训练所需的一切；其余的量都由这些参数算出。

    network    : the network being trained, as it is now
    epochs     : (K,) the epochs whose end was kept: 0, the start, and every so many
    networks   : as it was then, one batch with parameters (K, P), or (K, B, P) if B networks are trained
    parameters : (K, P) or (K, B, P)
    losses     : (K,) or (K, B), mean loss over all samples
    penalties  : the same shape, (λ/n) · penalty; the objective is the sum of both
    reason     : None, or why the run stopped, a BadInput with .en and .zh that was not raised
    diverged   : () or (B,) bool; such a network keeps the last kept parameters that gave a finite loss
    """

    def __init__(
        self,
        network,
        X,
        Y,
        loss,
        optimizer,
        learning_rate,
        batch_size,
        seed,
        penalty,
        lam,
        every,
        settings,
        ways,
    ):
        self.network, self.every, self.ways = network, _checked_every(every), ways
        self.loss = loss if isinstance(loss, Loss) else lookup(LOSSES, loss, "loss", "损失函数")
        self.penalty, self.lam = lookup(PENALTIES, penalty, "penalty", "惩罚项"), lam
        shape = network.parameters.shape[:-1]  # () or (B,)
        self._is_weight = network.is_weight
        self.optimizer = make_optimizer(optimizer, _rates(learning_rate, shape), **settings)
        self.learning_rate = self.optimizer.learning_rate  # of which a schedule takes its share
        if ways.decay:
            self.optimizer = Decayed(self.optimizer, ways.decay, self._is_weight)
        self.X = np.asarray(X, network.parameters.dtype)  # (n, N) or (B, n, N)
        F = network(self.X)  # (n, M) or (B, n, M)
        self.T = self.loss.targets(F, Y)  # checked once, then trusted
        self.n = self.X.shape[-2]
        self.batch_size = _checked_batch_size(self.n, batch_size, lam)
        self.rng = np.random.default_rng(seed)
        self.chance = self.rng.spawn(1)[0]  # of dropout and disturbance: the order of the samples stays what it was
        self.reason, self.diverged = None, np.zeros(shape, bool)
        self._epoch = 0
        self._epochs, self._snapshots = [0], [network.parameters.copy()]
        self._losses = [self.loss.l(F, self.T).mean(axis=-1)]  # of the first snapshots; the others when asked for
        _check_finite(self.X, self._losses)

    def extend(self, epochs, progress=False):
        """Train for more epochs; the same as if they had been asked for at once. Returns itself.
        再训练若干轮，效果与一次训完相同；返回自身。
        """
        if self.diverged.all():
            return self
        with np.errstate(over="ignore", invalid="ignore"):  # looked for here, and said in words
            for _ in _bar(range(epochs)) if progress else range(epochs):
                self._train_one_epoch()
                if self._have_all_diverged():
                    break
                self._keep()
            if self.diverged.any() or not np.isfinite(self._loss_at(-1)).all():
                self._go_back_to_finite_losses()
        return self

    def _train_one_epoch(self):
        order = self.rng.permutation(self.n) if self.batch_size < self.n else slice(None)
        X, T = self.X[..., order, :], self.T[..., order, :]
        for start in range(0, self.n, self.batch_size):
            rows = slice(start, start + self.batch_size)
            if self.ways.schedule:
                self.optimizer.learning_rate = self.learning_rate * self.ways.schedule(self._epoch + start / self.n)
            self._step(X[..., rows, :], T[..., rows, :])

    def _step(self, X, T):
        theta = self.network.parameters
        if self.ways.disturb:
            X = self.ways.disturb(X, self.chance)
        g = gradient_of_mean_loss(self.network, X, T, self.loss, self._masks(X.shape[-2]))
        if self.lam:
            g += self.lam / self.n * self.penalty.gradient(theta) * self._is_weight
        if self.ways.clip is not None:
            g = clipped(g, self.ways.clip)
        self.optimizer.step(theta, g)

    def _masks(self, n):
        """Dropout of each hidden layer: what is kept grows by 1 / keep, so that a unit's mean stays what it was."""
        networks, number = self.network.parameters.shape[:-1], self.network.parameters.dtype.type
        return [
            (self.chance.random((*networks, n, M)) < keep) / number(keep)
            for M, keep in zip(self.network.sizes[1:-1], self.ways.keep)  # none without dropout
        ]

    def _have_all_diverged(self):
        theta = self.network.parameters
        finite = np.isfinite(theta).all(axis=-1)  # () or (B,)
        if finite.all() and not self.diverged.any():
            return False
        self.diverged = self.diverged | ~finite
        theta[self.diverged] = self._snapshots[-1][self.diverged]  # these stand still
        return self.diverged.all()

    def _keep(self):
        self._epoch += 1
        if self._epoch % self.every == 0:
            self._epochs.append(self._epoch)
            self._snapshots.append(self.network.parameters.copy())

    @property
    def epochs(self):
        return np.array(self._epochs)

    @property
    def networks(self):
        return self.network.with_parameters(self.parameters)

    @property
    def parameters(self):
        return np.array(self._snapshots)

    @property
    def losses(self):
        known = self._losses
        self._losses = known + [self._loss_at(epoch) for epoch in self._epochs[len(known) :]]
        return np.array(self._losses)

    @property
    def penalties(self):
        return self.lam / self.n * np.sum(self.penalty.value(self.parameters) * self._is_weight, axis=-1)

    def at(self, epoch):
        """The network as it was after that epoch, or where that was not kept, the last one before; -1 is the end.
        该轮之后的网络；若该轮未保存，则取之前最近保存的一轮；-1 为终点。
        """
        return self.network.with_parameters(self._snapshots[epoch // self.every])

    def losses_on(self, X, Y):
        """Mean loss on other data at every kept moment, a test set's for instance; the shape of losses.
        每个保存的时刻在其他数据（如测试集）上的平均损失；形状与 losses 相同。
        """
        return np.array([self.loss.per_sample(self.at(epoch)(X), Y).mean(axis=-1) for epoch in self._epochs])

    def _loss_at(self, epoch):
        return self.loss.l(self.at(epoch)(self.X), self.T).mean(axis=-1)  # () or (B,)

    def _go_back_to_finite_losses(self):
        # A loss overflows before its parameters do. Such moments repeat the last good one; trailing ones are dropped.
        finite = np.isfinite(self.losses)  # (K,) or (K, B)
        self.diverged = self.diverged | ~finite.all(axis=0)
        for k in range(1, len(finite)):
            self._snapshots[k][~finite[k]] = self._snapshots[k - 1][~finite[k]]
            self._losses[k] = np.where(finite[k], self._losses[k], self._losses[k - 1])
        end = 1 + max(k for k in range(len(finite)) if np.any(finite[k]))
        del self._epochs[end:], self._snapshots[end:], self._losses[end:]
        self.network.parameters[self.diverged] = self._snapshots[-1][self.diverged]
        self.reason = why_diverged(self._epochs[-1] + self.every, self.diverged, self.optimizer.learning_rate)


def why_diverged(epoch, diverged, learning_rate):
    """Why a run stopped, and what to change: a BadInput, not raised.
    训练为何中止、应改什么：返回 BadInput，但不抛出。

    diverged : () or (B,) bool, which of the networks;  learning_rate : of one, or of each
    """
    rate = np.max(learning_rate)
    if diverged.ndim:
        count, all_of_them = int(diverged.sum()), diverged.size
        en, zh = f"{count} of {all_of_them} networks diverged", f"{all_of_them} 个网络中有 {count} 个发散"
    else:
        en, zh = f"diverged in epoch {epoch}", f"第 {epoch} 轮发散"
    return BadInput(
        f"{en}: the loss was no longer a finite number. A learning rate of {rate:g} is too large here: "
        f"try {rate / 10:g}, or scale the inputs to about -1 … 1",
        f"{zh}：损失已不是有限的数。学习率 {rate:g} 在这里过大：试试 {rate / 10:g}，或把输入缩放到 -1 … 1 左右",
    )


def _checked_every(every):
    if not (isinstance(every, (int, np.integer)) and every >= 1):
        raise BadInput(
            f"every must be a whole number of epochs, 1 or more; got {every!r}",
            f"every 应为不小于 1 的整数（轮数）；收到 {every!r}",
        )
    return int(every)


def _check_finite(*arrays):
    if not all(np.isfinite(values).all() for values in arrays):
        raise BadInput(
            "X or Y holds a value that is not a finite number, or is far too large; leave out or rescale such rows",
            "X 或 Y 中含有非有限的数，或数值过大；请去掉这些行，或缩放数据",
        )


def _checked_batch_size(n, batch_size, lam):
    size = n if batch_size is None else batch_size
    if not (isinstance(size, (int, np.integer)) and size >= 1 and np.isfinite(lam) and lam >= 0):
        raise BadInput(
            f"batch_size must be a whole number from 1 to {n}, or None, and lam ≥ 0; got {batch_size!r} and {lam!r}",
            f"batch_size 应为 1 到 {n} 的整数或 None，lam ≥ 0；收到 {batch_size!r} 和 {lam!r}",
        )
    return min(int(size), n)


def _checked_keep(keep, network):
    """One share per hidden layer; () where all units are kept."""
    layers = len(network.sizes) - 2
    shares = np.broadcast_to(keep, layers) if np.ndim(keep) == 0 else np.asarray(keep, float)
    if shares.shape != (layers,) or not ((shares > 0) & (shares <= 1)).all():
        raise BadInput(
            f"keep is a share above 0 and up to 1, or one for each of the {layers} hidden layers; got {keep!r}",
            f"keep 应为大于 0 且不超过 1 的比例，或 {layers} 个隐藏层各一个；收到 {keep!r}",
        )
    return tuple(shares) if (shares < 1).any() else ()


def _checked_decay(decay):
    if not (np.isfinite(decay) and decay >= 0):
        raise BadInput(f"decay must be a number ≥ 0; got {decay!r}", f"decay 应为不小于 0 的数；收到 {decay!r}")
    return decay


def _rates(learning_rate, shape):
    """One rate, or one per network as a column (B, 1)."""
    if np.ndim(learning_rate) == 0:
        return learning_rate
    if np.shape(learning_rate) != shape:
        raise BadInput(
            f"learning_rate must be a number, or one per network, {shape}; got shape {np.shape(learning_rate)}",
            f"learning_rate 应为一个数，或每个网络一个，{shape}；收到形状 {np.shape(learning_rate)}",
        )
    return np.asarray(learning_rate)[:, None]


def _bar(epochs):
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return epochs
    return tqdm(epochs, unit="epoch")
