"""What a text says in figures: `80—89分`, `90分以上`, `below 60`, `满分100分`, `每次扣3分`.

Only what is said of points counts: a figure with another unit, such as `3次` or `60%`, is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

_N = r"(?<![0-9A-Za-z_.])(\d+(?:\.\d+)?)(?![0-9A-Za-z_]|\.\d)"
_POINTS = r"(?:\s*(?:分|points?\b|marks?\b))"
_CLOSED, _OPEN = r"(?:[（(]含[^）)]*[）)])", r"(?:[（(]不含[^）)]*[）)])"
_DASH = r"(?:—{1,2}|–|－|-|~|～|至|到|\bto\b)"

_DIGIT = re.compile("[0-9]")
_RANGE = re.compile(rf"{_N}{_POINTS}?\s*{_DASH}\s*{_N}({_POINTS})?")


@dataclass(frozen=True, slots=True)
class Quote:
    """A range of points that a text names, where it stands in the text, and what it says of its ends.

    An end that is not named is None; of an end, `True` says that it is inside, `False` that it is not, and None that
    the words leave it open. `unit` is the distance of neighbours written with as many decimals. A range is `sure` to
    be one of points where it says so, or stands in quotes.
    """

    text: str
    start: int
    end: int
    low: Fraction | None = None
    high: Fraction | None = None
    low_inside: bool | None = None
    high_inside: bool | None = None
    unit: Fraction = Fraction(1)
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Words:
    """Words around a figure that make it the lower or the upper end of a range, and whether the end is inside."""

    pattern: re.Pattern[str]
    lower: bool
    inside: bool | None


def _after(words: str, lower: bool, inside: bool | None, points: str = "?") -> _Words:
    return _Words(re.compile(rf"{_N}{_POINTS}{points}\s*{words}", re.IGNORECASE), lower, inside)


def _before(words: str, lower: bool, inside: bool) -> _Words:
    return _Words(re.compile(rf"{words}\s*{_N}{_POINTS}", re.IGNORECASE), lower, inside)


_ENDS: Sequence[_Words] = (
    _after(rf"{_CLOSED}(?:以上|起)", True, True),
    _after(rf"{_OPEN}以上|以上{_OPEN}", True, False),
    _after(rf"(?:及以上|以上{_CLOSED})", True, True),
    _after(r"(?:or|and) (?:more|above|over|higher)\b", True, True, points=""),
    _after("起", True, True, points=""),
    _after(rf"以上(?!{_OPEN}|{_CLOSED})", True, None),
    _after(rf"{_CLOSED}以下", False, True),
    _after(rf"{_OPEN}以下|以下{_OPEN}", False, False),
    _after(rf"(?:及以下|以下{_CLOSED})", False, True),
    _after(r"(?:or|and) (?:less|below|fewer|lower)\b", False, True, points=""),
    _after(rf"以下(?!{_OPEN}|{_CLOSED})", False, None),
    _before(r"(?:不低于|不少于|不小于|达到|(?<!达)满|≥|>=|\bat least\b)", True, True),
    _before(r"(?:(?<!不)高于|(?<!不)超过|(?<!不)大于|(?<![≥=])>|\babove\b|\bover\b|\bmore than\b)", True, False),
    _before(r"(?:(?<!不)低于|不足|不满|不到|(?<!不)小于|(?<![≤=])<|\bbelow\b|\bunder\b|\bless than\b)", False, False),
    _before(r"(?:不超过|不高于|不大于|≤|<=|\bup to\b|\bat most\b)", False, True),
)


def quotes(text: str, loose: bool = False) -> list[Quote]:
    """List the ranges of points that a text names.

    A range without 分 counts where it stands in quotes, or, with `loose`, by itself: in `80—89`, not in `80—89人`.
    """
    if not _DIGIT.search(text):
        return []
    found = [quote for match in _RANGE.finditer(text) if (quote := _range(match, text, loose)) is not None]
    taken = [(quote.start, quote.end) for quote in found]
    ends: list[Quote] = []
    for words in _ENDS:
        for match in words.pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                ends.append(_end(match, words))
                taken.append(match.span())
    return sorted([*found, *_joined(sorted(ends, key=lambda quote: quote.start), text)], key=lambda quote: quote.start)


def _range(match: re.Match[str], text: str, loose: bool) -> Quote | None:
    before, after = text[: match.start()][-1:], text[match.end() :][:2]
    alone = not re.match(r"[\w)）.]", before) and not re.match(r"[^\W之为的者、]|\s\w|[-%％年]", after)
    quoted = before == "「" and after[:1] == "」"
    if match[3] is None and not (quoted or (loose and alone)):
        return None
    one, two = Fraction(match[1]), Fraction(match[2])
    low, high, unit = min(one, two), max(one, two), _unit(match[1], match[2])
    return (
        None
        if low == high
        else Quote(match[0], *match.span(), low, high, True, True, unit, match[3] is not None or quoted)
    )


def _end(match: re.Match[str], words: _Words) -> Quote:
    value, unit = Fraction(match[1]), _unit(match[1])
    if words.lower:
        return Quote(match[0], *match.span(), low=value, low_inside=words.inside, unit=unit)
    return Quote(match[0], *match.span(), high=value, high_inside=words.inside, unit=unit)


def _unit(*figures: str) -> Fraction:
    return Fraction(1, 10 ** max(len(figure.partition(".")[2]) for figure in figures))


def _joined(ends: Sequence[Quote], text: str) -> Iterator[Quote]:
    """Make one range of a lower end and the upper end right behind it: `满80分不足90分`."""
    waiting: Quote | None = None
    for quote in ends:
        if waiting is not None and _belong(waiting, quote, text):
            yield replace(
                waiting,
                text=text[waiting.start : quote.end],
                end=quote.end,
                high=quote.high,
                high_inside=quote.high_inside,
                unit=min(waiting.unit, quote.unit),
            )
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = quote
    if waiting is not None:
        yield waiting


def _belong(one: Quote, two: Quote, text: str) -> bool:
    if one.low is None or one.high is not None or two.high is None or one.low >= two.high:
        return False
    return re.fullmatch(r"[\s,，、]*(?:且|而|但|and|but)?\s*", text[one.end : two.start]) is not None


# Totals, the points of one occurrence, and ceilings.

_TOTAL = re.compile(
    rf"(?:满分|共计|(?<!公)共|合计|总计|总分)\s*(?:为|是|：|:)?\s*{_N}\s*分|\b(?:out of|full marks:?|maximum of)\s+{_N}"
    rf"(?!\s*%)|(百|千)分制",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"[（(]\s*{_N}{_POINTS}\s*[)）]", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?<![扣减加低高过足满上下于计得记起各到达次少多顶合为成至前后]){_N}\s*分$")
_WORTH = re.compile(rf"(?<![不合共总累])(?:扣|减|加|计|得|记)\s*{_N}\s*分")
_CEILING = re.compile(
    rf"(?:封顶|最高(?:加|扣|减|得|计)?|(?:最多|至多)(?:加|扣|减|得|计)?|(?:累计|合计)(?:加分|扣分|减分)?(?:一般)?不(?:得)?超过)"
    rf"\s*{_N}\s*分|\bcapped at\s+{_N}",
    re.IGNORECASE,
)
_UNIT = r"\s*([^\s\d，。；：、,;:（）()「」]?)"
_CHOSEN = re.compile(
    rf"(?:默认(?:为|取)?|假定(?:为|取|是)?|暂定为?|暂取|取(?:下限|上限|[^，。；,;\d]{{1,8}}的)|"
    rf"\b(?:assumed (?:to be|as)|taken as|defaults? to))\s*{_N}{_UNIT}",
    re.IGNORECASE,
)
_TAKEN_IN = re.compile(rf"(?:(?<!不)含|包括|正好)\s*{_N}{_UNIT}")
_ONCE = re.compile(r"每|各|一次")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure that a text names, where it stands in the text, and the sign behind it, such as 分."""

    value: Fraction
    text: str
    start: int
    end: int
    unit: str = ""


