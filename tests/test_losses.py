import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from later import Later
from matplotlib.mathtext import MathTextParser

from course_nn.common.errors import BadInput
from course_nn.losses import GAUSSIAN, LOSSES, gaussian_nll, one_hot, softmax

stats = Later("scipy.stats")

RNG = np.random.default_rng(5)
MARGINS = np.array([-2.0, 0.0, 1.0, 2.0])


def example(loss, n=7, K=4, batch=()):
    """Outputs and targets that fit the loss, off every kink."""
    rng = np.random.default_rng(5)
    F = rng.normal(0, 2, (*batch, n, K))
    if loss.task == "multiclass":
        return F, rng.integers(0, K, n)
    if loss.task == "regression":
        return F, rng.normal(0, 2, (n, K))
    return F, rng.integers(0, 2, (n, K)) * (2 if loss.name == "hinge" else 1) - (loss.name == "hinge")


@pytest.mark.parametrize("loss", [*LOSSES.values(), GAUSSIAN], ids=lambda loss: loss.name)
@pytest.mark.parametrize("batch", [(), (3,)])
def test_gradient_is_the_central_difference_of_the_loss(loss, batch):
    F, Y = example(loss, batch=batch)
    if loss is GAUSSIAN:
        F, Y = F[..., :2] / 2, Y[:, 0]
    step, gradient = 1e-6, loss.gradient(F, Y)
    assert gradient.shape == F.shape
    for index in np.ndindex(F.shape):
        up, down = F.copy(), F.copy()
        up[index] += step
        down[index] -= step
        expected = (loss.per_sample(up, Y).sum() - loss.per_sample(down, Y).sum()) / (2 * step)
        assert gradient[index] == pytest.approx(expected, abs=1e-7), f"{loss.name} at {index}, f = {F[index]}"


@pytest.mark.parametrize(
    "name, values",
    [
        ("hinge", (3, 1, 0, 0)),
        ("binary_cross_entropy", (2.126928, 0.693147, 0.313262, 0.126928)),
        ("squared_error", (4.5, 0.5, 0, 0.5)),  # half of (1 - m)², the published 9, 1, 0, 1
    ],
)
def test_published_values_at_margins_minus_2_0_1_2(name, values):
    loss = LOSSES[name]
    assert np.allclose(loss.per_sample(MARGINS, np.ones(4)), values, atol=1e-6)
    other = np.zeros(4) if name == "binary_cross_entropy" else -np.ones(4)
    assert np.allclose(loss.per_sample(-MARGINS, other), values, atol=1e-6), "the margin is y · f"


def test_absolute_error_and_huber_by_hand():
    F, Y = np.array([-3.0, -0.5, 0.0, 1.0, 2.5]), np.zeros(5)
    assert np.allclose(LOSSES["absolute_error"].per_sample(F, Y), [3, 0.5, 0, 1, 2.5])
    assert np.allclose(LOSSES["huber"].per_sample(F, Y), [2.5, 0.125, 0, 0.5, 2])


def test_all_losses_agree_with_pytorch():
    torch = pytest.importorskip("torch")
    nn = torch.nn.functional
    F, K = RNG.normal(0, 3, (9, 4)), 4
    real, classes, bits = RNG.normal(0, 2, (9, 4)), RNG.integers(0, K, 9), RNG.integers(0, 2, (9, 4))
    t = torch.tensor
    theirs = {
        "squared_error": (real, lambda f: nn.mse_loss(f, t(real), reduction="none").sum(-1) / 2),
        "absolute_error": (real, lambda f: nn.l1_loss(f, t(real), reduction="none").sum(-1)),
        "huber": (real, lambda f: nn.huber_loss(f, t(real), reduction="none").sum(-1)),
        "hinge": (2 * bits - 1, lambda f: torch.relu(1 - t(2 * bits - 1) * f).sum(-1)),
        "binary_cross_entropy": (
            bits,
            lambda f: nn.binary_cross_entropy_with_logits(f, t(bits).double(), reduction="none").sum(-1),
        ),
        "softmax_cross_entropy": (classes, lambda f: nn.cross_entropy(f, t(classes), reduction="none")),
        # PyTorch divides by the number of classes
        "multiclass_hinge": (classes, lambda f: K * nn.multi_margin_loss(f, t(classes), reduction="none")),
    }
    assert theirs.keys() == LOSSES.keys()
    for name, (Y, l) in theirs.items():  # noqa: E741
        f = t(F, requires_grad=True)
        values = l(f)
        (gradient,) = torch.autograd.grad(values.sum(), f)
        assert np.allclose(LOSSES[name].per_sample(F, Y), values.detach().numpy(), atol=1e-12), name
        assert np.allclose(LOSSES[name].gradient(F, Y), gradient.numpy(), atol=1e-12), name


