"""Records to the gradings of a cohort."""

from __future__ import annotations

from batch.small_scheme import small
from partygrade.seating import read_all, seated

RECORDS = [
    {"id": "a", "review": 90, "county": "东"},
    {"id": "b", "review": 85, "county": "东"},
    {"id": "a", "review": 85, "county": "东"},
    {"id": "c", "review": 101, "county": "东"},
    {"id": "d", "review": 85, "county": "西"},
]


def test_faulty_records_and_repeated_ids_are_set_apart() -> None:
    """Each with the number of its row and what is wrong; the others keep theirs."""
    gradings, faults = read_all(small()._engine, RECORDS, None)
    assert [grading.row for grading in gradings] == [0, 1, 4]
    assert [(fault.row, [one.code for one in fault.diagnostics]) for fault in faults] == [
        (2, ["repeated-id"]),
        (3, ["out-of-range"]),
    ]


def test_every_group_is_ranked_and_moved_by_itself() -> None:
    """Half of two may be good, and half of one is nobody."""
    engine = small()._engine
    cohort = seated(engine, *read_all(engine, RECORDS, None))
    assert [grading.place for grading in cohort.gradings] == [1, 2, 1]
    assert [grading.grade for grading in cohort.gradings] == ["good", "fair", "fair"]
    assert [(quota["within"], quota["limit"]) for quota in cohort.quotas] == [
        ({"county": "东"}, 1),
        ({"county": "西"}, 0),
    ]
