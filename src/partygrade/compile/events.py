"""What is said of every event of a list, or of every score of a panel: formulas over fields, and what they come to.

A part of a formula that names no field is worked out once for the organisation; the rest becomes the event's own
program.
Complains of: a value that has no order or is no number, options that do not fit, lists that may be empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from partygrade import ir, syntax
from partygrade.compile.builder import Builder
from partygrade.compile.formula import NOTHING, Formulas, Known, at, type_name
from partygrade.compile.scope import FactName, ListName, Scope, TextName, ValueName, facts_known
from partygrade.diagnostics import Text, suggestion
from partygrade.source import Place

Kind = Literal["sum", "least", "greatest", "median"]
Written = tuple[syntax.Expr, Place]
"""A formula, and where it stands."""

_ORDERED = Text("a number, a date, a grade or an ordered choice", "数字、日期、等次或有序选项")

_PLACES = 1_000_000
"""Numbers of inputs from here on are places of events, until it is known how many values come before them."""


@dataclass(frozen=True, slots=True)
class Options:
    """What limits the events of an aggregate, as it is written."""

    where: Written | None = None
    by: Written | None = None
    latest: int | None = None
    once: tuple[Written, ...] = ()
    drop: int = 0


class EventFormulas(Formulas):
    """Compiles formulas over the fields of one list."""

    def __init__(self, outside: Formulas, found: ListName) -> None:
        fields, most = _fields(found)
        super().__init__(Builder(outside.faults), Scope(ladder=outside.scope.ladder), outside.faults, outside.over_list)
        self.outside = outside
        self.fields = fields
        self.most = most
        self.outer: list[int] = []
        self.places: list[ir.Nth] = []
        self.may_number = False
        self.values: list[int | None] = []
        self._texts: dict[str, int] = {}
        self._open: list[str] = []
        self._done: dict[str, int | None] = {}
        for index, field in enumerate(fields):
            self._declare(index, field)
        for name, written, place in found.derived:
            self.scope.names[name] = ValueName(name, partial(self._derived, name, written, place))

    def _declare(self, index: int, field: ir.Input) -> None:
        name, kind = field.origin.id, field.type
        low = kind.low if isinstance(kind, ir.Number | ir.Day) else 0
        node = self.builder.emit(ir.Fact(index, low if field.optional else None, kind), field.origin.place)
        self.values.append(node)
        if node is None:
            self.scope.broken.add(name)
        elif isinstance(kind, ir.Label):
            self._texts[name] = node
            self.scope.names[name] = TextName(name)
        else:
            self.scope.names[name] = FactName(name, index, node, not field.optional)

    def _derived(self, name: str, written: object, place: Place, here: Place) -> int | None:
        """Compile a named formula, once."""
        if name in self._open:
            path = " → ".join([*self._open[self._open.index(name) :], name])
            self.faults.add("cycle", place, f"these need each other: {path}", f"相互引用成环：{path}")
            return None
        if name not in self._done:
            self._open.append(name)
            self._done[name] = self.any(written, place)
            self._open.pop()
        return self._done[name]

    def check(self, found: ListName) -> None:
        """Compile every named formula, so that one that nothing uses is checked too."""
        for name, written, place in found.derived:
            self._derived(name, written, place, place)

    def expr(self, expr: syntax.Expr, place: Place, known: Known) -> int | None:
        """Compile a tree; what names no field is worked out once for the organisation."""
        if isinstance(expr, syntax.Number | syntax.Boolean | syntax.String):
            return super().expr(expr, place, known)
        if isinstance(expr, syntax.Name) and self._is_unknown(expr.id):
            self._unknown_field(expr, at(place, expr))
            return None
        if any(name in self.scope.names or self._is_unknown(name) for name in _names(expr)):
            if self._looks_at_a_list(expr):
                self._nested(at(place, expr))
                return None
            return super().expr(expr, place, known)
        return self._from_outside(self.outside.expr(expr, place, known), at(place, expr))

    def _looks_at_a_list(self, expr: syntax.Expr) -> bool:
        first = expr.arguments[0] if isinstance(expr, syntax.Call) and expr.arguments else None
        return isinstance(first, syntax.Name) and isinstance(self.outside.scope.names.get(first.id), ListName)

    def _nested(self, here: Place) -> None:
        self.faults.add(
            "nested-lists",
            here,
            "this looks at a list for every event of a list: expected only fields of the event",
            "此处对列表中的每件事件又查看列表：只能用该事件的字段",
            help=Text("work it out in `derived` first", "请先在 `derived` 中算出"),
        )

    def _is_unknown(self, name: str) -> bool:
        outside = self.outside.scope
        found = name in self.scope.names or name in outside.names
        return not found and name not in outside.broken | self.scope.broken and name not in outside.coming

    def _unknown_field(self, expr: syntax.Name, here: Place) -> None:
        self.faults.add(
            "unknown-name",
            here,
            f"no field, fact, parameter, figure, score node or grade is called `{expr.id}`",
            f"没有名为 `{expr.id}` 的字段、事实、参数、派生量、评分项或等次",
            help=suggestion(expr.id, [*self.scope.names, *self.outside.scope.names]),
        )

    def _from_outside(self, node: int | None, here: Place) -> int | None:
        """Give a value of the organisation to the event's program."""
        if node is None:
            return None
        found = self.outside.builder.nodes[node]
        if isinstance(found, ir.Literal):
            return self.builder.literal(found.value, found.type, here)
        if node not in self.outer:
            self.outer.append(node)
        return self.builder.emit(ir.Fact(len(self.fields) + self.outer.index(node), None, found.type), here)

    def nth(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        """Compile the place of an event among those that count."""
        here = place.within(expr.start, expr.end)
        if not self.may_number:
            self.faults.add(
                "wrong-arguments",
                here,
                "`nth` counts the events that are left: expected it in the value only",
                "`nth` 在计入的事件中计次：只能用于取值部分",
            )
            return None
        groups = [self.group(argument, place) for argument in expr.arguments]
        by = next((value for name, value in expr.options if isinstance(value, syntax.Expr)), None)
        order = None if by is None else self.ordered(by, place, known)
        if any(group is None for group in groups) or (by is not None and order is None):
            return None
        return self.numbered(tuple(group for group in groups if group is not None), order, here)

    def numbered(self, groups: tuple[int, ...], by: int | None, here: Place) -> int | None:
        """Give the place of an event among those of its group."""
        wanted = ir.Nth(groups, by)
        if wanted not in self.places:
            self.places.append(wanted)
        index = _PLACES + self.places.index(wanted)
        return self.builder.emit(ir.Fact(index, None, ir.Number(0, 1, max(self.most, 1))), here)

    def group(self, expr: syntax.Expr, place: Place) -> int | None:
        """Compile what events of one matter agree in; a text is allowed."""
        if isinstance(expr, syntax.Name) and expr.id in self._texts:
            return self._texts[expr.id]
        return self.expr(expr, place, NOTHING)

    def ordered(self, expr: syntax.Expr, place: Place, known: Known) -> int | None:
        """Compile a value that has an order."""
        node = self.expr(expr, place, known)
        if node is None:
            return None
        kind = self.builder.type(node)
        if isinstance(kind, ir.Number | ir.Rank | ir.Day) or (isinstance(kind, ir.Choice) and kind.ordered):
            return node
        self.mismatch(kind, _ORDERED, expr, place)
        return None

    def each(self, where: int | None, value: int, by: int | None, once: tuple[int, ...]) -> ir.Each:
        """Give the event's program; now it is known where the places of events stand among its inputs."""
        first = len(self.fields) + len(self.outer)
        nodes = tuple(
            replace(node, index=first + node.index - _PLACES)
            if isinstance(node, ir.Fact) and node.index >= _PLACES
            else node
            for node in self.builder.nodes
        )
        return ir.Each(nodes, len(self.fields), tuple(self.outer), tuple(self.places), where, value, by, once)


class Aggregate:
    """One aggregate over a list, while it is compiled."""

    def __init__(self, outside: Formulas, found: ListName, options: Options, here: Place) -> None:
        _, self.most = _fields(found)
        self.list = found
        self.here = here
        self.outside = outside
        self.inside = EventFormulas(outside, found)
        self.options = options
        self.sound = True
        self.known = NOTHING
        self.where = None if options.where is None else self._where(*options.where)
        self.by = None if options.by is None else self._kept(self.inside.ordered(*options.by, self.known))
        once = [self._kept(self.inside.group(*one)) for one in options.once]
        self.once = tuple(node for node in once if node is not None)

    def _kept(self, node: int | None) -> int | None:
        self.sound = self.sound and node is not None
        return node

    def _where(self, expr: syntax.Expr, place: Place) -> int | None:
        self.known = facts_known(expr, truth=True)
        node = self._kept(self.inside.condition_expr(expr, place, NOTHING))
        # A condition that the readings make true for every event is none.
        return None if self.inside.builder.constant(node) else node

    def value(self, expr: syntax.Expr, place: Place) -> int | None:
        """Compile the value of an event."""
        self.inside.may_number = True
        return self.inside.expr(expr, place, self.known)

    def number(self, expr: syntax.Expr, place: Place) -> int | None:
        """Compile the value of an event, which must be a number."""
        self.inside.may_number = True
        return self.inside.number_expr(expr, place, self.known)

    def may_be_empty(self) -> bool:
        """Say whether nothing may be left."""
        least = self.list.type.least if isinstance(self.list.type, ir.Panel) else 0
        return self.where is not None or least <= 2 * self.options.drop

    def one(self) -> int | None:
        """Give the value 1 of every event."""
        return self.inside.builder.figure(1, None, self.here)

    def total(self, value: int | None) -> int | None:
        """Give the sum of the values."""
        if value is None:
            return None
        number = self.inside.builder.number_type(value)
        low, high = min(0, number.low * self.most), max(0, number.high * self.most)
        return self._together("sum", value, None, ir.Number(number.scale, low, high, number.unit))

    def pick(self, kind: Literal["least", "greatest", "median"], value: int, empty: int | None) -> int | None:
        """Give one of the values; `empty`, of their type, where nothing is left."""
        result = self.inside.builder.type(value)
        if isinstance(result, ir.Number):
            result = result if kind != "median" else _finer(result)
            if empty is not None:
                other = self.outside.builder.number_type(empty)
                if other.scale > result.scale:
                    self._finer_empty(other.scale, result.scale)
                    return None
                empty = self.outside.builder.rescale(empty, result.scale, self.here)
                power = 10 ** (result.scale - other.scale)
                low, high = min(result.low, other.low * power), max(result.high, other.high * power)
                result = ir.Number(result.scale, low, high, result.unit)
        elif isinstance(result, ir.Day) and empty is not None:
            day = self.outside.builder.type(empty)
            assert isinstance(day, ir.Day)
            result = ir.Day(min(result.low, day.low), max(result.high, day.high))
        return self._together(kind, value, empty, result)

    def _finer_empty(self, given: int, wanted: int) -> None:
        self.outside.faults.add(
            "wrong-arguments",
            self.here,
            f"the value of `empty=` has {given} decimals: expected at most {wanted}, as the values have",
            f"`empty=` 的值有 {given} 位小数：最多 {wanted} 位，与所取的值一致",
        )

    def _together(self, kind: Kind, value: int, empty: int | None, result: ir.Type) -> int | None:
        if not self.sound:
            return None
        if empty is None:
            # It is never used, but every node has one value for each case.
            low = result.low if isinstance(result, ir.Number | ir.Day) else 0
            tight = ir.Number(result.scale, low, low) if isinstance(result, ir.Number) else result
            empty = self.outside.builder.literal(low, tight, self.here)
        each = self.inside.each(self.where, value, self.by, self.once)
        node = ir.Aggregate(self.list.index, kind, each, self.options.latest, self.options.drop, empty, result)
        return self.outside.builder.emit(node, self.here)


def _fields(found: ListName) -> tuple[tuple[ir.Input, ...], int]:
    """Give the fields of an event, and how many events there may be; a score of a panel is the only field of one."""
    match found.type:
        case ir.Events():
            return found.type.fields, found.type.most
        case ir.Panel():
            return (ir.Input(ir.Origin("score", found.id), found.type.member),), found.type.most


def _finer(kind: ir.Number) -> ir.Number:
    return ir.Number(kind.scale + 1, kind.low * 10, kind.high * 10, kind.unit)


def _names(expr: syntax.Expr) -> Iterator[str]:
    """List the names in a tree; `nth` counts as a name, since it is about one event."""
    for part in syntax.walk(expr):
        if isinstance(part, syntax.Name):
            yield part.id
        elif isinstance(part, syntax.Call) and part.function == "nth":
            yield part.function


# The functions of formulas.


def over_list(outside: Formulas, found: ListName, expr: syntax.Call, place: Place, known: Known) -> int | None:
    """Compile `count`, `sum`, `min`, `max`, `mean` or `median` of a list."""
    here = place.within(expr.start, expr.end)
    value, where = _arguments(expr)
    if isinstance(found.type, ir.Panel):
        if len(expr.arguments) > 1:
            _panel_arguments(outside, expr, place)
            return None
        value = None
    elif value is None and expr.function != "count":
        _no_value(outside, expr, here)
        return None
    options = _options(outside, expr, place, where)
    if options is None:
        return None
    aggregate = Aggregate(outside, found, options, here)
    if expr.function == "count":
        return aggregate.total(aggregate.one())
    return _of_values(outside, aggregate, value, expr, place, known)


def _arguments(expr: syntax.Call) -> tuple[syntax.Expr | None, syntax.Expr | None]:
    """Give value and condition as they are written."""
    rest = expr.arguments[1:]
    if expr.function == "count":
        return None, rest[0] if rest else None
    return rest[0] if rest else None, rest[1] if len(rest) > 1 else None


def _panel_arguments(outside: Formulas, expr: syntax.Call, place: Place) -> None:
    outside.faults.add(
        "wrong-arguments",
        place.within(expr.arguments[1].start, expr.arguments[-1].end),
        f"a panel has scores and no fields: expected nothing but its name in `{expr.function}`",
        f"多人评分只有分数，没有字段：`{expr.function}` 中只写其名称",
    )


def _no_value(outside: Formulas, expr: syntax.Call, here: Place) -> None:
    name = expr.arguments[0].id if isinstance(expr.arguments[0], syntax.Name) else "…"
    outside.faults.add(
        "wrong-arguments",
        here,
        f"`{expr.function}` does not say of what: expected a value of each event",
        f"`{expr.function}` 没有写明对什么计算：应写每件事件的取值",
        help=Text(f"write `{expr.function}({name}, FIELD)`", f"请写 `{expr.function}({name}, 字段)`"),
    )


def _options(outside: Formulas, expr: syntax.Call, place: Place, where: syntax.Expr | None) -> Options | None:
    written = dict(expr.options)
    by, latest = expr.option("by"), expr.option("latest")
    drop = expr.option("drop")
    if (by is None) is not (latest is None):
        given, other = ("by", "latest") if latest is None else ("latest", "by")
        outside.faults.add(
            "wrong-arguments",
            place.within(expr.start, expr.end),
            f"`{given}=` stands without `{other}=`: expected both",
            f"`{given}=` 应与 `{other}=` 同用",
        )
        return None
    count = 0 if drop is None else outside.whole(drop, 1, 99, Text("how many to drop", "去掉的个数"), place)
    last = None if latest is None else outside.whole(latest, 1, 9999, Text("how many are latest", "最近的件数"), place)
    if count is None or (latest is not None and last is None):
        return None
    once = written.get("once_per")
    parts = once.parts if isinstance(once, syntax.Several) else () if once is None else (once,)
    return Options(
        None if where is None else (where, place),
        None if by is None else (by, place),
        last,
        tuple((part, place) for part in parts),
        count,
    )


def _of_values(
    outside: Formulas,
    aggregate: Aggregate,
    written: syntax.Expr | None,
    expr: syntax.Call,
    place: Place,
    known: Known,
) -> int | None:
    numeric = expr.function in ("sum", "mean", "median")
    if written is None:
        value = aggregate.inside.values[0]
    else:
        value = (aggregate.number if numeric else aggregate.value)(written, place)
    if expr.function == "sum":
        return aggregate.total(value)
    empty, sound = _empty(outside, aggregate, value, expr, place, known)
    if value is None or not sound:
        return None
    if expr.function == "mean":
        return _mean(outside, aggregate, value, empty, expr, place)
    if not numeric and written is not None and not _has_order(aggregate, value, written, place):
        return None
    kinds: dict[str, Literal["least", "greatest", "median"]] = {"min": "least", "max": "greatest"}
    return aggregate.pick(kinds.get(expr.function, "median"), value, empty)


def _has_order(aggregate: Aggregate, value: int, written: syntax.Expr, place: Place) -> bool:
    kind = aggregate.inside.builder.type(value)
    if isinstance(kind, ir.Number | ir.Rank | ir.Day) or (isinstance(kind, ir.Choice) and kind.ordered):
        return True
    aggregate.inside.mismatch(kind, _ORDERED, written, place)
    return False


def _empty(
    outside: Formulas, aggregate: Aggregate, value: int | None, expr: syntax.Call, place: Place, known: Known
) -> tuple[int | None, bool]:
    """Give the value where nothing is left, and whether all is well."""
    written = expr.option("empty")
    if value is None:
        return None, False
    if written is None:
        if aggregate.may_be_empty():
            outside.faults.add(
                "may-be-empty",
                place.within(expr.start, expr.end),
                f"nothing may be left for `{expr.function}`: expected `empty=`, the value in that case",
                f"`{expr.function}` 可能无事件可算：应写 `empty=`，说明此时的值",
            )
            return None, False
        return None, True
    kind = aggregate.inside.builder.type(value)
    if isinstance(written, syntax.String):
        found = outside.word(written, kind, place)
        return found, found is not None
    found = outside.expr(written, place, known)
    if found is None:
        return None, False
    other = outside.builder.type(found)
    if type(other) is not type(kind) or (not isinstance(kind, ir.Number | ir.Day) and other != kind):
        outside.mismatch(other, type_name(kind), written, place)
        return None, False
    return found, True


def _mean(
    outside: Formulas, aggregate: Aggregate, value: int, empty: int | None, expr: syntax.Call, place: Place
) -> int | None:
    digits, mode = outside.rounding(expr, place)
    count = aggregate.total(aggregate.one())
    above = aggregate.total(value)
    if digits is None or mode is None or above is None:
        return None
    if empty is not None:
        empty = outside.builder.round(empty, digits, mode, aggregate.here)
    node = outside.builder.quotient(above, count, digits, mode, empty, aggregate.here)
    return outside.builder.with_unit(node, outside.builder.number_type(above).unit, aggregate.here)
