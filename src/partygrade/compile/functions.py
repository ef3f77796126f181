"""The functions of the formula language, one method each.

Complains of: unknown functions, wrong counts of arguments, missing or unknown options.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from partygrade import ir, syntax
from partygrade.compile.scope import FactName, TextName
from partygrade.diagnostics import Text, suggestion
from partygrade.exact import MODES, Mode
from partygrade.source import Place

if TYPE_CHECKING:
    from partygrade.compile.formula import Formulas

Known = frozenset[str]
Method = Callable[[syntax.Call, Place, Known], int | None]
_MANY = 2_000
"""More arguments than a formula has room for."""

_LATER = frozenset({"median", "trimmed_mean", "rank", "share", "cohort_max", "cohort_mean", "years", "months"})


class Functions:
    """Compiles calls."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        # Name: method, least and greatest count of arguments, options.
        self._table: dict[str, tuple[Method, int, int, tuple[str, ...]]] = {
            "min": (self._extreme, 1, _MANY, ()),
            "max": (self._extreme, 1, _MANY, ()),
            "sum": (self._sum, 1, _MANY, ()),
            "abs": (self._abs, 1, 1, ()),
            "count": (self._count, 1, _MANY, ()),
            "round": (self._round, 1, 2, ("digits", "mode")),
            "ratio": (self._ratio, 2, 2, ("digits", "empty", "mode")),
            "mean": (self._mean, 1, _MANY, ("digits", "mode")),
            "known": (self._known, 1, 1, ()),
            "default": (self._default, 2, 2, ()),
            "days": (self._days, 2, 2, ()),
        }

    def call(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        """Compile a call."""
        entry = self._table.get(expr.function)
        if entry is None:
            self._unknown(expr, place)
            return None
        method, least, most, options = entry
        if not self._well_formed(expr, place, least, most, options):
            return None
        return method(expr, place, known)

    def _unknown(self, expr: syntax.Call, place: Place) -> None:
        here = place.within(expr.start, expr.name_end)
        if expr.function in _LATER:
            en, zh = "is not in this version of the language", "本版本尚未提供"
            self.formulas.faults.add("unknown-function", here, f"`{expr.function}` {en}", f"`{expr.function}` {zh}")
            return
        self.formulas.faults.add(
            "unknown-function",
            here,
            f"no function is called `{expr.function}`",
            f"没有名为 `{expr.function}` 的函数",
            help=suggestion(expr.function, self._table)
            or Text(f"the functions are {', '.join(self._table)}", f"可用的函数：{'、'.join(self._table)}"),
        )

    def _well_formed(self, expr: syntax.Call, place: Place, least: int, most: int, options: tuple[str, ...]) -> bool:
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
        for name, value in expr.options:
            if name not in options:
                self.formulas.faults.add(
                    "wrong-arguments",
                    place.within(value.start, value.end),
                    f"`{expr.function}` has no option `{name}=`",
                    f"`{expr.function}` 没有选项 `{name}=`",
                    help=suggestion(name, options),
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

    def _extreme(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        found = self._numbers(expr, place, known)
        here = place.within(expr.start, expr.end)
        return None if found is None else self.builder.extreme(found, expr.function == "min", here)

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
        options = dict(expr.options)
        if len(expr.arguments) == 2:
            options["digits"] = expr.arguments[1]
        digits, mode = self._rounding(expr, options, place)
        if digits is None or mode is None:
            return None
        return self.builder.round(node, digits, mode, place.within(expr.start, expr.end))

    def _ratio(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        options = dict(expr.options)
        above = self.formulas.number_expr(expr.arguments[0], place, known)
        below = self.formulas.number_expr(expr.arguments[1], place, known)
        digits, mode = self._rounding(expr, options, place)
        if above is None or below is None or digits is None or mode is None:
            return None
        kind = self.builder.number_type(below)
        empty = self.formulas.number_expr(options["empty"], place, known) if "empty" in options else None
        if "empty" not in options and kind.low <= 0 <= kind.high:
            self.formulas.faults.add(
                "division-by-zero",
                here,
                "the second figure can be 0: expected `empty=`, the value in that case",
                "第二个数可能为 0：应写 `empty=`，说明此时的值",
            )
            return None
        empty = self.builder.round(empty, digits, mode, here) if empty is not None else None
        return self.builder.quotient(above, below, digits, mode, empty, here)

    def _mean(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        found = self._numbers(expr, place, known)
        digits, mode = self._rounding(expr, dict(expr.options), place)
        if found is None or digits is None or mode is None:
            return None
        count = self.builder.figure(len(found), None, here)
        unit = next((u for n in found if (u := self.builder.number_type(n).unit) is not None), None)
        node = self.builder.quotient(self.builder.add(found, here), count, digits, mode, None, here)
        return self.builder.with_unit(node, unit, here)

    def _rounding(
        self, expr: syntax.Call, options: dict[str, syntax.Expr], place: Place
    ) -> tuple[int | None, Mode | None]:
        """Read `digits=` and `mode=`."""
        written = options.get("digits")
        here = place.within(expr.start, expr.end)
        if written is None:
            self.formulas.faults.add(
                "unrounded-quotient",
                here,
                f"`{expr.function}` does not say to how many digits it rounds: expected `digits=`",
                f"`{expr.function}` 没有写明保留几位小数：应写 `digits=`",
            )
            return None, None
        part = place.within(written.start, written.end)
        node = self.formulas.settled(self.formulas.number_expr(written, place, frozenset()), part)
        digits = self.builder.constant(node)
        if node is None or digits is None:
            return None, None
        if self.builder.number_type(node).scale or not 0 <= digits <= 9:
            self.formulas.faults.add(
                "wrong-arguments",
                part,
                "the digits to round to: expected a whole number from 0 to 9",
                "保留的小数位数：应为 0 至 9 的整数",
            )
            return None, None
        mode = options.get("mode")
        if mode is None:
            return digits, "half_up"
        if isinstance(mode, syntax.String) and mode.value in MODES:
            return digits, mode.value
        self.formulas.faults.add(
            "wrong-arguments",
            place.within(mode.start, mode.end),
            f"this is no rounding mode: expected one of {', '.join(MODES)}, in quotes",
            f"没有这种取舍方式：应为 {'、'.join(MODES)} 之一，并加引号",
        )
        return None, None

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
        fact = self._fact(expr, place)
        here = place.within(expr.start, expr.end)
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

    def _days(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        here = place.within(expr.start, expr.end)
        ends: list[tuple[int, ir.Day]] = []
        for argument in expr.arguments:
            node = (
                self.formulas.word(argument, ir.Day(), place)
                if isinstance(argument, syntax.String)
                else self.formulas.expr(argument, place, known)
            )
            if node is None:
                return None
            kind = self.builder.type(node)
            if not isinstance(kind, ir.Day):
                self.formulas.mismatch(kind, Text("a date", "日期"), argument, place)
                return None
            ends.append((node, kind))
        (first, early), (second, late) = ends
        minus = self.builder.emit(ir.Scale(first, -1, ir.Number(0, -early.high, -early.low)), here)
        if minus is None:
            return None
        span = ir.Number(0, late.low - early.high, late.high - early.low)
        return self.builder.emit(ir.Add((second, minus), span), here)
