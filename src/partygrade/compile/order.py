"""The order of the phases under the readings in force.

Complains of: orders that do not name each phase once, readings without an order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from partygrade import ir
from partygrade.compile.builder import Faults
from partygrade.diagnostics import suggestion
from partygrade.scheme import OrderChoice
from partygrade.source import Place


def order(
    spec: list[str] | OrderChoice | None,
    static: Callable[..., str | None],
    options: Callable[[str], tuple[str, ...]],
    faults: Faults,
) -> tuple[ir.Phase, ...]:
    """Give the order of the phases; `options` lists what a parameter can be."""
    place = Place(("order",))
    if spec is None:
        return ir.PHASES
    if isinstance(spec, list):
        return _checked(spec, place, faults)
    option = static(spec.choose, None, None, place.child("choose"))
    found = [_checked(phases, place.child("of", name), faults) for name, phases in spec.of.items()]
    if option is None:
        return ir.PHASES
    _check_options(spec, options(spec.choose), place, faults)
    return dict(zip(spec.of, found, strict=True)).get(option, ir.PHASES)


def _check_options(spec: OrderChoice, readings: tuple[str, ...], place: Place, faults: Faults) -> None:
    for reading in readings:
        if reading not in spec.of:
            faults.add(
                "missing-option",
                place.child("of").at_key(),
                f"no order for the reading `{reading}` of `{spec.choose}`",
                f"缺少 `{spec.choose}` 的读法 `{reading}` 所对应的顺序",
            )
    for name in spec.of:
        if name not in readings:
            faults.add(
                "unknown-option",
                place.child("of", name).at_key(),
                f"`{name}` is no reading of `{spec.choose}`: expected {', '.join(readings)}",
                f"`{name}` 不是 `{spec.choose}` 的读法：应为 {'、'.join(readings)}",
                help=suggestion(name, readings),
            )


def _checked(phases: list[str], place: Place, faults: Faults) -> tuple[ir.Phase, ...]:
    if sorted(phases) == sorted(ir.PHASES):
        return tuple(cast(list[ir.Phase], phases))
    faults.add(
        "bad-order",
        place,
        f"an order names each phase once: expected {', '.join(ir.PHASES)} in some order",
        f"顺序中每个阶段恰好出现一次：{'、'.join(ir.PHASES)}",
    )
    return ir.PHASES
