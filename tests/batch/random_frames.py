"""Random frames of organisations for any scheme: many that tie, cells of every type, nulls, faults, and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl

from batch.organisations import listed
from partygrade import Scheme, exact, ir
from partygrade.batch.event_rows import fields_of
from partygrade.cuts import cuts, cuts_among
from partygrade.strategies import spellings

LINE = "line"
"""A column of no fact, by which rows are told apart."""

DAYS = [date(2016, 2, 29), date(2017, 2, 28), date(2017, 3, 1), date(2018, 6, 5), date(2020, 1, 31)]
LABELS = ("东乡", "西乡", "a b")
WRONG = ("?", "1e1", "１", "5.", "--1", "NaN", "99999", "-3", "0.12345678", "7%%", "2017-02-30", "2017-6-5", "maybe")
UNORDERED = ("duckdb", "pyspark")
"""The engines whose rows have no order."""


@dataclass(frozen=True, slots=True)
class Table:
    """A frame of organisations, those of their events by list, and the day as of which is graded."""

    organisations: pl.DataFrame
    events: dict[str, pl.DataFrame]
    day: date | None


class Rows:
    """Makes up the rows of a scheme; with `ends` of the least and the greatest values only, and without faults."""

    def __init__(self, scheme: Scheme, dice: Random, engine: str = "polars", ends: bool = False) -> None:
        self.program = scheme.program
        self.dice = dice
        self.engine = engine
        self.ends = ends
        self.faulty = 0.0 if ends else dice.choice([0.0, 0.0, 0.02, 0.1])
        self.near = cuts(scheme.program)

    def table(self, count: int) -> Table:
        dice, program = self.dice, self.program
        ids = self.ids(count)
        columns: dict[str, pl.Series] = {LINE: pl.Series(range(count), dtype=pl.Int64), "id": ids}
        patterns = dice.randint(1, 6)
        base = [dice.randrange(patterns) for _ in range(count)]
        for number, item in enumerate(program.inputs):
            optional = item.optional or item.default is not None
            if listed(item) or number == program.as_of or (optional and dice.random() < 0.2):
                continue
            head = item.origin.label if dice.random() < 0.2 else item.origin.id
            columns[head] = self.column(item, self.near[number], base, 0.3 if self.grouped(number) else 0.1)
        events = {
            item.origin.id: self.events(item, number, ids)
            for number, item in enumerate(program.inputs)
            if listed(item) and (dice.random() < 0.9 or isinstance(item.type, ir.Panel))
        }
        day = dice.choice(DAYS) if program.as_of is not None else None
        return Table(pl.DataFrame(columns), events, day)

    def grouped(self, number: int) -> bool:
        return self.program.cohort is not None and number in self.program.cohort.within

    def ids(self, count: int) -> pl.Series:
        """Make up ids: texts or whole numbers, of which a few may be missing or repeated."""
        ids: list[Any] = [f"o{n}" for n in range(count)]
        # Where one is missing, pandas makes 1.0 of 1.
        kind = self.dice.choice(["text", "text", "zeros" if self.engine == "pandas" else "number", "zeros"])
        if kind != "text":
            ids = list(range(count)) if kind == "number" else [f"00{n}" for n in range(count)]
        if self.faulty and self.dice.random() < 0.5:
            for _ in range(2):
                # Where rows have no order, none of a repeated id is the first.
                again = None if self.engine in UNORDERED else ids[0]
                ids[self.dice.randrange(count)] = self.dice.choice([None, again])
        return pl.Series(ids, dtype=pl.Int64 if kind == "number" else pl.String)

    # Single values.

    def pool(self, item: ir.Input, near: Sequence[int]) -> list[Any]:
        """List held values, of which an organisation takes one."""
        match item.type:
            case ir.Number() if self.ends:
                return [item.type.low, item.type.high - (item.type.high - item.type.low) % item.step]
            case ir.Day() if self.ends:
                return [item.type.low, item.type.high]
            case ir.Number():
                steps = (item.type.high - item.type.low) // item.step
                some = [item.type.low + self.dice.randint(0, steps) * item.step for _ in range(4)]
                return [*near, *(one for one in some if not 0 < one < item.gap)]
            case ir.Flag():
                return [False, True]
            case ir.Choice():
                return list(range(len(item.type.options)))
            case ir.Rank():
                return list(range(len(item.type.ladder)))
            case ir.Day():
                return [*near, *(day.toordinal() for day in DAYS)]
            case _:
                return list(LABELS)

    def held(self, item: ir.Input, near: Sequence[int], base: Sequence[int], often: float) -> list[Any]:
        """Give the held value of every row: one of its pattern, or now and then another."""
        pool, dice = self.pool(item, near), self.dice
        if (item.optional or item.default is not None) and not self.ends:
            pool += [None] * (1 + len(pool) // 3)
        usual = [dice.choice(pool) for _ in range(max(base, default=0) + 1)]
        if self.ends:
            usual[:2] = [pool[0], pool[-1]][: len(usual)]
        return [dice.choice(pool) if dice.random() < often else usual[one] for one in base]

    def column(self, item: ir.Input, near: Sequence[int], base: Sequence[int], often: float = 0.1) -> pl.Series:
        """Give the cells of a fact as text, or as a type that can hold it."""
        values, dice = self.held(item, near, base, often), self.dice
        wrong = [dice.random() < self.faulty for _ in values]
        match item.type:
            case ir.Number() if dice.random() < 0.6:
                return self.numbers(item, item.type, values, wrong)
            case ir.Flag() if dice.random() < 0.5:
                held = [None if bad or value is None else bool(value) for value, bad in zip(values, wrong, strict=True)]
                return pl.Series(held, dtype=pl.Boolean)
            case ir.Day() if dice.random() < 0.5:
                days = [
                    None if bad or value is None else date.fromordinal(value)
                    for value, bad in zip(values, wrong, strict=True)
                ]
                return pl.Series(days, dtype=pl.Date)
            case _:
                cells = [self.text(item, value, bad) for value, bad in zip(values, wrong, strict=True)]
                grouped = isinstance(item.type, ir.Choice | ir.Rank) and dice.random() < 0.2
                return pl.Series(cells, dtype=pl.String).cast(pl.Categorical if grouped else pl.String)

    def text(self, item: ir.Input, value: Any, bad: bool) -> str | None:
        if bad:
            return self.dice.choice([*WRONG, None, " "])
        if value is None:
            return self.dice.choice([None, None, "", " "])
        ways = [way for way in spellings(item, value) if isinstance(way, str)]
        if isinstance(item.type, ir.Number):
            ways.append(exact.text(value, item.type.scale))
        if isinstance(item.type, ir.Flag):
            ways += [way.upper() for way in ways]
        return self.dice.choice(ways)

    def numbers(self, item: ir.Input, kind: ir.Number, values: list[Any], wrong: list[bool]) -> pl.Series:
        """Give the cells of a number as integers, doubles or decimals; a fault is off the step or out of range."""
        dice, power = self.dice, 10**kind.scale
        kept = [self.spoilt(kind, value) if bad else value for value, bad in zip(values, wrong, strict=True)]
        match dice.choice(["integer", "double", "decimal"]):
            case "integer":
                whole = [None if value is None else value // power * power for value in kept]
                fit = [
                    value if self.fits(item, kind, value) or bad else old
                    for value, old, bad in zip(whole, kept, wrong, strict=True)
                ]
                if all(value is None or value % power == 0 for value in fit):
                    return pl.Series([None if value is None else value // power for value in fit], dtype=pl.Int64)
                return pl.Series([None if value is None else float(exact.decimal(value, kind.scale)) for value in fit])
            case "double":
                cells = [None if value is None else float(exact.decimal(value, kind.scale)) for value in kept]
                odd = [1e300, 0.1 + 0.2, -0.0, 1e-7, *([float("nan"), float("inf")] if self.engine != "pandas" else [])]
                cells = [
                    dice.choice(odd) if bad and dice.random() < 0.3 else one
                    for one, bad in zip(cells, wrong, strict=True)
                ]
                return pl.Series(cells, dtype=pl.Float64)
            case _:
                scale = kind.scale + dice.choice([0, 0, 3])
                decimals = [None if value is None else exact.decimal(value, kind.scale) for value in kept]
                decimals = [
                    one + Decimal(1).scaleb(-scale) if one is not None and bad and dice.random() < 0.3 else one
                    for one, bad in zip(decimals, wrong, strict=True)
                ]
                return pl.Series(decimals, dtype=pl.Decimal(20, scale))

    def spoilt(self, kind: ir.Number, value: Any) -> Any:
        ends = [kind.low - 1, kind.high + 1, kind.low - 10**kind.scale, kind.high + 10**kind.scale, None]
        return self.dice.choice([*ends, *([] if value is None else [value + 1, value - 1])])

    def fits(self, item: ir.Input, kind: ir.Number, value: int | None) -> bool:
        if value is None:
            return True
        return kind.low <= value <= kind.high and not 0 < value < item.gap and (value - kind.low) % item.step == 0

    # Lists.

    def events(self, item: ir.Input, number: int, ids: pl.Series) -> pl.DataFrame:
        """Make up the events of all organisations, in any order, and a few of nobody."""
        dice, kind, fields = self.dice, item.type, fields_of(item)
        assert isinstance(kind, ir.Panel | ir.Events)
        least = kind.least if isinstance(kind, ir.Panel) else 0
        most = min(kind.most, 12) if isinstance(kind, ir.Panel) else 7
        owners = []
        for one in ids:
            count = dice.choice([least, least, *range(least, most)]) if one is not None else 0
            if self.ends:
                count = dice.choice([least, kind.most])
            if dice.random() < self.faulty / 2:
                count = dice.choice([max(least - 1, 0), kind.most + 1])
            owners += [one] * count
        if self.faulty:
            owners += [None, 10_000 if ids.dtype == pl.Int64 else "nobody"]
        dice.shuffle(owners)
        base = [dice.randrange(5) for _ in owners]
        each = [node.each for node in self.program.nodes if isinstance(node, ir.Aggregate) and node.index == number]
        near: list[set[int]] = [set() for _ in fields]
        for one in each:
            for found, figures in zip(near, cuts_among(one.nodes, fields), strict=True):
                found.update(figures)
        columns = {"id": pl.Series(owners, dtype=ids.dtype)}
        few = self.faulty
        self.faulty = few / 5
        keyed = kind.key if isinstance(kind, ir.Events) else ()
        for n, (field, figures) in enumerate(zip(fields, near, strict=True)):
            if (field.optional or field.default is not None) and dice.random() < 0.15:
                continue
            often = 0.9 if n in keyed else 0.5
            columns[field.origin.id] = self.column(field, sorted(figures), base, often)
        self.faulty = few
        found = pl.DataFrame(columns)
        return found if few and dice.random() < 0.5 else self.apart(found, [fields[n].origin.id for n in keyed])

    def apart(self, events: pl.DataFrame, keyed: list[str]) -> pl.DataFrame:
        """Leave out events of an organisation that agree in the key, as they are written."""
        keyed = [name for name in keyed if name in events.columns]
        return events.unique(["id", *keyed], keep="first", maintain_order=True) if keyed else events
