"""Grades, rules and phases to IR.

Complains of: bands out of order or not covering the scale, unknown grades, rules without an effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, cast

from partygrade import ir
from partygrade.compile.bounds import Bound, Bounds, written
from partygrade.compile.formula import Formulas, Known
from partygrade.compile.scope import FactName, GradeName, ValueName
from partygrade.diagnostics import Note, Text, suggestion
from partygrade.scheme import GradeSpec, RuleSpec
from partygrade.source import Place

_GRADE = Text("a grade", "等次")
_EFFECTS = ("raise_by", "lower_by", "at_least", "at_most", "grade", "not_graded")
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
        self._bounds = Bounds(formulas)
        self._ready = False

    def declare(self) -> None:
        """Put the grades and `band` into the scope."""
        scope = self.formulas.scope
        scope.ladder = self.type
        for position, spec in enumerate(self.specs):
            scope.names[spec.id] = GradeName(spec.id, self.top - position)
            scope.labels |= {word: spec.id for word in (spec.label, *(spec.aliases or ())) if word is not None}
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
            help=self.formulas.scope.meant(name) or suggestion(name, self.type.ladder),
        )
        return None

    # Bands.

    def bands(self, band_on: int | None, grade_by: str | None, scored: bool, staged: bool = False) -> None:
        """Compile the grades to the node `band`; `scored` says whether the file has a score to compare bounds with."""
        self.band_on = band_on
        bounds = [self._bounds.read(spec, _GRADE, Place(("grades", n))) for n, spec in enumerate(self.specs)]
        whens = [self._when(spec, Place(("grades", n, "when"))) for n, spec in enumerate(self.specs)]
        conditions = [
            self._condition(spec, bound, whens[position], Place(("grades", position)), scored or grade_by is not None)
            for position, (spec, bound) in enumerate(zip(self.specs, bounds, strict=True))
        ]
        if staged:
            conditions = self._with_those_below(conditions)
        for position, spec in enumerate(self.specs):
            self.grades.append(self._grade(spec, position, bounds[position], conditions[position], whens[position]))
        self.band = self._by_bounds(bounds) if grade_by is None else self._given(grade_by, staged)
        self._ready = True

    def _by_bounds(self, bounds: list[Bound | None]) -> int | None:
        for position, spec in enumerate(self.specs):
            self._check_covering(spec, position)
        if self._bounds.of_one_kind(bounds):
            self._check_order(bounds)
        node: int | None = self.builder.literal(0, self.type, Place(("grades",)))
        for grade in reversed(self.grades[:-1]):
            place = grade.origin.place
            better = self.builder.literal(grade.rank, self.type, place)
            node = self.builder.choose(grade.condition, better, node, place)
        return node

    def _with_those_below(self, conditions: list[int | None]) -> list[int | None]:
        """Let every grade but the last need the conditions of all grades below it too."""
        out, below = conditions[-1:], list[int | None]()
        for position in range(len(conditions) - 2, -1, -1):
            below = [conditions[position], *below]
            out = [self.builder.all_of(below, Place(("grades", position))), *out]
        return out

    def _given(self, name: str, staged: bool) -> int | None:
        place = Place(("grade_by",))
        if staged:
            self.faults.add(
                "two-bands",
                Place(("staged",)).at_key(),
                "`staged` is about conditions, but `grade_by` gives the band: expected one of the two",
                "`staged` 用于等次的条件，但等次由 `grade_by` 给出：只能有其一",
            )
        for grade, spec in zip(self.grades, self.specs, strict=True):
            if _conditional(spec):
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

    def _grade(
        self, spec: GradeSpec, position: int, bound: Bound | None, condition: int | None, when: int | None
    ) -> ir.Grade:
        place = Place(("grades", position))
        origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
        return ir.Grade(
            origin,
            self.top - position,
            tuple(spec.aliases or []),
            bound.node if bound else None,
            bound is not None and bound.strict,
            condition,
            None if spec.when is None else str(spec.when),
            bound is not None and bound.upper,
            when,
        )

    def _when(self, spec: GradeSpec, place: Place) -> int | None:
        return None if spec.when is None else self.formulas.condition(spec.when, place)[0]

    def _condition(
        self, spec: GradeSpec, bound: Bound | None, when: int | None, place: Place, scored: bool
    ) -> int | None:
        """Give the condition of a grade alone; None where it has none."""
        conditions: list[int | None] = [] if bound is None else [self._reached(bound, scored)]
        if spec.when is not None:
            conditions.append(when)
        return self.builder.all_of(conditions, place) if conditions else None

    def _reached(self, bound: Bound, scored: bool) -> int | None:
        """Give the condition that what is graded meets the bound."""
        if self.band_on is None and not scored:
            self.faults.add(
                "no-score",
                bound.place.at_key(),
                f"`{bound.key}` compares a score, and the scheme has none: expected `score` or `band_on`",
                f"`{bound.key}` 需要得分作比较，但本办法没有 `score` 或 `band_on`",
            )
        return self._bounds.met(self.band_on, bound)

    def _check_order(self, bounds: list[Bound | None]) -> None:
        for position, before in self._bounds.out_of_order(bounds):
            one, better, bound = self.specs[position].id, self.specs[before].id, bounds[position]
            assert bound is not None
            if self.specs[before].when is not None and self._bounds.equal(bound, bounds[before]):
                # The better grade has a condition beside the bound, which tells the two apart.
                continue
            note = Note(Text("the better grade is here", "较高的等次在此"), Place(("grades", before, "id")))
            if bound.upper:
                self.faults.add(
                    "bands-order",
                    bound.place,
                    f"`{one}` ends no higher than `{better}`, which stands above it",
                    f"`{one}` 的上限不高于排在它前面的 `{better}`",
                    help=Text("let the upper bounds rise from grade to grade", "各等次的上限应逐级升高"),
                    notes=(note,),
                )
            else:
                self.faults.add(
                    "bands-order",
                    bound.place,
                    f"`{one}` starts no lower than `{better}`, which stands above it",
                    f"`{one}` 的下限不低于排在它前面的 `{better}`",
                    help=self._bounds.as_percent(bounds[before])
                    or Text("let the bounds fall from grade to grade", "各等次的下限应逐级降低"),
                    notes=(note,),
                )

    def _check_covering(self, spec: GradeSpec, position: int) -> None:
        """See that the last grade has no condition, and every other one has."""
        place, last = Place(("grades", position)), position == self.top
        if _conditional(spec) and last:
            self.faults.add(
                "bands-gap",
                place,
                f"the last grade `{spec.id}` has a condition, so that some organisations would have no grade",
                f"最后一个等次 `{spec.id}` 带有条件，会有组织没有等次",
                help=Text("leave the last grade without a condition", "最后一个等次不应带条件"),
            )
        elif not _conditional(spec) and not last:
            self.faults.add(
                "bands-gap",
                place,
                f"`{spec.id}` has no condition, so that no grade below it can be reached",
                f"`{spec.id}` 没有条件，排在它后面的等次永远达不到",
                help=Text("give it a bound or `when`", "请补写界限或 `when`"),
            )

    # Rules and phases.

    def rules(self, specs: list[RuleSpec], overridden: Overridden) -> list[ir.Rule]:
        """Compile the rules; a broken one is left out, with its fault."""
        out = []
        for position, spec in enumerate(specs):
            place = Place(("rules", position))
            condition, known = self.formulas.condition(spec.when, place.child("when"))
            effects = self._effects(spec, place, known)
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

    def _effects(self, spec: RuleSpec, place: Place, known: Known) -> tuple[ir.Effect, ...]:
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
            amount = self._amount(key, getattr(spec, key), place.child(key), known)
            if amount is not None:
                out.append(ir.Effect(phase, amount))
        return tuple(out) if len(out) == len(given) else ()

    def _amount(self, key: str, written: object, place: Place, known: Known) -> int | None:
        """Compile the grade of an effect, or the number of grades; `known` are the facts known where it acts."""
        if key in ("raise_by", "lower_by"):
            return self._steps(written, place, known)
        if key == "grade" or self._is_one_word(str(written)):
            rank = self.rank(str(written), place)
            return None if rank is None else self.builder.literal(rank, self.type, place)
        expr = self.formulas.syntax_of(written, place)
        node = None if expr is None else self.formulas.expr(expr, place, known)
        if node is None or expr is None or self.builder.type(node) == self.type:
            return node
        self.formulas.mismatch(self.builder.type(node), Text("a grade of this scheme", "本办法的等次"), expr, place)
        return None

    def _is_one_word(self, written: str) -> bool:
        """Tell the name of a grade, or one that is mistyped, from a formula."""
        scope = self.formulas.scope
        return written in self._ranks or (
            written.isidentifier() and written not in scope.names and written not in scope.broken
        )

    def _steps(self, written: object, place: Place, known: Known) -> int | None:
        node = self.formulas.number(written, place, known)
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

    def excluded(self, rules: list[ir.Rule], checks: list[ir.Check]) -> int | None:
        """Give the condition under which there is no grade."""
        place = Place(("rules",))
        reasons: list[int | None] = [
            rule.condition for rule in rules if any(effect.phase == "not_graded" for effect in rule.effects)
        ]
        reasons += [self.builder.negation(check.holds, place) for check in checks if check.otherwise == "invalid"]
        return self.builder.any_of(reasons, place)


def _conditional(spec: GradeSpec) -> bool:
    return bool(written(spec)) or spec.when is not None
