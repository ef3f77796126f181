"""Width, streams and notes of a command."""

from __future__ import annotations

import os
import shutil
from io import StringIO

import pytest

from partygrade.cli.screen import NARROWEST, PIPED, Screen, forgiving


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("asked", "expected"), [("80", 80), ("5", NARROWEST), ("wide", PIPED), ("", PIPED)])
def test_the_width_of_a_pipe(asked: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe is 120 columns wide unless COLUMNS says otherwise."""
    monkeypatch.setenv("COLUMNS", asked)
    assert Screen("en", StringIO(), StringIO()).columns == expected


def test_the_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal is as wide as it is."""
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((97, 20)))
    assert Screen("en", Terminal(), StringIO()).columns == 97


def test_notes_are_apart_and_in_one_language() -> None:
    """Notes stand on the second stream."""
    screen = Screen("zh", StringIO(), StringIO())
    screen.note("three", "三")
    assert (screen.out.getvalue(), screen.err.getvalue()) == ("", "注：三\n")


def test_a_stream_that_is_no_text_file_is_left_alone() -> None:
    """Only what has an encoding is made forgiving."""
    stream = StringIO()
    assert forgiving(stream) is stream
