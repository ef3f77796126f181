"""Events in tables of their own, put into the records of the organisations that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.engine import mapping
from partygrade.errors import FactsError

Record = dict[str, object]

_SUGGESTED = 100
"""Faults of one table that come with a suggestion; a wrong table altogether has one fault for each event."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Records with their events.

    `faults` are of the events that are of nobody: `fact` is the list, `row` the number of the event in its table, from
    0, and `key` the id that it gives. `origins` has, by list and by organisation, the numbers of its events in the
    table, in the order in which the record has them.
    """

    records: tuple[Record, ...]
    faults: tuple[Diagnostic, ...]
    origins: Mapping[str, Mapping[str, tuple[int, ...]]]


def join(
    records: Iterable[object],
    events: Mapping[str, Iterable[object]],
    *,
    key: str = "id",
    on_error: Literal["raise", "collect"] = "raise",
) -> Joined:
    """Give each record the lists of events that are of it, by the id of each list.

    An event is a mapping, or a pydantic model, of the fields; under `key` it has the id of its organisation. The events
    of an organisation keep the order of the table. With `on_error="collect"` events of nobody come back in `faults`.

    Raises:
        FactsError: with every event that is of no organisation, unless they are collected; and if a record has such a
            list already, or no record has an id.
    """
    found: list[Record] = [{**mapping(record)} for record in records]
    lists = {fact: [{**mapping(event)} for event in rows] for fact, rows in events.items()}
    _check(found, lists)
    known = {name for record in found if (name := _name(record.get("id"))) is not None}
    faults = [fault for fact, rows in lists.items() for fault in _strangers(fact, rows, key, known)]
    if faults and on_error == "raise":
        raise FactsError(faults)
    origins: dict[str, Mapping[str, tuple[int, ...]]] = {}
    for fact, rows in lists.items():
        origins[fact] = _by_organisation(rows, key, known)
        for record in found:
            own = origins[fact].get(_name(record.get("id")) or "", ())
            if own:
                record[fact] = [{field: rows[n][field] for field in rows[n] if field != key} for n in own]
    return Joined(tuple(found), tuple(faults), origins)


def _check(records: list[Record], lists: Mapping[str, list[Record]]) -> None:
    """See that the lists have somewhere to go.

    Raises:
        FactsError: if they have not.
    """
    faults = []
    for fact in lists:
        text = Text(
            f"the record has a list `{fact}` already: expected it in one place",
            f"记录中已有 `{fact}`：同一列表只应给出一处",
        )
        given = (row for row, record in enumerate(records) if record.get(fact) is not None)
        faults += [Diagnostic("repeated-list", text, fact=fact, row=row) for row in given]
    if any(lists.values()) and all(_name(record.get("id")) is None for record in records):
        text = Text(
            "no record has an id: expected `id`, by which events are joined", "记录都没有编号：应有 `id`，以便对应事件"
        )
        faults.append(Diagnostic("missing-id", text, fact="id", label="编号"))
    if faults:
        raise FactsError(faults)


def _strangers(fact: str, rows: list[Record], key: str, known: set[str]) -> Iterable[Diagnostic]:
    """Give the faults of the events that are of no organisation."""
    strays = [(number, name) for number, event in enumerate(rows) if (name := _name(event.get(key))) not in known]
    words = sorted(known) if strays else []
    for count, (number, name) in enumerate(strays):
        fault = _nobody(fact) if name is None else _unknown(fact, name, words if count < _SUGGESTED else ())
        yield replace(fault, row=number, key=name)


def _nobody(fact: str) -> Diagnostic:
    text = Text(
        f"an event of `{fact}` names no organisation: expected its id", f"`{fact}` 中有一件没有写明组织：应填编号"
    )
    return Diagnostic("missing-organisation", text, fact=fact)


def _unknown(fact: str, name: str, known: Sequence[str]) -> Diagnostic:
    text = Text(
        f"an event of `{fact}` is of `{name}`: no organisation has this id",
        f"`{fact}` 中有一件属于 `{name}`：没有这个编号的组织",
    )
    return Diagnostic("unknown-organisation", text, fact=fact, help=suggestion(name, known))


def _by_organisation(rows: list[Record], key: str, known: set[str]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, event in enumerate(rows):
        name = _name(event.get(key))
        if name is not None and name in known:
            found.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in found.items()}


def _name(value: object) -> str | None:
    """Give an id as text; None where there is none."""
    return None if value is None else str(value).strip() or None
