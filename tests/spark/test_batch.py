"""What callers hold of a graded frame of Spark: every node, accounts, faults, strays, and events with an order."""

from __future__ import annotations

from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from batch.detailed import detailed
from batch.small_scheme import small
from partygrade import FactsError, loads
from spark.drawn import drawn, on_spark

EVENTS = """partygrade: 1
scheme: of-events
title: 例
facts:
  review: {type: points, label: 评议, max: 100, step: 0.5}
  turnout: {type: percent, decimals: 1, optional: true}
  county: {type: text, default: ""}
  model: {type: flag, default: false}
  founded: {type: date, default: "1921-07-01"}
  visits:
    type: events
    at_most: 20
    fields:
      day: {type: date}
      kind: {type: choice, of: [late, lost], ordered: true}
      loss: {type: number, max: 100, decimals: 1}
derived:
  last_loss: {value: "max(visits, loss, latest=1, by=day, empty=0)"}
  escalating: {value: "sum(visits, 2 if nth(kind, by=day) == 1 else 5, loss > 0)"}
  yearly: {value: "sum(visits, loss, once_per=[year(day), kind])"}
  middle: {value: "median(visits, loss, empty=0) + mean(visits, loss, digits=1, empty=0)"}
  old: {value: 'months(founded, "2017-06-05") > 900'}
score:
  id: total
  value: "review - last_loss / 4 - escalating - min(yearly, 20) / 8 - middle / 8 + (1 if old else 0)"
  at_least: 0
  at_most: 100
grades: [{id: best, from: 95}, {id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
rules:
  - {id: absent, when: known(turnout) and turnout < 50%, at_most: fair}
cohort:
  within: [county, model]
  rank_by: [total desc, review desc]
  quotas:
    - {id: few_best, at_most: 20%, grades: [best]}
    - {id: few_good, at_most: 50%, grades: [best, good]}
    - {id: some_poor, at_least: 10%, grades: [poor]}
"""


COMPARED = """partygrade: 1
scheme: compared
title: 例
facts:
  review: {type: points, label: 评议, max: 100, step: 0.5}
  county: {type: text, default: ""}
score: {id: total, value: review}
grades: [{id: good, from: 60}, {id: fair, from: 30}, {id: poor}]
rules: [{id: ahead, when: rank(total) <= 2, at_least: good}]
checks: [{id: usual, require: "cohort_mean(total, digits=1) > 50", otherwise: invalid}]
cohort: {within: [county], rank_by: [total desc], quotas: [{id: few_good, at_most: 40%, grades: [good]}]}
"""


def rows(frame: Any) -> list[dict[str, Any]]:
    """Give the rows of a frame."""
    return [row.asDict() for row in frame.collect()]


def given(spark: Any, **columns: list[str | None]) -> Any:
    """Give columns of text to Spark, as rows that no Python has to unpack."""
    return spark.createDataFrame(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}))


@pytest.mark.parametrize("text", [EVENTS, COMPARED])
def test_every_node_and_every_account_is_that_of_the_plain_path(spark: Any, text: str) -> None:
    """With events that count in their order, or ranks and means, in two groups; the cluster keeps nothing."""
    scheme = loads(text)
    records, day = drawn(scheme, 12)
    frame, events = on_spark(spark, scheme, records)
    batch = scheme.batch(frame, events, as_of=day, detail=True)
    right, accounts = detailed(scheme, records, day)
    wanted = {row["id"]: row for row in right}
    found = rows(batch.frame)
    assert len(found) == len(right)
    for row in found:
        assert {name: row[name] for name in wanted[row["id"]]} == wanted[row["id"]]
    quotas = [{name: row[name] for name in accounts[0]} for row in rows(batch.quotas)]
    assert sorted(quotas, key=str) == sorted(accounts, key=str)
    assert spark.sparkContext._jsc.getPersistentRDDs().isEmpty()


def test_faults_and_strays_are_those_of_the_plain_path(spark: Any) -> None:
    """In their words; a row of an id that stands twice, a step that is missed, an event that is out of range."""
    wide = given(spark, id=["a", "b", "c", "d", "a"], review=["90", "89.7", None, "85", "70"])
    sanctions = given(spark, id=["b", "d", "z"], points=["2", "9", "3"])
    batch = small().batch(wide, {"sanctions": sanctions})
    found = sorted((one.id, [d.code for d in one.diagnostics]) for one in batch.faults())
    assert found == [
        ("a", ["repeated-id"]), ("a", ["repeated-id"]), ("b", ["off-step"]), ("c", ["missing-fact"]),
        ("d", ["out-of-range"]),
    ]  # fmt: skip
    assert {one.row for one in batch.faults()} == {-1}
    assert rows(batch.strays()["sanctions"]) == [{"id": "z", "points": "3"}]


def test_events_of_another_engine_may_have_types_that_spark_has_not(spark: Any) -> None:
    """Whole numbers without a sign, as ids and as values, and categories."""
    wide = given(spark, id=["1", "2"], review=["90", "70"])
    points = {"points": pl.Series([2, 3], dtype=pl.UInt8), "note": pl.Series(["a", None], dtype=pl.Categorical)}
    events = pl.DataFrame({"id": pl.Series([1, 1], dtype=pl.UInt64), **points}).lazy()
    found = rows(small().grade_frame(wide, {"sanctions": events}))
    assert {row["id"]: str(row["score"]) for row in found} == {"1": "85.00", "2": "70.00"}


def test_without_the_cohort_no_job_runs(spark: Any) -> None:
    """A lazy frame is planned only, also with events, and has no place and no final grade."""
    tracker, group = spark.sparkContext.statusTracker(), "planned"
    spark.sparkContext.setJobGroup(group, group)
    wide = given(spark, id=["a"], review=["90"])
    sanctions = given(spark, id=["a", "a"], points=["2", "1"])
    before = len(tracker.getJobIdsForGroup(group))
    graded = small().grade_frame(wide, {"sanctions": sanctions}, cohort=False)
    assert len(tracker.getJobIdsForGroup(group)) == before
    assert [(str(row["score"]), row["own_grade"]) for row in rows(graded)] == [("87.00", "good")]
    assert not {"rank", "grade", "quota"} & set(graded.columns)


def test_where_the_order_of_events_matters_a_column_must_say_it(spark: Any) -> None:
    """Rows of Spark have none."""
    wide = given(spark, id=["a"], review=["90"])
    visits = given(spark, id=["a"], day=["2020-01-01"], kind=["late"], loss=["1"])
    with pytest.raises(FactsError, match="no-order"):
        loads(EVENTS).grade_frame(wide, {"visits": visits})
