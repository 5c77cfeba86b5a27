"""The exercises of lecture 6 take every correct answer, and what is nearly right is told so."""

import numpy as np

from course_nn.common.progress import finished
from course_nn.lectures.feature_learning.demos.digits import digit_readers
from course_nn.linear_models import least_squares
from course_nn.notebook.exercises import check


def test_any_feature_that_grows_or_falls_with_the_distance_is_right():
    for feature in (
        lambda a, b: a**2 + b**2,
        np.hypot,
        lambda a, b: np.exp(-(a**2) - b**2),
        lambda a, b: max(abs(a), abs(b), (abs(a) + abs(b)) / 1.41),
    ):
        assert check("feature_learning-easy", feature).voice == "right"
    assert check("feature_learning-easy", lambda a, b: abs(a)).voice == "almost"
    assert check("feature_learning-easy", lambda a, b: a * b).voice == "keep working"
    assert check("feature_learning-easy", lambda a, b: 3).voice == "keep working"
    wrong = [lambda a, b: a + b, lambda a, b: a**2, lambda a, b: np.sin(a**2 + b**2), lambda a, b: a**2 - b**2]
    assert "right" not in voices("easy", *wrong)


def test_any_way_to_solve_for_the_last_layer_is_right():
    def by_more_rows(H, y, lam):
        M = H.shape[1]
        return np.linalg.lstsq(np.vstack([H, np.sqrt(lam) * np.eye(M)]), np.append(y, np.zeros(M)), rcond=None)[0]

    def closed(price):
        return lambda H, y, lam: np.linalg.solve(H.T @ H + price(lam, len(y)) * np.eye(H.shape[1]), H.T @ y)

    def by_turning(H, y, lam):
        U, s, Vt = np.linalg.svd(H, full_matrices=False)
        return (Vt.T * (s / (s**2 + lam))) @ U.T @ y[:, None]  # (M, 1)

    assert voices("derive", by_more_rows, by_turning) == ["right"] * 2
    assert check("feature_learning-derive", closed(lambda lam, n: lam)).voice == "right"
    for price in (lambda lam, n: 0, lambda lam, n: 2 * lam, lambda lam, n: n * lam):
        assert check("feature_learning-derive", closed(price)).voice == "almost"
    ignores_lam = closed(lambda lam, n: 1)
    wrong = [lambda H, y, lam: H.T @ y, lambda H, y, lam: np.linalg.pinv(H) @ y / (1 + lam), ignores_lam]
    assert voices("derive", *wrong) == ["keep working"] * 3
    with_bias = check("feature_learning-derive", lambda H, y, lam: least_squares(H, y, lam)[0])
    assert with_bias.voice == "keep working"
    assert "(30,)" in repr(check("feature_learning-derive", lambda H, y, lam: y))


def three_directions(turn=0.0):
    angle = 2 * np.pi * np.arange(3) / 3 + turn
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def test_any_three_units_that_close_a_line_around_the_disc_are_right():
    ones = np.ones(3)
    for turn in (0.0, 0.4):
        assert check("feature_learning-build", (three_directions(turn), 0 * ones, -ones, 1.3)).voice == "right"
    assert check("feature_learning-build", (5 * three_directions(), 0 * ones, [-0.2] * 3, [1.5])).voice == "right"
    assert check("feature_learning-build", (three_directions(), 0 * ones, ones, -1.3)).voice == "almost"
    assert check("feature_learning-build", (three_directions(), 0 * ones, -ones, 1.9)).voice == "almost"
    assert check("feature_learning-build", (three_directions(), 0 * ones, 0 * ones, 1)).voice == "keep working"
    two = (three_directions()[:2], np.zeros(2), -np.ones(2), 1.3)
    shifted = (three_directions(), -ones, -ones, 1.3)
    assert "right" not in voices("build", two, shifted)
    assert "W (3, 2)" in repr(check("feature_learning-build", (np.ones((4, 2)), np.ones(4), np.ones(4), 1)))


def test_two_relu_units_are_never_enough():
    rng = np.random.default_rng(0)
    for _ in range(200):
        answer = rng.normal(size=(2, 2)), rng.normal(size=2), rng.normal(size=2), rng.normal()
        assert check("feature_learning-build", answer).voice != "right"


