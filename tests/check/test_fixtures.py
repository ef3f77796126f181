"""Tests the static checks together: each has a fixture, a page and a test module.

A line of a fixture ends with `# expect: SLUG TEXT`, once for every finding that begins there; the text is what is
underlined, a comment without its sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import partygrade
from partygrade import catalog
from partygrade.cases import read_cases
from partygrade.check import CHECKS, Subject, check, page
from partygrade.check.allow import NO_CHECK, NO_REASON
from partygrade.diagnostics import LANGS, Diagnostic, Lang
from partygrade.document import Document

HERE = Path(__file__).resolve().parent
FIXTURES = sorted(path for path in HERE.glob("*.yaml") if ".cases." not in path.name)
SLUGS = {*CHECKS, NO_CHECK, NO_REASON}
SHIPPED = [*partygrade.scheme_names(), *catalog.gallery()]
MARK = "# expect: "
FOREIGN = re.compile(
    r"NoneType|\bdict\b|\bstr\b|\bint\b|\bbool\b|\blist\[|int\(|Decimal|pydantic|Traceback|[Ii]nstance|validation|"
    r"<class|Input should|\bTrue\b|\bFalse\b|\bNone\b|yaml\.|Error\b|0x[0-9a-f]{6}"
)


def subject(path: Path) -> Subject:
    """Load a scheme, with the golden cases beside it if there are any."""
    beside = path.with_suffix(".cases.yaml")
    return Subject(partygrade.load(path), read_cases(beside) if beside.is_file() else None)


@cache
def shipped(name: str) -> Subject:
    path = catalog.find(name)
    assert path is not None
    return subject(path)


def wanted(text: str) -> list[tuple[int, str, str]]:
    return sorted(
        (number, *mark.strip().partition(" ")[::2])
        for number, line in enumerate(text.splitlines(), 1)
        for mark in line.split(MARK)[1:]
    )


def underlined(fault: Diagnostic, document: Document) -> tuple[int, str, str]:
    file, place = document.at(fault.place)
    span = file.span(place)
    line = file.line(span.line)
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return span.line, fault.code, line[span.column - 1 : end].partition(MARK)[0].strip().removeprefix("# ")


def own(said: str, text: str) -> str:
    """Give a message without the words that it quotes from the file."""
    return re.sub("`([^`]*)`", lambda found: "" if found[1] in text else found[0], said)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_finding_is_where_it_is_expected(path: Path) -> None:
    """A fixture has exactly the findings that its comments expect, each with its line, slug and underlined text."""
    found = subject(path)
    only = {path.stem} & set(CHECKS)
    faults = check(found, only or None)
    assert sorted(underlined(fault, found.document) for fault in faults) == wanted(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_is_about_its_name(path: Path) -> None:
    """A fixture shows the finding that it is called after."""
    assert path.stem in {slug for _, slug, _ in wanted(path.read_text("utf-8"))}


def test_every_check_has_a_fixture_and_a_test_module() -> None:
    """A check `some-slug` has `some-slug.yaml` and `test_some_slug.py`, and there is no fixture without a check."""
    assert {path.stem for path in FIXTURES} == SLUGS
    assert [slug for slug in CHECKS if not (HERE / f"test_{slug.replace('-', '_')}.py").is_file()] == []


@pytest.mark.parametrize("slug", CHECKS)
def test_a_slug_is_the_name_of_its_module(slug: str) -> None:
    """One word for the module, the slug, the fixture and the page."""
    assert CHECKS[slug].__module__ == f"partygrade.check.{slug.replace('-', '_')}"


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_scheme_has_a_finding(name: str) -> None:
    """The schemes that come with the library, and those of the gallery, pass every check."""
    found = shipped(name)
    assert [f"{fault.code} {underlined(fault, found.document)}" for fault in check(found)] == []


def texts(fault: Diagnostic, lang: Lang) -> Iterator[str]:
    for text in [fault.text, *([fault.help] if fault.help else []), *(note.text for note in fault.notes)]:
        assert text.en != text.zh, fault
        yield text[lang]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGS)
def test_messages_are_sentences_of_our_own(path: Path, lang: Lang) -> None:
    """Messages and help are said in both languages, without a full stop and without a word of Python or pydantic."""
    text = path.read_text("utf-8")
    for said in (said for fault in check(subject(path)) for said in texts(fault, lang)):
        assert said and not said.endswith((".", "。")), said
        assert not FOREIGN.search(own(said, text)), said
        if lang == "en":
            assert not said[0].isupper(), said
            assert not re.search("[，：；（）]", own(said, text)), said
        else:
            assert re.search("[一-鿿]", said), said


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_finding_is_a_warning_and_says_what_to_do(path: Path) -> None:
    """Each comes with help; a comment that is no use is an error."""
    for fault in check(subject(path)):
        assert fault.severity == ("warning" if fault.code in CHECKS else "error")
        assert fault.help is not None or fault.code == NO_CHECK, fault


def test_a_page_tells_what_is_found_in_one_sentence() -> None:
    """The first line of every page is a sentence, and no two are the same."""
    first = [page(slug).split("\n")[0] for slug in CHECKS]
    assert [line for line in first if not re.fullmatch(r"[A-Z].*\.", line)] == []
    assert len(set(first)) == len(first)
