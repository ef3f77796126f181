"""Tables as rich draws them: aligned under Chinese text, at every width, on a terminal and in a pipe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from partygrade import catalog
from partygrade.cli.layout import Column, laid_out, sheet
from partygrade.cli.screen import Screen
from partygrade.cli.show import show

Run = Callable[..., Any]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def columns(text: str) -> int:
    """Count columns as a terminal does, without the code that is tested."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(out: str) -> list[str]:
    """Give the first table of an output, from its rule on."""
    block = out.split("\n\n")[1].splitlines()
    return block[1:]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("room", [80, 100, 120, 160])
@pytest.mark.parametrize("scheme", ["township-four-level", "anyang-five-star"])
def test_columns_stand_below_each_other(
    scheme: str, room: int, lang: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a column of the screen that the rule leaves blank, every line of the table is blank; no line is too wide."""
    monkeypatch.setenv("COLUMNS", str(room))
    out = run("grade", scheme, str(catalog.folder() / f"{scheme}.sample.csv"), "--lang", lang).out
    assert max(map(columns, out.splitlines())) <= room
    rule, *rows = table(out)
    gaps = [n for n, character in enumerate(rule) if character == " "]
    for row in rows:
        cells = "".join(c + "\0" * (columns(c) - 1) for c in row)
        assert all(n >= len(cells) or cells[n] == " " for n in gaps), row


def test_reasons_are_folded_and_never_cut(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow the screen, every character of a reason is there."""
    monkeypatch.setenv("COLUMNS", "60")
    rule, *rows = table(run("grade", "village.yaml", "table.csv", "--lang", "zh").out)
    start = rule.rindex(" ") + 1
    cells = ["".join(c + "\0" * (columns(c) - 1) for c in row)[start:] for row in rows]
    reasons = re.sub(r"[\s\0·]", "", "".join(cells))
    assert "缺席过多（缺席3，缺席次数上限3）：降1级〔五2〕" in reasons
    assert reasons.count("好不超过两成（4个中不超过0个）：好→一般〔五〕") == 2


def test_a_pipe_gets_no_colours_and_no_blanks_at_the_end(run: Run) -> None:
    """What is not a terminal gets text alone."""
    out = run("grade", "village.yaml", "table.csv").out
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_a_terminal_gets_emphasis(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal what matters is bold."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen("en", Terminal(), StringIO())
    found = sheet([Column("grade", strong=True)], [("好",)])
    show(found, laid_out(found, 40), screen)
    assert "\x1b[1m好" in screen.out.getvalue()


def test_a_long_table_is_drawn_in_pieces() -> None:
    """The head stands once, above all pieces."""
    screen = Screen("en", StringIO(), StringIO())
    found = sheet([Column("number")], [(str(n),) for n in range(1201)])
    show(found, laid_out(found, 40), screen)
    lines = screen.out.getvalue().splitlines()
    assert lines[:3] == ["number", "──────", "0"]
    assert (len(lines), lines.count("number")) == (1203, 1)


def test_words_are_shown_as_they_are(run: Run, desk: Any) -> None:
    """Brackets, colons and control characters in a name neither colour nor steer anything."""
    (desk / "t.csv").write_text("id,name,评议,群众满意率\na,[red]:smile:\x1b[31m,58,90\n", encoding="utf-8")
    out = run("grade", "village.yaml", "t.csv").out
    assert "[red]:smile:\ufffd[31m" in out
    assert "\x1b" not in out
