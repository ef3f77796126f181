"""Bounds that a Chinese text says: `60%以下`, `不低于十次`, `超过三分之二`, and whether they include the number.

By the convention of statutes 以上, 以下, 以内, 不低于, 达到 include the number, and 超过, 不满, 低于, 以外 leave it
out; what stands in brackets behind, such as （不含60分）, goes before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from partygrade.numerals import Numeral, numerals

Side = Literal["from", "up_to"]

_UNITS = (
    "个工作日|工作日|个百分点|百分点|个月|个|人次|人|平方米|公里|周岁|小时|分钟|课时|学时|学分|季度|"
    "分|次|名|项|件|篇|年|岁|月|天|日|户|元|票|份|家|所|期|场|节|条|处|起|例|张|位|倍|轮|周|米"
)
_BRACKETS = "[（(][^（）()]{1,12}[）)]"
_BEFORE: dict[str, tuple[Side, bool]] = {
    **dict.fromkeys(["达到", "达", "满", "至少", "最少"], ("from", True)),
    **dict.fromkeys(["最多", "至多"], ("up_to", True)),
    **dict.fromkeys(["超过", "高于", "多于", "大于"], ("from", False)),
    **dict.fromkeys(["低于", "少于", "小于", "不足", "不到"], ("up_to", False)),
}
_AFTER: dict[str, tuple[Side, bool]] = {
    "以上": ("from", True),
    **dict.fromkeys(["以下", "以内", "之内"], ("up_to", True)),
    **dict.fromkeys(["以外", "之外"], ("from", False)),
}
_NOT = "不得|不能|不应|不可|不准|不会|不再|没有|不|未|没"
# 过 says a bound of a half only; what comes in a row or adds up is counted right behind the word.
_WORD_BEFORE = re.compile(
    f"(?P<negation>{_NOT})?(?:(?P<word>{'|'.join(_BEFORE)})(?:[^0-9，。；、：（）()「」\\s]{{0,10}}的)?"
    "|(?P<over>过)|(?P<running>连续|累计)(?:缺席|旷工|旷课|迟到|迟报|出现|发生|评为)?)$"
)
_WORD_AFTER = re.compile(
    f"(?P<unit>{_UNITS})?(?P<within>{_BRACKETS})?(?:及|或|和)?(?P<word>{'|'.join(_AFTER)})(?P<behind>{_BRACKETS})?"
)
_BEHIND = re.compile(f"(?P<unit>{_UNITS})?(?P<behind>{_BRACKETS})?")
# Grades and levels are counted from either end.
_LEVEL = re.compile("[级星类等档]")
_LEFT_OUT = re.compile("不含|不包括|不包含|不在内|除外")
_INCLUDED = re.compile("含|包括|包含|在内")
_RANGE = re.compile(f"(?:{_UNITS})?(?:以上)?(?:[、，]|[-—–~～]+|至|到)?")
_LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class SaidBound:
    """A bound in a text: numbers `from` or `up_to` the value, which is itself inside where it is `included`.

    `numeral` is the number as it stands, `unit` what it counts or nothing; `start` and `end` are of the whole bound.
    """

    numeral: Numeral
    unit: str
    side: Side
    included: bool
    start: int
    end: int

    @property
    def upwards(self) -> bool:
        """Whether the number itself goes with the greater numbers, and not with the lesser ones."""
        return self.included is (self.side == "from")

    def values(self) -> frozenset[Fraction]:
        """Give the figures that a file may write for the number: `60%` is 60 or 0.6, `10万` is 100000 or 10."""
        value, found = self.numeral.value, {self.numeral.value}
        if self.numeral.percent:
            found.add(value / 100)
        elif 0 < value < 1:
            found.add(value * 100)
        elif value >= 10_000:
            found.add(value / 10_000)
        return frozenset(found)


@lru_cache(maxsize=2048)
def said_bounds(text: str) -> tuple[SaidBound, ...]:
    """List the bounds of a text from the front; one that the text leaves open is passed over."""
    return tuple(_bounds(text))


def _bounds(text: str) -> Iterator[SaidBound]:
    last = 0
    for numeral in numerals(text):
        before = _WORD_BEFORE.search(text[: numeral.start], max(0, numeral.start - _LONGEST_WORD))
        after = _WORD_AFTER.match(text, numeral.end)
        if _LEVEL.match(text, numeral.end) or (before and before["over"] and text[numeral.start] != "半"):
            before = None
        found = [
            *([_before(numeral, before, _BEHIND.match(text, numeral.end))] if before else []),
            *([_after(numeral, after)] if after and not _is_range(text, last, numeral, after) else []),
        ]
        # What is said twice, as in `超过三次及以上`, is open unless both agree.
        if found and len({bound.upwards for bound in found}) == 1:
            yield found[-1]
        last = numeral.end


def _before(numeral: Numeral, word: re.Match[str], behind: re.Match[str] | None) -> SaidBound:
    side, included = _BEFORE[word["word"]] if word["word"] else ("from", word["running"] is not None)
    if word["negation"]:
        side, included = "from" if side == "up_to" else "up_to", not included
    unit = (behind and behind["unit"]) or ""
    included = _explicit(behind["behind"] if behind else None, included)
    return SaidBound(numeral, unit, side, included, word.start(), numeral.end + len(unit))


def _after(numeral: Numeral, word: re.Match[str]) -> SaidBound:
    side, included = _AFTER[word["word"]]
    included = _explicit(word["within"], _explicit(word["behind"], included))
    return SaidBound(numeral, word["unit"] or "", side, included, numeral.start, word.end("word"))


def _explicit(brackets: str | None, otherwise: bool) -> bool:
    """Say whether brackets include the number or leave it out."""
    if brackets is None:
        return otherwise
    return not _LEFT_OUT.search(brackets) and (otherwise or _INCLUDED.search(brackets) is not None)


def _is_range(text: str, last: int, numeral: Numeral, word: re.Match[str]) -> bool:
    """Tell whether it is the upper end of a range, as in `60分以上80分以下`, which the next range begins with."""
    upper = _AFTER[word["word"]][0] == "up_to" and not word["within"] and not word["behind"]
    return upper and last > 0 and _RANGE.fullmatch(text, last, numeral.start) is not None
