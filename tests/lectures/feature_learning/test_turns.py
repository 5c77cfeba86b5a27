"""The turn and the stretch in a matrix, and parts of them, against SciPy."""

import numpy as np
import pytest
from later import Later
from scipy.linalg import fractional_matrix_power, polar

from course_nn.lectures.feature_learning import turns

stats = Later("scipy.stats")

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("D", [2, 3])
def test_part_of_a_turn_is_the_fractional_power_of_the_rotation(D):
    for seed in range(5):
        R = stats.special_ortho_group(D, seed=seed).rvs()
        for s in (0, 0.3, 0.7, 1):
            np.testing.assert_allclose(turns.part_of_turn(R, s), fractional_matrix_power(R, s).real, atol=1e-9)


def test_a_mirror_image_is_turned_over_like_a_sheet():
    mirror = np.diag([1.0, -1.0])
    for s in (0, 0.25, 0.5, 1):
        np.testing.assert_allclose(turns.part_of_turn(mirror, s), np.diag([1, np.cos(np.pi * s)]), atol=1e-12)
    assert np.allclose(turns.part_of_turn(stats.ortho_group(3, seed=1).rvs(), 0), np.eye(3))


def test_turn_and_stretch_of_a_matrix_are_its_polar_decomposition():
    for _ in range(10):
        W = RNG.normal(size=(2, 2))
        W = W if np.linalg.det(W) > 0 else W[::-1]
        Q, S = polar(W)
        half = fractional_matrix_power(Q, 0.5).real @ (np.eye(2) + S) / 2
        np.testing.assert_allclose(turns.part_of_matrix(W, 0.5), half, atol=1e-9)
        np.testing.assert_allclose(turns.part_of_matrix(W, 0), np.eye(2), atol=1e-9)
        np.testing.assert_allclose(turns.part_of_matrix(W, 1), W, atol=1e-9)
        assert min(np.linalg.det(turns.part_of_matrix(W, s)) for s in np.linspace(0, 1, 21)) > 0


def test_rotations_stretch_all_directions_alike():
    draw = turns.rotations(2.0)
    for M, N in ((2, 2), (3, 3), (3, 2), (1, 3)):
        W = draw(np.random.default_rng(0), M, N)
        np.testing.assert_allclose(np.linalg.svd(W)[1], 2.0)
