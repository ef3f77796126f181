"""Tests the faults of scheme files: comments in the fixtures say what is wrong where, nothing more and nothing less.

A line ends with `# expect: SLUG TEXT`, once for every fault that begins there; the text is what is underlined.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import partygrade
from partygrade.diagnostics import LANGS, Diagnostic, Lang
from partygrade.document import Document

HERE = Path(__file__).resolve().parent
FIXTURES = sorted((HERE / "faults").glob("*.yaml"))
PACKAGE = HERE.parent / "src" / "partygrade"
SOURCES = [
    *sorted((PACKAGE / "compile").glob("*.py")),
    *sorted((PACKAGE / "overlay").glob("*.py")),
    *(PACKAGE / f"{name}.py" for name in ("shape", "document", "misread", "scalars", "tokens", "parse", "api")),
]

# A slug without a fixture, and why.
ELSEWHERE = {
    "file-too-long": "the file would have a million characters: test_hostile",
    "line-too-long": "the line would have ten thousand characters: test_hostile",
    "unprintable": "an editor would lose the character: test_document",
    "no-scheme": "there is no file: test_api",
    "extends-circle": "it takes several files: overlay/test_overlay",
    "extends-too-deep": "it takes several files: overlay/test_overlay",
    "not-in-force": "the day is the caller's: test_api",
    "needs-day": "the day is the caller's: test_api",
    "needs-cohort": "the record is the caller's: test_api",
    "unknown-parameter": "the setting is the caller's: compile/test_parameters",
}
MARK = "# expect: "
SLUG = re.compile(r'(?:faults\.add\(|self\.fault\(|Diagnostic\(|code: str = |[{,] "\W": )\s*"([a-z]+(?:-[a-z]+)*)"')
FOREIGN = re.compile(
    r"NoneType|\bdict\b|\bstr\b|\bint\b|\bbool\b|\blist\[|int\(|Decimal|pydantic|Traceback|[Ii]nstance|validation|"
    r"<class|Input should|\bTrue\b|\bFalse\b|\bNone\b|yaml\.|Error\b|0x[0-9a-f]{6}"
)


def faults(text: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    with pytest.raises(partygrade.SchemeError) as caught:
        partygrade.loads(text)
    assert caught.value.document is not None
    return caught.value.document, caught.value.diagnostics


def wanted(text: str) -> list[tuple[int, str, str]]:
    return sorted(
        (number, *mark.strip().partition(" ")[::2])
        for number, line in enumerate(text.splitlines(), 1)
        for mark in line.split(MARK)[1:]
    )


def underlined(fault: Diagnostic, document: Document) -> tuple[int, str, str]:
    span = document.span(fault.place)
    line = document.line(span.line)
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return span.line, fault.code, line[span.column - 1 : end].partition(MARK)[0].strip()


def own(said: str, text: str) -> str:
    """Give a message without the words that it quotes from the file."""
    return re.sub("`([^`]*)`", lambda found: "" if found[1] in text else found[0], said)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_fault_is_found_where_it_stands(path: Path) -> None:
    """A fixture has exactly the faults that its comments expect, each with its line, slug and underlined text."""
    text = path.read_text(encoding="utf-8")
    document, found = faults(text)
    assert sorted(underlined(fault, document) for fault in found) == wanted(text)


@pytest.mark.parametrize("path", [path for path in FIXTURES if path.stem != "many"], ids=lambda path: path.stem)
def test_a_fixture_is_about_its_name(path: Path) -> None:
    """A fixture shows the fault that it is called after."""
    assert path.stem in {slug for _, slug, _ in wanted(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGS)
def test_messages_are_sentences_of_our_own(path: Path, lang: Lang) -> None:
    """Messages and help are said in both languages, without a full stop and without a word of Python or pydantic."""
    text_of_file = path.read_text(encoding="utf-8")
    _, found = faults(text_of_file)
    for fault in found:
        for text in [fault.text, *([fault.help] if fault.help else []), *(note.text for note in fault.notes)]:
            said = text[lang]
            assert said and text.en != text.zh, fault
            assert not said.endswith((".", "。")), said
            assert not FOREIGN.search(own(said, text_of_file)), said
            if lang == "en":
                assert not said[0].isupper(), said
                assert not re.search("[，：；（）]", own(said, text_of_file)), said
            else:
                assert re.search("[一-鿿]", said), said


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_rendered_message_names_every_fault(path: Path) -> None:
    """The text of the exception shows every fault with its line, its slug and the text that is meant."""
    text = path.read_text(encoding="utf-8")
    with pytest.raises(partygrade.SchemeError) as caught:
        partygrade.loads(text, name=path.name)
    for line, slug, _ in wanted(text):
        assert re.search(rf"^{re.escape(path.name)}:{line}:\d+: error\[{slug}\]: ", str(caught.value), re.MULTILINE)


def test_every_slug_has_a_fixture_or_a_reason() -> None:
    """Every kind of fault in the sources has a fixture of its name, or stands in `ELSEWHERE` with the reason."""
    slugs = {found for path in SOURCES for found in SLUG.findall(path.read_text(encoding="utf-8"))}
    shown = {path.stem for path in FIXTURES} - {"many"}
    assert len(slugs) > 70
    assert sorted(slugs - shown - set(ELSEWHERE)) == []
    assert sorted(shown - slugs) == []
    assert sorted(set(ELSEWHERE) - slugs) == []


def test_a_suggestion_comes_with_a_slip_of_the_pen() -> None:
    """An unknown key, name, function, option or grade that resembles a known one comes with the known one."""
    _, found = faults((HERE / "faults" / "unknown-name.yaml").read_text(encoding="utf-8"))
    helps = {fault.help.en for fault in found if fault.help}
    assert {"did you mean `absences`?", "did you mean `total`?"} <= helps
    for slug, word in (
        ("unknown-key", "max"),
        ("unknown-function", "max"),
        ("unknown-option", "choice"),
        ("unknown-grade", "poor"),
    ):
        _, found = faults((HERE / "faults" / f"{slug}.yaml").read_text(encoding="utf-8"))
        assert f"did you mean `{word}`?" in {fault.help.en for fault in found if fault.help}
