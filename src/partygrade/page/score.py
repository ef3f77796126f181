"""The score tree and the derived figures as tables."""

from __future__ import annotations

from collections.abc import Iterator

from partygrade import exact, ir
from partygrade.page.forms import CHILDREN, Forms, Spec
from partygrade.page.part import Column, Part, Row, part
from partygrade.page.words import Words, plain


def score(words: Words) -> Part:
    """Draw the items, each with its deductions and bonuses below it."""
    columns = [
        Column(words.say("no.", "序号")),
        Column(words.say("item", "项目")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("how it is scored", "计分办法")),
        Column(words.say("full points", "满分")),
        Column(words.say("clause", "依据")),
        Column(words.say("remark", "备注")),
    ]
    spec = words.data.get("score")
    full = {item.origin.id: _full(item) for item in words.program.items()}
    rows = _nodes(words, spec, "score", "", full) if isinstance(spec, dict) else ()
    return part(words.say("Score", "评分表"), columns, rows)


def _full(item: ir.Item) -> str:
    found = None if item.full is None else exact.finite(item.full)
    return "" if found is None else exact.text(*found)


def _nodes(words: Words, spec: Spec, name: str, number: str, full: dict[str, str]) -> Iterator[Row]:
    id = str(spec.get("id", name))
    forms = Forms(words, id)
    points = plain(spec["full"]) if "full" in spec else full.get(id, "")
    yield Row(id, (number, _label(words, spec, id), id, forms.node(spec), points, *_origin(spec)))
    for kind in (*CHILDREN, "deduct", "add"):
        for position, child in enumerate(spec.get(kind) or (), 1):
            below = f"{number}.{position}" if number else str(position)
            if kind in CHILDREN:
                yield from _nodes(words, child, f"{id}.{position}", below, full)
            else:
                yield _line(words, child, f"{id}.{position}", below, kind)


def _line(words: Words, spec: Spec, name: str, number: str, kind: str) -> Row:
    id = str(spec.get("id", name))
    sign = words.say("less: ", "扣：") if kind == "deduct" else words.say("plus: ", "加：")
    label = sign + _label(words, spec, id) if "label" in spec or "id" in spec else sign.rstrip("：: ")
    return Row(
        id,
        (
            number,
            label,
            str(spec.get("id", "")),
            Forms(words, id, str(spec.get("each"))).line(spec),
            "",
            *_origin(spec),
        ),
    )


def derived(words: Words) -> Part:
    """Draw the derived figures."""
    columns = [
        Column(words.say("figure", "名称")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("how it is worked out", "算法")),
        Column(words.say("unit", "单位")),
        Column(words.say("clause", "依据")),
        Column(words.say("remark", "备注")),
    ]
    rows = (
        Row(id, (_label(words, spec, id), id, Forms(words, id).node(spec), str(spec.get("unit") or ""), *_origin(spec)))
        for id, spec in (words.data.get("derived") or {}).items()
    )
    return part(words.say("Derived figures", "派生量"), columns, rows)


def _label(words: Words, spec: Spec, id: str) -> str:
    return str(spec.get("label") or words.label(id))


def _origin(spec: Spec) -> tuple[str, str]:
    """Give the clause and the remark."""
    return str(spec.get("source") or ""), str(spec.get("note") or "")
