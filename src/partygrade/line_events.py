"""What each counted event gave to a line of deductions or additions."""

from __future__ import annotations

from partygrade import exact, ir
from partygrade.evaluate import Counted, Event, Scalar, counted
from partygrade.facts import show
from partygrade.result import EventResult, NamedValue
from partygrade.trace import Case, fact_text


def line_events(case: Case, line: ir.Line, sign: int) -> list[EventResult]:
    """List the events that a line counts, in the order of the record; `sign` is -1 for a deduction.

    A line that is not about a list of events has none.
    """
    if line.counted is None:
        return []
    node = case.engine.program.nodes[line.counted]
    assert isinstance(node, ir.Aggregate)
    listed, events = case.engine.program.inputs[node.index].type, case.facts[node.index]
    assert isinstance(listed, ir.Events) and isinstance(events, tuple)
    return [_event(listed, events[one.position], one, sign, node) for one in counted(node, case.values, case.facts)]


def _event(listed: ir.Events, event: Event, found: Counted, sign: int, node: ir.Aggregate) -> EventResult:
    assert isinstance(node.type, ir.Number)
    return EventResult(
        number=found.position + 1,
        fields=[
            NamedValue(name=field.origin.id, label=field.origin.label, value=_shown(field, value))
            for field, value in zip(listed.fields, event, strict=True)
            if value is not None
        ],
        points=exact.text(sign * found.value if found.left else 0, node.type.scale),
        displaced=not found.left,
    )


def _shown(field: ir.Input, value: Scalar) -> str:
    """Print a field: a grade by its label, and a figure with its unit; points need none."""
    match field.type:
        case ir.Rank() if field.words:
            return next(word for word, rank in field.words if rank == value)
        case ir.Number(unit=str(unit)) if unit not in (ir.PERCENT, ir.POINTS):
            return f"{show(field, value)} {unit}"
        case _:
            return fact_text(field, value)
