"""Tests that the page of the Python API names everything that is public."""

from __future__ import annotations

import dataclasses
import inspect
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import partygrade
from partygrade import batch, cases, check, diagnostics, errors, grading, laws, page, strategies, tables, tree

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
LIST = PAGE.partition("## Every name\n")[2]
EXAMPLES = "".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
SHOWN = "".join(re.findall(r"^(?:>>>|\.\.\.) (.*\n)", EXAMPLES, re.MULTILINE))
MODULES = [partygrade, tables, check, page, cases, laws, strategies]
RESULTS = [
    partygrade.Scheme,
    grading.Grading,
    grading.CohortGrading,
    grading.RowFault,
    grading.Change,
    batch.Batch,
    grading.ReadingEffect,
    tree.TreeGrading,
    tree.Level,
    diagnostics.Diagnostic,
    errors.SchemeError,
    errors.FactsError,
    laws.LawBroken,
    laws.Reversal,
    cases.Case,
    cases.Cases,
]


def public(module: ModuleType) -> set[str]:
    """Give the names of a module: those of `__all__`, or else those of its own that have no underscore."""
    named = getattr(module, "__all__", None)
    if named is not None:
        return set(named)
    return {name for name, value in vars(module).items() if _own(value, module) and not name.startswith("_")}


def _own(value: object, module: ModuleType) -> bool:
    return (inspect.isfunction(value) or inspect.isclass(value)) and value.__module__ == module.__name__


def attributes(kind: type) -> set[str]:
    """Give the public attributes of a class: its own and what its instances get, without those of every exception."""
    fields = {field.name for field in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()
    given = set(re.findall(r"\bself\.([a-z]\w*)(?::.*?)? = ", inspect.getsource(kind)))
    return {name for name in {*dir(kind), *fields, *given} - {*dir(Exception)} if not name.startswith("_")}


def listed(module: ModuleType) -> set[str]:
    """Give the names in the row of a module."""
    row = re.search(rf"^\| `{re.escape(module.__name__)}` \| (.*) \|$", LIST, re.MULTILINE)
    assert row is not None
    return set(re.findall(r"`(\w+)`", row[1]))


@pytest.mark.parametrize("module", [*MODULES, batch], ids=lambda module: module.__name__)
def test_every_public_name_is_listed(module: ModuleType) -> None:
    """The list at the end has exactly the public names of each module."""
    assert listed(module) == public(module)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_module_has_an_executed_example(module: ModuleType) -> None:
    """It is imported by an example, and a function of it is called."""
    name = module.__name__.rpartition(".")[2]
    assert re.search(
        rf"^(?:import|from) {re.escape(module.__name__)}\b|^from partygrade import .*\b{name}\b", SHOWN, re.M
    )
    called = [n for n in public(module) if inspect.isfunction(getattr(module, n)) and re.search(rf"\b{n}\(", SHOWN)]
    assert called


@pytest.mark.parametrize("kind", RESULTS, ids=lambda kind: kind.__name__)
def test_every_attribute_stands_on_the_page(kind: type) -> None:
    """What a result, a fault or a scheme offers is named in code, in a table, in a sentence or in an example."""
    code = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", PAGE)) + EXAMPLES))
    assert attributes(kind) - code == set()


def test_every_listed_module_exists() -> None:
    """The list names no module that is not there."""
    names = re.findall(r"^\| `(partygrade[\w.]*)` \|", LIST, re.MULTILINE)
    assert names
    assert [import_module(name).__name__ for name in names] == names


def test_the_options_of_the_plugin_stand_where_the_page_sends_its_readers() -> None:
    """The page of the laws has every option that the plugin adds to pytest."""
    from partygrade import pytest_plugin

    options = set(re.findall(r'"(--partygrade-\w+)"', inspect.getsource(pytest_plugin)))
    said = (Path(__file__).resolve().parent.parent / "docs" / "laws.md").read_text(encoding="utf-8")
    assert options
    assert [option for option in options if f"`{option}" not in said] == []
