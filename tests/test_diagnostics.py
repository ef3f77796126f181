"""Tests diagnostics: their sentences, and suggestions."""

from __future__ import annotations

import time

import pytest

from partygrade.diagnostics import LANGS, LONGEST, Diagnostic, Text, suggestion
from partygrade.source import ROOT

TEXT = Text("no fact is called `x`", "没有名为 `x` 的事实")
HELP = Text("did you mean `y`?", "是不是 `y`？")


def test_a_text_is_said_in_both_languages() -> None:
    """A text gives its sentence by language."""
    assert [TEXT[lang] for lang in LANGS] == ["没有名为 `x` 的事实", "no fact is called `x`"]


def test_a_message_is_the_sentence() -> None:
    """Without help the message is the sentence alone, by default in English."""
    assert Diagnostic("unknown-name", TEXT).message() == TEXT.en
    assert Diagnostic("unknown-name", TEXT).message("zh") == TEXT.zh


def test_help_follows_the_sentence() -> None:
    """What to do stands behind the sentence, with the punctuation of the language."""
    fault = Diagnostic("unknown-name", TEXT, help=HELP)
    assert fault.message("en") == "no fact is called `x`; did you mean `y`?"
    assert fault.message("zh") == "没有名为 `x` 的事实；是不是 `y`？"


def test_a_diagnostic_is_an_error_of_the_whole_unless_it_says_more() -> None:
    """A diagnostic is by default an error, without a place, a fact or a row."""
    fault = Diagnostic("unknown-name", TEXT)
    assert (fault.severity, fault.place, fault.notes, fault.fact, fault.row) == ("error", ROOT, (), None, None)


@pytest.mark.parametrize(
    ("word", "known", "wanted"),
    [
        ("absense", ["absences", "presence"], "absences"),
        ("群众满意", ["群众满意率", "党员满意率"], "群众满意率"),
        ("zzz", ["absences"], None),
        ("", ["absences"], None),
        ("absences", [], None),
    ],
)
def test_a_suggestion_is_the_word_that_resembles_most(word: str, known: list[str], wanted: str | None) -> None:
    """The known word that resembles a word is suggested, if one does."""
    found = suggestion(word, known)
    assert found == (None if wanted is None else Text(f"did you mean `{wanted}`?", f"是不是 `{wanted}`？"))


def test_a_long_word_is_no_slip_of_the_pen() -> None:
    """A word that is very long has no suggestion, and is not suggested."""
    assert suggestion("a" * (LONGEST + 1), ["a" * LONGEST]) is None
    assert suggestion("a" * LONGEST, ["a" * (LONGEST + 1)]) is None


def test_a_suggestion_among_very_many_words_does_not_take_long() -> None:
    """Of very many known words only the first are looked at."""
    started = time.process_time()
    assert suggestion("fakt", [f"fact{n}" for n in range(10**6)]) is not None
    assert time.process_time() - started < 5


def test_letters_in_each_others_place_are_the_nearest() -> None:
    """`lable` is `label` rather than `table`."""
    found = suggestion("lable", ["table", "label"])
    assert found is not None
    assert found.en == "did you mean `label`?"