def voices(key, *answers):
    """What the judge says of each answer."""
    return [check(f"feature_learning-{key}", answer).voice for answer in answers]


def test_the_forward_pass_is_right_however_it_is_nested():
    assert voices("hand", (0, 4, 3), [[0, 4], 3.0][0] + [3], np.array([0, 4, 3.0])) == ["right"] * 3
    wrong = voices("hand", (-1, 4, 3), (-1, 4, 1), (0, 4, 2), (1, 4, 5), (3, 4, 0))
    assert wrong[:3] == ["almost"] * 3 and "right" not in wrong


def test_any_way_to_standardise_columns_is_right():
    def by_column(H):
        return np.column_stack([(column - np.mean(column)) / np.std(column) for column in H.T])

    def by_variance(H):
        middle = H - np.mean(H, axis=0)
        return middle / np.sqrt(np.mean(middle**2, axis=0))

    assert voices("code", by_column, by_variance, lambda H: (H - H.mean(0)) / H.std(0)) == ["right"] * 3
    near = voices(
        "code",
        lambda H: (H - H.mean(0)) / H.std(0, ddof=1),
        lambda H: H - H.mean(0),
        lambda H: (H - H.mean()) / H.std(),
    )
    assert near == ["almost"] * 3
    assert "right" not in voices("code", lambda H: H, lambda H: H / H.max(0), lambda H: H.mean(0), lambda H: H.T)


def nearest_mean(H, y, new_H):
    means = np.stack([H[y == k].mean(axis=0) for k in (0, 1)])
    return np.linalg.norm(new_H[:, None] - means, axis=2).argmin(axis=1)


def test_any_way_to_find_the_nearest_mean_is_right():
    def by_loop(H, y, new_H):
        low, high = H[y == 0].mean(axis=0), H[y == 1].mean(axis=0)
        return [int(np.sum((h - high) ** 2) < np.sum((h - low) ** 2)) for h in new_H]

    def by_line(H, y, new_H):
        low, high = H[y == 0].mean(axis=0), H[y == 1].mean(axis=0)
        return ((new_H - (low + high) / 2) @ (high - low) > 0).astype(float)

    assert voices("means", nearest_mean, by_loop, by_line) == ["right"] * 3
    assert voices("means", lambda H, y, Z: 1 - nearest_mean(H, y, Z), by_distance(mean, 1)) == ["almost"] * 2


def mean(H):
    return H.mean(axis=0)


def by_distance(middle, power):
    def answer(H, y, new_H):
        middles = np.stack([middle(H[y == k]) for k in (0, 1)])
        return (np.abs(new_H[:, None] - middles) ** power).sum(axis=2).argmin(axis=1)

    return answer


def test_what_is_not_the_nearest_mean_is_not_right_either():
    def nearest_sample(H, y, Z):
        return y[np.linalg.norm(Z[:, None] - H, axis=2).argmin(axis=1)]

    def most_alike(H, y, Z):
        return (Z @ np.stack([H[y == k].mean(axis=0) for k in (0, 1)]).T).argmax(axis=1)

    def standardised(H, y, Z):
        return nearest_mean((H - mean(H)) / H.std(axis=0), y, (Z - mean(H)) / H.std(axis=0))

    def squares(H, y, Z):
        return scores(lambda y: 2 * y - 1)(H, y, Z) > 0

    wrong = [nearest_sample, most_alike, standardised, squares, by_distance(lambda H: np.median(H, axis=0), 2)]
    assert "right" not in voices("means", *wrong, by_distance(mean, 9))
    assert "right" not in voices("means", lambda H, y, Z: np.zeros(300), lambda H, y, Z: Z[:, 0] > 4, lambda H, y, Z: Z)


def scores(targets, ones=True, sign=1):
    """A probe by least squares, with or without c."""

    def widened(H):
        return np.column_stack([H, np.ones(len(H))]) if ones else H

    return lambda H, y, new_H: sign * widened(new_H) @ np.linalg.lstsq(widened(H), targets(y), rcond=None)[0]


