"""Grade a hierarchy from the bottom up: what is graded below is a fact about what stands above.

Before: the records of all levels, each with its `parent`. After: one cohort for each level and height, lowest first.
Complains of: parents that there are not, circles, levels without a scheme, children for which the scheme has no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from partygrade import ir
from partygrade.api import OnError, Scheme
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.engine import mapping
from partygrade.errors import FactsError
from partygrade.grading import CohortGrading, Grading, RowFault

_CHILD = "child_"
"""So begins a field whose own name the parent's scheme has in use."""


@dataclass(frozen=True, slots=True)
class Level:
    """The organisations that were graded together: those of one level, as far from the leaves below them.

    `height` is 0 for organisations without children. `rows` has for each of its gradings the number of the record.
    """

    level: str | None
    height: int
    cohort: CohortGrading
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TreeGrading:
    """The gradings of a hierarchy.

    `levels` stand in the order in which they were graded; `faults` has every record that could not be, by its number
    in the input.
    """

    levels: tuple[Level, ...]
    gradings: Mapping[str, Grading]
    faults: tuple[RowFault, ...]


def grade_tree(
    records: Iterable[object],
    schemes: Scheme | Mapping[str, Scheme],
    *,
    on_error: OnError = "raise",
    as_of: date | None = None,
) -> TreeGrading:
    """Grade a hierarchy bottom-up.

    Every record has an `id` and, unless it stands at the top, the id of its `parent`. With several schemes a record
    names its `level`, which is a key of `schemes`. The list with `children: true` of a parent's scheme is filled from
    the gradings of its children. The organisations of one level that stand equally high above their lowest descendants
    are a cohort, with its quotas.

    With `on_error="collect"` records with faults come back in `faults`, and so do those above them: a grade that rests
    on a missing one is none.

    Raises:
        FactsError: with every fault, unless they are collected; those of the hierarchy itself are raised always.
        SchemeError: as `Scheme.grade_cohort` does.
    """
    tree = _Tree(schemes)
    for number, record in enumerate(records):
        tree.add(number, dict(mapping(record)))
    tree.check()
    levels = []
    for name, height, members in tree.groups():
        levels.append(tree.grade(name, height, members, as_of))
    faults = tuple(sorted(tree.faults, key=lambda fault: fault.row))
    if faults and on_error == "raise":
        raise FactsError([replace(d, row=f.row, key=f.id) for f in faults for d in f.diagnostics])
    return TreeGrading(tuple(levels), tree.gradings, faults)


@dataclass(slots=True)
class _Place:
    """A record in the hierarchy."""

    row: int
    id: str
    parent: str | None
    level: str | None
    record: dict[str, Any]
    children: list[str] = field(default_factory=list)
    height: int = -1


