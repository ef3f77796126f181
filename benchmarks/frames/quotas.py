"""Quotas in every county, from Parquet to Parquet: seconds and peak memory, each run in a process of its own."""

from __future__ import annotations

import statistics
import sys
from typing import Any

from frames.child import Failed, apart, load

SIZES = (5_000_000, 20_000_000)
ROUNDS = {5_000_000: 3, 20_000_000: 1}
FLOOR = "the floor"
CHECKED = 50_000


def run(sizes: list[int], numbers: list[str], rounds: int | None, seed: int, only: list[str]) -> dict[str, Any]:
    """Measure and print."""
    found = {}
    who = [name for name in apart("large:available") if not only or name in only]
    print(f"{apart('large:check', rows=CHECKED, seed=seed)}.\n")
    for size in sizes or SIZES:
        for spelling in numbers:
            if spelling != "double" and size > SIZES[0]:
                continue
            path = apart("large:prepared", rows=size, numbers=spelling, seed=seed)
            before = load()
            runs = in_turns(who, "quotas", path, rounds or ROUNDS.get(size, 3))
            loads = f"{before:.1f} to {load():.1f}"
            print(f"{size:,} rows, figures as {spelling}, {len(runs[who[0]])} rounds, grades equal. Load {loads}.\n")
            print(table(runs), flush=True)
            print()
            found[f"{size} {spelling}"] = {"runs": runs, "load": loads}
    return found


def in_turns(who: list[str], stage: str, path: str, rounds: int) -> dict[str, list[dict[str, float]]]:
    """Let everybody grade the file once a round, each time in a fresh process, and compare what they wrote.

    Raises:
        Failed: if they wrote different scores or grades.
    """
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in who}
    wrote: dict[str, Any] = {}
    order = list(who)
    for _ in range(rounds):
        for name in order:
            runs[name].append(apart("large:measure", who=name, stage=stage, path=path))
            if name != FLOOR:
                wrote[name] = apart("large:digest", who=name, stage=stage, path=path)
            print(".", end="", file=sys.stderr, flush=True)
        if len({str(one) for one in wrote.values()}) > 1:
            raise Failed(f"different results: {wrote}")
        order.append(order.pop(0))
    print(file=sys.stderr)
    return runs


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    """Give the median of every figure."""
    return {figure: statistics.median(run[figure] for run in runs) for figure in runs[0]}


def table(runs: dict[str, list[dict[str, float]]]) -> str:
    """Write the figures as a Markdown table."""
    out = ["| | s | ratio | processor s | ratio | peak MB | of these before it began |"]
    out.append("|---|---:|---:|---:|---:|---:|---:|")
    first = medians(next(iter(runs.values())))
    for name, those in runs.items():
        found = medians(those)
        out.append(
            f"| {name} | {found['seconds']:.2f} | {found['seconds'] / first['seconds']:.2f} "
            f"| {found['cpu']:.2f} | {found['cpu'] / first['cpu']:.2f} "
            f"| {found['peak_mb']:.0f} | {found['before_mb']:.0f} |"
        )
    return "\n".join(out)
