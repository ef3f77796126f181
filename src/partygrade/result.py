"""The shape of a result in JSON. Scores and points are exact decimal text, such as `"89.5"`.

Ids are those of the scheme file.
"""

from __future__ import annotations

from typing import Literal, TypedDict

Simple = str | int | bool | None
FactValue = Simple | list[str | int] | list[dict[str, str | int | bool | None]]
"""A fact as it was read: a panel is a list of numbers, a list of events one of records."""


class SchemeResult(TypedDict):
    """The scheme that was applied. `hash` identifies its content, the settings of parameters included."""

    id: str
    title: str
    edition: str | None
    hash: str


class NamedValue(TypedDict):
    """A name that stands in a condition, or a field of an event, and its value.

    `?` stands for what is not known, `-` for a score node that does not apply.
    """

    name: str
    label: str
    value: str


class EventResult(TypedDict):
    """What one of the events that count gave to a line: its number in the record, from 1, its fields and its points.

    Of the fields what is not known is left out. `displaced` where another event of its matter gives as much or more,
    so that this one gives 0.
    """

    number: int
    fields: list[NamedValue]
    points: str
    displaced: bool


class LineResult(TypedDict):
    """A deduction (negative) or an addition, with the condition or count it rests on.

    `events` are those that count, where the line is about a list of events. Where the line has a limit, their points
    may come to more than its value.
    """

    id: str
    label: str
    source: str | None
    note: str | None
    value: str
    formula: str
    events: list[EventResult]


class ItemResult(TypedDict):
    """A node of the score tree.

    `full` are its full points, `lost` what is missing to them, null where less is better; `weight` its weight in the
    parent.
    """

    id: str
    label: str
    source: str | None
    note: str | None
    form: str
    parent: str | None
    value: str
    full: str | None
    lost: str | None
    weight: str | None
    applies: bool
    lines: list[LineResult]


class PhaseResult(TypedDict):
    """The grade after a phase, and the rules that fired in it."""

    phase: Literal["band", "raise_by", "at_least", "at_most", "lower_by", "grade", "quotas"]
    grade: str
    rules: list[str]


class EffectResult(TypedDict):
    """What a rule does in a phase: a grade id, a number of grades, or the reason why there is no grade."""

    phase: Literal["raise_by", "at_least", "at_most", "lower_by", "grade", "not_graded"]
    value: str


class OverrideResult(TypedDict):
    """An override of a soft rule: who decided it, why and when."""

    authority: str
    reason: str
    date: str


class RuleResult(TypedDict):
    """A rule, and whether it fired. A soft rule that an override took out has not fired; `override` says who did."""

    id: str
    label: str
    source: str | None
    note: str | None
    fired: bool
    when: str
    values: list[NamedValue]
    effects: list[EffectResult]
    soft: bool
    override: OverrideResult | None


class CheckResult(TypedDict):
    """A check, and whether it holds."""

    id: str
    label: str
    source: str | None
    note: str | None
    holds: bool
    otherwise: Literal["warning", "invalid"]
    require: str
    values: list[NamedValue]


class MoveResult(TypedDict):
    """A quota that moved the organisation: from which grade to which, the head counts, the cut-off and the tie."""

    quota: str
    label: str
    source: str | None
    before: str
    after: str
    kind: Literal["at_most", "at_least"]
    limit: int
    base: int
    cut_off: list[str]
    tied: bool


class ObstacleResult(TypedDict):
    """What keeps the organisation from the next grade up.

    `score`: the bound that is not reached, with what is missing, and in `values` the figure that it bounds where that
    is another than the score; `condition`: a condition that does not hold, with the values of its names; `decision`:
    the grade that was given; `rule`, `quota`: the id of what stands in the way. On a staged ladder the bound or the
    condition may be that of a grade below, whose id it then has.
    """

    kind: Literal["score", "condition", "decision", "rule", "quota"]
    id: str
    label: str
    source: str | None
    needed: str | None
    value: str | None
    short: str | None
    values: list[NamedValue]


class NextGradeResult(TypedDict):
    """The next grade up, and what stands in its way."""

    grade: str
    label: str
    obstacles: list[ObstacleResult]


class ReadingResult(TypedDict):
    """A parameter that the result rests on.

    `status` says where its figure comes from; `others` are the other readings, each with why.
    """

    id: str
    label: str
    source: str | None
    note: str | None
    value: str
    default: str
    status: Literal["stated", "read", "assumed", "derived"]
    why: str | None
    set_by_caller: bool
    others: dict[str, str]


