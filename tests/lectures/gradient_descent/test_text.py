"""What notebook 8 states in its text, computed."""

import re

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn.lectures.gradient_descent import between_minima, quadratic, tuned_race
from course_nn.lectures.gradient_descent.demos.adam.gradient_signals import largest_step, papers_bound, raw_step
from course_nn.lectures.gradient_descent.demos.rate import stability
from course_nn.network import parameter_count
from course_nn.optimizers import optimizer

NB = "08_gradient_descent"
module, at = lecture("gradient_descent")


def explained(says, number, *values, **more):
    says(NB, f"gradient_descent-{number}-explain", *values, **more)


def test_the_loss_of_a_network_rises_and_falls_and_its_sharpness_is_held_at_the_border():
    run = at("rate", f="network", eta=1.0, time=800)
    assert 200 < np.sum(np.diff(run.losses) > 0) < 500 and len(run.losses) - 1 == 800
    assert run.losses[-1] < 0.1 * run.losses[0]


def test_the_border_does_not_give_way_to_any_step():
    ended = [len(at("rate", f="network", eta=1.3, seed=seed, time=800).losses) > 800 for seed in (0, 2)]
    assert any(ended) and not all(ended)
    assert all(len(at("rate", f="network", eta=2.0, seed=seed, time=800).losses) < 800 for seed in range(3))


def test_with_cross_entropy_the_sharpness_sinks_far_below_the_border():
    run = at("rate", f="entropy", eta=1.0, time=800)
    assert run.curvatures[-41:].mean() < 0.1 * 2 / 1.0 and run.losses[-1] < 0.1


def test_where_the_loss_does_not_bend_each_decade_takes_ten_times_as_long_and_24_steps_more_on_a_saddle(says):
    nearness = 0.1 ** np.arange(1, 4)
    two, three = ([steps_until_half(near, weights) for near in nearness] for weights in (2, 3))
    assert np.abs(np.diff(two) - 24).max() <= 1
    np.testing.assert_allclose(np.divide(three[1:], three[:-1]), 10, rtol=0.15)
    explained(says, 8, 24)


def steps_until_half(near, weights):
    """Of plain descent with η = 0.1 until ½(1 − product)² is half of its value at 0; the weights start unequal."""
    w, steps = near * np.array([0.9, 1.1, 1.0])[:weights], 0
    while (1 - w.prod()) ** 2 > 0.5:
        w, steps = w + 0.1 * (1 - w.prod()) * w.prod() / w, steps + 1
    return steps


def test_log_cosh_ends_jumping_between_two_places():
    path = stability.walk(stability.LOG_COSH, 3.0, 0.4, 200)
    assert path[-1] == pytest.approx(-path[-2]) == pytest.approx(path[-3])
    assert abs(path[-1]) == pytest.approx(stability.bounce(3.0))


def test_with_the_best_values_the_ball_is_soon_there_though_at_first_it_goes_up(says):
    plain, ball = (at("valley", method=method, choice="best") for method in ("plain", "ball"))
    explained(says, 2, ball.steps, plain.steps)
    assert ball.losses.sum(axis=1).max() > 10


def test_in_a_longer_valley_nesterov_arrives_first_with_the_larger_factor():
    ball, nesterov = (at("valley", method=name, choice="best", kappa=1000.0) for name in ("ball", "nesterov"))
    assert nesterov.steps < ball.steps and nesterov.best[2] > ball.best[2]
    assert ball.losses.sum(axis=1).max() > at("valley", choice="best").losses.sum(axis=1).max()
    ball, nesterov = (at("valley", method=name, choice="best") for name in ("ball", "nesterov"))
    assert ball.steps < nesterov.steps


def test_more_memory_than_the_best_makes_the_ball_slower(says):
    curvatures, etas = np.array([[0.01], [1.0]]), np.linspace(0.01, 3.97, 2000)
    least = quadratic.rate("ball", etas, 0.99, curvatures).max(axis=0).min()
    assert least > quadratic.best("plain", 0.01, 1.0)[2]
    pays = (1 + np.sqrt(0.9)) / (1 - np.sqrt(0.9))  # where (κ - 1) / (κ + 1) is as large as √0.9
    assert quadratic.best("plain", 1 / pays, 1.0)[2] == pytest.approx(quadratic.rate("ball", 1.4, 0.9, 1.0))
    explained(says, 2, 0.99, 0.9, pays)


def test_momentum_moves_the_border_out_and_where_a_component_swings_its_factor_is_the_root_of_beta():
    assert quadratic.border("ball", 0.9) > quadratic.border("plain", 0.0)
    factors = quadratic.rate("ball", np.linspace(0.1, 3.7, 50), 0.9, 1.0)
    np.testing.assert_allclose(factors, np.sqrt(0.9))


