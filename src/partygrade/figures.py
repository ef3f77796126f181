"""Every figure of a scheme: the numbers, shares and words that settle what comes out, with their clauses and lines.

Before: the document of a good scheme, and its program. After: a list, in the order of the language's sections.
A formula is a figure where it holds one, or names it in the place of one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from partygrade import exact, ir
from partygrade.document import Data, Document
from partygrade.source import Path, Place

Origin = Literal["stated", "read", "assumed", "derived", "set"]

_SECTIONS = (
    "in_force",
    "parameters",
    "facts",
    "derived",
    "score",
    "band_on",
    "grades",
    "rules",
    "order",
    "checks",
    "procedure",
    "cohort",
    "cycle",
    "draws",
    "follow_up",
)
_BY_NAME = ("parameters", "facts", "derived")
_NODES = ("sum", "weighted", "highest", "lowest")
_LINES = ("deduct", "add")

# Keys of which a text is no figure: names, remarks, and what only points at something.
_TEXTS = re.compile(
    "id|label|source|note|unit|type|readings|assumed|aliases|by|yields|not_graded|better|key|grades|previous|within|"
    "amount|nth_of|once_per|after|roles"
)
# Keys that hold a figure or a word that settles something; in others a formula counts where it has a figure in it.
_SETTINGS = re.compile(
    "from|above|up_to|below|points|weight|full|at_least|at_most|share|raise_by|lower_by|step|max|min|default|at|to|"
    "participation|until|otherwise|counting|rounding|ties|action|mode|reach|grade|choose|round"
)
_FIGURE = re.compile(r"(?<!\w)(?<!\w\.)[0-9]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, as text, and where it comes from.

    `element` is the id of the element that it belongs to, None for a setting of the whole scheme; `key` leads to it
    from there. `source` is the clause of the nearest element around it that names one. `origin` is that of a parameter.
    `place` is where it stands in the whole scheme, `file` and `line` where it is written.
    """

    element: str | None
    label: str | None
    key: str
    value: str
    source: str | None
    origin: Origin | None
    file: str
    line: int
    place: Place

    def to_dict(self) -> dict[str, Any]:
        """Give the figure as JSON data."""
        return {
            "element": self.element,
            "label": self.label,
            "key": self.key,
            "value": self.value,
            "source": self.source,
            "origin": self.origin,
            "file": self.file,
            "line": self.line,
            "place": str(self.place),
        }


@dataclass(frozen=True, slots=True)
class _Around:
    """What a figure stands in: the nearest element, how long its path is, and the clause."""

    id: str | None = None
    label: str | None = None
    source: str | None = None
    depth: int = 0


def figures(document: Document, program: ir.Program, settings: Collection[str] = ()) -> tuple[Figure, ...]:
    """List the figures; `settings` are the parameters that the caller set."""
    return tuple(_Figures(document, program, settings).all())


