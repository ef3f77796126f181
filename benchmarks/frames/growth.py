"""How processor time and peak memory grow with the rows, from Parquet to Parquet, each run in a process of its own."""

from __future__ import annotations

import sys
from typing import Any

from frames.child import apart, load
from frames.quotas import in_turns, medians

SIZES = (10_000, 100_000, 1_000_000, 5_000_000, 20_000_000)
WHO = "partygrade"


def run(sizes: list[int], numbers: list[str], rounds: int | None, seed: int, only: list[str]) -> dict[str, Any]:
    """Measure and print; the figures are doubles."""
    if WHO not in apart("large:available"):
        print("left out: partygrade, which does not grade frames yet", file=sys.stderr)
        return {}
    found: dict[str, Any] = {}
    for stage, what in (("rows", "Row stage alone"), ("quotas", "Quotas in every county")):
        before = load()
        print(f"{what}.\n\n| rows | s | processor s | growth | µs each | peak MB | of these before it began |")
        print("|---:|---:|---:|---:|---:|---:|---:|")
        last = None
        for size in sizes or SIZES:
            path = apart("large:prepared", rows=size, numbers="double", seed=seed)
            took = medians(in_turns([WHO], stage, path, rounds or (1 if size > 5_000_000 else 3))[WHO])
            growth = f"× {took['cpu'] / last:.1f}" if last else ""
            last = took["cpu"]
            print(
                f"| {size:,} | {took['seconds']:.2f} | {last:.2f} | {growth} | {last / size * 1e6:.2f} "
                f"| {took['peak_mb']:.0f} | {took['before_mb']:.0f} |",
                flush=True,
            )
            found[f"{stage} {size}"] = took
        print(f"\nLoad {before:.1f} to {load():.1f}.\n", flush=True)
    return found
