"""The width of Chinese text, and lines that break in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade.cli.text import clean, fold, hang, pad, width

TEXTS = st.text(alphabet="ab 12%,.()，。（）〔〕「」好较差的→−", max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"), [("abc", 3), ("好", 2), ("好a", 3), ("「好」", 6), ("e\u0301", 1), ("→", 1)]
)
def test_width(text: str, expected: int) -> None:
    """A wide character takes two columns, one that combines takes none."""
    assert width(text) == expected


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("好的好的", 4, ["好的", "好的"]),
        ("好的好的", 5, ["好的", "好的"]),
        ("good and bad", 8, ["good and", "bad"]),
        ("分界 95.5；并列", 10, ["分界", "95.5；并列"]),
        ("好的，好的", 4, ["好", "的，", "好的"]),
        ("好（的）", 6, ["好", "（的）"]),
        ("降一级〔附加条件2〕。", 15, ["降一级", "〔附加条件2〕。"]),
        ("降一级〔五2〕。", 12, ["降一级", "〔五2〕。"]),
        ("1 down [part 1]", 12, ["1 down", "[part 1]"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a" + " " * 20 + "b", 5, ["a", "b"]),
        ("", 5, [""]),
    ],
)
def test_fold(text: str, columns: int, expected: list[str]) -> None:
    """Lines break at blanks and between wide characters; stops stay with what stands before them."""
    assert fold(text, columns) == expected


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, columns: int) -> None:
    """Every line fits, and only blanks go."""
    lines = fold(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_hang_draws_the_stems_on() -> None:
    """What follows stands below the beginning of its line, with the stems of the tree."""
    assert hang("│  ├─ 好好好好好好好好好好好好好", 26).split("\n") == [
        "│  ├─ 好好好好好好好好好好",
        "│  │  好好好",
    ]


def test_hang_below_a_point() -> None:
    """A remark hangs below its first word."""
    assert hang("  · 好好好好好好好好好好好", 24).split("\n") == ["  · 好好好好好好好好好好", "    好"]


def test_pad() -> None:
    """Blanks fill the columns that wide characters leave."""
    assert pad("好", 4) == "好  "
    assert pad("7", 4, right=True) == "   7"


def test_clean() -> None:
    """What would steer a terminal is shown as a replacement character; blanks of any kind stay blanks."""
    assert clean("a\x1b[31mb\n好\u3000c\u202e") == "a\ufffd[31mb 好 c\ufffd"
