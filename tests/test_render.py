"""What an author sees: the line, the carets, the help, and the data for other programs."""

from __future__ import annotations

import json

from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.document import read
from partygrade.render import render, to_dict
from partygrade.source import Place

SCHEME = """\
facts:
  absences: {type: count}
rules:
  - {id: 低, when: 满意率 < 60 and absense >= 3}
"""
WHEN = Place(("rules", 0, "when"))
DOCUMENT = read(SCHEME, "schemes/x.yaml")
UNKNOWN = Diagnostic(
    "unknown-name",
    Text("no fact is called `absense`", "没有叫 `absense` 的事实"),
    WHEN.within(13, 20),
    help=Text("did you mean `absences`?", "是不是 `absences`？"),
)
RANGE = Diagnostic(
    "number-range",
    Text("expected at most 3, got 4", "最多 3，现有 4"),
    row=2,
    key="东村",
    fact="absences",
    label="缺席",
)


def lines(text: str, place: Place, name: str = "x.yaml") -> list[str]:
    """Show a fault at a place of a text, without heading and count."""
    shown = render([Diagnostic("slug", Text("a", "甲"), place)], read(text, name))
    return shown.splitlines()[1:-2]


class TestSnippets:
    """Columns count characters; carets are doubled under wide characters."""

    def test_english(self) -> None:
        """A fault has its place, its slug, its line with carets, and what to do."""
        assert render([UNKNOWN], DOCUMENT) == (
            "schemes/x.yaml:4:32: error[unknown-name]: no fact is called `absense`\n"
            "  |\n"
            "4 |   - {id: 低, when: 满意率 < 60 and absense >= 3}\n"
            "  |                                    ^^^^^^^\n"
            "  = help: did you mean `absences`?\n"
            "\n"
            "1 error"
        )

    def test_chinese(self) -> None:
        """The same in Chinese."""
        assert render([UNKNOWN], DOCUMENT, "zh") == (
            "schemes/x.yaml:4:32: 错误[unknown-name]：没有叫 `absense` 的事实\n"
            "  |\n"
            "4 |   - {id: 低, when: 满意率 < 60 and absense >= 3}\n"
            "  |                                    ^^^^^^^\n"
            "  = 办法：是不是 `absences`？\n"
            "\n"
            "共1处错误"
        )

    def test_wide_characters(self) -> None:
        """Three Chinese characters have six carets."""
        assert lines(SCHEME, WHEN.within(0, 3))[-1] == "  |                    ^^^^^^"

    def test_combining_characters(self) -> None:
        """A character that combines with the one before takes no column."""
        assert lines("e\u0301: 1\nb: 2\n", Place(("e\u0301",), key=True))[-1] == "  | ^"

    def test_notes(self) -> None:
        """A second place is shown below, and the gutter fits the longest number."""
        document = read("a: 1\n" + "\n" * 8 + "a: 2\n", "x.yaml")
        assert render(document.faults, document) == (
            "x.yaml:10:1: error[repeated-key]: the key `a` stands twice\n"
            "   |\n"
            "10 | a: 2\n"
            "   | ^\n"
            "   = help: keep one of them\n"
            "   |\n"
            " 1 | a: 1\n"
            "   | ^\n"
            "   = note: it stands here first\n"
            "\n"
            "1 error"
        )
        assert "   = 注：第一次出现在这里" in render(document.faults, document, "zh")

    def test_several_lines(self) -> None:
        """Of a span over several lines the first is underlined to its end."""
        assert lines("a:\n  b: 1  \n  c: 2\n", Place(("a",))) == ["  |", "2 |   b: 1", "  |   ^^^^"]

    def test_an_empty_span(self) -> None:
        """Where nothing is marked there is still one caret."""
        assert lines("a: 1", Place(start=4, end=4)) == ["  |", "1 | a: 1", "  |     ^"]

    def test_an_empty_file(self) -> None:
        """An empty file has an empty line."""
        document = read("", "x.yaml")
        assert render(document.faults, document).startswith(
            "x.yaml:1:1: error[yaml-empty]: the file is empty\n  |\n1 |\n  | ^\n"
        )

    def test_tabs_and_control_characters(self) -> None:
        """A tab is one blank, and what cannot be printed is shown as a replacement."""
        assert lines("a:\t\x1b[1m", Place(start=4, end=5)) == ["  |", "1 | a: \ufffd[1m", "  |     ^"]

    def test_long_lines(self) -> None:
        """A long line is cut around the carets on both sides."""
        text = "a: " + "b" * 300 + " yes " + "c" * 300
        _, line, carets = lines(text, Place(start=304, end=307))
        assert line == "1 | …" + "b" * 32 + " yes " + "c" * 63 + "…"
        assert carets == "  | " + " " * 34 + "^^^"

    def test_long_lines_at_their_ends(self) -> None:
        """At either end of a long line only the other side is cut."""
        text = "a: " + "b" * 300
        assert lines(text, Place(start=0, end=1))[1] == "1 | a: " + "b" * 97 + "…"
        assert lines(text, Place(start=300, end=303))[1] == "1 | …" + "b" * 100

    def test_a_long_mark(self) -> None:
        """Carets do not run on beyond the cut."""
        assert lines("a: " + "b" * 300, Place(start=3, end=303))[2] == "  |    " + "^" * 97


