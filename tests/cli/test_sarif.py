"""Reports as SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

import partygrade
from partygrade.check import CHECKS, page

Run = Callable[..., Any]


def text() -> dict[str, Any]:
    return closed({"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}}, ["text"])


def closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def listed(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


POSITION = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PHYSICAL = closed(
    {
        "artifactLocation": closed({"uri": {"type": "string", "pattern": r"^[!#-;=?-Z_a-z~%]+$"}}, ["uri"]),
        "region": closed(dict.fromkeys(["startLine", "startColumn", "endLine", "endColumn"], POSITION), ["startLine"]),
    },
    ["artifactLocation"],
)
RULE = closed(
    {
        "id": {"type": "string"},
        "shortDescription": text(),
        "help": text(),
        "defaultConfiguration": closed({"level": LEVEL}, []),
    },
    ["id", "shortDescription", "help"],
)
RESULT = closed(
    {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": text(),
        "locations": listed(closed({"physicalLocation": PHYSICAL}, ["physicalLocation"]), 1),
        "relatedLocations": listed(
            closed({"id": {"type": "integer", "minimum": 0}, "message": text(), "physicalLocation": PHYSICAL}, ["id"])
        ),
    },
    ["ruleId", "ruleIndex", "level", "message", "locations"],
)
DRIVER = closed(
    {"name": {"type": "string"}, "version": {"type": "string"}, "rules": listed(RULE)}, ["name", "version", "rules"]
)
LOG = closed(
    {
        "$schema": {"type": "string", "pattern": "^https://docs.oasis-open.org/.*/sarif-schema-2.1.0.json$"},
        "version": {"const": "2.1.0"},
        "runs": listed(
            closed(
                {
                    "tool": closed({"driver": DRIVER}, ["driver"]),
                    "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": listed(RESULT),
                },
                ["tool", "results"],
            ),
            1,
        ),
    },
    ["version", "runs"],
)
"""The part of the standard's JSON Schema that is used here; its objects allow no other properties."""


def log(out: str) -> dict[str, Any]:
    """Read what was printed, and see that it is SARIF."""
    found: dict[str, Any] = json.loads(out)
    Draft202012Validator(LOG).validate(found)
    (run,) = found["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(ids)) == len(ids)
    assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    return dict(run)


@pytest.fixture
def odd(desk: Path) -> Path:
    """Give the scheme a rule that can never fire, on line 29."""
    path = desk / "odd.yaml"
    text = (desk / "village.yaml").read_text("utf-8").replace("scheme: village", "scheme: odd")
    text = text.replace("checks:\n", "  - {id: never, label: 从不, when: satisfaction > 100, lower_by: 1}\nchecks:\n")
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_has_no_results(run: Run) -> None:
    """The rules are all the checks that there are, each with its page."""
    outcome = run("check", "village.yaml", "--format", "sarif")
    assert outcome.code == 0
    found = log(outcome.out)
    assert (found["results"], found["tool"]["driver"]["version"]) == ([], partygrade.__version__)
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CHECKS)
    assert [rule["help"]["text"] for rule in rules] == [page(slug) for slug in CHECKS]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"warning"}


@pytest.mark.usefixtures("odd")
def test_a_finding_has_its_region(run: Run) -> None:
    """Lines and columns from 1; columns count characters, and the end is exclusive."""
    outcome = run("check", "odd.yaml", "--format", "sarif", "--only", "dead-rule")
    assert outcome.code == 1
    found = log(outcome.out)
    assert (found["columnKind"], found["language"]) == ("unicodeCodePoints", "en")
    (result,) = found["results"]
    assert (result["ruleId"], result["level"]) == ("dead-rule", "warning")
    assert result["message"]["text"].startswith("the rule `never` can never fire")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "odd.yaml"},
        "region": {"startLine": 29, "startColumn": 34, "endLine": 29, "endColumn": 52},
    }


@pytest.mark.usefixtures("odd")
def test_messages_are_in_the_language_asked_for(run: Run) -> None:
    """And the language is said."""
    found = log(run("check", "odd.yaml", "--format", "sarif", "--only", "dead-rule", "--lang", "zh").out)
    assert found["language"] == "zh"
    assert found["results"][0]["message"]["text"].startswith("规则 `never` 永远不会触发")


def test_a_fault_has_a_rule_of_its_own_and_related_places(run: Run, desk: Path) -> None:
    """A fault that comes with a second place says where that is."""
    text = (desk / "village.yaml").read_text("utf-8")
    (desk / "twice.yaml").write_text(f"{text}title: 又一个\n", encoding="utf-8")
    outcome = run("check", "twice.yaml", "--format", "sarif")
    assert outcome.code == 1
    found = log(outcome.out)
    (result,) = found["results"]
    assert (result["ruleId"], result["level"]) == ("repeated-key", "error")
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert found["tool"]["driver"]["rules"][-1]["id"] == "repeated-key"


def test_a_case_that_fails_is_a_result(run: Run, desk: Path) -> None:
    """At its line in the file of cases, with what differs."""
    path = desk / "village.cases.yaml"
    path.write_text(path.read_text("utf-8").replace("grade: good", "grade: fair"), encoding="utf-8")
    outcome = run("check", "village.yaml", "--cases", "--format", "sarif")
    assert outcome.code == 1
    (result,) = log(outcome.out)["results"]
    assert (result["ruleId"], result["message"]["text"]) == ("golden-case", "plain\ngrade: expected fair, got good")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "village.cases.yaml"},
        "region": {"startLine": 4},
    }


def test_a_file_that_is_none_has_a_location_without_a_region(run: Run) -> None:
    """Nothing in it can be pointed at."""
    (result,) = log(run("check", "nothing here.yaml", "--format", "sarif").out)["results"]
    assert result["ruleId"] == "no-scheme"
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "nothing%20here.yaml"}}}]


def test_the_name_of_a_file_is_a_uri(run: Run, desk: Path, odd: Path) -> None:
    """Relative to the working folder where it is given so, else a whole one; other letters are escaped."""
    (desk / "办法").mkdir()
    odd.rename(desk / "办法" / "奇.yaml")
    for name, start in (("办法/奇.yaml", "办法/奇.yaml"), (str(desk / "办法" / "奇.yaml"), "file:///")):
        (result,) = log(run("check", name, "--format", "sarif", "--only", "dead-rule").out)["results"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert unquote(uri).startswith(start)


def test_several_files_are_one_run(run: Run, desk: Path, odd: Path) -> None:
    """Each result names its file."""
    (desk / "odder.yaml").write_text(odd.read_text("utf-8").replace("scheme: odd", "scheme: odder"), encoding="utf-8")
    found = log(run("check", "odd.yaml", "odder.yaml", "--format", "sarif", "--only", "dead-rule").out)
    files = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in found["results"]]
    assert files == ["odd.yaml", "odder.yaml"]
