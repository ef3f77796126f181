"""Tests the shipped JSON Schemas: they are in step, and whatever the library reads and gives holds against them."""

from __future__ import annotations

import importlib.util
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import partygrade
from partygrade import catalog
from partygrade.cases import read_cases
from partygrade.document import read
from partygrade.tables import match_columns, read_table, renamed

ROOT = Path(__file__).resolve().parent.parent
FILES = ("scheme.schema.json", "cases.schema.json", "result.schema.json", "cohort.schema.json")
WEIGHTED = {"party_building": 90, "role": 84, "public_rating": 80}


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("schemas_tool", ROOT / "tools" / "schemas.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def shipped(name: str) -> Any:
    return json.loads((ROOT / "src" / "partygrade" / name).read_text(encoding="utf-8"))


def plain(data: object) -> object:
    """Give data with floats in the place of decimals: the validator divides decimals by floats and fails."""
    match data:
        case dict():
            return {key: plain(value) for key, value in data.items()}
        case list():
            return [plain(value) for value in data]
        case Decimal():
            return float(data)
        case _:
            return data


def faults(schema: Any, data: object) -> list[str]:
    found = Draft202012Validator(schema).iter_errors(plain(data))
    return [f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in found]


def scheme_text(more: str = "", grades: str = "grades: [{id: good, from: 3}, {id: poor}]") -> str:
    score = "" if "score:" in more or not grades else "score: {id: total, value: 5}"
    return f"partygrade: 1\nscheme: small\ntitle: small\n{grades}\n{score}\n{more}\n"


def scheme_faults(text: str) -> list[str]:
    return faults(shipped("scheme.schema.json"), read(text).data)


def records(name: str) -> list[dict[str, Any]]:
    scheme = partygrade.load(name)
    table = read_table(ROOT / "schemes" / f"{name}.sample.csv")
    names = {column.origin.id: (column.origin.label,) for column in scheme.program.inputs}
    return [dict(row) for row in renamed(table, match_columns(table.columns, names))]


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_in_step(name: str) -> None:
    """The shipped file is what `make schemas` writes, under every supported version of pydantic."""
    assert (ROOT / "src" / "partygrade" / name).read_text(encoding="utf-8") == tool().text(tool().schemas()[name])


def test_there_are_no_other_schema_files() -> None:
    """Every shipped JSON file is one that the tool writes."""
    assert {path.name for path in (ROOT / "src" / "partygrade").glob("*.json")} == set(FILES) == set(tool().schemas())


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_schemas(name: str) -> None:
    """A shipped schema holds against the metaschema of the version that it names."""
    assert shipped(name)["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(shipped(name))


@pytest.mark.parametrize("name", FILES)
def test_every_definition_has_a_description(name: str) -> None:
    """Every definition of a shipped schema says what it is."""
    assert all(part["description"] for part in [shipped(name), *shipped(name)["$defs"].values()])


@pytest.mark.parametrize("name", ["scheme.schema.json", "cases.schema.json"])
def test_every_key_that_an_author_writes_has_a_description(name: str) -> None:
    """Every key and every definition says what it means, in English and in Chinese."""
    schema = shipped(name)
    for part in [schema, *schema["$defs"].values()]:
        for said in [part["description"], *(value["description"] for value in part.get("properties", {}).values())]:
            english, _, chinese = said.partition(" / ")
            assert re.search("[a-z]", english) and re.search("[一-鿿]", chinese), said
            assert "`" not in said, said


def test_no_author_has_to_write_null() -> None:
    """The schema of a scheme file knows null only where it takes a key of another file away, and never by default."""
    schema = shipped("scheme.schema.json")
    assert '"default": null' not in json.dumps(schema)
    parts = {**schema["$defs"]}
    changes = parts.pop("ParameterChange")
    assert '"null"' not in json.dumps(parts)
    assert all("null" in value["type"] for value in changes["properties"].values())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "schemes").rglob("*.yaml")), ids=lambda path: path.name.removesuffix(".yaml")
)
def test_every_file_of_schemes_fits_its_schema(path: Path) -> None:
    """Every scheme, shipped or of the gallery, whole or a change of another one, and every file of golden cases."""
    name = "cases.schema.json" if path.name.endswith(".cases.yaml") else "scheme.schema.json"
    assert faults(shipped(name), read(path.read_text(encoding="utf-8")).data) == []


