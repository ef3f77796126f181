"""Panels and lists of events: read as tuples of rows, and printed again.

Before: a list of numbers, or of small records. After: one tuple a score or an event, a value a field.
Complains of: too few or too many, whatever is wrong with a score or a field, and two events that agree in the key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from partygrade import exact, ir
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.evaluate import Event
from partygrade.values import Bad, number, read, show, shown

Rows = tuple[Event, ...]
Simple = str | int | bool | None

_APART = re.compile(r"[\s;；、]+")


def panel(item: ir.Input, kind: ir.Panel, value: object) -> tuple[Rows, list[Diagnostic]]:
    """Read the scores of a panel: a list, or a text with the scores apart by blanks, `;` or `、`."""
    given = _scores(value)
    if given is None:
        return (), [_fault(item, "wrong-type", *_wrong("a list of scores", "评分列表", value))]
    rows, faults = [], []
    for position, score in enumerate(given, start=1):
        try:
            if score is None or score == "":
                raise Bad("missing-fact", "is missing: expected a score", "缺少评分")
            rows.append((number(_member(item, kind), kind.member, score),))
        except Bad as bad:
            faults.append(_inside(item, bad, position))
    return tuple(rows), [*faults, *_count(item, len(given), kind.least, kind.most, "scores", "个评分")]


def _member(item: ir.Input, kind: ir.Panel) -> ir.Input:
    return ir.Input(item.origin, kind.member, kind.step)


def _scores(value: object) -> Sequence[object] | None:
    match value:
        case None:
            return ()
        case str():
            return [part for part in _APART.split(value.strip()) if part]
        case int() | float() if not isinstance(value, bool):
            return [value]
        case Mapping():
            return None
        case Sequence():
            return value
        case _:
            return None


def events(item: ir.Input, kind: ir.Events, value: object) -> tuple[Rows, list[Diagnostic]]:
    """Read a list of events, each a mapping of fields."""
    if value is None or value == "":
        value = ()
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        return (), [_fault(item, "wrong-type", *_wrong("a list of records", "记录列表", value))]
    rows, faults = [], []
    for position, event in enumerate(value, start=1):
        if not isinstance(event, Mapping):
            bad = Bad("wrong-type", *_wrong("a record", "一条记录", event))
            faults.append(_inside(item, bad, position))
            continue
        row, wrong = _event(item, kind, event, position)
        rows.append(row)
        faults += wrong
    faults += _count(item, len(value), 0, kind.most, "events", "件")
    return tuple(rows), faults or list(_repeated(item, kind, rows))


def _event(
    item: ir.Input, kind: ir.Events, event: Mapping[object, object], position: int
) -> tuple[Event, list[Diagnostic]]:
    names = {field.origin.id: field.origin.label for field in kind.fields}
    faults = [_unknown(item, key, names, position) for key in event if key not in names]
    row = []
    for field in kind.fields:
        try:
            row.append(read(field, event.get(field.origin.id)))
        except Bad as bad:
            faults.append(_inside(item, bad, position, field))
            row.append(None)
    return tuple(row), faults


def _unknown(item: ir.Input, key: object, names: Mapping[str, str], position: int) -> Diagnostic:
    name = str(key)
    by_label = next((field for field, label in names.items() if label == name), None)
    help = Text(f"write `{by_label}`", f"请写 `{by_label}`") if by_label else suggestion(name, names)
    return Diagnostic(
        "unknown-fact",
        Text(f"`{name}` is no field of `{item.origin.id}`", f"`{name}` 不是 `{item.origin.id}` 的字段"),
        fact=f"{item.origin.id}[{position}].{name}",
        label=f"{item.origin.label}·第{position}件·{name}",
        help=help,
    )


def _repeated(item: ir.Input, kind: ir.Events, rows: Sequence[Event]) -> Iterator[Diagnostic]:
    if not kind.key:
        return
    seen: dict[Event, int] = {}
    for position, row in enumerate(rows, start=1):
        key = tuple(row[n] for n in kind.key)
        first = seen.setdefault(key, position)
        if first != position:
            names = ", ".join(f"`{kind.fields[n].origin.id}`" for n in kind.key)
            bad = Bad(
                "repeated-event",
                f"agrees with event {first} in {names}: expected each matter once",
                f"与第 {first} 件的 {names.replace(', ', '、')} 相同：同一事项只应出现一次",
            )
            yield _inside(item, bad, position)


def _count(item: ir.Input, found: int, least: int, most: int, en: str, zh: str) -> list[Diagnostic]:
    if found < least:
        return [
            _fault(item, "too-few", f"has {found} {en}: expected at least {least}", f"有 {found} {zh}：至少 {least} 个")
        ]
    if found > most:
        return [
            _fault(item, "too-many", f"has {found} {en}: expected at most {most}", f"有 {found} {zh}：至多 {most} 个")
        ]
    return []


def _wrong(en: str, zh: str, value: object) -> tuple[str, str]:
    return f"expected {en}, got {shown(value)}", f"应为{zh}，现为 {shown(value)}"


def _fault(item: ir.Input, code: str, en: str, zh: str) -> Diagnostic:
    return Diagnostic(code, Text(en, zh), fact=item.origin.id, label=item.origin.label)


def _inside(item: ir.Input, bad: Bad, position: int, field: ir.Input | None = None) -> Diagnostic:
    """Make the diagnostic of a score, an event or a field, counted from 1."""
    fact, label = f"{item.origin.id}[{position}]", f"{item.origin.label}·第{position}件"
    if isinstance(item.type, ir.Panel):
        label = f"{item.origin.label}·第{position}个评分"
    if field is not None:
        fact, label = f"{fact}.{field.origin.id}", f"{label}·{field.origin.label}"
    return Diagnostic(bad.code, bad.text, fact=fact, label=label)


def show_panel(kind: ir.Panel, rows: Rows) -> list[str | int]:
    """Give the scores as they go into JSON: whole numbers, or exact text."""
    print_score: Callable[[int], str | int] = (
        int if kind.member.scale == 0 else lambda v: exact.text(v, kind.member.scale)
    )
    return [print_score(int(row[0] or 0)) for row in rows]


def show_events(kind: ir.Events, rows: Rows) -> list[dict[str, Simple]]:
    """Give the events as they go into JSON; what is not known is left out."""
    return [
        {
            field.origin.id: printed
            for field, value in zip(kind.fields, row, strict=True)
            if (printed := show(field, value)) is not None
        }
        for row in rows
    ]
