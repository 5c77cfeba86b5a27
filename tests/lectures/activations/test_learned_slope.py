"""A PReLU unit learns its slope like any weight."""

import numpy as np

from course_nn.lectures.activations.demos.prelu.learned_slope import learn, unit

X = np.linspace(-3, 3, 61)


def test_a_step_is_minus_the_rate_times_the_gradient_of_the_mean_loss():
    y, rate = np.sin(X), 0.1
    path = learn(X, y, 0.3, 5, rate)

    def losses(theta):
        return 0.5 * np.mean((unit(theta, X).f - y) ** 2, axis=-1)

    np.testing.assert_allclose([losses(theta) for theta in path.theta], path.losses)
    for row in range(3):
        step = np.zeros((3, 2))
        step[row] = 1e-6
        slope = (losses(path.theta[3] + step) - losses(path.theta[3] - step)) / 2e-6
        np.testing.assert_allclose(path.theta[4, row] - path.theta[3, row], -rate * slope, atol=1e-7)


def test_it_finds_the_unit_that_made_the_data():
    truth = np.array([[0.8, 0.8], [0.2, 0.2], [0.4, 0.4]])
    y = unit(truth, X).f[0]
    path = learn(X, y, 0.9, 2000, 0.2)
    assert np.all(path.losses[-1] < 1e-8)
    np.testing.assert_allclose(path.theta[-1], truth, atol=1e-3)
