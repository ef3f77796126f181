"""Spot checks: who is picked, the same for the same seed and the same organisations, in whatever order they stand.

Every organisation has a mark: the SHA-256 of the seed, the scheme, the draw and what the organisation is called. Of the
organisations of one grade in one group those with the lowest marks are picked, so that nobody can choose whom it hits,
and everybody can work it out again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partygrade import exact, ir
from partygrade.facts import Facts, show
from partygrade.result import DrawResult


@dataclass(frozen=True, slots=True)
class Ball:
    """One organisation: what it is called, the values that its group shares, and the rank of its final grade."""

    called: str
    within: tuple[str, ...]
    rank: int


def draw(program: ir.Program, scheme: str, seed: str, balls: Iterable[Ball]) -> tuple[DrawResult, ...]:
    """Pick the spot checks of every draw, group and grade in which there is somebody."""
    groups: dict[tuple[str, ...], dict[int, list[str]]] = {}
    for ball in balls:
        groups.setdefault(ball.within, {}).setdefault(ball.rank, []).append(ball.called)
    return tuple(
        _picked(program, spec, (scheme, seed), within, rank, groups[within][rank])
        for spec in program.draws
        for within in sorted(groups)
        for rank in sorted(spec.ranks, reverse=True)
        if rank in groups[within]
    )


def group(program: ir.Program, facts: Facts) -> tuple[str, ...]:
    """Give the values that an organisation shares with its group; nothing for one that is not known."""
    return tuple(_values(program, facts))


def _values(program: ir.Program, facts: Facts) -> Iterator[str]:
    for index in program.cohort.within if program.cohort else ():
        shown = show(program.inputs[index], facts[index])
        yield "" if shown is None else str(shown).lower() if isinstance(shown, bool) else str(shown)


def count(spec: ir.Draw, there: int) -> int:
    """Say how many of so many are picked."""
    places = spec.share * there
    return max(exact.divide(places.numerator, places.denominator, "up"), min(spec.least, there))


def _picked(
    program: ir.Program, spec: ir.Draw, told: tuple[str, str], within: tuple[str, ...], rank: int, names: list[str]
) -> DrawResult:
    columns = [program.inputs[index].origin.id for index in (program.cohort.within if program.cohort else ())]
    drawn = sorted(names, key=lambda name: (_mark(*told, spec.origin.id, name), name))
    return DrawResult(
        id=spec.origin.id,
        label=spec.origin.label,
        source=spec.origin.source,
        within=dict(zip(columns, within, strict=True)),
        grade=program.grades[-1 - rank].origin.id,
        of=len(names),
        picked=drawn[: count(spec, len(names))],
    )


def _mark(scheme: str, seed: str, draw: str, called: str) -> str:
    told = json.dumps([seed, scheme, draw, called], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
