"""partygrade on frames: the shipped scheme of Anyang, and the same with a cohort for every county."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from byhand import Way
from byhand.polars_rules import outcome

import partygrade
from frames.organisations import NUMBERS

NAME = "anyang-five-star"
FILE = Path(__file__).resolve().parent.parent.parent / "schemes" / f"{NAME}.yaml"
SHOWN = ("score", "own_grade")


def there() -> bool:
    """Tell whether partygrade grades frames."""
    return hasattr(partygrade.load(NAME), "grade_frame")


def by_county() -> partygrade.Scheme:
    """Give the scheme with the quotas in every county; the shipped one has them over the whole table."""
    text = FILE.read_text(encoding="utf-8")
    for before, after in (
        ("\nfacts:\n", "\nfacts:\n  county: {type: text, label: 县}\n"),
        ("\ncohort:\n", "\ncohort:\n  within: [county]\n"),
    ):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return partygrade.loads(text, name=f"{NAME}-by-county")


def plan(scheme: Any, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Plan the row stage, of which score and own grade are wanted."""
    return scheme.grade_frame(frame, cohort=False).select(SHOWN)


def streamed(scheme: Any, frame: pl.DataFrame) -> Callable[[], Any]:
    lazy = frame.lazy()
    return lambda: plan(scheme, lazy).collect(engine="streaming")


def in_memory(scheme: Any, frame: pl.DataFrame) -> Callable[[], Any]:
    lazy = frame.lazy()
    return lambda: plan(scheme, lazy).collect(engine="in-memory")


def all_columns(scheme: Any, frame: pl.DataFrame) -> Callable[[], Any]:
    lazy = frame.lazy()
    return lambda: scheme.grade_frame(lazy, cohort=False).drop(frame.columns).collect(engine="streaming")


def eager(scheme: Any, frame: pl.DataFrame) -> Callable[[], Any]:
    return lambda: scheme.grade_frame(frame, cohort=False)


def planned(scheme: Any, frame: pl.DataFrame) -> Callable[[], Any]:
    # A frame without rows has the same plan.
    lazy = frame.clear().lazy()
    return lambda: plan(scheme, lazy).collect(engine="streaming")


def relation(scheme: Any, frame: pl.DataFrame) -> Callable[[], Any]:
    import duckdb

    connection = duckdb.connect()
    # The rows of a relation have no order, and are put in that of the others before they are compared.
    connection.register("organisations", frame.with_row_index(ROW).to_arrow())
    table = connection.table("organisations")
    return lambda: scheme.grade_frame(table, cohort=False).select(ROW, *SHOWN).to_arrow_table()


ROW = "row"


def _way(name: str, prepare: Callable[[Any, pl.DataFrame], Callable[[], Any]], numbers: tuple[str, ...]) -> Way:
    scheme = partygrade.load(NAME)

    def read(result: Any) -> Any:
        found = result if isinstance(result, pl.DataFrame) else pl.DataFrame(pl.from_arrow(result))
        return outcome(found.sort(ROW).drop(ROW) if ROW in found.columns else found)

    return Way(name, lambda frame: prepare(scheme, frame), read, numbers)


def ways() -> tuple[Way, ...]:
    """List the ways of grading a frame; the last one grades a frame without rows, and is not compared."""
    return (
        _way("partygrade, polars lazy", streamed, NUMBERS),
        _way("partygrade, polars lazy, engine in memory", in_memory, ("double",)),
        _way("partygrade, polars lazy, every column that it adds", all_columns, NUMBERS),
        _way("partygrade, polars eager, every column, beside the given ones", eager, ("double",)),
        _way("partygrade, DuckDB relation", relation, NUMBERS),
    )


def planning() -> Way:
    """Give the grading of a frame without rows."""
    return _way("partygrade, polars lazy, no rows: what planning takes", planned, NUMBERS)
