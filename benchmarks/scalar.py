"""Time one grading at a time: partygrade beside the same rules in other ways of writing them.

Every implementation is first checked against partygrade on every record: the score and the grade must be equal. Then
the implementations take turns, round by round; before and after each of them the plain Python function runs, and the
ratio is to the mean of these two.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import platform
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter_ns, process_time_ns
from types import ModuleType
from typing import Any

from peers import plain
from records import Record, as_text, records

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("ours", "ours_read", "ours_account", "plain", "model", "zen_node", "rule_engine_rules", "cel_rules")
PACKAGES = ("partygrade", "pydantic", "zen-engine", "rule-engine", "common-expression-language")
CLOCKS = {"wall": perf_counter_ns, "cpu": process_time_ns}
SHORTEST_NS = 10_000_000
"""A timing repeats its records until it takes this long."""

Grade = Callable[[Record], object]


@dataclass
class Entry:
    """One line of the table: an implementation on one spelling of the records, and its timings."""

    name: str
    grade: Grade
    baseline: Grade
    records: list[Record]
    repeats: int = 1
    baseline_repeats: int = 1
    microseconds: list[float] | None = None
    ratios: list[float] | None = None


def peers(only: list[str]) -> list[ModuleType]:
    """Import the peers; name those that are not installed."""
    found = []
    for name in PEERS:
        if only and name not in only and name not in ("ours", "plain"):
            continue
        try:
            found.append(importlib.import_module(f"peers.{name}"))
        except ModuleNotFoundError as fault:
            print(f"left out: {name}, because {fault.name} is not installed", file=sys.stderr)
    return found


def differences(module: ModuleType, batch: list[Record], expected: list[tuple[Any, ...]]) -> list[str]:
    """Say where an implementation differs from partygrade in score or grade."""
    grade = module.make(batch)
    found = []
    for record, (score, label) in zip(batch, expected, strict=True):
        ours = module.outcome(grade(record))[:2]
        if ours != (score, label):
            found.append(f"{module.NAME}: {record['id']}: got {ours}, partygrade gives {(score, label)}")
    return found


def applied_differences(modules: list[ModuleType], batch: list[Record]) -> list[str]:
    """Say where the lists of what applied differ from the plain function's."""
    found = []
    expected = [plain.outcome(plain.grade(record))[2] for record in batch]
    for module in modules:
        grade = module.make(batch)
        for record, wanted in zip(batch, expected, strict=True):
            got = module.outcome(grade(record))[2]
            if got is not None and sorted(got) != sorted(wanted or []):
                found.append(f"{module.NAME}: {record['id']}: {got} applied, the plain function gives {wanted}")
    return found


def check(modules: list[ModuleType], batch: list[Record], text: list[Record]) -> list[str]:
    """Compare every implementation with partygrade, on every record in every spelling that it reads."""
    ours = next(module for module in modules if module.__name__ == "peers.ours")
    grade = ours.make(batch)
    expected = [ours.outcome(grade(record))[:2] for record in batch]
    found = applied_differences(modules, batch)
    for module in modules:
        found += differences(module, batch, expected)
        if module.READS_TEXT:
            found += differences(module, text, expected)
    return found


def one_pass(grade: Grade, batch: list[Record], repeats: int, clock: Callable[[], int] = perf_counter_ns) -> float:
    """Give the microseconds of one call."""
    gc.collect()
    start = clock()
    for _ in range(repeats):
        for record in batch:
            grade(record)
    return (clock() - start) / (repeats * len(batch) * 1000)


def repeats_for(grade: Grade, batch: list[Record]) -> int:
    """Give how often the records must be repeated for a timing that is long enough; the first pass warms up."""
    one_pass(grade, batch, 1)
    took = one_pass(grade, batch, 1) * 1000 * len(batch)
    return max(1, round(SHORTEST_NS / took))


def entries(modules: list[ModuleType], batch: list[Record], text: list[Record]) -> list[Entry]:
    """Prepare a line for every implementation and spelling."""
    found = []
    for spelling, those in (("", batch), (", numbers as text", text)):
        baseline = plain.make(those)
        baseline_repeats = repeats_for(baseline, those)
        for module in modules:
            if spelling and not module.READS_TEXT:
                continue
            grade = module.make(those)
            entry = Entry(module.NAME + spelling, grade, baseline, those, repeats_for(grade, those), baseline_repeats)
            entry.microseconds, entry.ratios = [], []
            found.append(entry)
    return found


def time_round(lines: list[Entry], clock: Callable[[], int]) -> None:
    """Time every line once, the baseline before and after it."""
    for line in lines:
        before = one_pass(line.baseline, line.records, line.baseline_repeats, clock)
        own = one_pass(line.grade, line.records, line.repeats, clock)
        after = one_pass(line.baseline, line.records, line.baseline_repeats, clock)
        assert line.microseconds is not None and line.ratios is not None
        line.microseconds.append(own)
        line.ratios.append(2 * own / (before + after))


def summary(values: list[float]) -> tuple[float, float, float]:
    """Give the median and the quartiles."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def report(lines: list[Entry]) -> list[dict[str, Any]]:
    """Give the figures of every line."""
    return [
        {"name": line.name, "microseconds": summary(line.microseconds or []), "ratio": summary(line.ratios or [])}
        for line in lines
    ]


def table(figures: list[dict[str, Any]]) -> str:
    """Write the figures as a Markdown table."""
    out = ["| implementation | µs/call | IQR | ratio to (a) | IQR |", "|---|---:|---:|---:|---:|"]
    for line in figures:
        (middle, low, high), (ratio, ratio_low, ratio_high) = line["microseconds"], line["ratio"]
        out.append(
            f"| {line['name']} | {middle:.2f} | {low:.2f}–{high:.2f} | {ratio:.2f} | {ratio_low:.2f}–{ratio_high:.2f} |"
        )
    return "\n".join(out)


def versions() -> str:
    """Name what was measured."""
    named = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            named.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(named)


def main() -> int:
    """Check, time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20170605)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="cpu is steadier on a busy machine")
    parser.add_argument("--only", nargs="*", default=[], help=f"peers beside the baseline, of {', '.join(PEERS)}")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()

    modules = peers(options.only)
    batch = records(options.records, options.seed)
    text = [as_text(record) for record in batch]
    found = check(modules, batch, text)
    if found:
        print("\n".join(found[:20]), f"{len(found)} differences; nothing was timed", sep="\n", file=sys.stderr)
        return 1
    print(f"{len(batch)} records, {options.rounds} rounds; equal scores and grades on all records. {versions()}\n")
    lines = entries(modules, batch, text)
    for _ in range(options.rounds):
        time_round(lines, CLOCKS[options.clock])
        lines.append(lines.pop(0))
    figures = sorted(report(lines), key=lambda line: line["ratio"][0])
    print(table(figures))
    if options.json:
        options.json.write_text(json.dumps({"versions": versions(), "figures": figures}, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
