import sys
from itertools import islice, repeat

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.datasets import digits, gauss, penguins, xor_points
from course_nn.layers import (
    TRAINING,
    ActivationLayer,
    Augmentation,
    BatchNorm,
    Bias,
    Dense,
    LayerNorm,
    Shortcut,
    leaves,
)
from course_nn.losses import GAUSSIAN, LOSSES
from course_nn.network import Network, dense_layers
from course_nn.optimizers import Clipped, Decayed, GradientDescent, Scheduled
from course_nn.training import (
    PENALTIES,
    Objective,
    arrivals,
    gradient_of_mean_loss,
    in_batches,
    learn,
    mini_batches,
    passes,
    train,
    watch,
)


def blobs(n=60, seed=0):
    data = gauss(n, 0.3, seed)
    return data.X / 4, data.y


def standardised_penguins():
    data = penguins()
    return (data.X - data.X.mean(axis=0)) / data.X.std(axis=0), data.y


@pytest.mark.parametrize(
    "name, settings", [("gradient_descent", {}), ("momentum", {"beta": 0.9}), ("nesterov", {"beta": 0.9}), ("adam", {})]
)
def test_a_whole_run_equals_pytorchs_step_for_step(name, settings):
    torch = pytest.importorskip("torch")
    X, y = blobs(50)
    network, torch_net = (
        Network((2, 8, 8, 1), "tanh", seed=1),
        torch.nn.Sequential(
            torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1)
        ).double(),
    )
    with torch.no_grad():
        for layer, W, b in zip(torch_net[::2], network.weights, network.biases, strict=True):
            layer.weight.copy_(torch.tensor(W))
            layer.bias.copy_(torch.tensor(b))
    rule = {
        "gradient_descent": torch.optim.SGD(torch_net.parameters(), lr=0.05),
        "momentum": torch.optim.SGD(torch_net.parameters(), lr=0.05, momentum=0.9),
        "nesterov": torch.optim.SGD(torch_net.parameters(), lr=0.05, momentum=0.9, nesterov=True),
        "adam": torch.optim.Adam(torch_net.parameters(), lr=0.05),
    }[name]
    history = train(network, X, y, "binary_cross_entropy", name, 0.05, epochs=10, batch_size=10, seed=4, **settings)
    measure, tX, ty = torch.nn.BCEWithLogitsLoss(), torch.tensor(X), torch.tensor(y[:, None], dtype=torch.float64)
    rng, losses = np.random.default_rng(4), [measure(torch_net(tX), ty).item()]
    for _ in range(10):  # × 5 batches = 50 steps
        for rows in rng.permutation(50).reshape(5, 10):
            rule.zero_grad()
            measure(torch_net(tX[rows]), ty[rows]).backward()
            rule.step()
        losses.append(measure(torch_net(tX), ty).item())
    assert np.allclose(history.losses, losses, rtol=0, atol=1e-10) and losses[-1] < losses[0]


def test_logistic_regression_agrees_with_scikit_learns_solver():
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, y = blobs(200)
    theirs = linear_model.LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X, y)
    best = LOSSES["binary_cross_entropy"].per_sample(theirs.decision_function(X), y).mean()
    network = Network((2, 1), init="zeros")
    history = train(network, X, y, "binary_cross_entropy", "nesterov", 1.0, epochs=2000)
    assert history.losses[0] == pytest.approx(np.log(2))
    assert history.losses[-1] == pytest.approx(best, abs=1e-6)
    assert np.allclose(network.weights[0], theirs.coef_, rtol=1e-2)


