"""`partygrade template`: an empty table with the heads that a scheme asks for."""

from __future__ import annotations

import csv

from partygrade import ir
from partygrade.api import Scheme
from partygrade.cli.events import event_list
from partygrade.cli.options import Options
from partygrade.cli.organisations import columns
from partygrade.cli.scheme_file import open_scheme
from partygrade.cli.screen import Screen
from partygrade.cli.stop import USAGE, Stop
from partygrade.tables import event_heads, match_columns, write_table
from partygrade.tables.columns import is_chinese

ENDINGS = (".csv", ".tsv")


def run(options: Options, screen: Screen) -> int:
    """Print or write the heads of a table."""
    if options.out is not None and options.out.suffix.lower() not in ENDINGS:
        en = f"error: `{options.out}` has no ending of an empty table: expected .csv or .tsv"
        raise Stop(screen.say(en, f"错误：`{options.out}` 的后缀应为 .csv 或 .tsv"), USAGE)
    scheme = open_scheme(options.scheme, [], screen.lang)
    heads = heads_of(scheme) if options.events_of is None else _event_heads(scheme, options.events_of, screen)
    if options.out is None:
        csv.writer(screen.out, lineterminator="\n").writerow(heads)
        return 0
    try:
        write_table(options.out, heads, [])
    except OSError as error:
        why = error.strerror or str(error)
        text = screen.say(f"error: `{options.out}` cannot be written: {why}", f"错误：无法写入 `{options.out}`：{why}")
        raise Stop(text) from error
    screen.print(screen.say(f"written to {options.out}", f"已写入 {options.out}"))
    return 0


def heads_of(scheme: Scheme) -> list[str]:
    """Give the labels of the facts behind those of the organisation, without the lists of events.

    The heads of the organisation are in the language of the labels. A label that is not plain gives way to the id.
    """
    inputs = columns(scheme)
    names = {item.origin.id: [item.origin.label] for item in inputs}
    lists = {item.origin.id for item in inputs if isinstance(item.type, ir.Events)}
    labelled = [labels[0] for labels in names.values()]
    first = ("编号", "名称") if is_chinese(labelled) else ("id", "name")
    plain = match_columns([*first, *labelled], names).columns
    facts = [labels[0] if plain.get(labels[0]) == fact else fact for fact, labels in names.items() if fact not in lists]
    own = [head if plain.get(head) == word else word for head, word in zip(first, ("id", "name"), strict=True)]
    return [*own, *facts]


def _event_heads(scheme: Scheme, name: str, screen: Screen) -> list[str]:
    item = event_list(scheme, name, screen)
    assert isinstance(item.type, ir.Events)
    return event_heads(item.type)
