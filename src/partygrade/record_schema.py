"""The JSON Schema (2020-12) of the records of a scheme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partygrade import ir
from partygrade.values import show


def record_schema(inputs: Sequence[ir.Input], title: str) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a record."""
    properties: dict[str, Any] = {
        "id": {"type": ["string", "integer"], "title": "编号"},
        "name": {"type": "string", "title": "名称"},
    }
    for item in inputs:
        properties[item.origin.id] = {"title": item.origin.label, **_schema(item)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": [item.origin.id for item in inputs if _required(item)],
        "additionalProperties": False,
    }


def _required(item: ir.Input) -> bool:
    match item.type:
        case ir.Panel():
            return item.type.least > 0
        case ir.Events():
            return False
        case _:
            return item.default is None and not item.optional


def _schema(item: ir.Input) -> dict[str, Any]:
    match item.type:
        case ir.Panel():
            scores = {"type": "array", "items": _number_schema(item.type.member)}
            counts = {"minItems": item.type.least, "maxItems": item.type.most}
            return {"anyOf": [{**scores, **counts}, {"type": ["string", "number"]}, *_nothing(item)]}
        case ir.Events():
            event = {
                "type": "object",
                "properties": {f.origin.id: {"title": f.origin.label, **_schema(f)} for f in item.type.fields},
                "required": [f.origin.id for f in item.type.fields if _required(f)],
                "additionalProperties": False,
            }
            return {"anyOf": [{"type": "array", "items": event, "maxItems": item.type.most}, *_nothing(item)]}
        case _:
            return _value_schema(item)


def _nothing(item: ir.Input) -> list[dict[str, Any]]:
    return [] if _required(item) else [{"type": "null"}]


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
