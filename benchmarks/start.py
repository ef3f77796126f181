"""Time the start: `import partygrade` above Python's bare start, and the loading of each shipped scheme.

Every measurement is a fresh process. The kinds take turns, so that a slow moment of the machine meets all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
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


def with_bytecode(folder: str) -> dict[str, str]:
    """Give an environment that keeps bytecode, in a folder of its own, whatever the surroundings say."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": folder}


def start_ms(code: str, environment: dict[str, str]) -> float:
    """Give the milliseconds of a fresh process that runs the code."""
    start = perf_counter_ns()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return (perf_counter_ns() - start) / 1e6


def load_ms(name: str, repeats: int, environment: dict[str, str], record: Record | None = None) -> list[float]:
    """Give the milliseconds of each load in a fresh process, and then of the first grading if a record is given."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, name, str(repeats), json.dumps(record)],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
    )
    took: list[float] = json.loads(done.stdout)
    return took


class Timings:
    """What was measured, by the name of its row, in the order of the table."""

    def __init__(self) -> None:
        self.rows: dict[str, list[float]] = {}

    def add(self, row: str, took: float) -> None:
        """Keep one measurement."""
        self.rows.setdefault(row, []).append(took)

    def table(self) -> str:
        """Write medians and quartiles as a Markdown table."""
        out = ["| what | ms | IQR |", "|---|---:|---:|"]
        for row, values in self.rows.items():
            low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
            out.append(f"| {row} | {middle:.1f} | {low:.1f}–{high:.1f} |")
        return "\n".join(out)


def time_round(timings: Timings, schemes: list[str], repeats: int, environment: dict[str, str]) -> None:
    """Measure everything once."""
    bare = start_ms("pass", environment)
    timings.add("Python's bare start", bare)
    for code in ("import pydantic", "import partygrade", READY):
        timings.add(f"`{code}` above it", start_ms(code, environment) - bare)
    for name in schemes:
        took = load_ms(name, repeats, environment)
        timings.add(f"first load of {name}", took[0])
        timings.add(f"repeated load of {name}", statistics.median(took[1:]))
    graded = load_ms(GRADED, 1, environment, records(1)[0])
    timings.add(f"first grading after the first load of {GRADED}", graded[-1])


def main() -> int:
    """Time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--repeats", type=int, default=10, help="loads in one process")
    options = parser.parse_args()
    timings = Timings()
    with TemporaryDirectory() as folder:
        environment = with_bytecode(folder)
        time_round(Timings(), names(), 2, environment)  # Writes the bytecode, which is not to be timed.
        for _ in range(options.rounds):
            time_round(timings, names(), options.repeats, environment)
    print(timings.table())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
