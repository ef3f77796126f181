"""Time the start: `import partygrade` above Python's bare start, and the loading of each shipped scheme.

Every measurement is a fresh process. The kinds take turns, so that a slow moment of the machine meets all of them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter_ns

from records import Record, records

ROOT = Path(__file__).resolve().parent.parent

READY = "import partygrade; partygrade.load"
"""The library imports most of itself when `load` is first looked up."""

GRADED = "anyang-five-star"

LOAD = """
import json, sys
from time import perf_counter_ns
import partygrade
load = partygrade.load
took = []
for _ in range(int(sys.argv[2])):
    start = perf_counter_ns()
    scheme = load(sys.argv[1])
    took.append((perf_counter_ns() - start) / 1e6)
record = json.loads(sys.argv[3])
if record:
    start = perf_counter_ns()
    scheme.grade(record)
    took.append((perf_counter_ns() - start) / 1e6)
print(json.dumps(took))
"""


def names() -> list[str]:
    """Name the shipped schemes."""
    files = sorted((ROOT / "schemes").glob("*.yaml"))
    return [file.stem for file in files if not file.stem.endswith(".cases")]


def start_ms(code: str) -> float:
    """Give the milliseconds of a fresh process that runs the code."""
    start = perf_counter_ns()
    subprocess.run([sys.executable, "-c", code], check=True)
    return (perf_counter_ns() - start) / 1e6


def load_ms(name: str, repeats: int, record: Record | None = None) -> list[float]:
    """Give the milliseconds of each load in a fresh process, and then of the first grading if a record is given."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, name, str(repeats), json.dumps(record)],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    took: list[float] = json.loads(done.stdout)
    return took


def shown(values: list[float]) -> str:
    """Give median and quartiles."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{middle:.1f} | {low:.1f}–{high:.1f}"


def main() -> int:
    """Time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--repeats", type=int, default=10, help="loads in one process")
    options = parser.parse_args()
    schemes = names()
    record = records(1)[0]
    bare: list[float] = []
    above: list[float] = []
    ready: list[float] = []
    grading: list[float] = []
    first: dict[str, list[float]] = {name: [] for name in schemes}
    again: dict[str, list[float]] = {name: [] for name in schemes}
    start_ms(READY)  # Writes the bytecode, which is not to be timed.
    for _ in range(options.rounds):
        without, imported, looked_up = start_ms("pass"), start_ms("import partygrade"), start_ms(READY)
        bare.append(without)
        above.append(imported - without)
        ready.append(looked_up - without)
        grading.append(load_ms(GRADED, 1, record)[-1])
        for name in schemes:
            took = load_ms(name, options.repeats)
            first[name].append(took[0])
            again[name].append(statistics.median(took[1:]))
    print("| what | ms | IQR |\n|---|---:|---:|")
    print(f"| Python's bare start | {shown(bare)} |")
    print(f"| `import partygrade` above it | {shown(above)} |")
    print(f"| `import partygrade; partygrade.load` above it | {shown(ready)} |")
    for name in schemes:
        print(f"| first load of {name} | {shown(first[name])} |")
        print(f"| repeated load of {name} | {shown(again[name])} |")
    print(f"| first grading after the first load of {GRADED} | {shown(grading)} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
