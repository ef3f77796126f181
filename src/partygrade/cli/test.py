"""`partygrade test`: the golden cases of schemes, without pytest, and on request the laws."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from partygrade import catalog
from partygrade.api import Scheme, load
from partygrade.case_files import ENDING, beside, is_cases, is_scheme
from partygrade.cases import read_cases
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import document_of, shown
from partygrade.cli.screen import Screen
from partygrade.cli.stop import FAULTS, USAGE, Stop
from partygrade.errors import SchemeError
from partygrade.outcome import Outcome, Under, outcome


@dataclass(slots=True)
class _Tally:
    """What was run, and what of it fails; `broken` counts the files that cannot be used."""

    cases: int = 0
    failed: int = 0
    laws: int = 0
    failed_laws: int = 0
    broken: int = 0

    @property
    def good(self) -> bool:
        return not self.failed and not self.failed_laws and not self.broken


def run(options: Options, screen: Screen) -> int:
    """Run the golden cases of every scheme that is named, or that stands in a folder that is named."""
    if options.laws and find_spec("hypothesis") is None:
        said = "`--laws` draws examples with hypothesis, which is not installed: pip install hypothesis"
        raise Stop(screen.say(f"error: {said}", "错误：`--laws` 需要 hypothesis：pip install hypothesis"), USAGE)
    paths = dict.fromkeys(path for name in options.paths or ["."] for path in _schemes(name, options.laws, screen))
    tally = _Tally()
    for path in paths:
        scheme = _load(path, tally, screen)
        if scheme is not None:
            _cases(scheme, path, tally, screen)
            if options.laws:
                _laws(scheme, path, options.examples, tally, screen)
    _summary(tally, options.laws, screen)
    return 0 if tally.good else FAULTS


def _schemes(name: str, laws: bool, screen: Screen) -> list[Path]:
    """List the scheme files that a name, a path or a folder means; of a folder those with cases, for laws all.

    Raises:
        Stop: if it means none.
    """
    path = catalog.find(name) or Path(name)
    if path.is_dir():
        found = sorted(_below(path, laws))
        said = screen.say(f"no golden cases stand in `{name}`", f"`{name}` 中没有样例")
    elif path.is_file():
        found = [beside(path) if path.name.endswith(ENDING) else path]
        said = screen.say(f"no golden cases stand beside `{name}`", f"`{name}` 旁边没有样例")
        found = found if laws or beside(found[0]).is_file() else []
    else:
        found = []
        said = screen.say(
            f"`{name}` is neither a shipped scheme nor a file nor a folder",
            f"`{name}` 既不是自带办法，也不是文件或文件夹",
        )
    if not found:
        raise Stop(screen.say(f"error: {said}", f"错误：{said}"))
    return found


def _below(folder: Path, laws: bool) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        paths = [Path(place, name) for name in names]
        yield from (beside(path) for path in paths if is_cases(path))
        yield from (path for path in paths if laws and is_scheme(path) and not beside(path).is_file())


def _load(path: Path, tally: _Tally, screen: Screen) -> Scheme | None:
    try:
        return load(path)
    except SchemeError as error:
        tally.broken += 1
        screen.raw(shown(error.diagnostics, error.document, screen.lang) + "\n")
        return None


def _cases(scheme: Scheme, path: Path, tally: _Tally, screen: Screen) -> None:
    beside_it = beside(path)
    if not beside_it.is_file():
        return
    try:
        found = read_cases(beside_it, of=scheme.id)
    except SchemeError as error:
        tally.broken += 1
        screen.raw(shown(error.diagnostics, document_of(str(beside_it)), screen.lang) + "\n")
        return
    under: Under = {}
    ran = [outcome(scheme, case, under) for case in found.cases]
    failures = [one for one in ran if not one.passes]
    tally.cases += len(ran)
    tally.failed += len(failures)
    for failure in failures:
        screen.raw(f"{_failure(failure, beside_it, screen)}\n")
    if not failures:
        screen.raw(f"{beside_it}: {_pass(len(ran), screen)}\n")


def _pass(count: int, screen: Screen) -> str:
    return screen.say(f"{count} case{'s pass' if count != 1 else ' passes'}", f"{count} 个样例全部相符")


def _failure(failure: Outcome, path: Path, screen: Screen) -> str:
    """Show a case that fails: where it stands, what differs, and the account of what came out instead."""
    case = failure.case
    return failure.told(f"{path}:{case.line}: {screen.say('case', '样例')} `{case.name}`: ", screen.lang)


def _laws(scheme: Scheme, path: Path, examples: int, tally: _Tally, screen: Screen) -> None:
    tried, broken = import_module("partygrade.cli.laws").laws(scheme, path, examples, screen)
    tally.laws += tried
    tally.failed_laws += broken


def _summary(tally: _Tally, laws: bool, screen: Screen) -> None:
    """Say on one line what was run and what of it fails."""
    en, zh = [], []
    if tally.failed:
        en.append(f"{tally.failed} of {tally.cases} cases fail")
        zh.append(f"{tally.cases} 个样例中 {tally.failed} 个不符")
    elif tally.cases or not laws:
        en.append(_pass(tally.cases, screen))
        zh.append(_pass(tally.cases, screen))
    if laws and tally.failed_laws:
        en.append(f"{tally.failed_laws} of {tally.laws} laws are broken")
        zh.append(f"{tally.laws} 条定律中 {tally.failed_laws} 条不成立")
    elif laws:
        en.append(f"{tally.laws} laws hold")
        zh.append(f"{tally.laws} 条定律成立")
    if tally.broken:
        en.append(f"{tally.broken} file{'s' if tally.broken > 1 else ''} cannot be used")
        zh.append(f"{tally.broken} 个文件不能使用")
    screen.raw(screen.say(", ".join(en), "，".join(zh)) + "\n")
