"""A table of organisations for a command: read, matched with the facts of the scheme, and graded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partygrade.api import Scheme
from partygrade.cli import faults
from partygrade.cli.draw import counted
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import open_scheme, reported
from partygrade.cli.screen import Screen
from partygrade.cli.stop import Stop
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError
from partygrade.grading import CohortGrading, RowFault
from partygrade.tables import ColumnMatch, Table, match_columns, read_table, renamed


@dataclass(frozen=True, slots=True)
class Organisations:
    """The rows of a table, graded: `cohort` has what could be graded, `faulty` the other rows."""

    scheme: Scheme
    path: Path
    table: Table
    records: tuple[dict[str, object], ...]
    cohort: CohortGrading
    faulty: tuple[RowFault, ...]

    def fault_lines(self, screen: Screen) -> list[str]:
        """Show every fault of every row."""
        return faults.of_rows(self.path, self.table, self.faulty, screen.lang)


def graded(options: Options, screen: Screen, quiet: bool = False) -> Organisations:
    """Load the scheme, read the table, and grade every row that has no fault.

    Raises:
        Stop: with every fault of the scheme, or of the table as a whole.
    """
    scheme = open_scheme(options.scheme, options.set, screen.lang)
    table, match = _read(scheme, options.table, screen)
    if match.extra and not quiet:
        _note_extra(match.extra, screen)
    records = renamed(table, match)
    watched = counted(records, len(records), screen.say("grading", "评定"), screen)
    with reported(options.scheme, screen.lang):
        cohort = scheme.grade_cohort(watched, on_error="collect", as_of=options.as_of)
    faulty = faults.with_lines(cohort.faults, table, [record.get("id") for record in records])
    return Organisations(scheme, options.table, table, records, cohort, faulty)


def _read(scheme: Scheme, path: Path, screen: Screen) -> tuple[Table, ColumnMatch]:
    if path.is_dir():
        raise Stop(screen.say(f"error: `{path}` is a folder: expected a table", f"错误：`{path}` 是文件夹：应为表格"))
    try:
        table = read_table(path)
    except FactsError as error:
        raise Stop("\n".join(faults.of_table(path, error.diagnostics, screen.lang))) from error
    names = {item.origin.id: [item.origin.label] for item in scheme.program.inputs}
    match = match_columns(table.columns, names)
    found = [*match.diagnostics, *_missing(scheme, table, match)]
    if found:
        raise Stop("\n".join(faults.of_table(path, found, screen.lang)))
    return table, match


def _missing(scheme: Scheme, table: Table, match: ColumnMatch) -> Iterator[Diagnostic]:
    """Complain once of a column that every row would miss, and of a table without rows."""
    spoken_of = {*match.columns.values(), *(fault.fact for fault in match.diagnostics)}
    for item in scheme.program.inputs:
        if item.default is None and not item.optional and item.origin.id not in spoken_of:
            label, fact = item.origin.label, item.origin.id
            text = Text(f"no column gives `{label}` ({fact}), which is required", f"缺少必填的列 `{label}`（{fact}）")
            yield Diagnostic("missing-column", text)
    if not table.rows:
        yield Diagnostic("no-rows", Text("the table has no rows", "表格里没有数据行"))


def _note_extra(extra: tuple[str, ...], screen: Screen) -> None:
    listed = ", ".join(f"`{head}`" for head in extra)
    one = f"the column {listed} is no fact of this scheme, and is not used"
    many = f"the columns {listed} are no facts of this scheme, and are not used"
    zh = f"列 {listed.replace(', ', '、')} 不是本办法的事实，没有使用"
    screen.note(one if len(extra) == 1 else many, zh)
