"""A session does what its values say, takes changes back, and can be saved and read again."""

import json

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.playground.mathematics.saved_run import read_saved
from course_nn.playground.mathematics.session import Session
from course_nn.playground.mathematics.settings import START, Settings
from course_nn.playground.picture.controls import CONTROLS, checked


class Clock:
    """A student who takes ten seconds from change to change, or pulls a slider."""

    def __init__(self, seconds=10.0):
        self.now, self.seconds = 0.0, seconds

    def __call__(self):
        self.now += self.seconds
        return self.now


def session(seconds=10.0):
    return Session(checked, Clock(seconds))


def go(session, **values):
    """Change these values of the session, and walk to the end of the way."""
    return finished(session.go(Settings.of((session.settings or START).values() | values))).values()


def parameters(session):
    return session.experiment.run.network.parameters.copy()


def test_what_is_only_looked_at_changes_nothing():
    one = session()
    go(one, epoch=5)
    before, experiment = parameters(one), one.experiment
    go(one, view="hidden", show_test=True, discretize=True, layer=2, large="to", pace=5)
    assert one.experiment is experiment and np.array_equal(parameters(one), before)


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"hidden": "3, 2"},
        {"x1_squared": True},
        {"noise": 20},
        {"activation": "relu"},
        {"hidden": "4"},
        {"activation2": "sigmoid"},
        {"init": "he"},
        {"share": 70},
    ],
)
def test_what_makes_an_experiment_begins_a_new_one_at_the_same_epoch(change):
    one, fresh = session(), session()
    go(one, epoch=4)
    go(one, **change)
    go(fresh, epoch=4, **change)
    assert np.array_equal(parameters(one), parameters(fresh)) and one.experiment.run.time == 4 * one.experiment.run.n


def test_an_activation_of_a_layer_that_is_not_there_changes_nothing():
    other = Settings.of(START.values() | {"activation6": "relu"})
    assert START.structure != other.structure and START.structure.arguments() == other.structure.arguments()


def test_a_rule_counts_from_now_on():
    one, fresh = session(), session()
    go(one, epoch=4)
    go(one, learning_rate=0.3)
    go(one, epoch=8)
    go(fresh, epoch=8, learning_rate=0.3)
    assert not np.allclose(parameters(one), parameters(fresh))
    assert one.experiment.run.rules == one.settings.rules


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
    for change in ({"learning_rate": 1.0}, {"hidden": "2, 2"}, {"seed": 9}):
        go(one, **change)
        go(one, epoch=one.settings.looks.epoch + 2)
    for _ in range(3):
        go(one, **one.undo().values())
    assert np.array_equal(parameters(one), start)
    assert one.settings.looks.epoch == 6 and one.settings.rules.learning_rate == 0.03
    with pytest.raises(BadInput, match="nothing to undo"):
        one.undo()


def test_a_slider_on_its_way_is_one_change():
    one = session(seconds=0.05)
    go(one)
    for seed in range(1, 6):
        go(one, seed=seed)
    assert one.undo().structure.seed == 0


def test_two_changes_of_one_control_with_a_pause_between_are_two():
    one = session()
    go(one)
    for seed in (1, 2):
        go(one, seed=seed)
    assert one.undo().structure.seed == 1 and one.undo().structure.seed == 0


def test_two_weights_are_two_changes_however_fast():
    one = session(seconds=0.05)
    go(one)
    for origin in (1, 2):
        go(one, layer=1, to=1, origin=origin)
        go(one, weight=float(origin))
    go(one, **one.undo().values())
    assert one.experiment.run.network.weights[0][0, 0] == 1 and one.experiment.run.network.weights[0][0, 1] != 2


def test_to_begin_anew_forgets_edits_and_can_be_taken_back():
    one, fresh = session(), session()
    values = go(one, layer=1, to=2, origin=1)
    go(one, weight=5.0)
    edited = parameters(one)
    one.forget()
    finished(one.go(START))
    go(fresh)
    assert np.array_equal(parameters(one), parameters(fresh)) and values["weight"] != 5
    one.undo()
    assert np.array_equal(parameters(one), edited)


def test_to_begin_anew_twice_is_taken_back_at_once():
    one = session()
    go(one)
    go(one, epoch=3)
    one.forget()
    one.forget()
    assert one.undo().looks.epoch == 3


