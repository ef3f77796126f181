"""What a name in a formula can mean, and which facts are known where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from partygrade import ir, syntax
from partygrade.source import Place


@dataclass(frozen=True, slots=True)
class FactName:
    """A fact; its value may be used only where it is known, unless it is `sure`."""

    id: str
    index: int
    node: int
    sure: bool


@dataclass(frozen=True, slots=True)
class TallyName:
    """A tally: counts by category."""

    id: str
    categories: dict[str, int]


@dataclass(frozen=True, slots=True)
class ListName:
    """A list of events or a panel: input `index`; `derived` are names for formulas over its fields."""

    id: str
    index: int
    type: ir.Events | ir.Panel
    derived: tuple[tuple[str, object, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class ValueName:
    """A node made on demand, such as a score node or `band`; None where it is broken.

    `applies` makes the condition under which a score node applies; other values have none.
    """

    id: str
    make: Callable[[Place], int | None]
    applies: Callable[[Place], int | None] | None = None


@dataclass(frozen=True, slots=True)
class ParameterName:
    """A parameter; None where it is broken."""

    id: str
    make: Callable[[Place], int | None]


@dataclass(frozen=True, slots=True)
class GradeName:
    """A grade of the ladder."""

    id: str
    rank: int


@dataclass(frozen=True, slots=True)
class TextName:
    """A text fact; it takes part in no formula."""

    id: str


Entity = FactName | TallyName | ListName | ValueName | ParameterName | GradeName | TextName


@dataclass(slots=True)
class Scope:
    """The names of a scheme.

    What refers to a `broken` name is broken without a further message; `coming` are the facts and score nodes, which
    parameters cannot depend on, whether they are declared already or not.
    """

    names: dict[str, Entity] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    coming: frozenset[str] = frozenset()
    ladder: ir.Rank | None = None


def facts_known(expr: syntax.Expr, truth: bool) -> frozenset[str]:
    """List the optional facts that are known where the condition has this truth."""
    match expr:
        case syntax.Call(function="known", arguments=(syntax.Name(id=name),)) if truth:
            return frozenset({name})
        case syntax.Negation():
            return facts_known(expr.operand, not truth)
        case syntax.AllOf() | syntax.AnyOf():
            parts = [facts_known(operand, truth) for operand in expr.operands]
            if isinstance(expr, syntax.AllOf) is truth:
                return frozenset().union(*parts)
            return parts[0].intersection(*parts[1:])
        case _:
            return frozenset()
