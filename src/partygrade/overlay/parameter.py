"""Another value for a parameter: what it was stays one of its readings.

Complains of: a word that is no option of the parameter, and a value of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Literal

from partygrade import exact
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.overlay.merged import Part
from partygrade.source import Place

_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")


def reset(
    name: str, found: Part, given: Mapping[str, Part], parameters: Collection[str], title: str
) -> Diagnostic | None:
    """Put what a file gives into a parameter; give a fault, at its place in that file, if the value is none of it.

    The value that is replaced is kept among the readings, since formulas may ask for it. Its meaning there is the note
    of the parameter, which spoke of that value, or why it was assumed, or else the title of the scheme.
    """
    before, readings, assumed = found.child("value"), found.child("readings"), found.child("assumed")
    kept = found.child("note") if "note" not in given else None
    for key, piece in given.items():
        found.put(key, piece)
    after = given.get("value")
    if after is not None and isinstance(found.value, dict):
        found.value["value"] = after  # Even nothing, which is then told where it is written.
    if before is None or after is None or after.value is None or "readings" in given:
        return None
    options = [_text(before), *(key for key, _ in readings.entries())] if readings else []
    fault = _misfit(name, before, after, options, parameters)
    if fault is not None:
        found.put("value", before)
    elif (
        readings is not None
        and _kind(before, options, parameters) != "formula"
        and not _is_listed(_text(before), options)
    ):
        why = kept or assumed or Part(before.home, before.path, title)
        readings.put(_text(before), Part(why.home, why.path, why.value))
        if kept is not None:
            found.drop(kept)
    return fault


def _misfit(name: str, before: Part, after: Part, options: list[str], parameters: Collection[str]) -> Diagnostic | None:
    wanted, got = _kind(before, options, parameters), _kind(after, options, parameters)
    written, place = _text(after), Place(after.path)
    if wanted == "word" and written not in options:
        text = Text(
            f"`{written}` is no option of `{name}`: expected one of {', '.join(options)}",
            f"`{written}` 不是 `{name}` 的选项：应为 {'、'.join(options)} 之一",
        )
        return Diagnostic("unknown-option", text, place, help=suggestion(written, options))
    if wanted in ("figure", "flag") and got not in (wanted, "formula"):
        flag = wanted == "flag"
        text = Text(
            f"`{written}` is no value of `{name}`: expected {'true or false' if flag else 'a number'}",
            f"`{written}` 不能用作 `{name}`：应为{' true 或 false' if flag else '数字'}",
        )
        return Diagnostic("bad-setting", text, place)
    return None


def _kind(found: Part, options: list[str], parameters: Collection[str]) -> Literal["flag", "figure", "word", "formula"]:
    """Tell the kind of a value; a name is a word where the parameter has readings."""
    match found.value:
        case bool():
            return "flag"
        case int() | Decimal():
            return "figure"
        case str() if _FIGURE.fullmatch(found.value):
            return "figure"
        case str() if options and found.value.isidentifier() and found.value not in parameters:
            return "word"
        case _:
            return "formula"


def _is_listed(written: str, options: list[str]) -> bool:
    """Tell whether a value, which is the first of the options, stands among the others too."""
    return _value(written) in [_value(option) for option in options[1:]]


def _value(written: str) -> object:
    """Give what equal figures have in common."""
    share = written.endswith("%")
    return (share, Decimal(written.removesuffix("%"))) if _FIGURE.fullmatch(written) else written


def _text(found: Part) -> str:
    match found.value:
        case bool():
            return str(found.value).lower()
        case int() | Decimal():
            scale = exact.decimals(found.value)
            return exact.text(exact.scaled(found.value, scale), scale)
        case str():
            return found.value
        case _:
            return ""
