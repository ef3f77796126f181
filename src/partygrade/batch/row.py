"""The row stage: a frame read, and of every row the values that need no quota.

Complains of: columns that are missing, or mean several facts, and lists that the scheme does not have.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch import columns, outputs
from partygrade.batch.arithmetic import integer
from partygrade.batch.at_once import read_and_worked
from partygrade.batch.columns import KEY, Frame, Leaves
from partygrade.batch.event_rows import Rows, event_rows, match_heads, organisation_key
from partygrade.batch.frames import Opened, same
from partygrade.batch.ids import distinct
from partygrade.batch.ingest import ingest
from partygrade.batch.list_faults import with_faults
from partygrade.batch.plans import kept_plans
from partygrade.batch.quick import ColumnReaders
from partygrade.batch.run import Stage, after_quotas, keys_before, worked
from partygrade.batch.settle import Range, settle, span
from partygrade.diagnostics import Diagnostic, Text
from partygrade.engine import Engine
from partygrade.errors import FactsError
from partygrade.evaluate import Value
from partygrade.tables.columns import match_columns, missing_columns


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of a frame.

    Without `cohort` the row stage alone is done. `detail` adds the value of every node.
    """

    events: Mapping[str, Any] = field(default_factory=dict)
    cohort: bool = True
    detail: bool = False
    as_of: date | None = None

    def about(self, part: str) -> Hashable:
        """Tell what a plan for a part of the work depends on, besides the columns of the frame."""
        return part, tuple(sorted(self.events)), self.cohort, self.detail, self.as_of


@dataclass(frozen=True, slots=True)
class RowStage:
    """A frame after the row stage, with columns of our own: what was read, and the values of nodes.

    `events` has the frames of the lists, by the number of their input; `left` the columns of nodes that are left for
    the next stages, with the range of each.
    """

    opened: Opened
    events: Mapping[int, Opened]
    frame: Frame
    leaves: Leaves
    stage: Stage
    left: Mapping[str, Range]


def row_stage(engine: Engine, first: Opened, asked: Asked) -> RowStage:
    """Read a frame, and work out of every row what it needs no other row for.

    Where values depend on the whole cohort, these are worked out too.
    """
    program = engine.program
    names = first.lazy.collect_schema().names()
    _check_names(program, names, asked)
    found = columns_of(program, names)
    plans, about = kept_plans(engine), asked.about
    keyed = _keyed(first.lazy, found.get("id"))
    fixed = _fixed(program, found, asked)
    # What is joined to a frame has rows of its own, of which no plan tells.
    program, outcome = _leaving(engine, asked, first.engine == "polars")
    alone = not asked.events and not any(isinstance(node, ir.Across) for node in program.nodes)
    at_once = alone and first.engine == "polars" and len(fixed) < len(program.inputs)
    if at_once:
        frame, leaves = plans.over(
            keyed, about("rows"), lambda frame: _at_once(program, outcome, asked, found, fixed, frame)
        )
    else:
        frame, facts = plans.over(keyed, about("read"), lambda frame: ingest(program.inputs, frame, found))
        leaves = Leaves({number: column for number, column in facts.items() if number not in fixed}, fixed=fixed)
    given: dict[int, Opened] = {}
    frame, lists = _lists(program, first, frame, asked.events, given)
    if asked.cohort:
        frame = distinct(frame, keyed)
    stage = Stage(program, lists, [columns.group(index) for index in _within(program)])

    def work(frame: Frame) -> tuple[Frame, Leaves]:
        frame = frame.with_columns(_group(program, index, leaves.facts.get(index)) for index in _within(program))
        return (frame, leaves) if at_once else worked(stage, frame, leaves, outcome)

    frame, leaves = plans.over(frame, about("work"), work) if alone else work(frame)
    left = {name: span(program.nodes[n].type) for n, name in outcome.items()}
    return RowStage(first, given, frame, leaves, stage, left)


def _leaving(engine: Engine, asked: Asked, masked: bool) -> tuple[ir.Program, Mapping[int, str]]:
    """Give the columns of nodes that the row stage has to leave behind, and the program with these nodes.

    Where flags are `masked`, those of a list of words become one number.
    """
    program = engine.program
    nodes = list(program.nodes)
    score = program.score.value if program.score else None
    found = {score, program.own_grade, program.excluded, *(outputs.node_columns(program) if asked.detail else ())}
    if asked.cohort:
        found |= {*engine.row_nodes, *after_quotas(program)[1]}
    masks: dict[int, str] = {}
    for name, flags in outputs.flags_shown(program).items():
        if masked and 0 < len(flags) <= outputs.MASKED:
            masks[outputs.masked(nodes, flags)] = outputs.mask(name)
        else:
            found |= {number for number, _ in flags}
    return replace(program, nodes=tuple(nodes)), {n: columns.node(n) for n in sorted(found - {None})} | masks


def _at_once(
    program: ir.Program,
    outcome: Mapping[int, str],
    asked: Asked,
    found: Mapping[str, str],
    fixed: Mapping[int, Value],
    frame: Frame,
) -> tuple[Frame, Leaves]:
    """Read a frame of polars and work out what every row needs no other row for, in one step."""
    single = {n: item for n, item in enumerate(program.inputs) if n not in fixed}
    readers = ColumnReaders(single, frame.collect_schema(), {n: found[item.origin.id] for n, item in single.items()})
    kept = [n for n in single if asked.detail or (asked.cohort and n in _within(program))]
    settled = settle(program.nodes, outcome, fixed, (), quota=False)
    frame = read_and_worked(readers, settled, outcome, kept, frame)
    return frame, Leaves({n: columns.held(n) for n in kept}, fixed=fixed)


