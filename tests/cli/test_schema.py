"""`partygrade schema`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from partygrade.cli import schema

Run = Callable[..., Any]


@pytest.mark.parametrize("words", [["village.yaml"], ["--result"], ["--cohort"], ["--file"]], ids=str)
def test_every_schema_is_one(words: list[str], run: Run) -> None:
    """What is printed is a valid JSON Schema of 2020-12."""
    outcome = run("schema", *words)
    assert (outcome.code, outcome.err) == (0, "")
    found = json.loads(outcome.out)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(found)


def test_a_record_fits_its_schema(run: Run) -> None:
    """The schema of a scheme's record allows what the scheme grades."""
    validator = jsonschema.Draft202012Validator(json.loads(run("schema", "village.yaml").out))
    assert validator.is_valid({"id": "a", "review": "57.5", "satisfaction": 81})
    assert not validator.is_valid({"id": "a", "reviw": 57, "satisfaction": 81})


@pytest.mark.parametrize("words", [[], ["village.yaml", "--result"]], ids=str)
def test_one_of_them_must_be_said(words: list[str], run: Run) -> None:
    """None or two at once are a usage fault."""
    outcome = run("schema", *words, "--lang", "zh")
    assert (outcome.code, outcome.err) == (2, "错误：请在 SCHEME、--result、--cohort、--file、--cases 中写一个\n")


def test_a_file_that_is_not_shipped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package without the file says so."""
    monkeypatch.setitem(schema._FILES, "result", "none.schema.json")
    outcome = run("schema", "--result")
    assert (outcome.code, outcome.err) == (1, "error: the file `none.schema.json` is missing from the package\n")
