"""What optimizers make of given gradients, against what can be said without running them."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.demos.adam.gradient_signals import (
    BOWL_RATE,
    SIGNALS,
    course_down_bowl,
    course_through,
    largest_step,
    papers_bound,
    raw_step,
    settings_of,
    signal,
)
from course_nn.optimizers import OPTIMIZERS

T = np.arange(1, 101)


def steps(method, name, growth=1.11, quiet=0, **settings):
    return course_through(method, signal(name, growth), quiet, **settings).steps[:, 0]


def test_on_a_constant_gradient_adam_steps_by_exactly_the_learning_rate_whatever_its_size():
    np.testing.assert_allclose(course_through("adam", signal("constant")).steps, 1, atol=2e-8)
    np.testing.assert_allclose(course_through("adam", 1e-4 * signal("constant")).steps, 1, atol=2e-4)


def test_without_correction_the_steps_are_the_formula_and_start_at_3_16_and_rise_to_6_57_at_step_12():
    raw = steps("adam", "constant", correct=False)
    np.testing.assert_allclose(raw, raw_step(T, 0.9, 0.999), rtol=1e-6)
    assert raw[0] == pytest.approx(np.sqrt(10), abs=1e-6)
    assert raw.argmax() + 1 == 12 and raw.max() == pytest.approx(6.569, abs=1e-3)


def test_with_the_two_memories_exchanged_the_first_raw_steps_are_too_small():
    assert raw_step(1, 0.99, 0.9) == pytest.approx(0.01 / np.sqrt(0.1)) and raw_step(1, 0.9, 0.9) < 1


def test_adagrad_shrinks_as_one_over_the_root_of_t_and_rmsprop_as_one_over_the_root_of_what_it_has_seen():
    np.testing.assert_allclose(steps("adagrad", "constant"), 1 / np.sqrt(T), rtol=1e-6)
    np.testing.assert_allclose(steps("rmsprop", "constant"), 1 / np.sqrt(1 - 0.9**T), rtol=1e-6)


@pytest.mark.parametrize("beta1, beta2", [(0.9, 0.999), (0.5, 0.99), (0.0, 0.9)])
def test_no_gradients_make_a_step_above_the_supremum_and_growing_ones_come_within_a_thousandth(beta1, beta2):
    bound, rng = largest_step(beta1, beta2), np.random.default_rng(0)
    for shape in rng.normal(size=(20, 100)) * 10 ** rng.normal(0, 2, (20, 100)):
        assert np.abs(course_through("adam", np.outer(shape, [1, 1]), beta1=beta1, beta2=beta2).steps).max() <= bound
    ratio = beta2 / beta1 if beta1 else 1e6
    gradients = np.outer(ratio ** (np.arange(40) if beta1 else np.arange(2)), [1, 1])
    quiet = 20_000
    assert course_through("adam", gradients, quiet, beta1=beta1, beta2=beta2).steps[-1, 0] > 0.999 * bound


def test_the_supremum_is_7_270_and_a_single_gradient_after_quiet_steps_reaches_only_the_papers_3_162():
    assert largest_step(0.9, 0.999) == pytest.approx(7.270, abs=5e-4)
    assert papers_bound(0.9, 0.999) == pytest.approx(3.162, abs=5e-4)
    assert papers_bound(0.9, 0.9) == 1 and largest_step(0.99, 0.9) == np.inf
    assert steps("adam", "spike", quiet=20_000).max() == pytest.approx(papers_bound(0.9, 0.999), abs=1e-3)


def test_quiet_steps_are_steps_with_gradient_0():
    silent = np.concatenate([np.zeros((300, 2)), signal("noisy")])
    for method in OPTIMIZERS:
        whole, short = course_through(method, silent), course_through(method, signal("noisy"), quiet=300)
        np.testing.assert_allclose(short.steps, whole.steps[300:], atol=1e-12)


def test_after_quiet_steps_the_corrected_steps_on_a_constant_gradient_are_nearly_the_raw_ones():
    np.testing.assert_allclose(steps("adam", "constant", quiet=10_000), raw_step(T, 0.9, 0.999), rtol=1e-4)


@pytest.mark.parametrize("method", ["adam", "adagrad", "rmsprop"])
@pytest.mark.parametrize("name", [name for name in SIGNALS if name != "tiny"])  # which lies far below ε
def test_a_hundred_times_the_gradient_makes_the_same_step(method, name):
    moved = course_through(method, signal(name)).steps
    np.testing.assert_allclose(moved[:, 0], moved[:, 1], atol=2e-6)


@pytest.mark.parametrize("method", [method for method in OPTIMIZERS if method != "nesterov"])  # which looks ahead
def test_every_step_is_the_mean_over_the_root(method):
    course = course_through(method, signal("noisy"))
    np.testing.assert_allclose(course.steps, course.top / course.root, rtol=1e-6)


def test_rmsprop_ends_swinging_by_half_the_learning_rate_in_every_bowl():
    end = finished(course_down_bowl("rmsprop", True, 0.9, 0.9)).theta[-2:]
    np.testing.assert_allclose(np.abs(end), BOWL_RATE / 2, rtol=1e-5)
    np.testing.assert_allclose(end[0], -end[1], rtol=1e-5)


@pytest.mark.parametrize("beta2, turn, back, deepest", [(0.999, 6526, 7069, 1e-149), (0.99, 886, 948, 1e-20)])
def test_adam_sinks_into_the_bowl_and_jumps_back_once_its_own_rate_has_passed_the_border(beta2, turn, back, deepest):
    course = finished(course_down_bowl("adam", True, 0.9, beta2))
    x = np.abs(course.theta[:, 0])
    low = int(x.argmin())
    assert abs(low - turn) < 30 and x[low] < deepest
    assert abs(low + x[low : low + 700].argmax() - back) < 60 and x[low : low + 700].max() > 0.02
    own_rate = BOWL_RATE / course.root[:, 0]  # of ½x², λ = 1
    passed = np.flatnonzero(own_rate > 2 * 1.9 / 0.1)[0]
    assert 2 * 1.9 / 0.1 == pytest.approx(38) and abs(passed - low) < 30


def test_plain_descent_runs_out_of_the_steep_bowl_and_is_stopped():
    course = finished(course_down_bowl("gradient_descent", True, 0.9, 0.999))
    assert all(np.isfinite(part).all() for part in course) and np.abs(course.theta[-1, 1]) > 1e20


def test_what_makes_no_sense_is_refused_in_both_languages():
    for wrong in (
        lambda: largest_step(1.0, 0.9),
        lambda: signal("loud"),
        lambda: course_through("adamax", signal("noisy")),
    ):
        with pytest.raises(BadInput) as error:
            wrong()
        assert error.value.en and error.value.zh
    assert settings_of("rmsprop", True, 0.9, 0.5) == {"rho": 0.5} and settings_of("adagrad", True, 0.9, 0.5) == {}


def test_gradients_far_below_epsilon_make_steps_far_below_eta():
    walked = np.abs(course_through("adam", signal("tiny")).steps)
    np.testing.assert_allclose(walked[:, 0], 1e-4, rtol=0.01)  # 10⁻¹² over 10⁻¹² + 10⁻⁸
    np.testing.assert_allclose(walked[:, 1], 1e-2, rtol=0.02)  # of gradients a hundred times as large
