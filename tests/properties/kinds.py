"""What occurs in a program: operators, and the kinds of facts, lists, rules, checks and quotas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args, get_type_hints

from partygrade import ir
from partygrade.exact import MODES

QUOTA = ("kind", "of", "rounding", "ties", "action")


def every() -> set[str]:
    """Name all that can occur, as the classes of programs say it."""
    operators = {kind.__name__ for kind in get_args(ir.Node)}
    found = operators | {f"event:{name}" for name in operators - {"Aggregate", "Across", "Quota"}}
    found |= {f"{name}:{mode}" for name in ("Round", "Quotient") for mode in MODES}
    found |= {f"{kind.__name__}:{one}" for kind in (ir.Aggregate, ir.Across) for one in _words(kind, "kind")}
    found |= {f"Aggregate:{one}" for one in ("where", "latest", "once", "drop", "nth", "groups", "outer")}
    found |= {f"fact:{kind.__name__}" for kind in get_args(ir.Type)}
    found |= {f"fact:{one}" for one in ("required", "optional", "default", "step", "gap", "words", "key")}
    found |= {f"effect:{one}" for one in _words(ir.Effect, "phase")} | {"soft", "staged", "upper", "judged", "as_of"}
    found |= {f"check:{one}" for one in _words(ir.Check, "otherwise")}
    found |= {f"quota:{kind}:{one}" for kind in ("at_most", "at_least") for name in QUOTA for one in _quota(name, kind)}
    kinds = ("at_most", "at_least")
    found |= {f"quota:{kind}:{one}" for kind in kinds for one in ("share", "head_count", "among", "first", "last")}
    return found | {"quota:at_most:middle", "within", "key:asc", "key:desc", "key:several", "phase after quotas"}


def _words(kind: type, name: str) -> tuple[Any, ...]:
    return get_args(get_type_hints(kind)[name])


def _quota(name: str, kind: str) -> tuple[Any, ...]:
    return (kind,) if name == "kind" else _words(ir.QuotaSpec, name)


def occurring(program: ir.Program) -> set[str]:
    """Name what occurs in a program."""
    return {
        *_nodes(program.nodes), *_facts(program.inputs), *_rules(program), *_cohort(program),
    }  # fmt: skip


def _nodes(nodes: Sequence[ir.Node], place: str = "") -> Iterator[str]:
    for node in nodes:
        yield place + type(node).__name__
        match node:
            case ir.Round() | ir.Quotient():
                yield f"{type(node).__name__}:{node.mode}"
            case ir.Across():
                yield f"Across:{node.kind}"
            case ir.Aggregate(each=each):
                parts = {
                    node.kind: True, "where": each.where is not None, "latest": node.latest, "once": each.once,
                    "drop": node.drop, "nth": each.nth, "groups": any(nth.groups for nth in each.nth),
                    "outer": each.outer,
                }  # fmt: skip
                yield from (f"Aggregate:{name}" for name, there in parts.items() if there)
                yield from _nodes(each.nodes, "event:")


def _facts(inputs: Sequence[ir.Input]) -> Iterator[str]:
    for item in inputs:
        yield f"fact:{type(item.type).__name__}"
        given = "optional" if item.optional else "required" if item.default is None else "default"
        parts = {given: True, "step": item.step > 1, "gap": item.gap, "words": item.words}
        yield from (f"fact:{name}" for name, there in parts.items() if there)
        if isinstance(item.type, ir.Events):
            yield from _facts(item.type.fields)
            if item.type.key:
                yield "fact:key"


def _rules(program: ir.Program) -> Iterator[str]:
    yield from (f"effect:{effect.phase}" for rule in program.rules for effect in rule.effects)
    yield from (f"check:{check.otherwise}" for check in program.checks)
    last = any(isinstance(program.nodes[number], ir.Quota) for _, number in program.phases[-1:])
    parts = {
        "soft": program.overrides is not None, "staged": program.staged, "as_of": program.as_of is not None,
        "upper": any(grade.upper for grade in program.grades), "phase after quotas": program.phases and not last,
        "judged": program.grades and all(grade.condition is None for grade in program.grades),
    }  # fmt: skip
    yield from (name for name, there in parts.items() if there)


def _cohort(program: ir.Program) -> Iterator[str]:
    if program.cohort is None:
        return
    if program.cohort.within:
        yield "within"
    if len(program.cohort.rank_by) > 1:
        yield "key:several"
    yield from ("key:desc" if key.descending else "key:asc" for key in program.cohort.rank_by)
    top = len(program.grades) - 1
    for quota in program.cohort.quotas:
        places = {"first": quota.high == top, "last": quota.low == 0, "among": quota.among is not None}
        places |= {"share": quota.share is not None, "head_count": quota.head_count is not None}
        places["middle"] = quota.low > 0 and quota.high < top
        named = [getattr(quota, name) for name in QUOTA]
        yield from (f"quota:{quota.kind}:{name}" for name in [*named, *(one for one, there in places.items() if there)])
