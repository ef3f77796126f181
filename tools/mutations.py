"""Write the page of the figures that golden cases notice, from the list in `tests/mutations.yaml`.

`make pages` runs this. With `--measure` and the names of schemes, or none for all of them, the golden cases are run on
every figure of those schemes, which takes minutes, and what differs from the list is said.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import partygrade
from partygrade import catalog
from partygrade.case_files import beside
from partygrade.cases import read_cases
from partygrade.check import Subject
from partygrade.check.mutations import Score, mutation_score
from partygrade.document import read

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "mutations.yaml"
PAGE = ROOT / "docs" / "mutations.md"

_HEAD = """\
# Figures that golden cases notice

Every figure of the six shipped schemes is changed by one in its last digit, up and down: points, bounds, shares,
limits, weights, values of parameters, and numbers in formulas. Then the golden cases are run. What no longer loads is
not counted, nor is what says which values a record may hold, and no date is changed. **{noticed} of {mutants} changes
are noticed by a golden case; the other {left} change nothing that comes out**, for the reasons below.

| scheme | changes | noticed | change nothing |
|---|---:|---:|---:|
"""
_FOOT = """
The list is `tests/mutations.yaml`. A test runs the three shorter schemes and compares; all six take some minutes:

    python tools/mutations.py --measure

The same for a scheme of your own: `partygrade.check.mutations.mutation_score(Subject(scheme, cases))` says how many
changes its cases notice, and lists the others. Mistakes of other kinds are planted on [another page](planted.md).
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that nothing notices for one reason; each as `PLACE BEFORE -> AFTER`."""

    changes: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: how many changes there are, how many are noticed, and the others."""

    name: str
    mutants: int
    noticed: int
    groups: tuple[Group, ...]

    @property
    def left(self) -> list[str]:
        """The changes that nothing notices, in the order of their letters."""
        return sorted(change for group in self.groups for change in group.changes)


@cache
def listed() -> tuple[Scheme, ...]:
    """Read the list."""
    data = read(LIST.read_text("utf-8"), LIST.name).data
    assert isinstance(data, dict)
    return tuple(
        Scheme(name, one["mutants"], one["noticed"], tuple(_group(group) for group in one["left"]))
        for name, one in data.items()
    )


def _group(data: dict[str, object]) -> Group:
    changes = data["changes"]
    assert isinstance(changes, list)
    return Group(tuple(map(str, changes)), str(data["why"]))


def measured(name: str) -> Score:
    """Run the golden cases of a shipped scheme on every change."""
    path = catalog.find(name)
    assert path is not None
    return mutation_score(Subject(partygrade.load(name), read_cases(beside(path))))


def unnoticed(score: Score) -> list[str]:
    """List the changes that nothing notices, as they stand in the list."""
    return sorted(f"{one.place} {one.before} -> {one.after}" for one in score.survivors)


def page() -> str:
    """Give the text of the page."""
    schemes = listed()
    noticed, mutants = sum(one.noticed for one in schemes), sum(one.mutants for one in schemes)
    head = _HEAD.format(noticed=noticed, mutants=mutants, left=mutants - noticed)
    rows = (f"| `{one.name}` | {one.mutants} | {one.noticed} | {len(one.left)} |\n" for one in schemes)
    return "".join([head, *rows, *(part for one in schemes for part in _part(one)), _FOOT])


def _part(scheme: Scheme) -> Iterator[str]:
    if scheme.groups:
        yield f"\n## {scheme.name}\n\n| changes | figures | why nothing comes of them |\n|---:|---|---|\n"
    for group in scheme.groups:
        counted = Counter(group.changes)
        figures = ", ".join(
            f"`{change}`" + (f" ({many} times)" if many > 1 else "") for change, many in counted.items()
        )
        yield f"| {len(group.changes)} | {figures} | {group.why} |\n"


def compare(names: Sequence[str]) -> int:
    """Measure schemes, and say what differs from the list."""
    differ = 0
    for one in listed():
        if not names or one.name in names:
            score = measured(one.name)
            same = (score.noticed, score.mutants, unnoticed(score)) == (one.noticed, one.mutants, one.left)
            differ += not same
            other = "" if same else ", which is not what is listed"
            print(f"{one.name}: {score.noticed} of {score.mutants} noticed{other}")
            for change in () if same else unnoticed(score):
                print(f"  {change}")
    return 1 if differ else 0


def main() -> int:
    """Write the page, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", nargs="*", metavar="NAME")
    options = parser.parse_args()
    if options.measure is not None:
        return compare(options.measure)
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
