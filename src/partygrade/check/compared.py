"""The figures that the elements of a scheme compare something with, beside the words that people read there.

Of every comparison it is told which side the figure itself goes with: `x >= 60`, `x < 60` and `from: 60` count 60 with
the greater numbers, `x > 60`, `x <= 60` and `at_most: 60` with the lesser ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import Literal

from partygrade import ir, syntax
from partygrade.check.comparisons import CONDITIONS, Reading, comparisons, proportion
from partygrade.check.subject import Subject
from partygrade.parse import parse
from partygrade.said_bounds import said_bounds
from partygrade.scheme import DerivedSpec, Element, LineSpec, NodeSpec, StepSpec
from partygrade.source import Place

_UPWARDS = {">=": True, "<": True, ">": False, "<=": False}
_OTHER = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
_KEYS = {
    "from": (True, "above"),
    "above": (False, "from"),
    "up_to": (False, "below"),
    "below": (True, "up_to"),
    "at_least": (True, None),
    "at_most": (False, None),
    "participation": (True, None),
    "notice_days": (True, None),
    "share": (True, None),
}
_SIGN = re.compile("[<>]=?")
_GROUPS = ("sum", "weighted", "highest", "lowest")
# Whole months and years are counted down, so that the sign beside them follows another rule.
_FLOORED = ("months", "years", "year")


@dataclass(frozen=True, slots=True)
class Words:
    """A text that people read, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure that something is compared with.

    `upwards` where the figure itself goes with the greater numbers; `sign` is what says so, and `other` what would say
    the opposite in its place. `figure` is the place of the figure itself, in a parameter where it is called by `name`.
    `reading` is the parameter and the reading of it under which alone it is compared.
    """

    value: Fraction
    unit: str | None
    upwards: bool
    sign: str
    other: str | None
    place: Place
    figure: Place
    name: str | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is said in words, and the figures that it is about.

    Of an `element` they stand beside, of a `parameter` wherever it is named, of a `reading` wherever it is asked for;
    the words of a parameter with readings go with the reading in force.
    """

    words: tuple[Words, ...]
    compared: tuple[Compared, ...]
    about: Literal["element", "parameter", "reading"] = "element"

    @property
    def telling(self) -> tuple[Words, ...]:
        """The words that are about these figures for certain: the note of an element may tell of anything."""
        return tuple(words for words in self.words if self.about != "element" or words.place.path[-1] != "note")


_SAYS = re.compile("以[上下内外]|之[内外]|[至最][多少]|过|[高多大低少小]于|不[足到]|达|满|连续|累计")


def passages(subject: Subject) -> tuple[Passage, ...]:
    """List the elements that may say a bound in words; a parameter, or a reading, comes with all that names it."""
    elements = _Elements(subject)
    found = [Passage(words, tuple(compared())) for words, compared in elements.all() if _may_say(words)]
    named, readings = _named(subject)
    if named or readings:
        elements.formulas.only = (*named, *(name for name, _ in readings))
        everywhere = [one for _, compared in elements.all() for one in compared()]
        for name, words in named.items():
            found.append(Passage(words, tuple(one for one in everywhere if one.name == name), "parameter"))
        for reading, words in readings.items():
            found.append(Passage(words, tuple(one for one in everywhere if one.reading == reading), "reading"))
    return tuple(found)


def _named(subject: Subject) -> tuple[dict[str, tuple[Words, ...]], dict[Reading, tuple[Words, ...]]]:
    """Give the words of parameters that may say a bound, and those of readings."""
    named, readings = dict[str, tuple[Words, ...]](), dict[Reading, tuple[Words, ...]]()
    for name, spec in (subject.file.parameters or {}).items():
        place = Place(("parameters", name))
        if spec.readings is None and _may_say(words := _words(spec, place)):
            named[name] = words
        told = {key: (Words(text, place.child("readings", key)),) for key, text in (spec.readings or {}).items()}
        if told:
            told[str(spec.value)] = (*_words(spec, place), *told.get(str(spec.value), ()))
        readings |= {(name, key): words for key, words in told.items() if _may_say(words)}
    return named, readings


def _may_say(words: tuple[Words, ...]) -> bool:
    return any(_SAYS.search(one.text) and any(said_bounds(one.text)) for one in words)


def _words(spec: Element, place: Place) -> tuple[Words, ...]:
    given = (("label", spec.label), ("note", spec.note))
    return tuple(Words(text, place.child(key)) for key, text in given if text is not None)


Found = Callable[[], Iterator[Compared]]
Spoken = tuple[tuple[Words, ...], Found]
"""What an element says, and what lists the figures beside: formulas are read only where the words call for it."""

_BOUNDS = ("from", "above", "up_to", "below")


