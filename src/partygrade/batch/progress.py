"""How far something that takes long has come, told from time to time while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from partygrade.diagnostics import Text

EVERY = 0.5
"""So many seconds lie between two reports."""


@dataclass(frozen=True, slots=True)
class Done:
    """So much per cent of a turn is done; `turn` counts from 1 where the same rows go by several times."""

    turn: int
    percent: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, and how far it is, which is not always known."""

    doing: Text
    done: Done | None = None


Show = Callable[[Progress], None]


@contextmanager
def reported(doing: Text, done: Callable[[], Done | None], show: Show, every: float = EVERY) -> Iterator[None]:
    """Report when something begins, and then again and again how much is done until it ends, in a thread."""
    show(Progress(doing))
    over = Event()

    def ask() -> None:
        while not over.wait(every):
            show(Progress(doing, done()))

    thread = Thread(target=ask, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