def test_undo_takes_back_an_exchange_and_brings_back_the_one_beside():
    one = session()
    go(one, epoch=2)
    one.keep()
    go(one, data="spiral")
    spiral = parameters(one)
    one.swap()
    go(one, **one.undo().values())
    assert np.array_equal(parameters(one), spiral) and one.beside[1].structure.data == "circle"
    one.drop()
    one.undo()
    assert one.beside


def test_after_a_way_back_the_rules_are_those_of_that_time():
    one = session()
    go(one, epoch=10)
    go(one, learning_rate=0.3, penalty="l2")
    go(one, epoch=20)
    early = go(one, epoch=5)
    assert (early["learning_rate"], early["penalty"]) == (0.03, "none")
    late = go(one, epoch=15)
    assert (late["learning_rate"], late["penalty"]) == (0.3, "l2")


def test_a_run_that_diverges_stays_where_it_was_finite_and_can_be_looked_at_and_saved():
    one, again = session(), session()
    go(one, data="plane", activation="linear", epoch=20)
    values = go(one, learning_rate=10.0, epoch=90)
    assert "diverged" in one.reason.en and 20 <= values["epoch"] < 90
    assert go(one, view="hidden")["view"] == "hidden"
    go(again, saved=one.save())
    assert np.array_equal(parameters(one), parameters(again)) and again.settings.looks.epoch == values["epoch"]
    go(one, learning_rate=0.01, epoch=values["epoch"] + 1)
    assert one.reason is None


def test_noise_is_not_added_to_data_of_ones_own():
    one = session()
    go(one, data="own", table="1,2,0\n3,4,1\n5,6,0\n7,8,1")
    experiment = one.experiment
    go(one, noise=20)
    assert one.experiment is experiment


def test_what_was_refused_is_not_read_again_when_something_else_is_changed():
    one = session()
    go(one)
    with pytest.raises(BadInput):
        go(one, link="#networkShape=9")
    values = go(one, link="#networkShape=9", epoch=3)
    assert values["epoch"] == 3 and values["link"] == ""


def test_a_refused_change_leaves_everything_as_it_was():
    one = session()
    go(one, epoch=3)
    before, values = parameters(one), one.settings
    with pytest.raises(BadInput, match="no data of your own"):
        go(one, data="own")
    assert one.settings == values and np.array_equal(parameters(one), before)


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
    go(one, **one.swap().values())
    assert np.array_equal(parameters(one), parameters(fresh)) and one.settings.rules.learning_rate == 0.03
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


def test_a_saved_run_has_the_past_and_the_future_that_it_had():
    one, again = session(), session()
    go(one, epoch=5, optimizer="adam", data="spiral")
    go(one, weight=2.0)
    go(one, epoch=9)
    go(one, learning_rate=0.1, optimizer="momentum")
    go(one, epoch=12)
    go(again, saved=one.save())
    for epoch in (12, 20, 7, 3):
        go(one, epoch=epoch)
        go(again, epoch=epoch)
        assert np.array_equal(parameters(one), parameters(again)), epoch


def test_a_run_without_a_new_structure_is_loaded_exactly_and_as_often_as_one_likes():
    one = session()
    go(one, epoch=20)
    end, text = parameters(one), one.save()
    for epoch in (30, 7):
        go(one, epoch=epoch)
        assert go(one, saved=text)["saved"] == "" and np.array_equal(parameters(one), end)
    one.undo()
    assert one.settings.looks.epoch == 7 and not np.array_equal(parameters(one), end)


def test_a_weight_beyond_the_reach_of_its_control_is_kept():
    one = session()
    go(one, data="own", table="1,2,0\n3,4,1\n5,6,0\n7,8,1", hidden="")
    run = one.experiment.run
    run.edit(np.array([45.2, 1.0, 0.0]))
    go(one, view="hidden")
    go(one, saved=one.save())
    assert one.settings.sources.weight == 10 and one.experiment.run.network.weights[0][0, 0] == 45.2


def test_a_saved_run_comes_back_to_the_last_digit():
    one, again = session(), session()
    go(one, epoch=5, sample=13, data="spiral", optimizer="adam", dropout=0.2, activation="relu")
    go(one, weight=1.25)
    go(one, epoch=8)
    go(again, saved=one.save())
    assert np.array_equal(parameters(one), parameters(again)) and again.experiment.run.time == one.experiment.run.time
    assert again.settings == one.settings


def test_a_saved_run_has_the_names_and_values_of_the_controls():
    one = session()
    values = go(one, hidden="3", activation1="relu", sin_x1=True, epoch=2)
    assert json.loads(one.save())["values"] == values and set(values) == set(CONTROLS)