def test_l2_penalty_finds_scikit_learns_minimum_of_sum_plus_lambda_times_penalty():
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, y = standardised_penguins()
    lam = 3.0  # theirs: C Σ l + ½ ‖w‖², so C = 1 / λ
    theirs = linear_model.LogisticRegression(C=1 / lam, tol=1e-10, max_iter=1000).fit(X, y)
    network = Network((2, 1))
    train(network, X, y, "binary_cross_entropy", "nesterov", 0.5, epochs=1500, penalty="l2", lam=lam)
    assert np.allclose(network.weights[0], theirs.coef_, atol=1e-6)
    assert np.allclose(network.biases[0], theirs.intercept_, atol=1e-6), "the bias carries no penalty"


def test_linear_regression_finds_the_least_squares_solution():
    rng = np.random.default_rng(0)
    X, noise = rng.normal(size=(40, 3)), rng.normal(size=40)
    y = X @ [1.0, -2.0, 0.5] + 3 + noise
    solution = np.linalg.lstsq(np.c_[X, np.ones(40)], y, rcond=None)[0]
    network = Network((3, 1))
    train(network, X, y, "squared_error", learning_rate=0.5, epochs=400)
    assert np.allclose(network.parameters, solution, atol=1e-8)


def test_l1_penalty_brings_useless_weights_to_zero():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 3))
    y = 2 * X[:, 0]
    free, sparse = Network((3, 1), seed=2), Network((3, 1), seed=2)
    train(free, X, y + rng.normal(size=100), learning_rate=0.02, epochs=800)
    train(sparse, X, y + rng.normal(size=100), learning_rate=0.02, epochs=800, penalty="l1", lam=30.0)
    assert np.abs(free.weights[0][0, 1:]).max() > 0.02 > np.abs(sparse.weights[0][0, 1:]).max()
    assert 1 < sparse.weights[0][0, 0] < 2


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_the_step_is_the_gradient_of_the_recorded_objective(penalty):
    X, y = blobs(30)
    network = Network((2, 3, 1), seed=5)
    history = train(network, X, y, "binary_cross_entropy", learning_rate=1e-3, epochs=1, penalty=penalty, lam=2.0)
    start, end = history.parameters
    gradient, eps = (start - end) / 1e-3, 1e-6

    def objective(theta):
        net = network.with_parameters(theta)
        w = np.concatenate([W.ravel() for W in net.weights])
        price = {"l2": 0.5 * np.sum(w**2), "l1": np.sum(np.abs(w))}[penalty]
        return LOSSES["binary_cross_entropy"].per_sample(net(X), y).mean() + 2.0 / 30 * price

    assert history.losses[0] + history.penalties[0] == pytest.approx(objective(start))
    for p in np.flatnonzero(start):  # off the kink of |w|
        unit = np.eye(start.size)[p] * eps
        assert gradient[p] == pytest.approx((objective(start + unit) - objective(start - unit)) / (2 * eps), abs=1e-7)


def test_penalty_of_a_batch_of_rows_is_the_penalty_of_the_whole():
    X, y = np.zeros((40, 2)), np.zeros(40)  # no data to learn from: only the penalty moves the weights
    for batch_size in (40, 10):
        network = Network((2, 1), seed=1)
        start = network.weights[0].copy()
        train(network, X, y, learning_rate=0.1, epochs=1, batch_size=batch_size, penalty="l2", lam=4.0)
        assert np.allclose(network.weights[0], start * (1 - 0.1 * 4 / 40) ** (40 // batch_size))


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
def test_training_a_batch_of_networks_equals_training_each(optimizer):
    X, y = blobs()
    options = dict(loss="binary_cross_entropy", optimizer=optimizer, epochs=8, batch_size=16, seed=3)
    rates = [0.01, 0.1, 0.3]
    together = train(Network((2, 4, 1), seed=range(3)), X, y, learning_rate=rates, penalty="l2", lam=0.5, **options)
    assert together.parameters.shape == (9, 3, 17) and together.losses.shape == together.penalties.shape == (9, 3)
    for i, rate in enumerate(rates):
        alone = train(Network((2, 4, 1), seed=i), X, y, learning_rate=rate, penalty="l2", lam=0.5, **options)
        assert np.allclose(together.parameters[:, i], alone.parameters, atol=1e-12)
        assert np.allclose(together.losses[:, i], alone.losses, atol=1e-12)
        assert np.allclose(together.penalties[:, i], alone.penalties, atol=1e-12)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "adam"])
