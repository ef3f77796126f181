"""The functions of the formula language, one method each; those over events and the cohort have modules of their own.

Complains of: unknown functions, wrong counts of arguments, missing or unknown options.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from partygrade import ir, syntax
from partygrade.compile.across import across
from partygrade.compile.scope import FactName, ListName, TextName, ValueName
from partygrade.diagnostics import Text, suggestion
from partygrade.evaluate import later
from partygrade.exact import MODES, Mode
from partygrade.source import Place

if TYPE_CHECKING:
    from partygrade.compile.formula import Formulas

Known = frozenset[str]
Method = Callable[[syntax.Call, Place, Known], int | None]
Signature = tuple[int, int, tuple[str, ...]]
"""Least and greatest count of arguments, and the options."""

_MANY = 2_000
"""More arguments than a formula has room for."""

_LONGEST = 99_999
"""Months or days that `later` can pass."""

_OVER_EVENTS = ("latest", "by", "once_per", "drop")
OVER_LISTS: dict[str, Signature] = {
    "count": (1, 2, _OVER_EVENTS),
    "sum": (1, 3, _OVER_EVENTS),
    "min": (1, 3, ("empty", *_OVER_EVENTS)),
    "max": (1, 3, ("empty", *_OVER_EVENTS)),
    "median": (1, 3, ("empty", *_OVER_EVENTS)),
    "mean": (1, 3, ("digits", "mode", "empty", *_OVER_EVENTS)),
}
COHORT: dict[str, Signature] = {
    "rank": (1, 2, ()),
    "cohort_count": (0, 1, ()),
    "cohort_sum": (1, 2, ()),
    "cohort_min": (1, 2, ("empty",)),
    "cohort_max": (1, 2, ("empty",)),
    "cohort_mean": (1, 2, ("digits", "mode", "empty")),
}


class Functions:
    """Compiles calls."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self._table: dict[str, tuple[Method, Signature]] = {
            "min": (self._extreme, (1, _MANY, ())),
            "max": (self._extreme, (1, _MANY, ())),
            "sum": (self._sum, (1, _MANY, ())),
            "abs": (self._abs, (1, 1, ())),
            "count": (self._count, (1, _MANY, ())),
            "round": (self._round, (1, 2, ("digits", "mode"))),
            "ratio": (self._ratio, (2, 2, ("digits", "empty", "mode"))),
            "mean": (self._mean, (1, _MANY, ("digits", "mode"))),
            "median": (self._no_list, (1, 3, OVER_LISTS["median"][2])),
            "known": (self._known, (1, 1, ())),
            "default": (self._default, (2, 2, ())),
            "days": (self._days, (2, 2, ())),
            "months": (self._months, (2, 2, ())),
            "years": (self._months, (2, 2, ())),
            "year": (self._year, (1, 1, ())),
            "later": (self._later, (1, 1, ("days", "months"))),
            "nth": (self._nth, (0, _MANY, ("by",))),
            **{name: (self._across, signature) for name, signature in COHORT.items()},
        }

    def call(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        """Compile a call."""
        entry = self._table.get(expr.function)
        if entry is None:
            self._unknown(expr, place)
            return None
        method, signature = entry
        if self._is_lost(expr):
            return None
        found = self._list(expr)
        if found is not None:
            signature = OVER_LISTS[expr.function]
        if not self._well_formed(expr, place, signature):
            return None
        if found is not None:
            return self.formulas.over_list(self.formulas, found, expr, place, known)
        return method(expr, place, known)

    def _is_lost(self, expr: syntax.Call) -> bool:
        """Tell whether a function is asked of a list that has a fault of its own."""
        first = expr.arguments[0] if expr.arguments and expr.function in OVER_LISTS else None
        return isinstance(first, syntax.Name) and first.id in self.formulas.scope.broken

    def _list(self, expr: syntax.Call) -> ListName | None:
        """Give the list of events or the panel that a function is asked of."""
        if expr.function not in OVER_LISTS or not expr.arguments or not isinstance(expr.arguments[0], syntax.Name):
            return None
        found = self.formulas.scope.names.get(expr.arguments[0].id)
        return found if isinstance(found, ListName) else None

    def _unknown(self, expr: syntax.Call, place: Place) -> None:
        self.formulas.faults.add(
            "unknown-function",
            place.within(expr.start, expr.name_end),
            f"no function is called `{expr.function}`",
            f"没有名为 `{expr.function}` 的函数",
            help=suggestion(expr.function, self._table)
            or Text(f"the functions are {', '.join(self._table)}", f"可用的函数：{'、'.join(self._table)}"),
        )

    def _well_formed(self, expr: syntax.Call, place: Place, signature: Signature) -> bool:
        least, most, options = signature
        here = place.within(expr.start, expr.end)
        given = len(expr.arguments)
        if not least <= given <= most:
            wanted = str(least) if least == most else f"{least} to {most}" if most < _MANY else f"at least {least}"
            chinese = str(least) if least == most else f"{least} 至 {most}" if most < _MANY else f"至少 {least}"
            self.formulas.faults.add(
                "wrong-arguments",
                here,
                f"`{expr.function}` has {given} argument{'' if given == 1 else 's'}: expected {wanted}",
                f"`{expr.function}` 有 {given} 个参数：应为 {chinese} 个",
            )
            return False
        return all(self._option_fits(expr, name, value, options, place) for name, value in expr.options)

    def _option_fits(
        self,
        expr: syntax.Call,
        name: str,
        value: syntax.Expr | syntax.Several,
        options: tuple[str, ...],
        place: Place,
    ) -> bool:
        here = place.within(value.start, value.end)
        if name not in options:
            self.formulas.faults.add(
                "wrong-arguments",
                here,
                f"`{expr.function}` has no option `{name}=`",
                f"`{expr.function}` 没有选项 `{name}=`",
                help=suggestion(name, options),
            )
            return False
        if isinstance(value, syntax.Several) and name != "once_per":
            self.formulas.faults.add(
                "wrong-arguments",
                here,
                f"`{name}=` is given a list: expected one value",
                f"`{name}=` 只能有一个值，不能是列表",
            )
            return False
        return True

    def _numbers(self, expr: syntax.Call, place: Place, known: Known) -> list[int] | None:
        """Compile the arguments as numbers of one unit."""
        nodes = [self.formulas.number_expr(argument, place, known) for argument in expr.arguments]
        found = [n for n in nodes if n is not None]
        if len(found) < len(nodes) or not self.formulas.units_agree(found, place.within(expr.start, expr.end)):
            return None
        return found

    def _no_list(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        argument = expr.arguments[0]
        if isinstance(argument, syntax.Name) and argument.id in self.formulas.scope.broken:
            return None
        self.formulas.faults.add(
            "wrong-arguments",
            place.within(argument.start, argument.end),
            f"`{expr.function}` looks at a list: expected the name of a panel or of a list of events",
            f"`{expr.function}` 只用于多人评分或事件列表：应写其名称",
        )
        return None

    def _extreme(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here, least = place.within(expr.start, expr.end), expr.function == "min"
        lead = next((a for a in expr.arguments if not isinstance(a, syntax.String)), expr.arguments[0])
        first = self.formulas.expr(lead, place, known)
        if first is None:
            return None
        if isinstance(self.builder.type(first), ir.Number | ir.Flag):
            found = self._numbers(expr, place, known)
            return None if found is None else self.builder.extreme(found, least, here)
        others = [self.formulas.pair(lead, one, place, known, ordered=True)[1] for one in expr.arguments]
        return self.builder.extreme_of([first, *others], least, here)

    def _sum(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        found = self._numbers(expr, place, known)
        return None if found is None else self.builder.add(found, place.within(expr.start, expr.end))

    def _abs(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        node = self.formulas.number_expr(expr.arguments[0], place, known)
        return self.builder.extreme([node, self.builder.negative(node, here)], False, here)

    def _count(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        one, zero = self.builder.figure(1, None, here), self.builder.figure(0, None, here)
        conditions = [self.formulas.condition_expr(argument, place, known) for argument in expr.arguments]
        return self.builder.add([self.builder.choose(node, one, zero, here) for node in conditions], here)

    def _round(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        node = self.formulas.number_expr(expr.arguments[0], place, known)
        digits, mode = self.rounding(expr, place, expr.arguments[1] if len(expr.arguments) == 2 else None)
        if digits is None or mode is None:
            return None
        return self.builder.round(node, digits, mode, place.within(expr.start, expr.end))

    def _ratio(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        above = self.formulas.number_expr(expr.arguments[0], place, known)
        below = self.formulas.number_expr(expr.arguments[1], place, known)
        digits, mode = self.rounding(expr, place)
        if above is None or below is None or digits is None or mode is None:
            return None
        kind, written = self.builder.number_type(below), expr.option("empty")
        if written is None and kind.low <= 0 <= kind.high:
            self.formulas.faults.add(
                "division-by-zero",
                here,
                "the second figure can be 0: expected `empty=`, the value in that case",
                "第二个数可能为 0：应写 `empty=`，说明此时的值",
            )
            return None
        empty = None
        if written is not None:
            empty = self.builder.round(self.formulas.number_expr(written, place, known), digits, mode, here)
        return self.builder.quotient(above, below, digits, mode, empty, here)

    def _mean(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        found = self._numbers(expr, place, known)
        digits, mode = self.rounding(expr, place)
        if found is None or digits is None or mode is None:
            return None
        count = self.builder.figure(len(found), None, here)
        unit = next((u for n in found if (u := self.builder.number_type(n).unit) is not None), None)
        node = self.builder.quotient(self.builder.add(found, here), count, digits, mode, None, here)
        return self.builder.with_unit(node, unit, here)

    def rounding(
        self, expr: syntax.Call, place: Place, digits: syntax.Expr | None = None
    ) -> tuple[int | None, Mode | None]:
        """Read `digits=`, unless they are given, and `mode=`."""
        written = digits if digits is not None else expr.option("digits")
        if written is None:
            self.formulas.faults.add(
                "unrounded-quotient",
                place.within(expr.start, expr.end),
                f"`{expr.function}` does not say to how many digits it rounds: expected `digits=`",
                f"`{expr.function}` 没有写明保留几位小数：应写 `digits=`",
            )
            return None, None
        count = self.whole(written, 0, 9, Text("the digits to round to", "保留的小数位数"), place)
        if count is None:
            return None, None
        mode = expr.option("mode")
        if mode is None:
            return count, "half_up"
        if isinstance(mode, syntax.String) and mode.value in MODES:
            return count, mode.value
        self.formulas.faults.add(
            "wrong-arguments",
            place.within(mode.start, mode.end),
            f"this is no rounding mode: expected one of {', '.join(MODES)}, in quotes",
            f"没有这种取舍方式：应为 {'、'.join(MODES)} 之一，并加引号",
        )
        return None, None

    def whole(self, written: syntax.Expr, least: int, most: int, what: Text, place: Place) -> int | None:
        """Read a whole number that parameters settle."""
        part = place.within(written.start, written.end)
        node = self.formulas.settled(self.formulas.number_expr(written, place, frozenset()), part)
        found = self.builder.constant(node)
        if node is None or found is None:
            return None
        if not self.builder.number_type(node).scale and least <= found <= most:
            return found
        self.formulas.faults.add(
            "wrong-arguments",
            part,
            f"{what.en}: expected a whole number from {least} to {most}",
            f"{what.zh}：应为 {least} 至 {most} 的整数",
        )
        return None

    def _fact(self, expr: syntax.Call, place: Place) -> FactName | None:
        argument = expr.arguments[0]
        found = self.formulas.scope.names.get(argument.id) if isinstance(argument, syntax.Name) else None
        if isinstance(found, FactName):
            return found
        if isinstance(argument, syntax.Name) and (found is None or isinstance(found, TextName)):
            self.formulas.expr(argument, place, frozenset())
            return None
        self.formulas.faults.add(
            "wrong-arguments",
            place.within(argument.start, argument.end),
            f"`{expr.function}` is asked of something else: expected the name of a fact",
            f"`{expr.function}` 只能用于事实：应写事实的名称",
        )
        return None

    def _known(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        argument = expr.arguments[0]
        node = self.formulas.scope.names.get(argument.id) if isinstance(argument, syntax.Name) else None
        if isinstance(node, ValueName) and node.applies is not None:
            return node.applies(here)
        fact = self._fact(expr, place)
        if fact is None:
            return None
        return self.builder.truth(True, here) if fact.sure else self.builder.emit(ir.Known(fact.index), here)

    def _default(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        fact = self._fact(expr, place)
        here = place.within(expr.start, expr.end)
        if fact is None:
            return None
        inside = known | {fact.id}
        value, other = self.formulas.pair(expr.arguments[0], expr.arguments[1], place, inside, ordered=False)
        if fact.sure:
            return value
        return self.builder.choose(self.builder.emit(ir.Known(fact.index), here), value, other, here)

    def _nth(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        return self.formulas.nth(expr, place, known)

    def _across(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        return across(self.formulas, expr, place, known)

    # Dates.

    def _day(self, argument: syntax.Expr, place: Place, known: Known) -> tuple[int, ir.Day] | None:
        """Compile a date, and give its range."""
        node = (
            self.formulas.word(argument, ir.Day(), place)
            if isinstance(argument, syntax.String)
            else self.formulas.expr(argument, place, known)
        )
        if node is None:
            return None
        kind = self.builder.type(node)
        if isinstance(kind, ir.Day):
            return node, kind
        self.formulas.mismatch(kind, Text("a date", "日期"), argument, place)
        return None

    def _span(
        self, expr: syntax.Call, place: Place, known: Known
    ) -> tuple[tuple[int, ir.Day], tuple[int, ir.Day]] | None:
        one, two = (self._day(argument, place, known) for argument in expr.arguments)
        return None if one is None or two is None else (one, two)

    def _days(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        ends = self._span(expr, place, known)
        if ends is None:
            return None
        (first, early), (second, late) = ends
        minus = self.builder.emit(ir.Scale(first, -1, ir.Number(0, -early.high, -early.low)), here)
        if minus is None:
            return None
        span = ir.Number(0, late.low - early.high, late.high - early.low)
        return self.builder.emit(ir.Add((second, minus), span), here)

    def _months(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        ends = self._span(expr, place, known)
        if ends is None:
            return None
        (first, early), (second, late) = ends
        low = 12 * (_year_of(late.low) - _year_of(early.high)) - 12
        high = 12 * (_year_of(late.high) - _year_of(early.low)) + 12
        node = self.builder.emit(ir.Months(first, second, ir.Number(0, low, high)), here)
        if expr.function == "months":
            return node
        return self.builder.quotient(node, self.builder.figure(12, None, here), 0, "down", None, here)

    def _later(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        found = self._day(expr.arguments[0], place, known)
        counts = []
        for name in ("months", "days"):
            written = expr.option(name)
            what = Text(f"the {name} that pass", "所经过的月数" if name == "months" else "所经过的天数")
            counts.append(0 if written is None else self.whole(written, 0, _LONGEST, what, place))
        months, days = counts
        if not expr.options:
            self.formulas.faults.add(
                "wrong-arguments",
                here,
                "`later` does not say how much later: expected `days=` or `months=`",
                "`later` 没有写明推后多少：应写 `days=` 或 `months=`",
            )
            return None
        if found is None or months is None or days is None:
            return None
        node, kind = found
        span = ir.Day(later(kind.low, months, days), later(kind.high, months, days))
        return self.builder.emit(ir.Later(node, months, days, span), here)

    def _year(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        found = self._day(expr.arguments[0], place, known)
        if found is None:
            return None
        node, kind = found
        years = ir.Number(0, _year_of(kind.low), _year_of(kind.high))
        return self.builder.emit(ir.Year(node, years), place.within(expr.start, expr.end))


def _year_of(ordinal: int) -> int:
    return date.fromordinal(ordinal).year
