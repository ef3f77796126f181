"""The results that callers hold: the grading of one organisation, and that of a cohort."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from partygrade import exact, ir
from partygrade.account import account, brief, reading, rests_on, scheme_result
from partygrade.cohort import Account, Move
from partygrade.cycle import movement, previous
from partygrade.diagnostics import Diagnostic, Lang
from partygrade.draw import Ball, draw, group
from partygrade.engine import Engine, Row
from partygrade.explain import explain, reasons
from partygrade.explain_cohort import explain_cohort
from partygrade.facts import Facts
from partygrade.result import (
    CohortResult,
    CycleResult,
    DrawResult,
    FactValue,
    FaultResult,
    MovementResult,
    QuotaResult,
    ReadingResult,
    Result,
)
from partygrade.trace import Case


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a grading stands in its cohort.

    Its row, its place in the ranking, the moves by quotas and the rank after them.
    """

    row: int = 0
    place: int | None = None
    moves: tuple[Move, ...] = ()
    rank: int | None = None


_ALONE = Seat()


class Grading:
    """The grading of one organisation. What is not asked for is not worked out."""

    __slots__ = ("_account", "_across", "_engine", "_facts", "_id", "_name", "_row", "_seat")

    def __init__(self, engine: Engine, facts: Facts, row: Row, id: object = None, name: object = None) -> None:
        self._engine = engine
        self._facts = facts
        self._row = row
        self._seat = _ALONE
        self._account: Result | None = None
        self._across: tuple[int, ...] = ()
        self._id = id
        self._name = name

    @property
    def id(self) -> str | None:
        """The organisation's id, as text, if the record has one."""
        return None if self._id is None else str(self._id)

    @property
    def name(self) -> str | None:
        """The organisation's name, if the record has one."""
        return None if self._name is None else str(self._name)

    @property
    def row(self) -> int:
        """The number of the record in the input, from 0."""
        return self._seat.row

    @property
    def place(self) -> int | None:
        """The place in the ranking of its cohort, from 1, if it was graded in one."""
        return self._seat.place

    def _own_rank(self) -> int | None:
        return self._row[1] if self._engine.ladder and not self._row[2] else None

    def _rank(self) -> int | None:
        return self._seat.rank if self._seat.moves else self._own_rank()

    @property
    def score(self) -> Decimal | None:
        """The score, exactly; None where the scheme has none."""
        return self._engine.score(self._row[0])

    @property
    def own_grade(self) -> str | None:
        """The id of the grade without quotas; None where there is none."""
        ladder, row = self._engine.ladder, self._row
        return ladder[row[1]] if ladder and not row[2] else None

    @property
    def grade(self) -> str | None:
        """The id of the final grade; None where there is none."""
        rank = self._rank()
        return None if rank is None else self._engine.ladder[rank]

    @property
    def grade_label(self) -> str | None:
        """What people call the final grade."""
        rank = self._rank()
        return None if rank is None else self._engine.program.grades[-1 - rank].origin.label

    @property
    def band(self) -> str | None:
        """The id of the grade by band, before any rule."""
        return self.to_dict()["band"]

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """The facts as they were read; decimals as exact text."""
        return self.to_dict()["facts"]

    @property
    def derived(self) -> Mapping[str, str | bool]:
        """The derived figures, by id; numbers as exact text."""
        return {found["id"]: found["value"] for found in self.to_dict()["derived"]}

    @property
    def without_overrides(self) -> str | None:
        """The id of the own grade had no soft rule been overridden; None where there would be none."""
        return self.to_dict()["without_overrides"]

    @property
    def cycle(self) -> CycleResult | None:
        """Last year's grade, the movement from it and the targets; None where the scheme does not ask for it."""
        return self.to_dict()["cycle"]

    @property
    def nodes(self) -> Mapping[str, Decimal]:
        """The value of every score node and line, by id."""
        items = self.to_dict()["items"]
        found = {item["id"]: Decimal(item["value"]) for item in items}
        return found | {line["id"]: Decimal(line["value"]) for item in items for line in item["lines"]}

    @property
    def fired(self) -> tuple[str, ...]:
        """The ids of the rules that fired."""
        return tuple(rule["id"] for rule in self.to_dict()["rules"] if rule["fired"])

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """The ids of the checks that do not hold."""
        return tuple(check["id"] for check in self.to_dict()["checks"] if not check["holds"])

    @property
    def readings(self) -> tuple[ReadingResult, ...]:
        """The readings and assumptions that the result rests on."""
        return tuple(r for r in self.to_dict()["readings"] if rests_on(r))

    def _case(self) -> Case:
        seat = self._seat
        own, final = self._own_rank(), self._rank()
        held, values = self._rank_without_overrides(), self._traced()
        return Case(self._engine, self._facts, values, self.id, self.name, own, final, seat.place, seat.moves, held)

    def _traced(self) -> Sequence[int]:
        """Give the value of every node, after the quotas."""
        moves = self._seat.moves
        return self._engine.trace(self._facts, moves[-1].after if moves else None, self._across)

    def _rank_without_overrides(self) -> int | None:
        index = self._engine.program.overrides
        if index is None or not self._facts[index]:
            return self._own_rank()
        row = self._engine.row((*self._facts[:index], (), *self._facts[index + 1 :]), None, self._across)
        return row[1] if self._engine.ladder and not row[2] else None

    def to_dict(self) -> Result:
        """Give the whole account as plain data; its JSON Schema is printed by `partygrade schema --result`."""
        if self._account is None:
            self._account = account(self._case())
        return self._account

    def to_json(self, indent: int | None = None) -> str:
        """Give the whole account as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def explain(self, lang: Lang = "zh") -> str:
        """Give the whole account as readable text, with the clause of every step."""
        return explain(self.to_dict(), self._engine, lang)

    def reasons(self, lang: Lang = "zh") -> list[str]:
        """List in short why the grade is what it is: rules, checks and quotas, with their clauses."""
        return reasons(brief(self._case()), self._engine, lang)

    def __repr__(self) -> str:
        name = self.id or self.name or f"row {self.row}"
        return f"<Grading {name}: score={self.score}, own_grade={self.own_grade}, grade={self.grade}>"


@dataclass(frozen=True, slots=True)
class Change:
    """How an organisation comes out under another reading: score and final grade, before and after."""

    row: int
    id: str | None
    name: str | None
    score: tuple[Decimal | None, Decimal | None]
    grade: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class ReadingEffect:
    """What another reading of one parameter would change; `why` says what the reading means."""

    parameter: str
    label: str
    source: str | None
    value: str
    why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RowFault:
    """A record that could not be graded: its number from 0, its organisation, and every fault."""

    row: int
    id: str | None
    name: str | None
    diagnostics: tuple[Diagnostic, ...]


class CohortGrading:
    """The gradings of a cohort, in the order of the input; rows with faults stand in `faults` instead."""

    def __init__(
        self,
        engine: Engine,
        gradings: tuple[Grading, ...],
        faults: tuple[RowFault, ...],
        accounts: tuple[tuple[tuple[str, ...], tuple[Account, ...]], ...],
        rows: Mapping[int, Grading],
    ) -> None:
        self._engine = engine
        self._accounts = accounts
        self._rows = rows
        self.gradings = gradings
        self.faults = faults

    @cached_property
    def quotas(self) -> tuple[QuotaResult, ...]:
        """How each quota came out in each cohort."""
        cohort = self._engine.program.cohort
        if cohort is None:
            return ()
        return tuple(self._quota(cohort, within, found) for within, accounts in self._accounts for found in accounts)

    def _quota(self, cohort: ir.Cohort, within: tuple[str, ...], found: Account) -> QuotaResult:
        quota = cohort.quotas[found.quota]
        names = [self._engine.program.inputs[n].origin.id for n in cohort.within]
        share = None if quota.share is None else exact.finite(quota.share * 100)
        return QuotaResult(
            id=quota.origin.id,
            label=quota.origin.label,
            source=quota.origin.source,
            within=dict(zip(names, within, strict=True)),
            grades=[self._engine.ladder[rank] for rank in range(quota.high, quota.low - 1, -1)],
            kind=quota.kind,
            share=None if share is None else f"{exact.text(*share)}%",
            of=quota.of,
            among=quota.among_text,
            limit=found.limit,
            base=found.base,
            before=found.before,
            after=found.after,
            met=found.met,
            action=quota.action,
            ties=quota.ties,
            open=sorted(self._called(position) for position in found.open),
            problem=found.problem,
            conflict=[cohort.quotas[n].origin.id for n in found.conflict],
        )

    def _called(self, row: int) -> str:
        grading = self._rows[row]
        return grading.id or grading.name or str(row + 1)

    @cached_property
    def movement(self) -> MovementResult | None:
        """How many went from each of last year's grades to each; None where the scheme has no `cycle`."""
        program = self._engine.program
        if program.cycle is None:
            return None
        return movement(program, [(previous(program, g._facts), g._rank()) for g in self.gradings])

    def draw(self, seed: str) -> tuple[DrawResult, ...]:
        """Pick the spot checks of the scheme: the same for the same seed, in whatever order the records stand."""
        program = self._engine.program
        balls = [
            Ball(self._called(grading.row), group(program, grading._facts), rank)
            for grading in self.gradings
            if (rank := grading._rank()) is not None
        ]
        return draw(program, self._engine.header.scheme, seed, balls)

    @property
    def readings(self) -> tuple[ReadingResult, ...]:
        """The readings and assumptions that the results rest on."""
        found = (reading(parameter) for parameter in self._engine.program.parameters)
        return tuple(r for r in found if rests_on(r))

    def to_dict(self) -> CohortResult:
        """Give everything as plain data."""
        return CohortResult(
            partygrade=1,
            scheme=scheme_result(self._engine),
            gradings=[grading.to_dict() for grading in self.gradings],
            quotas=list(self.quotas),
            movement=self.movement,
            faults=[_fault(fault, d) for fault in self.faults for d in fault.diagnostics],
        )

    def to_json(self, indent: int | None = None) -> str:
        """Give everything as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def explain(self, lang: Lang = "zh") -> str:
        """Give the quota account, the movement and the targets as readable text."""
        counts = (len(self.gradings), len(self.faults))
        return explain_cohort(self.quotas, self.movement, self._engine, counts, lang)

    def __len__(self) -> int:
        return len(self.gradings)


def _fault(fault: RowFault, diagnostic: Diagnostic) -> FaultResult:
    return FaultResult(
        row=fault.row,
        id=fault.id,
        name=fault.name,
        fact=diagnostic.fact,
        label=diagnostic.label,
        code=diagnostic.code,
        en=diagnostic.message("en"),
        zh=diagnostic.message("zh"),
    )
