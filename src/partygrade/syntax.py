"""The tree of a formula as it is written. Offsets are characters in the formula's text, the end exclusive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

Comparison = Literal["<", "<=", ">", ">=", "==", "!="]
Operator = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `percent` where it was written with `%`."""

    value: Decimal
    percent: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class String:
    """A text in quotes."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Boolean:
    """`true` or `false`."""

    value: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a fact, parameter, score node, grade, or of `band`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Negative:
    """`-a`."""

    operand: Expr
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`a + b`, `a - b`, `a * b` or `a / b`."""

    operator: Operator
    left: Expr
    right: Expr
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compare:
    """`a < b`, also chained: `operands` has one more entry than `operators`."""

    operators: tuple[Comparison, ...]
    operands: tuple[Expr, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class In:
    """`a in [b, c]`, or `a not in [b, c]`."""

    operand: Expr
    options: tuple[Expr, ...]
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """`a and b and c`."""

    operands: tuple[Expr, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`a or b or c`."""

    operands: tuple[Expr, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Negation:
    """`not a`."""

    operand: Expr
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Choose:
    """`x if c else y`."""

    condition: Expr
    then: Expr
    otherwise: Expr
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Several:
    """`[a, b]` as the value of an option."""

    parts: tuple[Expr, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """`f(a, b, key=c)`. `name_end` is where the function's name ends."""

    function: str
    arguments: tuple[Expr, ...]
    options: tuple[tuple[str, Expr | Several], ...]
    start: int
    end: int
    name_end: int

    def option(self, name: str) -> Expr | None:
        """Give the value of an option that is no list."""
        found = dict(self.options).get(name)
        return None if isinstance(found, Several) else found


Expr = (
    Number | String | Boolean | Name | Negative | Arithmetic | Compare | In | AllOf | AnyOf | Negation | Choose | Call
)


def walk(expr: Expr) -> Iterator[Expr]:
    """Give a tree and every tree below it, from left to right."""
    yield expr
    for part in _parts(expr):
        yield from walk(part)


def _parts(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Number() | String() | Boolean() | Name():
            return ()
        case Negative() | Negation():
            return (expr.operand,)
        case Arithmetic():
            return (expr.left, expr.right)
        case Compare() | AllOf() | AnyOf():
            return expr.operands
        case In():
            return (expr.operand, *expr.options)
        case Choose():
            return (expr.condition, expr.then, expr.otherwise)
        case Call():
            options = [value.parts if isinstance(value, Several) else (value,) for _, value in expr.options]
            return (*expr.arguments, *(part for parts in options for part in parts))
        case _:
            assert_never(expr)
