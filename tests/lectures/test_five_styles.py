"""How many of a program's fifty digits, ten in five styles, each lecture's network reads; `pytest -s` prints the table.

They stand in for hands, and one sheet of each says little: 5 in 50 more or less are within what such a number can tell.
"""

from importlib import import_module

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.handwriting import as_digit
from course_nn.lectures.everybody.digit_places import MIDDLE, READERS, laid, taught
from course_nn.lectures.neurons.demos.one_digit.digit_units import fired, learned_weights
from course_nn.lectures.own_network.demos.read_with.picture import worked_reader
from course_nn.lectures.practice.demos.first_checks.checked_runs import Setting, as_input, trained
from course_nn.lectures.regularization.demos.other_hands.hands import networks
from course_nn.lectures.xor.demos.one_against_nine.rounds import as_inputs, learned, with_a_one
from course_nn.reader import reader
from course_nn.scripted_hands import WAYS, drawn

X = np.array([as_digit(drawn(digit, way)) for digit in range(10) for way in range(WAYS)])
Y = np.repeat(np.arange(10), WAYS)
OTHERS_TOO = "fires for its own digit and for no other: mean over ten units"


def one_neuron():
    """For each of the ten units, how many of the fifty it answers rightly by firing or not."""
    right = []
    for digit in range(10):
        w = learned_weights(digit)
        right.append(((X @ w + fired(w, digit, 95, "new").b > 0) == (Y == digit)).sum())
    return np.mean(right)


def rule_of_xor():
    right = []
    for digit in range(10):
        run = learned(digit, "squares", "1200")
        sums = with_a_one(as_inputs(X, "squares") - run.mean) @ run.weights[-1]
        right.append(((sums > 0) == (Y == digit)).sum())
    return np.mean(right)


def with_rate():
    found = finished(import_module("course_nn.lectures.gradient_descent.demos.learns_to_read.runs").run(0.3, "relu", 0))
    return found.networks.with_parameters(found.networks.parameters[-1])(X)


def other_hands():
    network, _ = finished(networks("digits", 24, 0, 40))
    return network(X)[0]


def examined():
    sound = Setting(inputs="centred", rate=0.3, last=0.01)
    return finished(trained(sound))[0](as_input(sound, X))


def at_places(name):
    return finished(taught(READERS[name])).network(laid(X.astype(np.float32), MIDDLE))


ANSWERS = {
    "00, 05, 06, 07: the network that ships": lambda: reader()(X),
    "08: η = 0.3, 20 epochs": with_rate,
    "09: 24 units, 40 epochs": other_hands,
    "10: five green lights": examined,
    "11: dense": lambda: at_places("small"),
    "11: convolution with the maximum": lambda: at_places("max"),
    "12: the worked network": lambda: worked_reader()(X),
}
ALONE = {"01: one neuron, learned weights": one_neuron, "03: one unit by the rule": rule_of_xor}


@pytest.mark.parametrize("name", ANSWERS)
def test_it_reads_most_of_ten_digits_in_five_styles_and_not_all(name):
    right = ANSWERS[name]().argmax(axis=-1) == Y
    print(f"\n{name}: {right.sum()} of {len(Y)}; by style {right.reshape(10, WAYS).sum(axis=0)}, misread {Y[~right]}")
    assert 36 <= right.sum() < len(Y)


@pytest.mark.parametrize("name", ALONE)
def test_a_single_unit_is_right_of_more_than_the_nine_in_ten_that_always_no_gets(name):
    right = ALONE[name]()
    print(f"\n{name}, {OTHERS_TOO}: {right:.1f} of {len(Y)}")
    assert right > 40
