"""Write the JSON Schemas that are shipped: of a scheme file, of golden cases, of a result, and of that of a cohort.

The schema of a scheme file comes from the pydantic models, in a form that is the same under every supported version of
pydantic. The schemas of results come from the typed dictionaries. `make schemas` runs this; a test sees that the files
are in step.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

from partygrade.expect import COHORT, ONE, Shape
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


_CHINESE = {
    "AmountFact": "酌定分：0，或在限度之内",
    "CheckSpec": "校验：评定有效必须满足的条件",
    "ChoiceFact": "选项之一",
    "CohortSpec": "同批：排名和名额",
    "CornerSpec": "`linear` 的一个拐点",
    "CountFact": "个数、次数：从 0 起的整数",
    "CycleSpec": "年度升降",
    "DateFact": "日期",
    "DerivedSpec": "派生量：由事实算出的数值或条件，只有一种写法",
    "DrawSpec": "抽查",
    "EventsFact": "事件列表：每件一条小记录",
    "FlagFact": "是或否",
    "FollowUpSpec": "结果运用：某一等次或条件带来什么",
    "GradeFact": "等次：本办法的，或另一序列的",
    "GradeSpec": "一个等次",
    "InForce": "施行期间，首尾两日都含",
    "LeftOut": "文件写了而本办法没有收入的内容",
    "LineSpec": "一行扣分或加分",
    "NodeSpec": "评分项，只有一种写法",
    "NumberFact": "数值：量出来的数",
    "OrderChoice": "按参数的各个选项分别排列阶段",
    "OverlayFile": "在另一办法上改几处的办法文件",
    "PanelFact": "多人评分",
    "ParameterChange": "参数的新取值；新增的参数须有 `value`",
    "ParameterSpec": "参数：有来历的数值",
    "PercentFact": "百分比：0 至 100",
    "PointsFact": "打分：评定人给的分",
    "QuotaSpec": "一个或几个等次的名额",
    "Renormalise": "把适用的部分折算到满分",
    "Rounding": "取舍方式",
    "RuleSpec": "规则：条件和后果",
    "SchemeFile": "办法文件",
    "Source": "依据文件",
    "StepOfProcedure": "程序步骤：记录何时、是否完成",
    "StepSpec": "查表的一档",
    "TallyFact": "分类计数",
    "TargetSpec": "逐年目标",
    "TextFact": "文字：只用于分组和同一事项",
}
"""What the definitions are in Chinese; in English their docstrings say it."""

_EXPECTED = {
    "score": ("the score", "得分"),
    "band": ("the grade by band", "按得分划的档"),
    "own_grade": ("the grade after all rules, without quotas", "自身等次"),
    "grade": ("the final grade, null for none", "最终等次；没有等次写 null"),
    "without_overrides": ("the own grade had nothing been overridden", "不计例外时的自身等次"),
    "movement": ("raised, kept, fell, new or out; of a cohort the counts", "升降；同批写各数目"),
    "not_graded": ("true for no grade; of a cohort the ids", "不定级；同批写编号"),
    "fired": ("all rules that fire, [] for none", "触发的全部规则；没有写 []"),
    "failed_checks": ("all checks that fail, [] for none", "未通过的全部校验；没有写 []"),
    "follow_up": ("all that follows, by its label", "全部结果运用，写名称"),
    "faults": ("the facts with faults", "有差错的事实"),
    "nodes": ("values of score nodes, ID: VALUE", "评分项的值：标识: 值"),
    "derived": ("values of derived figures, ID: VALUE", "派生量的值：标识: 值"),
    "targets": ("whether targets are met, ID: true", "目标是否达到：标识: true"),
    "scores": ("the scores, ORGANISATION: VALUE", "各组织的得分：编号: 值"),
    "bands": ("the grades by band, ORGANISATION: GRADE", "各组织按得分划的档：编号: 等次"),
    "own_grades": ("the own grades, ORGANISATION: GRADE", "各组织的自身等次：编号: 等次"),
    "grades": ("the final grades, ORGANISATION: GRADE", "各组织的最终等次：编号: 等次"),
    "places": ("places in the ranking, ORGANISATION: PLACE", "各组织的名次：编号: 名次"),
    "movements": ("movements, ORGANISATION: raised", "各组织的升降：编号: raised"),
    "draws": ("how many are picked, DRAW: {GRADE: COUNT}", "抽查各等次的个数：标识: {等次: 个数}"),
    "quotas": ("how quotas come out, ID: {limit: 1, before: 3, after: 1, met: true}", "名额的结果：标识: {…}"),
}
"""What may be expected of a golden case."""


def schemas() -> dict[str, Schema]:
    """Give every schema by the name of its file."""
    return {
        "scheme.schema.json": scheme_schema(),
        "cases.schema.json": cases_schema(),
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
    for name, chinese in _CHINESE.items():
        parts[name]["description"] = f"{parts[name]['description'].removesuffix('.')} / {chinese}".replace("`", "")
    changes = parts["ParameterChange"]["properties"]
    parts["ParameterChange"]["properties"] = {key: _or_nothing(value) for key, value in changes.items()}
    return {
        "$schema": DIALECT,
        "title": "A scheme file of partygrade",
        "description": "A whole scheme, or with extends what differs from another one / "
        "一份办法；或以 extends 写明原办法，只写不同之处",
        # Named here too, so that editors offer it before a file has it.
        "properties": {"extends": parts["OverlayFile"]["properties"]["extends"]},
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/OverlayFile"},
        "else": {"$ref": "#/$defs/SchemeFile"},
        "$defs": dict(sorted(parts.items())),
    }


def _or_nothing(value: Schema) -> Schema:
    """Let a key have nothing behind it, which takes the key of the other file away."""
    kinds = value.get("type")
    if isinstance(kinds, str):
        return {**value, "type": [kinds, "null"]}
    return {**value, "type": [*kinds, "null"]} if kinds else value


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
    if "description" in out:
        # Editors show it as it stands, and some of them with the backticks escaped.
        out["description"] = out["description"].replace("`", "")
    if len(kinds) == 1:
        del out["anyOf"]
        out = {**kinds[0], **out}
    elif kinds:
        out["anyOf"] = kinds
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


# Golden cases.

_ANY: Schema = {"type": ["string", "number", "boolean", "null"]}
_FREE: Schema = {"type": "object"}
_SHAPES: dict[Shape, Schema] = {
    "value": _ANY,
    "mapping": {"type": "object", "additionalProperties": _ANY},
    "list": {"type": "array", "items": _ANY},
    "mappings": {"type": "object", "additionalProperties": _FREE},
    "lists": {"type": "object", "additionalProperties": {"type": "array", "items": _ANY}},
}


def cases_schema() -> Schema:
    """Give the JSON Schema of a file of golden cases."""
    day = _key("as of which day is graded, 2020-06-30", "评定基准日，如 2020-06-30", {"type": "string"})
    case = {
        "case": _key("what the case shows", "样例名称", {"type": ["string", "number", "boolean"]}),
        "set": _key("settings of parameters, ID: VALUE", "改用的读法，参数: 取值", _FREE),
        "as_of": day,
        "facts": _key("facts over the base, null takes one away", "与 base 不同的事实；null 表示没有", _FREE),
        "records": _key("several organisations, each over the base", "几个组织，各在 base 之上", _records()),
        "expect": {"$ref": "#/$defs/Expectation"},
    }
    file = {
        "scheme": _key("id of the scheme", "办法的标识", {"type": "string"}),
        "as_of": day,
        "base": _key("facts that every case starts from", "各样例共同的事实", _FREE),
        "cases": _key("the cases", "样例", {"type": "array", "items": {"$ref": "#/$defs/Case"}}),
    }
    of_cohort = {"properties": {"expect": {"$ref": "#/$defs/CohortExpectation"}}}
    return {
        "$schema": DIALECT,
        "title": "A file of golden cases of partygrade",
        **_closed("Golden cases of a scheme", "一份办法的样例", file, ["scheme", "cases"]),
        "$defs": {
            "Case": {
                **_closed("A golden case", "一个样例", {**case, "expect": _key(*_EXPECT, {})}, ["case", "expect"]),
                "if": {"required": ["records"]},
                "then": of_cohort,
                "else": {"properties": {"expect": case["expect"]}},
            },
            "CohortExpectation": _expectation(COHORT, "What is expected of a cohort", "同批应得的结果"),
            "Expectation": _expectation(ONE, "What is expected of one organisation", "一个组织应得的结果"),
        },
    }


_EXPECT = ("what comes out, worked out by hand", "应得的结果，由人算出")


def _records() -> Schema:
    return {"type": "array", "items": _FREE}


def _expectation(shapes: Mapping[str, Shape], english: str, chinese: str) -> Schema:
    properties = {key: _key(*_EXPECTED[key], _SHAPES[shape]) for key, shape in shapes.items()}
    return _closed(english, chinese, properties, [])


def _closed(english: str, chinese: str, properties: dict[str, Schema], required: list[str]) -> Schema:
    return {
        "description": f"{english} / {chinese}",
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _key(english: str, chinese: str, value: Schema) -> Schema:
    return {"description": f"{english} / {chinese}", **value}


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
