"""Events put into the records of their organisations."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from partygrade.errors import FactsError
from partygrade.tables import Joined, join

RECORDS: list[dict[str, object]] = [{"id": "b1", "review": 9}, {"id": 2, "review": 8}, {"id": "b3"}]


def faults(rows: list[dict[str, object]], records: list[dict[str, object]]) -> list[tuple[object, ...]]:
    with pytest.raises(FactsError) as caught:
        join(records, {"sanctions": rows})
    return [(d.code, d.fact, d.row, d.key, d.message("en")) for d in caught.value.diagnostics]


def test_events_go_to_their_organisation_in_the_order_of_the_table() -> None:
    """An event is what stands in its row beside the id; an organisation without events has no list."""
    rows = [{"id": "2", "day": "2020-02-01"}, {"id": "b1", "day": "2020-03-01"}, {"day": "2020-01-01", "id": " 2 "}]
    found = join(RECORDS, {"sanctions": rows})
    assert found == Joined(
        (
            {"id": "b1", "review": 9, "sanctions": [{"day": "2020-03-01"}]},
            {"id": 2, "review": 8, "sanctions": [{"day": "2020-02-01"}, {"day": "2020-01-01"}]},
            {"id": "b3"},
        ),
        (),
        {"sanctions": {"2": (0, 2), "b1": (1,)}},
    )


def test_several_lists_are_joined_at_once() -> None:
    """Each list is joined under its own id."""
    found = join(RECORDS, {"sanctions": [{"id": "b3", "points": 1}], "overrides": [{"id": "b3", "rule": "late"}]})
    assert found.records[2] == {"id": "b3", "sanctions": [{"points": 1}], "overrides": [{"rule": "late"}]}


def test_the_given_records_stay_as_they_were() -> None:
    """Records and events are copied."""
    record, event = {"id": "a"}, {"id": "a", "day": 1}
    join([record], {"sanctions": [event]})
    assert (record, event) == ({"id": "a"}, {"id": "a", "day": 1})


def test_models_are_records_and_events_too() -> None:
    """A pydantic model is taken for the mapping of its fields."""

    class Event(BaseModel):
        id: str
        points: int

    assert join(RECORDS[:1], {"fines": [Event(id="b1", points=3)]}).records[0]["fines"] == [{"points": 3}]


def test_the_organisation_may_stand_under_another_key() -> None:
    """Then an event may have a field `id` of its own."""
    rows = [{"branch": "b1", "id": "case 7"}]
    assert join(RECORDS, {"cases": rows}, key="branch").records[0]["cases"] == [{"id": "case 7"}]


def test_an_event_of_nobody_is_a_fault() -> None:
    """An id that no record has is named with its row, and with the id that it resembles; so is a missing id."""
    rows: list[dict[str, object]] = [{"id": "b11"}, {"id": "b1"}, {"id": ""}, {"day": "2020-01-01"}]
    assert faults(rows, RECORDS) == [
        (
            "unknown-organisation",
            "sanctions",
            0,
            "b11",
            "an event of `sanctions` is of `b11`: no organisation has this id; did you mean `b1`?",
        ),
        (
            "missing-organisation",
            "sanctions",
            2,
            None,
            "an event of `sanctions` names no organisation: expected its id",
        ),
        (
            "missing-organisation",
            "sanctions",
            3,
            None,
            "an event of `sanctions` names no organisation: expected its id",
        ),
    ]


def test_events_of_nobody_may_be_collected() -> None:
    """The others are joined, and none is lost without a word."""
    found = join(RECORDS, {"sanctions": [{"id": "x"}, {"id": "b1", "points": 2}]}, on_error="collect")
    assert [(fault.code, fault.row, fault.key) for fault in found.faults] == [("unknown-organisation", 0, "x")]
    assert found.records[0]["sanctions"] == [{"points": 2}]


def test_a_list_that_the_record_has_already_is_a_fault() -> None:
    """Which of two lists counts is not for us to choose; collecting does not change that."""
    records = [{"id": "a", "sanctions": []}, {"id": "b", "sanctions": None}]
    with pytest.raises(FactsError) as caught:
        join(records, {"sanctions": [{"id": "b"}]}, on_error="collect")
    assert [(fault.code, fault.row) for fault in caught.value.diagnostics] == [("repeated-list", 0)]


def test_records_without_ids_have_no_events() -> None:
    """One fault says so, and not one for each event."""
    records: list[dict[str, object]] = [{"review": 9}, {"id": " "}]
    assert [fault[0] for fault in faults([{"id": "a"}, {"id": "b"}], records)] == ["missing-id"]
    assert join(records, {"sanctions": []}).records == tuple(records)


def test_organisations_of_one_id_have_the_same_events() -> None:
    """That an id stands twice is for the grading to complain of."""
    found = join([{"id": "a"}, {"id": "a"}], {"sanctions": [{"id": "a", "points": 1}]})
    assert [record["sanctions"] for record in found.records] == [[{"points": 1}], [{"points": 1}]]
