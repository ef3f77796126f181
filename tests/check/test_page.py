"""Tests the pages of the static checks: they are in step with the checks, and their examples are true."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import partygrade
from partygrade.check import CHECKS, Subject, check, page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "checks"
FILES = ["README.md", *(f"{slug}.md" for slug in CHECKS)]
KINDS = ["Bad", "Good"]


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("checks_tool", ROOT / "tools" / "checks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its own module up.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def pages() -> dict[str, str]:
    found: dict[str, str] = tool().pages()
    return found


def given(slug: str, kind: str) -> Subject:
    example: Any = next(one for one in tool().examples(slug) if one.kind == kind)
    found: Subject = tool().subject(slug, example)
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_pages_are_in_step_with_the_checks(name: str) -> None:
    """The file is what `make pages` writes."""
    assert (FOLDER / name).read_text("utf-8") == pages()[name]


def test_there_are_no_other_pages() -> None:
    """Every file in the folder is the page of a check, or the list."""
    assert {path.name for path in FOLDER.iterdir()} == set(FILES) == set(pages())


def test_every_check_is_listed_with_its_page() -> None:
    """The list has a row for each, in the order of the checks, with its first sentence."""
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\(\1\.md\) \| (.+) \|$", pages()["README.md"], re.MULTILINE)
    assert [(slug, said.lower() + ".") for slug, said in rows] == [
        (slug, page(slug).split("\n")[0].lower()) for slug in CHECKS
    ]


@pytest.mark.parametrize("slug", CHECKS)
def test_a_page_has_the_whole_docstring(slug: str) -> None:
    """Every line of it stands on the page, whatever its indentation; the words above an example begin a sentence."""
    shown = {line.strip().lower() for line in pages()[f"{slug}.md"].splitlines()}
    lines = [re.sub(r"^(?:Bad|Good|Cases): ", "", line).strip().lower() for line in page(slug).splitlines()]
    assert [line for line in lines if line not in shown] == []


@pytest.mark.parametrize("slug", CHECKS)
def test_a_page_has_one_bad_and_one_good_example(slug: str) -> None:
    """Beside them it may have golden cases, which both are looked at with."""
    kinds = [one.kind for one in tool().examples(slug)]
    assert [kind for kind in kinds if kind != "Cases"] == KINDS
    assert re.findall(r"^## (\w+)$", pages()[f"{slug}.md"], re.MULTILINE) == kinds


@pytest.mark.parametrize("slug", CHECKS)
def test_the_bad_example_is_found_and_the_good_one_is_not(slug: str) -> None:
    """The bad one has one finding of the check, the good one none, each with the keys that it leaves out."""
    assert [fault.code for fault in check(given(slug, "Bad"), [slug])] == [slug]
    assert check(given(slug, "Good"), [slug]) == ()


@pytest.mark.parametrize("slug", CHECKS)
def test_a_good_example_is_good_by_every_check(slug: str) -> None:
    """What a page recommends has no finding in the lines that the page shows."""
    subject = given(slug, "Good")
    shown = next(one.text for one in tool().examples(slug) if one.kind == "Good").count("\n")
    found = [fault.code for fault in check(subject) if subject.document.span(fault.place).line <= shown]
    assert found == []


@pytest.mark.parametrize("slug", CHECKS)
def test_a_page_shows_what_is_said_of_the_bad_example(slug: str) -> None:
    """In both languages, English first, with the place in the example as it stands on the page."""
    written = pages()[f"{slug}.md"]
    (finding,) = check(given(slug, "Bad"), [slug])
    span = given(slug, "Bad").document.span(finding.place)
    heads = [f"example.yaml:{span.line}:{span.column}: {word}[{slug}]" for word in ("warning", "警告")]
    assert re.findall(r"^example\.yaml:\d+:\d+: \w+\[[a-z-]+\]", written, re.MULTILINE) == heads
    assert f": {finding.text.en}\n" in written
    assert f"：{finding.text.zh}\n" in written


def test_the_keys_that_an_example_leaves_out_are_added_below_it() -> None:
    """The lines of the example keep their numbers, and what it says itself stands."""
    text = "title: mine\ngrades:\n  - {id: only}\n"
    whole = tool().completed(text)
    assert whole.startswith(text)
    assert re.findall(r"^\w+", whole, re.MULTILINE) == ["title", "grades", "partygrade", "scheme", "facts", "score"]


def test_the_list_shows_the_smallest_file() -> None:
    """It loads as it stands."""
    assert f"```yaml\n{tool().SMALLEST}```\n" in pages()["README.md"]
    assert partygrade.loads(tool().SMALLEST).id == "smallest"


def test_the_site_has_the_pages_of_the_checks_in_their_order() -> None:
    """`make pages` writes them into the navigation, in the place of those that stood there."""
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert tool().navigation(config) == config
    before = "nav:\n  - a.md\n  - x:\n      - docs/checks/README.md\n      - docs/checks/gone.md\n  - b.md\n"
    pages = "".join(f"      - docs/checks/{slug}.md\n" for slug in CHECKS)
    assert tool().navigation(before) == before.replace("      - docs/checks/gone.md\n", pages)


def test_a_page_that_is_no_more_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing makes the folder, and leaves nothing of before in it."""
    folder = tmp_path / "checks"
    folder.mkdir()
    (folder / "gone.md").write_text("old", encoding="utf-8")
    monkeypatch.setattr(tool(), "FOLDER", folder)
    monkeypatch.setattr(tool(), "CONFIG", tmp_path / "mkdocs.yml")
    (tmp_path / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8"), encoding="utf-8")
    tool().main()
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == pages()
