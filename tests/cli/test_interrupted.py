"""A grading by an engine that is ended in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

ROWS = 400_000
PATIENCE = 120
"""Nobody waits longer than so many seconds for the writing to begin."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes a while to write."""
    path = tmp_path_factory.mktemp("many") / "many.parquet"
    number = pl.int_range(ROWS, eager=True)
    columns = {"编号": number.cast(pl.String), "评议": number % 61, "缺席": number % 5, "群众满意率": number % 101}
    pl.DataFrame(columns).write_parquet(path)
    return path


def started(desk: Path, table: Path) -> subprocess.Popen[bytes]:
    """Start the command, and come back as soon as it writes."""
    words = ("grade", "village.yaml", str(table), "--out", "out.parquet")
    process = subprocess.Popen(
        [sys.executable, "-m", "partygrade", *words], cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until = time.monotonic() + PATIENCE
    while process.poll() is None and not drafts(desk) and time.monotonic() < until:
        time.sleep(0.001)
    return process


def drafts(desk: Path) -> list[Path]:
    """List what is not finished."""
    return list(desk.glob(".partygrade-*"))


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are of POSIX")
def test_a_killed_grading_leaves_the_old_file_whole(desk: Path, many: Path, run: Callable[..., Any]) -> None:
    """Its draft stays, which is no table; the next grading does not mind it."""
    (desk / "out.parquet").write_text("old")
    process = started(desk, many)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert (desk / "out.parquet").read_text() == "old"
    (left,) = drafts(desk)
    assert left.suffix == ""
    assert run("grade", "village.yaml", "table.csv", "--engine", "polars", "--out", "out.parquet").code == 0
    assert pl.read_parquet(desk / "out.parquet").height == 5
    assert drafts(desk) == [left]


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are of POSIX")
def test_an_interrupted_grading_leaves_nothing(desk: Path, many: Path) -> None:
    """Not even its draft; no file appears where none stood."""
    before = sorted(desk.iterdir())
    process = started(desk, many)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert sorted(desk.iterdir()) == before
