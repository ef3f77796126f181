"""Every figure of a scheme, with its clause and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import partygrade
from partygrade import catalog
from partygrade.document import read
from partygrade.figures import Figure, figures
from partygrade.ir import Program
from partygrade.source import Place

TEXT = """\
partygrade: 1
scheme: small
title: 小办法
in_force: {from: 2020-01-01}
sources: {plan: {title: 方案 2020, date: 2020-01-01}}
parameters:
  limit: {label: 上限, value: 3, at_most: 5, source: 一, readings: {4: 从宽}}
  half: {value: 0.5, assumed: 文件没有写}
  rest: {value: 1 - half}
  way: {value: strict, source: 二, readings: {lax: 从宽}}
  told: {value: 20%, source: 三}
  guess: {value: 1, assumed: 文件没有写, readings: {2: 另一种}}
facts:
  absences: {type: count, label: 缺席, max: 9, default: 0, source: 四}
  kind: {type: choice, of: {k2: 第2类, other: 其他}, default: k2}
  source: {type: points, max: 10, step: 0.50}
  acts: {type: events, at_most: 20, fields: {note: {type: count, max: 7}, day: {type: date}}, \
derived: {note: day, by: max > 3}}
derived:
  fee: {of: kind, table: {k2: 5, else: {up_to 3: 1}}, source: 五}
score:
  sum:
    - id: base
      label: 基础
      source: 六
      points: 40
      deduct:
        - {each: absences, points: 2, at_most: limit}
        - {id: late, when: absences > 2, points: told, label: 迟到, source: 六1}
        - {each: acts, points: [1, 2], by: day}
    - {id: extra, of: absences, steps: [{from: 5, points: 3, source: 七}, {points: 0}]}
    - {weight: half, value: base + 1}
band_on: round(score, 0)
grades:
  - {id: good, label: 好, from: 60, when: absences == 0, source: 八}
  - {id: poor, label: 差}
rules:
  - {id: calm, when: way == "lax", at_most: poor}
order: [raise_by, at_least]
checks:
  - {id: shown, require: base > extra, otherwise: warning}
procedure:
  - {id: told_all, by: 2人, notice_days: 5, until: "2020-06-30"}
cohort:
  within: [kind]
  rank_by: [score desc]
  quotas:
    - {id: few, grades: [good], at_most: told, of: all, ties: in}
cycle:
  previous: last
  targets: [{id: rise, grades: [poor], reach: good, share: 30%}]
draws:
  - {id: drawn, grades: [good], at_least: 1}
follow_up:
  - {grades: [poor], label: 整顿2次, source: 九}
  - {when: score < 5, label: 约谈, source: 九1}
