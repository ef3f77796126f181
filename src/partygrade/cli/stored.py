"""The grading of one organisation, out of results that an engine wrote in detail; nothing is graded again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from partygrade.api import Scheme
from partygrade.cli import faults
from partygrade.cli.engines import needs
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import open_scheme, reported
from partygrade.cli.screen import Screen
from partygrade.cli.stop import Stop
from partygrade.errors import FactsError
from partygrade.grading import Grading
from partygrade.tables import read_table

if TYPE_CHECKING:
    import narwhals as nw


def wanted(options: Options) -> bool:
    """Tell whether a table has the results of an engine: it is Parquet."""
    table = options.table
    return table.suffix.lower() == ".parquet" or (table.is_dir() and any(table.rglob("*.parquet")))


def grading(options: Options, screen: Screen) -> Grading:
    """Read the grading of the organisation that `--row` names.

    Raises:
        Stop: if nobody or several are called so, or the results do not tell it.
    """
    scheme = open_scheme(options.scheme, options.set, screen.lang)
    needs("narwhals", "batch", screen)
    needs("polars", "batch", screen)
    from partygrade.batch.files import account_of
    from partygrade.batch.readers import READERS

    account = account_of(options.table)
    try:
        with READERS["polars"](None) as reader, reported(options.scheme, screen.lang):
            row = _row(scheme, reader.read(options.table), options.row.strip(), screen)
            quotas = read_table(account).rows if account.exists() else ()
            events = {name: reader.read(path) for name, path in options.events}
            return scheme.grading_of(row, quotas, events, as_of=options.as_of)
    except FactsError as error:
        raise Stop("\n".join(faults.of_table(options.table, error.diagnostics, screen.lang))) from error


def _row(scheme: Scheme, native: Any, key: str, screen: Screen) -> dict[str, Any]:
    """Find a row by the id, else by the name, else by `#` and its number."""
    import narwhals as nw

    from partygrade.batch.read_back import heads_of

    frame = nw.from_native(native)
    heads = heads_of(scheme.program, frame.collect_schema().names())
    for head in (heads[own] for own in ("id", "name") if own in heads):
        found = _rows(frame.filter(nw.col(head).cast(nw.String).str.strip_chars() == nw.lit(key)).head(2))
        if len(found) > 1:
            raise Stop(_several(key, screen))
        if found:
            return found[0]
    number = int(key[1:]) if re.fullmatch(r"#[0-9]{1,9}", key) else 0
    found = _rows(nw.from_native(native.slice(number - 1, 1))) if number else []
    if not found:
        raise Stop(_nobody(key, screen))
    return found[0]


def _rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    from partygrade.batch.stored import rows_of

    return rows_of(frame)


def _several(key: str, screen: Screen) -> str:
    en = f"error: several organisations are called `{key}`: say which one by its id, or by #3 for the third row"
    return screen.say(en, f"错误：有几个组织都叫 `{key}`：请用编号，或 #3 表示第三行")


def _nobody(key: str, screen: Screen) -> str:
    en = f"error: no organisation is called `{key}`; rows go by id, by name, or by #3 for the third"
    return screen.say(en, f"错误：没有叫 `{key}` 的组织；可用编号、名称，或 #3 表示第三行")
