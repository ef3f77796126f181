"""How many organisations of every cohort agree in grade, in who counts them and in where their rank keys begin.

Before: a frame with the columns that quotas look at. After: the classes that `share` works on, at first coarse; then
finer wherever a cut falls into one, until no cut does. The frame is only counted, never sorted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch.arithmetic import divided, integer
from partygrade.batch.columns import GOOD
from partygrade.batch.persisted import persisted
from partygrade.batch.share import Among, Class, Line, Shared, Sharing
from partygrade.batch.small import Small, beside, fetched

Frame = nw.LazyFrame[Any]
Within = tuple[Any, ...]
"""What the organisations of one cohort agree in: the values of the group columns."""

Place = tuple[Within, int]
"""A cohort, and the number of the least key of a class in it."""

FIRST = 128
"""Into so many pieces, or half as many, the first count cuts the keys of the only cohort."""

EACH = 16
"""The same where there may be many cohorts: all of their classes are looked at."""

MORE = 8
"""Into at least so many pieces a further count cuts each class that a cut falls into."""

CLASSES = 30_000
"""So many classes a further count may give in any case."""

EXACT = 53
"""Whole numbers of so many bits are divided exactly by every engine."""

_GRADE, _HEADS = "~grade", "~heads"


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
    def line(self) -> Line:
        """The rank keys in one line."""
        return Line(tuple(self.ranges))


def settled(cohort: ir.Cohort, top: int, frame: Frame, ranked: Ranked) -> dict[Within, Shared]:
    """Share out every cohort of a frame; `top` is the rank of the best grade."""
    found: dict[Within, Shared] = {}
    with persisted(frame, ranked.names) as slim:
        histogram = _Histogram(cohort, top, slim, ranked)
        left: Iterable[Within] = histogram.known
        while left:
            found |= {within: histogram.shared(within) for within in left}
            left = [within for within in left if found[within].wanted]
            histogram.refine({within: found[within].wanted for within in left})
    return dict(sorted(found.items()))


class _Histogram:
    """The classes of every cohort, as far as they are `known`.

    How far is said by how many of the last bits of the number of a key are left out: all together, or of the keys.
    """

    def __init__(self, cohort: ir.Cohort, top: int, frame: Frame, ranked: Ranked) -> None:
        self.ranked = ranked
        self.line = ranked.line
        self.frame = frame.filter(nw.col(GOOD))
        self.flags = list(dict.fromkeys(ranked.among.values()))
        self.known: dict[Within, list[Class]] = defaultdict(list)
        bits = self._finer(sum(self.line.bits), EACH if ranked.groups else FIRST)
        found = self._all(bits)
        self.among = {flags: _among(cohort, ranked, flags) for flags in set(_tuples(found, self.flags))}
        self.sharing = Sharing(cohort, top, self.among.values())
        self._add(found, bits)

    def shared(self, within: Within) -> Shared:
        """Share out a cohort, as far as its classes are known."""
        return self.sharing.shared(self.known[within])

    def refine(self, wanted: Mapping[Within, Iterable[tuple[int, int]]]) -> None:
        """Replace the classes that are wanted by finer ones."""
        places: dict[int, list[Place]] = defaultdict(list)
        heads: dict[int, int] = defaultdict(int)
        for within, asked in wanted.items():
            keys = dict(asked)
            for key, span in keys.items():
                places[span].append((within, key))
            classes = self.known[within]
            for _, span, _, count in [found for found in classes if found[0] in keys]:
                heads[span] += count
            self.known[within] = [found for found in classes if found[0] not in keys]
        for span, there in places.items():
            pieces = max(MORE, CLASSES // len(there))
            bits = span.bit_length() - 1
            # Few organisations are told apart at once, so that nothing is left to ask.
            then = 0 if heads[span] <= 2 * pieces * len(there) else self._finer(bits, pieces)
            self._add(self._some(there, bits, then), then)

    def _finer(self, bits: int, pieces: int) -> int:
        """Say how many bits to leave out, so that what leaves out more falls into about so many pieces."""
        bits = max(bits - pieces.bit_length() + 1, 0)
        below = 0
        for own in reversed(self.line.bits):
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

    def _some(self, places: Iterable[Place], bits: int, then: int) -> Small:
        """Count the organisations at certain places, of whose keys so many bits were left out, by more of them."""
        begins = {f"~w{name}": key for name, key in self._begins(bits).items()}
        names = [*self.ranked.groups, *begins]
        table = zip(*((*within, *self._parts(key, bits)) for within, key in places), strict=True)
        small = beside(self.frame, dict(zip(names, table, strict=True)))
        frame = self.frame if self.ranked.excluded is None else self.frame.filter(~nw.col(self.ranked.excluded))
        frame = frame.with_columns(key.alias(name) for name, key in begins.items())
        frame = frame.join(small, on=names, how="semi")
        return self._counted(frame, nw.col(self.ranked.grade), self._begins(then))

    def _looked_at(self, bits: int) -> Iterator[tuple[int, int]]:
        """Give the keys of which not all bits are left out, and how many of their own are."""
        below = sum(self.line.bits)
        for n, own in enumerate(self.line.bits):
            below -= own
            if below + own > bits:
                yield n, max(bits - below, 0)

    def _begins(self, bits: int) -> dict[str, nw.Expr]:
        """Give the keys above the least, without so many of the last bits of all."""
        ranked = self.ranked
        above = [nw.col(key) - integer(low) for key, (low, _) in zip(ranked.keys, ranked.ranges, strict=True)]
        return {f"~k{n}": divided(above[n], 1 << own, "down") for n, own in self._looked_at(bits)}

    def _parts(self, number: int, bits: int) -> Iterator[int]:
        """Give of the number of a key what `_begins` gives of the keys."""
        own = self.line.bits
        for n, left in self._looked_at(bits):
            yield (number >> sum(own[n + 1 :]) & (1 << own[n]) - 1) >> left

    def _counted(self, frame: Frame, rank: nw.Expr, begins: Mapping[str, nw.Expr]) -> Small:
        columns = [*self.ranked.groups, *self.flags, _GRADE, *begins]
        named = [key.alias(name) for name, key in begins.items()]
        frame = frame.select(*self.ranked.groups, *self.flags, rank.alias(_GRADE), *named)
        return fetched(frame.group_by(*columns).agg(nw.len().alias(_HEADS)))

    def _add(self, found: Small, bits: int) -> None:
        """Add the classes that were counted."""
        kinds = _tuples(found, [_GRADE, *self.flags])
        number = {kind: self.sharing.number[kind[0], self.among[kind[1:]]] for kind in set(kinds)}
        numbered = map(number.__getitem__, kinds)
        classes = zip(self._numbers(found, bits), repeat(1 << bits), numbered, found[_HEADS], strict=False)
        for within, one in zip(_tuples(found, self.ranked.groups), classes, strict=True):
            self.known[within].append(one)

    def _numbers(self, found: Small, bits: int) -> Sequence[int]:
        """Give the numbers of the least keys of classes that were counted."""
        numbers = [0] * len(found[_HEADS])
        for n, left in self._looked_at(bits):
            by = sum(self.line.bits[n + 1 :]) + left
            numbers = [one + (figure << by) for one, figure in zip(numbers, found[f"~k{n}"], strict=True)]
        return numbers


def _among(cohort: ir.Cohort, ranked: Ranked, flags: tuple[Any, ...]) -> Among:
    """Say for every quota whether it counts those with such flags; nothing where every quota counts everybody."""
    value = dict(zip(dict.fromkeys(ranked.among.values()), flags, strict=True))
    if not ranked.among:
        return ()
    return tuple(n not in ranked.among or bool(value[ranked.among[n]]) for n in range(len(cohort.quotas)))


def _tuples(found: Small, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Give some of the columns row by row."""
    return list(zip(*(found[name] for name in names), strict=True)) if names else [()] * len(found[_HEADS])
