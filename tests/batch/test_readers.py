"""Readers of files: what an engine is told, and what becomes of its failures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from partygrade import FactsError
from partygrade.batch.progress import Done
from partygrade.batch.readers import READERS, Counts, Engine, encoding_of

ENGINES: tuple[Engine, ...] = ("polars", "duckdb")
GRADED = pl.LazyFrame(
    {"id": ["a", "b", "c", "d"], "grade": ["good", None, None, "good"], "faults": [None, None, "review", None]}
)


def test_the_encoding_is_told_without_reading_the_whole_into_memory(tmp_path: Path) -> None:
    """A character may stand on the edge of two pieces."""
    path = tmp_path / "long.csv"
    path.write_bytes(b"x" * (2**20 - 1) + "好".encode())
    assert encoding_of(path) == "utf-8"
    path.write_bytes(b"x" * (2**20 - 1) + "好".encode("gb18030"))
    assert encoding_of(path) == "gb18030"


def test_the_folder_may_be_called_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB is told where to put what its memory does not hold, also with an apostrophe in the path."""
    folder = tmp_path / "the town's"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with READERS["duckdb"]("1GB") as reader:
        settings: Any = reader
        asked = "SELECT current_setting('temp_directory'), current_setting('memory_limit')"
        found = settings.connection.execute(asked).fetchone()
        assert found == (str(reader.folder), "953.6 MiB")
        assert reader.folder.parent == folder
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_no_parquet_is_told_in_one_line(tmp_path: Path, engine: Engine) -> None:
    """Whatever the engine calls it."""
    (tmp_path / "table.parquet").write_text("no Parquet at all, though it is called so")
    with pytest.raises(FactsError, match="the engine cannot go on: ") as caught, READERS[engine](None) as reader:
        reader.watched(reader.read(tmp_path / "table.parquet"))
    assert [fault.code for fault in caught.value.diagnostics] == ["engine-failed"]
    assert "\n" not in caught.value.diagnostics[0].message("zh")


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_with_faults_are_counted_and_not_written(tmp_path: Path, engine: Engine) -> None:
    """Nor is the column of the faults."""
    GRADED.collect().write_parquet(tmp_path / "graded.parquet")
    with READERS[engine](None) as reader:
        frame = reader.watched(reader.read(tmp_path / "graded.parquet"))
        assert reader.write(frame, ".parquet", tmp_path / "draft") == Counts(2, 1, 1)
    assert sorted(pl.read_parquet(tmp_path / "draft").rows()) == [("a", "good"), ("b", None), ("d", "good")]


def test_polars_tells_how_many_rows_went_by(tmp_path: Path) -> None:
    """Every turn begins anew, and so does the writing."""
    GRADED.collect().write_parquet(tmp_path / "graded.parquet")
    with READERS["polars"](None) as reader:
        frame = reader.watched(reader.read(tmp_path / "graded.parquet"))
        assert reader.done() is None
        frame.head(4).collect()
        assert reader.done() == Done(1, 100)
        frame.collect()
        assert reader.done() == Done(2, 100)
        reader.write(frame, ".parquet", tmp_path / "draft")
        assert reader.done() == Done(1, 100)


def test_an_interrupted_query_is_an_interrupted_command() -> None:
    """DuckDB calls it a failure of its own."""
    with pytest.raises(KeyboardInterrupt), READERS["duckdb"](None):
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="bug"), READERS["duckdb"](None):
        raise RuntimeError("bug")


def test_duckdb_at_rest_tells_nothing() -> None:
    """It knows only how far a query is that is going on."""
    with READERS["duckdb"](None) as reader:
        assert reader.done() is None
