"""The score tree to IR: every form of node, floors, ceilings, rounding, and its full points.

Complains of: nodes without one form, points that do not add up, nodes in a circle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from partygrade import ir
from partygrade.compile.demand import Demand
from partygrade.compile.figures import fraction, fraction_text, points, rounding
from partygrade.compile.forms import form_of
from partygrade.compile.formula import NOTHING, Formulas, Known
from partygrade.compile.groups import GROUPS, Groups
from partygrade.compile.inputs import Inputs
from partygrade.compile.lines import Lines
from partygrade.compile.lookups import LOOKUPS, Lookups
from partygrade.compile.scope import ValueName
from partygrade.diagnostics import Text
from partygrade.scheme import NodeSpec
from partygrade.source import Place

_FORMS = ("points", "deduct", "add", *GROUPS, "value", *LOOKUPS)
_NEEDS = {
    "of": LOOKUPS,
    "step": ("points",),
    "default": ("points",),
    "optional": ("points",),
    "better": ("points",),
    "renormalise": ("sum", "weighted"),
}


class Score:
    """Compiles the nodes of the score tree, each once, on demand."""

    def __init__(self, formulas: Formulas, inputs: Inputs, static: Callable[..., str | None], demand: Demand) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.inputs = inputs
        self.demand = demand
        self.lines = Lines(formulas, inputs, static)
        self.lookups = Lookups(formulas, in_points=True)
        self.groups = Groups(formulas, self.item)
        self._specs: dict[Place, tuple[str, NodeSpec]] = {}
        self._assessed: dict[Place, int | None] = {}
        self._items: dict[Place, ir.Item | None] = {}

    def declare(self, spec: NodeSpec, place: Place, name: str = "score") -> None:
        """Put the nodes of the tree into the scope, and their assessed facts among the inputs."""
        name = spec.id or name
        self._specs[place] = (name, spec)
        if spec.points is not None and spec.deduct is None:
            self._assess(name, spec, place)
        if spec.id is not None or place == Place(("score",)):
            self.formulas.scope.names[name] = ValueName(
                name, lambda here: self._value_of(place), lambda here: self._applies(place)
            )
        for key in GROUPS:
            for position, child in enumerate(getattr(spec, key) or ()):
                self.declare(child, place.child(key, position), f"{name}.{position + 1}")

    def _assess(self, name: str, spec: NodeSpec, place: Place) -> None:
        if spec.id is None:
            self.faults.add(
                "no-id",
                place,
                "these assessed points have no id: expected `id`, the name of the fact",
                "评分项缺少 id：应写明事实的名称",
            )
            return
        if spec.optional and spec.default is not None:
            self.faults.add(
                "default-and-optional",
                place.child("optional").at_key(),
                f"`{name}` has a default and is optional: expected one of the two",
                f"`{name}` 既有缺省值又可缺：只能有其一",
            )
        full = points(self.formulas, spec.points, place.child("points"))
        value = self.builder.constant(full)
        if full is None or value is None:
            self.formulas.scope.broken.add(name)
            return
        found = (value, self.builder.number_type(full).scale)
        self._assessed[place] = self.inputs.assessed(name, spec, found, place)

    def _value_of(self, place: Place) -> int | None:
        item = self.item(place)
        return None if item is None else item.value

    def _applies(self, place: Place) -> int | None:
        """Give the condition that the node at a place applies."""
        item = self.item(place)
        return None if item is None else self.groups.applies(item, place)

    def item(self, place: Place) -> ir.Item | None:
        """Compile the node that stands at a place."""
        if place not in self._items:
            name, spec = self._specs[place]
            if not self.demand.begin(name, place):
                return None
            self._items[place] = self._compile(name, spec, place)
            self.demand.end()
        return self._items[place]

    def _compile(self, name: str, spec: NodeSpec, place: Place) -> ir.Item | None:
        form = self._form(spec, place)
        if form is None:
            return None
        known, conditions = NOTHING, list[int | None]()
        if spec.when is not None:
            condition, known = self.formulas.condition(spec.when, place.child("when"))
            conditions.append(condition)
        item = self._formed(name, form, spec, place, known)
        if item is None or None in conditions:
            return None
        if item.applies is not None:
            conditions.append(item.applies)
        applies = self.builder.all_of(conditions, place) if conditions else None
        full = self._full(item, spec, place)
        value = self._modified(item.value, spec, place, known)
        if value is None or (spec.when is None and value == item.value):
            # Without a condition of its own a node that does not apply is 0 as it is.
            return None if value is None else replace(item, applies=applies, full=full)
        if applies is not None:
            value = self.builder.choose(applies, value, self.builder.figure(0, ir.POINTS, place), place)
        return None if value is None else replace(item, value=value, applies=applies, full=full)

    def _form(self, spec: NodeSpec, place: Place) -> str | None:
        if spec.points is not None and spec.deduct is not None:
            # The points are then a key of the deductions.
            spec = spec.model_copy(update={"points": None})
        return form_of(spec, _FORMS, _NEEDS, Text("a node", "每个评分项"), place, self.faults)

    def _formed(self, name: str, form: str, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        origin = ir.Origin(name, spec.label or name, spec.source, spec.note, place)
        if form in GROUPS:
            return self.groups.compile(form, origin, spec, place)
        if form in LOOKUPS:
            found = self.lookups.compile(form, spec, place, known)
            node = None if found is None else self.builder.with_unit(found.node, ir.POINTS, place)
            return None if found is None or node is None else ir.Item(origin, form, node, found.greatest)
        match form:
            case "points":
                return self._points(origin, place)
            case "deduct":
                return self._deduct(origin, spec, place, known)
            case "add":
                return self._add(origin, spec, place, known)
            case _:
                node = self.formulas.number(spec.value, place.child("value"), known)
                node = self.builder.with_unit(node, ir.POINTS, place)
                return None if node is None else ir.Item(origin, form, node, None)

    def _points(self, origin: ir.Origin, place: Place) -> ir.Item | None:
        node = self._assessed.get(place)
        if node is None:
            return None
        kind, fact = self.builder.number_type(node), self.builder.nodes[node]
        full = Fraction(kind.high, 10**kind.scale)
        if not isinstance(fact, ir.Fact) or fact.absent is None:
            return ir.Item(origin, "points", node, full)
        return ir.Item(origin, "points", node, full, self.builder.emit(ir.Known(fact.index), place))

    def _deduct(self, origin: ir.Origin, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        lines = self.lines.compile(origin.id, spec.deduct or [], place.child("deduct"), known, sign=-1)
        if lines is None:
            return None
        values: list[int | None] = [line.value for line in lines]
        zero = self.builder.figure(0, ir.POINTS, place)
        if spec.points is None:
            node = self.builder.add([*values, zero], place)
            return None if node is None else ir.Item(origin, "deduct", node, Fraction(0), lines=lines)
        full = points(self.formulas, spec.points, place.child("points"))
        node = self.builder.extreme([self.builder.add([full, *values], place), zero], False, place)
        node = self.builder.with_unit(node, ir.POINTS, place)
        return None if node is None else ir.Item(origin, "deduct", node, fraction(self.builder, full), lines=lines)

    def _add(self, origin: ir.Origin, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        lines = self.lines.compile(origin.id, spec.add or [], place.child("add"), known, sign=1)
        if lines is None:
            return None
        zero = self.builder.figure(0, ir.POINTS, place)
        node = self.builder.add([*(line.value for line in lines), zero], place)
        return None if node is None else ir.Item(origin, "add", node, Fraction(0), lines=lines)

    # What changes the value, and the full points.

    def _modified(self, node: int | None, spec: NodeSpec, place: Place, known: Known) -> int | None:
        for key, least in (("at_least", False), ("at_most", True)):
            written = getattr(spec, key)
            if written is not None and node is not None:
                limit = self.formulas.number(written, place.child(key), known)
                if limit is None or not self.formulas.units_agree([node, limit], place.child(key)):
                    return None
                node = self.builder.with_unit(self.builder.extreme([node, limit], least, place), ir.POINTS, place)
        if spec.round is not None:
            node = self.builder.round(node, *rounding(spec.round), place)
        return node

    def _full(self, item: ir.Item, spec: NodeSpec, place: Place) -> Fraction | None:
        """Give the full points: what the form makes them, or what is declared, which must be the same."""
        if spec.full is None:
            return item.full
        declared = fraction(self.builder, points(self.formulas, spec.full, place.child("full")))
        if declared is None or item.form not in ("sum", "weighted", "points", "deduct"):
            return declared
        if item.full is not None and item.full != declared:
            self._full_differs(item, declared, item.full, spec, place.child("full"))
        return declared

    def _full_differs(self, item: ir.Item, declared: Fraction, derived: Fraction, spec: NodeSpec, place: Place) -> None:
        found, wanted = fraction_text(derived), fraction_text(declared)
        if item.form in ("points", "deduct") or spec.renormalise is not None:
            self.faults.add(
                "points-total",
                place,
                f"the node has {found} full points: expected `full` to say so, got {wanted}",
                f"本项满分为 {found} 分：`full` 应与之一致，现为 {wanted} 分",
                help=Text("take `full` out", "请删去 `full`"),
            )
            return
        parts = [child.full * (1 if child.weight is None else child.weight) for child in item.children if child.full]
        sums = " + ".join(fraction_text(part) for part in parts)
        self.faults.add(
            "points-total",
            place,
            f"the child nodes add up to {found} points ({sums}): expected {wanted}",
            f"下级各项满分合计 {found} 分（{sums}）：应为 {wanted} 分",
            help=Text(
                "change the points of a child, or `full`, so that both agree",
                "请改正某一项的分值，或改正 `full`，使两者一致",
            ),
        )
