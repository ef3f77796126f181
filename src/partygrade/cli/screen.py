"""Where a command writes: results to one stream, notes to the other, in one language and at one width."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TextIO

from partygrade.cli.text import clean, hang
from partygrade.diagnostics import Lang

PIPED = 120
"""Columns of what is no terminal, unless the variable COLUMNS says otherwise."""
NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Screen:
    """The two streams of a command."""

    lang: Lang
    out: TextIO
    err: TextIO

    def say(self, en: str, zh: str) -> str:
        """Choose the words of the language."""
        return zh if self.lang == "zh" else en

    @property
    def columns(self) -> int:
        """The width to write at."""
        if self.out.isatty():
            return max(shutil.get_terminal_size().columns, NARROWEST)
        asked = os.environ.get("COLUMNS", "")
        return max(int(asked) if asked.isdecimal() else PIPED, NARROWEST)

    def print(self, text: str = "") -> None:
        """Print lines of text, folded to the width."""
        for line in text.split("\n"):
            self.raw(hang(clean(line), self.columns) + "\n")

    def raw(self, text: str) -> None:
        """Print text as it is."""
        self.out.write(text)

    def report(self, lines: Iterable[str]) -> None:
        """Write lines on the stream for faults and notes."""
        for line in lines:
            self.err.write(f"{clean(line)}\n")

    def note(self, en: str, zh: str) -> None:
        """Write a note."""
        self.report([self.say(f"note: {en}", f"注：{zh}")])


def forgiving(stream: TextIO) -> TextIO:
    """Let a stream print a question mark for what its encoding does not know, rather than fail."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream
