"""Syntax faults of YAML: our own sentence, at the place that must change."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from partygrade import document
from partygrade.document import read
from partygrade.misread import misread

QUOTE = "put the whole value in quotes"
COMPARE = "name what is compared, as in `x >= 90`; put the whole value in quotes if it is text"
COLUMN = "the line begins in a column that fits nothing above it"
ALIGN = "begin it in the same column as the lines that it belongs with"
UNKNOWN = "the text from here on is not understood"
SEPARATE = "put `,` between the entries, and quotes around a text that contains `: ` or brackets"

SLIPS = [
    ("a: 1\n\tb: 2\n", "2:1", "\t", "a tab stands in the indentation", "indent with spaces"),
    ("a:\n\t- b\n", "2:1", "\t", "a tab stands in the indentation", "indent with spaces"),
    ("when: >= 90\n", "1:7", ">", "a value does not begin with `>`", COMPARE),
    ("- {满意: >= 90}\n", "1:8", ">", "a value does not begin with `>`", COMPARE),
    ("when: >5\n", "1:7", ">", "a value does not begin with `>`", COMPARE),
    ("a: |x\n", "1:4", "|", "a value does not begin with `|`", QUOTE),
    ("a: %x\n", "1:4", "%", "a value does not begin with `%`", QUOTE),
    ("a: @x\n", "1:4", "@", "a value does not begin with `@`", QUOTE),
    ("a: `x`\n", "1:4", "`", "a value does not begin with a backtick", QUOTE),
    ("a: 满意率: 3\n", "1:7", ":", "a second `: ` stands in the value", QUOTE),
    (
        "c: d\n标题：二\ne: f\n",
        "2:3",
        "：",
        "`：` is a full-width sign: expected `:`",
        "write `: `, with a space after it",
    ),
    ("标题：二\ne: f\n", "1:3", "：", "`：` is a full-width sign: expected `:`", "write `: `, with a space after it"),
    ("a: {id：x}\n", "1:7", "：", "`：` is a full-width sign: expected `:`", "write `: `, with a space after it"),
    ("a: {b: c，d: e}\n", "1:9", "，", "`，` is a full-width sign: expected `,`", "write `,`"),
    ("b: 2\na:1\n", "2:2", ":", "no space stands after `:`", "write `: `"),
    ("a: {id:1}\n", "1:7", ":", "no space stands after `:`", "write `: `, or quote the key if it is text"),
    ("b: 2\nabc\nd: 3\n", "2:1", "abc", "the line has no `: `: expected a key and its value", "write `key: value`"),
    ("{: 1}\n", "1:2", ":", "nothing stands before `:`: expected a key", "write `key: value`"),
    (": 5\n", "1:1", ":", "nothing stands before `:`: expected a key", "write `key: value`"),
    ("a: [1, 2\nb: 3\n", "1:4", "[", "`[` is not closed", "add `]`"),
    ("a: {b: 'it',\n", "1:4", "{", "`{` is not closed", "add `}`"),
    ("a: {x: 1 y: 2}\n", "1:11", ":", "expected `,` or `}`, got `:`", SEPARATE),
    ("a: 'x\nb: 1\n", "1:4", "'", "the quote `'` is not closed", "end the text with `'`"),
    ('a: "x\nb: "y"\n', "1:4", '"', 'the quote `"` is not closed', 'end the text with `"`'),
    (
        'a: "\\d"\n',
        "1:5",
        "\\d",
        "a backslash has a meaning of its own in double quotes",
        "write single quotes around the text",
    ),
    (
        'when: "a" == b\n',
        "1:11",
        "== b",
        'the value goes on after its closing `"`',
        "put the whole value between `'` and `'`",
    ),
    ("a:\n  b: 1\n c: 2\n", "3:2", "c", COLUMN, ALIGN),
    ("a: foo\n  b: 1\n", "2:3", "b", COLUMN, ALIGN),
    (
        "a: - b\n",
        "1:4",
        "-",
        "a list does not begin beside its key",
        "put the `-` on a line of its own, or quote the value if it is text",
    ),
    ("a: ]\n", "1:4", "]", "`]` closes nothing", "delete it, or quote the value if it is text"),
    ("a: [1] in b\n", "1:8", "in b", UNKNOWN, "quote a value that contains `: `, ` #`, quotes or brackets"),
    (
        "k" * 1100 + ": v\n",
        "1:1",
        "k" * 1100,
        "the key is too long: expected at most 1000 characters",
        "put the text behind the `:`",
    ),
]


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(("text", "at", "underlined", "message", "help"), SLIPS, ids=[row[0][:20] for row in SLIPS])
def test_slip(
    text: str, at: str, underlined: str, message: str, help: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A usual slip is named at its place, with what to do, whichever parser reads the file."""
    monkeypatch.setattr(document, "_LOADER", loader)
    found = read(text)
    (fault,) = found.faults
    span = found.span(fault.place)
    assert f"{span.line}:{span.column}" == at
    assert text[fault.place.start : fault.place.end] == underlined
    assert fault.code == "yaml-syntax"
    assert fault.text.en == message
    assert fault.help is not None
    assert fault.help.en == help


@pytest.mark.parametrize(
    ("text", "code"),
    [("a: *\n", "yaml-anchor"), ("a: && b\n", "yaml-anchor"), ("a: !x!y z\n", "yaml-tag"), ("a: !<\n", "yaml-tag")],
)
def test_anchors_and_tags_that_are_none(text: str, code: str) -> None:
    """A value that begins with a sign of YAML's anchors or tags is refused as such."""
    (fault,) = read(text).faults
    assert fault.code == code
    assert fault.text.en == f"a value does not begin with `{text[3]}`"


def test_one_slip_gives_one_fault() -> None:
    """What follows a reference on its line is not complained of again."""
    assert [fault.code for fault in read("a: *b c\n").faults] == ["yaml-anchor"]


def test_chinese_sentences() -> None:
    """The Chinese sentence says the same."""
    (fault,) = read("a: >= 90\n").faults
    assert fault.message("zh") == "值不能以 `>` 开头；请写明比较什么，如 `x >= 90`；如果是文字，请把整个值放进引号"


@given(st.text("ab:：-[]{}'\"#>\t\n ，", max_size=30), st.data())
def test_nothing_is_raised(text: str, data: st.DataObject) -> None:
    """Whatever a parser reports, there is a sentence and a place inside the text."""
    offsets = st.integers(0, len(text))
    at, context = data.draw(offsets), data.draw(st.none() | offsets)
    quoted = data.draw(st.none() | st.tuples(offsets, offsets))
    place = misread(text, at, context, quoted).place
    assert 0 <= (place.start or 0) <= (place.end or 0) <= max(len(text), 1) + 1


def test_a_parser_without_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that says no place is told at the beginning of the file."""

    def fail(*_: object, **__: object) -> None:
        raise yaml.YAMLError("a phrase")

    monkeypatch.setattr(document, "yaml", SimpleNamespace(**{**vars(yaml), "parse": fail}))
    (fault,) = read("a: 1\n").faults
    assert (fault.place.start, fault.text.en) == (0, "the line begins in a column that fits nothing above it")
