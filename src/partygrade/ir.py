"""The compiled scheme: one flat list of typed operators over integers, and what the nodes mean to people.

A node refers to the nodes before it by number, so that every fold is one pass from the front. A number is held in
units of 10 to the minus `scale`; a flag is a bool; a word is its place in the options; a day is its ordinal; a grade
is its rank, 0 the worst.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal as Word

from partygrade.exact import Mode
from partygrade.source import ROOT, Place

POINTS = "分"
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Number:
    """A number between `low` and `high`, in units of 10 to the minus `scale`; `unit` is None for a plain figure."""

    scale: int
    low: int
    high: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options; compared by place only where `ordered`. The `name` is for messages."""

    options: tuple[str, ...]
    ordered: bool = False
    name: str = field(default="", compare=False)

    def __hash__(self) -> int:
        # Types are hashed with every node, and a list may be long.
        return hash((self.options[:1], len(self.options)))


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day between two ordinals."""

    low: int = 1
    high: int = 3652059


@dataclass(frozen=True, slots=True)
class Rank:
    """A grade of a ladder, worst first. The `name` is for messages."""

    ladder: tuple[str, ...]
    name: str = field(default="", compare=False)

    def __hash__(self) -> int:
        return hash((self.ladder[:1], len(self.ladder)))


@dataclass(frozen=True, slots=True)
class Label:
    """A text that only `within` and `once_per` use; it takes part in no formula."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The scores of several assessors, `least` to `most` of them; it is held as a list of events with one field."""

    member: Number
    step: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Events:
    """A list of small records, at most `most`; no two agree in every field of the `key`.

    `children` says that `grade_tree` fills it from the gradings of the organisations below.
    """

    fields: tuple[Input, ...]
    most: int
    key: tuple[int, ...] = ()
    children: bool = False

    def __hash__(self) -> int:
        return hash((len(self.fields), self.most, self.key))


Type = Number | Flag | Choice | Day | Rank | Label | Panel | Events


