import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.optimizers import OPTIMIZERS, Adam, Decayed, GradientDescent, Proximal, clipped, optimizer

A = np.diag([1.0, 25.0])  # a valley, f(θ) = ½ θᵀ A θ


def descend(rule, steps, theta=(3.0, 1.0)):
    theta, path = np.array(theta), [np.array(theta)]
    for _ in range(steps):
        rule.step(theta, A @ theta)
        path.append(theta.copy())
    return np.array(path)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_walks_the_path_pytorch_walks(name):
    torch = pytest.importorskip("torch")
    theirs = {
        "gradient_descent": lambda p: torch.optim.SGD(p, lr=0.03),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.03, momentum=0.9),
        "nesterov": lambda p: torch.optim.SGD(p, lr=0.03, momentum=0.9, nesterov=True),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.03, eps=1e-8),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.03, alpha=0.9, eps=1e-8),
        "adam": lambda p: torch.optim.Adam(p, lr=0.03),
    }
    theta = torch.tensor([3.0, 1.0], dtype=torch.float64, requires_grad=True)
    rule, path = theirs[name]([theta]), [[3.0, 1.0]]
    for _ in range(60):
        rule.zero_grad()
        (0.5 * theta @ torch.tensor(A) @ theta).backward()
        rule.step()
        path.append(theta.detach().numpy().copy())
    assert np.allclose(descend(optimizer(name, 0.03), 60), path, rtol=0, atol=1e-12)


def test_gradient_descent_shrinks_each_direction_by_one_minus_rate_times_curvature():
    path = descend(optimizer("gradient_descent", 0.03), 10)
    assert np.allclose(path[10], [3 * (1 - 0.03) ** 10, (1 - 0.03 * 25) ** 10])


def test_momentum_with_beta_0_is_gradient_descent():
    plain = descend(optimizer("gradient_descent", 0.03), 20)
    assert np.array_equal(descend(optimizer("momentum", 0.03, beta=0.0), 20), plain)
    assert np.array_equal(descend(optimizer("nesterov", 0.03, beta=0.0), 20), plain)


def test_adams_first_step_is_the_learning_rate_whatever_the_gradient():
    for scale in (1e-3, 1.0, 1e6):
        theta = np.zeros(2)
        optimizer("adam", 0.1).step(theta, scale * np.array([1.0, -5.0]))
        assert np.allclose(theta, [-0.1, 0.1], rtol=1e-4)


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_gradients_far_below_epsilon_take_no_larger_steps_than_their_share_of_it(name):
    theta = np.zeros(1)
    optimizer(name, 0.1, epsilon=1e-3).step(theta, np.array([1e-6]))
    assert np.allclose(theta, -0.1 * 1e-6 / 1e-3, rtol=0.01, atol=0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_learning_rate_per_network_equals_one_run_per_rate(name):
    together, rates = np.tile([3.0, 1.0], (3, 1)), np.array([0.001, 0.01, 0.03])
    rule = optimizer(name, rates[:, None])
    for _ in range(15):
        rule.step(together, together @ A)
    for theta, rate in zip(together, rates, strict=True):
        assert np.allclose(theta, descend(optimizer(name, rate), 15)[-1], rtol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_float32_parameters_stay_float32_and_change_in_place(name):
    theta = np.ones(3, np.float32)
    view, rule = theta[:], optimizer(name, 0.1)
    rule.step(theta, np.ones(3, np.float32))
    assert np.all(view < 1)
    assert all(v.dtype == np.float32 for v in vars(rule).values() if isinstance(v, np.ndarray))


def test_unknown_names_settings_and_rates_are_refused():
    with pytest.raises(BadInput, match="did you mean 'momentum'"):
        optimizer("momentun", 0.1)
    with pytest.raises(BadInput, match="unknown setting of adam 'beta_1': did you mean 'beta1'"):
        optimizer("adam", 0.1, beta_1=0.8)
    for rate in (0, -0.1, np.nan, np.inf, np.array([[0.1], [0.0]])):
        with pytest.raises(BadInput, match="positive number"):
            optimizer("gradient_descent", rate)


def test_decay_beside_the_step_is_pytorchs_adamw():
    torch = pytest.importorskip("torch")
    theta = torch.tensor([3.0, 1.0], dtype=torch.float64, requires_grad=True)
    rule, path = torch.optim.AdamW([theta], lr=0.03, weight_decay=0.5), [[3.0, 1.0]]
    for _ in range(60):
        rule.zero_grad()
        (0.5 * theta @ torch.tensor(A) @ theta).backward()
        rule.step()
        path.append(theta.detach().numpy().copy())
    assert np.allclose(descend(Decayed(Adam(0.03), 0.5), 60), path, rtol=0, atol=1e-12)


def test_for_plain_descent_decay_beside_the_step_is_an_l2_penalty_in_it():
    path = [np.array([3.0, 1.0])]
    for _ in range(30):
        path.append(path[-1] - 0.03 * (A @ path[-1] + 0.5 * path[-1]))
    assert np.allclose(descend(Decayed(GradientDescent(0.03), 0.5), 30), path, rtol=0, atol=1e-12)


def test_the_mask_spares_what_is_not_a_weight():
    spared = np.array([1.0, 0.0])
    for around in (Decayed, Proximal):
        path, plain = descend(around(GradientDescent(0.03), 0.5, spared), 5), descend(GradientDescent(0.03), 5)
        assert np.array_equal(path[:, 1], plain[:, 1]) and (path[1:, 0] < plain[1:, 0]).all()


def test_proximal_steps_end_at_the_minimum_with_an_l1_penalty_and_at_exactly_0_where_that_is_0():
    goal, lam = np.array([2.0, -0.2]), 0.5  # ½ ‖θ - goal‖² + λ Σ|θ| is least at soft_threshold(goal, λ)
    theta, rule = np.array([1.0, 1.0]), Proximal(GradientDescent(0.1), lam)
    for _ in range(400):
        rule.step(theta, theta - goal)
    assert theta[0] == pytest.approx(1.5, abs=1e-9) and theta[1] == 0


def test_a_rate_that_is_set_around_an_optimizer_is_the_optimizers():
    rule = Decayed(Proximal(GradientDescent(0.1), 0.0), 0.0)
    rule.learning_rate = 0.03
    assert rule.optimizer.optimizer.learning_rate == 0.03
    assert np.array_equal(descend(rule, 5), descend(GradientDescent(0.03), 5))


def test_clipping_by_norm_keeps_the_direction_and_by_value_turns_it():
    assert np.allclose(clipped(np.array([3.0, 4.0]), 1), [0.6, 0.8])
    assert np.array_equal(clipped(np.array([0.9, 100.0]), 1, by="value"), [0.9, 1.0])
    short = np.array([[0.3, 0.4], [0.0, 0.0]])
    assert np.array_equal(clipped(short, 1), short)
    many = np.array([[3.0, 4.0], [0.3, 0.4]])  # a network each
    assert np.allclose(clipped(many, 1), [[0.6, 0.8], [0.3, 0.4]])


def test_a_limit_that_is_not_positive_and_an_unknown_way_to_clip_are_refused():
    with pytest.raises(BadInput, match="positive limit"):
        clipped(np.ones(2), 0)
    with pytest.raises(BadInput, match="did you mean 'norm'"):
        clipped(np.ones(2), 1, by="norms")
