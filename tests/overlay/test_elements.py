"""The elements of a scheme, by their ids."""

from __future__ import annotations

from pathlib import Path

from partygrade.document import read
from partygrade.overlay.elements import elements, id_of
from partygrade.overlay.merged import part


def test_every_entry_with_an_id_is_one(folder: Path) -> None:
    """Parameters, facts, derived figures, grades, rules, checks, quotas, nodes and lines are listed."""
    document = read((folder / "base.yaml").read_text("utf-8"))
    found = [(element.id, element.kind) for element in elements(part(document.data, document))]
    assert found == [
        ("limit", "parameter"),
        ("counted", "parameter"),
        ("excused", "parameter"),
        ("weight", "parameter"),
        ("absences", "other"),
        ("awards", "other"),
        ("twice", "other"),
        ("good", "other"),
        ("fair", "other"),
        ("poor", "other"),
        ("absent", "other"),
        ("shown", "other"),
        ("few", "other"),
        ("total", "node"),
        ("review", "node"),
        ("meetings", "node"),
        ("meetings.1", "other"),
        ("late", "other"),
    ]


def test_what_has_no_id_is_called_after_the_node_above() -> None:
    """The root is `score`, and its children are counted from one."""
    document = read("score: {sum: [{value: 1}, {add: [{when: true, points: 1}]}]}")
    assert [element.id for element in elements(part(document.data, document))] == [
        "score",
        "score.1",
        "score.2",
        "score.2.1",
    ]


def test_an_id_is_a_text() -> None:
    """What is no text is no id."""
    document = read("a: {id: 3}\nb: {id: x}\nc: 5")
    root = part(document.data, document)
    assert [id_of(root.below(key)) for key in "abc"] == [None, "x", None]
