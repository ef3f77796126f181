"""A file to a table."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from partygrade.diagnostics import Diagnostic
from partygrade.errors import FactsError
from partygrade.tables.delimited import delimited
from partygrade.tables.json_rows import json_lines, json_list
from partygrade.tables.table import Table, fault, table_format


def read_table(path: str | Path) -> Table:
    """Read a file by its ending: `.csv`, `.tsv`, `.jsonl`, `.ndjson`, or `.json` with a list of objects.

    Texts lose the blanks around them, figures in full-width characters become plain, and an empty text is `None`. A
    CSV with a head alone is a table with columns and no rows.

    Raises:
        FactsError: with every fault of the file.
    """
    path = Path(path)
    faults: list[Diagnostic] = []
    kind = table_format(path)
    text = _decoded(path, _content(path))
    match kind:
        case "csv":
            table = delimited(text, faults)
        case "jsonl":
            table = json_lines(text, faults)
        case "json":
            table = json_list(text, faults)
        case _:
            assert_never(kind)
    if not table.columns and not faults:
        faults.append(fault("empty-table", "the file is empty: expected a table", "文件是空的：应为表格"))
    if faults:
        raise FactsError(faults, str(path))
    return table


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problem = fault("missing-table", f"there is no file `{path}`", f"没有文件 `{path}`")
    except OSError:
        problem = fault("unreadable-table", f"the file `{path}` cannot be read", f"文件 `{path}` 无法读取")
    raise FactsError([problem], str(path))


def _encodings(raw: bytes) -> tuple[str, ...]:
    """Tell by the byte order mark; without one, text in GB18030 is hardly ever valid UTF-8, so UTF-8 is tried first."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if raw.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    return ("utf-8", "gb18030")


def _decoded(path: Path, raw: bytes) -> str:
    line = 1
    encodings = _encodings(raw)
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = max(line, error.object.count(b"\n", 0, error.start) + 1)
    names = [encoding.removesuffix("-sig").upper() for encoding in encodings]
    en = f"line {line} is not text in {' or '.join(names)}"
    raise FactsError([fault("undecodable", en, f"第 {line} 行不是 {' 或 '.join(names)} 编码的文字")], str(path))
