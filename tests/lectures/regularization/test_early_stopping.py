"""When a stop gains, when it does not, and what can be pulled; trained twice, with right and with wrong labels."""

from functools import partial

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.regularization.closing_table import keep_back
from course_nn.lectures.regularization.demos.early_stopping.stopped_runs import (
    BATCH,
    EPOCHS,
    LOSS,
    NETWORK,
    RATE,
    RUNS,
    TRAINED_ON,
    early_stops,
    measure_runs,
    run_alone,
)
from course_nn.lectures.regularization.regularization import stop
from course_nn.lectures.regularization.samples import CLASSES, digit_splits
from course_nn.losses import one_hot
from course_nn.network import Network
from course_nn.training import train

module, result = lecture("regularization")
STOPPING = module("early_stopping")
RENAMED = np.array([0, 1, 2, 3, 4, 5, 6, 1, 8, 4])  # two of ten classes go by the name of another one


def runs(**values):
    return result("early_stopping", **values).stops


def gain(**values):
    return STOPPING.gain(result("early_stopping", **values))


def gain_of_fifty_epochs():
    """By how many points a stop lowers the mean test error of runs that end after a third of their epochs."""
    measured = finished(measure_runs(0.2))
    brief = measured._replace(
        train=measured.train[:51],
        validation={which: rows[:51] for which, rows in measured.validation.items()},
        test=measured.test[:51],
    )
    end, kept, _ = early_stops(brief, 0, (200, False), "loss", 10, 0.0).errors.mean(axis=1)
    return 100 * (end - kept)


def gain_if_some_are_kept_back(count=50):
    """By how many points a stop lowers the error of networks that learn all 200, if it watches some of these."""
    split = digit_splits(TRAINED_ON, range(RUNS), 0.2)
    own, held = keep_back(split.train, count)
    network = Network(NETWORK, "relu", init="he", seed=range(RUNS), dtype=np.float32)
    history = train(network, own.X, one_hot(own.y, CLASSES), LOSS.name, "adam", RATE, EPOCHS, BATCH, every=1)
    kept = [stop(losses, 10, 0.0)[0] for losses in history.losses_on(held.X, one_hot(held.y, CLASSES)).T]
    stopped = network.with_parameters(history.parameters[kept, np.arange(RUNS)])
    error = np.mean(stopped(split.test.X).argmax(axis=-1) != split.test.y)
    return 100 * (finished(measure_runs(0.2)).test[-1, 1].mean() - error)


def gain_if_two_classes_go_by_wrong_names():
    """The same, where each 7 is called a 1 and each 9 a 4, to learn from and to watch."""
    learned, held, test = digit_splits(TRAINED_ON, range(RUNS))
    given, watched = (one_hot(RENAMED[part.y], CLASSES) for part in (learned, held))
    network = Network(NETWORK, "relu", init="he", seed=range(RUNS), dtype=np.float32)
    history = train(network, learned.X, given, LOSS.name, "adam", RATE, EPOCHS, BATCH, every=1)
    kept = [stop(losses, 10, 0.0)[0] for losses in history.losses_on(held.X, watched).T]
    stopped = network.with_parameters(history.parameters[kept, np.arange(RUNS)])
    end, early = (np.mean(one(test.X).argmax(axis=-1) != test.y) for one in (network, stopped))
    assert end > 0.2
    return 100 * (end - early)


@pytest.mark.costly_changes
def test_with_a_fifth_of_the_labels_wrong_every_run_gains(becomes):
    changes = {key: partial(gain, **STOPPING.SCEPTIC.changes[key].moves) for key in ("right", "few", "hasty")}
    changes |= {"brief": gain_of_fifty_epochs, "own": gain_if_some_are_kept_back}
    changes |= {"names": gain_if_two_classes_go_by_wrong_names}
    becomes(**{key: lambda change=change: outcome(gain(), change()) for key, change in changes.items()})
    found = runs()
    end, kept, best = found.errors.mean(axis=1)
    assert 0.16 < end < 0.20 and 0.125 < kept < 0.145 and best <= kept
    assert 40 <= np.median(found.kept) <= 55 and np.sum(found.errors[1] < found.errors[0]) >= 18


@pytest.mark.thorough
def test_with_two_fifths_wrong_they_gain_more():
    assert gain(wrong=0.4) > gain()


def test_with_right_labels_next_to_none_does_as_nothing_overfits():
    found = runs(wrong=0.0)
    end, kept, _ = found.errors.mean(axis=1)
    assert 0.06 < end < 0.08 and abs(kept - end) < 0.005
    assert np.median(found.kept) >= 145 and np.sum(found.errors[1] < found.errors[0]) <= 5


