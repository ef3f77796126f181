"""Tests the order of the phases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import partygrade
from partygrade import ir

Grade = Callable[..., partygrade.Grading]
Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FLAGS = "facts: {p: {type: flag, default: false}, q: {type: flag, default: false}, k: {type: count, default: 0}}\n"
LADDER = """score: {id: total, points: 100, default: 0}
grades:
  - {id: best, from: 90}
  - {id: good, from: 80}
  - {id: fair, from: 70}
  - {id: weak, from: 60}
  - {id: poor}
"""


def ruled(grade: Grade, rules: str, total: int = 75, more: str = "", **record: Any) -> str | None:
    return grade(f"{FLAGS}{LADDER}rules:\n{rules}\n{more}", total=total, **record).grade


class TestOrder:
    """The default order is `raise_by, at_least, at_most, lower_by, grade, quotas`; `order` changes it."""

    RULES = "  - {id: r, when: p, at_most: fair, lower_by: 1}"

    def test_the_default_order(self, scheme: Load) -> None:
        """Without `order` the phases act in the order of the language page."""
        assert tuple(phase for phase, _ in scheme(LADDER).program.phases) == ir.PHASES

    def test_a_list_is_the_order(self, grade: Grade) -> None:
        """With the demotion first, the ceiling comes too late to lower further."""
        order = "order: [raise_by, at_least, lower_by, at_most, grade, quotas]\n"
        assert ruled(grade, self.RULES, 85, p=True) == "weak"
        assert ruled(grade, self.RULES, 85, order, p=True) == "fair"

    CHOICE = (
        "parameters: {way: {value: ceiling, source: 一, readings: {demotion: 降级在先}}}\n"
        "order:\n  choose: way\n  of:\n"
        "    ceiling: [raise_by, at_least, at_most, lower_by, grade, quotas]\n"
        "    demotion: [raise_by, at_least, lower_by, at_most, grade, quotas]\n"
    )

    def test_the_order_may_follow_a_reading(self, scheme: Load) -> None:
        """`choose` takes the list of the option that the parameter has."""
        found = scheme(f"{FLAGS}{LADDER}rules:\n{self.RULES}\n{self.CHOICE}")
        assert found.grade({"total": 85, "p": True}).grade == "weak"
        assert found.with_parameters(way="demotion").grade({"total": 85, "p": True}).grade == "fair"

    @pytest.mark.parametrize(
        ("old", "new", "wanted"),
        [
            ("    demotion: [", "    demotoin: [", [("missing-option", "of"), ("unknown-option", "demotoin")]),
            ("choose: way", "choose: wey", [("unknown-option", "wey")]),
            ("choose: way", "choose: total", [("unknown-option", "total")]),
            (
                "lower_by, grade, quotas]\n    demotion",
                "lower_by, grade]\n    demotion",
                [("bad-order", "[raise_by, at_least, at_most, lower_by, grade]")],
            ),
        ],
    )
    def test_an_order_for_every_reading(
        self, faults: Faults, old: str, new: str, wanted: list[tuple[str, str]]
    ) -> None:
        """Each option of the parameter has a complete order, and nothing else has."""
        assert faults(f"{FLAGS}{LADDER}{self.CHOICE.replace(old, new)}") == wanted

    @pytest.mark.parametrize(
        "phases",
        [
            "[raise_by, at_least, at_most, lower_by, grade]",
            "[raise_by, raise_by, at_least, at_most, lower_by, grade, quotas]",
            "[raise_by, at_least, at_most, lower_by, grades, quotas]",
        ],
    )
    def test_an_order_names_each_phase_once(self, faults: Faults, phases: str) -> None:
        """A phase too few, too many or unknown is a fault."""
        assert faults(f"order: {phases}") == [("bad-order", phases)]
