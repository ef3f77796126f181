"""What is asked about an organisation, as a table: every column of a record, also of assessed items and of steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partygrade import exact, ir
from partygrade.diagnostics import Text
from partygrade.page.part import Column, Part, Row, part
from partygrade.page.words import Words, options
from partygrade.values import show

_TYPES = {
    "points": Text("points", "评分"),
    "number": Text("number", "数值"),
    "percent": Text("percent", "百分率"),
    "count": Text("count", "个数"),
    "flag": Text("yes or no", "是否"),
    "choice": Text("choice", "选项"),
    "date": Text("date", "日期"),
    "grade": Text("grade", "等次"),
    "tally": Text("count by category", "分类计数"),
    "amount": Text("discretionary points", "酌定分"),
    "text": Text("text", "文字"),
    "panel": Text("panel of assessors", "多人评分"),
    "events": Text("list of events", "逐件登记"),
}


def facts(words: Words) -> Part:
    """Draw the facts, each with its type, range, unit and default."""
    columns = [
        Column(words.say("fact", "名称")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("type", "类型")),
        Column(words.say("range", "范围")),
        Column(words.say("unit", "单位")),
        Column(words.say("default", "缺省")),
        Column(words.say("clause", "依据")),
        Column(words.say("remark", "备注")),
    ]
    lead = words.say("the day as of which is graded is given by the caller", "另须给出评定基准日")
    rows = (
        row for n, item in enumerate(words.program.inputs) if n != words.program.as_of for row in _rows(words, item)
    )
    return part(
        words.say("Facts that are asked", "需要填报的情况"),
        columns,
        rows,
        [lead if words.program.as_of is not None else ""],
    )


def _rows(words: Words, item: ir.Input) -> Iterator[Row]:
    owner, spec = _spec(words, item.origin.id)
    yield _row(words, item, owner, spec)
    if isinstance(item.type, ir.Events):
        for field in item.type.fields:
            below = (spec.get("fields") or {}).get(field.origin.id) or {}
            yield _row(words, field, owner, below, item.origin.id)
        for name, formula in (spec.get("derived") or {}).items():
            said = words.formula(formula, owner, f"derived.{name}", owner)
            worked = words.say("worked out", "推算")
            yield Row(owner, (f"└ {name}", f"{item.origin.id}.{name}", worked, said, "", "", "", ""))


def _spec(words: Words, id: str) -> tuple[str, dict[str, Any]]:
    """Find what declares an input: a fact, which may have a column for each category, or another element."""
    declared = words.data.get("facts") or {}
    if id in declared:
        return id, declared[id]
    split = [name for name, spec in declared.items() if spec.get("type") in ("tally", "panel")]
    owner = max((name for name in split if id.startswith(f"{name}_")), key=len, default=None)
    return (id, {}) if owner is None else (owner, declared[owner])


def _row(words: Words, item: ir.Input, owner: str, spec: dict[str, Any], prefix: str = "") -> Row:
    origin = item.origin
    name, id = (f"└ {origin.label}", f"{prefix}.{origin.id}") if prefix else (origin.label, origin.id)
    unit = item.type.unit if isinstance(item.type, ir.Number) else None
    said = (
        _type(words, item, spec),
        words.all_of(_range(words, item, spec)),
        words.say("points", "分") if unit == ir.POINTS else unit or "",
        _default(words, item),
    )
    return Row(owner, (name, id, *said, origin.source or "", origin.note or ""))


def _type(words: Words, item: ir.Input, spec: dict[str, Any]) -> str:
    kind = spec.get("type")
    return _TYPES[kind if kind in _TYPES else _kind(item.type)][words.lang]


def _kind(kind: ir.Type) -> str:
    match kind:
        case ir.Number():
            return "points" if kind.unit == ir.POINTS else "percent" if kind.unit == ir.PERCENT else "count"
        case ir.Flag():
            return "flag"
        case ir.Choice():
            return "choice"
        case ir.Day():
            return "date"
        case ir.Rank():
            return "grade"
        case ir.Label():
            return "text"
        case ir.Panel():
            return "panel"
        case ir.Events():
            return "events"


def _range(words: Words, item: ir.Input, spec: dict[str, Any]) -> list[str]:
    match item.type:
        case ir.Number():
            return [*_span(words, item.type, item.gap), _step(words, item, spec)]
        case ir.Panel():
            people = words.say(
                f"{item.type.least} to {item.type.most} scores", f"{item.type.least} 至 {item.type.most} 人"
            )
            step = exact.text(item.type.step, item.type.member.scale)
            return [people, *_span(words, item.type.member, 0), words.say(f"in steps of {step}", f"以 {step} 为单位")]
        case ir.Choice():
            said = words.joined(list(options(item).values()))
            return [said, words.say("lowest first", "从低到高") if item.type.ordered else ""]
        case ir.Rank():
            return [words.joined(list(reversed(options(item).values())))]
        case ir.Events():
            fields = [item.type.fields[n].origin.label for n in item.type.key]
            most = words.say(f"at most {item.type.most}", f"最多 {item.type.most} 件")
            key = words.say("one for each ", "不重复：") + words.joined(fields) if fields else ""
            filled = (
                words.say("filled from the organisations below", "由下级评定结果填入") if item.type.children else ""
            )
            return [most, key, filled]
        case _:
            return []


def _span(words: Words, kind: ir.Number, gap: int) -> list[str]:
    low, high = exact.text(kind.low, kind.scale), exact.text(kind.high, kind.scale)
    if gap:
        least = exact.text(gap, kind.scale)
        return [words.say(f"0, or {least} to {high}", f"0，或 {least} 至 {high}")]
    return [words.say(f"{low} to {high}", f"{low} 至 {high}")]


def _step(words: Words, item: ir.Input, spec: dict[str, Any]) -> str:
    assert isinstance(item.type, ir.Number)
    kind = spec.get("type", _kind(item.type))
    if kind in ("number", "percent"):
        digits = item.type.scale
        return words.say(f"{digits} decimals", f"{digits} 位小数") if digits else ""
    step = exact.text(item.step, item.type.scale)
    counted = kind in ("count", "tally")
    return "" if counted else words.say(f"in steps of {step}", f"以 {step} 为单位")


def _default(words: Words, item: ir.Input) -> str:
    if item.optional:
        return words.say("may be unknown", "可缺")
    if isinstance(item.type, ir.Events) or (isinstance(item.type, ir.Panel) and not item.type.least):
        return words.say("none", "无")
    if item.default is None:
        return words.say("required", "必填")
    value = show(item, item.default)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    found = options(item).get(text)
    return found or (words.setting(text) if isinstance(item.type, ir.Flag) else text)
