"""A link to TensorFlow Playground holds all its settings behind the #, as key=value&key=value.

The program takes what it cannot read for its default and says nothing; here the bad part is named.
"""

import re
from math import inf, nan
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.common.texts import as_text

PAGE = "playground.tensorflow.org"
LONGEST = 20_000  # characters of a link
INPUTS = {  # key -> name in the course, in the order in which the program feeds them in; cosX and cosY change nothing
    "x": "x1",
    "y": "x2",
    "xSquared": "x1_squared",
    "ySquared": "x2_squared",
    "xTimesY": "x1_x2",
    "sinX": "sin_x1",
    "sinY": "sin_x2",
}
SURFACES = {"reg-plane": "plane", "reg-gauss": "hills"}  # key -> name in the course


class State(NamedTuple):
    """The settings in a link, named and ordered as there; the defaults are the program's.

    seed   : any text; None lets the run choose five random digits, as the program does
    noise  : 0–80; percTrainData : 1–99 % of the samples
    networkShape : units of each hidden layer; the page's buttons stop at 6 layers of 8, a link may ask for more
    hidden : names of the controls that the link hides (its keys that end in _hide)
    showTestData, discretize, hideText, collectStats, tutorial concern the page and not the run
    """

    activation: str = "tanh"
    regularization: str = "none"
    batchSize: int = 10
    dataset: str = "circle"
    regDataset: str = "reg-plane"
    learningRate: float = 0.03
    regularizationRate: float = 0
    noise: float = 0
    networkShape: tuple = (4, 2)
    seed: str | None = None
    showTestData: bool = False
    discretize: bool = False
    percTrainData: float = 50
    x: bool = True
    y: bool = True
    xTimesY: bool = False
    xSquared: bool = False
    ySquared: bool = False
    cosX: bool = False
    sinX: bool = False
    cosY: bool = False
    sinY: bool = False
    collectStats: bool = False
    tutorial: str | None = None
    problem: str = "classification"
    initZero: bool = False
    hideText: bool = False
    hidden: tuple = ()

    @property
    def features(self) -> tuple:
        """The inputs of the network, as the course names them."""
        return tuple(name for key, name in INPUTS.items() if getattr(self, key) and key not in self.hidden)

    @property
    def data(self) -> str:
        """The kind of data, as the course names it."""
        return self.dataset if self.problem == "classification" else SURFACES[self.regDataset]


def read(url: str) -> State:
    """The State in a link: a whole address, or what follows its #; line breaks and percent encoding do no harm.

    Where a key is missing or empty the program's default stands; of a key that comes twice, the last counts.

    raises : BadInput that names the key and the value, where the program would go on in silence with something else
    """
    settings, hidden = {}, []
    for key, text in _pairs(url).items():
        if key.endswith("_hide"):
            hidden += [key.removesuffix("_hide")] if text == "true" else []
        else:
            lookup({known: None for known in State._fields[:-1]}, key, "key", "键")
            if text or key == "networkShape":  # an empty networkShape is no hidden layer
                settings[key] = _value(key, text)
    return State(**settings, hidden=tuple(hidden))


def link(state: State) -> str:
    """The link that the program itself would write for these settings."""
    written = {k: v for k, v in state._asdict().items() if v is not None and (k, v) != ("regularization", "none")}
    hidden = [f"{name}_hide=true" for name in written.pop("hidden")]
    return f"https://{PAGE}/#" + "&".join([f"{key}={_text(value)}" for key, value in written.items()] + hidden)


def _pairs(url):
    """key -> text, in the order of the link."""
    if not isinstance(url, str):
        raise BadInput(
            f"a link is a text such as “#dataset=xor&networkShape=4”, got {url!r:.40}; paste one in quotes",
            f"链接应为文本，例如“#dataset=xor&networkShape=4”，收到 {url!r:.40}；请加引号粘贴",
        )
    url = as_text("".join(url.split()), LONGEST)  # a link has no spaces; a mail that wraps it has
    if "=" not in url:
        url = _decoded(url)  # a whole link in percent encoding
    bare_page = PAGE in url and "=" not in url
    page, _, settings = url.partition("#") if "#" in url or bare_page else ("", "", url)
    if not settings and PAGE not in page:
        raise BadInput(
            f"this holds no settings: paste a link such as https://{PAGE}/#dataset=xor&networkShape=4&seed=0.35097",
            f"这里没有任何设置；请粘贴类似 https://{PAGE}/#dataset=xor&networkShape=4&seed=0.35097 的链接",
        )
    pairs = [(part + "=").split("=")[:2] for part in settings.split("&") if part]
    return {_decoded(key): _encoded(text) if key == "seed" else _decoded(text) for key, text in pairs}


def _decoded(text):
    return re.sub("%([0-9a-fA-F]{2})", lambda code: chr(int(code[1], 16)), text)


def _encoded(seed):
    """The program takes the seed as it stands in the address bar, where a browser encodes these characters."""
    return re.sub('[^!-~]|["<>`]', lambda c: "".join(f"%{byte:02X}" for byte in c[0].encode()), seed)


CHOICES = {
    "activation": ("relu", "tanh", "sigmoid", "linear"),
    "regularization": ("none", "L1", "L2"),
    "dataset": ("circle", "xor", "gauss", "spiral"),
    "regDataset": tuple(SURFACES),
    "problem": ("classification", "regression"),
}
NUMBERS = {  # key -> may it be v?, and the same in words
    "batchSize": (lambda v: v >= 1 and v % 1 == 0, "a whole number from 1 up", "不小于 1 的整数"),
    "percTrainData": (lambda v: 1 <= v <= 99, "a number from 1 to 99", "1 到 99 之间的数"),
    "noise": (lambda v: -inf < v < inf, "a number from 0 to 80", "0 到 80 之间的数"),
    "learningRate": (lambda v: 0 <= v < inf, "a number from 0 up", "不小于 0 的数"),
    "regularizationRate": (lambda v: 0 <= v < inf, "a number from 0 up", "不小于 0 的数"),
}


def _value(key, text):
    """The value of a setting, or a BadInput that says what the setting may be."""
    if key in CHOICES:
        return lookup({choice: choice for choice in CHOICES[key]}, text, key, f" {key}")
    if key in NUMBERS:
        return _number(key, text)
    if key == "networkShape":
        units = text.split(",") if text else []
        _demand(
            all(re.fullmatch("[1-9][0-9]{0,2}", u) for u in units),
            key,
            text,
            "the number of units of each hidden layer, 1 to 999, such as 4,2, or empty",
            "各隐藏层的单元数（1 到 999，如 4,2），或留空",
        )
        return tuple(int(u) for u in units)
    if isinstance(State._field_defaults[key], bool):
        _demand(text in ("true", "false"), key, text, "true or false", " true 或 false")
        return text == "true"
    return text


def _number(key, text):
    allowed, en, zh = NUMBERS[key]
    try:
        value = float(text) if text.isascii() and "_" not in text else nan  # 1_0 is 10 in Python alone
    except ValueError:
        value = nan
    _demand(allowed(value), key, text, en, zh)
    if key == "noise":  # outside of its range the program puts another
        value = 50 if value > 80 else max(value, 0)
    return int(value) if value % 1 == 0 else value


def _demand(allowed, key, text, en, zh):
    if not allowed:
        raise BadInput(
            f"the link says {key}={text}, but {key} must be {en}", f"链接中写着 {key}={text}，但 {key} 应为{zh}"
        )


def _text(value):
    """A value as JavaScript writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else np.format_float_positional(float(value), trim="-")
