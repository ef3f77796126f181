"""Functions that take turns, each between two runs of the first one, and what their times come to."""

from __future__ import annotations

import gc
import statistics
import sys
from collections.abc import Callable, Mapping
from time import perf_counter, process_time
from typing import Any

Runs = Mapping[str, Callable[[], object]]


SHORTEST = 0.05
"""A timing repeats its run until it takes so many seconds."""


def took(run: Callable[[], object], repeats: int = 1) -> tuple[float, float]:
    """Give the seconds of a run: wall, and of all processors."""
    gc.collect()
    wall, cpu = perf_counter(), process_time()
    for _ in range(repeats):
        run()
    return (perf_counter() - wall) / repeats, (process_time() - cpu) / repeats


def repeats_for(run: Callable[[], object]) -> int:
    """Give how often a run must be repeated for a timing that is long enough; the first one warms up."""
    run()
    return max(1, round(SHORTEST / took(run)[1]))


def in_turns(runs: Runs, rounds: int) -> dict[str, dict[str, Any]]:
    """Time every run once a round; the ratio is to the mean of the runs of the first before and after it."""
    names = list(runs)
    first, again = runs[names[0]], names[0]
    repeats = {name: repeats_for(run) for name, run in runs.items()}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    ratios: dict[str, list[float]] = {name: [] for name in names}
    cpu: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        before = took(first, repeats[again])
        for name in names:
            own = took(runs[name], repeats[name])
            after = took(first, repeats[again])
            seconds[name].append(own[0])
            ratios[name].append(2 * own[0] / (before[0] + after[0]))
            cpu[name].append(2 * own[1] / (before[1] + after[1]))
            before = after
        names.append(names.pop(0))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return {
        name: {"seconds": summary(seconds[name]), "ratio": summary(ratios[name]), "cpu": summary(cpu[name])}
        for name in runs
    }


def summary(values: list[float]) -> tuple[float, float, float]:
    """Give the median and the quartiles."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Write the figures as a Markdown table, the fastest first."""
    out = ["| | ms | IQR | ratio | IQR | processor time, ratio |", "|---|---:|---:|---:|---:|---:|"]
    for name, line in sorted(figures.items(), key=lambda line: line[1]["ratio"][0]):
        (middle, low, high), (ratio, ratio_low, ratio_high) = line["seconds"], line["ratio"]
        out.append(
            f"| {name} | {1000 * middle:.1f} | {1000 * low:.1f}–{1000 * high:.1f} "
            f"| {ratio:.2f} | {ratio_low:.2f}–{ratio_high:.2f} | {line['cpu'][0]:.2f} |"
        )
    return "\n".join(out)
