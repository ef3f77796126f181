"""Quotas that cannot all be met, whatever the size of the cohort.

Minima that add to more than 100 %, maxima that add to less although they name every grade, and a minimum above a
maximum of the same grades contradict each other: every grading will report a quota as not met. The proof is the one
that a grading gives, here for cohorts in which no share needs rounding, so that small cohorts are not to blame.

Bad: the maxima leave a tenth of the organisations without a grade.

    cohort:
      rank_by: [total]
      quotas:
        - {id: few_good, grades: [good], at_most: 20%}
        - {id: few_poor, grades: [poor], at_most: 70%}

Good: they leave room for everybody.

    cohort:
      rank_by: [total]
      quotas:
        - {id: few_good, grades: [good], at_most: 20%}
        - {id: few_poor, grades: [poor], at_most: 80%}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

from partygrade import exact, ir
from partygrade.check.subject import Subject, finding
from partygrade.cohort import conflict, edges, head_count, negative_circle
from partygrade.diagnostics import Diagnostic, Note, Text

SLUG = "quota"

LARGEST = 200
"""Cohorts of up to this size are looked at, and a very large one."""

_MANY = 1_000_000

Quotas = dict[int, ir.QuotaSpec]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report quotas that cannot all be met."""
    quotas = subject.program.cohort.quotas if subject.program.cohort else ()
    top = len(subject.program.grades) - 1
    for counted in _together(quotas, _may_be_out(subject.program)):
        for found in _conflicts(counted, top):
            yield _finding([quotas[n] for n in found], _from_size({n: quotas[n] for n in found}, top))


def _may_be_out(program: ir.Program) -> bool:
    """Say whether an organisation may have no grade."""
    if program.excluded is None:
        return False
    node = program.nodes[program.excluded]
    return not isinstance(node, ir.Literal) or bool(node.value)


def _together(quotas: Sequence[ir.QuotaSpec], may_be_out: bool) -> Iterator[Quotas]:
    """Split quotas by whom they count.

    A maximum that is a share of all may leave the places of those without a grade, and then proves nothing.
    """
    for among in dict.fromkeys(quota.among for quota in quotas):
        yield {
            n: quota
            for n, quota in enumerate(quotas)
            if quota.among == among and not (may_be_out and quota.of == "all" and quota.kind == "at_most")
        }


def _conflicts(quotas: Quotas, top: int) -> list[tuple[int, ...]]:
    """Give the smallest sets of quotas that cannot be met at any size at which no share needs rounding."""
    step = lcm(*(quota.share.denominator for quota in quotas.values() if quota.share is not None))
    if not _impossible(quotas, step, top):
        return []
    # The last one is so large that a head count hardly weighs against a share.
    sizes = [*range(step, max(step, LARGEST) + 1, step), step * _MANY]
    bounds = edges(_limits(quotas, sizes[-1]), sizes[-1], top)
    found = {conflict(bounds, top + 2, n) for n in quotas} - {()}
    return sorted(one for one in found if all(_impossible({n: quotas[n] for n in one}, size, top) for size in sizes))


def _limits(quotas: Quotas, size: int) -> dict[int, tuple[ir.QuotaSpec, int]]:
    return {n: (quota, head_count(quota, size)) for n, quota in quotas.items()}


def _impossible(quotas: Quotas, size: int, top: int) -> bool:
    return bool(negative_circle(edges(_limits(quotas, size), size, top), top + 2))


def _from_size(quotas: Quotas, top: int) -> int | None:
    """Give the size from which no cohort meets the quotas; None where that is beyond what is looked at."""
    met = [size for size in range(1, LARGEST + 1) if not _impossible(quotas, size, top)]
    first = met[-1] + 1 if met else 1
    return first if first <= LARGEST else None


# What is said.


def _finding(quotas: list[ir.QuotaSpec], first: int | None) -> Diagnostic:
    names = [f"`{quota.origin.id}`" for quota in quotas]
    size = (
        Text("", "")
        if first is None or first < 2
        else Text(f" by {first} or more organisations", f"（{first} 个组织起）")
    )
    why = _why(quotas)
    last = quotas[-1]
    return finding(
        SLUG,
        last.origin.place.child(last.kind),
        f"the quotas {', '.join(names[:-1])} and {names[-1]} cannot all be met{size.en}: {why.en}",
        f"比例 {'、'.join(names)} 不能同时满足{size.zh}：{why.zh}",
        help=Text("change a share, or the grades that it is about", "请改正比例，或所指的等次"),
        notes=tuple(_note(quota) for quota in quotas[:-1]),
    )


def _why(quotas: list[ir.QuotaSpec]) -> Text:
    """Say what is wrong with the figures."""
    shares = [quota.share for quota in quotas if quota.share is not None]
    kinds = {quota.kind for quota in quotas}
    if len(kinds) == 1 and len(shares) == len(quotas):
        total = _percent(sum(shares, Fraction(0)))
        if kinds == {"at_least"}:
            return Text(f"the minima add to {total}, expected at most 100%", f"下限合计 {total}，应不超过 100%")
        return Text(
            f"the maxima of all grades add to {total}, expected at least 100%",
            f"各等次的上限合计 {total}，应不少于 100%",
        )
    return Text("the minima ask for more than the maxima allow", "下限所要求的多于上限所允许的")


def _note(quota: ir.QuotaSpec) -> Note:
    text = Text("this quota takes part", "与此比例有关")
    first = next((size for size in range(1, LARGEST + 1) if head_count(quota, size)), None)
    if quota.kind == "at_most" and first is not None and first > 1:
        text = Text(
            f"this quota takes part; with fewer than {first} organisations it leaves no place",
            f"与此比例有关；不足 {first} 个组织时没有名额",
        )
    return Note(text, quota.origin.place.child(quota.kind))


def _percent(share: Fraction) -> str:
    found = exact.finite(share * 100)
    return "?" if found is None else f"{exact.text(*found)}%"
