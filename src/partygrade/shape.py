"""A document to the models of a scheme file; every fault of shape in our own words, at its place.

Complains of: unknown and missing keys, values of a wrong kind, values out of a key's limits. `overlay_shape` does so
for a file that extends another.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from partygrade.diagnostics import Diagnostic, Text, closest, suggestion
from partygrade.document import Document
from partygrade.keys import described, keys
from partygrade.scheme import OverlayFile, SchemeFile
from partygrade.source import ROOT, Place
from partygrade.synonyms import truth

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

_GRADES = ("at_least", "at_most", "grade")

_COMMA = Text(
    "inside `{…}` a comma ends a value: put text or a formula with commas in quotes",
    "`{…}` 里的逗号会结束一个值：带逗号的文字或公式请加引号",
)

_QUOTES = Text('write straight quotes `"` around the value', '请用半角引号 `"` 把整个值括起来')

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
    file, details = validated(document.data, SchemeFile)
    return file, _told(details, document, SchemeFile)


def overlay_shape(document: Document) -> list[Diagnostic]:
    """Check a file that extends another against its model; give every fault."""
    _, details = validated(document.data, OverlayFile)
    return _told(details, document, OverlayFile)


def _told(details: list[ErrorDetails], document: Document, model: type[BaseModel]) -> list[Diagnostic]:
    """Say what is wrong; a key that is missing because it is mistyped is told as the mistyped one."""
    slips = {(*detail["loc"][:-1], mistyped(detail, model)) for detail in details}
    told = (detail for detail in details if detail["type"] != "missing" or detail["loc"] not in slips)
    return [_diagnostic(detail, document, model) for detail in islice(told, MAX_FAULTS)]


def mistyped(error: ErrorDetails, model: type[BaseModel]) -> str | None:
    """Give the key that was meant by an unknown one."""
    if error["type"] != "extra_forbidden" or _is_cut(str(error["loc"][-1])):
        return None
    return closest(str(error["loc"][-1]), sorted(keys(error["loc"][:-1], model)))


def _is_cut(key: str) -> bool:
    """Tell whether a key is rather what a comma has cut off from a formula or a text."""
    return any(sign in key for sign in "()<>=+* ")


def validated(data: object, model: type[File]) -> tuple[File | None, list[ErrorDetails]]:
    """Give the file, or every error of the data against the model."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_context=True, include_input=True)


def _diagnostic(error: ErrorDetails, document: Document, model: type[BaseModel]) -> Diagnostic:
    loc = error["loc"]
    place = place_of(loc, document.data)
    key = str(place.path[-1]) if place.path else ""
    match error["type"]:
        case "extra_forbidden":
            return _unknown_key(key, error, place, model)
        case "missing":
            return _missing(str(loc[-1]), described(loc[:-1], str(loc[-1]), model), document, place)
        case "union_tag_not_found":
            return _missing_type(error["input"], document, place)
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


def place_of(loc: tuple[int | str, ...], data: Any) -> Place:
    """Follow a location through the data; what is not there is a tag of the models, or the missing key."""
    place = ROOT
    for step in loc:
        inside = isinstance(data, dict) and step in data
        if inside or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]
            place = place.child(step)
    return place


def _unknown_key(key: str, error: ErrorDetails, place: Place, model: type[BaseModel]) -> Diagnostic:
    loc = error["loc"]
    text = Text(f"unknown key `{key}`", f"不认识的键 `{key}`")
    known = sorted(keys(loc[:-1], model) | ({"extends"} if len(loc) == 1 else set()))
    if len(loc) == 1 and key in keys((), OverlayFile if model is SchemeFile else SchemeFile):
        return Diagnostic("unknown-key", text, place.at_key(), help=_ONLY_HERE if model is SchemeFile else _NOT_HERE)
    help = suggestion(key, known)
    if _is_cut(key) or (help is None and error["input"] is None):
        help = _QUOTES if re.search("[“”‘’]", key) else _COMMA
    if help is None and known:
        help = Text(f"the keys here are {', '.join(known)}", f"此处可用的键：{'、'.join(known)}")
    return Diagnostic("unknown-key", text, place.at_key(), help=help)


