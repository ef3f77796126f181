"""The command line: `partygrade COMMAND …`.

Each subcommand is a module of its own with a function `run`. It is imported when it is asked for, since a scheme needs
pydantic and a table needs rich, and both take longer to import than all the rest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from partygrade.cli.language import language
from partygrade.cli.options import Options, parse
from partygrade.cli.screen import Screen, forgiving
from partygrade.cli.stop import FAULTS, INTERRUPTED, Stop

__all__ = ["main"]

_MODULES = {"show": "figures"}
"""The module of a command, where it is not called like the command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, and give its exit code: 0 done, 1 faults, 2 usage, 130 interrupted."""
    words = sys.argv[1:] if argv is None else list(argv)
    screen = Screen(language(words, os.environ), forgiving(sys.stdout), forgiving(sys.stderr))
    try:
        code = _run(words, screen)
        screen.out.flush()
    except BrokenPipeError:
        _let_go(screen)
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        _let_go(screen)
        screen.report([screen.say(f"error: {error.strerror or error}", f"错误：{error.strerror or error}")])
        return FAULTS
    return code


def _run(words: Sequence[str], screen: Screen) -> int:
    try:
        options = parse(words, screen)
        return _command(options, screen) if options is not None else 0
    except Stop as stop:
        screen.out.flush()
        screen.report(stop.text.split("\n"))
        return stop.code


def _command(options: Options, screen: Screen) -> int:
    module = import_module(f"partygrade.cli.{_MODULES.get(options.command, options.command)}")
    code: int = module.run(options, screen)
    return code


def _let_go(screen: Screen) -> None:
    """Leave a pipe that nobody reads, so that Python does not complain of it at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), screen.out.fileno())
