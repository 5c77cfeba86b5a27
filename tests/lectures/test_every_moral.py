"""For each round of the core a setting can be handed in: every moral is measured, and holds where it was found."""

from importlib import import_module

import numpy as np
import pytest

from course_nn.common.outcomes import outcome
from course_nn.lectures import LECTURES, rounds_of
from course_nn.stage import DEMOS
from course_nn.stage.breaking import judged, told
from course_nn.stage.controls import Values
from course_nn.stage.work import finished

for lecture in LECTURES.values():
    import_module(lecture.home)
MORALS = {name: demo for name, demo in DEMOS.items() if demo.sceptic}
PLAIN = [name for name, demo in MORALS.items() if not demo.sceptic.changes]  # of the others the tests of claims ask
WITHOUT = {  # a game or a checklist has no sentence that a setting could break
    "backpropagation.edges": "one computes by hand, edge by edge",
    "practice.first_checks": "five checks, each with its own answer",
    "practice.clinic": "patients",
    "playground.playground": "everything can be set",
}
BROKEN = {  # what a student may hand in, and whether it breaks the moral
    "neurons.layer": ({"connected": 0}, True),
    "primer.valleys": ({"learning_rate": 0.6}, True),
    "practice.vanishing_gradient": ({"activation": "relu", "init": "he"}, True),
    "activations.gallery": ({"activation": "relu"}, True),
    "xor.one_unit": ({"b": -2.0}, False),
    "xor.softness": ({"k": 30.0}, True),
    "xor.perceptron_rule": ({"seed": 3, "gap": 0.2}, False),
    "deep_vs_shallow.linear_collapse": ({"relu": 1}, True),
    "deep_vs_shallow.sawtooth": ({"units": "2^L"}, True),
    "losses.objective": ({"lam": 0.0}, True),
    "losses.softmax": ({"a": 120.0}, True),
    "backpropagation.graph": ({"rule": "overwrite"}, True),
    "backpropagation.gradient_check": ({"method": "complex"}, True),
    "backpropagation.layers": ({"which": "w11"}, False),
    "gradient_descent.rate": ({"f": "log_cosh", "eta": 2.5, "x": 0.5}, True),
    "gradient_descent.valley": ({"kappa": 1000.0}, False),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_moral_holds_where_it_was_found(name):
    demo = MORALS[name]
    effect = demo.sceptic.size(finished(demo.result(demo.found())), demo.found())
    assert effect > 0 and outcome(effect, effect) == "stays"


@pytest.mark.parametrize("name", BROKEN)
def test_a_setting_that_is_handed_in_breaks_it_or_does_not(name):
    demo, (moved, breaks) = MORALS[name], BROKEN[name]
    effect = demo.sceptic.size(finished(demo.result(demo.found())), demo.found())
    found = finished(judged(demo, effect, Values(demo.found() | moved)))
    assert found.is_broken == breaks and found.moved == moved, found
    assert demo.sceptic.moral.en in told(found, demo).en


def test_each_round_of_the_core_has_a_moral_that_can_be_attacked():
    rounds = [(s, one) for s in LECTURES for one in rounds_of(s).values() if one.demo and not one.further]
    without = {f"{section}.{one.demo}" for section, one in rounds} - {*MORALS}
    assert without <= {*WITHOUT}


def test_a_moral_that_says_nothing_of_a_setting_is_nan_there_and_never_an_error():
    demo = MORALS["losses.margins"]
    right = Values(demo.start())
    assert np.isnan(demo.sceptic.size(finished(demo.result(right)), right))
