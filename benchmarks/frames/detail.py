"""What `detail=True` costs: every node's value beside the columns that are always added."""

from __future__ import annotations

import sys
from typing import Any

from frames.child import apart, load, peak_mb
from frames.timing import in_turns, table

SIZES = (100_000, 1_000_000)


def run(sizes: list[int], numbers: list[str], rounds: int | None, seed: int, only: list[str]) -> dict[str, Any]:
    """Measure and print; the figures are doubles."""
    found = {}
    for size in sizes or SIZES:
        done = apart("detail:measure", size=size, rounds=rounds or 5, seed=seed)
        if not done:
            print("left out: partygrade, which does not grade frames yet", file=sys.stderr)
            return {}
        peaks = [apart("detail:peak", size=size, detail=detail, seed=seed) for detail in (False, True)]
        print(f"{size:,} rows, row stage, polars lazy. Load {done['load']}.\n")
        print(table(done["figures"]))
        print(
            f"\nColumns: {done['columns'][0]} and {done['columns'][1]}. Bytes a row: {done['bytes'][0]:.0f} and "
            f"{done['bytes'][1]:.0f}. Peak of the process: {peaks[0]:.0f} MB and {peaks[1]:.0f} MB.\n",
            flush=True,
        )
        found[str(size)] = {**done, "peaks": peaks}
    return found


def _graded(size: int, detail: bool, seed: int) -> Any:
    import polars as pl

    import partygrade
    from frames import ours
    from frames.organisations import file

    scheme: Any = partygrade.load(ours.NAME)
    facts = pl.read_parquet(file(size, "double", seed)).rechunk()
    lazy = facts.lazy()
    return lambda: scheme.grade_frame(lazy, cohort=False, detail=detail).drop(facts.columns).collect(engine="streaming")


def measure(size: int, rounds: int, seed: int) -> dict[str, Any] | None:
    """Time, in this process."""
    from frames import ours

    if not ours.there():
        return None
    runs = {"without detail": _graded(size, False, seed), "`detail=True`": _graded(size, True, seed)}
    results = [run() for run in runs.values()]
    columns = [result.width for result in results]
    held = [result.estimated_size() / size for result in results]
    del results
    before = load()
    figures = in_turns(runs, rounds)
    return {"figures": figures, "columns": columns, "bytes": held, "load": f"{before:.1f} to {load():.1f}"}


def peak(size: int, detail: bool, seed: int) -> float:
    """Give the peak memory of this process, which grades the frame once."""
    graded = _graded(size, detail, seed)()
    assert graded.height == size
    return peak_mb()