class _Tree:
    def __init__(self, schemes: Scheme | Mapping[str, Scheme]) -> None:
        self.schemes = schemes
        self.places: dict[str, _Place] = {}
        self.wrong: list[Diagnostic] = []
        self.faults: list[RowFault] = []
        self.gradings: dict[str, Grading] = {}

    def add(self, row: int, record: dict[str, Any]) -> None:
        name, parent, level = record.get("id"), record.pop("parent", None), record.pop("level", None)
        if name is None or name == "":
            self._fault(row, None, "missing-fact", "id", "is missing: expected the id of the organisation", "缺少编号")
            return
        if str(name) in self.places:
            en, zh = f"the id `{name}` is already in use", f"编号 `{name}` 重复"
            self._fault(row, str(name), "repeated-id", "id", en, zh)
            return
        above = None if parent is None or parent == "" else str(parent)
        self.places[str(name)] = _Place(row, str(name), above, None if level is None else str(level), record)

    def _fault(self, row: int, key: str | None, code: str, fact: str, en: str, zh: str) -> None:
        labels = {"id": "编号", "parent": "上级", "level": "层级"}
        self.wrong.append(Diagnostic(code, Text(en, zh), fact=fact, label=labels[fact], row=row, key=key))

    def check(self) -> None:
        """See that the records are a hierarchy, and how high each stands."""
        for place in self.places.values():
            self._check_level(place)
            if place.parent is None:
                continue
            above = self.places.get(place.parent)
            if above is None:
                en = f"no record has the id `{place.parent}`"
                self._fault(place.row, place.id, "unknown-parent", "parent", en, f"没有编号为 `{place.parent}` 的记录")
                continue
            above.children.append(place.id)
        self._heights()
        for place in self.places.values():
            if place.height < 0 and not self.wrong:
                en, zh = "the organisation stands above itself", "该组织成为自身的上级"
                self._fault(place.row, place.id, "cycle", "parent", en, zh)
        if self.wrong:
            raise FactsError(self.wrong)

    def _check_level(self, place: _Place) -> None:
        if isinstance(self.schemes, Scheme) or place.level in self.schemes:
            return
        names = ", ".join(f"`{name}`" for name in self.schemes)
        got = "none" if place.level is None else f"`{place.level}`"
        close = suggestion(place.level or "", self.schemes)
        en, zh = f"expected a level, one of {names}, got {got}", f"应写层级，为 {names.replace(', ', '、')} 之一"
        if close is not None:
            en, zh = f"{en}; {close.en}", f"{zh}；{close.zh}"
        self._fault(place.row, place.id, "unknown-level", "level", en, zh)

    def _heights(self) -> None:
        """Work out the heights from the leaves upwards; what stands on a circle gets none."""
        waiting = {place.id: len(place.children) for place in self.places.values()}
        ready = [name for name, count in waiting.items() if not count]
        for name in ready:
            place = self.places[name]
            place.height = 1 + max((self.places[child].height for child in place.children), default=-1)
            if place.parent is not None and place.parent in waiting:
                waiting[place.parent] -= 1
                if not waiting[place.parent]:
                    ready.append(place.parent)

    def groups(self) -> list[tuple[str | None, int, list[_Place]]]:
        """List the cohorts in an order in which all children come before their parents."""
        found: dict[tuple[int, str], list[_Place]] = {}
        for place in self.places.values():
            level = "" if isinstance(self.schemes, Scheme) else str(place.level)
            found.setdefault((place.height, level), []).append(place)
        return [(key[1] or None, key[0], found[key]) for key in sorted(found)]

    def grade(self, level: str | None, height: int, members: list[_Place], as_of: date | None) -> Level:
        """Grade one cohort."""
        scheme = self.schemes if isinstance(self.schemes, Scheme) else self.schemes[str(level)]
        able = [place for place in members if self._able(place, scheme)]
        records = [self._record(place, scheme) for place in able]
        cohort = scheme.grade_cohort(records, on_error="collect", as_of=as_of)
        for grading in cohort.gradings:
            self.gradings[able[grading.row].id] = grading
        self.faults += [replace(fault, row=able[fault.row].row) for fault in cohort.faults]
        return Level(level, height, cohort, tuple(able[grading.row].row for grading in cohort.gradings))

    def _able(self, place: _Place, scheme: Scheme) -> bool:
        """See that every child was graded, and that the scheme has a list for them."""
        lost = [child for child in place.children if child not in self.gradings]
        lists = _lists(scheme)
        wrong = []
        if lost:
            names = ", ".join(f"`{child}`" for child in lost)
            text = Text(f"{names} below could not be graded", f"下级 {names.replace(', ', '、')} 未能评定")
            wrong.append(Diagnostic("child-with-faults", text, fact="id", label="编号"))
        if place.children and not lists:
            text = Text(
                "there are organisations below, but the scheme has no list with `children: true`",
                "有下级组织，但办法中没有 `children: true` 的列表",
            )
            wrong.append(Diagnostic("no-children", text, fact="id", label="编号"))
        wrong += [
            Diagnostic(
                "unknown-fact",
                Text("is filled from the organisations below: expected nothing", "由下级评定结果填入，不应另写"),
                fact=name,
                label=item.origin.label,
            )
            for name, item in lists.items()
            if name in place.record
        ]
        if wrong:
            self.faults.append(RowFault(place.row, place.id, _name(place), tuple(wrong)))
        return not wrong

    def _record(self, place: _Place, scheme: Scheme) -> dict[str, Any]:
        below = [self.gradings[child] for child in place.children]
        lists = {name: [_event(item, grading) for grading in below] for name, item in _lists(scheme).items()}
        return {**place.record, **lists}


def _name(place: _Place) -> str | None:
    name = place.record.get("name")
    return None if name is None else str(name)


def _lists(scheme: Scheme) -> dict[str, ir.Input]:
    """Give the lists that the tree fills."""
    return {
        item.origin.id: item
        for item in scheme.program.inputs
        if isinstance(item.type, ir.Events) and item.type.children
    }


def _event(item: ir.Input, grading: Grading) -> dict[str, Any]:
    """Give the event of a child: each field from what its grading calls so."""
    assert isinstance(item.type, ir.Events)
    result = grading.to_dict()
    known: dict[str, Any] = {**result["facts"], **{found["id"]: found["value"] for found in result["items"]}}
    known |= {found["id"]: found["value"] for found in result["derived"]}
    known |= {key: result[key] for key in ("grade", "own_grade", "score", "id")}
    names = {field.origin.id: field.origin.id.removeprefix(_CHILD) for field in item.type.fields}
    wanted = {name: known.get(name, known.get(bare)) for name, bare in names.items()}
    return {name: value for name, value in wanted.items() if value is not None}
