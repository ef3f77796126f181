from __future__ import annotations

import csv
from pathlib import Path

import pytest

from partygrade.errors import FactsError
from partygrade.tables import Table, read_table


def read(folder: Path, content: str | bytes, name: str = "table.csv") -> Table:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path)


def faults(folder: Path, content: str | bytes, name: str = "table.csv") -> list[tuple[str, str]]:
    with pytest.raises(FactsError) as caught:
        read(folder, content, name)
    assert all(fault.text.zh for fault in caught.value.diagnostics)
    return [(fault.code, fault.text.en) for fault in caught.value.diagnostics]


def test_cells_are_text(tmp_path: Path) -> None:
    """A figure keeps every character that it was written with."""
    table = read(tmp_path, "id,review\n007,89.950\n")
    assert table == Table(("id", "review"), ({"id": "007", "review": "89.950"},), (2,))


def test_an_empty_cell_gives_nothing(tmp_path: Path) -> None:
    """A cell with nothing but blanks is `None`, and blanks around a text are no part of it."""
    assert read(tmp_path, "id,a,b\n 1 ,, \t\u3000\n").rows == ({"id": "1", "a": None, "b": None},)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("９５．５", "95.5"),
        ("９5．5", "95.5"),
        ("－３", "-3"),
        ("２０％", "20%"),
        ("２０１７－０６－０５", "2017-06-05"),
        ("１２：３０", "12:30"),
        ("９．５；８　７、６", "9.5;8\u30007、6"),
        ("9 8.5  9", "9 8.5  9"),
        ("9；８；", "9;8;"),
        ("9；好", "9；好"),
        ("第２名（并列）", "第２名（并列）"),
        ("9²", "9²"),
        ("①", "①"),
        ("Ａ１", "Ａ１"),
    ],
)
def test_full_width_figures_become_plain(tmp_path: Path, cell: str, expected: str) -> None:
    """Only a cell of figures changes, and only their full-width characters and what stands between them."""
    assert read(tmp_path, f"a\n{cell}\n").rows == ({"a": expected},)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    """A table reads the same in every encoding that a spreadsheet writes."""
    table = read(tmp_path, "编号,名称\n1,第一村党支部\n".encode(encoding))
    assert table == Table(("编号", "名称"), ({"编号": "1", "名称": "第一村党支部"},), (2,))


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_head_shows_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    """Commas in quoted heads and in the rows do not count."""
    text = f'"id"{delimiter}"a, b, c"\n"1"{delimiter}"x,y"\n'
    assert read(tmp_path, text).rows == ({"id": "1", "a, b, c": "x,y"},)


def test_lines_count_what_is_written(tmp_path: Path) -> None:
    """Quoted line ends and blank lines move the lines of the rows behind them."""
    table = read(tmp_path, '\nid,note\r\n1,"two\nlines"\r\n\r\n,,\r\n2,x\r\n')
    assert table.lines == (3, 7)
    assert table.rows == ({"id": "1", "note": "two\nlines"}, {"id": "2", "note": "x"})


def test_empty_cells_behind_the_head_do_not_count(tmp_path: Path) -> None:
    """A spreadsheet may leave delimiters behind the last column."""
    assert read(tmp_path, "id,a,,\n1,2,,,\n").rows == ({"id": "1", "a": "2"},)


def test_ragged_rows_are_faults(tmp_path: Path) -> None:
    """Every row with too few or too many cells is named with its line."""
    assert faults(tmp_path, "id,a\n1\n2,3\n4,5,6\n") == [
        ("ragged-row", "line 2 has 1 cells: expected 2, as in the head"),
        ("ragged-row", "line 4 has 3 cells: expected 2, as in the head"),
    ]


def test_heads_must_be_there_once(tmp_path: Path) -> None:
    """An empty head and a repeated head are faults, together with those of the rows."""
    assert faults(tmp_path, "id,,a, a\n1,2,3,4\n5\n") == [
        ("empty-head", "column 2 has no head in line 1"),
        ("repeated-head", "several columns have the head `a`"),
        ("ragged-row", "line 3 has 1 cells: expected 4, as in the head"),
    ]


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    """A head alone is no fault."""
    assert read(tmp_path, "id,a\n") == Table(("id", "a"), (), ())


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", ",,\n"])
def test_an_empty_file_is_a_fault(tmp_path: Path, content: str) -> None:
    """A file without a head is no table."""
    assert faults(tmp_path, content) == [("empty-table", "the file is empty: expected a table")]


def test_undecodable_bytes_are_named_with_their_line(tmp_path: Path) -> None:
    """The line is where the encoding that gets furthest stops."""
    assert faults(tmp_path, "编号\n1\n".encode("gb18030") + b"\xff\n") == [
        ("undecodable", "line 3 is not text in UTF-8 or GB18030")
    ]
    assert faults(tmp_path, b"\xef\xbb\xbfid\n\xd6\xd0\n") == [("undecodable", "line 2 is not text in UTF-8")]


@pytest.mark.parametrize("length", [100_001, 140_000])
def test_a_long_cell_is_a_fault(tmp_path: Path, length: int) -> None:
    """A cell over the limit is refused in our words, also where the reader itself would give up."""
    [(code, message)] = faults(tmp_path, f"id,a\n1,{'x' * length}\n")
    assert code == "long-cell"
    assert message.startswith("a cell in line 2 has ")
    assert read(tmp_path, f"id,a\n1,{'x' * 100_000}\n").lines == (2,)


def test_a_long_cell_does_not_touch_the_readers_limit(tmp_path: Path) -> None:
    """The limit of Python's own reader belongs to the whole program, and stays as it is."""
    before = csv.field_size_limit()
    faults(tmp_path, f"id\n{'x' * 200_000}\n")
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("content", ['id,a\n1,"x\n2,y\n', 'id,a\n1,"x"y\n2,z\n'])
def test_quotation_marks_must_match(tmp_path: Path, content: str) -> None:
    """A mark that is not closed, or stands in the middle, is named with the line where its row begins."""
    assert faults(tmp_path, content) == [
        ("open-quote", "a quotation mark in line 2 is not closed, or stands inside a cell")
    ]


def test_a_nul_is_no_text(tmp_path: Path) -> None:
    """A file with NUL characters is no table."""
    assert faults(tmp_path, "id\na\x00b\n") == [("no-text", "line 2 holds a character that is no text")]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    """A file that is not there and one that is a folder are faults, not errors of the system."""
    with pytest.raises(FactsError, match=r"missing-table\]: there is no file"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FactsError, match=r"unreadable-table\]: the file .* cannot be read"):
        read_table(tmp_path / "folder.csv")


def test_an_unknown_ending_is_a_fault(tmp_path: Path) -> None:
    """The endings of tables are listed, and a workbook's comes with advice."""
    with pytest.raises(FactsError) as caught:
        read_table(tmp_path / "table.xlsx")
    assert caught.value.diagnostics[0].message("en") == (
        "`table.xlsx` has no ending of a table: expected one of .csv .tsv .jsonl .ndjson .json; save the sheet as CSV"
    )
    with pytest.raises(FactsError, match="`notes` has no ending"):
        read_table(tmp_path / "notes")


def test_full_width_commas_in_the_head_are_named(tmp_path: Path) -> None:
    """A head with `，` between its words is told once, and not every row that is longer."""
    said = "`，` in the head `编号，名称` is a full-width sign: expected `,` between the heads"
    assert faults(tmp_path, "编号，名称,分\na,甲,3,\nb,乙,4,x\n") == [("wide-comma", said)]
