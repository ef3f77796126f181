"""Panels and lists of events to inputs, and the list of overrides of soft rules.

Complains of: limits out of order, keys that name no field, fields that cannot be named in a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from partygrade import ir, scheme
from partygrade.diagnostics import Text, suggestion
from partygrade.parse import WORDS
from partygrade.source import Place

if TYPE_CHECKING:
    from partygrade.compile.inputs import Inputs

_FEW, _MANY = 99, 999
_OF_CHILDREN = frozenset(["own_grade"])
"""Words that are fields of children."""


class Lists:
    """Declares the panels and lists of events of a scheme."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.faults = inputs.formulas.faults
        self.broken = inputs.formulas.scope.broken

    def declare(self, name: str, spec: scheme.PanelFact | scheme.EventsFact, place: Place) -> None:
        """Declare one."""
        if spec.optional is not None:
            self._optional(spec, place.child("optional").at_key())
        if isinstance(spec, scheme.PanelFact):
            self._panel(name, spec, place)
        else:
            self._events(name, spec, place)

    def _optional(self, spec: scheme.PanelFact | scheme.EventsFact, place: Place) -> None:
        panel = isinstance(spec, scheme.PanelFact)
        self.faults.add(
            "key-without-form",
            place,
            "a list that is not given is empty: expected no `optional`",
            "没有给出的列表就是空的：不应写 `optional`",
            help=Text("write `at_least: 0`", "请写 `at_least: 0`") if panel else None,
        )

    def _panel(self, name: str, spec: scheme.PanelFact, place: Place) -> None:
        made = self.inputs.points(Decimal(spec.max), Decimal("0.01") if spec.step is None else spec.step, place)
        least = 1 if spec.at_least is None else spec.at_least
        most = _FEW if spec.at_most is None else spec.at_most
        if made is None or not self._in_order(least, most, place):
            self.broken.update([name, *(f"{name}_{role}" for role in spec.roles or ())])
            return
        member, step = made
        kind = ir.Panel(ir.Number(member.scale, member.low, member.high), step, least, most)
        roles = spec.roles
        if roles is None:
            self.inputs.listed(ir.Input(self.inputs.origin(name, spec, place), kind, better=spec.better or "up"))
            return
        labels = roles if isinstance(roles, dict) else {role: role for role in roles}
        for role, label in labels.items():
            origin = ir.Origin(f"{name}_{role}", f"{spec.label or name}·{label}", spec.source, spec.note, place)
            self.inputs.listed(ir.Input(origin, kind, better=spec.better or "up"))

    def _in_order(self, least: int, most: int, place: Place) -> bool:
        if least <= most and most > 0:
            return True
        self.faults.add(
            "bad-limits",
            place,
            f"the list has {least} to {most} entries: expected limits in order",
            f"列表有 {least} 至 {most} 项：上下限应有序",
        )
        return False

    def _events(self, name: str, spec: scheme.EventsFact, place: Place) -> None:
        fields = [self._field(field, found, place.child("fields", field)) for field, found in spec.fields.items()]
        key = self._key(name, spec, place.child("key"))
        most = _MANY if spec.at_most is None else spec.at_most
        sound = tuple(field for field in fields if field is not None)
        if key is None or len(sound) < len(fields) or not self._in_order(0, most, place):
            self.broken.add(name)
            return
        kind = ir.Events(sound, most, key, bool(spec.children))
        here = place.child("derived")
        derived = tuple((own, written, here.child(own)) for own, written in (spec.derived or {}).items())
        sound_names = [self._is_name(own, at.at_key()) for own, _, at in derived]
        if all(sound_names):
            self.inputs.listed(ir.Input(self.inputs.origin(name, spec, place), kind, better=spec.better), derived)
        else:
            self.broken.add(name)

    def _field(self, name: str, spec: scheme.AnyFact, place: Place) -> ir.Input | None:
        return self.inputs.single(name, spec, place) if self._is_name(name, place.at_key()) else None

    def _is_name(self, name: str, place: Place) -> bool:
        if name.isidentifier() and name not in WORDS - _OF_CHILDREN:
            return True
        self.faults.add(
            "bad-id",
            place,
            f"`{name}` cannot be a field: expected letters, digits and `_`, and no word of the formula language",
            f"`{name}` 不能作字段名：应由字母（可为汉字）、数字和 `_` 组成，且不是公式用词",
        )
        return False

    def _key(self, name: str, spec: scheme.EventsFact, place: Place) -> tuple[int, ...] | None:
        names: Sequence[str] = () if spec.key is None else [spec.key] if isinstance(spec.key, str) else spec.key
        fields = list(spec.fields)
        unknown = [(n, field) for n, field in enumerate(names) if field not in fields]
        for n, field in unknown:
            self.faults.add(
                "unknown-name",
                place if isinstance(spec.key, str) else place.child(n),
                f"`{name}` has no field `{field}`",
                f"`{name}` 没有字段 `{field}`",
                help=suggestion(field, fields),
            )
        return None if unknown else tuple(fields.index(field) for field in names)

    def overrides(self, rules: Sequence[str], place: Place) -> int:
        """Declare the list of overrides of soft rules; give the number of its input."""
        words = tuple(rules)
        spellings = tuple((word, n) for n, word in enumerate(words))
        fields = (
            ir.Input(ir.Origin("rule", "规则"), ir.Choice(words, name="`overrides`"), words=spellings),
            ir.Input(ir.Origin("authority", "决定机关"), ir.Label()),
            ir.Input(ir.Origin("reason", "理由"), ir.Label()),
            ir.Input(ir.Origin("date", "日期"), ir.Day()),
        )
        index = len(self.inputs.found)
        self.inputs.listed(ir.Input(ir.Origin("overrides", "例外", place=place), ir.Events(fields, _FEW, (0,))))
        return index

    def overridden(self, index: int, rule: int, place: Place) -> int | None:
        """Say whether the rule of this number is overridden."""
        kind = self.inputs.found[index].type
        assert isinstance(kind, ir.Events)
        choice, one = kind.fields[0].type, ir.Number(0, 1, 1)
        nodes = (ir.Fact(0, None, choice), ir.Literal(rule, choice), ir.Equal(0, 1), ir.Literal(1, one))
        each = ir.Each(nodes, len(kind.fields), (), (), 2, 3, None)
        builder = self.inputs.builder
        zero = builder.literal(0, ir.Number(0, 0, 0), place)
        found = builder.emit(ir.Aggregate(index, "sum", each, None, 0, zero, ir.Number(0, 0, kind.most)), place)
        return builder.compare("<", zero, found, place)
