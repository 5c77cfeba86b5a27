"""What centring, dividing and units are worth, and what can be pulled."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome

module, result = lecture("practice")
SCALING = module("scaling")
BOTH = dict(share=100, divisor="sigma")


@pytest.mark.parametrize(
    "values, kappa, predicted",
    [
        ({}, 8.88e6, 6.1e7),
        (dict(divisor="sigma"), 5.7e4, 3.9e5),
        (dict(share=100), 211.07, 1460),
        (dict(divisor="range"), 91.9, 635),
        (BOTH, 4.817, 33),
    ],
)
def test_the_numbers_of_bill_length_and_flipper(values, kappa, predicted):
    found = result("scaling", **values)
    assert found.kappa == pytest.approx(kappa, rel=0.01)
    assert found.predicted_steps == pytest.approx(predicted, rel=0.02)
    assert 0.85 * found.predicted_steps < found.steps <= np.ceil(found.predicted_steps) + 1


MASS = "flipper, mass"


def test_standardizing_saves_steps_in_every_unit_and_fewer_with_adam(becomes):
    def saved(**values):
        """The logarithm of the ratio of steps, with inputs as measured and standardized."""
        return np.log(result("scaling", **values).steps / result("scaling", **values | BOTH).steps)

    assert saved() > 14
    becomes(
        metres=outcome(saved(), saved(units="m")),
        bill=outcome(saved(), saved(pair="bill, depth")),
        mass=outcome(saved(), saved(pair=MASS)),
        adam=outcome(saved(), saved(units="cm", optimizer="adam")),
    )


def test_subtracting_saves_more_than_dividing_until_a_sceptic_changes_the_units_or_the_inputs(becomes):
    lead = SCALING.lead_of_subtracting(result("scaling"))
    steps = [result("scaling", **values).steps for values in (dict(divisor="sigma"), dict(share=100))]
    assert lead == pytest.approx(np.log10(steps[0] / steps[1]), abs=0.1)
    becomes(
        **{
            key: outcome(lead, SCALING.lead_of_subtracting(result("scaling", **change.moves)))
            for key, change in SCALING.SCEPTIC.changes.items()
        }
    )


def test_subtracting_helps_more_than_dividing_in_mm_and_cm_but_in_metres_neither_helps():
    for units in ("mm", "cm", "m"):
        raw, centred, divided = (
            result("scaling", units=units, **values).kappa for values in ({}, dict(share=100), dict(divisor="sigma"))
        )
        assert centred > 5e4 if units == "m" else centred < 250
        assert divided > 5e4 and raw > 6e4


def test_the_condition_is_that_of_the_correlation_and_min_max_is_worse():
    found = result("scaling", **BOTH)
    r = np.corrcoef(found.points.T)[0, 1]
    assert r == pytest.approx(0.6562, abs=1e-4)
    assert found.kappa == pytest.approx((1 + r) / (1 - r), rel=1e-9)


def test_half_of_the_mean_is_not_half_of_the_gain():
    shares = [result("scaling", share=share, divisor="sigma").kappa for share in (0, 50, 90, 99, 100)]
    assert (np.diff(shares) < 0).all() and shares[1] > 3000 and 10 < shares[2] < 50 and shares[3] < 6


def test_adam_hides_what_descent_suffers_from(becomes):
    def hidden(pair=MASS, **values):
        """The logarithm of the ratio of steps of both, with inputs that are only centred."""
        both = (result("scaling", pair=pair, optimizer=name, share=100, **values).steps for name in ("descent", "adam"))
        return np.log(next(both) / next(both))

    becomes(
        metres=outcome(hidden(), hidden(units="m")),
        bill=outcome(hidden(), hidden("bill, flipper")),
        cm=outcome(hidden(), hidden(units="cm")),
    )
    centred, both = (
        [result("scaling", pair="flipper, mass", optimizer=name, **values).steps for name in ("adam", "descent")]
        for values in (dict(share=100), BOTH)
    )
    assert 1 < centred[0] / both[0] < 3
    assert centred[1] / both[1] > 1e4
    assert np.isnan(result("scaling", pair="flipper, mass", optimizer="adam").steps)


def test_the_challenge_is_to_do_both():
    demo = SCALING.scaling()
    assert demo.state == "open"
    demo.set(share=100, units="cm")
    assert demo.state == "almost"
    demo.set(**BOTH)
    assert demo.state == "solved"
    demo.set(pair="bill, depth")
    assert demo.state == "open"
    demo.close()


def test_the_mean_is_pulled_to_the_origin_the_border_to_a_rate_and_a_circle_pressed():
    demo = SCALING.scaling(divisor="sigma")
    names = [handle.artist for handle in demo.handles]
    Hand(demo, names.index("mean")).press().pull(-8, 20)
    assert 5 < demo.values["share"] < 40
    hand = Hand(demo, names.index("border")).press().pull(12, 0)
    assert demo.values["rate"] == "own" and hand.miss() < 3
    assert np.isfinite(demo.result.steps)
    hand.pull(-20, 0)
    assert np.isnan(demo.result.steps) and "never" in demo.readout.en
    k = SCALING.PLACES.index(("sigma", 100))
    Hand(demo, names.index("places"), item=k).press()
    assert (demo.values["divisor"], demo.values["share"]) == ("sigma", 100)
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("scaling", **BOTH)
    predicted = np.ceil(found.predicted_steps)
    last = *found.h, found.best_rate, predicted, 1e-6
    reads(SCALING.readout(found), 29, found.rate_used, found.kappa, 100, *last)