class _Elements:
    def __init__(self, subject: Subject) -> None:
        self.file = subject.file
        self.subject = subject

    @cached_property
    def formulas(self) -> _Formulas:
        return _Formulas(self.subject)

    def all(self) -> Iterator[Spoken]:
        file = self.file
        yield from self._each("rules", file.rules, conditions=("when",))
        yield from self._each("checks", file.checks, conditions=("require",))
        yield from self._each("grades", file.grades, bounds=_BOUNDS, conditions=("when",))
        yield from self._each("procedure", file.procedure, bounds=("participation", "notice_days"))
        for n, entry in enumerate(file.follow_up or ()):
            here = Place(("follow_up", n))
            yield (Words(entry.label, here.child("label")),), partial(self._conditions, entry, here, ("when",))
        if file.cohort is not None:
            place = Place(("cohort", "quotas"))
            yield from self._each(place, file.cohort.quotas, bounds=("at_least", "at_most"), conditions=("among",))
        if file.cycle is not None:
            yield from self._each(Place(("cycle", "targets")), file.cycle.targets, bounds=("share",))
        for name, parameter in (file.parameters or {}).items():
            if parameter.readings is None:
                here = Place(("parameters", name))
                yield _words(parameter, here), partial(self._bounds, parameter, here, ("at_least", "at_most"))
        for name, spec in (file.derived or {}).items():
            yield from self._looked_up(spec, Place(("derived", name)), [])
        if file.score is not None:
            yield from self._node(file.score, Place(("score",)))

    def _each(
        self,
        section: str | Place,
        specs: Sequence[Element] | None,
        bounds: tuple[str, ...] = (),
        conditions: tuple[str, ...] = (),
    ) -> Iterator[Spoken]:
        place = Place((section,)) if isinstance(section, str) else section
        for n, spec in enumerate(specs or ()):
            here = place.child(n)
            yield _words(spec, here), partial(self._beside, spec, here, bounds, conditions)

    def _beside(
        self, spec: Element, place: Place, bounds: tuple[str, ...], conditions: tuple[str, ...]
    ) -> Iterator[Compared]:
        yield from self._bounds(spec, place, bounds)
        yield from self._conditions(spec, place, conditions)

    # The score, and what is looked up.

    def _node(self, spec: NodeSpec, place: Place) -> Iterator[Spoken]:
        below: list[Found] = []
        for key in ("deduct", "add"):
            for n, line in enumerate(getattr(spec, key) or ()):
                here = place.child(key, n)
                below.append(partial(self._line, line, here))
                yield _words(line, here), below[-1]
        yield from self._looked_up(spec, place, below)
        for key in _GROUPS:
            for n, child in enumerate(getattr(spec, key) or ()):
                yield from self._node(child, place.child(key, n))

    def _line(self, spec: LineSpec, place: Place) -> Iterator[Compared]:
        yield from self._conditions(spec, place, ("when", "where"))
        yield from self._conditions(spec, place, ("each", "value"), figures=True)

    def _looked_up(self, spec: NodeSpec | DerivedSpec, place: Place, below: list[Found]) -> Iterator[Spoken]:
        """Give a node or derived figure: its own words, those of its steps, and what is `below` it in lines."""
        below = list(below)
        for n, step in enumerate(spec.steps or ()):
            here = place.child("steps", n)
            below.append(partial(self._step, step, here, spec.of))
            yield _words(step, here), below[-1]
        yield _words(spec, place), partial(self._whole, spec, place, below)

    def _whole(self, spec: NodeSpec | DerivedSpec, place: Place, below: list[Found]) -> Iterator[Compared]:
        if isinstance(spec, NodeSpec):
            yield from self._conditions(spec, place, ("when",))
        yield from self._conditions(spec, place, ("value",), figures=True)
        yield from self._keys(spec.table or {}, place.child("table"), self.formulas.unit(spec.of))
        for found in below:
            yield from found()

    def _step(self, spec: StepSpec, place: Place, of: object) -> Iterator[Compared]:
        unit = self.formulas.unit(of)
        for found in self._bounds(spec, place, _BOUNDS):
            yield replace(found, unit=found.unit or unit)

    def _keys(self, table: Mapping[str, object], place: Place, unit: str | None) -> Iterator[Compared]:
        for key, entry in table.items():
            sign, _, figure = key.partition(" ")
            if sign in _KEYS and figure:
                for found in self._bound(sign, figure, place.child(key).at_key()):
                    yield replace(found, unit=found.unit or unit)
            if isinstance(entry, Mapping):
                yield from self._keys(entry, place.child(key), None)

    # Bounds and formulas.

    def _bounds(self, spec: object, place: Place, keys: tuple[str, ...]) -> Iterator[Compared]:
        for key in keys:
            written = getattr(spec, "from_" if key == "from" else key)
            if written is not None:
                yield from self._bound(key, written, place.child(key).at_key())

    def _bound(self, key: str, written: object, place: Place) -> Iterator[Compared]:
        upwards, other = _KEYS[key]
        figure = self.formulas.figure(self.formulas.tree(written, place))
        if figure is not None:
            value, unit, name = figure
            unit = "天" if key == "notice_days" else unit
            at = Place(place.path) if name is None and place.path[-1] == key else place
            yield Compared(value, unit, upwards, key, other, place, _origin(name, at), name)

    def _conditions(
        self, spec: object, place: Place, keys: tuple[str, ...], figures: bool = False
    ) -> Iterator[Compared]:
        """List what the conditions under some keys compare; or with `figures` the conditions inside formulas."""
        for key in keys:
            written = getattr(spec, key)
            if isinstance(written, str):
                yield from self.formulas.compared(written, place.child(key), not figures)


