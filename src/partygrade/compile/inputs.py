"""Facts to inputs: the columns of a record, with their types, steps, defaults and labels.

Complains of: limits that do not fit, and defaults that are no value of the fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from partygrade import exact, ir, scheme
from partygrade.compile.builder import FLAG
from partygrade.compile.formula import Formulas, ordinal_of
from partygrade.compile.lists import Lists
from partygrade.compile.scope import FactName, ListName, TallyName, TextName
from partygrade.diagnostics import Text, suggestion
from partygrade.source import Place

_YES_NO = (("是", 1), ("否", 0), ("true", 1), ("false", 0), ("yes", 1), ("no", 0))


class Inputs:
    """Declares the inputs of a scheme."""

    def __init__(self, formulas: Formulas, ladder: ir.Rank | None, spellings: tuple[tuple[str, int], ...]) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.ladder = ladder
        self.spellings = spellings
        self.found: list[ir.Input] = []
        self.day: int | None = None
        self.labels: dict[str, str] = {}
        self.lists = Lists(self)

    def declare(self, facts: Mapping[str, scheme.AnyFact]) -> None:
        """Declare every fact of the file."""
        for name, spec in facts.items():
            place = Place(("facts", name))
            if isinstance(spec, scheme.TallyFact):
                self._check_words(spec.of, place, tally=True)
                self._tally(name, spec, place)
            elif isinstance(spec, scheme.PanelFact | scheme.EventsFact):
                self.lists.declare(name, spec, place)
            else:
                self._fact(name, spec, place)

    def further(self, name: str, spec: scheme.AnyFact, place: Place) -> None:
        """Declare a fact that another element makes, such as a step of the procedure."""
        self._fact(name, spec, place)

    def distinct(self, spellings: Iterable[tuple[str, int, Place]]) -> None:
        """See that no two options are called the same; a spelling comes with the number of its option and its place."""
        seen: dict[str, int] = {}
        for word, option, place in spellings:
            if seen.setdefault(word, option) != option:
                self.faults.add(
                    "ambiguous-word",
                    place,
                    f"`{word}` already means another option: expected a word of its own",
                    f"`{word}` 已指另一选项：各选项的名称应互不相同",
                )

    def _check_words(self, of: list[str] | dict[str, str], place: Place, tally: bool) -> None:
        here = place.child("of")
        """See that the options of a fact differ; those of a tally are ids, which are checked with all others."""
        if isinstance(of, dict):
            words = [(word, n, here.child(word).at_key()) for n, word in enumerate(of)]
            self.distinct([*words, *((label, n, here.child(word)) for n, (word, label) in enumerate(of.items()))])
        elif not tally:
            self.distinct((word, n, here.child(n)) for n, word in enumerate(of))

    def origin(self, name: str, spec: scheme.Element, place: Place) -> ir.Origin:
        """Give what every element carries."""
        return ir.Origin(name, spec.label or name, spec.source, spec.note, place)

    def _tally(self, name: str, spec: scheme.TallyFact, place: Place) -> None:
        labels = spec.of if isinstance(spec.of, dict) else {word: word for word in spec.of}
        kind = ir.Number(0, 0, 9999 if spec.max is None else spec.max, spec.unit)
        columns: dict[str, int] = {}
        for word, label in labels.items():
            column = f"{name}_{word}"
            origin = ir.Origin(column, f"{spec.label or name}·{label}", spec.source, spec.note, place)
            node = self._add(ir.Input(origin, kind, better=spec.better, actionable=bool(spec.actionable)), spec, place)
            if node is not None:
                columns[word] = node
        self.formulas.scope.names[name] = TallyName(name, columns)

    def _fact(self, name: str, spec: scheme.AnyFact, place: Place) -> None:
        made = self.single(name, spec, place)
        if made is None:
            self.formulas.scope.broken.add(name)
        else:
            self._node(made, place)

    def single(self, name: str, spec: scheme.AnyFact, place: Place) -> ir.Input | None:
        """Make the input of a fact that is one value, or of a field of events."""
        if isinstance(spec, scheme.ChoiceFact | scheme.GradeFact) and spec.of is not None:
            self._check_words(spec.of, place, tally=False)
        made = self._typed(name, spec, place)
        if made is None:
            return None
        kind, step, gap, words = made
        found = ir.Input(
            self.origin(name, spec, place),
            kind,
            step,
            gap,
            better=spec.better,
            actionable=bool(spec.actionable),
            words=words,
        )
        return self._completed(found, spec, place)

    def assessed(self, name: str, spec: scheme.NodeSpec, full: tuple[int, int], place: Place) -> int | None:
        """Declare the fact of an assessed score node; `full` is its full points as a scaled number."""
        step = spec.step if spec.step is not None else Decimal("0.01")
        made = self.points(exact.decimal(*full), step, place)
        if made is None:
            return None
        kind, units = made
        optional = bool(spec.optional)
        found = ir.Input(self.origin(name, spec, place), kind, units, optional=optional, better=spec.better or "up")
        if spec.default is not None:
            default = self._figure_default(spec.default, found, place)
            if default is None:
                return None
            found = ir.Input(found.origin, kind, units, default=default, better=spec.better or "up")
        return self._node(found, place)

    def _add(self, found: ir.Input, spec: scheme.FactSpec | scheme.TallyFact, place: Place) -> int | None:
        return self._node(self._completed(found, spec, place), place)

    def _completed(self, found: ir.Input, spec: scheme.FactSpec | scheme.TallyFact, place: Place) -> ir.Input:
        """Add the default, or that the value may be missing."""
        default = getattr(spec, "default", None)
        if default is not None and spec.optional:
            self.faults.add(
                "default-and-optional",
                place.child("optional").at_key(),
                f"`{found.origin.id}` has a default and is optional: expected one of the two",
                f"`{found.origin.id}` 既有缺省值又可缺：只能有其一",
            )
        value = None if default is None else self._default(default, found, place)
        return replace(found, default=value, optional=bool(spec.optional) and default is None)

    def listed(self, found: ir.Input, derived: tuple[tuple[str, object, Place], ...] = ()) -> None:
        """Declare a list of events or a panel."""
        assert isinstance(found.type, ir.Events | ir.Panel)
        name = found.origin.id
        self.formulas.scope.names[name] = ListName(name, len(self.found), found.type, derived)
        self.found.append(found)
        self.labels.setdefault(name, found.origin.label)

    def as_of(self, here: Place) -> int | None:
        """Give the day as of which is graded; the first use declares it."""
        if self.day is None:
            self.day = len(self.found)
            self.found.append(ir.Input(ir.Origin("as_of", "评定基准日", place=here), ir.Day()))
        return self.builder.emit(ir.Fact(self.day, None, ir.Day()), here)

    def _node(self, found: ir.Input, place: Place) -> int | None:
        index = len(self.found)
        self.found.append(found)
        self.labels.setdefault(found.origin.id, found.origin.label)
        if isinstance(found.type, ir.Label):
            self.formulas.scope.names[found.origin.id] = TextName(found.origin.id)
            return None
        absent = (found.type.low if isinstance(found.type, ir.Number | ir.Day) else 0) if found.optional else None
        node = self.builder.emit(ir.Fact(index, absent, found.type), place)
        if node is not None:
            self.formulas.scope.names[found.origin.id] = FactName(found.origin.id, index, node, not found.optional)
        else:
            self.formulas.scope.broken.add(found.origin.id)
        return node

    def _typed(
        self, name: str, spec: scheme.AnyFact, place: Place
    ) -> tuple[ir.Type, int, int, tuple[tuple[str, int], ...]] | None:
        """Give type, step, gap and further spellings."""
        match spec:
            case scheme.PointsFact():
                made = self.points(Decimal(spec.max), spec.step if spec.step is not None else Decimal("0.01"), place)
                return None if made is None else (*made, 0, ())
            case scheme.AmountFact():
                return self._amount(spec, place)
            case scheme.NumberFact():
                return self._number(spec, place)
            case scheme.PercentFact():
                scale = 2 if spec.decimals is None else spec.decimals
                return ir.Number(scale, 0, 100 * 10**scale, ir.PERCENT), 1, 0, ()
            case scheme.CountFact():
                return ir.Number(0, 0, 9999 if spec.max is None else spec.max, spec.unit), 1, 0, ()
            case scheme.FlagFact():
                return FLAG, 1, 0, _YES_NO
            case scheme.DateFact():
                return ir.Day(), 1, 0, ()
            case scheme.ChoiceFact():
                words, labels = _options(spec.of)
                kind = ir.Choice(words, bool(spec.ordered), f"`{name}`")
                return kind, 1, 0, tuple((label, n) for n, label in enumerate(labels))
            case scheme.GradeFact():
                return self._grade(name, spec, place)
            case scheme.TextFact():
                return ir.Label(), 1, 0, ()
            case _:
                raise AssertionError(spec)

    def _grade(
        self, name: str, spec: scheme.GradeFact, place: Place
    ) -> tuple[ir.Type, int, int, tuple[tuple[str, int], ...]] | None:
        if spec.of is not None:
            words, labels = _options(spec.of)
            kind = ir.Rank(tuple(reversed(words)), f"`{name}`")
            return kind, 1, 0, tuple((label, len(words) - 1 - n) for n, label in enumerate(labels))
        if self.ladder is None:
            self.faults.add(
                "no-ladder",
                place,
                f"`{name}` is a grade of this scheme, which has no grades",
                f"`{name}` 是本办法的等次，但本办法没有等次",
                help=Text("name the ladder with `of`", "请用 `of` 写明等次"),
            )
            return None
        return self.ladder, 1, 0, self.spellings

    def points(self, most: Decimal, step: Decimal | int, place: Place) -> tuple[ir.Number, int] | None:
        """Give the type of points from 0 to `most`, and their step."""
        scale = max(exact.decimals(step), exact.decimals(most))
        units, high = exact.scaled(step, scale), exact.scaled(most, scale)
        if units <= 0 or high <= 0 or high % units:
            self.faults.add(
                "bad-limits",
                place,
                f"points run from 0 to {most} in steps of {step}: expected a positive step that divides the maximum",
                f"分值从 0 到 {most}，步长 {step}：步长应为正数，且能整除最高分",
            )
            return None
        return ir.Number(scale, 0, high, ir.POINTS), units

    def _amount(
        self, spec: scheme.AmountFact, place: Place
    ) -> tuple[ir.Type, int, int, tuple[tuple[str, int], ...]] | None:
        step = spec.step if spec.step is not None else Decimal("0.01")
        least, most = spec.at_least or 0, 9999 if spec.at_most is None else spec.at_most
        scale = max(exact.decimals(number) for number in (step, least, most))
        units, low, high = (exact.scaled(number, scale) for number in (step, least, most))
        if units <= 0 or low < 0 or high < low or high <= 0 or low % units:
            self.faults.add(
                "bad-limits",
                place,
                f"the amount is 0, or {least} to {most} in steps of {step}: "
                "expected limits in order, and a positive step that divides the lower one",
                f"酌定分为 0，或 {least} 至 {most}，步长 {step}：上下限应有序，步长应为正数且能整除下限",
            )
            return None
        return ir.Number(scale, 0, high, ir.POINTS), units, low, ()

    def _number(
        self, spec: scheme.NumberFact, place: Place
    ) -> tuple[ir.Type, int, int, tuple[tuple[str, int], ...]] | None:
        scale, least = spec.decimals or 0, spec.min or 0
        try:
            low, high = exact.scaled(least, scale), exact.scaled(spec.max, scale)
        except ValueError:
            low, high = 1, 0
        if low > high:
            self.faults.add(
                "bad-limits",
                place,
                f"the number runs from {least} to {spec.max} with {scale} decimals: "
                "expected limits in order, with no more decimals",
                f"数值从 {least} 到 {spec.max}，{scale} 位小数：上下限应有序，且小数位不超过规定",
            )
            return None
        return ir.Number(scale, low, high, spec.unit), 1, 0, ()

    def _default(self, written: object, found: ir.Input, place: Place) -> int | str | None:
        match found.type:
            case ir.Label():
                return str(written)
            case ir.Number():
                assert isinstance(written, int | Decimal)
                return self._figure_default(written, found, place)
            case ir.Flag():
                return bool(written)
            case ir.Day():
                ordinal = ordinal_of(str(written))
                if ordinal is None:
                    self._bad_default(written, found, place)
                return ordinal
            case ir.Choice() | ir.Rank():
                options = found.type.options if isinstance(found.type, ir.Choice) else found.type.ladder
                if written not in options:
                    self._bad_default(written, found, place, suggestion(str(written), options))
                    return None
                return options.index(str(written))
            case _:
                self._bad_default(written, found, place)
                return None

    def _figure_default(self, written: int | Decimal, found: ir.Input, place: Place) -> int | None:
        kind = found.type
        assert isinstance(kind, ir.Number)
        try:
            value = exact.scaled(written, kind.scale)
        except ValueError:
            value = kind.high + 1
        if not kind.low <= value <= kind.high or (value - kind.low) % found.step or 0 < value < found.gap:
            self._bad_default(written, found, place)
            return None
        return value

    def _bad_default(self, written: object, found: ir.Input, place: Place, help: Text | None = None) -> None:
        self.faults.add(
            "bad-default",
            place.child("default"),
            f"`{written}` is no value of `{found.origin.id}`",
            f"`{written}` 不是 `{found.origin.id}` 的合法取值",
            help=help,
        )


def _options(of: list[str] | dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the words and their labels."""
    return (tuple(of), tuple(of.values())) if isinstance(of, dict) else (tuple(of), tuple(of))
