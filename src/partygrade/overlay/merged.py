"""A document that is put together from two, and knows of every piece which file it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.document import Data, Document
from partygrade.source import Path, Place, Span

# `extends` holds a text, so that no file has anything below it; in a merged document the two files stand there whole.
THIS: Path = ("extends", "this")
OTHER: Path = ("extends", "other")

TAKEN_OUT = Text("it is taken out here", "在此删去")


@dataclass(slots=True)
class Part:
    """A piece of a document that can be changed: its own pieces or its scalar, the file it is from, its place there."""

    home: Document
    path: Path
    value: dict[str, Part] | list[Part] | str | int | Decimal | bool | None

    def child(self, step: str) -> Part | None:
        """Give the piece of a key; None where there is none."""
        return self.value.get(step) if isinstance(self.value, dict) else None

    def below(self, *steps: str) -> Part:
        """Give the piece that some keys lead to; an empty one where there is none."""
        found: Part | None = self
        for step in steps:
            found = found.child(step) if found else None
        return found or Part(self.home, self.path, None)

    def entries(self) -> list[tuple[str, Part]]:
        """List the pieces of a mapping with their keys; nothing for anything else."""
        return list(self.value.items()) if isinstance(self.value, dict) else []

    def members(self) -> list[Part]:
        """List the pieces of a list; nothing for anything else."""
        return list(self.value) if isinstance(self.value, list) else []

    def put(self, key: str, found: Part) -> None:
        """Set the piece of a key of a mapping; nothing behind a key takes out what is there."""
        if isinstance(self.value, dict):
            if found.value is None and key in self.value:
                del self.value[key]
            else:
                self.value[key] = found

    def drop(self, found: Part) -> None:
        """Take a piece out."""
        if isinstance(self.value, dict):
            self.value = {key: piece for key, piece in self.value.items() if piece is not found}
        elif isinstance(self.value, list):
            self.value = [piece for piece in self.value if piece is not found]


def part(data: Data, home: Document, path: Path = ()) -> Part:
    """Take data of a file apart; the data is not touched by what becomes of the pieces."""
    match data:
        case dict():
            return Part(home, path, {key: part(value, home, (*path, key)) for key, value in data.items()})
        case list():
            return Part(home, path, [part(value, home, (*path, step)) for step, value in enumerate(data)])
        case _:
            return Part(home, path, data)


@dataclass(frozen=True, slots=True)
class Merged(Document):
    """What a file and the `other` one that it extends come to; name, text and lines are those of the file itself.

    `removed` says of each id that was taken out where that is written.
    """

    this: Document | None = None
    other: Document | None = None
    removed: Mapping[str, Place] = field(default_factory=dict)
    _homes: Mapping[Path, tuple[Document, Path]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def files(self) -> tuple[Document, ...]:
        """The files, each before the one that it extends."""
        return tuple(file for document in (self.this, self.other) if document for file in document.files)

    def at(self, place: Place) -> tuple[Document, Place]:
        """Give the file in which the text of a place stands, and the place there."""
        length = next(length for length in range(len(place.path), -1, -1) if place.path[:length] in self._homes)
        home, start = self._homes[place.path[:length]]
        return home.at(replace(place, path=start + place.path[length:]))

    def span(self, place: Place) -> Span:
        """Give the lines and columns of a place in the file that it stands in."""
        home, there = self.at(place)
        return home.span(there)

    def remarked(self, fault: Diagnostic) -> Diagnostic:
        """Note beside a fault that misses what was taken out where that was done."""
        if not fault.code.startswith("unknown-"):
            return fault
        notes = [Note(TAKEN_OUT, place) for name, place in self.removed.items() if f"`{name}`" in fault.text.en]
        return replace(fault, notes=(*fault.notes, *notes)) if notes else fault


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A whole scheme as a document, and what is wrong with the change; `lost` are names that went with what is wrong.

    The document holds no data where the file that it extends could not be read.
    """

    document: Document
    faults: tuple[Diagnostic, ...] = ()
    lost: frozenset[str] = frozenset()


def merged(root: Part, this: Document, other: Document | None, removed: Mapping[str, Place] | None = None) -> Merged:
    """Put the pieces together."""
    homes = {THIS: (this, ()), OTHER: (other or this, ()), **dict(_homes(root))}
    return Merged(
        this.name,
        this.text,
        _data(root),
        (*this.faults, *(lifted(fault, OTHER) for fault in (other.faults if other else ()))),
        _starts=this._starts,
        this=this,
        other=other,
        removed=removed or {},
        _homes=homes,
    )


def lifted(fault: Diagnostic, start: Path) -> Diagnostic:
    """Give a fault of one of the two files its place in the merged document, below `THIS` or `OTHER`."""
    notes = tuple(replace(note, place=above(note.place, start)) for note in fault.notes)
    return replace(fault, place=above(fault.place, start), notes=notes)


def above(place: Place, start: Path) -> Place:
    """Give a place of one of the two files as one of the merged document."""
    return replace(place, path=start + place.path)


def _data(found: Part) -> Data:
    match found.value:
        case dict():
            return {key: _data(below) for key, below in found.value.items()}
        case list():
            return [_data(below) for below in found.value]
        case _:
            return found.value


def _homes(root: Part) -> Iterator[tuple[Path, tuple[Document, Path]]]:
    """Say where pieces come from: the root, and each that does not stand in its place below the one above it."""
    yield (), (root.home, root.path)
    stack: list[tuple[Path, Part]] = [((), root)]
    while stack:
        path, found = stack.pop()
        steps: Iterable[tuple[str | int, Part]] = [*found.entries(), *enumerate(found.members())]
        for step, below in steps:
            if below.home is not found.home or below.path != (*found.path, step):
                yield (*path, step), (below.home, below.path)
            stack.append(((*path, step), below))
