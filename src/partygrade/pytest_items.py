"""What the plugin of pytest collects: a test for each golden case of a file, and for each law on a scheme."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from partygrade.api import Scheme, load
from partygrade.case_files import beside, is_cases, is_scheme
from partygrade.cases import Case, read_cases
from partygrade.cli.language import language
from partygrade.diagnostics import Lang
from partygrade.errors import SchemeError
from partygrade.laws import LawBroken
from partygrade.outcome import Outcome, Under, outcome
from partygrade.render import render


def collect(path: Path, parent: pytest.Collector, examples: int) -> pytest.Collector | None:
    """Give the collector of a file; None where the file is none of ours."""
    if is_cases(path):
        cases: pytest.Collector = CaseFile.from_parent(parent, path=path)
        return cases
    if is_scheme(path):
        laws: pytest.Collector = LawFile.from_parent(parent, path=path, examples=examples)
        return laws
    return None


def _lang() -> Lang:
    return language([], os.environ)


class CaseFile(pytest.File):
    """A file of golden cases, with the scheme that stands beside it."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test for each case."""
        path = beside(self.path)
        if not path.is_file():
            en, zh = f"no scheme `{path.name}` stands beside the cases", f"样例旁边没有办法 `{path.name}`"
            raise self.CollectError(zh if _lang() == "zh" else en)
        try:
            scheme = load(path)
            found = read_cases(self.path, of=scheme.id)
        except SchemeError as error:
            raise self.CollectError(render(error.diagnostics, error.document, _lang())) from error
        under: Under = {}
        for case in found.cases:
            yield CaseItem.from_parent(self, name=case.name, scheme=scheme, case=case, under=under)


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


class LawFile(pytest.File):
    """A scheme file on which the laws are tried."""

    def __init__(self, *, examples: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.examples = examples

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test for each law."""
        if find_spec("hypothesis") is None:
            said = "--partygrade-laws draws examples with hypothesis, which is not installed: pip install hypothesis"
            raise self.CollectError(said)
        try:
            scheme = load(self.path)
        except SchemeError as error:
            raise self.CollectError(render(error.diagnostics, error.document, _lang())) from error
        for name in import_module("partygrade.try_law").LAWS:
            yield LawItem.from_parent(self, name=name, scheme=scheme, examples=self.examples)


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
