"""Quotas over frames: what they give every row equals what `share_out` gives every member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given

from batch.some_quotas import GOOD, POOR, SEEDS, TOP, Ranges, examples, of, quota, some_cohort
from partygrade import cohort, ir, loads
from partygrade.batch import histogram
from partygrade.batch.quotas import Accounts, account_table, group_heads, share_frame
from partygrade.batch.ranked import Ranked

LADDER = ("poor", "fair", "good", "best")
Rows = list[dict[str, Any]]


def relation(frame: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.connect().from_arrow(frame.to_arrow())


def ranked(spec: ir.Cohort, ranges: Ranges, groups: Sequence[str] = ("group", "kind")) -> Ranked:
    """Name the columns of the frames below."""
    among = {n: f"among{n}" for n, one in enumerate(spec.quotas) if one.among is not None}
    return Ranked(groups, [f"key{n}" for n in range(len(ranges))], ranges, "grade", "excluded", among)


def frame_of(rows: Rows) -> pl.DataFrame:
    flags = {name: pl.Boolean for name in rows[0] if name in ("~good", "excluded") or name.startswith("among")}
    return pl.DataFrame(rows, schema_overrides=flags, infer_schema_length=None)


def row_of(member: cohort.Member, group: tuple[str, int], good: bool) -> dict[str, Any]:
    """Write a member as a row; of one without a grade something stands for the grade."""
    return {
        "n": 0,
        "group": group[0],
        "kind": group[1],
        "~good": good,
        "excluded": member.grade is None,
        "grade": 1 if member.grade is None else member.grade,
        **{f"key{n}": value for n, value in enumerate(member.key)},
        **{f"among{n}": value for n, value in enumerate(member.among)},
    }


def compare(spec: ir.Cohort, ranges: Ranges, rows: Rows, make: Callable[[pl.DataFrame], Any]) -> None:
    """Share the rows out, and compare with the definition."""
    found, accounts = share_frame(spec, LADDER, nw.from_native(make(frame_of(rows))), ranked(spec, ranges))
    out = list(nw.from_native(found.collect("polars")).rows(named=True))
    if make is relation:
        # Rows of a relation have no order.
        out.sort(key=lambda row: row["n"])
    plain = expected(spec, len(ranges), rows)
    assert [{name: row[name] for name in rows[0]} for row in out] == rows
    assert set(out[0]) - set(rows[0]) == {"~moves", "~quota"}
    for within, (positions, shared) in plain.items():
        for position, n in enumerate(positions):
            path = shared.moves.get(position, ())
            said = "; ".join(f"q {LADDER[move.before]}→{LADDER[move.after]}" for move in path) or None
            assert (out[n]["~quota"], out[n]["~moves"]) == (path[-1].after if path else None, said), within
    assert all(out[n]["~quota"] is None for n, row in enumerate(rows) if not row["~good"])
    assert told(accounts) == {within: plainly(shared) for within, (_, shared) in sorted(plain.items())}


def told(accounts: Accounts) -> dict[Any, Any]:
    return {
        within: [
            (one.quota, one.limit, one.base, one.before, one.after, one.met, one.open, one.problem, one.conflict)
            for one in group
        ]
        for within, group in accounts
    }


def plainly(shared: cohort.Shared) -> Any:
    return [
        (one.quota, one.limit, one.base, one.before, one.after, one.met, len(one.open), one.problem, one.conflict)
        for one in shared.accounts
    ]


def expected(spec: ir.Cohort, keys: int, rows: Rows) -> dict[Any, tuple[list[int], cohort.Shared]]:
    """Share out by the definition, group by group."""
    out = {}
    for within in {(row["group"], row["kind"]) for row in rows if row["~good"]}:
        there = [row for row in rows if row["~good"] and (row["group"], row["kind"]) == within]
        members = [
            cohort.Member(
                position,
                tuple(row[f"key{n}"] for n in range(keys)),
                None if row["excluded"] else row["grade"],
                tuple(row[f"among{n}"] for n in range(len(spec.quotas))),
            )
            for position, row in enumerate(there)
        ]
        out[within] = [row["n"] for row in there], cohort.share_out(spec, members, TOP)
    return out


def some_rows(dice: Random) -> tuple[ir.Cohort, Ranges, Rows]:
    """Make up the rows of a few groups, in any order, with faulty ones among them."""
    spec, ranges, members = some_cohort(dice)
    while not members:
        spec, ranges, members = some_cohort(dice)
    groups = [("east", 1), ("east", 2), ("west", 1)]
    rows = [row_of(dice.choice(members), dice.choice(groups), dice.random() < 0.9) for _ in range(90)]
    return spec, ranges, [row | {"n": n} for n, row in enumerate(rows)]


class TestEqual:
    """Quotas act in the order written, each on what the ones before it left."""

    @given(SEEDS)
    @examples(30)
    def test_on_polars(self, seed: int) -> None:
        """Whatever the quotas, in every group, and the rows stay in their order."""
        compare(*some_rows(Random(seed)), pl.DataFrame.lazy)

    @given(SEEDS)
    @examples(15)
    def test_step_by_step(self, seed: int) -> None:
        """Also where the keys are looked at in the smallest of steps."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"FIRST": 2, "EACH": 2, "MORE": 2, "CLASSES": 1}.items():
                patch.setattr(histogram, name, value)
            compare(*some_rows(Random(seed)), pl.DataFrame.lazy)

    @pytest.mark.parametrize("seed", range(3))
    def test_on_duckdb(self, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """The engines agree."""
        monkeypatch.setattr(histogram, "EACH", 4)
        compare(*some_rows(Random(seed)), relation)


def rows_of(*rows: tuple[int, int]) -> Rows:
    """Make the rows of one group, of a key and a grade."""
    return [
        row_of(cohort.Member(n, (key,), grade), ("east", 1), True) | {"n": n} for n, (key, grade) in enumerate(rows)
    ]


HUNDRED = ((0, 100),)
FEW = of(quota("at_most", (GOOD, GOOD), 1), quota("at_least", (POOR, POOR), 1))


def shared(spec: ir.Cohort, rows: Rows, groups: Sequence[str] = ()) -> tuple[dict[str, list[Any]], Accounts]:
    frame, accounts = share_frame(spec, LADDER, nw.from_native(frame_of(rows).lazy()), ranked(spec, HUNDRED, groups))
    return nw.from_native(frame.collect("polars")).to_dict(as_series=False), accounts


def test_the_moves_are_told_one_after_the_other() -> None:
    """The second good one falls, and then as the lowest-ranked falls again."""
    found, _ = shared(FEW, rows_of((95, GOOD), (90, GOOD)))
    assert found["~moves"] == [None, "q good→fair; q fair→poor"]
    assert found["~quota"] == [None, 0]


def test_without_groups_the_frame_is_one_cohort() -> None:
    """Its group has no values."""
    rows = rows_of((95, GOOD), (90, GOOD))
    rows[1]["group"] = "west"
    assert [within for within, _ in shared(FEW, rows)[1]] == [()]


def test_without_quotas_nobody_moves() -> None:
    """And there are no accounts."""
    found, accounts = shared(of(), rows_of((95, GOOD), (90, GOOD)))
    assert (found["~quota"], found["~moves"], accounts) == ([None, None], [None, None], ())


def test_the_accounts_are_a_small_table() -> None:
    """A row for each group and quota; quotas are called by their ids, and null where there is nothing to say."""
    spec = of(quota("at_most", (GOOD, TOP), 1), quota("at_most", (POOR, 1), 1))
    accounts = shared(spec, rows_of((95, GOOD), (90, GOOD), (80, 1)), ["group"])[1]
    table = account_table(spec, ["county"], accounts, str)
    assert table == {
        "county": ["east", "east"],
        "quota": ["q", "q"],
        "limit": [1, 1],
        "base": [3, 3],
        "before": [2, 2],
        "after": [2, 1],
        "met": [False, True],
        "cut": ["(95,)", "(80,)"],
        "tied": [None, None],
        "open": [0, 0],
        "problem": ["impossible", None],
        "conflict": ["q, q", None],
    }


def test_the_account_names_the_key_that_ties_across_the_cut() -> None:
    """Both at 90 fall, as the one place goes to the one before them, whose key is the cut-off."""
    spec = of(quota("at_most", (GOOD, TOP), 2))
    accounts = shared(spec, rows_of((95, GOOD), (90, GOOD), (90, GOOD)))[1]
    table = account_table(spec, [], accounts, str)
    assert (table["cut"], table["tied"]) == (["(95,)"], ["(90,)"])


def test_no_column_of_an_account_has_the_name_of_another() -> None:
    """Whatever the facts are called that a cohort agrees in."""
    facts = ["limit", "county", "within_limit"]
    scheme = loads(f"""partygrade: 1
scheme: named
title: 例
facts: {{{", ".join(f"{fact}: {{type: text}}" for fact in facts)}}}
score: {{id: total, points: 9}}
grades: [{{id: good, from: 5}}, {{id: poor}}]
cohort: {{within: [{", ".join(facts)}], rank_by: [total desc]}}
""")
    assert group_heads(scheme.program) == ["within_within_limit", "county", "within_limit"]
