"""The plugin of pytest: golden cases beside schemes are tests, and on request so are the laws.

pytest loads it wherever the library is installed. The rest of the library is only imported for a file of ours that is
collected.

Options: `--partygrade-laws` makes every law of every scheme file among what is collected a test too, and
`--partygrade-examples` says on how many records or cohorts each is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from partygrade.case_files import is_cases, is_scheme

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
    kind: type[pytest.File] | None = None
    if is_cases(file_path):
        kind = CaseFile
    elif parent.config.getoption(_LAWS) and is_scheme(file_path):
        kind = LawFile
    if kind is None:
        return None
    found: pytest.Collector = kind.from_parent(parent, path=file_path)
    return found


# pytest makes these for every file beside the ones that it is asked for, and lets only those collect that it wants.


class CaseFile(pytest.File):
    """A file of golden cases, with the scheme that stands beside it."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test for each case."""
        yield from import_module("partygrade.pytest_items").cases(self)


class LawFile(pytest.File):
    """A scheme file on which the laws are tried."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test for each law."""
        yield from import_module("partygrade.pytest_items").laws(self, self.config.getoption(_EXAMPLES))