def _missing(key: str, meaning: Text | None, document: Document, place: Place) -> Diagnostic:
    where = f" in `{place}`" if place.path else ""
    chinese = f"`{place}` " if place.path else ""
    text = Text(f"the key `{key}` is missing{where}", f"{chinese}缺少键 `{key}`")
    if not place.path and isinstance(document.data, dict) and document.data:
        # A file begins somewhere, and a message has a line.
        place = place.child(next(iter(document.data)))
    written = "partygrade: 1" if key == "partygrade" else f"{key}: …"
    help = meaning and Text(f"write `{written}`: {meaning.en}", f"请写 `{written}`（{meaning.zh}）")
    return Diagnostic("missing-key", text, place.at_key() if place.path else place, help=help)


def _missing_type(found: object, document: Document, place: Place) -> Diagnostic:
    """Say that a fact has no type, or that the key is mistyped."""
    for key in found if isinstance(found, dict) else ():
        if closest(key, ["type"]):
            text = Text(f"unknown key `{key}`", f"不认识的键 `{key}`")
            return Diagnostic("unknown-key", text, place.child(key).at_key(), help=suggestion(key, ["type"]))
    return _missing("type", Text("what the fact holds", "类型"), document, place)


def _unknown_option(error: ErrorDetails, place: Place) -> Diagnostic:
    context = error.get("ctx", {})
    found = _shown(context.get("tag", error.get("input")))
    listed = str(context.get("expected_tags", context.get("expected", "")))
    options = [word.strip(" '") for word in listed.replace(" or ", ", ").split(",")]
    if error["type"] == "union_tag_invalid":
        place = place.child("type")
    if [found] == options:
        found = f'"{found}"'
    wanted = " or ".join(options) if len(options) < 3 else f"one of {', '.join(options)}"
    text = Text(
        f"`{found}` is not known here: expected {wanted}",
        f"此处不认识 `{found}`：应为 {'、'.join(options)}{' 之一' if len(options) > 1 else ''}",
    )
    help = suggestion(str(found), options)
    if found.strip('"') in options:
        help = Text("write it without quotes", "请去掉引号")
    return Diagnostic("unknown-option", text, place, help=help)


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
    if place.path[:1] == ("rules",) and key in _GRADES and error["type"] == "string_type":
        wanted = Text("the id of a grade", "等次的标识")
    name = f"`{key}`" if key and not key.isdigit() else "this"
    chinese = f"`{key}` " if key and not key.isdigit() else "此处"
    space = " " if wanted.zh.startswith("`") else ""
    text = Text(f"{name} is {found.en}: expected {wanted.en}", f"{chinese}是{found.zh}：应为{space}{wanted.zh}")
    return Diagnostic("wrong-type", text, place, help=_help_for(error["type"], key, value, wanted))


def _help_for(kind: str, key: str, value: object, wanted: Text) -> Text | None:
    """Say how a value of a wrong kind was surely meant."""
    mapping = wanted.en.startswith("a mapping")
    if mapping and isinstance(value, str) and "：" in value:
        return Text(
            "write the colon `:` of the half-width kind, with a blank behind it", "请用半角冒号 `:`，后面加空格"
        )
    match value:
        case None if " " in key:
            return _COMMA
        case str() if kind == "bool_type" and (meant := truth(value)):
            return Text(f"write `{meant}`", f"请写 `{meant}`")
        case str() if kind == "list_type" and value[:1] in "【［":
            return Text(f"write `[{value.strip('【】［］')}]`", f"请写半角方括号 `[{value.strip('【】［］')}]`")
        case str() if kind == "list_type":
            return Text(f"write `[{_shown(value)}]`", f"请写 `[{_shown(value)}]`")
        case dict() if kind == "list_type":
            return Text("put `- ` before every entry, as in `- {id: …}`", "每一条前面请写 `- `，如 `- {id: …}`")
        case list() if mapping and key == "readings":
            return Text("write `VALUE: what it means`, without `-`", "请写 `取值: 怎样理解`，不写 `-`")
        case list() if mapping:
            return Text("write `KEY: VALUE` lines, without `-`", "请写成 `键: 值`，不写 `-`")
        case str() if mapping and key == "sources":
            return Text("write `ID: {title: …}`", "请写 `标识: {title: …}`")
        case bool():
            return None
        case int() | Decimal() if wanted.en == "a text":
            return Text("put it in quotes to make it text", "若是文字，请加引号")
        case _:
            return None


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
