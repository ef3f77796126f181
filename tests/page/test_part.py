"""The parts of a page."""

from __future__ import annotations

from partygrade.page.part import Column, Row, part


def test_a_column_without_text_is_left_out() -> None:
    """What no row says has no column."""
    rows = [Row("x", ("1", "", "3")), Row(None, ("", "", "4"))]
    found = part("t", [Column("a"), Column("b", code=True), Column("c")], rows)
    assert found.columns == (Column("a"), Column("c"))
    assert [row.cells for row in found.rows] == [("1", "3"), ("", "4")]
    assert [row.id for row in found.rows] == ["x", None]


def test_an_empty_remark_is_left_out() -> None:
    """Remarks that say nothing are no lines."""
    assert part("t", [], [], ["", "said"]).lead == ("said",)