def _within(program: ir.Program) -> tuple[int, ...]:
    return program.cohort.within if program.cohort else ()


def _fixed(program: ir.Program, found: Mapping[str, str], asked: Asked) -> dict[int, Value]:
    """Give the inputs that no column gives, with what they hold in every row."""
    out: dict[int, Value] = {}
    for number, item in enumerate(program.inputs):
        if number == program.as_of and asked.as_of is not None:
            out[number] = asked.as_of.toordinal()
        elif _is_list(item):
            if item.origin.id not in asked.events:
                out[number] = ()
        elif item.origin.id not in found:
            out[number] = item.default
    return out


def _group(program: ir.Program, index: int, column: str | None) -> nw.Expr:
    """Give what organisations of one cohort agree in; what is not known is a value of its own."""
    item, name = program.inputs[index], columns.group(index)
    text = isinstance(item.type, ir.Label)
    unknown = nw.lit("") if text else integer(UNKNOWN)
    if column is None:
        known = unknown if item.default is None else nw.lit(str(item.default)) if text else integer(int(item.default))
        return known.alias(name)
    return nw.coalesce(nw.col(column) if text else nw.col(column).cast(nw.Int64), unknown).alias(name)


UNKNOWN = -(2**53)
"""Stands in a group column for a value that is not known; no value is so small."""


def columns_of(program: ir.Program, names: Sequence[str]) -> dict[str, str]:
    """Find the column of every fact, and of the id and the name.

    Raises:
        FactsError: if columns are missing, resemble a fact, or mean the same.
    """
    single = [item for n, item in enumerate(program.inputs) if n != program.as_of and not _is_list(item)]
    match = match_columns(names, {item.origin.id: [item.origin.label] for item in single})
    faults = [*match.diagnostics, *missing_columns(single, match)]
    if faults:
        raise FactsError(faults)
    return {fact: head for head, fact in match.columns.items()}


def _is_list(item: ir.Input) -> bool:
    return isinstance(item.type, ir.Events | ir.Panel)


def _check_names(program: ir.Program, names: Sequence[str], asked: Asked) -> None:
    detail = [*outputs.node_columns(program).values(), *keys_before(program).values(), outputs.WITHOUT_OVERRIDES]
    added = [*outputs.ADDED, *(detail if asked.detail else ())]
    faults = [_taken(name) for name in added if name in set(names)]
    lists = {item.origin.id for item in program.inputs if _is_list(item)}
    faults += [_no_list(name, lists) for name in asked.events if name not in lists]
    if faults:
        raise FactsError(faults)


def _taken(name: str) -> Diagnostic:
    text = Text(
        f"the frame has a column `{name}` already, which the grading would add", f"表中已有评定将要添加的列 `{name}`"
    )
    return Diagnostic("repeated-column", text, help=Text("rename it or leave it out", "请改名或去掉该列"), fact=name)


def _no_list(name: str, lists: set[str]) -> Diagnostic:
    known = ", ".join(f"`{one}`" for one in sorted(lists))
    text = Text(
        f"`{name}` is no list of this scheme: expected {f'one of {known}' if known else 'none'}",
        f"`{name}` 不是本办法的列表：{f'应为 {known} 之一' if known else '本办法没有列表'}",
    )
    return Diagnostic("unknown-fact", text, fact=name)


def _keyed(frame: Frame, key: str | None) -> Frame:
    """Add the ids of the organisations, where a column gives them."""
    if key is None:
        return frame
    return frame.with_columns(organisation_key(nw.col(key), frame.collect_schema()[key]).alias(KEY))


def _lists(
    program: ir.Program,
    first: Opened,
    frame: Frame,
    given: Mapping[str, Any],
    events: dict[int, Opened],
) -> tuple[Frame, dict[int, Rows]]:
    """Read the lists of events, which are opened into `events`, and join their faults to the organisations."""
    found: dict[int, Rows] = {}
    for index, item in enumerate(program.inputs):
        if not _is_list(item):
            continue
        if item.origin.id in given:
            if KEY not in frame.collect_schema():
                raise FactsError([_no_id()])
            events[index] = same(first, given[item.origin.id])
            heads = match_heads(item, events[index].lazy.collect_schema().names())
            found[index] = event_rows(
                item, events[index].lazy, heads, frame.collect_schema()[KEY], _order(events[index], heads)
            )
            frame = with_faults(frame, found[index])
        elif isinstance(item.type, ir.Panel) and item.type.least:
            raise FactsError([_no_scores(item)])
    return frame, found


def _order(events: Opened, heads: Mapping[str, str]) -> str | None:
    """Give the column that says which event comes first, where the rows have no order and it is no field."""
    there = ORDER in events.lazy.collect_schema() and ORDER not in heads.values()
    return ORDER if there and not events.ordered else None


ORDER = "order"
"""The column of events that says which comes first, in frames whose rows have no order."""


def _no_id() -> Diagnostic:
    text = Text(
        "no column gives the id of the organisations: expected `id`, by which events are joined",
        "没有组织编号一列：应有 `id`，以便对应事件",
    )
    return Diagnostic("missing-id", text, fact="id", label="编号")


def _no_scores(item: ir.Input) -> Diagnostic:
    fact, label = item.origin.id, item.origin.label
    text = Text(
        f"no frame of events gives `{label}` ({fact}), which is required", f"缺少必填的列表 `{label}`（{fact}）"
    )
    return Diagnostic("missing-column", text, fact=fact, label=label)
