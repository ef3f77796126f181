"""`partygrade schemes`: the schemes that come with the program."""

from __future__ import annotations

from collections.abc import Sequence

from partygrade import catalog
from partygrade.cli.layout import Column, Sheet, sheet
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import open_scheme
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import draw


def run(options: Options, screen: Screen) -> int:
    """List the shipped schemes, and below them those of the gallery."""
    draw([_sheet(catalog.names(), screen)], screen)
    if catalog.gallery():
        screen.print("\n" + screen.say("gallery", "示例库"))
        draw([_sheet(catalog.gallery(), screen)], screen)
    return 0


def _sheet(names: Sequence[str], screen: Screen) -> Sheet:
    columns = [
        Column(screen.say("scheme", "办法"), strong=True, whole=True),
        Column(screen.say("title", "标题")),
        Column(screen.say("edition", "版本")),
        Column(screen.say("grades", "等次"), right=True),
        Column(screen.say("readings", "读法"), right=True),
    ]
    return sheet(columns, [_row(name, screen) for name in names])


def _row(name: str, screen: Screen) -> tuple[str, str, str, str, str]:
    scheme = open_scheme(name, [], screen.lang)
    readings = sum(reading["status"] in ("read", "assumed") for reading in scheme.readings)
    return name, scheme.title, scheme.edition or "", str(len(scheme.grades)), str(readings)
