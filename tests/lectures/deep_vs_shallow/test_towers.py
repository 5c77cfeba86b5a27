"""Towers from walls: on the controls of the demo."""

from functools import partial

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.expressions import read
from course_nn.lectures.deep_vs_shallow.approximation import deviation, fit_last_layer, towers_of
from course_nn.lectures.deep_vs_shallow.targets import SIDE, SQUARE, TOWERS, on_square

module = Pure("deep_vs_shallow.towers")

HILL, SADDLE, DISC, CHECKERS = module.OTHERS
result = partial(computed, module)


@pytest.mark.parametrize("text", [module.WAVES, HILL, SADDLE])
def test_twice_as_many_towers_a_side_halve_the_error_of_a_continuous_function_with_four_times_the_second_layer(text):
    few, many = (result(f=text, unit="step", N=N) for N in (4, 8))
    assert few.built.units == (16, 16) and many.built.units == (32, 64)
    assert 0.45 < many.deviation.rms / few.deviation.rms < 0.55 and many.deviation.max < 0.6 * few.deviation.max


def test_a_threshold_between_1_and_2_makes_towers_and_below_1_pluses_that_pile_up():
    towers, pluses = result(unit="step", t=1.5), result(unit="step", t=0.5)
    tower, plus, walls = towers.built.tower, pluses.built.tower, towers.built.walls
    assert np.array_equal(tower, walls == 2) and np.array_equal(plus, walls >= 1)
    assert np.isclose(tower.mean(), 1 / 25, atol=0.01) and np.isclose(plus.mean(), 9 / 25, atol=0.03)
    assert pluses.deviation.rms > 20 * towers.deviation.rms
    assert not result(unit="step", t=2.0).built.outputs.any() and result(unit="step", t=-0.5).built.tower.all()


def test_a_small_gain_lets_single_walls_leak_through_and_every_tower_adds_its_leak():
    soft, firm = result(g=4.0, k=500.0), result(g=40.0, k=500.0)
    assert np.isclose(soft.built.levels[1], 1 / (1 + np.exp(2))) and firm.built.levels[1] < 1e-8
    assert soft.deviation.rms > 2 * firm.deviation.rms


def test_the_tower_under_the_probe_is_the_one_that_is_shown():
    for x1, x2 in ((0.0, 0.0), (0.99, 0.3), (1.0, 1.0)):
        shown = result(unit="step", x1=x1, x2=x2)
        row, column = (min(int(x * SIDE), SIDE - 1) for x in (x2, x1))
        assert shown.built.tower[row, column] == 1


def test_with_soft_flanks_more_towers_make_it_worse_for_where_four_meet_there_is_a_hole():
    errors = [result(N=N, k=100.0).deviation.rms for N in (6, 7, 8)]
    assert errors == sorted(errors)
    steep = [result(N=N, k=500.0).deviation.rms for N in (6, 7, 8)]
    assert steep == sorted(steep, reverse=True) and steep[-1] < 0.6 * errors[-1]


@pytest.mark.parametrize("text", [module.WAVES, HILL, SADDLE])
def test_the_challenge_needs_many_towers_steep_flanks_and_the_right_threshold(text):
    good = dict(f=text, N=8, k=500.0, g=12.0)
    others = {}, {"N": 4}, {"k": 50.0}, {"t": 1.0}, {"unit": "step"}
    states = [module.judge(result(**good | other)) for other in others]
    assert states[0] == "solved" and "solved" not in states[1:] and states[3:] == ["open", "open"]


def test_the_challenge_is_almost_solved_on_the_way():
    assert module.judge(result(N=7, k=200.0)) == "almost"


@pytest.mark.parametrize("N", [5, 8])
@pytest.mark.parametrize("text", [module.WAVES, HILL])
def test_the_points_of_the_picture_measure_the_error_as_ten_times_as_many_do(text, N):
    f, side = read(text, ("x1", "x2")), (np.arange(211) + 0.5) / 211
    network = towers_of(f, N, "sigmoid", 200.0, 30.0)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    fine = deviation(network(points)[:, 0], f(*points.T))
    assert np.isclose(result(f=text, N=N, k=200.0, g=30.0).deviation.rms, fine.rms, rtol=0.1)


def test_a_disc_has_an_edge_where_no_number_of_towers_helps():
    assert result(f=DISC, unit="step", N=8).deviation.max == 1.0


@pytest.mark.parametrize("unit", module.UNITS)
def test_the_curve_goes_through_the_error_of_every_n(unit):
    for N in TOWERS:
        shown = result(unit=unit, N=N)
        curve = shown.curves[list(module.UNITS).index(unit)]
        assert np.isclose(curve[N - 1], shown.deviation.rms / shown.spread, rtol=1e-4)


@pytest.mark.parametrize("text", [module.WAVES, HILL, SADDLE])
def test_the_error_of_steps_falls_with_every_n_and_that_of_steep_flanks_with_every_second(text):
    steps, sigmoids, relus = result(f=text, k=500.0, t=1.0).curves
    assert np.all(np.diff(steps[1:]) < 0) and np.all(relus[2:] < relus[:-2])
    assert np.all(np.diff(result(f=text, k=500.0).curves[1][1::2]) < 0) and sigmoids[-1] > 1


