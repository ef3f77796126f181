"""The bounds of steps and of grades to IR: `from` and `above`, or `up_to` and `below`.

Complains of: two bounds in one place, bounds of both kinds in one list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partygrade import exact
from partygrade.compile.figures import fraction
from partygrade.compile.formula import Formulas
from partygrade.diagnostics import Text
from partygrade.scheme import GradeSpec, StepSpec
from partygrade.source import Place

KEYS = ("from", "above", "up_to", "below")
SIGNS = {"from": ">=", "above": ">", "up_to": "<=", "below": "<"}


_FIGURE = r"([0-9]+(?:\.[0-9]+)?%?)\s*分?"
_RANGE = re.compile(rf"{_FIGURE}\s*(?:[-~～—–－至到]|——)\s*{_FIGURE}")
_SIGNED = re.compile(rf"(>=|=>|>|<=|=<|<|≥|≤|＞|＜|＞＝|＜＝|=|==)\s*{_FIGURE}")
_WORDED = re.compile(rf"{_FIGURE}(?:\s*(及?以上|起|及?以下|以内))?")
_OF_SIGNS = {**dict.fromkeys([">", "＞"], "above"), **dict.fromkeys(["<", "＜"], "below")}
_OF_SIGNS |= {**dict.fromkeys([">=", "=>", "≥", "＞＝"], "from"), **dict.fromkeys(["<=", "=<", "≤", "＜＝"], "up_to")}


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound as it is written: its key, its place, and its constant, None where that is broken."""

    key: str
    place: Place
    node: int | None

    @property
    def upper(self) -> bool:
        """Is it an upper bound, below which a figure stands?"""
        return self.key in ("up_to", "below")

    @property
    def strict(self) -> bool:
        """Is the bound itself outside?"""
        return self.key in ("above", "below")


def written(spec: StepSpec | GradeSpec) -> dict[str, object]:
    """Give the bounds that are written, by their keys."""
    found = {"from": spec.from_, "above": spec.above, "up_to": spec.up_to, "below": spec.below}
    return {key: value for key, value in found.items() if value is not None}


def _meant(key: str, value: str) -> str | None:
    """Give the bound that was meant by a range, by a figure behind a sign, or by one with words, as in `75分以上`."""
    text = value.strip()
    if found := _RANGE.fullmatch(text):
        return f"{key}: {found[2] if key in ('up_to', 'below') else found[1]}"
    if found := _SIGNED.fullmatch(text):
        return f"{_OF_SIGNS.get(found[1], key)}: {found[2]}"
    found = _WORDED.fullmatch(text)
    return f"{key}: {found[1]}" if found and text != found[1] else None


class Bounds:
    """Compiles bounds."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults

    def read(self, spec: StepSpec | GradeSpec, what: Text, place: Place) -> Bound | None:
        """Compile the constant of the bound; None where there is no bound."""
        given = written(spec)
        if not given:
            return None
        key, value = next(iter(given.items()))
        if len(given) == 1 and isinstance(value, str) and (meant := _meant(key, value)):
            self.faults.add(
                "not-a-bound",
                place.child(key),
                f"`{value}` is no bound: expected one figure",
                f"`{value}` 不是界限：应为一个数字",
                help=Text(f"write `{meant}`", f"请写 `{meant}`"),
            )
            return Bound(key, place.child(key), None)
        if len(given) == 1:
            return Bound(key, place.child(key), self.formulas.constant(value, place.child(key)))
        self.faults.add(
            "two-bounds",
            place,
            f"{what.en} has one bound: expected one of {', '.join(f'`{key}`' for key in KEYS)}, got "
            f"{' and '.join(f'`{key}`' for key in given)}",
            f"{what.zh}只有一个界限：应为 {'、'.join(f'`{key}`' for key in KEYS)} 之一，"
            f"现有 {'、'.join(f'`{key}`' for key in given)}",
        )
        return Bound(key, place, None)

    def met(self, figure: int | None, bound: Bound) -> int | None:
        """Give the condition that a figure meets the bound."""
        if figure is None or bound.node is None or not self.formulas.units_agree([figure, bound.node], bound.place):
            return None
        return self.builder.compare(SIGNS[bound.key], figure, bound.node, bound.place)

    def of_one_kind(self, bounds: Sequence[Bound | None]) -> bool:
        """See that all are lower bounds, or all upper ones."""
        given = [bound for bound in bounds if bound is not None]
        odd = [bound for bound in given if bound.upper is not given[0].upper]
        for bound in odd:
            self.faults.add(
                "mixed-bounds",
                bound.place.at_key(),
                f"`{bound.key}` stands in one list with `{given[0].key}`: "
                "expected lower bounds only (`from`, `above`), or upper ones only (`up_to`, `below`)",
                f"`{bound.key}` 与 `{given[0].key}` 同列：应全为下限（`from`、`above`），"
                "或全为上限（`up_to`、`below`）",
            )
        return not odd

    def as_percent(self, bound: Bound | None) -> Text | None:
        """Ask whether a bound below 1 was meant in percent, which runs from 0 to 100."""
        figure = fraction(self.builder, bound.node) if bound else None
        if bound is None or figure is None or not 0 < figure < 1:
            return None
        decimal, percent = (exact.text(*found) for found in map(exact.finite, (figure, 100 * figure)) if found)
        return Text(
            f"is `{bound.key}: {decimal}` meant as `{bound.key}: {percent}`? percent runs from 0 to 100",
            f"`{bound.key}: {decimal}` 是不是 `{bound.key}: {percent}`？百分比为 0 至 100",
        )

    def equal(self, one: Bound, two: Bound | None) -> bool:
        """Say whether two bounds are the same figure, inside or outside alike."""
        same = two is not None and one.key == two.key
        return same and two is not None and fraction(self.builder, one.node) == fraction(self.builder, two.node)

    def out_of_order(self, bounds: Sequence[Bound | None]) -> Iterator[tuple[int, int]]:
        """Give the positions of bounds that do not fall, or rise if they are upper ones, each with that before it."""
        last: tuple[tuple[Fraction, bool], int] | None = None
        for position, bound in enumerate(bounds):
            figure = None if bound is None else fraction(self.builder, bound.node)
            if bound is None or figure is None:
                continue
            # What is inside a lower bound gets more as the figure falls, and at one figure more without `strict`.
            current = (-figure if bound.upper else figure, bound.strict)
            if last is not None and current >= last[0]:
                yield position, last[1]
            last = (current, position)
