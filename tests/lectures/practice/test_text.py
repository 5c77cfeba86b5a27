"""What notebook 10 states in its text, computed. What training decides may differ a little between machines."""

import re

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn.activations import ACTIVATIONS
from course_nn.clinic.case_record import EARLY, WRONG, score
from course_nn.clinic.examination import FREE, INSTRUMENTS, examine, read
from course_nn.clinic.expert import SEEN, order_of_looks
from course_nn.clinic.instruments import TWICE
from course_nn.clinic.patients import FEW, PATIENTS
from course_nn.clinic.players import as_an_expert, in_a_fixed_order
from course_nn.clinic.ward import DATA_AND_CODE, SETTINGS_AND_STRUCTURE, ward_of
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.datasets import penguins
from course_nn.lectures.practice.demos.first_checks.checked_runs import Setting, ladder, training_run
from course_nn.lectures.practice.demos.scaling.scaled_descent import MOST
from course_nn.lectures.practice.demos.search.search_runs import whole_surface
from course_nn.lectures.practice.demos.thirty_layers.deep_runs import EPOCHS, Recipe, lowest_error
from course_nn.lectures.practice.tuning import expected_best, expected_grid
from course_nn.metrics import rates
from course_nn.network import Network
from course_nn.normalization import Moments, normalize
from course_nn.optimizers import clipped as clipped_gradient

NB = "10_practice"
module, at = lecture("practice")
DIGITS = {"view": "digits", "eta": 1.0}


def test_the_loss_begins_at_log_10_or_far_above(says):
    stored, small = at("first_checks"), at("first_checks", inputs="centred", last=0.01, fault="none")
    assert small.start == pytest.approx(np.log(10), abs=0.02)
    assert stored.start > 5 * np.log(10)
    says(NB, "practice-1-explain", np.log(10))


def test_shuffled_labels_leave_three_lights_green(becomes):
    found = at("first_checks", inputs="centred", fault="labels")
    assert [light == 2 for light in found.lights] == [True, False, True, False, True]

    def learned(**values):
        """How far a few samples with shuffled labels bring the loss below that of a guess: a logarithm."""
        run = at("first_checks", **dict(inputs="centred", fault="labels") | values)
        return np.log(np.log(10) / run.one_batch[-1])

    becomes(
        samples=outcome(learned(), learned(samples=50)),
        rate=outcome(learned(), learned(rate=0.3)),
        slow=outcome(learned(), learned(rate=0.01)),
        seed=outcome(learned(), learned(seed=1)),
    )


@pytest.mark.thorough
def test_the_nearest_neighbour_errs_less_than_the_network_over_ten_splits(says):
    neighbour = np.mean([finished(ladder("digits", seed))["neighbour"] for seed in range(10)])
    network = np.mean([finished(training_run(Setting(rate=0.3, seed=seed)))[1] for seed in range(10)])
    assert (neighbour, network) == pytest.approx((0.017, 0.03), abs=0.002)
    says(NB, "practice-1-explain", network, percent=True, within=0.2)


def test_subtracting_the_means_saves_most_and_both_together_nearly_all(says):
    raw, both = at("scaling"), at("scaling", share=100, divisor="sigma")
    one, other = at("scaling", share=100), at("scaling", divisor="sigma")
    assert raw.steps == pytest.approx(61e6, rel=0.01)
    assert other.steps > 100 * one.steps
    says(NB, "practice-2-explain", one.steps, both.steps)
    assert round(raw.points[:, 0].mean()) == 44 and round(raw.points[:, 1].mean()) == 201
    says(NB, "practice-2-predict", 44, 201)
    half = at("scaling", share=50, divisor="sigma").kappa
    assert half > 100 * both.kappa  # half of the way is not half of the gain


def test_adam_hides_what_descent_suffers_from(says):
    descent = at("scaling", pair="flipper, mass", share=100)
    adam = at("scaling", pair="flipper, mass", share=100, optimizer="adam")
    assert descent.steps == pytest.approx(4.4e6, rel=0.02)
    assert adam.steps < 500
    assert np.isnan(at("scaling", pair="flipper, mass", optimizer="adam").steps)
    says(NB, "practice-2-explain", MOST)


def test_he_keeps_the_size_but_behind_thirty_layers_all_digits_look_alike():
    found = at("thirty_layers").signals
    assert found.cosines[-1] > 0.95
    assert 0.1 < found.sizes[-1] / found.sizes[0] < 10 and 0.1 < found.gradients[0] < 10


def test_under_batch_norm_digits_stay_apart_and_gradients_grow_in_each_layer(says):
    found = at("thirty_layers", norm="batch").signals
    assert found.gradients[0] > 200 and found.cosines.max() < 0.4
    says(NB, "practice-3-explain", 200)


