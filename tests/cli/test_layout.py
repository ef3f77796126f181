"""Columns that fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from partygrade.cli.layout import GAP, Column, laid_out, sheet
from partygrade.cli.text import width

COLUMNS = [Column("编号"), Column("score", right=True), Column("说明")]
CELLS = st.text(alphabet="ab 1好较差，（）", max_size=30)


def test_a_column_without_content_goes() -> None:
    """Columns in which nothing stands are left out."""
    found = sheet(COLUMNS, [("a", "", ["x"]), ("b", "", [])])
    assert [column.head for column in found.columns] == ["编号", "说明"]


def test_several_remarks_are_marked() -> None:
    """One remark stands alone; several have a mark each, and hang below it."""
    found = sheet([Column("x")], [([("好" * 8), "b"],), (["c"],)])
    assert laid_out(found, 12).rows == ((("· 好好好好好", "  好好好", "· b"),), (("c",),))


def test_the_widest_column_gives_way() -> None:
    """Where there is room nothing breaks; else the widest column does."""
    found = sheet(COLUMNS, [("a1", "98.5", ["好" * 30])])
    assert laid_out(found, 120).widths == (4, 5, 60)
    assert laid_out(found, 40).widths == (4, 5, 27)


def test_a_whole_column_never_gives_way() -> None:
    """What people copy is not broken, though it is the widest, or alone."""
    found = sheet([Column("name", whole=True), Column("说明")], [("a" * 30, "好" * 10)])
    assert laid_out(found, 45).widths == (30, 13)
    assert laid_out(sheet([Column("name", whole=True)], [("a" * 30,)]), 20).widths == (30,)


@given(st.lists(st.tuples(CELLS, CELLS, st.lists(CELLS, max_size=3)), max_size=5), st.integers(20, 80))
def test_every_line_of_every_cell_fits(rows: list[tuple[str, str, list[str]]], columns: int) -> None:
    """No cell is wider than its column, and all columns together fit."""
    layout = laid_out(sheet(COLUMNS, rows), columns)
    assert sum(layout.widths) + GAP * max(len(layout.widths) - 1, 0) <= columns
    for row in (layout.head, *layout.rows):
        assert all(width(line) <= room for cell, room in zip(row, layout.widths, strict=True) for line in cell)
