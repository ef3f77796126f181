"""Tests what people write for the words of a scheme file."""

from __future__ import annotations

import pytest

from partygrade.diagnostics import suggestion
from partygrade.synonyms import may_mean, truth


@pytest.mark.parametrize(
    ("written", "place", "meant"),
    [
        ("标题", ("title", "note"), "title"),
        ("名称", ("label", "note"), "label"),
        ("名称", ("title", "note"), "title"),
        ("if", ("id", "when", "label"), "when"),
        ("integer", ("number", "count"), "count"),
        ("是否", ("flag", "count"), "flag"),
        ("无效", ("warning", "invalid"), "invalid"),
    ],
)
def test_a_usual_word_comes_with_the_one_of_the_language(written: str, place: tuple[str, ...], meant: str) -> None:
    """A Chinese word, or one of other languages, suggests the word of this place that it stands for."""
    found = suggestion(written, place)
    assert found is not None and found.en == f"did you mean `{meant}`?"


def test_a_word_may_mean_several() -> None:
    """Which of its meanings a word has depends on the place, so all are given."""
    assert {"label", "title"} <= set(may_mean("名称"))
    assert may_mean("甲") == ()


@pytest.mark.parametrize(("word", "value"), [("是", "true"), ("否", "false"), ("甲", None)])
def test_words_for_yes_and_no(word: str, value: str | None) -> None:
    """A word for yes or no gives the constant."""
    assert truth(word) == value
