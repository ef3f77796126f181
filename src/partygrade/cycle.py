"""From one year to the next: how an organisation moved, which targets it meets, and the sums of a cohort.

Before: the rank of last year's grade, and of the final one. After: the movement, the targets, the matrix.
"""

from __future__ import annotations

from collections.abc import Sequence

from partygrade import exact, ir
from partygrade.facts import Facts
from partygrade.result import CycleResult, Movement, MovementResult, TargetAccount, TargetResult

Pair = tuple[int | None, int | None]
"""The rank last year and the rank now, None where there is no grade."""

NEW, OUT = "new", "out"
"""What stands for no grade in the matrix: last year, and now."""


def previous(program: ir.Program, facts: Facts) -> int | None:
    """Give the rank of last year's grade; None where it is not known, or the scheme does not ask for it."""
    value = None if program.cycle is None else facts[program.cycle.previous]
    return value if isinstance(value, int) else None


def cycle(program: ir.Program, previous: int | None, final: int | None) -> CycleResult:
    """Say how one organisation moved, and which targets it comes under and meets."""
    assert program.cycle is not None
    ladder = _ladder(program)
    return CycleResult(
        previous=None if previous is None else ladder[previous],
        movement=moved(previous, final),
        targets=[
            TargetResult(
                id=target.origin.id,
                label=target.origin.label,
                source=target.origin.source,
                reach=ladder[target.reach],
                met=_reaches(target, final),
            )
            for target in program.cycle.targets
            if previous in target.ranks
        ],
    )


def movement(program: ir.Program, pairs: Sequence[Pair]) -> MovementResult:
    """Count how many went from each grade to each, and how the targets came out."""
    assert program.cycle is not None
    ladder = _ladder(program)
    best_first = [*reversed(ladder)]
    matrix = {row: dict.fromkeys([*best_first, OUT], 0) for row in [*best_first, NEW]}
    for previous, final in pairs:
        matrix[NEW if previous is None else ladder[previous]][OUT if final is None else ladder[final]] += 1
    moves = [moved(previous, final) for previous, final in pairs]
    return MovementResult(
        matrix=matrix,
        raised=moves.count("raised"),
        kept=moves.count("kept"),
        fell=moves.count("fell"),
        targets=[_account(target, ladder, pairs) for target in program.cycle.targets],
    )


def moved(previous: int | None, final: int | None) -> Movement:
    """Name the movement between two ranks; where there is no grade now, it is `out` whatever was before."""
    if final is None:
        return "out"
    if previous is None:
        return "new"
    return "raised" if final > previous else "fell" if final < previous else "kept"


def _account(target: ir.Target, ladder: Sequence[str], pairs: Sequence[Pair]) -> TargetAccount:
    due = [final for previous, final in pairs if previous in target.ranks]
    places = target.share * len(due)
    needed = exact.divide(places.numerator, places.denominator, "up")
    reached = sum(_reaches(target, final) for final in due)
    share = exact.finite(target.share * 100)
    assert share is not None
    return TargetAccount(
        id=target.origin.id,
        label=target.origin.label,
        source=target.origin.source,
        grades=[ladder[rank] for rank in sorted(target.ranks, reverse=True)],
        reach=ladder[target.reach],
        share=f"{exact.text(*share)}%",
        due=len(due),
        needed=needed,
        reached=reached,
        met=reached >= needed,
    )


def _reaches(target: ir.Target, final: int | None) -> bool:
    return final is not None and final >= target.reach


def _ladder(program: ir.Program) -> tuple[str, ...]:
    return tuple(grade.origin.id for grade in reversed(program.grades))
