"""What notebook 9 states in its text, computed. What training decides may differ a little between machines."""

import re

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.regularization.closing_table import DIGITS, KEPT_BACK, REGULARIZERS, compare
from course_nn.lectures.regularization.demos.bias_variance.many_sets import network_spread
from course_nn.lectures.regularization.demos.decay.decayed_paths import decayed_end, penalised_end
from course_nn.lectures.regularization.demos.early_stopping.stop_filter import stop_beside_ridge
from course_nn.lectures.regularization.demos.early_stopping.stopped_runs import RUNS
from course_nn.lectures.regularization.demos.more_features.sweeps import SIZES
from course_nn.lectures.regularization.demos.shrink.priced_runs import LAMS

NB = "09_regularization"
module, at = lecture("regularization")


def share_of_the_start(parts):
    """The share of the error that is gone when ten networks are averaged."""
    assert parts[:3].sum() == pytest.approx(parts[3])
    return parts[2] / parts[3]


def test_averaging_ten_networks_removes_what_the_start_has_made_and_nothing_else(says, becomes):
    start = at("bias_variance", model="network", averaged=10, sets=10).parts
    noisy, more = (finished(network_spread(16, 0.0, *task, 10, False, 10)).parts[-1] for task in ((15, 0.8), (30, 0.4)))
    gone = share_of_the_start(start[16])
    assert 0.055 < gone < 0.085
    says(NB, "regularization-1-explain", 0.07, percent=True)
    changed = {"wide": start[64], "narrow": start[4], "noise": noisy, "samples": more}
    becomes(**{key: outcome(gone, share_of_the_start(parts)) for key, parts in changed.items()})


def test_polynomials_vary_more_with_each_degree_but_64_units_less_than_16(becomes):
    start, network = (at("bias_variance", model=model) for model in ("polynomial", "network"))
    variances = [start.parts[degree][1] for degree in (3, 5, 7, 9)]
    assert variances == sorted(variances) and network.parts[64][1] < 0.95 * network.parts[16][1]
    sceptic = module("bias_variance").SCEPTIC
    changed = {key: at("bias_variance", **change.moves) for key, change in sceptic.changes.items()}
    becomes(**{key: outcome(start.growth, result.growth) for key, result in changed.items()})


def test_training_longer_trades_bias_for_variance():
    early, late = (at("bias_variance", model="network", epoch=epoch).parts[16] for epoch in (100, 1000))
    assert early[0] > late[0] and early[1] < 0.5 * late[1]


def test_in_the_first_epochs_the_variance_falls_with_the_bias():
    first, soon = (at("bias_variance", model="network", epoch=epoch).parts[16] for epoch in (0, 100))
    assert soon[0] < 0.1 * first[0] and soon[1] < 0.5 * first[1]


def test_of_the_penguins_weights_one_grows_and_one_changes_its_sign(says):
    free, priced = (at("penalties", example="penguins", lam=lam).w for lam in (0.0, 0.25))
    says(NB, "regularization-2-explain", 0.25, free[0], priced[0])
    assert abs(priced[0]) > abs(free[0]) and free[1] * priced[1] < 0
    kept = at("penalties", example="penguins", kind="l1", lam=0.1, noise=True).w != 0
    assert kept[2] and not kept[3:].any()
    assert (at("penalties", example="penguins", lam=0.1, noise=True).w != 0).all()


def test_a_soft_threshold_with_momentum_leaves_most_weights_exactly_0(says):
    found = at("shrink", way="proximal", optimizer="momentum")
    says(NB, "regularization-3-explain", np.median(found.zeros) / 128, percent=True, within=4)


def test_a_price_takes_two_thirds_of_the_error_away_and_then_comes_the_cliff_but_momentum_has_little_to_gain():
    errors = np.median(at("shrink", way="l2").tests, axis=1)
    assert 0.25 < errors.min() / errors[0] < 0.42
    assert errors[LAMS.index(1.0)] > 5 * errors.min() and LAMS[errors.argmin()] in (0.1, 0.3)
    assert np.median(at("shrink", way="proximal", optimizer="momentum").tests[0]) < 1.4 * errors.min()


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


def test_a_stop_and_a_penalty_differ_by_a_fifth_at_most_or_little_more():
    x = np.linspace(0.001, 30, 300_000)
    gap = np.abs(1 - np.exp(-x) - x / (1 + x)).max()
    assert 0.2 < gap < 0.21
    assert stop_beside_ridge(0.01, 200, 0.5).gap < gap + 0.005


