"""A scheme under the settings of golden cases, each compiled once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from partygrade.api import Scheme
from partygrade.cases import Case, graded, run
from partygrade.errors import FactsError, SchemeError
from partygrade.grading import Grading


@dataclass(slots=True)
class Runs:
    """Runs golden cases of one scheme."""

    scheme: Scheme
    _under: dict[tuple[tuple[str, str], ...], Scheme] = field(default_factory=dict)

    def gradings(self, case: Case) -> Iterator[Grading]:
        """Grade the organisations of a case; nothing comes of a case with faults."""
        try:
            found = graded(self._scheme(case), _plain(case))
        except (FactsError, SchemeError):
            return
        yield from (found,) if isinstance(found, Grading) else found.gradings

    def passes(self, case: Case) -> bool:
        """Say whether a case comes out as it expects."""
        try:
            return not run(self._scheme(case), _plain(case))
        except FactsError:
            return False
        except SchemeError:
            # The settings themselves are refused, as the case may expect.
            return not run(self.scheme, case)

    def _scheme(self, case: Case) -> Scheme:
        key = tuple(sorted((name, repr(value)) for name, value in case.settings.items()))
        if key not in self._under:
            self._under[key] = self.scheme.with_parameters(**case.settings) if case.settings else self.scheme
        return self._under[key]


def _plain(case: Case) -> Case:
    return replace(case, settings={})
