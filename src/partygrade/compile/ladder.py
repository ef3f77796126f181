"""Grades, rules, phases and checks to IR.

Complains of: bands out of order or not covering the scale, unknown grades, rules without an effect, orders that are no
order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, cast

from partygrade import ir
from partygrade.compile.formula import Formulas
from partygrade.compile.scope import FactName, GradeName, ValueName
from partygrade.diagnostics import Note, Text, suggestion
from partygrade.scheme import CheckSpec, GradeSpec, OrderChoice, RuleSpec
from partygrade.source import Place

_AMOUNTS = ("raise_by", "lower_by")
_GRADES = ("at_least", "at_most", "grade")
_EFFECTS = (*_AMOUNTS, *_GRADES, "not_graded")
EffectPhase = Literal["raise_by", "at_least", "at_most", "lower_by", "grade", "not_graded"]


Overridden = Callable[[str, Place], int | None]
"""Gives the condition that the soft rule of this id is overridden."""


class Ladder:
    """The grades of a scheme, and what moves an organisation between them."""

    def __init__(self, formulas: Formulas, specs: list[GradeSpec]) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.specs = specs
        self.type = ir.Rank(tuple(spec.id for spec in reversed(specs)))
        self.top = len(specs) - 1
        self._ranks = {name: rank for rank, name in enumerate(self.type.ladder)}
        self.grades: list[ir.Grade] = []
        self.band: int | None = None
        self.band_on: int | None = None
        self._ready = False

    def declare(self) -> None:
        """Put the grades and `band` into the scope."""
        scope = self.formulas.scope
        scope.ladder = self.type
        for position, spec in enumerate(self.specs):
            scope.names[spec.id] = GradeName(spec.id, self.top - position)
        scope.names["band"] = ValueName("band", self._band_in_use)

    def spellings(self) -> tuple[tuple[str, int], ...]:
        """Give labels and aliases, each with its rank."""
        out: list[tuple[str, int]] = []
        for position, spec in enumerate(self.specs):
            names = [spec.label or spec.id, *(spec.aliases or [])]
            out.extend((name, self.top - position) for name in names)
        return tuple(out)

    def words(self) -> Iterator[tuple[str, int, Place]]:
        """List what the grades are called, each with its rank and place; an id that stands twice, once."""
        ids: set[str] = set()
        for position, spec in enumerate(self.specs):
            rank, place = self.top - position, Place(("grades", position))
            if spec.id not in ids:
                yield spec.id, rank, place.child("id")
            ids.add(spec.id)
            if spec.label is not None:
                yield spec.label, rank, place.child("label")
            yield from ((alias, rank, place.child("aliases", n)) for n, alias in enumerate(spec.aliases or []))

    def _band_in_use(self, here: Place) -> int | None:
        if not self._ready:
            self.faults.add("cycle", here, "the band depends on itself here", "档次在此处依赖自身")
        return self.band

    def rank(self, name: str, place: Place) -> int | None:
        """Find a grade by its id."""
        rank = self._ranks.get(name)
        if rank is not None:
            return rank
        self.faults.add(
            "unknown-grade",
            place,
            f"no grade is called `{name}`: expected one of {', '.join(reversed(self.type.ladder))}",
            f"没有名为 `{name}` 的等次：应为 {'、'.join(reversed(self.type.ladder))} 之一",
            help=suggestion(name, self.type.ladder),
        )
        return None

    # Bands.

    def bands(self, band_on: int | None, grade_by: str | None, scored: bool) -> None:
        """Compile the grades to the node `band`; `scored` says whether the file has a score to compare bounds with."""
        self.band_on = band_on
        for position, spec in enumerate(self.specs):
            self.grades.append(self._grade(spec, position, band_on, scored or grade_by is not None))
        self.band = self._by_bounds() if grade_by is None else self._given(grade_by)
        self._ready = True

    def _by_bounds(self) -> int | None:
        self._check_order()
        node: int | None = self.builder.literal(0, self.type, Place(("grades",)))
        for grade in reversed(self.grades[:-1]):
            place = grade.origin.place
            better = self.builder.literal(grade.rank, self.type, place)
            node = self.builder.choose(grade.condition, better, node, place)
        return node

    def _given(self, name: str) -> int | None:
        place = Place(("grade_by",))
        for grade, spec in zip(self.grades, self.specs, strict=True):
            if spec.from_ is not None or spec.above is not None or spec.when is not None:
                self.faults.add(
                    "two-bands",
                    grade.origin.place,
                    f"`{spec.id}` has a condition, but `grade_by` gives the band: expected one of the two",
                    f"`{spec.id}` 带有条件，但等次由 `grade_by` 给出：只能有其一",
                )
        found = self.formulas.scope.names.get(name)
        if isinstance(found, FactName) and self.builder.type(found.node) == self.type and found.sure:
            return found.node
        if name not in self.formulas.scope.broken:
            names = self.formulas.scope.names
            self.faults.add(
                "grade-by",
                place,
                f"`{name}` is no required fact of type `grade`",
                f"`{name}` 不是必填的 `grade` 类型事实",
                help=None if name in names else suggestion(name, names),
            )
        return None

    def _grade(self, spec: GradeSpec, position: int, band_on: int | None, scored: bool) -> ir.Grade:
        place = Place(("grades", position))
        origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
        bound, on_score = self._bound(spec, place, band_on, scored)
        conditions: list[int | None] = [] if spec.from_ is None and spec.above is None else [on_score]
        if spec.when is not None:
            conditions.append(self.formulas.condition(spec.when, place.child("when"))[0])
        condition = self.builder.all_of(conditions, place) if conditions else None
        written = None if spec.when is None else str(spec.when)
        aliases = tuple(spec.aliases or [])
        rank = self.top - position
        return ir.Grade(origin, rank, aliases, bound, spec.above is not None, condition, written)

    def _bound(self, spec: GradeSpec, place: Place, band_on: int | None, scored: bool) -> tuple[int | None, int | None]:
        """Give the bound, and the condition that what is graded reaches it."""
        if spec.from_ is None and spec.above is None:
            return None, None
        if spec.from_ is not None and spec.above is not None:
            self.faults.add(
                "two-bounds",
                place,
                "a grade has one bound: expected `from` or `above`",
                "等次只有一个界限：`from` 或 `above`",
            )
            return None, None
        key = "from" if spec.above is None else "above"
        bound = self.formulas.constant(spec.from_ if key == "from" else spec.above, place.child(key))
        if band_on is None:
            if not scored:
                self.faults.add(
                    "no-score",
                    place.child(key).at_key(),
                    f"`{key}` compares a score, and the scheme has none: expected `score` or `band_on`",
                    f"`{key}` 需要得分作比较，但本办法没有 `score` 或 `band_on`",
                )
            return bound, None
        if bound is None or not self.formulas.units_agree([band_on, bound], place.child(key)):
            return None, None
        return bound, self.builder.compare(">=" if key == "from" else ">", band_on, bound, place)

    def _check_order(self) -> None:
        last: tuple[object, bool] | None = None
        before: ir.Grade | None = None
        for grade, spec in zip(self.grades, self.specs, strict=True):
            conditional = spec.from_ is not None or spec.above is not None or spec.when is not None
            if conditional is (grade.rank == 0):
                self._not_covering(grade, conditional)
            if grade.bound is None:
                continue
            kind = self.builder.number_type(grade.bound)
            value = self.builder.constant(grade.bound)
            assert value is not None
            current = (value * 10 ** (15 - kind.scale), grade.strict)
            if last is not None and before is not None and current >= last:
                key = "above" if grade.strict else "from"
                self.faults.add(
                    "bands-order",
                    grade.origin.place.child(key),
                    f"`{grade.origin.id}` starts no lower than `{before.origin.id}`, which stands above it",
                    f"`{grade.origin.id}` 的下限不低于排在它前面的 `{before.origin.id}`",
                    help=Text("let the bounds fall from grade to grade", "各等次的下限应逐级降低"),
                    notes=(Note(Text("the better grade is here", "较高的等次在此"), before.origin.place.child("id")),),
                )
            last, before = current, grade

    def _not_covering(self, grade: ir.Grade, conditional: bool) -> None:
        name = grade.origin.id
        if conditional:
            self.faults.add(
                "bands-gap",
                grade.origin.place,
                f"the last grade `{name}` has a condition, so that some organisations would have no grade",
                f"最后一个等次 `{name}` 带有条件，会有组织没有等次",
                help=Text("leave the last grade without a condition", "最后一个等次不应带条件"),
            )
        else:
            self.faults.add(
                "bands-gap",
                grade.origin.place,
                f"`{name}` has no condition, so that no grade below it can be reached",
                f"`{name}` 没有条件，排在它后面的等次永远达不到",
                help=Text("give it `from`, `above` or `when`", "请补写 `from`、`above` 或 `when`"),
            )

    # Rules and phases.

    def rules(self, specs: list[RuleSpec], overridden: Overridden) -> list[ir.Rule]:
        """Compile the rules; a broken one is left out, with its fault."""
        out = []
        for position, spec in enumerate(specs):
            place = Place(("rules", position))
            condition, _ = self.formulas.condition(spec.when, place.child("when"))
            effects = self._effects(spec, place)
            if condition is not None and effects:
                origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
                acts = self._unless(condition, overridden(spec.id, place) if spec.soft else None, place)
                out.append(ir.Rule(origin, acts, str(spec.when), effects, bool(spec.soft), condition))
        return out

    def _unless(self, condition: int, overridden: int | None, place: Place) -> int:
        if overridden is None:
            return condition
        acts = self.builder.all_of([condition, self.builder.negation(overridden, place)], place)
        assert acts is not None
        return acts

    def _effects(self, spec: RuleSpec, place: Place) -> tuple[ir.Effect, ...]:
        out: list[ir.Effect] = []
        given = [key for key in _EFFECTS if getattr(spec, key) is not None]
        if not given:
            self.faults.add(
                "no-effect",
                place,
                f"the rule `{spec.id}` has no effect: expected one of {', '.join(_EFFECTS)}",
                f"规则 `{spec.id}` 没有效果：应写 {'、'.join(_EFFECTS)} 之一",
            )
        for key in given:
            phase = cast(EffectPhase, key)
            if key == "not_graded":
                out.append(ir.Effect(phase, reason=str(spec.not_graded)))
                continue
            here = place.child(key)
            amount = self._steps(getattr(spec, key), here) if key in _AMOUNTS else self._rank(getattr(spec, key), here)
            if amount is not None:
                out.append(ir.Effect(phase, amount))
        return tuple(out) if len(out) == len(given) else ()

    def _rank(self, name: str, place: Place) -> int | None:
        rank = self.rank(name, place)
        return None if rank is None else self.builder.literal(rank, self.type, place)

    def _steps(self, written: object, place: Place) -> int | None:
        node = self.formulas.number(written, place)
        if node is None:
            return None
        kind = self.builder.number_type(node)
        if kind.scale or kind.low < 0:
            self.faults.add(
                "not-a-count",
                place,
                "grades are counted with a whole number that is never negative",
                "级数应为非负整数",
            )
            return None
        return self.builder.with_unit(node, None, place)

    def phases(self, rules: list[ir.Rule], order: tuple[ir.Phase, ...]) -> list[tuple[ir.Phase, int]]:
        """Give the grade after each phase."""
        out: list[tuple[ir.Phase, int]] = []
        grade = self.band
        for phase in order:
            if grade is None:
                break
            grade = self._phase(phase, grade, rules)
            if grade is not None:
                out.append((phase, grade))
        return out

    def _phase(self, phase: ir.Phase, grade: int, rules: list[ir.Rule]) -> int | None:
        place = Place(("rules",))
        if phase == "quotas":
            return self.builder.emit(ir.Quota(grade, self.type), place)
        acting = [(rule.condition, e.amount) for rule in rules for e in rule.effects if e.phase == phase]
        if not acting:
            return grade
        match phase:
            case "raise_by" | "lower_by":
                return self._shifted(grade, acting, phase == "raise_by", place)
            case "at_least":
                return self._limited(grade, acting, 0, ir.Maximum, place)
            case "at_most":
                return self._limited(grade, acting, self.top, ir.Minimum, place)
            case "grade":
                any_fires = self.builder.any_of([condition for condition, _ in acting], place)
                best = self.builder.literal(self.top, self.type, place)
                worst = self._limited(best, acting, self.top, ir.Minimum, place)
                return self.builder.choose(any_fires, worst, grade, place)

    def _limited(
        self,
        grade: int,
        acting: list[tuple[int, int]],
        neutral: int,
        operator: type[ir.Maximum] | type[ir.Minimum],
        place: Place,
    ) -> int | None:
        idle = self.builder.literal(neutral, self.type, place)
        limits = [self.builder.choose(condition, rank, idle, place) for condition, rank in acting]
        operands = tuple(dict.fromkeys(n for n in [grade, *limits] if n is not None))
        return operands[0] if len(operands) == 1 else self.builder.emit(operator(operands, self.type), place)

    def _shifted(self, grade: int, acting: list[tuple[int, int]], up: bool, place: Place) -> int | None:
        zero = self.builder.figure(0, None, place)
        steps = self.builder.add([self.builder.choose(c, amount, zero, place) for c, amount in acting], place)
        if steps is None:
            return None
        most = self.builder.number_type(steps).high
        if not up:
            steps = self.builder.negative(steps, place)
        if steps is None:
            return None
        wide = ir.Number(0, 0 if up else -most, self.top + most if up else self.top)
        moved = self.builder.emit(ir.Add((grade, steps), wide), place)
        end = self.builder.literal(self.top if up else 0, self.type, place)
        if moved is None:
            return None
        node = ir.Minimum((moved, end), self.type) if up else ir.Maximum((moved, end), self.type)
        return self.builder.emit(node, place)

    def order(
        self,
        spec: list[str] | OrderChoice | None,
        static: Callable[..., str | None],
        options: Callable[[str], tuple[str, ...]],
    ) -> tuple[ir.Phase, ...]:
        """Give the order of the phases under the readings in force; `options` lists what a parameter can be."""
        place = Place(("order",))
        if spec is None:
            return ir.PHASES
        if isinstance(spec, list):
            return self._checked_order(spec, place)
        option = static(spec.choose, None, None, place.child("choose"))
        found = [self._checked_order(phases, place.child("of", name)) for name, phases in spec.of.items()]
        if option is None:
            return ir.PHASES
        readings = options(spec.choose)
        for reading in readings:
            if reading not in spec.of:
                self.faults.add(
                    "missing-option",
                    place.child("of").at_key(),
                    f"no order for the reading `{reading}` of `{spec.choose}`",
                    f"缺少 `{spec.choose}` 的读法 `{reading}` 所对应的顺序",
                )
        for name in spec.of:
            if name not in readings:
                self.faults.add(
                    "unknown-option",
                    place.child("of", name).at_key(),
                    f"`{name}` is no reading of `{spec.choose}`: expected {', '.join(readings)}",
                    f"`{name}` 不是 `{spec.choose}` 的读法：应为 {'、'.join(readings)}",
                    help=suggestion(name, readings),
                )
        return dict(zip(spec.of, found, strict=True)).get(option, ir.PHASES)

    def _checked_order(self, phases: list[str], place: Place) -> tuple[ir.Phase, ...]:
        if sorted(phases) == sorted(ir.PHASES):
            return tuple(cast(list[ir.Phase], phases))
        self.faults.add(
            "bad-order",
            place,
            f"an order names each phase once: expected {', '.join(ir.PHASES)} in some order",
            f"顺序中每个阶段恰好出现一次：{'、'.join(ir.PHASES)}",
        )
        return ir.PHASES

    # Checks.

    def checks(self, specs: list[CheckSpec], static: Callable[..., str | None]) -> list[ir.Check]:
        """Compile the checks."""
        out = []
        for position, spec in enumerate(specs):
            place = Place(("checks", position))
            holds, _ = self.formulas.condition(spec.require, place.child("require"))
            otherwise = static(spec.otherwise, ("warning", "invalid"), None, place.child("otherwise"))
            if holds is not None and otherwise is not None:
                origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
                out.append(ir.Check(origin, holds, str(spec.require), cast(Literal["warning", "invalid"], otherwise)))
        return out

    def excluded(self, rules: list[ir.Rule], checks: list[ir.Check]) -> int | None:
        """Give the condition under which there is no grade."""
        place = Place(("rules",))
        reasons: list[int | None] = [
            rule.condition for rule in rules if any(effect.phase == "not_graded" for effect in rule.effects)
        ]
        reasons += [self.builder.negation(check.holds, place) for check in checks if check.otherwise == "invalid"]
        return self.builder.any_of(reasons, place)
