"""Golden cases: a file of facts and expected results beside a scheme, and what differs.

A file `NAME.cases.yaml` holds `scheme`, `base` (facts that every case starts from) and `cases`. A case has `case`
(its name), `set` (parameters), `facts` over the base (null takes one away) or `records` (several, each over the base),
and `expect`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from partygrade.api import Scheme
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.document import Document, read
from partygrade.errors import FactsError, SchemeError
from partygrade.grading import CohortGrading, Grading
from partygrade.render import render
from partygrade.source import ROOT, Place

_FILE_KEYS = ("scheme", "base", "cases")
_CASE_KEYS = ("case", "set", "facts", "records", "expect")
_KINDS: Mapping[str, type] = {"mapping": dict, "list": list}
_EXPECTED = {
    **dict.fromkeys(("nodes", "grades", "own_grades", "scores", "places", "quotas"), "mapping"),
    **dict.fromkeys(("fired", "failed_checks", "faults"), "list"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case; `line` is where it starts in its file."""

    name: str
    line: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[Mapping[str, Any], ...] | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cases:
    """The golden cases of a scheme."""

    scheme: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a case expects, and what it got instead."""

    what: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.what}: expected {self.expected}, got {self.got}"


def read_cases(path: Path) -> Cases:
    """Read a file of golden cases.

    Raises:
        SchemeError: with every fault of the file.
    """
    document = read(path.read_text(encoding="utf-8"), str(path.name))
    faults = [*document.faults, *(_shape(document.data) if document.data is not None else ())]
    if faults:
        error = SchemeError(faults)
        error.rendered = render(faults, document)
        raise error
    data: Any = document.data
    base = data.get("base") or {}
    found = tuple(_case(raw, base, document, n) for n, raw in enumerate(data.get("cases") or []))
    return Cases(str(data["scheme"]), found)


def _shape(data: object) -> Iterator[Diagnostic]:
    if not isinstance(data, dict):
        yield _wrong_type("a file of cases", "mapping", ROOT)
        return
    yield from _keys(data, _FILE_KEYS, ("scheme", "cases"), ROOT)
    yield from _types(data, {"base": "mapping", "cases": "list"}, ROOT)
    cases = data.get("cases")
    for number, raw in enumerate(cases if isinstance(cases, list) else ()):
        place = Place(("cases", number))
        if not isinstance(raw, dict):
            yield _wrong_type("a case", "mapping", place)
            continue
        yield from _keys(raw, _CASE_KEYS, ("case", "expect"), place)
        yield from _types(raw, {"set": "mapping", "facts": "mapping", "records": "list", "expect": "mapping"}, place)
        records, expect = raw.get("records"), raw.get("expect")
        for position, record in enumerate(records if isinstance(records, list) else ()):
            if not isinstance(record, dict):
                yield _wrong_type("a record", "mapping", place.child("records", position))
        if isinstance(expect, dict):
            inside = place.child("expect")
            yield from _keys(expect, tuple(_COHORT if "records" in raw else _SINGLE), (), inside)
            yield from _types(expect, _EXPECTED, inside)
            if isinstance(expect.get("quotas"), dict):
                yield from _types(expect["quotas"], dict.fromkeys(expect["quotas"], "mapping"), inside.child("quotas"))


def _types(data: Mapping[str, object], kinds: Mapping[str, str], place: Place) -> Iterator[Diagnostic]:
    for key, kind in kinds.items():
        if key in data and data[key] is not None and not isinstance(data[key], _KINDS[kind]):
            yield _wrong_type(f"`{key}`", kind, place.child(key))


def _wrong_type(what: str, kind: str, place: Place) -> Diagnostic:
    chinese = {"mapping": "键值表", "list": "列表"}[kind]
    return Diagnostic("wrong-type", Text(f"{what} is a {kind}", f"此处应为{chinese}"), place)


def _keys(
    data: Mapping[str, object], known: tuple[str, ...], needed: tuple[str, ...], place: Place
) -> Iterator[Diagnostic]:
    for key in data:
        if key not in known:
            text = Text(f"unknown key `{key}`", f"不认识的键 `{key}`")
            yield Diagnostic("unknown-key", text, place.child(key).at_key(), help=suggestion(key, known))
    for key in needed:
        if key not in data:
            yield Diagnostic("missing-key", Text(f"the key `{key}` is missing", f"缺少键 `{key}`"), place)


def _case(raw: Mapping[str, Any], base: Mapping[str, Any], document: Document, number: int) -> Case:
    line = document.span(Place(("cases", number))).line
    records = raw.get("records")
    return Case(
        str(raw["case"]),
        line,
        raw.get("set") or {},
        _over(base, raw.get("facts") or {}),
        None if records is None else tuple(_over(base, record) for record in records),
        raw["expect"],
    )


def _over(base: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**base, **facts}.items() if value is not None}


def run(scheme: Scheme, case: Case) -> list[Difference]:
    """Run a case; give what differs from what it expects.

    Raises:
        FactsError: if a record of a cohort has a fault; a case of one record can expect its faults.
    """
    try:
        under = scheme.with_parameters(**case.settings)
    except SchemeError as error:
        return _faults(case, [d.code for d in error.diagnostics])
    if case.records is not None:
        return _run_cohort(under.grade_cohort(case.records), case)
    try:
        grading = under.grade(case.facts)
    except FactsError as error:
        return _faults(case, [d.fact or d.code for d in error.diagnostics])
    return [d for key, wanted in case.expect.items() for d in _SINGLE[key](grading, key, wanted)]


def _run_cohort(found: CohortGrading, case: Case) -> list[Difference]:
    return [d for key, wanted in case.expect.items() for d in _COHORT[key](found, key, wanted)]


def _faults(case: Case, found: list[str]) -> list[Difference]:
    wanted = sorted(str(name) for name in case.expect.get("faults", []))
    if wanted == sorted(set(found)):
        return []
    return [Difference("faults", str(wanted), str(sorted(set(found))))]


def _same(what: str, wanted: object, got: object) -> Iterator[Difference]:
    if wanted != got:
        yield Difference(what, str(wanted), str(got))


def _score(grading: Grading, key: str, wanted: Any) -> Iterator[Difference]:
    yield from _same(key, None if wanted is None else Decimal(wanted), grading.score)


def _nodes(grading: Grading, key: str, wanted: Any) -> Iterator[Difference]:
    for name, value in wanted.items():
        yield from _same(f"node {name}", Decimal(value), grading.nodes.get(name))


def _attribute(grading: Grading, key: str, wanted: Any) -> Iterator[Difference]:
    yield from _same(key, wanted, getattr(grading, key))


def _ids(grading: Grading, key: str, wanted: Any) -> Iterator[Difference]:
    yield from _same(key, sorted(wanted), sorted(getattr(grading, key)))


def _not_graded(grading: Grading, key: str, wanted: Any) -> Iterator[Difference]:
    yield from _same(key, bool(wanted), bool(grading.to_dict()["reasons"]))


def _no_faults(grading: Grading, key: str, wanted: Any) -> Iterator[Difference]:
    yield from _same(key, sorted(wanted), [])


_SINGLE: dict[str, Callable[[Grading, str, Any], Iterator[Difference]]] = {
    "score": _score,
    "band": _attribute,
    "own_grade": _attribute,
    "grade": _attribute,
    "fired": _ids,
    "failed_checks": _ids,
    "not_graded": _not_graded,
    "nodes": _nodes,
    "faults": _no_faults,
}


def _grades(found: CohortGrading, key: str, wanted: Any) -> Iterator[Difference]:
    attribute = {"grades": "grade", "own_grades": "own_grade", "scores": "score", "places": "place"}[key]
    by_id = {grading.id: grading for grading in found.gradings}
    for name, value in wanted.items():
        expected = Decimal(value) if key == "scores" and value is not None else value
        got = getattr(by_id[name], attribute) if name in by_id else "no such organisation"
        yield from _same(f"{attribute} of {name}", expected, got)


def _quotas(found: CohortGrading, key: str, wanted: Any) -> Iterator[Difference]:
    quotas: dict[str, Any] = {quota["id"]: quota for quota in found.quotas}
    for name, values in wanted.items():
        for part, value in values.items():
            got = quotas[name].get(part) if name in quotas else "no such quota"
            yield from _same(f"quota {name}.{part}", value, got)


_COHORT: dict[str, Callable[[CohortGrading, str, Any], Iterator[Difference]]] = {
    "grades": _grades,
    "own_grades": _grades,
    "scores": _grades,
    "places": _grades,
    "quotas": _quotas,
}
