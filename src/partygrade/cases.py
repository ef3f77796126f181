"""Golden cases: a file of facts and expected results beside a scheme, and what differs.

A file `NAME.cases.yaml` holds `scheme`, `as_of` (the day as of which is graded), `base` (facts that every case starts
from) and `cases`. A case has `case` (its name), `set` (parameters), `as_of`, `facts` over the base (null takes one
away) or `records` (several, each over the base), and `expect`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from partygrade.api import Scheme
from partygrade.diagnostics import Diagnostic, Text, closest, suggestion
from partygrade.document import Document, read
from partygrade.errors import FactsError, SchemeError, not_utf8
from partygrade.expect import COHORT, ONE, Difference, Shape, difference, expect
from partygrade.grading import CohortGrading, Grading
from partygrade.render import render
from partygrade.source import ROOT, Place

_FILE_KEYS = ("scheme", "as_of", "base", "cases")
_CASE_KEYS = ("case", "set", "as_of", "facts", "records", "expect")
_KINDS: Mapping[str, type] = {"mapping": dict, "list": list}


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case; `line` is where it starts in its file."""

    name: str
    line: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[Mapping[str, Any], ...] | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """The golden cases of a scheme."""

    scheme: str
    cases: tuple[Case, ...]


def read_cases(path: Path, of: str | None = None) -> Cases:
    """Read a file of golden cases, of the scheme of the id `of` if one is given.

    Raises:
        SchemeError: with every fault of the file.
    """
    try:
        document = read(path.read_text(encoding="utf-8"), str(path.name))
    except UnicodeDecodeError as wrong:
        raise SchemeError([not_utf8(path.name)]) from wrong
    faults = [*document.faults, *(_shape(document.data) if document.data is not None else ())]
    if of is not None and isinstance(document.data, dict):
        faults += _other(document.data.get("scheme", of), of)
    if faults:
        error = SchemeError(faults)
        error.document = document
        error.rendered = render(faults, document)
        raise error
    data: Any = document.data
    found = tuple(_case(raw, data, document, n) for n, raw in enumerate(data.get("cases") or []))
    return Cases(str(data["scheme"]), found)


def _other(found: object, of: str) -> Iterator[Diagnostic]:
    if str(found) != of:
        text = Text(
            f"these are cases of `{found}`, and the scheme beside them is `{of}`",
            f"这些样例属于 `{found}`，而旁边的办法是 `{of}`",
        )
        yield Diagnostic("other-scheme", text, Place(("scheme",)))


def _shape(data: object) -> Iterator[Diagnostic]:
    if not isinstance(data, dict):
        yield _wrong_type("a file of cases", "mapping", ROOT)
        return
    yield from _keys(data, _FILE_KEYS, ("scheme", "cases"), ROOT)
    yield from _types(data, {"base": "mapping", "cases": "list"}, ROOT)
    yield from _day(data, ROOT)
    cases = data.get("cases")
    for number, raw in enumerate(cases if isinstance(cases, list) else ()):
        place = Place(("cases", number))
        if not isinstance(raw, dict):
            yield _wrong_type("a case", "mapping", place)
            continue
        yield from _keys(raw, _CASE_KEYS, ("case", "expect"), place)
        yield from _types(raw, {"set": "mapping", "facts": "mapping", "records": "list", "expect": "mapping"}, place)
        yield from _day(raw, place)
        records, wanted = raw.get("records"), raw.get("expect")
        for position, record in enumerate(records if isinstance(records, list) else ()):
            if not isinstance(record, dict):
                yield _wrong_type("a record", "mapping", place.child("records", position))
        if isinstance(wanted, dict):
            yield from _expected(wanted, ONE if records is None else COHORT, place.child("expect"))


def _expected(wanted: Mapping[str, object], shapes: Mapping[str, Shape], place: Place) -> Iterator[Diagnostic]:
    yield from _keys(wanted, tuple(shapes), (), place)
    for key, value in wanted.items():
        shape = shapes.get(key, "value")
        if shape == "value":
            continue
        kind = shape.removesuffix("s")
        outer = "mapping" if kind != shape else kind
        if not isinstance(value, _KINDS[outer]):
            yield _wrong_type(f"`{key}`", outer, place.child(key))
        elif kind != shape and isinstance(value, dict):
            parts = (part for part in value if not isinstance(value[part], _KINDS[kind]))
            yield from (_wrong_type(f"`{part}`", kind, place.child(key, part)) for part in parts)


