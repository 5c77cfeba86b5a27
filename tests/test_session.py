"""A session does what its values say, takes changes back, and can be saved and read again."""
import json

import numpy as np
import pytest

from course_nn.demos.playground import CONTROLS, checked
from course_nn.errors import BadInput
from course_nn.session import Session, read_saved, rules_of, structure

START = {name: control.start for name, control in CONTROLS.items()}


def session():
    return Session(checked)


def go(session, **values):
    """Change these values of the session, and walk to the end of the way."""
    way = session.go((session.values or START) | values)
    while True:
        try:
            next(way)
        except StopIteration as end:
            return end.value


def parameters(session):
    return session.experiment.run.network.parameters.copy()


def test_what_is_only_looked_at_changes_nothing():
    one = session()
    go(one, epoch=5)
    before, experiment = parameters(one), one.experiment
    go(one, view="hidden", show_test=True, discretize=True, layer=2, large=True, pace=5)
    assert one.experiment is experiment and np.array_equal(parameters(one), before)


@pytest.mark.parametrize("change", [
    {"seed": 1}, {"units1": 3}, {"x1_squared": True}, {"noise": 20}, {"activation": "relu"}, {"layers": 1},
    {"activation2": "sigmoid"}, {"init": "he"}, {"share": 70},
])  # fmt: skip
def test_what_makes_an_experiment_begins_a_new_one_at_the_same_epoch(change):
    one, fresh = session(), session()
    go(one, epoch=4)
    go(one, **change)
    go(fresh, epoch=4, **change)
    assert np.array_equal(parameters(one), parameters(fresh)) and one.experiment.run.time == 4 * one.experiment.run.n


def test_units_of_layers_that_are_not_there_change_nothing():
    assert structure(START) == structure(START | {"units6": 7, "activation6": "relu"})


def test_a_rule_counts_from_now_on():
    one, fresh = session(), session()
    go(one, epoch=4)
    go(one, learning_rate=0.3)
    go(one, epoch=8)
    go(fresh, epoch=8, learning_rate=0.3)
    assert not np.allclose(parameters(one), parameters(fresh))
    assert one.experiment.run.rules == rules_of(one.values)


@pytest.mark.parametrize("origin", [0, 2])
def test_a_weight_that_is_moved_is_the_networks_weight_and_only_that_one(origin):
    one = session()
    go(one, epoch=2, layer=2, to=1, origin=origin)
    before = parameters(one)
    values = go(one, weight=-2.5)
    network = one.experiment.run.network
    assert values["weight"] == -2.5 and (network.weights[1][0, 1] if origin else network.biases[1][0]) == -2.5
    assert np.sum(parameters(one) != before) == 1


def test_training_moves_the_weight_that_is_shown_and_that_is_no_edit():
    one, other = session(), session()
    shown = [go(one, epoch=epoch)["weight"] for epoch in range(5)]
    go(other, epoch=4)
    assert len(set(shown)) == 5 and np.array_equal(parameters(one), parameters(other))


def test_a_choice_outside_the_network_moves_to_its_edge():
    values = go(session(), layer=7, to=8, origin=8, sample=1080)
    assert [values[name] for name in ("layer", "to", "origin", "sample")] == [3, 1, 2, 249]


def test_undo_takes_back_change_by_change():
    one = session()
    go(one, epoch=6)
    start = parameters(one)
    for change in ({"learning_rate": 1.0}, {"units1": 2}, {"seed": 9}):
        go(one, **change)
        go(one, epoch=one.values["epoch"] + 2)
    for _ in range(3):
        go(one, **one.undo())
    assert np.array_equal(parameters(one), start) and one.values["epoch"] == 6 and one.values["learning_rate"] == 0.03
    with pytest.raises(BadInput, match="nothing to undo"):
        one.undo()


def test_a_slider_on_its_way_is_one_change():
    one = session()
    go(one)
    for seed in range(1, 6):
        go(one, seed=seed)
    assert one.undo()["seed"] == 0


def test_a_refused_change_leaves_everything_as_it_was():
    one = session()
    go(one, epoch=3)
    before, values = parameters(one), one.values
    with pytest.raises(BadInput, match="no data of your own"):
        go(one, data="own")
    assert one.values == values and np.array_equal(parameters(one), before)


def test_the_one_beside_keeps_step_and_its_own_settings():
    one = session()
    go(one, epoch=3)
    one.keep()
    go(one, learning_rate=0.3)
    go(one, epoch=7)
    other, fresh = one.beside[0].run, session()
    go(fresh, epoch=7)
    assert np.array_equal(other.network.parameters, parameters(fresh))
    assert not np.allclose(parameters(one), parameters(fresh))
    go(one, **one.swap())
    assert np.array_equal(parameters(one), parameters(fresh)) and one.values["learning_rate"] == 0.03
    one.drop()
    with pytest.raises(BadInput, match="nothing beside"):
        one.swap()


def test_one_beside_that_diverges_does_not_stop_the_other():
    one = session()
    go(one, data="plane", activation="linear", learning_rate=10.0)
    one.keep()
    go(one, learning_rate=0.01)
    go(one, epoch=9)
    assert one.experiment.run.time == 9 * one.experiment.run.n and one.beside[0].run.reason


def test_a_saved_run_comes_back_to_the_last_digit():
    one, again = session(), session()
    go(one, epoch=5, sample=13, data="spiral", optimizer="adam", dropout=0.2, activation="relu")
    go(one, weight=1.25)
    go(one, epoch=8)
    go(again, saved=one.save())
    assert np.array_equal(parameters(one), parameters(again)) and again.experiment.run.time == one.experiment.run.time
    assert all(again.values[name] == one.values[name] for name in one.values if name != "saved")


GOOD = {"course_nn": "playground", "values": {}, "parameters": [1.0]}


@pytest.mark.parametrize("text", [
    "", "nonsense", "[]", "7", "{}", "[" * 100_000, json.dumps(GOOD | {"parameters": ["a"]}),
    json.dumps(GOOD | {"parameters": [[1]]}), json.dumps(GOOD | {"parameters": [float("nan")]}),
    json.dumps(GOOD | {"course_nn": "another"}), json.dumps(GOOD | {"values": 3}),
])  # fmt: skip
def test_what_is_no_saved_run_is_refused(text):
    with pytest.raises(BadInput, match="not a saved run"):
        read_saved(text)


@pytest.mark.parametrize("values, said", [({}, "do not fit"), ({"units1": 99}, "units 1: expected"),
                                          ({"wrong": 1}, "unknown control")])  # fmt: skip
def test_a_saved_run_that_does_not_fit_is_refused(values, said):
    one = session()
    go(one, epoch=2)
    before = one.experiment
    with pytest.raises(BadInput, match=said):
        go(one, saved=json.dumps(GOOD | {"values": values}))
    assert one.experiment is before


def test_a_saved_run_of_a_link_comes_back_with_the_rules_it_had():
    one, again = session(), session()
    go(one, link="#dataset=xor&networkShape=3&seed=0.4&regularization=L1&regularizationRate=0.01", epoch=3)
    go(one, learning_rate=0.3)
    go(one, epoch=6)
    go(again, saved=one.save())
    assert np.array_equal(parameters(one), parameters(again)) and again.experiment.run.rules.learning_rate == 0.3
