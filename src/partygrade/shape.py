"""A document to the models of a scheme file; every fault of shape in our own words, at its place.

Complains of: unknown and missing keys, values of a wrong kind, values out of a key's limits. `overlay_shape` does so
for a file that extends another.
`salvage` takes the faulty parts out, so that what is left can be checked further and every fault is found at once.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.document import Document
from partygrade.scheme import OverlayFile, SchemeFile
from partygrade.source import ROOT, Place

SchemeFile.model_rebuild()

MAX_FAULTS = 100
"""So many faults of shape are told."""

_KINDS = {
    "string_type": Text("a text", "文字"),
    "formula_type": Text("a formula or a figure", "公式或数字"),
    "figure_type": Text("a number", "数字"),
    "int_type": Text("a whole number", "整数"),
    "bool_type": Text("`true` or `false`", "`true` 或 `false`"),
    "list_type": Text("a list", "列表"),
    "dict_type": Text("a mapping of keys and values", "键值表"),
    "model_type": Text("a mapping of keys and values", "键值表"),
    "model_attributes_type": Text("a mapping of keys and values", "键值表"),
}

_COMMA = Text(
    "inside `{…}` a comma ends a value: put text or a formula with commas in quotes",
    "`{…}` 里的逗号会结束一个值：带逗号的文字或公式请加引号",
)

_ONLY_HERE = Text(
    "it stands in a file that says with `extends` which other one it changes", "只能用在以 `extends` 写明原办法的文件里"
)
_NOT_HERE = Text(
    "a file that extends another says what is different under `change`, `remove` and `insert`",
    "以 `extends` 写明原办法的文件，用 `change`、`remove`、`insert` 写明不同之处",
)

File = TypeVar("File", SchemeFile, OverlayFile)


def shape(document: Document) -> tuple[SchemeFile | None, list[Diagnostic]]:
    """Check a document against the models; give the file, or None, and every fault."""
    file, details = _validated(document.data, SchemeFile)
    return file, [_diagnostic(detail, document, SchemeFile) for detail in details[:MAX_FAULTS]]


def overlay_shape(document: Document) -> list[Diagnostic]:
    """Check a file that extends another against its model; give every fault."""
    _, details = _validated(document.data, OverlayFile)
    return [_diagnostic(detail, document, OverlayFile) for detail in details[:MAX_FAULTS]]


def _validated(data: object, model: type[File]) -> tuple[File | None, list[ErrorDetails]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_context=True, include_input=True)


def _diagnostic(error: ErrorDetails, document: Document, model: type[BaseModel]) -> Diagnostic:
    loc = error["loc"]
    place = _place(loc, document.data)
    key = str(place.path[-1]) if place.path else ""
    match error["type"]:
        case "extra_forbidden":
            return _unknown_key(key, loc, place, model)
        case "missing":
            return _missing(str(loc[-1]), place)
        case "union_tag_not_found":
            return _missing("type", place)
        case "union_tag_invalid" | "literal_error":
            return _unknown_option(error, place)
        case "too_short":
            least = error.get("ctx", {}).get("min_length", 1)
            text = Text(
                f"`{key}` is too short: expected at least {least} {'entry' if least == 1 else 'entries'}",
                f"`{key}` 太短：至少应有 {least} 项",
            )
            return Diagnostic("too-short", text, place)
        case "too_long":
            most = error.get("ctx", {}).get("max_length")
            text = Text(f"`{key}` is too long: expected at most {most} entries", f"`{key}` 太长：最多 {most} 项")
            return Diagnostic("too-long", text, place)
        case "string_pattern_mismatch":
            return _bad_name(error, place)
        case "greater_than_equal" | "less_than_equal":
            return _limit(error, key, place)
        case kind if kind in _KINDS:
            return _wrong_kind(error, key, _KINDS[kind], place)
        case _:
            text = Text(f"`{key}` cannot be read here", f"此处的 `{key}` 无法理解")
            return Diagnostic("wrong-type", text, place)


def _place(loc: tuple[int | str, ...], data: Any) -> Place:
    """Follow a location through the data; what is not there is a tag of the models, or the missing key."""
    place = ROOT
    for step in loc:
        inside = isinstance(data, dict) and step in data
        if inside or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]
            place = place.child(step)
    return place


def _unknown_key(key: str, loc: tuple[int | str, ...], place: Place, model: type[BaseModel]) -> Diagnostic:
    text = Text(f"unknown key `{key}`", f"不认识的键 `{key}`")
    known = sorted(_keys(loc[:-1], model) | ({"extends"} if len(loc) == 1 else set()))
    if len(loc) == 1 and key in _keys((), OverlayFile if model is SchemeFile else SchemeFile):
        return Diagnostic("unknown-key", text, place.at_key(), help=_ONLY_HERE if model is SchemeFile else _NOT_HERE)
    help = suggestion(key, known)
    if any(sign in key for sign in "()<>=+* "):
        help = _COMMA
    if help is None and known:
        help = Text(f"the keys here are {', '.join(known)}", f"此处可用的键：{'、'.join(known)}")
    return Diagnostic("unknown-key", text, place.at_key(), help=help)


def _missing(key: str, place: Place) -> Diagnostic:
    where = f" in `{place}`" if place.path else ""
    chinese = f"`{place}` " if place.path else ""
    text = Text(f"the key `{key}` is missing{where}", f"{chinese}缺少键 `{key}`")
    return Diagnostic("missing-key", text, place.at_key() if place.path else place)


def _unknown_option(error: ErrorDetails, place: Place) -> Diagnostic:
    context = error.get("ctx", {})
    found = _shown(context.get("tag", error.get("input")))
    listed = str(context.get("expected_tags", context.get("expected", "")))
    options = [word.strip(" '") for word in listed.replace(" or ", ", ").split(",")]
    if error["type"] == "union_tag_invalid":
        place = place.child("type")
    wanted = " or ".join(options) if len(options) < 3 else f"one of {', '.join(options)}"
    text = Text(
        f"`{found}` is not known here: expected {wanted}",
        f"此处不认识 `{found}`：应为 {'、'.join(options)}{' 之一' if len(options) > 1 else ''}",
    )
    return Diagnostic("unknown-option", text, place, help=suggestion(str(found), options))


def _bad_name(error: ErrorDetails, place: Place) -> Diagnostic:
    found = _shown(error.get("input"))
    text = Text(
        f"`{found}` cannot name a scheme: expected lower-case letters, digits and `-`",
        f"`{found}` 不能作办法的标识：应由小写字母、数字和 `-` 组成",
    )
    return Diagnostic("bad-id", text, place)


def _limit(error: ErrorDetails, key: str, place: Place) -> Diagnostic:
    context = error.get("ctx", {})
    least, most = context.get("ge"), context.get("le")
    found = _shown(error.get("input"))
    wanted = f"at least {least}" if least is not None else f"at most {most}"
    chinese = f"不小于 {least}" if least is not None else f"不大于 {most}"
    return Diagnostic(
        "out-of-range", Text(f"`{key}` is {found}: expected {wanted}", f"`{key}` 为 {found}：应{chinese}"), place
    )


def _wrong_kind(error: ErrorDetails, key: str, wanted: Text, place: Place) -> Diagnostic:
    value = error.get("input")
    found = _kind(value)
    name = f"`{key}`" if key and not key.isdigit() else "this"
    chinese = f"`{key}` " if key and not key.isdigit() else "此处"
    text = Text(f"{name} is {found.en}: expected {wanted.en}", f"{chinese}是{found.zh}：应为{wanted.zh}")
    help = _COMMA if value is None and " " in key else None
    if error["type"] == "string_type" and isinstance(value, int | Decimal):
        help = Text("put it in quotes to make it text", "若是文字，请加引号")
    if isinstance(value, str) and "：" in value and wanted.en.startswith("a mapping"):
        help = Text(
            "write the colon `:` of the half-width kind, with a blank behind it", "请用半角冒号 `:`，后面加空格"
        )
    return Diagnostic("wrong-type", text, place, help=help)


def _kind(value: object) -> Text:
    match value:
        case None:
            return Text("empty", "空")
        case bool():
            return Text(f"`{_shown(value)}`", f"`{_shown(value)}`")
        case str():
            return Text(f"the text `{_shown(value)}`", f"文字 `{_shown(value)}`")
        case list():
            return Text("a list", "列表")
        case dict():
            return Text("a mapping", "键值表")
        case _:
            return Text(f"the number {value}", f"数字 {value}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


# What is left without the faulty parts.

_NEEDED = {"partygrade": 1, "scheme": "scheme", "title": "title"}
_LADDER = ("grades", "band_on", "grade_by", "rules", "order", "cohort", "follow_up")
_BY_NAME = ("facts", "derived", "parameters", "sources")
_NEUTRAL: dict[str, dict[str, Any]] = {
    "rules": {"when": False, "raise_by": 0},
    "checks": {"require": True, "otherwise": "warning"},
}


def salvage(document: Document) -> tuple[SchemeFile, frozenset[str]] | None:
    """Take the faulty parts out of a document; give what is left, and the names that went with them.

    Places do not change. None if nothing useful is left.
    """
    data = deepcopy(document.data)
    lost: set[str] = set()
    for _ in range(4):
        file, details = _validated(data, SchemeFile)
        if file is not None:
            return file, frozenset(lost)
        if len(details) > MAX_FAULTS:
            return None
        for detail in details:
            if not isinstance(data, dict) or not _taken_out(detail, data, lost):
                return None
    return None


def _taken_out(error: ErrorDetails, data: dict[str, Any], lost: set[str]) -> bool:
    """Take out the part that has an error; False if names would go that nobody knows."""
    if _is_gone(error["loc"], data):
        return True
    path = _place(error["loc"], data).path
    if error["type"] == "extra_forbidden":
        owner: Any = data
        for step in path[:-1]:
            owner = owner[step]
        if isinstance(owner, dict):
            owner.pop(path[-1], None)
        return True
    section = str(path[0]) if path else str(error["loc"][-1]) if error["loc"] else ""
    if section in _NEEDED:
        data[section] = _NEEDED[section]
    elif section in _BY_NAME and len(path) > 1:
        lost |= _names_of(str(path[1]), data[section].pop(path[1], None))
    elif section in _NEUTRAL and len(path) > 1 and isinstance(path[1], int):
        known = data[section][path[1]]
        name = known.get("id") if isinstance(known, dict) else None
        data[section][path[1]] = {"id": name if isinstance(name, str) else f"_{section}_{path[1]}", **_NEUTRAL[section]}
    elif section in _BY_NAME:
        return False
    else:
        _drop(section, data, lost)
    return True


def _is_gone(loc: tuple[int | str, ...], data: dict[str, Any]) -> bool:
    """Tell whether what has an error went with another one."""
    if len(loc) < 2 or loc[0] not in data:
        return len(loc) > 1
    entries = data[loc[0]]
    return loc[0] in _BY_NAME and isinstance(entries, dict) and loc[1] not in entries


def _drop(section: str, data: dict[str, Any], lost: set[str]) -> None:
    gone = _LADDER if section == "grades" else (section,)
    for key in gone:
        lost |= {key, *_ids(data.pop(key, None))}
    if section == "grades":
        lost |= {"band", "own_grade"}
    if section == "procedure":
        lost |= {f"{name}{ending}" for name in [*lost] for ending in ("_end", "_participation")}


def _names_of(name: str, spec: object) -> set[str]:
    """Give the names of a fact: a tally has columns too."""
    of = spec.get("of") if isinstance(spec, dict) else None
    return {name, *(f"{name}_{word}" for word in of)} if isinstance(of, list | dict) else {name}


def _ids(data: object) -> Iterator[str]:
    """List the ids inside a part of the data."""
    stack = [data]
    while stack:
        match stack.pop():
            case dict() as part:
                stack.extend(part.values())
                if isinstance(part.get("id"), str):
                    yield part["id"]
            case list() as parts:
                stack.extend(parts)


# Which keys a place allows, from the models themselves.


def _keys(loc: tuple[int | str, ...], model: type[BaseModel]) -> set[str]:
    models = [model]
    free = False
    for step in loc:
        if isinstance(step, int) or free:
            free = False
            continue
        fields = [field for model in models for key, field in _fields(model) if key == step]
        if fields:
            models = [model for field in fields for model in _models(field.annotation)]
            free = any(_has_free_keys(field.annotation) for field in fields)
        else:
            models = [model for model in models if _tag(model) == step] or models
    return {key for model in models for key, _ in _fields(model)}


def _fields(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    return [(field.alias or name, field) for name, field in model.model_fields.items()]


def _has_free_keys(annotation: Any) -> bool:
    """Tell whether the author chooses the keys, as those of `facts`."""
    inside = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    return any(get_origin(part) is dict for part in inside)


def _tag(model: type[BaseModel]) -> str | None:
    field = model.model_fields.get("type")
    return None if field is None else str(get_args(field.annotation)[0])


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the models inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, types.UnionType, Annotated, list, dict):
        for part in get_args(annotation):
            if get_origin(part) is not Literal:
                yield from _models(part)
