"""Tables in files as frames of an engine, and results written by it.

Numbers in CSV come in as text, so that no reader rounds them.
Complains of: files that are not there or cannot be read as tables.
"""

from __future__ import annotations

import codecs
import re
import shutil
import tempfile
from abc import abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import narwhals as nw

from partygrade.batch import outputs
from partygrade.batch.progress import Done
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError
from partygrade.tables.table import GUARD

if TYPE_CHECKING:
    import polars as pl

Engine = Literal["polars", "duckdb", "spark"]

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows have a grade, have none, and have faults."""

    graded: int
    ungraded: int
    faulty: int

    @property
    def rows(self) -> int:
        """Count all rows."""
        return self.graded + self.ungraded + self.faulty


class Reader(AbstractContextManager["Reader"]):
    """Reads tables and writes results; what it needs in between stands in a folder that is gone at the end."""

    def __init__(self, memory: str | None) -> None:
        self.memory = memory
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="partygrade-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        if isinstance(error, self.failures()):
            why = str(error).strip().partition("\n")[0]
            said = f"the engine cannot go on: {why}", f"引擎无法继续：{why}"
            raise FactsError([_fault("engine-failed", *said)]) from error

    @abstractmethod
    def failures(self) -> tuple[type[Exception], ...]:
        """Name what the engine raises when a file is broken, or the memory or the disk is full."""

    def read(self, path: Path) -> Any:
        """Open a table: a file of Parquet or CSV, or a folder of Parquet."""
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
    def watched(self, native: Any) -> Any:
        """Give a frame that was read as one of which `done` knows how much has gone by."""

    @abstractmethod
    def done(self) -> Done | None:
        """Tell how much of what is going on is done; a thread of its own asks."""

    @abstractmethod
    def write(self, native: Any, kind: str, path: Path) -> Counts:
        """Write the rows without faults of a graded frame in the format of an ending, and count all."""


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


class _Polars(Reader):
    def failures(self) -> tuple[type[Exception], ...]:
        from polars.exceptions import PolarsError

        return (PolarsError,)

    def __enter__(self) -> Self:
        self._seen: list[int] = []
        self._rows = 0
        return super().__enter__()

    def parquet(self, pattern: str) -> Any:
        import polars as pl

        return pl.scan_parquet(pattern)

    def csv(self, path: Path, delimiter: str) -> Any:
        import polars as pl

        return pl.scan_csv(path, separator=delimiter, infer_schema=False)

    def watched(self, native: Any) -> Any:
        import polars as pl

        frame: pl.LazyFrame = native
        self._rows = frame.select(pl.len()).collect(engine="streaming").item()
        return _each(frame, lambda part: self._seen.append(part.height), inner=True)

    def done(self) -> Done | None:
        seen = sum(self._seen)
        if not self._rows or not seen:
            return None
        turns = -(-seen // self._rows)
        return Done(turns, 100 * (seen - (turns - 1) * self._rows) // self._rows)

    def write(self, native: Any, kind: str, path: Path) -> Counts:
        import polars as pl

        found: list[Counts] = []
        whole: pl.LazyFrame = _each(native, lambda part: found.append(_counted(part)), inner=False)
        good = whole.filter(pl.col(outputs.FAULTS).is_null()).drop(outputs.FAULTS)
        self._seen.clear()
        if kind == ".csv":
            _guarded(good).sink_csv(path, include_bom=True, line_terminator="\r\n")
        else:
            good.sink_parquet(path)
        return Counts(sum(c.graded for c in found), sum(c.ungraded for c in found), sum(c.faulty for c in found))


def _each(frame: pl.LazyFrame, see: Callable[[pl.DataFrame], None], inner: bool) -> pl.LazyFrame:
    """Let somebody see every part of a frame that streams by; `inner` if he does not care for its columns."""

    def seen(part: pl.DataFrame) -> pl.DataFrame:
        see(part)
        return part

    return frame.map_batches(
        seen, projection_pushdown=inner, predicate_pushdown=inner, slice_pushdown=inner, streamable=True
    )


def _counted(part: pl.DataFrame) -> Counts:
    faulty, grades = part[outputs.FAULTS], part[outputs.GRADE]
    graded = grades.filter(faulty.is_null()).count()
    return Counts(graded, faulty.null_count() - graded, faulty.count())


class _DuckDB(Reader):
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if isinstance(error, RuntimeError) and str(error) == "Query interrupted":
            raise KeyboardInterrupt from error

    def failures(self) -> tuple[type[Exception], ...]:
        import duckdb

        return (duckdb.Error,)

    def __enter__(self) -> Self:
        import duckdb

        super().__enter__()
        self._rows = 0
        self.connection = self._stack.enter_context(duckdb.connect())
        if self.memory:
            self.connection.execute(f"SET memory_limit = {_quoted(self.memory)}")
        self.connection.execute(f"SET temp_directory = {_quoted(str(self.folder))}")
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET enable_progress_bar = true")
        self.connection.execute("SET enable_progress_bar_print = false")
        return self

    def parquet(self, pattern: str) -> Any:
        return self.connection.read_parquet(pattern)

    def csv(self, path: Path, delimiter: str) -> Any:
        return self.connection.read_csv(str(path), header=True, delimiter=delimiter, all_varchar=True)

    def watched(self, native: Any) -> Any:
        self._rows = _first(native.aggregate("count(*)"))[0]
        return native

    def done(self) -> Done | None:
        percent = self.connection.query_progress()
        return Done(1, min(int(percent), 100)) if percent >= 0 else None

    def write(self, native: Any, kind: str, path: Path) -> Counts:
        frame = nw.from_native(native).filter(nw.col(outputs.FAULTS).is_null()).drop(outputs.FAULTS)
        nw.to_native(frame).write_parquet(str(path))
        # From here on only small tables are read, such as the quotas, and these have an order.
        self.connection.execute("SET preserve_insertion_order = true")
        rows, graded = _first(self.connection.read_parquet(str(path)).aggregate(f"count(*), count({outputs.GRADE})"))
        return Counts(graded, rows - graded, self._rows - rows)


def _first(relation: Any) -> tuple[int, ...]:
    row: tuple[int, ...] = relation.fetchall()[0]
    return row


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


_SLOW = (
    "spark.sql.constraintPropagation.enabled",
    "spark.sql.optimizer.runtime.bloomFilter.enabled",
    "spark.python.sql.dataFrameDebugging.enabled",
    "spark.ui.showConsoleProgress",
)
"""What keeps Spark from coming to an end with a plan of hundreds of columns, and what only disturbs."""


class _Spark(Reader):
    """Reads and writes in the session that is there, or in one as the environment has it configured."""

    def failures(self) -> tuple[type[Exception], ...]:
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        return (PySparkException, Py4JJavaError)

    def __enter__(self) -> Self:
        from pyspark.sql import SparkSession

        super().__enter__()
        self._rows = 0
        there = SparkSession.getActiveSession() is not None
        builder: Any = SparkSession.builder
        for setting in _SLOW:
            builder = builder if there else builder.config(setting, "false")
        self.session = builder.appName("partygrade").getOrCreate()
        if not there:
            self._stack.callback(self.session.stop)
        return self

    def parquet(self, pattern: str) -> Any:
        folder = pattern.removesuffix("/**/*.parquet")
        return self.session.read.option("recursiveFileLookup", folder != pattern).parquet(folder)

    def csv(self, path: Path, delimiter: str) -> Any:
        options = {"header": True, "sep": delimiter, "escape": '"', "multiLine": True, "mode": "FAILFAST"}
        return self.session.read.options(**options).csv(str(path))

    def watched(self, native: Any) -> Any:
        self._rows = native.count()
        return native

    def done(self) -> Done | None:
        return None

    def write(self, native: Any, kind: str, path: Path) -> Counts:
        from pyarrow import dataset, parquet

        good = native.filter(native[outputs.FAULTS].isNull()).drop(outputs.FAULTS)
        parts = path.with_name(f"{path.name}.parts")
        self._stack.callback(shutil.rmtree, parts, ignore_errors=True)
        good.write.parquet(str(parts))
        written = dataset.dataset(parts, format="parquet")
        rows = graded = 0
        with parquet.ParquetWriter(path, written.schema) as one:
            for part in written.to_batches():
                one.write_batch(part)
                rows += part.num_rows
                graded += part.num_rows - part.column(outputs.GRADE).null_count
        return Counts(graded, rows - graded, self._rows - rows)


READERS: Mapping[Engine, type[Reader]] = {"polars": _Polars, "duckdb": _DuckDB, "spark": _Spark}
WRITTEN: Mapping[Engine, tuple[str, ...]] = {
    "polars": (".parquet", ".csv"),
    "duckdb": (".parquet",),
    "spark": (".parquet",),
}
"""The endings of the files that an engine writes."""


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
