"""The score tree to IR: every form of node, its lines, floors, ceilings, rounding, and its full points.

Complains of: nodes without one form, points that do not add up, weights that do not add to 1, nodes in a circle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from partygrade import exact, ir
from partygrade.compile.formula import NOTHING, Formulas, Known
from partygrade.compile.inputs import Inputs
from partygrade.compile.lines import Lines
from partygrade.compile.scope import ValueName
from partygrade.diagnostics import Text
from partygrade.exact import Mode
from partygrade.scheme import NodeSpec, Renormalise, Rounding, StepSpec
from partygrade.source import Place

_FORMS = ("points", "deduct", "add", "sum", "weighted", "highest", "lowest", "value", "steps")
_GROUPS = ("sum", "weighted", "highest", "lowest")
_NEEDS = {
    "of": ("steps",),
    "step": ("points",),
    "default": ("points",),
    "better": ("points",),
    "renormalise": ("sum",),
}


class Score:
    """Compiles the nodes of the score tree, each once, on demand."""

    def __init__(self, formulas: Formulas, inputs: Inputs, static: Callable[..., str | None]) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.inputs = inputs
        self.lines = Lines(formulas, inputs, static)
        self._specs: dict[Place, tuple[str, NodeSpec]] = {}
        self._assessed: dict[Place, int | None] = {}
        self._items: dict[Place, ir.Item | None] = {}
        self._open: list[str] = []

    def declare(self, spec: NodeSpec, place: Place, name: str = "score") -> None:
        """Put the nodes of the tree into the scope, and their assessed facts among the inputs."""
        name = spec.id or name
        self._specs[place] = (name, spec)
        if spec.points is not None and spec.deduct is None:
            self._assess(name, spec, place)
        if spec.id is not None or place == Place(("score",)):
            self.formulas.scope.names[name] = ValueName(name, lambda here: self._value_of(place))
        for key in _GROUPS:
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
        full = self.formulas.constant(spec.points, place.child("points"))
        value = self.builder.constant(full)
        if full is None or value is None:
            self.formulas.scope.broken.add(name)
            return
        found = (value, self.builder.number_type(full).scale)
        self._assessed[place] = self.inputs.assessed(name, spec, found, place)

    def _value_of(self, place: Place) -> int | None:
        item = self.item(place)
        return None if item is None else item.value

    def item(self, place: Place) -> ir.Item | None:
        """Compile the node that stands at a place."""
        name, spec = self._specs[place]
        if name in self._open:
            path = " → ".join([*self._open[self._open.index(name) :], name])
            self.faults.add("cycle", place, f"these score nodes need each other: {path}", f"评分项相互引用成环：{path}")
            return None
        if place not in self._items:
            self._open.append(name)
            self._items[place] = self._compile(name, spec, place)
            self._open.pop()
        return self._items[place]

    def _compile(self, name: str, spec: NodeSpec, place: Place) -> ir.Item | None:
        form = self._form(spec, place)
        if form is None:
            return None
        known, applies = NOTHING, None
        if spec.when is not None:
            applies, known = self.formulas.condition(spec.when, place.child("when"))
        item = self._formed(name, form, spec, place, known)
        if item is None or (spec.when is not None and applies is None):
            return None
        value = self._modified(item.value, spec, place, known)
        if spec.when is not None and value is not None:
            value = self.builder.choose(applies, value, self.builder.figure(0, ir.POINTS, place), place)
        full = self._full(item.full, form, spec, place)
        return None if value is None else replace(item, value=value, applies=applies, full=full)

    def _form(self, spec: NodeSpec, place: Place) -> str | None:
        given = [form for form in _FORMS if getattr(spec, form) is not None]
        if given == ["points", "deduct"]:
            given = ["deduct"]
        if len(given) != 1:
            names = " and ".join(f"`{form}`" for form in given) or "none"
            self.faults.add(
                "node-form",
                place,
                f"a node has exactly one form: expected one of {', '.join(_FORMS)}, got {names}",
                f"每个评分项只有一种写法：应为 {'、'.join(_FORMS)} 之一，现有 {'、'.join(given) or '无'}",
            )
            return None
        for key, forms in _NEEDS.items():
            if getattr(spec, key) is not None and given[0] not in forms:
                self.faults.add(
                    "key-without-form",
                    place.child(key).at_key(),
                    f"`{key}` belongs to `{forms[0]}`: expected no `{key}` here",
                    f"`{key}` 只用于 `{forms[0]}`，此处不应出现",
                )
        return given[0]

    def _formed(self, name: str, form: str, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        origin = ir.Origin(name, spec.label or name, spec.source, spec.note, place)
        match form:
            case "points":
                return self._points(origin, spec, place)
            case "deduct":
                return self._deduct(origin, spec, place, known)
            case "add":
                return self._add(origin, spec, place, known)
            case "sum":
                return self._sum(origin, spec, place, known)
            case "weighted":
                return self._weighted(origin, spec, place)
            case "highest" | "lowest":
                return self._extreme(origin, form, spec, place)
            case "value":
                node = self.formulas.number(spec.value, place.child("value"), known)
                node = self.builder.with_unit(node, ir.POINTS, place)
                return None if node is None else ir.Item(origin, form, node, None)
            case _:
                return self._steps(origin, spec, place, known)

    def _points(self, origin: ir.Origin, spec: NodeSpec, place: Place) -> ir.Item | None:
        node = self._assessed.get(place)
        if node is None:
            return None
        kind = self.builder.number_type(node)
        return ir.Item(origin, "points", node, Fraction(kind.high, 10**kind.scale))

    def _deduct(self, origin: ir.Origin, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        lines = self.lines.compile(origin.id, spec.deduct or [], place.child("deduct"), known, sign=-1)
        if lines is None:
            return None
        values: list[int | None] = [line.value for line in lines]
        zero = self.builder.figure(0, ir.POINTS, place)
        if spec.points is None:
            node = self.builder.add([*values, zero], place)
            return None if node is None else ir.Item(origin, "deduct", node, Fraction(0), lines=lines)
        full = self.formulas.constant(spec.points, place.child("points"))
        node = self.builder.extreme([self.builder.add([full, *values], place), zero], False, place)
        node = self.builder.with_unit(node, ir.POINTS, place)
        return None if node is None else ir.Item(origin, "deduct", node, self.fraction(full), lines=lines)

    def _add(self, origin: ir.Origin, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        lines = self.lines.compile(origin.id, spec.add or [], place.child("add"), known, sign=1)
        if lines is None:
            return None
        zero = self.builder.figure(0, ir.POINTS, place)
        node = self.builder.add([*(line.value for line in lines), zero], place)
        return None if node is None else ir.Item(origin, "add", node, Fraction(0), lines=lines)

    def _children(self, key: str, spec: NodeSpec, place: Place) -> tuple[ir.Item, ...] | None:
        found = []
        for position, child in enumerate(getattr(spec, key)):
            here = place.child(key, position)
            if child.weight is not None and key != "weighted":
                self.faults.add(
                    "key-without-form",
                    here.child("weight").at_key(),
                    "`weight` belongs to a child of `weighted`: expected no `weight` here",
                    "`weight` 只用于 `weighted` 的下级，此处不应出现",
                )
            found.append(self.item(here))
        if not found:
            self.faults.add("empty-list", place.child(key), f"`{key}` has no child nodes", f"`{key}` 没有下级评分项")
        items = tuple(item for item in found if item is not None)
        return items if found and len(items) == len(found) else None

    def _sum(self, origin: ir.Origin, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        children = self._children("sum", spec, place)
        if children is None:
            return None
        fulls = [child.full for child in children]
        full = None if any(f is None for f in fulls) else sum((f for f in fulls if f is not None), Fraction(0))
        node = self.builder.add([child.value for child in children], place)
        if spec.renormalise is not None:
            node = self._renormalised(node, children, full, spec.renormalise, place.child("renormalise"))
        return None if node is None else ir.Item(origin, "sum", node, full, children=children)

    def _renormalised(
        self,
        total: int | None,
        children: tuple[ir.Item, ...],
        full: Fraction | None,
        spec: Renormalise,
        place: Place,
    ) -> int | None:
        if spec.when is not None:
            applies = self.formulas.settled(self.formulas.condition(spec.when, place.child("when"))[0], place)
            if applies is None or not self.builder.constant(applies):
                return total if applies is not None else None
        if full is None:
            self.faults.add(
                "no-full-points",
                place,
                "a child node has no full points to scale to: expected `full` on it",
                "有下级评分项没有满分，无法折算：请写明 `full`",
            )
            return None
        zero = self.builder.figure(0, ir.POINTS, place)
        parts = []
        for child in children:
            points = self.points(child.full or Fraction(0), place)
            parts.append(points if child.applies is None else self.builder.choose(child.applies, points, zero, place))
        above = self.builder.multiply(total, self.builder.with_unit(self.points(full, place), None, place), place)
        mode: Mode = spec.mode or "half_up"
        node = self.builder.quotient(above, self.builder.add(parts, place), spec.digits, mode, None, place)
        return self.builder.with_unit(node, ir.POINTS, place)

    def points(self, value: Fraction, place: Place) -> int | None:
        """Give a finite decimal fraction as a constant in points."""
        return self.builder.figure(decimal_of(value), ir.POINTS, place)

    def fraction(self, node: int | None) -> Fraction | None:
        """Give a constant as a fraction."""
        value = self.builder.constant(node)
        if node is None or value is None:
            return None
        return Fraction(value, 10 ** self.builder.number_type(node).scale)

    def _weighted(self, origin: ir.Origin, spec: NodeSpec, place: Place) -> ir.Item | None:
        children = self._children("weighted", spec, place)
        weights = [self._weight(child, place.child("weighted", n)) for n, child in enumerate(spec.weighted or [])]
        known = [weight for weight in weights if weight is not None]
        if children is None or len(known) < len(weights):
            return None
        shares = [self._share(weight) for weight in known]
        if min(shares, default=Fraction(0)) < 0:
            self._negative_weight(shares, place.child("weighted"))
            return None
        if sum(shares) != 1:
            total = " + ".join(fraction_text(share) for share in shares)
            self.faults.add(
                "weights",
                place.child("weighted").at_key(),
                f"the weights add to {fraction_text(sum(shares, Fraction(0)))} ({total}): expected 1",
                f"权重合计为 {fraction_text(sum(shares, Fraction(0)))}（{total}）：应为 1",
            )
            return None
        parts, fulls, items = [], [], []
        for weight, share, child in zip(known, shares, children, strict=True):
            plain = self.points_weight(weight, share, place)
            parts.append(self.builder.multiply(child.value, plain, place))
            fulls.append(None if child.full is None else child.full * share)
            items.append(replace(child, weight=share))
        full = None if any(f is None for f in fulls) else sum((f for f in fulls if f is not None), Fraction(0))
        node = self.builder.add(parts, place)
        return None if node is None else ir.Item(origin, "weighted", node, full, children=tuple(items))

    def _negative_weight(self, shares: list[Fraction], place: Place) -> None:
        for position, share in enumerate(shares):
            if share < 0:
                self.faults.add(
                    "weights",
                    place.child(position, "weight"),
                    f"a weight is {fraction_text(share)}: expected 0 to 1",
                    f"权重为 {fraction_text(share)}：应在 0 至 1 之间",
                )

    def points_weight(self, weight: int, share: Fraction, place: Place) -> int | None:
        """Give a weight as a plain figure, so that `70%` counts as 0.7."""
        return self.builder.figure(decimal_of(share), None, place)

    def _weight(self, spec: NodeSpec, place: Place) -> int | None:
        if spec.weight is None:
            self.faults.add(
                "no-weight", place, "this child of `weighted` has no `weight`", "`weighted` 的下级缺少 `weight`"
            )
            return None
        return self.formulas.constant(spec.weight, place.child("weight"))

    def _share(self, weight: int) -> Fraction:
        share = self.fraction(weight)
        assert share is not None
        return share / 100 if self.builder.number_type(weight).unit == ir.PERCENT else share

    def _extreme(self, origin: ir.Origin, form: str, spec: NodeSpec, place: Place) -> ir.Item | None:
        children = self._children(form, spec, place)
        if children is None:
            return None
        least = form == "lowest"
        node = self._extreme_of(children, least, place)
        fulls = [child.full for child in children if child.full is not None]
        full = (min if least else max)(fulls) if len(fulls) == len(children) else None
        return None if node is None else ir.Item(origin, form, node, full, children=children)

    def _extreme_of(self, children: tuple[ir.Item, ...], least: bool, place: Place) -> int | None:
        """Leave out what does not apply, by a value that can never win; 0 if nothing applies."""
        if all(child.applies is None for child in children):
            return self.builder.extreme([child.value for child in children], least, place)
        kinds = [self.builder.number_type(child.value) for child in children]
        scale = max(kind.scale for kind in kinds)
        ends = [(kind.high if least else kind.low) * 10 ** (scale - kind.scale) for kind in kinds]
        beaten = (max if least else min)(ends)
        never = self.builder.emit(ir.Literal(beaten, ir.Number(scale, beaten, beaten, ir.POINTS)), place)
        shown = [
            child.value if child.applies is None else self.builder.choose(child.applies, child.value, never, place)
            for child in children
        ]
        always = self.builder.truth(True, place)
        some = self.builder.any_of([always if c.applies is None else c.applies for c in children], place)
        best = self.builder.extreme(shown, least, place)
        return self.builder.choose(some, best, self.builder.figure(0, ir.POINTS, place), place)

    def _steps(self, origin: ir.Origin, spec: NodeSpec, place: Place, known: Known) -> ir.Item | None:
        if spec.of is None:
            self.faults.add("no-of", place, "`steps` need `of`, what they look at", "`steps` 需要 `of` 写明依据")
            return None
        of = self.formulas.number(spec.of, place.child("of"), known)
        steps = [self._step(of, step, place.child("steps", n)) for n, step in enumerate(spec.steps or [])]
        self._check_steps(spec.steps or [], steps, place)
        node = self.builder.figure(0, ir.POINTS, place)
        for condition, points, _ in reversed(steps):
            node = self.builder.choose(condition, points, node, place)
        node = self.builder.with_unit(node, ir.POINTS, place)
        fulls = [full for _, points, _ in steps if (full := self.fraction(points)) is not None]
        return None if node is None else ir.Item(origin, "steps", node, max(fulls, default=Fraction(0)))

    def _step(self, of: int | None, spec: StepSpec, place: Place) -> tuple[int | None, int | None, Fraction | None]:
        """Give condition, points and bound."""
        points = self.formulas.constant(spec.points, place.child("points"))
        if spec.from_ is None and spec.above is None:
            return self.builder.truth(True, place), points, None
        key = "from" if spec.above is None else "above"
        if spec.from_ is not None and spec.above is not None:
            self.faults.add(
                "two-bounds",
                place,
                "a step has one bound: expected `from` or `above`",
                "一段只有一个界限：`from` 或 `above`",
            )
            return None, points, None
        bound = self.formulas.constant(spec.from_ if key == "from" else spec.above, place.child(key))
        if bound is None or of is None or not self.formulas.units_agree([of, bound], place.child(key)):
            return None, points, None
        sign = ">=" if key == "from" else ">"
        return self.builder.compare(sign, of, bound, place), points, self.fraction(bound)

    def _check_steps(
        self, specs: list[StepSpec], steps: list[tuple[int | None, int | None, Fraction | None]], place: Place
    ) -> None:
        last: tuple[Fraction, bool] | None = None
        for n, (_, _, bound) in enumerate(steps):
            here = place.child("steps", n)
            if bound is None:
                if specs[n].from_ is None and specs[n].above is None and n < len(steps) - 1:
                    self._steps_out_of_order(here)
                continue
            current = (bound, specs[n].above is not None)
            if last is not None and current >= last:
                self._steps_out_of_order(here)
            last = current

    def _steps_out_of_order(self, here: Place) -> None:
        self.faults.add(
            "steps-order",
            here,
            "steps stand highest first: expected each bound below the one before, and the one without a bound last",
            "各段应从高到低排列，没有界限的一段放在最后",
        )

    def _modified(self, node: int | None, spec: NodeSpec, place: Place, known: Known) -> int | None:
        for key, least in (("at_least", False), ("at_most", True)):
            written = getattr(spec, key)
            if written is not None and node is not None:
                limit = self.formulas.number(written, place.child(key), known)
                if limit is None or not self.formulas.units_agree([node, limit], place.child(key)):
                    return None
                node = self.builder.extreme([node, limit], least, place)
        if spec.round is not None:
            digits, mode = rounding(spec.round)
            node = self.builder.round(node, digits, mode, place)
        return node

    def _full_is_not_points(self, declared: Fraction, derived: Fraction | None, place: Place) -> None:
        points = fraction_text(derived or Fraction(0))
        self.faults.add(
            "points-total",
            place.child("full"),
            f"the node has {points} full points: expected `full` to say so, got {fraction_text(declared)}",
            f"本项满分为 {points} 分：`full` 应与之一致，现为 {fraction_text(declared)} 分",
            help=Text("take `full` out", "请删去 `full`"),
        )

    def _full(self, derived: Fraction | None, form: str, spec: NodeSpec, place: Place) -> Fraction | None:
        if spec.full is None:
            return derived
        declared = self.fraction(self.formulas.constant(spec.full, place.child("full")))
        if declared is None or form not in ("sum", "weighted", "points", "deduct") or derived in (None, declared):
            return declared
        if form in ("points", "deduct"):
            self._full_is_not_points(declared, derived, place)
            return declared
        assert derived is not None
        parts = [self._items.get(place.child(form, n)) for n, _ in enumerate(getattr(spec, form))]
        sums = " + ".join(fraction_text(item.full * (item.weight or 1)) for item in parts if item and item.full)
        self.faults.add(
            "points-total",
            place.child("full"),
            f"the child nodes add up to {fraction_text(derived)} points ({sums}): expected {fraction_text(declared)}",
            f"下级各项满分合计 {fraction_text(derived)} 分（{sums}）：应为 {fraction_text(declared)} 分",
            help=Text(
                "change the points of a child, or `full`, so that both agree",
                "请改正某一项的分值，或改正 `full`，使两者一致",
            ),
        )
        return declared


def rounding(spec: int | Rounding) -> tuple[int, Mode]:
    """Give digits and mode."""
    return (spec, "half_up") if isinstance(spec, int) else (spec.digits, spec.mode or "half_up")


def decimal_of(value: Fraction) -> Decimal:
    """Give a fraction that is a finite decimal exactly."""
    found = exact.finite(value)
    assert found is not None, "points and weights are sums and products of decimals"
    return exact.decimal(*found)


def fraction_text(value: Fraction) -> str:
    """Print a fraction that is a finite decimal."""
    return format(decimal_of(value), "f")
