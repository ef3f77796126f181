"""Quotas over a frame: the grade that they give whom they move, why, and how every quota came out in every cohort.

Before: a frame with the grade before quotas and the rank keys. After: the same rows in the same order, with `~quota`,
the rank that the quotas give, and `~moves`, which names one move after the other: the id of the quota, a blank, and the
ids of the grades before and after with an arrow between, such as `few_good good→fair; some_poor fair→poor`. Both are
null where no quota moves the organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch.arithmetic import integer
from partygrade.batch.attach import attach
from partygrade.batch.columns import GOOD, Frame
from partygrade.batch.histogram import settled
from partygrade.batch.ranked import Ranked, Within
from partygrade.batch.share import Account, looks_at, rises, target
from partygrade.batch.small import beside
from partygrade.cohort import Key

QUOTA = "~quota"
MOVES = "~moves"

ARROW = "→"
BETWEEN = "; "
"""What stands between two moves."""

Accounts = Sequence[tuple[Within, tuple[Account, ...]]]
"""How the quotas came out in each cohort."""

HASH = "hash"
"""The column of an account with the hash of the scheme."""

_FIGURES = ("quota", "limit", "base", "before", "after", "met", "cut", "tied", "open", "problem", "conflict", HASH)
_NOW = "~now"


def group_heads(program: ir.Program) -> list[str]:
    """Name the columns of an account for what a cohort agrees in: by the facts, where no other column has the name."""
    ids = [program.inputs[index].origin.id for index in program.cohort.within] if program.cohort else []
    return [_head(fact, {*_FIGURES, *ids} - {fact}) if fact in _FIGURES else fact for fact in ids]


def _head(fact: str, taken: set[str]) -> str:
    name = f"within_{fact}"
    return _head(name, taken) if name in taken else name


def share_frame(cohort: ir.Cohort, ladder: Sequence[str], frame: Frame, ranked: Ranked) -> tuple[Frame, Accounts]:
    """Apply the quotas to the organisations that are good; `ladder` holds the ids of the grades, the worst first.

    The frame is worked out again for every count: once, and once more for every time that a cut has to be looked at
    more closely.
    """
    if not cohort.quotas:
        return _applied(cohort, ladder, frame, ranked, {}), ()
    found = settled(cohort, max(len(ladder) - 1, 0), frame, ranked)
    edges = {number: there for number in range(len(cohort.quotas)) if (there := found.edges(number))}
    return _applied(cohort, ladder, frame, ranked, edges), found.accounts()


def said(quota: ir.QuotaSpec, ladder: Sequence[str], rank: int) -> str:
    """Say of a move what it was, behind what stands between two moves."""
    return f"{BETWEEN}{quota.origin.id} {ladder[rank]}{ARROW}{ladder[target(quota)]}"


def account_table(
    cohort: ir.Cohort, heads: Sequence[str], accounts: Accounts, text: Callable[[Key], str]
) -> dict[str, list[Any]]:
    """Give the accounts as columns: those of the groups, called `heads`, and then one for every figure.

    `text` prints the rank keys.
    """
    rows = [(within, found) for within, group in accounts for found in group]
    ids = [quota.origin.id for quota in cohort.quotas]
    return {
        **{head: [within[n] for within, _ in rows] for n, head in enumerate(heads)},
        "quota": [ids[found.quota] for _, found in rows],
        "limit": [found.limit for _, found in rows],
        "base": [found.base for _, found in rows],
        "before": [found.before for _, found in rows],
        "after": [found.after for _, found in rows],
        "met": [found.met for _, found in rows],
        "cut": [None if found.cut is None else text(found.cut) for _, found in rows],
        "tied": [None if found.tied is None else text(found.tied) for _, found in rows],
        "open": [found.open for _, found in rows],
        "problem": [found.problem for _, found in rows],
        "conflict": [", ".join(ids[n] for n in found.conflict) or None for _, found in rows],
    }


def _applied(
    cohort: ir.Cohort,
    ladder: Sequence[str],
    frame: Frame,
    ranked: Ranked,
    edges: Mapping[int, Mapping[Within, Key]],
) -> Frame:
    """Move the rows: who is looked at and lies behind the edge of a quota in its cohort, one quota after the other."""
    names = {n: [f"~e{n}_{place}" for place in range(max(len(ranked.keys), 1))] for n in edges}
    frame = _with_edges(frame, ranked, edges, names)
    graded = nw.col(GOOD) if ranked.excluded is None else nw.col(GOOD) & ~nw.col(ranked.excluded)
    frame = frame.with_columns(nw.when(graded).then(nw.col(ranked.grade)).alias(_NOW))
    for number, edge in names.items():
        frame = _moved(cohort, number, ladder, frame, ranked, edge)
    texts = [_text(number) for number in edges]
    frame = frame.with_columns((nw.concat_str(*texts) if texts else nw.lit("")).alias(MOVES))
    moved = nw.col(MOVES) != nw.lit("")
    text = nw.col(MOVES).str.slice(len(BETWEEN))
    frame = frame.with_columns(nw.when(moved).then(nw.col(_NOW)).alias(QUOTA), nw.when(moved).then(text).alias(MOVES))
    return frame.drop(_NOW, *texts, *(name for edge in names.values() for name in edge))


def _text(number: int) -> str:
    """Name the column of what is said of the move by a quota."""
    return f"~m{number}"


def _with_edges(
    frame: Frame, ranked: Ranked, edges: Mapping[int, Mapping[Within, Key]], names: Mapping[int, Sequence[str]]
) -> Frame:
    """Put the edges of its cohort beside every organisation, null where a quota moved nobody."""
    cohorts = sorted({within for there in edges.values() for within in there})
    table: dict[str, list[Any]] = {name: [within[n] for within in cohorts] for n, name in enumerate(ranked.groups)}
    for number, there in edges.items():
        for place, name in enumerate(names[number]):
            table[name] = [there[within][place] if within in there else None for within in cohorts]
    if not edges:
        return frame
    if ranked.groups:
        return attach(frame, beside(frame, table), ranked.groups)
    return frame.with_columns(integer(values[0]).alias(name) for name, values in table.items())


def _moved(
    cohort: ir.Cohort, number: int, ladder: Sequence[str], frame: Frame, ranked: Ranked, edge: Sequence[str]
) -> Frame:
    """Move whom one quota moves."""
    quota, now = cohort.quotas[number], nw.col(_NOW)
    ranks = [rank for rank in range(len(ladder)) if looks_at(quota, rank)]
    inside = (now >= integer(quota.low)) & (now <= integer(quota.high))
    moved = (inside if quota.kind == "at_most" else ~inside) & _behind(quota, ranked.keys, edge)
    if number in ranked.among:
        moved = moved & nw.col(ranked.among[number])
    text = nw.lit("")
    for rank in ranks:
        text = nw.when(moved & (now == integer(rank))).then(nw.lit(said(quota, ladder, rank))).otherwise(text)
    after = nw.when(moved).then(integer(target(quota))).otherwise(now)
    return frame.with_columns(after.alias(_NOW), text.alias(_text(number)))


def _behind(quota: ir.QuotaSpec, keys: Sequence[str], edge: Sequence[str]) -> nw.Expr:
    """Tell whether the keys are those of the edge, or lie behind it, away from the cut."""
    pairs = [(nw.col(key), nw.col(end)) for key, end in zip(keys, edge, strict=False)]
    key, end = pairs.pop() if pairs else (integer(0), nw.col(edge[0]))
    found = key >= end if rises(quota) else key <= end
    for key, end in reversed(pairs):
        found = (key > end if rises(quota) else key < end) | ((key == end) & found)
    return found
