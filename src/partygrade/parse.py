"""Read a formula: text → the tree of `partygrade.syntax`, or one fault.

    formula    = any [ "if" any "else" formula ]
    any        = all { "or" all }
    all        = negation { "and" negation }
    negation   = "not" negation | comparison
    comparison = sum { ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum }
               | sum [ "not" ] "in" "[" formula { "," formula } "]"
    sum        = product { ( "+" | "-" ) product }
    product    = factor { ( "*" | "/" ) factor }
    factor     = "-" factor | atom
    atom       = NUMBER | TEXT | "true" | "false" | NAME | call | "(" formula ")"
    call       = NAME "(" [ argument { "," argument } ] ")"
    argument   = formula | NAME "=" ( formula | "[" formula { "," formula } "]" )   (positional arguments first)

    NUMBER     = digits [ "." digits ] [ "%" ]                 (the percent sign directly after the number)
    TEXT       = "…" or '…'                                    (every character stands for itself)
    NAME       = a letter or "_", then letters, digits and "_"; letters may be Chinese

Before: the text of a scalar and its place. After: a tree whose offsets are characters of that text; brackets leave no
node, and the tree is never so deep that a recursive walk fails.
Complains of: `formula-syntax`, one fault a formula, the first from the left.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NoReturn, cast

from partygrade.diagnostics import Diagnostic, Text
from partygrade.source import Place
from partygrade.syntax import (
    AllOf,
    AnyOf,
    Arithmetic,
    Boolean,
    Call,
    Choose,
    Compare,
    Comparison,
    Expr,
    In,
    Name,
    Negation,
    Negative,
    Number,
    Operator,
    Several,
    String,
)
from partygrade.tokens import KEYWORDS, FormulaFault, Token, joining, slip, tokens

MAX_LENGTH = 2_000
MAX_NESTING = 50
MAX_HEIGHT = 100
"""How many operators may stand inside each other; together with the others it bounds the depth of the tree."""

MAX_ARITHMETIC = 100

FUNCTIONS = frozenset(
    [
        *("min", "max", "sum", "abs", "count", "round", "ratio", "mean", "median", "known", "default"),
        *("days", "months", "years", "year", "later", "nth"),
        *("rank", "cohort_count", "cohort_sum", "cohort_mean", "cohort_max", "cohort_min"),
    ]
)
WORDS = KEYWORDS | FUNCTIONS | {"band", "own_grade", "as_of", "overrides"}
"""The words of the language: none of them can be an id."""

_COMPARISONS = frozenset(["<", "<=", ">", ">=", "==", "!="])
_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _FACTOR = range(1, 8)
_LEVELS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys([*_COMPARISONS, "in", "not"], _COMPARE),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/", _PRODUCT),
}

_CHOICE = Text("write a choice as `x if condition else y`", "二选一请写 `x if 条件 else y`")
_LIST = Text(
    'a list stands only after `in`, as in `kind in ["village"]`, and in an option',
    '方括号只用在 `in` 后面（如 `kind in ["village"]`）和函数的选项里',
)
_DEEP = Text(
    f"the formula is nested too deeply: expected at most {MAX_NESTING} levels", f"公式嵌套太深：最多 {MAX_NESTING} 层"
)
_SPLIT = Text("split it into several items or rules", "请拆成几个项目或几条规则")


def parse(text: str, place: Place) -> Expr | Diagnostic:
    """Read the formula that stands at the place."""
    try:
        if len(text) > MAX_LENGTH:
            raise FormulaFault(MAX_LENGTH, len(text), _too_long(len(text)), _SPLIT)
        return _parsed(text)
    except FormulaFault as fault:
        return Diagnostic("formula-syntax", fault.text, place.within(fault.start, fault.end), help=fault.help)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Expr:
    """Read a formula; a scheme is compiled once for each reading, and its formulas are looked at by several checks."""
    return _Parser(tokens(text)).whole()


def _too_long(length: int) -> Text:
    return Text(
        f"the formula is too long: expected at most {MAX_LENGTH} characters, got {length}",
        f"公式太长：最多 {MAX_LENGTH} 个字符，现有 {length} 个",
    )


class _Parser:
    """Precedence climbing over the tokens. Every method leaves the tokens that it has read behind it."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0
        self.nesting = 0
        self.height = 0
        self.arithmetic = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def sign(self) -> str:
        """Give the sign that stands here, empty if it is no sign."""
        return self.token.text if self.token.kind == "sign" else ""

    @property
    def end(self) -> int:
        """Give where the last token that was read ends."""
        return self.tokens[self.at - 1].end

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def accept(self, *signs: str) -> bool:
        found = self.sign in signs
        self.at += found
        return found

    def whole(self) -> Expr:
        expr = self.formula()
        if self.token.kind != "end":
            self.no_operator()
        return expr

    def formula(self) -> Expr:
        start = self.token.start
        self.nesting += 1
        if self.nesting > MAX_NESTING + 1:
            self.fail(_DEEP, _SPLIT)
        expr = self.climb(_OR)
        if self.accept("if"):
            condition = self.climb(_OR)
            if not self.accept("else"):
                self.no_else()
            expr = Choose(condition, expr, self.formula(), start, self.end)
        self.nesting -= 1
        return expr

    def climb(self, floor: int) -> Expr:
        """Read an operand and all that is bound to it at least as tightly as the floor."""
        self.height += 1
        if self.height > MAX_HEIGHT:
            self.fail(_DEEP, _SPLIT)
        start = self.token.start
        expr = self.prefixed(floor)
        while (level := _LEVELS.get(self.sign, 0)) >= floor:
            if level <= _AND:
                expr = self.joined(expr, level, start)
            elif level == _COMPARE:
                expr = self.compared(expr, start)
            else:
                expr = self.calculated(expr, level, start)
        self.height -= 1
        return expr

    def prefixed(self, floor: int) -> Expr:
        start = self.token.start
        if floor <= _NOT and self.accept("not"):
            return Negation(self.climb(_NOT), start, self.end)
        if self.accept("-"):
            return Negative(self.climb(_FACTOR), start, self.end)
        return self.atom()

    def joined(self, first: Expr, level: int, start: int) -> Expr:
        word = self.sign
        operands = [first]
        while self.accept(word):
            operands.append(self.climb(level + 1))
        node = AllOf if word == "and" else AnyOf
        return node(tuple(operands), start, self.end)

    def compared(self, first: Expr, start: int) -> Expr:
        operators: list[Comparison] = []
        operands = [first]
        while self.sign in _COMPARISONS:
            operators.append(cast("Comparison", self.take().text))
            operands.append(self.climb(_SUM))
        if not operators:
            first = self.listed(first, start)
        if self.sign in ("in", "not") or self.sign in _COMPARISONS:
            self.fail(
                Text("`in` does not stand in a chain of comparisons", "`in` 不能放在连续比较里"),
                Text(
                    "join the two with `and`, or put one of them in brackets", "请用 `and` 连接，或把其中一个加上括号"
                ),
            )
        return Compare(tuple(operators), tuple(operands), start, self.end) if operators else first

    def listed(self, operand: Expr, start: int) -> Expr:
        negated = self.accept("not")
        if not self.accept("in"):
            self.fail(
                Text("`not` stands between two values: expected `not in`", "两个值之间的 `not` 应为 `not in`"),
                Text("write `!=` for *is not*", "表示“不等于”请写 `!=`"),
            )
        opening = self.token
        if not self.accept("["):
            self.fail(
                Text("after `in` stands no list", "`in` 后面没有列表"),
                Text('write the options in brackets, as in `["a", "b"]`', '请把可选的值放进方括号，如 `["a", "b"]`'),
            )
        return In(operand, self.parts(opening), negated, start, self.end)

    def parts(self, opening: Token) -> tuple[Expr, ...]:
        found = [self.formula()]
        while self.accept(","):
            found.append(self.formula())
        self.close(opening, "]")
        return tuple(found)

    def calculated(self, left: Expr, level: int, start: int) -> Expr:
        self.arithmetic += 1
        if self.arithmetic > MAX_ARITHMETIC:
            self.fail(
                Text(
                    f"the formula calculates too much: expected at most {MAX_ARITHMETIC} of `+`, `-`, `*` and `/`",
                    f"公式里的运算太多：`+`、`-`、`*`、`/` 最多 {MAX_ARITHMETIC} 个",
                ),
                Text("write `sum(a, b, c)`, or split it into several items", "请写 `sum(a, b, c)`，或拆成几个项目"),
            )
        operator = cast("Operator", self.take().text)
        return Arithmetic(operator, left, self.climb(level + 1), start, self.end)

    def atom(self) -> Expr:
        token = self.token
        if token.kind == "number":
            self.take()
            percent = token.text.endswith("%")
            return Number(Decimal(token.text.rstrip("%")), percent, token.start, token.end)
        if token.kind == "text":
            self.take()
            return String(token.text[1:-1], token.start, token.end)
        if token.kind == "name":
            return self.named()
        if self.accept("true", "false"):
            return Boolean(token.text == "true", token.start, token.end)
        if self.accept("("):
            expr = self.formula()
            self.close(token, ")")
            return expr
        self.no_value()

    def named(self) -> Expr:
        name = self.take()
        opening = self.token
        if not self.accept("("):
            if name.text in FUNCTIONS:
                self.fail(
                    Text(f"`{name.text}` is a function: expected `(` after it", f"`{name.text}` 是函数：后面应有 `(`"),
                    Text(f"write `{name.text}(…)`", f"请写 `{name.text}(…)`"),
                    opening if opening.fault else name,
                )
            return Name(name.text, name.start, name.end)
        arguments: list[Expr] = []
        options: dict[str, Expr | Several] = {}
        while self.sign != ")":
            self.argument(arguments, options)
            if not self.accept(","):
                break
            if self.sign == ")":
                self.no_value()
        self.close(opening, ")")
        return Call(name.text, tuple(arguments), tuple(options.items()), name.start, self.end, name.end)

    def argument(self, arguments: list[Expr], options: dict[str, Expr | Several]) -> None:
        token = self.token
        if token.kind == "name" and self.tokens[self.at + 1].text == "=":
            if token.text in options:
                self.fail(Text(f"`{token.text}` is given twice", f"`{token.text}` 写了两次"))
            self.at += 2
            opening = self.token
            if self.accept("["):
                options[token.text] = Several(self.parts(opening), opening.start, self.end)
            else:
                options[token.text] = self.formula()
        elif options:
            self.fail(
                Text("a value without a name stands after one with a name", "没有名称的参数排在有名称的参数后面"),
                Text(
                    "put the values with names last, as in `round(a, digits=1)`",
                    "有名称的参数放在最后，如 `round(a, digits=1)`",
                ),
            )
        else:
            arguments.append(self.formula())

    def close(self, opening: Token, sign: str) -> None:
        if not self.accept(sign):
            self.no_operator(opening, sign)

    def fail(self, text: Text, help: Text | None = None, token: Token | None = None) -> NoReturn:
        """Complain of a token, by default the one that stands here; at the end of the formula, of the last one."""
        token = token or self.token
        if token.fault is not None:
            raise token.fault
        if token.kind == "end" and self.at:
            token = self.tokens[self.at - 1]
        raise FormulaFault(token.start, token.end, text, help)

    def no_else(self) -> NoReturn:
        if self.token.kind != "end":
            self.no_operator()
        self.fail(Text("`if` has no `else`", "`if` 后面没有 `else`"), _CHOICE)

    def no_value(self) -> NoReturn:
        """Complain of a token that stands where a value is expected."""
        sign = self.sign
        if self.token.kind == "end":
            self.ends_early()
        if sign in _COMPARISONS or (sign == "=" and self.at):
            self.fail(
                Text(f"nothing stands before `{sign}`: expected what is compared", f"`{sign}` 前面缺少要比较的内容"),
                Text(f"name what is compared, as in `x {sign} 60`", f"请写明比较什么，如 `x {sign} 60`"),
            )
        if sign == "=":
            self.fail(Text("a formula does not begin with `=`", "公式不以 `=` 开头"), Text("leave it out", "请去掉"))
        if sign == "if":
            self.fail(Text("nothing stands before `if`: expected a value", "`if` 前面缺少值"), _CHOICE)
        if sign == "[":
            self.fail(Text("`[` stands where a value is expected", "应写值的地方有 `[`"), _LIST)
        if sign == "not":
            self.fail(
                Text("`not` stands where a value is expected", "应写值的地方有 `not`"),
                Text("put the condition in brackets: `(not …)`", "请加上括号：`(not …)`"),
            )
        if sign in _LEVELS or sign == "else":
            self.fail(Text(f"nothing stands before `{sign}`: expected a value", f"`{sign}` 前面缺少值"))
        self.fail(Text(f"`{sign}` stands where a value is expected", f"应写值的地方有 `{sign}`"))

    def ends_early(self) -> NoReturn:
        if not self.at:
            self.fail(Text("the formula is empty", "公式是空的"))
        last = self.tokens[self.at - 1].text
        if last in ("(", "["):
            self.fail(*_unclosed(last))
        self.fail(
            Text(f"the formula ends after `{last}`: expected a value", f"公式在 `{last}` 后面就结束了：还缺一个值")
        )

    def no_operator(self, opening: Token | None = None, closing: str = "") -> NoReturn:
        """Complain of a token that follows a complete value, inside the bracket that was opened."""
        token, sign = self.token, self.sign
        before = self.tokens[self.at - 1]
        if token.kind == "end" and opening:
            self.fail(*_unclosed(opening.text), token=opening)
        if sign == "[":
            self.fail(Text("a value has no parts: `[` follows it", "值没有下级：后面不能有 `[`"), _LIST)
        if sign == ",":
            self.fail(
                Text("`,` stands outside the arguments of a function", "`,` 不在函数的参数之间"),
                Text("write a number without it, as in `1000`", "数字里不写逗号，如 `1000`")
                if before.kind == "number"
                else None,
            )
        if sign in (")", "]"):
            expected = Text(f": expected `{closing}`", f"：应为 `{closing}`") if closing else Text("", "")
            self.fail(Text(f"`{sign}` closes nothing{expected.en}", f"`{sign}` 没有对应的左括号{expected.zh}"))
        if sign == "else":
            self.fail(Text("`else` has no `if`", "`else` 前面没有 `if`"), _CHOICE)
        for word in (before, token):
            meant = (
                slip(joining(word.text) or word.text, word.start) if word.kind == "name" or word.text == "=" else None
            )
            if meant:
                raise meant
        self.fail(
            Text(
                f"no sign stands between `{before.text}` and `{token.text}`",
                f"`{before.text}` 和 `{token.text}` 之间缺少符号",
            ),
            Text("join them with `and`, `or`, `+`, `<` or another sign", "请用 `and`、`or`、`+`、`<` 等符号连接"),
        )


def _unclosed(sign: str) -> tuple[Text, Text]:
    closing = {"(": ")", "[": "]"}[sign]
    return (
        Text(f"`{sign}` is not closed", f"`{sign}` 没有配对"),
        Text(f"add `{closing}`", f"请补上 `{closing}`"),
    )
