"""The schemes that come with the library, found by name."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """Give the folder of the shipped schemes: inside the installed package, or beside the sources of a checkout."""
    inside = Path(__file__).parent / "schemes"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "schemes"


def names() -> list[str]:
    """List the names of the shipped schemes, in order."""
    return sorted(path.name.removesuffix(".yaml") for path in folder().glob("*.yaml") if ".cases." not in path.name)


def find(name: str) -> Path | None:
    """Give the file of a shipped scheme."""
    return folder() / f"{name}.yaml" if name in names() else None
