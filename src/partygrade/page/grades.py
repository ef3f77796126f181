"""The ladder, the rules on the grade, the checks and the procedure as tables."""

from __future__ import annotations

from collections.abc import Iterator

from partygrade.page.forms import Forms, Spec
from partygrade.page.part import Column, Part, Row, part
from partygrade.page.words import SETTINGS, Words, plain


def grades(words: Words) -> Part:
    """Draw the ladder with its bounds and conditions."""
    columns = [
        Column(words.say("grade", "等次")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("also", "别称")),
        Column(words.say("bound", "分数线")),
        Column(words.say("condition", "条件")),
        *closing(words),
    ]
    rows = (_grade(words, spec) for spec in words.data.get("grades") or ())
    return part(words.say("Grades", "等次"), columns, rows, _ladder(words))


def closing(words: Words) -> list[Column]:
    """Give the columns that every table of elements ends with."""
    return [Column(words.say("clause", "依据")), Column(words.say("remark", "备注"))]


def named(words: Words, spec: Spec) -> tuple[str, str]:
    """Give what people call an element, and its id."""
    id = str(spec["id"])
    return str(spec.get("label") or words.label(id)), id


def origin(spec: Spec) -> tuple[str, str]:
    """Give the clause and the remark."""
    return str(spec.get("source") or ""), str(spec.get("note") or "")


def _ladder(words: Words) -> Iterator[str]:
    if "band_on" in words.data:
        what = words.formula(words.data["band_on"], None, "band_on")
        yield words.say(f"the bounds are about: {what}", f"划档依据：{what}")
    if words.data.get("staged"):
        yield words.say(
            "a grade needs the conditions of every grade below it too", "逐级达标：须同时符合以下各等次的条件"
        )
    if "grade_by" in words.data:
        decision = words.label(str(words.data["grade_by"]))
        yield words.say(f"the band is given by: {decision}", f"档次由「{decision}」直接给出")


def _grade(words: Words, spec: Spec) -> Row:
    forms = Forms(words, str(spec["id"]))
    when = forms.formula(spec["when"], "when") if "when" in spec else ""
    also = words.joined([str(name) for name in spec.get("aliases") or ()])
    return Row(forms.id, (*named(words, spec), also, forms.bound(spec), when, *origin(spec)))


def rules(words: Words) -> Part:
    """Draw the rules with their effects, and the order of the phases."""
    columns = [
        Column(words.say("rule", "规则")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("condition", "条件")),
        Column(words.say("effect", "后果")),
        *closing(words),
    ]
    rows = (_rule(words, spec) for spec in words.data.get("rules") or ())
    return part(words.say("Rules", "规则"), columns, rows, _order(words))


def _rule(words: Words, spec: Spec) -> Row:
    forms = Forms(words, str(spec["id"]))
    when = forms.formula(spec["when"], "when")
    return Row(forms.id, (*named(words, spec), when, "\n".join(_effects(forms, spec)), *origin(spec)))


def _effects(forms: Forms, spec: Spec) -> Iterator[str]:
    if "raise_by" in spec:
        by = forms.formula(spec["raise_by"], "raise_by")
        yield forms.say(f"raised by {by}", f"升 {by} 级")
    if "at_least" in spec:
        yield forms.say("at least ", "不低于") + forms.formula(spec["at_least"], "at_least")
    if "at_most" in spec:
        yield forms.say("at most ", "不高于") + forms.formula(spec["at_most"], "at_most")
    if "lower_by" in spec:
        by = forms.formula(spec["lower_by"], "lower_by")
        yield forms.say(f"lowered by {by}", f"降 {by} 级")
    if "grade" in spec:
        yield forms.say("graded ", "直接认定为") + forms.formula(spec["grade"], "grade")
    if "not_graded" in spec:
        yield forms.say("not graded: ", "不定级：") + str(spec["not_graded"])
    if spec.get("soft"):
        yield forms.say("yields to an override", "原则性规则，可有例外")


def _order(words: Words) -> Iterator[str]:
    order = words.data.get("order")
    heading = words.say("order of the phases", "阶段顺序")
    if isinstance(order, dict):
        yield f"{heading}{words.say(': by ', '：按')}{words.setting(order['choose'])}"
        for option, phases in order["of"].items():
            yield f"{option}{words.say(': ', '：')}{sequence(words, phases)}"
    elif order is not None:
        yield f"{heading}{words.say(': ', '：')}{sequence(words, order)}"


def sequence(words: Words, phases: list[str]) -> str:
    """Print phases in their order."""
    return " → ".join(SETTINGS[phase][words.lang] for phase in phases)


def checks(words: Words) -> Part:
    """Draw what must hold for a grading to be valid."""
    columns = [
        Column(words.say("check", "校验")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("what must hold", "要求")),
        Column(words.say("where it does not", "不满足时")),
        *closing(words),
    ]
    rows = (_check(words, spec) for spec in words.data.get("checks") or ())
    return part(words.say("Checks", "校验"), columns, rows)


def _check(words: Words, spec: Spec) -> Row:
    forms = Forms(words, str(spec["id"]))
    require, otherwise = forms.formula(spec["require"], "require"), words.setting(spec["otherwise"])
    return Row(forms.id, (*named(words, spec), require, otherwise, *origin(spec)))


def procedure(words: Words) -> Part:
    """Draw the steps: who, what, until when."""
    columns = [
        Column(words.say("step", "步骤")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("by", "实施主体")),
        Column(words.say("yields", "形成")),
        Column(words.say("when", "时间和条件")),
        Column(words.say("where it fails", "不满足时")),
        *closing(words),
    ]
    rows = (_step(words, spec) for spec in words.data.get("procedure") or ())
    return part(words.say("Procedure", "评定程序"), columns, rows)


def _step(words: Words, spec: Spec) -> Row:
    forms = Forms(words, str(spec["id"]))
    otherwise = words.setting(spec["otherwise"]) if "otherwise" in spec else ""
    who, what = str(spec.get("by") or ""), str(spec.get("yields") or "")
    return Row(forms.id, (*named(words, spec), who, what, "\n".join(_times(forms, spec)), otherwise, *origin(spec)))


def _times(forms: Forms, spec: Spec) -> Iterator[str]:
    if "after" in spec:
        name = forms.words.label(str(spec["after"]))
        yield forms.say(f"after {name}", f"在「{name}」之后")
    if "until" in spec:
        yield forms.say("until ", "不晚于 ") + forms.formula(spec["until"], "until")
    if "notice_days" in spec:
        days = plain(spec["notice_days"])
        yield forms.say(f"lasts {days} days at least", f"至少 {days} 天")
    if "participation" in spec:
        share = forms.formula(spec["participation"], "participation")
        yield forms.say(f"at least {share} take part", f"参与率不低于 {share}")
    if spec.get("optional"):
        yield forms.say("may be left out", "可不进行")
    if spec.get("dated") is False:
        yield forms.say("without a date", "不记日期")
