"""Quotas over classes of organisations that are alike: `cohort.share_out` with head counts in place of members.

Before: the classes of one cohort. All rank keys stand in one `Line`, and of a class the key is known, or only between
which two it lies. After: what each quota did, its account, and the classes of which more must be known before that
holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

from partygrade import ir
from partygrade.cohort import Edge, Key, Move, Problem, conflict, edges, head_count, negative_circle

Among = tuple[bool, ...]
"""Which quotas count an organisation; it may be empty where every quota counts everybody."""

Class = tuple[int, int, int, int]
"""Organisations that agree in grade and `Among`: their key, its span, the number of their kind, how many they are.

The span is 1 where all have that key; else they have that key or one of the next, so many in all. The keys of classes
are equal, and then their spans are, or no two of them overlap.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What a quota did in one cohort; `limit` and `base` are head counts.

    Of those that it looks at, it moved whose key is `edge` or lies behind it, and nobody where that is None. `cut` is
    the key of the last that stayed or moved, `tied` the key that ties across the cut.
    """

    limit: int
    base: int
    before: int
    edge: int | None = None
    cut: int | None = None
    tied: int | None = None
    open: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """How a quota came out, as `cohort.Account` says it; `open` is how many ties were left open.

    `cut` is that of its moves, and `tied` the key that ties across it.
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
    cut: int | None
    tied: int | None


@dataclass(frozen=True, slots=True)
class Shared:
    """The outcome for one cohort: a step and an account for each quota.

    While `wanted` names classes, by their keys and spans, a cut falls into them and more must be known of them. Until
    then the steps are a guess, and there are no accounts.
    """

    steps: tuple[Step, ...]
    accounts: tuple[Account, ...]
    wanted: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """Rank keys in one line, the worst first: each has a number, whose bits are those of its figures above their least.

    There are numbers that no key has, where a figure has less values than its bits.
    """

    ranges: tuple[tuple[int, int], ...]

    @property
    def bits(self) -> list[int]:
        """How many bits every figure has."""
        return [(high - low).bit_length() for low, high in self.ranges]

    def number(self, key: Key) -> int:
        """Give the number of a key."""
        out = 0
        for figure, bits, (low, _) in zip(key, self.bits, self.ranges, strict=True):
            out = (out << bits) + figure - low
        return out

    def key(self, number: int) -> Key:
        """Give the key that has a number, or would have it."""
        out: list[int] = []
        for bits, (low, _) in zip(reversed(self.bits), reversed(self.ranges), strict=True):
            out.append((number & (1 << bits) - 1) + low)
            number >>= bits
        return tuple(reversed(out))


