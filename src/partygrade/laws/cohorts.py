"""The laws of a cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import compress
from typing import Any

from partygrade import ir
from partygrade.api import Scheme
from partygrade.evaluate import evaluate
from partygrade.grading import CohortGrading, Grading
from partygrade.laws.broken import LawBroken
from partygrade.result import QuotaResult, Result

Record = Mapping[str, Any]


def rows_in_any_order(
    scheme: Scheme, records: Sequence[Record], order: Sequence[int] | None = None, as_of: date | None = None
) -> None:
    """The order of the rows changes no grading and no account.

    Every record has an id. `order` names the rows by their numbers; by default the last comes first.
    """
    before = scheme.grade_cohort(records, as_of=as_of)
    after = scheme.grade_cohort([records[row] for row in (order or range(len(records) - 1, -1, -1))], as_of=as_of)
    one, two = ({grading.id: grading.to_dict() for grading in found.gradings} for found in (before, after))
    if one != two or before.quotas != after.quotas:
        changed = sorted(str(key) for key in one if one[key] != two[key]) or [q["id"] for q in before.quotas]
        raise LawBroken(
            "rows_in_any_order",
            f"another order of the rows changes {', '.join(changed)}",
            f"改变各行的次序后，{'、'.join(changed)} 的结果不同",
            list(records),
        )


def quotas_hold(scheme: Scheme, records: Sequence[Record], as_of: date | None = None) -> None:
    """Every quota holds, or its account says why not; the numbers of every account, and of every move, add up."""
    cohort = scheme.program.cohort
    if cohort is None or not scheme.grades:
        return
    found = scheme.grade_cohort(records, as_of=as_of)
    for account in found.quotas:
        wrong = _wrong(scheme, cohort, found, account)
        if wrong is not None:
            name = account["id"]
            raise LawBroken(
                "quotas_hold",
                f"the account of `{name}` is wrong in {wrong}",
                f"比例 `{name}` 的账目有误：{wrong}",
                list(records),
            )


def _wrong(scheme: Scheme, cohort: ir.Cohort, found: CohortGrading, account: QuotaResult) -> str | None:
    """Name what does not add up in an account."""
    index = [quota.origin.id for quota in cohort.quotas].index(account["id"])
    quota, names = cohort.quotas[index], [q.origin.id for q in cohort.quotas]
    keys = [scheme.program.inputs[n].origin.id for n in cohort.within]
    members = [g for g in found.gradings if {k: _shown(g.to_dict()["facts"][k]) for k in keys} == account["within"]]
    counts = [_counts(scheme, quota, g) for g in members]
    graded = [g.to_dict() for g in compress(members, counts) if g.own_grade is not None]
    turns = [_turns(result, names) for result in graded]
    inside = [[turn[n] in account["grades"] for n in (index, index + 1, len(names))] for turn in turns]
    before, acted, after = (sum(one) for one in zip(*inside, strict=True)) if inside else (0, 0, 0)
    base = sum(counts) if quota.of == "all" else len(graded)
    holds = after <= account["limit"] if quota.kind == "at_most" else after >= account["limit"]
    moved = [turn[index + 1] != turn[index] for turn in turns]
    tests = {
        "base": account["base"] == base,
        "limit": account["limit"] == _limit(quota, base),
        "before": account["before"] == before,
        "after": account["after"] == after,
        "met": account["met"] is holds,
        "problem": _explained(quota, account, len(graded)),
        "open": quota.ties == "report" or not account["open"],
        "moves": not any(moved) or (quota.action == "enforce" and not _held_at_first(quota, before, account["limit"])),
        "among": not any(_moved_by(g, account["id"]) for g, inside in zip(members, counts, strict=True) if not inside),
        "counts": quota.action == "report" or abs(acted - before) == sum(moved),
        "chain": all(_chained(result) for result in graded),
    }
    return next((name for name, right in tests.items() if not right), None)


def _counts(scheme: Scheme, quota: ir.QuotaSpec, grading: Grading) -> bool:
    """Work out by the definition whether a quota counts an organisation."""
    if quota.among is None:
        return True
    return bool(evaluate(scheme.program, grading._facts, None, grading._across)[quota.among])


def _moved_by(grading: Grading, quota: str) -> bool:
    return any(move["quota"] == quota for move in grading.to_dict()["moves"])


def _shown(value: object) -> str:
    """Print a value as accounts do that the organisations of a cohort share."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _turns(result: Result, names: Sequence[str]) -> list[str]:
    """Give the grade that each quota in turn finds, and that after the last."""
    phases = [phase["phase"] for phase in result["phases"]]
    grade = result["phases"][phases.index("quotas") - 1]["grade"]
    after = {move["quota"]: move["after"] for move in result["moves"]}
    out = [grade]
    for name in names:
        out.append(after.get(name, out[-1]))
    return out


def _chained(result: Result) -> bool:
    """See that each move begins where the one before ended, and that the last gives the grade of the phase."""
    phases = {phase["phase"]: phase["grade"] for phase in result["phases"]}
    ends = [move["before"] for move in result["moves"][1:]] + [phases["quotas"]]
    return all(move["after"] == end for move, end in zip(result["moves"], ends, strict=False))


def _held_at_first(quota: ir.QuotaSpec, before: int, limit: int) -> bool:
    return before <= limit if quota.kind == "at_most" else before >= limit


def _limit(quota: ir.QuotaSpec, base: int) -> int:
    if quota.share is None:
        return quota.head_count or 0
    places = quota.share * base
    whole = places.numerator // places.denominator
    rest = places - whole
    up: Mapping[str, bool] = {"down": False, "up": rest > 0, "half_up": rest >= Fraction(1, 2)}
    return whole + up[quota.rounding]


def _explained(quota: ir.QuotaSpec, account: QuotaResult, graded: int) -> bool:
    """See that a quota that does not hold says why, with a reason that is true."""
    problem = account["problem"]
    if problem == "impossible":
        return not account["met"] and account["id"] in account["conflict"]
    true = {
        None: account["met"],
        "no_place": account["met"] and quota.kind == "at_most" and account["limit"] == 0,
        "ties": True,
        "too_few": not account["met"] and quota.kind == "at_least" and account["limit"] > graded,
        "other_quota": not account["met"],
        "report_only": not account["met"] and quota.action == "report",
    }
    return true[problem]
