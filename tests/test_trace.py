"""One graded organisation: how the values of its nodes are printed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from partygrade import ir, loads
from partygrade.engine import Engine, Header
from partygrade.evaluate import Value
from partygrade.trace import Case, fact_text, fraction_text, key_texts, value_text

TEXT = """
partygrade: 1
scheme: small
title: 小办法
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
rules:
  - {id: low, when: total < 10, at_most: poor}
  - {id: never, when: total > 200 and 1 > 2, at_most: poor}
"""
PROGRAM = loads(TEXT).program
SCORE = PROGRAM.items()[0].value


def case(points: int) -> Case:
    """Trace an organisation by its points in hundredths."""
    engine = Engine(PROGRAM, Header("small", "小办法", None, ""))
    return Case(engine, (points,), engine.trace((points,)), None, None, 0, 0, None, (), 0)


def test_a_number_is_printed_by_its_scale() -> None:
    """Without trailing zeros."""
    assert (case(8950).number(SCORE), case(9000).number(SCORE)) == ("89.5", "90")


def test_a_grade_is_printed_by_its_id() -> None:
    """From its rank."""
    assert PROGRAM.band is not None
    assert (case(6000).text(PROGRAM.band), case(5999).text(PROGRAM.band)) == ("good", "poor")


def test_a_condition_fires_or_not() -> None:
    """By the value of its node."""
    low = PROGRAM.rules[0].condition
    assert (case(999).fires(low), case(1000).fires(low)) == (True, False)


def test_a_condition_is_settled_where_it_can_only_be_one_way() -> None:
    """Then its node is a constant."""
    low, never = (rule.condition for rule in PROGRAM.rules)
    found = case(0)
    assert (found.settled(never, False), found.settled(never, True), found.settled(low, True)) == (True, False, False)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ir.Number(2, -500, 500), -25, "-0.25"),
        (ir.Rank(("poor", "good")), 1, "good"),
        (ir.Choice(("village", "town")), 1, "town"),
        (ir.Day(), 736485, "2017-06-05"),
        (ir.Flag(), 1, "true"),
        (ir.Flag(), 0, "false"),
    ],
)
def test_a_value_is_printed_by_its_type(kind: ir.Type, value: int, text: str) -> None:
    """Words and grades by their id, days as in a file."""
    assert value_text(kind, value) == text


ORIGIN = ir.Origin("f", "事实")


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (ir.Input(ORIGIN, ir.Number(1, 0, 1000, ir.PERCENT)), 455, "45.5%"),
        (ir.Input(ORIGIN, ir.Number(0, 0, 9, "次"), optional=True), None, "?"),
        (ir.Input(ORIGIN, ir.Flag()), 0, "false"),
        (ir.Input(ORIGIN, ir.Choice(("town", "village")), words=(("社区", 0), ("村", 1))), 1, "村"),
        (ir.Input(ORIGIN, ir.Panel(ir.Number(1, 0, 100), 5, 0, 9)), ((80,), (95,)), "8 9.5"),
        (ir.Input(ORIGIN, ir.Events((ir.Input(ORIGIN, ir.Flag()),), 9)), ((1,), (0,)), "2"),
    ],
)
def test_a_fact_is_printed_as_people_read_it(column: ir.Input, value: Value, text: str) -> None:
    """Choices by their label, lists by their scores or their length."""
    assert fact_text(column, value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1, 8), "0.125"), (Fraction(3), "3"), (Fraction(1, 3), None), (None, None)]
)
def test_a_fraction_is_printed_where_it_is_a_decimal(value: Fraction | None, text: str | None) -> None:
    """A third is none."""
    assert fraction_text(value) == text


def test_rank_keys_are_printed_as_their_nodes_have_them() -> None:
    """A key of which the least ranks first is held with the other sign."""
    program = loads(f"{TEXT}cohort: {{rank_by: [total desc, total asc]}}\n").program
    assert key_texts(program, (8950, -8950)) == ["89.5", "89.5"]
