"""`partygrade readings`: what every other reading of the scheme would change in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partygrade.cli.layout import Column, sheet
from partygrade.cli.options import Options
from partygrade.cli.organisations import graded
from partygrade.cli.scheme_file import reported
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import draw
from partygrade.grading import Change, ReadingEffect

_SHOWN = 12
"""Organisations that are listed for a reading; the others are counted."""


def run(options: Options, screen: Screen) -> int:
    """Print the readings that matter, in the order of the scheme, and then name those that do not."""
    found = graded(options, screen)
    screen.report([*found.stray_lines(screen), *found.fault_lines(screen)])
    with reported(options.scheme, screen.lang):
        effects = found.scheme.compare_readings(found.joined.records, as_of=options.as_of)
    labels = {grade.origin.id: grade.origin.label for grade in found.scheme.program.grades}
    mattering = [effect for effect in effects if effect.changes]
    if mattering:
        columns = [
            Column(screen.say("matter", "事项")),
            Column(screen.say("other reading", "另一读法"), strong=True),
            Column(screen.say("changes", "改变"), right=True),
            Column(screen.say("organisations", "组织")),
        ]
        draw([sheet(columns, [_row(effect, labels, screen) for effect in mattering])], screen)
    idle = [f"{effect.parameter}={effect.value}" for effect in effects if not effect.changes]
    if idle:
        listed = screen.say(", ", "、").join(idle)
        screen.print(screen.say(f"\nThese would change nothing here: {listed}", f"\n在此表中不改变结果：{listed}"))
    return 0 if found.sound else 1


def _row(effect: ReadingEffect, labels: Mapping[str, str], screen: Screen) -> Sequence[str | Sequence[str]]:
    shown = [_change(change, labels, screen) for change in effect.changes[:_SHOWN]]
    more = len(effect.changes) - len(shown)
    if more:
        shown.append(screen.say(f"and {more} more", f"另有 {more} 个"))
    setting = f"{effect.parameter}={effect.value}"
    return effect.label, [setting, *([effect.why] if effect.why else [])], str(len(effect.changes)), shown


def _change(change: Change, labels: Mapping[str, str], screen: Screen) -> str:
    name = change.id or change.name or f"#{change.row + 1}"
    parts = []
    if change.score[0] != change.score[1]:
        parts.append(" → ".join("–" if score is None else format(score, "f") for score in change.score))
    if change.grade[0] != change.grade[1]:
        nothing = screen.say("no grade", "不定级")
        parts.append(" → ".join(nothing if grade is None else labels[grade] for grade in change.grade))
    return f"{name} {screen.say(', ', '，').join(parts)}"
