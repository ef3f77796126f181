"""Cut a formula into tokens, and know the slips that people make: `≥`, `&&`, full-width signs, `80且`, `017`.

Before: the text of a formula. After: its tokens, the last of kind `end`. What no formula can have is a token of kind
`bad` that carries its fault, so that the parser can tell the first fault from the left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from partygrade.diagnostics import Text
from partygrade.exact import MAX_DIGITS

KEYWORDS = frozenset(["and", "or", "not", "in", "if", "else", "true", "false"])
SIGNS = frozenset(["==", "!=", "<=", ">=", *"<>+-*/=()[],"])

_MEANT = {
    **dict.fromkeys(["=", "==="], "=="),
    **dict.fromkeys(["<>", "!==", "=!", "≠"], "!="),
    **dict.fromkeys(["=>", "≥", "≧", "⩾", "不低于", "不少于", "不小于", "大于等于", "达到"], ">="),
    **dict.fromkeys(["=<", "≤", "≦", "⩽", "不高于", "不超过", "不多于", "不大于", "小于等于"], "<="),
    **dict.fromkeys(["大于", "高于", "多于", "超过"], ">"),
    **dict.fromkeys(["小于", "低于", "少于", "不足", "不满", "未满"], "<"),
    **dict.fromkeys(["等于", "是", "为"], "=="),
    **dict.fromkeys(["不等于", "不是", "不为"], "!="),
    **dict.fromkeys(["加", "加上"], "+"),
    **dict.fromkeys(["减", "减去"], "-"),
    **dict.fromkeys(["乘", "乘以"], "*"),
    **dict.fromkeys(["除以"], "/"),
    **dict.fromkeys(["否则", "不然"], "else"),
    **dict.fromkeys(["&&", "&", "且", "并且", "而且", "同时", "AND", "And"], "and"),
    **dict.fromkeys(["||", "|", "或", "或者", "OR", "Or"], "or"),
    **dict.fromkeys(["!", "非", "不", "没有", "NOT", "Not"], "not"),
    **dict.fromkeys("“”„‟「」『』", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("−–—", "-"),
    **dict.fromkeys(["True", "TRUE"], "true"),
    **dict.fromkeys(["False", "FALSE"], "false"),
    **dict.fromkeys("×·", "*"),
    "÷": "/",
    "、": ",",
    "【": "[",
    "】": "]",
}
"""What people write, and what they mean."""

_LEAST = frozenset(["以上", "及以上", "起"])
_MOST = frozenset(["以下", "及以下", "以内"])
_JOINING = ("并且", "而且", "同时", "或者", "且", "或")
_CONSTANTS = frozenset(["True", "TRUE", "False", "FALSE"])

_NO_POWER = Text("there are no powers: `{}` is not known in a formula", "没有乘方：公式里不能用 `{}`")
_MULTIPLY = Text("multiply instead, as in `a * a`", "请改用乘法，如 `a * a`")
_ABSENT = (
    Text("`{}` is not known in a formula: nothing stands for a missing value", "公式里不能用 `{}`：没有表示空缺的值"),
    Text("ask `known(x)` whether a fact is given", "请用 `known(x)` 问一个事实是否已知"),
)

_CHOICE = (
    Text("`{}` is not known in a formula", "公式里不能用 `{}`"),
    Text("write a choice as `x if condition else y`", "二选一请写 `x if 条件 else y`"),
)

_UNKNOWN = {
    "**": (_NO_POWER, _MULTIPLY),
    "^": (_NO_POWER, _MULTIPLY),
    "//": (
        Text(
            "there is no division with a remainder: `{}` is not known in a formula", "没有取整除法：公式里不能用 `{}`"
        ),
        Text('write `ratio(a, b, digits=0, mode="down")`', '请写 `ratio(a, b, digits=0, mode="down")`'),
    ),
    "%": (
        Text("`{}` does not stand directly after a number", "`{}` 没有紧跟在数字后面"),
        Text(
            "write a share without a space, as in `20%`; there are no remainders",
            "百分数中间不留空格，如 `20%`；没有求余",
        ),
    ),
    **dict.fromkeys(["?", "如果", "若"], _CHOICE),
    **dict.fromkeys(["None", "null", "nil"], _ABSENT),
}

_TOKEN = re.compile(
    r"""
      (?P<number> [0-9] (?: \w | \.(?=\w) )* \.? %? )
    | (?P<name>   [^\W\d]\w* )
    | (?P<text>   "[^"]*" | '[^']*' )
    | (?P<sign>   === | !== | \*\* | // | && | \|\| | [=!<>]= | => | =< | =! | <> | [-+*/=<>(),\[\]] )
    | (?P<other>  \.[ ]*\w+ | [＜＞＝！]+ [＝=]* | ＆＆ | ｜｜ | \d[\w.]* | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_DATE = re.compile(
    r"((?:19|20)[0-9]{2})(?:-(0?[1-9]|1[0-2])-([0-3]?[0-9])|年([0-9]{1,2})月([0-9]{1,2})[日号])(?![\w.])"
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")


class FormulaFault(Exception):
    """What is wrong with a formula, from `start` to `end`."""

    def __init__(self, start: int, end: int, text: Text, help: Text | None = None) -> None:
        self.start, self.end, self.text, self.help = start, end, text, help


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; a keyword is a sign. `fault` says why no formula can have it."""

    kind: Literal["number", "name", "text", "sign", "bad", "end"]
    text: str
    start: int
    end: int
    fault: FormulaFault | None = None


def tokens(text: str) -> tuple[Token, ...]:
    """Cut the formula into tokens."""
    return tuple(_cut(text))


def slip(text: str, start: int) -> FormulaFault | None:
    """Say what was meant where the text is a known slip, or is written in full-width characters."""
    plain = unicodedata.normalize("NFKC", text)
    meant = _MEANT.get(text) or _MEANT.get(plain)
    if meant is None and plain != text and (plain in SIGNS or plain == "%" or plain.isdecimal()):
        meant = plain
    if meant is None:
        return None
    wrong = Text(f"`{text}` is not known in a formula: expected `{meant}`", f"公式里不能用 `{text}`：应为 `{meant}`")
    if text == "=":
        wrong = Text("`=` does not compare: expected `==`", "`=` 不能用来比较：应为 `==`")
    if meant in ("and", "or", "not"):
        return FormulaFault(
            start, start + len(text), wrong, Text(f"write ` {meant} ` with spaces", f"请写 ` {meant} `，两边留空格")
        )
    return FormulaFault(start, start + len(text), wrong, _write(meant))


def joining(text: str) -> str | None:
    """Give the Chinese word for *and* or *or* that the text begins with."""
    return next((word for word in _JOINING if text.startswith(word)), None)


def _cut(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text[at] in " \t\r\n":
            at += 1
            continue
        if date := _DATE.match(text, at):
            yield Token("bad", date.group(), at, date.end(), _date_fault(date))
            at = date.end()
            continue
        match = _TOKEN.match(text, at)
        assert match is not None, "every character is a token"
        yield _token(match.lastgroup or "other", match.group(), at)
        at = match.end()
    yield Token("end", "", len(text), len(text))


def _token(kind: str, text: str, start: int) -> Token:
    end = start + len(text)
    if kind == "number":
        fault = _number_fault(text, start)
        return Token("bad" if fault else "number", text, start, end, fault)
    if kind == "name" and text.isidentifier() and text not in _CONSTANTS and text not in _UNKNOWN:
        return Token("sign" if text in KEYWORDS else "name", text, start, end)
    if kind == "text":
        return Token("text", text, start, end)
    if text in SIGNS:
        return Token("sign", text, start, end)
    return Token("bad", text, start, end, _stranger(text, start))


def _number_fault(text: str, start: int) -> FormulaFault | None:
    """Say what is wrong with something that begins with a digit."""
    match = _NUMBER.match(text)
    number = match.group() if match else ""
    rest = text[len(number) :]
    word = joining(rest)
    if word:
        return slip(word, start + len(number))
    end = start + len(text)
    if rest:
        return FormulaFault(start, end, *_strange_number(text, number, rest))
    if re.match(r"0[0-9]", text):
        wrong = Text(f"`{text}` is not a plain number: it begins with 0", f"`{text}` 不是普通数字：以 0 开头")
        return FormulaFault(start, end, wrong, _write(re.sub(r"^0+(?=[0-9])", "", text)))
    digits = sum(character.isdigit() for character in text)
    if digits > MAX_DIGITS:
        return FormulaFault(
            start,
            end,
            Text(
                f"the number has too many digits: expected at most {MAX_DIGITS}, got {digits}",
                f"数字位数太多：最多 {MAX_DIGITS} 位，现有 {digits} 位",
            ),
        )
    return None


def _date_fault(found: re.Match[str]) -> FormulaFault:
    """Say that a date stands in quotes."""
    month, day = found[2] or found[4], found[3] or found[5]
    return FormulaFault(
        found.start(),
        found.end(),
        Text(f"the date `{found.group()}` stands without quotes", f"日期 `{found.group()}` 没有加引号"),
        _write(f'"{found[1]}-{int(month):02}-{int(day):02}"'),
    )


def _strange_number(text: str, number: str, rest: str) -> tuple[Text, Text]:
    wrong = Text(f"`{text}` is not a plain number", f"`{text}` 不是普通数字")
    if re.fullmatch(r"[0-9][0-9_]*(\.[0-9_]+)?%?", text):
        return wrong, _write(text.replace("_", ""))
    if not rest[0].isalpha() or re.match(r"[eExXoObB][0-9a-fA-F]|[eE]$", rest):
        return wrong, Text("write plain digits, as in `60`, `0.5` or `20%`", "请写普通数字，如 `60`、`0.5`、`20%`")
    if rest in _LEAST or rest in _MOST:
        sign = ">=" if rest in _LEAST else "<="
        return (
            Text(f"`{rest}` is not known in a formula", f"公式里不能用 `{rest}`"),
            Text(f"write what is compared: `x {sign} {number}`", f"请写明比较什么：`x {sign} {number}`"),
        )
    return (
        Text(f"`{rest}` stands directly after the number `{number}`", f"数字 `{number}` 后面紧跟着 `{rest}`"),
        Text(
            f"write the number alone: `{number}`; a unit is said where the fact is described",
            f"请只写 `{number}`；单位写在事实的说明里",
        ),
    )


def _stranger(text: str, start: int) -> FormulaFault:
    """Say what is wrong with something that no formula can have."""
    end = start + len(text)
    if text in _UNKNOWN:
        wrong, what = _UNKNOWN[text]
        return FormulaFault(start, end, Text(wrong.en.format(text), wrong.zh.format(text)), what)
    if text in ('"', "'"):
        wrong = Text(f"the quote `{text}` is not closed", f"引号 `{text}` 没有配对")
        return FormulaFault(start, end, wrong, Text(f"end the text with `{text}`", f"请在文字末尾加上 `{text}`"))
    if text[0] == "." and len(text) > 1:
        return _dot(text, start)
    if text.isspace():
        wrong = Text("an unusual space stands here", "这里有全角空格或特殊空格")
        return FormulaFault(start, end, wrong, Text("write an ordinary space", "请改成普通空格"))
    unknown = Text(f"`{text}` is not known in a formula", f"公式里不能用 `{text}`")
    return slip(text, start) or FormulaFault(start, end, unknown)


def _dot(text: str, start: int) -> FormulaFault:
    end = start + len(text)
    if text[1:].isdecimal():
        return FormulaFault(
            start, end, Text(f"`{text}` is not a plain number", f"`{text}` 不是普通数字"), _write(f"0{text}")
        )
    return FormulaFault(
        start,
        end,
        Text("a name has no parts: `.` is not known in a formula", "名称没有下级：公式里不能用 `.`"),
        Text(
            "write the name alone; a column of a tally is named `NAME_CATEGORY`",
            "请只写名称；分类计数的列写作 `名称_类别`",
        ),
    )


def _write(right: str) -> Text:
    return Text(f"write `{right}`", f"请写 `{right}`")
