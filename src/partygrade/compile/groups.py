"""The score nodes with children to IR: sums, weighted sums, the highest and the lowest, scaled where some do not apply.

Complains of: groups without children, weights that do not fit, renormalising without full points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from partygrade import exact, ir
from partygrade.compile.figures import figure, fraction, fraction_text, points
from partygrade.compile.formula import Formulas
from partygrade.diagnostics import Text
from partygrade.scheme import NodeSpec, Renormalise
from partygrade.source import Place

GROUPS = ("sum", "weighted", "highest", "lowest")
_MOST_WEIGHT = 9999

Children = tuple[ir.Item, ...]


class Groups:
    """Compiles nodes with children; `item` compiles the node that stands at a place."""

    def __init__(self, formulas: Formulas, item: Callable[[Place], ir.Item | None]) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self._item = item
        self._scaled: set[Place] = set()

    def compile(self, form: str, origin: ir.Origin, spec: NodeSpec, place: Place) -> ir.Item | None:
        """Compile a node of one of the forms with children."""
        children = self._children(form, spec, place)
        scale = self._scale(spec, place)
        match form:
            case "sum":
                return None if children is None else self._sum(origin, children, scale, place)
            case "weighted":
                return self._weighted(origin, spec, children, scale, place)
            case _:
                return None if children is None else self._extreme(origin, form, children, place)

    def _children(self, form: str, spec: NodeSpec, place: Place) -> Children | None:
        found = []
        for position, child in enumerate(getattr(spec, form)):
            here = place.child(form, position)
            if child.weight is not None and form != "weighted":
                self.faults.add(
                    "key-without-form",
                    here.child("weight").at_key(),
                    "`weight` belongs to a child of `weighted`: expected no `weight` here",
                    "`weight` 只用于 `weighted` 的下级，此处不应出现",
                )
            found.append(self._item(here))
        if not found:
            self.faults.add("empty-list", place.child(form), f"`{form}` has no child nodes", f"`{form}` 没有下级评分项")
        items = tuple(item for item in found if item is not None)
        return items if found and len(items) == len(found) else None

    def _scale(self, spec: NodeSpec, place: Place) -> Renormalise | None:
        """Give how the node is scaled, None where it is not or not under the readings in force."""
        found = spec.renormalise
        if found is not None and found.to is not None:
            # Its faults are found under every reading.
            self._check_target(found.to, spec, place.child("renormalise", "to"))
        if found is None or found.when is None:
            return found
        here = place.child("renormalise", "when")
        condition = self.formulas.settled(self.formulas.condition(found.when, here)[0], here)
        return found if condition is None or self.builder.constant(condition) else None

    # What applies.

    def applies(self, item: ir.Item, place: Place) -> int | None:
        """Give the condition that a node applies: its own, and that of one of its children at least."""
        own = self.builder.truth(True, place) if item.applies is None else item.applies
        if not item.children:
            return own
        return self.builder.all_of(
            [own, self.builder.any_of([self.applies(child, place) for child in item.children], place)], place
        )

    def _where(self, condition: int | None, value: int | None, place: Place) -> int | None:
        """Give the value where the condition holds, else 0."""
        return self.builder.choose(condition, value, self.builder.figure(0, None, place), place)

    def _shown(self, item: ir.Item, place: Place) -> int | None:
        """Give the value of a child, 0 where it does not apply."""
        condition = self.applies(item, place)
        # Where its own condition fails the value is 0 already.
        return item.value if condition == item.applies else self._where(condition, item.value, place)

    # Sums.

    def _sum(self, origin: ir.Origin, children: Children, scale: Renormalise | None, place: Place) -> ir.Item | None:
        full = _total([child.full for child in children])
        if scale is None:
            node = self.builder.add([child.value for child in children], place)
            return None if node is None else ir.Item(origin, "sum", node, full, children=children)
        here = place.child("renormalise")
        if scale.to is not None:
            full = self._target(scale.to, here.child("to"))
        parts = [self._full_of(child, here) for child in children]
        if full is None or None in parts:
            return None
        part = self.builder.add(parts, here)
        total = self.builder.add([self._shown(child, here) for child in children], here)
        above = self.builder.multiply(total, figure(self.builder, full, None, here), here)
        node = self.builder.quotient(above, part, scale.digits, scale.mode or "half_up", None, here)
        return self._rest(ir.Item(origin, "sum", -1, full, children=children), node, part, here)

    def _rest(self, item: ir.Item, node: int | None, part: int | None, place: Place) -> ir.Item | None:
        """Give a scaled node: it applies where the points, or the weights, of what applies are not 0."""
        self._scaled.add(item.origin.place)
        node = self.builder.with_unit(node, ir.POINTS, place)
        some = self.builder.compare("<", self.builder.figure(0, None, place), part, place)
        if node is None or some is None:
            return None
        return replace(item, value=node, applies=None if self.builder.constant(some) else some)

    def _check_target(self, written: object, spec: NodeSpec, place: Place) -> None:
        if spec.sum is not None:
            self._target(written, place)
            return
        self.faults.add(
            "key-without-form",
            place.at_key(),
            "`to` belongs to a renormalised `sum`: expected no `to` here",
            "`to` 只用于折算的 `sum`，此处不应出现",
        )

    def _target(self, written: object, place: Place) -> Fraction | None:
        found = fraction(self.builder, points(self.formulas, written, place))
        if found is None or found > 0:
            return found
        self.faults.add(
            "out-of-range",
            place,
            f"`to` is {fraction_text(found)}: expected more than 0",
            f"`to` 为 {fraction_text(found)}：应大于 0",
        )
        return None

    def _full_of(self, item: ir.Item, place: Place) -> int | None:
        """Give the full points of what applies of a child: of a plain sum those of its own children."""
        if item.full is None:
            self.faults.add(
                "no-full-points",
                place,
                f"`{item.origin.id}` has no full points to scale to: expected `full` on it",
                f"`{item.origin.id}` 没有满分，无法折算：请写明 `full`",
            )
            return None
        plain = item.form == "sum" and item.origin.place not in self._scaled
        if plain and all(child.full is not None for child in item.children):
            inner = self.builder.add([self._full_of(child, place) for child in item.children], place)
            return inner if item.applies is None else self._where(item.applies, inner, place)
        return self._where(self.applies(item, place), figure(self.builder, item.full, None, place), place)

    # Weights.

    def _weighted(
        self, origin: ir.Origin, spec: NodeSpec, children: Children | None, scale: Renormalise | None, place: Place
    ) -> ir.Item | None:
        specs = spec.weighted or []
        weights = [self._weight(child, place.child("weighted", n)) for n, child in enumerate(specs)]
        shares = [share for share in weights if share is not None]
        if children is None or len(shares) < len(weights):
            return None
        fit = self._shares_fit(shares, place) if scale is None else self._figures_fit(shares, place)
        if not fit:
            return None
        items = tuple(replace(child, weight=share) for child, share in zip(children, shares, strict=True))
        full = _total([None if child.full is None else child.full * (child.weight or 0) for child in items])
        if scale is not None:
            return self._rescaled(ir.Item(origin, "weighted", -1, full, children=items), scale, place)
        node = self.builder.add([self._weighed(item.value, item, place) for item in items], place)
        return None if node is None else ir.Item(origin, "weighted", node, full, children=items)

    def _weighed(self, value: int | None, item: ir.Item, place: Place) -> int | None:
        return self.builder.multiply(value, figure(self.builder, item.weight or Fraction(0), None, place), place)

    def _rescaled(self, item: ir.Item, scale: Renormalise, place: Place) -> ir.Item | None:
        """Divide the weighted sum of what applies by the sum of its weights."""
        here = place.child("renormalise")
        weights = [figure(self.builder, child.weight or Fraction(0), None, here) for child in item.children]
        applying = [self.applies(child, here) for child in item.children]
        part = self.builder.add([self._where(a, w, here) for a, w in zip(applying, weights, strict=True)], here)
        above = self.builder.add(
            [self._weighed(self._shown(child, here), child, here) for child in item.children], here
        )
        node = self.builder.quotient(above, part, scale.digits, scale.mode or "half_up", None, here)
        total = sum((child.weight or Fraction(0) for child in item.children), Fraction(0))
        full = None if item.full is None else item.full / total
        # What is no finite decimal cannot be said exactly, and so is not said.
        known = full is not None and exact.finite(full) is not None
        return self._rest(replace(item, full=full if known else None), node, part, here)

    def _weight(self, spec: NodeSpec, place: Place) -> Fraction | None:
        """Give a weight as a plain figure, so that `70%` counts as 0.7."""
        if spec.weight is None:
            self.faults.add(
                "no-weight",
                place,
                "this child of `weighted` has no `weight`",
                "`weighted` 的下级缺少 `weight`",
                help=Text("write its share, as in `weight: 0.3`", "请写它的权重，如 `weight: 0.3`"),
            )
            return None
        node = self.formulas.constant(spec.weight, place.child("weight"))
        share = fraction(self.builder, node)
        if node is None or share is None:
            return None
        return share / 100 if self.builder.number_type(node).unit == ir.PERCENT else share

    def _figures_fit(self, shares: list[Fraction], place: Place) -> bool:
        """See that weights of a renormalised node are figures from 0 to 9,999, and not all 0."""
        if not self._within(shares, _MOST_WEIGHT, place):
            return False
        if sum(shares) > 0:
            return True
        self.faults.add(
            "weights",
            place.child("weighted").at_key(),
            "the weights are all 0: expected one above 0 at least",
            "权重全为 0：至少应有一项大于 0",
        )
        return False

    def _shares_fit(self, shares: list[Fraction], place: Place) -> bool:
        """See that weights run from 0 to 1 and add to 1."""
        if any(share < 0 for share in shares):
            return self._within(shares, None, place)
        total = sum(shares, Fraction(0))
        if total == 1:
            return True
        added = " + ".join(fraction_text(share) for share in shares)
        self.faults.add(
            "weights",
            place.child("weighted").at_key(),
            f"the weights add to {fraction_text(total)} ({added}): expected 1",
            f"权重合计为 {fraction_text(total)}（{added}）：应为 1",
        )
        return False

    def _within(self, shares: list[Fraction], most: int | None, place: Place) -> bool:
        wrong = [n for n, share in enumerate(shares) if share < 0 or (most is not None and share > most)]
        for position in wrong:
            found = fraction_text(shares[position])
            self.faults.add(
                "weights",
                place.child("weighted", position, "weight"),
                f"a weight is {found}: expected 0 to {most or 1}",
                f"权重为 {found}：应在 0 至 {most or 1} 之间",
            )
        return not wrong

    # The highest and the lowest.

    def _extreme(self, origin: ir.Origin, form: str, children: Children, place: Place) -> ir.Item | None:
        least = form == "lowest"
        node = self._extreme_of(children, least, place)
        fulls = [child.full for child in children if child.full is not None]
        full = (min if least else max)(fulls) if len(fulls) == len(children) else None
        return None if node is None else ir.Item(origin, form, node, full, children=children)

    def _extreme_of(self, children: Children, least: bool, place: Place) -> int | None:
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


def _total(values: list[Fraction | None]) -> Fraction | None:
    """Give the sum; None where a part of it is not known."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None
