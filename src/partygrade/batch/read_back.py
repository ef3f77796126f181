"""A row of a detailed frame to the grading that it tells of, without the scheme being run again.

Before: a row that was written earlier, with the value of every node, and how the quotas came out in the cohorts. After:
the grading that the plain path gives in its cohort.
Complains of: rows that were not graded or have no values of nodes, rows of another scheme, version or reading as far
as it shows, accounts of quotas and events that are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from partygrade import ir
from partygrade.batch import outputs
from partygrade.batch.row import columns_of
from partygrade.batch.stored import Cells, called, figure, held, other_scheme, row_of, rows_of
from partygrade.batch.stored_events import stored_events
from partygrade.batch.stored_moves import stored_moves
from partygrade.diagnostics import Diagnostic, Text
from partygrade.engine import Engine, Row
from partygrade.errors import FactsError
from partygrade.facts import OWN_KEYS, Facts, check
from partygrade.grading import Grading, Seat

_NODE = re.compile(r"node_[0-9]+")
_KEY = re.compile(r"node_[0-9]+_before")
_MOST_NAMED = 5
"""So many columns are named that are not those of the scheme."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What was graded with a row: the account of the quotas, the events by their list, and the day."""

    quotas: Any = ()
    events: Mapping[str, Any] = field(default_factory=dict)
    as_of: date | None = None


class Stored(Grading):
    """A grading whose values were worked out before. `held` is the own rank had no soft rule been overridden."""

    __slots__ = ("_held", "_values")

    def __init__(
        self,
        engine: Engine,
        facts: Facts,
        values: Sequence[int],
        row: Row,
        held: int | None,
        id: str | None,
        name: str | None,
    ) -> None:
        super().__init__(engine, facts, row, id, name)
        self._values = values
        self._held = held

    def _traced(self) -> Sequence[int]:
        return self._values

    def _rank_without_overrides(self) -> int | None:
        return self._held


def read_back(engine: Engine, row: object, beside: Beside) -> Grading:
    """Give the grading of a row.

    Raises:
        FactsError: with what is missing, or what shows that the row is of another program.
    """
    cells = row_of(row)
    _check_columns(engine.program, cells)
    values = _values(engine.program, cells)
    found = heads_of(engine.program, cells)
    id, name = (called(cells[found[key]]) if key in found else None for key in OWN_KEYS)
    facts = _facts(engine.program, {fact: cells[head] for fact, head in found.items()}, beside)
    _check_lists(engine.program, facts, values, beside.events)
    told = _Told(engine, cells, values, facts)
    told.check()
    row_nodes = [values[node] for node in engine.row_nodes]
    row_nodes[1] = told.rank(outputs.OWN_GRADE) or 0
    grading = Stored(engine, facts, values, tuple(row_nodes), told.held_back(), id, name)
    moves = stored_moves(engine, cells, facts, values, rows_of(beside.quotas))
    grading._seat = Seat(0, told.place(), moves, told.rank(outputs.GRADE) if moves else None)
    return grading


def heads_of(program: ir.Program, names: Iterable[str]) -> dict[str, str]:
    """Find the column of every fact, of the id and of the name, among the columns of a graded frame.

    Raises:
        FactsError: if columns are missing, resemble a fact, or mean the same.
    """
    return columns_of(program, [name for name in names if not _is_added(name)])


def _is_added(name: str) -> bool:
    own = name in outputs.ADDED or name == outputs.WITHOUT_OVERRIDES
    return own or any(kind.fullmatch(name) for kind in (_NODE, _KEY))


# What the row has to have.


