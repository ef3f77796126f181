"""What follows, to data: which grades and which condition lead to it.

Complains of: entries that neither grades nor a condition lead to, grades that do not exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from partygrade import ir
from partygrade.compile.formula import Formulas
from partygrade.compile.ladder import Ladder
from partygrade.scheme import FollowUpSpec
from partygrade.source import Place


def follow_up(formulas: Formulas, ladder: Ladder | None, specs: Sequence[FollowUpSpec]) -> tuple[ir.FollowUp, ...]:
    """Compile what follows; a broken entry is left out, with its fault."""
    found = [_entry(formulas, ladder, spec, Place(("follow_up", position))) for position, spec in enumerate(specs)]
    return tuple(entry for entry in found if entry is not None)


def _entry(formulas: Formulas, ladder: Ladder | None, spec: FollowUpSpec, place: Place) -> ir.FollowUp | None:
    if spec.grades is None and spec.when is None:
        formulas.faults.add(
            "no-cause",
            place,
            "nothing leads to this: expected `grades`, `when` or both",
            "没有写明由什么引起：应写 `grades`、`when` 或两者",
        )
        return None
    condition = None if spec.when is None else formulas.condition(spec.when, place.child("when"))[0]
    ranks = None if spec.grades is None else _ranks(ladder, spec.grades, place.child("grades"))
    broken = (ranks is None and spec.grades is not None) or (condition is None and spec.when is not None)
    return None if broken else ir.FollowUp(ranks, spec.label, spec.source, condition)


def _ranks(ladder: Ladder | None, names: Sequence[str], place: Place) -> tuple[int, ...] | None:
    if ladder is None:
        # That grades are needed, and there are none, is said of the whole list.
        return None
    found = [ladder.rank(name, place.child(n)) for n, name in enumerate(names)]
    ranks = tuple(rank for rank in found if rank is not None)
    return ranks if len(ranks) == len(found) else None
