"""Which files are schemes and golden cases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from partygrade.case_files import beside, is_cases, is_scheme

SCHEME = "# 一个办法\npartygrade: 1\nscheme: some\n"
CASES = "scheme: some\ncases: []\n"


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name.replace('_', '.')}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_scheme_and_its_cases_stand_beside_each_other() -> None:
    """Each name gives the other."""
    assert beside(Path("a/some.yaml")) == Path("a/some.cases.yaml")
    assert beside(Path("a/some.cases.yaml")) == Path("a/some.yaml")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("some.yaml", SCHEME, True),
        ("some.yaml", "title: 无\npartygrade : 1\n", True),
        ("some.yaml", "other:\n  partygrade: 1\n", False),
        ("some.yaml", "", False),
        ("some.yml", SCHEME, False),
        ("some.cases.yaml", SCHEME, False),
    ],
)
def test_a_scheme_has_the_key_partygrade(name: str, text: str, found: bool, tmp_path: Path) -> None:
    """At the top level of a file `.yaml`."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert is_scheme(tmp_path / name) is found


def test_a_file_that_cannot_be_read_is_no_scheme(tmp_path: Path) -> None:
    """Whether it is not there or no text."""
    assert not is_scheme(tmp_path / "none.yaml")
    (tmp_path / "odd.yaml").write_bytes(b"\xff\xfepartygrade: 1")
    assert not is_scheme(tmp_path / "odd.yaml")


def test_cases_stand_beside_a_scheme_or_have_the_keys(tmp_path: Path) -> None:
    """So broken cases beside a scheme are found, and so are cases whose scheme is missing; other files are not."""
    written(tmp_path, some=SCHEME, some_cases="csaes: []\n", lost_cases=CASES, other_cases="scheme: some\n")
    found = {path.name for path in tmp_path.iterdir() if is_cases(path)}
    assert found == {"some.cases.yaml", "lost.cases.yaml"}


def test_nothing_else_of_the_library_is_imported() -> None:
    """A test runner asks about every file."""
    code = "import sys, partygrade.case_files; print('pydantic' in sys.modules, 'partygrade.api' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
