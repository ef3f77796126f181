"""Time the static checks on 200 schemes: the shipped ones and those of the gallery, again and again under other ids.

Loading is timed apart. What the library remembers of formulas and texts is forgotten before each scheme, so that two
hundred different schemes would take as long. What several checks share is paid by the first that asks.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, process_time

import partygrade
from partygrade import catalog, parse, said_bounds
from partygrade.case_files import beside
from partygrade.cases import read_cases
from partygrade.check import CHECKS, Subject

CLOCKS = {"wall": perf_counter, "cpu": process_time}
LOADING = "loading"


def schemes(count: int) -> Iterator[tuple[Path, str]]:
    """Give so many schemes, each with its file and a text in which it has an id of its own."""
    files = [path for name in (*catalog.names(), *catalog.gallery()) if (path := catalog.find(name))]
    for number, path in enumerate(islice(cycle(files), count)):
        text = re.sub(r"(?m)^(scheme: .*)$", rf"\1-{number}", path.read_text("utf-8"), count=1)
        yield path, re.sub(r"(?m)^extends: (.*\.yaml)$", rf"extends: {path.parent}/\1", text, count=1)


def forget() -> None:
    """Forget what was worked out for other schemes."""
    parse._parsed.cache_clear()
    said_bounds.said_bounds.cache_clear()


def measure(count: int, clock: str, cases: bool) -> dict[str, list[float]]:
    """Give the seconds of each check for every scheme, in the order of the schemes."""
    now = CLOCKS[clock]
    took: dict[str, list[float]] = {what: [] for what in (LOADING, *CHECKS)}
    for path, text in schemes(count):
        forget()
        start = now()
        scheme = partygrade.loads(text, name=str(path))
        took[LOADING].append(now() - start)
        subject = Subject(scheme, read_cases(beside(path)) if cases else None)
        for slug in CHECKS:
            start = now()
            list(CHECKS[slug](subject))
            took[slug].append(now() - start)
    return took


def table(rounds: list[dict[str, list[float]]]) -> str:
    """Write the best of the rounds as a Markdown table, the dearest check first."""
    seconds = {what: min(sum(one[what]) for one in rounds) for what in rounds[0]}
    count = len(rounds[0][LOADING])
    rows = sorted(CHECKS, key=lambda slug: -seconds[slug])
    out = ["| check | s | ms a scheme | ms for the dearest |", "|---|---:|---:|---:|"]
    for what in rows:
        most = min(max(one[what]) for one in rounds)
        out.append(f"| `{what}` | {seconds[what]:.2f} | {seconds[what] / count * 1e3:.2f} | {most * 1e3:.1f} |")
    whole = sum(seconds[slug] for slug in rows)
    out.append(f"| all {len(rows)} checks | {whole:.2f} | {whole / count * 1e3:.2f} | |")
    out.append(f"| loading, beside them | {seconds[LOADING]:.2f} | {seconds[LOADING] / count * 1e3:.2f} | |")
    return "\n".join(out)


def main() -> int:
    """Time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clock", choices=CLOCKS, default="cpu")
    parser.add_argument("--cases", action="store_true", help="with the golden cases, which `cases` then runs")
    options = parser.parse_args()
    rounds = [measure(options.schemes, options.clock, options.cases) for _ in range(options.rounds)]
    print(f"{options.schemes} schemes, {options.rounds} rounds, {options.clock} time\n")
    print(table(rounds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
