"""A page as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from partygrade.api import Scheme
from partygrade.page import page, sheet
from partygrade.page.html import html
from partygrade.page.part import Column, Row, Sheet, part


class Reader(HTMLParser):
    """Reads a page back: the cells of its tables, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.cells[-1] += "\n"
        elif tag != "meta":
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open:
            self.cells[-1] += data


def test_every_cell_comes_back(small: Scheme) -> None:
    """A reader of HTML finds the cells as they are, in their order, and every tag closed."""
    reader = Reader()
    reader.feed(page(small, "zh", "html"))
    assert reader.open == []
    wanted = [cell for part in sheet(small).parts for row in part.rows for cell in row.cells]
    assert reader.cells == ["\n".join(filter(None, cell.split("\n"))) for cell in wanted]


def test_everything_is_escaped() -> None:
    """No text of a scheme becomes a tag, whether title, remark, head or cell."""
    evil = '<script>alert("&")</script>'
    text = html(
        Sheet(evil, "zh", (part(evil, [Column(evil), Column("c", code=True)], [Row(None, (evil, evil))], [evil]),))
    )
    assert "<script" not in text
    assert text.count("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;") == 7


def test_it_needs_nothing_else(small: Scheme) -> None:
    """The file loads nothing, and says how it is printed."""
    text = page(small, "zh", "html")
    assert re.findall(r"(?:src|href|url)\s*[=(]|@import", text) == []
    assert "@media print" in text


def test_a_wide_table_is_moved_inside_the_page(small: Scheme) -> None:
    """Every table stands in a frame of its own, and no word in it is cut to make it fit."""
    text = page(small, "zh", "html")
    assert text.count("<table>") == text.count("<div><table>") == text.count("</table></div>") > 0
    assert "overflow-x: auto" in text
    assert "anywhere" not in text


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_language_is_named(lang: str, tag: str, small: Scheme) -> None:
    """Browsers choose fonts by the language."""
    assert f'<html lang="{tag}">' in page(small, "zh" if lang == "zh" else "en", "html")
