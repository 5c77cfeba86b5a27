"""Five lights: from all red to all green, what can be pressed and pulled, and the prediction over ten splits."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.first_checks.checked_runs import (
    BATCH,
    LOSS,
    TRAINED,
    Setting,
    digit_data,
    ladder,
    training_run,
)
from course_nn.network import Network
from course_nn.notebook.exercises import prediction
from course_nn.optimizers import Adam, Scheduled
from course_nn.training import Objective, advance, learn, mini_batches

module, result = lecture("practice")
CHECKS = module("first_checks")
GOOD = dict(inputs="centred", last=0.01, rate=0.3, fault="none")


def test_all_lights_are_red_at_first():
    assert not result("first_checks").lights.any()


def test_the_challenge_is_to_mend_inputs_last_layer_and_fault():
    demo = CHECKS.first_checks()
    assert demo.state == "open"
    demo.set(**GOOD | dict(last=1.0))
    assert demo.state == "almost" and list(demo.result.lights) == [1, 2, 2, 2, 2]
    demo.set(last=0.01)
    assert demo.state == "solved"
    demo.set(rung="neighbour")
    assert demo.state == "almost"
    demo.set(rung="constant")
    assert demo.state == "open"
    demo.close()


def test_a_model_is_pressed_and_the_loss_at_start_is_pulled_along_its_curve():
    demo = CHECKS.first_checks(**GOOD)
    Hand(demo, 0, item=4).press()
    assert demo.values["rung"] == "neighbour"
    demo.set(check="start")
    Hand(demo, 1).press().pull(130, 0)  # a decade
    assert demo.values["last"] == pytest.approx(0.1, rel=0.8)
    demo.close()


def test_a_light_that_is_pressed_is_the_one_check_that_is_shown_large():
    demo = CHECKS.first_checks()
    for k, name in enumerate(CHECKS.CHECKS):
        Hand(demo, 2, item=k).press()
        assert demo.values["check"] == name
        assert [check for check, axes in demo.artists.panels.items() if axes.get_visible()] == [name]
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("first_checks", **GOOD)
    zero, error, rung = found.zero[-1] / 2, 100 * found.error, 100 * found.ladder["softmax"]
    values = [found.start, found.expected, 10, found.real[-1], zero, 1000, found.one_batch[-1], 0.01]
    reads(
        CHECKS.readout(found), 5, 5, error, rung, *values, found.gradient.max(), 10
    )  # 10⁻⁶, of which the base is read
    assert CHECKS.readout(result("first_checks")).en.count("red") == 5


def errors_of_wide_networks(eps=0.1, epochs=30):
    """Test errors of five networks of 256 units that learn by Adam, with a cosine and smoothed labels: (5,)."""
    splits = [digit_data(seed=seed) for seed in range(5)]
    X, y, unseen, right = (np.stack(part) for part in zip(*splits))
    T = ((1 - eps) * np.eye(10)[y] + eps / 10).astype(np.float32)
    network = Network((64, 256, 10), "relu", init="he", seed=range(5), dtype=np.float32)
    batches = mini_batches(X.astype(np.float32), T, BATCH, np.random.default_rng(0), epochs)
    shares = (1 + np.cos(np.linspace(0, np.pi, epochs * -(-TRAINED // BATCH)))) / 2
    advance(learn(network, batches, Objective(LOSS), Scheduled(Adam(0.01), map(np.float32, 0.01 * shares))))
    return np.mean(network(unseen).argmax(axis=-1) != right, axis=-1)


@pytest.mark.costly_changes
def test_the_nearest_neighbour_errs_less_than_the_network_whatever_its_rate_and_start(becomes):
    def gain(rung="neighbour", rate=0.3, **setting):
        """By how much a simple model errs less: the median of five splits."""
        settings = [Setting(rate=rate, seed=seed, **setting) for seed in range(5)]
        errors = [(finished(training_run(one))[1], finished(ladder(one.task, one.seed))[rung]) for one in settings]
        return np.median([network - simple for network, simple in errors])

    neighbours = [finished(ladder("digits", seed))["neighbour"] for seed in range(5)]
    assert gain() > 0.005
    becomes(
        modern=lambda: outcome(gain(), np.median(errors_of_wide_networks() - neighbours)),
        rate=lambda: outcome(gain(), gain(rate=1.0)),
        slow=lambda: outcome(gain(), gain(rate=0.1)),
        last=lambda: outcome(gain(), gain(last=0.01)),
        eight=lambda: outcome(gain(), gain(task="eight")),
        softmax=lambda: outcome(gain(), gain("softmax")),
    )


@pytest.mark.thorough
def test_over_ten_splits_the_network_gains_nothing_on_the_nearest_neighbour():
    rungs = [finished(ladder("digits", seed)) for seed in range(10)]
    for rate in (0.1, 0.3):
        errors = [finished(training_run(Setting(rate=rate, seed=seed)))[1] for seed in range(10)]
        gains = np.array([rung["neighbour"] - error for rung, error in zip(rungs, errors)])
        assert gains.max() <= 0.005 and -0.03 < gains.mean() < -0.005
    assert np.mean([rung["softmax"] for rung in rungs]) > np.mean(errors)


def test_a_sound_network_misreads_more_digits_than_the_nearest_neighbour_from_every_start():
    errors = [finished(training_run(Setting(rate=0.3, seed=seed)))[1] for seed in range(3)]
    assert prediction("practice-1").estimate().truth() == pytest.approx(100 * np.median(errors))
    assert all(error > 1.2 * finished(ladder("digits", seed))["neighbour"] for seed, error in enumerate(errors))
