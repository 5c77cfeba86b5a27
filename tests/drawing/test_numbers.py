"""Numbers that are written can be read again, and mean what they meant."""

import numpy as np
import pytest
from readouts import numbers, rounding

from course_nn.drawing.numbers import (
    count,
    magnitude,
    number,
    percent,
    plain,
    plain_or_power,
    scientific,
    short,
    significant,
    size,
)

MANY = np.concatenate([np.geomspace(1e-30, 1e30, 181), [1e-3, 0.0099, 0.01, 0.995, 999.5, 1e6, 9.6e-13, 9.995e5]])


def read(text):
    (printed,) = numbers(text)
    return float(printed), rounding(printed)


@pytest.mark.parametrize("digits", [0, 1, 2, 4])
@pytest.mark.parametrize("write", [number, scientific])
def test_what_is_written_is_the_value_as_far_as_its_digits_go(write, digits):
    for value in [*MANY, *-MANY]:
        if write is scientific or abs(value) < 1e9:
            got, error = read(write(value, digits))
            assert abs(got - value) <= error * (1 + 1e-6) + 1e-9 * abs(value)


def test_a_magnitude_says_something_of_every_number_but_0():
    for value in [*MANY, *-MANY]:
        got, error = read(magnitude(value))
        assert np.sign(got) == np.sign(value) and abs(got - value) <= 0.51 * abs(value) and error > 0
    assert magnitude(0.0) == "0"


def test_a_magnitude_has_decimals_inside_its_range_and_a_power_of_ten_outside():
    texts = [magnitude(value) for value in (0.0099, 0.01, 12.345, 1e6, 3.2e-12)]
    assert texts == ["1 × 10⁻²", "0.01", "12.35", "1 × 10⁶", "3 × 10⁻¹²"]


def test_minus_is_the_sign_and_not_a_hyphen_and_never_stands_before_zero():
    for write in (number, plain, scientific, magnitude):
        assert write(-1.5).startswith("−") and "-" not in write(-1.5e-12)
    assert (number(-0.001), plain(-0.0001)) == ("0.00", "0")


def test_a_plain_number_has_no_zeros_at_its_end():
    values = 0.5, -2.0, 1 / 3, 1200.0, 0.0, np.inf, -np.inf
    assert [plain(value) for value in values] == ["0.5", "−2", "0.333", "1200", "0", "∞", "−∞"]


def test_a_short_number_has_more_decimals_below_its_border_and_infinity_stays():
    texts = [short(value) for value in (3e-6, 0.01234, 0.1, 4.567, -4.567, 2e7, np.inf)]
    assert texts == ["3 × 10⁻⁶", "0.0123", "0.10", "4.57", "−4.57", "2 × 10⁷", "∞"]
    assert [short(value, (3, 1), 10, 0.01) for value in (9.87654, 12.345)] == ["9.877", "12.3"]


def test_what_would_be_rounded_to_0_is_a_power_of_ten_and_0_is_0():
    for value in MANY[MANY < 1e9]:
        got, _ = read(plain_or_power(value))
        assert got > 0
    assert [plain_or_power(value, 2) for value in (0.0, 0.5, 0.005, 0.0049)] == ["0", "0.5", "0.01", "5 × 10⁻³"]


def test_a_significant_number_has_as_many_digits_whatever_its_size():
    for value in np.geomspace(1e-9, 1e4, 40):
        got, _ = read(significant(value))
        assert abs(got / value - 1) <= (0.06 if value >= 1e-4 else 0.6)
    assert [significant(value) for value in (0.0416, 10.4, 0.1)] == ["0.042", "10", "0.1"]


def test_counts_are_whole_up_to_a_million_and_powers_of_ten_from_there():
    assert [count(n) for n in (7, 12_345, 999_999, 5e12)] == ["7", "12,345", "999,999", "5.0 × 10¹²"]


def test_shares_are_per_cents():
    assert (percent(0.374), percent(0.374, 1), percent(1)) == ("37%", "37.4%", "100%")


def test_sizes_come_in_units_with_at_most_three_digits():
    sizes = {0: "0 bytes", 999: "999 bytes", 1000: "1 kB", 999_999: "1 MB", 40e9: "40 GB", 2**50: "1.13 PB"}
    assert {amount: size(amount) for amount in sizes} == sizes
    assert size(1e30).endswith(" PB")
