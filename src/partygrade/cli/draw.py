"""`partygrade draw`: the spot checks of a scheme, picked among the organisations of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from partygrade.cli.layout import Column, Sheet, sheet
from partygrade.cli.options import Options
from partygrade.cli.organisations import Organisations, graded
from partygrade.cli.results import labels
from partygrade.cli.save import print_csv
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import draw
from partygrade.cli.stop import Stop
from partygrade.diagnostics import Lang, Text
from partygrade.grading import Grading
from partygrade.result import DrawResult

HEADS: Mapping[str, Text] = {
    "draw": Text("draw", "抽查"),
    "group": Text("group", "分组"),
    "grade": Text("grade", "等次"),
    "id": Text("id", "编号"),
    "name": Text("name", "名称"),
    "row": Text("row", "行"),
}


def run(options: Options, screen: Screen) -> int:
    """Print who is picked; with faulty rows nobody is, since they might have been picked too."""
    found = graded(options, screen)
    if not found.scheme.program.draws:
        raise Stop(screen.say("error: the scheme has no `draws`", "错误：本办法没有抽查（`draws`）"))
    if not found.sound:
        screen.report([*found.fault_lines(screen), *found.stray_lines(screen)])
        raise Stop(screen.say("error: there are faults, so nobody is drawn", "错误：表格有差错，未抽取"))
    drawn = found.cohort.draw(options.seed)
    if options.format == "json":
        screen.out.write(json.dumps(_data(options.seed, found, drawn), ensure_ascii=False, indent=2) + "\n")
    elif options.format == "csv":
        print_csv([head[screen.lang] for head in HEADS.values()], _rows(found, drawn, screen.lang), screen)
    else:
        _report(options.seed, found, drawn, screen)
    return 0


def _data(seed: str, found: Organisations, drawn: Sequence[DrawResult]) -> Mapping[str, object]:
    scheme = found.scheme
    told = {"id": scheme.id, "title": scheme.title, "edition": scheme.edition, "hash": scheme.hash}
    return {"partygrade": 1, "scheme": told, "seed": seed, "draws": drawn}


def _report(seed: str, found: Organisations, drawn: Sequence[DrawResult], screen: Screen) -> None:
    scheme = found.scheme
    screen.print(screen.say(f"Scheme: {scheme.title}", f"办法：{scheme.title}") + f"  {scheme.id} {scheme.hash}")
    screen.print(screen.say(f"Seed: {seed}", f"种子：{seed}"))
    screen.print()
    draw([_sheet(found, drawn, screen)], screen)


def _sheet(found: Organisations, drawn: Sequence[DrawResult], screen: Screen) -> Sheet:
    columns = [
        Column(screen.say("draw", "抽查")),
        Column(screen.say("group", "分组")),
        Column(screen.say("grade", "等次")),
        Column(screen.say("of", "共"), right=True),
        Column(screen.say("picked", "抽取"), right=True),
        Column(screen.say("organisations", "组织"), strong=True),
        Column(screen.say("clause", "依据")),
    ]
    names, called = labels(found), _called(found)
    rows = [
        (
            one["label"],
            _group(one, screen.lang),
            names[one["grade"]],
            str(one["of"]),
            str(len(one["picked"])),
            [_who(called[key]) for key in one["picked"]],
            one["source"] or "",
        )
        for one in drawn
    ]
    return sheet(columns, rows)


def _rows(found: Organisations, drawn: Sequence[DrawResult], lang: Lang) -> Iterator[dict[str, object]]:
    """Give a row for each organisation that is picked."""
    names, called = labels(found), _called(found)
    for one in drawn:
        told = (one["label"], names[one["grade"]]) if lang == "zh" else (one["id"], one["grade"])
        for key in one["picked"]:
            grading = called[key]
            cells = (told[0], _group(one, lang), told[1], grading.id, grading.name, grading.row + 1)
            yield dict(zip((head[lang] for head in HEADS.values()), cells, strict=True))


def _called(found: Organisations) -> Mapping[str, Grading]:
    """Give the organisations by what a draw calls them: the id, else the name, else the number of the row."""
    return {grading.id or grading.name or str(grading.row + 1): grading for grading in found.cohort.gradings}


def _who(grading: Grading) -> str:
    return " ".join(part for part in (grading.id, grading.name) if part) or f"#{grading.row + 1}"


def _group(one: DrawResult, lang: Lang) -> str:
    return ("，" if lang == "zh" else ", ").join(value for value in one["within"].values() if value)
