"""Say in our own words why YAML cannot be read at an offset, and recognise the usual slips.

Before: the text, the offset where the parser gave up, and perhaps the one where the construct began. After: one fault.
Complains of: `yaml-syntax`; `yaml-anchor` and `yaml-tag` where a value begins with `*`, `&` or `!`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from partygrade.diagnostics import Diagnostic, Text
from partygrade.source import Place

_QUOTE_IT = Text("put the whole value in quotes", "请把整个值放进引号")
_WIDE_KEY = re.compile(r"\s*(?:- +)*[\w-]+(：)")
_GLUED_KEY = re.compile(r"\s*(?:- +)*[\w-]+(:)\S")
_COLON = re.compile(r":(?=\s|$)")
_FLOW = re.compile(r"""(?<=[\s\[{,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\#[^\n]*)|[\[\]{}]""", re.DOTALL)

_ODD_SPACE = re.compile(r" *([\u3000\xa0\u2000-\u200a\u202f]+)")
_ODD_COMMENT = re.compile(r"(?:^\s*|[}\]:\"'] +)(//|＃)")
_WIDE_BRACKET = re.compile(r"(?:: +|- +)([｛［【])")
_WIDE_BRACKETS = dict(zip("｛［【", "{[[", strict=True))
_GLUED_DASH = re.compile(r"\s*(-)[^\s-]")
_BOUND = re.compile(r"(from|above|up_to|below|at_least|at_most): +>(=?) *([0-9.]+%?)$")

_LONGEST_KEY = 1_000

_STARTERS = {
    ">": Text(
        "name what is compared, as in `x >= 90`; put the whole value in quotes if it is text",
        "请写明比较什么，如 `x >= 90`；如果是文字，请把整个值放进引号",
    ),
    "&": Text(
        "write `and` in a formula; put the value in quotes if it is text", "公式里请写 `and`；如果是文字，请加引号"
    ),
    "!": Text(
        "write `not` in a formula; put the value in quotes if it is text", "公式里请写 `not`；如果是文字，请加引号"
    ),
    "*": Text("put the value in quotes if it is text", "如果是文字，请加引号"),
    **dict.fromkeys("%@`|", _QUOTE_IT),
}
_CODES = {"*": "yaml-anchor", "&": "yaml-anchor", "!": "yaml-tag"}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the parser gave up; `context` is where the construct began, `quoted` the last text in quotes before."""

    text: str
    at: int
    context: int | None
    quoted: tuple[int, int] | None

    def char(self, offset: int | None) -> str:
        return "" if offset is None else self.text[offset : offset + 1]

    def line(self, offset: int) -> tuple[int, str]:
        """Give the offset and the text of the line that holds the offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, self.text[start : len(self.text) if end < 0 else end].rstrip("\r")


def misread(text: str, at: int, context: int | None, quoted: tuple[int, int] | None) -> Diagnostic:
    """Say why the text cannot be read at the offset."""
    spot = _Spot(text, min(at, len(text)), context, quoted)
    found = next((fault for rule in _RULES if (fault := rule(spot))), None)
    return found or _generic(spot)


def starter(sign: str) -> Text:
    """Say what to do with a value that begins with the sign."""
    return _STARTERS[sign]


def begins_with(sign: str) -> tuple[Text, Text]:
    """Say that a value begins with a sign that means something else in YAML, and what to do."""
    written = Text("a backtick", "反引号") if sign == "`" else Text(f"`{sign}`", f" `{sign}` ")
    return Text(f"a value does not begin with {written.en}", f"值不能以{written.zh}开头"), starter(sign)


def _fault(start: int, end: int, text: Text, help: Text, code: str = "yaml-syntax") -> Diagnostic:
    return Diagnostic(code, text, Place(start=start, end=max(end, start)), help=help)


def _odd_space(spot: _Spot) -> Diagnostic | None:
    """Recognise full-width and other unusual spaces in the indentation of this line, or of the one above."""
    for start, line in (spot.line(spot.at), spot.line(max(0, spot.line(spot.at)[0] - 1))):
        if odd := _ODD_SPACE.match(line):
            return _fault(
                start + odd.start(1),
                start + odd.end(1),
                Text("an unusual space stands in the indentation", "缩进里有全角空格或特殊空格"),
                Text("indent with ordinary spaces", "请用普通空格缩进"),
            )
    return None


def _odd_comment(spot: _Spot) -> Diagnostic | None:
    """Recognise `//` and `＃` where a comment is meant, on this line or at the end of the one above."""
    for start, line in (spot.line(spot.at), spot.line(max(0, spot.line(spot.at)[0] - 1))):
        if odd := _ODD_COMMENT.search(line):
            sign = odd[1]
            return _fault(
                start + odd.start(1),
                start + len(line.rstrip()),
                Text(f"`{sign}` begins no comment: expected `#`", f"`{sign}` 不是注释的开头：应为 `#`"),
                Text("write ` # ` with a space before it", "请写 ` # `，前面空一格"),
            )
    return None


def _tab(spot: _Spot) -> Diagnostic | None:
    start, line = spot.line(spot.at)
    tab = line.find("\t", 0, len(line) - len(line.lstrip()) + 1)
    if tab < 0 or line[:tab].strip(" -") or start + tab > spot.at + 1:
        return None
    return _fault(
        start + tab,
        start + tab + 1,
        Text("a tab stands in the indentation", "缩进里有制表符（Tab）"),
        Text("indent with spaces", "请用空格缩进"),
    )


def _start_of_value(spot: _Spot) -> Diagnostic | None:
    for offset in (spot.context, spot.at):
        sign = spot.char(offset)
        if (
            offset is None
            or sign not in _STARTERS
            or not re.search(r"(^|[\s\[{,])$", spot.text[max(0, offset - 1) : offset])
        ):
            continue
        wrong, help = begins_with(sign)
        return _fault(offset, offset + 1, wrong, _bound(spot, offset) or help, _CODES.get(sign, "yaml-syntax"))
    return None


def _bound(spot: _Spot, at: int) -> Text | None:
    """Say how a bound is written that has a sign before its figure, as in `from: >=75`."""
    start, line = spot.line(at)
    found = re.match(r">=? *[0-9.]+%?", line[at - start :])
    written = found and _BOUND.search(line[: at - start + found.end()])
    if not written:
        return None
    key = "above" if written[1] == "from" and not written[2] else written[1]
    return Text(f"write `{key}: {written[3]}`", f"请写 `{key}: {written[3]}`")


def _quote(spot: _Spot) -> Diagnostic | None:
    """Recognise a quote that never ends, and a backslash that means nothing."""
    sign = spot.char(spot.context)
    if spot.context is None or sign not in ("'", '"'):
        return None
    slash = next((offset for offset in (spot.at, spot.at - 1) if spot.char(offset) == "\\"), None)
    if sign == '"' and slash is not None and slash + 1 < len(spot.text):
        return _fault(
            slash,
            slash + 2,
            Text("a backslash has a meaning of its own in double quotes", "双引号里的反斜杠有特殊含义"),
            Text("write single quotes around the text", "请改用单引号"),
        )
    return _open_quote(spot.context, sign)


def _open_quote(start: int, sign: str) -> Diagnostic:
    return _fault(
        start,
        start + 1,
        Text(f"the quote `{sign}` is not closed", f"引号 `{sign}` 没有配对"),
        Text(f"end the text with `{sign}`", f"请在文字末尾加上 `{sign}`"),
    )


def _after_quote(spot: _Spot) -> Diagnostic | None:
    """Recognise a value that goes on after its closing quote, or a quote that was closed by the next one below."""
    if spot.quoted is None or spot.text[spot.quoted[1] : spot.at].strip(" "):
        return None
    start, end = spot.quoted
    sign = spot.char(start)
    if "\n" in spot.text[start:end]:
        return _open_quote(start, sign)
    first, line = spot.line(spot.at)
    if not line[spot.at - first :].strip():
        return None
    other = '"' if sign == "'" else "'"
    return _fault(
        spot.at,
        first + len(line.rstrip()),
        Text(f"the value goes on after its closing `{sign}`", f"引号 `{sign}` 结束后还有内容"),
        Text(f"put the whole value between `{other}` and `{other}`", f"请用 `{other}` 把整个值括起来"),
    )


def _flow(spot: _Spot) -> Diagnostic | None:
    """Recognise what goes wrong between brackets: a bracket not closed, no comma, a full-width comma."""
    sign = spot.char(spot.context)
    if spot.context is None or sign not in ("[", "{"):
        return None
    closing = "]" if sign == "[" else "}"
    first, line = spot.line(spot.at)
    comma = line.rfind("，", max(0, spot.context - first), spot.at - first)
    if comma >= 0:
        return _wide(first + comma, "，", ",")
    if not _closed(spot.text, spot.context) or (spot.char(spot.at) in ("]", "}") and spot.char(spot.at) != closing):
        wrong = Text(f"`{sign}` is not closed", f"`{sign}` 没有配对")
        return _fault(spot.context, spot.context + 1, wrong, Text(f"add `{closing}`", f"请补上 `{closing}`"))
    found = spot.char(spot.at).strip()
    got = Text(f", got `{found}`", f"，却是 `{found}`") if found else Text("", "")
    return _fault(
        spot.at,
        spot.at + 1,
        Text(f"expected `,` or `{closing}`{got.en}", f"这里应为 `,` 或 `{closing}`{got.zh}"),
        Text(
            "put `,` between the entries, and quotes around a text that contains `: ` or brackets",
            "各项之间请用 `,` 分开；含有 `: ` 或括号的文字请加引号",
        ),
    )


def _closed(text: str, start: int) -> bool:
    depth = 0
    for found in _FLOW.finditer(text, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
        if depth == 0:
            return True
    return False


def _wide(offset: int, sign: str, plain: str) -> Diagnostic:
    return _fault(
        offset,
        offset + 1,
        Text(f"`{sign}` is a full-width sign: expected `{plain}`", f"`{sign}` 是全角符号：应为 `{plain}`"),
        Text("write `: `, with a space after it", "请写半角冒号加空格 `: `")
        if plain == ":"
        else Text(f"write `{plain}`", f"请写半角 `{plain}`"),
    )


def _no_colon(spot: _Spot) -> Diagnostic | None:
    """Recognise a line without `: ` where a key is expected: where the construct began, this one, or the one above."""
    here = spot.line(spot.at)
    if dash := _GLUED_DASH.match(here[1]):
        wrong = Text("no space stands after `-`", "`-` 后面没有空格")
        at = here[0] + dash.start(1)
        return _fault(at, at + 1, wrong, Text("write `- `", "请写 `- `"))
    offsets = [*([] if spot.context is None else [spot.context]), spot.at, max(0, here[0] - 1)]
    lines = [(start, line) for start, line in map(spot.line, offsets) if not _COLON.search(line)]
    for start, line in lines:
        if wide := _WIDE_KEY.match(line):
            return _wide(start + wide.start(1), "：", ":")
        if glued := _GLUED_KEY.match(line):
            wrong = Text("no space stands after `:`", "`:` 后面没有空格")
            return _fault(start + glued.start(1), start + glued.end(1), wrong, Text("write `: `", "请写 `: `"))
    if spot.context is None or not lines or spot.line(spot.context) != lines[0] or spot.at <= spot.context:
        return None
    start, line = lines[0]
    if not line.strip() or line.lstrip()[0] in "-?[{" or start + len(line) - len(line.lstrip()) != spot.context:
        return None
    return _fault(
        spot.context,
        start + len(line.rstrip()),
        Text("the line has no `: `: expected a key and its value", "这一行没有 `: `：应为键和值"),
        Text("write `key: value`", "请写 `键: 值`"),
    )


def _second_colon(spot: _Spot) -> Diagnostic | None:
    if spot.char(spot.at) != ":":
        return None
    start, line = spot.line(spot.at)
    if re.search(r"(^|[-?{\[,])\s*$", line[: spot.at - start]):
        return _fault(
            spot.at,
            spot.at + 1,
            Text("nothing stands before `:`: expected a key", "`:` 前面缺少键"),
            Text("write `key: value`", "请写 `键: 值`"),
        )
    if spot.at - start > _LONGEST_KEY:
        return _fault(
            start,
            spot.at,
            Text(
                f"the key is too long: expected at most {_LONGEST_KEY} characters",
                f"键太长：最多 {_LONGEST_KEY} 个字符",
            ),
            Text("put the text behind the `:`", "请把文字写在 `:` 后面"),
        )
    if wide := _WIDE_BRACKET.search(line[: spot.at - start]):
        return _wide(start + wide.start(1), wide[1], _WIDE_BRACKETS[wide[1]])
    if _COLON.search(line[: spot.at - start] + " "):
        return _fault(
            spot.at,
            spot.at + 1,
            Text("a second `: ` stands in the value", "值里又出现了 `: `"),
            _QUOTE_IT,
        )
    return _indentation(start + len(line) - len(line.lstrip()), spot.at)


def _indentation(start: int, end: int) -> Diagnostic:
    return _fault(
        start,
        end,
        Text("the line begins in a column that fits nothing above it", "这一行的缩进和上面对不上"),
        Text("begin it in the same column as the lines that it belongs with", "请和同一级的各行左对齐"),
    )


def _line_start(spot: _Spot) -> Diagnostic | None:
    """Recognise a list that begins beside its key, and a line in the wrong column."""
    start, line = spot.line(spot.at)
    before, rest = line[: spot.at - start], line[spot.at - start :]
    if before.strip(" "):
        if not re.match(r"-(\s|$)", rest) or not before.rstrip().endswith(":"):
            return None
        return _fault(
            spot.at,
            spot.at + 1,
            Text("a list does not begin beside its key", "列表不能和键写在同一行"),
            Text(
                "put the `-` on a line of its own, or quote the value if it is text",
                "请把 `-` 另起一行；如果是文字，请加引号",
            ),
        )
    if re.match(r"-\s", rest):
        return _fault(
            spot.at,
            spot.at + 1,
            Text("a list entry stands among keys: expected a key", "键之间出现了列表的 `-`：应为键"),
            Text(
                "delete the `-`, or begin it in the column of the entries it belongs with",
                "请删去 `-`；若是列表的一条，请和其他条左对齐",
            ),
        )
    above = spot.line(max(0, start - 1))[1]
    if re.match(rf" {{{len(before)}}}- ", above):
        return _fault(
            spot.at,
            spot.at + 1,
            Text("a key stands among list entries: expected `- `", "列表的各条之间出现了键：应为 `- `"),
            Text("begin every entry with `- `", "每一条都请以 `- ` 开头"),
        )
    word = re.match(r"[^\s:：]+", rest)
    return _indentation(spot.at, spot.at + len(word.group())) if word else None


def _generic(spot: _Spot) -> Diagnostic:
    sign = spot.char(spot.at).strip()
    if sign and sign in "]}":
        wrong = Text(f"`{sign}` closes nothing", f"`{sign}` 没有对应的左括号")
        return _fault(
            spot.at,
            spot.at + 1,
            wrong,
            Text("delete it, or quote the value if it is text", "请删除；如果是文字，请加引号"),
        )
    start, line = spot.line(spot.at)
    return _fault(
        spot.at,
        max(start + len(line.rstrip()), spot.at),
        Text("the text from here on is not understood", "从这里开始看不懂"),
        Text("quote a value that contains `: `, ` #`, quotes or brackets", "含有 `: `、` #`、引号或括号的值请加引号"),
    )


_RULES: tuple[Callable[[_Spot], Diagnostic | None], ...] = (
    _tab,
    _odd_space,
    _odd_comment,
    _start_of_value,
    _quote,
    _flow,
    _after_quote,
    _no_colon,
    _second_colon,
    _line_start,
)
