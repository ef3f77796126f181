"""Values that depend on the whole cohort, over a frame: ranks, counts, sums and extremes, in each of its groups.

Before: the columns of operands and conditions. After: a column for each node, in which `across.across` says what
stands; in a row with faults it holds some value in range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from partygrade import ir
from partygrade.batch import columns
from partygrade.batch.arithmetic import integer
from partygrade.batch.attach import attach
from partygrade.batch.columns import Frame

_ALL = "~all"
"""A column in which all rows agree, where the cohort has no groups."""

_COUNT = "~count"


def across(
    found: Mapping[int, ir.Across],
    operands: Mapping[int, str],
    within: Sequence[str],
    good: str,
    frame: Frame,
    own: Frame | None = None,
) -> Frame:
    """Add a column for each of the nodes `found`, by its number; they must not rest on one another.

    `operands` has the columns of the nodes that they rest on. The rows of a cohort agree in the columns `within`, in
    which nothing is null. Only rows for which `good` holds count. `own` has the same rows as the frame with the columns
    that are looked at; it may have a shorter plan.
    """
    ranks = {number: node for number, node in found.items() if node.kind == "rank"}
    rest = {number: node for number, node in found.items() if node.kind != "rank"}
    groups = list(within)
    # The frame that is looked at is the one that came in, so that no value waits for another.
    own = frame if own is None else own
    if not groups:
        groups = [_ALL]
        frame, own = (one.with_columns(integer(1).alias(_ALL)) for one in (frame, own))
    counted = own.filter(nw.col(good))
    if rest:
        frame = attach(frame, _figures(rest, operands, groups, counted), groups)
        frame = frame.with_columns(_where_nobody(node, operands, columns.node(n)) for n, node in rest.items())
    for number, node in ranks.items():
        operand, name = operands[node.operand], columns.node(number)
        frame = attach(frame, _ranks(node, operands, groups, counted, name), [*groups, operand])
        frame = frame.with_columns(nw.coalesce(nw.col(name), integer(1)).alias(name))
    return frame if within else frame.drop(_ALL)


def _figures(
    found: Mapping[int, ir.Across], operands: Mapping[int, str], groups: Sequence[str], counted: Frame
) -> Frame:
    """Give the figures of each group; null where nobody counts."""
    values, parts = [], []
    for number, node in found.items():
        name = columns.node(number)
        value = integer(1) if node.kind == "count" else nw.col(operands[node.operand])
        values.append(nw.when(nw.col(operands[node.where])).then(value).alias(name))
        column = nw.col(name)
        match node.kind:
            case "least":
                parts.append(column.min())
            case "greatest":
                parts.append(column.max())
            case _:
                parts.append(column.sum())
    return counted.select(*groups, *values).group_by(*groups).agg(*parts)


def _where_nobody(node: ir.Across, operands: Mapping[int, str], name: str) -> nw.Expr:
    """Give the figure of a row, also where nobody counts.

    Where nobody can be missing but in a row with faults, the value for nobody may lie out of range.
    """
    nobody = nw.col(operands[node.empty]) if node.kind in ("least", "greatest") else integer(0)
    figure = nw.coalesce(nw.col(name), nobody).cast(nw.Int64)
    if isinstance(node.type, ir.Number):
        figure = figure.clip(node.type.low, node.type.high)
    return figure.alias(name)


def _ranks(node: ir.Across, operands: Mapping[int, str], groups: Sequence[str], counted: Frame, name: str) -> Frame:
    """Give the rank of every value that occurs in a group.

    Equal values have one rank, so that only as many rows are put in order as there are values.
    """
    operand = operands[node.operand]
    counts = nw.when(nw.col(operands[node.where])).then(integer(1)).otherwise(integer(0)).alias(_COUNT)
    values = counted.select(*groups, operand, counts).group_by(*groups, operand).agg(nw.col(_COUNT).sum())
    from_here = nw.col(_COUNT).cum_sum(reverse=True).over(*groups, order_by=operand)
    rank = (from_here - nw.col(_COUNT)).cast(nw.Int64) + integer(1)
    return values.select(*groups, operand, rank.alias(name))
