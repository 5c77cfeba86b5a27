"""The lecture's list of what to do in practice, on real digits; and where "small random values" fails."""

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.lectures.activations.learning_speed import pixels
from course_nn.network import Network
from course_nn.training import train

demo = Pure("activations.in_practice")

PHIS, INITS = list(demo.NAMES), list(demo.INITS)
BETS = dict(best_activation="elu", best_setting=("he", 0.1), worst_activation="relu", worst_setting=("large", 0.1))


@pytest.fixture(scope="module")
def maps():
    sizes = dict(epochs=12, size="quick", covered=False)
    return {depth: computed(demo, depth=depth, **sizes, **BETS) for depth in (1, 2, 8)}


def test_small_random_values_learn_in_a_shallow_network_and_fail_in_a_deep_one(maps):
    small = INITS.index("small")
    assert np.all(maps[1].losses[1:, small, -1] < 0.2)  # one hidden layer, η = 1, all but the sigmoid
    assert np.all(np.abs(maps[8].losses[:, small] - demo.CHANCE) < 0.05)  # eight: nothing learns at any rate


def test_he_brings_relu_through_eight_layers(maps):
    relu, rate = PHIS.index("relu"), demo.RATES.index(0.1)
    assert maps[8].losses[relu, INITS.index("he"), rate] < 1.5
    assert maps[8].losses[relu, INITS.index("small"), rate] > 2.2


@pytest.fixture(scope="module")
def of_five_seeds():
    """Median losses with He's weights and η = 0.1, where the map is bluest: {epochs: {φ: loss}}."""
    X, y = pixels(demo.DIGITS)
    losses = {}
    for phi in ("relu", "leaky_relu", "elu", "tanh"):
        networks = Network((64, *[32] * 8, 10), phi, init="he", seed=list(range(5)), dtype=np.float32)
        history = train(networks, X, y, "softmax_cross_entropy", learning_rate=0.1, epochs=40, batch_size=30, every=4)
        losses[phi] = np.median(history.losses, axis=1)
    return {epochs: {phi: curve[epochs // 4] for phi, curve in losses.items()} for epochs in demo.EVERY}


def test_in_eight_layers_elu_and_tanh_are_far_ahead_of_relu_at_first_and_leaky_relu_is_not_behind(of_five_seeds):
    early = of_five_seeds[12]
    assert 4 * max(early["elu"], early["tanh"]) < early["relu"] and early["leaky_relu"] <= early["relu"]


def test_when_trained_longer_relu_catches_up(of_five_seeds):
    late = of_five_seeds[40]
    assert late["relu"] < 0.02 and late["relu"] < 2 * min(late.values()) + 0.001


def test_the_loss_curves_are_those_of_the_best_bet_and_end_at_its_map(maps):
    curves, row = maps[8].curves, maps[8].losses[PHIS.index("elu"), INITS.index("he")]
    np.testing.assert_allclose(np.where(curves[:, -1] == demo.LOST, np.nan, curves[:, -1]), row)
    start, end = curves[:, 0], curves[:, -1]
    assert 1 < end[0] < start[0] and end[2] < 0.05 and end[3] == demo.LOST  # 0.001 crawls, 1 diverges
    assert len(maps[8].times) == curves.shape[1] == 13


def test_a_learning_rate_too_large_diverges_and_one_too_small_is_slow(maps):
    losses, elu, he = maps[8].losses, PHIS.index("elu"), INITS.index("he")
    assert np.isnan(losses[elu, he, demo.RATES.index(1.0)])
    assert np.all(np.diff(losses[elu, he, :3]) < 0)


def test_a_sigmoid_in_eight_layers_learns_only_from_large_weights(maps):
    assert np.all(maps[8].losses[PHIS.index("sigmoid"), :3] > 2.2)


def test_ranks_and_the_challenge_follow_the_map(maps):
    for result in maps.values():
        phi, init, rate = result.best
        best = result.losses[PHIS.index(phi), INITS.index(init), demo.RATES.index(rate)]
        assert best == np.nanmin(result.losses)
    assert maps[8].ranks[0] <= 5 and maps[8].ranks[1] == 1 + np.isfinite(maps[8].losses).sum()
    assert [demo.judge(maps[depth]) for depth in (2, 8)] == ["open", "solved"]


def test_a_press_on_the_left_half_of_a_cell_puts_the_circle_there_and_on_the_right_half_the_square():
    picture = demo.in_practice()
    cells = [(k, item) for k in range(len(PHIS)) for item in (0, 7, 15)]
    for k, item in cells:
        activation, setting = PHIS[k], list(demo.SETTINGS)[item]
        left, right = Hand(picture, 2 * k, item).press(), Hand(picture, 2 * k + 1, item).press()
        assert picture.result.bets == ((activation, *setting),) * 2 and left.start[0] < right.start[0]
    picture.close()
