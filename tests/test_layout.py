"""Sees that the parts of the project mirror each other, and that no file knows the machine it was written on."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "partygrade"
TESTS = ROOT / "tests"
SCHEMES = ROOT / "schemes"
GALLERY = SCHEMES / "gallery"

UNMIRRORED = {"__init__", "__main__"}
TEXTS = {"", ".cfg", ".csv", ".json", ".jsonl", ".md", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml"}
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|tmp|opt)/|\b[A-Z]:\\\w")
REGISTRY = re.compile(r"pypi\.|pythonhosted\.|npmjs\.|\bindex-url\b|/simple/")


def modules() -> list[str]:
    return sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem not in UNMIRRORED)


def packages() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def schemes(folder: Path = SCHEMES) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml") if "." not in path.stem)


def texts() -> list[Path]:
    """Give every text file of the project, without what tools leave behind."""
    found: list[Path] = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [
            name for name in below if name == ".ci" or not re.match(r"\.|build$|dist$|htmlcov$|__pycache__", name)
        ]
        found += [Path(folder, name) for name in names if Path(name).suffix in TEXTS and not name.startswith(".")]
    return found


@pytest.mark.parametrize("module", modules())
def test_every_module_has_its_test_file(module: str) -> None:
    """A module `x` is tested in `tests/test_x.py`."""
    assert (TESTS / f"test_{module}.py").is_file()


def test_every_package_has_its_tests() -> None:
    """A package `x` is tested in the folder `tests/x` or in `tests/test_x.py`."""
    untested = [
        name for name in packages() if not (TESTS / name).is_dir() and not (TESTS / f"test_{name}.py").is_file()
    ]
    assert untested == []


@pytest.mark.parametrize("scheme", schemes())
@pytest.mark.parametrize("ending", ["cases.yaml", "sample.csv"])
def test_every_scheme_has_cases_and_a_sample(scheme: str, ending: str) -> None:
    """A scheme `x` has golden cases and a sample table beside it."""
    assert (SCHEMES / f"{scheme}.{ending}").is_file()


@pytest.mark.parametrize("scheme", schemes(GALLERY))
def test_every_scheme_of_the_gallery_has_cases(scheme: str) -> None:
    """A scheme `x` of the gallery has golden cases beside it, and no name of another shipped scheme."""
    assert (GALLERY / f"{scheme}.cases.yaml").is_file()
    assert scheme not in schemes()


def test_every_file_beside_the_schemes_belongs_to_one() -> None:
    """The folder of the schemes holds nothing but the three files of each scheme, and the gallery two files of each."""
    expected = {f"{name}.{ending}" for name in schemes() for ending in ("yaml", "cases.yaml", "sample.csv")}
    assert {path.name for path in SCHEMES.iterdir() if not path.name.startswith(".")} - {"gallery"} <= expected
    listed = {f"{name}.{ending}" for name in schemes(GALLERY) for ending in ("yaml", "cases.yaml")}
    assert {path.name for path in GALLERY.glob("*") if not path.name.startswith(".")} <= listed


def test_no_file_names_a_registry_or_a_machine_path() -> None:
    """The project can be built anywhere: no text in it knows a registry's address or a folder outside the project."""
    here = Path(__file__)
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        if path != here
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if MACHINE_PATH.search(line) or REGISTRY.search(line)
    ]
    assert guilty == []
