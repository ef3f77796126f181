"""Tests what is compiled on demand, and circles."""

from __future__ import annotations

from partygrade.compile.builder import Faults
from partygrade.compile.demand import Demand
from partygrade.source import Place

ONE, TWO = Place(("derived", "one"), key=True), Place(("score", "sum", 0))


def messages(faults: Faults) -> list[str]:
    return [fault.text.en for fault in faults.found.values()]


def test_what_was_ended_may_begin_again() -> None:
    """Only what is being compiled at the moment makes a circle."""
    demand = Demand(Faults())
    assert demand.begin("one", ONE)
    demand.end()
    assert demand.begin("one", ONE)
    assert len(demand.faults) == 0


def test_a_circle_is_told_from_where_it_begins() -> None:
    """The way into the circle is no part of it."""
    demand = Demand(Faults())
    assert demand.begin("root", Place(("score",)))
    assert demand.begin("one", ONE)
    assert demand.begin("two", TWO)
    assert not demand.begin("one", ONE)
    assert messages(demand.faults) == ["these figures need each other: one → two → one"]


def test_a_circle_of_score_nodes_is_called_so() -> None:
    """Without a derived figure it is one of score nodes."""
    demand = Demand(Faults())
    demand.begin("two", TWO)
    demand.begin("two", TWO)
    assert messages(demand.faults) == ["these score nodes need each other: two → two"]


def test_the_outermost_is_what_the_others_are_compiled_for() -> None:
    """It is what a fault of depth is said of."""
    demand = Demand(Faults())
    assert demand.outermost is None
    demand.begin("one", ONE)
    demand.begin("two", TWO)
    assert demand.outermost == ONE
