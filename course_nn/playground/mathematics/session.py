"""A session remembers what a student has done: which experiment runs, which one stands beside it, and the way back.

It is moved by settings. Another structure begins a new experiment, other rules train on from where it stands, and looks
only walk through its time.
"""

import time
from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.network import Network
from course_nn.playground.mathematics.experiment import Experiment, begin, from_link
from course_nn.playground.mathematics.run import Rules
from course_nn.playground.mathematics.saved_run import read_saved, written
from course_nn.playground.mathematics.settings import RANGES, Looks, Settings, Sources

STEPS = 200  # that can be taken back
PAUSE = 1.0  # seconds that part two changes of the same control
TOO_LARGE = 1e200  # for a network that is drawn beyond its samples, and trained on


def connection(network: Network, looks: Looks) -> float:
    """The weight, or with origin 0 the bias, that is chosen: layer, to and origin count from 1."""
    array, at = _place(network.weights, network.biases, looks)
    return float(array[at])


def _place(weights, biases, looks):
    """Where that is: an array, and the index in it."""
    layer, to = looks.layer - 1, looks.to - 1
    return (weights[layer], (to, looks.origin - 1)) if looks.origin else (biases[layer], to)


def _chosen(looks):
    return looks.layer, looks.to, looks.origin


def _can_be_shown(name, value):
    """Whether a control reaches that far; the rules of a link may lie beyond."""
    return name not in RANGES or value == RANGES[name].nearest(value)


class Past(NamedTuple):
    """All that a session was before a change, and which change it was."""

    experiment: Experiment
    settings: Settings
    beside: tuple | None
    change: tuple  # the names of what was changed, and the connection chosen; () for what stands for itself
    moment: float  # seconds


