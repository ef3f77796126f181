"""Text on a terminal, where a Chinese character takes two columns: its width, and lines that break where they may."""

from __future__ import annotations

import re
import unicodedata

_CLOSING = "，。；：、！？）〕」》】’”％%…,.;:!?)]"
_OPENING = "（〔「《【‘“(["
_WIDE = (
    "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
# What must stay on one line: blanks, a short clause in brackets, a wide character or a run of others, each of these
# with the brackets and stops that lean on it.
_UNIT = (
    rf"\s+|(?:〔[^〔〕]{{1,12}}〕|\[[^\[\]]{{1,12}}\]|"
    rf"[{re.escape(_OPENING)}]*(?:[{_WIDE}]|[^\s{_WIDE}]+?(?=[{_WIDE}\s]|$)|))[{re.escape(_CLOSING)}]*|."
)
_MARKS = re.compile(r"[ │├└─·]*")
_BELOW = str.maketrans({"├": "│", "└": " ", "─": " ", "·": " "})


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def clean(text: str) -> str:
    """Replace what would steer a terminal or disturb a line; blanks and line breaks become single blanks."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """Fill a text with blanks, behind it, or before it so that it stands on the right."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def fold(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns: at blanks, and between wide characters.

    A stop or a closing bracket stays with what stands before it. What is too long for any line is cut.
    """
    lines = [""]
    for unit in _units(text, columns):
        if width(lines[-1]) + width(unit.rstrip()) <= columns:
            lines[-1] += unit
        elif not unit.isspace():
            lines.append(unit)
    return [line.rstrip() for line in lines]


def hang(text: str, columns: int) -> str:
    """Fold one line so that what follows stands below its beginning, with the stems of a tree drawn on."""
    marks = _MARKS.match(text)
    start = marks[0] if marks else ""
    first, *more = fold(text[len(start) :], max(columns - width(start), 20))
    below = start.translate(_BELOW)
    return "\n".join([(start + first).rstrip(), *((below + line).rstrip() for line in more)])


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _units(text: str, columns: int) -> list[str]:
    out: list[str] = []
    for unit in re.findall(_UNIT, text, re.DOTALL):
        while width(unit) > columns:
            cut = next(n for n in range(len(unit), 0, -1) if width(unit[:n]) <= columns or n == 1)
            out.append(unit[:cut])
            unit = unit[cut:]
        out.append(unit)
    return [unit for unit in out if unit]
