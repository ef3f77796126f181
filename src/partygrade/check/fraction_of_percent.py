"""A percentage that is compared with a fraction of one.

Percentages run from 0 to 100, so that `satisfaction < 0.6` asks for less than 0.6 %, which hardly anybody has: most
often 60 % was meant. Where a fraction of a percent is meant, `0.6%` says so and is not reported.

Bad: the ceiling is for those who satisfy less than 0.6 % of the villagers.

    rules:
      - {id: low, when: satisfaction < 0.6, at_most: poor}

Good: it is for those who satisfy less than 60 %.

    rules:
      - {id: low, when: satisfaction < 60%, at_most: poor}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from partygrade import exact, ir
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Text
from partygrade.source import Path, Place

SLUG = "fraction-of-percent"

_BOUNDS = ("from", "above", "up_to", "below")
_SIGN = r"\s*(?:<=|>=|==|!=|<|>)\s*"
_SHARE = r"(0?\.[0-9]*[1-9][0-9]*)(?![0-9.%])"
_COMPARED = re.compile(rf"(?<![\w.])([^\W\d]\w*){_SIGN}{_SHARE}|(?<![\w.]){_SHARE}{_SIGN}([^\W\d]\w*)")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report fractions below 1 beside the names of percentages, in formulas and as bounds of steps."""
    names = frozenset(_percentages(subject.program))
    if not names:
        return
    for path, value, of in _values(subject.document.data, (), None):
        place = Place(path)
        if path[-1] in _BOUNDS and of in names and re.fullmatch(_SHARE, str(value)):
            yield _found(str(value), place)
        elif isinstance(value, str):
            for found in _COMPARED.finditer(value):
                group = 2 if found[2] else 3
                if (found[1] or found[4]) in names:
                    yield _found(found[group], place.within(*found.span(group)))


def _found(written: str, place: Place) -> Diagnostic:
    share = exact.finite(Fraction(written) * 100)
    assert share is not None, "a decimal times 100 is one"
    percent = exact.text(*share)
    return finding(
        SLUG,
        place,
        f"a percentage, from 0 to 100, is compared with {written}: expected {percent}%, or {written}% if meant so",
        f"百分比为 0 至 100，此处与 {written} 比较：应为 {percent}%；若确指百分之 {written}，请写 {written}%",
        help=Text(f"write `{percent}%` or `{written}%`", f"请写 `{percent}%` 或 `{written}%`"),
    )


def _percentages(program: ir.Program) -> Iterator[str]:
    """Name the facts and derived figures in percent."""
    for item in program.inputs:
        if isinstance(item.type, ir.Number) and item.type.unit == ir.PERCENT:
            yield item.origin.id
    for figure in program.derived:
        kind = program.nodes[figure.value].type
        if isinstance(kind, ir.Number) and kind.unit == ir.PERCENT:
            yield figure.origin.id


def _values(data: object, path: Path, of: object) -> Iterator[tuple[Path, object, object]]:
    """List the values of a file with their paths, and what the steps around them look at."""
    match data:
        case dict():
            around = data.get("of", of)
            for key, value in data.items():
                if key not in ("label", "note", "source", "readings", "assumed", "left_out"):
                    yield from _values(value, (*path, key), around)
        case list():
            for number, value in enumerate(data):
                yield from _values(value, (*path, number), of)
        case _ if path:
            yield path, data, of