class Session:
    """The experiments of one playground.

    check      : (name, value) -> the value that a control would hold; raises BadInput
    clock      : () -> seconds
    experiment : the one that the controls show
    beside     : None, or (experiment, settings) that keeps step with it
    settings   : as they were last, None before the first
    reason     : None, or why it is less than the settings asked for, a BadInput
    """

    def __init__(self, check, clock=time.monotonic):
        self.check, self.clock = check, clock
        self.experiment = self.beside = self.settings = self.reason = None
        self._past, self._refused = [], {}  # _refused: texts that could not be read, {name: text}
        self._opened = None  # the settings that it was opened with

    def go(self, settings: Settings) -> Generator[float, None, Settings]:
        """Bring the experiment to where the settings want it; yields the share done, returns them as they then are.

        A link or a saved run brings settings of its own. A run that diverges stays where it was last finite, and
        reason says why.

        raises : BadInput for what cannot be read or does not go together; the experiment then stands where it was
        """
        settings = settings._replace(sources=self._without_refused(settings.sources))
        new = self._unread(settings.sources)
        change = self._change(settings, new)
        before = self._now(change) if change else None  # a copy is not made for every frame of Play
        try:
            settings = yield from self._changed(settings, new)
        except BadInput:
            self._refused |= {name: getattr(settings.sources, name) for name in new}
            raise
        if before:
            self._remember(before)
        earlier, self.settings = self.settings, settings
        yield from self._walk(settings.looks)
        self.settings = self._within(settings)
        if earlier and not self.reason:
            self.reason = self._not_there(earlier.looks, settings.looks)
        self._opened = self._opened or self.settings
        return self.settings

    def _known(self):
        return self.settings.sources if self.settings else Sources()

    def _without_refused(self, sources):
        """The sources as they were, where a text has been refused: it is not read again at the next change."""
        again = [name for name, text in self._refused.items() if text == getattr(sources, name)]
        return sources._replace(**{name: getattr(self._known(), name) for name in again})

    def _unread(self, sources):
        """The names of those texts that have not been read yet, link or saved."""
        texts = {name: getattr(sources, name) for name in ("link", "saved")}
        return {name for name, text in texts.items() if text.strip() and text != getattr(self._known(), name)}

    def _changed(self, settings, new):
        """Let the experiment be what the settings say; returns them with what a link or a saved run has brought."""
        if "link" in new:
            self.experiment, settings = from_link(settings.sources.link, settings)
            return settings
        if "saved" in new:
            return (yield from self._load(settings))
        wanted = settings.structure.arguments()
        if not self.settings or wanted != self.settings.structure.arguments():
            self.experiment = begin(**wanted, rules=settings.rules)
            return settings._replace(sources=settings.sources._replace(link=""))
        rules = {name: getattr(settings.rules, name) for name in settings.changed(self.settings) & {*Rules._fields}}
        if rules:
            self.experiment.run.change(**rules)
        self._edit(settings)
        return settings

    def _edit(self, settings):
        """Set the weight that the student has moved, if any."""
        before, weight = self.settings, settings.sources.weight
        if _chosen(settings.looks) != _chosen(before.looks) or weight == before.sources.weight:
            return
        network = self.experiment.run.network
        theta = network.parameters.copy()
        array, at = _place(*network.split(theta), settings.looks)
        array[at] = weight
        self.experiment.run.edit(theta)

    def _walk(self, looks):
        """Both experiments to the time wanted; one beside that diverges stays behind."""
        run, self.reason = self.experiment.run, None
        try:
            yield from run.go(looks.time(run.n))
        except BadInput as reason:
            self.reason = reason
        if self.beside:
            other = self.beside[0].run
            try:
                yield from other.go(run.time * other.n // run.n)
            except BadInput:
                pass
        elif looks.view == "beside":
            self.reason = nothing_beside()

    def _within(self, settings):
        """The settings as the run has them: its time, its rules, and the chosen connection, kept inside the network."""
        run = self.experiment.run
        weights, (epoch, sample) = run.network.weights, divmod(run.time, run.n)
        layer = min(settings.looks.layer, len(weights))
        units, inputs = weights[layer - 1].shape
        looks = settings.looks._replace(
            layer=layer,
            to=min(settings.looks.to, units),
            origin=min(settings.looks.origin, inputs),
            epoch=epoch,
            sample=sample,
        )
        weight = round(RANGES["weight"].nearest(connection(run.network, looks)), 3)
        rules = {name: rule for name, rule in run.rules._asdict().items() if _can_be_shown(name, rule)}
        return settings._replace(
            rules=settings.rules._replace(**rules),
            looks=looks,
            sources=settings.sources._replace(weight=weight, saved=""),
        )

    def _not_there(self, before, asked):
        """Why a place that was just asked for is not shown: a BadInput, or None if it is."""
        has, run = self.settings.looks, self.experiment.run
        units, inputs = run.network.weights[has.layer - 1].shape
        layers, layer, n = len(run.network.weights), has.layer, run.n
        refusals = {
            "layer": BadInput(f"the network has {layers} layers of weights", f"网络只有 {layers} 层权重"),
            "to": BadInput(f"layer {layer} has {units} units", f"第 {layer} 层只有 {units} 个单元"),
            "origin": BadInput(f"layer {layer} has {inputs} inputs", f"第 {layer} 层只有 {inputs} 个输入"),
            "sample": BadInput(f"an epoch has {n} samples, 0 to {n - 1}", f"每轮有 {n} 个样本，编号 0 到 {n - 1}"),
        }
        for name, refusal in refusals.items():
            if getattr(asked, name) not in (getattr(before, name), getattr(has, name)):
                return refusal
        return None

    # ---- the way back --------------------------------------------------------------------------------

    def _now(self, change=()):
        beside = self.beside and (self.beside[0].copy(), self.beside[1])
        return Past(self.experiment.copy(), self.settings, beside, change, self.clock())

    def _change(self, settings, new):
        """What the settings are about to change: names, and the connection chosen; () for nothing to take back."""
        if not self.settings:
            return ()
        names = settings.changed(self.settings) - {*Looks._fields, "saved"} | new
        if settings.looks.epoch != self.settings.looks.epoch:
            names -= {"weight"}  # training has moved it
        return (tuple(sorted(names)), _chosen(settings.looks)) if names else ()

    def _remember(self, before):
        """Keep what was before a change; a slider on its way is one change."""
        last = self._past[-1] if self._past else None
        if last and last.change == before.change and before.moment - last.moment < PAUSE:
            self._past[-1] = last._replace(moment=before.moment)
        else:
            self._push(before)

    def _push(self, past):
        self._past = [*self._past[1 - STEPS :], past]

    def undo(self) -> Settings:
        """Take the last change back; returns the settings from before it.

        raises : BadInput if there is nothing to take back
        """
        if not self._past:
            raise BadInput("there is nothing to undo yet", "还没有可以撤销的操作")
        past = self._past.pop()
        self.experiment, self.settings, self.beside = past.experiment, past.settings, past.beside
        return self.settings

    def forget(self) -> None:
        """Begin anew with the next settings, whatever they are; even that can be taken back."""
        if self.settings and self.settings != self._opened:
            self._push(self._now())
        self.settings, self._refused = None, {}

    # ---- two at once ---------------------------------------------------------------------------------

    def keep(self) -> None:
        """Put a copy of the experiment beside it."""
        self._push(self._now())
        self.beside = self.experiment.copy(), self.settings

    def drop(self) -> None:
        """Take away the one beside."""
        self._push(self._now())
        self.beside = None

    def swap(self) -> Settings:
        """Exchange the two; returns the settings of the one that is now in the hand.

        raises : BadInput if there is only one
        """
        if not self.beside:
            raise nothing_beside()
        self._push(self._now())
        now = self.settings.looks
        (self.experiment, settings), self.beside = self.beside, (self.experiment, self.settings)
        looks = settings.looks._replace(epoch=now.epoch, sample=now.sample, view=now.view)
        self.settings = settings._replace(looks=looks)
        return self.settings

    # ---- taking it along -----------------------------------------------------------------------------

    def save(self) -> str:
        """The experiment as JSON: values, changes on the way, and the weights of now, exact to the last digit."""
        return written(self.settings.values(), self.experiment.run)

    def _load(self, now):
        """A saved run: walk its way again, and set the weights that it had in the end."""
        values, changes, parameters = read_saved(now.sources.saved)
        checked = {name: self.check(name, value) for name, value in values.items()}
        settings = Settings.of(now.values() | {"link": ""} | checked)
        link, structure = settings.sources.link, settings.structure
        rules = changes[0].rules if changes else settings.rules
        experiment = from_link(link)[0] if link else begin(**structure.arguments(), rules=rules)
        run = experiment.run
        _refuse_what_does_not_fit(run, [parameters, *(change.parameters for change in changes)])
        yield from run.replay(changes)
        yield from run.go(settings.looks.time(run.n))
        if not np.array_equal(run.network.parameters, parameters):
            run.edit(parameters)
        _refuse_what_cannot_be_computed(experiment)
        self.experiment = experiment
        return settings._replace(sources=settings.sources._replace(saved=now.sources.saved))


def _refuse_what_does_not_fit(run, kept):
    """kept : parameters (P,) of a saved run, or None."""
    wanted = run.network.parameters.size
    for parameters in kept:
        if parameters is not None and parameters.size != wanted:
            raise BadInput(
                f"the {parameters.size} weights of this saved run do not fit its network of {wanted}; save it again",
                f"已保存的参数有 {parameters.size} 个，而网络需要 {wanted} 个；请重新保存",
            )


def _refuse_what_cannot_be_computed(experiment):
    run = experiment.run
    with np.errstate(all="ignore"):
        numbers = np.abs([*run.network.parameters, *run.losses(), *experiment.gradients()])
    if not numbers.max() < TOO_LARGE:  # never for nan
        raise BadInput(
            "with the weights of this saved run, loss and gradient are too large to be computed; "
            "save a run whose loss is a number",
            "按这份文件中的权重，损失和梯度大到无法计算；请保存一次损失有限的训练",
        )


def nothing_beside() -> BadInput:
    """Why there is nothing to look at or to exchange: a BadInput."""
    return BadInput(
        "there is nothing beside yet: press “Keep beside” first, then change something",
        "还没有对照实验：请先按“留作对照”，再做改动",
    )
