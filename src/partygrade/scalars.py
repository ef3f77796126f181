"""Read a plain YAML scalar as YAML 1.2 does, and refuse those that YAML readers disagree about.

`017` is 17, 15 or text; `1:30` is 90 or text; `yes` is true or text: it depends on the reader. Numbers are exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from partygrade.diagnostics import Text
from partygrade.exact import MAX_DIGITS

_NULL = frozenset(["", "~", "null", "Null", "NULL"])
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_DISPUTED = {**dict.fromkeys(["yes", "on", "y"], "true"), **dict.fromkeys(["no", "off", "n"], "false")}
_SUSPECT = frozenset("0123456789+-.")
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_LOOKALIKE = re.compile(
    r"""
    [-+]? (?:
        [0-9][0-9_]* (?: :[0-5]?[0-9] )+ (?: \.[0-9_]* )?   # 1:30
      | 0[xob][0-9a-f_]+                                    # 0x1F, 0o17
      | [0-9][0-9_]* (?: \.[0-9_]* )? (?: e[-+]?[0-9]+ )?   # 017, 1_000, 5., 1e3
      | \.[0-9][0-9_]* (?: e[-+]?[0-9]+ )?                  # .5
      | \.inf | \.nan
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REPAIRABLE = re.compile(r"[-+]?[0-9_]*(?:\.[0-9_]*)?")


@dataclass(frozen=True, slots=True)
class Trap:
    """A scalar that is refused, with what is wrong and what to do."""

    text: Text
    help: Text


def scalar(text: str) -> str | int | Decimal | bool | Trap | None:
    """Give the value of a plain scalar, or say why it is refused. Dates stay text."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if text[0] not in _SUSPECT:
        return disputed(text) or text if len(text) <= 3 else text
    number = _NUMBER.fullmatch(text)
    if number is None:
        return disputed(text) or _lookalike(text) or text
    digits = len(text.lstrip("-+").replace(".", ""))
    if digits > MAX_DIGITS:
        return Trap(
            Text(
                f"the number has too many digits: expected at most {MAX_DIGITS}, got {digits}",
                f"数字位数太多：最多 {MAX_DIGITS} 位，现有 {digits} 位",
            ),
            Text("quote it if it is text", "如果是文字，请加引号"),
        )
    return Decimal(text) if number.group(1) else int(text)


def disputed(text: str) -> Trap | None:
    """Refuse `yes`, `no`, `on`, `off`, `y` and `n`, in any case."""
    truth = _DISPUTED.get(text.lower())
    if truth is None:
        return None
    return Trap(
        Text(f"`{text}` is read differently by different programs", f"`{text}` 在不同程序里读法不同"),
        Text(
            f'write `{truth}`, or quote it if it is text: `"{text}"`',
            f'请写 `{truth}`；如果是文字，请加引号：`"{text}"`',
        ),
    )


def _lookalike(text: str) -> Trap | None:
    if not _LOOKALIKE.fullmatch(text):
        return None
    plain = _repaired(text)
    number = (
        Text(f"`{plain}`", f" `{plain}`")
        if plain
        else Text("a plain number such as `30` or `0.5`", "普通数字，如 `30`、`0.5`")
    )
    return Trap(
        Text(f"`{text}` is read differently by different programs", f"`{text}` 在不同程序里读法不同"),
        Text(
            f'write {number.en}, or quote it if it is text: `"{text}"`',
            f'请写{number.zh}；如果是文字，请加引号：`"{text}"`',
        ),
    )


def _repaired(text: str) -> str | None:
    """Give the plain number that was surely meant: `0.5` for `.5`, `1000` for `1_000`, `17` for `017`."""
    if not _REPAIRABLE.fullmatch(text):
        return None
    sign = text[0] if text[0] in "+-" else ""
    whole, _, fraction = text.removeprefix(sign).replace("_", "").partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{'.' if fraction else ''}{fraction}"
