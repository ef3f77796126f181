"""Where the bands of a ladder begin and end, and whether a range that a text names has the same ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from partygrade import ir
from partygrade.check.quoted import Quote
from partygrade.check.subject import Subject
from partygrade.compile.bounds import written
from partygrade.source import Place


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a band: its value, whether it is inside, whose bound draws it, and where that figure stands."""

    value: Fraction
    inside: bool
    grade: str
    place: Place


@dataclass(frozen=True, slots=True)
class Band:
    """The band of a grade; an edge is None where there is none, or where it is not known."""

    grade: ir.Grade
    low: Edge | None
    high: Edge | None


def bands(subject: Subject) -> list[Band]:
    """List the bands of the grades, best first; none where an assessor gives the band."""
    grades = subject.program.grades
    own = [_edge(subject, grade) for grade in grades]
    if not any(own):
        return []
    upper = any(grade.upper for grade in grades)
    out = []
    for position, grade in enumerate(grades):
        mine, next_ = own[position], _beside(own[:position], grades[:position], own[position])
        out.append(Band(grade, next_, mine) if upper else Band(grade, mine, next_))
    return out


def _edge(subject: Subject, grade: ir.Grade) -> Edge | None:
    """Give the bound of a grade."""
    if grade.bound is None:
        return None
    node = subject.program.nodes[grade.bound]
    spec = (subject.file.grades or [])[len(subject.program.grades) - 1 - grade.rank]
    if not isinstance(node, ir.Literal) or not isinstance(node.type, ir.Number):
        return None
    key, figure = next(iter(written(spec).items()))
    place = grade.origin.place.child(key)
    if figure in (subject.file.parameters or {}):
        place = Place(("parameters", str(figure), "value"))
    return Edge(Fraction(node.value, 10**node.type.scale), not grade.strict, grade.origin.id, place)


def _beside(better: list[Edge | None], grades: tuple[ir.Grade, ...], own: Edge | None) -> Edge | None:
    """Give the other end of a band: the bound of the nearest better grade, unless that asks for more than the bound."""
    for edge, grade in zip(reversed(better), reversed(grades), strict=True):
        if edge is None or (own is not None and edge.value == own.value):
            continue
        return None if grade.holds is not None else replace(edge, inside=not edge.inside)
    return None


def low_fits(quote: Quote, edge: Edge) -> bool:
    """Say whether the lower end of a range is that of a band, as far as the words and its decimals tell."""
    assert quote.low is not None
    if quote.low == edge.value:
        return True
    if not edge.inside:
        return quote.low == edge.value + quote.unit
    # `90以上` may begin above 90, and a score that is rounded to 90 may begin at 89.5.
    beyond = quote.low_inside is not True and edge.value == quote.low + quote.unit
    return beyond or edge.value == quote.low - quote.unit / 2


def high_fits(quote: Quote, edge: Edge) -> bool:
    """Say whether the upper end of a range is that of a band, as far as the words and its decimals tell."""
    assert quote.high is not None
    if quote.high == edge.value:
        return True
    if edge.inside:
        return quote.high_inside is not True and quote.high == edge.value + quote.unit
    return edge.value in (quote.high + quote.unit, quote.high + quote.unit / 2)


def gaps(band: Band, quoted: Sequence[tuple[Quote, Place]]) -> Iterator[tuple[tuple[Quote, Place], Fraction, Fraction]]:
    """List the ranges in words that end before the neighbouring band begins, with the figures around the gap."""
    for one in quoted:
        quote, low, high = one[0], band.low, band.high
        upper = quote.high if quote.high_inside and high is not None and not high.inside else None
        lower = quote.low if quote.low_inside and low is not None and not low.inside else None
        if upper is not None and high is not None and upper < high.value and high_fits(quote, high):
            yield one, upper, high.value
        if lower is not None and low is not None and low.value < lower and low_fits(quote, low):
            yield one, low.value, lower
