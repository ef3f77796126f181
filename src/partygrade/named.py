"""The names of a condition, with their values for one organisation."""

from __future__ import annotations

from functools import lru_cache

from partygrade import ir, syntax
from partygrade.engine import Named
from partygrade.parse import parse
from partygrade.result import NamedValue
from partygrade.source import ROOT
from partygrade.trace import Case, fact_text, percent_sign


def named_values(case: Case, formula: str) -> list[NamedValue]:
    """List the facts, score nodes and figures of a formula with their values; words of readings are left out."""
    known = case.engine.named
    return [_named(case, name, known[name]) for name in _names_in(formula) if name in known]


@lru_cache(maxsize=4096)
def _names_in(formula: str) -> tuple[str, ...]:
    tree = parse(formula, ROOT)
    if not isinstance(tree, syntax.Expr):
        return ()
    return tuple(dict.fromkeys(part.id for part in syntax.walk(tree) if isinstance(part, syntax.Name)))


def _named(case: Case, name: str, found: Named) -> NamedValue:
    program = case.engine.program
    match found:
        case ir.Item():
            return NamedValue(name=name, label=found.origin.label, value=_points(case, found))
        case ir.Parameter():
            return NamedValue(name=name, label=found.origin.label, value=found.value)
        case ir.Derived():
            kind = program.nodes[found.value].type
            return NamedValue(name=name, label=found.origin.label, value=case.text(found.value) + percent_sign(kind))
        case int() if found < 0:
            assert program.band is not None
            return NamedValue(name=name, label="band", value=case.text(program.band))
        case _:
            column = program.inputs[found]
            return NamedValue(name=name, label=column.origin.label, value=fact_text(column, case.facts[found]))


def _points(case: Case, item: ir.Item) -> str:
    """Print the points of a score node: `?` where they were not given, `-` where the node does not apply."""
    columns = zip(case.engine.program.inputs, case.facts, strict=True)
    if any(value is None and column.origin.id == item.origin.id for column, value in columns):
        return "?"
    return case.number(item.value) if case.applies(item) else "-"
