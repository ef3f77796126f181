"""Ranking and quotas over one cohort: who stays, who moves, and whether every quota holds.

Before: the members of one cohort with the grade before quotas and their rank keys. After: the grade of each, why it
moved, and one account a quota. The order of the members never matters: whoever ties is treated alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, islice
from typing import Literal

from partygrade import exact, ir

Key = tuple[int, ...]
"""The rank keys of a member, each so that the greater is the better."""

Edge = tuple[int, int, int, int | None]
"""A bound on p(end) - p(start): start, end, bound, and the quota that it comes from, if any."""

_MOST_SETS = 2000
"""So many sets of quotas are tried for a conflict; eleven quotas have no more."""

Problem = Literal["no_place", "ties", "too_few", "impossible", "other_quota", "report_only"]


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation: its position in the input, its keys, and the rank of its grade, None where it has none.

    `among` says for each quota whether it counts the organisation; it may be empty where every quota counts everybody.
    """

    position: int
    key: Key
    grade: int | None
    among: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A quota moved a member.

    `cut` is the key of the last that stayed or moved, `tied` whether the member ties across the cut.
    """

    quota: int
    before: int
    after: int
    limit: int
    base: int
    cut: Key | None
    tied: bool


@dataclass(frozen=True, slots=True)
class Account:
    """How a quota came out. `limit` and `base` are head counts; `open` holds the positions of ties that were left open.

    `problem` says why the quota does not hold, or what is noteworthy although it holds; `conflict` names the quotas
    that cannot all be met together.
    """

    quota: int
    limit: int
    base: int
    before: int
    after: int
    met: bool
    open: tuple[int, ...] = ()
    problem: Problem | None = None
    conflict: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """The outcome for one cohort.

    By position the grade, the place in the ranking (from 1) and the moves; then the accounts.
    """

    grades: dict[int, int]
    places: dict[int, int]
    moves: dict[int, tuple[Move, ...]]
    accounts: tuple[Account, ...]


def share_out(cohort: ir.Cohort, members: Sequence[Member], top: int) -> Shared:
    """Apply the quotas of a cohort to its members; `top` is the rank of the best grade."""
    graded = [(member, member.grade) for member in members if member.grade is not None]
    grades = {member.position: grade for member, grade in graded}
    ranked = sorted((member for member, _ in graded), key=lambda member: member.key, reverse=True)
    run = _Run(cohort, members, ranked, grades)
    for index in range(len(cohort.quotas)):
        run.apply(index)
    moves = {position: tuple(found) for position, found in run.moves.items()}
    return Shared(run.grades, _places(ranked), moves, run.accounts(top))


def head_count(quota: ir.QuotaSpec, base: int) -> int:
    """Give the limit of a quota as a head count."""
    if quota.share is None:
        assert quota.head_count is not None
        return quota.head_count
    places: Fraction = quota.share * base
    return exact.divide(places.numerator, places.denominator, quota.rounding)


def _places(ranked: Sequence[Member]) -> dict[int, int]:
    out: dict[int, int] = {}
    place, last = 0, None
    for count, member in enumerate(ranked, start=1):
        if member.key != last:
            place, last = count, member.key
        out[member.position] = place
    return out


class _Run:
    def __init__(
        self, cohort: ir.Cohort, members: Sequence[Member], ranked: list[Member], grades: dict[int, int]
    ) -> None:
        self.cohort = cohort
        self.members = members
        self.ranked = ranked
        self.grades = grades
        self.moves: dict[int, list[Move]] = {}
        self._limits: list[tuple[int, int]] = []
        self._before: list[int] = []
        self._open: list[tuple[int, ...]] = []
        self._tied: list[bool] = []

    def apply(self, index: int) -> None:
        quota = self.cohort.quotas[index]
        counted = self._counted(index)
        base = self._base(index)
        limit = head_count(quota, base)
        inside = [m for m in counted if self._inside(m, quota)]
        self._limits.append((limit, base))
        self._before.append(len(inside))
        if quota.kind == "at_most":
            # The best stay, unless the quota is about the last grades: then the lowest stay.
            queue, stay = (inside if quota.low > 0 else inside[::-1]), limit
            moving, opened, cut, tied = _cut(queue, stay, quota.ties) if len(inside) > limit else ([], [], None, set())
            target = quota.low - 1 if quota.low > 0 else quota.high + 1
        else:
            outside = [m for m in counted if not self._inside(m, quota)]
            queue = outside[::-1] if quota.low == 0 else outside
            need = limit - len(inside)
            moving, opened, cut, tied = _take(queue, need, quota.ties) if need > 0 else ([], [], None, set())
            target = quota.high if quota.low == 0 else quota.low
        self._open.append(tuple(sorted(m.position for m in opened)))
        self._tied.append(bool(tied))
        if quota.action == "enforce":
            for member in moving:
                move = Move(index, self.grades[member.position], target, limit, base, cut, member.position in tied)
                self.moves.setdefault(member.position, []).append(move)
                self.grades[member.position] = target

    def _counted(self, index: int) -> list[Member]:
        """Give the members with a grade that the quota counts, the best first."""
        return self.ranked if self.cohort.quotas[index].among is None else [m for m in self.ranked if m.among[index]]

    def _base(self, index: int) -> int:
        quota = self.cohort.quotas[index]
        if quota.of == "graded":
            return len(self._counted(index))
        return len(self.members) if quota.among is None else sum(m.among[index] for m in self.members)

    def _inside(self, member: Member, quota: ir.QuotaSpec) -> bool:
        return quota.low <= self.grades[member.position] <= quota.high

    def accounts(self, top: int) -> tuple[Account, ...]:
        found = self._edges(top)
        possible = not negative_circle(found, top + 2)
        return tuple(self._account(index, [] if possible else found, top) for index in range(len(self.cohort.quotas)))

    def _account(self, index: int, found: list[Edge], top: int) -> Account:
        quota = self.cohort.quotas[index]
        limit, base = self._limits[index]
        after = sum(self._inside(member, quota) for member in self._counted(index))
        met = after <= limit if quota.kind == "at_most" else after >= limit
        impossible = () if met or not found else conflict(found, top + 2, index)
        problem: Problem | None = None
        if not met:
            problem = self._why_not(index, quota, impossible)
        elif quota.kind == "at_most" and limit == 0:
            problem = "no_place"
        elif self._tied[index]:
            problem = "ties"
        proof = impossible if problem == "impossible" else ()
        return Account(index, limit, base, self._before[index], after, met, self._open[index], problem, proof)

    def _why_not(self, index: int, quota: ir.QuotaSpec, impossible: tuple[int, ...]) -> Problem:
        if quota.kind == "at_least" and self._limits[index][0] > len(self._counted(index)):
            return "too_few"
        if impossible:
            return "impossible"
        if quota.action == "report":
            return "report_only"
        return "ties" if self._tied[index] else "other_quota"

    def _edges(self, top: int) -> list[Edge]:
        # A quota with `among` bounds another population, not the counts of everybody, and so proves nothing here.
        counted = {n: (q, self._limits[n][0]) for n, q in enumerate(self.cohort.quotas) if q.among is None}
        return edges(counted, len(self.ranked), top)


def edges(limits: Mapping[int, tuple[ir.QuotaSpec, int]], total: int, top: int) -> list[Edge]:
    """Write quotas with their head counts as bounds, for so many organisations; `top` is the rank of the best grade.

    With p(r) organisations below rank r, every quota bounds a difference p(b) - p(a). Such bounds can be met
    together exactly if they have no circle of negative length; the quotas on such a circle are the proof.
    """
    found: list[Edge] = [(0, top + 1, total, None), (top + 1, 0, -total, None)]
    found += [(rank + 1, rank, 0, None) for rank in range(top + 1)]
    for index, (quota, limit) in limits.items():
        if quota.kind == "at_most":
            found.append((quota.low, quota.high + 1, limit, index))
        else:
            found.append((quota.high + 1, quota.low, -limit, index))
    return found


def _cut(queue: list[Member], stay: int, ties: ir.Ties) -> tuple[list[Member], list[Member], Key | None, set[int]]:
    """Let the first `stay` of the queue stay.

    Give who moves, who is left open, the key of the last that stays, and who ties.
    """
    if stay == 0:
        return list(queue), [], None, set()
    edge = queue[stay - 1].key
    if queue[stay].key != edge:
        return queue[stay:], [], edge, set()
    group = [m for m in queue if m.key == edge]
    first = next(n for n, m in enumerate(queue) if m.key == edge)
    before, behind = queue[:first], queue[first + len(group) :]
    tied = {m.position for m in group}
    last = before[-1].key if before else None
    if ties == "in":
        return behind, [], edge, tied
    if ties == "out":
        return group + behind, [], last, tied
    return behind, group, edge, tied


def _take(queue: list[Member], need: int, ties: ir.Ties) -> tuple[list[Member], list[Member], Key | None, set[int]]:
    """Take the first `need` of the queue.

    Give who moves, who is left open, the key of the last that moves, and who ties.
    """
    if need >= len(queue):
        return list(queue), [], queue[-1].key if queue else None, set()
    edge = queue[need - 1].key
    if queue[need].key != edge:
        return queue[:need], [], edge, set()
    group = [m for m in queue if m.key == edge]
    first = next(n for n, m in enumerate(queue) if m.key == edge)
    tied = {m.position for m in group}
    if ties == "in":
        return queue[: first + len(group)], [], edge, tied
    if ties == "out":
        return queue[:first], [], queue[first - 1].key if first else None, tied
    return queue[:first], group, edge, tied


def conflict(edges: list[Edge], nodes: int, index: int) -> tuple[int, ...]:
    """Give a smallest set of quotas, this one among them, that cannot be met together; nothing if there is none."""
    others = sorted({label for *_, label in edges if label is not None} - {index})
    sets = chain.from_iterable(combinations(others, size) for size in range(len(others) + 1))
    for chosen in islice(sets, _MOST_SETS):
        with_it = [edge for edge in edges if edge[3] is None or edge[3] == index or edge[3] in chosen]
        without = [edge for edge in with_it if edge[3] != index]
        if negative_circle(with_it, nodes) and not negative_circle(without, nodes):
            return tuple(sorted((*chosen, index)))
    return ()


def negative_circle(edges: list[Edge], nodes: int) -> tuple[int, ...]:
    """Give the labels on a circle of negative length, by Bellman and Ford; nothing if there is none."""
    length = [0] * nodes
    came: list[tuple[int, int | None]] = [(-1, None)] * nodes
    last = -1
    for _ in range(nodes):
        last = -1
        for start, end, bound, label in edges:
            if length[start] + bound < length[end]:
                length[end] = length[start] + bound
                came[end] = (start, label)
                last = end
    if last < 0:
        return ()
    for _ in range(nodes):
        last = came[last][0]
    labels: list[int] = []
    at = last
    while True:
        at, label = came[at][0], came[at][1]
        if label is not None:
            labels.append(label)
        if at == last:
            return tuple(sorted(set(labels)))
