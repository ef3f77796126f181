"""A record to integers: every value checked against its input, every fault reported.

`check` is the plain path and the definition. `reading` gives the fast path: lines of a generated function that handle
the usual values and leave everything else to `check`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any, assert_never

from partygrade import exact, ir
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.evaluate import Value

Record = Mapping[str, Any]
Facts = tuple[Value, ...]
OWN_KEYS = ("id", "name")

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_CACHE_LIMIT = 4096
_HUGE = 10**30
"""Python refuses to print integers of some thousand digits."""


class _Bad(Exception):
    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = Text(en, zh)


def check(inputs: Sequence[ir.Input], record: Record) -> tuple[Facts | None, list[Diagnostic]]:
    """Read a record; give the facts, or None, and every fault."""
    faults = _unknown_keys(inputs, record)
    out: list[Value] = []
    for item in inputs:
        try:
            out.append(read(item, record.get(item.origin.id)))
        except _Bad as bad:
            text = bad.text
            faults.append(Diagnostic(bad.code, text, fact=item.origin.id, label=item.origin.label))
            out.append(None)
    return (None if faults else tuple(out)), faults


def _unknown_keys(inputs: Sequence[ir.Input], record: Record) -> list[Diagnostic]:
    known = {item.origin.id: item.origin.label for item in inputs}
    faults = []
    for key in record:
        if key in known or key in OWN_KEYS:
            continue
        by_label = next((name for name, label in known.items() if label == key), None)
        help = Text(f"write `{by_label}`", f"请写 `{by_label}`") if by_label else suggestion(str(key), known)
        text = Text(f"`{key}` is no fact of this scheme", f"`{key}` 不是本办法的事实")
        faults.append(Diagnostic("unknown-fact", text, fact=str(key), label=str(key), help=help))
    return faults


def read(item: ir.Input, value: object) -> Value:
    """Read one value, None meaning that none is given."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return _absent(item)
    match item.type:
        case ir.Number():
            return _number(item, item.type, value)
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
            raise _Bad("wrong-type", f"expected a text, got {_shown(value)}", f"应为文字，现为 {_shown(value)}")
        case ir.Panel() | ir.Events():
            raise AssertionError(item)
        case _:
            assert_never(item.type)


def _absent(item: ir.Input) -> Value:
    if item.default is not None or item.optional:
        return item.default
    raise _Bad("missing-fact", "is missing: expected a value", "缺少取值")


def _number(item: ir.Input, kind: ir.Number, value: object) -> int:
    number = _as_number(kind, value)
    try:
        units = exact.scaled(number, kind.scale)
    except ValueError:
        places = exact.decimals(number)
        raise _Bad(
            "too-many-decimals",
            f"{_plain(number)} has {places} decimals: expected at most {kind.scale}",
            f"{_plain(number)} 有 {places} 位小数：最多 {kind.scale} 位",
        ) from None
    if not kind.low <= units <= kind.high or 0 < units < item.gap:
        raise _out_of_range(item, kind, number)
    if (units - kind.low) % item.step:
        step = exact.text(item.step, kind.scale)
        raise _Bad(
            "off-step",
            f"{_plain(number)} is off the step: expected a multiple of {step}",
            f"{_plain(number)} 不合步长：应为 {step} 的倍数",
        )
    return units


def _out_of_range(item: ir.Input, kind: ir.Number, number: int | Decimal) -> _Bad:
    low, high = exact.text(item.gap or kind.low, kind.scale), exact.text(kind.high, kind.scale)
    either, chinese = ("0, or ", "0，或 ") if item.gap else ("", "")
    return _Bad(
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
    raise _Bad("not-a-number", f"expected a number, got {_shown(value)}", f"应为数字，现为 {_shown(value)}")


def _flag(item: ir.Input, value: object) -> bool:
    if isinstance(value, bool):
        return value
    found = dict(item.words).get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise _Bad("not-a-flag", f"expected 是 or 否, got {_shown(value)}", f"应为“是”或“否”，现为 {_shown(value)}")
    return bool(found)


def _option(item: ir.Input, options: tuple[str, ...], value: object) -> int:
    text = value.strip() if isinstance(value, str) else None
    if text in options:
        return options.index(text)
    for word, index in item.words:
        if word == text:
            return index
    names = list(dict.fromkeys(word for word, _ in item.words)) or list(options)
    raise _Bad(
        "unknown-option",
        f"expected one of {', '.join(names)}, got {_shown(value)}",
        f"应为 {'、'.join(names)} 之一，现为 {_shown(value)}",
    )


def _day(value: object) -> int:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.toordinal()
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip()).toordinal()
        except ValueError:
            pass
    raise _Bad(
        "bad-date",
        f"expected a calendar day such as 2017-06-05, got {_shown(value)}",
        f"应为日期，如 2017-06-05，现为 {_shown(value)}",
    )


def _plain(number: int | Decimal) -> str:
    if not -_HUGE < number < _HUGE:
        return "> 10^30" if number > 0 else "< -10^30"
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, str | int | float | Decimal):
        text = str(value)
        return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"
    return "`[…]`" if isinstance(value, list | tuple) else "`{…}`" if isinstance(value, dict) else "`…`"


def show(item: ir.Input, value: Value) -> str | int | bool | None:
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


# The fast path.


