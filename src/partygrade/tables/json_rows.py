"""JSON text to rows: one object a line, or one list of objects. Numbers are exact.

A cell may be a list of numbers, for a panel, or of objects, for events; which facts these are is not known here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from partygrade.diagnostics import Diagnostic
from partygrade.tables.table import Row, Table, cell_faults, cleaned, fault, repeated

NUMBER_LIMIT = 40
"""Characters of a number, and the power of ten that it may reach."""

_BLANKS = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class _Value:
    """A decoded value, the line on which it begins, and the keys that its objects repeat."""

    content: object
    line: int
    repeated: tuple[str, ...]


class _NumberError(Exception):
    """A number that no fact could hold, or a word such as NaN in its place."""


class _DecodeError(Exception):
    """The text is no JSON from here on; holds the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.code)


def json_lines(text: str, faults: list[Diagnostic]) -> Table:
    """Read one object a line; blank lines are passed over.

    Complains of:
        lines that are no JSON or no object, repeated keys, numbers out of range, texts that are too long. The
        complaints are added to `faults`.
    """
    return _table(_from_lines(text, faults), faults)


def json_list(text: str, faults: list[Diagnostic]) -> Table:
    """Read one list of objects.

    Complains of:
        the same as `json_lines`, and of a text that is no list.
    """
    return _table(_from_list(text, faults), faults)


def _table(values: Iterator[_Value], faults: list[Diagnostic]) -> Table:
    found: list[Row] = []
    lines: list[int] = []
    columns: dict[str, None] = {}
    for value in values:
        faults.extend(_value_faults(value))
        if isinstance(value.content, dict):
            found.append({key: cleaned(cell) for key, cell in value.content.items()})
            lines.append(value.line)
            columns.update(dict.fromkeys(value.content))
    rows = tuple({key: row.get(key) for key in columns} for row in found)
    return Table(tuple(columns), rows, tuple(lines))


def _value_faults(value: _Value) -> Iterator[Diagnostic]:
    line = value.line
    for key in value.repeated:
        yield fault("repeated-key", f"line {line} repeats the key `{key}`", f"第 {line} 行重复了键 `{key}`")
    if not isinstance(value.content, dict):
        yield fault(
            "no-object", f"line {line} holds no object: expected `{{…}}`", f"第 {line} 行不是对象：应为 `{{…}}`"
        )
        return
    if any(not key.strip() for key in _keys(value.content)):
        yield fault("empty-head", f"a key in line {line} is empty", f"第 {line} 行有一个键是空的")
    yield from cell_faults((*value.content, *value.content.values()), line)


def _keys(row: Mapping[str, object]) -> Iterator[str]:
    """Give the keys of a row, and of the events in it."""
    yield from row
    for cell in row.values():
        for event in cell if isinstance(cell, list) else ():
            yield from event if isinstance(event, dict) else ()


def _from_lines(text: str, faults: list[Diagnostic]) -> Iterator[_Value]:
    decoder = _Decoder()
    for number, line in enumerate(text.split("\n"), 1):
        start = _skip(line, 0)
        if start == len(line):
            continue
        try:
            content, end = decoder.decode(line, start, number)
            if _skip(line, end) < len(line):
                raise _no_json(number, _skip(line, end) + 1)
        except _DecodeError as error:
            faults.append(error.diagnostic)
        else:
            yield _Value(content, number, decoder.repeated_keys())


def _from_list(text: str, faults: list[Diagnostic]) -> Iterator[_Value]:
    try:
        yield from _elements(text)
    except _DecodeError as error:
        faults.append(error.diagnostic)


def _elements(text: str) -> Iterator[_Value]:
    decoder = _Decoder()
    at, line = _skip(text, 0), 1
    if at == len(text):
        return
    if text[at] != "[":
        raise _DecodeError(fault("no-list", "the file holds no list: expected `[…]`", "文件内容不是列表：应为 `[…]`"))
    end = _skip(text, at + 1)
    more = text[end : end + 1] != "]"
    while more:
        line, at = line + text.count("\n", at, end), end
        content, end = decoder.decode(text, at, line)
        yield _Value(content, line, decoder.repeated_keys())
        end = _skip(text, end)
        more = text[end : end + 1] == ","
        end = _skip(text, end + 1) if more else end
    last = _skip(text, end + 1)
    if text[end : end + 1] != "]" or last < len(text):
        wrong = last if text[end : end + 1] == "]" else end
        raise _no_json(text.count("\n", 0, wrong) + 1, wrong - text.rfind("\n", 0, wrong))


def _skip(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _no_json(line: int, column: int) -> _DecodeError:
    return _DecodeError(
        fault("no-json", f"line {line}, column {column} is not JSON", f"第 {line} 行第 {column} 列起不是合法的 JSON")
    )


class _Decoder:
    """Decode JSON values one by one, and remember the keys that an object repeats."""

    def __init__(self) -> None:
        self._repeated: list[str] = []
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object, parse_float=_number, parse_int=_number, parse_constant=_constant
        )

    def decode(self, text: str, start: int, line: int) -> tuple[object, int]:
        """Decode the value that begins at `start`, which is on `line`; give it and where it ends.

        Raises:
            _DecodeError: if there is none.
        """
        self._repeated.clear()
        try:
            return self._json.raw_decode(text, start)
        except json.JSONDecodeError as error:
            passed = text.count("\n", start, error.pos)
            raise _no_json(line + passed, error.pos - text.rfind("\n", 0, error.pos)) from None
        except _NumberError as error:
            en = f"`{error}` in line {line} is no number that a table holds"
            raise _DecodeError(fault("bad-number", en, f"第 {line} 行的 `{error}` 不是表格中可用的数")) from None
        except RecursionError:
            en, zh = f"line {line} is nested too deep", f"第 {line} 行嵌套过深"
            raise _DecodeError(fault("deep-json", en, zh)) from None

    def repeated_keys(self) -> tuple[str, ...]:
        """Give the keys that an object inside the last value repeats."""
        return tuple(self._repeated)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            self._repeated += repeated(key for key, _ in pairs)
        return found


def _number(text: str) -> int | Decimal:
    if len(text) <= NUMBER_LIMIT:
        number = Decimal(text)
        if number == 0 or abs(number.adjusted()) <= NUMBER_LIMIT:
            return int(text) if text.lstrip("-").isdigit() else number
    raise _NumberError(text[:NUMBER_LIMIT])


def _constant(word: str) -> NoReturn:
    raise _NumberError(word)
