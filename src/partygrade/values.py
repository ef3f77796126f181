"""One value of a record: read as its input wants it, and printed again.

Complains of: values of another type, out of range, off the step or with too many decimals, words that are no option.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral
from typing import assert_never

from partygrade import exact, ir
from partygrade.diagnostics import Text
from partygrade.evaluate import Scalar

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_WITH_UNIT = re.compile(r"([-+]?[0-9]{1,15}(?:[,，][0-9]{3})*(?:\.[0-9]{1,15})?)\s*(?:(?![万亿千百十])[^\W\d_]){0,4}")
_HUGE = 10**30
"""Python refuses to print integers of some thousand digits."""


class Bad(Exception):
    """A value that its input does not take."""

    def __init__(self, code: str, en: str, zh: str, help: Text | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.text = Text(en, zh)
        self.help = help


def read(item: ir.Input, value: object) -> Scalar:
    """Read one value, None meaning that none is given.

    Raises:
        Bad: if the input does not take the value.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return _absent(item)
    match item.type:
        case ir.Number():
            return number(item, item.type, value)
        case ir.Flag():
            return _flag(item, value)
        case ir.Choice():
            return _option(item, item.type.options, value)
        case ir.Rank():
            return _option(item, item.type.ladder, value)
        case ir.Day():
            return _day(value)
        case ir.Label():
            if isinstance(value, str):
                return value.strip()
            raise Bad("wrong-type", f"expected a text, got {shown(value)}", f"应为文字，现为 {shown(value)}")
        case ir.Panel() | ir.Events():
            raise AssertionError(item)
        case _:
            assert_never(item.type)


def _absent(item: ir.Input) -> Scalar:
    if item.default is not None or item.optional:
        return item.default
    raise Bad("missing-fact", "is missing: expected a value", "缺少取值")


def number(item: ir.Input, kind: ir.Number, value: object) -> int:
    """Read a number in units of its scale."""
    given = _as_number(kind, value)
    try:
        units = exact.scaled(given, kind.scale)
    except ValueError:
        places = exact.decimals(given)
        raise Bad(
            "too-many-decimals",
            f"{_plain(given)} has {places} decimals: expected at most {kind.scale}",
            f"{_plain(given)} 有 {places} 位小数：最多 {kind.scale} 位",
        ) from None
    if not kind.low <= units <= kind.high or 0 < units < item.gap:
        raise _out_of_range(item, kind, given)
    if (units - kind.low) % item.step:
        step = exact.text(item.step, kind.scale)
        raise Bad(
            "off-step",
            f"{_plain(given)} is off the step: expected a multiple of {step}",
            f"{_plain(given)} 不合步长：应为 {step} 的倍数",
        )
    return units


def _out_of_range(item: ir.Input, kind: ir.Number, number: int | Decimal) -> Bad:
    low, high = exact.text(item.gap or kind.low, kind.scale), exact.text(kind.high, kind.scale)
    either, chinese = ("0, or ", "0，或 ") if item.gap else ("", "")
    return Bad(
        "out-of-range",
        f"{_plain(number)} is out of range: expected {either}{low} to {high}",
        f"{_plain(number)} 超出范围：应为 {chinese}{low} 至 {high}",
    )


def _as_number(kind: ir.Number, value: object) -> int | Decimal:
    match value:
        case bool():
            pass
        case int():
            return value
        case Decimal() if value.is_finite() and -30 < value.adjusted() < 30:
            return value
        case float():
            found = Decimal(float.__repr__(value))
            if found.is_finite() and -30 < found.adjusted() < 30:
                return found
        case str():
            text = value.strip()
            if kind.unit == ir.PERCENT:
                text = text.removesuffix("%").rstrip()
            if _NUMBER.fullmatch(text):
                return Decimal(text)
        case Integral():
            return int(value)
    help = _figure_alone(value) if isinstance(value, str) else None
    raise Bad("not-a-number", f"expected a number, got {shown(value)}", f"应为数字，现为 {shown(value)}", help)


def _figure_alone(text: str) -> Text | None:
    """Say how a figure is written without its unit and the commas between its digits."""
    found = _WITH_UNIT.fullmatch(text.strip())
    figure = found and found[1].replace(",", "").replace("，", "")
    return Text(f"write `{figure}`", f"请只写 `{figure}`") if figure and _NUMBER.fullmatch(figure) else None


def _flag(item: ir.Input, value: object) -> bool:
    if isinstance(value, bool):
        return value
    found = dict(item.words).get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise Bad("not-a-flag", f"expected 是 or 否, got {shown(value)}", f"应为“是”或“否”，现为 {shown(value)}")
    return bool(found)


def _option(item: ir.Input, options: tuple[str, ...], value: object) -> int:
    text = value.strip() if isinstance(value, str) else None
    if text in options:
        return options.index(text)
    for word, index in item.words:
        if word == text:
            return index
    names = list(dict.fromkeys(word for word, _ in item.words)) or list(options)
    raise Bad(
        "unknown-option",
        f"expected one of {', '.join(names)}, got {shown(value)}",
        f"应为 {'、'.join(names)} 之一，现为 {shown(value)}",
    )


def _day(value: object) -> int:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.toordinal()
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip()).toordinal()
        except ValueError:
            pass
    raise Bad(
        "bad-date",
        f"expected a calendar day such as 2017-06-05, got {shown(value)}",
        f"应为日期，如 2017-06-05，现为 {shown(value)}",
    )


def _plain(number: int | Decimal) -> str:
    if not -_HUGE < number < _HUGE:
        return "> 10^30" if number > 0 else "< -10^30"
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def shown(value: object) -> str:
    """Quote a value in a message, shortened where it is long."""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, str | int | float | Decimal):
        text = str(value)
        return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"
    return "`[…]`" if isinstance(value, list | tuple) else "`{…}`" if isinstance(value, dict) else "`…`"


def show(item: ir.Input, value: Scalar) -> str | int | bool | None:
    """Give a held value as it goes into JSON: exact text for decimals, an int for counts, words, ISO days."""
    match item.type:
        case _ if value is None:
            return None
        case ir.Number() if item.type.scale == 0:
            return int(value)
        case ir.Number():
            return exact.text(int(value), item.type.scale)
        case ir.Flag():
            return bool(value)
        case ir.Choice():
            return item.type.options[int(value)]
        case ir.Rank():
            return item.type.ladder[int(value)]
        case ir.Day():
            return date.fromordinal(int(value)).isoformat()
        case _:
            return str(value)
