"""A training run through which one can walk: epoch by epoch, batch by batch, sample by sample, and back again.

Time is counted in samples. A batch is gone through in three steps that can be watched one by one: each sample adds its
gradient to a sum, the last one of the batch lets the optimizer step, and the sum starts again from 0. That is why it
does not go through training.learn, which takes a batch as a whole and never goes back.
"""

from bisect import bisect_right
from collections.abc import Generator
from copy import copy, deepcopy
from typing import NamedTuple

import numpy as np

from course_nn.layers import Mask
from course_nn.optimizers import optimizer
from course_nn.training import PENALTIES, why_diverged

UPDATES = 500  # steps of the optimizer between two looks at whoever is waiting
MOMENTS = 2000  # that a run keeps


class Rules(NamedTuple):
    """How a run goes on; each rule can be changed on the way."""

    learning_rate: float = 0.03  # η > 0
    optimizer: str = "gradient_descent"  # a name in OPTIMIZERS
    batch_size: int = 10  # 1 … n
    penalty: str = "none"  # a name in PENALTIES
    rate: float = 0.0  # λ/n ≥ 0, the price of the penalty beside the mean loss
    dropout: float = 0.0  # share of hidden units left out in each step, 0 … 0.9


USUAL = Rules()


class Moment(NamedTuple):
    """All that a run needs to go on from here."""

    time: int  # samples seen
    parameters: np.ndarray  # (P,)
    optimizer: object
    rules: Rules
    total: np.ndarray  # (P,) gradients since the last step, summed
    summed: int  # of how many samples
    losses: tuple  # mean loss of the training samples, of the test samples, (λ/n) · penalty

    def is_finite(self) -> bool:
        """Whether all its numbers are."""
        return bool(np.isfinite(self.parameters).all() and np.isfinite(self.losses).all())


class Change(NamedTuple):
    """What was changed by hand, and when: with its changes, a run can be walked again."""

    time: int
    rules: Rules  # from then on
    parameters: np.ndarray | None  # (P,) if weights were set


