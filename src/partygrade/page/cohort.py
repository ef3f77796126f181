"""What is about all organisations together, and from year to year: quotas, targets, draws, and what follows a grade."""

from __future__ import annotations

from collections.abc import Iterator

from partygrade.page.forms import Forms, Spec
from partygrade.page.grades import closing, named, origin
from partygrade.page.part import Column, Part, Row, part
from partygrade.page.words import Words, plain


def quotas(words: Words) -> Part:
    """Draw the quotas, and what ranks."""
    columns = [
        Column(words.say("quota", "比例")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("grades", "等次")),
        Column(words.say("how many", "限额")),
        Column(words.say("of whom, and how", "基数和办法")),
        *closing(words),
    ]
    cohort = words.data.get("cohort") or {}
    rows = (_quota(words, spec) for spec in cohort.get("quotas") or ())
    return part(words.say("The cohort: ranking and quotas", "同批：排名和比例"), columns, rows, _ranking(words, cohort))


def _ranking(words: Words, cohort: Spec) -> Iterator[str]:
    if cohort.get("within"):
        within = words.joined([words.label(name) for name in cohort["within"]])
        yield words.say(f"a cohort of its own for each: {within}", f"分组：按{within}分别计算")
    keys = [_key(words, str(key), n) for n, key in enumerate(cohort.get("rank_by") or ())]
    if keys:
        yield words.say("ranked by: ", "排名依据：") + words.joined(keys)


def _key(words: Words, key: str, position: int) -> str:
    formula, _, way = key.strip().rpartition(" ")
    if way not in ("asc", "desc"):
        formula, way = key, "desc"
    said = words.formula(formula, None, f"rank_by[{position}]")
    least, most = words.say("the least first", "低者在前"), words.say("the greatest first", "高者在前")
    return words.beside(said, least if way == "asc" else most)


def _quota(words: Words, spec: Spec) -> Row:
    forms = Forms(words, str(spec["id"]))
    most = "at_most" in spec
    limit = forms.formula(spec["at_most" if most else "at_least"], "at_most" if most else "at_least")
    how = (forms.say("at most ", "不超过 ") if most else forms.say("at least ", "不少于 ")) + limit
    return Row(
        forms.id, (*named(words, spec), _grades(words, spec), how, "\n".join(_how(forms, spec, most)), *origin(spec))
    )


def _how(forms: Forms, spec: Spec, most: bool) -> Iterator[str]:
    words = forms.words
    yield words.say("of: ", "基数：") + words.setting(spec.get("of", "graded"))
    yield words.say("head count: ", "取整：") + words.setting(spec.get("rounding", "down" if most else "up"))
    yield words.say("ties: ", "并列：") + _ties(words, spec.get("ties", "out" if most else "in"))
    yield words.say("action: ", "作用：") + words.setting(spec.get("action", "enforce"))
    if "among" in spec:
        yield words.say("among: ", "只计：") + forms.formula(spec["among"], "among")
    if "when" in spec:
        yield words.say("under the reading: ", "适用的读法：") + forms.formula(spec["when"], "when")


def _ties(words: Words, value: object) -> str:
    """Print what happens to ties; a `report` here keeps the grades."""
    text = words.values.get(str(value), str(value))
    if text != "report":
        return words.setting(value)
    kept = words.say("they keep their grade and are named", "保留等次，列出待定")
    return kept if text == value else words.beside(kept, words.label(str(value)))


def _grades(words: Words, spec: Spec) -> str:
    return words.joined([words.grades.get(id, id) for id in spec.get("grades") or ()])


def targets(words: Words) -> Part:
    """Draw the targets from one year to the next."""
    columns = [
        Column(words.say("target", "目标")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("last year", "上年等次")),
        Column(words.say("this year", "本年应达")),
        Column(words.say("share", "比例")),
        *closing(words),
    ]
    cycle = words.data.get("cycle") or {}
    lead = [words.say("last year's grade: ", "上年等次：") + words.label(str(cycle["previous"]))] if cycle else []
    rows = (_target(words, spec) for spec in cycle.get("targets") or ())
    return part(words.say("From one year to the next", "年度升降"), columns, rows, lead)


def _target(words: Words, spec: Spec) -> Row:
    forms = Forms(words, str(spec["id"]))
    share = forms.formula(spec["share"], "share") if "share" in spec else words.say("all", "全部")
    reach = words.say("at least ", "不低于") + words.label(str(spec["reach"]))
    return Row(forms.id, (*named(words, spec), _grades(words, spec), reach, share, *origin(spec)))


def draws(words: Words) -> Part:
    """Draw the spot checks."""
    columns = [
        Column(words.say("spot check", "抽查")),
        Column(words.say("id", "标识"), code=True),
        Column(words.say("grades", "等次")),
        Column(words.say("of each at least", "每个等次至少")),
        *closing(words),
    ]
    rows = (_draw(words, spec) for spec in words.data.get("draws") or ())
    return part(words.say("Spot checks", "抽查"), columns, rows)


def _draw(words: Words, spec: Spec) -> Row:
    forms = Forms(words, str(spec["id"]))
    least = [forms.formula(spec["share"], "share")] if "share" in spec else []
    if "at_least" in spec:
        count = forms.formula(spec["at_least"], "at_least")
        least.append(words.say(f"{count} organisations", f"{count} 个"))
    return Row(forms.id, (*named(words, spec), _grades(words, spec), words.joined(least), *origin(spec)))


def follow_up(words: Words) -> Part:
    """Draw what a grade, or a condition, leads to."""
    columns = [
        Column(words.say("grades", "等次")),
        Column(words.say("condition", "条件")),
        Column(words.say("what follows", "结果")),
        Column(words.say("clause", "依据")),
    ]
    rows = (_follow(words, spec, n) for n, spec in enumerate(words.data.get("follow_up") or ()))
    return part(words.say("What follows", "结果运用"), columns, rows)


def _follow(words: Words, spec: Spec, position: int) -> Row:
    when = words.formula(spec["when"], None, f"follow_up[{position}].when") if "when" in spec else ""
    whom = _grades(words, spec) or words.say("any", "不限")
    return Row(None, (whom, when, plain(spec["label"]), str(spec.get("source") or "")))
