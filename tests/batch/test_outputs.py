"""The columns that are added."""

from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest

from batch.small_scheme import small
from partygrade import ir
from partygrade.batch import outputs
from partygrade.batch.columns import Leaves
from partygrade.batch.fold import fold


def listed(flags: dict[str, list[bool]], good: list[bool]) -> list[str | None]:
    """Give the words of the flags."""
    frame = nw.from_native(pl.LazyFrame({**flags, "good": good}))
    nodes: list[ir.Node] = [ir.Fact(n, None, ir.Flag()) for n in range(len(flags))]
    if len(flags) <= outputs.MASKED:
        last = outputs.masked(nodes, [(n, True) for n in range(len(flags))])
        frame = fold(nodes, {last: outputs.mask("said")}, Leaves(dict(enumerate(flags))), frame)
    shown = outputs.Shown(frame)
    shown.listed("said", nw.col("good"), [nw.col(name) for name in flags], [f"id_{name}" for name in flags])
    return shown.added().collect("polars").to_native()["said"].to_list()


def test_the_words_of_the_flags_that_hold() -> None:
    """In their order; an empty text where none holds."""
    flags = {"a": [True, False, True], "b": [True, False, False]}
    assert listed(flags, [True] * 3) == ["id_a, id_b", "", "id_a"]


def test_a_word_for_what_does_not_hold() -> None:
    """A check that fails is told."""
    nodes: list[ir.Node] = [ir.Fact(n, None, ir.Flag()) for n in range(3)]
    last = outputs.masked(nodes, [(0, True), (1, False), (2, False)])
    frame = nw.from_native(pl.LazyFrame({"a": [True], "b": [True], "c": [False]}))
    found = fold(nodes, {last: "mask"}, Leaves(dict(enumerate("abc"))), frame)
    assert nw.to_native(found).collect()["mask"].item() == 0b101


def test_more_flags_than_a_number_holds() -> None:
    """They are put together one by one."""
    flags = {f"x{n}": [n % 30 == 1] for n in range(outputs.MASKED + 5)}
    assert listed(flags, [True]) == ["id_x1, id_x31"]


def test_no_words_are_an_empty_text() -> None:
    """A scheme may have no rules."""
    shown = outputs.Shown(nw.from_native(pl.LazyFrame({"a": [1, 2]})))
    shown.listed("said", nw.lit(True), [], [])
    assert nw.to_native(shown.added()).collect()["said"].to_list() == ["", ""]


@pytest.mark.parametrize("count", [1, 12, 13, 50, 51])
def test_a_list_for_every_row_whatever_the_engine_looks_up(count: int) -> None:
    """A row that is not good has none."""
    flags = {f"x{n}": [n % 3 == row for row in range(3)] for n in range(count)}
    expected = [", ".join(f"id_x{n}" for n in range(count) if n % 3 == row) for row in range(3)]
    assert listed(flags, [True, False, True]) == [expected[0], None, expected[2]]


@pytest.mark.parametrize(("place", "expected"), [(0, "poor"), (1, "good"), (None, None)])
def test_the_word_at_a_place(place: int | None, expected: str | None) -> None:
    """Nothing where there is no place."""
    frame = nw.from_native(pl.LazyFrame({"a": [place]}, schema={"a": pl.Int64}))
    found: pl.LazyFrame = nw.to_native(outputs.with_word(frame, "word", nw.col("a"), ["poor", "good"]))
    assert found.collect()["word"].to_list() == [expected]


def test_rules_and_checks_that_a_reading_switches_off_are_not_shown() -> None:
    """Those of the scheme are all in force."""
    program = small().program
    assert [rule.origin.id for rule in outputs.rules_shown(program)] == ["absent"]
    assert [check.origin.id for check in outputs.checks_shown(program)] == ["attended"]


def test_a_detailed_frame_has_a_column_for_every_node_that_varies() -> None:
    """Constants need none."""
    program = small().program
    names = outputs.node_columns(program)
    assert set(names) == {n for n, node in enumerate(program.nodes) if type(node).__name__ != "Literal"}
    assert names[program.score.value] == f"node_{program.score.value}"
