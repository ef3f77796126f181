"""Static checks: what is wrong with a scheme that loads. Each check is one module, one slug, one fixture and one page.

A finding is a warning at its place. A comment on its line, `# partygrade: allow SLUG, reason`, takes it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from partygrade.check import dead_rule, unreachable_grade
from partygrade.check.subject import Subject
from partygrade.diagnostics import Diagnostic

__all__ = ["CHECKS", "Check", "Subject", "check"]

Check = Callable[[Subject], Iterator[Diagnostic]]

CHECKS: Mapping[str, Check] = {
    module.SLUG: module.check
    for module in (
        dead_rule,
        unreachable_grade,
    )
}

_ALLOW = re.compile(r"#\s*partygrade:\s*allow\s+([a-z-]+)\s*[,，:：]\s*\S")


def check(subject: Subject, only: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """Run the checks, or only those of the given slugs; give what they find and no comment allows, in order."""
    wanted = [one for slug, one in CHECKS.items() if not only or slug in only]
    return tuple(fault for one in wanted for fault in one(subject) if not _allowed(subject, fault))


def _allowed(subject: Subject, fault: Diagnostic) -> bool:
    file, place = subject.document.at(fault.place)
    match = _ALLOW.search(file.line(file.span(place).line))
    return match is not None and match[1] == fault.code
