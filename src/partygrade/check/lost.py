"""What a file that changes another one leaves without a use, and where that is said."""

from __future__ import annotations

from partygrade.check.mentions import mentions
from partygrade.check.subject import Subject
from partygrade.diagnostics import Text
from partygrade.overlay.merged import THIS, Merged
from partygrade.source import Place

_TAKE_OUT = Text("name it under `remove`, or use it", "请列入 `remove`，或在某处使用")


def lost(subject: Subject) -> frozenset[str]:
    """List the words that the extended file mentions and the whole no longer does."""
    document = subject.document
    if not isinstance(document, Merged) or document.other is None:
        return frozenset()
    return mentions(document.other.data) - subject.mentions


def blamed(subject: Subject, name: str, place: Place, help: Text) -> tuple[Place, Text]:
    """Give the place and the help for a name without a use: where it stands, or that the file extends another."""
    document = subject.document
    if name in lost(subject) and document.at(place)[0] is not document.files[0]:
        return Place((*THIS, "extends")), _TAKE_OUT
    return place, help
