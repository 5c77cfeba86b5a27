"""The objective is a sum of losses and a penalty, and its minimiser moves with λ."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand
from later import Later
from scipy.optimize import minimize_scalar

from course_nn.drawing.numbers import number
from course_nn.lectures.losses.line_fits import terms
from course_nn.network import Network
from course_nn.training import train

stats = Later("scipy.stats")

demo = Pure("losses.objective")

compute, judge, X, Y = demo.compute, demo.judge, demo.X, demo.Y


@pytest.mark.parametrize("penalty", ["l1", "l2"])
@pytest.mark.parametrize("lam", [0.0, 8.0, 16.0, 20.0])
def test_the_closed_form_minimiser_is_the_lowest_point_of_the_sum_of_both_terms(penalty, lam):
    price = {"l1": abs, "l2": lambda w: 0.5 * w * w}[penalty]
    found = minimize_scalar(lambda w: np.sum(0.5 * (w * X - Y) ** 2) + lam * price(w), bounds=(-1, 3), method="bounded")
    result = compute(1.0, lam, penalty)
    assert result.best == pytest.approx(found.x, abs=1e-4) and result.bars[1].sum() == pytest.approx(found.fun)
    curve = terms(demo.W, X, Y, 0, penalty)[0] + result.curves[0]
    assert np.allclose(result.curves[1], curve) and curve.min() >= result.bars[1].sum() - 1e-12


def test_bars_are_the_two_terms_at_the_slope_set_by_hand():
    result = compute(2.0, 8.0, "l2")
    assert np.allclose(result.bars[0], [np.sum(0.5 * (2 * X - Y) ** 2), 8 * 0.5 * 4])
    assert np.allclose(result.bars[0], [3.91, 16.0], atol=0.005) and np.allclose(result.bars[2, 0], 2.13, atol=0.005)


def test_a_larger_lambda_buys_a_smaller_weight_for_a_larger_loss():
    for penalty in ("l1", "l2"):
        results = [compute(1.0, lam, penalty) for lam in (0, 4, 8, 12, 16)]
        assert (np.diff([r.best for r in results]) < 0).all() and (np.diff([r.bars[1, 0] for r in results]) > 0).all()


def test_l1_gives_exactly_zero_from_a_lambda_on_and_l2_never_does():
    assert demo.ZERO == pytest.approx(16.08)
    assert compute(0, 16.0, "l1").best > 0 and compute(0, 16.1, "l1").best == 0 and compute(0, 24.0, "l2").best > 0.4


def trained(y, penalty="l2", lam=8.0):
    network = Network((1, 1), init="zeros")
    history = train(network, X[:, None], y, epochs=500, learning_rate=0.2, penalty=penalty, lam=lam)
    return network, history.losses[-1] + history.penalties[-1]


def test_training_descends_on_this_objective_divided_by_n_and_arrives_at_its_minimiser():
    for penalty in ("l1", "l2"):
        network, value = trained(Y, penalty)
        result = compute(1.0, 8.0, penalty)
        assert network.weights[0][0, 0] == pytest.approx(result.best, abs=1e-6)
        assert value == pytest.approx(result.bars[1].sum() / len(X))


def test_biases_are_not_penalised():
    assert abs(X.mean()) < 1e-12 and abs(Y.mean()) < 1e-12
    low, high = trained(Y)[0], trained(Y + 50)[0]
    assert low.biases[0][0] == pytest.approx(0, abs=1e-9) and high.biases[0][0] == pytest.approx(50)
    assert high.weights[0][0, 0] == pytest.approx(low.weights[0][0, 0])


def test_l2_halves_the_slope_at_lambda_equal_to_the_sum_of_squared_inputs():
    lam = float(X @ X)
    assert lam == pytest.approx(11.2) and compute(0.72, lam, "l2").best == pytest.approx(0.718, abs=5e-4)
    assert judge(compute(0.72, 11.2, "l2")) == "solved" and judge(compute(1.0, 11.2, "l2")) == "almost"
    assert judge(compute(0.72, 11.2, "l1")) == "open"


def test_the_readout_adds_both_terms_divides_the_sum_by_n_and_has_the_least_sum_and_its_place(reads):
    for w, lam, penalty in ((2.0, 8.0, "l2"), (-0.3, 5.0, "l1")):
        result, price = compute(w, lam, penalty), {"l1": abs, "l2": lambda w: 0.5 * w * w}[penalty]
        wrong, least = (np.sum(0.5 * (v * X - Y) ** 2) for v in (w, result.best))
        total = wrong + lam * price(w)
        reads(
            demo.readout(result),
            least + lam * price(result.best),
            result.best,
            w,
            total,
            wrong,
            lam * price(w),
            total / 6,
            X @ Y / (X @ X),
        )
    wrong, zero = np.sum(0.5 * (X - Y) ** 2), np.sum(0.5 * Y**2)
    reads(demo.readout(compute(1.0, 20.0, "l1")), zero, 0, 1, wrong + 20, wrong, 20, (wrong + 20) / 6, 0, abs(X @ Y))


def test_a_normal_prior_is_the_l2_penalty_and_a_laplace_prior_the_l1_penalty():
    """The most probable w, likelihood times prior, is the w* of the objective; the noise has σ = 1."""
    w = np.linspace(-0.5, 2.5, 30001)
    likelihood = stats.norm(w[:, None] * X, 1).logpdf(Y).sum(axis=1)
    for penalty, lam, prior in (
        ("l2", 8.0, stats.norm(0, 8.0**-0.5)),
        ("l1", 5.0, stats.laplace(0, 1 / 5.0)),
        ("l1", 17.0, stats.laplace(0, 1 / 17)),
    ):
        most_probable = w[np.argmax(likelihood + prior.logpdf(w))]
        assert compute(1.0, lam, penalty).best == pytest.approx(most_probable, abs=1e-3)


def test_a_hand_on_the_line_turns_it_and_one_on_the_path_moves_lambda():
    shown = demo.objective(w=0.5)
    line = Hand(shown, 1).press().pull(20, -30)
    assert shown.values["w"] > 0.5 and line.miss() < 3
    red = Hand(shown, 4).press().pull(20, 10)
    assert shown.values["lam"] > 8 and red.miss() < 3
    before = shown.values
    Hand(shown, 3).press().pull(-30, 0)
    assert shown.values["lam"] < before["lam"] and shown.values["w"] == before["w"]
    Hand(shown, 0, 1).press()
    assert shown.values["penalty"] == "l1"
    shown.close()


def test_above_each_bar_stands_the_sum_of_loss_and_penalty():
    picture = demo.objective()
    said = [text.get_text() for text in picture.artists.sums]
    assert said == [number(total, 1) for total in picture.result.bars.sum(axis=1)]
    picture.close()