def test_a_start_that_only_rotates_learns_behind_thirty_layers():
    assert at("thirty_layers", activation="tanh", init="orthogonal", eta="0.1", epoch=15).error < 0.06


@pytest.mark.thorough
def test_from_hes_start_about_half_of_the_digits_are_read_wrong_behind_thirty_layers(says):
    """Thirty layers in float32: the last bit decides what a single run comes to."""
    errors = [at("thirty_layers", eta="best", epoch=15, seed=seed).error for seed in range(10)]
    assert 0.4 < np.median(errors) < 0.65
    says(NB, "practice-3-explain", EPOCHS)


@pytest.mark.thorough
def test_what_learns_behind_thirty_layers_and_what_does_not(says):
    plain, few, many = Recipe("relu", "he", "none", False, 1.0, 30), (0.003, 0.01), (0.3, 1.0)
    both = plain._replace(norm="batch", shortcut=True)
    assert 0.24 < lowest_error(plain._replace(norm="batch"), (0.1, 0.3), epochs=15) < 0.42
    for change in ({}, {"norm": "layer"}, {"activation": "sigmoid"}, {"init": "large"}):
        assert 0.015 < lowest_error(both._replace(**change), many, epochs=15) < 0.055, change
    assert 0.015 < lowest_error(both, few, "recipe", 15) < 0.055
    assert lowest_error(plain, (0.001, 0.003), "recipe", 15) > 0.1
    assert lowest_error(plain._replace(depth=1), many, epochs=15) < 0.04
    says(NB, "practice-3-explain", 2, 5)


def test_in_batches_of_eight_most_answers_depend_on_their_company():
    assert at("batch_norm").depends > 0.5 > at("batch_norm", size=16).depends > at("batch_norm", size=32).depends
    assert at("batch_norm", size=1).errors[0] == pytest.approx(0.9)
    assert at("batch_norm", kind="class").errors[0] > 0.8 and at("batch_norm", t=0).errors[1] > 0.3


def test_a_batch_norm_forgets_the_size_of_weights_and_the_gradient_remembers():
    before, after = (at("batch_norm", a=a) for a in (1.0, 4.0))
    assert before.answers == pytest.approx(after.answers, abs=0.01)
    assert after.view.slope == pytest.approx(before.view.slope / 4, rel=0.01)
    assert before.view.angle == pytest.approx(90, abs=0.01)


def test_the_advice_of_the_steepest_place_scatters_and_leaving_out_the_beginning_mends_it(says):
    found = at("rate_finder").advised
    spread = found.max(axis=1) / found.min(axis=1)
    assert np.sum(found[0] < 0.001) == 4
    assert spread[0] == pytest.approx(25_000, rel=0.02)
    says(NB, "practice-5-explain", 25_000, round(spread[2]))
    cut = at("rate_finder", left_out=10).advised[0]
    assert cut.max() / cut.min() < 2.5


def test_a_tenth_of_the_minimum_is_safe_and_not_best(says):
    found, deep = at("rate_finder", uncovered=True), at("rate_finder", uncovered=True, network="deep")
    assert found.best_rate == pytest.approx(10 * found.advised[2, 0], rel=0.1)
    assert found.loss_at_advice[2] > 20 * found.final_losses.min()
    assert deep.advised[1, 0] > 1.1 * deep.best_rate
    assert deep.loss_at_advice[1] > 4 * deep.final_losses.min()


def test_on_the_cliff_a_step_flies_away_and_clipped_it_comes_down():
    plain, clipped = at("clipping", by="none"), at("clipping", by="norm", c=10.0)
    assert plain.places[1, 0] < -10  # out of the picture
    assert len(plain.walk.norms) < 5 and clipped.losses[-1, 0] < 1e-3


def test_five_networks_die_of_wild_rows_and_clipped_all_learn():
    plain, clipped = at("clipping", by="none", **DIGITS), at("clipping", by="norm", c=1.0, **DIGITS)
    assert plain.losses[-1].min() > 1 and clipped.losses[-1].max() < 0.01 and plain.losses.shape[1] == 5
    assert 0 < clipped.clipped < 0.1


def test_by_value_a_gradient_turns_and_by_norm_it_stays():
    turned, stays = (clipped_gradient(np.array([0.9, 100.0]), 1.0, by) for by in ("value", "norm"))
    assert np.degrees(np.arctan2(*turned[::-1])) == pytest.approx(48, abs=0.1)
    assert stays[1] / stays[0] == pytest.approx(100 / 0.9)


