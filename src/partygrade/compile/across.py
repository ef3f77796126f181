"""The functions that look at the whole cohort: ranks, counts, sums, means and extremes.

Complains of: a condition for which nobody may be left, without a value for that case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from partygrade import ir, syntax
from partygrade.source import Place

if TYPE_CHECKING:
    from partygrade.compile.formula import Formulas

Known = frozenset[str]
Kind = Literal["rank", "count", "sum", "least", "greatest"]

MOST = 10_000_000
"""Organisations in a cohort."""

_KINDS: dict[str, Kind] = {
    "rank": "rank",
    "cohort_count": "count",
    "cohort_sum": "sum",
    "cohort_min": "least",
    "cohort_max": "greatest",
    "cohort_mean": "sum",
}


def across(formulas: Formulas, expr: syntax.Call, place: Place, known: Known) -> int | None:
    """Compile a function of the cohort."""
    here = place.within(expr.start, expr.end)
    counting = expr.function == "cohort_count"
    builder = formulas.builder
    operand = builder.figure(1, None, here) if counting else formulas.number_expr(expr.arguments[0], place, known)
    rest = expr.arguments if counting else expr.arguments[1:]
    where = formulas.condition_expr(rest[0], place, known) if rest else builder.truth(True, here)
    if operand is None or where is None:
        return None
    needs = bool(rest) and "empty" in _options(expr.function)
    written = expr.option("empty")
    if needs and written is None:
        formulas.faults.add(
            "may-be-empty",
            here,
            f"nobody may be left for `{expr.function}`: expected `empty=`, the value in that case",
            f"`{expr.function}` 可能无组织可算：应写 `empty=`，说明此时的值",
        )
        return None
    empty = None if written is None else formulas.number_expr(written, place, known)
    if written is not None and (empty is None or not formulas.units_agree([operand, empty], here)):
        return None
    if expr.function == "cohort_mean":
        return _mean(formulas, expr, operand, where, empty, place, sure=not rest)
    return _node(formulas, _KINDS[expr.function], operand, where, empty, here)


def _options(function: str) -> tuple[str, ...]:
    return ("empty",) if function in ("cohort_min", "cohort_max", "cohort_mean") else ()


def _mean(
    formulas: Formulas,
    expr: syntax.Call,
    operand: int,
    where: int,
    empty: int | None,
    place: Place,
    sure: bool,
) -> int | None:
    here, builder = place.within(expr.start, expr.end), formulas.builder
    digits, mode = formulas.rounding(expr, place)
    above = _node(formulas, "sum", operand, where, None, here)
    count = _node(formulas, "count", operand, where, None, here, least=1 if sure else 0)
    if digits is None or mode is None or above is None or count is None:
        return None
    fallback = None if empty is None else builder.round(empty, digits, mode, here)
    node = builder.quotient(above, count, digits, mode, fallback, here)
    return builder.with_unit(node, builder.number_type(operand).unit, here)


def _node(
    formulas: Formulas, kind: Kind, operand: int, where: int, empty: int | None, here: Place, least: int = 0
) -> int | None:
    builder = formulas.builder
    found = builder.number_type(operand)
    result = found
    match kind:
        case "rank":
            result = ir.Number(0, 1, MOST)
        case "count":
            result = ir.Number(0, least, MOST)
            operand = builder.truth(True, here)
        case "sum":
            result = ir.Number(found.scale, min(0, found.low * MOST), max(0, found.high * MOST), found.unit)
        case "least" | "greatest":
            if empty is not None:
                other = builder.number_type(empty)
                scale = max(found.scale, other.scale)
                scaled, empty = builder.rescale(operand, scale, here), builder.rescale(empty, scale, here)
                if scaled is None or empty is None:
                    return None
                operand, found, other = scaled, builder.number_type(scaled), builder.number_type(empty)
                result = ir.Number(scale, min(found.low, other.low), max(found.high, other.high), found.unit)
    fallback = empty if empty is not None else builder.literal(0, ir.Number(0, 0, 0), here)
    numbers = formulas.cohort_values
    index = numbers.setdefault((kind, operand, where, fallback, result), len(numbers))
    return builder.emit(ir.Across(index, kind, operand, where, fallback, result), here)
