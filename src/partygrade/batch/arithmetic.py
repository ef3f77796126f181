"""Whole numbers as expressions over columns: literals, sums, and division as `exact.divide` defines it.

Every engine divides whole numbers below 2^53 exactly by `//`, also the one that goes through doubles: a quotient that
is not whole lies at least 1 / denominator below the next whole number, and rounding moves it by less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, assert_never

import narwhals as nw

from partygrade.exact import Mode

Part = TypeVar("Part")


def integer(value: int) -> nw.Expr:
    """Give a constant; without its type some engines would take 32 bits."""
    return nw.lit(value, dtype=nw.Int64)


def balanced(parts: Sequence[Part], join: Callable[[Part, Part], Part]) -> Part:
    """Join one or more expressions by an associative operator, as flat a tree as can be: engines descend into it."""
    joined = list(parts)
    while len(joined) > 1:
        pairs = [join(one, two) for one, two in zip(joined[::2], joined[1::2], strict=False)]
        joined = pairs + joined[len(joined) - len(joined) % 2 :]
    return joined[0]


def divided(numerator: nw.Expr, denominator: nw.Expr | int, mode: Mode, signed: bool = True) -> nw.Expr:
    """Give `exact.divide`; a denominator may be negative, and must not be 0.

    Twice the numerator and the denominator are below 2^53 together, as the compiler proves. Both stand in the result
    several times, so that they should be columns. Unless `signed`, neither is ever negative.
    """
    if isinstance(denominator, int):
        sign = -1 if denominator < 0 else 1
        return _by_constant(numerator if sign > 0 else -numerator, sign * denominator, mode, signed)
    if signed:
        negative = denominator < integer(0)
        numerator = nw.when(negative).then(-numerator).otherwise(numerator)
        denominator = nw.when(negative).then(-denominator).otherwise(denominator)
    return _by_column(numerator, denominator, mode, signed)


def _by_constant(numerator: nw.Expr, denominator: int, mode: Mode, signed: bool) -> nw.Expr:
    """Add what makes the floor the right one: then one division is enough."""
    if denominator == 1:
        return numerator
    below, half = integer(denominator), denominator // 2
    # By an odd number nothing lies halfway.
    nearest = (numerator + integer(half)) // below
    match mode:
        case "down":
            return numerator // below
        case "up":
            return (numerator + integer(denominator - 1)) // below
        case "half_up" if denominator % 2 or not signed:
            return nearest
        case "half_up":
            # Away from zero: of a negative number the half goes down.
            sign = (numerator < integer(0)).cast(nw.Int64)
            return (numerator + integer(half) - sign) // below
        case "half_even" if denominator % 2:
            return nearest
        case "half_even":
            odd = (numerator // below) % integer(2)
            return (numerator + integer(half - 1) + odd) // below
        case _:
            assert_never(mode)


def _by_column(numerator: nw.Expr, denominator: nw.Expr, mode: Mode, signed: bool) -> nw.Expr:
    """Take the floor, and one more where the rest asks for it; without signs one division does."""
    match mode:
        case "down":
            return numerator // denominator
        case "up" if not signed:
            return (numerator + denominator - integer(1)) // denominator
        case "half_up" if not signed:
            return (numerator + numerator + denominator) // (denominator + denominator)
        case _:
            floor = numerator // denominator
            return floor + _more(numerator, denominator, floor, mode).cast(nw.Int64)


def _more(numerator: nw.Expr, denominator: nw.Expr, floor: nw.Expr, mode: Mode) -> nw.Expr:
    """Say whether the whole number after the floor is the right one."""
    rest = numerator - floor * denominator
    twice = rest + rest
    match mode:
        case "up":
            return rest > integer(0)
        case "half_up":
            return (twice > denominator) | ((twice == denominator) & (numerator >= integer(0)))
        case "half_even":
            return (twice > denominator) | ((twice == denominator) & (floor % integer(2) == integer(1)))
        case "down":
            raise AssertionError("the floor itself")
        case _:
            assert_never(mode)
