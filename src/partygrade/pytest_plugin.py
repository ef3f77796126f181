"""The plugin of pytest: golden cases beside schemes are tests, and on request so are the laws.

pytest loads it wherever the library is installed. The library itself is only imported for a file that is one of ours.

Options: `--partygrade-laws` makes every law of every scheme file among what is collected a test too, and
`--partygrade-examples` says on how many records or cohorts each is tried.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

_LAWS = "--partygrade-laws"
_EXAMPLES = "--partygrade-examples"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("partygrade", "schemes of partygrade")
    group.addoption(_LAWS, action="store_true", help="also try every law of partygrade on the scheme files collected")
    group.addoption(
        _EXAMPLES, metavar="N", type=_count, default=50, help="so many records, or cohorts, for each law (default: 50)"
    )


def _count(word: str) -> int:
    if word.isascii() and word.isdecimal() and int(word) > 0:
        return int(word)
    raise pytest.UsageError(f"{_EXAMPLES}: expected a whole number from 1, got `{word}`")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of golden cases, and for the laws a scheme file."""
    cases = file_path.name.endswith(".cases.yaml")
    laws = not cases and file_path.suffix == ".yaml" and bool(parent.config.getoption(_LAWS))
    if not cases and not laws:
        return None
    items = import_module("partygrade.pytest_items")
    found: pytest.Collector | None = items.collect(file_path, parent, parent.config.getoption(_EXAMPLES))
    return found
