"""Reports of how far something has come."""

from __future__ import annotations

from threading import Event, active_count

import pytest

from partygrade.batch.progress import Done, Progress, reported
from partygrade.diagnostics import Text

READING = Text("reading", "读取")


def test_the_beginning_is_told_and_then_how_much_is_done() -> None:
    """Again and again, until it ends."""
    told: list[Progress] = []
    enough = Event()

    def show(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 4:
            enough.set()

    with reported(READING, lambda: Done(1, 10 * len(told)), show, every=0.001):
        assert enough.wait(10)
    assert told[:4] == [Progress(READING), *(Progress(READING, Done(1, percent)) for percent in (10, 20, 30))]


def test_nothing_is_left_behind_when_it_fails() -> None:
    """The failure comes through, and nobody asks any more."""
    threads = active_count()
    with pytest.raises(ValueError, match="no"), reported(READING, lambda: None, lambda progress: None):
        raise ValueError("no")
    assert active_count() == threads
