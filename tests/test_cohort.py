"""Sharing out: maxima and minima, ties, rounding, places, and the accounts with their reasons."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from partygrade import ir
from partygrade.cohort import Account, Member, Shared, head_count, share_out

GOOD, FAIR, POOR = 2, 1, 0
TOP = GOOD


def quota(kind: Any, grades: tuple[int, int], limit: int | str, **more: Any) -> ir.QuotaSpec:
    """Make a quota; a limit such as `20%` is a share."""
    share = Fraction(str(limit).rstrip("%")) / 100 if isinstance(limit, str) else None
    usual: dict[str, Any] = {
        "of": "graded",
        "rounding": "down" if kind == "at_most" else "up",
        "ties": "out" if kind == "at_most" else "in",
        "action": "enforce",
    }
    return ir.QuotaSpec(
        ir.Origin("q", "q"), kind, *grades, share, None if share is not None else int(limit), **(usual | more)
    )


def share(quotas: list[ir.QuotaSpec], *rows: tuple[int, int | None]) -> Shared:
    """Share out over rows of a score and a grade."""
    members = [Member(n, (score,), grade) for n, (score, grade) in enumerate(rows)]
    return share_out(ir.Cohort((), (), tuple(quotas)), members, TOP)


def grades(found: Shared) -> list[int]:
    return [found.grades[position] for position in sorted(found.grades)]


def one(found: Shared) -> Account:
    return found.accounts[0]


class TestHeadCount:
    @pytest.mark.parametrize(
        ("share", "base", "rounding", "expected"),
        [
            ("20%", 13, "down", 2),
            ("20%", 13, "up", 3),
            ("20%", 13, "half_up", 3),
            ("10%", 13, "down", 1),
            ("10%", 13, "up", 2),
            ("10%", 13, "half_up", 1),
            ("50%", 5, "half_up", 3),
            ("20%", 10, "up", 2),
            ("20%", 10, "down", 2),
            ("0%", 10, "up", 0),
            ("100%", 7, "down", 7),
            ("33.3%", 0, "up", 0),
        ],
    )
    def test_a_share_is_rounded_to_heads(self, share: str, base: int, rounding: Any, expected: int) -> None:
        """Down, up, or to the nearest."""
        assert head_count(quota("at_most", (GOOD, GOOD), share, rounding=rounding), base) == expected

    def test_a_head_count_is_taken_as_it_is(self) -> None:
        """Whatever the base."""
        assert head_count(quota("at_most", (GOOD, GOOD), 3), 1) == 3


class TestMaximum:
    def test_the_best_ranked_stay(self) -> None:
        """The others fall to the next grade below."""
        assert grades(share([quota("at_most", (GOOD, GOOD), 1)], (90, GOOD), (95, GOOD), (80, FAIR))) == [
            FAIR,
            GOOD,
            FAIR,
        ]

    def test_within_its_limit_nobody_moves(self) -> None:
        """A maximum that is not exceeded does nothing."""
        found = share([quota("at_most", (GOOD, GOOD), 2)], (90, GOOD), (95, GOOD))
        assert (grades(found), found.moves) == ([GOOD, GOOD], {})

    def test_over_several_grades_the_others_fall_below_all_of_them(self) -> None:
        """They fall under the lowest of the quota."""
        assert grades(share([quota("at_most", (FAIR, GOOD), 1)], (90, GOOD), (80, FAIR))) == [GOOD, POOR]

    def test_on_the_last_grades_the_lowest_ranked_stay(self) -> None:
        """The others rise."""
        assert grades(share([quota("at_most", (POOR, POOR), 1)], (30, POOR), (50, POOR), (40, POOR))) == [
            POOR,
            FAIR,
            FAIR,
        ]

    @pytest.mark.parametrize(
        ("ties", "expected"), [("out", [GOOD, FAIR, FAIR]), ("in", [GOOD] * 3), ("report", [GOOD] * 3)]
    )
    def test_a_tie_across_the_cut(self, ties: str, expected: list[int]) -> None:
        """Out, in, or left open."""
        found = share([quota("at_most", (GOOD, GOOD), 2, ties=ties)], (95, GOOD), (90, GOOD), (90, GOOD))
        assert grades(found) == expected
        assert one(found).open == ((1, 2) if ties == "report" else ())

    def test_a_tie_beside_the_cut_does_not_matter(self) -> None:
        """Both of the tie are on one side."""
        found = share([quota("at_most", (GOOD, GOOD), 2)], (95, GOOD), (95, GOOD), (90, GOOD))
        assert (grades(found), one(found).problem) == ([GOOD, GOOD, FAIR], None)

    def test_a_tie_on_the_last_grades_that_is_out_rises(self) -> None:
        """Out of the grades of the quota."""
        found = share([quota("at_most", (POOR, POOR), 1)], (30, POOR), (30, POOR))
        assert grades(found) == [FAIR, FAIR]

    def test_with_no_place_everyone_falls(self) -> None:
        """Three organisations and at most 20 % leave none."""
        found = share([quota("at_most", (GOOD, GOOD), "20%")], (95, GOOD), (90, GOOD), (50, POOR))
        assert grades(found) == [FAIR, FAIR, POOR]
        assert (one(found).limit, one(found).base, one(found).met, one(found).problem) == (0, 3, True, "no_place")


class TestMinimum:
    def test_the_lowest_ranked_of_the_others_fall(self) -> None:
        """To the best grade of the quota."""
        found = share([quota("at_least", (POOR, FAIR), 2)], (95, GOOD), (80, GOOD), (70, GOOD), (40, POOR))
        assert grades(found) == [GOOD, GOOD, FAIR, POOR]

    def test_on_the_first_grades_the_best_ranked_rise(self) -> None:
        """To the lowest grade of the quota."""
        found = share([quota("at_least", (FAIR, GOOD), 2)], (50, POOR), (55, POOR), (95, GOOD))
        assert grades(found) == [POOR, FAIR, GOOD]

    def test_where_it_is_met_nobody_moves(self) -> None:
        """Enough have the grade."""
        assert share([quota("at_least", (POOR, POOR), 1)], (95, GOOD), (40, POOR)).moves == {}

    @pytest.mark.parametrize(
        ("ties", "expected"), [("in", [GOOD, POOR, POOR]), ("out", [GOOD] * 3), ("report", [GOOD] * 3)]
    )
    def test_a_tie_across_the_cut(self, ties: str, expected: list[int]) -> None:
        """In, out, or left open."""
        found = share([quota("at_least", (POOR, POOR), 1, ties=ties)], (95, GOOD), (90, GOOD), (90, GOOD))
        assert grades(found) == expected
        assert one(found).met is (ties == "in")
        assert one(found).problem == "ties"

    def test_more_than_there_are_takes_everyone(self) -> None:
        """And there are too few."""
        found = share([quota("at_least", (POOR, POOR), 5)], (95, GOOD), (90, FAIR))
        assert grades(found) == [POOR, POOR]
        assert (one(found).met, one(found).problem, one(found).conflict) == (False, "too_few", ())


class TestMoves:
    def test_a_move_tells_what_it_needs_for_the_reason(self) -> None:
        """From where to where, the head counts, the last that stayed, and the tie."""
        found = share([quota("at_most", (GOOD, GOOD), "50%")], (95, GOOD), (90, GOOD), (90, GOOD), (60, FAIR))
        move = found.moves[1][0]
        assert (move.before, move.after, move.limit, move.base, move.cut, move.tied) == (GOOD, FAIR, 2, 4, (95,), True)

    def test_quotas_act_one_after_the_other(self) -> None:
        """The second finds what the first left; who is moved twice has two moves."""
        quotas = [quota("at_most", (GOOD, GOOD), 0), quota("at_least", (POOR, POOR), 1)]
        found = share(quotas, (95, GOOD), (90, GOOD))
        assert grades(found) == [FAIR, POOR]
        assert [(move.quota, move.before, move.after) for move in found.moves[1]] == [(0, GOOD, FAIR), (1, FAIR, POOR)]

    def test_a_quota_that_reports_moves_nobody(self) -> None:
        """It counts and says."""
        found = share([quota("at_most", (GOOD, GOOD), 1, action="report")], (95, GOOD), (90, GOOD))
        assert (found.moves, one(found).met, one(found).problem) == ({}, False, "report_only")

    def test_a_later_quota_may_break_an_earlier_one(self) -> None:
        """The earlier is counted again, and says that another stands in the way."""
        quotas = [quota("at_most", (FAIR, FAIR), 1), quota("at_most", (GOOD, GOOD), 1)]
        found = share(quotas, (95, GOOD), (90, GOOD), (80, FAIR))
        assert grades(found) == [GOOD, FAIR, FAIR]
        assert [account.problem for account in found.accounts] == ["other_quota", None]


class TestBase:
    def test_who_has_no_grade_takes_no_place(self) -> None:
        """And counts in the base only where it is `all`."""
        rows = [(95, GOOD), (90, GOOD), (99, None), (98, None)]
        graded = share([quota("at_most", (GOOD, GOOD), "50%")], *rows)
        everyone = share([quota("at_most", (GOOD, GOOD), "50%", of="all")], *rows)
        assert (one(graded).base, one(graded).limit, one(everyone).base, one(everyone).limit) == (2, 1, 4, 2)
        assert sorted(graded.grades) == sorted(graded.places) == [0, 1]

    def test_nobody_is_a_cohort_too(self) -> None:
        """Every number is 0."""
        found = share([quota("at_most", (GOOD, GOOD), "20%"), quota("at_least", (POOR, POOR), "10%")])
        assert [(a.limit, a.base, a.before, a.after, a.met) for a in found.accounts] == [(0, 0, 0, 0, True)] * 2

    def test_without_quotas_there_are_places_only(self) -> None:
        """Ties share a place, and the next is counted on."""
        found = share([], (80, FAIR), (95, GOOD), (80, GOOD), (70, FAIR))
        assert (found.places, found.moves, found.accounts) == ({1: 1, 0: 2, 2: 2, 3: 4}, {}, ())


def share_among(quotas: list[ir.QuotaSpec], *rows: tuple[int, int | None, bool]) -> Shared:
    """Share out over rows of a score, a grade, and whether quotas with `among` count it."""
    members = [Member(n, (score,), grade, (flag,) * len(quotas)) for n, (score, grade, flag) in enumerate(rows)]
    return share_out(ir.Cohort((), (), tuple(quotas)), members, TOP)


SOME: dict[str, Any] = {"among": 0, "among_text": "not direct"}


class TestAmong:
    def test_who_is_not_counted_takes_no_place_and_stays(self) -> None:
        """The best of those that are counted has the only place; 50 % are of the two of them."""
        found = share_among(
            [quota("at_most", (GOOD, GOOD), "50%", **SOME)],
            (60, GOOD, False),
            (95, GOOD, True),
            (90, GOOD, True),
        )
        assert grades(found) == [GOOD, GOOD, FAIR]
        assert (one(found).base, one(found).limit, one(found).before, one(found).after) == (2, 1, 2, 1)

    def test_the_base_of_all_has_those_that_are_counted(self) -> None:
        """With a grade or without."""
        rows = [(95, GOOD, True), (90, None, True), (80, FAIR, False), (70, None, False)]
        found = share_among([quota("at_most", (GOOD, GOOD), "50%", of="all", **SOME)], *rows)
        assert (one(found).base, one(found).limit) == (2, 1)

    def test_a_minimum_takes_from_those_that_are_counted(self) -> None:
        """The lowest-ranked of all is passed over."""
        found = share_among(
            [quota("at_least", (POOR, POOR), 1, **SOME)], (95, GOOD, True), (70, FAIR, True), (10, FAIR, False)
        )
        assert grades(found) == [GOOD, POOR, FAIR]

    def test_a_minimum_does_not_count_the_others(self) -> None:
        """One who is not counted has the grade already."""
        found = share_among([quota("at_least", (POOR, POOR), 1, **SOME)], (95, GOOD, True), (10, POOR, False))
        assert (grades(found), one(found).before, one(found).after) == ([POOR, POOR], 0, 1)

    def test_too_few_are_those_that_are_counted(self) -> None:
        """Two of three organisations are wanted, and one is counted."""
        rows = [(95, GOOD, True), (80, FAIR, False), (70, FAIR, False)]
        found = share_among([quota("at_least", (POOR, POOR), 2, **SOME)], *rows)
        assert (one(found).met, one(found).problem) == (False, "too_few")

    def test_a_quota_that_counts_everybody_passes_over_nobody(self) -> None:
        """What says who is counted is that of other quotas."""
        found = share_among([quota("at_most", (GOOD, GOOD), 1)], (95, GOOD, False), (90, GOOD, False))
        assert grades(found) == [GOOD, FAIR]

    def test_the_ranking_is_that_of_the_whole_cohort(self) -> None:
        """Who is not counted has a place too."""
        found = share_among(
            [quota("at_most", (GOOD, GOOD), 1, **SOME)], (90, GOOD, False), (95, GOOD, True), (80, FAIR, True)
        )
        assert found.places == {1: 1, 0: 2, 2: 3}

    def test_it_proves_no_conflict(self) -> None:
        """At most one in the upper and at most one in the lower grades is no conflict for one that is counted."""
        report: Any = {"action": "report"}
        quotas = [
            quota("at_most", (FAIR, GOOD), 1, **report),
            quota("at_most", (POOR, POOR), 0, **report, **SOME),
        ]
        found = share_among(quotas, (95, GOOD, False), (90, GOOD, False), (30, POOR, True))
        assert [(account.met, account.problem) for account in found.accounts] == [(False, "report_only")] * 2
        assert [account.conflict for account in found.accounts] == [(), ()]


class TestConflict:
    def test_two_that_exclude_each_other_are_named(self) -> None:
        """At most one at the top and at most one at the bottom leave no room for three on two grades."""
        quotas = [quota("at_most", (FAIR, GOOD), 1), quota("at_most", (POOR, POOR), 1)]
        found = share(quotas, (95, GOOD), (90, GOOD), (80, FAIR))
        unmet = [account for account in found.accounts if not account.met]
        assert [(account.problem, account.conflict) for account in unmet] == [("impossible", (0, 1))]

    def test_each_conflict_is_proved_by_its_own_quotas(self) -> None:
        """Two pairs that have nothing to do with each other."""
        report: Any = {"action": "report"}
        quotas = [
            quota("at_most", (GOOD, GOOD), 0, **report),
            quota("at_least", (GOOD, GOOD), 1, **report),
            quota("at_most", (POOR, POOR), 0, **report),
            quota("at_least", (POOR, POOR), 1, **report),
        ]
        found = share(quotas, (95, GOOD), (80, FAIR), (30, POOR))
        assert [account.conflict for account in found.accounts] == [(0, 1), (), (2, 3), ()]

    def test_a_quota_outside_of_the_conflict_says_something_else(self) -> None:
        """It reports only; the others are impossible."""
        quotas = [
            quota("at_least", (GOOD, GOOD), 2, action="report"),
            quota("at_least", (POOR, POOR), 2, action="report"),
            quota("at_most", (FAIR, FAIR), 0, action="report"),
        ]
        found = share(quotas, (95, GOOD), (80, FAIR), (30, FAIR))
        assert [account.problem for account in found.accounts] == ["impossible", "impossible", "report_only"]
        assert found.accounts[0].conflict == (0, 1)

    def test_many_quotas_do_not_take_long(self) -> None:
        """The search for a smallest set has an end."""
        quotas = [quota("at_least", (GOOD, GOOD), 2), *(quota("at_least", (POOR, POOR), 2) for _ in range(40))]
        found = share(quotas, (95, GOOD), (80, FAIR), (30, FAIR))
        assert any(account.problem == "impossible" for account in found.accounts)
