"""How many organisations of every cohort agree in grade, in who counts them and in where their rank keys begin.

Before: a frame with the columns that quotas look at. After: the classes that `share` works on, at first coarse; then
finer wherever a cut falls into one, until no cut does. The frame is only counted, never sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np

from partygrade import ir
from partygrade.batch.arithmetic import divided, integer
from partygrade.batch.arrays import Array
from partygrade.batch.columns import GOOD, Frame
from partygrade.batch.persisted import persisted
from partygrade.batch.ranked import NONE, Counted, Ranked, Settled, joined
from partygrade.batch.share import Sharing
from partygrade.batch.small import Small, beside, fetched

FIRST = 1024
"""Into so many pieces, or half as many, the first count cuts the keys of the only cohort."""

EACH = 64
"""The same where there may be many cohorts: all of their classes are looked at."""

MORE = 8
"""Into at least so many pieces a further count cuts each class that a cut falls into."""

CLASSES = 30_000
"""So many classes a further count may give in any case."""

EXACT = 53
"""Whole numbers of so many bits are divided exactly by every engine."""

_GRADE, _HEADS = "~grade", "~heads"


def settled(cohort: ir.Cohort, top: int, frame: Frame, ranked: Ranked) -> Settled:
    """Share out every cohort of a frame; `top` is the rank of the best grade."""
    sharing = ranked.sharing(cohort, top)
    with persisted(frame, ranked.names) as slim:
        histogram = _Histogram(slim, ranked, sharing)
        shared = sharing.shared(histogram.known.classes())
        while shared.wanted.any():
            histogram.refine(shared.wanted)
            shared = sharing.shared(histogram.known.classes())
    return Settled(ranked, histogram.within, histogram.known, shared)


class _Histogram:
    """The classes of every cohort, as far as they are `known`."""

    def __init__(self, frame: Frame, ranked: Ranked, sharing: Sharing) -> None:
        self.ranked = ranked
        self.sharing = sharing
        self.frame = frame.filter(nw.col(GOOD))
        bits = self._finer(sum(ranked.bits), EACH if ranked.groups else FIRST)
        found = self._all(bits)
        self.within = sorted({*_tuples(found, ranked.groups)})
        self._numbers = {within: number for number, within in enumerate(self.within)}
        self.known = self._counts(found, bits).sorted()

    def refine(self, wanted: Array) -> None:
        """Replace the classes that are wanted by finer ones."""
        known = self.known
        tables = [known.picked(~wanted)]
        for bits in np.unique(known.left[wanted]).tolist():
            asked = known.picked(wanted & (known.left == bits))
            places = len({*zip(asked.cohort.tolist(), *(one.tolist() for one in asked.figures), strict=True)})
            pieces = max(MORE, CLASSES // places)
            # Few organisations are told apart at once, so that nothing is left to ask.
            then = 0 if asked.heads.sum() <= 2 * pieces * places else self._finer(bits, pieces)
            tables.append(self._counts(self._some(asked, bits, then), then))
        self.known = joined(tables).sorted()

    def _finer(self, bits: int, pieces: int) -> int:
        """Say how many bits to leave out, so that what leaves out more falls into about so many pieces."""
        bits = max(bits - pieces.bit_length() + 1, 0)
        below = 0
        for own in reversed(self.ranked.bits):
            # A figure that is too long to be divided exactly is looked at as a whole.
            if own > EXACT and below < bits < below + own:
                return below
            below += own
        return bits

    def _all(self, bits: int) -> Small:
        """Count all organisations, also those without a grade."""
        rank, begins = nw.col(self.ranked.grade), self._begins(bits)
        if self.ranked.excluded is None:
            return self._counted(self.frame, rank, begins)
        # Of those without a grade nobody asks for the keys; theirs are like no other, so that nobody takes them out.
        graded = ~nw.col(self.ranked.excluded)
        begins = {name: nw.when(graded).then(key).otherwise(integer(-1)) for name, key in begins.items()}
        return self._counted(self.frame, nw.when(graded).then(rank), begins)

    def _some(self, asked: Counted, bits: int, then: int) -> Small:
        """Count the organisations of certain classes, of whose keys so many bits were left out, by more of them."""
        begins = {f"~w{name}": key for name, key in self._begins(bits).items()}
        names = [*self.ranked.groups, *begins]
        parts = [(asked.figures[n] >> left).tolist() for n, left in self._looked_at(bits)]
        rows = {(*self.within[cohort], *key) for cohort, *key in zip(asked.cohort.tolist(), *parts, strict=True)}
        small = beside(self.frame, dict(zip(names, zip(*rows, strict=True), strict=True)))
        frame = self.frame if self.ranked.excluded is None else self.frame.filter(~nw.col(self.ranked.excluded))
        frame = frame.with_columns(key.alias(name) for name, key in begins.items())
        frame = frame.join(small, on=names, how="semi")
        return self._counted(frame, nw.col(self.ranked.grade), self._begins(then))

    def _looked_at(self, bits: int) -> Iterator[tuple[int, int]]:
        """Give the keys of which not all bits are left out, and how many of their own are."""
        for n, (own, left) in enumerate(zip(self.ranked.bits, self.ranked.left(bits), strict=True)):
            if left < own:
                yield n, int(left)

    def _begins(self, bits: int) -> dict[str, nw.Expr]:
        """Give the keys above the least, without so many of the last bits of all."""
        ranked = self.ranked
        above = [nw.col(key) - integer(low) for key, (low, _) in zip(ranked.keys, ranked.ranges, strict=True)]
        return {f"~k{n}": divided(above[n], 1 << left, "down") for n, left in self._looked_at(bits)}

    def _counted(self, frame: Frame, rank: nw.Expr, begins: Mapping[str, nw.Expr]) -> Small:
        columns = [*self.ranked.groups, *self.ranked.flags, _GRADE, *begins]
        named = [key.alias(name) for name, key in begins.items()]
        frame = frame.select(*self.ranked.groups, *self.ranked.flags, rank.alias(_GRADE), *named)
        return fetched(frame.group_by(*columns).agg(nw.len().alias(_HEADS)))

    def _counts(self, found: Small, bits: int) -> Counted:
        """Give the classes that were counted, with so many bits left out."""
        rows = len(found[_HEADS])
        cohort = [self._numbers[within] for within in _tuples(found, self.ranked.groups)]
        grade = _array(NONE if rank is None else rank for rank in found[_GRADE])
        flags = np.zeros(rows, np.int64)
        for n, name in enumerate(self.ranked.flags):
            flags += _array(bool(flag) << n for flag in found[name])
        figures = [np.zeros(rows, np.int64)] * len(self.ranked.keys)
        for n, left in self._looked_at(bits):
            figures[n] = _array(found[f"~k{n}"]) << left
        kind = self.sharing.kind(grade, flags)
        return Counted(_array(cohort), figures, np.full(rows, bits), kind, _array(found[_HEADS]))


def _array(numbers: Iterable[int]) -> Array:
    return np.array([*numbers], np.int64)


def _tuples(found: Small, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Give some of the columns row by row."""
    return list(zip(*(found[name] for name in names), strict=True)) if names else [()] * len(found[_HEADS])
