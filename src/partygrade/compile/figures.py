"""Constants of a scheme as exact fractions, and the points that an author writes.

Complains of: points with another unit.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from partygrade import exact, ir
from partygrade.compile.builder import Builder
from partygrade.compile.formula import Formulas
from partygrade.exact import Mode
from partygrade.scheme import Rounding
from partygrade.source import Place


def points(formulas: Formulas, written: object, place: Place) -> int | None:
    """Compile a constant number of points; `20%` is a share and no points."""
    return in_points(formulas, formulas.constant(written, place), place)


def in_points(formulas: Formulas, node: int | None, place: Place) -> int | None:
    """See that a number counts points; a plain figure does."""
    if node is None:
        return None
    unit = formulas.builder.number_type(node).unit
    if unit in (None, ir.POINTS):
        return node
    formulas.faults.add(
        "unit-mismatch",
        place,
        f"points are counted here: expected a figure without a unit, got one of {unit}",
        f"此处为分值：应为不带单位的数，现以 {unit} 计",
    )
    return None


def fraction(builder: Builder, node: int | None) -> Fraction | None:
    """Give a constant as a fraction; None for any other node."""
    value = builder.constant(node)
    if node is None or value is None:
        return None
    return Fraction(value, 10 ** builder.number_type(node).scale)


def figure(builder: Builder, value: Fraction, unit: str | None, place: Place) -> int | None:
    """Give a finite decimal fraction as a constant."""
    return builder.figure(decimal_of(value), unit, place)


def decimal_of(value: Fraction) -> Decimal:
    """Give a fraction that is a finite decimal exactly."""
    found = exact.finite(value)
    assert found is not None, "what an author writes, its sums and its products are decimals"
    return exact.decimal(*found)


def fraction_text(value: Fraction) -> str:
    """Print a fraction that is a finite decimal."""
    return format(decimal_of(value), "f")


def rounding(spec: int | Rounding) -> tuple[int, Mode]:
    """Give digits and mode."""
    return (spec, "half_up") if isinstance(spec, int) else (spec.digits, spec.mode or "half_up")
