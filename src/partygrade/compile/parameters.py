"""Parameters to constants: stated, read, assumed or derived, under the readings that the caller asks for.

Complains of: figures without an origin, values out of the allowed range, words that are no option, parameters in a
circle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Literal

from partygrade import exact, ir, syntax
from partygrade.compile.formula import Formulas
from partygrade.compile.scope import ParameterName, in_figures
from partygrade.diagnostics import Text, suggestion
from partygrade.parse import WORDS
from partygrade.scheme import ParameterSpec
from partygrade.source import ROOT, Place

Setting = int | Decimal | bool | str
Status = Literal["stated", "read", "assumed", "derived"]

_FIGURE = re.compile(r"[0-9]+(\.[0-9]+)?%?")


class Parameters:
    """Compiles parameters on demand, and remembers which were used."""

    def __init__(self, specs: Mapping[str, ParameterSpec], formulas: Formulas, settings: Mapping[str, Setting]) -> None:
        self.specs = specs
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.settings = settings
        self._used: set[str] = set()
        self._needs: dict[str, set[str]] = {}
        self._nodes: dict[str, int | None] = {}
        self._open: list[str] = []

    @property
    def outermost(self) -> str | None:
        """The parameter that is being compiled, for its own sake or for others that it needs."""
        return self._open[0] if self._open else None

    def declare(self) -> None:
        """Put every parameter into the scope, and complain of settings that name none."""
        for name in self.specs:
            self.formulas.scope.names[name] = ParameterName(name, partial(self.use, name))
        for name in self.settings:
            if name not in self.specs:
                self.faults.add(
                    "unknown-parameter",
                    ROOT,
                    f"no parameter is called `{name}`",
                    f"没有名为 `{name}` 的参数",
                    help=suggestion(name, self.specs),
                )

    def use(self, name: str, place: Place) -> int | None:
        """Give the constant of a parameter, and remember what uses it: the scheme, or another parameter."""
        users = self._needs.setdefault(self._open[-1], set()) if self._open else self._used
        users.add(name)
        return self.check(name)

    def check(self, name: str) -> int | None:
        """Compile a parameter, used or not, so that its faults are found."""
        if name in self._open:
            path = " → ".join([*self._open[self._open.index(name) :], name])
            self.faults.add(
                "cycle",
                Place(("parameters", name, "value")),
                f"these parameters need each other: {path}",
                f"参数相互引用成环：{path}",
            )
            return None
        if name not in self._nodes:
            self._open.append(name)
            self._nodes[name] = self._compile(name)
            self._open.pop()
        return self._nodes[name]

    def _compile(self, name: str) -> int | None:
        spec, place = self.specs[name], Place(("parameters", name))
        node = self._value(name)
        if node is None:
            return None
        self._check_origin(name, spec, place)
        self._check_readings(name, spec, node, place)
        if name in self.settings:
            node = self._set(name, spec, node)
        if node is not None and isinstance(self.builder.type(node), ir.Number):
            self._check_range(name, spec, node, place)
        return node

    def _value(self, name: str) -> int | None:
        """Compile the file's own value, in the parameter's unit."""
        spec, place = self.specs[name], Place(("parameters", name, "value"))
        if isinstance(spec.value, str) and self._is_word(name):
            return self._word(name, spec.value, place)
        node = self.formulas.settled(self.formulas.any(spec.value, place), place)
        if node is not None and isinstance(self.builder.type(node), ir.Rank):
            self.faults.add(
                "wrong-type",
                place,
                "this is a grade: expected a number, `true` or `false`, or a word with readings",
                "此处是等次：应为数字、`true` 或 `false`，或带读法的词",
            )
            return None
        return node if node is None else self._with_unit(node, spec.unit, place)

    def _with_unit(self, node: int, unit: str | None, place: Place) -> int | None:
        numeric = isinstance(self.builder.type(node), ir.Number)
        return self.builder.with_unit(node, unit, place) if numeric and unit is not None else node

    def _is_word(self, name: str) -> bool:
        """Tell a word from a formula: one name that is no parameter. With readings, words such as `in` serve too."""
        spec = self.specs[name]
        written = spec.value
        if not isinstance(written, str) or not written.isidentifier() or written in self.specs:
            return False
        return written not in WORDS or spec.readings is not None

    def _options(self, name: str) -> ir.Choice:
        spec = self.specs[name]
        return ir.Choice(tuple(dict.fromkeys([str(spec.value), *(spec.readings or {})])), name=f"`{name}`")

    def _word(self, name: str, written: str, place: Place) -> int | None:
        kind = self._options(name)
        figure = in_figures(written)
        if figure is not None and all(map(_FIGURE.fullmatch, self.specs[name].readings or {})):
            self.faults.add(
                "wrong-type",
                place,
                f"`{written}` is a word: expected a figure",
                f"`{written}` 是文字：应为数字",
                help=Text(f"write `{figure}`", f"请写 `{figure}`"),
            )
            return None
        if len(kind.options) > 1:
            return self.builder.literal(kind.options.index(written), kind, place)
        if self.specs[name].readings is not None:
            self._no_other_reading(name)
        elif written not in self.formulas.scope.broken:
            self.faults.add(
                "unknown-name",
                place,
                f"`{written}` is neither a parameter nor a word with readings",
                f"`{written}` 既不是参数，也不是带读法的词",
                help=suggestion(written, self.specs)
                or Text("name the other words under `readings`", "请在 `readings` 下写出其他词"),
            )
        return None

    def _check_origin(self, name: str, spec: ParameterSpec, place: Place) -> None:
        if self.status(name) == "stated" and spec.source is None:
            self.faults.add(
                "no-origin",
                place.at_key(),
                f"`{name}` does not say where its figure comes from",
                f"`{name}` 没有写明数值的来历",
                help=Text("add `source`, `readings` or `assumed`", "请补写 `source`、`readings` 或 `assumed`"),
            )

    def _check_readings(self, name: str, spec: ParameterSpec, node: int, place: Place) -> None:
        """Compile each reading, so that a bad one is found even if nobody asks for it."""
        values: list[int | None] = []
        for text in spec.readings or {}:
            where = place.child("readings", text)
            values.append(self.parse(name, text, where.at_key()))
        if spec.readings is not None and all(other is not None and self._same(other, node) for other in values):
            self._no_other_reading(name)

    def _no_other_reading(self, name: str) -> None:
        self.faults.add(
            "no-other-reading",
            Place(("parameters", name, "readings")).at_key(),
            f"`{name}` has no reading other than its value",
            f"`{name}` 除取值外没有其他读法",
        )

    def _same(self, one: int, two: int) -> bool:
        yes = self.builder.compare("==", one, two, ROOT)
        return bool(self.builder.constant(yes))

    def parse(self, name: str, setting: Setting, place: Place) -> int | None:
        """Read a setting as a value of the parameter's own type."""
        if self._is_word(name):
            return self._option(name, setting, self._options(name), place)
        own = self._value(name)
        kind = None if own is None else self.builder.type(own)
        if isinstance(kind, ir.Choice):  # It is another parameter's word.
            return self._option(name, setting, kind, place)
        written = setting
        if isinstance(setting, str):
            written = {"true": True, "false": False}.get(setting.strip().lower(), setting.strip())
        if self._is_flag(name) is not isinstance(written, bool):
            self._no_value(name, setting, place)
            return None
        if isinstance(written, str):
            expr = self.formulas.syntax_of(written, place)
            minus = isinstance(expr, syntax.Negative) and isinstance(expr.operand, syntax.Number)
            if not isinstance(expr, syntax.Number) and not minus:
                if expr is not None:
                    self._no_value(name, setting, place)
                return None
        if isinstance(written, Decimal) and not written.is_finite():
            self._no_value(name, setting, place)
            return None
        node = self.formulas.any(written, place)
        return None if node is None else self._unit_of_value(name, node, place)

    def _is_flag(self, name: str) -> bool:
        """Tell whether the file's own value is a flag, written or worked out."""
        own = self._value(name)
        return isinstance(self.specs[name].value if own is None else self.builder.type(own), bool | ir.Flag)

    def _unit_of_value(self, name: str, node: int, place: Place) -> int | None:
        """Read a plain figure in the unit of the parameter's own value."""
        if not isinstance(self.builder.type(node), ir.Number) or self.builder.number_type(node).unit is not None:
            return node
        own = self._value(name)
        unit = self.builder.number_type(own).unit if own is not None else None
        return self.builder.with_unit(node, unit, place)

    def _option(self, name: str, setting: Setting, kind: ir.Choice, place: Place) -> int | None:
        if setting in kind.options:
            return self.builder.literal(kind.options.index(str(setting)), kind, place)
        self.faults.add(
            "unknown-option",
            place,
            f"`{setting}` is no option of `{name}`: expected one of {', '.join(kind.options)}",
            f"`{setting}` 不是 `{name}` 的选项：应为 {'、'.join(kind.options)} 之一",
            help=suggestion(str(setting), kind.options),
        )
        return None

    def _no_value(self, name: str, setting: Setting, place: Place) -> None:
        flag = self._is_flag(name)
        self.faults.add(
            "bad-setting",
            place,
            f"`{setting}` is no value of `{name}`: expected {'true or false' if flag else 'a number'}",
            f"`{setting}` 不能用作 `{name}`：应为{' true 或 false' if flag else '数字'}",
        )

    def _set(self, name: str, spec: ParameterSpec, node: int) -> int | None:
        setting = self.settings[name]
        if isinstance(setting, float):
            setting = Decimal(repr(setting))
        return self.parse(name, setting, Place(("parameters", name)).at_key())

    def _check_range(self, name: str, spec: ParameterSpec, node: int | None, place: Place) -> None:
        for key, sign, en, zh in (("at_least", ">=", "at least", "不小于"), ("at_most", "<=", "at most", "不大于")):
            written = getattr(spec, key)
            if written is None or node is None:
                continue
            limit = self.formulas.constant(written, place.child(key))
            if limit is None or not self.formulas.units_agree([node, limit], place.child(key)):
                continue
            if not self.builder.constant(self.builder.compare(sign, node, limit, place)):
                self.faults.add(
                    "out-of-range",
                    place.child("value"),
                    f"`{name}` is {self.text(node)}: expected {en} {self.text(limit)}",
                    f"`{name}` 为 {self.text(node)}：应{zh} {self.text(limit)}",
                )

    def text(self, node: int) -> str:
        """Print a constant as an author would write it."""
        value, kind = self.builder.constant(node), self.builder.type(node)
        assert value is not None
        match kind:
            case ir.Number():
                return exact.text(value, kind.scale) + ("%" if kind.unit == ir.PERCENT else "")
            case ir.Choice():
                return kind.options[value]
            case _:
                return "true" if value else "false"

    def status(self, name: str) -> Status:
        """Say where the figure comes from."""
        spec = self.specs[name]
        if spec.assumed is not None:
            return "assumed"
        if spec.readings is not None:
            return "read"
        if isinstance(spec.value, str) and not self._is_word(name):
            expr = self.formulas.syntax_of(spec.value, Place(("parameters", name, "value")))
            if expr is not None and not isinstance(expr, syntax.Number):
                return "derived" if spec.source is None else "stated"
        return "stated"

    def options(self, name: str) -> tuple[str, ...]:
        """List what a parameter can be under the readings of the file, its own value first."""
        own, place = self.check(name), Place(("parameters", name))
        found = [own] if name not in self.settings else [own, self._value(name)]
        texts = [self.text(node) for node in found if node is not None]
        texts += [self._reading_text(name, text, place) for text in self.specs[name].readings or {}]
        return tuple(dict.fromkeys(texts))

    def results(self) -> tuple[ir.Parameter, ...]:
        """Describe every parameter that the scheme uses, itself or through other parameters."""
        used, more = set(self._used), set(self._used)
        while more:
            more = {need for name in more for need in self._needs.get(name, ())} - used
            used |= more
        out = []
        for name in self.specs:
            node = self._nodes.get(name) if name in used else None
            if node is not None:
                out.append(self._describe(name, node))
        return tuple(out)

    def _describe(self, name: str, node: int) -> ir.Parameter:
        spec, place = self.specs[name], Place(("parameters", name))
        default = self._value(name)
        assert default is not None
        value, usual = self.text(node), self.text(default)
        readings = tuple((self._reading_text(name, text, place), why) for text, why in (spec.readings or {}).items())
        origin = ir.Origin(name, spec.label or name, spec.source, spec.note, place)
        described = ir.Parameter(origin, value, usual, self.status(name), spec.assumed, readings)
        listed = {usual, *(text for text, _ in readings)}
        return replace(described, set_by_caller=name in self.settings and value not in listed)

    def _reading_text(self, name: str, text: str, place: Place) -> str:
        node = self.parse(name, text, place.child("readings", text).at_key())
        return text if node is None else self.text(node)