def test_extending_a_run_equals_asking_for_all_epochs_at_once(optimizer):
    X, y = blobs()
    options = dict(loss="hinge", optimizer=optimizer, learning_rate=0.05, batch_size=7, seed=2)
    whole = train(Network((2, 5, 1)), X, 2 * y - 1, epochs=9, **options)
    parts = train(Network((2, 5, 1)), X, 2 * y - 1, epochs=4, **options)
    assert len(parts.losses) == 5
    assert parts.extend(3).extend(2) is parts
    assert np.array_equal(whole.parameters, parts.parameters) and np.array_equal(whole.losses, parts.losses)


def test_every_epoch_can_be_visited_again():
    X, y = blobs()
    network = Network((2, 5, 1), "tanh")
    before = network.parameters.copy()
    history = train(network, X, y, "binary_cross_entropy", epochs=6, batch_size=20)
    assert np.array_equal(history.parameters[0], before) and np.array_equal(history.parameters[-1], network.parameters)
    for epoch in (0, 3, -1):
        loss = LOSSES["binary_cross_entropy"].per_sample(history.at(epoch)(X), y).mean()
        assert history.losses[epoch] == pytest.approx(loss, abs=1e-15)
    assert np.allclose(history.losses_on(X, y), history.losses) and history.losses_on(*blobs(seed=9)).shape == (7,)
    assert history.reason is None and not history.diverged


@pytest.mark.parametrize("batch", [None, 3])
def test_keeping_fewer_moments_changes_nothing_else(batch):
    X, y = blobs()
    seed, options = (
        range(batch) if batch else 0,
        dict(loss="hinge", optimizer="adam", batch_size=16, penalty="l1", lam=0.2),
    )
    every, some = (train(Network((2, 4, 1), seed=seed), X, 2 * y - 1, epochs=11, every=k, **options) for k in (1, 4))
    assert every.epochs.tolist() == list(range(12)) and some.epochs.tolist() == [0, 4, 8]
    for name in ("parameters", "losses", "penalties"):
        assert np.array_equal(getattr(some, name), getattr(every, name)[[0, 4, 8]])
    assert np.array_equal(some.losses_on(X, 2 * y - 1), every.losses_on(X, 2 * y - 1)[[0, 4, 8]])
    assert np.array_equal(some.network.parameters, every.network.parameters), "trained for all 11 epochs"
    for epoch, kept in ((0, 0), (3, 0), (4, 4), (7, 4), (8, 8), (-1, 8)):
        assert np.array_equal(some.at(epoch).parameters, every.at(kept).parameters)
    assert some.extend(1).epochs.tolist() == [0, 4, 8, 12]


def test_all_kept_moments_are_one_batch_of_networks():
    X, y = blobs()
    one = train(Network((2, 4, 1)), X, y, epochs=6, every=2)
    many = train(Network((2, 4, 1), seed=range(3)), X, y, epochs=6, every=2)
    assert one.networks(X).shape == (4, 60, 1) and many.networks(X).shape == (4, 3, 60, 1)
    for history in (one, many):
        outputs = [history.at(epoch)(X) for epoch in history.epochs]
        assert np.allclose(history.networks(X), outputs, rtol=0, atol=1e-15)


