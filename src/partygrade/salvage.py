"""A document without its faulty parts, so that what is left can be checked further and every fault is found at once.

A mistyped key is read as the key that was meant. Places do not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pydantic_core import ErrorDetails

from partygrade.diagnostics import Diagnostic
from partygrade.document import Document
from partygrade.scheme import SchemeFile
from partygrade.shape import MAX_FAULTS, mistyped, place_of, validated
from partygrade.source import Path, Place

_NEEDED = {"partygrade": 1, "scheme": "scheme", "title": "title"}
_LADDER = ("grades", "band_on", "grade_by", "rules", "order", "cohort", "follow_up")
_BY_NAME = ("facts", "derived", "parameters", "sources")
_CONDITIONS = ("when", "where", "require", "among")
_NEUTRAL: dict[str, dict[str, Any]] = {
    "rules": {"when": False, "raise_by": 0},
    "checks": {"require": True, "otherwise": "warning"},
}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What is left of a document, the names that went with the faulty parts, and the keys that were read as others.

    `renamed` has the mistyped key by the path of the one that was meant.
    """

    file: SchemeFile
    lost: frozenset[str] = frozenset()
    renamed: Mapping[Path, str] = field(default_factory=dict)

    def in_document(self, fault: Diagnostic) -> Diagnostic:
        """Give a fault of what is left its places in the document."""
        if not self.renamed:
            return fault
        notes = tuple(replace(note, place=self._written(note.place)) for note in fault.notes)
        return replace(fault, place=self._written(fault.place), notes=notes)

    def _written(self, place: Place) -> Place:
        path = place.path
        steps = [self.renamed.get(path[: length + 1], step) for length, step in enumerate(path)]
        return replace(place, path=tuple(steps))


def salvage(document: Document) -> Salvaged | None:
    """Take the faulty parts out of a document, and read mistyped keys as they were meant.

    None if nothing useful is left.
    """
    data = deepcopy(document.data)
    lost: set[str] = set()
    renamed: dict[Path, str] = {}
    for _ in range(8):
        file, details = validated(data, SchemeFile)
        if file is not None:
            return Salvaged(file, frozenset(lost), renamed)
        if len(details) > MAX_FAULTS:
            return None
        if _read_as_meant(details, data, renamed):
            continue
        for detail in details:
            if not isinstance(data, dict) or not _taken_out(detail, data, lost):
                return None
    return None


def _read_as_meant(details: Iterable[ErrorDetails], data: Any, renamed: dict[Path, str]) -> bool:
    """Put what stands under mistyped keys under those that were meant; False if there are none."""
    found = False
    for detail in details:
        path, meant = place_of(detail["loc"], data).path, mistyped(detail, SchemeFile)
        owner = _part(data, path[:-1]) if path else None
        if meant is not None and isinstance(owner, dict) and path[-1] in owner and meant not in owner:
            renamed[(*path[:-1], meant)] = str(path[-1])
            owner[meant] = owner.pop(str(path[-1]))
            found = True
    return found


def _part(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _taken_out(error: ErrorDetails, data: dict[str, Any], lost: set[str]) -> bool:
    """Take out the part that has an error; False if names would go that nobody knows."""
    if _is_gone(error["loc"], data):
        return True
    path = place_of(error["loc"], data).path
    if error["type"] == "extra_forbidden":
        owner = _part(data, path[:-1])
        if isinstance(owner, dict):
            _mend_before(owner, str(path[-1]))
            owner.pop(path[-1], None)
        return True
    section = str(path[0]) if path else str(error["loc"][-1]) if error["loc"] else ""
    if section in _NEEDED:
        data[section] = _NEEDED[section]
    elif section in _BY_NAME and len(path) > 1:
        lost |= _names_of(str(path[1]), data[section].pop(path[1], None))
    elif section in _NEUTRAL and len(path) > 1 and isinstance(path[1], int):
        known = data[section][path[1]]
        name = known.get("id") if isinstance(known, dict) else None
        data[section][path[1]] = {"id": name if isinstance(name, str) else f"_{section}_{path[1]}", **_NEUTRAL[section]}
    elif section in _BY_NAME:
        return False
    else:
        _drop(section, data, lost)
    return True


def _mend_before(owner: dict[str, Any], key: str) -> None:
    """Take out the formula that a comma has cut in two, the second half of which is the key."""
    before = next((one for one, two in pairwise(owner) if two == key), None)
    value = owner.get(before) if before is not None else None
    if before is not None and isinstance(value, str) and value.count("(") > value.count(")"):
        owner[before] = False if before in _CONDITIONS else 0


def _is_gone(loc: tuple[int | str, ...], data: dict[str, Any]) -> bool:
    """Tell whether what has an error went with another one."""
    if len(loc) < 2 or loc[0] not in data:
        return len(loc) > 1
    entries = data[loc[0]]
    return loc[0] in _BY_NAME and isinstance(entries, dict) and loc[1] not in entries


def _drop(section: str, data: dict[str, Any], lost: set[str]) -> None:
    gone = _LADDER if section == "grades" else (section,)
    for key in gone:
        lost |= {key, *_ids(data.pop(key, None))}
    if section == "grades":
        lost |= {"band", "own_grade"}
    if section == "procedure":
        lost |= {f"{name}{ending}" for name in [*lost] for ending in ("_end", "_participation")}


def _names_of(name: str, spec: object) -> set[str]:
    """Give the names of a fact: a tally has columns too."""
    of = spec.get("of") if isinstance(spec, dict) else None
    return {name, *(f"{name}_{word}" for word in of)} if isinstance(of, list | dict) else {name}


def _ids(data: object) -> Iterator[str]:
    """List the ids inside a part of the data."""
    stack = [data]
    while stack:
        match stack.pop():
            case dict() as part:
                stack.extend(part.values())
                if isinstance(part.get("id"), str):
                    yield part["id"]
            case list() as parts:
                stack.extend(parts)
