"""Which files are schemes and golden cases, by their names and their first keys, before any is read in earnest.

It imports nothing of the library, so that a test runner may ask it about every file.
"""

from __future__ import annotations

import re
from pathlib import Path

ENDING = ".cases.yaml"

_SCHEME = re.compile(r"^partygrade\s*:", re.MULTILINE)
_CASES = re.compile(r"^(scheme|cases)\s*:", re.MULTILINE)


def beside(path: Path) -> Path:
    """Give the file of cases of a scheme file, or the scheme file of a file of cases."""
    if path.name.endswith(ENDING):
        return path.with_name(path.name.removesuffix(ENDING) + ".yaml")
    return path.with_suffix(ENDING)


def is_scheme(path: Path) -> bool:
    """Say whether a YAML file, and no file of cases, has the key that every scheme has."""
    return path.suffix == ".yaml" and not path.name.endswith(ENDING) and bool(_SCHEME.search(_text(path)))


def is_cases(path: Path) -> bool:
    """Say whether a file is called like golden cases, and a scheme stands beside it or it has the keys of one."""
    if not path.name.endswith(ENDING):
        return False
    return is_scheme(beside(path)) or {"scheme", "cases"} <= set(_CASES.findall(_text(path)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
