"""Tests the compiled scheme as data."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest

import partygrade
from partygrade import catalog, ir
from partygrade.source import Place

NUMBER = ir.Number(0, 0, 9)
SAMPLES: dict[type, tuple[Any, tuple[int, ...]]] = {
    ir.Literal: (ir.Literal(1, NUMBER), ()),
    ir.Fact: (ir.Fact(7, None, NUMBER), ()),
    ir.Known: (ir.Known(7), ()),
    ir.Add: (ir.Add((1, 2, 1), NUMBER), (1, 2, 1)),
    ir.Scale: (ir.Scale(1, 7, NUMBER), (1,)),
    ir.Multiply: (ir.Multiply(1, 2, NUMBER), (1, 2)),
    ir.Minimum: (ir.Minimum((1, 2), NUMBER), (1, 2)),
    ir.Maximum: (ir.Maximum((1, 2), NUMBER), (1, 2)),
    ir.Round: (ir.Round(1, 10, "up", NUMBER), (1,)),
    ir.Quotient: (ir.Quotient(1, 2, "up", 3, NUMBER), (1, 2, 3)),
    ir.Less: (ir.Less(1, 2), (1, 2)),
    ir.LessEqual: (ir.LessEqual(1, 2), (1, 2)),
    ir.Equal: (ir.Equal(1, 2), (1, 2)),
    ir.And: (ir.And((1, 2)), (1, 2)),
    ir.Or: (ir.Or((1, 2)), (1, 2)),
    ir.Not: (ir.Not(1), (1,)),
    ir.If: (ir.If(1, 2, 3, NUMBER), (1, 2, 3)),
    ir.Months: (ir.Months(1, 2, NUMBER), (1, 2)),
    ir.Later: (ir.Later(1, 12, 3, NUMBER), (1,)),
    ir.Year: (ir.Year(1, NUMBER), (1,)),
    ir.Aggregate: (ir.Aggregate(7, "sum", ir.Each((), 2, (3, 1), (), None, 0, None), None, 0, 4, NUMBER), (3, 1, 4)),
    ir.Across: (ir.Across(7, "rank", 1, 2, 3, NUMBER), (1, 2, 3)),
    ir.Quota: (ir.Quota(1, ir.Rank(("poor", "good"))), (1,)),
}


@pytest.mark.parametrize("kind", get_args(ir.Node), ids=lambda kind: kind.__name__)
def test_every_operator_lists_its_operands(kind: type) -> None:
    """The operands of a node are the numbers of the nodes that it refers to, in order."""
    node, wanted = SAMPLES[kind]
    assert ir.operands(node) == wanted


@pytest.mark.parametrize("kind", [*get_args(ir.Node), *get_args(ir.Type)], ids=lambda kind: kind.__name__)
def test_nodes_and_types_are_values(kind: type) -> None:
    """A node or a type is frozen, has no further attributes, and its docstring is its meaning."""
    assert kind.__dataclass_params__.frozen
    assert "__dict__" not in dir(kind)
    assert kind.__doc__ and not kind.__doc__.startswith(kind.__name__)


@pytest.mark.parametrize("kind", get_args(ir.Node), ids=lambda kind: kind.__name__)
def test_every_operator_has_a_type(kind: type) -> None:
    """Each node carries the type of its value."""
    assert "type" in {field.name for field in fields(kind)}


def test_long_lists_of_options_are_told_apart() -> None:
    """Equality of choices and ladders looks at every option, though their hash does not, and not at their name."""
    assert ir.Choice(("a", "b")) != ir.Choice(("a", "c"))
    assert ir.Rank(("a", "b")) != ir.Rank(("a", "c"))
    assert hash(ir.Choice(("a", "b"))) == hash(ir.Choice(("a", "b")))
    assert len({ir.Rank(("a", "b")), ir.Rank(("a", "c")), ir.Rank(("a", "b"), "x")}) == 2


def test_places_do_not_take_part_in_equality() -> None:
    """Two origins that differ in their place only are equal."""
    assert ir.Origin("a", "A", place=Place(("x",))) == ir.Origin("a", "A", place=Place(("y",)))


def test_items_are_listed_parents_first() -> None:
    """The nodes of a score tree are listed from the root, each before its children."""
    text = (
        "partygrade: 1\nscheme: s\ntitle: t\n"
        "score: {id: t, sum: [{id: a, sum: [{id: b, value: 1}]}, {id: c, value: 2}]}\n"
    )
    assert [item.origin.id for item in partygrade.loads(text).program.items()] == ["t", "a", "b", "c"]
    assert ir.Program((), ()).items() == ()


@pytest.mark.parametrize("name", catalog.names())
def test_phases_are_those_of_the_language(name: str) -> None:
    """A program with grades has every phase once; one without has none."""
    program = partygrade.load(name).program
    assert sorted(phase for phase, _ in program.phases) == (sorted(ir.PHASES) if program.grades else [])
