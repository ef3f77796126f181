"""Files of organisations graded by an engine that need not hold them in memory, and written whole or not at all.

Numbers in CSV come in as text and are checked before they are scaled, so that no reader rounds them.
Complains of: files that are not there or cannot be read as tables, rows with faults unless they are collected.
"""

from __future__ import annotations

import codecs
import re
import secrets
import shutil
import tempfile
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import narwhals as nw

from partygrade.batch import outputs
from partygrade.batch.batch import Batch
from partygrade.diagnostics import Diagnostic, Lang, Text
from partygrade.errors import FactsError
from partygrade.tables import write_table
from partygrade.tables.table import GUARD

Engine = Literal["polars", "duckdb"]
Progress = Callable[[Text], None]

SHOWN = 20
"""So many rows with faults are told where nothing is graded."""

_CHUNK = 1 << 20
_FAULTS = ("row", "id", "name", "fact", "fault")


@dataclass(frozen=True, slots=True)
class FileGrading:
    """What came of a file: rows with a grade, without one and with faults, the quotas, and where the faults stand."""

    graded: int
    ungraded: int
    faulty: int
    quotas: tuple[Mapping[str, Any], ...]
    faults: Path | None

    @property
    def rows(self) -> int:
        """Count all rows."""
        return self.graded + self.ungraded + self.faulty


