"""A session remembers what a student has done: which experiment runs, which one stands beside it, and the way back.

Values are a dict {name: value}, as the controls of the playground hold them. Some make an experiment what it is, and
begin a new one; the rules of training change it from now on; the others only choose what is looked at.
"""
import json

import numpy as np

from course_nn.errors import BadInput
from course_nn.experiment import begin, from_link
from course_nn.features import FEATURES
from course_nn.run import Rules

STEPS = 200  # that can be taken back
LOOKS = {"epoch", "sample", "pace", "view", "show_test", "discretize", "layer", "to", "origin", "large", "saved"}


def structure(values):
    """What makes an experiment what it is, as the arguments of experiment.begin.
    决定一个实验的设置，即 experiment.begin 的参数。
    """
    layers = range(1, values["layers"] + 1)
    phi = {k: values[f"activation{k}"] for k in layers}
    return dict(
        data=values["data"], noise=values["noise"] / 100, share=values["share"] / 100, seed=values["seed"],
        features=tuple(name for name in FEATURES if values[name]), hidden=tuple(values[f"units{k}"] for k in layers),
        activations=tuple(values["activation"] if phi[k] == "same" else phi[k] for k in layers),
        init=values["init"], loss=values["loss"], table=values["table"] if values["data"] == "own" else "",
    )  # fmt: skip


def rules_of(values):
    """The rules of training among the values.
    取值中的训练规则。
    """
    return Rules(**{name: values[name] for name in Rules._fields})