def test_walls_of_relus_take_twice_the_units_and_their_towers_only_close_ranks_at_threshold_1():
    exact, high, low = (result(unit="relu", k=500.0, t=t) for t in (1.0, 1.5, 0.5))
    assert exact.built.units == (40, 25) and result().built.units == (20, 25)
    assert np.allclose(exact.built.levels, [0, 0, 1]) and np.allclose(high.built.levels, [0, 0, 1])
    assert np.allclose(low.built.levels, [0, 1 / 3, 1])
    assert exact.deviation.rms < high.deviation.rms < low.deviation.rms
    assert not result(unit="relu", t=2.0).built.outputs.any()


@pytest.mark.parametrize("unit", module.UNITS)
def test_h_stretches_the_tower_under_the_probe_and_no_other(unit):
    plain, tall, pit = (result(unit=unit, h=h) for h in (1.0, 1.5, -1.0))
    assert np.allclose(tall.built.tower, 1.5 * plain.built.tower) and np.allclose(pit.built.tower, -plain.built.tower)
    middle = result(unit=unit, x1=0.3, x2=0.5)  # of its cell
    assert np.isclose(middle.built.height, on_square(module.WAVES).f(0.3, 0.5))
    assert np.allclose(
        tall.built.outputs - plain.built.outputs, 0.5 * plain.built.height * plain.built.tower, atol=1e-5
    )
    assert min(tall.deviation.rms, pit.deviation.rms) > plain.deviation.rms


def test_the_top_of_the_tower_is_pulled_to_its_height_the_threshold_up_and_down_and_the_circle_to_another_n():
    demo = module.towers()
    circle, threshold, top = range(3)
    Hand(demo, top).press().pull(0, 20)
    assert demo.values["h"] < 0.5 and np.isclose(demo.result.built.tower.max(), demo.values["h"], atol=0.01)
    Hand(demo, threshold).press().pull(0, 30)
    assert demo.values["t"] < 1
    Hand(demo, circle).press().pull(30, 0)
    assert demo.values["N"] in (6, 7)
    demo.close()


def test_without_a_tower_its_top_cannot_be_pulled():
    demo = module.towers(unit="step", t=2.0)
    Hand(demo, 2).press().pull(0, -40)
    assert demo.values["h"] == 1
    demo.close()


@pytest.mark.parametrize("way", ["zero", pytest.param("spread", marks=pytest.mark.thorough)])
def test_two_inputs_training_beats_towers_on_waves_from_either_start_with_as_many_units(way):
    waves = result(way=way)
    assert waves.trained_deviation.rms < waves.deviation.rms / 3
    assert waves.built.units == towers_of(on_square(module.WAVES).f, 5, "sigmoid").sizes[1:3]


def times_nearer(text=module.WAVES, hidden=45, unit="sigmoid", **more):
    """How many times nearer one layer of random units is than towers of 45 units, as a logarithm: median of 5."""
    f, wanted, _ = on_square(text)
    outputs = fit_last_layer(f, hidden, unit, runs=5, inputs=2)(SQUARE)[..., 0]
    errors = [deviation(row.reshape(SIDE, SIDE), wanted).rms for row in outputs]
    return np.log(result(f=text, **more).deviation.rms / np.median(errors))


def test_one_hidden_layer_of_random_units_follows_waves_more_closely_than_towers_of_as_many_units(becomes):
    assert sum(result().built.units) == 45
    effect = times_nearer()
    changed = dict(
        hill=times_nearer(HILL),
        saddle=times_nearer(SADDLE),
        relu=times_nearer(unit="relu"),
        fewer=times_nearer(hidden=22),
        checkers=times_nearer(CHECKERS, hidden=28 + 49, N=7, k=500.0),
    )
    becomes(**{key: outcome(effect, left) for key, left in changed.items()})


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["zero", "spread"])
def test_sigmoids_learn_nothing_of_the_checkers_in_500_epochs_and_relus_a_part(way):
    shape = dict(f=CHECKERS, N=7, k=500.0, way=way)
    sigmoids, relus = result(**shape), result(unit="relu", t=1.0, **shape)
    assert sigmoids.trained_deviation.rms > 0.98 * sigmoids.spread and relus.trained_deviation.rms < 0.85 * relus.spread
    assert sigmoids.deviation.rms < 0.15 * sigmoids.spread


def test_random_units_do_not_see_the_checkers():
    last = result(f=CHECKERS, N=7, k=500.0, way="last")
    assert last.deviation.rms < 0.15 * last.spread and last.trained_deviation.rms > 0.9 * last.spread


def test_checkers_take_as_many_towers_as_they_have_squares():
    steps = result(f=CHECKERS, unit="step").curves[0]
    assert steps[6] < 1e-6 and np.delete(steps, 6).min() > 0.9
    assert module.judge(result(f=CHECKERS)) == "open"


def test_steps_are_not_trained():
    steps = result(unit="step", way="zero")
    assert np.isnan(steps.learned).all() and "slope 0" in module.readout(steps).en


def test_the_trained_map_comes_and_goes_as_a_full_redraw_would_draw_it():
    demo = module.towers()
    for values in ({"N": 2, "way": "last"}, {"unit": "step"}, {"unit": "relu", "x1": 1.0, "x2": 0.0}, {"f": "0.3"}):
        demo.set(**values)
        partly = np.array(demo.frame.pixels)
        assert np.array_equal(partly, demo.frame.whole()), values
    demo.close()


def test_of_a_constant_there_is_no_share():
    constant = result(f="0.3")
    assert "spread" not in module.readout(constant).en and module.judge(constant) == "open"