Make = Callable[[Any, Mapping[str, Any]], Batch]
"""Grades a frame with its lists of events, as `Scheme.batch` does."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """A table, the tables of its events by the fact, where the results go, and what becomes of rows with faults."""

    table: Path
    out: Path
    events: Mapping[str, Path]
    engine: Engine = "polars"
    memory: str | None = None
    collect: bool = False
    lang: Lang = "zh"


def grade_file(make: Make, task: FileTask, progress: Progress = lambda said: None) -> FileGrading:
    """Grade the organisations of a file.

    A table is a file of Parquet or CSV, or a folder of Parquet. The results are Parquet, with polars also CSV.

    Raises:
        FactsError: if a file cannot be read, or rows have faults and are not collected.
        OSError: if the results cannot be written; what stood there is as it was.
    """
    if task.out.suffix.lower() not in _OUT[task.engine]:
        raise FactsError([_no_format(task)])
    with _ENGINES[task.engine](task) as engine:
        progress(Text("reading", "读取"))
        lists = {fact: engine.read(path) for fact, path in task.events.items()}
        batch = make(engine.read(task.table), lists)
        graded, ungraded, faulty = _counted(batch)
        if faulty and not task.collect:
            raise FactsError(_told(batch), str(task.table))
        faults = _written_faults(batch, task) if faulty else None
        progress(Text(f"writing {graded + ungraded:,} rows", f"写入 {graded + ungraded:,} 行"))
        good = nw.from_native(batch.frame).filter(nw.col(outputs.FAULTS).is_null()).drop(outputs.FAULTS)
        with _replacing(task.out) as draft:
            engine.write(nw.to_native(good), draft)
        return FileGrading(graded, ungraded, faulty, _rows(batch.quotas), faults)


def _no_format(task: FileTask) -> Diagnostic:
    known = ", ".join(_OUT[task.engine])
    return Diagnostic(
        "unknown-format",
        Text(
            f"`{task.out.name}` cannot be written by {task.engine}: expected {known}",
            f"{task.engine} 不能写 `{task.out.name}`：应为 {known}",
        ),
    )


def _counted(batch: Batch) -> tuple[int, int, int]:
    frame = nw.from_native(batch.frame)
    bad = ~nw.col(outputs.FAULTS).is_null()
    none = nw.col(outputs.GRADE).is_null() & ~bad
    one, zero = nw.lit(1, dtype=nw.Int64), nw.lit(0, dtype=nw.Int64)
    parts = {"all": one, "none": nw.when(none).then(one).otherwise(zero), "bad": nw.when(bad).then(one).otherwise(zero)}
    found = _rows(nw.to_native(frame.select(**parts).select(nw.col(*parts).sum())))[0]
    every, none_, faulty = (int(found[name] or 0) for name in parts)
    return every - none_ - faulty, none_, faulty


def _rows(native: Any) -> tuple[Mapping[str, Any], ...]:
    """Give the rows of a small frame."""
    frame = nw.from_native(native)
    if isinstance(frame, nw.LazyFrame) and frame.implementation.is_polars():
        frame = nw.from_native(nw.to_native(frame).collect(engine="streaming"))
    elif isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    return tuple(frame.rows(named=True))


def _told(batch: Batch) -> list[Diagnostic]:
    rows = batch.faults(SHOWN)
    return [
        replace(d, row=None if found.row < 0 else found.row, key=found.id or found.name)
        for found in rows
        for d in found.diagnostics
    ]


def _written_faults(batch: Batch, task: FileTask) -> Path:
    """Write every fault of every row to a file beside the results."""
    path = task.out.with_name(f"{task.out.stem}.faults.csv")
    write_table(path, _FAULTS, _fault_rows(batch, task.lang))
    return path


def _fault_rows(batch: Batch, lang: Lang) -> Iterator[Mapping[str, object]]:
    for found in batch.faults(None):
        row = None if found.row < 0 else found.row + 1
        for d in found.diagnostics:
            cells = (row, found.id, found.name, d.fact, d.message(lang))
            yield dict(zip(_FAULTS, cells, strict=True))


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give the path of a draft that takes the place of a file at the end."""
    if path.exists() and not path.is_file():
        raise FileExistsError(f"not a file that can be replaced: {path}")
    draft = path.with_name(f".partygrade-{secrets.token_hex(8)}{path.suffix}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


# Engines.


class _Reader(AbstractContextManager["_Reader"]):
    """Reads tables and writes results; drafts that it needs are gone at the end."""

    def __init__(self, task: FileTask) -> None:
        self.task = task
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="partygrade-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def read(self, path: Path) -> Any:
        """Open a table."""
        if path.is_dir():
            if not any(path.rglob("*.parquet")):
                raise FactsError(
                    [_fault("missing-table", f"`{path}` has no Parquet files", f"`{path}` 中没有 Parquet 文件")]
                )
            return self.parquet(str(path / "**" / "*.parquet"))
        if not path.exists():
            raise FactsError([_fault("missing-table", f"there is no file `{path}`", f"没有文件 `{path}`")], str(path))
        match path.suffix.lower():
            case ".parquet":
                return self.parquet(str(path))
            case ".csv" | ".tsv":
                return _unguarded(self.csv(*self._text(path)))
            case _:
                en = f"`{path.name}` is no table that an engine reads: expected .parquet, .csv or .tsv"
                zh = f"引擎不能读 `{path.name}`：应为 .parquet、.csv 或 .tsv"
                raise FactsError([_fault("unknown-format", en, zh)])

    def _text(self, path: Path) -> tuple[Path, str]:
        """Give a file in UTF-8 with the same text, and what stands between its cells."""
        encoding = encoding_of(path)
        if encoding != "utf-8":
            draft = self.folder / f"{len(list(self.folder.iterdir()))}.csv"
            with (
                path.open("r", encoding=encoding, newline="") as source,
                draft.open("w", encoding="utf-8", newline="") as target,
            ):
                shutil.copyfileobj(source, target, _CHUNK)
            path = draft
        with path.open("r", encoding="utf-8-sig", newline="") as file:
            head = re.sub(r'"[^"]*"', "", file.readline())
        return path, max(",\t;", key=head.count)

    @abstractmethod
    def parquet(self, pattern: str) -> Any:
        """Open files of Parquet."""

    @abstractmethod
    def csv(self, path: Path, delimiter: str) -> Any:
        """Open a file of CSV in UTF-8; every cell is text."""

    @abstractmethod
    def write(self, native: Any, path: Path) -> None:
        """Write a frame of the engine's own."""


def _texts(frame: nw.LazyFrame[Any]) -> list[str]:
    return [name for name, kind in frame.collect_schema().items() if isinstance(kind, nw.String)]


def _unguarded(native: Any) -> Any:
    """Take the apostrophe off that keeps a spreadsheet from running a text."""
    frame = nw.from_native(native)
    cells = {name: nw.col(name) for name in _texts(frame)}
    guarded = {name: cell.str.starts_with("'") & cell.str.contains(_GUARDED) for name, cell in cells.items()}
    return nw.to_native(
        frame.with_columns(
            nw.when(guarded[name]).then(cell.str.slice(1)).otherwise(cell).alias(name) for name, cell in cells.items()
        )
    )


def _guarded(native: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run; an empty text is an empty cell."""
    frame = nw.from_native(native)
    out = []
    for name in _texts(frame):
        cell = nw.col(name)
        runs = cell.str.contains(_RUN) & ~cell.str.contains(_FIGURE)
        filled = nw.when(cell != nw.lit("")).then(cell)
        out.append(nw.when(runs).then(nw.concat_str(nw.lit("'"), cell)).otherwise(filled).alias(name))
    return nw.to_native(frame.with_columns(*out))


_RUN = rf"\A(?:{GUARD.pattern})"
_GUARDED = rf"\A'(?:{GUARD.pattern})"
_FIGURE = r"\A[+-]?[0-9]+(\.[0-9]+)?%?\z"


class _Polars(_Reader):
    def parquet(self, pattern: str) -> Any:
        import polars as pl

        return pl.scan_parquet(pattern)

    def csv(self, path: Path, delimiter: str) -> Any:
        import polars as pl

        return pl.scan_csv(path, separator=delimiter, infer_schema=False)

    def write(self, native: Any, path: Path) -> None:
        if path.suffix.lower() == ".csv":
            _guarded(native).sink_csv(path, include_bom=True, line_terminator="\r\n")
        else:
            native.sink_parquet(path)


class _DuckDB(_Reader):
    def __enter__(self) -> Self:
        import duckdb

        super().__enter__()
        self.connection = self._stack.enter_context(duckdb.connect())
        if self.task.memory:
            self.connection.execute(f"SET memory_limit = '{self.task.memory}'")
        self.connection.execute(f"SET temp_directory = '{self.folder}'")
        self.connection.execute("SET preserve_insertion_order = false")
        return self

    def parquet(self, pattern: str) -> Any:
        return self.connection.read_parquet(pattern)

    def csv(self, path: Path, delimiter: str) -> Any:
        return self.connection.read_csv(str(path), header=True, delimiter=delimiter, all_varchar=True)

    def write(self, native: Any, path: Path) -> None:
        native.write_parquet(str(path))


_ENGINES: Mapping[Engine, type[_Reader]] = {"polars": _Polars, "duckdb": _DuckDB}
_OUT: Mapping[Engine, tuple[str, ...]] = {"polars": (".parquet", ".csv"), "duckdb": (".parquet",)}


def encoding_of(path: Path) -> str:
    """Tell the encoding of a text: by its byte order mark, else UTF-8 if it is that, else GB18030.

    Raises:
        FactsError: if it is neither.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        if _is(path, encoding):
            return encoding
    text = "is not text in UTF-8 or GB18030", "不是 UTF-8 或 GB18030 编码的文字"
    raise FactsError([_fault("undecodable", f"`{path}` {text[0]}", f"`{path}` {text[1]}")], str(path))


def _is(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _fault(code: str, en: str, zh: str) -> Diagnostic:
    return Diagnostic(code, Text(en, zh))
