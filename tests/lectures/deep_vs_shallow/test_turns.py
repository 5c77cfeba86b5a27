"""Which stretch and turn take a point to a place."""

import numpy as np
import pytest

from course_nn.lectures.deep_vs_shallow.demos.linear_collapse.rotations import LONGEST, matrix, turn_onto


@pytest.mark.parametrize("seed", range(20))
def test_the_matrix_found_takes_the_point_to_the_target_by_the_smaller_turn(seed):
    rng = np.random.default_rng(seed)
    angle, stretch, point = rng.uniform(-180, 180), rng.uniform(0.1, LONGEST), rng.normal(size=2)
    target = matrix(angle, stretch) @ point
    near, found = turn_onto(point, target, angle + rng.uniform(-5, 5), 1.0)
    assert abs((near - angle + 180) % 360 - 180) < 90 and found == pytest.approx(stretch)
    np.testing.assert_allclose(matrix(near, found) @ point, target, atol=1e-9)


def test_through_the_origin_the_stretch_changes_its_sign_and_the_plane_does_not_turn():
    assert turn_onto((1, 0), np.array([-0.5, 0.0]), 0, 0.5) == pytest.approx((0, -0.5))


def test_what_is_too_far_is_met_on_the_same_ray():
    for far in (np.array([3.0, 4.0]), np.array([0.1, -0.2])):  # beyond the longest stretch, and within the shortest
        point = np.array([1.0, 0.5])
        reached = matrix(*turn_onto(point, far, 30, 1.0)) @ point
        assert np.cross(np.append(reached, 0), np.append(far, 0))[2] == pytest.approx(0, abs=1e-9)
        assert reached @ far > 0
    np.testing.assert_allclose(np.hypot(*matrix(*turn_onto((1, 0), np.array([3.0, 4.0]), 0, 1.0))[:, 0]), LONGEST)


def test_a_point_on_the_second_axis_is_only_turned():
    assert turn_onto((0, 2), np.array([1.0, 1.0]), -40, 0.7) == pytest.approx((-45, 0.7))
