"""A parameter that nothing uses.

Every formula and setting of the file is looked at, also those of readings that are not in force. A parameter that none
of them names changes nothing: either it was forgotten where it matters, or a plain figure stands there in its stead,
and setting the parameter has no effect.

Bad: the limit stands in the rule as a figure.

    sources: {plan: {title: 方案}}
    parameters:
      limit: {value: 60, source: 三}
    rules:
      - {id: low, when: satisfaction < 60, at_most: poor}

Good: the rule names the parameter.

    sources: {plan: {title: 方案}}
    parameters:
      limit: {value: 60, source: 三}
    rules:
      - {id: low, when: satisfaction < limit, at_most: poor}
"""

from __future__ import annotations

from collections.abc import Iterator

from partygrade.check.lost import blamed
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Text
from partygrade.source import Place

SLUG = "unused-parameter"

_HELP = Text("use it where its figure stands, or take it out", "请在其数值所在之处引用它，或删去")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report parameters that neither a formula nor a setting names."""
    for name in subject.file.parameters or {}:
        if name in subject.mentions:
            continue
        place, help = blamed(subject, name, Place(("parameters", name)).at_key(), _HELP)
        yield finding(
            SLUG,
            place,
            f"nothing uses the parameter `{name}`, so that setting it changes nothing",
            f"没有任何地方用到参数 `{name}`，改变它不起作用",
            help=help,
        )
