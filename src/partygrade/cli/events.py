"""Tables of events for a command: each read, and matched with the fields of its list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from partygrade import ir
from partygrade.api import Scheme
from partygrade.cli import faults
from partygrade.cli.screen import Screen
from partygrade.cli.stop import USAGE, Stop
from partygrade.diagnostics import Diagnostic, Lang, Text, suggestion
from partygrade.errors import FactsError
from partygrade.tables import Row, Table, match_fields, read_table, renamed


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table of events: which list it gives, and its rows by the ids of the fields."""

    item: ir.Input
    path: Path
    table: Table
    rows: tuple[Row, ...]
    extra: tuple[str, ...]


def event_tables(scheme: Scheme, asked: Sequence[tuple[str, Path]], screen: Screen) -> tuple[EventTable, ...]:
    """Read the tables that `--events` names.

    Raises:
        Stop: with every fault of the tables as a whole, or if a name is no list of events.
    """
    found: dict[str, tuple[ir.Input, Path]] = {}
    for name, path in asked:
        item = event_list(scheme, name, screen)
        if item.origin.id in found:
            raise Stop(screen.say(f"error: `{name}` is given twice", f"错误：`{name}` 给出了两次"), USAGE)
        found[item.origin.id] = item, path
    tables: list[EventTable] = []
    said: list[str] = []
    for item, path in found.values():
        try:
            tables.append(_read(item, path, screen))
        except FactsError as error:
            said += faults.of_table(path, error.diagnostics, screen.lang)
    if said:
        raise Stop("\n".join(said))
    return tuple(tables)


def event_list(scheme: Scheme, name: str, screen: Screen) -> ir.Input:
    """Find a list of events by its id or its label.

    Raises:
        Stop: if there is none.
    """
    lists = [item for item in scheme.program.inputs if isinstance(item.type, ir.Events)]
    for same in ([i for i in lists if i.origin.id == name], [i for i in lists if i.origin.label == name]):
        if len(same) == 1:
            return same[0]
    raise Stop(_no_list(name, lists, screen.lang))


def _no_list(name: str, lists: Sequence[ir.Input], lang: Lang) -> str:
    known = [item.origin.id for item in lists]
    listed = ", ".join(f"`{fact}`" for fact in known)
    expected = Text(f"expected one of {listed}", f"应为 {listed.replace(', ', '、')} 之一")
    none = Text("it has none", "本办法没有事件列表")
    close = suggestion(name, [*known, *(item.origin.label for item in lists)])
    text = Text(
        f"error: `{name}` is no list of events of this scheme; {(close or (expected if known else none)).en}",
        f"错误：`{name}` 不是本办法的事件列表；{(close or (expected if known else none)).zh}",
    )
    return text[lang]


def _read(item: ir.Input, path: Path, screen: Screen) -> EventTable:
    """Read one table.

    Raises:
        FactsError: with every fault of the table as a whole.
    """
    assert isinstance(item.type, ir.Events)
    if path.is_dir():
        raise Stop(screen.say(f"error: `{path}` is a folder: expected a table", f"错误：`{path}` 是文件夹：应为表格"))
    table = read_table(path)
    match = match_fields(table.columns, item.type)
    if match.diagnostics:
        raise FactsError(match.diagnostics, str(path))
    return EventTable(item, path, table, renamed(table, match), match.extra)


def strays(tables: Iterable[EventTable], found: Iterable[Diagnostic], lang: Lang) -> Iterator[str]:
    """Show the faults of events that are of no organisation, a line each."""
    by_list = {table.item.origin.id: table for table in tables}
    for fault in found:
        table = by_list[fault.fact or ""]
        place = f"{table.path}:{table.table.lines[fault.row or 0]}"
        yield f"{place}: {faults.said(fault, lang)}"