def _check_columns(program: ir.Program, cells: Cells) -> None:
    """See that the row was graded in detail, by a program with the same nodes."""
    if cells.get(outputs.FAULTS):
        raise FactsError([_not_graded(str(cells[outputs.FAULTS]))])
    wanted = set(outputs.node_columns(program).values())
    there = {name for name in cells if _NODE.fullmatch(name)}
    if wanted and not there:
        raise FactsError([_no_detail()])
    if wanted != there:
        raise FactsError([other_scheme(*_named(sorted(wanted ^ there, key=lambda name: int(name[5:]))))])
    ranked = [name for name in (outputs.GRADE, outputs.RANK, outputs.QUOTA) if name in cells]
    needed = [outputs.SCORE, outputs.OWN_GRADE, outputs.RULES, outputs.CHECKS]
    needed += (outputs.GRADE, outputs.RANK, outputs.QUOTA) if ranked else ()
    if missing := [name for name in needed if name not in cells]:
        raise FactsError([_missing(name) for name in missing])


def _named(columns: Sequence[str]) -> tuple[str, str]:
    """Say which nodes are those of the row or of the program alone."""
    listed = [f"`{name}`" for name in columns[:_MOST_NAMED]]
    rest = len(columns) - len(listed)
    more, more_zh = (f" and {rest} more", f" 等 {len(columns)} 列") if rest else ("", "")
    en = f"only the row or only the scheme has {', '.join(listed)}{more}"
    return en, f"{'、'.join(listed)}{more_zh}只在该行或只在办法中出现"


def _values(program: ir.Program, cells: Cells) -> tuple[int, ...]:
    """Give the value of every node."""
    names = outputs.node_columns(program)
    out, faults = [], []
    for number, node in enumerate(program.nodes):
        value = 0
        if isinstance(node, ir.Literal):
            value = node.value
        else:
            try:
                value = held(node.type, cells[names[number]])
            except ValueError:
                name, shown = names[number], cells[names[number]]
                faults.append(other_scheme(f"`{name}` cannot be `{shown}`", f"`{name}` 不可能是 `{shown}`"))
        out.append(value)
    if faults:
        raise FactsError(faults[:_MOST_NAMED])
    return tuple(out)


def _facts(program: ir.Program, record: dict[str, Any], beside: Beside) -> Facts:
    """Read the facts from the columns of the row, and the lists from the events beside it."""
    key = called(record.get("id"))
    lists = {item.origin.id: item for item in program.inputs if isinstance(item.type, ir.Events | ir.Panel)}
    for name, table in beside.events.items():
        record[name] = stored_events(lists[name], table, key and key.strip()) if name in lists else table
    if program.as_of is not None:
        record["as_of"] = beside.as_of
    facts, faults = check(program.inputs, record)
    if facts is None:
        raise FactsError(faults)
    return facts


def _check_lists(program: ir.Program, facts: Facts, values: Sequence[int], given: Mapping[str, Any]) -> None:
    """See that no list without events came to something."""
    lost: dict[int, ir.Input] = {}
    for number, node in enumerate(program.nodes):
        if isinstance(node, ir.Aggregate) and facts[node.index] == ():
            nothing = 0 if node.kind == "sum" else values[node.empty]
            if values[number] != nothing:
                lost[node.index] = program.inputs[node.index]
    if lost:
        raise FactsError([_no_events(item, item.origin.id in given) for item in lost.values()])


