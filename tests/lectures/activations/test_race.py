"""The lecture: ReLU converges for example 6 times faster than sigmoid or tanh. What real digits say."""

import numpy as np

from course_nn.lectures.activations.demos import race as demo

PICTURE = demo.race()


def run(layers, target=0.05, tuned=True):
    return PICTURE.compute(layers=layers, target=target, tuned=tuned, size="quick")


def test_the_tuned_rate_is_the_best_of_the_grid_and_not_at_its_edge():
    for layers in (1, 3):
        result = run(layers)
        for phi, (rates, epochs) in result.tuning.items():
            best = np.nanmin(epochs)
            assert epochs[rates == result.rates[phi]] == best
            assert rates[0] < result.rates[phi] < rates[-1]


def test_with_tuned_rates_no_seed_shows_tanh_six_times_slower_than_relu():
    for layers in (1, 3):
        for target in demo.TARGETS[:3]:
            assert np.nanmax(run(layers, target).ratios["tanh"]) < 3


def test_sigmoid_is_slower_than_relu_and_the_more_so_the_deeper():
    shallow, deep = (np.median(np.nan_to_num(run(layers).ratios["sigmoid"], nan=np.inf)) for layers in (1, 3))
    assert 1.3 < shallow and 2 * shallow < deep


def test_one_rate_for_all_favours_the_one_it_suits():
    """At 0.1, three hidden layers of sigmoids never arrive; at a rate of their own most of them do."""
    assert np.isnan(run(3, tuned=False).arrivals["sigmoid"]).all()
    assert np.isfinite(run(3, 0.25).arrivals["sigmoid"]).sum() >= 3


def test_seeds_that_race_are_not_those_that_tuned_and_the_big_run_has_ten_or_more():
    assert demo.SIZES["big"].racing >= 10
    result = run(1)
    assert all(len(arrivals) == demo.SIZES["quick"].racing for arrivals in result.arrivals.values())
    assert len({errors[0].tobytes() for errors in result.errors.values()}) == 3


def test_ratios_are_taken_seed_by_seed_and_the_challenge_reads_them():
    result = run(1)
    np.testing.assert_allclose(result.ratios["tanh"] * result.arrivals["relu"], result.arrivals["tanh"])
    assert demo.judge(result) == "open" and demo.judge(run(3, 0.25)) in ("almost", "solved")


def test_a_race_of_deep_networks_is_drawn_with_those_that_never_arrive():
    PICTURE.set(layers=3, tuned=False)
    assert np.array_equal(np.array(PICTURE.frame.pixels), PICTURE.frame.whole())
    assert "ReLU" in PICTURE.readout.en and "讲义" in PICTURE.readout.zh and "nan" not in PICTURE.readout.en
