"""Formulas to IR: names resolved, types and units checked, optional facts guarded.

Before: the text of a formula, or a constant. After: the number of a typed node, None where it is broken.
Complains of: unknown names, types and units that do not fit, quotients without rounding, optional facts used unguarded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from partygrade import exact, ir, syntax
from partygrade.compile.builder import Builder, Faults
from partygrade.compile.functions import Functions
from partygrade.compile.scope import (
    FactName,
    GradeName,
    ListName,
    ParameterName,
    Scope,
    TallyName,
    TextName,
    ValueName,
    facts_known,
)
from partygrade.diagnostics import Text
from partygrade.parse import parse
from partygrade.source import Place
from partygrade.synonyms import truth

Known = frozenset[str]
NOTHING: Known = frozenset()

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


OverList = Callable[["Formulas", ListName, syntax.Call, Place, Known], int | None]
"""Compiles a function of a list of events or a panel."""


class Formulas:
    """Compiles formulas in one scope."""

    def __init__(self, builder: Builder, scope: Scope, faults: Faults, over_list: OverList) -> None:
        self.builder = builder
        self.scope = scope
        self.faults = faults
        self.over_list = over_list
        self.cohort_values: dict[tuple[object, ...], int] = {}
        self._functions = Functions(self)
        self.rounding = self._functions.rounding
        self.whole = self._functions.whole

    # From the file's value to a node of the wanted kind.

    def syntax_of(self, written: object, place: Place) -> syntax.Expr | None:
        """Give the tree of a formula; a constant of the file is a tree too."""
        if isinstance(written, bool):
            return syntax.Boolean(written, 0, 0)
        if isinstance(written, int | Decimal):
            return syntax.Number(Decimal(written), False, 0, 0)
        found = parse(str(written), place)
        if not isinstance(found, syntax.Expr):
            self.faults.keep(found)
            return None
        return found

    def any(self, written: object, place: Place, known: Known = NOTHING) -> int | None:
        """Compile a formula of any type."""
        expr = self.syntax_of(written, place)
        return None if expr is None else self.expr(expr, place, known)

    def number(self, written: object, place: Place, known: Known = NOTHING) -> int | None:
        """Compile a formula that must be a number."""
        expr = self.syntax_of(written, place)
        return None if expr is None else self.number_expr(expr, place, known)

    def condition(self, written: object, place: Place, known: Known = NOTHING) -> tuple[int | None, Known]:
        """Compile a condition; give also the facts that are known where it holds."""
        expr = self.syntax_of(written, place)
        if expr is None:
            return None, known
        return self.condition_expr(expr, place, known), known | facts_known(expr, truth=True)

    def constant(self, written: object, place: Place) -> int | None:
        """Compile a number that parameters settle."""
        return self.settled(self.number(written, place), place)

    def settled(self, node: int | None, place: Place) -> int | None:
        """Give the node if parameters settle it; else complain."""
        if node is None or self.builder.constant(node) is not None:
            return node
        self._not_constant(place)
        return None

    def _not_constant(self, place: Place) -> None:
        self.faults.add(
            "not-constant",
            place,
            "this depends on facts: expected a figure or a formula of parameters",
            "此处取决于事实：应为数字或只含参数的公式",
        )

    # Trees.

    def number_expr(self, expr: syntax.Expr, place: Place, known: Known) -> int | None:
        """Compile a tree that must be a number."""
        node = self.expr(expr, place, known)
        if node is None or isinstance(self.builder.type(node), ir.Number):
            return node
        self.mismatch(self.builder.type(node), Text("a number", "数字"), expr, place)
        return None

    def condition_expr(self, expr: syntax.Expr, place: Place, known: Known) -> int | None:
        """Compile a tree that must be a condition."""
        node = self.expr(expr, place, known)
        if node is None or isinstance(self.builder.type(node), ir.Flag):
            return node
        self.mismatch(self.builder.type(node), Text("a condition", "条件"), expr, place)
        return None

    def mismatch(self, found: ir.Type, wanted: Text, expr: syntax.Expr, place: Place) -> None:
        """Complain of a type that does not fit."""
        name = type_name(found)
        self.faults.add(
            "wrong-type",
            at(place, expr),
            f"this is {name.en}: expected {wanted.en}",
            f"此处是{name.zh}：应为{wanted.zh}",
            help=_without_quotes(expr),
        )

    def expr(self, expr: syntax.Expr, place: Place, known: Known) -> int | None:
        """Compile a tree."""
        here = at(place, expr)
        match expr:
            case syntax.Number():
                return self.builder.figure(expr.value, ir.PERCENT if expr.percent else None, here)
            case syntax.Boolean():
                return self.builder.truth(expr.value, here)
            case syntax.String():
                self._stray_text(expr, place)
                return None
            case syntax.Name():
                return self._name(expr, place, known)
            case syntax.Negative():
                return self.builder.negative(self.number_expr(expr.operand, place, known), here)
            case syntax.Arithmetic():
                return self._arithmetic(expr, place, known)
            case syntax.Compare():
                return self._compare(expr, place, known)
            case syntax.In():
                return self._membership(expr, place, known)
            case syntax.AllOf() | syntax.AnyOf():
                return self._joined(expr, place, known)
            case syntax.Negation():
                return self.builder.negation(self.condition_expr(expr.operand, place, known), here)
            case syntax.Choose():
                return self._choose(expr, place, known)
            case syntax.Call():
                return self._functions.call(expr, place, known)

    def _stray_text(self, expr: syntax.String, place: Place) -> None:
        self.faults.add(
            "wrong-type",
            at(place, expr),
            f'the text "{expr.value}" stands alone: expected it beside a choice, a grade or a date',
            f'文字 "{expr.value}" 单独出现：应与选项、等次或日期比较',
        )

    def nth(self, expr: syntax.Call, place: Place, known: Known) -> int | None:
        """Complain of `nth` outside a list of events."""
        self.faults.add(
            "wrong-arguments",
            place.within(expr.start, expr.end),
            "`nth` is the place of an event: expected it in the value of a function of events",
            "`nth` 是事件的序次：只能用在事件列表函数的取值部分",
        )
        return None

    # Names.

    def is_known(self, name: str, known: Known) -> bool:
        """Tell whether a fact has a value here for certain."""
        fact = self.scope.names.get(name)
        return not isinstance(fact, FactName) or fact.sure or name in known

    def _name(self, expr: syntax.Name, place: Place, known: Known) -> int | None:
        here = at(place, expr)
        match self.scope.names.get(expr.id):
            case FactName() as fact:
                if not self.is_known(expr.id, known):
                    self._unguarded(expr, here)
                    return None
                return fact.node
            case ParameterName() | ValueName() as value:
                return value.make(here)
            case GradeName() as grade:
                assert self.scope.ladder is not None
                return self.builder.literal(grade.rank, self.scope.ladder, here)
            case TallyName():
                self.faults.add(
                    "wrong-type",
                    here,
                    f"`{expr.id}` is a tally: expected one of its columns, such as `{expr.id}_CATEGORY`",
                    f"`{expr.id}` 是分类计数：应写其中一列，如 `{expr.id}_类别`",
                )
                return None
            case ListName():
                self.faults.add(
                    "wrong-type",
                    here,
                    f"`{expr.id}` is a list: expected it inside `count`, `sum`, `mean` or another function of lists",
                    f"`{expr.id}` 是列表：只能用在 `count`、`sum`、`mean` 等函数里",
                )
                return None
            case TextName():
                self.faults.add(
                    "wrong-type",
                    here,
                    f"`{expr.id}` is a text, which takes part in no formula: expected another fact",
                    f"`{expr.id}` 是文字，不能用于公式：应为其他事实",
                    help=Text("make it a `choice` to compare it", "如需比较，请改为 `choice`"),
                )
                return None
            case None:
                self._unknown(expr, here)
                return None

    def _unguarded(self, expr: syntax.Name, here: Place) -> None:
        self.faults.add(
            "may-be-unknown",
            here,
            f"`{expr.id}` is optional and may be unknown here",
            f"`{expr.id}` 是可缺的事实，此处可能未知",
            help=Text(
                f"write `known({expr.id}) and …`, or `default({expr.id}, VALUE)`",
                f"请写 `known({expr.id}) and …`，或 `default({expr.id}, 值)`",
            ),
        )

    def _unknown(self, expr: syntax.Name, here: Place) -> None:
        if expr.id in self.scope.broken:
            return
        if expr.id in self.scope.coming:
            self._not_constant(here)
            return
        self.faults.add(
            "unknown-name",
            here,
            f"no fact, parameter, figure, score node or grade is called `{expr.id}`",
            f"没有名为 `{expr.id}` 的事实、参数、派生量、评分项或等次",
            help=self.scope.meant(expr.id),
        )

    # Operators.

    def _arithmetic(self, expr: syntax.Arithmetic, place: Place, known: Known) -> int | None:
        here = at(place, expr)
        left = self.number_expr(expr.left, place, known)
        right = self.number_expr(expr.right, place, known)
        if left is None or right is None:
            return None
        match expr.operator:
            case "+" | "-":
                if not self.units_agree([left, right], here):
                    return None
                return self.builder.add(
                    [left, right if expr.operator == "+" else self.builder.negative(right, here)], here
                )
            case "*":
                one, two = self.builder.number_type(left).unit, self.builder.number_type(right).unit
                if one is not None and two is not None:
                    self._two_units(one, two, here)
                    return None
                return self.builder.multiply(left, right, here)
            case "/":
                return self._divide(left, right, expr, here)

    def _two_units(self, one: str, two: str, here: Place) -> None:
        self.faults.add(
            "unit-mismatch",
            here,
            f"a product of {one} and {two} has no unit here: expected one factor to be a plain figure",
            f"{one} 与 {two} 不能相乘：其中一个应为不带单位的数",
        )

    def _divide(self, left: int, right: int, expr: syntax.Arithmetic, here: Place) -> int | None:
        value = self.builder.constant(right)
        kind = self.builder.number_type(right)
        if value is not None and value != 0 and (reciprocal := _reciprocal(value, kind.scale)) is not None:
            factor = self.builder.figure(reciprocal, None, here)
            unit = self.builder.number_type(left).unit
            return self.builder.with_unit(self.builder.multiply(left, factor, here), unit, here)
        if value == 0:
            self.faults.add("division-by-zero", here, "this divides by 0", "此处除以 0")
            return None
        self.faults.add(
            "unrounded-quotient",
            here,
            "this quotient has no stated rounding",
            "此处的商没有写明如何取舍",
            help=Text("write `ratio(a, b, digits=2)`", "请写 `ratio(a, b, digits=2)`"),
        )
        return None

    def units_agree(self, nodes: Iterable[int], here: Place) -> bool:
        """Complain if numbers of different units meet."""
        units = list(dict.fromkeys(u for n in nodes if (u := self.builder.number_type(n).unit) is not None))
        if len(units) < 2:
            return True
        self.faults.add(
            "unit-mismatch",
            here,
            f"{units[0]} and {units[1]} meet here: expected one unit",
            f"单位不一致：{units[0]} 与 {units[1]}",
        )
        return False

    def _compare(self, expr: syntax.Compare, place: Place, known: Known) -> int | None:
        here = at(place, expr)
        parts: list[int | None] = []
        for sign, left, right in zip(expr.operators, expr.operands, expr.operands[1:], strict=False):
            one, two = self.pair(left, right, place, known, ordered=sign not in ("==", "!="))
            parts.append(self.builder.compare(sign, one, two, here))
        return self.builder.all_of(parts, here)

    def pair(
        self, left: syntax.Expr, right: syntax.Expr, place: Place, known: Known, ordered: bool
    ) -> tuple[int | None, int | None]:
        """Compile two values that must be of one type; a text takes the type of the other."""
        if isinstance(left, syntax.String) and not isinstance(right, syntax.String):
            two, one = self.pair(right, left, place, known, ordered)
            return one, two
        one = self.expr(left, place, known)
        if one is None:
            return None, None
        kind = self.builder.type(one)
        if isinstance(right, syntax.String):
            two = self.word(right, kind, place)
            if two is None or (ordered and not self._ordered(kind, left, right, place)):
                return None, None
            return one, two
        two = self._bare_word(right, kind, place) or self.expr(right, place, known)
        if two is None or not self._comparable(one, two, left, right, place, ordered):
            return None, None
        return one, two

    def _bare_word(self, expr: syntax.Expr, kind: ir.Type, place: Place) -> int | None:
        """Understand an option written without quotes well enough to say so."""
        if not isinstance(expr, syntax.Name) or not isinstance(kind, ir.Choice) or expr.id in self.scope.names:
            return None
        if expr.id in kind.options:
            self.faults.add(
                "unquoted-word",
                at(place, expr),
                f"`{expr.id}` is a word: expected it in quotes",
                f"`{expr.id}` 是文字：应加引号",
                help=Text(f'write "{expr.id}"', f'请写 "{expr.id}"'),
            )
            return self.word(syntax.String(expr.id, expr.start, expr.end), kind, place)
        return None

    def _comparable(
        self, one: int, two: int, left: syntax.Expr, right: syntax.Expr, place: Place, ordered: bool
    ) -> bool:
        here = _across(place, left, right)
        first, second = self.builder.type(one), self.builder.type(two)
        if isinstance(first, ir.Number) and isinstance(second, ir.Number):
            return self.units_agree([one, two], here)
        same = first == second or (isinstance(first, ir.Day) and isinstance(second, ir.Day))
        if not same:
            self.mismatch(second, type_name(first), right, place)
            return False
        return not ordered or self._ordered(first, left, right, place)

    def _ordered(self, kind: ir.Type, left: syntax.Expr, right: syntax.Expr, place: Place) -> bool:
        if not isinstance(kind, ir.Flag) and (not isinstance(kind, ir.Choice) or kind.ordered):
            return True
        name = type_name(kind)
        self.faults.add(
            "not-ordered",
            _across(place, left, right),
            f"{name.en} has no order: expected `==` or `!=`",
            f"{name.zh}没有高低之分：应写 `==` 或 `!=`",
        )
        return False

    def word(self, expr: syntax.String, kind: ir.Type, place: Place) -> int | None:
        """Compile a text as a value of the type beside it."""
        here = at(place, expr)
        match kind:
            case ir.Choice():
                options = kind.options
            case ir.Rank():
                options = kind.ladder
            case ir.Day():
                return self._day(expr, here)
            case _:
                self.mismatch_text(expr, kind, place)
                return None
        if expr.value in options:
            return self.builder.literal(options.index(expr.value), kind, here)
        self.faults.add(
            "unknown-option",
            here,
            f'"{expr.value}" is no option of {kind.name}: expected one of {", ".join(options)}',
            f'"{expr.value}" 不是 {kind.name} 的选项：应为 {"、".join(options)} 之一',
            help=self.scope.option(expr.value, options),
        )
        return None

    def mismatch_text(self, expr: syntax.String, kind: ir.Type, place: Place) -> None:
        """Complain of a text beside a value that is not compared with text."""
        self.faults.add(
            "wrong-type",
            at(place, expr),
            f"this is text: expected {type_name(kind).en}",
            f"此处是文字：应为{type_name(kind).zh}",
            help=_without_quotes(expr),
        )

    def _day(self, expr: syntax.String, here: Place) -> int | None:
        ordinal = ordinal_of(expr.value)
        if ordinal is None:
            self.faults.add(
                "bad-date",
                here,
                f'"{expr.value}" is no calendar day: expected the form "2017-06-05"',
                f'"{expr.value}" 不是日期：应写成 "2017-06-05"',
            )
            return None
        return self.builder.literal(ordinal, ir.Day(ordinal, ordinal), here)

    def _membership(self, expr: syntax.In, place: Place, known: Known) -> int | None:
        here = at(place, expr)
        found: list[int | None] = []
        for option in expr.options:
            one, two = self.pair(expr.operand, option, place, known, ordered=False)
            found.append(self.builder.compare("==", one, two, here))
        node = self.builder.any_of(found, here)
        return self.builder.negation(node, here) if expr.negated else node

    def _joined(self, expr: syntax.AllOf | syntax.AnyOf, place: Place, known: Known) -> int | None:
        every = isinstance(expr, syntax.AllOf)
        nodes: list[int | None] = []
        for operand in expr.operands:
            nodes.append(self.condition_expr(operand, place, known))
            known = known | facts_known(operand, truth=every)
        return (self.builder.all_of if every else self.builder.any_of)(nodes, at(place, expr))

    def _branches(
        self, expr: syntax.Choose, place: Place, then_known: Known, else_known: Known, wanted: ir.Type | None
    ) -> tuple[int | None, int | None]:
        """Compile both branches; a text takes the type of the other branch, or the one that is wanted around both."""
        if wanted is None and _is_text(expr.then):
            otherwise = self.expr(expr.otherwise, place, else_known)
            kind = None if otherwise is None else self.builder.type(otherwise)
            then = None if kind is None else self._typed(expr.then, kind, place, then_known)
            return then, otherwise
        then = self._typed(expr.then, wanted, place, then_known)
        kind = wanted if then is None else self.builder.type(then)
        return then, None if then is None else self._typed(expr.otherwise, kind, place, else_known)

    def _typed(self, expr: syntax.Expr, kind: ir.Type | None, place: Place, known: Known) -> int | None:
        """Compile a tree in which a text is a value of the type."""
        if isinstance(expr, syntax.String) and kind is not None:
            return self.word(expr, kind, place)
        if isinstance(expr, syntax.Choose):
            return self._choose(expr, place, known, kind if _is_text(expr) else None)
        return self.expr(expr, place, known)

    def _choose(self, expr: syntax.Choose, place: Place, known: Known, wanted: ir.Type | None = None) -> int | None:
        here = at(place, expr)
        condition = self.condition_expr(expr.condition, place, known)
        then_known = known | facts_known(expr.condition, truth=True)
        else_known = known | facts_known(expr.condition, truth=False)
        then, otherwise = self._branches(expr, place, then_known, else_known, wanted)
        if then is None or otherwise is None or condition is None:
            return None
        if not self._comparable(then, otherwise, expr.then, expr.otherwise, place, ordered=False):
            return None
        return self.builder.choose(condition, then, otherwise, here)


def _is_text(expr: syntax.Expr) -> bool:
    """Say whether a tree is a text, or a choice that needs the type of its texts from outside."""
    match expr:
        case syntax.String():
            return True
        case syntax.Choose():
            return _is_text(expr.then) and _is_text(expr.otherwise)
        case _:
            return False


def _without_quotes(expr: syntax.Expr) -> Text | None:
    """Say how a yes or no in quotes is written."""
    meant = truth(expr.value) if isinstance(expr, syntax.String) else None
    return None if meant is None else Text(f"write `{meant}` without quotes", f"请写 `{meant}`，不加引号")


def at(place: Place, expr: syntax.Expr) -> Place:
    """Give the place of a part of a formula."""
    return place.within(expr.start, expr.end) if expr.end > expr.start else place


def _across(place: Place, one: syntax.Expr, two: syntax.Expr) -> Place:
    """Give the place of two parts of a formula, in whichever order, and of what stands between them."""
    start, end = min(one.start, two.start), max(one.end, two.end)
    return place.within(start, end) if end > start else place


def ordinal_of(text: str) -> int | None:
    """Read `2017-06-05` as a day's ordinal; None if it is no calendar day."""
    try:
        return date.fromisoformat(text).toordinal() if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _reciprocal(value: int, scale: int) -> Decimal | None:
    """Give 1 ÷ value where that is a finite decimal of at most 15 digits."""
    for digits in range(16):
        power = 10 ** (digits + scale)
        if power % value == 0:
            return exact.decimal(power // value, digits)
    return None


def type_name(kind: ir.Type) -> Text:
    """Name a type as an author would."""
    match kind:
        case ir.Number(unit=None):
            return Text("a number", "数字")
        case ir.Number():
            unit = "points" if kind.unit == ir.POINTS else kind.unit
            return Text(f"a number of {unit}", f"以{kind.unit}计的数")
        case ir.Flag():
            return Text("a condition", "条件")
        case ir.Choice():
            return Text(f"an option of {kind.name}", f"{kind.name} 的选项")
        case ir.Day():
            return Text("a date", "日期")
        case ir.Rank():
            return Text(
                f"a grade of {kind.name}" if kind.name else "a grade", f"{kind.name} 的等次" if kind.name else "等次"
            )
        case ir.Label():
            return Text("a text", "文字")
        case ir.Panel():
            return Text("a panel", "多人评分")
        case ir.Events():
            return Text("a list of events", "事件列表")