"""


def lines(found: tuple[Figure, ...]) -> list[str]:
    """Give element, key and value of each."""
    return [f"{figure.element or '-'} {figure.key}: {figure.value}" for figure in found]


@pytest.fixture(scope="module")
def found() -> tuple[Figure, ...]:
    return figures(read(TEXT, "small.yaml"), Program((), ()))


def test_every_figure_is_listed(found: tuple[Figure, ...]) -> None:
    """Numbers, shares, dates, words that settle something and formulas with a number, in the order of the sections."""
    assert lines(found) == [
        "- in_force.from: 2020-01-01",
        "limit value: 3",
        "limit at_most: 5",
        "half value: 0.5",
        "rest value: 1 - half",
        "way value: strict",
        "told value: 20%",
        "guess value: 1",
        "absences max: 9",
        "absences default: 0",
        "kind default: k2",
        "source max: 10",
        "source step: 0.5",
        "acts at_most: 20",
        "acts fields.note.max: 7",
        "acts derived.by: max > 3",
        "fee table.k2: 5",
        "fee table.else.up_to 3: 1",
        "base points: 40",
        "base.1 points: 2",
        "base.1 at_most: limit",
        "late when: absences > 2",
        "late points: told",
        "base.3 points[1]: 1",
        "base.3 points[2]: 2",
        "extra steps[1].from: 5",
        "extra steps[1].points: 3",
        "extra steps[2].points: 0",
        "score.3 weight: half",
        "score.3 value: base + 1",
        "- band_on: round(score, 0)",
        "good from: 60",
        "good when: absences == 0",
        "calm at_most: poor",
        "- order: raise_by, at_least",
        "shown otherwise: warning",
        "told_all notice_days: 5",
        "told_all until: 2020-06-30",
        "few at_most: told",
        "few of: all",
        "few ties: in",
        "rise reach: good",
        "rise share: 30%",
        "drawn at_least: 1",
        "- follow_up[2].when: score < 5",
    ]


def test_each_has_the_clause_of_the_nearest_element(found: tuple[Figure, ...]) -> None:
    """A line or step without a clause has that of the node around it, and no section lends one to the next."""
    clauses = {f"{figure.element} {figure.key}": figure.source for figure in found}
    assert [clauses[name] for name in ("base points", "base.1 points", "late points", "extra steps[1].from")] == [
        "六",
        "六",
        "六1",
        "七",
    ]
    assert clauses["extra steps[2].points"] is clauses["calm at_most"] is clauses["kind default"] is None


def test_each_has_the_label_of_its_element(found: tuple[Figure, ...]) -> None:
    """The label is that of the element itself."""
    labels = {figure.element: figure.label for figure in found}
    assert [labels[name] for name in ("limit", "absences", "base", "late", "good", "half")] == [
        "上限",
        "缺席",
        "基础",
        "迟到",
        "好",
        None,
    ]


def test_each_has_its_line_and_place(found: tuple[Figure, ...]) -> None:
    """File and line say where it is written, the place says where it is in the scheme."""
    (late,) = [figure for figure in found if (figure.element, figure.key) == ("late", "points")]
    assert (late.file, late.line, str(late.place)) == ("small.yaml", 28, "score.sum[1].deduct[2].points")


def test_a_parameter_has_an_origin(found: tuple[Figure, ...]) -> None:
    """Its value is stated, read, assumed, or follows from others."""
    origins = {figure.element: figure.origin for figure in found if figure.origin}
    assert origins == {
        "limit": "read",
        "half": "assumed",
        "rest": "derived",
        "way": "read",
        "told": "stated",
        "guess": "assumed",
    }


def test_as_data(found: tuple[Figure, ...]) -> None:
    """As data a figure has the same keys, and the place as text."""
    assert found[1].to_dict() == {
        "element": "limit",
        "label": "上限",
        "key": "value",
        "value": "3",
        "source": "一",
        "origin": "read",
        "file": "small.yaml",
        "line": 7,
        "place": "parameters.limit.value",
    }


def test_a_parameter_has_the_value_in_force() -> None:
    """A formula of other parameters is worked out, and what the caller sets is said to be set."""
    scheme = partygrade.load("wendian-five-star")
    found = {figure.element: figure for figure in scheme.figures if figure.key == "value"}
    assert (found["review_weight"].value, found["base_weight"].origin) == ("0.3", "assumed")
    found = {f.element: f for f in scheme.with_parameters(base_weight="0.8").figures if f.key == "value"}
    assert (found["review_weight"].value, found["base_weight"].value) == ("0.2", "0.8")
    assert (found["review_weight"].origin, found["base_weight"].origin) == ("stated", "set")


def test_a_line_without_a_label_is_called_after_its_fact() -> None:
    """The label is the one that results show."""
    scheme = partygrade.loads(
        "partygrade: 1\nscheme: s\ntitle: s\nfacts: {a: {type: count, label: 缺席}}\n"
        "score: {id: t, points: 9, deduct: [{each: a, points: 2}]}\n"
    )
    assert {figure.label for figure in scheme.figures if figure.element == "t.1"} == {"缺席"}


def test_a_file_that_changes_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each figure comes from the file in which it is written."""
    monkeypatch.chdir(tmp_path)
    other = "partygrade: 1\nscheme: o\ntitle: o\nscore: {id: t, points: 9}\ngrades: [{id: a, from: 5}, {id: b}]\n"
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    scheme = partygrade.loads("partygrade: 1\nscheme: x\nextends: other.yaml\nchange:\n  a: {from: 6}\n", name="x.yaml")
    assert scheme.files == ("x.yaml", "other.yaml")
    assert [(f.element, f.value, f.file, f.line) for f in scheme.figures] == [
        ("t", "9", "other.yaml", 4),
        ("a", "6", "x.yaml", 5),
    ]


@pytest.mark.parametrize("name", [*catalog.names(), *catalog.gallery()])
def test_every_number_of_a_shipped_scheme_is_listed(name: str) -> None:
    """No number outside names and remarks is left out, and each stands on the line that is given."""
    scheme = partygrade.load(name)
    listed = {figure.place: figure for figure in scheme.figures}
    assert len(listed) == len(scheme.figures) > 5
    data = scheme._document.data
    assert isinstance(data, dict)
    stack: list[tuple[tuple[str | int, ...], object]] = [((key,), data[key]) for key in data if key != "partygrade"]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [((*path, key), below) for key, below in value.items()]
        elif isinstance(value, list):
            stack += [((*path, step), below) for step, below in enumerate(value)]
        elif not isinstance(value, bool | str | None):
            assert Place(path) in listed
