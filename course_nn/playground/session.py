"""A session remembers what a student has done: which experiment runs, which one stands beside it, and the way back.

Values are a dict {name: value}, as the controls of the playground hold them. Some make an experiment what it is, and
begin a new one; the rules of training change it from now on; the others only choose what is looked at.
"""

import time
from typing import NamedTuple

import numpy as np

from course_nn.errors import BadInput
from course_nn.features import FEATURES
from course_nn.playground.experiment import Experiment, begin, from_link
from course_nn.playground.run import Rules
from course_nn.playground.saved_run import read_saved, written

STEPS, PAUSE = 200, 1.0  # that can be taken back; seconds that part two changes of the same control
LOOKS = {"epoch", "sample", "pace", "view", "show_test", "discretize", "layer", "to", "origin", "large", "saved"}


def structure(values):
    """What makes an experiment what it is, as the arguments of experiment.begin.
    决定一个实验的设置，即 experiment.begin 的参数。
    """
    layers = range(1, values["layers"] + 1)
    phi, own = {k: values[f"activation{k}"] for k in layers}, values["data"] == "own"
    return dict(
        data=values["data"],
        noise=0.0 if own else values["noise"] / 100,
        share=values["share"] / 100,
        seed=values["seed"],
        features=tuple(name for name in FEATURES if values[name]),
        hidden=tuple(values[f"units{k}"] for k in layers),
        activations=tuple(values["activation"] if phi[k] == "same" else phi[k] for k in layers),
        init=values["init"],
        loss=values["loss"],
        table=values["table"] if own else "",
    )


def rules_of(values):
    """The rules of training among the values.
    取值中的训练规则。
    """
    return Rules(**{name: values[name] for name in Rules._fields})


def connection(network, values):
    """The weight, or with origin 0 the bias, that the values layer, to and origin name; they count from 1.
    取值 layer、to、origin（从 1 数起）所指的权重；origin 为 0 时是偏置。
    """
    array, at = _place(network.weights, network.biases, values)
    return float(array[at])


def _place(weights, biases, values):
    """Where that is: an array, and the index in it."""
    layer, to, origin = values["layer"] - 1, values["to"] - 1, values["origin"]
    return (weights[layer], (to, origin - 1)) if origin else (biases[layer], to)


def _time(values, n):
    """In samples, where an epoch has n."""
    return values["epoch"] * n + min(values["sample"], n - 1)


class Past(NamedTuple):
    """All that a session was before a change, and which change it was.
    某次改动之前会话的全部状态，以及那次改动是什么。
    """

    experiment: Experiment
    values: dict
    beside: tuple | None
    change: tuple  # the names of what was changed, and the connection chosen; () for what stands for itself
    moment: float  # seconds


