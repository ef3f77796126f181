"""How a command ends early."""

from __future__ import annotations

FAULTS = 1
USAGE = 2
INTERRUPTED = 130


class Stop(Exception):
    """Ends a command: what the reader is told, ready to print, and the exit code."""

    def __init__(self, text: str, code: int = FAULTS) -> None:
        self.text = text
        self.code = code
        super().__init__(text)
