"""Sharing out by classes: equal to sharing out member by member, with as little known of the keys as that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import cohort, ir
from partygrade.batch.share import Class, Shared, Step, moves, shared

GOOD, FAIR, POOR = 2, 1, 0
TOP = 3


def quota(kind: Any, grades: tuple[int, int], limit: int | str, **more: Any) -> ir.QuotaSpec:
    """Make a quota; a limit such as `20%` is a share."""
    share = Fraction(limit.rstrip("%")) / 100 if isinstance(limit, str) else None
    usual: dict[str, Any] = {"of": "graded", "rounding": "down", "ties": "out", "action": "enforce"}
    count = None if isinstance(limit, str) else limit
    return ir.QuotaSpec(ir.Origin("q", "q"), kind, *grades, share, count, **(usual | more))


def of(*quotas: ir.QuotaSpec) -> ir.Cohort:
    return ir.Cohort((), (), quotas)


def some_quota(dice: Random) -> ir.QuotaSpec:
    """Make up a quota of any kind, over neither all grades nor, for a minimum, grades from the middle."""
    kind = dice.choice(["at_most", "at_least"])
    pairs = [(low, high) for low in range(TOP + 1) for high in range(low, TOP + 1) if (low, high) != (0, TOP)]
    return quota(
        kind,
        dice.choice([pair for pair in pairs if kind == "at_most" or pair[0] == 0 or pair[1] == TOP]),
        dice.choice([dice.randrange(9), dice.choice(["0%", "10%", "33.3%", "50%", "80%", "100%"])]),
        of=dice.choice(["graded", "all"]),
        rounding=dice.choice(["down", "up", "half_up"]),
        ties=dice.choice(["out", "in", "report"]),
        action=dice.choice(["enforce", "enforce", "report"]),
        among=dice.choice([None, None, 7]),
    )


def some_cohort(dice: Random) -> tuple[ir.Cohort, list[cohort.Member]]:
    """Make up quotas and members; with so few keys that many tie."""
    spec = of(*(some_quota(dice) for _ in range(dice.randint(1, 4))))
    highest = [dice.choice([0, 2, 9]) for _ in range(dice.randint(0, 3))]
    members = [
        cohort.Member(
            position,
            tuple(dice.randint(-2, high) for high in highest),
            dice.choice([None, *range(TOP + 1), *range(TOP + 1)]),
            tuple(dice.random() < 0.7 for _ in spec.quotas),
        )
        for position in range(dice.randint(0, 30))
    ]
    return spec, members


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


SEEDS = st.integers(0, 2**32)


def classes(members: Iterable[cohort.Member], span: int) -> list[Class]:
    """Put members into classes; those of a span of 0 know their keys, the others where the first key lies."""
    counts = Counter((_known(m.key, span), m.grade, m.among) for m in members)
    return [Class(key, span, grade, among, count) for (key, grade, among), count in counts.items()]


def _known(key: cohort.Key, span: int) -> cohort.Key:
    return (key[0] // span * span,) if span else key


def refined(found: list[Class], members: list[cohort.Member], want: frozenset[tuple[cohort.Key, int]]) -> list[Class]:
    """Replace the wanted classes by those of their members' whole keys."""
    kept = [one for one in found if one.grade is None or (one.key, one.span) not in want]
    for key, span in want:
        inside = [m for m in members if m.grade is not None and _known(m.key, span) == key]
        kept += classes(inside, 0)
    return kept


def same(spec: ir.Cohort, members: list[cohort.Member], found: Shared) -> None:
    """Compare grades, moves and accounts with those of the definition."""
    plain = cohort.share_out(spec, members, TOP)
    for member in members:
        path = moves(spec, found.steps, member.key, member.grade, member.among)
        assert path == plain.moves.get(member.position, ())
        assert (path[-1].after if path else member.grade) == plain.grades.get(member.position)
    for one, two in zip(found.accounts, plain.accounts, strict=True):
        assert (one.limit, one.base, one.before, one.after, one.met) == (
            two.limit,
            two.base,
            two.before,
            two.after,
            two.met,
        )
        assert (one.quota, one.open, one.problem, one.conflict) == (two.quota, len(two.open), two.problem, two.conflict)
        cuts = {move.cut for path in plain.moves.values() for move in path if move.quota == one.quota}
        assert cuts <= {one.cut}


