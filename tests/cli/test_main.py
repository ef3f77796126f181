"""The command line as a whole: exit codes, streams, and what it must not import."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from partygrade.cli import grade, main

Run = Callable[..., Any]
GRADE = ("grade", "village.yaml", "table.csv")


def python(*words: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *words], capture_output=True, check=False, **settings)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["grade", "--help"], ["grad"]], ids=" ".join)
def test_what_needs_no_scheme_imports_nothing_slow(words: list[str]) -> None:
    """Help, the version and a slip of the pen come without pydantic, yaml, jsonschema and rich."""
    code = (
        "import sys; from partygrade.cli import main; main(sys.argv[1:]); "
        "print({'pydantic', 'yaml', 'jsonschema', 'rich'} & set(sys.modules))"
    )
    assert python("-c", code, *words).stdout.decode().splitlines()[-1] == "set()"


def test_the_package_runs_as_a_module() -> None:
    """`python -m partygrade` is the command line."""
    outcome = python("-m", "partygrade", "check", "village.yaml")
    assert (outcome.returncode, outcome.stderr) == (0, b"")
    assert outcome.stdout.decode().startswith("village.yaml: no faults")


def test_a_reader_that_leaves_is_no_fault() -> None:
    """A pipe that is closed early ends the command without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        process = subprocess.run(
            [sys.executable, "-m", "partygrade", *GRADE], stdout=nobody, stderr=subprocess.PIPE, check=False
        )
    assert (process.returncode, process.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_is_said(run: Run) -> None:
    """Output that cannot be written is a fault with a message."""
    with open("/dev/full", "w") as full:
        process = subprocess.run(
            [sys.executable, "-m", "partygrade", *GRADE], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert process.returncode == 1
    assert process.stderr.decode().startswith("error: ")
    assert b"Traceback" not in process.stderr


def test_an_interruption_is_exit_code_130(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with 130, and no half file stays."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = sorted(path.name for path in desk.iterdir())
    monkeypatch.setattr(grade, "save", interrupted)
    assert run(*GRADE, "-o", "out.csv").code == 130
    assert sorted(path.name for path in desk.iterdir()) == before


def test_an_encoding_that_lacks_chinese_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Characters that a stream cannot print become question marks."""
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding="ascii", errors="strict"))
    assert main(GRADE) == 0
    assert b"Scheme: ??????????  village" in raw.getvalue()


def test_gb18030_is_printed_as_it_is() -> None:
    """A terminal in GB18030 gets every character."""
    outcome = python("-m", "partygrade", *GRADE, "--lang", "zh", env={**os.environ, "PYTHONIOENCODING": "gb18030"})
    assert outcome.stdout.decode("gb18030").startswith("办法：村党支部分类定级办法")


def test_a_fault_is_reported_on_the_other_stream(run: Run) -> None:
    """Faults stand on stderr, in the language of the reader, and nothing is printed."""
    outcome = run("grade", "village.yaml", "none.csv", "--lang", "zh")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "none.csv: 错误[missing-table]：没有文件 `none.csv`\n"


@pytest.mark.parametrize(
    ("problem", "code", "err"),
    [(BrokenPipeError(), 0, ""), (OSError(28, "No space left on device"), 1, "error: No space left on device\n")],
    ids=["pipe", "disk"],
)
def test_an_output_that_breaks(
    problem: OSError, code: int, err: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever happens to the output, there is an exit code and no traceback."""

    def broken(*_: object) -> int:
        raise problem

    monkeypatch.setattr(grade, "run", broken)
    outcome = run(*GRADE)
    assert (outcome.code, outcome.err) == (code, err)
