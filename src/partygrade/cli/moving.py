"""A line that says how far an engine has come: in its place on a terminal, else a new one from time to time."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from partygrade.cli.screen import Screen
from partygrade.diagnostics import Text

if TYPE_CHECKING:
    from partygrade.batch.progress import Progress

APART = 10.0
"""So many seconds lie between two lines that are not on a terminal."""

_WIPED = "\r\x1b[K"
"""Goes back to the start of a line of a terminal, and wipes it."""


class Moving:
    """Shows progress on the stream for notes."""

    def __init__(self, screen: Screen, apart: float = APART) -> None:
        self._screen = screen
        self._apart = apart
        self._terminal = screen.err.isatty()
        self._doing: Text | None = None
        self._told = 0.0

    def show(self, progress: Progress) -> None:
        """Show how far something is; a stream that nobody reads any more hinders nothing."""
        with suppress(OSError):
            if self._terminal:
                self._screen.err.write(_WIPED + self._said(progress))
            elif progress.doing != self._doing or (progress.done and monotonic() - self._told >= self._apart):
                self._doing, self._told = progress.doing, monotonic()
                self._screen.report([self._said(progress)])
            self._screen.err.flush()

    def end(self) -> None:
        """Leave the line empty for what comes next."""
        if self._terminal:
            self._screen.err.write(_WIPED)

    def _said(self, progress: Progress) -> str:
        doing, done = progress.doing, progress.done
        if done is None:
            return self._screen.say(f"{doing.en} …", f"{doing.zh} …")
        if done.turn == 1:
            return self._screen.say(f"{doing.en} … {done.percent}%", f"{doing.zh} … {done.percent}%")
        return self._screen.say(
            f"{doing.en}, pass {done.turn} … {done.percent}%", f"{doing.zh}，第 {done.turn} 遍 … {done.percent}%"
        )
