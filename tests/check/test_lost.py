"""Tests what is said of names that a file which changes another one leaves without a use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.lost import lost
from partygrade.check.unused_fact import check as facts
from partygrade.check.unused_figure import check as figures
from partygrade.check.unused_parameter import check as parameters
from partygrade.diagnostics import Diagnostic

BASE = """
partygrade: 1
scheme: base
title: 原办法
parameters: {line: {value: 60, assumed: 未写}, spare: {value: 1, assumed: 未写}}
facts: {satisfaction: {type: percent}, members: {type: count}}
derived: {twice: {label: 两倍, value: 2 * members}}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
rules:
  - {id: low, when: satisfaction < line, at_most: poor}
  - {id: small, when: twice < 20, at_most: poor}
"""
OVER = """
partygrade: 1
scheme: over
title: 改过的办法
extends: base.yaml
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    yield tmp_path


def over(folder: Path, text: str) -> Subject:
    path = folder / "over.yaml"
    path.write_text(OVER + text, encoding="utf-8")
    return Subject(partygrade.load(path))


def found(subject: Subject) -> list[Diagnostic]:
    return [*facts(subject), *parameters(subject), *figures(subject)]


def shown(subject: Subject) -> list[tuple[str, str, int]]:
    """Give the name, the file and the line of each finding."""
    out = []
    for one in found(subject):
        file, place = subject.document.at(one.place)
        out.append((one.text.en.split("`")[1], Path(file.name).name, file.span(place).line))
    return out


def test_what_is_left_without_a_use_is_said_where_the_file_extends_the_other(folder: Path) -> None:
    """The figure with a label too, since it had a use before."""
    subject = over(folder, "remove: [low, small]\n")
    assert sorted(shown(subject)) == [
        ("line", "over.yaml", 5),
        ("satisfaction", "over.yaml", 5),
        ("spare", "base.yaml", 5),
        ("twice", "over.yaml", 5),
    ]


def test_the_help_is_to_remove_it(folder: Path) -> None:
    """Or to use it again."""
    helps = {one.text.en.split("`")[1]: one.help for one in found(over(folder, "remove: [low, small]\n"))}
    line = helps["line"]
    assert line is not None and line.en == "name it under `remove`, or use it"


def test_what_had_no_use_before_is_said_where_it_stands(folder: Path) -> None:
    """It is a fault of the other file."""
    assert [name for name, *_ in shown(over(folder, ""))] == ["spare"]
    assert lost(over(folder, "")) == frozenset()


def test_what_the_file_itself_adds_is_said_there(folder: Path) -> None:
    """Its own fact stands in it."""
    subject = over(folder, "facts: {more: {type: count}}\n")
    assert ("more", "over.yaml", 6) in shown(subject)


def test_a_file_that_extends_no_other_has_lost_nothing() -> None:
    """There is nothing that it had before."""
    assert lost(Subject(partygrade.loads(BASE))) == frozenset()
