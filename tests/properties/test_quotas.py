"""Quotas against a slow sharing-out, written apart from the library straight from section 10 of the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partygrade import ir
from partygrade.cohort import Member, Shared, share_out


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


# The sharing-out by hand: names of grades, best first, and plain dictionaries.


@dataclass
class Slow:
    """What the language says, one sentence after the other; `grades` holds ranks by organisation, 0 the last grade.

    `counted` holds for each quota the organisations that it counts, with a grade or without.
    """

    quotas: tuple[ir.QuotaSpec, ...]
    keys: dict[int, tuple[int, ...]]
    grades: dict[int, int]
    counted: list[set[int]]
    top: int

    def head_count(self, number: int) -> tuple[int, int]:
        quota = self.quotas[number]
        base = len(self.counted[number] if quota.of == "all" else self.counted[number] & self.grades.keys())
        if quota.share is None:
            return quota.head_count or 0, base
        exact = quota.share * base
        if quota.rounding == "up":
            return ceil(exact), base
        return floor(exact if quota.rounding == "down" else exact + Fraction(1, 2)), base

    def inside(self, number: int) -> list[int]:
        quota, counted = self.quotas[number], self.counted[number]
        return [who for who, rank in self.grades.items() if who in counted and quota.low <= rank <= quota.high]

    def run(self) -> list[dict[str, Any]]:
        accounts = []
        for number, quota in enumerate(self.quotas):
            limit, base = self.head_count(number)
            before = len(self.inside(number))
            act = self.maximum if quota.kind == "at_most" else self.minimum
            movers, left_open, target = act(number, limit)
            if quota.action == "enforce":
                for who in movers:
                    self.grades[who] = target
            accounts.append({"limit": limit, "base": base, "before": before, "open": tuple(sorted(left_open))})
        for number, (quota, account) in enumerate(zip(self.quotas, accounts, strict=True)):
            account["after"] = count = len(self.inside(number))
            account["met"] = count <= account["limit"] if quota.kind == "at_most" else count >= account["limit"]
        return accounts

    def maximum(self, number: int, limit: int) -> tuple[list[int], list[int], int]:
        """Where a maximum is exceeded, the best-ranked stay; a maximum on the last grades keeps the lowest-ranked."""
        quota = self.quotas[number]
        last_grades = quota.low == 0
        target = quota.high + 1 if last_grades else quota.low - 1
        found = self.inside(number)
        if len(found) <= limit:
            return [], [], target

        def before(one: int, two: int) -> bool:
            return self.keys[one] < self.keys[two] if last_grades else self.keys[one] > self.keys[two]

        movers, left_open = [], []
        for who in found:
            ahead = sum(before(other, who) for other in found)
            level = sum(self.keys[other] == self.keys[who] for other in found)
            if ahead + level <= limit:
                continue
            if ahead >= limit or quota.ties == "out":
                movers.append(who)
            elif quota.ties == "report":
                left_open.append(who)
        return movers, left_open, target

    def minimum(self, number: int, limit: int) -> tuple[list[int], list[int], int]:
        """Where a minimum is not met, the lowest-ranked others fall; on the first grades the best-ranked rise."""
        quota = self.quotas[number]
        last_grades = quota.low == 0
        target = quota.high if last_grades else quota.low
        missing = limit - len(self.inside(number))
        others = [who for who in self.grades if who in self.counted[number] and who not in self.inside(number)]
        movers, left_open = [], []
        for who in others if missing > 0 else []:
            ahead = sum(
                (self.keys[other] < self.keys[who]) if last_grades else (self.keys[other] > self.keys[who])
                for other in others
            )
            level = sum(self.keys[other] == self.keys[who] for other in others)
            if ahead >= missing:
                continue
            if ahead + level <= missing or quota.ties == "in":
                movers.append(who)
            elif quota.ties == "report":
                left_open.append(who)
        return movers, left_open, target


# What is drawn.


@st.composite
def cohorts(draw: st.DrawFn) -> tuple[ir.Cohort, int]:
    """Draw the quotas of a ladder of 2 to 5 grades."""
    top = draw(st.integers(1, 4))
    quotas = tuple(draw(st.lists(quota(top), max_size=4)))
    named = tuple(replace(q, origin=ir.Origin(f"q{n}", f"q{n}")) for n, q in enumerate(quotas))
    return ir.Cohort((), (), named), top


@st.composite
def quota(draw: st.DrawFn, top: int) -> ir.QuotaSpec:
    """Draw a quota; the node of its `among` only says that there is a condition."""
    kind: Any = draw(st.sampled_from(["at_most", "at_least"]))
    if kind == "at_most":
        low = draw(st.integers(0, top))
        high = draw(st.integers(low, top if low else top - 1))
    else:
        width = draw(st.integers(0, top - 1))
        low, high = (0, width) if draw(st.booleans()) else (top - width, top)
    share = draw(st.one_of(st.none(), st.sampled_from([0, 10, 15, 20, 25, 30, 50, 60, 75, 100])))
    return ir.QuotaSpec(
        ir.Origin("q", "q"),
        kind,
        low,
        high,
        None if share is None else Fraction(share, 100),
        draw(st.integers(0, 6)) if share is None else None,
        draw(st.sampled_from(["graded", "all"])),
        draw(st.sampled_from(["down", "up", "half_up"])),
        draw(st.sampled_from(["out", "in", "report"])),
        draw(st.sampled_from(["enforce", "enforce", "enforce", "report"])),
        draw(st.sampled_from([None, None, 0])),
    )


Situation = tuple[ir.Cohort, list[Member], int]


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw quotas with some organisations, of which many tie, some have no grade and some are not counted."""
    cohort, top = draw(cohorts())
    ranks = st.one_of(st.integers(0, top), st.integers(-1, top))
    flags = st.tuples(*(st.booleans() for _ in cohort.quotas))
    rows = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), ranks, flags), max_size=10))
    members = [Member(n, (a, b), None if rank < 0 else rank, among) for n, (a, b, rank, among) in enumerate(rows)]
    return cohort, members, top