@pytest.mark.parametrize("name", ["binary_cross_entropy", "softmax_cross_entropy"])
def test_logits_of_ten_thousand_do_not_overflow(name):
    F = np.array([[1e4, -1e4], [-1e4, 1e4]])
    Y = np.array([[1, 0], [1, 0]])
    with np.errstate(all="raise", under="ignore"):
        values, gradient = LOSSES[name].per_sample(F, Y), LOSSES[name].gradient(F, Y)
    assert values[0] == 0 and values[1] == 20_000
    assert np.array_equal(gradient, [[0, 0], [-1, 1]])


def test_a_confident_right_answer_still_has_a_tiny_loss_to_the_last_digit():
    assert LOSSES["binary_cross_entropy"].per_sample(np.array([50.0]), [1])[0] == pytest.approx(np.exp(-50), rel=1e-9)
    three = LOSSES["softmax_cross_entropy"].per_sample(np.array([[50.0, 0.0, 0.0]]), [0])[0]
    assert three == pytest.approx(2 * np.exp(-50), rel=1e-9)


def test_softmax_of_nielsens_example():
    assert np.allclose(softmax(np.array([2.5, -1, 3.2, 0.5])), [0.315, 0.009, 0.633, 0.043], atol=6e-4)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=6), st.floats(-1e3, 1e3))
def test_softmax_ignores_a_shift_and_cross_entropy_with_it(logits, shift):
    F = np.array([logits])
    assert np.allclose(softmax(F + shift), softmax(F), atol=1e-9) and softmax(F).sum() == pytest.approx(1)
    loss = LOSSES["softmax_cross_entropy"]
    assert np.allclose(loss.per_sample(F + shift, [1]), loss.per_sample(F, [1]), atol=1e-8)


def test_two_classes_softmax_is_the_sigmoid_of_the_difference():
    F, c = RNG.normal(0, 3, (20, 2)), RNG.integers(0, 2, 20)
    two = LOSSES["softmax_cross_entropy"].per_sample(F, c)
    assert np.allclose(two, LOSSES["binary_cross_entropy"].per_sample(F[:, 1] - F[:, 0], c))


def test_two_classes_multiclass_hinge_is_the_hinge_of_the_difference():
    F, c = RNG.normal(0, 1, (20, 2)), RNG.integers(0, 2, 20)
    assert np.allclose(
        LOSSES["multiclass_hinge"].per_sample(F, c), LOSSES["hinge"].per_sample(F[:, 1] - F[:, 0], 2 * c - 1)
    )


def test_one_hot_rows_and_class_numbers_mean_the_same():
    F, c = RNG.normal(size=(6, 3)), np.array([0, 2, 1, 1, 0, 2])
    for name in ("softmax_cross_entropy", "multiclass_hinge"):
        assert np.array_equal(LOSSES[name].per_sample(F, c), LOSSES[name].per_sample(F, one_hot(c, 3)))
    assert np.array_equal(one_hot([1, 0]), [[0, 1], [1, 0]])


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_a_batch_of_answers_gives_each_ones_losses(loss):
    F, Y = example(loss, batch=(3,))
    together = loss.per_sample(F, Y)
    assert together.shape == (3, 7)
    assert all(np.allclose(together[i], loss.per_sample(F[i], Y)) for i in range(3))
    assert loss.gradient(F.astype(np.float32), Y).dtype == np.float32


@pytest.mark.parametrize("name", ["squared_error", "absolute_error", "huber", "hinge", "binary_cross_entropy"])
def test_a_single_output_goes_with_flat_targets(name):
    F, Y = RNG.normal(size=5), np.ones(5)
    loss = LOSSES[name]
    assert np.array_equal(loss.per_sample(F[:, None], Y), loss.per_sample(F, Y))
    assert np.array_equal(loss.gradient(F[:, None], Y)[:, 0], loss.gradient(F, Y))


