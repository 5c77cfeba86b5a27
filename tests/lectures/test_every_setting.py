"""What a question asks about is what its picture shows: once an answer is locked it stands at the setting asked about.

The setting is read from the words of the question, by the labels of the controls: an option that it names ("ReLU"), a
letter with its value ("λ = 0.5"), a count of what is counted ("eight layers"). What it says in other words is in MEANT.
Where the question changes something ("You raise b"), the picture may be there once the first task is done.
"""

import re

import pytest
from lectures.test_every_task import ROUNDS
from lectures.test_every_veil import ASKED
from offenders import expect_none

from course_nn.notebook.exercises import demo_of, prediction
from course_nn.stage import sceptic
from course_nn.stage.controls import Choice, Slider, in_both

WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
COUNTS = {word: k for k, word in enumerate(WORDS)} | {"thirty": 30, "forty": 40, "sixty": 60}
COUNT = rf"\b({'|'.join(COUNTS)}|\d[\d,]*)\b"
NUMBER = r"(−?\d[\d,.]*\d|−?\d)"
UP = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
SHORTEST = 3  # letters of an option that is not found by chance
MEANT = {  # what only a reader can tell
    "activations-9": {"depth": 8, "best_activation": "relu", "best_setting": ("small", 0.1)},
    "xor-2": {"w11": 1.0, "w12": 1.0, "b1": -0.5, "w21": 1.0, "w22": 1.0, "b2": -1.5},
    "xor-4": {"width": 3},
    "xor-5": {"data": "XOR"},
    "deep_vs_shallow-2": {"unit": "relu", "N": 50, "way": "spread"},
    "deep_vs_shallow-4": {"N": 8},
    "deep_vs_shallow-5": {"L": 10},
    "deep_vs_shallow-6": {"layers": 1, "width": 3},
    "deep_vs_shallow-7": {"start": "spread", "depth": 1},
    "feature_learning-3": {"data": "circle", "activation": "relu", "epoch": 0, "layer": 1},
    "gradient_descent-8": {"offset": 1e-12},
    "primer-3": {"batch": 1, "epoch": 1},
    "practice-1": {"fault": "none", "inputs": "centred"},
    "practice-3": {"norm": "batch", "shortcut": "yes", "epoch": 15},
    "practice-4": {"mode": "train", "size": 1},
    "practice-layers": {"depth": 20, "activation": "relu", "init": "glorot"},
    "regularization-1": {"model": "network", "averaged": 10},
    "everybody-3": {"dx": 5},
    "everybody-7": {"reader": "two", "length": 10},
    "backpropagation-4": {"rule": "overwrite"},
}
OTHER = {  # what the words of a control say of something else
    ("activations-1", "beside"): "the curve beside the one that is asked about",
    ("activations-9", "worst_activation"): "a bet of the reader",
    ("backpropagation-8", "eps"): "ε = 10⁻⁵ is where the line stands",
    ("deep_vs_shallow-4", "d"): "what two inputs take is told; asked are all numbers of inputs",
    ("deep_vs_shallow-10", "train"): "what is beside that which is asked about",
    ("feature_learning-3", "biases"): "the weights are random, their biases 0",
    ("feature_learning-6", "of"): "the templates beside the curves, which stand there for all",
    ("losses-3", "mode"): "the network has learned σ(x)",
    ("regularization-9", "data"): "of two settings one",
    ("xor-4", "width"): "two units are told of, three asked",
    ("xor-gates", "h1"): "“and” is a word of the sentence",
    ("xor-gates", "h2"): "“and” is a word of the sentence",
    ("xor-gates", "y"): "“and” is a word of the sentence",
}
COUNTED = "layers", "hidden units", "units", "epochs", "inputs", "bits", "parameters", "cells a side", "samples", "keys"


def number(text):
    """As a question writes it: "thirty", "1,200", "10⁻¹²", "½"."""
    return float(COUNTS.get(text.lower(), text.replace(",", "").translate(UP)))


def named_options(control, text):
    """The values of a choice that a question names by their words."""
    for value in control.options:
        words = in_both(control.says(value)).en
        if len(re.sub(r"[\W\d_]", "", words)) >= SHORTEST and re.search(
            rf"\b{re.escape(words)}(?:s|es)?\b", text, re.I
        ):
            yield value


def named_numbers(control, text):
    """The numbers that a question gives a control: behind its letter, or in front of what it counts."""
    label = in_both(control.label).en
    symbol = label.rpartition(" ")[2]
    if len(symbol) <= 2:
        yield from map(number, re.findall(rf"{re.escape(symbol)} = {NUMBER}", text))
    for noun in COUNTED:
        if label == noun or label.startswith(f"{noun} "):
            yield from map(number, re.findall(rf"{COUNT} (?:\w+ )?{noun}\b", text, re.I))


def named(control, text):
    """What a question says of a control."""
    if isinstance(control, Choice):
        found = [*named_options(control, text)]
        said = {value: in_both(control.says(value)).en for value in control.options}
        numbers = {number(text): value for value, text in said.items() if re.fullmatch(NUMBER, text)}
        return found + [numbers[one] for one in named_numbers(control, text) if one in numbers]
    return [*named_numbers(control, text)] if isinstance(control, Slider) else []


def after_the_lock(key):
    """The values once an answer is locked, and those once the first task is done."""
    (_, demo), (ways, name) = demo_of(key), ROUNDS[key]
    locked = demo.start() | demo.checked(ways.OPENED.get(name, {})) | demo.checked(demo.shown_of(key))
    first = next(iter(ways.DONE_BY.get(name, ())), None) or []
    done = dict(locked)
    for move in first if first != "sceptic" else []:
        done |= demo.checked(move)
    return locked, done


def elsewhere(key):
    """(control, what the question says of it, where it stands) of each that stands at something else."""
    _, demo = demo_of(key)
    text, (locked, done) = prediction(key).ask.en, after_the_lock(key)
    may_move = re.search(r"\b[Yy]ou\b", text)
    for name, control in demo.controls.items():
        wanted = named(control, text) if name != sceptic.NAME and (key, name) not in OTHER else []
        stands = [locked[name], *([done[name]] if may_move else [])]
        if wanted and not any(one in wanted for one in stands):
            yield f"{name}: {wanted}, not {stands[0]}"


@pytest.mark.parametrize("key", [key for key in ASKED if key in ROUNDS])
def test_once_an_answer_is_locked_the_picture_stands_at_the_setting_that_the_question_names(key):
    expect_none(f"{key}: {prediction(key).ask.en} {one}" for one in elsewhere(key))


@pytest.mark.parametrize("key", MEANT)
def test_once_an_answer_is_locked_the_picture_stands_at_what_the_question_means(key):
    locked, _ = after_the_lock(key)
    assert {name: locked[name] for name in MEANT[key]} == MEANT[key]


def test_no_exception_stands_that_is_not_needed(monkeypatch):
    excepted = {*OTHER}
    monkeypatch.setitem(globals(), "OTHER", {})
    found = {(key, one.partition(":")[0]) for key, _ in excepted for one in elsewhere(key)}
    assert found == excepted
