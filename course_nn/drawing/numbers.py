"""Numbers as a reader wants them: a true minus sign, as many digits as mean something, and powers that can be read."""

import math

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")


def number(value: float, digits: int = 2) -> str:
    """A number with so many decimals, and no minus before zero: −1.50, 0.00."""
    return f"{value:z.{digits}f}".replace("-", "−")


def plain(value: float, digits: int = 3) -> str:
    """A number with no more decimals than it needs, and at most so many: 0.5, −2, ∞."""
    return f"{round(value, digits) + 0.0:.12g}".replace("-", "−").replace("inf", "∞")


def scientific(value: float, digits: int = 0) -> str:
    """A number as a power of ten, with so many decimals before it: 3 × 10⁻¹²."""
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return f"{mantissa.replace('-', '−')} × 10{str(int(exponent)).translate(RAISED)}"


def magnitude(value: float, digits: int = 2, smallest: float = 0.01, largest: float = 1e6, power: int = 0) -> str:
    """A number of any size: with so many decimals from smallest to largest, as a power of ten beyond, 0 as 0.

    power : decimals before a power of ten
    """
    if not value:
        return "0"
    return number(value, digits) if smallest <= abs(value) < largest else scientific(value, power)


def short(value: float, decimals: tuple[int, int] = (4, 2), border: float = 0.1, smallest: float = 1e-4) -> str:
    """A magnitude that needs more decimals below a border than from there on: 0.0123, 4.56; ∞ stays ∞."""
    below, above = decimals
    if not math.isfinite(value):
        return plain(value)
    return magnitude(value, above if abs(value) >= border else below, smallest)


def plain_or_power(value: float, digits: int = 3) -> str:
    """A plain number, and as a power of ten what would be rounded to 0: 0.5, 3 × 10⁻⁵."""
    return plain(value, digits) if not value or abs(value) >= 0.5 * 10.0**-digits else scientific(value)


def significant(value: float, digits: int = 2) -> str:
    """A number > 0 with so many digits that mean something: 0.042, 10, and below 0.0001 a power of ten."""
    value = float(f"{value:.{digits}g}")
    return plain(value, digits + 3) if value >= 1e-4 else scientific(value)


def count(value: float) -> str:
    """A whole number: 12,345, and from a million on 5.0 × 10¹²."""
    return f"{value:,.0f}" if value < 1e6 else scientific(value, 1)


def percent(share: float, digits: int = 0) -> str:
    """A share 0 … 1: 37%."""
    return f"{share:.{digits}%}"


def size(amount: float) -> str:
    """Bytes in a unit that can be imagined: 40 GB."""
    digits, exponent = f"{amount:.2e}".split("e")  # rounded first: 999,999 bytes are 1 MB
    power = min(int(exponent) // 3, len(UNITS) - 1)
    return f"{float(digits) * 10.0 ** (int(exponent) - 3 * power):g} {UNITS[power]}"
