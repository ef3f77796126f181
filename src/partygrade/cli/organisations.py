"""A table of organisations for a command: read, joined with tables of events, and graded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from partygrade import ir
from partygrade.api import Scheme
from partygrade.cli import faults
from partygrade.cli.events import EventTable, event_tables, strays
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import open_scheme, reported
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import counted
from partygrade.cli.stop import Stop
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError
from partygrade.grading import CohortGrading, RowFault
from partygrade.tables import (
    ORGANISATION_KEY,
    ColumnMatch,
    Joined,
    Row,
    Table,
    by_id,
    join,
    match_columns,
    missing_columns,
    read_table,
    renamed,
    table_format,
)

_NTH = re.compile(r"(\w+)\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Organisations:
    """The rows of a table, graded: `cohort` has what could be graded, `faulty` the other rows.

    `joined` has the records with their events, and the events of nobody.
    """

    scheme: Scheme
    path: Path
    table: Table
    events: tuple[EventTable, ...]
    joined: Joined
    cohort: CohortGrading
    faulty: tuple[RowFault, ...]

    @property
    def sound(self) -> bool:
        """Whether every row was graded, and every event is of a row."""
        return not self.faulty and not self.joined.faults

    def stray_lines(self, screen: Screen) -> list[str]:
        """Show every event that is of no organisation."""
        return list(strays(self.events, self.joined.faults, screen.lang))

    def fault_lines(self, screen: Screen, rows: Iterable[RowFault] | None = None) -> list[str]:
        """Show every fault of every row, or of some rows."""
        return faults.of_rows(self.faulty if rows is None else rows, self._place, screen.lang)

    def _place(self, found: RowFault, fault: Diagnostic) -> str:
        """Give the file and the line of a fault: those of the event, if it is one of a table of events."""
        inside = _NTH.match(fault.fact or "")
        for events in self.events if inside else ():
            if inside and events.item.origin.id == inside[1]:
                number = self.joined.origins[inside[1]][(found.id or "").strip()][int(inside[2]) - 1]
                return f"{events.path}:{events.table.lines[number]}"
        return f"{self.path}:{self.table.lines[found.row]}"


def graded(options: Options, screen: Screen, quiet: bool = False) -> Organisations:
    """Load the scheme, read the table and those of events, and grade every row that has no fault.

    Raises:
        Stop: with every fault of the scheme, or of a table as a whole.
    """
    scheme = open_scheme(options.scheme, options.set, screen.lang)
    events = event_tables(scheme, options.events, screen)
    table, match = _read(scheme, options.table, [found.item for found in events], screen)
    if not quiet:
        _note_extra(match.extra, None, screen)
        _note_defaults(match, columns(scheme), screen)
        for found in events:
            _note_extra(found.extra, found.item, screen)
    joined = _joined(options.table, by_id(renamed(table, match), scheme.program.inputs), events, screen)
    watched = counted(joined.records, len(joined.records), screen.say("grading", "评定"), screen)
    with reported(options.scheme, screen.lang):
        cohort = scheme.grade_cohort(watched, on_error="collect", as_of=options.as_of)
    faulty = faults.with_lines(cohort.faults, table, [record.get("id") for record in joined.records])
    return Organisations(scheme, options.table, table, events, joined, cohort, faulty)


def _joined(path: Path, records: Sequence[Row], events: Iterable[EventTable], screen: Screen) -> Joined:
    lists = {found.item.origin.id: found.rows for found in events}
    if not lists:
        return Joined(tuple(records), (), {})
    try:
        return join(records, lists, key=ORGANISATION_KEY, on_error="collect")
    except FactsError as error:
        raise Stop("\n".join(faults.of_table(path, error.diagnostics, screen.lang))) from error


def columns(scheme: Scheme) -> tuple[ir.Input, ...]:
    """List the inputs that a table of organisations may have a column for."""
    program = scheme.program
    return tuple(item for number, item in enumerate(program.inputs) if number != program.as_of)


def _read(scheme: Scheme, path: Path, lists: Sequence[ir.Input], screen: Screen) -> tuple[Table, ColumnMatch]:
    if path.is_dir():
        raise Stop(screen.say(f"error: `{path}` is a folder: expected a table", f"错误：`{path}` 是文件夹：应为表格"))
    try:
        table = read_table(path)
    except FactsError as error:
        raise Stop("\n".join(faults.of_table(path, error.diagnostics, screen.lang))) from error
    inputs = columns(scheme)
    match = match_columns(table.columns, {item.origin.id: [item.origin.label] for item in inputs})
    found = [*match.diagnostics, *missing_columns(inputs, match), *_misplaced(path, match, inputs, lists)]
    if not table.rows:
        found.append(Diagnostic("no-rows", Text("the table has no rows", "表格里没有数据行")))
    if found:
        raise Stop("\n".join(faults.of_table(path, found, screen.lang)))
    return table, match


def _misplaced(
    path: Path, match: ColumnMatch, inputs: Iterable[ir.Input], lists: Sequence[ir.Input]
) -> Iterator[Diagnostic]:
    """Complain of columns for lists of events, and of a table that events cannot be joined to."""
    given = {item.origin.id for item in lists}
    heads = {meaning: head for head, meaning in match.columns.items()}
    for item in inputs:
        fact = item.origin.id
        if not isinstance(item.type, ir.Events) or fact not in heads:
            continue
        if fact in given:
            en = f"the column `{heads[fact]}` and `--events` both give `{fact}`: expected it in one place"
            yield Diagnostic(
                "repeated-list", Text(en, f"列 `{heads[fact]}` 与 `--events` 都给出了 `{fact}`：只应给出一处")
            )
        elif table_format(path) == "csv":
            en = f"the column `{heads[fact]}` is a list of events: expected a table of its own"
            help = Text(f"write `--events {fact}=FILE`", f"请用 `--events {fact}=文件`")
            yield Diagnostic("events-column", Text(en, f"列 `{heads[fact]}` 是事件列表：应另成一表"), help=help)
    if given and "id" not in heads:
        yield Diagnostic(
            "missing-column",
            Text(
                "no column gives the id of the organisation, by which events are joined: expected `id` or `编号`",
                "没有编号列，无法对应事件：应有 `编号` 或 `id`",
            ),
        )


def _note_defaults(match: ColumnMatch, inputs: Iterable[ir.Input], screen: Screen) -> None:
    """Name the facts that no column gives, where a column is not used that may have been meant for one of them."""
    given = set(match.columns.values())
    silent = [
        item.origin.label
        for item in inputs
        if item.origin.id not in given and not item.optional and not isinstance(item.type, ir.Events | ir.Panel)
    ]
    if match.extra and silent:
        listed = [f"`{label}`" for label in silent]
        screen.note(
            f"no column gives {', '.join(listed)}: the default counts in every row",
            f"没有 {'、'.join(listed)} 列，各行都按缺省值计",
        )


def _note_extra(extra: Sequence[str], of: ir.Input | None, screen: Screen) -> None:
    """Name the columns that are not used; `of` is the list of events, None for the table of organisations."""
    if not extra:
        return
    listed = ", ".join(f"`{head}`" for head in extra)
    en, zh = ("fact of this scheme", "本办法的事实")
    if of is not None:
        en, zh = (f"field of `{of.origin.id}`", f" `{of.origin.id}` 的字段")
    one = f"the column {listed} is no {en}, and is not used"
    many = f"the columns {listed} are no {en.replace(' of', 's of', 1)}, and are not used"
    screen.note(one if len(extra) == 1 else many, f"列 {listed.replace(', ', '、')} 不是{zh}，没有使用")
