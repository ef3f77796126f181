"""Tests that the shipped schemes are found by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from partygrade import catalog

ROOT = Path(__file__).resolve().parent.parent


def test_every_shipped_scheme_has_a_name() -> None:
    """The names are those of the six scheme files, in order; golden cases are no schemes."""
    assert catalog.names() == [
        "anyang-five-star",
        "sumu-2014",
        "three-tier-judged",
        "three-tier-weighted",
        "township-four-level",
        "wendian-five-star",
    ]


@pytest.mark.parametrize("name", catalog.names())
def test_a_name_leads_to_a_file(name: str) -> None:
    """A name leads to the file of that scheme."""
    path = catalog.find(name)
    assert path is not None
    assert f"\nscheme: {name}\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nothing", "", "..", "../pyproject", "township-four-level.yaml", "sumu-2014.cases"])
def test_what_is_no_name_leads_nowhere(name: str) -> None:
    """A word that is no name of a shipped scheme leads to no file, wherever it points."""
    assert catalog.find(name) is None


def test_a_scheme_of_the_gallery_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gallery has names of its own, and they lead to files like the others."""
    gallery = tmp_path / "gallery"
    gallery.mkdir()
    for name in ("one", "two", "two.cases"):
        (gallery / f"{name}.yaml").write_text("", encoding="utf-8")
    monkeypatch.setattr(catalog, "folder", lambda: tmp_path)
    assert (catalog.names(), catalog.gallery()) == ([], ["one", "two"])
    assert catalog.find("two") == gallery / "two.yaml"
    assert [catalog.find(name) for name in ("two.cases", "gallery/two", "three")] == [None, None, None]


def test_in_a_checkout_the_schemes_stand_beside_the_sources() -> None:
    """Without a copy inside the package, the folder is that of the checkout."""
    assert catalog.folder() == ROOT / "schemes"


def test_installed_the_schemes_stand_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of schemes inside the package goes before that of a checkout."""
    inside = tmp_path / "partygrade" / "schemes"
    inside.mkdir(parents=True)
    (inside / "mine.yaml").write_text("scheme: mine\n", encoding="utf-8")
    monkeypatch.setattr(catalog, "__file__", str(tmp_path / "partygrade" / "catalog.py"))
    assert catalog.names() == ["mine"]
    assert catalog.find("mine") == inside / "mine.yaml"
