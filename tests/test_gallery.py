"""Tests the gallery against the page of the language: what its schemes ask for, and its figures."""

from __future__ import annotations

import json
import re
import statistics
from pathlib import Path

import pytest

import partygrade
from partygrade import catalog, ir
from partygrade.parse import FUNCTIONS

ROOT = Path(__file__).resolve().parent.parent
SECTION = (ROOT / "docs" / "language.md").read_text("utf-8").partition("\n## 13. ")[2]
ROWS = re.findall(r"^\| (F\d\d) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", SECTION, re.MULTILINE)


def words(said_by: str) -> list[str]:
    """Give the words of a construct, such as `points: [3, 6, 12]` or `grade_tree`."""
    return [word for quoted in re.findall(r"`([^`]*)`", said_by) for word in re.findall(r"^\w+", quoted)]


def text(name: str) -> str:
    """Give the text of a scheme, with those of the files that it extends."""
    path = catalog.find(name)
    assert path is not None, name
    found = path.read_text("utf-8")
    base = re.search(r"^extends: (\S+)", found, re.MULTILINE)
    return found + (text(base[1].removesuffix(".yaml")) if base else "")


def test_every_mark_has_a_row() -> None:
    """F01 to F32, in order."""
    assert [row[0] for row in ROWS] == [f"F{n:02}" for n in range(1, 33)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_schemes_of_a_row_use_what_it_names(row: tuple[str, str, str, str]) -> None:
    """Each of them has one of its words."""
    names = [name for name in row[3].split(", ") if catalog.find(name)]
    assert names or row[3].startswith("no document")
    for name in names:
        assert any(re.search(rf"\b{word}\b", text(name)) for word in words(row[2])), name
    assert len(names) == len(row[3].split(", ")) or not names


def test_every_scheme_of_the_gallery_has_cases() -> None:
    """Beside it, with its id."""
    for name in catalog.gallery():
        beside = catalog.folder() / "gallery" / f"{name}.cases.yaml"
        assert re.search(rf"^scheme: {name}$", beside.read_text("utf-8"), re.MULTILINE), name
        assert partygrade.load(name).id == name


def test_the_figures_of_the_gallery_are_true() -> None:
    """How many files there are, and how long."""
    folder = catalog.folder() / "gallery"
    lengths = [len((folder / f"{name}.yaml").read_text("utf-8").splitlines()) for name in catalog.gallery()]
    half, longest = int(statistics.median(lengths)), max(lengths)
    said = f"has {len(lengths)} files: half of them have at most {half} lines, the longest has {longest}."
    assert said in SECTION, said


def test_the_figures_of_the_language_are_true() -> None:
    """Its distinct keys, operators and functions."""
    schema = json.loads((Path(partygrade.__file__).parent / "scheme.schema.json").read_text("utf-8"))
    parts = [schema, *schema["$defs"].values()]
    keys = {key for part in parts for key in part.get("properties", {})}
    said = f"has {len(keys)} keys, {len(ir.Node.__args__)} operators and {len(FUNCTIONS)} functions"
    assert said in SECTION, said
