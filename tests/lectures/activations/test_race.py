"""The lecture: ReLU converges for example 6 times faster than sigmoid or tanh. What real digits say."""

from dataclasses import replace
from functools import cache

import numpy as np
from computed import Pure, computed
from hand import Hand
from lectures.test_every_task import demo_of
from lectures.test_every_veil import results, seen

from course_nn.activations import ACTIVATIONS, sigmoid
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.activations import learning_speed
from course_nn.lectures.activations.learning_speed import (
    RATES,
    SIZES,
    Setting,
    best_rate,
    evaluations,
    pixels,
    race_at,
    start,
    tune,
)
from course_nn.training import arrivals

demo = Pure("activations.race")
MANY = SIZES["quick"]._replace(tuning=4, racing=16)


def run(layers, bias=0, target=0.05, tuned=True, optimizer="gradient_descent"):
    return computed(demo, layers=layers, bias=bias, target=target, tuned=tuned, optimizer=optimizer, size="quick")


def updates(phi, target=0.05, **change):
    """As the race counts them, of each seed, at the rate that the tuning seeds choose; the last update for never."""
    setting = Setting(phi, **dict(layers=1, size=MANY) | change)
    rate = best_rate(setting, target, finished(tune.__wrapped__(setting)))
    came = arrivals(target, finished(race_at.__wrapped__(setting, rate)), evaluations(setting.size.updates))
    return np.nan_to_num(came, nan=setting.size.updates)


remembered = cache(updates)


def times_faster(phi, other, measure=remembered, **change):
    """How many times as many updates the other needs, as a power of two: the mean over the seeds."""
    return np.mean(np.log2(measure(other, **change) / measure(phi, **change)))


ADAM, HIGH, DEEP, RAW = dict(optimizer="adam"), dict(bias=5), dict(layers=3), dict(raw=True)


def test_relu_is_far_from_six_times_as_fast_as_tanh_whatever_a_sceptic_changes(becomes):
    def short_of_six(**change):
        return np.log2(6) - times_faster("relu", "tanh", **change)

    assert short_of_six() > np.log2(6)  # tanh is ahead
    assert short_of_six(**ADAM | HIGH) > np.log2(6) > short_of_six(**HIGH)  # and with Adam from high biases too
    changes = dict(deep=DEEP, adam=ADAM, error=dict(target=0.02), bias=HIGH, both=ADAM | HIGH, raw=RAW)
    becomes(**{key: outcome(short_of_six(), short_of_six(**change)) for key, change in changes.items()})


def test_tanh_needs_fewer_updates_than_relu_until_a_sceptic_saturates_it_or_takes_adam_and_many_units(
    becomes, monkeypatch
):
    def lead(**change):
        return times_faster("tanh", "relu", **DEEP | change)

    assert lead() > 0.7
    changes = dict(error=dict(target=0.02), adam=ADAM | dict(layers=1), bias=HIGH | dict(layers=1))
    changes |= dict(wide=ADAM | dict(layers=1, width=128))
    left = {key: lead(**change) for key, change in changes.items()}
    monkeypatch.setattr(learning_speed, "INITS", {"relu": "he", "tanh": "he"})
    left["he"] = lead(measure=updates)
    becomes(**{key: outcome(lead(), changed) for key, changed in left.items()})


def test_while_its_question_waits_only_the_race_of_relu_is_seen():
    key = "activations-8"
    values, (opened, *_) = results(key)
    runs = {name: getattr(opened, name) for name in ("errors", "arrivals", "tuning")}
    other = opened._replace(**{name: run | {"tanh": run["sigmoid"]} for name, run in runs.items()})
    veil = demo_of(key).veil_of(key)
    (bare, veiled), (opened_bare, opened_veiled) = (seen(key, one, values, veil) for one in (other, opened))
    assert bare != opened_bare and veiled == opened_veiled


def test_raw_pixels_cost_every_activation_more_updates_and_tanh_still_needs_fewer_than_relu():
    for layers in (1, 3):
        for phi in ("tanh", "relu"):
            centred, raw = (np.median(remembered(phi, layers=layers, **change)) for change in ({}, RAW))
            assert raw > 1.5 * centred
        assert times_faster("tanh", "relu", layers=layers, **RAW) > 0.1
    X, y = pixels(300, raw=True)
    assert X.min() == 0 and X.max() == 16 and np.array_equal(y, pixels(300)[1])


def with_hidden_weights_four_times_as_large(setting, seeds):
    network = start(setting, seeds)
    for W in network.weights[:-1]:
        W *= 4 if setting.phi == "sigmoid" else 1
    return network


