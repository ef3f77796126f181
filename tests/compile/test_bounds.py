"""Tests the bounds of steps and grades."""

from __future__ import annotations

import pytest

from partygrade.compile.bounds import Bound, Bounds, written
from partygrade.compile.builder import Builder, Faults
from partygrade.compile.events import over_list
from partygrade.compile.formula import Formulas
from partygrade.compile.scope import Scope
from partygrade.diagnostics import Text
from partygrade.scheme import StepSpec
from partygrade.source import Place

STEP = Text("a step", "一段")


@pytest.fixture
def bounds() -> Bounds:
    faults = Faults()
    return Bounds(Formulas(Builder(faults), Scope(), faults, over_list))


def steps(*specs: tuple[str, object] | None) -> list[StepSpec]:
    given = [{} if spec is None else {spec[0]: spec[1]} for spec in specs]
    return [StepSpec.model_validate({"points": 1, **keys}) for keys in given]


def read(bounds: Bounds, *specs: tuple[str, object] | None) -> list[Bound | None]:
    return [bounds.read(spec, STEP, Place(("steps", n))) for n, spec in enumerate(steps(*specs))]


@pytest.mark.parametrize(
    ("key", "upper", "strict"),
    [("from", False, False), ("above", False, True), ("up_to", True, False), ("below", True, True)],
)
def test_a_bound_knows_its_kind(bounds: Bounds, key: str, upper: bool, strict: bool) -> None:
    """`up_to` and `below` are upper bounds; `above` and `below` leave the figure itself outside."""
    (found,) = read(bounds, (key, 3))
    assert found is not None
    assert (found.key, found.upper, found.strict, bounds.builder.constant(found.node)) == (key, upper, strict, 3)


def test_bounds_are_known_by_their_keys_in_the_file() -> None:
    """`from` is called so, whatever Python thinks of it."""
    assert written(StepSpec.model_validate({"from": 3, "below": "x", "points": 1})) == {"from": 3, "below": "x"}


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("from", [False, True, True]),
        ("above", [False, False, True]),
        ("up_to", [True, True, False]),
        ("below", [True, False, False]),
    ],
)
def test_a_figure_meets_a_bound(bounds: Bounds, key: str, wanted: list[bool]) -> None:
    """2, 3 and 4 beside the bound 3."""
    (found,) = read(bounds, (key, 3))
    assert found is not None
    nodes = [bounds.met(bounds.builder.figure(value, None, Place()), found) for value in (2, 3, 4)]
    assert [bool(bounds.builder.constant(node)) for node in nodes] == wanted


@pytest.mark.parametrize(
    ("specs", "wanted"),
    [
        ([("from", 3), ("above", 2), ("from", 2), None, ("from", 1)], []),
        ([("from", 3), ("above", 3)], [(1, 0)]),
        ([("from", 3), None, ("from", 4), ("from", 3)], [(2, 0)]),
        ([("below", 2), ("up_to", 2), ("up_to", 3)], []),
        ([("up_to", 2), ("below", 2)], [(1, 0)]),
        ([("up_to", 3), ("up_to", 2), ("up_to", 3)], [(1, 0)]),
    ],
)
def test_bounds_out_of_order_are_found(
    bounds: Bounds, specs: list[tuple[str, object] | None], wanted: list[tuple[int, int]]
) -> None:
    """Lower bounds fall and upper ones rise; at one figure the key that takes less stands first."""
    assert list(bounds.out_of_order(read(bounds, *specs))) == wanted


def test_bounds_of_both_kinds_are_a_fault(bounds: Bounds) -> None:
    """The first bound says of which kind all are."""
    assert bounds.of_one_kind(read(bounds, ("from", 3), ("above", 2), None))
    assert not bounds.of_one_kind(read(bounds, ("up_to", 3), ("above", 2), ("below", 9), ("from", 1)))
    assert [fault.place.path for fault in bounds.faults.found.values()] == [("steps", 1, "above"), ("steps", 3, "from")]


def test_two_bounds_are_one_too_many(bounds: Bounds) -> None:
    """The message names both."""
    spec = StepSpec.model_validate({"from": 3, "below": 5, "points": 1})
    found = bounds.read(spec, STEP, Place(("steps", 0)))
    assert found is not None and found.node is None
    assert [fault.text.en for fault in bounds.faults.found.values()] == [
        "a step has one bound: expected one of `from`, `above`, `up_to`, `below`, got `from` and `below`"
    ]
