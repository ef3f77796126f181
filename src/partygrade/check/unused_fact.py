"""A fact that is asked for, and that nothing uses.

Every formula and setting of the file is looked at, also those of readings that are not in force. A fact that none of
them names has to be filled in and changes nothing: a rule or a line is missing, or the fact is not needed. The same
goes for the columns of a tally, the panels of one fact, a list of events, and for those fields of events that measure
something; a text, a day or a choice of an event may just say which event it is.

Bad: the absences are counted, and nothing comes of them.

    facts:
      satisfaction: {type: percent}
      absences: {type: count}
    rules:
      - {id: low, when: satisfaction < 60, at_most: poor}

Good: a rule looks at them.

    facts:
      satisfaction: {type: percent}
      absences: {type: count}
    rules:
      - {id: low, when: satisfaction < 60 or absences > 3, at_most: poor}
"""

from __future__ import annotations

from collections.abc import Iterator

from partygrade.check.lost import blamed
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Text
from partygrade.scheme import AnyFact, ChoiceFact, DateFact, EventsFact, PanelFact, TallyFact, TextFact
from partygrade.source import Place

SLUG = "unused-fact"

_HELP = Text("use it where the document does, or take it out", "请按文件的规定使用它，或删去")
_CHILD = "child_"


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report facts, and fields of events, that neither a formula nor a setting names."""
    facts = subject.file.facts or {}
    passed_on = set(_passed_on(facts))
    for name, fact in facts.items():
        place = Place(("facts", name))
        if subject.mentions.isdisjoint(_columns(name, fact)):
            if name not in passed_on:
                yield _unused(subject, name, place, Text("fact", "事实"))
        elif isinstance(fact, EventsFact) and not fact.children:
            for field, spec in fact.fields.items():
                if field not in subject.mentions and not isinstance(spec, TextFact | DateFact | ChoiceFact):
                    yield _unused(subject, field, place.child("fields", field), Text("field", "字段"))


def _columns(name: str, fact: AnyFact) -> list[str]:
    """List what formulas call a fact: a tally and a panel have columns of their own."""
    parts = fact.of if isinstance(fact, TallyFact) else fact.roles if isinstance(fact, PanelFact) else None
    return [name, *(f"{name}_{part}" for part in parts or ())]


def _passed_on(facts: dict[str, AnyFact]) -> Iterator[str]:
    """List the facts that an organisation above looks at, where it is graded by the same file."""
    for fact in facts.values():
        if isinstance(fact, EventsFact) and fact.children:
            yield from (name for field in fact.fields for name in (field, field.removeprefix(_CHILD)))


def _unused(subject: Subject, name: str, place: Place, what: Text) -> Diagnostic:
    place, help = blamed(subject, name, place.at_key(), _HELP)
    return finding(
        SLUG,
        place,
        f"nothing uses the {what.en} `{name}`",
        f"没有任何地方用到{what.zh} `{name}`",
        help=help,
    )
