"""Results as CSV or JSON: to a file, whole or not at all, or printed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from partygrade.cli.organisations import Organisations
from partygrade.cli.results import Line, data, labels
from partygrade.cli.screen import Screen
from partygrade.cli.stop import Stop
from partygrade.diagnostics import Lang, Text
from partygrade.tables import table_format, write_table
from partygrade.tables.write import replacing, write_csv

HEADS: Mapping[str, Text] = {
    "id": Text("id", "编号"),
    "name": Text("name", "名称"),
    "score": Text("score", "得分"),
    "own_grade": Text("own_grade", "自身等次"),
    "grade": Text("grade", "最终等次"),
    "place": Text("place", "名次"),
    "reasons": Text("reasons", "说明"),
    "faults": Text("faults", "差错"),
}


def save(path: Path, found: Organisations, lines: Sequence[Line], screen: Screen) -> None:
    """Write the results in the format of the file's ending.

    Raises:
        Stop: if the file cannot be written; it is then as it was before.
    """
    try:
        if table_format(path) == "csv":
            write_table(path, _heads(screen.lang), _rows(found, lines, screen.lang))
        else:
            with replacing(path, "utf-8") as file:
                file.writelines(_json(table_format(path), found))
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(
            screen.say(f"error: `{path}` cannot be written: {why}", f"错误：无法写入 `{path}`：{why}")
        ) from error


def write(kind: str, found: Organisations, lines: Sequence[Line], screen: Screen) -> None:
    """Print the results as `csv`, `jsonl` or `json`."""
    if kind == "csv":
        print_csv(_heads(screen.lang), _rows(found, lines, screen.lang), screen)
    else:
        screen.out.writelines(_json(kind, found))


def print_csv(heads: Sequence[str], rows: Iterable[Mapping[str, object]], screen: Screen) -> None:
    """Print rows as CSV."""
    write_csv(_Lines(screen.out), ",", heads, rows)


class _Lines(io.StringIO):
    """Passes rows on to a text stream, which has its own way to end a line."""

    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._file = file

    def write(self, row: str) -> int:
        return self._file.write(row.removesuffix("\r\n") + "\n")


def _heads(lang: Lang) -> list[str]:
    return [head[lang] for head in HEADS.values()]


def _rows(found: Organisations, lines: Iterable[Line], lang: Lang) -> Iterator[dict[str, object]]:
    names = labels(found) if lang == "zh" else {}
    separator = "；" if lang == "zh" else "; "
    for line in lines:
        cells = (
            line.id,
            line.name,
            line.score,
            names.get(line.own_grade or "", line.own_grade),
            names.get(line.grade or "", line.grade),
            line.place,
            separator.join(line.reasons),
            separator.join(line.faults),
        )
        yield dict(zip(_heads(lang), cells, strict=True))


def _json(kind: str, found: Organisations) -> Iterator[str]:
    """Give the whole cohort as one object, or a line for each row: its result, or its faults."""
    if kind == "json":
        yield json.dumps(found.cohort.to_dict(), ensure_ascii=False, indent=2) + "\n"
        return
    accounts = {grading.row: grading for grading in found.cohort.gradings}
    faulty = {row.row: row for row in found.faulty}
    for number, line in enumerate(found.table.lines):
        if number in accounts:
            content: Mapping[str, object] = data(accounts[number])
        else:
            row = faulty[number]
            said = [
                {"fact": d.fact, "label": d.label, "code": d.code, "en": d.message("en"), "zh": d.message("zh")}
                for d in row.diagnostics
            ]
            content = {"row": number, "line": line, "id": row.id, "name": row.name, "faults": said}
        yield json.dumps(content, ensure_ascii=False) + "\n"