@dataclass(frozen=True, slots=True)
class Literal:
    """The value."""

    value: int
    type: Type


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of input `index`; `absent` where an optional fact is unknown."""

    index: int
    absent: int | None
    type: Type


@dataclass(frozen=True, slots=True)
class Known:
    """Is input `index` known?"""

    index: int
    type: Type = Flag()


@dataclass(frozen=True, slots=True)
class Add:
    """The sum of the operands."""

    operands: tuple[int, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Scale:
    """The operand times a whole number."""

    operand: int
    factor: int
    type: Type


@dataclass(frozen=True, slots=True)
class Multiply:
    """The product of two operands."""

    left: int
    right: int
    type: Type


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least operand."""

    operands: tuple[int, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Maximum:
    """The greatest operand."""

    operands: tuple[int, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Round:
    """The operand divided by a positive constant, rounded to a whole number."""

    operand: int
    divisor: int
    mode: Mode
    type: Type


@dataclass(frozen=True, slots=True)
class Quotient:
    """The numerator divided by the denominator, rounded to a whole number; `empty` where that is 0."""

    numerator: int
    denominator: int
    mode: Mode
    empty: int
    type: Type


@dataclass(frozen=True, slots=True)
class Less:
    """Left < right."""

    left: int
    right: int
    type: Type = Flag()


@dataclass(frozen=True, slots=True)
class LessEqual:
    """Left <= right."""

    left: int
    right: int
    type: Type = Flag()


@dataclass(frozen=True, slots=True)
class Equal:
    """Left == right."""

    left: int
    right: int
    type: Type = Flag()


@dataclass(frozen=True, slots=True)
class And:
    """All operands hold."""

    operands: tuple[int, ...]
    type: Type = Flag()


@dataclass(frozen=True, slots=True)
class Or:
    """An operand holds."""

    operands: tuple[int, ...]
    type: Type = Flag()


@dataclass(frozen=True, slots=True)
class Not:
    """The operand does not hold."""

    operand: int
    type: Type = Flag()


@dataclass(frozen=True, slots=True)
class If:
    """`then` where the condition holds, else `otherwise`."""

    condition: int
    then: int
    otherwise: int
    type: Type


@dataclass(frozen=True, slots=True)
class Months:
    """The largest whole number n such that the day `early` plus n months is not after `late`; negative where it is.

    A day that the month lacks becomes its last: 31 January plus one month is 28 or 29 February.
    """

    early: int
    late: int
    type: Type


@dataclass(frozen=True, slots=True)
class Later:
    """The day so many `months` and `days` later, at the latest the last day of the calendar.

    First the months: a day that the month lacks becomes its last.
    """

    operand: int
    months: int
    days: int
    type: Type


@dataclass(frozen=True, slots=True)
class Year:
    """The calendar year of a day."""

    operand: int
    type: Type


@dataclass(frozen=True, slots=True)
class Nth:
    """The place of an event, from 1, among those that agree in `groups`: by `by`, the lowest first, then as given."""

    groups: tuple[int, ...]
    by: int | None


@dataclass(frozen=True, slots=True)
class Each:
    """What is worked out for one event, by nodes of its own.

    Their inputs are as many `fields`, then the values of the organisation's nodes `outer`, then the places `nth`.
    `where` tells whether the event counts, `by` orders, and `once` are what events of one matter agree in.
    """

    nodes: tuple[Node, ...]
    fields: int
    outer: tuple[int, ...]
    nth: tuple[Nth, ...]
    where: int | None
    value: int
    by: int | None
    once: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What the values of the events of input `index` come to; `empty` where no value is left.

    In this order: the events that count, the `latest` of them, the greatest value of each matter, all but the `drop`
    greatest and the `drop` least values. A median is held with one more decimal than its values.
    """

    index: int
    kind: Word["sum", "least", "greatest", "median"]
    each: Each
    latest: int | None
    drop: int
    empty: int
    type: Type


@dataclass(frozen=True, slots=True)
class Across:
    """What the organisations of the cohort for which `where` holds come to; number `index` of such nodes.

    `rank`: 1 and how many have a greater `operand`; `count`: how many there are; else of the operand, and `empty`
    where there are none.
    """

    index: int
    kind: Word["rank", "count", "sum", "least", "greatest"]
    operand: int
    where: int
    empty: int
    type: Type


@dataclass(frozen=True, slots=True)
class Quota:
    """The grade that the quotas of the cohort give; the operand where no quota moves the organisation."""

    operand: int
    type: Type


Node = (
    Literal
    | Fact
    | Known
    | Add
    | Scale
    | Multiply
    | Minimum
    | Maximum
    | Round
    | Quotient
    | Less
    | LessEqual
    | Equal
    | And
    | Or
    | Not
    | If
    | Months
    | Later
    | Year
    | Aggregate
    | Across
    | Quota
)


def operands(node: Node) -> tuple[int, ...]:
    """Give the numbers of the nodes that a node refers to."""
    match node:
        case Literal() | Fact() | Known():
            return ()
        case Add() | Minimum() | Maximum() | And() | Or():
            return node.operands
        case Scale() | Round() | Not() | Later() | Year() | Quota():
            return (node.operand,)
        case Multiply() | Less() | LessEqual() | Equal():
            return (node.left, node.right)
        case Quotient():
            return (node.numerator, node.denominator, node.empty)
        case If():
            return (node.condition, node.then, node.otherwise)
        case Months():
            return (node.early, node.late)
        case Aggregate():
            return (*node.each.outer, node.empty)
        case Across():
            return (node.operand, node.where, node.empty)


@dataclass(frozen=True, slots=True)
class Origin:
    """What every element may carry: the names people use, and the clause."""

    id: str
    label: str
    source: str | None = None
    note: str | None = None
    place: Place = field(default=ROOT, compare=False)


@dataclass(frozen=True, slots=True)
class Input:
    """One column of a record.

    `step` counts in units of the type's scale. `gap` is the least value other than 0, for a discretionary amount.
    `default` is the value where none is given; without one, and unless `optional`, the column is required.
    `words` maps further spellings to options, such as the labels of a choice.
    """

    origin: Origin
    type: Type
    step: int = 1
    gap: int = 0
    default: int | str | None = None
    optional: bool = False
    better: Word["up", "down"] | None = None
    actionable: bool = False
    words: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One deduction or addition; `value` is its points, negative for a deduction.

    `counted` is the aggregate that adds up the points of events, where it is a list of events that is counted.
    """

    origin: Origin
    value: int
    formula: str
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A node of the score tree.

    `full` is its full points; `weight` its weight in the parent; `applies` None where it always does.
    """

    origin: Origin
    form: str
    value: int
    full: Fraction | None
    applies: int | None = None
    weight: Fraction | None = None
    children: tuple[Item, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A step of a lookup or an entry of a table: it counts where all of `needs` hold and none of `unless` does."""

    place: Place
    needs: tuple[int, ...]
    unless: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of the ladder.

    `rank` 0 is the worst. `bound` is the node of its bound, a lower one, or with `upper` an upper one; `strict` where
    the bound itself is outside. `when` is the text of its own condition, and `holds` its node. `condition` is all it
    needs, None for the last.
    """

    origin: Origin
    rank: int
    aliases: tuple[str, ...] = ()
    bound: int | None = None
    strict: bool = False
    condition: int | None = None
    when: str | None = None
    upper: bool = False
    holds: int | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure or condition that is worked out from facts and has a name."""

    origin: Origin
    value: int


Phase = Word["raise_by", "at_least", "at_most", "lower_by", "grade", "quotas"]
PHASES: tuple[Phase, ...] = ("raise_by", "at_least", "at_most", "lower_by", "grade", "quotas")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does in a phase: a rank or a number of grades (a node), or the reason why there is no grade."""

    phase: Word["raise_by", "at_least", "at_most", "lower_by", "grade", "not_graded"]
    amount: int = -1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on the grade.

    A `soft` one yields to an override: `holds` is its own condition, `condition` that and no override.
    """

    origin: Origin
    condition: int
    when: str
    effects: tuple[Effect, ...]
    soft: bool = False
    holds: int = -1


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold for a grading to be valid."""

    origin: Origin
    holds: int
    require: str
    otherwise: Word["warning", "invalid"]


@dataclass(frozen=True, slots=True)
class RankKey:
    """One key of the ranking: a node, its text, and whether the greatest comes first."""

    value: int
    text: str
    descending: bool


Ties = Word["out", "in", "report"]


@dataclass(frozen=True, slots=True)
class QuotaSpec:
    """A quota over the grades from rank `low` to rank `high`.

    `share` is a fraction of the base, or None where `head_count` is given. `among` is the condition for being counted,
    None where everybody is; `among_text` is its text.
    """

    origin: Origin
    kind: Word["at_most", "at_least"]
    low: int
    high: int
    share: Fraction | None
    head_count: int | None
    of: Word["graded", "all"]
    rounding: Word["down", "up", "half_up"]
    ties: Ties
    action: Word["enforce", "report"]
    among: int | None = None
    among_text: str | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Ranking and quotas; `within` lists inputs."""

    within: tuple[int, ...]
    rank_by: tuple[RankKey, ...]
    quotas: tuple[QuotaSpec, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named figure, its origin, and the readings that the document allows, the one in force first.

    `status` is `stated`, `read`, `assumed` or `derived` (a formula of others); `set_by_caller` where its value is
    neither the file's nor one of the readings.
    """

    origin: Origin
    value: str
    default: str
    status: Word["stated", "read", "assumed", "derived"]
    why: str | None
    readings: tuple[tuple[str, str], ...] = ()
    set_by_caller: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one of the grades `ranks` leads to where the condition holds.

    Without `ranks` it follows whatever the grade is, also where there is none; without `condition` always.
    """

    ranks: tuple[int, ...] | None
    label: str
    source: str | None
    condition: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the procedure: who does it and what it yields.

    `done` is the input that says whether or when, `checks` the ids of the checks that the step makes.
    """

    origin: Origin
    by: str | None
    yields: str | None
    done: int
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A target from one year to the next: of those at `ranks` last year, `share` reach at least rank `reach` now."""

    origin: Origin
    ranks: tuple[int, ...]
    reach: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Cycle:
    """From one year to the next; `previous` is the input that holds last year's grade."""

    previous: int
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """A spot check: at least `share` of the organisations of each of the ranks, and at least `least`."""

    origin: Origin
    ranks: tuple[int, ...]
    share: Fraction
    least: int = 0


@dataclass(frozen=True, slots=True)
class Program:
    """A checked scheme: the nodes, the record that they read, and what they mean.

    `as_of` is the input of the day as of which is graded, `overrides` that of the overrides of soft rules; neither
    exists where the scheme does not need it. With `staged` a grade needs the conditions of every grade below it too.
    """

    nodes: tuple[Node, ...]
    inputs: tuple[Input, ...]
    score: Item | None = None
    grades: tuple[Grade, ...] = ()
    band_on: int | None = None
    band: int | None = None
    phases: tuple[tuple[Phase, int], ...] = ()
    own_grade: int | None = None
    before_quotas: int | None = None
    excluded: int | None = None
    rules: tuple[Rule, ...] = ()
    checks: tuple[Check, ...] = ()
    cohort: Cohort | None = None
    parameters: tuple[Parameter, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    derived: tuple[Derived, ...] = ()
    procedure: tuple[Step, ...] = ()
    cycle: Cycle | None = None
    draws: tuple[Draw, ...] = ()
    as_of: int | None = None
    overrides: int | None = None
    staged: bool = False
    branches: tuple[Branch, ...] = ()

    def items(self) -> tuple[Item, ...]:
        """List the nodes of the score tree, parents first."""
        out: list[Item] = []
        stack = [self.score] if self.score else []
        while stack:
            item = stack.pop()
            out.append(item)
            stack.extend(reversed(item.children))
        return tuple(out)
