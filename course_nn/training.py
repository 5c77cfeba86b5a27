"""Training repeats four lines: forward, how wrong, backward, a step; and epochs are kept, so that time is a slider.

The four lines stand in `learn`, and all training goes through it. The objective is the lecture's Σ_i l_i + λ · penalty.
We descend on it divided by n, the mean loss + (λ/n) · penalty: the minimum is the same, and a learning rate keeps its
meaning when n changes. Biases are not penalised.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.layers import TEST, TRAINING, Mode, Trace
from course_nn.losses import LOSSES, Loss
from course_nn.optimizers import Optimizer
from course_nn.optimizers import optimizer as make_optimizer


class Learner(Protocol):
    """What can be trained: a Network, or whatever else has these.
    可以训练的东西：Network，或具有这些成员的其他对象。
    """

    @property
    def parameters(self) -> np.ndarray: ...  # (P,) or (B, P), changed in place by each step

    @property
    def is_weight(self) -> np.ndarray: ...  # the same shape, 1 for what is penalised and 0 for what is not

    def __call__(self, X: np.ndarray) -> np.ndarray: ...
    def forward(self, X: np.ndarray, mode: Mode = TEST) -> Trace: ...
    def backward(self, trace: Trace, dF: np.ndarray) -> np.ndarray: ...
    def gather(self, trace: Trace) -> None: ...
    def with_parameters(self, parameters: np.ndarray) -> Self: ...


Kind = TypeVar("Kind", bound=Learner)  # what is trained is what a History gives back


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


class Objective(NamedTuple):
    """What training makes small: the mean loss, and a price on large weights.
    训练要减小的目标：平均损失，加上大权重的代价。

    mean_i l_i + (λ/n) Σ_w penalty(w)
    """

    loss: Loss
    penalty: Penalty | None = None
    price: float | np.ndarray = 0.0  # λ/n ≥ 0, or one for each of B networks (B, 1)
    priced: float | np.ndarray = 1.0  # 1 for what is penalised and 0 for what is not, as Network.is_weight

    def penalties(self, theta: np.ndarray) -> np.ndarray:
        """(λ/n) Σ penalty(w): (…, P) -> (…). 惩罚项的值。"""
        if self.penalty is None:
            return np.zeros(theta.shape[:-1])
        return self.price * np.sum(self.penalty.value(theta) * self.priced, axis=-1)

    def pull(self, theta: np.ndarray) -> np.ndarray:
        """The gradient of the penalties: (…, P) -> (…, P). 惩罚项的梯度。"""
        return np.zeros_like(theta) if self.penalty is None else self.price * self.penalty.gradient(theta) * self.priced


def learn(
    network: Learner, batches: Iterable, objective: Objective, optimizer: Optimizer, mode: Mode = TRAINING
) -> Iterator[tuple[Trace, np.ndarray, np.ndarray]]:
    """The loop that learns, for whoever wants to look on at each step.
    学习的循环；每一步之后都可以查看。

    batches   : pairs (X, T), rows (n, N), or (B, n, N), and targets as loss.targets(F, Y) gives them
    optimizer : whatever has step(theta, g), such as Adam(0.01)
    mode      : Mode(True, rng), whose rng decides on dropout
    yields    : after each step its Trace, T, and the gradient (P,) or (B, P), which the next step overwrites
    """
    theta = network.parameters
    for X, T in batches:
        trace = network.forward(X, mode)  # forward
        dF = objective.loss.dl(trace.values[-1], T) / X.shape[-2]  # how wrong, (n, M)
        g = network.backward(trace, dF)  # backward
        if objective.penalty is not None:
            g += objective.pull(theta)
        optimizer.step(theta, g)  # a step
        network.gather(trace)
        yield trace, T, g


def advance(steps: Iterator, number: int | None = None) -> None:
    """Take so many steps of learn, or all that there are, without looking on.
    走 learn 的若干步（或全部），途中不查看。
    """
    deque(islice(steps, number), maxlen=0)


def mini_batches(
    X: np.ndarray,
    T: np.ndarray,
    size: int,
    rng: np.random.Generator | Sequence[np.random.Generator],
    epochs: int | None = None,
) -> Iterator[tuple]:
    """One mini-batch after another: in each epoch all samples in a new order, so many at a time.
    一个接一个的小批量：每一轮按新的次序取遍全部样本，每次取若干个。

    X, T   : (n, N) and (n, M), or with an axis for B networks in front
    size   : samples a batch; the last one of an epoch holds what is left
    rng    : np.random.default_rng(seed), which draws the orders; or B of them, for as many networks an order each
    epochs : None goes on without end
    yields : X (size, N) and T (size, M), or (B, size, …)
    """
    n = X.shape[-2]
    for _ in count() if epochs is None else range(epochs):
        order = rng.permutation(n) if hasattr(rng, "permutation") else np.stack([each.permutation(n) for each in rng])
        yield from in_batches(X[..., order, :], T[..., order, :], size)


def in_batches(X: np.ndarray, T: np.ndarray, size: int) -> Iterator[tuple]:
    """The samples as they come, so many at a time: pairs as of mini_batches.
    按现有次序，每次取若干个样本；产出同 mini_batches。
    """
    for start in range(0, X.shape[-2], size):
        rows = slice(start, start + size)
        yield X[..., rows, :], T[..., rows, :]


def train(
    network: Kind,
    X: np.ndarray | list,
    Y: np.ndarray | list,
    loss: str | Loss = "squared_error",
    optimizer: str | Optimizer = "gradient_descent",
    learning_rate: float | np.ndarray = 0.1,
    epochs: int = 100,
    batch_size: int | None = None,
    seed: int = 0,
    penalty: str = "none",
    lam: float = 0.0,
    every: int = 1,
    **settings,
) -> "History[Kind]":
    """Fit the network's parameters, in place, and return the History of the run.
    就地训练网络的参数，并返回训练历史 History。

    θ* = argmin Σ_i l(x_i, θ) + λ · penalty(θ)

    network       : a Network; its own layers say what dropout and norms do meanwhile
    X, Y          : rows (n, N) and their targets, (n,) or (n, M), as the loss wants them;
                    or a sample of its own for each of B networks, (B, n, N) and (B, n, M)
    loss          : a name in LOSSES, or a Loss
    optimizer     : a name in OPTIMIZERS; its own settings follow as keywords, such as beta=0.95
                    or an optimizer, such as Clipped(Adam(0.01), 1.0), which says its learning rate itself
    learning_rate : η > 0, a number, or one per network (B,)
    epochs        : passes over the data; history.extend(epochs) adds more
    batch_size    : samples per step, None for all; each epoch takes them in the order default_rng(seed).permutation(n)
    penalty, lam  : "none", "l2" (½ Σ w²) or "l1" (Σ |w|), and λ ≥ 0
    every         : epochs from one moment that the History keeps to the next
    raises        : BadInput for unknown names, labels or shapes that do not fit, X that is not finite
    """
    chosen = _chosen(optimizer, _rates(learning_rate, network.parameters.shape[:-1]), settings)
    loss = loss if isinstance(loss, Loss) else lookup(LOSSES, loss, "loss", "损失函数")
    price, n = lookup(PENALTIES, penalty, "penalty", "惩罚项"), np.shape(X)[-2] if np.ndim(X) > 1 else 1
    objective = Objective(loss, price if lam else None, _checked_lam(lam) / n, network.is_weight)
    return History(network, X, Y, objective, chosen, batch_size, seed, every).extend(epochs)


def passes(n: int, batch_size: int) -> Iterator[float]:
    """When each step begins, in passes over n samples, without end: 0, 0.25, 0.5, … for batches of a quarter.
    每一步开始的时刻，以遍历 n 个样本的轮数计，无穷无尽。
    """
    for epoch in count():
        yield from (epoch + start / n for start in range(0, n, batch_size))


def watch(
    network: Kind,
    X: np.ndarray,
    Y: np.ndarray,
    loss: str | Loss = "squared_error",
    epochs: int = 100,
    every: int = 1,
    reports: int = 10,
    **settings,
) -> Generator[float, None, "History[Kind]"]:
    """Train, and let whoever waits look on: a generator that yields the share done, and returns the History.
    训练，并让等待者看到进度：产出已完成比例的生成器，返回 History。

    every    : epochs from one moment that the History keeps to the next
    reports  : how many times it yields, evenly spaced, 0 first; at most once an epoch
    settings : as of train, such as optimizer="adam", learning_rate=0.01, batch_size=30
    raises   : BadInput as train does, at the first step of the generator
    """
    history = train(network, X, Y, loss, epochs=0, every=every, **settings)
    reports = min(reports, epochs)
    for k in range(reports):
        yield k / reports
        history.extend((k + 1) * epochs // reports - k * epochs // reports)
    return history


def arrivals(target: float, losses: np.ndarray, times: np.ndarray) -> np.ndarray:
    """When each run is first seen at the target or below.
    每次训练首次达到目标的时刻。

    target  : a loss or an error, ≥ 0
    losses  : (K, …), one row a look, a column a run
    times   : of the looks, in epochs or updates, at least K of them
    returns : (…), nan for a run that never gets there
    """
    there = losses <= target
    return np.where(there.any(axis=0), np.asarray(times)[there.argmax(axis=0)], np.nan)


def gradient_of_mean_loss(network: Learner, X: np.ndarray, T: np.ndarray, loss: Loss) -> np.ndarray:
    """Three of the four lines, forward, how wrong, backward, for whoever takes no step along this gradient.
    四行中的三行：前向、误差、反向；供只看梯度而不迈步的人使用。

    X, T    : rows (n, N), or (B, n, N), and targets as loss.targets(F, Y) gives them
    loss    : a Loss
    returns : (P,) or (B, P), the network's own .gradient; copy it to keep it
    """
    trace = network.forward(X)
    return network.backward(trace, loss.dl(trace.values[-1], T) / X.shape[-2])


class History(Generic[Kind]):
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

    def __init__(self, network: Kind, X, Y, objective, optimizer, batch_size=None, seed=0, every=1):
        self.network, self.objective, self.optimizer, self.every = network, objective, optimizer, _checked_every(every)
        self.X = np.asarray(X, network.parameters.dtype)  # (n, N) or (B, n, N)
        F = network(self.X)  # (n, M) or (B, n, M)
        self.T = objective.loss.targets(F, Y)  # checked once, then trusted
        self.n = self.X.shape[-2]
        self.batch_size = _checked_batch_size(self.n, batch_size)
        self.rng = np.random.default_rng(seed)
        self.mode = Mode(True, self.rng.spawn(1)[0])  # dropout's chance: the order of the samples stays what it was
        self.reason, self.diverged = None, np.zeros(network.parameters.shape[:-1], bool)
        self._epoch = 0
        self._epochs, self._snapshots = [0], [network.parameters.copy()]
        self._losses = [objective.loss.l(F, self.T).mean(axis=-1)]  # of the first snapshots; the others when asked for
        _check_finite(self.X, self._losses)

    def extend(self, epochs: int, progress: bool = False) -> "History[Kind]":
        """Train for more epochs; the same as if they had been asked for at once. Returns itself.
        再训练若干轮，效果与一次训完相同；返回自身。

        progress : show a bar, if tqdm is installed
        """
        if self.diverged.all():
            return self
        with np.errstate(over="ignore", invalid="ignore"):  # looked for here, and said in words
            for _ in _bar(range(epochs)) if progress else range(epochs):
                advance(learn(self.network, self._batches(), self.objective, self.optimizer, self.mode))
                if self._have_all_diverged():
                    break
                self._keep()
            if self.diverged.any() or not np.isfinite(self._last_loss()).all():
                self._go_back_to_finite_losses()
        return self

    def _batches(self):
        """Of one epoch; all samples together need no order."""
        if self.batch_size == self.n:
            return [(self.X, self.T)]
        return mini_batches(self.X, self.T, self.batch_size, self.rng, epochs=1)

    def _have_all_diverged(self):
        theta = self.network.parameters
        if np.isfinite(theta).all() and not self.diverged.any():
            return False
        self.diverged = self.diverged | ~np.isfinite(theta).all(axis=-1)  # () or (B,)
        theta[self.diverged] = self._snapshots[-1][self.diverged]  # these stand still
        return self.diverged.all()

    def _keep(self):
        self._epoch += 1
        if self._epoch % self.every == 0:
            self._epochs.append(self._epoch)
            self._snapshots.append(self.network.parameters.copy())

    @property
    def epochs(self) -> np.ndarray:
        return np.array(self._epochs)

    @property
    def networks(self) -> Kind:
        return self.network.with_parameters(self.parameters)

    @property
    def parameters(self) -> np.ndarray:
        return np.array(self._snapshots)

    @property
    def losses(self) -> np.ndarray:
        self._losses += [self._loss_of(network) for network in self.moments(len(self._losses))]
        return np.array(self._losses)

    @property
    def penalties(self) -> np.ndarray:
        return self.objective.penalties(self.parameters)

    def at(self, epoch: int) -> Kind:
        """The network after that epoch, or where it was not kept, at the last kept moment before; -1 is the last.
        该轮之后的网络；若该轮未保存，则取之前最近保存的一轮；-1 为最后保存的一刻。
        """
        return self.network.with_parameters(self._snapshots[epoch // self.every])

    def moments(self, first: int = 0) -> Iterator[Kind]:
        """The network at each kept moment, from one of them on: always the same one, whose parameters change.
        每个保存时刻的网络，依次给出：始终是同一个对象，只是参数在变。
        """
        network = self.at(0)
        for parameters in self._snapshots[first:]:
            network.parameters[...] = parameters
            yield network

    def losses_on(self, X: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """Mean loss on other data at every kept moment, a test set's for instance; the shape of losses.
        每个保存的时刻在其他数据（如测试集）上的平均损失；形状与 losses 相同。
        """
        loss = self.objective.loss.per_sample
        return np.array([loss(network(X), Y).mean(axis=-1) for network in self.moments()])

    def _last_loss(self):
        """At the last kept moment; it is remembered if it is the only one that is not known yet."""
        unknown = len(self._epochs) - len(self._losses)
        return self.losses[-1] if unknown <= 1 else self._loss_of(self.at(-1))

    def _loss_of(self, network):
        return self.objective.loss.l(network(self.X), self.T).mean(axis=-1)  # () or (B,)

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


def why_diverged(epoch: int, diverged: np.ndarray, learning_rate: float | np.ndarray) -> BadInput:
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


def _checked_batch_size(n, batch_size):
    size = n if batch_size is None else batch_size
    if not (isinstance(size, (int, np.integer)) and size >= 1):
        raise BadInput(
            f"batch_size must be a whole number from 1 to {n}, or None; got {batch_size!r}",
            f"batch_size 应为 1 到 {n} 的整数或 None；收到 {batch_size!r}",
        )
    return min(int(size), n)


def _checked_lam(lam):
    if not (np.isfinite(lam) and lam >= 0):
        raise BadInput(f"lam must be a number ≥ 0; got {lam!r}", f"lam 应为不小于 0 的数；收到 {lam!r}")
    return lam


def _chosen(optimizer, rates, settings):
    """The optimizer by that name, or as it is."""
    if isinstance(optimizer, str):
        return make_optimizer(optimizer, rates, **settings)
    if settings or not hasattr(optimizer, "step"):
        raise BadInput(
            f"expected the name of an optimizer, or one that has its settings; got {optimizer!r} and {settings}",
            f"应为优化器的名称，或已带有设置的优化器；收到 {optimizer!r} 与 {settings}",
        )
    return optimizer


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