class Session:
    """The experiments of one playground.
    一个游乐场里的各个实验。

    check      : (name, value) -> the value that a control would hold; raises BadInput
    experiment : the one that the controls show
    beside     : None, or (experiment, values) that keeps step with it
    values     : as they were last, {} before the first
    """

    def __init__(self, check):
        self.check, self.experiment, self.beside, self.values, self._past = check, None, None, {}, []

    def go(self, values):
        """Bring the experiment to where the values want it; yields the share done, returns the values as they then are.
        让实验到达各取值所要求的状态；产出已完成的比例，返回届时的取值。

        A link or a saved run brings values of its own.

        raises : BadInput; the experiment then stands where it was, or where a run that diverged was last finite
        """
        before = self.experiment and self.experiment.copy(), self.values
        link, saved = (values[name] if values[name] != self.values.get(name, "") else "" for name in ("link", "saved"))
        if link.strip():
            self.experiment, own = from_link(link)
            values = values | own
        elif saved.strip():
            values, parameters = self._read(saved, values)
            yield from self._begin(values, parameters)
        elif structure(values) != (self.values and structure(self.values)):
            self.experiment = begin(**structure(values), rules=rules_of(values))
            values = values | {"link": ""}
        elif rules_of(values) != rules_of(self.values):
            self.experiment.run.change(**rules_of(values)._asdict())
        self._edit(values)
        self._remember(*before, values)
        self.values = values
        yield from self._walk(values)
        self.values = self._within(values)
        return self.values

    def _begin(self, values, parameters):
        """A saved run: walk to its time, then set its weights, which may have been changed by hand on the way."""
        link, rules = values["link"], rules_of(values)
        experiment = from_link(link)[0] if link else begin(**structure(values), rules=rules)
        run = experiment.run
        if parameters.shape != run.network.parameters.shape:
            kept, wanted = parameters.size, run.network.parameters.size
            raise BadInput(f"the {kept} weights of this saved run do not fit its network of {wanted}; save it again",
                           f"所存的 {kept} 个参数与其网络的 {wanted} 个不符；请重新保存")  # fmt: skip
        self.experiment = experiment
        yield from run.go(self._time(values))
        if rules != run.rules:
            run.change(**rules._asdict())
        if not np.array_equal(run.network.parameters, parameters):
            run.edit(parameters)

    def _time(self, values):
        n = self.experiment.run.n
        return values["epoch"] * n + min(values["sample"], n - 1)

    def _walk(self, values):
        """Both experiments to the time wanted; one beside that diverges stays behind, and says so itself."""
        time, n = self._time(values), self.experiment.run.n
        yield from self.experiment.run.go(time)
        if self.beside:
            other = self.beside[0].run
            try:
                yield from other.go(time * other.n // n)
            except BadInput:
                pass

    def _within(self, values):
        """The chosen connection, kept inside the network, and its weight as training has moved it."""
        weights, biases = self.experiment.run.network.weights, self.experiment.run.network.biases
        l = min(values["layer"], len(weights)) - 1  # noqa: E741
        to, origin = min(values["to"], weights[l].shape[0]), min(values["origin"], weights[l].shape[1])
        weight = weights[l][to - 1, origin - 1] if origin else biases[l][to - 1]
        weight, sample = round(float(np.clip(weight, -10, 10)), 4), min(values["sample"], self.experiment.run.n - 1)
        return values | {"layer": l + 1, "to": to, "origin": origin, "weight": weight, "sample": sample}

    def _edit(self, values):
        """The weight that the student has moved, if any."""
        same = all(values[name] == self.values.get(name) for name in ("layer", "to", "origin"))
        if not same or values["weight"] == self.values["weight"] or structure(values) != structure(self.values):
            return
        network = self.experiment.run.network
        theta = network.parameters.copy()
        weights, biases = network.split(theta)
        l, to, origin = values["layer"] - 1, values["to"] - 1, values["origin"] - 1  # noqa: E741
        row = weights[l][to] if origin >= 0 else biases[l]
        row[origin if origin >= 0 else to] = values["weight"]
        self.experiment.run.edit(theta)

    # ---- the way back --------------------------------------------------------------------------------

    def _remember(self, experiment, before, now):
        """Keep what was before a change; a slider on its way is one change."""
        changed = {name for name in now if name not in LOOKS and now[name] != before.get(name)}
        if not self.values.get("epoch") == now["epoch"]:
            changed -= {"weight"}  # training has moved it
        if experiment and changed and not (self._past and self._past[-1][2] == changed):
            self._past = [*self._past[-STEPS:], (experiment, before, changed)]

    def undo(self):
        """Take the last change back; returns the values from before it.
        撤销上一次改动；返回改动之前的取值。

        raises : BadInput if there is nothing to take back
        """
        if not self._past:
            raise BadInput("there is nothing to undo yet", "还没有可以撤销的操作")
        self.experiment, self.values, _ = self._past.pop()
        return self.values

    # ---- two at once ---------------------------------------------------------------------------------

    def keep(self):
        """Put a copy of the experiment beside it.
        把当前实验的副本放在旁边。
        """
        self.beside = self.experiment.copy(), self.values

    def drop(self):
        """Take away the one beside.
        移去旁边的实验。
        """
        self.beside = None

    def swap(self):
        """Exchange the two; returns the values of the one that is now in the hand.
        交换两个实验；返回换到手边的那个实验的取值。

        raises : BadInput if there is only one
        """
        if not self.beside:
            raise BadInput("there is nothing beside yet: keep this experiment first, then change it",
                           "旁边还没有实验：请先把当前实验“留在旁边”，再做改动")  # fmt: skip
        time = {name: self.values[name] for name in ("epoch", "sample", "view")}
        (self.experiment, values), self.beside = self.beside, (self.experiment, self.values)
        self.values = values | time
        return self.values

    # ---- taking it along -----------------------------------------------------------------------------

    def save(self):
        """The experiment as JSON: the values, and the weights at this moment, exact to the last digit.
        以 JSON 保存实验：各取值与此刻的权重，精确到最后一位。
        """
        parameters = self.experiment.run.network.parameters.tolist()
        values = {name: value for name, value in self.values.items() if name != "saved"}
        return json.dumps({"course_nn": "playground", "values": values, "parameters": parameters}, indent=1)

    def _read(self, text, now):
        values, parameters = read_saved(text)
        known = {name: self.check(name, value) for name, value in values.items()}
        return now | {"link": ""} | known | {"saved": text}, parameters


def read_saved(text):
    """Values and weights of a run that Session.save has written.
    读出 Session.save 所存的取值与权重。

    returns: dict, (P,) finite float
    raises : BadInput if it is something else
    """
    try:
        saved = json.loads(text)
        values, parameters = dict(saved["values"]), np.array(saved["parameters"], float)
        if saved["course_nn"] != "playground" or parameters.ndim != 1 or not np.isfinite(parameters).all():
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(
            "this is not a saved run; paste the whole text of a file that the button “Save” has made",
            "这不是已保存的训练；请粘贴“保存”按钮所生成文件的全部内容",
        ) from None
    return values, parameters
