"""Every setting stands once, is of one kind, and has a control; every control has a setting."""

import numpy as np
import pytest

from course_nn import activations, network, optimizers, training
from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.playground.mathematics.experiment import GOES_WITH, MADE
from course_nn.playground.mathematics.export import FORMULAS
from course_nn.playground.mathematics.session import Session
from course_nn.playground.mathematics.settings import RANGES, START, Looks, Rules, Settings, Sources, Structure
from course_nn.playground.picture.controls import CONTROLS, DATA, LOSSES, METHODS, PENALTIES, PHI, STARTS, checked

FIELDS = [*Structure._fields, *Rules._fields, *Looks._fields, *Sources._fields]


def other(name):
    """A value of the control that is not its start; any text for a saved run, which is not read here."""
    if name == "epoch":
        return 2  # its highest takes long
    samples = CONTROLS[name].samples(np.random.default_rng(0))
    return next((value for value in reversed(samples) if value != CONTROLS[name].start), "saved")


def kinds(name):
    """The kinds of settings in which another value of that control makes a difference."""
    settings = Settings.of(START.values() | {name: other(name)})
    return [kind for kind in Settings._fields if getattr(settings, kind) != getattr(START, kind)]


def test_every_control_has_a_setting_and_every_setting_a_control():
    assert set(START.values()) == set(CONTROLS)


def test_a_setting_is_of_one_kind_alone():
    assert len(FIELDS) == len(set(FIELDS))
    assert all(len(kinds(name)) == 1 for name in CONTROLS)


@pytest.mark.parametrize("seed", range(5))
def test_settings_are_the_values_of_the_controls_and_the_reverse(seed):
    rng = np.random.default_rng(seed)
    values = {name: rng.permutation(np.array(control.samples(rng), object))[0] for name, control in CONTROLS.items()}
    assert Settings.of(values).values() == values


def test_the_controls_start_at_the_settings_and_take_them():
    for name, value in START.values().items():
        assert CONTROLS[name].start == value and checked(name, value) == value


def test_every_range_belongs_to_a_control():
    numbers = {name for name, control in CONTROLS.items() if hasattr(control, "low")}
    assert numbers == set(RANGES)


def test_the_page_offers_all_that_the_registries_have():
    assert set(DATA) == {*MADE, "own"} and set(LOSSES) == {*GOES_WITH, "best"}
    assert set(METHODS) == set(optimizers.OPTIMIZERS) and set(STARTS) == set(network.INITS)
    assert set(PENALTIES) == set(training.PENALTIES)
    assert set(PHI) == set(FORMULAS) <= set(activations.ACTIVATIONS)


DEEP = Settings.of(
    START.values() | {"hidden": "4, 2, 2, 2, 2, 2", "table": "1,2,0\n3,4,1\n5,6,0\n7,8,1"}
)  # every control is in use
OWN = DEEP._replace(structure=DEEP.structure._replace(data="own"))


def moved(name):
    """A session, its experiment before and after another value of that control."""
    session, settings = Session(checked), OWN if name == "table" else DEEP
    settings = finished(session.go(settings))
    before = session.experiment
    finished(session.go(Settings.of(settings.values() | {name: other(name)})))
    return session, before, session.experiment


@pytest.mark.parametrize("name", [name for name in CONTROLS if kinds(name) == ["structure"]])
def test_another_structure_begins_a_new_experiment(name):
    _, before, after = moved(name)
    assert after is not before


@pytest.mark.parametrize("name", Rules._fields)
def test_another_rule_counts_from_now_on_in_the_same_experiment(name):
    _, before, after = moved(name)
    assert after is before and getattr(after.run.rules, name) == other(name)


@pytest.mark.parametrize("name", Looks._fields)
def test_another_look_changes_nothing_and_there_is_nothing_to_undo(name):
    session, before, after = moved(name)
    assert after is before and len(after.run.changes) == 1
    with pytest.raises(BadInput, match="nothing to undo"):
        session.undo()


@pytest.mark.parametrize("name", ["weight", "link"])
def test_another_source_brings_other_weights(name):
    _, before, after = moved(name)
    assert after is not before or len(after.run.changes) == 1 and after.run.changes[0].parameters is not None
