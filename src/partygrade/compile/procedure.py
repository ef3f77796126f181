"""The steps of the procedure to facts and checks.

A step declares the facts that say when it was done and by how many, and, where it says `otherwise`, the checks that
these facts are in order. Complains of: a step after one that does not stand above it, days of a step that has none,
limits that are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, cast

from partygrade import exact, ir, scheme, syntax
from partygrade.compile.formula import Formulas, ordinal_of
from partygrade.compile.inputs import Inputs
from partygrade.compile.outcomes import share
from partygrade.compile.scope import FactName
from partygrade.diagnostics import suggestion
from partygrade.parse import WORDS
from partygrade.scheme import StepOfProcedure
from partygrade.source import Place

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

Made = tuple[str, str, str]
"""What a check is called after its step, what people call it, and its condition."""


class Procedure:
    """Compiles the steps of the procedure; `labels` are those of the derived figures."""

    def __init__(
        self,
        specs: Sequence[StepOfProcedure],
        formulas: Formulas,
        inputs: Inputs,
        static: Callable[..., str | None],
        labels: Mapping[str, str],
    ) -> None:
        self.specs = specs
        self.formulas = formulas
        self.faults = formulas.faults
        self.inputs = inputs
        self.static = static
        self.labels = labels
        self._sound: set[int] = set()

    def declare(self) -> None:
        """Declare the facts of every step; one whose ids are taken, or cannot be ids, has its fault already."""
        names = self.formulas.scope.names
        for position, spec in enumerate(self.specs):
            facts = dict(_facts(spec))
            if _can_be_id(spec.id) and not facts.keys() & names.keys():
                self._sound.add(position)
                for name, fact in facts.items():
                    self.inputs.further(name, fact, Place(("procedure", position)))

    def compile(self) -> tuple[tuple[ir.Step, ...], tuple[ir.Check, ...]]:
        """Compile the steps and their checks; a broken step is left out, with its fault."""
        steps: list[ir.Step] = []
        checks: list[ir.Check] = []
        for position in sorted(self._sound):
            spec, place = self.specs[position], Place(("procedure", position))
            made = [*self._made(spec, self.specs[:position], place)]
            found = [] if spec.otherwise is None else self._checks(spec, spec.otherwise, made, place)
            done = self.formulas.scope.names.get(spec.id)
            if isinstance(done, FactName):
                origin = ir.Origin(spec.id, _label(spec), spec.source, spec.note, place)
                steps.append(ir.Step(origin, spec.by, spec.yields, done.index, tuple(c.origin.id for c in found)))
            checks += found
        return tuple(steps), tuple(checks)

    def _checks(self, spec: StepOfProcedure, otherwise: str, made: list[Made], place: Place) -> list[ir.Check]:
        word = self.static(otherwise, ("warning", "invalid"), None, place.child("otherwise"))
        out = []
        for name, label, require in made:
            holds, _ = self.formulas.condition(require, place)
            if holds is not None and word is not None:
                origin = ir.Origin(f"{spec.id}_{name}", label, spec.source, None, place)
                out.append(ir.Check(origin, holds, require, cast(Literal["warning", "invalid"], word)))
        return out

    def _made(self, spec: StepOfProcedure, above: Sequence[StepOfProcedure], place: Place) -> Iterator[Made]:
        """List what a step asks for; a part that is broken is left out, with its fault."""
        step, label, lasts = spec.id, _label(spec), spec.notice_days is not None
        if not spec.optional:
            yield "done", f"{label}已完成", f"known({step})" if _dated(spec) else step
        before = self._before(spec, above, place.child("after"))
        if before is not None and _dated(spec) and _dated(before):
            ends = [before.id, *([f"{before.id}_end"] if before.notice_days is not None else [])]
            yield "in_order", f"{label}不早于{_label(before)}", _all(_no_later(day, step) for day in ends)
        until = self._until(spec, place)
        if until is not None:
            called, limit, guard = until
            days = [step, *([f"{step}_end"] if lasts else [])]
            yield "in_time", f"{label}不晚于{called}", guard + _all(f"not known({d}) or {d} <= {limit}" for d in days)
        if lasts and self._has_day(spec, "notice_days", place):
            end, days_least = f"{step}_end", spec.notice_days
            require = f"not known({step}) or not known({end}) or days({step}, {end}) >= {days_least}"
            yield "notice", f"{label}不少于{days_least}天", require
        least = None if spec.participation is None else self._share(spec.participation, place.child("participation"))
        if least is not None:
            taking, written = f"{step}_participation", self._bracketed(spec.participation, place)
            yield "turnout", f"{label}参与率不低于{_percent(least)}", f"not known({taking}) or {taking} >= {written}"

    def _before(self, spec: StepOfProcedure, above: Sequence[StepOfProcedure], place: Place) -> StepOfProcedure | None:
        found = next((one for one in above if one.id == spec.after), None)
        if spec.after is not None and found is None and spec.after not in self.formulas.scope.broken:
            self.faults.add(
                "unknown-step",
                place,
                f"`{spec.after}` is no step above `{spec.id}`: expected the id of an earlier step",
                f"`{spec.after}` 不是排在 `{spec.id}` 前面的步骤：应为前面某一步骤的标识",
                help=suggestion(spec.after, [one.id for one in above]),
            )
        return found

    def _has_day(self, spec: StepOfProcedure, key: str, place: Place) -> bool:
        if _dated(spec):
            return True
        self.faults.add(
            "not-dated",
            place.child(key).at_key(),
            f"`{key}` looks at the day of `{spec.id}`, which has none: expected a step without `dated: false`",
            f"`{key}` 要看 `{spec.id}` 的日期，但该步骤不记日期：不应写 `dated: false`",
        )
        return False

    def _until(self, spec: StepOfProcedure, place: Place) -> tuple[str, str, str] | None:
        """Give what people call the last day, its formula, and the guard that it is known."""
        if spec.until is None or not self._has_day(spec, "until", place):
            return None
        here, written = place.child("until"), str(spec.until)
        if isinstance(spec.until, str) and _DAY.fullmatch(written):
            return (written, f'"{written}"', "") if self._is_day(written, here) else None
        expr = self.formulas.syntax_of(spec.until, here)
        if expr is None:
            return None
        unsure = self._unsure(expr)
        known = frozenset({spec.id, *unsure})
        _, day = self.formulas.pair(syntax.Name(spec.id, 0, 0), expr, here, known, ordered=True)
        if day is None:
            return None
        labels = {**self.labels, **self.inputs.labels}
        called = labels.get(written, written) if isinstance(expr, syntax.Name) else written.strip("\"'")
        guard = "".join(f"not known({name}) or " for name in unsure)
        return called, self._bracketed(spec.until, here), guard

    def _unsure(self, expr: syntax.Expr) -> list[str]:
        """List the optional facts that a formula uses and does not guard itself."""
        parts = list(syntax.walk(expr))
        guarded = {
            argument.id
            for part in parts
            if isinstance(part, syntax.Call) and part.function in ("known", "default")
            for argument in part.arguments[:1]
            if isinstance(argument, syntax.Name)
        }
        names = dict.fromkeys(part.id for part in parts if isinstance(part, syntax.Name) and part.id not in guarded)
        facts = {name: self.formulas.scope.names.get(name) for name in names}
        return [name for name, fact in facts.items() if isinstance(fact, FactName) and not fact.sure]

    def _is_day(self, written: str, place: Place) -> bool:
        if ordinal_of(written) is None:
            self.faults.add(
                "bad-date",
                place,
                f"`{written}` is no calendar day: expected the form 2017-06-05",
                f"`{written}` 不是日期：应写成 2017-06-05",
            )
            return False
        return True

    def _share(self, written: object, place: Place) -> Fraction | None:
        return share(self.formulas, written, place)

    def _bracketed(self, written: object, place: Place) -> str:
        """Give a formula as it may stand in a comparison."""
        text = str(written)
        simple = isinstance(
            self.formulas.syntax_of(written, place), syntax.Name | syntax.Number | syntax.String | syntax.Call
        )
        return text if simple else f"({text})"


def step_ids(specs: Sequence[StepOfProcedure]) -> Iterator[tuple[str, Place]]:
    """List the ids of steps, facts and checks with their places; what a step makes counts only after a sound id."""
    seen: set[str] = set()
    for position, spec in enumerate(specs):
        place = Place(("procedure", position, "id"))
        yield spec.id, place
        if spec.id not in seen and _can_be_id(spec.id):
            yield from ((name, place) for name, _ in _facts(spec) if name != spec.id)
            yield from ((f"{spec.id}_{name}", place) for name in _check_names(spec))
        seen.add(spec.id)


def fact_ids(specs: Sequence[StepOfProcedure]) -> list[str]:
    """List the facts that the steps declare."""
    return [name for spec in specs for name, _ in _facts(spec)]


def _facts(spec: StepOfProcedure) -> Iterator[tuple[str, scheme.AnyFact]]:
    label, source = _label(spec), spec.source
    if _dated(spec):
        yield spec.id, scheme.DateFact(type="date", label=label, source=source, note=spec.note, optional=True)
    else:
        yield spec.id, scheme.FlagFact(type="flag", label=label, source=source, note=spec.note, default=False)
    if spec.notice_days is not None:
        yield f"{spec.id}_end", scheme.DateFact(type="date", label=f"{label}·结束", source=source, optional=True)
    if spec.participation is not None:
        taking = scheme.PercentFact(type="percent", label=f"{label}·参与率", source=source, optional=True)
        yield f"{spec.id}_participation", taking


def _check_names(spec: StepOfProcedure) -> Iterator[str]:
    if spec.otherwise is None:
        return
    if not spec.optional:
        yield "done"
    for key, name in (
        ("after", "in_order"),
        ("until", "in_time"),
        ("notice_days", "notice"),
        ("participation", "turnout"),
    ):
        if getattr(spec, key) is not None:
            yield name


def _can_be_id(name: str) -> bool:
    return name.isidentifier() and name not in WORDS


def _dated(spec: StepOfProcedure) -> bool:
    return spec.dated is not False


def _label(spec: StepOfProcedure) -> str:
    return spec.label or spec.id


def _no_later(day: str, step: str) -> str:
    return f"not known({day}) or not known({step}) or {day} <= {step}"


def _all(conditions: Iterator[str]) -> str:
    """Join conditions that all must hold."""
    listed = [*conditions]
    return listed[0] if len(listed) == 1 else f"({') and ('.join(listed)})"


def _percent(value: Fraction) -> str:
    found = exact.finite(value * 100)
    assert found is not None
    return f"{exact.text(*found)}%"
