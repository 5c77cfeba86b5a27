"""All that can be set in the playground, each once: what an experiment is, how it is trained, what is looked at.

The page has a control for every setting and holds the values in a dict, {name: value}. Settings.of sorts them into four
kinds; .values() makes them a dict again. A family of controls, such as one for each layer, is a tuple here.
"""

import re
from typing import NamedTuple

from course_nn.common.errors import BadInput
from course_nn.common.texts import unified
from course_nn.features import FEATURES
from course_nn.playground.mathematics.run import Rules
from course_nn.playground.mathematics.tables import LINES


class Range(NamedTuple):
    """From the lowest number to the highest."""

    low: float
    high: float

    def nearest(self, value: float) -> float:
        """The number of the range that is nearest to a value."""
        return min(max(value, self.low), self.high)


RANGES = {  # of the settings that are numbers; whole numbers, where both ends are written so
    "noise": Range(0, 50),
    "share": Range(10, 90),
    "seed": Range(0, 999),
    "learning_rate": Range(1e-5, 10.0),
    "batch_size": Range(1, 500),
    "rate": Range(1e-4, 10.0),
    "dropout": Range(0.0, 0.9),
    "epoch": Range(0, 1_000_000),
    "sample": Range(0, LINES * 9 // 10),
    "layer": Range(1, 7),
    "to": Range(1, 8),
    "origin": Range(0, 8),
    "weight": Range(-10.0, 10.0),
}
LAYERS = range(1, 7)  # hidden ones; there may be none
UNITS = range(1, 9)  # of a hidden layer
ACTIVATIONS = [f"activation{k}" for k in LAYERS]


def read_hidden(text: str) -> tuple:
    """The units of each hidden layer, from a text such as "4, 2"; none from an empty one.

    raises : BadInput for what are no numbers, or more than the picture can show
    """
    parts = re.split("[,;、]", unified(text)) if text.strip() else []
    units = [int(part) if re.fullmatch(r"\s*\d{1,3}\s*", part) else 0 for part in parts]
    if len(units) > len(LAYERS) or not all(n in UNITS for n in units):
        raise BadInput(
            f"hidden units: expected up to {len(LAYERS)} numbers from 1 to {UNITS[-1]}, one for each layer, "
            f"got “{text[:40]}”. Try 4, 2.",
            f"隐藏层单元数：每层写一个 1 到 {UNITS[-1]} 的整数，至多 {len(LAYERS)} 层，"
            f"收到“{text[:40]}”。可以试试 4, 2。",
        )
    return tuple(units)


def write_hidden(units: tuple) -> str:
    """The text from which they are read."""
    return ", ".join(map(str, units))


class Structure(NamedTuple):
    """What an experiment is: another value begins a new one."""

    data: str = "circle"  # a made data set, or "own", which is read from table
    table: str = ""
    noise: int = 0  # %
    share: int = 50  # % of the samples are trained on
    seed: int = 0
    features: tuple = ("x1", "x2")  # names in FEATURES; a control for each that there is
    hidden: tuple = (4, 2)  # units of each hidden layer
    activation: str = "tanh"
    activations: tuple = ("same",) * len(LAYERS)  # of each hidden layer; "same" as activation
    init: str = "glorot"
    loss: str = "best"

    def arguments(self) -> dict:
        """As experiment.begin takes it, without what changes nothing, such as φ of a layer that is not there."""
        own = self.data == "own"
        activations = [self.activation if phi == "same" else phi for phi in self.activations[: len(self.hidden)]]
        return dict(
            data=self.data,
            noise=0.0 if own else self.noise / 100,
            share=self.share / 100,
            seed=self.seed,
            features=self.features,
            hidden=self.hidden,
            activations=tuple(activations),
            init=self.init,
            loss=self.loss,
            table=self.table if own else "",
        )


class Looks(NamedTuple):
    """What is looked at, and when: the experiment stays what it is."""

    epoch: int = 0
    sample: int = 0  # of the epoch
    pace: int = 5  # epochs a frame: one costs a tenth of its pictures
    view: str = "network"
    show_test: bool = False
    discretize: bool = False
    layer: int = 1  # the chosen connection leads to a unit of this layer,
    to: int = 1  # to this one,
    origin: int = 1  # from this unit of the layer before; 0 is the bias
    large: str = "answer"
    add: str = "nothing"  # what a click into the large map adds to the data: a sample of "class 0" or "class 1"

    def time(self, n: int) -> int:
        """In samples, where an epoch has n."""
        return self.epoch * n + min(self.sample, n - 1)


class Sources(NamedTuple):
    """Where weights come from that training here has not made."""

    weight: float = 0.0  # of the chosen connection, set by hand
    link: str = ""  # to TensorFlow Playground
    saved: str = ""  # run, as JSON


class Settings(NamedTuple):
    """Every setting of the playground; it starts with these."""

    structure: Structure = Structure()
    rules: Rules = Rules(rate=0.003)  # of training: another value counts from now on
    looks: Looks = Looks()
    sources: Sources = Sources()

    @classmethod
    def of(cls, values: dict) -> "Settings":
        """The settings that the controls hold, {name: value}."""
        families = {
            "features": tuple(name for name in FEATURES if values[name]),
            "hidden": read_hidden(values["hidden"]),
            "activations": tuple(values[name] for name in ACTIVATIONS),
        }
        known = values | families

        def filled(kind):
            return kind(*(known[name] for name in kind._fields))

        return cls(filled(Structure), filled(Rules), filled(Looks), filled(Sources))

    def values(self) -> dict:
        """As the controls hold them, {name: value}."""
        values = {name: value for kind in self for name, value in kind._asdict().items()}
        features, activations = (values.pop(family) for family in ("features", "activations"))
        values |= {name: name in features for name in FEATURES} | dict(zip(ACTIVATIONS, activations))
        return values | {"hidden": write_hidden(values["hidden"])}

    def changed(self, other: "Settings") -> set:
        """The names of the controls whose values differ."""
        values, others = self.values(), other.values()
        return {name for name in values if values[name] != others[name]}


START = Settings()
