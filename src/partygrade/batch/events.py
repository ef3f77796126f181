"""What the events of every organisation come to: the aggregates of one list as columns of the organisations.

Before: a frame of organisations, and a frame of events with the values of their fields. After: for every aggregate a
column, in which `evaluate.aggregate` says what stands.
Complains of: events that have no order, where it matters which of them comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import narwhals as nw

from partygrade import ir
from partygrade.batch import columns
from partygrade.batch.apart import apart
from partygrade.batch.arithmetic import integer
from partygrade.batch.attach import attach
from partygrade.batch.columns import Frame, Leaves
from partygrade.batch.fold import fold
from partygrade.batch.inner import Inner, place
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError

ONE = "~1"
"""A column of events that is never null, to count by."""


def needs_order(found: Iterable[ir.Aggregate]) -> bool:
    """Say whether an aggregate may depend on which of two events comes first."""
    return any(node.each.nth or (node.latest is not None and node.each.by is not None) for node in found)


@dataclass(frozen=True, slots=True)
class _List:
    """The events of one list. `key` holds the organisation, `facts` the inputs of the programs, `order` the order."""

    key: str
    frame: Frame
    facts: Mapping[int, str]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Member:
    """An aggregate. `first` are its parts before it is known which events count; `last` those with their places."""

    number: int
    node: ir.Aggregate
    first: ir.Each
    last: ir.Each

    @property
    def value(self) -> str:
        """Name the column of the value of an event."""
        return f"~v{self.number}"


@dataclass(frozen=True, slots=True)
class _Chain:
    """What aggregates must agree in to look at the same events in the same way.

    Those of the chain that is not `sifted` look at every event, each with its own condition.
    """

    sifted: bool
    where: int | None = None
    by: int | None = None
    latest: int | None = None
    nth: tuple[ir.Nth, ...] = ()
    once: tuple[int, ...] = ()


def aggregates(
    found: Mapping[int, ir.Aggregate],
    outer: Mapping[int, str],
    key: str,
    frame: Frame,
    events: Frame,
    fields: Mapping[int, str],
    order: str | None,
    fixed: Mapping[int, int] | None = None,
    own: Frame | None = None,
) -> Frame:
    """Add a column for each of the aggregates `found` of one list, by the number of its node.

    `key` is the organisation's column in both frames; in that of the organisations those without a fault must differ
    in it. `outer` has the columns of the nodes that the aggregates rest on, `fields` those of the events. `order` is
    a column of the events that says which comes first; without one the order of the rows says so, where they have one.
    `fixed` are those of the outer nodes that have one value in every row; `own` has the organisations
    with the columns of the others; it may have a shorter plan than the frame.

    Raises:
        FactsError: if the outcome depends on the order and there is none.
    """
    fixed = fixed or {}
    needed = {n: outer[n] for node in found.values() for n in node.each.outer if n not in fixed}
    given = _given(found.values(), needed, key, frame if own is None else own, events, fields, order)
    first, last = Inner(fixed), Inner(fixed)
    members = [_member(number, node, first, last) for number, node in found.items()]
    given = replace(given, frame=_folded(first, {n for one in members for n in _parts(one)}, given))
    chains: dict[_Chain, list[_Member]] = {}
    for one in members:
        chains.setdefault(_chain(one), []).append(one)
    for chain, alike in chains.items():
        values = _sifted(chain, alike, first, last, given) if chain.sifted else _plain(alike, given)
        frame = attach(frame, apart(values), [key])
    return frame.with_columns(_held(n, node, outer) for n, node in found.items())


def _given(
    found: Collection[ir.Aggregate],
    needed: Mapping[int, str],
    key: str,
    frame: Frame,
    events: Frame,
    fields: Mapping[int, str],
    order: str | None,
) -> _List:
    """Give the events with the values of their organisation that are needed."""
    ordering = _order(events, fields, order)
    if needs_order(found) and not ordering:
        raise FactsError([_no_order()])
    events = events.select(*dict.fromkeys([key, *ordering, *fields.values()]), integer(1).alias(ONE))
    facts = dict(fields)
    if needed:
        # Of two organisations with one id only the first has no fault; its events must not be there twice.
        good = frame.filter(nw.col(columns.GOOD)) if columns.GOOD in frame.collect_schema() else frame
        own = {n: f"~o{n}" for n in needed}
        values = good.select(key, *(nw.col(name).alias(own[n]) for n, name in needed.items()))
        events = events.join(values, on=key, how="inner")
        count = max(node.each.fields for node in found)
        facts |= {count + n: name for n, name in own.items()}
    return _List(key, events, facts, ordering)


def _order(events: Frame, fields: Mapping[int, str], order: str | None) -> tuple[str, ...]:
    """Give the columns that order the events; none where they have no order."""
    rows = (columns.ROW,) if columns.ROW in events.collect_schema() else ()
    if order is None or rows:
        return tuple(dict.fromkeys([*([order] if order else []), *rows]))
    # Two that agree in all of these give the same in either order, so that every run of an engine gives the same.
    return tuple(dict.fromkeys([order, *fields.values()]))


def _no_order() -> Diagnostic:
    return Diagnostic(
        "no-order",
        Text(
            "the outcome depends on which event comes first, and the rows of this frame have no order: expected a "
            "column `order` that says it",
            "结果取决于事件的先后，而此表的行没有次序：应有 `order` 一列说明先后",
        ),
        help=Text(
            "add it, such as the number of the row",
            "请增加该列，如行号",
        ),
    )


# Which aggregates look at the same events.


def _member(number: int, node: ir.Aggregate, first: Inner, last: Inner) -> _Member:
    parts = first.take(node.each, placed=False)
    return _Member(number, node, parts, last.take(node.each, placed=True) if node.each.nth else parts)


def _chain(one: _Member) -> _Chain:
    node, each = one.node, one.first
    latest = node.latest if each.by is not None else None
    if latest is None and not each.nth and not each.once and not node.drop and node.kind != "median":
        return _Chain(False)
    # Which event comes first matters for these two only.
    by = each.by if latest is not None or each.nth else None
    return _Chain(True, each.where, by, latest, each.nth, one.last.once)


def _parts(one: _Member) -> set[int]:
    """Give what has to be worked out before it is known which events count."""
    each = one.first
    out = {n for nth in each.nth for n in (*nth.groups, nth.by)} | {each.where, each.by}
    return {n for n in (out if each.nth else out | {each.value, *each.once}) if n is not None}


# What is worked out for an event.


def _folded(inner: Inner, wanted: Iterable[int], given: _List, prefix: str = "~e") -> Frame:
    """Add the columns of nodes; a text has one already."""
    outputs = {n: f"{prefix}{n}" for n in sorted(wanted) if _text(inner, n) is None}
    return fold(inner.nodes, outputs, Leaves(given.facts), given.frame)


def _text(inner: Inner, number: int) -> int | None:
    """Give the field of a node that is a text: it is null where it is not known, and then agrees with its like."""
    node = inner.nodes[number]
    return node.index if isinstance(node, ir.Fact) and isinstance(node.type, ir.Label) else None


def _names(inner: Inner, given: _List, numbers: Iterable[int], prefix: str = "~e") -> list[str]:
    """Name the columns of nodes."""
    fields = [(n, _text(inner, n)) for n in numbers]
    return list(dict.fromkeys(f"{prefix}{n}" if field is None else given.facts[field] for n, field in fields))


# From events to organisations.


def _plain(members: Sequence[_Member], given: _List) -> Frame:
    """Give the aggregates that look at every event in the same way."""
    values = []
    for one in members:
        value, where = nw.col(f"~e{one.first.value}"), one.first.where
        values.append((value if where is None else nw.when(nw.col(f"~e{where}")).then(value)).alias(one.value))
    return _by_organisation(given.frame.select(given.key, *values), members, given)


def _sifted(chain: _Chain, members: Sequence[_Member], first: Inner, last: Inner, given: _List) -> Frame:
    """Give the aggregates that look at the same events in the same way, after a part of the events is taken out."""
    given = replace(given, frame=_kept(chain, given))
    inner, prefix = first, "~e"
    if chain.nth:
        given = _placed(chain, first, given, _most(last))
        inner, prefix = last, "~p"
        wanted = {n for one in members for n in (one.last.value, *one.last.once)}
        given = replace(given, frame=_folded(last, wanted, given, prefix))
    matter = _names(inner, given, chain.once, prefix)
    values = [nw.col(f"{prefix}{one.last.value}").alias(one.value) for one in members]
    events = given.frame.select(given.key, *(name for name in matter if name != given.key), *values)
    if chain.once:
        keys = dict.fromkeys([given.key, *matter])
        events = events.group_by(*keys).agg(nw.col(one.value).max() for one in members)
    return _by_organisation(_left(events, members, given), members, given)


def _kept(chain: _Chain, given: _List) -> Frame:
    """Give the events that count, and of them the latest."""
    events = given.frame
    if chain.where is not None:
        events = events.filter(nw.col(f"~e{chain.where}"))
    if chain.latest is None:
        return events
    by = f"~e{chain.by}"
    from_behind = nw.col(ONE).cum_count(reverse=True).over(given.key, order_by=_apart([by, *given.order]))
    return events.with_columns(from_behind.alias("~b")).filter(nw.col("~b") <= integer(chain.latest))


def _placed(chain: _Chain, inner: Inner, given: _List, most: int) -> _List:
    """Number the events of each group; of more than there may be, which is a fault, the others are the last."""
    names = {number: f"~l{number}" for number in range(len(chain.nth))}
    places = []
    for nth, name in zip(chain.nth, names.values(), strict=True):
        groups = _apart([given.key, *_names(inner, given, nth.groups)])
        order = _apart([*(f"~e{n}" for n in (nth.by, chain.by) if n is not None), *given.order])
        places.append(nw.col(ONE).cum_count().over(*groups, order_by=order).cast(nw.Int64).clip(1, most).alias(name))
    facts = {**given.facts, **{place(number): name for number, name in names.items()}}
    return replace(given, frame=given.frame.with_columns(*places), facts=facts)


def _most(last: Inner) -> int:
    """Give the greatest place that an event may have."""
    kinds = [node.type for node in last.nodes if isinstance(node, ir.Fact) and node.index >= place(0)]
    return max((kind.high for kind in kinds if isinstance(kind, ir.Number)), default=1)


def _apart(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _left(events: Frame, members: Sequence[_Member], given: _List) -> Frame:
    """Take out the values that are dropped, and for a median all but the middle ones."""
    some = [one for one in members if one.node.drop or one.node.kind == "median"]
    if not some:
        return events
    counts = [nw.len().over(given.key).cast(nw.Int64).alias("~c")]
    for one in some:
        place_ = nw.col(one.value).cum_count().over(given.key, order_by=one.value).cast(nw.Int64)
        counts.append(place_.alias(f"~r{one.number}"))
    return events.with_columns(*counts).with_columns(
        nw.when(_stays(one, nw.col(f"~r{one.number}"), nw.col("~c"))).then(nw.col(one.value)).alias(one.value)
        for one in some
    )


def _stays(one: _Member, place: nw.Expr, count: nw.Expr) -> nw.Expr:
    drop = integer(one.node.drop)
    left = (place > drop) & (place <= count - drop)
    if one.node.kind != "median":
        return left
    # What is dropped on both sides leaves the middle where it is.
    twice = place + place
    return left & (twice >= count) & (twice <= count + integer(2))


def _by_organisation(events: Frame, members: Sequence[_Member], given: _List) -> Frame:
    """Put the values of each organisation together; null where none is left."""
    parts = [part for one in members for part in _summed(one)]
    found = events.group_by(given.key).agg(*parts)
    return found.select(given.key, *(_result(one) for one in members))


def _summed(one: _Member) -> list[nw.Expr]:
    value = nw.col(one.value)
    match one.node.kind:
        case "sum":
            return [value.sum()]
        case "least":
            return [value.min()]
        case "greatest":
            return [value.max()]
        case "median":
            return [value.min(), value.max().alias(f"{one.value}~")]


def _result(one: _Member) -> nw.Expr:
    value = nw.col(one.value)
    if one.node.kind == "median":
        value = (value + nw.col(f"{one.value}~")) * integer(5)
    return value.alias(columns.node(one.number))


def _held(number: int, node: ir.Aggregate, outer: Mapping[int, str]) -> nw.Expr:
    """Give the value of an aggregate, also where no event is left."""
    name = columns.node(number)
    if node.kind != "sum":
        return nw.coalesce(nw.col(name), nw.col(outer[node.empty])).cast(nw.Int64).alias(name)
    total = nw.coalesce(nw.col(name), integer(0)).cast(nw.Int64)
    if isinstance(node.type, ir.Number):
        # More events than there may be are a fault; what follows rests on the range all the same.
        total = total.clip(node.type.low, node.type.high)
    return total.alias(name)
