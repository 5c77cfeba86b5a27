"""The lecture's claims about a spike: its voltages, its five phases, its failures, and all or nothing."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.neurons import action_potential
from course_nn.lectures.neurons.demos.action_potential.hodgkin_huxley import REST

demo = Pure("neurons.action_potential")

START = {name: control.start for name, control in demo.CONTROLS.items()}


def test_threshold_and_peak_are_those_of_the_lecture_and_rest_is_five_higher():
    result = demo.compute(**START)
    assert result.membrane.level == pytest.approx(-55, abs=2) and result.peak == pytest.approx(40, abs=2)
    assert result.V[0] == REST == -70 + 5


def test_the_first_picture_shows_all_five_phases_in_order_and_a_failure_shows_none():
    result = demo.compute(**START)
    assert None not in result.phases and list(result.phases) == sorted(result.phases)
    assert None not in demo.places(result)
    failed = demo.compute(**START | {"strength": 0.99 * result.membrane.threshold})
    assert failed.phases is None and demo.places(failed) == [None] * 4


def test_weaker_stimuli_of_the_same_duration_fail_and_return_to_rest():
    for duration in (0.2, 0.5, 2.0):
        failed = demo.membrane_of(duration, 6.3).failed.reshape(len(demo.TOO_WEAK), -1)[:, :-1]
        assert np.all(failed.max(axis=1) < -50) and np.all(np.diff(failed.max(axis=1)) > 0)
        assert np.all(np.abs(failed[:, -1] - REST) < 1)


def test_the_answer_is_all_or_nothing(becomes):
    """Every peak of the curve is a small bump or a whole spike: 80 mV between them hold none."""
    for duration in (0.2, 0.5, 1.0, 2.0):
        now = demo.membrane_of(duration, 6.3)
        spikes = now.peaks > 0
        assert np.all(now.peaks[spikes] > 25) and np.all(now.peaks[~spikes] < -54)
        assert np.array_equal(spikes, np.sort(spikes))  # none fails above the first that fires
        assert now.strengths[spikes.argmax()] == pytest.approx(now.threshold, rel=0.002)
    step, changed = effect(), {key: effect(**change.moves) for key, change in demo.SCEPTIC.changes.items()}
    assert step > 80
    becomes(**{key: outcome(step, left) for key, left in changed.items()})


def effect(**change):
    return demo.SCEPTIC.effect(demo.compute(**START | change))


def test_where_the_answer_is_graded_no_threshold_is_told():
    for temperature, graded in ((6.3, False), (28.0, True)):
        result = demo.compute(**START | {"temperature": temperature})
        assert ("there is no threshold" in demo.readout(result).en) == graded == (result.membrane.step < demo.SLOPE)


def test_a_hot_axon_answers_with_heights_between_a_failure_and_a_spike():
    hot, cold = (demo.membrane_of(0.5, temperature).peaks for temperature in (28.0, 6.3))
    between = [np.sum((peaks > -45) & (peaks < 0)) for peaks in (hot, cold)]
    assert between[0] > 5 and between[1] == 0


def test_the_dot_lies_on_the_curve():
    for strength in (5.0, 12.0, 20.0, 45.0):
        result = demo.compute(**START | {"strength": strength})
        curve = np.interp(strength, result.membrane.strengths, result.membrane.peaks)
        assert result.peak == pytest.approx(curve, abs=0.5)


def test_a_warm_axon_is_over_within_the_five_milliseconds_of_the_lecture_but_peaks_lower():
    cold, warm = (demo.compute(**START | {"temperature": T, "strength": 25.0}) for T in (6.3, 18.0))
    assert warm.phases.hyperpolarization < 2 < 3 < cold.phases.hyperpolarization
    assert warm.phases.rest < 7 and cold.phases.rest > 14
    assert warm.peak < cold.peak - 5


def test_the_challenge_is_open_then_almost_then_solved():
    threshold = demo.membrane_of(0.3, 6.3).threshold

    def state(strength, duration):
        return demo.judge(demo.compute(strength, duration, 6.3))

    assert demo.judge(demo.compute(**START)) == "open"
    assert state(0.98 * threshold, 0.3) == state(1.1 * threshold, 0.3) == "almost"
    assert state(1.03 * threshold, 0.3) == "solved" and state(2 * threshold, 0.3) == "open"


def test_the_end_of_the_pulse_goes_with_the_hand_and_the_dot_along_its_curve():
    opened = action_potential()
    assert Hand(opened, 0).press().pull(12, 0).miss() < 0.2 and opened.values["duration"] > 1.0
    opened.reset()
    Hand(opened, 1).press().pull(-60, 0)
    assert opened.values["strength"] < 10 and opened.result.phases is None
    opened.close()


def test_of_the_predictions_in_the_picture_the_right_one_is_near_the_curve_and_the_others_are_not():
    shown = action_potential()
    for option, is_near in {"same": True, "twice": False, "lower": False}.items():
        axes, ((_, now), (strength, then)) = demo.ghost(shown.artists, option)
        reached = np.interp(strength, shown.result.membrane.strengths, shown.result.membrane.peaks)
        assert axes is shown.artists.peaks.axes and now == pytest.approx(shown.result.peak)
        assert (abs(then - reached) < 5) == is_near
    shown.close()
