"""The tests that the plugin of pytest collects: one for each golden case of a file, one for each law on a scheme."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from partygrade.api import Scheme, load
from partygrade.case_files import beside
from partygrade.cases import Case, read_cases
from partygrade.cli.language import language
from partygrade.diagnostics import Lang
from partygrade.errors import SchemeError
from partygrade.laws import LawBroken
from partygrade.outcome import Outcome, Under, outcome
from partygrade.render import render


def _lang() -> Lang:
    return language([], os.environ)


def cases(file: pytest.File) -> Iterator[pytest.Item]:
    """Give a test for each golden case of a file, whose scheme stands beside it."""
    path = beside(file.path)
    if not path.is_file():
        en, zh = f"no scheme `{path.name}` stands beside the cases", f"样例旁边没有办法 `{path.name}`"
        raise file.CollectError(zh if _lang() == "zh" else en)
    try:
        scheme = load(path)
        found = read_cases(file.path, of=scheme.id)
    except SchemeError as error:
        raise file.CollectError(render(error.diagnostics, error.document, _lang())) from error
    under: Under = {}
    for case in found.cases:
        yield CaseItem.from_parent(file, name=case.name, scheme=scheme, case=case, under=under)


def laws(file: pytest.File, examples: int) -> Iterator[pytest.Item]:
    """Give a test for each law, on the scheme of a file."""
    if find_spec("hypothesis") is None:
        said = "--partygrade-laws draws examples with hypothesis, which is not installed: pip install hypothesis"
        raise file.CollectError(said)
    try:
        scheme = load(file.path)
    except SchemeError as error:
        raise file.CollectError(render(error.diagnostics, error.document, _lang())) from error
    for name in import_module("partygrade.try_law").LAWS:
        yield LawItem.from_parent(file, name=name, scheme=scheme, examples=examples)


class CaseFailed(Exception):
    """A golden case comes out otherwise than it expects."""

    def __init__(self, found: Outcome) -> None:
        self.found = found
        super().__init__("; ".join(text.en for text in found.differences))


class CaseItem(pytest.Item):
    """One golden case."""

    def __init__(self, *, scheme: Scheme, case: Case, under: Under, **settings: Any) -> None:
        super().__init__(**settings)
        self.scheme = scheme
        self.case = case
        self.under = under

    def runtest(self) -> None:
        """Run the case."""
        found = outcome(self.scheme, self.case, self.under)
        if not found.passes:
            raise CaseFailed(found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say what differs, and explain what came out instead."""
        if isinstance(excinfo.value, CaseFailed):
            return excinfo.value.found.told(f"{self.path.name}:{self.case.line}: ", _lang())
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the case stands."""
        return self.path, self.case.line - 1, self.name


class LawItem(pytest.Item):
    """One law on one scheme."""

    def __init__(self, *, scheme: Scheme, examples: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.scheme = scheme
        self.examples = examples

    def runtest(self) -> None:
        """Try the law."""
        import_module("partygrade.try_law").try_law(self.name, self.scheme, self.examples)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say what broke the law, and at which record."""
        if isinstance(excinfo.value, LawBroken):
            return import_module("partygrade.try_law").told(excinfo.value, f"{self.path.name}: ", _lang())
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say of which scheme file it is."""
        return self.path, 0, self.name