def moves(
    cohort: ir.Cohort, steps: Sequence[Step], line: Line, key: Key, grade: int | None, among: Among
) -> tuple[Move, ...]:
    """List the moves of an organisation; the last of them leads to its grade."""
    found: list[Move] = []
    number = line.number(key)
    for index, (quota, step) in enumerate(zip(cohort.quotas, steps, strict=True)):
        if grade is None or step.edge is None or not (quota.among is None or among[index]):
            continue
        behind = number >= step.edge if rises(quota) else number <= step.edge
        if behind and looks_at(quota, grade):
            cut = None if step.cut is None else line.key(step.cut)
            found.append(Move(index, grade, target(quota), step.limit, step.base, cut, number == step.tied))
            grade = target(quota)
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A quota, and the kinds that are of its base, that it counts, that have its grades, and that it may move.

    `after` gives for every kind the one that it becomes when it is moved.
    """

    quota: ir.QuotaSpec
    base: frozenset[int]
    counted: frozenset[int]
    inside: frozenset[int]
    looks_at: frozenset[int]
    after: tuple[int, ...]


class Sharing:
    """The quotas of a scheme, made ready for cohorts in which there are certain kinds of organisations.

    `number` gives the number of a kind: a grade, or None, and who counts it.
    """

    def __init__(self, cohort: ir.Cohort, top: int, among: Iterable[Among]) -> None:
        self.cohort = cohort
        self.top = top
        kinds = [(grade, flags) for flags in among for grade in (None, *range(top + 1))]
        self.number: dict[tuple[int | None, Among], int] = {kind: n for n, kind in enumerate(kinds)}
        self.graded = frozenset(n for (grade, _), n in self.number.items() if grade is not None)
        self.parts = [self._part(index, quota) for index, quota in enumerate(cohort.quotas)]
        self._limits: dict[tuple[int, int], int] = {}

    def _part(self, index: int, quota: ir.QuotaSpec) -> _Part:
        everybody = {n for (_, flags), n in self.number.items() if quota.among is None or flags[index]}
        counted = self.graded & everybody
        ranks = {n: grade for (grade, _), n in self.number.items() if grade is not None}
        return _Part(
            quota,
            frozenset(everybody) if quota.of == "all" else counted,
            counted,
            frozenset(n for n in counted if quota.low <= ranks[n] <= quota.high),
            frozenset(n for n in counted if looks_at(quota, ranks[n])),
            tuple(self.number[target(quota), flags] for _, flags in self.number),
        )

    def limit(self, index: int, base: int) -> int:
        """Give the limit of a quota as a head count, which many cohorts have in common."""
        found = self._limits.get((index, base))
        if found is None:
            found = self._limits[index, base] = head_count(self.cohort.quotas[index], base)
        return found

    def shared(self, classes: Sequence[Class]) -> Shared:
        """Apply the quotas to the classes of one cohort."""
        run = _Run(self, classes)
        for part in self.parts:
            run.apply(part)
        return Shared(tuple(run.steps), () if run.wanted else run.accounts(), frozenset(run.wanted))


class _Run:
    def __init__(self, sharing: Sharing, classes: Sequence[Class]) -> None:
        self.sharing = sharing
        ranked = sorted(classes, key=itemgetter(0), reverse=True)
        keys, spans, kinds, heads = zip(*ranked, strict=True) if ranked else ((),) * 4
        self.keys: Sequence[int] = keys
        self.spans: Sequence[int] = spans
        self.kinds: list[int] = list(kinds)
        self.heads: Sequence[int] = heads
        self.tally = [0] * len(sharing.number)
        for kind, heads in zip(self.kinds, self.heads, strict=True):
            self.tally[kind] += heads
        self.steps: list[Step] = []
        self.wanted: set[tuple[int, int]] = set()

    def _count(self, kinds: Iterable[int]) -> int:
        return sum(map(self.tally.__getitem__, kinds))

    def apply(self, part: _Part) -> None:
        base = self._count(part.base)
        limit, before = self.sharing.limit(len(self.steps), base), self._count(part.inside)
        most = part.quota.kind == "at_most"
        places = limit if most else limit - before
        acts = before > limit if most else places > 0
        moved = self._moved(part, places) if acts else (None, None, None, 0)
        self.steps.append(Step(limit, base, before, *moved))

    def _moved(self, part: _Part, places: int) -> tuple[int | None, int | None, int | None, int]:
        """Split the queue of a quota, and move one side of it: for a maximum the far one, for a minimum the near one.

        Give the edge, the cut, the tie and who is left open, as `Step` has them. First in the queue are those who are
        to stay, or for a minimum to move.
        """
        quota, found = part.quota, part.looks_at
        queue = [n for n, kind in enumerate(self.kinds) if kind in found]
        if quota.low == 0:
            queue.reverse()
        first, last = self._split(queue, places)
        tied = None if first == last else queue[first]
        # Who is left open stays as it is, on the near side of a maximum and on the far side of a minimum.
        near = last if quota.ties == "in" or (quota.ties, quota.kind) == ("report", "at_most") else first
        moving = queue[near:] if quota.kind == "at_most" else queue[:near]
        ends, opened = self._known(tied), self._open(quota, queue[first:last])
        if quota.action == "report" or not moving:
            return None, None, ends, opened
        cut = tied if tied is not None and quota.ties != "out" else queue[first - 1] if first else None
        edge = self._edge(quota, moving[0] if quota.kind == "at_most" else moving[-1])
        self._move(moving, part.after)
        # What lies before a tie that is not known yet is asked for later, if it is the cut then.
        unknown = tied is not None and self.spans[tied] > 1
        return edge, None if unknown else self._known(cut), ends, opened

    def _split(self, queue: Sequence[int], places: int) -> tuple[int, int]:
        """Give between which of the queue those stand who tie across the cut; where nobody does, two equal numbers."""
        heads = list(accumulate(map(self.heads.__getitem__, queue)))
        first = last = bisect_right(heads, places)
        if first == len(queue):
            return first, last
        key = self.keys[queue[first]]
        while first > 0 and self.keys[queue[first - 1]] == key:
            first -= 1
        if (heads[first - 1] if first else 0) == places:
            return first, first
        while last < len(queue) and self.keys[queue[last]] == key:
            last += 1
        return first, last

    def _open(self, quota: ir.QuotaSpec, tied: Iterable[int]) -> int:
        return sum(self.heads[n] for n in tied) if quota.ties == "report" else 0

    def _known(self, place: int | None) -> int | None:
        """Give the key of a class, and ask for more of it where only the span is known."""
        if place is None:
            return None
        if self.spans[place] > 1:
            self.wanted.add((self.keys[place], self.spans[place]))
        return self.keys[place]

    def _edge(self, quota: ir.QuotaSpec, last: int) -> int:
        """Give the key of those at the cut that moved, or the end of their span that lies at the cut."""
        return self.keys[last] if rises(quota) else self.keys[last] + self.spans[last] - 1

    def _move(self, moving: Iterable[int], after: Sequence[int]) -> None:
        kinds, heads, tally = self.kinds, self.heads, self.tally
        for n in moving:
            tally[kinds[n]] -= heads[n]
            kinds[n] = after[kinds[n]]
            tally[kinds[n]] += heads[n]

    def accounts(self) -> tuple[Account, ...]:
        top, parts = self.sharing.top, self.sharing.parts
        after = [self._count(part.inside) for part in parts]
        met = [
            count <= step.limit if part.quota.kind == "at_most" else count >= step.limit
            for part, step, count in zip(parts, self.steps, after, strict=True)
        ]
        found = [] if all(met) else self._edges()
        possible = not negative_circle(found, top + 2)
        proofs = {n: conflict(found, top + 2, n) for n, holds in enumerate(met) if not (holds or possible)}
        return tuple(self._account(n, after[n], met[n], proofs.get(n, ())) for n in range(len(parts)))

    def _edges(self) -> list[Edge]:
        quotas = self.sharing.cohort.quotas
        limits = {n: (quota, self.steps[n].limit) for n, quota in enumerate(quotas) if quota.among is None}
        return edges(limits, self._count(self.sharing.graded), self.sharing.top)

    def _account(self, index: int, after: int, met: bool, proof: tuple[int, ...]) -> Account:
        step, quota = self.steps[index], self.sharing.cohort.quotas[index]
        problem: Problem | None = None
        if not met:
            problem = self._why_not(index, bool(proof))
        elif quota.kind == "at_most" and step.limit == 0:
            problem = "no_place"
        elif step.tied is not None:
            problem = "ties"
        proof = proof if problem == "impossible" else ()
        ends = (step.cut, step.tied)
        return Account(index, step.limit, step.base, step.before, after, met, step.open, problem, proof, *ends)

    def _why_not(self, index: int, impossible: bool) -> Problem:
        part, step = self.sharing.parts[index], self.steps[index]
        if part.quota.kind == "at_least" and step.limit > self._count(part.counted):
            return "too_few"
        if impossible:
            return "impossible"
        if part.quota.action == "report":
            return "report_only"
        return "ties" if step.tied is not None else "other_quota"
