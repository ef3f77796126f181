"""The row stage in memory: partygrade beside the same rules by hand, and beside the floor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from frames.child import Failed, apart, load
from frames.timing import Runs, table

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
LARGEST_OF_OTHER_SPELLINGS = 1_000_000
ROUNDS = {10_000: 21, 100_000: 21, 1_000_000: 9, 5_000_000: 3}
SAMPLE = 2_000
FLOOR = "the floor: every fact added up once"


def run(sizes: list[int], numbers: list[str], rounds: int | None, seed: int, only: list[str]) -> dict[str, Any]:
    """Measure and print."""
    found = {}
    for size in sizes or SIZES:
        for spelling in numbers:
            if spelling != "double" and size > LARGEST_OF_OTHER_SPELLINGS:
                continue
            turns = rounds or ROUNDS.get(size, 5)
            done = apart("rows:measure", size=size, numbers=spelling, rounds=turns, seed=seed, only=only)
            print(f"{size:,} rows, figures as {spelling}, {turns} rounds. {done['equal']}. Load {done['load']}.\n")
            print(table(done["figures"]), flush=True)
            print()
            found[f"{size} {spelling}"] = done
    for spelling in numbers:
        print(f"Figures as {spelling}, ratio to polars by hand, behind it that of processor time.\n")
        print(ratios(found, spelling) + "\n")
    return found


def ratios(found: dict[str, Any], spelling: str) -> str:
    """Write the medians of all sizes as one Markdown table, in the order of the largest size."""
    figures = {int(key.split()[0]): done["figures"] for key, done in found.items() if key.split()[1] == spelling}
    if not figures:
        return "Not measured."
    sizes = sorted(figures)
    out = [f"| rows | {' | '.join(f'{size:,}' for size in sizes)} |", "|---|" + "---:|" * len(sizes)]
    for name in sorted(figures[sizes[-1]], key=lambda name: figures[sizes[-1]][name]["ratio"][0]):
        lines = (figures[size].get(name) for size in sizes)
        cells = (f"{line['ratio'][0]:.2f} ({line['cpu'][0]:.2f})" if line else "" for line in lines)
        out.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(out)


def measure(size: int, numbers: str, rounds: int, seed: int, only: list[str]) -> dict[str, Any]:
    """Check, and time, in this process."""
    import polars as pl
    from byhand import duckdb_rules, numpy_rules, openfisca_rules, openfisca_tuned, polars_rules

    from frames import ours
    from frames.organisations import FACTS, file
    from frames.timing import in_turns

    frame = pl.read_parquet(file(size, numbers, seed)).rechunk()
    modules = (polars_rules, numpy_rules, duckdb_rules, openfisca_rules, openfisca_tuned)
    ways = [way for module in modules for way in module.WAYS if numbers in way.numbers]
    made = {way.name: way.make(frame) for way in ways}
    if ours.there():
        ways += [way for way in ours.ways() if numbers in way.numbers]
        made |= {way.name: way.make(frame) for way in ways if way.name not in made}
    else:
        print("left out: partygrade, which does not grade frames yet", file=sys.stderr)
    equal = check(frame, ways, made)
    if ours.there():
        made["partygrade, no rows: what planning takes"] = ours.planning().make(frame)
    if numbers != "text":
        made[FLOOR] = lambda: frame.lazy().select(pl.col(FACTS).sum()).collect(engine="streaming")
    if only:
        made = {name: way for number, (name, way) in enumerate(made.items()) if number == 0 or name in only}
    before = load()
    return {"equal": equal, "figures": in_turns(made, rounds), "load": f"{before:.1f} to {load():.1f}"}


def check(frame: Any, ways: list[Any], made: Runs) -> str:
    """Compare all ways with one another on every row, and the first with `scheme.grade` on a sample.

    Raises:
        Failed: if they differ anywhere.
    """
    import numpy as np
    from byhand.polars_rules import WAYS

    scores, grades = WAYS[0].outcome(made[WAYS[0].name]())
    found = list(sampled(frame, scores, grades))
    for way in ways[1:]:
        their_scores, their_grades = way.outcome(made[way.name]())
        if len(their_scores) != frame.height:
            raise Failed(f"{way.name}: {len(their_scores)} rows of {frame.height}")
        differ = np.flatnonzero((their_scores != scores) | (their_grades != grades))
        if len(differ):
            row = differ[0]
            got, wanted = (their_scores[row], their_grades[row]), (scores[row], grades[row])
            found.append(f"{way.name}: {len(differ)} rows, first {row}: got {got}, by hand {wanted}")
    if found:
        raise Failed("\n".join((*found[:20], f"{len(found)} differences; nothing was timed")))
    return (
        f"Scores and grades of {len(ways)} ways are equal on all rows, and on {min(SAMPLE, frame.height):,} "
        "rows equal to those of `scheme.grade`"
    )


def sampled(frame: Any, scores: Any, grades: Any) -> Iterator[str]:
    """Say where the results differ from those of `scheme.grade`, on rows spread over the frame."""
    from byhand import GRADES, NONE

    import partygrade
    from frames import ours

    scheme = partygrade.load(ours.NAME)
    facts = frame.drop("county")
    for row in range(0, frame.height, max(1, frame.height // SAMPLE)):
        record = {fact: value for fact, value in facts.row(row, named=True).items() if value is not None}
        grading = scheme.grade(record)
        rank = NONE if grading.own_grade is None else GRADES.index(grading.own_grade)
        got, wanted = (int(scores[row]), int(grades[row])), (grading.score * 10, rank)
        if got != wanted:
            yield f"row {row}: by hand {got}, scheme.grade gives {wanted}"