class _Figures:
    def __init__(self, document: Document, program: ir.Program, settings: Collection[str]) -> None:
        self.document = document
        self.data: dict[str, Any] = document.data if isinstance(document.data, dict) else {}
        self.values = {parameter.origin.id: parameter.value for parameter in program.parameters}
        self.settings = settings
        self.labels = {origin.id: origin.label for origin in _origins(program)}

    def all(self) -> Iterator[Figure]:
        for key in _SECTIONS:
            if key in self.data:
                yield from self.below(self.data[key], (key,), _Around())

    def below(self, data: Data, path: Path, around: _Around) -> Iterator[Figure]:
        match data:
            case dict():
                around = self.inside(data, path, around)
                for key, value in data.items():
                    if _is_of_the_author(path) or not _is_text(key, path[0]):
                        yield from self.below(value, (*path, key), self.named(key, path, around))
            case list() if _is_order(path):
                yield self.figure(", ".join(map(str, data)), path, around)
            case list():
                for position, value in enumerate(data):
                    yield from self.below(value, (*path, position), self.numbered(position, path, around))
            case _ if _is_figure(data, path):
                yield self.figure(_text(data), path, around)

    def named(self, key: str, path: Path, around: _Around) -> _Around:
        """Enter an entry that has its name as its key."""
        if len(path) == 1 and path[0] in _BY_NAME:
            return replace(around, id=key, label=self.labels.get(key), depth=2)
        return around

    def numbered(self, position: int, path: Path, around: _Around) -> _Around:
        """Enter a node or line, which is called after the node around it unless it has an id."""
        if path[0] == "score" and path[-1] in (*_NODES, *_LINES):
            name = f"{around.id}.{position + 1}"
            return replace(around, id=name, label=self.labels.get(name), depth=len(path) + 1)
        return around

    def inside(self, data: Mapping[str, Any], path: Path, around: _Around) -> _Around:
        """Enter a mapping: its id, label and clause go before those around it."""
        if path == ("score",):
            around = replace(around, id="score", label=self.labels.get("score"), depth=1)
        name = data.get("id")
        if isinstance(name, str):
            around = replace(around, id=name, label=self.labels.get(name), depth=len(path))
        label, source = data.get("label"), data.get("source")
        if isinstance(label, str) and len(path) == around.depth:
            around = replace(around, label=label)
        return replace(around, source=source) if isinstance(source, str) else around

    def figure(self, value: str, path: Path, around: _Around) -> Figure:
        origin: Origin | None = None
        if path[0] == "parameters" and path[2:] == ("value",):
            name = str(path[1])
            origin = "set" if name in self.settings else _origin(self.data["parameters"][name])
            value = self.values.get(name, value)
        place = Place(path)
        file, there = self.document.at(place)
        line = file.span(there).line
        key = str(Place(path[around.depth :]))
        return Figure(around.id, around.label, key, value, around.source, origin, file.name, line, place)


def _origins(program: ir.Program) -> Iterator[ir.Origin]:
    for item in program.items():
        yield item.origin
        yield from (line.origin for line in item.lines)
    yield from (found.origin for found in program.inputs)
    yield from (found.origin for found in program.derived)


def _is_of_the_author(path: Path) -> bool:
    """Tell whether the keys of a mapping are names or values that the author chose."""
    if len(path) < 2:
        return path in [(section,) for section in _BY_NAME]
    below = path[1:] if path[0] == "score" else path[2:]
    return (
        (path[0] == "facts" and below in (("fields",), ("derived",))) or _holds_entries(path) or path == ("order", "of")
    )


def _holds_entries(path: Path) -> bool:
    """Tell whether a mapping is a table, or points by category."""
    below = path[1:] if path[0] == "score" else path[2:]
    return path[0] in ("score", "derived") and ("table" in below or below[-1:] == ("points",))


def _is_text(key: str, section: str | int) -> bool:
    return _TEXTS.fullmatch(key) is not None or (key == "of" and section == "facts")


def _is_order(path: Path) -> bool:
    return path[0] == "order" and path != ("order", "of")


def _is_figure(data: Data, path: Path) -> bool:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    value = path[0] == "parameters" and path[2:] == ("value",)
    match data:
        case bool():
            return value or key == "default"
        case int() | Decimal():
            return True
        case str():
            word = _SETTINGS.fullmatch(key) is not None or (key == "of" and path[0] == "cohort")
            return value or word or (len(path) > 1 and _holds_entries(path[:-1])) or _FIGURE.search(data) is not None
        case _:
            return False


def _text(data: Data) -> str:
    match data:
        case bool():
            return str(data).lower()
        case int() | Decimal():
            scale = exact.decimals(data)
            return exact.text(exact.scaled(data, scale), scale)
        case _:
            return str(data)


def _origin(spec: Mapping[str, Any]) -> Origin:
    """Say where the value of a parameter comes from."""
    if spec.get("assumed") is not None:
        return "assumed"
    if spec.get("readings") is not None:
        return "read"
    return "stated" if spec.get("source") is not None else "derived"
