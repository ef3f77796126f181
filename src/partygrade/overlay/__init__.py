"""A file that extends another: the other is found and read, and the file laid over it.

Before: the document of a file. After: the document of a whole scheme, which is the file's own where it extends nothing.
Complains of: a file that cannot be read, files that extend each other in a circle, too many in a row, and what `lay`
complains of.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from partygrade import catalog
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.document import Document, read
from partygrade.errors import not_utf8
from partygrade.overlay.lay import lay
from partygrade.overlay.merged import OTHER, Merged, Overlaid, Part, lifted, merged
from partygrade.shape import overlay_shape
from partygrade.source import Place

__all__ = ["MOST", "Merged", "Overlaid", "overlay"]

MOST = 5
"""So many files in a row may each extend the next."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read, and where it stands if that is known."""

    document: Document
    path: Path | None


def overlay(document: Document, path: Path | None = None) -> Overlaid:
    """Lay a file over the one that it extends, and that one over its own first.

    `path` is where the file stands, and what its `extends` starts from; else that starts from the working folder.
    """
    return _overlay((_File(document, path),))


def _overlay(row: tuple[_File, ...]) -> Overlaid:
    """Lay the last file of a row, in which each extends the next, over those that it extends in turn."""
    this = row[-1].document
    if not isinstance(this.data, dict) or "extends" not in this.data:
        return Overlaid(this)
    other = _other(this.data["extends"], row)
    if not isinstance(other, _File):
        return Overlaid(merged(Part(this, (), None), this, None), (*overlay_shape(this), *other))
    below = _overlay((*row, other))
    if isinstance(below.document.data, dict):
        found = lay(this, below.document)
    else:
        found = Overlaid(merged(Part(this, (), None), this, below.document), tuple(overlay_shape(this)))
    faults = (*found.faults, *(lifted(fault, OTHER) for fault in below.faults))
    return Overlaid(found.document, faults, found.lost | below.lost)


def _other(wanted: object, row: tuple[_File, ...]) -> _File | tuple[Diagnostic, ...]:
    """Find and read the file that the last of a row extends; give the fault where that fails."""
    if not isinstance(wanted, str):
        return ()  # The model says so.
    folder = row[-1].path.parent if row[-1].path else Path()
    shipped = catalog.find(wanted)
    path = shipped or folder / wanted
    # Called as it is written: from the other file, however that is called itself.
    name = path.name if shipped else os.path.normpath(Path(row[-1].document.name).parent / wanted)
    try:
        same = [number for number, file in enumerate(row) if file.path and file.path.resolve() == path.resolve()]
        if same:
            return (_circle([*(file.document.name for file in row[same[0] :]), name]),)
        if len(row) > MOST:
            return (_too_deep([*(file.document.name for file in row), name]),)
        return _File(read(path.read_text(encoding="utf-8"), name), path)
    except UnicodeDecodeError:
        return (replace(not_utf8(wanted), place=_EXTENDS),)
    except (OSError, ValueError):
        text = Text(
            f"`{wanted}` is neither a shipped scheme nor a file that can be read",
            f"`{wanted}` 既不是自带办法，也不是可读的文件",
        )
        return (Diagnostic("no-scheme", text, _EXTENDS, help=suggestion(wanted, _known(folder))),)


_EXTENDS = Place(("extends",))


def _known(folder: Path) -> list[str]:
    """List what could have been meant."""
    beside = sorted(path.name for path in folder.glob("*.yaml")) if folder.is_dir() else []
    return [*catalog.names(), *catalog.gallery(), *beside]


def _circle(names: list[str]) -> Diagnostic:
    listed = " → ".join(names)
    text = Text(f"these files extend each other in a circle: {listed}", f"这些文件相互扩展成环：{listed}")
    return Diagnostic("extends-circle", text, _EXTENDS)


def _too_deep(names: list[str]) -> Diagnostic:
    listed = " → ".join(names)
    text = Text(
        f"{len(names) - 1} files in a row extend the next: expected at most {MOST}, got {listed}",
        f"连续 {len(names) - 1} 个文件各扩展下一个：最多 {MOST} 个，现为 {listed}",
    )
    return Diagnostic("extends-too-deep", text, _EXTENDS)
