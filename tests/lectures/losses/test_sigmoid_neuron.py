"""One sigmoid neuron with the target 0: its slopes, and where they lead."""

import numpy as np
import pytest

from course_nn.activations import sigmoid
from course_nn.lectures.losses.demos.wrong_pair.sigmoid_neuron import SLOPES, descend
from course_nn.lectures.losses.pairing import pair


@pytest.mark.parametrize("kind, error", [("squared", "squared"), ("entropy", "binary")])
def test_the_slopes_are_those_of_a_sigmoid_joined_to_the_loss(kind, error):
    z = np.linspace(-5, 8, 27)
    joined = pair("sigmoid", error).dl(z[:, None], np.zeros((27, 1)))[:, 0]  # dl/dz, and x = 1
    assert SLOPES[kind](sigmoid(z)) == pytest.approx(joined, rel=1e-6)


@pytest.mark.parametrize("kind", SLOPES)
def test_a_step_goes_down_the_slope_in_w_and_in_b_and_every_step_makes_the_cost_smaller(kind):
    path = descend(kind, 0.6, 0.9, 0.15, steps=50)
    assert path.f[0] == 1.5 and path.f[1] == pytest.approx(1.5 - 2 * 0.15 * SLOPES[kind](sigmoid(1.5)))
    assert np.all(np.diff(path.loss) < 0) and len(path.f) == len(path.output) == len(path.loss) == 51


def test_a_tiny_factor_takes_a_rate_ten_times_the_largest_of_the_slider():
    largest, beyond = (descend("squared", 4.0, 4.0, eta).output[-1] for eta in (1.0, 10.0))
    assert largest > 0.99 and beyond < 0.1