def test_adam_without_its_correction_steps_too_far(says):
    steps = [raw_step(t, 0.9, 0.999) for t in range(1, 101)]
    explained(says, 4, max(steps))
    assert min(steps) > 3


def test_without_its_correction_adam_starts_too_slowly_if_it_forgets_the_squares_as_fast_as_the_gradients(says):
    steps = [raw_step(t, 0.9, 0.9) for t in range(1, 101)]
    assert min(steps) == steps[0] and max(steps) <= 1
    explained(says, 4, round(steps[0], 2))


def test_a_step_of_adam_can_be_longer_than_its_paper_says(says):
    explained(says, 4, largest_step(0.9, 0.999))
    assert papers_bound(0.9, 0.999) < 0.5 * largest_step(0.9, 0.999)
    spike = at("adam", signal="spike", quiet=5000)
    assert np.abs(spike.course.steps).max() == pytest.approx(papers_bound(0.9, 0.999), rel=0.01)


def test_for_adam_the_size_of_the_gradients_cancels_and_their_agreement_counts():
    for name in ("constant", "alternating", "spike", "growing", "noisy"):
        steps = at("adam", signal=name).course.steps
        np.testing.assert_allclose(*steps.T, rtol=1e-3, atol=1e-4)
    assert np.abs(at("adam", signal="alternating").course.steps[50:]).max() < 0.1


def test_a_network_learns_digits_faster_without_the_correction():
    corrected, raw = (at("adam", signal="digits", correct=correct).losses[k, -1] for k, correct in enumerate((1, 0)))
    assert corrected > 3 * raw


def test_in_a_valley_adam_is_thrown_back():
    x = np.abs(at("adam", signal="bowl").course.theta[:, 0])
    low = x.argmin()
    assert x[low] < 1e-100 and x[low:].max() > 0.01


def test_near_a_ridge_every_power_of_ten_costs_the_same(says):
    explained(says, 8, np.log(10) / np.log(1.1))
    near, nearer = at("saddle"), at("saddle", offset=1e-12)
    assert (nearer.escape - near.escape) / 6 == pytest.approx(24, abs=0.5)
    assert at("saddle", offset=0.0).escape == -1
    assert at("saddle", surface="plateau").escape > nearer.escape


def test_adam_is_away_at_once_but_not_with_turned_axes(says):
    explained(says, 8, at("saddle", method="adam", turned=True).escape, at("saddle", method="adam").escape)


def test_in_a_network_of_thousands_of_weights_newtons_step_costs_as_much_as_thousands_of_others():
    parameters = parameter_count((64, 32, 10))
    operations, of_a_gradient = 2 / 3 * parameters**3, 4 * 32 * parameters
    assert parameters > 2000 and operations / of_a_gradient > 2000


def test_on_the_plateau_newton_runs_away_and_with_absolute_values_it_does_not():
    away, home = (at("saddle", surface="plateau", method=method) for method in ("newton", "absolute_newton"))
    assert away.paths["newton"][-1, 0] > away.start[0] and away.escape == -1
    assert home.escape > 0


def test_the_ridge_between_two_minima_is_mostly_their_numbering(says):
    before, after = at("landscape"), at("landscape", units="fit")
    explained(says, 9, before.barrier, after.barrier, within=0.05)
    assert after.barrier < 0.15 * before.barrier
    lower = [between_minima.barrier(line) for line in (before.line, after.line)]
    assert lower[1] < lower[0]
    assert (after.barriers[:, 1] < after.barriers[:, 0]).all() and parameter_count((64, 16, 10)) > 1000
    assert at("landscape", view="copy").barrier > 0.8 * before.barrier


def test_the_cell_in_pytorch_comes_down_where_our_own_optimizers_do():
    torch = pytest.importorskip("torch")
    source = re.search(r"```python\n(.*?)```", cells_of(NB)["gradient_descent-pytorch"], re.S)[1]
    names = {}
    exec(source, names)
    losses = names["losses"]
    assert isinstance(names["w"], torch.Tensor)
    A = np.diag([1.0, 0.01])
    for name, own in {"plain": "gradient_descent", "momentum": "momentum", "nesterov": "nesterov"}.items():
        path = quadratic.descend(A, np.ones(2), optimizer(own, 1.4), 100)
        assert losses[name] == pytest.approx(quadratic.height(A, path[-1]), rel=0.02)
    assert losses["nesterov"] > 1e6 > 1 > losses["momentum"]