GOOD = {"course_nn": "playground", "values": {}, "parameters": [1.0]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "7",
        "{}",
        "[" * 100_000,
        json.dumps(GOOD | {"parameters": ["a"]}),
        json.dumps(GOOD | {"parameters": [[1]]}),
        json.dumps(GOOD | {"parameters": [float("nan")]}),
        json.dumps(GOOD | {"course_nn": "another"}),
        json.dumps(GOOD | {"values": 3}),
        *(
            json.dumps(GOOD | {"changes": changes})
            for changes in (
                3,
                [3],
                [{}],
                [{"time": 0, "rules": {}}],
                [{"time": -1, "rules": {}, "parameters": None}],
                [{"time": 0, "rules": {"penalty": "l9"}, "parameters": None}],
                [{"time": 0, "rules": {"batch_size": 0}, "parameters": None}],
            )
        ),
    ],
)
def test_what_is_no_saved_run_is_refused(text):
    with pytest.raises(BadInput, match="not a saved run"):
        read_saved(text)


@pytest.mark.parametrize(
    "values, said",
    [({}, "do not fit"), ({"hidden": "99"}, "hidden units: expected"), ({"wrong": 1}, "unknown control")],
)
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


def test_a_session_that_was_only_opened_has_nothing_to_take_back():
    one = session()
    go(one)
    one.forget()
    go(one, epoch=3)
    with pytest.raises(BadInput, match="nothing to undo"):
        one.undo()


@pytest.mark.parametrize("large", [1e308, 1e300, -1e201])
@pytest.mark.parametrize("data", ["circle", "plane"])
def test_a_saved_run_that_no_network_can_compute_with_is_refused_before_anything_is_given_up(large, data):
    one = session()
    go(one, epoch=3, data=data)
    saved = json.loads(one.save())
    before, kept = one.experiment, parameters(one)
    saved["parameters"] = [large] * len(saved["parameters"])
    with pytest.raises(BadInput, match="too large to be computed"):
        go(one, saved=json.dumps(saved))
    assert one.experiment is before and np.array_equal(parameters(one), kept)
    assert go(one, epoch=4)["epoch"] == 4


def test_a_saved_run_that_is_edited_to_such_weights_on_its_way_is_refused_too():
    one = session()
    go(one, epoch=3)
    saved = json.loads(one.save())
    saved["changes"][0]["parameters"] = [1e308] * len(saved["parameters"])
    before = one.experiment
    with pytest.raises(BadInput):
        go(one, saved=json.dumps(saved))
    assert one.experiment is before


@pytest.mark.parametrize(
    "asked, has, said",
    [
        ({"layer": 6}, {"layer": 2}, "2 layers of weights"),
        ({"to": 5}, {"to": 4}, "layer 1 has 4 units"),
        ({"origin": 9}, {"origin": 2}, "layer 1 has 2 inputs"),
        ({"sample": 400}, {"sample": 249}, "250 samples, 0 to 249"),
    ],
)
def test_a_place_that_is_not_there_is_answered_with_what_is(asked, has, said):
    one = session()
    go(one, hidden="4", layer=1, to=1, origin=1)
    assert one.reason is None
    values = go(one, **asked)
    assert values.items() >= has.items() and said in one.reason.en
    go(one)
    assert one.reason is None


def test_a_chosen_unit_that_goes_with_its_layer_needs_no_excuse():
    one = session()
    go(one, hidden="4", layer=1, to=4)
    assert go(one, layer=2)["to"] == 1 and one.reason is None
    go(one, layer=1, to=4)
    assert go(one, hidden="2")["to"] == 2 and one.reason is None


def test_the_one_beside_keeps_step_in_epochs_though_its_epochs_are_of_another_length():
    one = session()
    go(one, epoch=3)
    one.keep()
    go(one, share=80)
    go(one, epoch=6)
    run, other = one.experiment.run, one.beside[0].run
    assert run.n != other.n and run.time == 6 * run.n and other.time == 6 * other.n


def test_an_exchange_leaves_the_time_and_the_view_as_they_are():
    one = session()
    go(one, epoch=3)
    one.keep()
    go(one, epoch=7, sample=2, view="beside")
    looks = one.swap().looks
    assert (looks.epoch, looks.sample, looks.view) == (7, 2, "beside")


def test_after_beginning_anew_the_same_wrong_link_is_refused_again():
    one = session()
    go(one)
    for _ in range(2):
        with pytest.raises(BadInput):
            go(one, link="#networkShape=9")
        one.forget()