def test_any_probe_by_least_squares_is_right_in_any_unit():
    def from_the_middle(H, y, new_H):
        v = np.linalg.pinv(H - mean(H)) @ (y - y.mean())
        return (new_H - mean(H)) @ v

    def by_formula(H, y, new_H):
        ones = np.column_stack([np.ones(len(H)), H])
        c, *v = np.linalg.solve(ones.T @ ones, ones.T @ np.where(y, 5.0, -5.0))
        return new_H @ v + c

    signs, shifted = scores(lambda y: 2 * y - 1), scores(lambda y: y - 0.5)
    assert voices("probe", signs, shifted, from_the_middle, by_formula) == ["right"] * 4
    reversed_signs, zero_and_one = scores(lambda y: 2 * y - 1, sign=-1), scores(lambda y: y)
    assert voices("probe", reversed_signs, zero_and_one) == ["almost"] * 2


def test_a_probe_without_c_or_not_by_least_squares_is_not_right():
    def from_the_means(H, y, new_H):
        low, high = H[y == 0].mean(axis=0), H[y == 1].mean(axis=0)
        return (new_H - (low + high) / 2) @ (high - low)

    def with_a_penalty(H, y, Z):
        v, c = least_squares(H, 2 * y - 1, 50.0)
        return Z @ v + c

    without_c = [scores(targets, ones=False) for targets in (lambda y: 2 * y - 1, lambda y: y)]
    assert voices("probe", *without_c) == ["almost"] * 2
    decided = [lambda H, y, Z: np.sign(scores(lambda y: 2 * y - 1)(H, y, Z)), nearest_mean]
    other = [lambda H, y, Z: Z, lambda H, y, Z: y, lambda H, y, Z: np.zeros(60), lambda H, y, Z: Z[:, 0]]
    assert voices("probe", from_the_means, with_a_penalty, *decided, *other) == ["keep working"] * 8


def test_any_order_of_the_units_is_another_network_of_the_same_function():
    def ordered(order):
        return lambda W, b, v: (W[order], b[order], v[order])

    assert voices("swap", ordered([1, 0, 2, 3]), ordered([3, 2, 1, 0]), ordered([1, 2, 3, 0])) == ["right"] * 3
    order = [1, 0, 2, 3]
    assert voices("swap", lambda W, b, v: (W[order], b[order], v), lambda W, b, v: (W[order], b, v)) == ["almost"] * 2
    wrong = [
        lambda W, b, v: (W, b, v),
        lambda W, b, v: (-W, -b, -v),
        lambda W, b, v: (2 * W, 2 * b, v / 2),
        lambda W, b, v: (W[:2], b[:2], v[:2]),
    ]
    assert "right" not in voices("swap", *wrong)


def test_any_untrained_layer_that_is_read_well_refutes_the_claim():
    right = [
        ("circle", "relu", "zero"),
        ["circle", "tanh", "random"],
        ("xor", "relu", "zero"),
        ("XOR", "ReLU", "random"),
    ]
    assert voices("break", *right) == ["right"] * 4
    wrong = [
        ("spiral", "relu", "zero"),
        ("spiral", "tanh", "random"),
        ("circle", "tanh", "zero"),
        ("xor", "tanh", "zero"),
    ]
    assert "right" not in voices("break", *wrong, ("moons", "relu", "zero"), ("circle", "relu"))


def test_a_report_is_for_comparing_and_no_program_calls_it_right():
    english = "I changed the seed of the probes from 0 to 4 and expected the same layers to be good. " * 2
    chinese = "我把探针的随机种子从 0 改到 4，预期同样的几层都好。结果第三层总是很好。"
    noted = "Digits, shuffle by shuffle: the learned features beat the pixels by 1 point at most."
    assert voices("open", english, chinese, noted, "word " * 40 + "1") == ["compare"] * 4
    assert voices("open", "text", 3, ["a"] * 40, "", {"changed": 1}) == ["keep working"] * 5


def test_the_lead_that_the_sceptics_question_names_is_that_of_the_demo():
    study = finished(digit_readers.study(300, digit_readers.TYPICAL))
    components, learned = (study.wrong[digit_readers.KINDS.index(kind), 1].mean() for kind in ("components", "learned"))
    assert 5 < 100 * (components - learned) < 6.5
