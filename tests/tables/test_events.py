"""Tables of events: what their heads mean."""

from __future__ import annotations

import pytest

from partygrade import ir
from partygrade.tables import ORGANISATION_KEY, Row, by_id, event_heads, match_fields


def field(id: str, label: str, type: ir.Type, optional: bool = False) -> ir.Input:
    return ir.Input(ir.Origin(id, label), type, optional=optional)


DAY = field("day", "日期", ir.Day())
MATTER = field("matter", "事项", ir.Label(), optional=True)
POINTS = field("points", "扣分", ir.Number(0, 0, 12))
SANCTIONS = ir.Events((DAY, MATTER, POINTS), 9)
CHILDREN = ir.Events((field("id", "编号", ir.Label()), POINTS), 9, children=True)


def said(columns: list[str], kind: ir.Events = SANCTIONS) -> list[tuple[str, str]]:
    return [(fault.code, fault.message("en")) for fault in match_fields(columns, kind).diagnostics]


@pytest.mark.parametrize("head", ["id", "ID", "编号", "党组织编号"])
def test_heads_are_ids_or_labels_of_fields(head: str) -> None:
    """The organisation goes by the words that it has in its own table; its name is not used."""
    match = match_fields([head, "日期", "POINTS", "党组织名称", "经办人"], SANCTIONS)
    assert match.columns == {head: ORGANISATION_KEY, "日期": "day", "POINTS": "points"}
    assert (match.extra, match.diagnostics) == (("经办人",), ())


def test_a_head_that_resembles_a_field_is_a_fault() -> None:
    """A slip of the pen never becomes a default."""
    assert said(["id", "日期", "扣份", "matters"]) == [
        ("resembling-column", "the column `扣份` is no fact but resembles `扣分`; "
         "rename it to `扣分`, or, if it means something else, to a word less alike"),
        ("resembling-column", "the column `matters` is no fact but resembles `matter`; "
         "rename it to `matter`, or, if it means something else, to a word less alike"),
    ]  # fmt: skip


def test_required_columns_are_missed_once() -> None:
    """A required field, and the organisation, need a column; an optional field needs none."""
    assert said(["日期"]) == [
        ("missing-column", "no column gives `扣分` (points), which is required"),
        ("missing-column", "no column says which organisation an event is of: expected `id` or `编号`"),
    ]


def test_two_columns_for_the_organisation_are_a_fault() -> None:
    """The words of the organisation are shown, not what they are called inside."""
    assert said(["id", "编号", "日期", "扣分"]) == [
        ("repeated-column", "the columns `id`, `编号` all mean `id`; keep one")
    ]


def test_a_field_goes_before_the_organisation() -> None:
    """Where a field is called `id` or 编号, another word is left for the organisation."""
    assert match_fields(["id", "党组织编号", "扣分"], CHILDREN).columns == {
        "id": "id",
        "党组织编号": ORGANISATION_KEY,
        "扣分": "points",
    }
    assert said(["id", "扣分"], CHILDREN) == [
        ("missing-column", "no column says which organisation an event is of: expected `党组织编号` or `#id`")
    ]


def test_the_heads_of_an_empty_table() -> None:
    """The organisation first, then every field by its label, unless that is not plain."""
    assert event_heads(SANCTIONS) == ["编号", "日期", "事项", "扣分"]
    assert event_heads(CHILDREN) == ["党组织编号", "编号", "扣分"]
    twins = ir.Events((field("a", "次数", ir.Flag()), field("b", "次数", ir.Flag())), 9)
    assert event_heads(twins) == ["编号", "a", "b"]


def test_the_organisation_of_events_is_called_as_the_fields_are() -> None:
    """Beside labels that are not Chinese the organisation has the head `id`."""
    assert event_heads(ir.Events((field("day", "date", ir.Day()),), 9)) == ["id", "date"]


@pytest.mark.parametrize("kind", [SANCTIONS, CHILDREN])
def test_the_heads_of_an_empty_table_mean_every_field(kind: ir.Events) -> None:
    """What a template gives is read without a doubt."""
    match = match_fields(event_heads(kind), kind)
    assert (match.extra, match.diagnostics) == ((), ())
    assert set(match.columns.values()) == {ORGANISATION_KEY, *(item.origin.id for item in kind.fields)}


def test_events_inside_of_rows_may_use_labels() -> None:
    """The keys of events in a row become ids; what is no field is left for the reader of the record."""
    inputs = (field("sanctions", "处分", SANCTIONS), field("review", "评议", ir.Number(0, 0, 9)))
    rows: tuple[Row, ...] = (
        {"sanctions": [{"日期": "2020-01-01", "扣 分": 1}, 5], "review": [1]},
        {"review": 2},
        {"sanctions": "x"},
    )
    assert by_id(rows, inputs) == (
        {"sanctions": [{"day": "2020-01-01", "扣 分": 1}, 5], "review": [1]},
        {"review": 2},
        {"sanctions": "x"},
    )


def test_an_event_that_gives_a_field_twice_stays_as_it_is() -> None:
    """No value is lost: the reader of the record complains of the label."""
    event = {"day": "2020-01-01", "日期": "2020-01-02"}
    assert by_id(({"sanctions": [event]},), (field("sanctions", "处分", SANCTIONS),)) == ({"sanctions": [event]},)
