"""Sharing out by classes: equal to sharing out member by member, with as little known of the keys as that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from batch.some_quotas import GOOD, POOR, SEEDS, TOP, Ranges, examples, of, quota, some_cohort
from partygrade import cohort, ir
from partygrade.batch.ranked import NONE, Counted, Ranked, Settled, joined
from partygrade.batch.share import NOBODY, Account, Array, Classes, Shared, Sharing, looks_at, rises, target

Members = list[cohort.Member]


def ranked(spec: ir.Cohort, ranges: Ranges) -> Ranked:
    """Name the columns that such members would have."""
    among = {n: f"among{n}" for n, one in enumerate(spec.quotas) if one.among is not None}
    return Ranked(["group"], [f"key{n}" for n in range(len(ranges))], ranges, "grade", "excluded", among)


def counted(spec: ir.Cohort, found: Ranked, cohorts: Sequence[Members], left: int) -> Counted:
    """Count the classes of members, of whose keys so many bits are left out."""
    sharing = found.sharing(spec, TOP)
    heads: Counter[tuple[int, ...]] = Counter()
    for number, members in enumerate(cohorts):
        for member in members:
            kind = sharing.kind(NONE if member.grade is None else member.grade, flags(spec, member))
            heads[number, kind, *begins(found, member, left)] += 1
    rows = np.array([*heads], np.int64).reshape(len(heads), 2 + len(found.keys)).T
    return Counted(rows[0], [*rows[2:]], np.full(len(heads), left), rows[1], np.array([*heads.values()], np.int64))


def begins(found: Ranked, member: cohort.Member, left: int) -> tuple[int, ...]:
    """Give the rank keys above their least, of which so many of the last bits of all are left out."""
    parts = zip(member.key, found.ranges, found.left(left), strict=True)
    return tuple(int(key - low >> lacks << lacks) for key, (low, _), lacks in parts)


def flags(spec: ir.Cohort, member: cohort.Member) -> int:
    """Give the flags of the quotas that do not count everybody as one number."""
    own = [member.among[n] for n, one in enumerate(spec.quotas) if one.among is not None]
    return sum(flag << n for n, flag in enumerate(own))


def settled(spec: ir.Cohort, ranges: Ranges, cohorts: Sequence[Members], left: int = 0) -> Settled:
    """Share out, at first with so many bits left out, and with half as many wherever more is wanted."""
    found = ranked(spec, ranges)
    known = counted(spec, found, cohorts, left).sorted()
    shared = found.sharing(spec, TOP).shared(known.classes())
    while shared.wanted.any():
        assert (known.left[shared.wanted] > 0).all()
        known = refined(spec, found, cohorts, known, shared.wanted)
        shared = found.sharing(spec, TOP).shared(known.classes())
    return Settled(found, [(number,) for number in range(len(cohorts))], known, shared)


def refined(spec: ir.Cohort, found: Ranked, cohorts: Sequence[Members], known: Counted, wanted: Array) -> Counted:
    """Count who is wanted with half as many bits left out."""
    tables = [known.picked(~wanted)]
    asked = known.picked(wanted)
    for number, left, *figures in {*zip(asked.cohort, asked.left, *asked.figures, strict=True)}:
        inside = [m for m in cohorts[number] if begins(found, m, left) == tuple(figures)]
        there = [inside if n == number else [] for n in range(len(cohorts))]
        tables.append(counted(spec, found, there, left // 2))
    return joined(tables).sorted()


def moves(
    spec: ir.Cohort, member: cohort.Member, edges: Sequence[cohort.Key | None], accounts: Sequence[Account]
) -> tuple[cohort.Move, ...]:
    """List the moves of a member as the edges and the accounts of its cohort say them."""
    grade, out = member.grade, []
    for n, (one, edge, account) in enumerate(zip(spec.quotas, edges, accounts, strict=True)):
        if grade is None or edge is None or not (one.among is None or member.among[n]) or not looks_at(one, grade):
            continue
        key = member.key or (0,)
        if key >= edge if rises(one) else key <= edge:
            tied = member.key == account.tied
            out.append(cohort.Move(n, grade, target(one), account.limit, account.base, account.cut, tied))
            grade = target(one)
    return tuple(out)


def same(spec: ir.Cohort, found: Settled, cohorts: Sequence[Members]) -> None:
    """Compare grades, moves and accounts with those of the definition."""
    there = [found.edges(n) for n in range(len(spec.quotas))]
    for ((number,), accounts), members in zip(found.accounts(), cohorts, strict=True):
        edges = [one.get((number,)) for one in there]
        plain = cohort.share_out(spec, members, TOP)
        for member in members:
            path = moves(spec, member, edges, accounts)
            assert path == plain.moves.get(member.position, ())
            assert (path[-1].after if path else member.grade) == plain.grades.get(member.position)
        for one, two in zip(accounts, plain.accounts, strict=True):
            plainly = {field.name: getattr(two, field.name) for field in fields(two)} | {"open": len(two.open)}
            cuts = {move.cut for path in plain.moves.values() for move in path if move.quota == one.quota}
            assert {name: getattr(one, name) for name in plainly} == plainly
            assert cuts <= {one.cut}


def some_cohorts(dice: Random) -> tuple[ir.Cohort, Ranges, list[Members]]:
    """Make up quotas, and members in a few cohorts."""
    spec, ranges, members = some_cohort(dice)
    cohorts: list[Members] = [[], [], []]
    for member in members:
        dice.choice(cohorts).append(member)
    return spec, ranges, [there for there in cohorts if there]


class TestEqual:
    """Quotas act in the order written, each on what the ones before it left."""

    @given(SEEDS)
    @examples(120)
    def test_whole_keys(self, seed: int) -> None:
        """By classes and member by member the same comes out, in every cohort."""
        spec, ranges, cohorts = some_cohorts(Random(seed))
        same(spec, settled(spec, ranges, cohorts), cohorts)

    @given(SEEDS, st.sampled_from([1, 4, 6, 12]))
    @examples(120)
    def test_ranges_of_keys(self, seed: int, left: int) -> None:
        """Also where keys are told apart only in the classes that are asked for, and there step by step."""
        spec, ranges, cohorts = some_cohorts(Random(seed))
        same(spec, settled(spec, ranges, cohorts, left), cohorts)


FEW = of(quota("at_most", (GOOD, GOOD), 2))


def share(spec: ir.Cohort, grade: int, *rows: tuple[int, int, int]) -> Shared:
    """Share out over classes of one cohort, the best first: how many there are, their run, and whether it is coarse."""
    sharing = Sharing(spec, TOP, {})
    heads, run, coarse = (np.array(column) for column in zip(*rows, strict=True))
    kind = np.full(len(rows), sharing.kind(grade, 0))
    return sharing.shared(Classes(np.zeros(len(rows), int), run, coarse > 0, kind, heads))


def test_nothing_is_asked_for_where_nothing_exceeds() -> None:
    """However little is known of the keys."""
    found = share(FEW, GOOD, (2, 0, 1))
    assert not found.wanted.any()
    assert [step.edge.tolist() for step in found.steps] == [[NOBODY]]


def test_the_class_that_the_cut_falls_into_is_asked_for() -> None:
    """One stays and one of the three behind it: which one is not known."""
    assert share(FEW, GOOD, (1, 0, 1), (3, 1, 1)).wanted.tolist() == [False, True]


def test_a_cut_between_two_classes_asks_for_the_last_that_stays() -> None:
    """Its key is the cut-off that is told."""
    assert share(FEW, GOOD, (2, 0, 1), (3, 1, 1)).wanted.tolist() == [True, False]


def test_all_of_a_run_are_asked_for() -> None:
    """A cut falls into the second of two classes that have the same keys."""
    assert share(FEW, GOOD, (1, 0, 1), (3, 0, 1), (1, 1, 1)).wanted.tolist() == [True, True, False]


def test_a_quota_that_reports_tells_no_cut_off() -> None:
    """So nothing is asked for where the cut is clean."""
    spec = of(quota("at_most", (GOOD, GOOD), 2, action="report"))
    assert not share(spec, GOOD, (2, 0, 1), (3, 1, 1)).wanted.any()


def ends(spec: ir.Cohort, grade: int) -> tuple[object, ...]:
    """Share out two with 15, and three of whom it is known that they have 80 to 87; give edge and cut."""
    found = Ranked([], ["key"], [(0, 127)], "grade", None, {})
    kind = np.full(2, found.sharing(spec, TOP).kind(grade, 0))
    known = Counted(np.zeros(2, int), [np.array([80, 15])], np.array([3, 0]), kind, np.array([3, 2]))
    settled = Settled(found, [()], known, found.sharing(spec, TOP).shared(known.classes()))
    return settled.edges(0)[()], settled.accounts()[0][1][0].cut


def test_the_edge_of_a_class_that_rises_is_its_lower_end() -> None:
    """At most two may be poor: the lowest two stay, all from 80 on rise."""
    assert ends(of(quota("at_most", (POOR, POOR), 2)), POOR) == ((80,), (15,))


def test_the_edge_of_a_class_that_falls_is_its_upper_end() -> None:
    """Nobody may be good: all up to 87 fall."""
    assert ends(of(quota("at_most", (GOOD, GOOD), 0)), GOOD) == ((87,), None)


def test_ties_that_are_left_open_are_counted() -> None:
    """Two places, and three that tie for them."""
    account = share(of(quota("at_most", (GOOD, GOOD), 2, ties="report")), GOOD, (3, 0, 0)).accounts(_no_keys)[0][0]
    assert (account.open, account.problem, account.met) == (3, "ties", False)


def _no_keys(classes: Array) -> list[cohort.Key | None]:
    return [(0,) if number >= 0 else None for number in classes]
