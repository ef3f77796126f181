"""A page as Markdown."""

from __future__ import annotations

from partygrade.page.markdown import markdown
from partygrade.page.part import Column, Row, Sheet, part


def drawn(*cells: str, code: bool = False) -> str:
    """Draw one row, and give its line."""
    columns = [Column(f"c{n}", code) for n in range(len(cells))]
    return markdown(Sheet("t", "zh", (part("p", columns, [Row(None, cells)]),))).splitlines()[-1]


def test_a_table_has_heads_and_rows() -> None:
    """A part is a heading, its remarks, and a table."""
    page = Sheet("题", "zh", (part("甲", [Column("一"), Column("二", code=True)], [Row("x", ("1", "a_b"))], ["注"]),))
    assert markdown(page) == "# 题\n\n## 甲\n\n- 注\n\n| 一 | 二 |\n| --- | --- |\n| 1 | `a_b` |\n"


def test_lines_of_a_cell() -> None:
    """Several lines stand below each other; an empty one is none."""
    assert drawn("a\n\nb") == "| a<br>b |"
    assert drawn("a\nb", code=True) == "| `a`<br>`b` |"


def test_what_markdown_would_read_is_escaped() -> None:
    """Signs of Markdown and HTML are text."""
    assert drawn("a|b *c* _d_ [e](f) `g` <h> & \\ ~~i~~") == (
        r"| a\|b \*c\* \_d\_ \[e\](f) \`g\` &lt;h> &amp; \\ \~\~i\~\~ |"
    )


def test_code_with_backticks_and_bars() -> None:
    """Code stands between more backticks than it has; a bar would end the cell."""
    assert drawn("a ` b | c", code=True) == r"| `` a ` b \| c `` |"
