"""A list of events in a table: one row an event, with a column for the organisation and one for each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from partygrade import ir
from partygrade.diagnostics import Diagnostic, Text
from partygrade.tables.columns import ColumnMatch, Words, is_chinese, match_columns, missing_columns
from partygrade.tables.table import Row

ORGANISATION_KEY = "#id"
"""What the organisation's id is called in a row of events. No field is called so; a field may be called `id`."""

_NAME = "#name"
_OWN: Words = {
    ORGANISATION_KEY: ("id", "编号", "党组织编号", ORGANISATION_KEY),
    _NAME: ("name", "名称", "党组织", "党组织名称"),
}


def match_fields(columns: Sequence[str], kind: ir.Events) -> ColumnMatch:
    """Find what the heads of a table of events mean; the column of the organisation is `ORGANISATION_KEY`.

    A column with the name of the organisation may stand there, and is not used.

    Complains of:
        what `match_columns` complains of, a required field that no column gives, and no column for the organisation.
    """
    match = match_columns(columns, _names(kind), _OWN)
    faults = [*match.diagnostics, *missing_columns(kind.fields, match)]
    if ORGANISATION_KEY not in match.columns.values():
        faults.append(_no_key(kind))
    columns_ = {head: meaning for head, meaning in match.columns.items() if meaning != _NAME}
    return replace(match, columns=columns_, diagnostics=tuple(faults))


def event_heads(kind: ir.Events) -> list[str]:
    """Give the heads of an empty table of events: the organisation, and the label of every field.

    The head of the organisation is in the language of the labels. A label that is not plain gives way to the id.
    """
    names = _names(kind)
    plain = match_columns([labels[0] for labels in names.values()], names, _OWN).columns
    fields = [labels[0] if plain.get(labels[0]) == field else field for field, labels in names.items()]
    free = _key_words(kind)
    own = "编号" if is_chinese(labels[0] for labels in names.values()) else "id"
    return [own if own in free else free[0], *fields]


def by_id(rows: Iterable[Row], inputs: Iterable[ir.Input]) -> tuple[Row, ...]:
    """Give the rows with ids for the labels of fields, in the lists of events that stand in them."""
    lists = {item.origin.id: _Renaming(item.type) for item in inputs if isinstance(item.type, ir.Events)}
    return tuple(_row_by_id(row, lists) if lists.keys() & row.keys() else row for row in rows)


def _row_by_id(row: Row, lists: Mapping[str, _Renaming]) -> Row:
    return {key: lists[key].listed(cell) if key in lists else cell for key, cell in row.items()}


class _Renaming(dict[tuple[str, ...], tuple[str, ...]]):
    """The ids for the keys of an event; what is not plain is left for the reader of the record to complain of."""

    def __init__(self, kind: ir.Events) -> None:
        super().__init__()
        self._labels = _names(kind)

    def __missing__(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        columns = match_columns(keys, self._labels, {}).columns
        ids = tuple(columns.get(key, key) for key in keys)
        self[keys] = ids if len(set(ids)) == len(ids) else keys
        return self[keys]

    def listed(self, cell: object) -> object:
        """Rename the keys of the events in a cell."""
        if not isinstance(cell, list):
            return cell
        return [
            dict(zip(self[tuple(event)], event.values(), strict=True)) if isinstance(event, dict) else event
            for event in cell
        ]


def _names(kind: ir.Events) -> Words:
    return {field.origin.id: [field.origin.label] for field in kind.fields}


def _key_words(kind: ir.Events) -> list[str]:
    """Give the words for the organisation that no field is called by."""
    words = _OWN[ORGANISATION_KEY]
    return [word for word in words if match_columns([word], _names(kind), _OWN).columns.get(word) == ORGANISATION_KEY]


def _no_key(kind: ir.Events) -> Diagnostic:
    words = [f"`{word}`" for word in _key_words(kind)[:2]]
    text = Text(
        f"no column says which organisation an event is of: expected {' or '.join(words)}",
        f"没有一列写明所属组织：应有 {'或 '.join(words)}",
    )
    return Diagnostic("missing-column", text)
