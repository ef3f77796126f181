"""What follows from the grades of a cohort: the cycle from year to year, and spot checks.

Complains of: last year's grades that are none of this ladder, grades that do not exist or stand twice, shares that are
none, draws that pick nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from partygrade import ir
from partygrade.compile.formula import Formulas
from partygrade.compile.inputs import Inputs
from partygrade.compile.ladder import Ladder
from partygrade.compile.scope import FactName
from partygrade.diagnostics import Text, suggestion
from partygrade.scheme import CycleSpec, DrawSpec, TargetSpec
from partygrade.source import Place

_NO_GRADE = ("new", "out")


class Outcomes:
    """Compiles the cycle and the draws of a scheme with grades."""

    def __init__(self, formulas: Formulas, inputs: Inputs, ladder: Ladder) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.inputs = inputs
        self.ladder = ladder

    def cycle(self, spec: CycleSpec) -> ir.Cycle | None:
        """Compile the cycle; None where the fact of last year's grade is broken, with its fault."""
        self._check_grades()
        place = Place(("cycle",))
        found = [self._target(one, place.child("targets", n)) for n, one in enumerate(spec.targets or [])]
        previous = self._previous(spec.previous, place.child("previous"))
        return None if previous is None else ir.Cycle(previous, tuple(target for target in found if target))

    def draws(self, specs: Sequence[DrawSpec]) -> tuple[ir.Draw, ...]:
        """Compile the draws; a broken one is left out, with its fault."""
        found = [self._draw(spec, Place(("draws", position))) for position, spec in enumerate(specs)]
        return tuple(draw for draw in found if draw is not None)

    def _check_grades(self) -> None:
        """See that no grade is called like what stands for no grade in the movement."""
        for position, spec in enumerate(self.ladder.specs):
            if spec.id in _NO_GRADE:
                self.faults.add(
                    "bad-id",
                    Place(("grades", position, "id")),
                    f"`{spec.id}` stands for no grade in the movement from year to year: expected another id",
                    f"`{spec.id}` 在年度升降中表示没有等次：应换一个标识",
                )

    def _previous(self, name: str, place: Place) -> int | None:
        names = self.formulas.scope.names
        found = names.get(name)
        if isinstance(found, FactName) and self.inputs.found[found.index].type == self.ladder.type:
            return found.index
        if name not in self.formulas.scope.broken:
            self.faults.add(
                "cycle-previous",
                place,
                f"`{name}` is no fact of type `grade`: expected one that holds a grade of this scheme",
                f"`{name}` 不是 `grade` 类型的事实：应为记录本办法等次的事实",
                help=None if name in names else suggestion(name, names),
            )
        return None

    def _target(self, spec: TargetSpec, place: Place) -> ir.Target | None:
        ranks = self._ranks(spec.grades, place.child("grades"))
        reach = self.ladder.rank(spec.reach, place.child("reach"))
        part = Fraction(1) if spec.share is None else share(self.formulas, spec.share, place.child("share"))
        if ranks is None or reach is None or part is None:
            return None
        origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
        return ir.Target(origin, ranks, reach, part)

    def _draw(self, spec: DrawSpec, place: Place) -> ir.Draw | None:
        ranks = self._ranks(spec.grades, place.child("grades"))
        part = Fraction(0) if spec.share is None else share(self.formulas, spec.share, place.child("share"))
        least = 0 if spec.at_least is None else self._count(spec.at_least, place.child("at_least"))
        if spec.share is None and spec.at_least is None:
            self.faults.add(
                "no-size",
                place,
                f"the draw `{spec.id}` does not say how many it picks: expected `share` or `at_least`",
                f"抽查 `{spec.id}` 没有写明抽取多少：应写 `share` 或 `at_least`",
            )
            return None
        if ranks is None or part is None or least is None:
            return None
        origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
        return ir.Draw(origin, ranks, part, least)

    def _ranks(self, names: Sequence[str], place: Place) -> tuple[int, ...] | None:
        found = [self.ladder.rank(name, place.child(n)) for n, name in enumerate(names)]
        ranks = tuple(dict.fromkeys(rank for rank in found if rank is not None))
        if len(ranks) == len(found):
            return ranks
        if None not in found:
            self.faults.add("repeated-grade", place, "a grade is named twice", "等次重复")
        return None

    def _count(self, written: object, place: Place) -> int | None:
        node = self.formulas.constant(written, place)
        value = self.builder.constant(node)
        if node is None or value is None:
            return None
        kind = self.builder.number_type(node)
        if kind.scale or kind.unit == ir.PERCENT or value < 0:
            self.faults.add(
                "not-a-count",
                place,
                "organisations are counted with a whole number that is never negative",
                "组织个数应为非负整数",
            )
            return None
        return value


def share(formulas: Formulas, written: object, place: Place) -> Fraction | None:
    """Give a share between 0 and 1, which is written as a percentage; None where it is none, with its fault."""
    node = formulas.constant(written, place)
    value = formulas.builder.constant(node)
    if node is None or value is None:
        return None
    kind = formulas.builder.number_type(node)
    found = Fraction(value, 100 * 10**kind.scale)
    if kind.unit == ir.PERCENT and 0 <= found <= 1:
        return found
    formulas.faults.add(
        "not-a-share",
        place,
        "this is no share: expected 0% to 100%, such as `30%`",
        "此处应为 0% 至 100% 的比例，如 `30%`",
        help=Text("write the sign `%`", "请写百分号 `%`") if kind.unit is None else None,
    )
    return None
