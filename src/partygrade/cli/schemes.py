"""`partygrade schemes`: the schemes that come with the program."""

from __future__ import annotations

from partygrade import catalog
from partygrade.cli.layout import Column, sheet
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import edition_of, open_scheme
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import draw


def run(options: Options, screen: Screen) -> int:
    """List the shipped schemes."""
    columns = [
        Column(screen.say("scheme", "办法"), strong=True),
        Column(screen.say("title", "标题")),
        Column(screen.say("edition", "版本")),
        Column(screen.say("grades", "等次"), right=True),
        Column(screen.say("readings", "读法"), right=True),
    ]
    draw([sheet(columns, [_row(name, screen) for name in catalog.names()])], screen)
    return 0


def _row(name: str, screen: Screen) -> tuple[str, str, str, str, str]:
    scheme = open_scheme(name, [], screen.lang)
    readings = sum(reading["status"] in ("read", "assumed") for reading in scheme.readings)
    return name, scheme.title, edition_of(name), str(len(scheme.grades)), str(readings)
