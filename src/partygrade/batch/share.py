"""Quotas over classes of organisations that are alike: `cohort.share_out` with head counts in place of members.

Before: the classes of one cohort. Of a class the whole rank key may be known, or only where it begins.
After: what each quota did, its account, and the classes of which more must be known before that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from partygrade import ir
from partygrade.cohort import Edge, Key, Move, Problem, conflict, edges, head_count, negative_circle


class Class(NamedTuple):
    """So many organisations that agree in grade and `among`, and whose keys no other class comes between.

    `span` is 0 where `key` is the whole key of all of them. Else it is what their keys begin with, but that its last
    figure is the least of so many that may stand in its place. No two classes of a cohort overlap.
    """

    key: Key
    span: int
    grade: int | None
    among: tuple[bool, ...]
    heads: int


class Rung(NamedTuple):
    """What classes of a queue with one key come to together."""

    key: Key
    span: int
    heads: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a quota did in one cohort; `limit` and `base` are head counts.

    Of those that it looks at, it moved whose key is `edge` or lies behind it, as far as `edge` goes, which may be the
    beginning of a key only; nobody where it is None. `cut` is the key of the last that stayed or moved, `tied` the
    key that ties across the cut.
    """

    limit: int
    base: int
    before: int
    edge: Key | None = None
    cut: Key | None = None
    tied: Key | None = None
    open: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """How a quota came out, as `cohort.Account` says it; `open` is how many ties were left open.

    `cut` is that of its moves.
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


@dataclass(frozen=True, slots=True)
class Shared:
    """The outcome for one cohort: a step and an account for each quota.

    They hold once `wanted` is empty: it names the classes that a cut falls into, by their keys and spans.
    """

    steps: tuple[Step, ...]
    accounts: tuple[Account, ...]
    wanted: frozenset[tuple[Key, int]]


def shared(cohort: ir.Cohort, classes: Iterable[Class], top: int) -> Shared:
    """Apply the quotas of a cohort to its classes; `top` is the rank of the best grade."""
    run = _Run(cohort, classes)
    for index in range(len(cohort.quotas)):
        run.apply(index)
    return Shared(tuple(run.steps), run.accounts(top), frozenset(run.wanted))


def moves(
    cohort: ir.Cohort, steps: Sequence[Step], key: Key, grade: int | None, among: tuple[bool, ...]
) -> tuple[Move, ...]:
    """List the moves of an organisation, by its whole key; the last of them leads to its grade."""
    found: list[Move] = []
    for index, (quota, step) in enumerate(zip(cohort.quotas, steps, strict=True)):
        if grade is None or step.edge is None or not (quota.among is None or among[index]):
            continue
        if looks_at(quota, grade) and _behind(quota, key, step.edge):
            after = target(quota)
            found.append(Move(index, grade, after, step.limit, step.base, step.cut, key == step.tied))
            grade = after
    return tuple(found)


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


def _behind(quota: ir.QuotaSpec, key: Key, edge: Key) -> bool:
    known = key[: len(edge)]
    return known >= edge if rises(quota) else known <= edge


class _Run:
    def __init__(self, cohort: ir.Cohort, classes: Iterable[Class]) -> None:
        self.cohort = cohort
        self.ranked: list[Class] = []
        self.tally: dict[tuple[int | None, tuple[bool, ...]], int] = {}
        for found in classes:
            if found.grade is not None:
                self.ranked.append(found)
            kind = (found.grade, found.among)
            self.tally[kind] = self.tally.get(kind, 0) + found.heads
        self.ranked.sort(key=itemgetter(0), reverse=True)
        self.grades = [found.grade for found in self.ranked]
        self.steps: list[Step] = []
        self.wanted: set[tuple[Key, int]] = set()

    def apply(self, index: int) -> None:
        quota = self.cohort.quotas[index]
        base = self._counted(index, everybody=quota.of == "all")
        limit, before = head_count(quota, base), self._inside(index)
        step = Step(limit, base, before)
        if quota.kind == "at_most" and before > limit:
            step = self._moved(index, limit, step)
        elif quota.kind == "at_least" and before < limit:
            step = self._moved(index, limit - before, step)
        self.steps.append(step)

    def _counted(self, index: int, *, everybody: bool = False) -> int:
        """Count the organisations that a quota counts; those without a grade only where it is about everybody."""
        every = self.cohort.quotas[index].among is None
        tally = self.tally.items()
        return sum(n for (grade, among), n in tally if (every or among[index]) and (everybody or grade is not None))

    def _inside(self, index: int) -> int:
        quota = self.cohort.quotas[index]
        every, low, high = quota.among is None, quota.low, quota.high
        tally = self.tally.items()
        return sum(
            n for (grade, among), n in tally if grade is not None and low <= grade <= high and (every or among[index])
        )

    def _moved(self, index: int, places: int, step: Step) -> Step:
        """Split the queue of a quota behind so many places, and move those on the far side, or for a minimum these."""
        quota = self.cohort.quotas[index]
        queued, queue = self._queue(index)
        found = _split(quota, queue, places)
        self._know(found.tie)
        opened = found.tie.heads if found.tie and quota.ties == "report" else 0
        tied = found.tie.key if found.tie else None
        if quota.action != "enforce" or not found.moving:
            return Step(step.limit, step.base, step.before, None, None, tied, opened)
        if not found.tie or not found.tie.span:
            self._know(found.cut)
        self._move(queued, {rung.key for rung in found.moving}, target(quota))
        last = found.moving[0] if quota.kind == "at_most" else found.moving[-1]
        cut = found.cut.key if found.cut else None
        return Step(step.limit, step.base, step.before, _edge(quota, last), cut, tied, opened)

    def _queue(self, index: int) -> tuple[list[int], list[Rung]]:
        """Give the classes that a quota looks at, and their rungs: who is to stay, or to move, comes first."""
        quota = self.cohort.quotas[index]
        every = quota.among is None
        ranks = {rank for rank in set(self.grades) if rank is not None and looks_at(quota, rank)}
        queued = [
            n
            for n, (found, rank) in enumerate(zip(self.ranked, self.grades, strict=True))
            if rank in ranks and (every or found.among[index])
        ]
        rungs: dict[Key, Rung] = {}
        for n in queued:
            key, span, _, _, heads = self.ranked[n]
            there = rungs.get(key)
            rungs[key] = Rung(key, span, heads + there.heads if there else heads)
        queue = list(rungs.values())
        return queued, queue[::-1] if quota.low == 0 else queue

    def _move(self, queued: Sequence[int], keys: set[Key], after: int) -> None:
        for n in queued:
            found = self.ranked[n]
            if found.key in keys:
                self.tally[self.grades[n], found.among] -= found.heads
                kind = (after, found.among)
                self.tally[kind] = self.tally.get(kind, 0) + found.heads
                self.grades[n] = after

    def _know(self, rung: Rung | None) -> None:
        """Ask for more of a class that is known by a part of its key."""
        if rung and rung.span:
            self.wanted.add((rung.key, rung.span))

    def accounts(self, top: int) -> tuple[Account, ...]:
        after = [self._inside(index) for index in range(len(self.steps))]
        met = [self._met(index, count) for index, count in enumerate(after)]
        found = [] if all(met) else self._edges(top)
        proofs: dict[int, tuple[int, ...]] = {}
        if negative_circle(found, top + 2):
            proofs = {n: conflict(found, top + 2, n) for n, holds in enumerate(met) if not holds}
        return tuple(self._account(n, after[n], met[n], proofs) for n in range(len(self.steps)))

    def _met(self, index: int, after: int) -> bool:
        limit = self.steps[index].limit
        return after <= limit if self.cohort.quotas[index].kind == "at_most" else after >= limit

    def _edges(self, top: int) -> list[Edge]:
        limits = {n: (quota, self.steps[n].limit) for n, quota in enumerate(self.cohort.quotas) if quota.among is None}
        return edges(limits, sum(found.heads for found in self.ranked), top)

    def _account(self, index: int, after: int, met: bool, proofs: Mapping[int, tuple[int, ...]]) -> Account:
        step, quota = self.steps[index], self.cohort.quotas[index]
        problem: Problem | None = None
        if not met:
            problem = self._why_not(index, quota, bool(proofs.get(index)))
        elif quota.kind == "at_most" and step.limit == 0:
            problem = "no_place"
        elif step.tied is not None:
            problem = "ties"
        proof = proofs.get(index, ()) if problem == "impossible" else ()
        return Account(index, step.limit, step.base, step.before, after, met, step.open, problem, proof, step.cut)

    def _why_not(self, index: int, quota: ir.QuotaSpec, impossible: bool) -> Problem:
        if quota.kind == "at_least" and self.steps[index].limit > self._counted(index):
            return "too_few"
        if impossible:
            return "impossible"
        if quota.action == "report":
            return "report_only"
        return "ties" if self.steps[index].tied is not None else "other_quota"


class _Split(NamedTuple):
    """Who moves, which rung ties across the cut, and which is the last before it."""

    moving: list[Rung]
    tie: Rung | None
    cut: Rung | None


def _split(quota: ir.QuotaSpec, queue: list[Rung], places: int) -> _Split:
    first = total = 0
    while first < len(queue) and total + queue[first].heads <= places:
        total += queue[first].heads
        first += 1
    tie = queue[first] if first < len(queue) and total < places else None
    cut = tie if tie and quota.ties != "out" else queue[first - 1] if first else None
    if quota.kind == "at_least":
        return _Split(queue[: first + (tie is not None and quota.ties == "in")], tie, cut)
    # Whoever ties moves only where it is out; where it is left open, it stays as it is.
    return _Split(queue[first + (tie is not None and quota.ties != "out") :], tie, cut)


def _edge(quota: ir.QuotaSpec, last: Rung) -> Key:
    """Give the key of those at the cut that moved, or the end of their span that lies at the cut."""
    return last.key if rises(quota) or last.span < 2 else (*last.key[:-1], last.key[-1] + last.span - 1)
