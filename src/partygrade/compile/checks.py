"""Checks to IR: what must hold for a grading to be valid.

Complains of: what is no condition, consequences that are neither a warning nor invalid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, cast

from partygrade import ir
from partygrade.compile.formula import Formulas
from partygrade.scheme import CheckSpec
from partygrade.source import Place


def checks(formulas: Formulas, specs: Sequence[CheckSpec], static: Callable[..., str | None]) -> list[ir.Check]:
    """Compile the checks; a broken one is left out, with its fault."""
    out = []
    for position, spec in enumerate(specs):
        place = Place(("checks", position))
        holds, _ = formulas.condition(spec.require, place.child("require"))
        otherwise = static(spec.otherwise, ("warning", "invalid"), None, place.child("otherwise"))
        if holds is not None and otherwise is not None:
            origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
            out.append(ir.Check(origin, holds, str(spec.require), cast(Literal["warning", "invalid"], otherwise)))
    return out
