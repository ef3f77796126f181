"""What callers hold of a graded frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch import outputs
from partygrade.batch.columns import FAULTS, GOOD, KEY, ROW, Frame
from partygrade.batch.event_rows import fields_of, match_heads, strays
from partygrade.batch.frames import OWN, Opened, bare, same
from partygrade.batch.grade import Graded, graded
from partygrade.batch.ids import ID
from partygrade.batch.quotas import HASH, account_table, group_heads
from partygrade.batch.rank_keys import key_text
from partygrade.batch.row import UNKNOWN, Asked, columns_of
from partygrade.batch.small import fetched
from partygrade.batch.steady import steady
from partygrade.diagnostics import Diagnostic, Text
from partygrade.engine import Engine
from partygrade.facts import check, show
from partygrade.grading import RowFault


class Batch:
    """A graded frame, how its quotas came out, and what could not be graded."""

    def __init__(self, engine: Engine, native: Any, asked: Asked) -> None:
        # Places and quotas look at the rows again.
        native = steady(native) if asked.cohort else native
        self._engine = engine
        self._native = native
        self._asked = asked
        self._graded: Graded = graded(engine, native, asked)

    @cached_property
    def frame(self) -> Any:
        """The frame with the columns that grading adds, of the kind that was given: lazy for a lazy one."""
        return self._graded.row.opened.back(self._graded.frame)

    @cached_property
    def quotas(self) -> Any:
        """A small frame of the kind that was given: a row for each cohort and quota."""
        cohort = self._engine.program.cohort
        table = self._accounts(cohort) if cohort is not None else {"quota": []}
        return _small(self._native, self._graded.row.opened, table)

    def _accounts(self, cohort: ir.Cohort) -> dict[str, list[Any]]:
        program, inputs = self._engine.program, self._engine.program.inputs
        heads = group_heads(program)
        table = account_table(cohort, heads, self._graded.accounts, partial(key_text, program))
        table[HASH] = [self._engine.header.hash for _ in table["quota"]]
        for index, head in zip(cohort.within, heads, strict=True):
            table[head] = [_text(inputs[index], value) for value in table[head]]
        return table

    def faults(self, most: int | None = 1000) -> tuple[RowFault, ...]:
        """List what is wrong with the first so many rows that could not be graded, or all, as the plain path says it.

        `row` is the number of the row from 0, and -1 in a frame whose rows have no order.
        """
        return tuple(self._faults(most))

    def _faults(self, most: int | None) -> Iterator[RowFault]:
        row, inputs = self._graded.row, self._engine.program.inputs
        frame = row.frame.filter(~nw.col(GOOD))
        found = columns_of(self._engine.program, row.opened.lazy.collect_schema().names())
        there = [name for name in (ROW, KEY) if name in frame.collect_schema()]
        frame = frame.sort(ROW) if ROW in there else frame
        frame = frame if most is None else frame.head(most)
        table = fetched(frame.select(*there, FAULTS, *dict.fromkeys(found.values())))
        lists = {index: self._events(index, frame) for index in row.stage.lists}
        again = [found.split(outputs.BETWEEN)[0] == ID for found in table[FAULTS]]
        first = self._first([key for key, twice in zip(table[KEY], again, strict=True) if twice]) if any(again) else {}
        for number in range(len(table[FAULTS])):
            record: dict[str, Any] = {fact: table[head][number] for fact, head in found.items()}
            for index, events in lists.items():
                record[inputs[index].origin.id] = events.get(table[KEY][number], [])
            given = record if self._engine.program.as_of is None else {**record, "as_of": self._asked.as_of}
            wrong = list(check(inputs, given)[1])
            if again[number]:
                wrong.append(_repeated(str(record.get("id")), first.get(table[KEY][number])))
            key, name = record.get("id"), record.get("name")
            place = table[ROW][number] if ROW in there else -1
            yield RowFault(place, None if key is None else str(key), None if name is None else str(name), tuple(wrong))

    def _first(self, keys: Sequence[Any]) -> Mapping[Any, int]:
        """Give the number of the first row with each of some ids, where rows have an order."""
        frame = self._graded.row.frame
        if ROW not in frame.collect_schema():
            return {}
        table = fetched(frame.filter(nw.col(KEY).is_in(keys)).group_by(KEY).agg(nw.col(ROW).min()))
        return dict(zip(table[KEY], table[ROW], strict=True))

    def _events(self, index: int, organisations: Frame) -> Mapping[Any, list[Any]]:
        """Give the events of the organisations as they are written, by their key."""
        rows = self._graded.row.stage.lists[index]
        frame = rows.frame.join(organisations.select(KEY), on=KEY, how="semi")
        table = fetched(frame if rows.order is None else frame.sort(rows.order))
        heads = match_heads(rows.item, [name for name in table if not name.startswith(OWN)])
        given = {field.origin.id: heads[field.origin.id] for field in fields_of(rows.item) if field.origin.id in heads}
        found: dict[Any, list[Any]] = {}
        for number, key in enumerate(table[KEY]):
            one = {field: table[head][number] for field, head in given.items()}
            found.setdefault(key, []).append(one if isinstance(rows.item.type, ir.Events) else next(iter(one.values())))
        return found

    def strays(self) -> Mapping[str, Any]:
        """Give of each list the events that are of no organisation, as a frame of the kind that was given."""
        row = self._graded.row
        lists = row.stage.lists.items()
        return {one.item.origin.id: row.events[index].back(strays(one, row.frame)) for index, one in lists}


_FIGURES = ("limit", "base", "before", "after", "open")


def _small(native: Any, first: Opened, table: dict[str, list[Any]]) -> Any:
    """Make a small frame of the kind of another."""
    kinds: dict[str, Any] = {name: nw.Int64() if name in _FIGURES else nw.String() for name in table}
    schema = {**kinds, **({"met": nw.Boolean()} if "met" in table else {})}
    frame = nw.from_native(native)
    if isinstance(frame, nw.DataFrame):
        return nw.from_dict(table, schema, backend=frame.implementation).to_native()
    if frame.implementation.is_polars():
        return nw.from_dict(table, schema, backend="polars").lazy().to_native()
    return bare(same(first, nw.from_dict(table, schema, backend="pyarrow").to_native()).lazy)


def _text(item: ir.Input, value: Any) -> str:
    """Print the value of a group as the plain path does; nothing where it is not known."""
    if value == UNKNOWN:
        return ""
    shown = show(item, bool(value) if isinstance(item.type, ir.Flag) else value)
    return "" if shown is None else str(shown).lower() if isinstance(shown, bool) else str(shown)


def _repeated(key: str, first: int | None) -> Diagnostic:
    if first is None:
        text = Text(f"the id `{key}` stands in several rows", f"编号 `{key}` 在多行中重复")
    else:
        text = Text(f"the id `{key}` is already that of row {first + 1}", f"编号 `{key}` 与第 {first + 1} 行重复")
    return Diagnostic("repeated-id", text, fact="id", label="编号")
