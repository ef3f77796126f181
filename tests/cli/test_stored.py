"""`partygrade explain` over results that an engine wrote in detail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

Run = Callable[..., Any]
GRADE = ("grade", "village.yaml", "table.csv", "--out", "out.parquet", "--lang", "en")


def explained(run: Run, key: str, *words: str) -> Any:
    """Explain an organisation from its results."""
    return run("explain", "village.yaml", "out.parquet", "--row", key, *words)


def test_results_in_detail_are_explained_as_the_table_is(run: Run) -> None:
    """By id, name or number, with the move by the quota."""
    outcome = run(*GRADE, "--detail")
    assert outcome.out.splitlines()[-1] == "account of the quotas written to out.quotas.csv"
    plain = run("explain", "village.yaml", "table.csv", "--row", "v2").out
    assert "moved by a quota" in plain
    for key in ("v2", "第2村党支部", "#2", " v2 "):
        found = explained(run, key)
        assert (found.code, found.out, found.err) == (0, plain, "")


def test_events_are_given_again(run: Run, desk: Path) -> None:
    """They stand in no row of the results."""
    (desk / "fined.yaml").write_text(
        """partygrade: 1
scheme: fined
title: 例
facts: {fines: {type: events, fields: {points: {type: count, max: 9}}}}
score: {id: total, points: 100, deduct: [{each: fines, points: points}]}
grades: [{id: good, from: 80}, {id: poor}]
""",
        encoding="utf-8",
    )
    (desk / "t.csv").write_text("id,total\na,90\n", encoding="utf-8")
    (desk / "fines.csv").write_text("id,points\nb,9\na,3\na,8\n", encoding="utf-8")
    given = ("--events", "fines=fines.csv", "--lang", "en")
    run("grade", "fined.yaml", "t.csv", "--detail", "--out", "out.parquet", *given)
    found = run("explain", "fined.yaml", "out.parquet", "--row", "a", *given)
    assert found.out == run("explain", "fined.yaml", "t.csv", "--row", "a", *given).out
    lost = run("explain", "fined.yaml", "out.parquet", "--row", "a", "--lang", "en")
    assert lost.code == 1
    assert lost.err.startswith("out.parquet: error[missing-events]: the organisation was graded with events of `fines`")


def test_a_row_that_is_not_to_be_found(run: Run, desk: Path) -> None:
    """Nobody, or several, are called so."""
    names = pl.read_csv(desk / "table.csv", infer_schema=False).with_columns(pl.lit("村").alias("名称"))
    names.write_csv(desk / "table.csv")
    run(*GRADE, "--detail", "--quiet")
    for key in ("v9", "#9", "#0"):
        found = explained(run, key)
        said = f"error: no organisation is called `{key}`; rows go by id, by name, or by #3 for the third"
        assert (found.code, found.err.rstrip("\n")) == (1, said)
    several = "error: several organisations are called `村`: say which one by its id, or by #3 for the third row"
    assert explained(run, "村").err.rstrip("\n") == several


def test_results_without_detail_tell_nothing(run: Run) -> None:
    """What is missing is said."""
    run(*GRADE, "--engine", "polars", "--quiet")
    found = explained(run, "v2")
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("out.parquet: error[missing-column]: the row has no values of nodes")


def test_another_reading_is_told(run: Run) -> None:
    """The account of the quotas is of a scheme with another hash."""
    run(*GRADE, "--detail", "--quiet")
    assert "error[other-scheme]" in explained(run, "v2", "--set", "good_share=50%").err


def test_a_missing_account_is_told(run: Run, desk: Path) -> None:
    """Whom no quota moved needs none."""
    run(*GRADE, "--detail", "--quiet")
    (desk / "out.quotas.csv").unlink()
    assert "error[missing-account]" in explained(run, "v2").err
    assert explained(run, "v3").code == 0
