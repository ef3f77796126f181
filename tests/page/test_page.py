"""The page of a scheme: every figure of it stands there, beside its element."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import get_args

import pytest

import partygrade
from partygrade import catalog
from partygrade.api import Scheme
from partygrade.diagnostics import Lang
from partygrade.figures import Figure
from partygrade.page import FORMATS, Format, page, sheet
from partygrade.page.words import SETTINGS

SHIPPED = [*catalog.names(), *catalog.gallery()]


def said(scheme: Scheme, figure: Figure, lang: Lang) -> set[str]:
    """Give the ways in which a page may print a figure: as it is written, its word, or the value of its parameter."""
    values = {str(found.element): found.value for found in scheme.figures if str(found.place).startswith("parameters.")}
    values |= {found["id"]: found["value"] for found in scheme.readings}
    formula = re.sub(" (asc|desc)$", "", figure.value)
    written = {formula, values.get(formula, formula)}
    labels = {grade.origin.id: grade.origin.label for grade in scheme.program.grades}
    fields = {
        field.origin.label
        for item in scheme.program.inputs
        for field in getattr(item.type, "fields", ())
        if field.origin.id == formula
    }
    options = {
        word: label
        for item in scheme.program.inputs
        for label, n in item.words
        for word in getattr(item.type, "options", ())[n : n + 1]
        if item.origin.id == figure.element
    }
    words = {SETTINGS[word][lang] for word in written if word in SETTINGS}
    kept = (
        {"they keep their grade and are named" if lang == "en" else "保留等次，列出待定"}
        if "report" in written
        else set()
    )
    phases = figure.value.split(", ")
    if all(phase in SETTINGS for phase in phases):
        words.add(" → ".join(SETTINGS[phase][lang] for phase in phases))
    names = {known[word] for known in (labels, options) for word in written if word in known}
    return written | words | names | fields | kept


def cells(scheme: Scheme, lang: Lang) -> list[tuple[str | None, str]]:
    """Give every cell of the tables with the element of its row, and every remark with none."""
    parts = sheet(scheme, lang).parts
    rows = chain.from_iterable(part.rows for part in parts)
    return [
        *((row.id, cell) for row in rows for cell in row.cells),
        *((None, line) for part in parts for line in part.lead),
    ]


def stands(scheme: Scheme, figure: Figure, lang: Lang, found: list[tuple[str | None, str]]) -> bool:
    """Tell whether a figure stands, as a whole, in a cell about its element."""
    ways = "|".join(map(re.escape, said(scheme, figure, lang)))
    whole = re.compile(rf"(?<![0-9A-Za-z_.])(?:{ways})(?![0-9A-Za-z_%]|\.\d)")
    return any(whole.search(cell) for id, cell in found if id == figure.element or figure.element is None)


def missing(scheme: Scheme, lang: Lang) -> list[tuple[str | None, str, str]]:
    """List the figures that stand in no cell about their element."""
    found = cells(scheme, lang)
    return [(f.element, f.key, f.value) for f in scheme.figures if not stands(scheme, f, lang, found)]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_figure_stands_on_the_page(name: str) -> None:
    """Each figure of a shipped scheme stands in a row about its element, as it is written or in words."""
    assert missing(partygrade.load(name), "zh") == []


@pytest.mark.parametrize("lang", get_args(Lang))
def test_every_kind_of_figure_stands_on_the_page(small: Scheme, lang: Lang) -> None:
    """So it is with a scheme that uses every section, in both languages."""
    assert missing(small, lang) == []


def test_a_figure_that_is_not_there_is_missed(small: Scheme) -> None:
    """The search sees where a figure is missing, also where it is part of another, or of another element."""
    (figure,) = [figure for figure in small.figures if (figure.element, figure.key) == ("review", "points")]
    found = cells(small, "zh")
    assert stands(small, figure, "zh", found)
    assert [
        value for value in ("60", "6", "0.6", "61", "85") if stands(small, replace(figure, value=value), "zh", found)
    ] == ["60"]


def test_a_part_of_which_nothing_is_said_is_left_out() -> None:
    """A scheme without rules has no table of rules."""
    bare = partygrade.loads("partygrade: 1\nscheme: b\ntitle: b\nscore: {id: t, points: 9}\n")
    assert [part.title for part in sheet(bare).parts] == ["办法", "评分表", "需要填报的情况"]


def test_the_order_is_that_of_a_document(small: Scheme) -> None:
    """The head and the items come first, the formulas as they are written last."""
    titles = [part.title for part in sheet(small, "en").parts]
    assert titles == [
        "The scheme",
        "Documents",
        "Score",
        "Derived figures",
        "Facts that are asked",
        "Grades",
        "Rules",
        "Checks",
        "Procedure",
        "The cohort: ranking and quotas",
        "From one year to the next",
        "Spot checks",
        "What follows",
        "Parameters: readings and assumptions",
        "Left out",
        "Formulas as they are written",
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_it_is_chinese_by_default(format: Format, small: Scheme) -> None:
    """Without a language the page is Chinese."""
    assert page(small, format=format) == page(small, "zh", format)
    assert "需要填报的情况" in page(small, format=format)
    assert "需要填报的情况" not in page(small, "en", format)


def test_a_setting_is_shown() -> None:
    """Under another reading the page has its value, and the one of the file among the others."""
    scheme = partygrade.load("anyang-five-star").with_parameters(absence_limit=4)
    rows = [row for part in sheet(scheme).parts for row in part.rows if row.id == "absence_limit"]
    assert rows[0].cells[2].split("\n")[0] == "4"
    assert rows[0].cells[4].startswith("3")
