"""A figure without its clause or beside another one, a clause of no document, and a reading that no case decides.

Every figure has an origin. In a list of grades, rules, checks, quotas, score nodes or lines where nearly every entry
with a figure names its clause, one that does not, and does not stand in an element that does, was forgotten. Where a
file has several `sources`, a clause begins with the id of its document. A parameter whose remark says 假定为20分 has
that value. And a reading under which no golden case is graded may be wrong without anybody seeing it.

Bad: the third grade does not say where its bound comes from.

    sources: {plan: {title: 方案}}
    grades:
      - {id: good, from: 80, source: 三}
      - {id: fair, from: 70, source: 三}
      - {id: average, from: 60}
      - {id: poor, source: 三}

Good: it does.

    sources: {plan: {title: 方案}}
    grades:
      - {id: good, from: 80, source: 三}
      - {id: fair, from: 70, source: 三}
      - {id: average, from: 60, source: 三}
      - {id: poor, source: 三}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from partygrade import exact
from partygrade.check.quoted import Said, chosen
from partygrade.check.subject import Subject, finding
from partygrade.compile.bounds import written
from partygrade.diagnostics import Diagnostic, Note, Text, suggestion
from partygrade.document import Data
from partygrade.source import Path, Place

SLUG = "origin"

_LISTS: tuple[Path, ...] = (
    ("grades",),
    ("rules",),
    ("checks",),
    ("procedure",),
    ("cohort", "quotas"),
    ("cycle", "targets"),
    ("draws",),
)
_CHILDREN = ("sum", "weighted", "highest", "lowest", "deduct", "add")
_TOLD = frozenset(["id", "label", "source", "note", "unit", "aliases", "by", "yields", "not_graded", "better"])
_FIGURE = re.compile(r"(?<!\w)(?<!\w\.)[0-9]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MOST, _MANY = 3, 12
"""An entry was forgotten where three times as many beside it name their clause, or twelve times as many in the file."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report figures and clauses without an origin, and readings that no golden case is graded under."""
    data = subject.document.data
    if not isinstance(data, dict):
        return
    if data.get("sources"):
        yield from _forgotten(data)
        yield from _unknown_documents(subject, data)
    # The remarks describe the file's own readings.
    if not subject.scheme._settings:
        yield from misquoted(subject)
    yield from _undecided(subject)


# Forgotten clauses.


def _forgotten(data: dict[str, Any]) -> Iterator[Diagnostic]:
    """Report the few entries with figures and without a clause, in their list or in the whole file."""
    lists = [(_at(data, path), Place(path)) for path in _LISTS]
    score = data.get("score")
    if isinstance(score, dict):
        lists += _in_score(score, Place(("score",)))
    found = [(_named(entries), _missing(entries), place) for entries, place in lists]
    everywhere = sum(named for named, _, _ in found)
    few = everywhere >= _MANY * sum(len(missing) for _, missing, _ in found)
    for named, missing, place in found:
        if (few and named) or (named > 1 and named >= _MOST * len(missing)):
            yield from (_no_clause(entry, place.child(position)) for position, entry in missing)


def _in_score(node: dict[str, Any], place: Place) -> Iterator[tuple[Data, Place]]:
    """List the children and lines of a node, and of those below it, unless the node names its clause."""
    for key in _CHILDREN if "source" not in node else ():
        below = node.get(key)
        yield below, place.child(key)
        for position, child in enumerate(below if isinstance(below, list) else ()):
            if isinstance(child, dict) and key not in ("deduct", "add"):
                yield from _in_score(child, place.child(key, position))


def _at(data: Data, path: Path) -> Data:
    for step in path:
        data = data.get(str(step)) if isinstance(data, dict) else None
    return data


def _named(entries: Data) -> int:
    """Count the entries of a list that name their clause."""
    return sum(isinstance(entry, dict) and "source" in entry for entry in entries) if isinstance(entries, list) else 0


def _missing(entries: Data) -> list[tuple[int, dict[str, Any]]]:
    """List the entries with figures and without a clause."""
    found = enumerate(entries) if isinstance(entries, list) else ()
    return [(n, entry) for n, entry in found if isinstance(entry, dict) and _has_open_figure(entry)]


def _no_clause(entry: dict[str, Any], place: Place) -> Diagnostic:
    name = entry.get("id")
    shown = f"`{name}`" if name is not None else "this entry"
    return finding(
        SLUG,
        place.child("id") if name is not None else place,
        f"{shown} does not name the clause of its figures, and the entries beside it do",
        f"{f'`{name}` ' if name is not None else '此项'}没有写明数值的依据条款，而同列各项都已写明",
        help=Text("add `source`", "请补写 `source`"),
    )


def _has_open_figure(data: Data, key: str = "") -> bool:
    """Say whether there is a figure for which nothing around it up to here names a clause."""
    match data:
        case dict():
            if "source" in data:
                return False
            return any(_has_open_figure(value, name) for name, value in data.items() if name not in _TOLD)
        case list():
            return any(_has_open_figure(value, key) for value in data)
        case bool() | None:
            return False
        case str():
            return _FIGURE.search(data) is not None
        case _:
            return True


