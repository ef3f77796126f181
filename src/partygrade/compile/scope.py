"""What a name in a formula can mean, and which facts are known where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from partygrade import exact, ir, syntax
from partygrade.diagnostics import Text, suggestion
from partygrade.numerals import numerals
from partygrade.source import Place
from partygrade.synonyms import truth

_COUNTED = ("", *"分级次个名天日项条年月人")
"""What may stand behind a number in words."""


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
    parameters cannot depend on, whether they are declared already or not. `labels` has the ids of what people call it,
    `words` the options and categories.
    """

    names: dict[str, Entity] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    coming: frozenset[str] = frozenset()
    ladder: ir.Rank | None = None
    labels: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def meant(self, name: str) -> Text | None:
        """Say what was surely meant by a name that nothing has: a label, yes or no, a number in words, a slip."""
        if name in self.labels:
            return Text(f"write its id: `{self.labels[name]}`", f"请写它的标识 `{self.labels[name]}`")
        figure = truth(name) or in_figures(name)
        if figure is not None:
            return Text(f"write `{figure}`", f"请写 `{figure}`")
        return suggestion(name, self.names)

    def option(self, name: str, options: Iterable[str]) -> Text | None:
        """Say which option was surely meant by a text that is none: by its label, or by a slip."""
        known = [*options]
        word = self._word(name, known)
        return Text(f'write "{word}"', f'请写 "{word}"') if word else suggestion(name, known)

    def category(self, name: str, categories: Iterable[str]) -> Text | None:
        """Say which category of a tally was surely meant by a key that is none."""
        known = [*categories]
        word = self._word(name, known)
        return Text(f"write `{word}`", f"请写 `{word}`") if word else suggestion(name, known)

    def _word(self, label: str, known: list[str]) -> str | None:
        return next((word for word in self.words.get(label, ()) if word in known), None)


def in_figures(words: str) -> str | None:
    """Write a number in words, such as `三成` or `一级`, in figures; None for anything else."""
    found = next(numerals(words), None)
    if found is None or found.start or words[found.end :] not in _COUNTED:
        return None
    decimal = exact.finite(found.value)
    return decimal and exact.text(*decimal) + ("%" if found.percent else "")


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