@pytest.mark.parametrize("batch_size", [None, 16])
def test_networks_with_a_sample_each_learn_as_if_alone(batch_size):
    samples = [blobs(seed=seed) for seed in range(3)]
    X, Y = np.stack([X for X, _ in samples]), np.stack([y[:, None] for _, y in samples])
    options = dict(
        loss="binary_cross_entropy", optimizer="adam", epochs=5, batch_size=batch_size, penalty="l2", lam=0.5
    )
    together = train(Network((2, 4, 1), seed=range(3)), X, Y, **options)
    for k, (x, y) in enumerate(samples):
        alone = train(Network((2, 4, 1), seed=k), x, y, **options)
        assert np.allclose(together.parameters[:, k], alone.parameters, atol=1e-12)
        assert np.allclose(together.losses[:, k], alone.losses, atol=1e-12)
        assert np.allclose(together.penalties[:, k], alone.penalties, atol=1e-12)


def test_watching_is_training_that_yields_the_share_done():
    X, y = blobs()
    options = dict(optimizer="momentum", learning_rate=0.05, batch_size=16, seed=3)
    whole = train(Network((2, 4, 1)), X, y, epochs=23, every=5, **options)
    for looks in (1, 4, 10, 100):
        watched = finished(watch(Network((2, 4, 1)), X, y, "squared_error", 23, 5, looks, **options))
        assert np.array_equal(watched.parameters, whole.parameters) and watched.epochs.tolist() == [0, 5, 10, 15, 20]
        assert np.array_equal(watched.network.parameters, whole.network.parameters)
    shares = list(watch(Network((2, 4, 1)), X, y, epochs=23, reports=4))
    assert shares == [0, 0.25, 0.5, 0.75] and len(list(watch(Network((2, 4, 1)), X, y, epochs=23, reports=99))) == 23
    assert finished(watch(Network((2, 4, 1)), X, y, epochs=0)).epochs.tolist() == [0]


def test_a_watched_run_that_is_given_up_stops_there():
    X, y = blobs()
    network = Network((2, 4, 1))
    work = watch(network, X, y, epochs=20, reports=10)
    for _ in range(4):
        next(work)
    work.close()
    assert np.array_equal(network.parameters, train(Network((2, 4, 1)), X, y, epochs=6).parameters[-1])


def test_the_gradient_of_the_mean_loss_is_that_of_the_mean_loss():
    X, y = blobs(20)
    network, loss = Network((2, 3, 1), seed=5), LOSSES["binary_cross_entropy"]
    g = gradient_of_mean_loss(network, X, loss.targets(network(X), y), loss)
    for p in range(g.size):
        step = np.eye(g.size)[p] * 1e-6
        ahead, behind = (network.with_parameters(network.parameters + s)(X) for s in (step, -step))
        slope = (loss.per_sample(ahead, y) - loss.per_sample(behind, y)).mean() / 2e-6
        assert g[p] == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize("name", PENALTIES)
def test_a_penalty_is_0_without_weights_even_and_has_its_slope(name):
    w = np.array([-2.0, -0.3, 0.0, 0.3, 2.0])
    penalty, off_the_kink = PENALTIES[name], w != 0
    assert penalty.value(w)[2] == penalty.gradient(w)[2] == 0 and np.all(penalty.value(w) >= 0)
    assert np.array_equal(penalty.value(w), penalty.value(-w)) and penalty.value(w).shape == w.shape
    slope = (penalty.value(w + 1e-6) - penalty.value(w - 1e-6)) / 2e-6
    assert np.allclose(penalty.gradient(w)[off_the_kink], slope[off_the_kink])


def test_a_diverging_run_that_keeps_few_moments_goes_back_to_the_last_of_them():
    X, y = blobs()
    network = Network((2, 1), seed=1)
    history = train(network, 100 * X, y, learning_rate=1.0, epochs=500, every=10)
    assert history.diverged and np.isfinite(history.losses).all() and len(history.epochs) == len(history.losses)
    assert np.array_equal(network.parameters, history.parameters[-1])
    assert f"diverged in epoch {history.epochs[-1] + 10}:" in history.reason.en