def test_turned_adam_loses_what_it_had_along_the_axes_and_the_ball_has_nothing_to_lose(says):
    along, askew = at("rotated"), at("rotated", angle=45)
    explained(says, 3, askew.steps, along.steps)
    usual, ball = at("rotated", angle=45, beta2=0.999), at("rotated", angle=45, optimizer="momentum")
    explained(says, 3, ball.steps)
    assert usual.steps < 0.5 * askew.steps
    assert usual.eta > 10 * askew.eta
    assert ball.steps == at("rotated", optimizer="momentum").steps and ball.defect < 1e-12
    np.testing.assert_allclose(askew.scales[1:].min(axis=1), 1, atol=0.4)  # nearly a circle
    assert along.scales[1:].min() < 0.1


def medians(found):
    return {name: np.median(np.nan_to_num(epochs, nan=np.inf)) for name, epochs in found.arrivals.items()}


@pytest.mark.thorough
def test_tuned_on_digits_all_six_are_at_the_goal_soon_and_their_rates_are_far_apart():
    tuned = at("race", rate="tuned")
    epochs = np.array([*tuned.arrivals.values()])
    assert epochs.min() >= 1 and epochs.max() <= 2.5
    assert 50 < tuned.rates["gradient_descent"] / tuned.rates["adam"] < 150
    middle = [*medians(tuned).values()]
    assert np.ptp(epochs, axis=1).max() >= max(middle) - min(middle)


@pytest.mark.thorough
def test_on_the_spiral_tuned_adam_is_more_than_ten_times_as_fast():
    found = medians(at("race", task="spiral", rate="tuned"))
    assert found["gradient_descent"] > 10 * found["adam"]


def test_each_optimizer_is_tuned_by_24_runs(says):
    (runs,) = {len(rates) * tuned_race.TUNING for rates in tuned_race.RATES.values()}
    explained(says, 6, runs)


def test_above_the_noise_scale_more_samples_hardly_save_steps(says):
    found = at("batches")
    steps = dict(zip(found.sizes, found.medians))
    assert 1.7 < steps[32] / steps[1200] < 2.6
    assert 14 < steps[1200] * 1200 / (steps[32] * 32) < 22
    explained(says, 5, 18, 32)
    assert 1.5 < steps[8] / steps[16] < 2.3  # below it


def test_the_noise_of_a_batch_is_as_large_as_the_gradient_at_the_noise_scale():
    found = at("batches")
    assert found.noise * np.sqrt(found.size) == pytest.approx(np.sqrt(found.critical), rel=0.02)


def test_hardly_a_batch_points_uphill_though_its_noise_is_larger_than_the_gradient():
    found = at("batches", size=16)
    assert found.noise > 1.2 and found.uphill < 0.02
    assert parameter_count((64, 32, 10)) > 2000


def test_the_best_rate_does_not_double_with_the_batch(says):
    found = at("batches")
    assert found.sizes[0] == 8 and found.sizes[-1] == 1200
    explained(says, 5, found.sizes[-1] / found.sizes[0])
    assert 2.8 < found.rates[-1] / found.rates[0] < 6


@pytest.mark.parametrize("eta", [0.1, 0.5, 3.2])
def test_as_the_network_learns_the_noise_scale_grows_to_hundreds(eta):
    assert at("batches", epoch=10, eta=eta).critical > max(150, 2 * at("batches", eta=eta).critical)


def ends(found):
    """Of the schedule, and of the constant rate: the training loss, and the share of unseen digits right."""
    return [[np.median(runs[:, -1]) for runs in (panel.own, panel.other)] for panel in found.panels]


def test_with_wrong_labels_it_reads_more_unseen_digits(says):
    _, (sinking, constant) = ends(at("schedule"))
    assert sinking > constant + 0.05
    explained(says, 7, sinking, constant, percent=True, within=2)
    explained(says, 7, 3.2)


def test_a_warm_up_helps_where_the_start_is_sharper_than_what_follows():
    _, (warm, cold) = ends(
        at("schedule", shape="constant", wrong=0.0, epochs=5, net="sharp", knots="0.2 0.2 0.2 0.2 0.2", warm=0.5)
    )
    assert warm > 0.5 and cold < 0.2  # the last bit makes of the first one 0.65 to 0.86


def test_and_gains_nothing_for_the_network_that_is_set_at_first():
    (warm, cold), _ = ends(at("schedule", shape="constant", wrong=0.0, epochs=5, warm=1.0))
    assert warm > cold


def test_where_a_range_test_should_be_read_depends_on_the_optimizer():
    plain, adam = at("schedule", view="range").picks, at("schedule", view="range", method="adam").picks
    assert plain["tenth"][1] > 10 * plain["best"][1]
    assert 0.5 < plain["minimum"][0] / plain["best"][0] < 2
    assert adam["minimum"][1] > 10 * adam["tenth"][1] and adam["minimum"][0] > 3 * adam["best"][0]
