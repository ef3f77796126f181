"""A condition that takes the figure in where the words beside it leave it out, or the other way round.

In the documents 以上, 以下, 以内, 不低于, 不超过, 达到, 至少 and 最多 include the number; 超过, 不满, 低于, 以外 and
不足 leave it out. Where a label or a note says such a bound with the figure of the condition beside it, that must
draw the line on the same side of the figure: else whoever stands exactly there is graded wrongly. Words that contradict
each other, and figures that a parameter reads in several ways, are not reported.

Bad: 60%以下 includes 60%.

    rules:
      - {id: low, label: 满意率60%以下的定为差, when: satisfaction < 60, at_most: poor}

Good: the condition includes it too.

    rules:
      - {id: low, label: 满意率60%以下的定为差, when: satisfaction <= 60, at_most: poor}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from partygrade import exact, ir
from partygrade.check.compared import Compared, Passage, Words, passages
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.said_bounds import SaidBound, said_bounds

SLUG = "boundary-word"

_BRACKETS = re.compile("[（(][^（）()]*[）)]")
_LEFT_OUT = re.compile("不含|不包括|不包含|不在内")
_EQUAL = ("==", "!=")

PARTS = {"年": 12, "季度": 3, "周": 7}
"""How many months, or of a week days, a unit has."""

_TIME = ("年", "个月", "月", "周", "季度", "天", "日", "工作日", "个工作日", "小时", "分钟", "岁", "周岁")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report figures that a condition counts with another side than the words beside it do."""
    seen = set()
    for passage in subject.once(passages):
        for said, words, found in _disagreements(passage):
            if found.place not in seen:
                seen.add(found.place)
                yield _finding(said, words, found)


def _disagreements(passage: Passage) -> Iterator[tuple[SaidBound, Words, Compared]]:
    if any(_LEFT_OUT.search(_BRACKETS.sub("", words.text)) for words in passage.words):
        return
    said = [(bound, words) for words in passage.words for bound in said_bounds(words.text)]
    for bound, words in said:
        others = [other for other, _ in said if other.values() & bound.values()]
        beside = [one for one in passage.compared if one.value in figures(bound)]
        # What names a parameter names it for the sake of the clause; other conditions may stand on either side.
        clear = passage.about == "parameter" or len({one.upwards for one in beside}) == 1
        if len({one.upwards for one in others}) == 1 and clear:
            for one in beside:
                if one.upwards is not bound.upwards and one.sign not in _EQUAL and alike(bound, one):
                    yield bound, words, one


def figures(said: SaidBound) -> frozenset[Fraction]:
    """Give the figures that a condition may have for a bound: 一年 is 1 or 12, as months are often counted."""
    return said.values() | {said.numeral.value * PARTS.get(said.unit, 1)}


def alike(said: SaidBound, found: Compared) -> bool:
    """Say whether the words and the condition can be about the same kind of figure."""
    share = said.numeral.percent or 0 < said.numeral.value < 1
    if found.unit is None:
        return True
    if share or found.unit == ir.PERCENT:
        return found.unit == ir.PERCENT and not said.unit
    if not said.unit:
        return True
    return (said.unit == ir.POINTS, said.unit in _TIME) == (found.unit == ir.POINTS, found.unit in _TIME)


def _finding(said: SaidBound, words: Words, found: Compared) -> Diagnostic:
    quoted = words.text[said.start : said.end]
    number = plain(said.numeral.value, said.numeral.percent)
    en = f"`{quoted}` {'includes' if said.included else 'leaves out'} {number}: "
    zh = f"`{quoted}` {'包括' if said.included else '不包括'} {number}："
    if found.other is None:
        en += f"expected a figure that does so too, got `{found.sign}`"
        zh += f"此处也应如此，而 `{found.sign}` 不是这样"
    else:
        en += f"expected `{found.other}`, got `{found.sign}`"
        zh += f"应为 `{found.other}`，现为 `{found.sign}`"
    help = Text(
        "correct the sign, or make the figure a parameter with `readings` where the words are unclear",
        "请改正符号；文字含义不清的，请写成参数并列出 `readings`",
    )
    note = Note(Text("the words stand here", "文字在此"), words.place.within(said.start, said.end))
    return finding(SLUG, found.place, en, zh, help=help, notes=(note,))


def plain(value: Fraction, percent: bool) -> str:
    """Write a figure as a file would."""
    shown = exact.finite(value)
    return (str(value) if shown is None else exact.text(*shown)) + ("%" if percent else "")
