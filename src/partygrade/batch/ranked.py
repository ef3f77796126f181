"""What quotas look at in a frame, how often it occurs in every cohort, and what came of it.

Before: the columns of the rank keys, grades and flags. After: for every cohort the rank keys at which each quota begins
to move, and its account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from partygrade import ir
from partygrade.batch.arrays import Array
from partygrade.batch.columns import GOOD
from partygrade.batch.share import Account, Classes, Shared, Sharing, rises
from partygrade.cohort import Key

Within = tuple[Any, ...]
"""What the organisations of one cohort agree in: the values of the group columns."""

NONE = -1
"""Stands for the grade of who has none."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The columns that quotas look at, in the rows that are good.

    `groups` are what organisations of one cohort agree in, never null; `keys` the rank keys, of which the greater is
    the better, within their `ranges`; `grade` is the rank before quotas, and `excluded` whether there is none, None
    where everybody has one; `among` are the flags of the quotas, by their number, that do not count everybody.
    """

    groups: Sequence[str]
    keys: Sequence[str]
    ranges: Sequence[tuple[int, int]]
    grade: str
    excluded: str | None
    among: Mapping[int, str]

    @property
    def names(self) -> Sequence[str]:
        """All columns that are looked at, and whether a row is good."""
        excluded = [] if self.excluded is None else [self.excluded]
        return list(dict.fromkeys([GOOD, *self.groups, *self.keys, self.grade, *excluded, *self.among.values()]))

    @property
    def flags(self) -> Sequence[str]:
        """The columns of the flags."""
        return list(dict.fromkeys(self.among.values()))

    @property
    def bits(self) -> Sequence[int]:
        """How many bits every key has, above its least."""
        return [(high - low).bit_length() for low, high in self.ranges]

    def left(self, bits: Any) -> Sequence[Any]:
        """Give how many of its own bits each key lacks where so many of the last bits of all are left out."""
        own = self.bits
        return [np.clip(bits - sum(own[number + 1 :]), 0, own[number]) for number in range(len(own))]

    def sharing(self, cohort: ir.Cohort, top: int) -> Sharing:
        """Make the quotas ready for the kinds that the columns tell apart."""
        return Sharing(cohort, top, {number: self.flags.index(name) for number, name in self.among.items()})


@dataclass(frozen=True, slots=True)
class Counted:
    """How many `heads` there are of each class: of a `cohort`, by its number, and of a `kind`.

    `figures` are the rank keys above their least, of which so many of the last bits of all are `left` out, and 0.
    """

    cohort: Array
    figures: Sequence[Array]
    left: Array
    kind: Array
    heads: Array

    def picked(self, which: Array) -> Counted:
        """Give some of the classes, or all in another order."""
        figures = [figure[which] for figure in self.figures]
        return Counted(self.cohort[which], figures, self.left[which], self.kind[which], self.heads[which])

    def sorted(self) -> Counted:
        """Put the classes of one cohort together, and the best first."""
        return self.picked(np.lexsort([*(-figure for figure in reversed(self.figures)), self.cohort]))

    def classes(self) -> Classes:
        """Give the classes, which are sorted, as the quotas look at them."""
        new = np.zeros(len(self.cohort), bool)
        for numbers in (self.cohort, *self.figures):
            new[1:] |= numbers[1:] != numbers[:-1]
        return Classes(self.cohort, np.cumsum(new), self.left > 0, self.kind, self.heads)


def joined(tables: Sequence[Counted]) -> Counted:
    """Put tables of classes one under the other."""
    figures = [np.concatenate(those) for those in zip(*(table.figures for table in tables), strict=True)]
    cohort, left, kind, heads = (
        np.concatenate([getattr(table, name) for table in tables]) for name in ("cohort", "left", "kind", "heads")
    )
    return Counted(cohort, figures, left, kind, heads)


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of the quotas: the cohorts by their numbers, their classes, and what each quota did with these."""

    ranked: Ranked
    within: Sequence[Within]
    counted: Counted
    shared: Shared

    def edges(self, number: int) -> dict[Within, Key]:
        """Give for every cohort in which a quota moved somebody the key at which that begins."""
        edge = self.shared.steps[number].edge
        keys = self._keys(edge, upper=not rises(self.shared.sharing.cohort.quotas[number]))
        return {within: key or (0,) for within, key in zip(self.within, keys, strict=True) if key is not None}

    def accounts(self) -> list[tuple[Within, tuple[Account, ...]]]:
        """Give the accounts of every cohort, in the order of the values that its organisations agree in."""
        return sorted(zip(self.within, self.shared.accounts(self._keys), strict=True), key=itemgetter(0))

    def _keys(self, classes: Array, upper: bool = False) -> Sequence[Key | None]:
        """Give the keys of classes: of those whose keys lie in a range the least, or the greatest."""
        lacking = self.ranked.left(self.counted.left[classes])
        columns = [
            (figure[classes] + ((1 << lacks) - 1 if upper else 0) + low).tolist()
            for (low, _), lacks, figure in zip(self.ranked.ranges, lacking, self.counted.figures, strict=True)
        ]
        keys = zip(*columns, strict=True) if columns else iter([()] * len(classes))
        return [None if number < 0 else key for number, key in zip(classes.tolist(), keys, strict=True)]
