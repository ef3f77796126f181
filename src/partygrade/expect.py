"""What a golden case expects, compared with what came out.

`ONE` and `COHORT` list what may be expected of one grading and of a cohort, and what shape each expectation has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from partygrade.diagnostics import Text, suggestion
from partygrade.grading import CohortGrading, Grading

Shape = Literal["value", "mapping", "list", "mappings", "lists"]
"""A plain value, a mapping or a list of them, or a mapping of mappings or of lists."""

ONE: Mapping[str, Shape] = {
    "score": "value",
    "band": "value",
    "own_grade": "value",
    "grade": "value",
    "without_overrides": "value",
    "movement": "value",
    "not_graded": "value",
    "fired": "list",
    "failed_checks": "list",
    "follow_up": "list",
    "faults": "list",
    "nodes": "mapping",
    "derived": "mapping",
    "targets": "mapping",
}
COHORT: Mapping[str, Shape] = {
    "scores": "mapping",
    "bands": "mapping",
    "own_grades": "mapping",
    "grades": "mapping",
    "without_overrides": "mapping",
    "places": "mapping",
    "movements": "mapping",
    "not_graded": "list",
    "fired": "lists",
    "failed_checks": "lists",
    "follow_up": "lists",
    "nodes": "mappings",
    "derived": "mappings",
    "quotas": "mappings",
    "targets": "mappings",
    "movement": "mappings",
    "draws": "mappings",
}
_OF_EACH = {
    "scores": "score",
    "bands": "band",
    "own_grades": "own_grade",
    "grades": "grade",
    "without_overrides": "without_overrides",
    "places": "place",
    "movements": "movement",
    "fired": "fired",
    "failed_checks": "failed_checks",
    "follow_up": "follow_up",
    "nodes": "nodes",
    "derived": "derived",
}
"""What a cohort's expectation says of each organisation."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a case expects, and what it got instead; of which `organisation`, where there are several.

    `chinese` says in Chinese what it got, where that is a sentence.
    """

    what: str
    expected: str
    got: str
    organisation: str | None = field(default=None, compare=False)
    chinese: str | None = field(default=None, compare=False)

    @property
    def text(self) -> Text:
        """The sentence; the keys are those of the file of cases in both languages."""
        what = self.what
        if self.organisation is not None:
            what = f"{self.organisation} 的 {what.removesuffix(f' of {self.organisation}')}"
        return Text(str(self), f"{what}：应为 {self.expected}，{self.chinese or f'得到 {self.got}'}")

    def __str__(self) -> str:
        return f"{self.what}: expected {self.expected}, got {self.got}"


def expect(found: Grading | CohortGrading, wanted: Mapping[str, Any]) -> list[Difference]:
    """Give what differs; a number equals a number of another spelling, and a flag only a flag."""
    if isinstance(found, Grading):
        return [d for key, value in wanted.items() for d in _of_one(found, key, value)]
    return [d for key, value in wanted.items() for d in _of_cohort(found, key, value)]


def _of_one(found: Grading, key: str, wanted: Any) -> Iterator[Difference]:
    match key:
        case "nodes":
            yield from _each("node", wanted, found.nodes)
        case "derived":
            yield from _each("derived", wanted, found.derived)
        case "targets":
            targets = found.cycle["targets"] if found.cycle else []
            yield from _each("target", wanted, {target["id"]: target["met"] for target in targets})
        case "not_graded":
            yield from _same(key, bool(wanted), bool(found.to_dict()["reasons"]))
        case "fired" | "failed_checks":
            yield from _set(key, wanted, getattr(found, key))
        case "follow_up":
            yield from _set(key, wanted, [entry["label"] for entry in found.to_dict()["follow_up"]])
        case "faults":
            yield from _set(key, wanted, ())
        case "movement":
            yield from _same(key, wanted, found.cycle["movement"] if found.cycle else None)
        case _:
            yield from (_labelled(one, wanted, found) for one in _same(key, wanted, getattr(found, key)))


def _labelled(difference: Difference, wanted: Any, found: Grading) -> Difference:
    """Say that a grade is expected by its id, where its label was written."""
    if difference.what != "grade" or wanted != found.grade_label:
        return difference
    en = f"{difference.got}, whose label is `{wanted}`: write the id"
    return replace(difference, got=en, chinese=f"得到 {difference.got}（`{wanted}` 是它的名称，请写标识）")


def _of_cohort(found: CohortGrading, key: str, wanted: Any) -> Iterator[Difference]:
    match key:
        case "quotas":
            yield from _parts("quota", wanted, _quotas(found))
        case "targets":
            targets = found.movement["targets"] if found.movement else []
            yield from _parts("target", wanted, {target["id"]: target for target in targets})
        case "movement":
            yield from _parts("movement", wanted, found.movement["matrix"] if found.movement else {})
        case "draws":
            yield from _parts("draw", wanted, _draws(found))
        case "not_graded":
            none = [grading for grading in found.gradings if grading.to_dict()["reasons"]]
            yield from _set(key, wanted, [grading.id or str(grading.row + 1) for grading in none])
        case _:
            yield from _organisations(found, key, wanted)


def _organisations(cohort: CohortGrading, key: str, wanted: Any) -> Iterator[Difference]:
    by_id = {grading.id: grading for grading in cohort.gradings if grading.id is not None}
    for name, value in wanted.items():
        grading = by_id.get(str(name))
        if grading is None:
            yield _missing(f"{_OF_EACH[key]} of {name}", value, "organisation", str(name), by_id)
            continue
        for found in _of_one(grading, _OF_EACH[key], value):
            yield replace(found, what=f"{found.what} of {name}", organisation=str(name))


def _quotas(found: CohortGrading) -> Mapping[str, Any]:
    """Give the quotas by id; where a quota holds in several groups, by id and group, as in `few_good/东县`."""
    ids = [quota["id"] for quota in found.quotas]
    return {
        quota["id"] if ids.count(quota["id"]) == 1 else "/".join([quota["id"], *quota["within"].values()]): quota
        for quota in found.quotas
    }


def _draws(found: CohortGrading) -> Mapping[str, Mapping[str, int]]:
    """Count for each spot check how many of each grade are picked, in all groups; the seed only says whom."""
    picked: dict[str, dict[str, int]] = {}
    for one in found.draw(""):
        of_grade = picked.setdefault(one["id"], {})
        of_grade[one["grade"]] = of_grade.get(one["grade"], 0) + len(one["picked"])
    return picked


def _each(what: str, wanted: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in wanted.items():
        if name in got:
            yield from _same(f"{what} {name}", value, got[name])
        else:
            yield _missing(f"{what} {name}", value, what, str(name), got)


def _parts(what: str, wanted: Mapping[str, Any], got: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    for name, parts in wanted.items():
        if name not in got:
            yield _missing(f"{what} {name}", parts, what, str(name), got)
            continue
        for part, value in parts.items():
            if part in got[name]:
                yield from _same(f"{what} {name}.{part}", value, got[name][part])
            else:
                yield _missing(f"{what} {name}.{part}", value, "key", str(part), got[name])


def difference(what: str, wanted: object, got: object) -> Difference:
    """Say what is expected and what came out, as a file of cases would write both."""
    return Difference(what, _shown(wanted), _shown(got))


def _shown(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case list() | tuple():
            return f"[{', '.join(map(_shown, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_shown(key)}: {_shown(part)}' for key, part in value.items())}}}"
        case _:
            return str(value)


def _missing(where: str, wanted: object, what: str, name: str, known: Mapping[str, Any]) -> Difference:
    close = suggestion(name, known)
    named = {"derived": "derived figure", "movement": "grade"}.get(what, what)
    found = difference(where, wanted, f"no such {named}{f'; {close.en}' if close else ''}")
    return replace(found, chinese=f"但没有这一项{f'；{close.zh}' if close else ''}")


def _set(what: str, wanted: Any, got: Any) -> Iterator[Difference]:
    yield from _same(what, sorted(map(str, wanted)), sorted(map(str, got)))


def _same(what: str, wanted: object, got: object) -> Iterator[Difference]:
    one, two = _plain(wanted), _plain(got)
    if type(one) is not type(two) or one != two:
        yield difference(what, wanted, got)


def _plain(value: object) -> object:
    match value:
        case bool():
            return value
        case int():
            return Decimal(value)
        case float():
            return Decimal(float.__repr__(value))
        case str() if _NUMBER.fullmatch(value):
            return Decimal(value)
        case list() | tuple():
            return [_plain(part) for part in value]
        case _:
            return value
