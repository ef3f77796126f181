"""Figures that are looked up, by steps, on straight lines or in a table, to IR: for score nodes and derived figures.

Complains of: lookups of nothing, steps and corners out of order, lines without rounding, entries that do not fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from partygrade import ir
from partygrade.compile.bounds import Bound, Bounds
from partygrade.compile.figures import figure, fraction, points, rounding
from partygrade.compile.formula import Formulas, Known, type_name
from partygrade.compile.table import Table, branches
from partygrade.diagnostics import Text
from partygrade.exact import Mode
from partygrade.scheme import CornerSpec, DerivedSpec, NodeSpec
from partygrade.source import Place

LOOKUPS = ("steps", "table", "linear")
_STEP = Text("a step", "一段")

Spec = NodeSpec | DerivedSpec
Corner = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a lookup comes to; `greatest` is its greatest entry where entries are numbers."""

    node: int
    greatest: Fraction | None


class Lookups:
    """Compiles the forms `steps`, `table` and `linear`; `in_points` says that the entries are points."""

    def __init__(self, formulas: Formulas, in_points: bool) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.bounds = Bounds(formulas)
        self.in_points = in_points
        self.branches: list[ir.Branch] = []

    def compile(self, form: str, spec: Spec, place: Place, known: Known) -> Lookup | None:
        """Compile a lookup; `known` are the facts that are known where it is used."""
        if spec.of is None:
            self.faults.add("no-of", place, f"`{form}` needs `of`, what it looks at", f"`{form}` 需要 `of` 写明依据")
            return None
        if not getattr(spec, form):
            self.faults.add("empty-list", place.child(form), f"`{form}` is empty", f"`{form}` 是空的")
            return None
        match form:
            case "steps":
                return self._steps(spec, place, known)
            case "linear":
                return self._linear(spec, place, known)
            case _:
                return self._table(spec, place, known)

    # What is looked at, and the entries.

    def _figure(self, form: str, spec: Spec, place: Place, known: Known) -> int | None:
        """Compile the one number that steps or lines look at."""
        here, of = place.child("of"), spec.of
        if isinstance(of, list):
            if len(of) > 1:
                self.faults.add(
                    "one-formula",
                    here,
                    f"`{form}` looks at one figure: expected one formula, got {len(of)}",
                    f"`{form}` 只看一个数：应为一个公式，现有 {len(of)} 个",
                    help=Text("use `table` to look at several", "依据有几项时请用 `table`"),
                )
                return None
            here, of = here.child(0), of[0]
        return self.formulas.number(of, here, known)

    def _number(self, written: object, first: int | None, place: Place) -> int | None:
        """Compile an entry that is a number; `first` is the first of the list."""
        if self.in_points:
            return points(self.formulas, written, place)
        node = self.formulas.constant(written, place)
        if node is None or first is None or self.formulas.units_agree([first, node], place):
            return node
        return None

    def _numbers(self, entries: list[tuple[object, Place]]) -> list[int | None]:
        out: list[int | None] = []
        for written, place in entries:
            first = next((node for node in out if node is not None), None)
            out.append(self._number(written, first, place))
        return out

    # Steps.

    def _steps(self, spec: Spec, place: Place, known: Known) -> Lookup | None:
        of, specs = self._figure("steps", spec, place, known), spec.steps or []
        places = [place.child("steps", n) for n in range(len(specs))]
        bounds = [self.bounds.read(step, _STEP, here) for step, here in zip(specs, places, strict=True)]
        self._check_order(bounds, places)
        entries = self._numbers([(s.points, here.child("points")) for s, here in zip(specs, places, strict=True)])
        values = [value for entry in entries if (value := fraction(self.builder, entry)) is not None]
        node = self.builder.figure(0, None, place)
        met: list[int | None] = []
        for bound, entry, here in reversed(list(zip(bounds, entries, places, strict=True))):
            holds = self.builder.truth(True, here) if bound is None else self.bounds.met(of, bound)
            node = self.builder.choose(holds, entry, node, here)
            met.insert(0, holds)
        self.branches += branches(places, met)
        if None not in bounds:
            values.append(Fraction(0))
        return None if node is None or of is None else Lookup(node, max(values))

    def _check_order(self, bounds: list[Bound | None], places: list[Place]) -> None:
        wrong: dict[int, int | None] = {n: None for n, bound in enumerate(bounds[:-1]) if bound is None}
        if self.bounds.of_one_kind(bounds):
            wrong |= dict(self.bounds.out_of_order(bounds))
        rising = any(bound is not None and bound.upper for bound in bounds)
        for position, before in wrong.items():
            self.faults.add(
                "steps-order",
                places[position],
                f"steps stand {'lowest' if rising else 'highest'} first: expected each bound "
                f"{'above' if rising else 'below'} the one before, and the one without a bound last",
                f"各段应从{'低到高' if rising else '高到低'}排列，没有界限的一段放在最后",
                help=None if before is None else self.bounds.as_percent(bounds[before]),
            )

    # Straight lines.

    def _linear(self, spec: Spec, place: Place, known: Known) -> Lookup | None:
        of = self._figure("linear", spec, place, known)
        if spec.round is None:
            self.faults.add(
                "unrounded-quotient",
                place.child("linear").at_key(),
                "what lies between two corners has no stated rounding: expected `round`",
                "两个拐点之间的值没有写明如何取舍：应写 `round`",
                help=Text("add `round: 2`", "请补写 `round: 2`"),
            )
        found = self._corners(spec.linear or [], of, place.child("linear"))
        if of is None or found is None or spec.round is None:
            return None
        corners, unit = found
        of = self.builder.with_unit(of, None, place)
        lines = [self._line(of, low, high, *rounding(spec.round), place) for low, high in pairwise(corners)]
        node = lines[-1]
        for line, (end, _) in reversed(list(zip(lines, corners[1:-1], strict=False))):
            inside = self.builder.compare("<=", of, figure(self.builder, end, None, place), place)
            node = self.builder.choose(inside, line, node, place)
        node = self.builder.with_unit(node, unit, place)
        return None if node is None else Lookup(node, max(value for _, value in corners))

    def _corners(self, specs: list[CornerSpec], of: int | None, place: Place) -> tuple[list[Corner], str | None] | None:
        """Give the corners, and the unit of their values."""
        ends = [self._end(spec, of, place.child(n, "at")) for n, spec in enumerate(specs)]
        nodes = self._numbers([(spec.points, place.child(n, "points")) for n, spec in enumerate(specs)])
        units = [unit for node in nodes if node is not None and (unit := self.builder.number_type(node).unit)]
        corners = [
            (end, value)
            for end, node in zip(ends, nodes, strict=True)
            if end is not None and (value := fraction(self.builder, node)) is not None
        ]
        if len(corners) < len(specs) or not self._in_order(corners, place):
            return None
        return corners, next(iter(units), None)

    def _in_order(self, corners: list[Corner], place: Place) -> bool:
        if len(corners) < 2:
            self.faults.add(
                "too-short",
                place,
                "a line needs two corners: expected at least two, got one",
                "一条线至少要有两个拐点，现有一个",
            )
        wrong = [n for n, (one, two) in enumerate(pairwise(corners), 1) if two[0] <= one[0]]
        for n in wrong:
            self.faults.add(
                "corners-order",
                place.child(n, "at"),
                "corners stand lowest first: expected each `at` above the one before",
                "各拐点应从低到高排列，每个 `at` 都高于前一个",
            )
        return len(corners) > 1 and not wrong

    def _end(self, spec: CornerSpec, of: int | None, place: Place) -> Fraction | None:
        node = self.formulas.constant(spec.at, place)
        if node is None or (of is not None and not self.formulas.units_agree([of, node], place)):
            return None
        return fraction(self.builder, node)

    def _line(self, of: int | None, low: Corner, high: Corner, digits: int, mode: Mode, place: Place) -> int | None:
        """Give the value between two corners, rounded once; outside them that of the nearer corner."""
        build = self.builder
        (start, first), (end, last) = low, high
        slope = (last - first) / (end - start)
        ends = [figure(build, at, None, place) for at in (start, end)]
        inside = build.extreme([build.extreme([of, ends[0]], False, place), ends[1]], True, place)
        way = build.add([inside, figure(build, -start, None, place)], place)
        rise = build.multiply(way, build.figure(slope.numerator, None, place), place)
        above = build.add([rise, figure(build, first * slope.denominator, None, place)], place)
        below = build.figure(slope.denominator, None, place)
        # The denominator is never 0; this keeps the range of the quotient to what the line can give.
        never = build.round(figure(build, first, None, place), digits, mode, place)
        return build.quotient(above, below, digits, mode, never, place)

    # Tables.

    def _table(self, spec: Spec, place: Place, known: Known) -> Lookup | None:
        formulas = spec.of if isinstance(spec.of, list) else [spec.of]
        of: list[int | None] = []
        for n, formula in enumerate(formulas):
            here = place.child("of", n) if isinstance(spec.of, list) else place.child("of")
            of.append(self.formulas.any(formula, here, known))
        found: list[int] = []
        table = Table(self.formulas, of, [str(formula) for formula in formulas], lambda w, p: self._entry(w, found, p))
        node = table.compile(spec.table or {}, place.child("table"))
        self.branches += table.branches
        numbers = [n for n in found if isinstance(self.builder.type(n), ir.Number)]
        values = [value for n in numbers if (value := fraction(self.builder, n)) is not None]
        return None if node is None else Lookup(node, max(values, default=None))

    def _entry(self, written: object, found: list[int], place: Place) -> int | None:
        """Compile an entry of a table: points, or of a derived figure a constant of the type of the first."""
        first = found[0] if found else None
        node = self._number(written, first, place) if self.in_points else self._constant(written, first, place)
        if node is not None:
            found.append(node)
        return node

    def _constant(self, written: object, first: int | None, place: Place) -> int | None:
        node = self.formulas.settled(self.formulas.any(written, place), place)
        if node is None or first is None:
            return node
        kind, wanted = self.builder.type(node), self.builder.type(first)
        if isinstance(kind, ir.Number) and isinstance(wanted, ir.Number):
            return node if self.formulas.units_agree([first, node], place) else None
        if kind == wanted:
            return node
        name, other = type_name(kind), type_name(wanted)
        self.faults.add(
            "wrong-type",
            place,
            f"this is {name.en}: expected {other.en}, as the entries before it",
            f"此处是{name.zh}：应与前面各项一致，为{other.zh}",
        )
        return None
