"""`partygrade grade --engine spark`, in the session that is there."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from partygrade.cli import main

SCHEME = "township-four-level"
SAMPLE = Path(__file__).resolve().parent.parent.parent / "schemes" / f"{SCHEME}.sample.csv"


def by_id(path: Path) -> list[dict[str, object]]:
    """Give the rows of a file, in the order of their ids."""
    return pl.read_parquet(path).sort("id").to_dicts()


@pytest.mark.usefixtures("spark")
def test_a_file_is_graded_as_polars_grades_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also in GB18030; a row with a fault goes to its own file, the counts add up, and no draft is left."""
    first, *rows = SAMPLE.read_text(encoding="utf-8-sig").splitlines()
    broken = rows[3].rsplit(",", 1)[0] + ",much"
    table, out, other = tmp_path / "table.csv", tmp_path / "spark.parquet", tmp_path / "polars.parquet"
    table.write_text("\n".join([first, *rows[:3], broken, *rows[4:]]) + "\n", encoding="gb18030")
    said = []
    for engine, path in (("spark", out), ("polars", other)):
        more = ["--engine", engine, "--out", str(path), "--on-error", "collect", "--lang", "en"]
        assert main(["grade", SCHEME, str(table), *more]) == 1
        said.append([line for line in capsys.readouterr().out.splitlines() if "written" not in line])
    assert said[0] == said[1]
    assert by_id(out) == by_id(other)
    assert len(by_id(out)) == len(rows) - 1
    assert (tmp_path / "spark.faults.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


@pytest.mark.usefixtures("spark")
def test_nothing_is_written_where_a_table_cannot_be_graded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row that is no row of the table is said to be so, in one line."""
    table, out = tmp_path / "table.csv", tmp_path / "out.parquet"
    table.write_text("id,leader\na,1,2\n", encoding="utf-8")
    assert main(["grade", SCHEME, str(table), "--engine", "spark", "--out", str(out), "--lang", "en"]) != 0
    assert "Traceback" not in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
