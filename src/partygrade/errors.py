"""The exceptions of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from partygrade.diagnostics import Diagnostic, Text

if TYPE_CHECKING:
    from partygrade.document import Document


class PartygradeError(Exception):
    """The base of every exception that the library raises on purpose."""


class _WithDiagnostics(PartygradeError):
    def __init__(self, diagnostics: Sequence[Diagnostic], heading: str = "") -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        self.heading = heading
        super().__init__(heading, self.diagnostics)

    def __str__(self) -> str:
        lines = [self.heading] if self.heading else []
        for fault in self.diagnostics:
            where = "" if fault.row is None else f"row {fault.row + 1}: "
            path = f"{fault.place}: " if fault.place.path else ""
            lines.append(f"{where}{path}{fault.severity}[{fault.code}]: {fault.message('en')}")
        return "\n".join(lines)


class SchemeError(_WithDiagnostics):
    """A scheme that cannot be used.

    `diagnostics` holds every fault found, `rendered` them as text with the lines of the file. `document` is the file,
    or the files, in which the faults have their places; None where there is none.
    """

    rendered: str = ""
    document: Document | None = None

    def __str__(self) -> str:
        return self.rendered or super().__str__()


class FactsError(_WithDiagnostics):
    """A record, or several, that cannot be graded. `diagnostics` holds every fault of every record."""


def not_utf8(name: str) -> Diagnostic:
    """Say that a file is written in another encoding."""
    text = Text(f"`{name}` is not UTF-8 text", f"`{name}` 不是 UTF-8 文本")
    return Diagnostic("no-scheme", text, help=Text("save the file as UTF-8", "请将文件另存为 UTF-8 编码"))