@st.composite
def hopeless(draw: st.DrawFn) -> Situation:
    """Draw a situation, and add two quotas over everybody that share out one too few or one too many."""
    cohort, drawn, top = draw(situations())
    members = [*drawn, Member(len(drawn), (2, 0), 0, (True,) * len(cohort.quotas))]
    graded = sum(member.grade is not None for member in members)
    kind: Any = draw(st.sampled_from(["at_most", "at_least"]))
    below, split = draw(st.integers(0, graded - 1)), draw(st.integers(0, top - 1))
    above = graded - below + (1 if kind == "at_least" else -1)
    rest: Any = ("graded", "down", draw(st.sampled_from(["out", "in", "report"])), "enforce")
    low = ir.QuotaSpec(ir.Origin("low", "low"), kind, 0, split, None, below, *rest)
    high = ir.QuotaSpec(ir.Origin("high", "high"), kind, split + 1, top, None, above, *rest)
    quotas = (*cohort.quotas, low, high)
    order = draw(st.permutations(range(len(quotas))))
    flagged = [replace(m, among=tuple((*m.among, False, False)[n] for n in order)) for m in members]
    return ir.Cohort((), (), tuple(quotas[n] for n in order)), flagged, top


def slowly(cohort: ir.Cohort, members: list[Member], top: int) -> tuple[Slow, list[dict[str, Any]]]:
    graded = {m.position: m.grade for m in members if m.grade is not None}
    counted = [{m.position for m in members if counts(cohort, n, m)} for n in range(len(cohort.quotas))]
    slow = Slow(cohort.quotas, {m.position: m.key for m in members}, graded, counted, top)
    return slow, slow.run()


def counts(cohort: ir.Cohort, number: int, member: Member) -> bool:
    return cohort.quotas[number].among is None or member.among[number]


def alone(situation: Situation) -> Iterator[tuple[ir.QuotaSpec, list[Member], Shared]]:
    """Share out by each quota of a situation alone; give also whom it counts, graded or not."""
    cohort, members, top = situation
    for number, one in enumerate(cohort.quotas):
        flagged = [replace(member, among=(member.among[number],)) for member in members]
        counted = [member for member in members if counts(cohort, number, member)]
        yield one, counted, share_out(ir.Cohort((), (), (one,)), flagged, top)