class TestEqual:
    """Quotas act in the order written, each on what the ones before it left."""

    @given(SEEDS)
    @examples(200)
    def test_whole_keys(self, seed: int) -> None:
        """By classes and member by member the same comes out."""
        spec, members = some_cohort(Random(seed))
        found = shared(spec, classes(members, 0), TOP)
        assert not found.wanted
        same(spec, members, found)

    @given(SEEDS, st.integers(1, 5))
    @examples(200)
    def test_first_keys(self, seed: int, span: int) -> None:
        """Where only the classes that are asked for get their keys, too."""
        spec, members = some_cohort(Random(seed))
        known = classes(members, span if members and members[0].key else 0)
        for _ in range(2 + len(members)):
            found = shared(spec, known, TOP)
            if not found.wanted:
                break
            assert found.wanted <= {(one.key, one.span) for one in known if one.grade is not None and one.span}
            known = refined(known, members, found.wanted)
        else:
            raise AssertionError("it never settles")
        same(spec, members, found)


FEW = of(quota("at_most", (GOOD, GOOD), 2))


def test_nothing_is_asked_for_where_nothing_exceeds() -> None:
    """However little is known of the keys."""
    found = shared(FEW, [Class((0,), 100, GOOD, (), 2)], TOP)
    assert (found.wanted, found.steps) == (frozenset(), (Step(2, 2, 2),))


def test_the_class_that_the_cut_falls_into_is_asked_for() -> None:
    """One stays and one of the three behind it: which one is not known."""
    found = shared(FEW, [Class((80,), 10, GOOD, (), 3), Class((90,), 10, GOOD, (), 1)], TOP)
    assert found.wanted == {((80,), 10)}


def test_a_cut_between_two_classes_asks_for_the_last_that_stays() -> None:
    """Its key is the cut-off that is told."""
    found = shared(FEW, [Class((80,), 10, GOOD, (), 3), Class((90,), 10, GOOD, (), 2)], TOP)
    assert found.wanted == {((90,), 10)}


def test_a_quota_that_reports_tells_no_cut_off() -> None:
    """So nothing is asked for where the cut is clean."""
    spec = of(quota("at_most", (GOOD, GOOD), 2, action="report"))
    assert not shared(spec, [Class((80,), 10, GOOD, (), 3), Class((90,), 10, GOOD, (), 2)], TOP).wanted


def test_the_edge_of_a_class_that_falls_is_its_upper_end() -> None:
    """All from 80 to 89 fall, whatever the other keys are."""
    found = shared(FEW, [Class((80,), 10, GOOD, (), 3), Class((95, 1), 0, GOOD, (), 2)], TOP)
    assert (found.steps[0].edge, found.steps[0].cut, found.wanted) == ((89,), (95, 1), frozenset())


def test_the_edge_of_a_class_that_rises_is_its_lower_end() -> None:
    """At most two may be poor: the lowest two stay, all from 80 on rise."""
    spec = of(quota("at_most", (POOR, POOR), 2))
    found = shared(spec, [Class((80,), 10, POOR, (), 3), Class((10, 1), 0, POOR, (), 2)], TOP)
    assert (found.steps[0].edge, found.steps[0].cut) == ((80,), (10, 1))


def test_ties_that_are_left_open_are_counted() -> None:
    """Two places, and three that tie for them."""
    spec = of(quota("at_most", (GOOD, GOOD), 2, ties="report"))
    found = shared(spec, [Class((90,), 0, GOOD, (), 3)], TOP)
    assert (found.accounts[0].open, found.accounts[0].problem, found.accounts[0].met) == (3, "ties", False)