class DerivedResult(TypedDict):
    """A figure or condition that the scheme works out from facts; numbers as exact text."""

    id: str
    label: str
    source: str | None
    note: str | None
    value: str | bool


class StepResult(TypedDict):
    """A step of the procedure. `done` says when, or whether it was; null where no day is known."""

    id: str
    label: str
    source: str | None
    note: str | None
    by: str | None
    yields: str | None
    done: str | bool | None
    failed_checks: list[str]


class TargetResult(TypedDict):
    """A target from one year to the next that the organisation comes under: the least grade, and whether it has it."""

    id: str
    label: str
    source: str | None
    reach: str
    met: bool


Movement = Literal["raised", "kept", "fell", "new", "out"]


class CycleResult(TypedDict):
    """Last year's grade and this year's: raised, kept or fell; new without a grade last year, out without one now."""

    previous: str | None
    movement: Movement
    targets: list[TargetResult]


class TargetAccount(TypedDict):
    """How a target came out in a cohort: how many come under it, how many have to meet it, how many do."""

    id: str
    label: str
    source: str | None
    grades: list[str]
    reach: str
    share: str
    due: int
    needed: int
    reached: int
    met: bool


class MovementResult(TypedDict):
    """From one year to the next in a cohort.

    `matrix` counts by last year's grade and then by this year's; `new` and `out` stand for no grade.
    """

    matrix: dict[str, dict[str, int]]
    raised: int
    kept: int
    fell: int
    targets: list[TargetAccount]


class DrawResult(TypedDict):
    """A spot check of one grade in one group of the cohort: how many there are, and which were picked."""

    id: str
    label: str
    source: str | None
    within: dict[str, str]
    grade: str
    of: int
    picked: list[str]


class FollowUpResult(TypedDict):
    """What the final grade, or a condition, leads to."""

    label: str
    source: str | None


class Result(TypedDict):
    """The grading of one organisation.

    `grade` is final, `own_grade` without quotas, `without_overrides` the own grade had no soft rule been overridden.
    All are null where the scheme has no grades, or where `reasons` say why there is none. `place` is the rank in the
    cohort, from 1; `as_of` the day as of which was graded.
    """

    partygrade: Literal[1]
    scheme: SchemeResult
    id: str | None
    name: str | None
    as_of: str | None
    score: str | None
    full: str | None
    band: str | None
    own_grade: str | None
    without_overrides: str | None
    grade: str | None
    grade_label: str | None
    place: int | None
    reasons: list[str]
    phases: list[PhaseResult]
    items: list[ItemResult]
    rules: list[RuleResult]
    checks: list[CheckResult]
    moves: list[MoveResult]
    next_grade: NextGradeResult | None
    readings: list[ReadingResult]
    follow_up: list[FollowUpResult]
    derived: list[DerivedResult]
    procedure: list[StepResult]
    cycle: CycleResult | None
    facts: dict[str, FactValue]


class QuotaResult(TypedDict):
    """How a quota came out in one cohort.

    `within` are the values that the cohort shares. `among` is the condition for being counted, null where everybody
    is. `open` lists ties that were left open.
    """

    id: str
    label: str
    source: str | None
    within: dict[str, str]
    grades: list[str]
    kind: Literal["at_most", "at_least"]
    share: str | None
    of: Literal["graded", "all"]
    among: str | None
    limit: int
    base: int
    before: int
    after: int
    met: bool
    action: Literal["enforce", "report"]
    ties: Literal["out", "in", "report"]
    open: list[str]
    problem: Literal["no_place", "ties", "too_few", "impossible", "other_quota", "report_only"] | None
    conflict: list[str]


class FaultResult(TypedDict):
    """A fault of a record: its row from 0, the organisation, the fact, and what is wrong in both languages."""

    row: int
    id: str | None
    name: str | None
    fact: str | None
    label: str | None
    code: str
    en: str
    zh: str


class CohortResult(TypedDict):
    """The gradings of a cohort, in the order of the input; rows with faults stand in `faults` only."""

    partygrade: Literal[1]
    scheme: SchemeResult
    gradings: list[Result]
    quotas: list[QuotaResult]
    movement: MovementResult | None
    faults: list[FaultResult]