def test_a_diverging_run_stops_with_a_reason_and_finite_numbers():
    X, y = blobs()
    network = Network((2, 1), seed=1)
    history = train(network, 100 * X, y, learning_rate=1.0, epochs=500)
    assert history.diverged and 1 < len(history.losses) == len(history.parameters) < 500
    assert np.isfinite(history.losses).all() and np.isfinite(history.parameters).all()
    assert np.array_equal(network.parameters, history.parameters[-1])
    assert f"diverged in epoch {len(history.losses)}:" in history.reason.en and "try 0.1" in history.reason.en
    assert "发散" in history.reason.zh and "0.1" in history.reason.zh
    length = len(history.losses)
    assert len(history.extend(10).losses) == length, "it stays stopped"


def test_a_loss_that_overflows_before_the_parameters_do_is_not_kept():
    network = Network((1, 1), init="zeros")
    history = train(network, [[1e100], [-1e100]], [1.0, 1.0], learning_rate=1e-40, epochs=1)  # w = 0: Σ x y = 0
    assert history.reason is None
    network.parameters = [1e30, 0.0]
    history = train(network, [[1e100], [-1e100]], [1.0, 1.0], learning_rate=1e-160, epochs=1)
    assert history.diverged and history.losses.tolist() == [0.5e260] and "epoch 1" in history.reason.en


def test_one_diverging_network_does_not_stop_the_others():
    X, y = blobs()
    X = 30 * X
    history = train(Network((2, 1), seed=range(3)), X, y, learning_rate=[1e-4, 1.0, 1e-5], epochs=400)
    assert history.diverged.tolist() == [False, True, False] and "1 of 3 networks" in history.reason.en
    assert history.losses.shape == (401, 3) and np.isfinite(history.losses).all()
    assert np.isfinite(history.parameters).all()
    alone = train(Network((2, 1), seed=2), X, y, learning_rate=1e-5, epochs=400)
    assert np.allclose(history.losses[:, 2], alone.losses, rtol=1e-9)
    assert np.ptp(history.losses[-20:, 1]) == 0, "the diverged one stands still"


def test_the_seed_decides_the_batches():
    X, y = blobs()
    runs = [train(Network((2, 4, 1)), X, y, epochs=3, batch_size=8, seed=seed).losses for seed in (0, 0, 1)]
    assert np.array_equal(runs[0], runs[1]) and not np.array_equal(runs[0], runs[2])


def test_a_small_network_learns_xor_from_most_seeds():
    X, y = xor_points()
    networks = Network((2, 4, 1), "tanh", seed=range(20))
    train(networks, X, y, "binary_cross_entropy", "momentum", 0.3, epochs=400)
    solved = np.all((networks(X)[..., 0] > 0) == (y == 1), axis=-1)
    assert solved.mean() > 0.8


def test_digits_are_learned_and_new_ones_read():
    data = digits()
    network = Network((64, 32, 10), "relu", init="he")
    train(network, data.X[:1200], data.y[:1200], "softmax_cross_entropy", "adam", 0.005, epochs=15, batch_size=32)
    assert np.mean(network(data.X[1200:]).argmax(axis=1) == data.y[1200:]) > 0.9


def test_two_outputs_learn_mean_and_spread():
    rng = np.random.default_rng(0)
    y = rng.normal(3, 2, 500)
    network = Network((1, 2), init="zeros")
    train(network, np.zeros((500, 1)), y, GAUSSIAN, learning_rate=0.2, epochs=600)
    mean, log_sigma = network.biases[0]
    assert mean == pytest.approx(y.mean(), abs=1e-6) and np.exp(log_sigma) == pytest.approx(y.std(), abs=1e-6)


def test_float32_trains_in_float32():
    X, y = blobs()
    history = train(
        Network((2, 4, 1), dtype=np.float32),
        X,
        y,
        "binary_cross_entropy",
        "adam",
        0.01,
        epochs=5,
        penalty="l2",
        lam=0.1,
    )
    assert history.parameters.dtype == np.float32
    exact = train(Network((2, 4, 1)), X, y, "binary_cross_entropy", "adam", 0.01, epochs=5, penalty="l2", lam=0.1)
    assert np.allclose(history.losses, exact.losses, atol=1e-5)


