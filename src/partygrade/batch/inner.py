"""The programs that several aggregates have for an event, as one program in which equal nodes stand once.

Its inputs are the fields of the event by their number, then the values of the organisation, then places of events.
What every organisation has the same value of is a constant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from partygrade import ir
from partygrade.batch.columns import Leaves
from partygrade.batch.settle import settle

_REFERENCES = frozenset(
    ["operand", "left", "right", "numerator", "denominator", "empty", "condition", "then", "otherwise", "early", "late"]
)  # Every field that holds the number of a node; `operands` holds several.


_PLACES = 1_000_000_000
"""Numbers of inputs from here on are places of events; no program has so many nodes."""


def place(number: int) -> int:
    """Give the number of the input that holds the place of an event in a numbering."""
    return _PLACES + number


def renumbered(node: ir.Node, numbers: Callable[[int], int]) -> ir.Node:
    """Give a node that refers to other numbers."""
    changes: dict[str, Any] = {}
    for field in fields(node):
        if field.name in _REFERENCES:
            changes[field.name] = numbers(getattr(node, field.name))
        elif field.name == "operands":
            changes[field.name] = tuple(map(numbers, getattr(node, field.name)))
    return replace(node, **changes) if changes else node


def constants(nodes: Sequence[ir.Node], wanted: Collection[int], leaves: Leaves) -> dict[int, int]:
    """Give those of the wanted nodes that have one value in every row of a frame, with this value."""
    if not wanted:
        return {}
    settled = settle(nodes, wanted, leaves.fixed, leaves.given, leaves.quota is not None)
    found = {n: settled.nodes[settled.numbers[n]] for n in wanted}
    return {n: node.value for n, node in found.items() if isinstance(node, ir.Literal)}


class Inner:
    """The nodes of the one program, while the programs of aggregates are taken into it.

    `fixed` are nodes of organisations with the value that all of them have.
    """

    def __init__(self, fixed: Mapping[int, int]) -> None:
        self.nodes: list[ir.Node] = []
        self._fixed = fixed
        self._numbers: dict[ir.Node, int] = {}

    def take(self, each: ir.Each, placed: bool) -> ir.Each:
        """Take the program of an aggregate in; give its parts by their numbers in the one program, without nodes.

        Unless `placed`, every event stands in the first place of every numbering: so it is until the events that count
        are known.
        """
        at: list[int] = []
        for node in each.nodes:
            moved = self._input(node, each, placed) if isinstance(node, ir.Fact | ir.Known) else node
            at.append(self._number(renumbered(moved, at.__getitem__)))
        return ir.Each(
            (),
            each.fields,
            each.outer,
            tuple(ir.Nth(tuple(at[n] for n in nth.groups), _at(at, nth.by)) for nth in each.nth),
            _at(at, each.where),
            at[each.value],
            _at(at, each.by),
            tuple(at[n] for n in each.once),
        )

    def _number(self, node: ir.Node) -> int:
        if node not in self._numbers:
            self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self._numbers[node]

    def _input(self, node: ir.Fact | ir.Known, each: ir.Each, placed: bool) -> ir.Node:
        """Give the input under the number that it has for all aggregates, or a constant."""
        number = node.index - each.fields
        if number < 0:
            return node
        if number < len(each.outer):
            own = each.outer[number]
            fixed = self._fixed.get(own)
            return replace(node, index=each.fields + own) if fixed is None else ir.Literal(fixed, node.type)
        if placed:
            return replace(node, index=place(number - len(each.outer)))
        return ir.Literal(1, node.type)


def _at(at: list[int], number: int | None) -> int | None:
    return None if number is None else at[number]
