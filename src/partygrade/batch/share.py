"""Quotas over classes of organisations that are alike: `cohort.share_out` with head counts in place of members.

Before: the classes of all cohorts, in arrays, of which the rank keys are known, or only that they lie in some range.
After: what each quota did in each cohort, its account, and the classes of which more must be known before that holds.
One quota after the other acts in all cohorts at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from partygrade import ir
from partygrade.batch.arrays import Array
from partygrade.cohort import Edge, Key, Problem, conflict, edges, head_count, negative_circle

NOBODY = -1
"""Stands for a class where there is none."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of all cohorts, each with the `cohort` and the `kind` of its organisations and their `heads`.

    Cohorts are numbered from 0 and stand one after the other; in each the best rank keys stand first. `run` ascends,
    and is the same where cohort and rank keys are. Where a class is `coarse`, its keys are only known to lie in a
    range, in which those of other runs do not lie.
    """

    cohort: Array
    run: Array
    coarse: Array
    kind: Array
    heads: Array


@dataclass(frozen=True, slots=True)
class Step:
    """What a quota did, cohort by cohort; `limit`, `base`, `before` and `open` are head counts.

    The others are numbers of classes. Of those that it looks at, it moved the class `edge` and who stands beyond it.
    `cut` is the last that stayed or moved, `tied` the one that ties across the cut, of whom so many are left `open`.
    """

    limit: Array
    base: Array
    before: Array
    edge: Array
    cut: Array
    tied: Array
    open: Array


@dataclass(frozen=True, slots=True)
class Account:
    """How a quota came out in a cohort, as `cohort.Account` says it; `open` is how many ties were left open.

    `cut` is that of its moves, and `tied` the keys that tie across it.
    """

    quota: int
    limit: int
    base: int
    before: int
    after: int
    met: bool
    open: int
    problem: Problem | None
    conflict: tuple[int, ...]
    cut: Key | None
    tied: Key | None


Keys = Callable[[Array], Sequence[Key | None]]
"""Gives the rank keys of classes by their numbers."""


def rises(quota: ir.QuotaSpec) -> bool:
    """Tell whether a quota raises whom it moves. Then it moves those at the upper end of its queue, else the lower."""
    return (quota.kind == "at_most") == (quota.low == 0)


def target(quota: ir.QuotaSpec) -> int:
    """Give the rank to which a quota moves: beside its grades for a maximum, into them for a minimum."""
    if quota.kind == "at_most":
        return quota.low - 1 if quota.low > 0 else quota.high + 1
    return quota.high if quota.low == 0 else quota.low


def looks_at(quota: ir.QuotaSpec, grade: int) -> bool:
    """Tell whether whom a quota may move has this grade: one of its own for a maximum, another for a minimum."""
    return (quota.low <= grade <= quota.high) == (quota.kind == "at_most")


@dataclass(frozen=True, slots=True)
class Part:
    """A quota, and of every kind whether it is of its base, counted by it, of its grades, and one that it may move.

    `after` gives for every kind the one that it becomes when it is moved.
    """

    quota: ir.QuotaSpec
    base: Array
    counted: Array
    inside: Array
    looks_at: Array
    after: Array

    def limits(self, base: Array) -> Array:
        """Give the limit for every base, as a head count, which many cohorts have in common."""
        found, place = np.unique(base, return_inverse=True)
        return np.array([head_count(self.quota, number) for number in found.tolist()], np.int64)[place]


class Sharing:
    """The quotas of a scheme, made ready for any classes; `top` is the rank of the best grade.

    The kind of an organisation is a number made of its grade or that it has none, one of so many `ranks`, and of its
    flags; `among` says for a quota that does not count everybody which flag tells whom it does.
    """

    def __init__(self, cohort: ir.Cohort, top: int, among: Mapping[int, int]) -> None:
        self.cohort = cohort
        self.top = top
        self.among = among
        self.ranks = top + 2
        self.kinds = self.ranks << len({*among.values()})
        self.parts = [self._part(number, quota) for number, quota in enumerate(cohort.quotas)]

    def kind(self, grade: Any, flags: Any) -> Any:
        """Give the number of a kind: a grade, below 0 for none, and the flags as one number."""
        return flags * self.ranks + grade + 1

    def _part(self, number: int, quota: ir.QuotaSpec) -> Part:
        kinds = np.arange(self.kinds)
        flags, rank = kinds // self.ranks, kinds % self.ranks - 1
        everybody = (
            (flags >> self.among[number] & 1).astype(bool) if number in self.among else np.ones(len(kinds), bool)
        )
        counted = everybody & (rank >= 0)
        inside = (rank >= quota.low) & (rank <= quota.high)
        looks_at = inside == (quota.kind == "at_most")
        base = everybody if quota.of == "all" else counted
        return Part(quota, base, counted, counted & inside, counted & looks_at, kinds - rank + target(quota))

    def shared(self, classes: Classes) -> Shared:
        """Apply the quotas to the classes."""
        return Shared(self, classes)


class Shared:
    """The outcome: a step for each quota, the classes that it `moved`, of the kinds that they had, and the last `kind`.

    While `wanted` says of any class that more must be known of it, for a cut falls into it, the steps are a guess.
    """

    def __init__(self, sharing: Sharing, classes: Classes) -> None:
        self.sharing = sharing
        self.classes = classes
        self.kind: Array = classes.kind.copy()
        self._starts = starts(classes.cohort)
        self._bounds = np.append(self._starts, len(classes.cohort))
        self.moved: list[tuple[Array, Array]] = []
        self._wanted = np.zeros(len(classes.run), bool)
        self.steps = [self._step(part) for part in sharing.parts]
        self.wanted: Array = np.isin(classes.run, classes.run[self._wanted])

    def _count(self, kinds: Array) -> Array:
        """Count in every cohort who is of certain kinds."""
        heads = np.where(kinds[self.kind], self.classes.heads, 0)
        return np.add.reduceat(heads, self._starts) if len(heads) else heads

    def _step(self, part: Part) -> Step:
        base, before = self._count(part.base), self._count(part.inside)
        limit = part.limits(base)
        most = part.quota.kind == "at_most"
        places = limit if most else limit - before
        acts = before > limit if most else places > 0
        queue = np.flatnonzero(part.looks_at[self.kind] & acts[self.classes.cohort])
        found = _Queue(self.classes, queue[::-1] if part.quota.low == 0 else queue, places)
        ends = np.full((4, len(base)), NOBODY)
        ends[3] = 0
        ends[:, found.cohorts] = self._moved(part, found)
        return Step(limit, base, before, *ends)

    def _moved(self, part: Part, queue: _Queue) -> tuple[Array, Array, Array, Array]:
        """Move one side of each queue: for a maximum the far one, for a minimum the near one.

        Give the edge, the cut, the tie and who is left open, as `Step` has them. First in the queue are those who are
        to stay, or for a minimum to move.
        """
        quota, most = part.quota, part.quota.kind == "at_most"
        first, last, coarse = queue.first, queue.last, self.classes.coarse
        tied = queue.at(first, first != last)
        opened = queue.heads(first, last) if quota.ties == "report" else np.zeros_like(first)
        self._wanted[tied[(tied >= 0) & coarse[tied]]] = True
        # Who is left open stays as it is, on the near side of a maximum and on the far side of a minimum.
        near = last if quota.ties == "in" or (quota.ties, quota.kind) == ("report", "at_most") else first
        moves = (near < queue.ends if most else near > queue.starts) & (quota.action == "enforce")
        edge = queue.at(near if most else near - 1, moves)
        before = queue.at(first - 1, moves & (first > queue.starts))
        cut = np.where(moves & (tied >= 0), tied, before) if quota.ties != "out" else before
        # What lies before a tie that is not known yet is asked for later, if it is the cut then.
        cut = np.where((tied >= 0) & coarse[tied], NOBODY, cut)
        self._wanted[cut[(cut >= 0) & coarse[cut]]] = True
        moving = queue.side(near, most, moves)
        self.moved.append((moving, self.kind[moving]))
        self.kind[moving] = part.after[self.kind[moving]]
        return edge, cut, tied, opened

    def accounts(self, keys: Keys) -> list[tuple[Account, ...]]:
        """Give the accounts of every cohort, of all quotas."""
        parts = self.sharing.parts
        after = [self._count(part.inside) for part in parts]
        met = [
            count <= step.limit if part.quota.kind == "at_most" else count >= step.limit
            for part, step, count in zip(parts, self.steps, after, strict=True)
        ]
        whys = {n: self._whys(n, met) for n in np.flatnonzero(~np.all(met, axis=0)).tolist()}
        found = [self._accounts(number, after[number], met[number], whys, keys) for number in range(len(parts))]
        return list(zip(*found, strict=True))

    def _accounts(
        self, number: int, after: Array, met: Array, whys: Mapping[int, Mapping[int, _Why]], keys: Keys
    ) -> Iterator[Account]:
        step, most = self.steps[number], self.sharing.parts[number].quota.kind == "at_most"
        told = (found.tolist() for found in (step.limit, step.base, step.before, after, met, step.open))
        rows = zip(*told, keys(step.cut), keys(step.tied), strict=True)
        for cohort, (limit, base, before, later, holds, opened, cut, tied) in enumerate(rows):
            noted: Problem | None = "no_place" if most and limit == 0 else None if tied is None else "ties"
            problem, proof = (noted, ()) if holds else whys[cohort][number]
            yield Account(number, limit, base, before, later, holds, opened, problem, proof, cut, tied)

    def _whys(self, cohort: int, met: Sequence[Array]) -> dict[int, _Why]:
        """Say for every quota that does not hold in a cohort why."""
        quotas = self.sharing.cohort.quotas
        limits = {n: (q, int(self.steps[n].limit[cohort])) for n, q in enumerate(quotas) if q.among is None}
        there = slice(*self._bounds[cohort : cohort + 2])
        graded = self.kind[there] % self.sharing.ranks > 0
        found = edges(limits, int(self.classes.heads[there][graded].sum()), self.sharing.top)
        found = found if negative_circle(found, self.sharing.top + 2) else []
        return {n: self._why(n, cohort, there, found) for n, holds in enumerate(met) if not holds[cohort]}

    def _why(self, number: int, cohort: int, there: slice, found: list[Edge]) -> _Why:
        part, step = self.sharing.parts[number], self.steps[number]
        counted = self.classes.heads[there][part.counted[self.kind[there]]].sum()
        if part.quota.kind == "at_least" and step.limit[cohort] > counted:
            return "too_few", ()
        if found and (proof := conflict(found, self.sharing.top + 2, number)):
            return "impossible", proof
        if part.quota.action == "report":
            return "report_only", ()
        return "ties" if step.tied[cohort] >= 0 else "other_quota", ()


_Why = tuple[Problem, tuple[int, ...]]


class _Queue:
    """The queues of a quota in several cohorts, one after the other, and where each is cut after so many `places`.

    Those from `first` to `last` tie across the cut; where nobody does, the two are equal. `starts`, `ends`, `first`
    and `last` are places in the line of all queues.
    """

    def __init__(self, classes: Classes, queue: Array, places: Array) -> None:
        self._queue = queue
        self.starts = starts(classes.cohort[queue])
        self.ends = np.append(self.starts[1:], len(queue))[: len(self.starts)]
        self.cohorts: Array = classes.cohort[queue[self.starts]]
        self._heads = np.append(0, np.cumsum(classes.heads[queue]))
        goal = self._heads[self.starts] + places[self.cohorts]
        cut = np.minimum(np.searchsorted(self._heads[1:], goal, "right"), self.ends)
        runs = starts(classes.run[queue])
        bounds = np.append(runs, len(queue))
        place = np.searchsorted(runs, cut, "right")
        over = cut < self.ends
        self.first = np.where(over, runs[place - 1], cut)
        clean = self._heads[self.first] == goal
        self.last = np.where(over & ~clean, bounds[place], self.first)

    def at(self, places: Array, there: Array) -> Array:
        """Give the classes at certain places, where there are any."""
        return np.where(there, self._queue[np.where(there, places, 0)], NOBODY) if len(self._queue) else places

    def heads(self, first: Array, last: Array) -> Array:
        """Count who stands between certain places."""
        found: Array = self._heads[last] - self._heads[first]
        return found

    def side(self, near: Array, far: bool, which: Array) -> Array:
        """Give the classes on one side of a place of each queue, of those queues that are meant."""
        sizes = self.ends - self.starts
        behind = np.arange(len(self._queue)) >= np.repeat(near, sizes)
        found: Array = self._queue[(behind == far) & np.repeat(which, sizes)]
        return found


def starts(numbers: Array) -> Array:
    """Give where each run of equal numbers begins."""
    return np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])) if len(numbers) else np.zeros(0, np.int64)
