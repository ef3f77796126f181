"""The laws of `partygrade test --laws`; importing this needs hypothesis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from partygrade.api import Scheme
from partygrade.cli.screen import Screen
from partygrade.laws import LawBroken
from partygrade.try_law import LAWS, told, try_law

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
                start = f"{path}: {screen.say('law', '定律')} `{name}`: "
                screen.raw(told(error, start, screen.lang) + "\n")
    if not broken:
        screen.raw(f"{path}: " + screen.say(f"{len(LAWS)} laws hold", f"{len(LAWS)} 条定律成立") + "\n")
    return len(LAWS), broken


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
