"""A program made ready to run: the reader of its records and its generated functions, each made when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from partygrade import ir
from partygrade.diagnostics import Diagnostic
from partygrade.errors import FactsError
from partygrade.facts import Facts, Reader, Record, check, reader
from partygrade.generate import Run, generate


@dataclass(frozen=True, slots=True)
class Header:
    """What a result says about its scheme. `hash` is of the content, the settings of parameters included."""

    scheme: str
    title: str
    edition: str | None
    subject: str | None
    hash: str
    left_out: tuple[tuple[str, str, str | None], ...] = ()


class Engine:
    """Reads and grades records for one program. It holds no state but caches, and may be shared among threads."""

    def __init__(self, program: ir.Program, header: Header) -> None:
        self.program = program
        self.header = header
        kind = program.nodes[program.score.value].type if program.score else None
        self.scale = kind.scale if isinstance(kind, ir.Number) else 0
        self.ladder = tuple(grade.origin.id for grade in reversed(program.grades))

    @cached_property
    def _reader(self) -> Reader:
        return reader(self.program.inputs)

    @cached_property
    def row_nodes(self) -> tuple[int, ...]:
        """The nodes that `row` gives: score, own grade, is there no grade, the grade that quotas look at, the rank keys."""
        program = self.program
        score = program.score.value if program.score else None
        keys = [key.value for key in program.cohort.rank_by] if program.cohort else []
        found = (score, program.own_grade, program.excluded, program.before_quotas, *keys)
        return tuple(0 if node is None else node for node in found)

    @cached_property
    def row(self) -> Run:
        """The function of the row stage: the values of `row_nodes`."""
        return generate(self.program, self.row_nodes)

    @cached_property
    def trace(self) -> Run:
        """The function that gives the value of every node."""
        return generate(self.program)

    def final(self, facts: Facts, quota: int) -> int:
        """Give the final grade of an organisation that the quotas moved to a grade."""
        return self.row(facts, quota)[1]

    def read(self, record: object) -> Facts:
        """Read a record: a mapping, or a pydantic model.

        Raises:
            FactsError: with every fault of the record.
        """
        if not isinstance(record, dict):
            record = _mapping(record)
        facts = self._reader(record)
        if facts is None:
            facts, faults = check(self.program.inputs, record)
            if facts is None:
                raise FactsError(faults)
        return facts

    def faults(self, record: object) -> Sequence[Diagnostic]:
        """List the faults of a record."""
        return check(self.program.inputs, _mapping(record))[1]


def _mapping(record: object) -> Record:
    dump = getattr(record, "model_dump", None)
    if callable(dump):
        record = dump()
    if isinstance(record, dict):
        return record
    if hasattr(record, "keys") and hasattr(record, "__getitem__"):
        return dict(record)  # type: ignore[call-overload, no-any-return]
    raise TypeError(f"a record is a mapping or a pydantic model, not {type(record).__name__}")