@pytest.mark.parametrize(
    "case",
    [
        "case: a",
        "case: a, except: {}",
        "case: a, expect: {scores: {a: 1}}",
        "case: a, expect: {fired: rule}",
        "case: a, records: [], expect: {score: 1}",
        "case: a, facts: 3, expect: {}",
    ],
)
def test_the_schema_of_cases_refuses_what_the_library_refuses(case: str, tmp_path: Path) -> None:
    """A key out of place or of a wrong kind is refused by the schema of golden cases, and by the library too."""
    text = f"scheme: small\ncases: [{{{case}}}]\n"
    assert faults(shipped("cases.schema.json"), read(text).data) != []
    (tmp_path / "small.cases.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(partygrade.SchemeError):
        read_cases(tmp_path / "small.cases.yaml")


@pytest.mark.parametrize(
    "more",
    [
        "score: {id: a, points: 10, sum: [{id: b, points: 1}]}",
        "score: {id: a}",
        "score: {id: a, steps: [{points: 1}]}",
        "score: {value: 1, step: 0.5}",
        "score: {sum: [{id: b, points: 1}], of: b}",
        "score: {value: 1, renormalise: {digits: 1}}",
        "score: {deduct: [{points: 1}]}",
        "score: {deduct: [{when: true, each: 3, points: 1}]}",
        "score: {deduct: [{when: true}]}",
        "score: {deduct: [{when: true, points: 1, at_most: 1}]}",
        "score: {deduct: [{when: true, points: 1, counting: each}]}",
        "score: {add: [{amount: x, points: 1}]}\nfacts: {x: {type: amount, default: 0}}",
        "score: {value: 1, round: 10}",
        "score: {of: 1, steps: [{from: 1, above: 1, points: 1}]}",
        "rules: [{id: r, when: true}]",
        "cohort: {rank_by: [total], quotas: [{id: q, grades: [good], at_most: 1, at_least: 1}]}",
        "cohort: {rank_by: [total], quotas: [{id: q, grades: [], at_most: 1}]}",
        "facts: {x: {type: points}}",
        "facts: {x: {type: hue}}",
        "facts: {x: {type: flag, max: 1}}",
        "facts: {x: {type: flag, default: 1}}",
        "note: 1",
        "extra: 1",
    ],
)
def test_the_schema_refuses_what_the_library_refuses(more: str) -> None:
    """A key out of place or of a wrong kind is refused by the schema of scheme files, and by the library too."""
    assert scheme_faults(scheme_text(more)) != []
    with pytest.raises(partygrade.SchemeError):
        partygrade.loads(scheme_text(more))


@pytest.mark.parametrize(
    "more",
    [
        "",
        "score: {id: a, points: 10, default: 0, step: 1}",
        "score: {points: 10, deduct: [{when: true, points: 1}, {each: 3, points: 1, at_most: 2}]}",
        "score: {of: 3, steps: [{from: 1, points: 1}, {points: 0}], round: {digits: 1, mode: up}}",
        "parameters: {p: {value: 20%, source: a, readings: {50%: why}, at_most: 100}}",
        "facts: {x: {type: choice, of: [a, b]}, z: {type: choice, of: {c: C}, default: c}}",
        "rules: [{id: r, when: true, raise_by: 1}]\norder: [raise_by, at_least, at_most, lower_by, grade, quotas]",
    ],
)
def test_the_schema_allows_what_the_library_allows(more: str) -> None:
    """A file that loads holds against the schema of scheme files."""
    partygrade.loads(scheme_text(more))
    assert scheme_faults(scheme_text(more)) == []


OVERLAY = "partygrade: 1\nscheme: over\nextends: three-tier-weighted\n"


@pytest.mark.parametrize(
    "more",
    [
        "",
        "parameters: {advanced_from: 90, new: {value: 1, source: a}, general_from: {value: 75}}",
        "change: {role: {label: x, source: }, advanced: {label: x}}\nremove: [decision_agrees]",
        "insert: {score: [{id: more, points: 10, weight: 0}]}\ngrades: [{id: top, from: 99}]",
        "facts: {x: {type: flag}}\nrules: [{id: r, when: x, grade: backward}]\nedition: 2",
    ],
)
def test_the_schema_allows_a_file_that_changes_another(more: str) -> None:
    """A file that says `extends` has keys of its own, and needs neither a title nor grades."""
    text = OVERLAY + more.replace("edition: 2", 'edition: "2"')
    partygrade.loads(text)
    assert scheme_faults(text) == []


@pytest.mark.parametrize(
    "more",
    [
        "score: {id: t, points: 1}",
        "change: {role: 5}",
        "remove: role",
        "insert: {score: {id: more}}",
        "parameters: {advanced_from: [90]}",
        "rules: [{id: r, wen: true, grade: backward}]",
        "extends: [a]",
    ],
)
def test_the_schema_refuses_what_a_change_cannot_hold(more: str) -> None:
    """What has no place in a file that changes another is refused by the schema and by the library."""
    text = (OVERLAY if "extends" not in more else OVERLAY.replace("extends: three-tier-weighted\n", "")) + more
    assert scheme_faults(text) != []
    with pytest.raises(partygrade.SchemeError):
        partygrade.loads(text)


def test_a_file_needs_grades_or_a_score() -> None:
    """The schema of scheme files asks for `grades` or `score`."""
    assert scheme_faults(scheme_text(grades="")) != []
    assert scheme_faults(scheme_text("score: {value: 1}", grades="")) == []


@pytest.mark.parametrize("scheme", catalog.names())
def test_record_schemas_are_schemas(scheme: str) -> None:
    """The schema of a scheme's records holds against the metaschema."""
    found = partygrade.load(scheme).record_schema()
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("scheme", catalog.names())
def test_sample_records_fit_the_record_schema(scheme: str) -> None:
    """Every record of a sample table holds against the schema of its scheme's records."""
    schema = partygrade.load(scheme).record_schema()
    assert [fault for record in records(scheme) for fault in faults(schema, record)] == []


@pytest.mark.parametrize("scheme", catalog.names())
def test_the_record_schema_refuses_an_unknown_key(scheme: str) -> None:
    """A key that is no fact does not hold against the schema of a scheme's records."""
    schema = partygrade.load(scheme).record_schema()
    assert faults(schema, {**records(scheme)[0], "nothing_of_the_kind": 1}) != []


@pytest.mark.parametrize("scheme", catalog.names())
def test_results_fit_the_result_schema(scheme: str) -> None:
    """The result of every sample record holds against the schema of results, and survives JSON."""
    grade = partygrade.load(scheme).grade
    for record in records(scheme):
        grading = grade(record)
        assert faults(shipped("result.schema.json"), grading.to_dict()) == []
        assert json.loads(grading.to_json()) == grading.to_dict()


@pytest.mark.parametrize("scheme", catalog.names())
def test_cohorts_fit_the_cohort_schema(scheme: str) -> None:
    """The result of every sample table, with a faulty row, holds against the schema of cohorts, and survives JSON."""
    rows = [*records(scheme), {"id": "faulty", "nothing_of_the_kind": 1}]
    found = partygrade.load(scheme).grade_cohort(rows, on_error="collect")
    assert len(found.faults) == 1
    assert faults(shipped("cohort.schema.json"), found.to_dict()) == []
    assert json.loads(found.to_json()) == found.to_dict()


@pytest.mark.parametrize(("name", "value"), [("score", 1), ("grade", 5), ("partygrade", 2), ("surplus", None)])
def test_the_result_schema_is_strict(name: str, value: object) -> None:
    """A result with another kind of value, or with a further key, does not hold against the schema of results."""
    grading = partygrade.load("three-tier-weighted").grade(WEIGHTED)
    assert faults(shipped("result.schema.json"), {**grading.to_dict(), name: value}) != []


def test_a_result_has_every_key() -> None:
    """A result that lacks a key does not hold against the schema of results."""
    data = dict(partygrade.load("three-tier-weighted").grade(WEIGHTED).to_dict())
    del data["place"]
    assert faults(shipped("result.schema.json"), data) == [": 'place' is a required property"]
