"""A measurement in a process of its own: what it gives comes back as JSON.

The kernel hands the peak memory of a process on to the programs that it starts, so whoever starts a measurement must
itself be small: nothing here imports more than Python's own library until it is asked to.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).resolve().parent.parent / "batch.py"


class Failed(Exception):
    """A measurement did not end well; its text says why."""


def apart(function: str, **arguments: Any) -> Any:
    """Call `module:function` of this folder in a fresh process."""
    command = [sys.executable, str(PROGRAM), "--child", function, json.dumps(arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        raise Failed(f"{function} {arguments} ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def answer(function: str, arguments: str) -> None:
    """Do what `apart` asks for."""
    module, name = function.split(":")
    found = getattr(importlib.import_module(f"frames.{module}"), name)(**json.loads(arguments))
    print("\n" + json.dumps(found))


def peak_mb() -> float:
    """Give the peak memory of this process so far, in MiB. The kernel counts in KiB, on macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def load() -> float:
    """Give the number of processes that were running or waiting, over the last minute."""
    return os.getloadavg()[0]
