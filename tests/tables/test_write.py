from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade.errors import FactsError
from partygrade.tables import read_table, write_table

ROWS = [{"编号": "1", "得分": Decimal("89.50"), "好": True}, {"编号": "2", "得分": None}]
DAY = date(2017, 6, 5)


def failing() -> Iterator[dict[str, object]]:
    yield {"编号": "1"}
    raise KeyboardInterrupt


def test_csv_is_what_spreadsheets_expect(tmp_path: Path) -> None:
    """CSV has a byte order mark and lines that end in CR LF; numbers keep their digits."""
    write_table(tmp_path / "out.csv", ["编号", "得分", "好"], ROWS)
    assert (tmp_path / "out.csv").read_bytes() == "\ufeff编号,得分,好\r\n1,89.50,true\r\n2,,\r\n".encode()


def test_whole_numbers_and_days_are_plain_text_in_csv(tmp_path: Path) -> None:
    """A number has no sign of its type, and a day is written as in a record."""
    write_table(tmp_path / "out.tsv", ["a", "b"], [{"a": -3, "b": DAY}])
    assert (tmp_path / "out.tsv").read_text("utf-8-sig") == "a\tb\n-3\t2017-06-05\n"


def test_lists_in_csv(tmp_path: Path) -> None:
    """The scores of a panel are a text that a record may hold, and events are counted."""
    row = {"a": [Decimal("9.50"), 8, "7.5"], "b": [{"day": DAY}, {"day": DAY}], "c": (), "d": ["=1", True]}
    write_table(tmp_path / "out.csv", ["a", "b", "c", "d"], [row])
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1] == "9.50; 8; 7.5,2,,'=1; true"


def test_a_list_of_lists_is_no_cell_of_csv(tmp_path: Path) -> None:
    """Nothing that a record holds is written so."""
    with pytest.raises(TypeError, match="no cell of a table"):
        write_table(tmp_path / "out.csv", ["a"], [{"a": [[1]]}])


def test_json_lines_keep_numbers_exact(tmp_path: Path) -> None:
    """A `Decimal` is a JSON number of exactly its digits, and text stays as it is."""
    row = {"a": Decimal("89.950"), "b": Decimal("1E+2"), "c": "=1", "d": [DAY, {"e": (1, False)}], "f": 1}
    write_table(tmp_path / "out.jsonl", [*row, "g"], [row, {}])
    first, second = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert first == ('{"a": 89.950, "b": 100, "c": "=1", "d": ["2017-06-05", {"e": [1, false]}], "f": 1, "g": null}')
    assert set(json.loads(second).values()) == {None}


def test_json_is_a_list(tmp_path: Path) -> None:
    """A `.json` file holds one list, also without rows."""
    write_table(tmp_path / "out.json", ["编号", "得分"], ROWS)
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == [
        {"编号": "1", "得分": 89.5},
        {"编号": "2", "得分": None},
    ]
    write_table(tmp_path / "out.json", ["a"], [])
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "+86"),
        ("+86 371", "'+86 371"),
        ("-", "'-"),
        ("-0.5", "-0.5"),
        ("-20%", "-20%"),
        ("@cmd", "'@cmd"),
        ("\tx", "'\tx"),
        ("'=1", "''=1"),
        ("'90s", "'90s"),
        ("a=b", "a=b"),
    ],
)
def test_no_text_becomes_a_formula(tmp_path: Path, text: str, written: str) -> None:
    """A text cell that a spreadsheet would run gets an apostrophe, unless it is a number."""
    write_table(tmp_path / "out.csv", ["a"], [{"a": text}])
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1] == written


def test_a_head_becomes_no_formula_either(tmp_path: Path) -> None:
    """The head is guarded like the cells, and reads back as it was."""
    write_table(tmp_path / "out.csv", ["=a"], [{"=a": "1"}])
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith("'=a")
    assert read_table(tmp_path / "out.csv").columns == ("=a",)


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "json"])
@settings(deadline=None)
@given(
    cells=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
        .filter(lambda text: text == text.strip())
        .filter(lambda text: text.isascii() or not any("\uff00" < character < "\uff5f" for character in text)),
        min_size=1,
        max_size=3,
    )
)
def test_what_is_written_reads_back(tmp_path_factory: pytest.TempPathFactory, ending: str, cells: list[str]) -> None:
    """Texts without blanks around them come back as they were, whatever they look like."""
    path = tmp_path_factory.mktemp("round") / f"t.{ending}"
    write_table(path, ["a", "b"], [{"a": cell, "b": "x"} for cell in cells])
    assert [row["a"] for row in read_table(path).rows] == cells


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_numbers_read_back(tmp_path_factory: pytest.TempPathFactory, number: Decimal) -> None:
    """A number comes back with its digits: as text from CSV, as a number from JSON Lines."""
    folder = tmp_path_factory.mktemp("numbers")
    for name in ("t.csv", "t.jsonl"):
        write_table(folder / name, ["a"], [{"a": number}])
        cell = read_table(folder / name).rows[0]["a"]
        assert Decimal(str(cell)) == number
        assert not isinstance(cell, float)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "json"])
def test_a_table_is_whole_or_absent(tmp_path: Path, ending: str) -> None:
    """Where the rows break off there is no file, and no draft of one."""
    with pytest.raises(KeyboardInterrupt):
        write_table(tmp_path / f"out.{ending}", ["编号"], failing())
    assert list(tmp_path.iterdir()) == []


def test_an_older_table_stays_when_writing_fails(tmp_path: Path) -> None:
    """What stood there before is untouched until the new table is complete."""
    target = tmp_path / "out.csv"
    target.write_text("old")
    for rows in (failing(), [{"编号": object()}], [{"编号": Decimal("NaN")}], [{"编号": "\ud800"}]):
        with pytest.raises((KeyboardInterrupt, TypeError, UnicodeEncodeError)):
            write_table(target, ["编号"], rows)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_new_table_takes_the_mode_of_the_old(tmp_path: Path) -> None:
    """A file keeps who may read it, and a new one gets what the system gives."""
    target = tmp_path / "out.csv"
    write_table(target, ["a"], [])
    plain = tmp_path / "plain"
    plain.touch()
    assert target.stat().st_mode == plain.stat().st_mode
    target.chmod(0o640)
    write_table(target, ["b"], [])
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Writing through a link replaces the file that it leads to."""
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write_table(tmp_path / "link.csv", ["a"], [])
    assert os.readlink(tmp_path / "link.csv") == "real.csv"
    assert (tmp_path / "real.csv").read_text("utf-8-sig") == "a\n"


def test_only_a_file_is_replaced(tmp_path: Path) -> None:
    """A folder with the name of the table is left alone."""
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(FileExistsError):
        write_table(tmp_path / "out.csv", ["a"], [])
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_an_unknown_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """Nothing is written where the ending names no format."""
    with pytest.raises(FactsError, match="unknown-format"):
        write_table(tmp_path / "out.xlsx", ["a"], [])
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(TypeError, match="no cell of a table"):
        write_table(tmp_path / "out.jsonl", ["a"], [{"a": 0.5}])