class TestOrder:
    """Faults are sorted by line, then column, and counted."""

    def test_sorted_by_line_and_column(self) -> None:
        """The order of the file, whatever the order of discovery."""
        document = read("b: 1\nc: [2, 3]\n", "x.yaml")
        places = [Place(("c", 1)), Place(("b",)), Place(("c", 0))]
        shown = render([Diagnostic("s", Text("a", "甲"), place) for place in places], document)
        heads = [line.split(" ")[0] for line in shown.splitlines() if line.startswith("x.yaml")]
        assert heads == ["x.yaml:1:4:", "x.yaml:2:5:", "x.yaml:2:8:"]

    def test_counts(self) -> None:
        """Errors and warnings are counted apart."""
        found = [RANGE, RANGE, Diagnostic("s", Text("a", "甲"), severity="warning")]
        assert render(found).splitlines()[-1] == "2 errors, 1 warning"
        assert render(found, lang="zh").splitlines()[-1] == "共2处错误、1处警告"

    def test_nothing(self) -> None:
        """No faults give no text."""
        assert render([]) == ""


class TestRecords:
    """A fault of a record is one line."""

    def test_row_and_fact(self) -> None:
        """Rows count from 1 for people; the fact is called by its label first."""
        assert (
            render([RANGE])
            == "row 3 (东村): 缺席 (absences): error[number-range]: expected at most 3, got 4\n\n1 error"
        )
        assert (
            render([RANGE], lang="zh")
            == "第3行（东村）：缺席（absences）：错误[number-range]：最多 3，现有 4\n\n共1处错误"
        )

    def test_only_what_is_known(self) -> None:
        """What a fault does not say is left out."""
        text = Text("a", "甲")
        found = [Diagnostic("s", text, fact="x"), Diagnostic("s", text, row=0), Diagnostic("s", text, key="东村")]
        assert render(found).splitlines()[:3] == ["x: error[s]: a", "东村: error[s]: a", "row 1: error[s]: a"]

    def test_help_stands_behind(self) -> None:
        """Without a document the place is symbolic and the help stands in the line."""
        assert render([UNKNOWN]).splitlines()[0] == (
            "rules[1].when: error[unknown-name]: no fact is called `absense`; did you mean `absences`?"
        )

    def test_records_beside_a_document(self) -> None:
        """A fault of a record is one line even where a document is given."""
        assert render([RANGE], DOCUMENT).startswith("row 3 (东村): 缺席 (absences): error")


class TestData:
    """A diagnostic as JSON data."""

    def test_in_a_document(self) -> None:
        """Lines and columns are those of the document."""
        assert to_dict(UNKNOWN, DOCUMENT) == {
            "code": "unknown-name",
            "severity": "error",
            "message": {"en": "no fact is called `absense`", "zh": "没有叫 `absense` 的事实"},
            "help": {"en": "did you mean `absences`?", "zh": "是不是 `absences`？"},
            "line": 4,
            "column": 32,
            "file": "schemes/x.yaml",
            "end_line": 4,
            "end_column": 39,
            "path": "rules[1].when",
            "notes": [],
            "fact": None,
            "label": None,
            "row": None,
            "key": None,
        }

    def test_of_a_record(self) -> None:
        """A fault of a record has no line, and its row counts from 0."""
        found = to_dict(RANGE, DOCUMENT)
        assert (found["line"], found["path"], found["row"], found["key"], found["fact"]) == (
            None,
            None,
            2,
            "东村",
            "absences",
        )
        assert found["help"] is None

    def test_notes(self) -> None:
        """Notes have places of their own."""
        fault = Diagnostic("s", Text("a", "甲"), WHEN, notes=(Note(Text("b", "乙"), Place(("facts",), key=True)),))
        (note,) = to_dict(fault, DOCUMENT)["notes"]
        assert (note["message"], note["line"], note["path"]) == ({"en": "b", "zh": "乙"}, 1, "facts")

    def test_json(self) -> None:
        """The data goes through JSON unchanged."""
        found = to_dict(UNKNOWN, DOCUMENT)
        assert json.loads(json.dumps(found)) == found
