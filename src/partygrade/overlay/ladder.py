"""Where a further grade stands on the ladder: where its bound puts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from partygrade.overlay.merged import Part

Figure = int | Decimal

_LOWER = ("from", "above")
_UPPER = ("up_to", "below")


def position(ladder: Sequence[Part], grade: Part, figures: Mapping[str, Figure]) -> int:
    """Give the position of a grade; behind the others where it has no bound, or one that is a formula.

    Of two grades with one bound the one that has a condition too is the better.
    `figures` are the values of the parameters that are plain figures.
    """
    for keys, sign in ((_LOWER, -1), (_UPPER, 1)):
        own = _bound(grade, keys, figures)
        if own is not None:
            for number, other in enumerate(ladder):
                found = _bound(other, keys, figures)
                if found is None or (sign * found[0], found[1]) > (sign * own[0], own[1]):
                    return number
                if found == own and grade.child("when") and not other.child("when"):
                    return number
    return len(ladder)


def _bound(grade: Part, keys: tuple[str, str], figures: Mapping[str, Figure]) -> tuple[Figure, bool] | None:
    """Give the bound of a grade, and whether it takes in more than the other of the two keys with that figure."""
    for key in keys:
        written = grade.below(key).value
        figure = figures.get(written) if isinstance(written, str) else written
        if isinstance(figure, int | Decimal) and not isinstance(figure, bool):
            return figure, key in ("from", "up_to")
    return None