@pytest.mark.thorough
def test_a_loose_threshold_saves_networks_that_learn_badly_and_a_small_rate_needs_none():
    loose = at("clipping", by="norm", c=10.0, **DIGITS)
    slow = at("clipping", by="none", view="digits", eta=0.1)
    assert np.median(loose.losses[-1]) > 0.05 and loose.losses[-1].max() < 2 and 0.01 < np.median(slow.losses[-1]) < 0.1


def test_always_no_is_as_accurate_and_the_plain_model_finds_few(says):
    found = at("metrics")
    assert 0 <= rates(found.table).accuracy - (1 - found.y.mean()) < 0.005
    assert found.table[1].tolist() == [13, 3]
    says(NB, "practice-7-explain", 16, round(100 * (1 - found.y.mean())))


def test_a_weight_leaves_the_order_and_makes_the_calibration_several_times_worse():
    plain, heavy = ([at("metrics", seed=seed, weight=r) for seed in range(10)] for r in (1.0, 49.0))
    assert np.mean([one.auc for one in plain]) == pytest.approx(np.mean([one.auc for one in heavy]), abs=0.01)
    assert np.mean([one.ece for one in heavy]) / np.mean([one.ece for one in plain]) == pytest.approx(4, abs=0.5)


def test_nine_runs_of_a_search_where_both_settings_matter_and_where_one_does():
    for pair in ("lam", "weak"):
        found = finished(whole_surface(pair, 4))[..., 0]
        assert (expected_grid(found, 3) < expected_best(found, 9)) == (pair == "lam")


@pytest.mark.thorough
def test_nine_runs_of_a_search_on_average_over_ten_seeds(says):
    both, weak = ([finished(whole_surface(pair, seed)) for seed in range(10)] for pair in ("lam", "weak"))
    grid, random = (
        np.mean([rule(one[..., 0], k) for one in both]) for rule, k in ((expected_grid, 3), (expected_best, 9))
    )
    says(NB, "practice-8-explain", grid, random, percent=True, within=0.15)
    ahead = np.mean([expected_grid(one[..., 0], 3) - expected_best(one[..., 0], 9) for one in weak])
    assert 0 < ahead < 0.01
    winners = np.mean([one.reshape(-1, 2)[one[..., 0].argmin()] for one in both], axis=0)
    assert winners[1] > winners[0] + 0.01


def test_sixty_random_picks_and_a_grid_of_six_settings(says):
    says(NB, "practice-8-explain", round(100 * (1 - 0.95**60)))
    says(NB, "practice-8-explain", 3**6, 60)
    says(NB, "practice-8-predict", 25 * 25)


def test_five_faults_look_like_overfitting_and_the_wrong_ones_pass_what_does_not_look_at_them(says):
    low = [p for p in PATIENTS if read(p, "free").finding in ("low, below", "low, chance", "low, middle")]
    assert len(low) == 6 and "too few samples" in low
    assert read("labels shuffled", "one batch").finding == "fits"
    assert read("softmax twice", "gradient check").finding == "passes"
    says(NB, "practice-9-predict", len(INSTRUMENTS) - 10, EARLY, WRONG)
    says(NB, "practice-9-explain", FEW, PATIENTS["healthy"].cured.samples)


def test_in_which_order_an_expert_looks(says):
    order = order_of_looks()
    assert [look.instrument for look in order[:3]] == [FREE, "weights", "data"]
    alone = {look.instrument: look.alone for look in order}
    assert min(alone, key=alone.get) == "weights"
    says(NB, "practice-order-explain", alone[FREE], alone["weights"], order[2].together)
    assert alone["gradient check"] == pytest.approx(alone[FREE] / 2, abs=0.5)
    says(NB, "practice-order-explain", 100 * DATA_AND_CODE, 100 * SETTINGS_AND_STRUCTURE)
    assert SEEN == 0.9  # nine of ten


def test_the_table_of_the_expert_is_counted_by_hand_where_that_is_short():
    """After all instruments one suspect is left in each run, and each row leaves no more than the one above."""
    together = [look.together for look in order_of_looks()]
    assert together[-1] == 0 and together == sorted(together, reverse=True)
    shown = {look.instrument: look.shows for look in order_of_looks()}
    assert "sign error" in shown["gradient check"] and "dropout at test" in shown["modes"]
    assert "sign error" not in shown["data"]


def test_softmax_twice_reads_most_digits_and_its_loss_has_a_floor(says):
    found = read("softmax twice", "curves")
    assert found.arrays["score"][-1] > 0.9
    says(NB, "practice-9-explain", TWICE)
    assert found.arrays["train"].min() > TWICE == pytest.approx(np.log(1 + 9 / np.e))


