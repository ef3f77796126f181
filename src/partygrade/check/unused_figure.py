"""A derived figure that nothing uses, and that is no result by itself.

A derived figure with a label is shown with every result, so that it may be there for its own sake. One without a label
only helps other formulas, and a condition decides something: where no formula names them, the one that should is
missing. The same goes for what is derived of the events of a list.

Bad: the condition is worked out, and no rule asks for it.

    derived:
      disliked: {label: 满意率过低, value: satisfaction < 60}

Good: a rule does.

    derived:
      disliked: {label: 满意率过低, value: satisfaction < 60}
    rules:
      - {id: low, when: disliked, at_most: poor}
"""

from __future__ import annotations

from collections.abc import Iterator

from partygrade import ir
from partygrade.check.lost import blamed, lost
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Text
from partygrade.scheme import EventsFact
from partygrade.source import Place

SLUG = "unused-figure"

_HELP = Text(
    "use it, take it out, or give it a label if it is a result by itself",
    "请使用它，或删去；如果它本身就是结果，请写明 `label`",
)
_USE = Text("use it, or take it out", "请使用它，或删去")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report derived figures that no formula names and that are no results by themselves."""
    types = {found.origin.id: subject.program.nodes[found.value].type for found in subject.program.derived}
    gone = lost(subject)
    for name, spec in (subject.file.derived or {}).items():
        decides = isinstance(types.get(name), ir.Flag)
        if name not in subject.mentions and (spec.label is None or decides or name in gone):
            yield _unused(subject, name, Place(("derived", name)), _USE if decides else _HELP)
    for name, fact in (subject.file.facts or {}).items():
        for figure in (fact.derived or {}) if isinstance(fact, EventsFact) else ():
            if figure not in subject.mentions:
                yield _unused(subject, figure, Place(("facts", name, "derived", figure)), _USE)


def _unused(subject: Subject, name: str, place: Place, help: Text) -> Diagnostic:
    place, help = blamed(subject, name, place.at_key(), help)
    return finding(
        SLUG,
        place,
        f"nothing uses the derived figure `{name}`",
        f"没有任何地方用到派生量 `{name}`",
        help=help,
    )