def test_the_lowest_test_loss_comes_long_after_the_lowest_test_error():
    loss, error = finished(measure_runs(0.2)).test.mean(axis=-1).T
    assert 80 <= loss.argmin() <= 120 and 40 <= error.argmin() <= 60


def test_a_run_alone_learns_what_it_learns_among_all_which_are_nan():
    alone, among = run_alone(0.2, 7), finished(measure_runs(0.2))
    for one, all_of_them in ((alone.train, among.train), (alone.validation[50, True], among.validation[50, True])):
        np.testing.assert_allclose(one[:20, :, 7], all_of_them[:20, :, 7], rtol=1e-3)
        assert np.isfinite(one).sum() == one[..., 7].size


def test_labels_put_right_let_it_run_on_and_the_error_stops_it_too_soon():
    as_they_are, right, error = runs(), runs(is_right=True), runs(watch="error")
    assert np.median(right.kept) > np.median(as_they_are.kept) + 25
    assert right.regret.mean() < 0.02 < as_they_are.regret.mean() < error.regret.mean()
    assert right.errors[1].mean() > as_they_are.errors[1].mean()  # a lower loss, a higher error


def test_the_challenge_takes_right_labels_and_a_least_gain():
    demo = STOPPING.early_stopping()
    assert demo.state == "open"
    demo.set(is_right=True)
    assert demo.state == "open"
    demo.set(min_delta=0.01, patience=3)
    assert demo.state == "solved"
    demo.set(patience=5)
    assert demo.state == "almost"
    demo.close()


def test_the_stop_line_is_held_and_a_run_is_chosen():
    demo = STOPPING.early_stopping()
    line = next(k for k, handle in enumerate(demo.handles) if handle.of(demo.artists) is demo.artists["patience"].stop)
    Hand(demo, line).press().pull(40, 0)
    assert demo.values["patience"] > 20
    Hand(demo, 1, 7).press()
    assert demo.values["run"] == 7
    demo.close()


def test_the_filter_is_held_by_its_knobs():
    demo = STOPPING.early_stopping(show="filter")
    Hand(demo, 5).press().pull(20, 0)
    assert demo.values["tau"] < 10
    Hand(demo, 6).press().pull(20, 0)
    assert demo.values["lam"] > 0.2
    demo.close()


def test_the_readouts_say_what_the_pictures_show(reads):
    found = result("early_stopping")
    r, (end, kept, best) = found.stops, 100 * found.stops.errors.mean(axis=1)
    span = np.median(r.kept), r.kept.min(), r.kept.max()
    gain = np.sum(r.errors[1] < r.errors[0])
    text = STOPPING.readout(found)
    reads(text, gain, 20, kept, end, 0, r.ran[0], r.kept[0], *span, r.ran.mean(), best, r.regret.mean())
    found = result("early_stopping", show="filter")
    stop, ridge, lams = found.filter.marked
    expected = [found.filter.where, found.filter.gap, 1, 0.1, 0.01, 10, *stop, 0.2, *ridge, *lams]
    reads(STOPPING.readout(found), *expected)


def test_a_penalty_whose_price_most_runs_would_choose_does_at_least_as_well_as_the_stop():
    """λ = 4: of six runs, five choose it among 0, 1, 2, 4 and 8 by the loss on the digits that the stop watches."""
    learned, _, test = digit_splits(TRAINED_ON, range(6), 0.2)
    network = Network(NETWORK, "relu", init="he", seed=range(6), dtype=np.float32)
    target, price = one_hot(learned.y, CLASSES), dict(penalty="l2", lam=4.0)
    train(network, learned.X, target, LOSS.name, "adam", RATE, EPOCHS, BATCH, every=EPOCHS, **price)
    end, kept, _ = runs().errors[:, :6].mean(axis=1)
    error = np.mean(network(test.X).argmax(axis=-1) != test.y)
    assert error < kept + 0.005 and error < end - 0.03


def test_wrong_validation_labels_bring_the_lowest_loss_earlier_and_the_error_is_no_higher_there():
    measured = finished(measure_runs(0.2))
    given, right = (measured.validation[200, is_right][:, 0].argmin(axis=0) for is_right in (False, True))
    error = measured.test[:, 1]
    assert np.sum(given < right) >= 17 and np.median(right - given) > 20
    assert error[given, np.arange(RUNS)].mean() < error[right, np.arange(RUNS)].mean()
