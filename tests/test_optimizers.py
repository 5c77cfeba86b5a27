import numpy as np
import pytest

from course_nn.errors import BadInput
from course_nn.optimizers import OPTIMIZERS, optimizer

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