def _day(data: Mapping[str, object], place: Place) -> Iterator[Diagnostic]:
    given = data.get("as_of")
    if given is None or _as_day(given) is not None:
        return
    text = Text(
        f"`{given}` is no calendar day: expected a day such as 2020-06-30",
        f"`{given}` 不是日期：应为 2020-06-30 这样的日期",
    )
    yield Diagnostic("bad-date", text, place.child("as_of"))


def _as_day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)) else None
    except ValueError:
        return None


def _types(data: Mapping[str, object], kinds: Mapping[str, str], place: Place) -> Iterator[Diagnostic]:
    for key, kind in kinds.items():
        if key in data and data[key] is not None and not isinstance(data[key], _KINDS[kind]):
            yield _wrong_type(f"`{key}`", kind, place.child(key))


def _wrong_type(what: str, kind: str, place: Place) -> Diagnostic:
    chinese = {"mapping": "键值表", "list": "列表"}[kind]
    written = (
        Text("write `[A, B]`", "请写 `[甲, 乙]`") if kind == "list" else Text("write `{ID: …}`", "请写 `{标识: …}`")
    )
    return Diagnostic(
        "wrong-type",
        Text(f"{what} stands here in another form: expected a {kind}", f"此处应为{chinese}"),
        place,
        help=written,
    )


def _keys(
    data: Mapping[str, object], known: tuple[str, ...], needed: tuple[str, ...], place: Place
) -> Iterator[Diagnostic]:
    strange = [key for key in data if key not in known]
    for key in strange:
        text = Text(f"unknown key `{key}`", f"不认识的键 `{key}`")
        listed = Text(f"the keys here are {', '.join(known)}", f"此处可用的键：{'、'.join(known)}")
        yield Diagnostic("unknown-key", text, place.child(key).at_key(), help=suggestion(key, known) or listed)
    # A key that is missing because it is mistyped is told as the mistyped one.
    meant = {closest(key, known) for key in strange}
    for key in needed:
        if key not in data and key not in meant:
            text = Text(f"the key `{key}` is missing", f"缺少键 `{key}`")
            yield Diagnostic("missing-key", text, place, help=Text(f"write `{key}: …`", f"请写 `{key}: …`"))


def _case(raw: Mapping[str, Any], data: Mapping[str, Any], document: Document, number: int) -> Case:
    line = document.span(Place(("cases", number))).line
    base, records = data.get("base") or {}, raw.get("records")
    return Case(
        str(raw["case"]),
        line,
        raw.get("set") or {},
        _over(base, raw.get("facts") or {}),
        None if records is None else tuple(_over(base, record) for record in records),
        raw["expect"] or {},
        _as_day(raw.get("as_of") or data.get("as_of")),
    )


def _over(base: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**base, **facts}.items() if value is not None}


def graded(scheme: Scheme, case: Case) -> Grading | CohortGrading:
    """Grade the record or the records of a case, under its settings.

    Raises:
        FactsError: with every fault of the records.
        SchemeError: if a setting is not allowed, or the scheme cannot grade them so.
    """
    under = scheme.with_parameters(**case.settings) if case.settings else scheme
    if case.records is not None:
        return under.grade_cohort(case.records, as_of=case.as_of)
    return under.grade(case.facts, as_of=case.as_of)


def run(scheme: Scheme, case: Case) -> list[Difference]:
    """Run a case; give what differs from what it expects.

    Raises:
        FactsError: if a record of a cohort has a fault; a case of one record can expect its faults.
    """
    try:
        return expect(graded(scheme, case), case.expect)
    except SchemeError as error:
        return _faults(case, [d.code for d in error.diagnostics])
    except FactsError as error:
        if case.records is not None:
            raise
        return _faults(case, [d.fact or d.code for d in error.diagnostics])


def _faults(case: Case, found: list[str]) -> list[Difference]:
    wanted = sorted(str(name) for name in case.expect.get("faults", []))
    if wanted == sorted(set(found)):
        return []
    return [difference("faults", wanted, sorted(set(found)))]
