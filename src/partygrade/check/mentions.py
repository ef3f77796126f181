"""Which names a scheme file mentions: in formulas, in settings and in the keys of tables, whatever the readings are.

A word that only looks like a name counts too. So a name that is missing here is certainly used nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from partygrade.document import Data

_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|([^\W\d]\w*)")

# Keys of a file behind which nothing is mentioned, and keys of its elements behind which people are told something.
_TOP = frozenset(["scheme", "title", "edition", "subject", "in_force", "sources", "left_out"])
_TOLD = frozenset(
    ["id", "label", "source", "note", "assumed", "readings", "unit", "aliases", "not_graded", "yields", "better"]
)

# Mappings whose keys the author chose.
_CHOSEN = ("table", "points")


def mentions(data: Data) -> frozenset[str]:
    """Collect the words of a file that may name a parameter, a fact or a derived figure."""
    return frozenset(word for text in _texts(data) for word in _WORD.findall(text) if word)


def mentions_below(data: Data) -> frozenset[str]:
    """Collect the words of a part of a file, such as a node of the score tree, that may be names."""
    return frozenset(word for text in _below(data) for word in _WORD.findall(text) if word)


def words(formula: object) -> frozenset[str]:
    """Collect the words of one formula that may be names."""
    return frozenset(word for word in _WORD.findall(formula) if word) if isinstance(formula, str) else frozenset()


def _texts(data: Data) -> Iterator[str]:
    for key, value in data.items() if isinstance(data, dict) else ():
        if key == "facts":
            for fact in value.values() if isinstance(value, dict) else ():
                yield from _of_fact(fact)
        elif key in ("parameters", "derived"):
            for entry in value.values() if isinstance(value, dict) else ():
                yield from _below(entry)
        elif key == "procedure":
            for step in value if isinstance(value, list) else ():
                yield from _below({name: found for name, found in step.items() if name != "by"})
        elif key not in _TOP:
            yield from _below({key: value})


def _of_fact(fact: Data) -> Iterator[str]:
    """Give what the formulas of a list of events mention, and its key; no other fact mentions anything."""
    if isinstance(fact, dict):
        derived = fact.get("derived")
        yield from (str(formula) for formula in (derived.values() if isinstance(derived, dict) else ()))
        yield from _below(fact.get("key"))


def _below(data: Data) -> Iterator[str]:
    match data:
        case dict():
            for key, value in data.items():
                if key in _CHOSEN and isinstance(value, dict):
                    yield from _entries(value)
                elif key not in _TOLD:
                    yield from _below(value)
        case list():
            for value in data:
                yield from _below(value)
        case str():
            yield data


def _entries(data: Data) -> Iterator[str]:
    """Give the texts of a mapping with keys of the author's, which may name a parameter: `from excellent_from`."""
    match data:
        case dict():
            for key, value in data.items():
                yield key
                yield from _entries(value)
        case str():
            yield data
