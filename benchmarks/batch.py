"""Time the grading of whole frames: partygrade beside the same rules by hand, quotas, growth, memory.

Every measurement runs in a process of its own, and nothing is timed before all results have been found equal. What is
compared takes turns in one run: read the ratios.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from frames import cohort, detail, growth, quotas, rows
from frames.child import Failed, answer, load

SECTIONS = {"rows": rows, "quotas": quotas, "growth": growth, "cohort": cohort, "detail": detail}
NUMBERS = ("double", "decimal", "text")
PACKAGES = ("partygrade", "narwhals", "polars", "duckdb", "pyarrow", "numpy", "openfisca-core")


def versions() -> str:
    """Name what is measured."""
    named = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            named.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            named.append(f"{package} is not installed")
    return ", ".join(named)


def parsed() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="section", help=f"of {', '.join(SECTIONS)}; all without one")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="rows, where a section is about several sizes")
    parser.add_argument("--numbers", nargs="*", choices=NUMBERS, default=list(NUMBERS), help="how figures are spelled")
    parser.add_argument("--rounds", type=int, help="instead of a number that suits the size")
    parser.add_argument("--only", nargs="*", default=[], help="in rows and quotas: these, by their names there")
    parser.add_argument("--seed", type=int, default=20170605)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    if unknown := set(options.sections) - set(SECTIONS):
        parser.error(f"no section is called {', '.join(sorted(unknown))}: expected {', '.join(SECTIONS)}")
    return options


def main() -> int:
    """Measure section by section, and print."""
    if sys.argv[1:2] == ["--child"]:
        try:
            answer(*sys.argv[2:4])
        except Failed as fault:
            print(fault, file=sys.stderr)
            return 1
        return 0
    options = parsed()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {load():.1f}. {versions()}\n")
    found = {}
    try:
        for name in options.sections or SECTIONS:
            print(f"## {name}\n", flush=True)
            run = SECTIONS[name].run
            found[name] = run(options.sizes, options.numbers, options.rounds, options.seed, options.only)
    except Failed as fault:
        print(fault, file=sys.stderr)
        return 1
    finally:
        if options.json:
            options.json.write_text(json.dumps({"versions": versions(), **found}, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
