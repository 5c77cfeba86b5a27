import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.mathtext import MathTextParser
from scipy import special

from course_nn.activations import ACTIVATIONS, activation, elu, leaky_relu, maxout, prelu, probit, sigmoid
from course_nn.common.errors import BadInput

KINKS = {"maxout": (-1, 2)}  # elsewhere at 0
FAMILY = [*ACTIVATIONS.values(), leaky_relu(0.3), prelu(2.0), elu(0.5), maxout((1, -1), (0, 0))]


def away_from_kinks(phi, z, step):
    return all(np.abs(z - kink) > 2 * step for kink in KINKS.get(phi.name, ()) + (0,))


@pytest.mark.parametrize("phi", FAMILY, ids=repr)
@given(z=st.floats(-30, 30))
def test_df_is_the_central_difference_of_f(phi, z):
    step = 1e-5
    if away_from_kinks(phi, z, step):
        expected = (phi.f(z + step) - phi.f(z - step)) / (2 * step)
        assert phi.df(z) == pytest.approx(expected, abs=1e-8), f"{phi} at z = {z}"


@pytest.mark.parametrize("phi", FAMILY, ids=repr)
def test_at_a_kink_the_slope_is_the_one_on_the_left(phi):
    kinks = KINKS["maxout"] if phi is ACTIVATIONS["maxout"] else (0.0,)
    for kink in kinks:
        assert phi.df(kink) == pytest.approx(phi.df(kink - 1e-7), abs=1e-6)
        assert phi.f(kink) == pytest.approx(phi.f(kink - 1e-7), abs=1e-6)


@pytest.mark.parametrize("phi", FAMILY, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_precision_pass_through(phi, dtype):
    z = np.linspace(-3, 3, 24, dtype=dtype).reshape(2, 3, 4)
    for g in (phi.f, phi.df):
        assert g(z).shape == z.shape and g(z).dtype == dtype
        assert g(z[0, 0, 0]) == g(z)[0, 0, 0]


@pytest.mark.parametrize("phi", FAMILY, ids=repr)
def test_huge_inputs_neither_overflow_nor_give_nan(phi):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        z = np.array([-1e4, -800.0, 800.0, 1e4])
        assert np.all(np.isfinite(phi.f(z))) and np.all(np.isfinite(phi.df(z)))


def test_values_agree_with_scipy():
    z = np.linspace(-20, 20, 801)
    cdf = special.ndtr(z)
    assert np.allclose(ACTIVATIONS["sigmoid"].f(z), special.expit(z), rtol=1e-14, atol=0)
    assert np.allclose(ACTIVATIONS["gelu"].f(z), z * cdf, rtol=1e-12, atol=1e-300)
    assert np.allclose(ACTIVATIONS["swish"].f(z), z * special.expit(z), rtol=1e-14)
    assert np.allclose(ACTIVATIONS["softplus"].f(z), -special.log_expit(-z), rtol=1e-12)
    assert np.allclose(probit(z), special.ndtr(np.sqrt(np.pi / 8) * z), rtol=1e-12)


def test_values_agree_with_pytorch():
    torch = pytest.importorskip("torch")
    F = torch.nn.functional
    theirs = {
        "relu": F.relu,
        "leaky_relu": lambda z: F.leaky_relu(z, 0.1),
        "prelu": lambda z: F.leaky_relu(z, 0.25),
        "elu": F.elu,
        "selu": F.selu,
        "gelu": F.gelu,
        "swish": F.silu,
        "softplus": F.softplus,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
    }
    z = torch.linspace(-6, 6, 1001, dtype=torch.float64, requires_grad=True)
    for name, f in theirs.items():
        (slope,) = torch.autograd.grad(f(z).sum(), z)
        phi, grid = ACTIVATIONS[name], z.detach().numpy()
        assert np.allclose(phi.f(grid), f(z).detach().numpy(), atol=2e-9), name  # softplus there is cut off at 20
        off_zero = grid != 0
        assert np.allclose(phi.df(grid)[off_zero], slope.numpy()[off_zero], atol=2e-9), name


def test_probit_lies_on_the_sigmoid_with_the_same_slope_at_zero():
    z = np.linspace(-10, 10, 2001)
    assert 0.015 < np.abs(probit(z) - sigmoid(z)).max() < 0.02
    assert (probit(1e-6) - probit(-1e-6)) / 2e-6 == pytest.approx(0.25, abs=1e-9)


@pytest.mark.parametrize(
    "name, low, high, zero_centred, saturates, monotone, largest_slope",
    [
        ("step", 0, 1, False, (True, True), True, 0),
        ("linear", -math.inf, math.inf, True, (False, False), True, 1),
        ("sigmoid", 0, 1, False, (True, True), True, 0.25),
        ("tanh", -1, 1, True, (True, True), True, 1),
        ("relu", 0, math.inf, False, (True, False), True, 1),
        ("leaky_relu", -math.inf, math.inf, False, (False, False), True, 1),
        ("prelu", -math.inf, math.inf, False, (False, False), True, 1),
        ("elu", -1, math.inf, False, (True, False), True, 1),
        ("maxout", -0.5, math.inf, False, (False, False), False, 1),
        ("softplus", 0, math.inf, False, (True, False), True, 1),
        ("gelu", -0.169971, math.inf, False, (True, False), False, 1.128904),  # slope 1.1289 at z = √2
        ("swish", -0.278465, math.inf, False, (True, False), False, 1.099839),
        ("selu", -1.758099, math.inf, False, (True, False), True, 1.758099),
    ],
)
def test_facts(name, low, high, zero_centred, saturates, monotone, largest_slope):
    facts = ACTIVATIONS[name].facts
    assert facts.low == pytest.approx(low, abs=1e-3) and facts.high == pytest.approx(high)
    assert facts.largest_slope == pytest.approx(largest_slope, abs=1e-6)
    assert facts[2:5] == (zero_centred, saturates, monotone)


def test_every_activation_has_facts_and_is_listed_under_its_name():
    assert all(phi.name == name and phi.facts.low < phi.facts.high for name, phi in ACTIVATIONS.items())
    assert len(ACTIVATIONS) == 13


def test_gaussian_input_leaves_relu_with_mean_0_3989_and_variance_0_3408():
    z = (np.arange(-9000, 9000) + 0.5) / 1000
    weight = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) / 1000
    moments = {}
    for name, phi in ACTIVATIONS.items():
        mean = np.sum(weight * phi.f(z))
        moments[name] = mean, np.sum(weight * phi.f(z) ** 2) - mean**2
    assert moments["relu"] == pytest.approx((0.3989, 0.3408), abs=5e-5)
    assert moments["sigmoid"][0] == pytest.approx(0.5) and moments["tanh"][0] == pytest.approx(0, abs=1e-12)
    assert moments["leaky_relu"][0] == pytest.approx(0.9 / np.sqrt(2 * np.pi), abs=1e-6)  # (1 - α) σ / √(2π)
    assert abs(moments["elu"][0]) < moments["relu"][0] / 2
    assert moments["selu"] == pytest.approx((0, 1), abs=1e-6)  # what its two constants are for


