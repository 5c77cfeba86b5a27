"""Gradients, memories and steps as the picture has them."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

module, result = lecture("gradient_descent")
ADAM = module("adam")


def test_at_the_start_gradients_of_1_and_100_make_the_same_steps_of_one_learning_rate():
    found = result("adam")
    np.testing.assert_allclose(found.course.g[0], [1, 100])
    np.testing.assert_allclose(found.course.steps, 1, atol=1e-7)


def test_without_correction_the_step_that_is_shown_first_is_the_largest():
    found = result("adam", correct=False)
    steps = found.course.steps[:, 0]
    assert found.now == 12 and steps[11] == steps.max() == pytest.approx(6.57, abs=0.005)


def test_the_corrected_mean_and_root_are_what_the_fraction_is_made_of():
    course = result("adam", signal="noisy").course
    t = np.arange(1, 101)[:, None]
    np.testing.assert_allclose(course.top, course.m / (1 - 0.9**t))
    np.testing.assert_allclose(course.root, np.sqrt(course.s / (1 - 0.999**t)))


@pytest.mark.parametrize(
    "values",
    [dict(signal="growing", growth=1.11, quiet=3000), dict(signal="constant", quiet=1000)],
    ids=["growing gradients", "a gradient that wakes up"],
)
def test_the_challenge_takes_thousands_of_quiet_steps(values):
    judge = ADAM.CHALLENGE.judge
    assert judge(result("adam", **values)) == "solved"
    assert judge(result("adam", **values | {"quiet": 0})) == "open"
    assert judge(result("adam", **values | {"quiet": 500})) == "almost"
    assert judge(result("adam", **values, correct=False)) == judge(result("adam", **values, beta2=0.99)) == "open"


def test_after_3000_quiet_steps_gradients_that_grow_1_11_fold_come_near_the_largest_step():
    grown = {g: result("adam", signal="growing", growth=g, quiet=5000).course.steps.max() for g in (1.05, 1.11, 1.2)}
    assert grown[1.11] == max(grown.values()) and 7.2 < grown[1.11] < 7.27


def test_digits_and_bowl_come_with_their_losses():
    corrected, raw = result("adam", signal="digits").losses[:, -1]
    assert raw < corrected / 4
    bowl = result("adam", signal="bowl")
    np.testing.assert_allclose(bowl.losses[1], 50 * bowl.course.theta[:, 1] ** 2)


def test_the_time_the_growth_and_a_loss_are_held():
    demo = ADAM.adam(signal="growing")
    Hand(demo, 1).press().pull(60, 0)
    assert demo.values["time"] > 20
    Hand(demo, 3).press().pull(0, -30)
    assert demo.values["growth"] > 1.03
    demo.set(signal="digits")
    Hand(demo, 5).press()
    assert not demo.values["correct"]
    Hand(demo, 4).press()
    assert demo.values["correct"]
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = ADAM.adam(correct=False)
    course = demo.result.course
    m, s = course.m[11, 0], course.s[11, 0]
    reads(demo.readout, 12, 1, m, s, m, np.sqrt(s), *course.steps[11], course.steps.max())
    demo.set(signal="digits", correct=True)
    assert "200" in demo.readout.en and f"{demo.result.losses[0, -1]:.3f}" in demo.readout.zh
    demo.set(signal="bowl")
    assert "10⁻¹⁵⁰" in demo.readout.en and "7069" in demo.readout.zh
    demo.close()
