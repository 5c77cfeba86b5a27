"""A run can be walked in steps of any size, forwards and backwards, and is always the same run."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.datasets import circle
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.playground.mathematics import run as run_module
from course_nn.playground.mathematics.run import USUAL, Rules, Run
from course_nn.training import train

N = 40
DATA = circle(2 * N)
BOTH = (DATA.X[:N], DATA.y[:N]), (DATA.X[N:], DATA.y[N:])
EVERYTHING = Rules(0.05, "adam", 7, "l2", 0.01, 0.3)


def a_run(rules=USUAL, activation="tanh", seed=3):
    return Run(Network((2, 5, 1), activation), *BOTH, LOSSES["binary_cross_entropy"], rules, seed)


def walked(run, *times):
    for time in times:
        list(run.go(time))
    return run.network.parameters.copy()


@pytest.mark.parametrize("rules", [Rules(), EVERYTHING], ids=["plain", "everything"])
def test_sample_by_sample_is_the_same_as_epoch_by_epoch(rules):
    assert np.allclose(walked(a_run(rules), *range(3 * N + 1)), walked(a_run(rules), 3 * N), atol=1e-13)


@pytest.mark.parametrize("rules", [Rules(), EVERYTHING], ids=["plain", "everything"])
def test_going_back_and_forth_changes_nothing(rules):
    run = a_run(rules)
    there = walked(run, 2 * N + 11)
    assert np.array_equal(there, walked(run, 7 * N, 3, 5 * N + 2, 0, 2 * N + 11))


def test_a_long_past_is_kept_within_bounds_with_its_changes_and_can_still_be_walked(monkeypatch):
    monkeypatch.setattr(run_module, "MOMENTS", 40)
    run, whole = a_run(EVERYTHING), a_run(EVERYTHING)
    for one in (run, whole):
        if one is whole:
            monkeypatch.setattr(run_module, "MOMENTS", 10_000)
        walked(one, 30 * N)
        one.change(learning_rate=0.02)
        walked(one, 300 * N)
    assert len(run.moments) <= 40 < len(whole.moments) and 30 * N in {moment.time for moment in run.moments}
    assert {moment.time for moment in run.moments[-10:]} == {N * epoch for epoch in range(291, 301)}
    for epoch in (137, 30, 29, 299):
        assert np.array_equal(walked(run, epoch * N + 3), walked(whole, epoch * N + 3))
    assert np.isin(run.curves()[0], whole.curves()[0]).all()


def test_with_a_full_batch_it_is_the_descent_of_train():
    run, network = a_run(Rules(0.1, batch_size=N)), Network((2, 5, 1), "tanh")
    history = train(network, *BOTH[0], "binary_cross_entropy", learning_rate=0.1, epochs=20)
    assert np.allclose(walked(run, 20 * N), network.parameters)
    assert np.allclose(run.curves()[1], history.losses) and np.allclose(run.curves()[0], range(21))
    assert np.allclose(run.curves()[2], history.losses_on(*BOTH[1]))


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_the_penalty_is_that_of_train_and_is_reported(penalty):
    run, network = a_run(Rules(0.1, batch_size=N, penalty=penalty, rate=0.02)), Network((2, 5, 1), "tanh")
    settings = dict(learning_rate=0.1, epochs=9, penalty=penalty, lam=0.02 * N)
    history = train(network, *BOTH[0], "binary_cross_entropy", **settings)
    assert np.allclose(walked(run, 9 * N), network.parameters)
    assert np.allclose(run.curves()[3], history.penalties)


def test_weights_move_only_at_the_end_of_a_batch():
    run = a_run(Rules(batch_size=10))
    start = run.network.parameters.copy()
    assert np.array_equal(walked(run, 9), start)
    assert not np.array_equal(walked(run, 10), start)


def test_every_sample_is_seen_once_an_epoch():
    run, seen = a_run(), []
    for time in range(1, N):
        walked(run, N + time)
        seen.append(run.latest())
    walked(run, 2 * N)
    assert len(set(seen)) == N - 1 and run.latest() is None


def test_a_change_counts_from_its_moment_on_and_the_past_stays():
    run = a_run(Rules(0.01))
    at_2, at_4 = walked(run, 2 * N), walked(run, 4 * N)
    walked(run, 2 * N)
    run.change(learning_rate=0.5)
    assert not np.allclose(walked(run, 4 * N), at_4)
    assert np.array_equal(walked(run, 2 * N), at_2) and run.rules.learning_rate == 0.5
    walked(run, N)
    assert run.rules.learning_rate == 0.01


def test_an_edited_weight_is_where_training_goes_on():
    run = a_run()
    theta = walked(run, 3 * N + 5)
    theta[0] += 1
    run.edit(theta)
    later = walked(run, 6 * N)
    assert np.array_equal(walked(run, 3 * N + 5), theta) and np.array_equal(walked(run, 6 * N), later)


def test_a_copy_goes_its_own_way():
    run = a_run()
    walked(run, 2 * N)
    other = run.copy()
    other.change(learning_rate=1.0)
    walked(other, 5 * N)
    assert np.array_equal(walked(run, 5 * N), walked(a_run(), 5 * N))


def test_dropout_leaves_the_expected_activation_and_out_of_training_nothing():
    run = a_run(Rules(dropout=0.5))
    masks = np.concatenate([run._plan(epoch)[1][0] for epoch in range(200)])
    assert set(np.unique(masks)) == {0, 2} and abs(masks.mean() - 1) < 0.02
    X = BOTH[0][0]
    assert np.array_equal(run.network(X), run.network(X))


def test_a_diverging_run_says_why_and_stands_where_it_was_finite_and_goes_on_after_a_change():
    run = Run(
        Network((2, 4, 1), "linear"),
        (DATA.X[:N], DATA.X[:N, 0]),
        (DATA.X[N:], DATA.X[N:, 0]),
        LOSSES["squared_error"],
        Rules(3.0),
    )
    with pytest.raises(BadInput, match="diverged in epoch .* try 0.3"):
        walked(run, 100 * N)
    stopped = run.time
    assert np.isfinite(run.network.parameters).all() and stopped < 100 * N
    with pytest.raises(BadInput):
        walked(run, 100 * N)
    assert run.time == stopped
    walked(run, 0)
    run.change(learning_rate=0.001)
    walked(run, 30 * N)
    assert run.losses()[0] < 1


def test_a_long_way_tells_how_far_it_is_and_can_be_left():
    run = a_run()
    way = run.go(200 * N)
    shares = [next(way) for _ in range(1)]
    assert 0 < shares[0] < 1
    way.close()
    assert np.array_equal(walked(run, 200 * N), walked(a_run(), 200 * N))


def test_a_moment_inside_a_batch_can_be_gone_back_to_again_and_again():
    run = a_run(Rules(batch_size=10))
    walked(run, 13)
    run.change(learning_rate=0.1)  # keeps this moment, with the gradients of three samples
    assert np.array_equal(walked(run, 37), walked(run, 13, 37)) and np.array_equal(walked(run, 37), walked(run, 13, 37))


def test_the_sample_seen_last_is_the_one_whose_gradient_came_last():
    run = a_run(Rules(batch_size=N))
    for time in (1, 2, 3):
        before = run.total.copy()
        walked(run, time)
        X, T = (part[[run.latest()]] for part in run.train)
        trace = run.network.forward(X)
        assert np.allclose(run.total - before, run.network.backward(trace, run.loss.dl(trace.h[-1], T)))
