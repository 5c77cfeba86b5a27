"""Bias, variance of the data and of the start, measured over many training sets."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

module, result = lecture("regularization")
BIAS_VARIANCE = module("bias_variance")
NETWORK = dict(model="network", sets=10)


def part_of(found, size):
    """bias², variance of the data, of the start, and the error."""
    return dict(zip(("bias2", "data", "start", "error"), found.parts[size]))


@pytest.mark.parametrize("values", [{}, dict(same_inputs=True, lam=0.1), NETWORK, NETWORK | dict(averaged=2)])
def test_the_parts_sum_to_the_measured_error(values):
    for parts in result("bias_variance", **values).parts.values():
        assert parts[:3].sum() == pytest.approx(parts[3], rel=1e-9)


def test_a_thousand_polynomials():
    found = result("bias_variance", sets=1000)
    for degree, bias2, data in [(1, 0.480, 0.023), (3, 0.072, 0.053), (5, 0.0025, 0.082), (7, 0.0004, 0.211)]:
        parts = part_of(found, degree)
        assert parts["bias2"] == pytest.approx(bias2, abs=6e-4)
        assert parts["data"] == pytest.approx(data, abs=6e-4)
    assert part_of(found, 9)["bias2"] < 0.002 and 1.2 < part_of(found, 9)["data"] < 1.7
    errors = [part_of(found, degree)["error"] for degree in range(1, 14)]
    assert np.argmin(errors) == 4  # degree 5


def test_bias_squared_is_too_large_with_ten_sets():
    few, many = (part_of(result("bias_variance", sets=sets), 7) for sets in (10, 1000))
    assert few["bias2"] == pytest.approx(0.035, abs=0.001) and many["bias2"] < 0.001
    expected = [part_of(result("bias_variance", sets=1000), degree)["data"] / 1000 for degree in (1, 3, 5)]
    assert max(expected) < 1e-4  # with a thousand it no longer matters


def test_more_inputs_take_variance_away():
    few, more = (part_of(result("bias_variance", n=n, degree=5), 5)["data"] for n in (15, 30))
    assert more < 0.6 * few


def test_with_the_same_inputs_the_variance_at_the_samples_is_the_law():
    found = result("bias_variance", same_inputs=True, degree=5, sets=1000).at_samples
    assert found.expected == pytest.approx(0.064, abs=1e-9)
    assert found.variance == pytest.approx(0.064, rel=0.05)
    assert result("bias_variance").at_samples is None


def test_training_longer_exchanges_bias_for_variance():
    found = [part_of(result("bias_variance", **NETWORK, width=16, epoch=epoch), 16) for epoch in (100, 300, 1000)]
    variances = [parts["data"] for parts in found]
    assert variances == sorted(variances) and variances[-1] > 2 * variances[0]
    start = part_of(result("bias_variance", **NETWORK, epoch=0), 16)
    assert start["bias2"] > 3 * found[0]["bias2"]


@pytest.mark.thorough
def test_averaging_ten_networks_removes_the_variance_of_the_start_alone():
    found = result("bias_variance", model="network", averaged=10)
    parts = part_of(found, 16)
    assert 0.005 < parts["start"] < 0.025 and 0.14 < parts["data"] < 0.25
    assert 0.03 < parts["start"] / parts["error"] < 0.12  # about a sixteenth, not nine tenths
    assert part_of(found, 64)["data"] < parts["data"]  # more units vary less


@pytest.mark.thorough
@pytest.mark.parametrize("setting", [dict(width=64, epoch=100), dict(width=16, lam=0.1)])
def test_the_challenge_is_solved_by_stopping_or_by_a_penalty(setting):
    demo = BIAS_VARIANCE.bias_variance(model="network")
    assert demo.state == "open"
    demo.set(**setting)
    assert demo.state == "solved"
    demo.close()


def test_the_challenge_asks_for_a_network_and_enough_sets():
    judge = BIAS_VARIANCE.judge
    assert judge(result("bias_variance", degree=5)) == "open"
    good = result("bias_variance")._replace(model="network", size=16, parts={16: np.array([0.01, 0.05, 0, 0.06])})
    assert judge(good) == "solved" and judge(good._replace(sets=10)) == "open"
    assert judge(good._replace(parts={16: np.array([0.01, 0.065, 0, 0.075])})) == "almost"


def test_a_click_chooses_the_degree_or_the_next_training_set():
    demo = BIAS_VARIANCE.bias_variance()
    Hand(demo, 0, item=4).press()
    assert demo.values["degree"] == 5
    Hand(demo, 1, item=3).press()
    assert demo.values["shown"] == 1
    demo.set(shown=59)
    Hand(demo, 1, item=3).press()
    assert demo.values["shown"] == 0
    demo.set(**NETWORK)
    Hand(demo, 0, item=2).press()
    assert demo.values["width"] == 64
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("bias_variance")
    bias2, data, _, error = found.parts[7]
    reads(BIAS_VARIANCE.readout(found), 7, error, bias2, data, 0, 100, 15, 0.4, ...)
    assert f"{data / 100:.4f}" in BIAS_VARIANCE.readout(found).en
    found = result("bias_variance", **NETWORK, averaged=2)
    bias2, data, start, error = found.parts[16]
    words = BIAS_VARIANCE.readout(found)
    assert f"{bias2 + data:.4f}" in words.en and f"{start / error:.1%}" in words.zh
