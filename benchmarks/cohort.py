"""Time `grade_cohort` on growing cohorts, each in a fresh process: seconds, peak memory, and how both grow."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
from time import perf_counter
from typing import Any

SIZES = (1_000, 10_000, 100_000)


def peak_mb() -> float:
    """Give the peak memory of this process so far. The kernel counts in KiB, on macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure(count: int, seed: int) -> dict[str, Any]:
    """Grade one cohort in this process."""
    from records import records

    import partygrade

    scheme = partygrade.load("anyang-five-star")
    batch = records(count, seed)
    before = peak_mb()
    start = perf_counter()
    cohort = scheme.grade_cohort(batch)
    seconds = perf_counter() - start
    assert len(cohort.gradings) == count
    return {"seconds": seconds, "before_mb": before, "peak_mb": peak_mb()}


def in_a_fresh_process(count: int, seed: int) -> dict[str, float]:
    """Run `measure` in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", str(count), "--seed", str(seed)],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def factor(figures: list[float], index: int) -> str:
    """Give the growth over the size before."""
    return f"× {figures[index] / figures[index - 1]:.1f}" if index and figures[index - 1] > 0 else ""


def main() -> int:
    """Time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20170605)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure, options.seed)))
        return 0

    runs: dict[int, list[dict[str, float]]] = {size: [] for size in options.sizes}
    for _ in range(options.rounds):
        for size in options.sizes:
            runs[size].append(in_a_fresh_process(size, options.seed))
    seconds = [statistics.median(run["seconds"] for run in runs[size]) for size in options.sizes]
    added = [statistics.median(run["peak_mb"] - run["before_mb"] for run in runs[size]) for size in options.sizes]
    peaks = [statistics.median(run["peak_mb"] for run in runs[size]) for size in options.sizes]
    print("| organisations | s | growth | µs each | peak MB | added by the grading MB | growth |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for index, size in enumerate(options.sizes):
        print(
            f"| {size:,} | {seconds[index]:.3f} | {factor(seconds, index)} | {seconds[index] / size * 1e6:.1f} "
            f"| {peaks[index]:.0f} | {added[index]:.1f} | {factor(added, index)} |"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
