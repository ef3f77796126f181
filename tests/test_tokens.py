"""Tokens: pieces with offsets, and a fault for what no formula can have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade.tokens import FormulaFault, joining, slip, tokens


def test_tokens_carry_their_offsets() -> None:
    """Every token is the slice of the text between its offsets, and the last one is the end."""
    text = '满意率>=60% and kind in ["village"]'
    found = tokens(text)
    assert [token.text for token in found[:-1]] == ["满意率", ">=", "60%", "and", "kind", "in", "[", '"village"', "]"]
    assert all(text[token.start : token.end] == token.text for token in found)
    assert found[-1].kind == "end"


@given(st.text())
def test_no_character_is_lost(text: str) -> None:
    """The tokens cover every character but ordinary white space between them."""
    blanks = str.maketrans("", "", " \t\r\n")
    covered = "".join(token.text for token in tokens(text))
    assert covered.translate(blanks) == text.translate(blanks)


def test_keywords_are_signs_and_names_are_not() -> None:
    """`and` is a sign, `android` and `且` are names."""
    assert [token.kind for token in tokens("and android 且")] == ["sign", "name", "name", "end"]


@pytest.mark.parametrize(
    "text", ["≥", "＞＝", "&&", "“", "（", "%", "017", "1e3", "3次", ".5", "a²", "None", "True", "\u3000"]
)
def test_what_no_formula_can_have_is_bad(text: str) -> None:
    """A slip is one bad token with its fault."""
    token, _ = tokens(text)
    assert token.kind == "bad"
    assert isinstance(token.fault, FormulaFault)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("≤", "<="), ("＝", "=="), ("！＝", "!="), ("｜｜", "or"), ("、", ","), ("【", "["), ("９０", "90"), ("％", "%")],
)
def test_slip_names_what_was_meant(text: str, meant: str) -> None:
    """A full-width or borrowed sign is answered with the right one."""
    fault = slip(text, 4)
    assert fault is not None
    assert (fault.start, fault.end) == (4, 4 + len(text))
    assert fault.text.en == f"`{text}` is not known in a formula: expected `{meant}`"
    assert fault.text.zh == f"公式里不能用 `{text}`：应为 `{meant}`"


def test_a_word_is_no_slip() -> None:
    """An ordinary word, and a strange sign that stands for nothing, are no slips."""
    assert slip("absences", 0) is None
    assert slip("：", 0) is None


def test_joining_knows_the_chinese_words() -> None:
    """`或者` is found whole at the head of a text."""
    assert joining("或者缺席") == "或者"
    assert joining("缺席") is None