class Run:
    """A network on its way, and every epoch of the way behind it.
    正在训练的网络，以及它走过的每一轮。

    objective = mean loss + (λ/n) · penalty

    network     : changed in place; holds the parameters of the present time
    train, test : X (n, N) and Y as the loss wants it
    loss        : a Loss of losses.py
    rules       : Rules to begin with
    seed        : of the order of the samples and of dropout
    time        : samples seen so far; time // n is the epoch
    moments     : one Moment per epoch, of a long past fewer, and one wherever something was changed
    changes     : a Change for the beginning, and one for each time at which something was changed
    raises      : BadInput for rules that make no sense, and from go() if the run diverges
    """

    def __init__(self, network, train, test, loss, rules=USUAL, seed=0):
        self.network, self.loss, self.seed = network, loss, seed
        self.train, self.test = ((X, loss.targets(network(X), Y)) for X, Y in (train, test))
        self.n, self.time, self.reason = len(self.train[0]), 0, None
        self.total, self.summed = np.zeros_like(network.parameters), 0
        self._is_weight = network.is_weight
        self._planned = None
        self.rules, self.optimizer = rules, self._fresh_optimizer(rules)
        self.moments, self.changes = [self._moment()], [Change(0, rules, None)]

    # ---- walking ---------------------------------------------------------------------------------------

    def go(self, time: int) -> Generator[float, None, None]:
        """Be at that time, by walking forwards or by remembering; yields the share done.
        到达该时刻：继续训练，或取出已保存的状态；逐步给出已完成的比例。

        raises : BadInput, with a reason, if the run diverges before; then it stands where it was last finite
            （此前发散：停在最后一次有限之处，并说明原因）
        """
        kept = self.moments[bisect_right(self.moments, time, key=lambda moment: moment.time) - 1]
        if not kept.time <= self.time <= time:
            self._restore(kept)
        begun, updates = self.time, 0
        while self.time < time:
            if self.reason and self.time >= self.moments[-1].time:
                raise self.reason
            with np.errstate(over="ignore", invalid="ignore"):  # looked for after every epoch, and said in words
                self.batch(time)
            if self.time % self.n == 0:
                self._remember()
            updates += 1
            if updates % UPDATES == 0:
                yield (self.time - begun) / (time - begun)
        if self.time % self.n and not self._moment().is_finite():
            self._stand_still()
            raise self.reason

    def replay(self, changes: list) -> Generator[float, None, None]:
        """Walk as another run did, up to the last of its changes; yields the share done.
        照另一次训练重走一遍，直到其最后一次更改；逐步给出已完成的比例。

        raises : BadInput if the run diverges on the way
        """
        for change in changes:
            yield from self.go(change.time)
            if change.rules != self.rules:
                self.change(**change.rules._asdict())
            if change.parameters is not None:
                self.edit(change.parameters)

    def batch(self, until: int) -> None:
        """Train on the samples up to the end of the batch, of the epoch, or until that time: whichever comes first.
        训练到这个小批量、这一轮结束或到该时刻为止，以先到者为准。
        """
        epoch, first = divmod(self.time, self.n)
        last = min(first - first % self.rules.batch_size + self.rules.batch_size, self.n, until - epoch * self.n)
        order, masks = self._plan(epoch)
        rows, (X, T) = order[first:last], self.train
        network = self.network.with_dropout([Mask(mask[first:last]) for mask in masks]) if masks else self.network
        trace = network.forward(X[rows])
        self.total += network.backward(trace, self.loss.dl(trace.output, T[rows]))  # (P,), summed over the rows
        self.time, self.summed = epoch * self.n + last, self.summed + len(rows)
        if self._complete(last):
            pull = PENALTIES[self.rules.penalty].gradient(self.network.parameters) * self._is_weight
            self._step(self.total / self.summed, pull)
            self.total[:], self.summed = 0, 0

    # What another plan of training does otherwise: when it steps, how, and in which order it takes the samples.

    def _complete(self, last):
        """Whether the optimizer steps after this sample of the epoch: a batch is full, or the epoch is over."""
        return last % self.rules.batch_size == 0 or last == self.n

    def _step(self, g, pull):
        """One step along the mean gradient of the batch, and the gradient of the penalty: (P,) each."""
        self.optimizer.step(self.network.parameters, g + self.rules.rate * pull)

    def _fresh_optimizer(self, rules):
        return optimizer(rules.optimizer, rules.learning_rate)

    def _plan(self, epoch):
        """The order of the samples in this epoch, and the masks of dropout: both depend on seed and epoch alone."""
        key = (epoch, self.rules.dropout)
        if self._planned is None or self._planned[0] != key:
            rng = np.random.default_rng([self.seed, epoch])
            order, keep = rng.permutation(self.n), 1 - self.rules.dropout
            masks = [(rng.random((self.n, M)) < keep) / keep for M in self.network.sizes[1:-1]] if keep < 1 else []
            self._planned = key, (order, masks)
        return self._planned[1]

    # ---- remembering -----------------------------------------------------------------------------------

    def losses(self) -> tuple:
        """Mean loss on the training and on the test samples, and (λ/n) · penalty, of the present network.
        当前网络在训练样本、测试样本上的平均损失，以及 (λ/n) · 惩罚项。
        """
        with np.errstate(over="ignore", invalid="ignore"):  # of a run that has just diverged
            means = [self.loss.l(self.network(X), T).mean() for X, T in (self.train, self.test)]
            price = np.sum(PENALTIES[self.rules.penalty].value(self.network.parameters) * self._is_weight)
        return *map(float, means), float(self.rules.rate * price)

    def curves(self, most: int = 400) -> np.ndarray:
        """Time in epochs, and the losses then, of at most so many moments: four arrays, for a picture.
        时间（以轮计）与当时的各项损失，至多这么多个时刻：四个数组，供绘图使用。
        """
        moments = self.moments[:: 1 + len(self.moments) // most]
        if moments[-1] is not self.moments[-1]:
            moments.append(self.moments[-1])
        return np.array([(moment.time / self.n, *moment.losses) for moment in moments]).T  # (4, moments)

    def latest(self) -> int | None:
        """The row of the sample that was seen last in this epoch; None at its beginning.
        本轮中最近看到的样本所在的行；轮的开头为 None。
        """
        epoch, seen = divmod(self.time, self.n)
        return int(self._plan(epoch)[0][seen - 1]) if seen else None

    def _moment(self):
        return Moment(
            time=self.time,
            parameters=self.network.parameters.copy(),
            optimizer=deepcopy(self.optimizer),
            rules=self.rules,
            total=self.total.copy(),
            summed=self.summed,
            losses=self.losses(),
        )

    def _remember(self):
        """Keep this moment, or go back to the last one if the numbers have run away."""
        if self.time <= self.moments[-1].time:
            return
        moment = self._moment()
        if moment.is_finite():
            self.moments.append(moment)
            self._thin()
        else:
            self._stand_still()

    def _thin(self):
        """Of a long past forget every second moment, but for changes and what is recent: it can be walked again."""
        if len(self.moments) <= MOMENTS:
            return
        changed = {change.time for change in self.changes}
        past, recent = self.moments[: -MOMENTS // 4], self.moments[-MOMENTS // 4 :]
        self.moments = [moment for k, moment in enumerate(past) if k % 2 == 0 or moment.time in changed] + recent

    def _stand_still(self):
        self.reason = why_diverged(self.time // self.n, np.array(True), self.rules.learning_rate)
        self._restore(self.moments[-1])

    def _restore(self, moment):
        self.network.parameters = moment.parameters
        self.time, self.rules, self.optimizer = moment.time, moment.rules, deepcopy(moment.optimizer)
        self.total, self.summed = moment.total.copy(), moment.summed

    # ---- changing --------------------------------------------------------------------------------------

    def change(self, **rules) -> None:
        """Go on by other rules from the present time; what came after it is forgotten.
        从当前时刻起改用其他规则；此后的历史作废。

        raises : BadInput for an optimizer or a learning rate that is none
        """
        before, self.rules = self.rules, self.rules._replace(**rules)
        if self.rules.optimizer != before.optimizer:
            self.optimizer = self._fresh_optimizer(self.rules)  # remembers nothing yet
        self.optimizer.learning_rate = self.rules.learning_rate
        self._branch()

    def edit(self, parameters: np.ndarray) -> None:
        """Set the parameters at the present time; what came after it is forgotten.
        在当前时刻设置参数；此后的历史作废。

        parameters : (P,), finite
        """
        self.network.parameters = parameters
        self._branch(np.array(parameters))

    def _branch(self, parameters=None):
        self.reason = None
        self.moments = [moment for moment in self.moments if moment.time < self.time] + [self._moment()]
        changes = [change for change in self.changes if change.time <= self.time]
        if changes[-1].time == self.time:  # two changes at one time are one
            last = changes.pop()
            parameters = last.parameters if parameters is None else parameters
        self.changes = [*changes, Change(self.time, self.rules, parameters)]

    def copy(self) -> "Run":
        """A run that goes its own way from here. 从此刻起独立训练的副本。"""
        other = copy(self)
        other.network = self.network.with_parameters(self.network.parameters)
        other.total, other.optimizer, other.moments = self.total.copy(), deepcopy(self.optimizer), [*self.moments]
        return other
