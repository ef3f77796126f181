"""Rules that the readings in force switch off, each with the scheme under the reading that the rule asks for.

A rule that only leaves organisations without a grade is passed over: nothing can hide it, and to compile the scheme
once more takes longer than all other checks.
"""

from __future__ import annotations

from collections.abc import Mapping

from partygrade import ir, syntax
from partygrade.check.subject import Subject
from partygrade.errors import SchemeError
from partygrade.parse import parse
from partygrade.source import Place


def switched(subject: Subject) -> tuple[tuple[ir.Rule, Subject], ...]:
    """List the rules that are off, as they are compiled where they are on, if one reading each does that."""
    under: dict[str, Subject] = {}
    found = []
    for rule in subject.program.rules:
        off = subject.settled(rule.condition) and any(effect.phase != "not_graded" for effect in rule.effects)
        asked = _asked(subject, rule) if off else {}
        key = repr(sorted(asked.items()))
        if asked and key not in under:
            try:
                under[key] = Subject(subject.scheme.with_parameters(**asked), subject.cases)
            except SchemeError:
                continue
        for one in under[key].program.rules if asked else ():
            if one.origin.id == rule.origin.id and not under[key].settled(one.condition):
                found.append((one, under[key]))
    return tuple(found)


def _asked(subject: Subject, rule: ir.Rule) -> Mapping[str, str]:
    """Give the readings, other than those in force, that the condition of a rule asks for."""
    written = (subject.file.rules or [])[int(rule.origin.place.path[1])].when
    tree = parse(written, Place()) if isinstance(written, str) else None
    found: dict[str, str] = {}
    for one in syntax.walk(tree) if isinstance(tree, syntax.Expr) else ():
        match one:
            case syntax.Compare(operators=("==",), operands=(syntax.Name(id=name), syntax.String(value=word))):
                spec = (subject.file.parameters or {}).get(name)
                if spec is not None and word in (spec.readings or {}):
                    found[name] = word
            case _:
                pass
    return found
