"""Time the grading of a Parquet file on Spark: a standalone cluster of one worker, then of two, each with one core.

The cluster is started on this machine from the wheel of pyspark. The results of both are compared with those of polars
before anything is printed. Each size is graded once to warm up, and then as often as asked.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
from frames import ours
from frames.organisations import SEED, file

import partygrade

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "spark"))

from cluster import Cluster, cluster, session

SHOWN = ("id", "county", "score", "own_grade", "grade", "rank", "quota", "rules", "checks", "faults")
PARTS = 8
"""So many partitions; a small file would be one."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """One grading from a file to a folder: seconds until it is planned and done, and of each executor's processor."""

    planned: float
    done: float
    executors: tuple[float, ...]


def processor(number: int) -> float:
    """Give the seconds of the processor that a process has had."""
    parts = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


def graded(scheme: partygrade.Scheme, spark: Any, running: Cluster, source: Path, target: Path) -> Run:
    """Grade a file into a folder."""
    shutil.rmtree(target, ignore_errors=True)
    before = {number: processor(number) for number in running.executors()}
    start = time.monotonic()
    found = scheme.grade_frame(spark.read.parquet(str(source)).repartition(PARTS)).select(*SHOWN)
    planned = time.monotonic() - start
    found.write.parquet(str(target))
    done = time.monotonic() - start
    shares = tuple(processor(number) - before.get(number, 0.0) for number in running.executors())
    return Run(planned, done, shares)


def summed(frame: pl.LazyFrame) -> Mapping[str, Any]:
    """Give sums that any other result would change."""
    texts = [pl.concat_str("id", name).hash().sum().alias(name) for name in SHOWN if name not in ("id", "rank")]
    text = frame.with_columns(pl.col("score").cast(pl.String).str.strip_chars_end("0").str.strip_chars_end("."))
    every = text.select(pl.len(), *texts, (pl.col("id").str.tail(7).cast(pl.Int64) * pl.col("rank")).sum())
    return every.collect(engine="streaming").to_dicts()[0]


def measured(workers: int, size: int, rounds: int, seed: int, folder: Path) -> tuple[list[Run], Mapping[str, Any]]:
    """Grade with so many workers; leave the first run out."""
    scheme, source, target = ours.by_county(), file(size, "double", seed), folder / f"graded{workers}"
    more = {"spark__sql__shuffle__partitions": "4", "spark__sql__files__maxPartitionBytes": str(8 << 20)}
    with cluster(folder / f"cluster{workers}", workers, "2g") as running:
        usual = {"spark__executor__memory": "1500m", "spark__executor__extraJavaOptions": "-XX:+UseSerialGC"}
        with session(running.master, **more, **usual, spark__driver__extraJavaOptions="-XX:+UseSerialGC") as spark:
            runs = [graded(scheme, spark, running, source, target) for _ in range(rounds + 1)]
    return runs[1:], summed(pl.scan_parquet(target / "*.parquet"))


def main() -> int:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {load:.1f}, pyspark {version('pyspark')}", flush=True)
    right = summed(ours.by_county().grade_frame(pl.scan_parquet(file(options.size, "double", options.seed))))
    print(
        f"\n{options.size:,} rows\n\n| workers | s | planned after s | executors: processor, s |\n|---|---:|---:|---:|"
    )
    times = []
    with tempfile.TemporaryDirectory(prefix="partygrade-") as folder:
        for workers in (1, 2):
            runs, found = measured(workers, options.size, options.rounds, options.seed, Path(folder))
            if found != right:
                print(f"{workers} workers give {found}, polars gives {right}", file=sys.stderr)
                return 1
            run = sorted(runs, key=lambda one: one.done)[len(runs) // 2]
            times.append(median(one.done for one in runs))
            shares = " + ".join(f"{share:.1f}" for share in run.executors)
            print(f"| {workers} | {times[-1]:.1f} | {run.planned:.1f} | {shares} |", flush=True)
    print(f"\nSpeed-up from one worker to two: {times[0] / times[1]:.2f}. Load at the end {os.getloadavg()[0]:.1f}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