def parameters_after(optimizer=None, keep=None, disturb=None):
    X, y = blobs()
    layers = dense_layers((2, 5, 4, 1), "tanh")
    network = Network([Augmentation(disturb), *layers] if disturb else layers, seed=3)
    learner = network if keep is None else network.with_dropout(keep)
    train(learner, X, y, "binary_cross_entropy", optimizer or GradientDescent(0.5), epochs=3, batch_size=20)
    return network.parameters


def test_what_does_nothing_leaves_the_run_as_it_is():
    idle = Decayed(Clipped(Scheduled(GradientDescent(9.0), repeat(0.5)), 1e9), 0.0)
    assert np.array_equal(parameters_after(idle, 1.0, lambda X, rng: X), parameters_after())


def test_a_schedule_says_the_learning_rate_of_each_step():
    halves = Scheduled(GradientDescent(0.5), repeat(0.25))
    assert np.array_equal(parameters_after(halves), parameters_after(GradientDescent(0.25)))
    assert halves.learning_rate == 0.25


def test_time_in_passes_over_the_samples_is_that_of_each_step():
    assert np.allclose([*islice(passes(60, 20), 9)], np.arange(9) / 3)
    assert [*islice(passes(5, 2), 6)] == [0, 0.4, 0.8, 1, 1.4, 1.8]


def test_dropout_leaves_the_order_of_the_samples_as_it_is_and_its_chance_to_the_seed():
    assert not np.array_equal(parameters_after(keep=0.5), parameters_after())
    assert np.array_equal(parameters_after(keep=0.5), parameters_after(keep=(0.5, 0.5)))
    assert np.array_equal(parameters_after(keep=(1.0, 1.0)), parameters_after())


def test_training_with_dropout_trains_the_network_that_shares_the_parameters_and_records_it_whole():
    X, y = blobs()
    network = Network((2, 5, 1), "tanh", seed=3)
    history = train(network.with_dropout(0.5), X, y, "binary_cross_entropy", epochs=4, batch_size=20)
    assert np.array_equal(history.parameters[-1], network.parameters) and history.losses[-1] != history.losses[0]
    loss = LOSSES["binary_cross_entropy"].per_sample(network(X), y).mean()
    assert history.losses[-1] == pytest.approx(loss, abs=1e-15)


def test_what_disturbs_the_inputs_sees_each_batch_and_its_own_chance():
    seen = []

    def noisy(X, rng):
        seen.append(X.shape)
        return X + 0.1 * rng.normal(size=X.shape)

    assert not np.array_equal(parameters_after(disturb=noisy), parameters_after())
    assert seen == 9 * [(20, 2)]


def with_norms(norm, shortcut=False, seed=0):
    inner = [norm(8), Bias(8), ActivationLayer("tanh"), Dense(8, 8, "he", bias=False)]
    middle = [Shortcut(inner)] if shortcut else inner
    top = [norm(8), Bias(8), ActivationLayer("tanh"), Dense(8, 1), ActivationLayer("linear")]
    return Network([Dense(2, 8, bias=False), *middle, *top], seed=seed)


@pytest.mark.parametrize("shortcut", [False, True])
def test_train_gathers_the_running_moments_of_batch_norm(shortcut):
    X, y = blobs()
    network = with_norms(BatchNorm, shortcut)
    norms = [layer for layer in leaves(network.layers) if isinstance(layer, BatchNorm)]
    assert all((norm.mean == 0).all() and (norm.variance == 1).all() for norm in norms)
    history = train(network, 5 * X, y, "binary_cross_entropy", learning_rate=1e-9, epochs=60, batch_size=60)
    z = network.forward(5 * X, TRAINING).inputs_of(BatchNorm)
    for norm, before in zip(norms, z, strict=True):
        assert norm.mean == pytest.approx(before.mean(axis=0), abs=0.02)
        assert norm.variance == pytest.approx(before.var(axis=0, ddof=1), rel=0.02)
    assert network(5 * X) == pytest.approx(network.forward(5 * X, TRAINING).output, abs=0.05)
    assert history.losses[0] == pytest.approx(LOSSES["binary_cross_entropy"].per_sample(history.at(0)(5 * X), y).mean())