def test_mixed_up_labels_are_named_with_the_formula_that_converts():
    F = np.zeros(4)
    with pytest.raises(BadInput, match="takes labels -1 and 1; got 0, 1. Convert them: y = 2c - 1") as caught:
        LOSSES["hinge"].per_sample(F, [0, 1, 1, 0])
    assert "y = 2c - 1" in caught.value.zh
    with pytest.raises(BadInput, match=r"takes labels 0 and 1; got -1, 1. Convert them: c = \(y \+ 1\) / 2"):
        LOSSES["binary_cross_entropy"].gradient(F, [-1, 1, 1, -1])
    with pytest.raises(BadInput, match="got 0, 2, 3") as caught:
        LOSSES["binary_cross_entropy"].per_sample(np.zeros(3), [0, 2, 3])
    assert "Convert" not in caught.value.en


def test_wrong_classes_and_shapes_are_refused():
    softmax_loss = LOSSES["softmax_cross_entropy"]
    for classes in ([0, 3], [0, -1], [0, 0.5]):
        with pytest.raises(BadInput, match="whole numbers from 0 to 2"):
            softmax_loss.per_sample(np.zeros((2, 3)), classes)
    with pytest.raises(BadInput, match="single 1"):
        softmax_loss.per_sample(np.zeros((2, 3)), [[0, 1, 1], [1, 0, 0]])
    for F, Y in (((5,), (5, 1)), ((5, 2), (5,)), ((5, 1), (4,)), ((5,), ())):
        with pytest.raises(BadInput, match="must match"):
            LOSSES["squared_error"].per_sample(np.zeros(F), np.zeros(Y))
    with pytest.raises(BadInput, match="must match"):
        softmax_loss.per_sample(np.zeros((3, 2)), [0, 1])


def test_at_a_kink_the_gradient_is_zero():
    assert LOSSES["hinge"].gradient(np.array([1.0, -1.0]), [1, -1]).tolist() == [0, 0]
    assert LOSSES["absolute_error"].gradient(np.array([2.0]), [2.0]).tolist() == [0]
    assert LOSSES["multiclass_hinge"].gradient(np.array([[2.0, 1.0]]), [0]).tolist() == [[0, 0]]


def test_gaussian_nll_agrees_with_scipy():
    mean, y, sigma = RNG.normal(size=8), RNG.normal(size=8), RNG.uniform(0.1, 3, 8)
    assert np.allclose(gaussian_nll(mean, y, 0.7), -stats.norm.logpdf(y, mean, 0.7))
    assert np.allclose(gaussian_nll(mean, y, sigma), -stats.norm.logpdf(y, mean, sigma))
    A = RNG.normal(size=(3, 3))
    covariance = A @ A.T + np.eye(3)
    mean, y = RNG.normal(size=(8, 3)), RNG.normal(size=(8, 3))
    ours = gaussian_nll(mean, y, covariance)
    assert np.allclose(ours, -stats.multivariate_normal.logpdf(y - mean, cov=covariance))
    assert np.allclose(gaussian_nll(mean, y, 0.5), gaussian_nll(mean, y, 0.25 * np.eye(3)))


def test_gaussian_nll_is_squared_error_up_to_a_constant_only_for_a_fixed_sigma():
    mean, y = RNG.normal(size=8), RNG.normal(size=8)
    squared = LOSSES["squared_error"].per_sample(mean, y)
    assert np.allclose(gaussian_nll(mean, y, 2.0) - squared / 4, np.log(2 * np.sqrt(2 * np.pi)))
    assert np.ptp(gaussian_nll(mean, y, np.linspace(1, 2, 8)) - squared) > 0.1


def test_a_network_with_two_outputs_is_scored_by_the_same_likelihood():
    F, y = RNG.normal(size=(8, 2)), RNG.normal(size=8)
    assert np.allclose(GAUSSIAN.per_sample(F, y), gaussian_nll(F[:, 0], y, np.exp(F[:, 1])))


def test_impossible_spreads_are_refused():
    y = np.zeros((2, 2))
    for sigma in (0.0, -1.0, [1.0, 0.0], np.ones((3, 3))):
        with pytest.raises(BadInput, match="sigma must be positive"):
            gaussian_nll(y, y, sigma)
    for covariance in ([[1, 2], [2, 1]], [[1, 1], [0, 1]]):
        with pytest.raises(BadInput, match="positive definite"):
            gaussian_nll(y, y, covariance)
    with pytest.raises(BadInput, match="must match"):
        gaussian_nll(np.zeros(3), np.zeros((3, 1)), 1.0)


@pytest.mark.parametrize("loss", [*LOSSES.values(), GAUSSIAN], ids=lambda loss: loss.name)
def test_latex_is_a_formula_a_figure_can_show(loss):
    assert MathTextParser("agg").parse(f"${loss.latex}$").width > 0
