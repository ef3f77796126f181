"""Rank keys as the text of one cell, such as `85.5, 3`, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import assert_never

from partygrade import exact, ir
from partygrade.cohort import Key
from partygrade.trace import key_texts

BETWEEN = ", "
NONE = "-"
"""Stands for the key of a ranking that looks at nothing."""


def key_text(program: ir.Program, key: Key) -> str:
    """Print the rank keys of a member of a cohort."""
    return BETWEEN.join(key_texts(program, key)) or NONE


def read_key(program: ir.Program, text: str) -> Key:
    """Read what `key_text` printed.

    Raises:
        ValueError: if it is no such text.
    """
    found: list[int] = []
    rest = text
    for key in program.cohort.rank_by if program.cohort else ():
        kind = program.nodes[key.value].type
        part = _first(kind, rest)
        rest = rest[len(part) :].removeprefix(BETWEEN)
        value = _value(kind, part)
        found.append(value if key.descending else -value)
    if rest not in ("", NONE) or (rest and found):
        raise ValueError(text)
    return tuple(found)


def _first(kind: ir.Type, text: str) -> str:
    """Give the first key of a text; an option may hold what stands between two keys."""
    words = kind.options if isinstance(kind, ir.Choice) else ()
    fits = (word for word in words if text == word or text.startswith(word + BETWEEN))
    return max(fits, key=len, default=text.split(BETWEEN, 1)[0])


def _value(kind: ir.Type, text: str) -> int:
    match kind:
        case ir.Number():
            try:
                return exact.scaled(Decimal(text), kind.scale)
            except InvalidOperation as error:
                raise ValueError(text) from error
        case ir.Choice():
            return kind.options.index(text)
        case ir.Rank():
            return kind.ladder.index(text)
        case ir.Day():
            return date.fromisoformat(text).toordinal()
        case ir.Flag():
            return ("false", "true").index(text)
        case ir.Label() | ir.Panel() | ir.Events():
            raise ValueError(text)
        case _:
            assert_never(kind)