def test_dropout_gains_where_labels_are_wrong_and_an_early_stop_as_much(says):
    plain, own, _ = (100 * rule.errors.mean() for rule in at("dropout").rules)
    says(NB, "regularization-6-explain", plain, own, within=0.8)
    assert 100 * at("early_stopping").stops.errors[1].mean() < own + 1


def test_shifts_gain_on_shifted_digits(says):
    before, after = (100 * at("change_the_data", shift=shift).errors[1].mean() for shift in ("none", "both"))
    says(NB, "regularization-7-explain", before, after, within=1.5)


def test_a_temperature_below_1_repairs_smoothing():
    smoothed = at("change_the_data", eps=0.1)
    assert smoothed.temperature < 0.8 and smoothed.ece[1] < 0.3 * smoothed.ece[0]


def test_the_smallest_weights_that_fit_become_smaller_with_more_features(says):
    found = at("more_features", N=2000)
    norms = np.median(found.norms, axis=1)
    says(NB, "regularization-8-explain", norms[SIZES.index(100)], within=5)
    says(NB, "regularization-8-explain", norms[-1], within=0.05)
    assert (np.diff(at("more_features", N=2000, lam=10.0).curves[2]) < 0).all()
    says(NB, "regularization-8-explain", 10, 100)


def test_on_the_noisy_wave_the_first_valley_is_deeper_and_a_cutoff_takes_the_peak_away():
    wave = at("more_features", N=2000, data="wave", noise=0.2).curves[2]
    before, behind = (wave[np.flatnonzero(side(SIZES, 100))].min() for side in (np.less, np.greater))
    assert before < 0.7 * behind
    peak = at("more_features", N=2000, cutoff=0.01).curves[2][SIZES.index(100)]
    assert peak < 0.05 * at("more_features", N=2000).curves[2][SIZES.index(100)]


def test_what_is_reported_of_labels_that_nobody_can_predict(says):
    found = at("leakage", wall=2, p=5000)
    says(NB, "regularization-9-explain", found.reported.mean(), percent=True, within=0.3)
    says(NB, "regularization-9-explain", 50, 5000)
    assert 0.5 < found.honest.mean() < 0.6


STRONG = "none", "strong noise", "l2", "decay", "noise"


def table(wrong, names, sets=5):
    return dict(zip(names, finished(compare(wrong, sets, names)).means))


def gained(errors, name):
    return errors["none"] - errors[name]


def test_the_best_with_wrong_labels_does_harm_with_right_ones(says, becomes):
    wrong, right = table(0.2, STRONG), table(0.0, (*STRONG, "early stop", "more data"))
    more = table(0.4, ("none", "strong noise"), sets=2)
    assert min(wrong, key=wrong.get) == "strong noise"
    says(NB, "regularization-10-explain", wrong["none"], wrong["strong noise"], percent=True, within=1)
    worse = {name for name in right if gained(right, name) < -0.005}
    assert worse == {"strong noise", "decay", "l2", "early stop"}
    assert min(right, key=right.get) == "more data" and gained(right, "noise") > 0.003
    assert abs(wrong["decay"] - wrong["l2"]) < 0.03 and abs(right["decay"] - right["l2"]) < 0.015
    there = {"right": (right, "strong noise"), "more": (more, "strong noise"), "l2": (wrong, "l2")}
    there["decay"] = wrong, "decay"
    becomes(**{key: outcome(gained(wrong, "strong noise"), gained(*at)) for key, at in there.items()})


def test_there_are_ten_rows_beside_none_and_a_quarter_of_the_digits_is_kept_back():
    assert len(REGULARIZERS) - 1 == 10 and KEPT_BACK / DIGITS == 0.25


@pytest.mark.thorough
def test_the_table_of_ten_sets_says_the_same_and_an_ensemble_does_no_harm():
    right = dict(zip(REGULARIZERS, finished(compare(0.0)).means))
    assert {name for name, error in right.items() if error > right["none"] + 0.01} == {
        "strong noise",
        "decay",
        "l2",
        "early stop",
    }
    assert right["recipe"] < right["noise"] + 0.005 and right["ensemble"] < right["none"] + 0.005


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
