"""Where a scheme comes from: its head, its documents, its readings and assumptions, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from partygrade.api import Scheme
from partygrade.diagnostics import Text
from partygrade.page.forms import Forms, Spec
from partygrade.page.grades import closing
from partygrade.page.part import Column, Part, Row, part
from partygrade.page.words import SETTINGS, Words, plain
from partygrade.tokens import tokens

_STATUS = {
    "stated": Text("stated", "明文"),
    "read": Text("a reading", "读法"),
    "assumed": Text("assumed", "假定"),
    "derived": Text("follows", "推算"),
}
_SAID_BY = {"assumed": "assumed", "readings": "read", "source": "stated"}


def head(words: Words, scheme: Scheme) -> Part:
    """Say what the scheme is."""
    data = words.data
    said = {
        words.say("scheme", "办法标识"): f"{scheme.id}  {scheme.hash}",
        words.say("edition", "版本"): scheme.edition or "",
        words.say("in force", "施行期间"): _in_force(words),
        words.say("what is graded", "评定对象"): str(data.get("subject") or ""),
        words.say("extends", "原办法"): " → ".join(Path(name).name for name in scheme.files[1:]),
        words.say("remark", "说明"): str(data.get("note") or ""),
    }
    columns = [Column(words.say("about", "事项")), Column(words.say("the scheme", "内容"))]
    rows = (Row(None, (name, text)) for name, text in said.items() if text)
    return part(words.say("The scheme", "办法"), columns, rows)


def _in_force(words: Words) -> str:
    span = words.data.get("in_force") or {}
    first = words.say(f"from {span['from']}", f"自 {span['from']} 起") if "from" in span else ""
    last = words.say(f"to {span['to']}", f"至 {span['to']} 止") if "to" in span else ""
    return " ".join(text for text in (first, last) if text)


def sources(words: Words) -> Part:
    """Draw the documents."""
    columns = [
        Column(words.say("called", "简称")),
        Column(words.say("title", "文件名称")),
        Column(words.say("issuer", "发文机关")),
        Column(words.say("date", "日期")),
        Column(words.say("number", "文号")),
        Column(words.say("remark", "备注")),
    ]
    keys = ("title", "issuer", "date", "number", "note")
    rows = (
        Row(None, (id, *(str(spec.get(key) or "") for key in keys)))
        for id, spec in (words.data.get("sources") or {}).items()
    )
    return part(words.say("Documents", "依据文件"), columns, rows)


def readings(words: Words, scheme: Scheme) -> Part:
    """Draw the parameters: the figure, where it comes from, and what it may be instead."""
    columns = [
        Column(words.say("parameter", "参数")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("value", "取值")),
        Column(words.say("origin", "来历")),
        Column(words.say("other readings", "其他读法")),
        *closing(words),
    ]
    rows = (_parameter(words, scheme, id, spec) for id, spec in (words.data.get("parameters") or {}).items())
    return part(words.say("Parameters: readings and assumptions", "参数：读法和假定"), columns, rows)


def _parameter(words: Words, scheme: Scheme, id: str, spec: Spec) -> Row:
    found = next((reading for reading in scheme.readings if reading["id"] == id), None)
    value = words.values.get(id, plain(spec["value"]))
    why = found["why"] if found else None
    mine = why if why and why != spec.get("note") else ""
    said = [_word(words, value), *_range(Forms(words, id), spec)]
    if found is None and _is_formula(spec):
        # What nothing uses is not worked out.
        del said[0]
    status = found["status"] if found else _status(spec)
    by_caller = found is not None and found["set_by_caller"]
    origin = words.say("set by the caller", "由使用者设定") if by_caller else _STATUS[status][words.lang]
    others = found["others"] if found else spec.get("readings") or {}
    colon = words.say(": ", "：")
    listed = "\n".join(f"{_flag(words, other)}{colon}{text}" if text else other for other, text in others.items())
    if status == "read" and mine:
        said.append(mine)
    elif mine:
        origin += f"\n{mine}"
    row = (words.label(id), id, "\n".join(said), origin, listed)
    return Row(id, (*row, str(spec.get("source") or ""), str(spec.get("note") or "")))


def _word(words: Words, value: str) -> str:
    return SETTINGS[value][words.lang] if value in ("true", "false") else value


def _is_formula(spec: Spec) -> bool:
    """Tell whether a value is more than one figure or word."""
    return isinstance(spec["value"], str) and len(tokens(spec["value"])) > 2


def _status(spec: Spec) -> str:
    """Say where the value of a parameter comes from that nothing uses, so that it is no part of the program."""
    return next((status for key, status in _SAID_BY.items() if key in spec), "derived")


def _flag(words: Words, value: str) -> str:
    """Print yes and no beside the words by which they are set."""
    return words.beside(value, SETTINGS[value][words.lang]) if value in ("true", "false") else value


def _range(forms: Forms, spec: Spec) -> Iterator[str]:
    if _is_formula(spec):
        yield "= " + forms.formula(spec["value"], "value")
    if "at_least" in spec:
        yield forms.say("at least ", "不低于 ") + forms.formula(spec["at_least"], "at_least")
    if "at_most" in spec:
        yield forms.say("at most ", "不高于 ") + forms.formula(spec["at_most"], "at_most")
    if "unit" in spec:
        yield forms.say("unit: ", "单位：") + str(spec["unit"])


def left_out(words: Words) -> Part:
    """Draw what the document says and the file does not."""
    columns = [
        Column(words.say("what", "内容")),
        Column(words.say("why", "理由")),
        Column(words.say("clause", "依据")),
    ]
    rows = (
        Row(None, (str(spec["what"]), str(spec["why"]), str(spec.get("source") or "")))
        for spec in words.data.get("left_out") or ()
    )
    return part(words.say("Left out", "未收录"), columns, rows)


def formulas(words: Words) -> Part:
    """Draw the formulas that stand on the page in words, as they are written."""
    columns = [
        Column(words.say("of", "事项")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("key", "项"), code=True),
        Column(words.say("formula", "公式"), code=True),
    ]
    return part(words.say("Formulas as they are written", "附：公式原文"), columns, words.formulas.values())
