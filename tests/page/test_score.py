"""The score tree and the derived figures as tables."""

from __future__ import annotations

import partygrade
from partygrade.api import Scheme
from partygrade.page.score import derived, score
from partygrade.page.words import Words


def test_items_are_numbered_with_their_lines_below(small: Scheme) -> None:
    """A line stands below its item, with its own number and clause."""
    rows = score(Words(small, "zh")).rows
    assert [(row.cells[0], row.id) for row in rows] == [
        ("", "total"),
        ("1", "review"),
        ("2", "growth"),
        ("3", "meetings"),
        ("3.1", "missed"),
        ("3.2", "fined"),
        ("3.3", "punished"),
        ("4", "bonus"),
        ("4.1", "awarded"),
        ("5", "prepared"),
    ]
    assert rows[4].cells == ("3.1", "扣：缺席扣分", "missed", "缺席，每次 5 分\n不超过 15", "", "三")


def test_full_points(small: Scheme) -> None:
    """They are those that are worked out: 60 + 15 + 20 + 0 + 5 = 100 of the whole."""
    assert [row.cells[4] for row in score(Words(small, "zh")).rows if row.cells[4]] == [
        "100",
        "60",
        "15",
        "20",
        "0",
        "5",
    ]


def test_what_has_no_id_is_called_after_its_node() -> None:
    """As results call it."""
    tree = "{id: t, sum: [{value: 3}, {points: 9, id: p, deduct: [{when: 1 > 2, points: 2}]}]}"
    scheme = partygrade.loads(f"partygrade: 1\nscheme: b\ntitle: b\nscore: {tree}\n")
    rows = score(Words(scheme, "zh")).rows
    assert [row.id for row in rows] == ["t", "t.1", "p", "p.1"]
    assert rows[3].cells[1] == "扣"


def test_derived_figures(small: Scheme) -> None:
    """Each with how it is worked out, and its unit."""
    (row,) = derived(Words(small, "zh")).rows
    assert row.cells == ("比率", "turnout", "按类型：\n村 → 40\n其余 → 60", "%", "二")
