"""Rows of detailed frames without a frame: what the definition gives, in the columns that a frame has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from batch.organisations import expected, listed, text
from partygrade import CohortGrading, Scheme
from partygrade.batch.outputs import node_columns
from partygrade.batch.rank_keys import key_text
from partygrade.batch.run import keys_before
from partygrade.draw import group
from partygrade.evaluate import evaluate

Rows = list[dict[str, Any]]


def detailed(scheme: Scheme, records: Sequence[Mapping[str, Any]], day: date | None) -> tuple[Rows, Rows]:
    """Grade a cohort on the plain path; give the rows of its frame, and those of the account of its quotas."""
    program = scheme.program
    lists = {item.origin.id for item in program.inputs if listed(item)}
    cohort, rows = scheme.grade_cohort(records, as_of=day), []
    for grading, record, shown in zip(cohort.gradings, records, expected(scheme, records, day), strict=True):
        moves = grading._seat.moves
        values = evaluate(program, grading._facts, moves[-1].after if moves else None, grading._across)
        nodes = {name: values[number] for number, name in node_columns(program).items()}
        before = evaluate(program, grading._facts, None, grading._across)
        nodes |= {name: before[number] for number, name in keys_before(program).items()}
        cells = {name: text(value) for name, value in record.items() if name not in lists}
        held = {"without_overrides": grading.without_overrides} if program.overrides is not None else {}
        rows.append({**cells, **shown, **nodes, **held})
    return rows, _accounts(scheme, cohort)


def _accounts(scheme: Scheme, cohort: CohortGrading) -> Rows:
    cuts: dict[Any, Any] = {}
    program = scheme.program
    for grading in cohort.gradings:
        key = tuple(
            value * (1 if one.descending else -1)
            for one, value in zip(program.cohort.rank_by if program.cohort else (), grading._row[4:], strict=False)
        )
        within = group(program, grading._facts)
        for move in grading._seat.moves:
            found = cuts.setdefault((within, move.quota), {"cut": None, "tied": None})
            found["cut"] = None if move.cut is None else key_text(program, move.cut)
            if move.tied:
                found["tied"] = key_text(program, key)
    ids = [quota.origin.id for quota in program.cohort.quotas] if program.cohort else []
    return [
        {
            **quota["within"],
            **{name: quota[name] for name in ("limit", "base", "before", "after", "met")},
            "quota": quota["id"],
            **cuts.get((tuple(quota["within"].values()), ids.index(quota["id"])), {"cut": None, "tied": None}),
            "hash": scheme.hash,
        }
        for quota in cohort.quotas
    ]
