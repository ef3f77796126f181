"""Figures that can be changed by one step without any golden case noticing.

Before: a scheme whose golden cases pass. Each figure of the file is changed by one in its last digit, up and down, and
the golden cases are run until one comes out otherwise. What no longer loads proves nothing and is left out, and so are
the ranges of facts, which say what a record may hold and not what comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from partygrade import exact, syntax
from partygrade.api import Scheme
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Text
from partygrade.document import Data
from partygrade.errors import SchemeError
from partygrade.figures import Figure
from partygrade.outcome import Under, outcome
from partygrade.parse import parse
from partygrade.shape import shape
from partygrade.source import Path, Place

_SLUG = "cases"
_RANGES = ("max", "min", "step", "decimals", "at_most")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A scheme in which one figure is another; both as they are written."""

    figure: Figure
    place: Place
    before: str
    after: str
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants the golden cases tell from the scheme, of how many, and those that they do not."""

    noticed: int
    mutants: int
    survivors: tuple[Mutant, ...]


def mutations(subject: Subject) -> Iterator[Diagnostic]:
    """Report figures whose change no golden case notices; the cases are run for each of them, which takes its time."""
    by_place: dict[Place, list[Mutant]] = {}
    for mutant in mutation_score(subject).survivors:
        by_place.setdefault(mutant.place, []).append(mutant)
    for place, found in by_place.items():
        changed = [f"`{mutant.after}`" for mutant in found]
        yield finding(
            _SLUG,
            place,
            f"no golden case notices when `{found[0].before}` is {' or '.join(changed)}",
            f"把 `{found[0].before}` 改成 {' 或 '.join(changed)}，没有样例能发现",
            help=Text("add a case that stands on the edge", "请补充一个正好处在界限上的样例"),
        )


def mutation_score(subject: Subject) -> Score:
    """Run the golden cases on every mutant, each until the first case that comes out otherwise."""
    cases = sorted(subject.cases.cases if subject.cases else (), key=lambda case: bool(case.settings))
    count, survivors = 0, []
    for mutant in mutants(subject):
        count += 1
        under: Under = {}
        killer = next((case for case in cases if not outcome(mutant.scheme, case, under).passes), None)
        if killer is None:
            survivors.append(mutant)
        else:
            # What notices one figure often notices the next.
            cases.remove(killer)
            cases.insert(0, killer)
    return Score(count - len(survivors), count, tuple(survivors))


def mutants(subject: Subject) -> Iterator[Mutant]:
    """List the schemes that differ from a scheme by one step of one figure of its own file, and load."""
    data = subject.document.data
    for figure in subject.scheme.figures:
        path = figure.place.path
        written = _at(data, path)
        if _is_range(path) or subject.document.at(figure.place)[0] is not subject.document.files[0]:
            continue
        for place, before, after, changed in _changes(written, figure.place):
            scheme = _loaded(subject, _with(data, path, changed))
            if scheme is not None:
                yield Mutant(figure, place, before, after, scheme)


def _is_range(path: Path) -> bool:
    return path[0] == "in_force" or (path[0] == "facts" and path[-1] in _RANGES) or path[-1] == "step"


def _changes(written: Data, place: Place) -> Iterator[tuple[Place, str, str, Data]]:
    """Give for each number its place, how it is written before and after, and the value that it stands in then."""
    if isinstance(written, bool) or written is None:
        return
    if isinstance(written, int | Decimal):
        for other in _beside(Decimal(written)):
            yield place, _shown(Decimal(written)), _shown(other), _value(other)
    elif isinstance(written, str) and not _DATE.search(written):
        found = parse(written, place)
        for number in syntax.walk(found) if isinstance(found, syntax.Expr) else ():
            if isinstance(number, syntax.Number):
                here, sign = place.within(number.start, number.end), "%" if number.percent else ""
                for other in _beside(number.value):
                    shown = _shown(other) + sign
                    text = written[: number.start] + shown + written[number.end :]
                    yield here, written[number.start : number.end], shown, text


def _beside(value: Decimal) -> tuple[Decimal, Decimal]:
    """Give a number one step of its last digit more and less."""
    scale = exact.decimals(value)
    held = exact.scaled(value, scale)
    return exact.decimal(held + 1, scale), exact.decimal(held - 1, scale)


def _shown(value: Decimal) -> str:
    scale = exact.decimals(value)
    return exact.text(exact.scaled(value, scale), scale)


def _value(value: Decimal) -> int | Decimal:
    return value if exact.decimals(value) else exact.scaled(value, 0)


def _at(data: Data, path: Path) -> Data:
    for step in path:
        below: Any = data
        data = below[step]
    return data


def _with(data: Data, path: Path, value: Data) -> Data:
    """Give data with another value at a path; what is not on the path is shared."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, dict):
        return {key: _with(below, rest, value) if key == step else below for key, below in data.items()}
    assert isinstance(data, list)
    return [_with(below, rest, value) if n == step else below for n, below in enumerate(data)]


def _loaded(subject: Subject, data: Data) -> Scheme | None:
    document = replace(subject.document, data=data)
    file, faults = shape(document)
    try:
        return None if file is None or faults else Scheme(document, file, {})
    except SchemeError:
        return None
