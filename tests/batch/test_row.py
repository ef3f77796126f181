"""What the row stage complains of before it begins."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from batch.small_scheme import small
from partygrade import FactsError

GOOD = {"id": ["a"], "review": [80]}


def codes(frame: pl.DataFrame, **events: pl.DataFrame) -> list[str]:
    """Give the codes of the faults of a frame."""
    with pytest.raises(FactsError) as caught:
        small().grade_frame(frame, events)
    return [fault.code for fault in caught.value.diagnostics]


def test_a_missing_column() -> None:
    """A required fact needs one."""
    assert codes(pl.DataFrame({"id": ["a"]})) == ["missing-column"]


def test_a_column_that_resembles_a_fact() -> None:
    """A slip of the pen must not become a default."""
    assert codes(pl.DataFrame({**GOOD, "absence": [3]})) == ["resembling-column"]


def test_a_column_that_grading_adds() -> None:
    """It would be lost."""
    assert codes(pl.DataFrame({**GOOD, "score": [3]})) == ["repeated-column"]


def test_a_list_that_the_scheme_does_not_have() -> None:
    """The lists that there are stand in the message."""
    assert codes(pl.DataFrame(GOOD), awards=pl.DataFrame({"id": ["a"]})) == ["unknown-fact"]


def test_events_need_the_ids_of_organisations() -> None:
    """There is nothing to join them by."""
    assert codes(pl.DataFrame({"review": [80]}), sanctions=pl.DataFrame({"id": ["a"], "points": [1]})) == ["missing-id"]


def test_labels_are_heads_too_and_other_columns_stay() -> None:
    """As in a table."""
    found = small().grade_frame(pl.DataFrame({"编号": ["a"], "评议": [80.5], "备注": ["x"]}))
    assert found.select("备注", "score", "own_grade").rows() == [("x", Decimal("80.5"), "good")]
