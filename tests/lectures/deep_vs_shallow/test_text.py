"""Lecture 4, Deep vs. shallow: what its text states is what its demos compute."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.expressions import read
from course_nn.lectures.deep_vs_shallow.approximation import FINE, towers_of
from course_nn.lectures.deep_vs_shallow.capacity import on_spirals
from course_nn.lectures.deep_vs_shallow.demos.product.products import units
from course_nn.lectures.deep_vs_shallow.linear_regions import pieces, zaslavsky
from course_nn.lectures.deep_vs_shallow.linear_regions import sawtooth as sawtooth_network
from course_nn.lectures.deep_vs_shallow.questions import BIASES, WEIGHTS
from course_nn.lectures.deep_vs_shallow.targets import on_square
from course_nn.network import Network, parameter_count
from course_nn.notebook.exercises import questions_of

PREDICTIONS = questions_of("deep_vs_shallow")

NOTEBOOK = "04_deep_vs_shallow"
module, shown = lecture("deep_vs_shallow")
SEEDS = range(10)


def test_one_relu_parts_y_from_the_product_and_no_single_layer_fits(says):
    result = shown("linear_collapse", relu=1)
    says(NOTEBOOK, "deep_vs_shallow-1-explain", result.best)
    assert result.difference > result.best


def test_a_negative_stretch_mirrors_the_plane_and_none_or_a_single_unit_flattens_it_to_a_line():
    assert np.linalg.det(shown("linear_collapse", stretch1=-0.5).product) < 0
    assert shown("linear_collapse", stretch1=0.0).rank == shown("linear_collapse", units=1).rank == 1
    assert shown("linear_collapse", units=1).difference < 1e-12 < 0.1 < shown("linear_collapse", units=1, relu=1).best


def test_twice_as_many_steps_halve_the_error_and_hats_that_resolve_the_wiggles_quarter_it():
    steps, hats = ([shown("bumps", unit=unit, N=N).deviation.rms for N in (10, 20, 40)] for unit in ("step", "relu"))
    assert steps[0] / steps[1] == pytest.approx(2, rel=0.1) and steps[1] / steps[2] == pytest.approx(2, rel=0.1)
    assert steps[0] / steps[1] < hats[0] / hats[1] < hats[1] / hats[2] == pytest.approx(4, rel=0.1)


def test_fifty_sigmoid_bumps_have_a_best_steepness():
    errors = {k: shown("bumps", N=50, k=k).deviation.rms for k in (50.0, 100.0, 200.0, 400.0)}
    assert min(errors, key=errors.get) == 200
    assert errors[200.0] < errors[400.0] < shown("bumps", N=50, unit="step").deviation.rms


def test_bumps_of_sigmoids_keep_an_error_at_a_jump_that_one_step_follows_and_1_over_x_is_refused():
    *_, jump = module("bumps").TARGETS.values()
    few, many = (shown("bumps", f=jump, unit="sigmoid", N=N).deviation.max for N in (5, 50))
    assert min(few, many) > 0.25
    step = Network((1, 1, 1), "step", init="zeros")
    step.weights[0][:], step.biases[0][:], step.weights[1][:], step.biases[1][:] = 1.0, -0.414, 0.6, 0.2
    assert np.allclose(step(FINE)[:, 0], read(jump)(FINE[:, 0]))
    with pytest.raises(BadInput, match="x = 0"):
        shown("bumps", f="1/x")


def test_from_spread_bends_adam_stays_about_ten_times_as_far_away_as_the_hats_and_least_squares_is_as_near():
    spread, last = (shown("bumps", unit="relu", N=50, way=way) for way in ("spread", "last"))
    assert 7 * spread.deviation.rms < spread.trained_deviation.rms < 13 * spread.deviation.rms
    assert last.trained_deviation.rms < 1.1 * last.deviation.rms
    assert round(spread.deviation.rms, 3) == 0.003  # the question says so


def test_a_threshold_below_1_makes_25_pluses_that_pile_up_and_at_2_nothing_is_left():
    towers, pluses, none = (shown("towers", unit="step", t=t) for t in (1.5, 0.5, 2.0))
    assert pluses.deviation.rms > 20 * towers.deviation.rms
    assert not none.built.tower.any() and not none.built.outputs.any()


def test_half_the_error_costs_four_times_the_towers():
    few, many = (shown("towers", unit="step", N=N) for N in (4, 8))
    assert few.deviation.rms / many.deviation.rms == pytest.approx(2, rel=0.05)
    assert many.built.units[1] == 4 * few.built.units[1]


def test_where_four_towers_meet_there_is_a_hole_that_steeper_flanks_shrink_but_do_not_fill():
    errors = [shown("towers", N=N, k=k).deviation.rms for N, k in ((6, 100.0), (8, 100.0), (8, 500.0))]
    assert errors[2] < errors[0] < errors[1]
    f = on_square(module("towers").WAVES).f
    for k in (100.0, 500.0):
        assert towers_of(f, 8, "sigmoid", k, gain=12.0)([[0.5, 0.5]]) < 0.02 * f(0.5, 0.5)  # a corner of four cells


def test_walls_of_relus_take_four_units_and_at_t_1_neighbours_close_ranks():
    gaps, closed = (shown("towers", unit="relu", t=t) for t in (1.5, 1.0))
    assert closed.built.units[0] == 4 * 2 * closed.N and closed.deviation.rms < 0.6 * gaps.deviation.rms
    side = [[0.2, 0.3], [0.6, 0.5]]  # points where two cells meet
    f = on_square(module("towers").WAVES).f
    assert not towers_of(f, 5, "relu", 100.0, threshold=1.5)(side).any()
    assert np.all(towers_of(f, 5, "relu", 100.0, threshold=1.0)(side) > 0.1)


def test_waves_are_followed_by_one_layer_of_as_many_units_as_the_towers_have():
    one = shown("towers", way="last")
    assert sum(one.built.units) == 45 and 50 < one.deviation.rms / one.trained_deviation.rms < 110


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["zero", "spread"])
def test_checkers_are_built_and_not_learned_by_sigmoids_from_either_start(way):
    checkers = shown("towers", f=module("towers").OTHERS[-1], N=7, k=500.0, way=way)
    assert checkers.trained_deviation.rms > 0.98 * checkers.spread > 5 * checkers.deviation.rms


def test_towers_for_any_function_multiply_and_a_sum_of_ten_functions_takes_200_units():
    towers = {d: shown("curse", d=d).units.any_function[d - 1] - 2 * d * 10 for d in (2, 6, 10)}
    assert list(towers.values()) == [100, 10**6, 10**10] and shown("curse", d=10).units.total[9] == 200


def test_in_ten_dimensions_the_nearest_sample_is_far_away_and_knows_little_more_than_the_mean(says):
    start = shown("curse")
    says(NOTEBOOK, "deep_vs_shallow-4-explain", start.n)
    ones = [shown("curse", seed=seed) for seed in SEEDS]
    assert 0.4 < 2 * start.radius < 0.5 and abs(start.radius - np.mean([one.radius for one in ones])) < 0.02
    nearest, total = (np.mean([getattr(one.errors, name)[9] for one in ones]) for name in ("nearest", "total"))
    kernel = np.mean([one.kernel for one in ones])
    assert total < 0.03 < 0.2 < kernel < 0.4 < 0.85 < nearest < 1.1


def test_who_believes_in_the_wrong_structure_learns_only_the_part_that_fits_it():
    def left(target):
        return np.mean([shown("curse", target=target, seed=seed).errors.total[9] for seed in SEEDS[:3]])

    assert left("pairs") > 0.95 and 0.25 < left("slow") < 0.45


def test_forty_units_of_a_tree_do_what_one_layer_does_with_1024():
    told = PREDICTIONS["deep_vs_shallow-9"].because["1024"]
    assert units(10) == (1024, 40) and "40" in told.en and "40" in told.zh


def test_a_tent_goes_up_to_1_in_the_middle_and_back():
    x, y = pieces(sawtooth_network(1))
    assert x.tolist() == [0, 0.5, 1] and y[:, 0].tolist() == [0, 1, 0]


def test_ten_layers_of_two_units_make_1024_pieces_and_one_layer_of_20_is_hardly_better_than_a_constant():
    result = shown("sawtooth", L=10)
    assert sawtooth_network(10).parameters.size == parameter_count((1, result.units, 1)) == 61
    assert result.pieces[:, 9].tolist() == [1024, 20] and result.errors[0, 9] < 1e-12
    assert 0.98 * 12**-0.5 < result.errors[1, 9] < 12**-0.5  # that of the constant ½


def test_four_wide_layers_draw_the_teeth():
    """As the demo shows them; one layer beside them, and what changes that, are asserted with the claim."""
    assert np.median(shown("sawtooth", L=4, train="32").learned.errors) < 0.05


def test_with_half_the_teeth_one_layer_is_nearly_as_good():
    deep, one = (np.median(shown("sawtooth", L=3, train=train).learned.errors) for train in ("32", "32 one"))
    assert abs(deep - one) < 0.1


def test_folding_by_hand_pays_for_wide_layers_and_not_for_layers_of_two():
    folded = {size: shown("regions", weights="folded", layers=3, width=size).numbers for size in (8, 2)}
    assert folded[8].actual > 9 * folded[8].same_parameters and folded[2].actual < folded[2].same_parameters
    assert folded[8].same_units == zaslavsky(2, 24)


def test_ten_seeds_end_with_hardly_more_regions_than_they_began_with():
    start, end = (
        np.median([shown("regions", epoch=epoch, seed=seed).numbers[0] for seed in SEEDS]) for epoch in (0, 200)
    )
    assert end < 1.3 * start and shown("regions", epoch=200).accuracy == 1


def test_random_networks_of_ten_seeds_have_a_few_hundred_regions_before_and_after_training():
    counts = [shown("regions", seed=seed).curve[1] for seed in SEEDS]
    assert np.min(counts) > 100 and np.max(counts) < 1000


def test_ten_seeds_end_with_about_as_many_regions_as_one_layer_of_all_units_can_have():
    ends = [shown("regions", seed=seed).numbers[0] for seed in SEEDS]
    assert min(ends) < zaslavsky(2, 24) < max(ends)


@cache
def of_twenty(depth, start, activation="relu", budget=100, epochs=500):
    """The median accuracy of 20 runs of one depth on the held-out points."""
    return 1 - np.median(finished(on_spirals(depth, activation, budget, 20, 0.02, epochs, epochs, start)).test[-1])


def test_the_single_layer_catches_up_by_its_start_alone():
    assert 0.67 < of_twenty(1, "zero") < 0.73 and of_twenty(1, "spread") > of_twenty(2, "zero")


@pytest.mark.parametrize("change", [dict(start="spread"), dict(rate=0.1)])
def test_in_the_picture_too_random_first_biases_or_a_larger_rate_alone_take_the_lead_away(change):
    assert shown("budget", **change).lead < shown("budget").lead / 10


@pytest.mark.thorough
@pytest.mark.parametrize("start", ["zero", "spread"])
def test_medians_of_twenty_runs_of_five_depths_from_both_starts(start):
    shares = np.array([of_twenty(depth, start) for depth in range(1, 6)])
    assert np.argmax(shares) == (0 if start == "spread" else 1) and shares[4] < shares.max() - 0.1
    assert start == "spread" or min(shares[1:3]) > shares[0] + 0.15


@pytest.mark.thorough
def test_a_larger_budget_longer_training_and_tanh_leave_the_single_layer_in_front():
    assert of_twenty(1, "spread", budget=200) > of_twenty(2, "zero", budget=200) - 0.02
    assert of_twenty(1, "spread", epochs=2000) > of_twenty(1, "zero", epochs=2000) + 0.1
    assert min(of_twenty(1, start, "tanh") for start in ("zero", "spread")) > 0.965


def ends(width=16, **values):
    """The median test error after the last epoch."""
    return np.median(shown("overfit", **values).fits[width].test[-1])


def test_a_network_of_16_units_learns_the_noise_and_its_test_error_rises_again():
    result = shown("overfit")
    fit = result.fits[16]
    assert fit.train[-1, 0] < result.truth / 10 and round(result.truth, 2) == 0.18  # the question says so
    turned, last = np.median(fit.test[[120 // module("overfit").EVERY, -1]], axis=1)
    assert last > 1.2 * turned


def test_without_noise_or_with_60_samples_it_ends_lower_and_a_single_unit_cannot_fit():
    assert ends(noise=0.0) < 0.01 < ends(n=60) < ends() - 0.03 < ends(width=1)


@pytest.mark.parametrize("start", ["zero", "spread"])
def test_64_units_of_tanh_end_about_where_16_do(start):
    assert abs(ends(width=64, start=start) - ends(start=start)) < 0.08


@pytest.mark.thorough
def test_what_the_steps_ask_for_in_code_runs():
    space = {}
    exec(cells_of(NOTEBOOK)["deep_vs_shallow-import"], space)
    english = "".join(text.partition('<div lang="zh-Hans">')[0] for text in cells_of(NOTEBOOK, "markdown").values())
    asked = [code for line in re.findall(r"In code: (.*)", english) for code in re.findall(r"`([^`]+)`", line)]
    assert len(asked) >= 9
    for code in asked:
        exec(code, space)


def test_the_matrices_of_the_easy_exercise_are_those_of_its_judge():
    source = (Path(__file__).parents[3] / "notebooks" / f"{NOTEBOOK}.ipynb").read_text("utf-8")
    cell = source.partition('"deep_vs_shallow-exercises"')[2].partition('"cell_type"')[0]
    printed = [
        [float(number) for number in re.findall(r"-?\d+", matrix)]
        for matrix in re.findall(r"\\begin\{pmatrix\}(.*?)\\\\end", cell)
    ]
    assert printed == [array.ravel().tolist() for pair in zip(WEIGHTS, BIASES) for array in pair]


def test_one_layer_of_six_relus_has_at_most_seven_pieces(says):
    says(NOTEBOOK, "deep_vs_shallow-build-text", zaslavsky(1, 6))


def test_the_sawtooth_in_pytorch_is_the_sawtooth_of_this_course(capsys):
    program = re.search(r"```python\n(.*?)```", cells_of(NOTEBOOK)["deep_vs_shallow-pytorch"], re.S)[1]
    compile(program, "pytorch", "exec")
    pytest.importorskip("torch")
    exec(program, {})
    x = np.linspace(0, 1, 33)[:, None]
    np.testing.assert_allclose(eval(capsys.readouterr().out), sawtooth_network(4)(x)[:, 0], atol=1e-5)
