"""What is wrong, as data: a slug, a sentence in Chinese and in English, a place, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Literal

from partygrade.source import Place
from partygrade.synonyms import may_mean

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages: lower case, no full stop, the author's own words in backticks."""

    en: str
    zh: str

    def __getitem__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Note:
    """A second place that helps to understand a diagnostic."""

    text: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault.

    For a scheme file `place` says where it stands. For a record `fact` is the id of the fact, `label` what people
    call it, and `row` the number of the record from 0 with `key` its organisation, where there are several.
    """

    code: str
    text: Text
    place: Place = Place()
    severity: Severity = "error"
    help: Text | None = None
    notes: tuple[Note, ...] = ()
    fact: str | None = None
    label: str | None = None
    row: int | None = None
    key: str | None = None

    def message(self, lang: Lang = "en") -> str:
        """Give the sentence, with what to do behind it."""
        if self.help is None:
            return self.text[lang]
        return f"{self.text[lang]}; {self.help[lang]}" if lang == "en" else f"{self.text.zh}；{self.help.zh}"


LONGEST = 60
"""A longer word is no slip of the pen."""

MOST = 1_000
"""So many known words are looked at."""


def suggestion(word: str, known: Iterable[str]) -> Text | None:
    """Say `did you mean …?` where a known word resembles the word, or the word is a usual one for it."""
    close = closest(word, known)
    return Text(f"did you mean `{close}`?", f"是不是 `{close}`？") if close else None


def closest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that was surely meant."""
    if len(word) > LONGEST:
        return None
    near = list(islice((other for other in known if len(other) <= LONGEST), MOST))
    # Two letters in each other's place are the commonest slip.
    swapped = [other for other in near if sorted(other) == sorted(word)]
    usual = [other for other in may_mean(word) if other in near]
    close = swapped or usual or get_close_matches(word, near, n=1, cutoff=0.6)
    return close[0] if close else None
