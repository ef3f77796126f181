"""Write the JSON Schemas that are shipped: of a scheme file, of a result, and of the result of a cohort.

The schema of a scheme file comes from the pydantic models, in a form that is the same under every supported version of
pydantic. The schemas of results come from the typed dictionaries. `make schemas` runs this; a test sees that the files
are in step.
"""

from __future__ import annotations

import json
import types
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

from partygrade.result import CohortResult, Result
from partygrade.scheme import OverlayFile, SchemeFile

Schema = dict[str, Any]

FOLDER = Path(__file__).resolve().parent.parent / "src" / "partygrade"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SIMPLE = {str: "string", int: "integer", bool: "boolean", types.NoneType: "null"}
_TREE = ("add", "sum", "weighted", "highest", "lowest", "value", "steps", "table", "linear")
_LOOKUPS = ("steps", "table", "linear")
_BOUNDS = ("from", "above", "up_to", "below")
_EFFECTS = ("raise_by", "at_least", "at_most", "lower_by", "grade", "not_graded")


def schemas() -> dict[str, Schema]:
    """Give every schema by the name of its file."""
    return {
        "scheme.schema.json": scheme_schema(),
        "result.schema.json": result_schema(Result, "The grading of one organisation"),
        "cohort.schema.json": result_schema(CohortResult, "The gradings of a cohort"),
    }


def text(schema: Schema) -> str:
    """Print a schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the files."""
    for name, schema in schemas().items():
        (FOLDER / name).write_text(text(schema), encoding="utf-8", newline="\n")


# The scheme file.


def scheme_schema() -> Schema:
    """Give the JSON Schema of a scheme file.

    It says the shape: keys, kinds of values, and which keys go together. What they mean is checked by the compiler.
    A file that says `extends` has other keys than a whole scheme.
    """
    parts: dict[str, Schema] = {}
    for model in (SchemeFile, OverlayFile):
        model.model_rebuild()
        found = model.model_json_schema(by_alias=True)
        parts |= {name: _tidy(part) for name, part in found.pop("$defs").items()}
        parts[model.__name__] = _tidy(found)
    for name, further in _exclusive().items():
        parts[name] |= further
    return {
        "$schema": DIALECT,
        "title": "A scheme file of partygrade",
        "description": "A whole scheme, or with `extends` what differs from another one.",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/OverlayFile"},
        "else": {"$ref": "#/$defs/SchemeFile"},
        "$defs": dict(sorted(parts.items())),
    }


def _exclusive() -> dict[str, Schema]:
    """Say which keys stand alone and which go together, by model."""
    one_bound = {"not": {"anyOf": [{"required": [*pair]} for pair in combinations(_BOUNDS, 2)]}}
    of_lookups = {"anyOf": [{"required": [form]} for form in _LOOKUPS]}
    lookups = {**{form: ["of"] for form in _LOOKUPS}, "linear": ["of", "round"]}
    return {
        "SchemeFile": {"anyOf": [{"required": ["score"]}, {"required": ["grades"]}]},
        "NodeSpec": {
            "oneOf": [
                {"anyOf": [{"required": ["points"]}, {"required": ["deduct"]}]},
                *({"required": [form]} for form in _TREE),
            ],
            "dependentRequired": {
                **lookups,
                **{key: ["points"] for key in ("step", "default", "optional", "better")},
            },
            "dependentSchemas": {
                "of": of_lookups,
                "renormalise": {"anyOf": [{"required": ["sum"]}, {"required": ["weighted"]}]},
            },
        },
        "DerivedSpec": {
            "oneOf": [{"required": [form]} for form in ("value", *_LOOKUPS)],
            "dependentRequired": lookups,
            "dependentSchemas": {"of": of_lookups},
        },
        "LineSpec": {
            "oneOf": [{"required": [form]} for form in ("when", "each", "amount", "value")],
            "dependentRequired": {"when": ["points"], "each": ["points"], "counting": ["each"], "where": ["each"]},
            "dependentSchemas": {
                "when": {"properties": {"at_most": False}},
                "amount": {"properties": {"points": False}},
                "value": {"properties": {"points": False}},
            },
        },
        "StepSpec": one_bound,
        "GradeSpec": one_bound,
        "RuleSpec": {"anyOf": [{"required": [effect]} for effect in _EFFECTS]},
        "QuotaSpec": {"oneOf": [{"required": ["at_most"]}, {"required": ["at_least"]}]},
        "DrawSpec": {"anyOf": [{"required": ["share"]}, {"required": ["at_least"]}]},
        "FollowUpSpec": {"anyOf": [{"required": ["grades"]}, {"required": ["when"]}]},
    }


def _tidy(schema: Schema) -> Schema:
    """Leave out what pydantic adds and no author needs: titles, nulls, and what differs from version to version."""
    out = {key: _tidied(key, value) for key, value in schema.items() if key not in ("title", "discriminator")}
    if "default" in out and out["default"] is None:
        del out["default"]
    if "const" in out:
        out.pop("enum", None)
    if out.get("additionalProperties") is True:
        del out["additionalProperties"]
    kinds = [kind for kind in out.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del out["anyOf"]
        out = {**kinds[0], **out}
    return {key: out[key] for key in sorted(out, key=_rank)}


def _tidied(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: _tidy(part) for name, part in value.items()}
    if key in ("items", "additionalProperties") and isinstance(value, dict):
        return _tidy(value)
    if key in ("anyOf", "oneOf", "allOf"):
        return [_tidy(part) for part in value]
    return value


def _rank(key: str) -> tuple[int, str]:
    first = ("$ref", "description", "type", "const", "enum")
    last = ("properties", "required", "additionalProperties")
    return (first.index(key) - len(first) if key in first else last.index(key) + 1 if key in last else 0, key)


# Results.


def result_schema(owner: type, title: str) -> Schema:
    """Give the JSON Schema of a typed dictionary; every key is always there."""
    parts: dict[str, Schema] = {}
    whole = _mapping(owner, parts)
    return {"$schema": DIALECT, "title": title, **whole, "$defs": dict(sorted(parts.items()))}


def _mapping(owner: type, parts: dict[str, Schema]) -> Schema:
    hints = get_type_hints(owner)
    return {
        "description": " ".join((owner.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _value(hint, parts) for name, hint in hints.items()},
        "required": list(hints),
        "additionalProperties": False,
    }


def _value(hint: Any, parts: dict[str, Schema]) -> Schema:
    arguments = get_args(hint)
    match get_origin(hint):
        case None if hint in _SIMPLE:
            return {"type": _SIMPLE[hint]}
        case None if is_typeddict(hint):
            owner = cast(type, hint)
            if owner.__name__ not in parts:
                parts[owner.__name__] = {}
                parts[owner.__name__] = _mapping(owner, parts)
            return {"$ref": f"#/$defs/{owner.__name__}"}
        case origin if origin is Literal:
            return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
        case origin if origin is list:
            return {"type": "array", "items": _value(arguments[0], parts)}
        case origin if origin is dict:
            return {"type": "object", "additionalProperties": _value(arguments[1], parts)}
        case origin if origin in (Union, types.UnionType):
            return _union([_value(argument, parts) for argument in arguments])
        case _:
            raise TypeError(f"no JSON Schema for {hint}")


def _union(kinds: list[Schema]) -> Schema:
    if all(list(kind) == ["type"] for kind in kinds):
        return {"type": [kind["type"] for kind in kinds]}
    return {"anyOf": kinds}


if __name__ == "__main__":
    main()