class _Told:
    """What the columns say that people read, beside the values of nodes."""

    def __init__(self, engine: Engine, cells: Cells, values: Sequence[int], facts: Facts) -> None:
        self.engine, self.program = engine, engine.program
        self.cells, self.values, self.facts = cells, values, facts

    def rank(self, name: str) -> int | None:
        """Give the rank of a grade that a column names; None where it names none."""
        word = self.cells.get(name)
        if word is None or word == "":
            return None
        if word not in self.engine.ladder:
            raise FactsError([other_scheme(f"`{name}` is `{word}`", f"`{name}` 为 `{word}`")])
        return self.engine.ladder.index(word)

    def held_back(self) -> int | None:
        """Give the own rank had no soft rule been overridden."""
        index = self.program.overrides
        if index is None or not self.facts[index]:
            return self.rank(outputs.OWN_GRADE)
        if outputs.WITHOUT_OVERRIDES not in self.cells:
            raise FactsError([_missing(outputs.WITHOUT_OVERRIDES)])
        return self.rank(outputs.WITHOUT_OVERRIDES)

    def place(self) -> int | None:
        """Give the place in the ranking."""
        return figure(self.cells, outputs.RANK) if self.cells.get(outputs.RANK) is not None else None

    # Whether the columns agree.

    def check(self) -> None:
        """See that the columns that people read say what the values of nodes say."""
        wrong = [
            other_scheme(*_disagree(name, self.cells[name], said)) for name, said in self._said() if said is not None
        ]
        if wrong:
            raise FactsError(wrong)

    def _said(self) -> Iterator[tuple[str, str | None]]:
        """Give for every column what the values of nodes say, where that is something else."""
        program, values = self.program, self.values
        if program.score is not None:
            score = self.engine.score(values[program.score.value])
            yield outputs.SCORE, None if _same(self.cells[outputs.SCORE], score) else str(score)
        if program.own_grade is not None and self.engine.ladder:
            last = outputs.GRADE if outputs.GRADE in self.cells else outputs.OWN_GRADE
            excluded = program.excluded is not None and values[program.excluded]
            rank = None if excluded else values[program.own_grade]
            word = "" if rank is None else self.engine.ladder[rank]
            yield last, None if rank == self.rank(last) else word
        fired = [rule.origin.id for rule in outputs.rules_shown(program) if values[rule.condition]]
        failed = [check.origin.id for check in outputs.checks_shown(program) if not values[check.holds]]
        for name, ids in ((outputs.RULES, fired), (outputs.CHECKS, failed)):
            said = outputs.BETWEEN.join(ids)
            yield name, None if (self.cells[name] or "") == said else said


def _same(cell: Any, score: Decimal | None) -> bool:
    """Tell whether a cell holds a score; as a double it is the nearest one."""
    if score is None or cell is None or isinstance(cell, float):
        return bool(cell == (None if score is None else float(score)))
    try:
        return Decimal(cell) == score
    except (InvalidOperation, TypeError, ValueError):
        return False


# What is said.


def _disagree(name: str, cell: Any, said: str) -> tuple[str, str]:
    shown = "" if cell is None else cell
    return f"`{name}` is `{shown}`, and the nodes say `{said}`", f"`{name}` 为 `{shown}`，而各节点的值为 `{said}`"


def _not_graded(faults: str) -> Diagnostic:
    text = Text(f"the row was not graded: it has faults in `{faults}`", f"该行未评定：`{faults}` 有差错")
    return Diagnostic("not-graded", text)


def _no_detail() -> Diagnostic:
    text = Text(
        "the row has no values of nodes: expected one that was graded in detail (`detail=True`, `--detail`)",
        "该行没有各节点的值：应为带明细评定的行（`detail=True`，`--detail`）",
    )
    return Diagnostic("missing-column", text)


def _missing(name: str) -> Diagnostic:
    text = Text(f"the row has no column `{name}`, which the grading adds", f"该行缺少评定所加的列 `{name}`")
    return Diagnostic("missing-column", text, fact=name)


def _no_events(item: ir.Input, given: bool) -> Diagnostic:
    fact, label = item.origin.id, item.origin.label
    but, but_zh = ("are not among those that were given", "不在所给的事件中") if given else ("are missing", "没有给出")
    text = Text(
        f"the organisation was graded with events of `{label}` ({fact}), which {but}",
        f"该组织评定时有 `{label}`（{fact}）的事件，{but_zh}",
    )
    help = Text(f"give them with `events`, or `--events {fact}=FILE`", f"请以 `events` 或 `--events {fact}=文件` 给出")
    return Diagnostic("missing-events", text, fact=fact, label=label, help=help)
