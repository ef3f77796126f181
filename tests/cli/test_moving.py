"""The line that says how far an engine has come."""

from __future__ import annotations

from io import StringIO

from partygrade.batch.progress import Done, Progress
from partygrade.cli.moving import Moving
from partygrade.cli.screen import Screen
from partygrade.diagnostics import Lang, Text

READING, WRITING = Text("reading", "读取"), Text("writing", "写入")
STEPS = (
    Progress(READING),
    Progress(READING, Done(1, 5)),
    Progress(READING, Done(2, 50)),
    Progress(READING),
    Progress(WRITING),
    Progress(WRITING, Done(1, 99)),
)


class Terminal(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def shown(err: StringIO, apart: float, lang: Lang = "en") -> str:
    """Show all steps, and give what was written."""
    moving = Moving(Screen(lang, StringIO(), err), apart)
    for step in STEPS:
        moving.show(step)
    moving.end()
    return err.getvalue()


def test_on_a_terminal_one_line_changes() -> None:
    """And is empty at the end."""
    said = ["reading …", "reading … 5%", "reading, pass 2 … 50%", "reading …", "writing …", "writing … 99%", ""]
    assert shown(Terminal(), 10).split("\r\x1b[K") == ["", *said]


def test_elsewhere_each_thing_has_a_line() -> None:
    """So that a log is short."""
    assert shown(StringIO(), 10) == "reading …\nwriting …\n"


def test_elsewhere_a_line_follows_when_enough_time_has_passed() -> None:
    """Here after no time at all."""
    assert shown(StringIO(), 0, "zh").splitlines() == [
        "读取 …",
        "读取 … 5%",
        "读取，第 2 遍 … 50%",
        "写入 …",
        "写入 … 99%",
    ]


def test_a_stream_that_is_gone_hinders_nothing() -> None:
    """What is graded matters more."""

    class Gone(StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    shown(Gone(), 0)
