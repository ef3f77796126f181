"""Files of organisations, graded by polars and by DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from batch.small_scheme import small
from partygrade import FactsError
from partygrade.batch import Batch
from partygrade.batch.files import FileGrading, FileTask, grade_file
from partygrade.batch.progress import Progress
from partygrade.batch.readers import Counts, Engine

TABLE = "编号,评议,county\na,90,东\nb,89.5,东\nc,70,西\n"
ENGINES: tuple[Engine, ...] = ("polars", "duckdb")


def make(frame: Any, events: Mapping[str, Any]) -> Batch:
    """Grade a frame by the small scheme."""
    return small().batch(frame, events)


def graded(folder: Path, text: bytes | str, engine: Engine = "polars", **more: Any) -> FileGrading:
    """Grade a file of CSV."""
    table = folder / "table.csv"
    table.write_bytes(text if isinstance(text, bytes) else text.encode())
    return grade_file(make, FileTask(table, folder / "out.parquet", more.pop("events", {}), engine, **more))


def rows(folder: Path) -> list[tuple[Any, ...]]:
    """Give the ids, scores and grades that were written."""
    found = pl.read_parquet(folder / "out.parquet").select("编号", pl.col("score").cast(pl.String), "grade")
    return sorted(found.rows())


EXPECTED = [("a", "90.00", "good"), ("b", "89.50", "fair"), ("c", "70.00", "fair")]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_of_every_encoding_is_read(tmp_path: Path, engine: Engine, encoding: str) -> None:
    """And graded with its quotas."""
    found = graded(tmp_path, TABLE.encode(encoding), engine)
    assert found.counts == Counts(3, 0, 0)
    assert [(quota["county"], quota["before"], quota["after"]) for quota in found.quotas] == [
        ("东", 2, 1),
        ("西", 0, 0),
    ]
    assert rows(tmp_path) == EXPECTED


@pytest.mark.parametrize("engine", ENGINES)
def test_a_folder_of_parquet_is_one_table(tmp_path: Path, engine: Engine) -> None:
    """Also files in folders below it."""
    folder = tmp_path / "many" / "below"
    folder.mkdir(parents=True)
    frame = pl.DataFrame({"编号": ["a", "b", "c"], "评议": ["90", "89.5", "70"], "county": ["东", "东", "西"]})
    frame.head(2).write_parquet(folder / "1.parquet")
    frame.tail(1).write_parquet(folder.parent / "2.parquet")
    grade_file(make, FileTask(folder.parent, tmp_path / "out.parquet", {}, engine))
    assert rows(tmp_path) == EXPECTED


@pytest.mark.parametrize("engine", ENGINES)
def test_no_reader_rounds(tmp_path: Path, engine: Engine) -> None:
    """A figure that is too fine is a fault; the other rows are graded, and the counts add up."""
    found = graded(tmp_path, TABLE.replace("89.5", "89.995"), engine, collect=True)
    assert found.counts == Counts(2, 0, 1)
    assert rows(tmp_path) == [("a", "90.00", "fair"), ("c", "70.00", "fair")]
    assert found.faults == tmp_path / "out.faults.csv"
    head, line = found.faults.read_text(encoding="utf-8-sig").splitlines()
    assert head == "row,id,name,fact,fault"
    assert line == f"{'2' if engine == 'polars' else ''},b,,review,89.995 有 3 位小数：最多 1 位"


def test_faults_of_an_earlier_run_go(tmp_path: Path) -> None:
    """They are none of these results."""
    graded(tmp_path, TABLE.replace("89.5", "89.995"), collect=True)
    assert graded(tmp_path, TABLE, collect=True).faults is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "table.csv"]


@pytest.mark.parametrize("engine", ENGINES)
def test_faults_that_are_not_collected_leave_nothing(tmp_path: Path, engine: Engine) -> None:
    """What stood there is as it was."""
    (tmp_path / "out.parquet").write_text("old")
    with pytest.raises(FactsError) as caught:
        graded(tmp_path, TABLE.replace("90", "?"), engine)
    assert [fault.code for fault in caught.value.diagnostics] == ["not-a-number"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "table.csv"]
    assert (tmp_path / "out.parquet").read_text() == "old"


def test_a_write_that_fails_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the disk is full."""

    def full(self: pl.LazyFrame, path: Path, **_: Any) -> None:
        Path(path).write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", full)
    with pytest.raises(OSError, match="No space"):
        graded(tmp_path, TABLE)
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_events_have_files_of_their_own(tmp_path: Path) -> None:
    """Joined by the id."""
    (tmp_path / "sanctions.csv").write_text("id,points\na,5\na,1\n", encoding="utf-8")
    graded(tmp_path, TABLE, events={"sanctions": tmp_path / "sanctions.csv"})
    assert rows(tmp_path)[0] == ("a", "84.00", "fair")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_being_done_is_told(tmp_path: Path, engine: Engine) -> None:
    """One thing after the other, each when it begins."""
    told: list[Progress] = []
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    grade_file(make, FileTask(tmp_path / "table.csv", tmp_path / "out.parquet", {}, engine), told.append)
    assert list(dict.fromkeys(progress.doing.en for progress in told)) == ["reading", "writing"]
    assert told[0].done is None


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, engine: Engine) -> None:
    """And a link to it stays a link."""
    (tmp_path / "there.parquet").write_text("old")
    (tmp_path / "there.parquet").chmod(0o600)
    (tmp_path / "out.parquet").symlink_to(tmp_path / "there.parquet")
    graded(tmp_path, TABLE, engine)
    assert (tmp_path / "out.parquet").is_symlink()
    assert (tmp_path / "there.parquet").stat().st_mode & 0o777 == 0o600
    assert rows(tmp_path) == EXPECTED


def test_results_as_csv_are_what_spreadsheets_expect(tmp_path: Path) -> None:
    """With a byte order mark, and an apostrophe before what would be run; it is taken off where it was read."""
    (tmp_path / "table.csv").write_text(TABLE.replace("东", "'=1+1"), encoding="utf-8")
    grade_file(make, FileTask(tmp_path / "table.csv", tmp_path / "out.csv", {}))
    text = (tmp_path / "out.csv").read_bytes()
    assert text.startswith("\ufeff编号,".encode())
    assert text.decode("utf-8-sig").splitlines()[1] == "a,90,'=1+1,90.00,good,good,1,,,"


@pytest.mark.parametrize(
    ("table", "out", "code"),
    [
        ("none.parquet", "out.parquet", "missing-table"),
        (".", "out.parquet", "missing-table"),
        ("table.xlsx", "out.parquet", "unknown-format"),
        ("table.csv", "out.json", "unknown-format"),
        ("bytes.csv", "out.parquet", "undecodable"),
    ],
)
def test_files_that_cannot_be_read_or_written(tmp_path: Path, table: str, out: str, code: str) -> None:
    """Each with a message."""
    (tmp_path / "table.xlsx").write_text("x")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "bytes.csv").write_bytes(b"id,review\n\xff\xff,1\n")
    with pytest.raises(FactsError) as caught:
        grade_file(make, FileTask(tmp_path / table, tmp_path / out, {}))
    assert [fault.code for fault in caught.value.diagnostics] == [code]