@cache
def sharings(graded: int, grades: int) -> list[tuple[int, ...]]:
    """List every way to share so many organisations out over so many grades."""
    if grades == 1:
        return [(graded,)]
    return [(first, *rest) for first in range(graded + 1) for rest in sharings(graded - first, grades - 1)]


def feasible(cohort: ir.Cohort, chosen: tuple[int, ...], limits: list[int], graded: int, top: int) -> bool:
    """Say whether some way to share out meets the chosen quotas, as far as they count everybody."""
    return any(
        all(
            holds(cohort.quotas[n], limits[n], sum(full[cohort.quotas[n].low : cohort.quotas[n].high + 1]))
            for n in chosen
            if cohort.quotas[n].among is None
        )
        for full in sharings(graded, top + 1)
    )


def holds(quota: ir.QuotaSpec, limit: int, count: int) -> bool:
    return count <= limit if quota.kind == "at_most" else count >= limit


def subsets(count: int) -> list[tuple[int, ...]]:
    return [tuple(n for n in range(count) if mask >> n & 1) for mask in range(2**count)]


def parts(found: Shared) -> list[dict[str, Any]]:
    keys = ("limit", "base", "before", "after", "met", "open")
    return [{key: getattr(account, key) for key in keys} for account in found.accounts]


class TestSharingOut:
    """“Quotas act in the order written, each on what the ones before it left.”"""

    @examples(600)
    @given(situations())
    def test_it_does_what_the_slow_one_does(self, situation: Situation) -> None:
        """Grades and head counts are those of the sharing-out by hand."""
        cohort, members, top = situation
        found = share_out(cohort, members, top)
        slow, accounts = slowly(cohort, members, top)
        assert found.grades == slow.grades
        assert parts(found) == accounts

    @examples(150)
    @given(situations(), st.randoms(use_true_random=False))
    def test_the_order_of_the_members_never_matters(self, situation: Situation, random: Any) -> None:
        """“organisations equal in all of them tie”: whoever ties is treated alike, wherever he stands."""
        cohort, members, top = situation
        shuffled = list(members)
        random.shuffle(shuffled)
        assert share_out(cohort, shuffled, top) == share_out(cohort, members, top)

    @examples(150)
    @given(situations())
    def test_ties_of_one_grade_are_treated_alike(self, situation: Situation) -> None:
        """Two that are equal in keys, grade and what counts them end with the same grade, place and moves."""
        cohort, members, top = situation
        found = share_out(cohort, members, top)
        seen: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        for member in members:
            if member.grade is not None:
                who = member.position
                outcome = (found.grades[who], found.places[who], found.moves.get(who, ()))
                assert seen.setdefault((member.key, member.grade, member.among), outcome) == outcome

    @examples(150)
    @given(situations())
    def test_places_count_the_better_ones(self, situation: Situation) -> None:
        """The place of an organisation is one more than the number of graded ones with a better key."""
        cohort, members, top = situation
        graded = [member for member in members if member.grade is not None]
        places = share_out(cohort, members, top).places
        assert places == {m.position: 1 + sum(other.key > m.key for other in graded) for m in graded}

    @examples(150)
    @given(situations())
    def test_moves_lead_from_the_old_grade_to_the_new(self, situation: Situation) -> None:
        """The moves of an organisation form a chain from the grade it had to the one it has."""
        cohort, members, top = situation
        found = share_out(cohort, members, top)
        for member in members:
            grade = member.grade
            for move in found.moves.get(member.position, ()):
                assert move.before == grade
                grade = move.after
            assert found.grades.get(member.position) == grade


class TestMaximum:
    """“Where a **maximum** is exceeded, the best-ranked of its grades stay and the others fall to the next grade below
    them”"""

    @examples(150)
    @given(situations())
    def test_a_single_maximum_holds(self, situation: Situation) -> None:
        """One enforced maximum is met, unless ties are let in or left open across the cut."""
        for one, _, found in alone(situation):
            if one.kind == "at_most" and one.action == "enforce":
                account = found.accounts[0]
                assert account.met or (account.problem == "ties" and one.ties in ("in", "report"))

    @examples(150)
    @given(situations())
    def test_nobody_falls_past_a_better_ranked_one(self, situation: Situation) -> None:
        """Of two that one maximum counts in its grades, the better-ranked never ends below the other."""
        for one, counted, found in alone(situation):
            inside = [m for m in counted if m.grade is not None and one.low <= m.grade <= one.high]
            for better in inside if one.kind == "at_most" and one.low > 0 else ():
                worse = [m.position for m in inside if m.key < better.key and better.position in found.moves]
                assert found.moves.keys() >= {*worse}


