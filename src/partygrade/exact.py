"""Decimals as integers: a number is an int in units of 10 to the minus `scale`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

Mode = Literal["half_up", "half_even", "up", "down"]
MODES: tuple[Mode, ...] = ("half_up", "half_even", "up", "down")

LIMIT = 2**53
"""Every intermediate value stays below this, so that engines that pass through a double are exact too."""

MAX_DIGITS = 15


def divide(numerator: int, denominator: int, mode: Mode) -> int:
    """Divide two integers, rounded to a whole number.

    `half_up` goes away from zero at the half, `up` towards +infinity, `down` towards -infinity.
    The denominator must not be 0.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    match mode:
        case "down":
            return numerator // denominator
        case "up":
            return -(-numerator // denominator)
        case "half_up":
            if numerator >= 0:
                return (2 * numerator + denominator) // (2 * denominator)
            return -((-2 * numerator + denominator) // (2 * denominator))
        case "half_even":
            quotient, rest = divmod(numerator, denominator)
            if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
                return quotient + 1
            return quotient
        case _:
            assert_never(mode)


def decimals(number: Decimal | int) -> int:
    """Count the digits after the point that the number needs; trailing zeros do not count."""
    if isinstance(number, int):
        return 0
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {number}")
    places = -exponent
    for digit in reversed(digits):
        if places <= 0 or digit:
            break
        places -= 1
    return places if places > 0 and any(digits) else 0


def scaled(number: Decimal | int, scale: int) -> int:
    """Give the number in units of 10 to the minus `scale`.

    Raises:
        ValueError: if the number has more decimals than `scale`, or is not finite.
    """
    power: int = 10**scale
    if isinstance(number, int):
        return number * power
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {number}")
    whole = int("".join(map(str, digits)))
    shift = scale + exponent
    if shift >= 0:
        whole *= int(10**shift)
    else:
        whole, rest = divmod(whole, int(10**-shift))
        if rest:
            raise ValueError(f"{number} has more than {scale} decimals")
    return -whole if sign else whole


def decimal(value: int, scale: int) -> Decimal:
    """Give a scaled integer as a `Decimal` without trailing zeros, exactly."""
    while scale and value % 10 == 0:
        value //= 10
        scale -= 1
    # Reading text is exact whatever the context's precision, and faster than reading digits.
    return Decimal(f"{value}e-{scale}") if scale else Decimal(value)


def finite(value: Fraction) -> tuple[int, int] | None:
    """Give a fraction as a scaled integer and its scale; None if it is no finite decimal of at most 40 digits."""
    for scale in range(41):
        whole, rest = divmod(value.numerator * 10**scale, value.denominator)
        if not rest:
            return whole, scale
    return None


def text(value: int, scale: int) -> str:
    """Print a scaled integer as a plain decimal without trailing zeros: `89.5`, `-0.25`, `100`."""
    if scale == 0:
        return str(value)
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 10**scale)
    fraction = str(rest).rjust(scale, "0").rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
