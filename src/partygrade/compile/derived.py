"""Derived figures to IR: what is worked out from facts and has a name, compiled on demand.

Complains of: figures without one form, rounding and units of what is no number, figures in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from partygrade import ir
from partygrade.compile.demand import Demand
from partygrade.compile.figures import rounding
from partygrade.compile.forms import form_of
from partygrade.compile.formula import NOTHING, Formulas, type_name
from partygrade.compile.lookups import LOOKUPS, Lookups
from partygrade.compile.scope import ValueName
from partygrade.diagnostics import Text
from partygrade.scheme import DerivedSpec
from partygrade.source import Place

_FORMS = ("value", *LOOKUPS)
_NEEDS = {"of": LOOKUPS}


class DerivedFigures:
    """Compiles derived figures, each once."""

    def __init__(self, specs: Mapping[str, DerivedSpec], formulas: Formulas, demand: Demand) -> None:
        self.specs = specs
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.demand = demand
        self.lookups = Lookups(formulas, in_points=False)
        self._nodes: dict[str, int | None] = {}

    def declare(self) -> None:
        """Put every figure into the scope."""
        for name in self.specs:
            self.formulas.scope.names[name] = ValueName(name, partial(self._use, name))

    def results(self) -> tuple[ir.Derived, ...]:
        """Compile every figure, used or not, so that its faults are found."""
        out = []
        for name, spec in self.specs.items():
            place = Place(("derived", name))
            node = self._use(name, place)
            if node is not None:
                out.append(ir.Derived(ir.Origin(name, spec.label or name, spec.source, spec.note, place), node))
        return tuple(out)

    def _use(self, name: str, here: Place) -> int | None:
        if name not in self._nodes:
            place = Place(("derived", name))
            if not self.demand.begin(name, place.at_key()):
                return None
            self._nodes[name] = self._compile(self.specs[name], place)
            self.demand.end()
        return self._nodes[name]

    def _compile(self, spec: DerivedSpec, place: Place) -> int | None:
        form = form_of(spec, _FORMS, _NEEDS, Text("a derived figure", "每个派生量"), place, self.faults)
        if form is None:
            return None
        if form == "value":
            node = self.formulas.any(spec.value, place.child("value"))
        else:
            found = self.lookups.compile(form, spec, place, NOTHING)
            node = None if found is None else found.node
        if node is None or (spec.round is None and spec.unit is None):
            return node
        if not isinstance(self.builder.type(node), ir.Number):
            self._no_number(self.builder.type(node), "round" if spec.unit is None else "unit", place)
            return None
        if spec.round is not None:
            node = self.builder.round(node, *rounding(spec.round), place)
        return node if spec.unit is None else self.builder.with_unit(node, spec.unit, place)

    def _no_number(self, kind: ir.Type, key: str, place: Place) -> None:
        name = type_name(kind)
        self.faults.add(
            "wrong-type",
            place.child(key).at_key(),
            f"`{key}` belongs to a number, and this is {name.en}: expected no `{key}`",
            f"`{key}` 只用于数字，而此处是{name.zh}：不应出现",
        )