class Session:
    """The experiments of one playground.
    一个游乐场里的各个实验。

    check      : (name, value) -> the value that a control would hold; raises BadInput
    clock      : () -> seconds
    experiment : the one that the controls show
    beside     : None, or (experiment, values) that keeps step with it
    values     : as they were last, {} before the first
    reason     : None, or why it is less than the values asked for, a BadInput
    """

    def __init__(self, check, clock=time.monotonic):
        self.check, self.clock = check, clock
        self.experiment, self.beside, self.values, self.reason = None, None, {}, None
        self._past, self._refused = [], {}

    def go(self, values):
        """Bring the experiment to where the values want it; yields the share done, returns the values as they then are.
        让实验到达各取值所要求的状态；产出已完成的比例，返回届时的取值。

        A link or a saved run brings values of its own. A run that diverges stays where it was last finite, and
        reason says why.

        raises : BadInput for what cannot be read or does not go together; the experiment then stands where it was
        """
        refused = [name for name in self._refused if values[name] == self._refused[name]]
        values = values | {name: self.values.get(name, "") for name in refused}
        new = {name for name in ("link", "saved") if values[name].strip() and values[name] != self.values.get(name, "")}
        change = self._change(values, new)
        before = self._now(change) if change else None  # a copy is not made for every frame of Play
        try:
            values = yield from self._changed(values, new)
        except BadInput:
            self._refused |= {name: values[name] for name in new}  # it is not read again at the next change
            raise
        if before:
            self._remember(before)
        self.values = values
        yield from self._walk(values)
        self.values = self._within(values)
        return self.values

    def _changed(self, values, new):
        """Let the experiment be what the values say; returns them with what a link or a saved run has brought."""
        if "link" in new:
            self.experiment, own = from_link(values["link"])
            return values | own
        if "saved" in new:
            return (yield from self._load(values))
        if structure(values) != (self.values and structure(self.values)):
            self.experiment = begin(**structure(values), rules=rules_of(values))
            return values | {"link": ""}
        rules = {name: values[name] for name in Rules._fields if values[name] != self.values[name]}
        if rules:
            self.experiment.run.change(**rules)
        self._edit(values)
        return values

    def _walk(self, values):
        """Both experiments to the time wanted; one beside that diverges stays behind."""
        run, self.reason = self.experiment.run, None
        try:
            yield from run.go(_time(values, run.n))
        except BadInput as reason:
            self.reason = reason
        if self.beside:
            other = self.beside[0].run
            try:
                yield from other.go(run.time * other.n // run.n)
            except BadInput:
                pass
        elif values["view"] == "beside":
            self.reason = nothing_beside()

    def _within(self, values):
        """The values as the run has them: its time, its rules, and the chosen connection, kept inside the network."""
        run = self.experiment.run
        weights, (epoch, sample) = run.network.weights, divmod(run.time, run.n)
        layer = min(values["layer"], len(weights))
        units, inputs = weights[layer - 1].shape
        chosen = {"layer": layer, "to": min(values["to"], units), "origin": min(values["origin"], inputs)}
        weight = round(float(np.clip(connection(run.network, chosen), -10, 10)), 4)  # as far as its control goes
        rules = {name: rule for name, rule in run.rules._asdict().items() if self._can_show(name, rule)}
        return values | rules | chosen | {"weight": weight, "epoch": epoch, "sample": sample, "saved": ""}

    def _can_show(self, name, value):
        """Whether a control reaches that far; the rules of a link may lie beyond."""
        try:
            return self.check(name, value) == value
        except BadInput:
            return False

    def _edit(self, values):
        """The weight that the student has moved, if any."""
        same = all(values[name] == self.values[name] for name in ("layer", "to", "origin"))
        if not same or values["weight"] == self.values["weight"]:
            return
        network = self.experiment.run.network
        theta = network.parameters.copy()
        array, at = _place(*network.split(theta), values)
        array[at] = values["weight"]
        self.experiment.run.edit(theta)

    # ---- the way back --------------------------------------------------------------------------------

    def _now(self, change=()):
        beside = self.beside and (self.beside[0].copy(), self.beside[1])
        return Past(self.experiment.copy(), self.values, beside, change, self.clock())

    def _change(self, values, new):
        """What the values are about to change: names, and the connection chosen; () for nothing to take back."""
        if not self.values:
            return ()
        names = {name for name in values if name not in LOOKS and values[name] != self.values[name]} | new
        if values["epoch"] != self.values["epoch"]:
            names -= {"weight"}  # training has moved it
        return (tuple(sorted(names)), values["layer"], values["to"], values["origin"]) if names else ()

    def _remember(self, before):
        """Keep what was before a change; a slider on its way is one change."""
        last = self._past[-1] if self._past else None
        if last and last.change == before.change and before.moment - last.moment < PAUSE:
            self._past[-1] = last._replace(moment=before.moment)
        else:
            self._push(before)

    def _push(self, past):
        self._past = [*self._past[1 - STEPS :], past]

    def undo(self):
        """Take the last change back; returns the values from before it.
        撤销上一次改动；返回改动之前的取值。

        raises : BadInput if there is nothing to take back
        """
        if not self._past:
            raise BadInput("there is nothing to undo yet", "还没有可以撤销的操作")
        self.experiment, self.values, self.beside, *_ = self._past.pop()
        return self.values

    def forget(self):
        """Begin anew with the next values, whatever they are; even that can be taken back.
        无论下一组取值是什么都重新开始；这一步也能撤销。
        """
        self._push(self._now())
        self.values, self._refused = {}, {}

    # ---- two at once ---------------------------------------------------------------------------------

    def keep(self):
        """Put a copy of the experiment beside it.
        把当前实验的副本放在旁边。
        """
        self._push(self._now())
        self.beside = self.experiment.copy(), self.values

    def drop(self):
        """Take away the one beside.
        移去旁边的实验。
        """
        self._push(self._now())
        self.beside = None

    def swap(self):
        """Exchange the two; returns the values of the one that is now in the hand.
        交换两个实验；返回换到手边的那个实验的取值。

        raises : BadInput if there is only one
        """
        if not self.beside:
            raise nothing_beside()
        self._push(self._now())
        same = {name: self.values[name] for name in ("epoch", "sample", "view")}
        (self.experiment, values), self.beside = self.beside, (self.experiment, self.values)
        self.values = values | same
        return self.values

    # ---- taking it along -----------------------------------------------------------------------------

    def save(self):
        """The experiment as JSON: values, changes on the way, and the weights of this moment, exact to the last digit.
        以 JSON 保存实验：各取值、途中的更改，以及此刻的权重，精确到最后一位。
        """
        return written(self.values, self.experiment.run)

    def _load(self, now):
        """A saved run: walk its way again, and set the weights that it had in the end."""
        values, changes, parameters = read_saved(now["saved"])
        values = now | {"link": ""} | {name: self.check(name, value) for name, value in values.items()}
        values["saved"] = now["saved"]
        rules = changes[0].rules if changes else rules_of(values)
        experiment = from_link(values["link"])[0] if values["link"] else begin(**structure(values), rules=rules)
        run = experiment.run
        wanted = run.network.parameters.size
        for kept in (parameters, *(change.parameters for change in changes if change.parameters is not None)):
            if kept.size != wanted:
                raise BadInput(
                    f"the {kept.size} weights of this saved run do not fit its network of {wanted}; save it again",
                    f"所存的 {kept.size} 个参数与其网络的 {wanted} 个不符；请重新保存",
                )
        yield from run.replay(changes)
        yield from run.go(_time(values, run.n))
        if not np.array_equal(run.network.parameters, parameters):
            run.edit(parameters)
        self.experiment = experiment
        return values


def nothing_beside():
    """Why there is nothing to look at or to exchange: a BadInput. 为何无物可看、可换。"""
    return BadInput(
        "there is nothing beside yet: keep this experiment first, then change it",
        "旁边还没有实验：请先保留当前实验，再做改动",
    )