def test_what_choosing_an_instrument_is_worth_is_what_two_players_pay_over_fifty_wards(says):
    beds = [bed for number in range(50) for bed in ward_of(number, "8")]
    for player in (as_an_expert, in_a_fixed_order):
        paid = np.mean([score(bed, player(bed, None)).points for bed in beds])
        says(NB, "practice-9-predict", round(paid, 1))


def test_a_patient_is_ill_with_another_seed_too():
    assert read("leak", "new data", seed=1).finding == "worse"


def test_penguins_as_the_file_has_them_have_two_faults(says):
    birds = penguins(("Adelie", "Gentoo"), ("bill_length_mm", "body_mass_g"))
    found = examine(Network((2, 8, 2), "relu"), birds.X, birds.y)
    assert 1000 < found["loss at start"].numbers["loss"] < 10_000
    says(NB, "practice-own-explain", np.log(2))
    assert found["free"].numbers["score"] == 0
    order = np.random.default_rng(0).permutation(len(birds.X))
    X, y = birds.X[order], birds.y[order]
    cured = examine(Network((2, 8, 2), "relu"), (X - X.mean(axis=0)) / X.std(axis=0), y)
    says(NB, "practice-own-explain", cured["free"].numbers["score"], percent=True, within=1)


def test_the_cell_in_pytorch_says_what_the_course_says():
    torch = pytest.importorskip("torch")
    names = {}
    exec(re.search(r"```python\n(.*?)```", cells_of(NB)["practice-pytorch"], re.S)[1], names)
    z, moments = np.array([[1.0], [2.0], [3.0], [6.0]]), Moments()
    moments.gather(z)
    assert isinstance(names["alone"], torch.Tensor)
    assert names["in_company"].numpy() == pytest.approx(normalize(z)[0].ravel(), abs=1e-5)
    assert names["alone"].numpy() == pytest.approx(normalize(z, moments=moments)[0].ravel(), abs=1e-5)
    assert names["w"].grad.numpy() == pytest.approx([0.6, 0.8], abs=1e-5) and names["loss"].item() < 0.01


def test_glorots_weights_leave_the_gradient_below_0_25_per_layer_and_larger_ones_make_up_for_it_in_the_widest(says):
    says(NB, "practice-layers-explain", ACTIVATIONS["sigmoid"].facts.largest_slope)
    glorot, *larger = (at("vanishing_gradient", init=init) for init in ("glorot", "he", "large"))
    assert len(glorot.norms) == 20 and np.all(glorot.norms < glorot.bound)
    assert np.allclose(glorot.bound[:-1] / glorot.bound[1:], ACTIVATIONS["sigmoid"].facts.largest_slope)
    assert all(np.all(result.norms[:-1] > result.bound[:-1]) for result in larger)
    widest = module("vanishing_gradient").CONTROLS["width"].high
    result = at("vanishing_gradient", init="large", width=widest)
    assert 0.1 < result.norms[0] < 10 and result.saturated > 0.3


def test_small_weights_make_it_vanish_with_every_activation_and_large_ones_drive_tanh_into_saturation():
    demo = module("vanishing_gradient")
    for phi in demo.CONTROLS["activation"].options:
        assert at("vanishing_gradient", activation=phi, init="small").norms[0] < 1e-20
    for width in (16, 32, 64, 128):
        large = at("vanishing_gradient", activation="tanh", init="large", width=width)
        assert large.saturated > 0.35 and large.counts[[0, -1]].sum() == 0  # the strip ends beyond −1 and 1
        assert large.norms[0] > 100 * large.norms[-1]


def test_the_narrow_path_is_glorots_weights_for_tanh_and_hes_for_relu():
    for phi, init in (("tanh", "glorot"), ("relu", "he")):
        norms = at("vanishing_gradient", activation=phi, init=init).norms
        assert 0.1 < norms.min() and norms.max() < 10  # the grey band
    for phi, init in (("relu", "glorot"), ("sigmoid", "glorot"), ("sigmoid", "he"), ("tanh", "large")):
        assert not 0.1 < at("vanishing_gradient", activation=phi, init=init).norms[0] < 10


def test_the_program_in_pytorch_lets_as_much_of_a_gradient_arrive_as_the_picture(capsys):
    pytest.importorskip("torch")
    exec(re.findall(r"```python\n(.*?)```", cells_of(NB)["practice-pytorch"], re.S)[1], {})
    printed = map(float, capsys.readouterr().out.split())
    settings = (("sigmoid", "glorot"), ("relu", "glorot"), ("relu", "he"))
    ours = [at("vanishing_gradient", activation=phi, init=init).norms[0] for phi, init in settings]
    for theirs, mine in zip(printed, ours, strict=True):  # other draws: the same order of magnitude
        assert abs(np.log10(theirs / mine)) < 1