Figure = tuple[Fraction, str | None, str | None]
"""A figure, its unit, and the parameter that it comes from."""


def _tree(written: object, place: Place) -> syntax.Expr | None:
    if isinstance(written, int | Decimal) and not isinstance(written, bool):
        return syntax.Number(Decimal(written), False, 0, 0)
    found = parse(written, place) if isinstance(written, str) else None
    return found if isinstance(found, syntax.Expr) else None


class _Formulas:
    """Reads formulas; where there are names in `only`, only those that hold one of them."""

    def __init__(self, subject: Subject) -> None:
        self.only: tuple[str, ...] = ()
        program = subject.program
        self.units: dict[str, str | None] = {one.origin.id: _unit(one.type) for one in program.inputs}
        self.units |= {one.origin.id: _unit(program.nodes[one.value].type) for one in program.derived}
        self.units |= dict.fromkeys((item.origin.id for item in program.items()), ir.POINTS)
        read = {name: spec for name, spec in (subject.file.parameters or {}).items() if spec.readings}
        self.options = {
            name: tuple(dict.fromkeys([str(spec.value), *(spec.readings or ())])) for name, spec in read.items()
        }
        values = {one.origin.id: one.value for one in program.parameters if not one.readings}
        self.parameters = {
            name: (*figure[:2], name)
            for name, value in values.items()
            if (figure := _written(_tree(value, Place()))) is not None
        }

    def unit(self, formula: object) -> str | None:
        """Give the unit of a formula that is a name alone."""
        return self.units.get(formula.strip()) if isinstance(formula, str) else None

    def tree(self, written: object, place: Place) -> syntax.Expr | None:
        """Give the tree of a formula or a constant; None where it is neither, or names nothing that is wanted."""
        if self.only and not (isinstance(written, str) and any(name in written for name in self.only)):
            return None
        return _tree(written, place)

    def figure(self, expr: syntax.Expr | None) -> Figure | None:
        """Give the figure that a formula is: a constant, or a parameter with one reading."""
        if isinstance(expr, syntax.Name):
            return self.parameters.get(expr.id)
        return _written(expr)

    def compared(self, formula: str, place: Place, condition: bool) -> Iterator[Compared]:
        """List what a formula compares with figures, where that decides something at the figure itself."""
        expr = self.tree(formula, place)
        if expr is not None:
            for found, reading in comparisons(expr, condition or isinstance(expr, CONDITIONS), self.options):
                for one in self._each(found, formula, place):
                    yield replace(one, reading=reading)

    def _each(self, found: syntax.Compare, text: str, place: Place) -> Iterator[Compared]:
        for n, operator in enumerate(found.operators):
            left, right = found.operands[n : n + 2]
            sign = _SIGN.search(text, left.end, right.start)
            here = place.within(sign.start(), sign.end()) if sign else place
            figure, looked_at, flipped = self.figure(right), left, False
            at = place.within(right.start, right.end)
            if figure is None:
                figure, looked_at, flipped = self.figure(left), right, True
                at = place.within(left.start, left.end)
            if figure is None and (share := proportion(left, right)) is not None:
                figure, looked_at, flipped = (share[0], None, None), found, share[1]
                at = place.within(left.start, right.end)
            if figure is None or (isinstance(looked_at, syntax.Call) and looked_at.function in _FLOORED):
                continue
            value, unit, name = figure
            own = self.units.get(looked_at.id) if isinstance(looked_at, syntax.Name) else None
            other = _OTHER.get(operator)
            for upwards in _sides(operator, flipped):
                yield Compared(value, unit or own, upwards, operator, other, here, _origin(name, at), name)


def _written(expr: syntax.Expr | None) -> Figure | None:
    if isinstance(expr, syntax.Number):
        return Fraction(expr.value), ir.PERCENT if expr.percent else None, None
    return None


def _sides(operator: syntax.Comparison, flipped: bool) -> tuple[bool, ...]:
    """Say which side the figure goes with; an equality can be meant either way."""
    found = _UPWARDS.get(operator)
    return (True, False) if found is None else (found is not flipped,)


def _origin(name: str | None, place: Place) -> Place:
    """Give the place of a figure: where it is written, or the value of the parameter that it comes from."""
    return place if name is None else Place(("parameters", name, "value"))


def _unit(kind: ir.Type) -> str | None:
    return kind.unit if isinstance(kind, ir.Number) else None
