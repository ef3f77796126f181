"""`partygrade explain`: the whole account of one organisation, graded among all of its table, or from its results."""

from __future__ import annotations

import re
from collections.abc import Sequence

from partygrade.cli import stored
from partygrade.cli.options import Options
from partygrade.cli.organisations import Organisations, graded
from partygrade.cli.screen import Screen
from partygrade.cli.stop import Stop
from partygrade.diagnostics import suggestion
from partygrade.grading import Grading, RowFault

Row = Grading | RowFault


def run(options: Options, screen: Screen) -> int:
    """Print the account of the organisation that `--row` names."""
    if stored.wanted(options):
        screen.print(stored.grading(options, screen).explain(screen.lang).rstrip("\n"))
        return 0
    found = graded(options, screen, quiet=True)
    rows: list[Row] = sorted([*found.cohort.gradings, *found.faulty], key=lambda row: row.row)
    row = _find(rows, options.row.strip(), screen)
    if isinstance(row, RowFault):
        lines = found.fault_lines(screen, [row])
        refusal = screen.say("error: the row has faults, and is not graded", "错误：该行有差错，未评定")
        raise Stop("\n".join([*lines, refusal]))
    _note_faults(found, screen)
    screen.print(row.explain(screen.lang).rstrip("\n"))
    return 0


def _find(rows: Sequence[Row], key: str, screen: Screen) -> Row:
    """Find a row by the id, else by the name, else by `#` and its number."""
    for same in ([row for row in rows if row.id == key], [row for row in rows if row.name == key]):
        if len(same) == 1:
            return same[0]
        if same:
            raise Stop(_several(same, key, screen))
    number = int(key[1:]) if re.fullmatch(r"#[0-9]{1,9}", key) else 0
    if 0 < number <= len(rows):
        return rows[number - 1]
    raise Stop(_nobody(rows, key, screen))


def _several(same: Sequence[Row], key: str, screen: Screen) -> str:
    numbers = screen.say(", ", "、").join(f"#{row.row + 1}" for row in same)
    en = f"error: several organisations are called `{key}`: say which one of {numbers}"
    return screen.say(en, f"错误：有几个组织都叫 `{key}`：请用 {numbers} 之一指明")


def _nobody(rows: Sequence[Row], key: str, screen: Screen) -> str:
    known = [word for row in rows for word in (row.id, row.name) if word]
    close = suggestion(key, known)
    if close is None:
        last = len(rows)
        rest = screen.say(f"rows go by id, by name, or from #1 to #{last}", f"可用编号、名称，或 #1 至 #{last}")
    else:
        rest = close[screen.lang]
    return screen.say(f"error: no organisation is called `{key}`; {rest}", f"错误：没有叫 `{key}` 的组织；{rest}")


def _note_faults(found: Organisations, screen: Screen) -> None:
    screen.report(found.stray_lines(screen))
    if not found.faulty:
        return
    lines = [str(found.table.lines[row.row]) for row in found.faulty]
    count, listed = len(lines), ", ".join(lines)
    one = f"another row has faults and does not count for quotas: line {listed}"
    many = f"{count} other rows have faults and do not count for quotas: lines {listed}"
    screen.note(one if count == 1 else many, f"另有 {count} 行有差错，未计入比例：第 {listed.replace(', ', '、')} 行")
