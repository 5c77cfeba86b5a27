"""Networks that learn from changed inputs and softened labels, as the picture has them."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.datasets import digits
from course_nn.lectures.regularization.augmentation import framed
from course_nn.lectures.regularization.disturbed_digits import BATCH, BETWEEN, RATE, Changes, train_on_changed
from course_nn.lectures.regularization.regularization import best_gap, smoothed_cross_entropy
from course_nn.lectures.regularization.samples import CLASSES, digit_splits
from course_nn.losses import one_hot, softmax
from course_nn.metrics import calibration_error
from course_nn.network import Network
from course_nn.training import train

module, result = lecture("regularization")
DATA = module("change_the_data")
PLAIN, SHIFTED, TURNED = range(3)


def errors(**values):
    return result("change_the_data", **values).errors


@pytest.fixture(scope="module")
def opened():
    demo = DATA.change_the_data()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    opened.reset()
    return opened


CHANGES = {key: change.moves for key, change in DATA.SCEPTIC.changes.items()}


def gained_on_shifted(shift="both", **values):
    return (errors(**values) - errors(shift=shift, **values))[SHIFTED].mean()


@pytest.mark.costly_changes
def test_trained_with_shifts_networks_read_shifted_digits_well(becomes):
    assert errors(shift="both")[SHIFTED].mean() < 0.2 < 0.6 < errors()[SHIFTED].mean()
    gained = gained_on_shifted()
    becomes(**{key: lambda moves=moves: outcome(gained, gained_on_shifted(**moves)) for key, moves in CHANGES.items()})


def test_shifts_cost_a_small_network_on_plain_digits_though_nothing_is_cut_off(becomes):
    price = result("change_the_data").price
    assert 0.7 < price < 2.5 and price == result("change_the_data", shift="sideways", eps=0.1).price
    becomes(**{key: outcome(price, result("change_the_data", **moves).price) for key, moves in CHANGES.items()})


def test_trained_with_rotations_they_read_rotated_digits():
    assert errors(turn=True)[TURNED].mean() < 0.12 < 0.25 < errors()[TURNED].mean()


@pytest.mark.thorough
def test_shifts_cost_most_where_training_is_brief_and_less_the_longer_it_is():
    price = [result("change_the_data", epochs=epochs, seed=5).price for epochs in (30, 150, 300)]
    assert price[0] > 2 * price[1] and price[2] < price[1]


@pytest.mark.thorough
def test_with_a_thousand_digits_a_wider_network_pays_nothing():
    small, wide = (result("change_the_data", n=1000, width=width).price for width in (64, 256))
    assert small > 0.4 > wide
    assert errors(n=1000)[SHIFTED].mean() > 0.6 > 0.08 > errors(n=1000, shift="both")[SHIFTED].mean()


def spoiled(**values):
    """How much smoothing adds to the calibration error."""
    plain, smooth = (result("change_the_data", eps=eps, **values).ece[0] for eps in (0.0, 0.1))
    return smooth - plain


def spoiled_after_fifty_digits():
    """The same, for networks that err on a fifth of the test digits."""
    plain, smooth = (finished(train_on_changed(Changes(eps=eps), 50, 64, 150, tuple(range(5)))) for eps in (0.0, 0.1))
    assert 0.15 < plain.errors[PLAIN].mean() < 0.25
    before, after = (
        np.mean([calibration_error(*run) for run in zip(softmax(one.F), one.y)]) for one in (plain, smooth)
    )
    return after - before


def spoiled_under_strong_noise():
    """The same, for digits of which all, the test digits too, are noisy; their labels are right."""
    learned, _, test = digit_splits(200, range(5), centred=False)
    noise, spoilt = np.random.default_rng(0), []
    X, new_X = ((part.X - 0.3 + 0.5 * noise.normal(size=part.X.shape)).astype(np.float32) for part in (learned, test))
    for eps in (0.0, 0.1):
        network = Network((64, 64, 10), "relu", init="he", seed=range(5), dtype=np.float32)
        targets, loss = one_hot(learned.y, CLASSES), smoothed_cross_entropy(eps)
        train(network, X, targets, loss, "adam", RATE, 150, BATCH, every=150)
        answers = zip(softmax(network(new_X).astype(float)), test.y)
        spoilt.append(np.mean([calibration_error(*answer) for answer in answers]))
    assert spoilt[0] > 0.2  # far too sure
    return spoilt[1] - spoilt[0]


def test_smoothed_labels_ruin_the_calibration_of_clean_digits_and_a_temperature_repairs_it(becomes):
    changed = {"runs": spoiled(seed=5), "brief": spoiled(epochs=30), "wrong": spoiled(wrong=0.2)}
    changed["few"], changed["noisy"] = spoiled_after_fifty_digits(), spoiled_under_strong_noise()
    changed["cooled"] = result("change_the_data", eps=0.1).ece[1] - result("change_the_data").ece[0]
    becomes(**{key: outcome(spoiled(), left) for key, left in changed.items()})
    plain, smooth = result("change_the_data"), result("change_the_data", eps=0.1)
    assert plain.ece[0] < 0.05 < 0.1 < smooth.ece[0] and smooth.ece[1] < 0.05
    assert 0.35 < smooth.temperature < 0.75 and plain.temperature > 1
    ten = [[errors(eps=eps, seed=seed)[PLAIN] for seed in (0, 5)] for eps in (0.0, 0.1)]
    assert 0.003 < np.mean(ten[0]) - np.mean(ten[1]) < 0.02
    assert smooth.gap == pytest.approx(best_gap(10, 0.1), abs=0.3) and plain.gap > 2 * smooth.gap


def test_the_pictures_are_what_the_network_gets():
    plain = result("change_the_data").pictures
    assert plain.shape == (43, 32) and np.array_equal(plain[:10, :10].ravel(), framed(digits().X[0], 1))
    assert (plain[10] == BETWEEN).all() and (plain[:, 10] == BETWEEN).all()
    mirrored = result("change_the_data", mirror=True).pictures
    changed = [
        not np.array_equal(plain[11 * r :][:10, 11 * c :][:, :10], mirrored[11 * r :][:10, 11 * c :][:, :10])
        for r in range(4)
        for c in range(3)
    ]
    assert 2 < sum(changed) < 11


def test_a_temperature_moves_the_claims_towards_what_comes_true(demo):
    demo.set(eps=0.1)
    before = demo.result.claimed
    demo.set(cooled=True)
    after = demo.result.claimed
    assert np.abs(np.diff(after, axis=0)).mean() < 0.6 * np.abs(np.diff(before, axis=0)).mean()


@pytest.mark.thorough
def test_the_challenge_takes_both_a_thousand_digits_and_a_wider_network(demo):
    states = [demo.state]
    for values in (dict(shift="both", turn=True), dict(n=1000), dict(width=256)):
        demo.set(**values)
        states.append(demo.state)
    assert states == ["open", "open", "almost", "solved"]


def test_the_judge_asks_for_all_three_errors_at_once():
    start = result("change_the_data")
    for errors, state in (
        ((0.049, 0.129, 0.109), "solved"),
        ((0.049, 0.129, 0.12), "almost"),
        ((0.02, 0.5, 0.1), "open"),
    ):
        assert DATA.CHALLENGE.judge(start._replace(errors=np.outer(errors, np.ones(5)))) == state


def test_a_hand_makes_a_kind_of_digits_familiar_cools_and_pulls_the_copies(demo):
    Hand(demo, 0, SHIFTED).press()
    assert demo.values["shift"] == "both"
    Hand(demo, 0, TURNED).press()
    assert demo.values["turn"]
    Hand(demo, 0, PLAIN).press()
    assert demo.values["shift"] == "none" and not demo.values["turn"]
    Hand(demo, 1).press()
    assert demo.values["cooled"]
    demo.set(sigma=0.3)
    Hand(demo, 3).press().pull(60, 0)
    assert demo.values["copies"] > 10


def test_the_readout_says_what_the_picture_shows(demo, reads):
    demo.set(eps=0.1, sigma=0.3)
    r = demo.result
    pairs = [100 * value for now, plain in zip(r.errors, r.plain) for value in (now.mean(), plain.mean())]
    sure = r.ece[0], r.temperature, r.ece[1], r.gap, r.excess, 4.51, 0.5
    reads(demo.readout, *pairs, *sure, 10, np.median(r.far[:, 2]), 0)


def test_the_distance_to_ridge_has_room_where_there_is_noise_and_else_the_others_have_it(demo):
    *others, ridge = demo.artists.panels
    wide = [axes.get_position(original=True).width for axes in others]
    assert not ridge.get_visible()
    demo.set(sigma=0.3)
    assert ridge.get_visible() and all(
        axes.get_position(original=True).width < before for axes, before in zip(others, wide)
    )
    demo.set(sigma=0.0)
    assert [axes.get_position(original=True).width for axes in others] == wide