class TestMinimum:
    """“a minimum on the first grades raises the best-ranked in the same way”"""

    @examples(150)
    @given(situations())
    def test_a_single_minimum_holds(self, situation: Situation) -> None:
        """One enforced minimum is met, unless ties are kept out or left open, or there are too few organisations."""
        for one, counted, found in alone(situation):
            if one.kind == "at_least" and one.action == "enforce":
                account = found.accounts[0]
                graded = sum(member.grade is not None for member in counted)
                ties = account.problem == "ties" and one.ties in ("out", "report")
                assert account.met or ties or account.limit > graded


class TestAmong:
    """“only organisations for which it holds are counted, stand in the base and are moved”"""

    @examples(300)
    @given(situations())
    def test_the_others_change_nothing(self, situation: Situation) -> None:
        """A quota alone does the same where those that it does not count were never there."""
        _, _, top = situation
        for one, counted, found in alone(situation):
            without = share_out(ir.Cohort((), (), (replace(one, among=None),)), counted, top)
            mine = {m.position for m in counted}
            assert {who: grade for who, grade in found.grades.items() if who in mine} == without.grades
            assert (found.moves, found.accounts) == (without.moves, without.accounts)


class TestConflict:
    """“One that does not hold is reported as not met, with the reason: no place (three organisations and at most 20 %
    leave none), ties, another quota, or numbers that cannot all be met together.”"""

    @examples(250)
    @given(situations())
    def test_impossible_is_said_exactly_of_quotas_in_a_conflict(self, situation: Situation) -> None:
        """An unmet quota is impossible exactly if it belongs to a smallest set that no sharing-out can meet."""
        cohort, members, top = situation
        found = share_out(cohort, members, top)
        assume(any(not account.met for account in found.accounts))
        limits, graded = [account.limit for account in found.accounts], len(found.grades)
        every = subsets(len(cohort.quotas))
        good = {chosen: feasible(cohort, chosen, limits, graded, top) for chosen in every}
        smallest = [
            chosen
            for chosen in every
            if not good[chosen] and all(good[tuple(n for n in chosen if n != left)] for left in chosen)
        ]
        for account in found.accounts:
            if cohort.quotas[account.quota].among is not None:
                assert account.problem != "impossible"
                continue
            conflicts = [chosen for chosen in smallest if account.quota in chosen and not account.met]
            by_itself = (account.quota,) in conflicts
            assert (account.problem == "too_few") is by_itself
            assert (account.problem == "impossible") is (bool(conflicts) and not by_itself)
            assert account.conflict in conflicts if account.problem == "impossible" else account.conflict == ()

    @examples(200)
    @given(hopeless())
    def test_an_account_says_so_where_nothing_can_be_done(self, situation: Situation) -> None:
        """Where no sharing-out meets every quota, an account proves it: too few, or impossible together with others."""
        cohort, members, top = situation
        found = share_out(cohort, members, top)
        limits, graded = [account.limit for account in found.accounts], len(found.grades)
        assert not feasible(cohort, tuple(range(len(limits))), limits, graded, top)
        assert any(account.problem in ("too_few", "impossible") for account in found.accounts)

    @pytest.mark.parametrize("ties", ["out", "in", "report"])
    def test_three_organisations_and_a_fifth_leave_no_place(self, ties: Any) -> None:
        """A maximum that comes to no head count is met with nobody, and says that there is no place."""
        fifth = ir.QuotaSpec(
            ir.Origin("few", "few"), "at_most", 1, 1, Fraction(1, 5), None, "graded", "down", ties, "enforce"
        )
        members = [Member(n, (n,), 1) for n in range(3)]
        account = share_out(ir.Cohort((), (), (fifth,)), members, 1).accounts[0]
        assert (account.limit, account.after, account.met, account.problem) == (0, 0, True, "no_place")