def test_prelu_is_the_maximum_of_two_lines_only_while_alpha_is_at_most_one():
    z = np.linspace(-3, 3, 61)
    assert np.array_equal(prelu(0.5).f(z), np.maximum(0.5 * z, z))
    assert not np.allclose(prelu(1.5).f(z), np.maximum(1.5 * z, z))


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=1, max_size=6))
def test_maxout_is_convex(pieces):
    phi = maxout(*zip(*pieces, strict=True))
    h = phi.f(np.linspace(-5, 5, 101))
    assert np.all(h[:-2] + h[2:] - 2 * h[1:-1] >= -1e-9)
    assert np.all(np.diff(phi.df(np.linspace(-5, 5, 101))) >= 0)


def test_maxout_of_zero_and_the_identity_is_relu():
    z = np.linspace(-3, 3, 61)
    phi, relu = maxout((1, 0), (0, 0)), ACTIVATIONS["relu"]
    assert np.array_equal(phi.f(z), relu.f(z)) and np.array_equal(phi.df(z), relu.df(z))


@pytest.mark.parametrize("phi", FAMILY, ids=repr)
def test_latex_is_a_formula_a_figure_can_show(phi):
    assert MathTextParser("agg").parse(f"${phi.latex}$").width > 0


def test_a_misspelt_name_proposes_the_right_one_in_both_languages():
    with pytest.raises(BadInput) as caught:
        activation("rleu")
    assert "did you mean 'relu'" in caught.value.en and "relu" in caught.value.zh
    assert activation("tanh") is ACTIVATIONS["tanh"]
    half = elu(alpha=0.5)
    assert activation(half) is half and repr(half) == "elu(alpha=0.5)"


def test_maxout_needs_an_intercept_per_slope():
    for bad in (((1, 2), (0,)), ((), ())):
        with pytest.raises(BadInput, match="one intercept per slope"):
            maxout(*bad)


class Spy(np.ndarray):
    """An array that notes which functions are applied to it."""

    def __array_ufunc__(self, ufunc, method, *inputs, **settings):
        self.calls.add(ufunc.__name__)
        result = getattr(ufunc, method)(*(np.asarray(v) for v in inputs), **settings)
        return spied(result, self.calls)

    def __array_finalize__(self, other):
        self.calls = getattr(other, "calls", set())


def spied(values, calls):
    array = np.asarray(values).view(Spy)
    array.calls = calls
    return array


def test_sigmoid_tanh_and_elu_call_exp_and_relu_leaky_relu_and_maxout_do_not():
    def called(name):
        calls = set()
        ACTIVATIONS[name].f(spied(np.linspace(-2, 2, 9), calls))
        return calls & {"exp", "expm1", "tanh", "logaddexp"}

    assert all(called(name) for name in ("sigmoid", "tanh", "elu"))
    assert not any(called(name) for name in ("relu", "leaky_relu", "maxout"))
