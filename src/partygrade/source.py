"""Where something stands: a symbolic place in a file, and the span of text it turns into when it is printed."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a scheme file by its keys, such as `score.sum.3.when`.

    `key` says that the key itself is meant and not its value. `start` and `end` are character offsets inside the
    text of a scalar, for a part of a formula.
    """

    path: Path = ()
    key: bool = False
    start: int | None = None
    end: int | None = None

    def child(self, *steps: str | int) -> Place:
        """Give the place below this one."""
        return Place((*self.path, *steps))

    def at_key(self) -> Place:
        """Give the place of the key that leads here."""
        return Place(self.path, key=True)

    def within(self, start: int, end: int) -> Place:
        """Give a part of the scalar that stands here."""
        return Place(self.path, start=start, end=end)

    def __str__(self) -> str:
        out = ""
        for step in self.path:
            out += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if out else step
        return out


ROOT = Place()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: lines and columns from 1, columns in characters, the end column exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
