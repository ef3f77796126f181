"""`grade_cohort` on records beside `grade_frame` on a frame of the same, quotas over the whole table."""

from __future__ import annotations

import sys
from typing import Any

from frames.child import Failed, apart, load
from frames.timing import in_turns, table

SIZES = (100_000,)


def run(sizes: list[int], numbers: list[str], rounds: int | None, seed: int, only: list[str]) -> dict[str, Any]:
    """Measure and print; the figures are doubles."""
    found = {}
    for size in sizes or SIZES:
        done = apart("cohort:measure", size=size, rounds=rounds or 5, seed=seed)
        print(f"{size:,} organisations. {done['equal']}. Load {done['load']}.\n")
        print(table(done["figures"]), flush=True)
        print()
        found[str(size)] = done
    return found


def measure(size: int, rounds: int, seed: int) -> dict[str, Any]:
    """Check, and time, in this process."""
    import polars as pl

    import partygrade
    from frames import ours
    from frames.organisations import file

    scheme: Any = partygrade.load(ours.NAME)
    frame = pl.read_parquet(file(size, "double", seed)).drop("county").rechunk()
    records = [{fact: value for fact, value in row.items() if value is not None} for row in frame.iter_rows(named=True)]
    runs = {}
    equal = "partygrade does not grade frames yet"
    if ours.there():
        runs["`grade_frame`, polars eager"] = lambda: scheme.grade_frame(frame)
        runs["`grade_frame`, the rows alone"] = lambda: scheme.grade_frame(frame, cohort=False)
        equal = check(scheme.grade_cohort(records), scheme.grade_frame(frame))
    else:
        print(f"left out: grade_frame; {equal}", file=sys.stderr)
    runs["`grade_cohort`"] = lambda: scheme.grade_cohort(records)
    before = load()
    return {"figures": in_turns(runs, rounds), "equal": equal, "load": f"{before:.1f} to {load():.1f}"}


def check(cohort: Any, frame: Any) -> str:
    """Compare score, grades and place of every organisation.

    Raises:
        Failed: if they differ anywhere.
    """
    columns = ("score", "own_grade", "grade", "rank")
    for number, (row, grading) in enumerate(zip(frame.select(columns).iter_rows(), cohort.gradings, strict=True)):
        wanted = (grading.score, grading.own_grade, grading.grade, grading.place)
        if row != wanted:
            raise Failed(f"row {number}: grade_frame gives {row}, grade_cohort {wanted}; nothing was timed")
    return "Score, both grades and place are equal on all rows"
