"""Which comparisons of a formula are conditions, under which reading each is used, and the share that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from partygrade import syntax

CONDITIONS = (syntax.Compare, syntax.AllOf, syntax.AnyOf, syntax.Negation)

Reading = tuple[str, str]
"""A parameter, and one of its readings."""

Options = Mapping[str, tuple[str, ...]]
"""The readings of parameters, with the value in force."""


def comparisons(
    expr: syntax.Expr, condition: bool, options: Options
) -> Iterator[tuple[syntax.Compare, Reading | None]]:
    """List the comparisons of a condition, and of a formula those that are conditions in it, each with its reading."""
    return _Walk(options).listed(expr, condition, None)


@dataclass(frozen=True, slots=True)
class _Walk:
    options: Options

    def listed(
        self, expr: syntax.Expr, condition: bool, reading: Reading | None
    ) -> Iterator[tuple[syntax.Compare, Reading | None]]:
        match expr:
            case syntax.Compare():
                if condition:
                    yield expr, reading
                for operand in expr.operands:
                    yield from self.listed(operand, False, reading)
            case syntax.AllOf():
                asked = next((found for one in expr.operands if (found := self.asked(one))), None)
                for operand in expr.operands:
                    yield from self.listed(operand, condition, asked or reading)
            case syntax.AnyOf():
                for operand in expr.operands:
                    yield from self.listed(operand, condition, reading)
            case syntax.Negation():
                yield from self.listed(expr.operand, condition, reading)
            case syntax.Negative():
                yield from self.listed(expr.operand, False, reading)
            case syntax.Arithmetic():
                yield from self.listed(expr.left, False, reading)
                yield from self.listed(expr.right, False, reading)
            case syntax.Choose():
                # Where formulas are chosen among, both may give the same at the figure.
                constant = condition or (_is_constant(expr.then) and _is_constant(expr.otherwise))
                yield from self.listed(expr.condition, constant, reading)
                asked = self.asked(expr.condition)
                yield from self.listed(expr.then, condition, asked or reading)
                yield from self.listed(expr.otherwise, condition, self.other(asked) or reading)
            case syntax.Call():
                for argument in expr.arguments:
                    yield from self.listed(argument, isinstance(argument, CONDITIONS), reading)
            case _:
                return

    def asked(self, expr: syntax.Expr) -> Reading | None:
        """Give the reading that a condition asks for, as in `bands == "literal"`."""
        match expr:
            case syntax.Compare(operators=("==",), operands=(syntax.Name(id=name), syntax.String(value=word))):
                return (name, word) if word in self.options.get(name, ()) else None
            case _:
                return None

    def other(self, asked: Reading | None) -> Reading | None:
        """Give the reading that is left where another one is not in force."""
        left = [word for word in self.options[asked[0]] if word != asked[1]] if asked else []
        return (asked[0], left[0]) if asked and len(left) == 1 else None


def _is_constant(expr: syntax.Expr) -> bool:
    match expr:
        case syntax.Number() | syntax.String() | syntax.Boolean():
            return True
        case syntax.Negative():
            return _is_constant(expr.operand)
        case syntax.Choose():
            return _is_constant(expr.then) and _is_constant(expr.otherwise)
        case _:
            return False


def proportion(left: syntax.Expr, right: syntax.Expr) -> tuple[Fraction, bool] | None:
    """Give the share that one number is compared to be of another, as in `agreed * 3 >= present * 2`.

    The answer says whether the share is that of the right number, so that the comparison stands the other way round.
    None where neither number has a factor.
    """
    one, two = _factor(left), _factor(right)
    if one is None or two is None or one == two == 1:
        return None
    share = two / one
    return (1 / share, True) if share > 1 else (share, False)


def _factor(expr: syntax.Expr) -> Fraction | None:
    """Give the positive constant by which something is multiplied; None where it is a constant itself."""
    match expr:
        case syntax.Arithmetic(operator="*", left=syntax.Number(value=value), right=other):
            below = _factor(other)
        case syntax.Arithmetic(operator="*", left=other, right=syntax.Number(value=value)):
            below = _factor(other)
        case syntax.Name() | syntax.Call():
            return Fraction(1)
        case _:
            return None
    return None if below is None or value <= 0 else below * Fraction(value)
