"""What comes of a golden case: what differs from what it expects, and the account of what came out instead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import indent

from partygrade.api import Scheme
from partygrade.cases import Case, graded, run
from partygrade.diagnostics import LANGS, Lang, Text
from partygrade.errors import FactsError, SchemeError
from partygrade.grading import Grading
from partygrade.render import render

MOST = 3
"""So many organisations of a cohort are explained."""

Under = dict[str, Scheme]
"""A scheme under settings, by their text."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case that was run; it fails where anything differs."""

    scheme: Scheme
    case: Case
    differences: tuple[Text, ...]
    organisations: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences

    def told(self, start: str, lang: Lang) -> str:
        """Say what differs, a line each behind the same start, and below it explain what came out."""
        said = "\n".join(start + text[lang] for text in self.differences)
        account = indent(self.account(lang).rstrip(), "    ")
        return f"{said}\n\n{account}\n" if account else said

    def account(self, lang: Lang) -> str:
        """Explain what came out, of a cohort with the organisations that differ; empty where nothing was graded."""
        try:
            found = graded(self.scheme, self.case)
        except (FactsError, SchemeError):
            return ""
        if isinstance(found, Grading):
            return found.explain(lang)
        differ = [grading for grading in found.gradings if grading.id in self.organisations]
        parts = [found.explain(lang), *(grading.explain(lang) for grading in differ[:MOST])]
        return "\n".join(part for part in parts if part.strip())


def outcome(scheme: Scheme, case: Case, under: Under | None = None) -> Outcome:
    """Run a case; `under` keeps the scheme under the settings of cases, so that each is worked out once."""
    scheme, case = settled(scheme, case, {} if under is None else under)
    try:
        found = run(scheme, case)
        if "faults" not in case.expect and any(one.what == "faults" for one in found):
            # Nobody expects faults, and so the faults themselves are what is to be read.
            graded(scheme, case)
    except (FactsError, SchemeError) as error:
        return Outcome(scheme, case, tuple(_faults(error)))
    organisations = dict.fromkeys(one.organisation for one in found if one.organisation is not None)
    return Outcome(scheme, case, tuple(one.text for one in found), tuple(organisations))


def settled(scheme: Scheme, case: Case, under: Under) -> tuple[Scheme, Case]:
    """Give the scheme under the settings of a case, and the case without them; both as they are if a setting is bad."""
    if not case.settings:
        return scheme, case
    key = json.dumps(case.settings, default=str, sort_keys=True)
    try:
        if key not in under:
            under[key] = scheme.with_parameters(**case.settings)
    except SchemeError:
        return scheme, case
    return under[key], replace(case, settings={})


def _faults(error: FactsError | SchemeError) -> Iterator[Text]:
    for fault in error.diagnostics:
        zh, en = (render([fault], lang=lang).partition("\n")[0] for lang in LANGS)
        yield Text(en, zh)