def test_sigmoid_is_slower_than_relu_whatever_a_sceptic_changes_and_the_more_so_the_deeper(becomes, monkeypatch):
    def behind(**change):
        return times_faster("relu", "sigmoid", **change)

    shallow = run(1).ratios["sigmoid"], run(3).ratios["sigmoid"]
    assert behind() > 0.5 and 2 * np.median(shallow[0]) < np.median(shallow[1])
    changes = dict(adam=ADAM, error=dict(target=0.02), bias=HIGH)
    left = {key: behind(**change) for key, change in changes.items()}
    monkeypatch.setattr(learning_speed, "start", with_hidden_weights_four_times_as_large)
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", replace(ACTIVATIONS["sigmoid"], f=lambda z: sigmoid(z) - 0.5))
    left["half"] = behind(measure=updates)
    becomes(**{key: outcome(behind(), changed) for key, changed in left.items()})


def test_with_weights_four_times_as_large_depth_costs_the_sigmoid_far_less(monkeypatch):
    small = np.median(run(3).ratios["sigmoid"])
    monkeypatch.setattr(learning_speed, "start", with_hidden_weights_four_times_as_large)
    assert 2 ** (1 + times_faster("relu", "sigmoid", updates, **DEEP)) < small


def test_leaky_relu_takes_as_long_as_relu_whatever_a_sceptic_changes(becomes):
    """1, less the powers of two by which they are apart."""

    def alike(**change):
        return 1 - abs(times_faster("leaky_relu", "relu", **change))

    assert alike() > 0.6
    changes = dict(deep=DEEP, adam=ADAM, bias=HIGH)
    becomes(**{key: outcome(alike(), alike(**change)) for key, change in changes.items()})


def test_the_tuned_rate_is_the_best_of_the_grid_and_not_at_its_edge():
    for layers in (1, 3):
        result = run(layers)
        for phi, (rates, updates) in result.tuning.items():
            best = np.nanmin(updates)
            assert updates[rates == result.rates[phi]] == best
            assert rates[0] < result.rates[phi] < rates[-1]


def test_with_tuned_rates_tanh_needs_fewer_updates_than_relu_in_the_picture_too():
    """In the median of its seeds, whatever the error to be reached; on none is it twice as slow."""
    for layers in (1, 3):
        for target in demo.TARGETS:
            ratios = run(layers, target=target).ratios["tanh"]
            assert np.median(ratios) < 1 and ratios.max() < 2
    assert run(3).ratios["tanh"].max() < 1


def test_from_high_biases_tanh_is_slower_than_relu_on_every_seed_and_from_0_it_is_not():
    """Each has a rate of its own, inside the grid."""
    high, usual, rates = run(1, 5), run(1), RATES["gradient_descent"]
    assert high.ratios["tanh"].min() > 1 and np.median(usual.ratios["tanh"]) < 1 < np.median(high.ratios["tanh"]) / 1.5
    assert all(rates[0] < high.rates[phi] < rates[-1] for phi in ("relu", "tanh"))


def test_from_high_biases_tanh_is_saturated_and_relu_is_not_and_from_low_ones_every_relu_is_dead():
    X, slopes = pixels(300)[0], {}
    for phi in ("relu", "tanh"):
        for bias in (5, -5):
            network = start(Setting(phi, 1, SIZES["quick"], bias), [0])
            slopes[phi, bias] = ACTIVATIONS[phi].df(network.forward(X).z[0])
    assert np.all(slopes["relu", 5] == 1) and np.all(slopes["relu", -5] == 0)
    assert slopes["tanh", 5].max() < 0.05


def test_a_press_on_one_of_the_pale_lines_chooses_the_error_to_be_reached():
    picture = demo.race()
    for k, target in enumerate(demo.TARGETS):
        Hand(picture, 0, item=k).press()
        assert picture.values["target"] == target
    picture.close()


def test_with_three_layers_the_first_biases_do_nothing():
    assert run(3, 5).bias == 0 and run(3, 5).errors["relu"] is run(3).errors["relu"]


def test_one_rate_for_all_favours_the_one_it_suits():
    """At 0.1, three hidden layers of sigmoids never arrive; at a rate of their own all of them do."""
    assert np.isnan(run(3, tuned=False).arrivals["sigmoid"]).all()
    assert np.isfinite(run(3).arrivals["sigmoid"]).all()


def test_seeds_that_race_are_not_those_that_tuned_and_there_are_ten_or_more():
    assert all(size.racing >= 10 for size in SIZES.values())
    result = run(1)
    assert all(len(arrivals) == SIZES["quick"].racing for arrivals in result.arrivals.values())
    assert len({errors[0].tobytes() for errors in result.errors.values()}) == 4


def test_ratios_are_taken_seed_by_seed_and_the_challenge_reads_them():
    result = run(1)
    np.testing.assert_allclose(result.ratios["tanh"] * result.arrivals["relu"], result.arrivals["tanh"])
    assert demo.judge(result) == "open" and demo.judge(run(3)) == "solved"


def test_a_race_of_deep_networks_is_drawn_with_those_that_never_arrive():
    picture = demo.race()
    picture.set(layers=3, tuned=False)
    assert np.array_equal(np.array(picture.frame.pixels), picture.frame.whole())
    assert "ReLU" in picture.readout.en and "次" in picture.readout.zh and "nan" not in picture.readout.en
