"""Numbers in a Chinese text, in figures or in words: `60%`, `百分之六十`, `三分之二`, `半数`, `三成`, `十五`, `10万`.

The value is exact. A share is given as it is written: 60 and `percent` for `60%`, for `百分之六十` and for `六成`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

_WORDS = f"[{''.join([*_DIGITS, *_SMALL, *_LARGE])}]+"
_FIGURES = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9０-９]+)(?:[.．][0-9０-９]+)?"
# The tenths are no word such as 成员 or 成立.
_TENTHS = "成(?![员立年果长绩功效为分本就都熟交人品])"
_NUMBER = re.compile(
    f"百分之(?P<percent>{_WORDS}(?:点{_WORDS})?|{_FIGURES})"
    f"|(?P<below>{_WORDS}|{_FIGURES})分之(?P<above>{_WORDS}|{_FIGURES})"
    f"|(?P<tenths>{_WORDS}|{_FIGURES}){_TENTHS}(?P<half>半)?"
    "|(?P<one_half>半数|一半|(?<=过)半(?![年月天日个小夜百]))"
    f"|(?P<figures>{_FIGURES})(?P<large>[万亿]*)(?P<sign>[%％]?)"
    f"|(?P<words>{_WORDS}(?:点{_WORDS})?)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text. With `percent` the value counts hundredths."""

    value: Fraction
    percent: bool
    start: int
    end: int


def numerals(text: str) -> Iterator[Numeral]:
    """List the numbers of a text from the front; a run of signs that is no number is passed over."""
    for found in _NUMBER.finditer(text):
        percent = bool(found["percent"] or found["tenths"] or found["sign"])
        value = _value(found)
        if value is not None:
            yield Numeral(value, percent, found.start(), found.end())


def _value(found: re.Match[str]) -> Fraction | None:
    if found["percent"]:
        return number(found["percent"])
    if found["below"]:
        below, above = number(found["below"]), number(found["above"])
        return above / below if above is not None and below else None
    if found["one_half"]:
        return Fraction(1, 2)
    if found["tenths"]:
        tenths = number(found["tenths"])
        return None if tenths is None else 10 * tenths + (5 if found["half"] else 0)
    if found["figures"]:
        value = number(found["figures"])
        for sign in found["large"]:
            value = None if value is None else value * _LARGE[sign]
        return value
    return number(found["words"])


def number(text: str) -> Fraction | None:
    """Give the value of a number in figures or in words, with or without decimals; None if it is none."""
    if re.fullmatch(_FIGURES, text):
        return Fraction(text.replace(",", "").replace("．", "."))
    whole, point, rest = text.partition("点")
    value = _whole(whole)
    if not point or value is None:
        return None if value is None else Fraction(value)
    if not rest or any(sign not in _DIGITS for sign in rest):
        return None
    return value + Fraction(_in_a_row(rest), 10 ** len(rest))


def _whole(text: str) -> int | None:
    """Give the value of a whole number in words: with units, or its digits in a row as in `二〇一七`."""
    if not text or any(sign not in _DIGITS and sign not in _SMALL and sign not in _LARGE for sign in text):
        return None
    if all(sign in _DIGITS for sign in text):
        return _in_a_row(text)
    for sign in ("亿", "万"):
        before, unit, after = text.rpartition(sign)
        if unit:
            # What stands before 万 and 亿 is a number of its own, with units or one digit.
            many, rest = _section(before), _section(after, _LARGE[sign]) if after else 0
            return None if not many or rest is None else many * _LARGE[sign] + rest
    return _section(text)


def _in_a_row(digits: str) -> int:
    return int("".join(str(_DIGITS[digit]) for digit in digits))


def _section(text: str, above: int = 0) -> int | None:
    """Give the value of a number in words; behind a unit `above` a last digit alone counts tenths of that unit."""
    if any(sign in _LARGE for sign in text):
        return _whole(text)
    if above and len(text) == 1:
        return _DIGITS[text] * above // 10 if text in _DIGITS else None
    total, digit, least, zero = 0, None, 10 * _SMALL["千"], False
    for sign in text:
        if sign in "零〇":
            digit, zero = None, True
        elif sign in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[sign]
        else:
            unit = _SMALL[sign]
            # Only a ten goes without its digit: at the front, as in `十五`, or behind a zero.
            if unit >= least or (digit is None and (unit > 10 or (total > 0 and not zero))):
                return None
            total, digit, least, zero = total + (1 if digit is None else digit) * unit, None, unit, False
    if digit is None:
        return total
    # A last digit right behind a unit counts tenths of it, as in `三百五`.
    return total + digit * (least // 10 if 10 < least <= _SMALL["千"] and not zero else 1)