# Clauses of unknown documents.


def _unknown_documents(subject: Subject, data: dict[str, Any]) -> Iterator[Diagnostic]:
    ids = list(data["sources"])
    for clause, place in _clauses(data, ()) if len(ids) > 1 else ():
        home, _ = subject.document.at(place)
        own = home.data.get("sources") if isinstance(home.data, dict) else None
        if not isinstance(own, dict) or len(own) < 2:
            continue
        unknown = _unknown(clause, ids)
        if unknown is not None:
            start = clause.index(unknown)
            yield finding(
                SLUG,
                place.within(start, start + len(unknown)),
                f"no document is called `{unknown}`: expected a clause that begins with one of "
                + ", ".join(f"`{name}`" for name in ids),
                f"没有名为 `{unknown}` 的依据文件：条款应以 {'、'.join(f'`{name}`' for name in ids)} 之一开头",
                help=suggestion(unknown, ids)
                or Text("begin with the id of a document under `sources`", "请以 `sources` 中某文件的标识开头"),
            )


def _clauses(data: Data, path: Path) -> Iterator[tuple[str, Place]]:
    match data:
        case dict():
            for key, value in data.items():
                if key == "source" and isinstance(value, str):
                    yield value, Place((*path, key))
                elif (*path, key) != ("sources",):
                    yield from _clauses(value, (*path, key))
        case list():
            for position, value in enumerate(data):
                yield from _clauses(value, (*path, position))
        case _:
            return


def _unknown(clause: str, ids: list[str]) -> str | None:
    """Give the first word of a clause where it is no document, or of a further one where it is nearly one."""
    parts = [part.strip() for part in re.split(r"[；;]", clause)]
    for number, part in enumerate(parts):
        word = part.split(" ")[0]
        if not word or any(_begins(part, name) for name in ids):
            continue
        if number == 0 or suggestion(word, ids) is not None:
            return word
    return None


def _begins(part: str, name: str) -> bool:
    """Say whether a clause begins with a document: `m40第十八条` is of m40, `m401` is not."""
    rest = part.removeprefix(name)
    return part.startswith(name) and not re.match(r"[0-9A-Za-z_]", rest if name[-1:].isascii() else "")


# Parameters beside their remarks.


def misquoted(subject: Subject) -> Iterator[Diagnostic]:
    """Report parameters whose own remarks give them another figure; bounds of grades are compared as such."""
    bounds = {str(value) for grade in subject.file.grades or [] for value in written(grade).values()}
    for found in subject.program.parameters:
        name, value = found.origin.id, found.value.removesuffix("%")
        if name in bounds or not _NUMBER.fullmatch(value):
            continue
        place = Place(("parameters", name, "value"))
        said = list(_said(subject, name, "%" if value != found.value else None))
        if said and not any(one.value == Fraction(value) for one, _ in said):
            one, where = said[0]
            yield finding(
                SLUG,
                place,
                f"`{name}` is {found.value}, but its remark says `{one.text}`",
                f"`{name}` 为 {found.value}，而说明写的是 `{one.text}`",
                help=Text("change the figure or the remark, so that both say the same", "请改正数值或说明，使两者一致"),
                notes=(Note(Text("it is said here", "写在此处"), where.within(one.start, one.end)),),
            )


def _said(subject: Subject, name: str, percent: str | None) -> Iterator[tuple[Said, Place]]:
    """List the figures that the remarks of a parameter give it, where they stand in one file with its value."""
    spec = (subject.file.parameters or {})[name]
    place = Place(("parameters", name))
    home = subject.document.at(place.child("value"))[0]
    for key in ("note", "assumed"):
        text = getattr(spec, key)
        if text is not None and subject.document.at(place.child(key))[0] is home:
            yield from ((one, place.child(key)) for one in chosen(text, percent or spec.unit))


# Readings that no case decides.


def _undecided(subject: Subject) -> Iterator[Diagnostic]:
    """Report the readings of the file itself, not of one that it extends, that no case sets."""
    if subject.cases is None:
        return
    set_by_cases = {(name, _text(value)) for case in subject.cases.cases for name, value in case.settings.items()}
    for name, parameter in (subject.file.parameters or {}).items():
        for reading in parameter.readings or {}:
            place = Place(("parameters", name, "readings", reading))
            known = _text(reading) == _text(parameter.value) or (name, _text(reading)) in set_by_cases
            if known or subject.document.at(place)[0] is not subject.document.files[0]:
                continue
            yield finding(
                SLUG,
                place.at_key(),
                f"no golden case is graded under the reading `{reading}` of `{name}`",
                f"没有样例按参数 `{name}` 的读法 `{reading}` 评定",
                help=Text(
                    f"add a case with `set: {{{name}: {reading}}}`", f"请增加一个 `set: {{{name}: {reading}}}` 的样例"
                ),
            )


def _text(value: Any) -> str:
    """Give a value as the readings of a file write it, without a sign of percent."""
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            scale = exact.decimals(value)
            return exact.text(exact.scaled(value, scale), scale)
        case _:
            text = str(value).strip().removesuffix("%")
            return _text(Decimal(text)) if _NUMBER.fullmatch(text) else text
