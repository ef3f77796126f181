"""A frame graded: the row stage, the cohort stage, and what quotas leave to be worked out again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from partygrade import ir
from partygrade.batch import columns
from partygrade.batch.across import across
from partygrade.batch.apart import apart
from partygrade.batch.columns import KEY, Frame, Leaves
from partygrade.batch.event_rows import Rows
from partygrade.batch.events import aggregates
from partygrade.batch.fold import fold
from partygrade.batch.inner import constants


@dataclass(frozen=True, slots=True)
class Stage:
    """What every stage needs: the lists by the number of their input, and the columns of the groups."""

    program: ir.Program
    lists: Mapping[int, Rows]
    within: Sequence[str]


def worked(stage: Stage, frame: Frame, leaves: Leaves, wanted: Mapping[int, str]) -> tuple[Frame, Leaves]:
    """Add the columns of the wanted nodes, and before them those of what rests on events and on the cohort."""
    needed = _behind(stage.program.nodes, list(wanted))
    for numbers in _rounds(stage.program.nodes, needed, leaves.fixed):
        frame, given = _round(stage, frame, leaves, numbers)
        leaves = replace(leaves, given={**leaves.given, **given})
    there = set(leaves.given)
    frame = fold(stage.program.nodes, {n: name for n, name in wanted.items() if n not in there}, leaves, frame)
    return frame, leaves


def _behind(nodes: Sequence[ir.Node], wanted: Sequence[int]) -> list[bool]:
    """Tell of each node whether a wanted one rests on it."""
    needed = [False] * len(nodes)
    for number in wanted:
        needed[number] = True
    for number in range(len(nodes) - 1, -1, -1):
        if needed[number]:
            for operand in ir.operands(nodes[number]):
                needed[operand] = True
    return needed


def _rounds(nodes: Sequence[ir.Node], needed: Sequence[bool], fixed: Collection[int]) -> list[list[int]]:
    """Give the nodes over events and over the cohort, in rounds: those of a round rest on earlier rounds only.

    What a list comes to that is empty everywhere is a constant.
    """
    depth: list[int] = []
    rounds: dict[int, list[int]] = {}
    for number, node in enumerate(nodes):
        below = max((depth[n] for n in ir.operands(node)), default=0)
        barrier = isinstance(node, ir.Across) or (isinstance(node, ir.Aggregate) and node.index not in fixed)
        depth.append(below + barrier)
        if barrier and needed[number]:
            rounds.setdefault(below, []).append(number)
    return [rounds[level] for level in sorted(rounds)]


def _round(stage: Stage, frame: Frame, leaves: Leaves, numbers: Sequence[int]) -> tuple[Frame, dict[int, str]]:
    nodes = stage.program.nodes
    operands = {n for number in numbers for n in ir.operands(nodes[number]) if n not in leaves.given}
    there = {n: columns.node(n) for n in operands}
    frame = fold(nodes, there, leaves, frame)
    known = {**there, **leaves.given}
    cohort = {n: node for n in numbers if isinstance(node := nodes[n], ir.Across)}
    listed: dict[int, dict[int, ir.Aggregate]] = {}
    for n in numbers:
        if isinstance(node := nodes[n], ir.Aggregate):
            listed.setdefault(node.index, {})[n] = node
    outer = {n for found in listed.values() for node in found.values() for n in node.each.outer}
    fixed = constants(nodes, outer, leaves)
    looked_at = {n for node in cohort.values() for n in ir.operands(node)} | (outer - set(fixed))
    # What is looked at is the frame that came in, so that nothing waits for another.
    own = _own(stage, frame, [known[n] for n in sorted(looked_at)]) if looked_at else frame
    if cohort:
        frame = across(cohort, known, stage.within, columns.GOOD, frame, own)
    for index, found in listed.items():
        rows = stage.lists[index]
        frame = aggregates(found, known, KEY, frame, rows.frame, rows.fields, rows.order, fixed, own)
    return frame, {**there, **{n: columns.node(n) for n in numbers}}


def _own(stage: Stage, frame: Frame, names: Sequence[str]) -> Frame:
    """Give the columns of the organisations by which they are compared, or that their events are looked at by."""
    keys = [KEY] if stage.lists else []
    return apart(frame, [*keys, columns.GOOD, *stage.within, *names])


def after_quotas(program: ir.Program) -> tuple[frozenset[int], tuple[int, ...]]:
    """Give the nodes that change with what the quotas gave, and those that these rest on and that do not."""
    moved: set[int] = set()
    for number, node in enumerate(program.nodes):
        if isinstance(node, ir.Quota) or any(n in moved for n in ir.operands(node)):
            moved.add(number)
    below = {n for number in moved for n in ir.operands(program.nodes[number])} - moved
    return frozenset(moved), tuple(sorted(n for n in below if not isinstance(program.nodes[n], ir.Literal)))


def keys_before(program: ir.Program) -> Mapping[int, str]:
    """Name the columns of a detailed frame for the rank keys that the quotas change, as they were before."""
    moved, _ = after_quotas(program)
    keys = program.cohort.rank_by if program.cohort and program.cohort.quotas else ()
    return {key.value: f"node_{key.value}_before" for key in keys if key.value in moved}
