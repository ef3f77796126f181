"""The laws of `partygrade test --laws`; importing this needs hypothesis."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from partygrade.api import Scheme
from partygrade.cli.screen import Screen
from partygrade.laws import LawBroken
from partygrade.try_law import LAWS, try_law

_FOLDER = "HYPOTHESIS_STORAGE_DIRECTORY"


def laws(scheme: Scheme, path: Path, examples: int, screen: Screen) -> tuple[int, int]:
    """Try every law on a scheme; give how many there are, and how many are broken."""
    broken = 0
    with _no_traces():
        for name in LAWS:
            try:
                try_law(name, scheme, examples)
            except LawBroken as error:
                broken += 1
                said = screen.say(f"the law `{name}` is broken", f"定律 `{name}` 不成立")
                screen.raw(f"{path}: {said}\n  {error.message(screen.lang)}\n")
                screen.raw("".join(f"    {line}\n" for line in _written(error.record)))
    if not broken:
        screen.raw(f"{path}: " + screen.say(f"{len(LAWS)} laws hold", f"{len(LAWS)} 条定律成立") + "\n")
    return len(LAWS), broken


def _written(record: object) -> Iterator[str]:
    """Write a record, or the records of a cohort, in lines."""
    if isinstance(record, Mapping):
        yield from (f"{key}: {value}" for key, value in record.items())
    elif isinstance(record, Sequence) and not isinstance(record, str):
        yield from (f"- {', '.join(_written(one))}" for one in record)
    else:
        yield str(record)


@contextmanager
def _no_traces() -> Iterator[None]:
    """Let hypothesis keep what it keeps in a folder that goes away, and not in the working folder."""
    if _FOLDER in os.environ:
        yield
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ[_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[_FOLDER]