@pytest.mark.parametrize("norm", [BatchNorm, lambda M: LayerNorm()])
@pytest.mark.parametrize("shortcut", [False, True])
def test_a_network_with_norms_and_shortcuts_learns_and_dropout_makes_a_difference(norm, shortcut):
    X, y = blobs()
    whole, thinned = with_norms(norm, shortcut), with_norms(norm, shortcut).with_dropout(0.5)
    how = dict(learning_rate=0.1, epochs=60, batch_size=20)
    losses = [train(each, X, y, "binary_cross_entropy", **how).losses for each in (whole, thinned)]
    assert losses[0][-1] < 0.6 * losses[0][0] and not np.array_equal(whole.parameters, thinned.parameters)
    assert np.mean((whole(X)[:, 0] > 0) == y) > 0.9


def test_networks_with_batch_norm_learn_side_by_side_as_alone():
    X, y = blobs()
    how = dict(loss="binary_cross_entropy", optimizer="adam", epochs=5, batch_size=20, penalty="l2", lam=0.5)
    together = train(with_norms(BatchNorm, True, seed=range(3)), X, y, **how)
    for k in range(3):
        alone = train(with_norms(BatchNorm, True, seed=k), X, y, **how)
        assert np.allclose(together.parameters[:, k], alone.parameters, atol=1e-10)
        assert np.allclose(together.losses[:, k], alone.losses, atol=1e-10)


def test_each_mini_batch_of_an_epoch_has_its_rows_and_none_twice():
    X, T = np.arange(10.0)[:, None], -np.arange(10.0)[:, None]
    batches = [*mini_batches(X, T, 4, np.random.default_rng(0), epochs=2)]
    assert [x.shape for x, _ in batches] == [(4, 1), (4, 1), (2, 1)] * 2
    for k in (0, 3):
        x, t = (np.concatenate(part) for part in zip(*batches[k : k + 3]))
        assert np.array_equal(np.sort(x, axis=0), X) and np.array_equal(x, -t) and not np.array_equal(x, X)
    assert np.array_equal(np.concatenate([x for x, _ in in_batches(X, T, 4)]), X)
    endless = mini_batches(X, T, 4, np.random.default_rng(0))
    assert all(np.array_equal(next(endless)[0], x) for x, _ in batches)


def test_whoever_looks_on_sees_the_gradient_of_each_step_and_what_it_was_of():
    X, y = blobs(20)
    network, loss, before = Network((2, 3, 1), seed=5), LOSSES["binary_cross_entropy"], []
    T = loss.targets(network(X), y)
    for trace, targets, g in learn(network, in_batches(X, T, 10), Objective(loss), GradientDescent(0.5)):
        before.append(network.parameters + 0.5 * g)  # as it was before the step
        own = network.with_parameters(before[-1])
        assert np.allclose(own(trace.h[0]), trace.output, atol=1e-12)
        assert np.allclose(gradient_of_mean_loss(own, trace.h[0], targets, loss), g, atol=1e-12)
    assert len(before) == 2


def test_decay_pulls_weights_and_no_biases_beside_the_optimizer():
    network = Network((2, 3, 1), "tanh", seed=0)
    network.biases[0][...] = 1
    network.weights[1][...] = 0  # then the answer is 0, and nothing else moves
    before = network.weights[0].copy()
    decayed = Decayed(GradientDescent(0.1), 0.5, network.is_weight)
    train(network, np.zeros((4, 2)), np.zeros(4), optimizer=decayed, epochs=1)
    assert np.allclose(network.weights[0], 0.95 * before) and np.array_equal(network.biases[0], np.ones(3))


