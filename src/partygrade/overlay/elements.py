"""The elements of a scheme as pieces: every entry with an id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from partygrade.overlay.merged import Part

NODES = ("sum", "weighted", "highest", "lowest")
LINES = ("deduct", "add")
_BY_NAME = ("parameters", "facts", "derived")
_LISTS: tuple[tuple[str, ...], ...] = (
    ("grades",),
    ("rules",),
    ("checks",),
    ("procedure",),
    ("draws",),
    ("cohort", "quotas"),
    ("cycle", "targets"),
)


@dataclass(frozen=True, slots=True)
class Element:
    """An element, and the mapping or list that it stands in."""

    id: str
    kind: Literal["parameter", "node", "other"]
    part: Part
    owner: Part


def elements(root: Part) -> Iterator[Element]:
    """List the elements of a scheme."""
    for key in _BY_NAME:
        for name, found in root.below(key).entries():
            yield Element(name, "parameter" if key == "parameters" else "other", found, root.below(key))
    for path in _LISTS:
        owner = root.below(*path)
        for found in owner.members():
            written = id_of(found)
            if written is not None:
                yield Element(written, "other", found, owner)
    if root.child("score") is not None:
        yield from tree(root.below("score"), root, "score")


def tree(node: Part, owner: Part, name: str) -> Iterator[Element]:
    """List a score node with the nodes and lines below it; what has no id is called after the node above it."""
    name = id_of(node) or name
    yield Element(name, "node", node, owner)
    for key in NODES:
        for position, found in enumerate(node.below(key).members()):
            yield from tree(found, node.below(key), f"{name}.{position + 1}")
    for key in LINES:
        for position, found in enumerate(node.below(key).members()):
            yield Element(id_of(found) or f"{name}.{position + 1}", "other", found, node.below(key))


def id_of(found: Part) -> str | None:
    """Give the id that is written in a piece."""
    written = found.below("id").value
    return written if isinstance(written, str) else None
