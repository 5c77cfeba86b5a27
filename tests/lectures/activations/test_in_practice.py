"""The lecture's list of what to do in practice, on real digits; and where "small random values" fails."""

from types import SimpleNamespace

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.first_weights import DRAWS
from course_nn.lectures.activations.demos.in_practice.training_map import DIGITS, RATES, losses_of
from course_nn.lectures.activations.learning_speed import pixels
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import gradient_of_mean_loss, train

demo = Pure("activations.in_practice")

PHIS, INITS = list(demo.NAMES), list(demo.INITS)
BETS = dict(best_activation="elu", best_setting=("he", 0.1), worst_activation="relu", worst_setting=("large", 0.1))


@pytest.fixture(scope="module")
def maps():
    sizes = dict(epochs=12, size="quick", covered=False)
    return {depth: computed(demo, depth=depth, **sizes, **BETS) for depth in (1, 2, 8)}


def lowest(phi, *inits, depth=8, optimizer="gradient_descent", epochs=12):
    """The lowest loss with these first weights and the best learning rate, as a share of that of guessing."""
    losses = finished(losses_of(phi, depth, optimizer, epochs, 1))[-1]
    return losses[[INITS.index(init) for init in inits]].min().clip(max=demo.CHANCE) / demo.CHANCE


ADAM = dict(optimizer="adam")
SETTING = "depth", "optimizer", "epochs"


def test_he_brings_relu_through_eight_layers_and_small_values_do_not_whatever_a_sceptic_changes_but_the_depth(becomes):
    def behind(phi="relu", **change):
        return lowest(phi, "small", **change) - lowest(phi, "he", **change)

    assert lowest("relu", "he") < 0.5 and lowest("relu", "small") > 0.95
    changes = dict(adam=ADAM, leaky=dict(phi="leaky_relu"), elu=dict(phi="elu"), one=dict(depth=1))
    becomes(**{key: outcome(behind(), behind(**change)) for key, change in changes.items()})


def test_small_random_values_learn_in_one_layer_and_fail_in_eight_whatever_a_sceptic_changes_but_the_depth(becomes):
    def fail(phi="relu", depth=8, **change):
        return lowest(phi, "small", depth=depth, **change) - lowest(phi, "small", depth=1, **change)

    assert fail() > 0.9
    changes = dict(adam=ADAM, tanh=dict(phi="tanh"), elu=dict(phi="elu") | ADAM)
    changes |= dict(long=dict(depth=2, epochs=40), two=dict(depth=2) | ADAM)
    left = {key: fail(**change) for key, change in changes.items()}
    left["epsilon"] = deep_from_small(epsilon=1e-16) / demo.CHANCE - lowest("relu", "small", depth=1, **ADAM)
    becomes(**{key: outcome(fail(), changed) for key, changed in left.items()})


def small_and_deep(seeds=5):
    return Network((64, *[32] * 8, 10), "relu", init="normal", seed=list(range(seeds)), dtype=np.float32)


def deep_from_small(epochs=300, rate=0.001, **how):
    """The loss of eight layers of ReLU that learn from small weights with Adam, the median of five seeds."""
    settings = dict(optimizer="adam", learning_rate=rate, epochs=epochs, batch_size=30, every=epochs)
    history = train(small_and_deep(), *pixels(DIGITS), "softmax_cross_entropy", **settings, **how)
    return np.median(history.losses[-1])


def test_behind_eight_small_layers_there_is_a_gradient_but_far_below_the_epsilon_of_adam():
    X, y = pixels(DIGITS)
    networks, loss = small_and_deep(), LOSSES["softmax_cross_entropy"]
    gradient = gradient_of_mean_loss(networks, X, loss.targets(networks(X), y), loss)
    for dW in networks.with_parameters(gradient).weights:
        assert np.all(dW.any(axis=(1, 2))) and np.abs(dW).max() < 1e-10


@pytest.mark.thorough
def test_with_small_steps_and_much_time_adam_learns_from_small_weights_with_its_usual_epsilon_too():
    assert deep_from_small(epochs=500, rate=0.0005) < 0.1 < 2 < deep_from_small(epochs=40)


def test_behind_eight_layers_of_sigmoids_little_is_learned_until_a_sceptic_takes_adam_and_large_weights(becomes):
    def behind(inits=("glorot", "he"), **change):
        return lowest("sigmoid", *inits, **change) - lowest("relu", "he", **change)

    assert lowest("sigmoid", "small", "glorot", "he") > 0.95
    changes = dict(adam=ADAM, large=dict(inits=["large"]), both=dict(inits=["large"]) | ADAM, one=dict(depth=1) | ADAM)
    becomes(**{key: outcome(behind(), behind(**change)) for key, change in changes.items()})


def test_a_learning_rate_too_large_diverges_and_one_too_small_is_slow_until_a_sceptic_takes_adam(becomes):
    def slow(phi="elu", init="he", depth=8, optimizer="gradient_descent"):
        losses = finished(losses_of(phi, depth, optimizer, 12, 1))[-1][INITS.index(init)]
        return (losses[0] - losses.min()) / demo.CHANCE

    elu = finished(losses_of("elu", 8, "gradient_descent", 12, 1))[-1][INITS.index("he")]
    assert np.isinf(elu[demo.RATES.index(1.0)]) and np.all(np.diff(elu[:3]) < 0)
    changes = dict(tanh=dict(phi="tanh"), glorot=dict(init="glorot"), two=dict(depth=2), adam=ADAM)
    becomes(**{key: outcome(slow(), slow(**change)) for key, change in changes.items()})


