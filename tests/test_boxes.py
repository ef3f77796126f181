"""Boxes against brute force: the boxes of a condition hold exactly the records for which it holds."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import partygrade
from partygrade import ir
from partygrade.boxes import MOST, NOTHING, Box, Boxes, Figure, TooMany, both, conjunction, meet, without
from partygrade.evaluate import Scalar, apply

OPTIONS, LADDER = ("a", "b", "c"), ("poor", "fair", "good")
INPUTS = (
    ir.Input(ir.Origin("number", "number"), ir.Number(0, 0, 4)),
    ir.Input(ir.Origin("flag", "flag"), ir.Flag()),
    ir.Input(ir.Origin("kind", "kind"), ir.Choice(OPTIONS), optional=True),
    ir.Input(ir.Origin("amount", "amount"), ir.Number(0, 0, 4), gap=2, default=0),
    ir.Input(ir.Origin("before", "before"), ir.Rank(LADDER), optional=True),
)
HELD: tuple[tuple[Scalar, ...], ...] = ((0, 1, 2, 3, 4), (0, 1), (None, 0, 1, 2), (0, 2, 3, 4), (None, 0, 1, 2))
RECORDS = tuple(product(*HELD))


class Growing:
    """A program that grows node by node; every node has a column of its values, one for each record."""

    def __init__(self) -> None:
        self.nodes: list[ir.Node] = []
        self.columns: list[list[int]] = []
        self.rows: list[dict[int, int]] = [{} for _ in RECORDS]
        self.of: dict[str, list[int]] = {"number": [], "flag": [], "rank": [], "choice": []}

    def add(self, kind: str, node: ir.Node) -> None:
        column = [int(apply(node, row, facts)) for row, facts in zip(self.rows, RECORDS, strict=True)]
        for row, value in zip(self.rows, column, strict=True):
            row[len(self.nodes)] = value
        self.of[kind].append(len(self.nodes))
        self.nodes.append(node)
        self.columns.append(column)

    def number(self, make: type[ir.Add] | type[ir.Minimum] | type[ir.Maximum], operands: tuple[int, ...]) -> None:
        found = [make(operands, ir.Number(0, 0, 0)), *self.nodes][0]
        column = [apply(found, row, facts) for row, facts in zip(self.rows, RECORDS, strict=True)]
        self.add("number", make(operands, ir.Number(0, min(column), max(column))))

    @property
    def boxes(self) -> Boxes:
        return Boxes(ir.Program(tuple(self.nodes), INPUTS))

    def holding(self, box: Box) -> set[int]:
        """Give the numbers of the records that are in a box."""
        return {n for n in range(len(RECORDS)) if all(self._inside(n, figure, spans) for figure, spans in box.items())}

    def _inside(self, record: int, figure: Figure, spans: tuple[tuple[int, int], ...]) -> bool:
        what, number = figure
        if what == "node":
            value: Scalar = self.columns[number][record]
        elif what == "known":
            value = int(RECORDS[record][number] is not None)
        else:
            value = RECORDS[record][number]
        return isinstance(value, int) and any(low <= value <= high for low, high in spans)


@st.composite
def programs(draw: st.DrawFn) -> Growing:
    """Draw a program over the inputs: every kind of node that has boxes of its own, and sums that have none."""
    found = Growing()
    for node, kind in (
        (ir.Fact(0, None, INPUTS[0].type), "number"),
        (ir.Fact(3, None, INPUTS[3].type), "number"),
        (ir.Fact(1, None, ir.Flag()), "flag"),
        (ir.Fact(2, draw(st.integers(0, 2)), INPUTS[2].type), "choice"),
        (ir.Fact(2, draw(st.integers(0, 2)), INPUTS[2].type), "choice"),
        (ir.Fact(4, draw(st.integers(0, 2)), INPUTS[4].type), "rank"),
        (ir.Fact(4, draw(st.integers(0, 2)), INPUTS[4].type), "rank"),
        (ir.Known(draw(st.sampled_from([2, 4]))), "flag"),
        (ir.Literal(draw(st.integers(-1, 5)), ir.Number(0, -1, 5)), "number"),
        (ir.Literal(draw(st.integers(0, 2)), INPUTS[4].type), "rank"),
        (ir.Literal(draw(st.integers(0, 2)), INPUTS[2].type), "choice"),
    ):
        found.add(kind, node)
    for _ in range(draw(st.integers(3, 12))):
        _grow(draw, found)
    return found


def _grow(draw: st.DrawFn, found: Growing) -> None:
    def one(kind: str) -> int:
        return draw(st.sampled_from(found.of[kind]))

    def some(kind: str) -> tuple[int, ...]:
        return tuple(draw(st.lists(st.sampled_from(found.of[kind]), min_size=2, max_size=3)))

    kind = draw(st.sampled_from(["number", "rank", "choice"]))
    match draw(st.sampled_from(["compare", "compare", "join", "not", "if", "choose", "scale", "fold", "grade"])):
        case "compare":
            make = draw(st.sampled_from([ir.Less, ir.LessEqual, ir.Equal] if kind != "choice" else [ir.Equal]))
            found.add("flag", make(one(kind), one(kind)))
        case "join":
            found.add("flag", draw(st.sampled_from([ir.And, ir.Or]))(some("flag")))
        case "not":
            found.add("flag", ir.Not(one("flag")))
        case "if":
            found.add("flag", ir.If(one("flag"), one("flag"), one("flag"), ir.Flag()))
        case "choose":
            then, other = one(kind), one(kind)
            column = found.columns[then] + found.columns[other]
            type_ = ir.Number(0, min(column), max(column)) if kind == "number" else found.nodes[then].type
            found.add(kind, ir.If(one("flag"), then, other, type_))
        case "scale":
            operand, factor = one("number"), draw(st.sampled_from([-2, -1, 1, 2, 3]))
            column = [value * factor for value in found.columns[operand]]
            found.add("number", ir.Scale(operand, factor, ir.Number(0, min(column), max(column))))
        case "fold":
            found.number(draw(st.sampled_from([ir.Add, ir.Minimum, ir.Maximum])), some("number"))
        case _:
            found.add("rank", draw(st.sampled_from([ir.Minimum, ir.Maximum]))(some("rank"), INPUTS[4].type))


class TestAgainstBruteForce:
    """“What has no box can never hold, and what has one may.”"""

    @settings(max_examples=80)
    @given(found=programs())
    def test_the_boxes_of_a_condition_hold_the_records_for_which_it_holds(self, found: Growing) -> None:
        """Those and no others, for both truths of every condition."""
        boxes = found.boxes
        for number, truth in product(found.of["flag"], (True, False)):
            try:
                inside = set().union(*map(found.holding, boxes.holds(number, truth)))
            except TooMany:
                continue
            assert inside == {n for n, value in enumerate(found.columns[number]) if bool(value) is truth}

    @settings(max_examples=80)
    @given(found=programs())
    def test_the_values_of_a_grade_or_a_small_number_are_those_it_has(self, found: Growing) -> None:
        """Each record is in a box of the value that it gives, and in no box of another."""
        boxes = found.boxes
        for number in (*found.of["rank"], *found.of["number"]):
            try:
                values = boxes.values(number)
            except TooMany:
                continue
            given = {(n, value) for box, value in values for n in found.holding(box)}
            assert given == set(enumerate(found.columns[number]))


def condition(text: str) -> tuple[Box, ...]:
    """Give the boxes of the condition of a rule."""
    scheme = partygrade.loads(
        "partygrade: 1\nscheme: s\ntitle: t\n"
        "facts:\n  late: {type: count, max: 20}\n  lost: {type: count, max: 20}\n  p: {type: percent}\n"
        "  a: {type: amount, at_least: 20, at_most: 50, default: 0}\n"
        "  kind: {type: choice, of: [village, town], optional: true}\n  on_list: {type: flag}\n"
        "score: {id: total, points: 80}\n"
        "grades: [{id: good, from: 60}, {id: poor}]\n"
        f"rules: [{{id: r, when: '{text}', at_most: poor}}]\n"
    )
    return Boxes(scheme.program).holds(scheme.program.rules[0].condition)


@pytest.mark.parametrize(
    "text",
    [
        "late < 3 and late > 4",
        "late * 2 == 5",
        "p > 100",
        "0 < a < 20",
        "a == 60",
        'known(kind) and kind != "village" and kind != "town"',
        "on_list and not on_list",
        "total > 80",
        "late + lost > 40",
        "(late < 3 or lost < 3) and late >= 3 and lost >= 3",
        "(late if on_list else 0) > 0 and not on_list",
        "band == good and total < 60",
    ],
)
def test_what_can_never_hold_has_no_box(text: str) -> None:
    """Ranges, gaps, steps of a sum's range, and parts that exclude each other are known."""
    assert condition(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "late < 3 and lost > 4",
        "a == 20",
        "p == 100",
        "not known(kind)",
        "late + lost >= 40",
        "late > lost and lost > late",
        "total >= 80",
    ],
)
def test_what_may_hold_has_a_box(text: str) -> None:
    """Also where two figures are compared with each other: what they have to do with each other is not known."""
    assert condition(text) != NOTHING


def test_too_many_boxes_are_given_up() -> None:
    """A conjunction of many alternatives over many figures claims nothing."""
    one = [{("fact", n): ((0, 0),)} for n in range(50)]
    two = [{("fact", n): ((0, 0),)} for n in range(50, 50 + MOST // 50 + 1)]
    with pytest.raises(TooMany):
        conjunction(one, two)


def test_spans_meet_and_are_taken_away() -> None:
    """Closed ranges of whole numbers, in order."""
    assert meet(((0, 3), (6, 9)), ((2, 7),)) == ((2, 3), (6, 7))
    assert without(((0, 9),), ((2, 3), (9, 9))) == ((0, 1), (4, 8))


def test_two_boxes_meet_in_every_figure() -> None:
    """Nothing is left where one figure has no value in both."""
    one: Box = {("fact", 0): ((0, 3),), ("fact", 1): ((1, 1),)}
    assert both(one, {("fact", 0): ((2, 5),)}) == {("fact", 0): ((2, 3),), ("fact", 1): ((1, 1),)}
    assert both(one, {("fact", 0): ((4, 5),)}) is None
