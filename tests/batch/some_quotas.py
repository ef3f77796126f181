"""Random quotas, and members that they are about; many of these tie."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from partygrade import cohort, ir

GOOD, FAIR, POOR = 2, 1, 0
TOP = 3

Ranges = tuple[tuple[int, int], ...]


def quota(kind: Any, grades: tuple[int, int], limit: int | str, **more: Any) -> ir.QuotaSpec:
    """Make a quota; a limit such as `20%` is a share."""
    share = Fraction(limit.rstrip("%")) / 100 if isinstance(limit, str) else None
    usual: dict[str, Any] = {"of": "graded", "rounding": "down", "ties": "out", "action": "enforce"}
    count = None if isinstance(limit, str) else limit
    return ir.QuotaSpec(ir.Origin("q", "q"), kind, *grades, share, count, **(usual | more))


def of(*quotas: ir.QuotaSpec) -> ir.Cohort:
    return ir.Cohort((), (), quotas)


def some_quota(dice: Random) -> ir.QuotaSpec:
    """Make up a quota of any kind, over neither all grades nor, for a minimum, grades from the middle."""
    kind = dice.choice(["at_most", "at_least"])
    pairs = [(low, high) for low in range(TOP + 1) for high in range(low, TOP + 1) if (low, high) != (0, TOP)]
    return quota(
        kind,
        dice.choice([pair for pair in pairs if kind == "at_most" or pair[0] == 0 or pair[1] == TOP]),
        dice.choice([dice.randrange(9), dice.choice(["0%", "10%", "33.3%", "50%", "80%", "100%"])]),
        of=dice.choice(["graded", "all"]),
        rounding=dice.choice(["down", "up", "half_up"]),
        ties=dice.choice(["out", "in", "report"]),
        action=dice.choice(["enforce", "enforce", "report"]),
        among=dice.choice([None, None, 7]),
    )


def some_cohort(dice: Random) -> tuple[ir.Cohort, Ranges, list[cohort.Member]]:
    """Make up quotas and members; with so few keys that many tie."""
    spec = of(*(some_quota(dice) for _ in range(dice.randint(1, 4))))
    highest = [dice.choice([0, 2, 9]) for _ in range(dice.randint(0, 3))]
    members = [
        cohort.Member(
            position,
            tuple(dice.randint(-2, high) for high in highest),
            dice.choice([None, *range(TOP + 1), *range(TOP + 1)]),
            tuple(dice.random() < 0.7 for _ in spec.quotas),
        )
        for position in range(dice.randint(0, 30))
    ]
    return spec, ((-2, 9),) * len(highest), members


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


SEEDS = st.integers(0, 2**32)
