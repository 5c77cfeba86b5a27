"""The lecture's list of what to do in practice, on real digits; and where "small random values" fails."""

import numpy as np
import pytest

from course_nn.lectures.activations.demos import in_practice as demo

PHIS, INITS = list(demo.NAMES), list(demo.INITS)
BETS = dict(best_activation="elu", best_setting=("he", 0.1), worst_activation="relu", worst_setting=("large", 0.1))


@pytest.fixture(scope="module")
def maps():
    picture = demo.in_practice()
    return {depth: picture.compute(depth=depth, size="quick", covered=False, **BETS) for depth in (1, 2, 8)}


def test_small_random_values_learn_in_a_shallow_network_and_fail_in_a_deep_one(maps):
    small = INITS.index("small")
    assert np.all(maps[1].losses[1:, small, -1] < 0.2)  # one hidden layer, η = 1, all but the sigmoid
    assert np.all(np.abs(maps[8].losses[:, small] - demo.CHANCE) < 0.05)  # eight: nothing learns at any rate


def test_he_brings_relu_through_eight_layers(maps):
    relu, rate = PHIS.index("relu"), demo.RATES.index(0.1)
    assert maps[8].losses[relu, INITS.index("he"), rate] < 1.5
    assert maps[8].losses[relu, INITS.index("small"), rate] > 2.2


def test_leaky_relu_elu_and_tanh_keep_up_with_relu_in_eight_layers(maps):
    losses = maps[8].losses[:, INITS.index("he"), demo.RATES.index(0.1)]
    assert all(losses[PHIS.index(phi)] <= losses[PHIS.index("relu")] for phi in ("leaky_relu", "elu", "tanh"))


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
