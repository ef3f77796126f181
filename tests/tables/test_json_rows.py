from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from partygrade.errors import FactsError
from partygrade.tables import Table, read_table


def read(folder: Path, content: str, name: str = "table.jsonl") -> Table:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read_table(path)


def faults(folder: Path, content: str, name: str = "table.jsonl") -> list[tuple[str, str]]:
    with pytest.raises(FactsError) as caught:
        read(folder, content, name)
    assert all(fault.text.zh for fault in caught.value.diagnostics)
    return [(fault.code, fault.text.en) for fault in caught.value.diagnostics]


def test_numbers_are_exact(tmp_path: Path) -> None:
    """A number is an `int` or a `Decimal` with the digits of the file."""
    row = read(tmp_path, '{"a": 89.950, "b": 7, "c": -3, "d": 1e2}\n').rows[0]
    assert row == {"a": Decimal("89.950"), "b": 7, "c": -3, "d": Decimal(100)}
    assert [type(cell) for cell in row.values()] == [Decimal, int, int, Decimal]
    assert str(row["a"]) == "89.950"


def test_rows_have_every_column(tmp_path: Path) -> None:
    """Columns stand in the order in which they first occur, and a key that a row lacks is `None`."""
    table = read(tmp_path, '{"id": "1", "a": 2}\n\n{"b": true, "id": " ２ ", "a": ""}\r\n')
    assert table.columns == ("id", "a", "b")
    assert table.rows == ({"id": "1", "a": 2, "b": None}, {"id": "2", "a": None, "b": True})
    assert table.lines == (1, 3)


@pytest.mark.parametrize("ending", ["jsonl", "ndjson", "JSONL"])
def test_the_endings_of_json_lines(tmp_path: Path, ending: str) -> None:
    """JSON Lines go by two endings, in any case."""
    assert read(tmp_path, '{"id": 1}', f"t.{ending}").rows == ({"id": 1},)


def test_a_list_of_objects_is_a_table(tmp_path: Path) -> None:
    """In a `.json` file each row has the line on which its object begins."""
    table = read(tmp_path, '[\n  {"id": 1,\n   "a": 0.5},\n\n  {"id": 2}\n]\n', "t.json")
    assert table == Table(("id", "a"), ({"id": 1, "a": Decimal("0.5")}, {"id": 2, "a": None}), (2, 5))


def test_every_line_is_tried(tmp_path: Path) -> None:
    """One broken line does not hide the next."""
    assert faults(tmp_path, '{"a": 1,}\n{"a": 1} x\n3\n{"a": 1, "a": 2}\n{"a": NaN}\n{"": 1}\n') == [
        ("no-json", "line 1, column 9 is not JSON"),
        ("no-json", "line 2, column 10 is not JSON"),
        ("no-object", "line 3 holds no object: expected `{…}`"),
        ("repeated-key", "line 4 repeats the key `a`"),
        ("bad-number", "`NaN` in line 5 is no number that a table holds"),
        ("empty-head", "a key in line 6 is empty"),
    ]


def test_a_repeated_key_is_found_at_any_depth(tmp_path: Path) -> None:
    """An object inside a row may not repeat a key either."""
    assert faults(tmp_path, '{"a": {"b": 1, "b": 2}}\n') == [("repeated-key", "line 1 repeats the key `b`")]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('[\n{"a": 1}\n{"a": 2}]', "line 3, column 1"),
        ('[{"a": 1},\n]', "line 2, column 1"),
        ('[{"a": 1}', "line 1, column 10"),
        ('[{"a": 1}] 2', "line 1, column 12"),
        ('[\n  {"a"\n : }]', "line 3, column 4"),
        ("[", "line 1, column 2"),
    ],
)
def test_a_broken_list_is_named_with_line_and_column(tmp_path: Path, content: str, place: str) -> None:
    """A list ends at the first place that is not JSON."""
    assert faults(tmp_path, content, "t.json") == [("no-json", f"{place} is not JSON")]


def test_a_json_file_without_a_list_is_a_fault(tmp_path: Path) -> None:
    """One object alone is no table."""
    assert faults(tmp_path, '{"a": 1}', "t.json") == [("no-list", "the file holds no list: expected `[…]`")]


@pytest.mark.parametrize(("name", "content"), [("t.jsonl", "\n"), ("t.json", ""), ("t.json", "[]"), ("t.jsonl", "{}")])
def test_a_file_without_columns_is_empty(tmp_path: Path, name: str, content: str) -> None:
    """Without a row there is no table."""
    assert faults(tmp_path, content, name) == [("empty-table", "the file is empty: expected a table")]


@pytest.mark.parametrize("number", ["9" * 5000, "1e999999999", "-1e-999999999", "1." + "0" * 60, "-Infinity"])
def test_a_number_out_of_all_range_is_refused(tmp_path: Path, number: str) -> None:
    """A number that no fact could hold is refused at once."""
    [(code, message)] = faults(tmp_path, f'{{"a": {number}}}\n')
    assert code == "bad-number"
    assert message == f"`{number[:40]}` in line 1 is no number that a table holds"


def test_a_deep_value_is_refused(tmp_path: Path) -> None:
    """Nesting beyond what can be decoded is a fault of its line."""
    assert faults(tmp_path, '{"a": 1}\n' + "[" * 200_000 + "\n") == [("deep-json", "line 2 is nested too deep")]


def test_texts_have_limits(tmp_path: Path) -> None:
    """A text that is too long, or holds half a character, is a fault of its line."""
    assert faults(tmp_path, f'{{"a": "{"x" * 100_001}"}}\n{{"a": "\\ud800"}}\n') == [
        ("long-cell", "a cell in line 1 has 100,001 characters: expected at most 100,000"),
        ("no-text", "line 2 holds a character that is no text"),
    ]


def test_a_cell_may_be_a_list_of_scores_or_of_events(tmp_path: Path) -> None:
    """Numbers in it are exact, and its texts are cleaned like those of any cell."""
    row = read(tmp_path, '{"a": [9.50, " ８ ", ""], "b": [{"day": " 2020-01-01", "n": 0.10, "m": "\u3000"}, 3]}').rows[
        0
    ]
    assert row == {"a": [Decimal("9.50"), "8", None], "b": [{"day": "2020-01-01", "n": Decimal("0.10"), "m": None}, 3]}
    assert str(row["a"]) == "[Decimal('9.50'), '8', None]"


def test_what_is_deeper_stays_as_it_is(tmp_path: Path) -> None:
    """No fact holds it, so that the reader of the record complains of it."""
    assert read(tmp_path, '{"a": [[" x "]], "b": {"c": " x "}}').rows == ({"a": [[" x "]], "b": {"c": " x "}},)


def test_texts_in_lists_have_limits_too(tmp_path: Path) -> None:
    """A text inside an event, or an empty key of it, is a fault of its line."""
    content = f'{{"a": [{{"b": "{"x" * 100_001}"}}, "\\ud800"]}}\n{{"a": [{{" ": 1}}]}}\n'
    assert faults(tmp_path, content) == [
        ("long-cell", "a cell in line 1 has 100,001 characters: expected at most 100,000"),
        ("no-text", "line 1 holds a character that is no text"),
        ("empty-head", "a key in line 2 is empty"),
    ]


def test_a_deep_list_is_no_accident(tmp_path: Path) -> None:
    """However deep a value is, it is read or refused."""
    deep = "[" * 900 + "]" * 900
    assert read(tmp_path, f'{{"a": {deep}}}').columns == ("a",)
