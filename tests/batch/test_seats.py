"""Places and quotas in the cohorts of a frame."""

from __future__ import annotations

import polars as pl

from batch.small_scheme import small


def test_each_cohort_has_places_and_quotas_of_its_own() -> None:
    """Half of a county may be good; who has no grade takes no place."""
    frame = pl.DataFrame(
        {
            "review": [90, 85, 85, 70, 95, 99],
            "county": ["东", "东", "西", "西", None, "西"],
            "absences": [0, 0, 0, 0, 0, 9],
        }
    )
    found = small().grade_frame(frame)
    assert found["rank"].to_list() == [1, 2, 1, 2, 1, None]
    assert found["grade"].to_list() == ["good", "fair", "good", "fair", "fair", None]
    assert found["quota"].to_list() == [None, "few_good good→fair", None, None, "few_good good→fair", None]


def test_without_the_cohort_nobody_is_ranked() -> None:
    """The columns that need it are left out."""
    found = small().grade_frame(pl.DataFrame({"review": [90]}), cohort=False)
    assert found.columns == ["review", "score", "own_grade", "rules", "checks", "faults"]
