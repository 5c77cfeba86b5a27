"""Six optimizers in a turned valley, as the picture has them."""

import pytest
from computed import lecture
from hand import Hand

module, result = lecture("gradient_descent")
ROTATED = module("rotated")


def test_adam_takes_81_steps_along_the_axes_and_887_at_45_degrees():
    straight, askew = result("rotated"), result("rotated", angle=45)
    assert (straight.steps, askew.steps) == pytest.approx((81, 887), rel=0.02)
    assert straight.defect == 0 and askew.defect > 0.1


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov"])
def test_without_a_scale_for_each_coordinate_turning_changes_nothing(name):
    straight, askew = result("rotated", optimizer=name), result("rotated", optimizer=name, angle=45)
    assert straight.steps == askew.steps and askew.defect < 1e-13


def test_the_tuned_rate_is_the_best_of_the_grid_and_an_own_one_is_not_better():
    best = result("rotated", optimizer="rmsprop", angle=45)
    for eta in (0.001, 0.003, 0.01, 0.1):
        assert result("rotated", optimizer="rmsprop", angle=45, rate="own", eta=eta).steps >= best.steps
    own = result("rotated", optimizer="rmsprop", angle=45, rate="own", eta=best.eta)
    assert own.steps == best.steps


def test_a_typed_angle_between_the_drawn_ones_is_tuned_too():
    found = result("rotated", angle=7, optimizer="adagrad")
    five, ten = (result("rotated", angle=angle, optimizer="adagrad").steps for angle in (5, 10))
    assert five < found.steps < ten and found.angles[-1] == 7


def test_the_challenge_is_adagrad_far_from_the_axes():
    demo = ROTATED.rotated()
    assert demo.state == "open"
    demo.set(optimizer="adagrad")
    assert demo.state == "open"
    demo.set(angle=20)
    assert demo.state == "almost"
    demo.set(angle=45)
    assert demo.state == "solved"
    demo.set(optimizer="adam")
    assert demo.state == "open"
    demo.close()


def test_the_floor_the_angle_and_the_start_are_held_and_a_dot_chooses_its_optimizer():
    demo = ROTATED.rotated()
    Hand(demo, 1).press().pull(60, 0)
    assert demo.values["angle"] >= 10
    Hand(demo, 5).press()
    assert demo.values["optimizer"] == "adagrad"
    Hand(demo, 8).press().pull(10, 25)
    assert demo.values["across"] < 0.6
    Hand(demo, 0).press().pull(20, -20)
    assert demo.values["angle"] == 45
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("rotated", angle=45)
    reads(ROTATED.readout(found), 1000, found.eta, 45, found.steps, 81, 45, found.defect)
    slow = result("rotated", angle=45, rate="own", eta=10.0, optimizer="rmsprop")
    assert "more than 2,000" in ROTATED.readout(slow).en and "超过 2,000" in ROTATED.readout(slow).zh
