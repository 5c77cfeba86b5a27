"""What notebook 9 states in its text, computed. What training decides may differ a little between machines."""

import re

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn.common.progress import finished
from course_nn.lectures.regularization.closing_table import KEPT_BACK, REGULARIZERS, compare
from course_nn.lectures.regularization.demos.decay.decayed_paths import decayed_end, penalised_end
from course_nn.lectures.regularization.demos.double_descent.sweeps import SIZES
from course_nn.lectures.regularization.demos.early_stopping.stop_filter import stop_beside_ridge
from course_nn.lectures.regularization.demos.early_stopping.stopped_runs import RUNS, measure_runs
from course_nn.lectures.regularization.demos.shrink.priced_runs import LAMS

NB = "09_regularization"
module, at = lecture("regularization")


def test_averaging_ten_networks_removes_what_the_start_has_made_and_nothing_else(says):
    bias2, data, start, error = at("bias_variance", model="network", averaged=10, sets=10).parts[16]
    assert bias2 + data + start == pytest.approx(error) and 0.055 < start / error < 0.085
    says(NB, "regularization-1-explain", 0.07, percent=True)


def test_polynomials_vary_more_with_each_degree_but_64_units_less_than_16(says):
    polynomials, networks = (at("bias_variance", model=model).parts for model in ("polynomial", "network"))
    says(NB, "regularization-1-explain", polynomials[9][1] / polynomials[5][1], 9, 5, 64, 16)
    assert networks[64][1] < 0.95 * networks[16][1]


def test_training_longer_trades_bias_for_variance():
    early, late = (at("bias_variance", model="network", epoch=epoch).parts[16] for epoch in (100, 1000))
    assert early[0] > late[0] and early[1] < 0.5 * late[1]


def test_of_the_penguins_weights_one_grows_and_one_changes_its_sign(says):
    free, priced = (at("penalties", example="penguins", lam=lam).w for lam in (0.0, 0.25))
    says(NB, "regularization-2-explain", 0.25, free[0], priced[0], free[1], priced[1])
    kept = at("penalties", example="penguins", kind="l1", lam=0.1, noise=True).w != 0
    assert kept[2] and not kept[3:].any()
    assert (at("penalties", example="penguins", lam=0.1, noise=True).w != 0).all()


def test_a_soft_threshold_with_momentum_leaves_most_weights_exactly_0(says):
    found = at("shrink", way="proximal", optimizer="momentum")
    says(NB, "regularization-3-explain", np.median(found.zeros) / 128, percent=True, within=4)


def test_the_error_falls_to_a_third_and_then_comes_the_cliff():
    errors = np.median(at("shrink", way="l2").tests, axis=1)
    assert 0.25 < errors.min() / errors[0] < 0.42
    assert errors[LAMS.index(1.0)] > 5 * errors.min() and LAMS[errors.argmin()] in (0.1, 0.3)


def test_where_penalty_and_decay_end_is_what_the_question_offers():
    h = np.array([1.0, 25.0])
    assert penalised_end(h, 1.5, 0.5) == pytest.approx([1.0, 1.4706], abs=1e-4)
    assert decayed_end("adam", h, 1.5, 0.5) == pytest.approx([1.5, 1.5])
    assert decayed_end("momentum", h, 1.5, 5.0) == pytest.approx(penalised_end(h, 1.5, 0.5))  # ten times as large


def test_with_wrong_labels_every_run_gains_by_a_stop(says):
    found = at("early_stopping").stops
    end, kept, _ = 100 * found.errors.mean(axis=1)
    gain = np.sum(found.errors[1] < found.errors[0])
    says(NB, "regularization-5-explain", end, kept, within=0.5)
    assert gain >= RUNS - 1
    says(NB, "regularization-5-explain", RUNS)


def test_the_epoch_that_is_best_by_the_loss_comes_after_that_by_the_error(says):
    loss, error = finished(measure_runs(0.2)).test.mean(axis=-1).T
    says(NB, "regularization-5-explain", loss.argmin(), error.argmin(), within=12)


def test_a_stop_and_a_penalty_are_never_further_apart_than_a_fifth(says):
    x = np.linspace(0.001, 30, 300_000)
    gap = np.abs(1 - np.exp(-x) - x / (1 + x)).max()
    says(NB, "regularization-5-explain", gap)
    assert stop_beside_ridge(0.01, 200, 0.5).gap < gap + 0.005


def test_dropout_gains_where_labels_are_wrong(says):
    plain, own, _ = (100 * rule.errors.mean() for rule in at("dropout").rules)
    says(NB, "regularization-6-explain", plain, own, within=0.8)


