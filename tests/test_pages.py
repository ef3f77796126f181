"""Tests the pages in docs/schemes: they are in step with the schemes, and list all of them."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from partygrade import catalog

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "schemes"
FILES = ["README.md", *(f"{name}.md" for name in catalog.names())]


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages_tool", ROOT / "tools" / "pages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def pages() -> dict[str, str]:
    found: dict[str, str] = tool().pages()
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_pages_are_in_step(name: str) -> None:
    """The file is what `make pages` writes."""
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name]


def test_there_are_no_other_pages() -> None:
    """Every file in the folder is one that the tool writes."""
    assert {path.name for path in FOLDER.iterdir()} == set(FILES) == set(pages())


def test_every_scheme_is_listed() -> None:
    """The list names the shipped schemes with their pages, and those of the gallery."""
    listed = re.findall(r"`([a-z0-9-]+)` \|", pages()["README.md"])
    assert listed == [*catalog.names(), *catalog.gallery()]


def test_a_page_that_is_no_more_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing makes the folder, and leaves nothing of before in it."""
    folder = tmp_path / "schemes"
    folder.mkdir()
    (folder / "gone.md").write_text("old", encoding="utf-8")
    monkeypatch.setattr(tool(), "FOLDER", folder)
    tool().main()
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == pages()
