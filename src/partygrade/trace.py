"""One graded organisation: its facts, the value of every node, and how they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from partygrade import exact, ir
from partygrade.cohort import Key, Move
from partygrade.engine import Engine
from partygrade.evaluate import Value
from partygrade.facts import Facts, show


@dataclass(frozen=True, slots=True)
class Case:
    """One graded organisation: its facts, every node's value, and what the quotas did.

    `grade` is the final rank, `own_grade` that without quotas, `without_overrides` the own one had no soft rule been
    overridden.
    """

    engine: Engine
    facts: Facts
    values: Sequence[int]
    id: str | None
    name: str | None
    own_grade: int | None
    grade: int | None
    place: int | None
    moves: tuple[Move, ...]
    without_overrides: int | None

    def number(self, node: int) -> str:
        """Print the value of a number node."""
        kind = self.engine.program.nodes[node].type
        assert isinstance(kind, ir.Number)
        return exact.text(self.values[node], kind.scale)

    def text(self, node: int) -> str:
        """Print the value of any node, grades and options by their id."""
        return value_text(self.engine.program.nodes[node].type, self.values[node])

    def settled(self, node: int, truth: bool) -> bool:
        """Say whether the readings in force make a condition constant, so that it can only be this."""
        found = self.engine.program.nodes[node]
        return isinstance(found, ir.Literal) and bool(found.value) is truth

    def fires(self, node: int) -> bool:
        """Say whether a condition holds."""
        return bool(self.values[node])

    def applies(self, item: ir.Item) -> bool:
        """Say whether a score node applies: by its own condition, and one with children where one of them does."""
        own = item.applies is None or self.fires(item.applies)
        return own and (not item.children or any(self.applies(child) for child in item.children))


def value_text(kind: ir.Type, value: int) -> str:
    """Print a value by its type, grades and options by their id."""
    match kind:
        case ir.Number():
            return exact.text(value, kind.scale)
        case ir.Rank():
            return kind.ladder[value]
        case ir.Choice():
            return kind.options[value]
        case ir.Day():
            return date.fromordinal(value).isoformat()
        case _:
            return "true" if value else "false"


def key_texts(program: ir.Program, key: Key) -> list[str]:
    """Print the rank keys of a member of a cohort, each as its node has it."""
    assert program.cohort is not None
    pairs = zip(program.cohort.rank_by, key, strict=True)
    return [value_text(program.nodes[one.value].type, v if one.descending else -v) for one, v in pairs]


def fact_text(column: ir.Input, value: Value) -> str:
    """Print a fact: the scores of a panel, how many events there are, a choice by its label; `?` for an unknown one."""
    shown = show(column, value)
    match shown:
        case None:
            return "?"
        case bool():
            return "true" if shown else "false"
        case list() if isinstance(column.type, ir.Panel):
            return " ".join(str(score) for score in shown)
        case list():
            return str(len(shown))
        case _ if isinstance(column.type, ir.Choice) and column.words:
            return column.words[column.type.options.index(str(shown))][0]
        case _:
            return f"{shown}{percent_sign(column.type)}"


def percent_sign(kind: ir.Type) -> str:
    """Give the sign of a percentage; nothing for any other type."""
    return "%" if isinstance(kind, ir.Number) and kind.unit == ir.PERCENT else ""


def fraction_text(value: Fraction | None) -> str | None:
    """Print a fraction as a decimal; None where it is none."""
    found = None if value is None else exact.finite(value)
    return None if found is None else exact.text(*found)
