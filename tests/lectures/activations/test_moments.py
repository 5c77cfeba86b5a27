"""Mean and variance of f(z) for a normal z, by quadrature."""

import numpy as np
import pytest
from later import Later
from scipy.integrate import quad

from course_nn.activations import ACTIVATIONS
from course_nn.lectures.activations.demos.squash.moments import moments

stats = Later("scipy.stats")


@pytest.mark.parametrize("m, s", [(0.0, 1.0), (-2.3, 0.1), (1.7, 3.0)])
def test_a_straight_line_only_moves_and_stretches(m, s):
    assert np.allclose(moments(lambda z: 3 * z - 1, m, s), [3 * m - 1, 9 * s**2], rtol=1e-12)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "elu", "gelu", "step"])
def test_they_agree_with_an_adaptive_integral(name):
    f, (m, s) = ACTIVATIONS[name].f, (0.3, 1.4)

    def mean(g):
        pieces = [(m - 10 * s, 0.0), (0.0, m + 10 * s)]
        return sum(quad(lambda z: g(float(f(np.array(z)))) * stats.norm.pdf(z, m, s), *piece)[0] for piece in pieces)

    first = mean(lambda h: h)
    assert np.allclose(moments(f, m, s), [first, mean(lambda h: (h - first) ** 2)], atol=1e-7)
