"""`partygrade new`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import partygrade
from partygrade.document import read

Run = Callable[..., Any]
LANGS = ["zh", "en"]


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_written_passes_at_once(lang: str, run: Run) -> None:
    """The new scheme has no fault and its cases pass."""
    assert run("new", "our-village", "--lang", lang).code == 0
    outcome = run("check", "--cases", "our-village.yaml", "--lang", "en")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("our-village.yaml: no faults (5 facts, 1 rule, 2 readings), 5 cases pass")
    assert len(outcome.out.splitlines()) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_case_of_it_can_fail(lang: str, run: Run, desk: Path) -> None:
    """The cases look at the scheme: with another bound one of them fails."""
    run("new", "our-village", "--lang", lang)
    path = desk / "our-village.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 85", "value: 86"), encoding="utf-8")
    outcome = run("check", "--cases", "our-village.yaml", "--lang", "en")
    assert (outcome.code, outcome.out.splitlines()[-1]) == (1, "our-village.yaml: 2 of 5 cases fail")


@pytest.mark.parametrize("lang", LANGS)
def test_it_shows_every_part(lang: str, run: Run) -> None:
    """It has a parameter with a reading, facts, a deduction, a bonus, grades, a rule and a check."""
    run("new", "our-village", "--lang", lang)
    program = partygrade.load("our-village.yaml").program
    assert [parameter.status for parameter in program.parameters] == ["read", "assumed"]
    lines = [line.origin.id for item in program.items() for line in item.lines]
    assert lines == ["absent", "awarded"]
    assert (len(program.grades), len(program.rules), len(program.checks)) == (3, 1, 1)


@pytest.mark.parametrize("lang", LANGS)
def test_both_languages_say_the_same_scheme(lang: str, run: Run) -> None:
    """The figures do not depend on the language of the comments."""
    run("new", "one", "--lang", lang)
    run("new", "two", "--lang", "en")
    one, two = (partygrade.load(f"{name}.yaml") for name in ("one", "two"))
    assert [(f.element, f.key, f.value) for f in one.figures] == [(f.element, f.key, f.value) for f in two.figures]


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_about_one_screen(lang: str, run: Run, desk: Path) -> None:
    """The file has at most 60 lines, of at most 130 characters."""
    run("new", "our-village", "--lang", lang)
    lines = (desk / "our-village.yaml").read_text("utf-8").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 130


@pytest.mark.parametrize(("ending", "option"), [("yaml", "--file"), ("cases.yaml", "--cases")])
@pytest.mark.parametrize("lang", LANGS)
def test_the_first_line_leads_editors_to_the_schema(lang: str, ending: str, option: str, run: Run, desk: Path) -> None:
    """The schema stands beside the file, is that of the library, and the file holds against it."""
    run("new", "our-village", "--lang", lang)
    text = (desk / f"our-village.{ending}").read_text("utf-8")
    found = re.fullmatch(r"# yaml-language-server: \$schema=(.*)", text.splitlines()[0])
    assert found is not None
    schema = (desk / found[1]).read_text("utf-8")
    assert schema == run("schema", option).out
    data = json.loads(json.dumps(read(text).data, default=float))
    assert list(Draft202012Validator(json.loads(schema)).iter_errors(data)) == []


def test_a_schema_that_is_there_stays(run: Run, desk: Path) -> None:
    """The schema beside is not overwritten; another one is noted."""
    run("new", "one")
    again = run("new", "two")
    assert (again.code, again.err) == (0, "")
    for name in ("scheme.schema.json", "cases.schema.json"):
        (desk / name).write_text("{}", encoding="utf-8")
    outcome = run("new", "three")
    assert outcome.code == 0
    for name, option in (("scheme.schema.json", "--file"), ("cases.schema.json", "--cases")):
        renew = f"`partygrade schema {option} > {name}` renews it"
        assert f"note: `{name}` is not the schema of this version; {renew}\n" in outcome.err
        assert (desk / name).read_text("utf-8") == "{}"
    assert "schema" not in outcome.out


@pytest.mark.parametrize("there", ["ours.yaml", "ours.cases.yaml"])
def test_nothing_is_overwritten(there: str, run: Run, desk: Path) -> None:
    """Where one of the two files exists, nothing is written."""
    (desk / there).write_text("mine", encoding="utf-8")
    before = {path.name for path in desk.iterdir()}
    outcome = run("new", "ours")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == f"error: `{there}` is there already, and is not overwritten; nothing is written\n"
    assert (desk / there).read_text("utf-8") == "mine"
    assert {path.name for path in desk.iterdir()} == before


def test_into_another_folder(run: Run, desk: Path) -> None:
    """`--dir` says where; a folder that is not there is an error."""
    (desk / "ours").mkdir()
    outcome = run("new", "village-2", "--dir", "ours")
    assert outcome.out.splitlines()[-1] == "next: partygrade check --cases ours/village-2.yaml"
    names = {"village-2.yaml", "village-2.cases.yaml", "scheme.schema.json", "cases.schema.json"}
    assert {path.name for path in (desk / "ours").iterdir()} == names
    outcome = run("new", "village-2", "--dir", "nowhere", "--lang", "zh")
    assert (outcome.code, outcome.err) == (1, "错误：没有文件夹 `nowhere`\n")


@pytest.mark.parametrize("name", ["Village", "a_b", "a--b", "-a", "a-", "村", "a.b", "../a", ""])
def test_a_name_is_an_id_of_a_scheme(name: str, run: Run, desk: Path) -> None:
    """Another name is a usage fault that says what is allowed; nothing is written."""
    before = {path.name for path in desk.iterdir()}
    outcome = run("new", "--", name)
    assert outcome.code == 2
    assert f"`{name}` is no id of a scheme: expected lower-case letters, digits and single `-`" in outcome.err
    assert {path.name for path in desk.iterdir()} == before


@pytest.mark.parametrize("name", ["anyang-five-star", "diving"])
def test_the_name_of_a_shipped_scheme_is_taken(name: str, run: Run) -> None:
    """Commands would take the shipped scheme for it."""
    outcome = run("new", name, "--lang", "zh")
    assert (outcome.code, outcome.err) == (2, f"错误：`{name}` 是自带办法的名称，请换一个\n")


@pytest.mark.parametrize("name", ["2024", "on", "null", "1-2", "true", "017", "1e3", "plain"])
def test_a_name_that_yaml_reads_otherwise_is_quoted(name: str, run: Run) -> None:
    """An id that looks like a number or a flag stays text."""
    assert run("new", name).code == 0
    assert run("check", "--cases", f"{name}.yaml").code == 0
    assert partygrade.load(f"{name}.yaml").id == name


def test_what_cannot_be_written_leaves_nothing(run: Run, desk: Path) -> None:
    """Where a later file cannot be written, the earlier ones are taken away again."""
    (desk / "scheme.schema.json").symlink_to(desk / "nowhere" / "file")
    before = {path.name for path in desk.iterdir()}
    outcome = run("new", "ours")
    assert outcome.code == 1
    assert outcome.err.startswith("error: `scheme.schema.json` cannot be written: ")
    assert {path.name for path in desk.iterdir()} == before


def test_the_texts_are_those_of_the_two_languages() -> None:
    """A scheme and its cases for each language, and nothing else."""
    names = {path.name for path in files("partygrade").joinpath("cli/start").iterdir()}
    assert names == {f"{lang}.{ending}" for lang in LANGS for ending in ("yaml", "cases.yaml")}
