"""Matrices that stretch the plane along its first axis and then turn it; and the one that takes a point to a place."""

import numpy as np

LONGEST = 1.5  # stretch, of either sign
BESIDE = 0.05  # a point so near to the second axis hardly moves when the first is stretched


def matrix(angle: float, stretch: float) -> np.ndarray:
    """Stretch along the first axis, then turn.

    W = R(θ) diag(s, 1);   angle : θ in degrees;  returns (2, 2)
    """
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.array([[c, -s], [s, c]]) @ np.diag([stretch, 1])


def turn_onto(point: np.ndarray | tuple, target: np.ndarray, angle: float, stretch: float) -> tuple:
    """The angle and the stretch whose matrix takes a point to a target, or as near as it can along the same ray.

    |target|² = (s u1)² + u2² for a point u. Both signs of s will do: the one whose angle is nearer to the present one.
    A point on the second axis does not move with the stretch, which then stays as it is.

    point, target : (2,);  angle, stretch : the present ones, θ in degrees
    returns       : θ in [-180, 180], s in [-1.5, 1.5]
    """
    u1, u2 = point
    wanted = np.sqrt(max(target @ target - u2**2, 0))
    length = min(wanted / max(abs(u1), BESIDE), LONGEST)
    answers = []
    for s in (length, -length) if abs(u1) > BESIDE else (stretch,):
        turn = np.degrees(np.arctan2(target[1], target[0]) - np.arctan2(u2, s * u1))
        answers.append((wrap(turn), s))
    return min(answers, key=lambda answer: abs(wrap(answer[0] - angle)))


def wrap(angle: float) -> float:
    """The same angle in [-180, 180)."""
    return (angle + 180) % 360 - 180