def totals(text: str, label: bool = False) -> list[Said]:
    """List the full points that a text names; in a label also by a bare figure in brackets or at the end."""
    patterns = (_TOTAL, _IN_BRACKETS, _AT_THE_END) if label else (_TOTAL,)
    found = {match.span(): _said(match) for pattern in patterns for match in pattern.finditer(text)}
    return [found[span] for span in sorted(found)]


def worth(text: str) -> list[Said]:
    """List the points that a text gives to one occurrence: `每次扣3分`."""
    ceilings = [match.span() for match in _CEILING.finditer(text)]
    return [
        _said(match)
        for match in _WORTH.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in ceilings)
    ]


def ceilings(text: str) -> list[Said]:
    """List the ceilings that a text names, not those of one occurrence: `累计不超过20分`."""
    return [_said(match) for match in _CEILING.finditer(text) if not _ONCE.search(text[: match.start()][-8:])]


def _said(match: re.Match[str]) -> Said:
    figure = next(group for group in match.groups() if group)
    value = {"百": Fraction(100), "千": Fraction(1000)}.get(figure)
    return Said(Fraction(figure) if value is None else value, match[0], *match.span())


def chosen(text: str, unit: str | None) -> list[Said]:
    """List the figures that a text says are those of a parameter with this unit: `假定为20分`, `「3次以上」含3次`.

    What is taken in must have the unit; where something was chosen, only percent must agree.
    """
    found = [_of(match) for match in _CHOSEN.finditer(text)]
    own = [said for said in found if (said.unit == "%") is (unit == "%")]
    units = (unit[:1],) if unit else ("", "分")
    return own + [said for match in _TAKEN_IN.finditer(text) if (said := _of(match)).unit in units]


def _of(match: re.Match[str]) -> Said:
    return Said(Fraction(match[1]), match[0], *match.span(), unit=match[2])
