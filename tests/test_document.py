"""Documents: the data, the places, what is refused, and the limits."""

from __future__ import annotations

import time
import tracemalloc
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from partygrade import document
from partygrade.document import MAX_DEPTH, MAX_FAULTS, MAX_LINE, Document, read
from partygrade.source import ROOT, Place, Span

SCHEME = """\
# 注释
标题: "满意率，与缺席"
rules:
  - {id: low, when: '满意率 < 60 and absense >= 3'}
  -
    note: |
      one
      two
    when: absences
      >= 3
    empty:
"""


@pytest.fixture(params=[yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with the parser in Python, and with the one in C where there is one."""
    monkeypatch.setattr(document, "_LOADER", request.param)


def underlined(found: Document, place: Place) -> str:
    """Give what the span of the place covers; its end stands on the same line."""
    span = found.span(place)
    assert span.line == span.end_line
    return found.line(span.line)[span.column - 1 : span.end_column - 1]


def faults(text: str) -> list[tuple[str, str, str]]:
    """Give the slug, the sentence and the underlined text of every fault."""
    found = read(text)
    return [(fault.code, fault.text.en, text[fault.place.start : fault.place.end]) for fault in found.faults]


@pytest.mark.usefixtures("loader")
class TestData:
    """The file is YAML 1.2 with the traps closed; numbers are read as exact decimals."""

    def test_values(self) -> None:
        """Plain scalars have types, quoted ones are text."""
        found = read("a: 1\nb: 0.70\nc: 'yes'\nd: \"017\"\ne: true\nf:\ng: [x, {h: 2017-06-05}]\n")
        assert found.faults == ()
        assert found.data == {
            "a": 1,
            "b": Decimal("0.70"),
            "c": "yes",
            "d": "017",
            "e": True,
            "f": None,
            "g": ["x", {"h": "2017-06-05"}],
        }

    def test_keys_are_text(self) -> None:
        """A key is its text, whatever it looks like."""
        found = read("readings: {4: a, false: b, 0.50: c, null: d, '': e}\n")
        assert found.faults == ()
        assert found.data == {"readings": {"4": "a", "false": "b", "0.50": "c", "null": "d", "": "e"}}

    def test_byte_order_mark(self) -> None:
        """A byte order mark at the head is left out, and moves no column."""
        found = read("\ufeffa: 1\n")
        assert found.data == {"a": 1}
        assert found.span(Place(("a",), key=True)) == Span(1, 1, 1, 2)

    def test_line_breaks(self) -> None:
        """Lines end in the ways of every system."""
        found = read("a: 1\r\nb: 2\rc: 3\n")
        assert found.data == {"a": 1, "b": 2, "c": 3}
        assert [found.line(number) for number in (1, 2, 3)] == ["a: 1", "b: 2", "c: 3"]
        assert found.span(Place(("c",))) == Span(3, 4, 3, 5)

    def test_one_document_may_be_marked(self) -> None:
        """`---` before the only document is fine."""
        assert read("---\na: 1\n").data == {"a": 1}


@pytest.mark.usefixtures("loader")
class TestPlaces:
    """A place turns into lines and columns, counted from 1 in characters."""

    found = read(SCHEME)

    @pytest.mark.parametrize(
        ("place", "text"),
        [
            (Place(("标题",)), '"满意率，与缺席"'),
            (Place(("标题",), key=True), "标题"),
            (Place(("标题",), start=4, end=7), "与缺席"),
            (Place(("rules", 0)), "{id: low, when: '满意率 < 60 and absense >= 3'}"),
            (Place(("rules", 0, "id")), "low"),
            (Place(("rules", 0, "when"), start=13, end=20), "absense"),
            (Place(("rules", 0, "when"), start=13), "absense >= 3"),
            (Place(("rules", 0, "when"), start=13, end=999), "absense >= 3"),
            (Place(("rules", 0, "when"), start=999, end=1000), ""),
            (Place(("rules", 1, "empty")), "empty"),
            (Place(("rules", 1, "empty"), key=True), "empty"),
            (Place(("rules", 0, "id", "deeper"), start=1, end=2), "low"),
            (Place(("rules", 0, "missing"), key=True), "{id: low, when: '满意率 < 60 and absense >= 3'}"),
            (Place(start=2, end=4), "注释"),
            (Place(start=2), ""),
        ],
    )
    def test_span(self, place: Place, text: str) -> None:
        """The span covers the value, the key or a part; a missing place gives the nearest one above."""
        assert underlined(self.found, place) == text

    def test_columns_count_characters(self) -> None:
        """A Chinese character is one column."""
        assert self.found.span(Place(("rules", 0, "when"), start=13, end=20)) == Span(4, 35, 4, 42)

    def test_texts_over_several_lines_have_no_parts(self) -> None:
        """A part of a text that the file does not hold literally is the whole text."""
        assert self.found.span(Place(("rules", 1, "note"), start=0, end=1)).line == 6
        assert self.found.span(Place(("rules", 1, "when"), start=9, end=11)) == Span(9, 11, 10, 11)

    def test_a_text_with_escapes_has_no_parts(self) -> None:
        """A doubled quote shifts the text, so the whole is meant."""
        found = read("a: 'it''s x'\n")
        assert underlined(found, Place(("a",), start=5, end=6)) == "'it''s x'"

    def test_collections_end_with_their_text(self) -> None:
        """A block ends where its last value ends, not at the next key."""
        found = read("a:\n  b: 1\n\n\nc: 2\n")
        assert found.span(Place(("a",))) == Span(2, 3, 2, 7)

    def test_root(self) -> None:
        """The root is the whole mapping; without data it is the head of the file."""
        assert self.found.span(ROOT).line == 2
        assert read("").span(Place(("a", 0))) == Span(1, 1, 1, 1)

    def test_an_index_counts_only_in_lists(self) -> None:
        """An index out of range, or into a mapping, finds the nearest place above."""
        found = read("a: [1]\n4: x\n")
        assert underlined(found, Place(("a", 7))) == "[1]"
        assert underlined(found, Place(("a", "b"))) == "[1]"
        assert underlined(found, Place((4,))) == "x"


@pytest.mark.usefixtures("loader")
class TestRefused:
    """Refused, each with its place: repeated keys, anchors, aliases and tags, several documents, look-alikes."""

    @pytest.mark.parametrize(
        ("text", "code", "message", "at"),
        [
            ("a: &x 1\n", "yaml-anchor", "an anchor or a reference stands here: `&x`", "&x"),
            ("a: *x\n", "yaml-anchor", "an anchor or a reference stands here: `*x`", "*x"),
            ("a: !!str 1\n", "yaml-tag", "a tag stands here: `!!str`", "!!str"),
            ("a: !excluded and b\n", "yaml-tag", "a tag stands here: `!excluded`", "!excluded"),
            ("a: !x {b: 1}\n", "yaml-tag", "a tag stands here: `!x`", "!x"),
            ("<<: {a: 1}\n", "yaml-merge", "`<<` does not merge mappings here", "<<"),
            ("a: 1\n---\nb: 1\n", "yaml-documents", "a second document begins here: expected one in a file", "---"),
            ("a: on\n", "yaml-trap", "`on` is read differently by different programs", "on"),
            ("yes: 1\n", "yaml-trap", "`yes` is read differently by different programs", "yes"),
            ("? [a, b]\n: 1\n", "yaml-key", "a key is a list or a mapping: expected a word", "[a, b]"),
            ("? {a: b}\n: {c: 1}\n", "yaml-key", "a key is a list or a mapping: expected a word", "{a: b}"),
            ("? \n: 1\n", "yaml-key", "nothing stands before `:`: expected a key", ""),
            ("", "yaml-empty", "the file is empty", ""),
            ("# nothing\n---\n", "yaml-empty", "the file is empty", ""),
            ("- a\n", "not-a-mapping", "the file is not made of keys and values", "- a"),
            ("标题：甲\n", "not-a-mapping", "`：` is a full-width sign: expected `:`", "："),
            ("a: \x07\n", "unprintable", "a character that cannot be printed stands here: U+0007", "\x07"),
            ("a: \u2028\n", "unprintable", "a character that cannot be printed stands here: U+2028", "\u2028"),
            ("a: b\ufeff\n", "unprintable", "a character that cannot be printed stands here: U+FEFF", "\ufeff"),
            ("a: \ud800\n", "unprintable", "a character that cannot be printed stands here: U+D800", "\ud800"),
        ],
    )
    def test_fault(self, text: str, code: str, message: str, at: str) -> None:
        """What is refused is named at its place."""
        assert faults(text) == [(code, message, at)]
        assert read(text).faults[0].help is not None

    def test_repeated_key(self) -> None:
        """The second key is the fault, the first is shown beside it."""
        found = read("甲: 1\n乙: 2\n甲: 3\n")
        (fault,) = found.faults
        assert (fault.code, fault.text.en) == ("repeated-key", "the key `甲` stands twice")
        assert found.span(fault.place) == Span(3, 1, 3, 2)
        (note,) = fault.notes
        assert (note.text.en, found.span(note.place)) == ("it stands here first", Span(1, 1, 1, 2))

    def test_keys_repeat_by_their_text(self) -> None:
        """`4` and `"4"` are one key."""
        assert [code for code, *_ in faults('{4: a, "4": b}\n')] == ["repeated-key"]

    def test_all_faults_are_collected(self) -> None:
        """One reading finds every fault, also inside what a fault has cut off."""
        codes = [code for code, *_ in faults("a: yes\na: [017]\nb: &x {c: *x}\n? [off]\n: 1e3\n")]
        assert codes == [
            "yaml-trap",
            "repeated-key",
            "yaml-trap",
            "yaml-anchor",
            "yaml-anchor",
            "yaml-trap",
            "yaml-key",
            "yaml-trap",
        ]

    def test_syntax_errors_leave_a_document(self) -> None:
        """After a syntax error there is no data, but the faults before it stay."""
        found = read("a: yes\nb: [1\n")
        assert found.data is None
        assert [fault.code for fault in found.faults] == ["yaml-trap", "yaml-syntax"]
        assert found.line(2) == "b: [1"


HOSTILE = {
    "laughs": "".join(f"k{i}: &k{i} [{', '.join([f'*k{i - 1}'] * 9)}]\n" for i in range(1, 60)),
    "brackets in a line": "[" * 100_000,
    "brackets in lines": "[\n" * 100_000,
    "braces": "{a: \n" * 100_000,
    "dashes": "- " * 100_000,
    "blocks": "".join(" " * level + "a:\n" for level in range(1_400)),
    "a long line": "x" * 10_000_000,
    "control characters": "\x00" * 1_000_000,
    "traps": "a: yes\n" * 100_000,
    "an open quote": 'a: "' + "x\n" * 100_000,
}


class TestLimits:
    """A file may have 1,000,000 characters, 10,000 characters in a line and 40 levels."""

    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile_files_are_refused_quickly(self, name: str) -> None:
        """No file takes long, and the faults are few."""
        begun = time.process_time()
        found = read(HOSTILE[name])
        assert time.process_time() - begun < 1
        assert 1 <= len(found.faults) <= MAX_FAULTS

    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile_files_take_little_memory(self, name: str) -> None:
        """Memory stays in proportion to the text."""
        tracemalloc.start()
        read(HOSTILE[name])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 30_000_000

    @pytest.mark.parametrize(
        ("text", "code", "message"),
        [
            (
                "a" * 1_000_001,
                "file-too-long",
                "the file is too long: expected at most 1000000 characters, got 1000001",
            ),
            (
                "a: 1\n" + "b" * 10_001,
                "line-too-long",
                "the line is too long: expected at most 10000 characters, got 10001",
            ),
            ("[" * 41 + "]" * 41, "too-deep", "the file is nested too deeply: expected at most 40 levels"),
        ],
    )
    def test_limit(self, text: str, code: str, message: str) -> None:
        """What is too large is refused before it is read."""
        found = read(text)
        assert [(fault.code, fault.text.en) for fault in found.faults] == [(code, message)]
        assert found.data is None

    def test_what_is_just_small_enough(self) -> None:
        """The longest line and the deepest level are read; a line break does not count."""
        assert read("a: " + "b" * (MAX_LINE - 3) + "\r\n").faults == ()
        assert read("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)).faults == ()

    def test_the_line_is_found(self) -> None:
        """The fault of a long line stands on it."""
        found = read("a: 1\n" + "b" * 10_001)
        assert found.span(found.faults[0].place) == Span(2, 1, 2, 2)


@given(st.text() | st.text("ab01:：,-[]{}'\"#&*!>|%@`?~.\\\t\r\n 中，", max_size=60))
def test_nothing_is_raised(text: str) -> None:
    """Any text gives a document whose faults have lines in it."""
    found = read(text)
    assert found.faults or isinstance(found.data, dict)
    for fault in found.faults:
        span = found.span(fault.place)
        assert (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column)
        found.line(span.line)
