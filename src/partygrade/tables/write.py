"""A table to a file, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TextIO, assert_never

from partygrade.tables.table import GUARD, table_format

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows in the format of the file's ending; a cell that a row lacks is empty.

    A cell is text, a number (`int` or `Decimal`, written exactly), a `bool`, a `date` or `None`; in JSON also a list or
    a mapping of these. CSV is what spreadsheets expect: UTF-8 with a byte order mark, lines that end in CR LF, and an
    apostrophe before a text that would be run as a formula. In it a list of numbers, such as the scores of a panel, is
    a text that reads back, and of a list of events stands how many there are.

    The file appears when it is complete. If anything fails on the way, a file that stood there before is as it was.

    Raises:
        FactsError: if no table has the file's ending.
        OSError: if the file cannot be written.
        TypeError: if a cell is none of these.
    """
    kind = table_format(path)
    match kind:
        case "csv":
            with replacing(path, "utf-8-sig") as file:
                write_csv(file, "\t" if path.suffix.lower() == ".tsv" else ",", columns, rows)
        case "jsonl":
            with replacing(path, "utf-8") as file:
                file.writelines(f"{line}\n" for line in _objects(columns, rows))
        case "json":
            with replacing(path, "utf-8") as file:
                file.write("[")
                file.writelines(
                    f"{',' if number else ''}\n{line}" for number, line in enumerate(_objects(columns, rows))
                )
                file.write("\n]\n")
        case _:
            assert_never(kind)


@contextmanager
def replacing(path: Path, encoding: str) -> Iterator[TextIO]:
    """Give a new file that takes the place of `path` at the end, with the mode of the one that stood there."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise FileExistsError(f"not a file that can be replaced: {path}")
    draft = target.with_name(f".partygrade-{secrets.token_hex(8)}")
    try:
        with draft.open("x", encoding=encoding, newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def write_csv(file: TextIO, delimiter: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows as delimited text, guarded against cells that a spreadsheet would run."""
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_guarded(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: object) -> str:
    return _guarded(_text(value))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return _decimal(value)
        case date():
            return value.isoformat()
        case list() | tuple() if any(isinstance(part, Mapping) for part in value):
            return str(len(value))
        case list() | tuple() if not any(isinstance(part, list | tuple) for part in value):
            return "; ".join(map(_text, value))
        case _:
            raise TypeError(f"no cell of a table: {value!r}")


def _guarded(text: str) -> str:
    return f"'{text}" if GUARD.match(text) and not _NUMBER.fullmatch(text) else text


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"not a finite number: {value}")
    return format(value, "f")


def _objects(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for row in rows:
        yield _json({column: row.get(column) for column in columns})


def _json(value: object) -> str:
    """Write JSON as the `json` module does, with a `Decimal` as a number of exactly its digits."""
    match value:
        case None | str() | bool() | int():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return _decimal(value)
        case date():
            return json.dumps(value.isoformat())
        case Mapping():
            return f"{{{', '.join(f'{_json(str(key))}: {_json(part)}' for key, part in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(_json, value))}]"
        case _:
            raise TypeError(f"no cell of a table: {value!r}")
