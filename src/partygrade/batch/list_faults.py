"""What is wrong with the lists of organisations in a frame: the faults that the plain path (`lists`) finds.

Before: the rows of one list. After: for each organisation the facts that cannot be read, such as `sanctions[3].date`.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from partygrade import ir
from partygrade.batch.apart import apart
from partygrade.batch.arithmetic import integer
from partygrade.batch.attach import attach
from partygrade.batch.columns import FAULTS, GOOD, KEY, Frame
from partygrade.batch.event_rows import Rows

COUNT = "~count"
"""How many events an organisation has."""

TOLD = 20
"""So many events of one list and organisation are named among its faults."""

BETWEEN = ", "
"""What stands between two facts that cannot be read."""

_PLACE = "~place"
_SAID = "~said"


def list_faults(rows: Rows) -> Frame:
    """Give of every organisation that has events their number, and the faults of its list, null where none.

    A fault is told as the facts are called on the plain path, such as `sanctions[3].date`; without an order of the
    events as `sanctions[].date`.
    """
    item, events = rows.item, rows.frame.filter(~nw.col(KEY).is_null())
    found = events.group_by(KEY).agg(nw.len().alias(COUNT)).with_columns(nw.col(COUNT).cast(nw.Int64))
    found = attach(found, _told(rows, _unread(rows, events), "~unread"), [KEY])
    least, most = _limits(item)
    count = nw.col(COUNT)
    other = nw.when((count < integer(least)) | (count > integer(most))).then(nw.lit(item.origin.id))
    said = nw.concat_str(nw.col("~unread"), other, separator=BETWEEN, ignore_nulls=True)
    found = found.with_columns(nw.when(said != nw.lit("")).then(said).alias(FAULTS)).drop("~unread")
    if not isinstance(item.type, ir.Events) or not item.type.key:
        return found
    # As on the plain path, that events agree is said only where nothing else is wrong.
    found = attach(found, _told(rows, _repeated(rows, events, item.type.key), "~again"), [KEY])
    return found.with_columns(nw.coalesce(nw.col(FAULTS), nw.col("~again")).alias(FAULTS)).drop("~again")


def with_faults(frame: Frame, rows: Rows) -> Frame:
    """Add the faults of a list to those of the organisations, which then are not good."""
    least, fact = _limits(rows.item)[0], nw.lit(rows.item.origin.id)
    own, wrong = nw.col(FAULTS), "~wrong"
    found = list_faults(rows).select(KEY, COUNT, nw.col(FAULTS).alias(wrong))
    frame = attach(frame, apart(found), [KEY])
    if least:
        frame = frame.with_columns(nw.when(nw.col(COUNT).is_null()).then(fact).otherwise(nw.col(wrong)).alias(wrong))
    both = nw.concat_str(own, nw.col(wrong), separator=BETWEEN, ignore_nulls=True)
    frame = frame.with_columns(
        (nw.col(GOOD) & nw.col(wrong).is_null()).alias(GOOD), nw.when(both != nw.lit("")).then(both).alias(FAULTS)
    )
    return frame.drop(COUNT, wrong)


def _limits(item: ir.Input) -> tuple[int, int]:
    match item.type:
        case ir.Panel():
            return item.type.least, item.type.most
        case ir.Events():
            return 0, item.type.most
        case _:
            raise TypeError(f"{item.origin.id} is no list")


def _unread(rows: Rows, events: Frame) -> Frame:
    """Name the fields of events that cannot be read."""
    wrong = events.filter(~nw.col(GOOD)).select(KEY).unique()
    found = _placed(rows, events.join(wrong, on=KEY, how="semi")).filter(~nw.col(GOOD))
    if isinstance(rows.item.type, ir.Panel):
        return found.with_columns(_event(rows).alias(_SAID))
    found = found.with_columns(nw.concat_str(_event(rows), nw.lit(".")).alias("~event"))
    others = nw.concat_str(nw.lit(BETWEEN), nw.col("~event"))
    said = nw.concat_str(nw.col("~event"), nw.col(FAULTS).str.replace_all(BETWEEN, others, literal=True))
    return found.with_columns(said.alias(_SAID))


def _repeated(rows: Rows, events: Frame, key: Sequence[int]) -> Frame:
    """Name the events that agree with an earlier one in every field of the key."""
    alike = list(dict.fromkeys([KEY, *(rows.fields[n] for n in key)]))
    several = events.group_by(*alike).agg(nw.len().alias(COUNT)).filter(nw.col(COUNT) > 1).select(KEY).unique()
    found = _placed(rows, events.join(several, on=KEY, how="semi"))
    # Which of them is the later is not known without an order, and that there are some is enough.
    which = nw.col(KEY).cum_count().over(*alike, order_by=_PLACE)
    return (
        found.with_columns(which.alias("~which")).filter(nw.col("~which") > 1).with_columns(_event(rows).alias(_SAID))
    )


def _placed(rows: Rows, events: Frame) -> Frame:
    """Number the events of each organisation from 1."""
    return events.with_columns(_counted(KEY, order_by=rows.order or KEY).alias(_PLACE))


def _counted(*groups: str, order_by: str) -> nw.Expr:
    return nw.col(KEY).cum_count().over(*groups, order_by=order_by).cast(nw.Int64)


def _event(rows: Rows) -> nw.Expr:
    """Name an event, or a score."""
    if rows.order is None:
        return nw.lit(f"{rows.item.origin.id}[]")
    return nw.concat_str(nw.lit(f"{rows.item.origin.id}["), nw.col(_PLACE).cast(nw.String), nw.lit("]"))


def _told(rows: Rows, found: Frame, name: str) -> Frame:
    """Put what is said of each organisation together, in order; of much only the first."""
    order = _PLACE if rows.order else _SAID
    found = found.select(KEY, order, _SAID) if rows.order else found.select(KEY, _SAID).unique()
    found = found.with_columns(_counted(KEY, order_by=order).alias("~which"))
    places = {f"~s{n}": n for n in range(1, TOLD + 2)}
    single = [nw.when(nw.col("~which") == integer(n)).then(nw.col(_SAID)).alias(one) for one, n in places.items()]
    found = found.select(KEY, *single).group_by(KEY).agg(nw.col(one).max() for one in places)
    *first, more = map(nw.col, places)
    rest = nw.when(~more.is_null()).then(nw.lit("…"))
    return found.select(KEY, nw.concat_str(*first, rest, separator=BETWEEN, ignore_nulls=True).alias(name))
