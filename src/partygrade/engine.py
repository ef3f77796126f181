"""A program made ready to run: the reader of its records and its generated functions, each made when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from partygrade import exact, ir
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError
from partygrade.facts import Facts, Record, check, reading
from partygrade.generate import Run, body, define, generate


@dataclass(frozen=True, slots=True)
class Header:
    """What a result says about its scheme. `hash` is of the content, the settings of parameters included."""

    scheme: str
    title: str
    edition: str | None
    hash: str


_KEPT = 16_384
"""Scores that are kept as decimals; most schemes have fewer."""

Named = ir.Item | ir.Parameter | ir.Derived | int
Row = tuple[int, ...]
Started = tuple[Facts, Row, object, object]
"""Facts and row of an organisation, and its id and name as the record has them."""


class Engine:
    """Reads and grades records for one program. It holds no state but caches, and may be shared among threads."""

    def __init__(self, program: ir.Program, header: Header) -> None:
        self.program = program
        self.header = header
        kind = program.nodes[program.score.value].type if program.score else None
        self.scale = kind.scale if isinstance(kind, ir.Number) else 0
        self._scores: dict[int, Decimal] = {}
        self.ladder = tuple(grade.origin.id for grade in reversed(program.grades))

    @cached_property
    def row_nodes(self) -> tuple[int, ...]:
        """The nodes that `row` gives.

        Score, own grade, is there no grade, the grade that quotas look at, the rank keys, and for each quota that does
        not count everybody the condition for being counted.
        """
        program = self.program
        score = program.score.value if program.score else None
        cohort = program.cohort
        keys = [key.value for key in cohort.rank_by] if cohort else []
        among = [quota.among for quota in cohort.quotas if quota.among is not None] if cohort else []
        found = (score, program.own_grade, program.excluded, program.before_quotas, *keys, *among)
        return tuple(0 if node is None else node for node in found)

    @cached_property
    def named(self) -> dict[str, Named]:
        """What the names of conditions mean: a score node, a figure, the number of an input, or -1 for the band."""
        program = self.program
        found: dict[str, Named] = {} if program.band is None else {"band": -1}
        found |= {p.origin.id: p for p in program.parameters if p.value[:1] in "+-0123456789"}
        found |= {item.origin.id: number for number, item in enumerate(program.inputs)}
        found |= {one.origin.id: one for one in program.derived}
        return found | {item.origin.id: item for item in program.items()}

    @cached_property
    def lines(self) -> tuple[ir.Line, ...]:
        """Every deduction and addition, in the order of the tree."""
        return tuple(line for item in self.program.items() for line in item.lines)

    @cached_property
    def row(self) -> Run:
        """The function of the row stage: the values of `row_nodes`."""
        return generate(self.program, self.row_nodes)

    @cached_property
    def trace(self) -> Run:
        """The function that gives the value of every node."""
        return generate(self.program)

    def score(self, value: int) -> Decimal | None:
        """Give a value of the score as a decimal; None where the scheme has no score."""
        found = self._scores.get(value)
        if found is None and self.program.score is not None:
            found = exact.decimal(value, self.scale)
            if len(self._scores) < _KEPT:
                self._scores[value] = found
        return found

    def final(self, facts: Facts, quota: int, across: Sequence[int] = ()) -> int:
        """Give the final grade of an organisation that the quotas moved to a grade."""
        return self.row(facts, quota, across)[1]

    @cached_property
    def across(self) -> tuple[tuple[int, ...], ...]:
        """The nodes that the cohort gives, in passes: those of a pass rest on nodes of the passes before only."""
        nodes = self.program.nodes
        depth: list[int] = []
        for node in nodes:
            below = max((depth[n] for n in ir.operands(node)), default=0)
            depth.append(below + isinstance(node, ir.Across))
        passes: dict[int, list[int]] = {}
        for number, node in enumerate(nodes):
            if isinstance(node, ir.Across):
                passes.setdefault(depth[number], []).append(number)
        return tuple(tuple(passes[level]) for level in sorted(passes))

    def passes(self) -> Iterator[tuple[tuple[ir.Across, ...], Run]]:
        """Give for each pass its nodes, and the function of their operands, conditions and values for nobody."""
        for numbers in self.across:
            found = tuple(node for n in numbers if isinstance(node := self.program.nodes[n], ir.Across))
            yield found, generate(self.program, [n for node in found for n in ir.operands(node)])

    @cached_property
    def _fast(self) -> Callable[[Record], Started | None]:
        """Read a record and work out its row in one function; None for a record that is left to `check`."""
        lines, scope = reading(self.program.inputs)
        working, texts, functions = body(self.program.nodes, () if self.across else self.row_nodes)
        facts = "".join(f"f{n}, " for n in range(len(self.program.inputs)))
        row = "".join(f"{text}, " for text in texts)
        lines = ["quota = None", *lines, *working, f"return ({facts}), ({row}), id, name"]
        made: Callable[[Record], Started | None] = define("grade", "record", lines, {**scope, **functions})
        return made

    def start(self, record: object, as_of: date | None = None) -> Started:
        """Read a record, a mapping or a pydantic model, and work out its row; give also its id and name as they stand.

        The row is empty where it needs the cohort.

        Raises:
            FactsError: with every fault of the record.
        """
        given = self._dated(record if type(record) is dict else mapping(record), as_of)
        found = self._fast(given)
        if found is not None:
            return found
        facts, faults = check(self.program.inputs, given)
        if facts is None:
            raise FactsError(faults)
        return facts, () if self.across else self.row(facts), given.get("id"), given.get("name")

    def _dated(self, record: Record, as_of: date | None) -> Record:
        """Add the day as of which is graded, which no record has itself."""
        if self.program.as_of is None:
            return record
        if "as_of" in record:
            raise FactsError([_own_day()])
        return {**record, "as_of": as_of}

    def names(self, record: object) -> tuple[object, object]:
        """Give the id and the name of a record, as they stand."""
        given = mapping(record)
        return given.get("id"), given.get("name")

    def faults(self, record: object) -> Sequence[Diagnostic]:
        """List the faults of a record."""
        given = mapping(record)
        if self.program.as_of is None:
            return check(self.program.inputs, given)[1]
        own = [_own_day()] if "as_of" in given else []
        return [*own, *check(self.program.inputs, {**given, "as_of": date.min})[1]]


def _own_day() -> Diagnostic:
    text = Text(
        "the day as of which is graded is the same for all: expected it from the caller, not in a record",
        "评定基准日对全体相同：应由调用者给出，不写在记录中",
    )
    return Diagnostic("unknown-fact", text, fact="as_of", label="评定基准日")


def mapping(record: object) -> Record:
    """Give a record as a mapping.

    Raises:
        TypeError: if it is neither a mapping nor a pydantic model.
    """
    dump = getattr(record, "model_dump", None)
    if callable(dump):
        record = dump()
    if isinstance(record, Mapping):
        return dict(record)
    raise TypeError(f"a record is a mapping or a pydantic model, not {type(record).__name__}")