@pytest.mark.thorough
@pytest.mark.parametrize("phi", ["relu", "elu"])
def test_eight_layers_of_large_weights_learn_at_a_hundredth_of_the_smallest_rate_of_the_map_and_diverge_at_all_of_its(
    phi,
):
    assert np.isinf(finished(losses_of(phi, 8, "gradient_descent", 12, 1))[-1, INITS.index("large")]).all()
    X, y = pixels(DIGITS)
    network = Network((64, *[32] * 8, 10), phi, init=[*DRAWS.values()][INITS.index("large")], seed=[0, 1, 2])
    train(network, X, y, "softmax_cross_entropy", learning_rate=min(RATES) / 100, epochs=40, batch_size=30, every=40)
    assert np.median(np.mean(network(X).argmax(axis=-1) == y, axis=-1)) > 0.8
    assert np.median(LOSSES["softmax_cross_entropy"].per_sample(network(X), y).mean(axis=-1)) > 2 * np.log(10)


def test_in_two_layers_small_weights_only_need_time_or_one_layer_less():
    """As the sceptic of the demo finds; only ReLUs are trained here."""

    def effect(moves):
        depth, optimizer, epochs = ({name: demo.CONTROLS[name].start for name in SETTING} | moves).values()
        relu = finished(losses_of("relu", depth, optimizer, epochs, 1))[-1]
        return demo.small_behind(SimpleNamespace(losses=np.tile(relu, (len(PHIS), 1, 1))))

    left = {key: outcome(effect({}), effect(change.moves)) for key, change in demo.SCEPTIC.changes.items()}
    assert left == dict(deep="stays", adam="stays", long="reversed", one="reversed")


@pytest.fixture(scope="module")
def of_five_seeds():
    """Median losses with He's weights and the rate at which the map is bluest: {(optimizer, epochs): {φ: loss}}."""
    X, y = pixels(DIGITS)
    losses = {}
    for phi in ("relu", "leaky_relu", "elu", "tanh"):
        for optimizer, rate, epochs in (("gradient_descent", 0.1, 40), ("adam", 0.01, 12)):
            networks = Network((64, *[32] * 8, 10), phi, init="he", seed=list(range(5)), dtype=np.float32)
            settings = dict(optimizer=optimizer, learning_rate=rate, epochs=epochs, batch_size=30, every=4)
            history = train(networks, X, y, "softmax_cross_entropy", **settings)
            losses[optimizer, phi] = np.median(history.losses, axis=1)
    return {
        moment: {phi: curve[moment[1] // 4] for (optimizer, phi), curve in losses.items() if optimizer == moment[0]}
        for moment in (("gradient_descent", 12), ("gradient_descent", 40), ("adam", 12))
    }


def test_in_eight_layers_elu_and_tanh_are_far_ahead_of_relu_at_first_and_leaky_relu_is_not_behind(of_five_seeds):
    early = of_five_seeds["gradient_descent", 12]
    assert 4 * max(early["elu"], early["tanh"]) < early["relu"] and early["leaky_relu"] <= early["relu"]


def test_when_trained_longer_relu_catches_up(of_five_seeds):
    late = of_five_seeds["gradient_descent", 40]
    assert late["relu"] < 0.02 and late["relu"] < 2 * min(late.values()) + 0.001


def test_with_adam_relu_is_not_behind_them_from_the_beginning(of_five_seeds):
    adam = of_five_seeds["adam", 12]
    assert adam["relu"] < 2 * max(adam["elu"], adam["tanh"])


def test_the_loss_curves_are_those_of_the_best_bet_and_end_at_its_map(maps):
    curves, row = maps[8].curves, maps[8].losses[PHIS.index("elu"), INITS.index("he")]
    np.testing.assert_allclose(np.where(curves[:, -1] == demo.LOST, np.nan, curves[:, -1]), row)
    start, end = curves[:, 0], curves[:, -1]
    assert 1 < end[0] < start[0] and end[2] < 0.05 and end[3] == demo.LOST  # 0.001 crawls, 1 diverges
    assert len(maps[8].times) == curves.shape[1] == 13


def test_ranks_and_the_challenge_follow_the_map(maps):
    for result in maps.values():
        phi, init, rate = result.best
        best = result.losses[PHIS.index(phi), INITS.index(init), demo.RATES.index(rate)]
        assert best == np.nanmin(result.losses)
    assert maps[8].ranks[0] <= 5 and maps[8].ranks[1] == 1 + np.isfinite(maps[8].losses).sum()
    assert [demo.judge(maps[depth]) for depth in (2, 8)] == ["open", "solved"]


def test_a_press_on_the_left_half_of_a_cell_puts_the_circle_there_and_on_the_right_half_the_square():
    picture = demo.in_practice()
    cells = [(0, 0), (2, 7), (5, 15)]
    for k, item in cells:
        activation, setting = PHIS[k], list(demo.SETTINGS)[item]
        left, right = Hand(picture, 2 * k, item).press(), Hand(picture, 2 * k + 1, item).press()
        assert picture.result.bets == ((activation, *setting),) * 2 and left.start[0] < right.start[0]
    picture.close()
