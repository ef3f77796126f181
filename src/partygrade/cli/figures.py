"""`partygrade show`: every figure of a scheme, with its clause and its line; or the whole scheme as a page."""

from __future__ import annotations

import json
from collections.abc import Mapping

from partygrade.api import Scheme
from partygrade.cli.layout import Column, Sheet, sheet
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import open_scheme
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import draw
from partygrade.cli.text import width
from partygrade.diagnostics import Text
from partygrade.figures import Figure, Origin
from partygrade.page import page

_ORIGINS: dict[Origin, Text] = {
    "stated": Text("stated", "明文"),
    "read": Text("a reading", "读法"),
    "assumed": Text("assumed", "假定"),
    "derived": Text("follows", "推算"),
    "set": Text("set", "设定"),
}


def run(options: Options, screen: Screen) -> int:
    """Print the scheme and its figures, or its page."""
    scheme = open_scheme(options.scheme, options.set, screen.lang)
    if options.format == "json":
        screen.raw(json.dumps(_data(scheme), ensure_ascii=False, indent=2) + "\n")
        return 0
    if options.format in ("markdown", "html"):
        screen.raw(page(scheme, screen.lang, "html" if options.format == "html" else "markdown"))
        return 0
    screen.print(screen.say(f"Scheme: {scheme.title}", f"办法：{scheme.title}") + f"  {scheme.id} {scheme.hash}")
    if scheme.edition is not None:
        screen.print(screen.say(f"Edition: {scheme.edition}", f"版本：{scheme.edition}"))
    others = " → ".join(scheme.files[1:])
    if others:
        screen.print(screen.say(f"Extends: {others}", f"原办法：{others}"))
    screen.print()
    draw([_sheet(scheme, screen)], screen)
    return 0


def _data(scheme: Scheme) -> dict[str, object]:
    about = {"id": scheme.id, "title": scheme.title, "edition": scheme.edition, "hash": scheme.hash}
    return {"scheme": about, "files": scheme.files, "figures": [figure.to_dict() for figure in scheme.figures]}


def _sheet(scheme: Scheme, screen: Screen) -> Sheet:
    values = {found["id"]: found["value"] for found in scheme.readings}
    rows = [_row(figure, values, screen) for figure in scheme.figures]
    # A name or a line that is broken cannot be looked for; without room for it whole, it is broken after all.
    whole = [max((width(row[n]) for row in rows), default=0) <= screen.columns // 3 for n in range(6)]
    columns = [
        Column(screen.say("of", "事项")),
        Column(screen.say("figure", "数值项"), whole=whole[1]),
        Column(screen.say("value", "取值"), strong=True),
        Column(screen.say("origin", "来历")),
        Column(screen.say("clause", "依据")),
        Column(screen.say("line", "所在行"), whole=whole[5]),
    ]
    return sheet(columns, rows)


def _row(figure: Figure, values: Mapping[str, str], screen: Screen) -> tuple[str, ...]:
    name = figure.key if figure.element is None else f"{figure.element}.{figure.key}"
    label = figure.label if figure.label != figure.element else None
    value = f"{figure.value} = {values[figure.value]}" if figure.value in values else figure.value
    origin = _ORIGINS[figure.origin][screen.lang] if figure.origin else ""
    return label or "", name, value, origin, figure.source or "", f"{figure.file}:{figure.line}"
