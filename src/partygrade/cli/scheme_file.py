"""A scheme for a command: opened under the readings asked for, its faults shown with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from partygrade import catalog
from partygrade.api import Scheme, load
from partygrade.cli.stop import Stop
from partygrade.diagnostics import Diagnostic, Lang, Text
from partygrade.document import Document, read
from partygrade.errors import SchemeError
from partygrade.render import render

_HELP = {
    "needs-day": Text(
        "say it with `--as-of`, as in `--as-of 2020-06-30`", "请用 `--as-of` 给出，如 `--as-of 2020-06-30`"
    )
}
"""What to do about a fault of a library call, on the command line."""

_NOWHERE = ("unknown-parameter",)
"""Faults of what the caller gives, which stand in no file."""


def open_scheme(name: str, settings: Sequence[tuple[str, str]], lang: Lang) -> Scheme:
    """Load a scheme and set its parameters.

    Raises:
        Stop: with every fault of the file or of the settings.
    """
    with reported(name, lang):
        scheme = load(name)
        return scheme.with_parameters(**dict(settings)) if settings else scheme


@contextmanager
def reported(name: str, lang: Lang) -> Iterator[None]:
    """Turn the faults of a scheme into the end of the command."""
    try:
        yield
    except SchemeError as error:
        found = [replace(fault, help=_HELP.get(fault.code, fault.help)) for fault in error.diagnostics]
        raise Stop(shown(found, error.document, lang)) from error


def shown(faults: Sequence[Diagnostic], document: Document | None, lang: Lang) -> str:
    """Show faults, with lines of the file where they stand in one."""
    nowhere = any(not fault.place.path and fault.code in _NOWHERE for fault in faults)
    return render(faults, None if nowhere else document, lang)


def path_of(name: str) -> Path:
    """Give the file that a name or path means."""
    return catalog.find(name) or Path(name)


def document_of(name: str) -> Document | None:
    """Read the file again, to show lines of it; nothing if it cannot be read."""
    path = path_of(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    return read(text, name if path == Path(name) else path.name)
