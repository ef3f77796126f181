"""The exception of the laws."""

from __future__ import annotations

from partygrade.diagnostics import Lang, Text
from partygrade.errors import PartygradeError


class LawBroken(PartygradeError):
    """A law that does not hold: the name of the law, and the record, or the records, at which it broke."""

    def __init__(self, law: str, en: str, zh: str, record: object) -> None:
        self.law = law
        self.text = Text(en, zh)
        self.record = record
        super().__init__(law, self.text, record)

    def message(self, lang: Lang = "en") -> str:
        """Give the sentence."""
        return self.text[lang]

    def __str__(self) -> str:
        return f"{self.law}: {self.text.en}; at {self.record!r}"
