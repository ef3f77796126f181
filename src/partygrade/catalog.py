"""The schemes that come with the library, found by name."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """Give the folder of the shipped schemes: inside the installed package, or beside the sources of a checkout."""
    inside = Path(__file__).parent / "schemes"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "schemes"


def names() -> list[str]:
    """List the names of the shipped schemes, in order, without those of the gallery."""
    return _names(folder())


def gallery() -> list[str]:
    """List the names of the schemes in the gallery, in order: examples of what the language can say."""
    return _names(folder() / "gallery")


def find(name: str) -> Path | None:
    """Give the file of a shipped scheme."""
    if name in names():
        return folder() / f"{name}.yaml"
    return folder() / "gallery" / f"{name}.yaml" if name in gallery() else None


def _names(place: Path) -> list[str]:
    return sorted(path.name.removesuffix(".yaml") for path in place.glob("*.yaml") if ".cases." not in path.name)
