"""Sharing out by classes: equal to sharing out member by member, with as little known of the keys as that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from batch.some_quotas import GOOD, POOR, SEEDS, TOP, examples, of, quota, some_cohort
from partygrade import cohort, ir
from partygrade.batch.share import Class, Line, Shared, Sharing, Step, moves

WIDE = Line(((-2, 9),) * 3)


def classes(sharing: Sharing, line: Line, members: Iterable[cohort.Member], span: int) -> list[Class]:
    """Put members into classes: so many keys in a row are not told apart."""
    counts = Counter((line.number(m.key) // span * span, sharing.number[m.grade, m.among]) for m in members)
    return [(number, span, kind, heads) for (number, kind), heads in counts.items()]


def same(spec: ir.Cohort, line: Line, members: list[cohort.Member], found: Shared) -> None:
    """Compare grades, moves and accounts with those of the definition."""
    plain = cohort.share_out(spec, members, TOP)
    for member in members:
        path = moves(spec, found.steps, line, member.key, member.grade, member.among)
        assert path == plain.moves.get(member.position, ())
        assert (path[-1].after if path else member.grade) == plain.grades.get(member.position)
    for one, two in zip(found.accounts, plain.accounts, strict=True):
        plainly = {field.name: getattr(two, field.name) for field in fields(two)} | {"open": len(two.open)}
        cuts = {move.cut for path in plain.moves.values() for move in path if move.quota == one.quota}
        assert {name: getattr(one, name) for name in plainly} == plainly
        assert cuts <= {None if one.cut is None else line.key(one.cut)}


class TestEqual:
    """Quotas act in the order written, each on what the ones before it left."""

    @given(SEEDS)
    @examples(200)
    def test_whole_keys(self, seed: int) -> None:
        """By classes and member by member the same comes out."""
        spec, ranges, members = some_cohort(Random(seed))
        line = Line(ranges)
        sharing = Sharing(spec, TOP, {member.among for member in members})
        found = sharing.shared(classes(sharing, line, members, 1))
        assert not found.wanted
        same(spec, line, members, found)

    @given(SEEDS, st.sampled_from([2, 16, 64, 4096]))
    @examples(200)
    def test_ranges_of_keys(self, seed: int, span: int) -> None:
        """Also where keys are told apart only in the classes that are asked for, and there step by step."""
        spec, ranges, members = some_cohort(Random(seed))
        line = Line(ranges)
        sharing = Sharing(spec, TOP, {member.among for member in members})
        known = classes(sharing, line, members, span)
        found = sharing.shared(known)
        while found.wanted:
            assert not found.accounts
            assert found.wanted <= {(key, wide) for key, wide, kind, _ in known if kind in sharing.graded}
            for key, wide in found.wanted:
                inside = [m for m in members if m.grade is not None and key <= line.number(m.key) < key + wide]
                known = [one for one in known if one[0] != key or one[2] not in sharing.graded]
                known += classes(sharing, line, inside, wide // 2)
            found = sharing.shared(known)
        same(spec, line, members, found)


class TestLine:
    """Each key has a number, and a better key has a greater one."""

    @given(st.lists(st.tuples(*[st.integers(-2, 9)] * 3), min_size=2, max_size=2))
    @examples(50)
    def test_order(self, keys: list[tuple[int, ...]]) -> None:
        """The numbers are in the order of the keys, and lead back to them."""
        one, two = keys
        assert (one < two) is (WIDE.number(one) < WIDE.number(two))
        assert WIDE.key(WIDE.number(one)) == one

    def test_figures_stand_in_bits_of_their_own(self) -> None:
        """From -2 to 9 there are 12 values, and four bits hold 16."""
        assert (WIDE.bits, WIDE.number((-1, -2, 0))) == ([4, 4, 4], 0b0001_0000_0010)


FEW = of(quota("at_most", (GOOD, GOOD), 2))


def share(spec: ir.Cohort, grade: int, *rows: tuple[int, int, int]) -> Shared:
    """Share out over rows of a key, its span and heads."""
    sharing = Sharing(spec, TOP, [()])
    return sharing.shared([(key, span, sharing.number[grade, ()], heads) for key, span, heads in rows])


def test_nothing_is_asked_for_where_nothing_exceeds() -> None:
    """However little is known of the keys."""
    found = share(FEW, GOOD, (0, 100, 2))
    assert (found.wanted, found.steps) == (frozenset(), (Step(2, 2, 2),))


def test_the_class_that_the_cut_falls_into_is_asked_for() -> None:
    """One stays and one of the three behind it: which one is not known."""
    assert share(FEW, GOOD, (80, 10, 3), (90, 10, 1)).wanted == {(80, 10)}


def test_a_cut_between_two_classes_asks_for_the_last_that_stays() -> None:
    """Its key is the cut-off that is told."""
    assert share(FEW, GOOD, (80, 10, 3), (90, 10, 2)).wanted == {(90, 10)}


def test_a_quota_that_reports_tells_no_cut_off() -> None:
    """So nothing is asked for where the cut is clean."""
    spec = of(quota("at_most", (GOOD, GOOD), 2, action="report"))
    assert not share(spec, GOOD, (80, 10, 3), (90, 10, 2)).wanted


def test_the_edge_of_a_class_that_falls_is_its_upper_end() -> None:
    """All from 80 to 89 fall."""
    found = share(FEW, GOOD, (80, 10, 3), (95, 1, 2))
    assert (found.steps[0].edge, found.steps[0].cut, found.wanted) == (89, 95, frozenset())


def test_the_edge_of_a_class_that_rises_is_its_lower_end() -> None:
    """At most two may be poor: the lowest two stay, all from 80 on rise."""
    found = share(of(quota("at_most", (POOR, POOR), 2)), POOR, (80, 10, 3), (15, 1, 2))
    assert (found.steps[0].edge, found.steps[0].cut) == (80, 15)


def test_ties_that_are_left_open_are_counted() -> None:
    """Two places, and three that tie for them."""
    found = share(of(quota("at_most", (GOOD, GOOD), 2, ties="report")), GOOD, (90, 1, 3))
    assert (found.accounts[0].open, found.accounts[0].problem, found.accounts[0].met) == (3, "ties", False)