def test_shifts_cost_on_plain_digits_and_gain_on_shifted_ones(says):
    before, after = (100 * at("change_the_data", shift=shift).errors.mean(axis=1) for shift in ("none", "both"))
    says(NB, "regularization-7-explain", before[0], after[0], within=0.6)
    says(NB, "regularization-7-explain", before[1], after[1], within=1.5)


def test_shifts_to_the_side_cost_nothing_and_a_temperature_below_1_repairs_smoothing():
    before, sideways = (at("change_the_data", shift=shift).errors[0].mean() for shift in ("none", "sideways"))
    assert abs(sideways - before) < 0.008
    smoothed = at("change_the_data", eps=0.1)
    assert smoothed.temperature < 0.8 and smoothed.ece[1] < 0.3 * smoothed.ece[0]


def test_the_smallest_weights_that_fit_become_smaller_with_more_features(says):
    found = at("double_descent", N=2000)
    norms = np.median(found.norms, axis=1)
    says(NB, "regularization-8-explain", norms[SIZES.index(100)], within=5)
    says(NB, "regularization-8-explain", norms[-1], within=0.05)
    assert (np.diff(at("double_descent", N=2000, lam=10.0).curves[2]) < 0).all()
    says(NB, "regularization-8-explain", 10, 100)


def test_on_the_noisy_wave_the_first_valley_is_deeper_and_a_cutoff_takes_the_peak_away():
    wave = at("double_descent", N=2000, data="wave", noise=0.2).curves[2]
    before, behind = (wave[np.flatnonzero(side(SIZES, 100))].min() for side in (np.less, np.greater))
    assert before < 0.7 * behind
    peak = at("double_descent", N=2000, cutoff=0.01).curves[2][SIZES.index(100)]
    assert peak < 0.05 * at("double_descent", N=2000).curves[2][SIZES.index(100)]


def test_what_is_reported_of_labels_that_nobody_can_predict(says):
    found = at("leakage", wall=2, p=5000)
    says(NB, "regularization-9-explain", found.reported.mean(), percent=True, within=0.3)
    says(NB, "regularization-9-explain", 50, 5000)
    assert 0.5 < found.honest.mean() < 0.6


TRIED = tuple(name for name in REGULARIZERS if name != "ensemble")  # which costs as much as all others


def table(wrong, names=TRIED):
    return dict(zip(names, finished(compare(wrong, sets=5, names=names)).means))


def test_the_best_with_wrong_labels_does_harm_with_right_ones(says):
    wrong, right = table(0.2), table(0.0)
    assert min(wrong, key=wrong.get) == "strong noise" and right["strong noise"] > right["none"] + 0.005
    says(NB, "regularization-10-explain", wrong["none"], wrong["strong noise"], percent=True, within=1)
    worse = {name for name, error in right.items() if error > right["none"] + 0.005}
    assert worse == {"strong noise", "decay", "l2", "early stop"}
    better = {name for name, error in right.items() if error < right["none"] - 0.005}
    assert better == {"more data", "noise"}
    assert abs(wrong["decay"] - wrong["l2"]) < 0.03 and abs(right["decay"] - right["l2"]) < 0.015


def test_there_are_nine_rows_beside_none_and_fifty_digits_are_kept_back(says):
    assert len(REGULARIZERS) - 1 == 9
    says(NB, "regularization-10-explain", KEPT_BACK, 200)


@pytest.mark.thorough
def test_the_table_of_ten_sets_says_the_same_and_an_ensemble_does_no_harm():
    right = dict(zip(REGULARIZERS, finished(compare(0.0)).means))
    assert {name for name, error in right.items() if error > right["none"] + 0.01} == {
        "strong noise",
        "decay",
        "l2",
        "early stop",
    }


def test_the_cell_in_pytorch_ends_where_penalty_and_decay_end():
    torch = pytest.importorskip("torch")
    source = re.search(r"```python\n(.*?)```", cells_of(NB)["regularization-pytorch"], re.S)[1]
    names = {}
    exec(source, names)
    ends, h = names["ends"], np.array([1.0, 25.0])
    assert isinstance(ends["decay"], torch.Tensor)
    assert ends["penalty"].numpy() == pytest.approx(penalised_end(h, 1.5, 0.5), abs=0.05)
    assert ends["decay"].numpy() == pytest.approx(decayed_end("adam", h, 1.5, 0.5), abs=0.05)
    assert (names["layer"].eval()(names["x"]) == 1).all()
