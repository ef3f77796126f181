"""Something that no golden case shows: a rule that never fires or never stays quiet, a band, a step, a line, a check.

A golden case fixes what comes out for one record, worked out by hand. What no case reaches can be changed by mistake
without anybody noticing. A file that extends another answers for what it adds. Only a scheme that has golden cases is
looked at.

Cases: two organisations, satisfied to 80 % and to 50 %.

    scheme: smallest
    cases:
      - {case: satisfied, facts: {satisfaction: 80, total: 70}, expect: {grade: good}}
      - {case: dissatisfied, facts: {satisfaction: 50, total: 40}, expect: {grade: poor}}

Bad: neither fires the rule.

    rules:
      - {id: low, when: satisfaction < 20, at_most: poor}

Good: one fires it, and the other does not.

    rules:
      - {id: low, when: satisfaction < 60, at_most: poor}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from partygrade.check.coverage import Goal, coverage
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Text

SLUG = "cases"


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report what no golden case reaches, where there are golden cases."""
    if subject.cases is None:
        return
    for goal in subject.once(coverage).missed:
        text, help = _said(goal)
        place = goal.place.at_key() if goal.kind == "branch" and isinstance(goal.place.path[-1], str) else goal.place
        yield finding(SLUG, place, text.en, text.zh, help=help)


def _said(goal: Goal) -> tuple[Text, Text]:
    name = goal.name
    match goal.kind:
        case "fires":
            return (
                Text(f"no golden case fires the rule `{name}`", f"没有样例触发规则 `{name}`"),
                Text("add a case in which its condition holds", "请补充一个满足其条件的样例"),
            )
        case "quiet":
            return (
                Text(f"every golden case fires the rule `{name}`", f"每个样例都触发规则 `{name}`"),
                Text("add a case in which its condition does not hold", "请补充一个不满足其条件的样例"),
            )
        case "band":
            return (
                Text(f"no golden case comes into the band `{name}`", f"没有样例落入档次 `{name}`"),
                Text("add a case at its bound", "请补充一个正好在其界限上的样例"),
            )
        case "branch":
            return (
                Text("no golden case comes to this entry", "没有样例落在这一项"),
                Text("add a case that does", "请补充这样的样例"),
            )
        case "line":
            return (
                Text(f"no golden case counts the line `{name}`", f"没有样例计入 `{name}` 这一行"),
                Text("add a case that does", "请补充这样的样例"),
            )
        case "check":
            return (
                Text(f"the check `{name}` holds in every golden case", f"每个样例都满足校验 `{name}`"),
                Text("add a case in which it does not", "请补充一个不满足的样例"),
            )
        case _:
            assert_never(goal.kind)
