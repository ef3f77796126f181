"""Records to the gradings of a cohort: read, compared with one another, ranked, and moved by quotas.

Complains of: every fault of every record, and ids that stand there already.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from partygrade import ir
from partygrade.across import across
from partygrade.cohort import Key, Member, share_out
from partygrade.diagnostics import Diagnostic, Text
from partygrade.draw import group
from partygrade.engine import Engine, Started
from partygrade.errors import FactsError
from partygrade.grading import CohortGrading, Grading, RowFault, Seat


def _text(name: object) -> str | None:
    return name if name is None or isinstance(name, str) else str(name)


def read_all(engine: Engine, records: Iterable[object], as_of: date | None) -> tuple[list[Grading], list[RowFault]]:
    """Read records and work out their rows; give the gradings, and the records with faults."""
    gradings: list[Grading] = []
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    for number, record in enumerate(records):
        started: Started | None = None
        wrong: tuple[Diagnostic, ...] = ()
        try:
            started = engine.start(record, as_of)
        except FactsError as error:
            wrong = error.diagnostics
        key, name = map(_text, started[2:] if started else engine.names(record))
        if key is not None and seen.setdefault(key, number) != number:
            wrong = (*wrong, _repeated(key, seen[key]))
        if started is None or wrong:
            faults.append(RowFault(number, key, name, wrong))
            continue
        grading = Grading(engine, started[0], started[1], key, name)
        grading._seat = Seat(number)
        gradings.append(grading)
    return gradings, faults


def _repeated(key: str, first: int) -> Diagnostic:
    text = Text(f"the id `{key}` is already that of row {first + 1}", f"编号 `{key}` 与第 {first + 1} 行重复")
    return Diagnostic("repeated-id", text, fact="id", label="编号")


def compare(engine: Engine, gradings: list[Grading]) -> None:
    """Work out what depends on the whole cohort."""
    if not engine.across:
        return
    passes = list(engine.passes())
    for members in _groups(engine.program, gradings).values():
        found = across(passes, [grading._facts for grading in members])
        for grading, values in zip(members, found, strict=True):
            grading._across = values
            grading._row = engine.row(grading._facts, None, values)


def _groups(program: ir.Program, gradings: list[Grading]) -> dict[tuple[str, ...], list[Grading]]:
    """Split gradings into the cohorts that have values of their own."""
    out: dict[tuple[str, ...], list[Grading]] = {}
    for grading in gradings:
        out.setdefault(group(program, grading._facts), []).append(grading)
    return out


def _member(grading: Grading, signs: list[int], quotas: tuple[ir.QuotaSpec, ...]) -> Member:
    row, end = grading._row, 4 + len(signs)
    key: Key = tuple(sign * value for sign, value in zip(signs, row[4:end], strict=True))
    flags = iter(row[end:])
    among = tuple(quota.among is None or bool(next(flags)) for quota in quotas)
    # Without a ladder everyone counts alike, and only the ranking matters.
    grade = row[3] if grading._engine.ladder else 0
    return Member(grading.row, key, None if row[2] else grade, among)


def seated(engine: Engine, gradings: list[Grading], faults: list[RowFault]) -> CohortGrading:
    """Rank the organisations and apply the quotas, each group of `within` by itself."""
    cohort = engine.program.cohort
    rows = {grading.row: grading for grading in gradings}
    if cohort is None:
        return CohortGrading(engine, tuple(gradings), tuple(faults), (), rows)
    signs = [1 if key.descending else -1 for key in cohort.rank_by]
    choosy = cohort.quotas if any(quota.among is not None for quota in cohort.quotas) else ()
    accounts = []
    for within, together in sorted(_groups(engine.program, gradings).items()):
        members = [_member(grading, signs, choosy) for grading in together]
        shared = share_out(cohort, members, max(len(engine.ladder) - 1, 0))
        accounts.append((within, shared.accounts))
        for grading in together:
            position = grading.row
            moves = shared.moves.get(position, ())
            rank = engine.final(grading._facts, shared.grades[position], grading._across) if moves else None
            # Without a key nobody stands before anybody, and there are no places.
            place = shared.places.get(position) if cohort.rank_by else None
            grading._seat = Seat(position, place, moves, rank)
    return CohortGrading(engine, tuple(gradings), tuple(faults), tuple(accounts), rows)