def test_a_clipped_step_is_no_longer_than_learning_rate_times_limit():
    X, y = blobs()
    network = Network((2, 5, 1), "tanh", seed=3)
    history = train(network, 50 * X, 100 * y, optimizer=Clipped(GradientDescent(0.5), 0.01), epochs=4)
    steps = np.linalg.norm(np.diff(history.parameters, axis=0), axis=1)
    assert np.allclose(steps, 0.005)


def test_what_is_clipped_is_the_gradient_of_the_whole_objective_the_penalty_included():
    X, y = blobs()
    network, lam, limit = Network((2, 5, 1), "tanh", seed=3), 50.0, 0.1
    network.parameters *= 5
    before, loss = network.parameters.copy(), LOSSES["squared_error"]
    whole = gradient_of_mean_loss(network, X, loss.targets(network(X), y), loss).copy()
    whole += lam / len(X) * PENALTIES["l2"].gradient(before) * network.is_weight
    train(network, X, y, optimizer=Clipped(GradientDescent(0.5), limit), epochs=1, penalty="l2", lam=lam)
    assert np.allclose(network.parameters, before - 0.5 * limit * whole / np.linalg.norm(whole))


def test_progress_changes_nothing_and_needs_no_tqdm(monkeypatch, capsys):
    X, y = blobs()
    plain = train(Network((2, 4, 1)), X, y, epochs=3).losses
    assert np.array_equal(train(Network((2, 4, 1)), X, y, epochs=0).extend(3, progress=True).losses, plain)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    capsys.readouterr()
    assert np.array_equal(train(Network((2, 4, 1)), X, y, epochs=0).extend(3, progress=True).losses, plain)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "change, message",
    [
        ({"loss": "hinges"}, "did you mean 'hinge'"),
        ({"optimizer": "adams"}, "did you mean 'adam'"),
        ({"penalty": "L2"}, "unknown penalty 'L2'"),
        ({"learning_rat": 0.1}, "did you mean 'learning_rate'"),
        ({"learning_rate": -1}, "positive number"),
        ({"learning_rate": [0.1, 0.2]}, "one per network"),
        ({"batch_size": 0}, "batch_size"),
        ({"batch_size": 2.5}, "batch_size"),
        ({"every": 0}, "every must be"),
        ({"lam": -1.0}, "lam must be a number ≥ 0"),
        ({"optimizer": GradientDescent(0.1), "beta": 0.9}, "has its settings"),
        ({"optimizer": 0.1}, "name of an optimizer"),
        ({"optimizer": Clipped(GradientDescent(0.1), 0.0), "epochs": 1}, "positive limit"),
        ({"loss": "hinge"}, "y = 2c - 1"),
        ({"X": np.full((60, 2), np.nan)}, "not a finite number"),
        ({"Y": np.full(60, np.inf)}, "not a finite number"),
        ({"Y": np.zeros(59)}, "must match"),
        ({"X": np.zeros((60, 3))}, "rows of 2 numbers"),
    ],
)
def test_bad_input_is_refused_in_words(change, message):
    X, y = blobs()
    with pytest.raises(BadInput, match=message):
        train(Network((2, 3, 1)), **({"X": X, "Y": y} | change))


def test_a_negative_decay_is_refused_in_words():
    with pytest.raises(BadInput, match="decay must be"):
        Decayed(GradientDescent(0.1), -0.1)


def test_an_arrival_is_the_first_look_at_the_target_or_below():
    losses = np.array([[2, 2, 2], [0.3, 1, 1], [0.4, 0.1, 1]])
    np.testing.assert_array_equal(arrivals(0.3, losses, [0, 0.25, 0.5, 0.75]), [0.25, 0.5, np.nan])
