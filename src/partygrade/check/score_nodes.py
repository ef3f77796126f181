"""The nodes of the score tree, compiled and as they are written, and the figures that they can come to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from partygrade import ir
from partygrade.check.mentions import mentions_below
from partygrade.check.subject import Subject
from partygrade.document import Data
from partygrade.scheme import EventsFact, LineSpec, NodeSpec
from partygrade.source import Path, Place

BUDGET = "points-budget"
"""The check that is about them."""

_PARTS = ("sum", "weighted", "highest", "lowest", "deduct", "add", "value", "steps", "table", "linear", "of", "when")
_CHOSEN = re.compile(r"\s*(\w+(?:\.\d+)?)\s+if\s+(\w+)\s*==\s*[\"'](\w+)[\"']\s+else\b.*")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the score tree: as it is compiled and as it is written, with the nodes that it stands in."""

    item: ir.Item
    spec: NodeSpec
    above: tuple[Node, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.item.origin.place

    @property
    def name(self) -> str:
        """What it is called."""
        return self.item.origin.id

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes right below it; they are compiled in the order in which they are written."""
        below = self.spec.sum or self.spec.weighted or self.spec.highest or self.spec.lowest or []
        pairs = zip(self.item.children, below, strict=True)
        return tuple(Node(item, spec, (*self.above, self)) for item, spec in pairs)

    @property
    def lines(self) -> tuple[tuple[ir.Line, LineSpec], ...]:
        """Its deductions or additions."""
        return tuple(zip(self.item.lines, [*(self.spec.deduct or []), *(self.spec.add or [])], strict=True))

    @property
    def place_of_parts(self) -> tuple[Place, ...]:
        """Where that stands what its value is made of."""
        return tuple(self.place.child(key) for key in _PARTS if getattr(self.spec, key) is not None)

    @property
    def place_of_points(self) -> Place:
        """Where its full points are written, or else its name."""
        for key in ("full", "points"):
            if getattr(self.spec, key) is not None:
                return self.place.child(key)
        return self.place.child("id") if self.spec.id is not None else self.place


def nodes(subject: Subject) -> list[Node]:
    """List the nodes of the score tree, each before those below it."""
    score, written = subject.program.score, subject.file.score
    found = [] if score is None or written is None else [Node(score, written)]
    for node in found:
        found.extend(node.children)
    return found


def extent(subject: Subject, number: int) -> tuple[Fraction, Fraction]:
    """Give the least and the greatest value that a number can have."""
    kind = subject.program.nodes[number].type
    assert isinstance(kind, ir.Number)
    return Fraction(kind.low, 10**kind.scale), Fraction(kind.high, 10**kind.scale)


def figure(subject: Subject, written: object) -> Fraction | None:
    """Give a figure that is written as such, or as the name of a parameter that has no other readings.

    Of `a if parameter == "word" else b` it is `a` where the parameter is that word.
    """
    if isinstance(written, int | Decimal) and not isinstance(written, bool):
        return Fraction(written)
    if not isinstance(written, str):
        return None
    values = subject.once(_in_force)
    chosen = _CHOSEN.fullmatch(written)
    if chosen is not None:
        number = _number(chosen[1])
        in_force = values.get(chosen[2]) == chosen[3]
        return None if not in_force else figure(subject, chosen[1]) if number is None else number
    parameter = (subject.file.parameters or {}).get(written)
    return None if parameter is None or parameter.readings is not None else _number(values.get(written, ""))


def _in_force(subject: Subject) -> dict[str, str]:
    return {found.origin.id: found.value for found in subject.program.parameters}


def reads(subject: Subject, *places: Place) -> bool:
    """Say whether parts of the file depend on a parameter with readings, so that they may come to more or to less."""
    parameters, named = subject.file.parameters or {}, subject.once(_named)
    found, left = (
        set[str](),
        {word for place in places for word in mentions_below(_at(subject.document.data, place.path))},
    )
    while left:
        found |= left
        left = {word for name in left for word in named.get(name, ())} - found
    return any(parameters[name].readings is not None for name in found if name in parameters)


def _named(subject: Subject) -> dict[str, frozenset[str]]:
    """Give for each parameter, figure and node the words of its formulas that may be names."""
    formulas: dict[str, Data] = {name: spec.value for name, spec in (subject.file.parameters or {}).items()}
    for fact in (subject.file.facts or {}).values():
        if isinstance(fact, EventsFact):
            formulas |= fact.derived or {}
    derived = _at(subject.document.data, ("derived",))
    formulas |= derived if isinstance(derived, dict) else {}
    formulas |= {node.name: _at(subject.document.data, node.place.path) for node in subject.once(nodes)}
    return {name: mentions_below(part) for name, part in formulas.items()}


def _at(data: Data, path: Path) -> Data:
    for step in path:
        match data:
            case dict():
                data = data.get(str(step))
            case list() if isinstance(step, int):
                data = data[step]
            case _:
                return None
    return data


def _number(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None
