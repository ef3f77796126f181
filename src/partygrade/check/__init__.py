"""Static checks: what is wrong with a scheme that loads. Each check is one module, one slug, one fixture and one page.

A finding is a warning at its place. A comment, `# partygrade: allow SLUG, reason`, takes it out: on its line, or on a
line of its own above it. The docstring of a check's module is its page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from inspect import cleandoc

from partygrade.check import (
    bands,
    boundary_word,
    cases,
    dead_rule,
    fraction_of_percent,
    masked_rule,
    monotone,
    origin,
    phase_order,
    points_budget,
    quota,
    said_figure,
    unreachable_grade,
    unused_fact,
    unused_figure,
    unused_parameter,
)
from partygrade.check.allow import allowed, misused
from partygrade.check.subject import Subject
from partygrade.diagnostics import Diagnostic

__all__ = ["CHECKS", "Check", "Subject", "check", "page"]

Check = Callable[[Subject], Iterator[Diagnostic]]

CHECKS: Mapping[str, Check] = {
    module.SLUG: module.check
    for module in (
        bands,
        boundary_word,
        cases,
        dead_rule,
        fraction_of_percent,
        masked_rule,
        monotone,
        origin,
        phase_order,
        points_budget,
        quota,
        said_figure,
        unreachable_grade,
        unused_fact,
        unused_figure,
        unused_parameter,
    )
}


def check(subject: Subject, only: Collection[str] | None = None) -> tuple[Diagnostic, ...]:
    """Run the checks, or only those of the given slugs; give what they find and no comment allows.

    Comments that lack a reason, or name no check, are reported too.
    """
    wanted = [one for slug, one in CHECKS.items() if only is None or slug in only]
    found = [fault for one in wanted for fault in one(subject) if not allowed(fault, subject.document)]
    return (*found, *misused(subject.document, CHECKS))


def page(slug: str) -> str:
    """Give the page of a check: what it finds, why that matters, a bad and a good example."""
    return cleandoc(sys.modules[CHECKS[slug].__module__].__doc__ or "")
