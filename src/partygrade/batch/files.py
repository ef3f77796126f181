"""Files of organisations graded by an engine that need not hold them in memory, and written whole or not at all.

Complains of: files that are not there or cannot be read as tables, rows with faults unless they are collected.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import narwhals as nw

from partygrade.batch.batch import Batch
from partygrade.batch.progress import Show, reported
from partygrade.batch.readers import READERS, WRITTEN, Counts, Engine
from partygrade.diagnostics import Diagnostic, Lang, Text
from partygrade.errors import FactsError
from partygrade.tables import write_table

SHOWN = 20
"""So many rows with faults are told where nothing is graded."""

_FAULTS = ("row", "id", "name", "fact", "fault")


@dataclass(frozen=True, slots=True)
class FileGrading:
    """What came of a file: how many rows are graded, the quotas, and where the faults stand."""

    counts: Counts
    quotas: tuple[Mapping[str, Any], ...]
    faults: Path | None


Make = Callable[[Any, Mapping[str, Any]], Batch]
"""Grades a frame with its lists of events, as `Scheme.batch` does."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """A table, the tables of its events by the fact, where the results go, and what becomes of rows with faults.

    In detail the account of the quotas is written beside the results.
    """

    table: Path
    out: Path
    events: Mapping[str, Path]
    engine: Engine = "polars"
    memory: str | None = None
    collect: bool = False
    lang: Lang = "zh"
    detail: bool = False

    @property
    def faults(self) -> Path:
        """The file of the rows with faults."""
        return self.out.with_name(f"{self.out.stem}.faults.csv")

    @property
    def account(self) -> Path:
        """The file of the account of the quotas."""
        return account_of(self.out)


def account_of(results: Path) -> Path:
    """Give the file in which the account of the quotas stands beside detailed results."""
    return results.with_name(f"{results.stem}.quotas.csv")


def grade_file(make: Make, task: FileTask, show: Show = lambda progress: None) -> FileGrading:
    """Grade the organisations of a file.

    A table is a file of Parquet or CSV, or a folder of Parquet. The results are Parquet, with polars also CSV.

    Raises:
        FactsError: if a file cannot be read, or rows have faults and are not collected.
        OSError: if the results cannot be written; what stood there is as it was.
    """
    kind = task.out.suffix.lower()
    if kind not in WRITTEN[task.engine]:
        raise FactsError([_no_format(task)])
    with READERS[task.engine](task.memory) as engine:
        with reported(Text("reading", "读取"), engine.done, show):
            lists = {fact: engine.read(path) for fact, path in task.events.items()}
            batch = make(engine.watched(engine.read(task.table)), lists)
        with _replacing(task.out) as draft:
            with reported(Text("writing", "写入"), engine.done, show):
                counts = engine.write(batch.frame, kind, draft)
            if counts.faulty and not task.collect:
                raise FactsError(_told(batch), str(task.table))
            faults = _written_faults(batch, task) if counts.faulty else None
            quotas = _rows(batch.quotas)
            if task.detail and quotas:
                write_table(task.account, list(quotas[0]), quotas)
        if faults is None:
            # That of an earlier run would be read as one of these results.
            task.faults.unlink(missing_ok=True)
        return FileGrading(counts, quotas, faults)


def _no_format(task: FileTask) -> Diagnostic:
    known = ", ".join(WRITTEN[task.engine])
    return Diagnostic(
        "unknown-format",
        Text(
            f"`{task.out.name}` cannot be written by {task.engine}: expected {known}",
            f"{task.engine} 不能写 `{task.out.name}`：应为 {known}",
        ),
    )


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
    write_table(task.faults, _FAULTS, _fault_rows(batch, task.lang))
    return task.faults


def _fault_rows(batch: Batch, lang: Lang) -> Iterator[Mapping[str, object]]:
    for found in batch.faults(None):
        row = None if found.row < 0 else found.row + 1
        for d in found.diagnostics:
            cells = (row, found.id, found.name, d.fact, d.message(lang))
            yield dict(zip(_FAULTS, cells, strict=True))


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give the path of a draft that takes the place of a file at the end, with its mode.

    A process that is killed leaves its draft. It has no ending, so that nobody reads it as a table.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise FileExistsError(f"not a file that can be replaced: {path}")
    draft = target.with_name(f".partygrade-{secrets.token_hex(8)}")
    try:
        yield draft
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