class _Cache(dict[object, int]):
    """The values of one kind of input that were read before, by how they were written; a faulty value is a `KeyError`.

    A look-up does not tell apart what is equal. So 0 and 1, which equal the flags, are never kept here, and floats only
    where each is exactly the number that it prints.
    """

    def __init__(self, like: ir.Input) -> None:
        super().__init__()
        self._like = like
        self._written: dict[float | str, int] = {}
        self._exact = isinstance(like.type, ir.Number) and _dyadic(like.type.scale, like.step)

    def __missing__(self, written: object) -> int:
        found = self.read(written)
        usual = type(written) is int or type(written) is str or (type(written) is float and self._exact)
        if usual and written not in (0, 1) and len(self) < _CACHE_LIMIT:
            self[written] = found
        return found

    def take(self, written: object) -> int:
        """Read a value; floats and texts are kept apart from whatever equals them."""
        if type(written) is not float and type(written) is not str:
            return self.read(written)
        found = self._written.get(written)
        if found is None:
            found = self.read(written)
            if len(self._written) < _CACHE_LIMIT:
                self._written[written] = found
        return found

    def read(self, written: object) -> int:
        """Read a value without keeping it."""
        try:
            found = read(self._like, written)
        except _Bad as bad:
            raise KeyError(written) from bad
        if not isinstance(found, int):
            raise KeyError(written)
        return found


def _dyadic(scale: int, step: int) -> bool:
    """Say whether every multiple of a step is a sum of powers of two, so that a float holds it exactly."""
    below = Fraction(step, 10**scale).denominator
    return below & (below - 1) == 0


def reading(inputs: Sequence[ir.Input]) -> tuple[list[str], dict[str, Any]]:
    """Give the lines that read a `record` into `f0, f1, …`, `id` and `name`, and the names that the lines use.

    A record that is left to `check` returns None. The lines hold the ids of the facts, as quoted constants, and names
    of our own.
    """
    scope: dict[str, Any] = {"int": int, "str": str, "len": len, "type": type}
    scope |= {"KeyError": KeyError, "TypeError": TypeError}
    caches: dict[ir.Input, _Cache] = {}
    lines = [f"expected = {len(inputs) + len(OWN_KEYS)}", "try:"]
    for key in OWN_KEYS:
        lines += [f"    if {key!r} in record:", f"        {key} = record[{key!r}]"]
        lines += ["    else:", f"        {key} = None", "        expected -= 1"]
    for n, item in enumerate(inputs):
        like = ir.Input(ir.Origin("", ""), item.type, item.step, item.gap, words=item.words)
        scope[f"cache{n}"] = caches.setdefault(like, _Cache(like))
        lines += _reading(n, item)
    lines += ["except (KeyError, TypeError):", "    return None", "if expected != len(record):", "    return None"]
    return lines, scope


def _reading(n: int, item: ir.Input) -> list[str]:
    key, pad = repr(item.origin.id), " " * 4
    out = []
    if item.default is not None or item.optional:
        out = [
            f"{pad}if {key} not in record:",
            f"{pad}    f{n} = {item.default!r}",
            f"{pad}    expected -= 1",
            f"{pad}else:",
        ]
        pad += " " * 4
    out.append(f"{pad}v = record[{key}]")
    return out + [pad + line for line in _value(n, item)]


def _value(n: int, item: ir.Input) -> list[str]:
    """Read `v`, the usual spellings first. What is faulty raises a `KeyError`, or returns None."""
    take = f"cache{n}.take(v)"
    match item.type:
        case ir.Label():
            return ["if type(v) is not str or not v or v != v.strip():", "    return None", f"f{n} = v"]
        case ir.Flag():
            return [f"f{n} = v if v is True or v is False else {take}"]
        case ir.Number(scale=0) if item.step == 1 and not item.gap:
            return [f"f{n} = v if type(v) is int and {item.type.low} <= v <= {item.type.high} else {take}"]
        case ir.Number(scale=scale) if _dyadic(scale, item.step):
            return [f"f{n} = cache{n}[v]"]
        case _:
            return [f"f{n} = {take}"]


def schema(inputs: Sequence[ir.Input], title: str) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a record."""
    properties: dict[str, Any] = {
        "id": {"type": ["string", "integer"], "title": "编号"},
        "name": {"type": "string", "title": "名称"},
    }
    for item in inputs:
        properties[item.origin.id] = {"title": item.origin.label, **_value_schema(item)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": [item.origin.id for item in inputs if item.default is None and not item.optional],
        "additionalProperties": False,
    }


def _value_schema(item: ir.Input) -> dict[str, Any]:
    match item.type:
        case ir.Number():
            out = _number_schema(item.type)
        case ir.Flag():
            out = {"anyOf": [{"type": "boolean"}, {"enum": [word for word, _ in item.words]}]}
        case ir.Choice() | ir.Rank():
            options = item.type.options if isinstance(item.type, ir.Choice) else item.type.ladder
            out = {"enum": list(dict.fromkeys([*options, *(word for word, _ in item.words)]))}
        case ir.Day():
            out = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case _:
            out = {"type": "string"}
    if item.default is not None:
        out["default"] = show(item, item.default)
    if item.default is not None or item.optional:
        out = {"anyOf": [out, {"type": "null"}], **({"default": out.pop("default")} if "default" in out else {})}
    return out


def _number_schema(kind: ir.Number) -> dict[str, Any]:
    """Allow a number between the bounds, or decimal text; the step is stated by `check`, exactly."""
    decimals = f"(\\.[0-9]{{1,{kind.scale}}}0*)?" if kind.scale else "(\\.0+)?"
    low, high = (_json_number(end, kind.scale) for end in (kind.low, kind.high))
    tail = "%?" if kind.unit == ir.PERCENT else ""
    return {
        "anyOf": [
            {"type": "number" if kind.scale else "integer", "minimum": low, "maximum": high},
            {"type": "string", "pattern": f"^[+-]?[0-9]+{decimals}{tail}$"},
        ]
    }


def _json_number(value: int, scale: int) -> int | float:
    power: int = 10**scale
    return value // power if value % power == 0 else value / power
