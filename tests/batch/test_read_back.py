"""Gradings read back from rows of detailed frames, against those of the plain path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given

from batch.detailed import detailed
from batch.organisations import frames, listed
from batch.small_scheme import TEXT
from batch.small_scheme import small as make_small
from batch.test_grade import examples
from partygrade import CohortGrading, FactsError, Grading, Scheme, SchemeError, catalog, engine, load, loads
from partygrade.strategies import cohorts, days

Record = dict[str, Any]


@cache
def scheme_of(name: str) -> Scheme:
    """Load a scheme once."""
    return load(name)


@cache
def small() -> Scheme:
    """Make the small scheme once."""
    return make_small()


def agree(found: Grading, plain: Grading) -> None:
    """See that two gradings are the same, in every word."""
    assert found.to_dict() == plain.to_dict()
    assert (found.explain("en"), found.reasons()) == (plain.explain("en"), plain.reasons())
    names = ("id", "name", "score", "own_grade", "grade", "place", "nodes", "fired", "without_overrides")
    assert [getattr(found, name) for name in names] == [getattr(plain, name) for name in names]


def lists_of(scheme: Scheme, record: Mapping[str, Any]) -> dict[str, Any]:
    """Give the events of a record, as they stand there."""
    ids = [item.origin.id for item in scheme.program.inputs if listed(item)]
    return {name: record[name] for name in ids if record.get(name) is not None}


def some(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Pick rows that came out differently."""
    kinds = {tuple(str(row[name]) for name in ("score", "grade", "quota")): n for n, row in enumerate(rows)}
    return list(kinds.values())[:4]


class TestPlain:
    """Rows that have what the definition gives."""

    @pytest.mark.parametrize("name", [*catalog.names(), *catalog.gallery()])
    def test_a_row_tells_the_grading(self, name: str) -> None:
        """Of every shipped scheme and every scheme of the gallery."""
        scheme = scheme_of(name)

        @examples(1 if name in catalog.gallery() else 2)
        @given(cohorts(scheme, 4, 12), days(scheme))
        def see(records: list[Record], day: date | None) -> None:
            rows, accounts = detailed(scheme, records, day)
            plain = scheme.grade_cohort(records, as_of=day).gradings
            for n in some(rows):
                lists = lists_of(scheme, records[n])
                agree(scheme.grading_of(rows[n], accounts, lists, as_of=day), plain[n])

        see()


class TestPolars:
    """Rows of a polars frame."""

    @pytest.mark.parametrize("name", ["township-four-level"])
    def test_a_row_tells_the_grading(self, name: str) -> None:
        """With the small frame of the quotas, and the frames of the events of all."""
        scheme = scheme_of(name)

        @examples(2)
        @given(cohorts(scheme, 12, 20), days(scheme))
        def see(records: list[Record], day: date | None) -> None:
            wide, events = frames(scheme, records)
            batch = scheme.batch(wide, events, detail=True, as_of=day)
            rows, plain = batch.frame.to_dicts(), scheme.grade_cohort(records, as_of=day).gradings
            for n in some(rows):
                agree(scheme.grading_of(rows[n], batch.quotas, events, as_of=day), plain[n])

        see()


RECORDS: list[Record] = [
    {"id": "a", "review": "90", "county": "东", "sanctions": [{"points": 2}, {"points": 1}]},
    {"id": "b", "review": "89.5", "county": "东"},
    {"id": "c", "review": "89.5", "county": "东"},
    {"id": "d", "review": "100", "county": "西", "absences": 4},
    {"id": "e", "review": "70", "absences": 9},
]
"""Of the three in the east one may be good, and b and c tie across the cut."""


@cache
def worked() -> tuple[pl.DataFrame, pl.DataFrame, dict[str, pl.DataFrame], CohortGrading]:
    """Grade the records above, and one with a fault, in detail."""
    wide, events = frames(small(), [*RECORDS, {"id": "f", "review": "?"}])
    batch = small().batch(wide, events, detail=True)
    return batch.frame, batch.quotas, events, small().grade_cohort(RECORDS)


def graded() -> tuple[list[Record], Any, dict[str, pl.DataFrame], CohortGrading]:
    """Give the rows, the account of the quotas, the events, and what the plain path gives."""
    frame, *rest = worked()
    return frame.to_dicts(), *rest


def fault_of(row: object, quotas: Any = (), events: Any = None, scheme: Scheme | None = None) -> str:
    """Give the code and the words of the first fault."""
    with pytest.raises(FactsError) as error:
        (scheme or small()).grading_of(row, quotas, events)
    first = error.value.diagnostics[0]
    assert first.text.zh
    return f"{first.code}: {first.text.en}"


def test_nothing_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The functions of the program are not even made."""
    rows, quotas, events, cohort = graded()

    def refuse(*given: object) -> None:
        raise AssertionError("run again")

    monkeypatch.setattr(engine, "generate", refuse)
    found = small().grading_of(rows[1], quotas, events)
    assert (found.grade, found.own_grade) == ("fair", "good")
    monkeypatch.undo()
    agree(found, cohort.gradings[1])


def test_the_explanation_shows_what_the_row_holds() -> None:
    """A line of three points becomes one of four, whatever the events say."""
    scheme = loads(
        TEXT.replace('value: "review - sum(sanctions, points)"', "value: review").replace(
            "rules:",
            """derived: {lost: {value: "sum(sanctions, points)"}}
rules:""",
        )
    )
    wide, events = frames(scheme, RECORDS)
    row = scheme.grade_frame(wide, events, detail=True).to_dicts()[0]
    (lost,) = scheme.program.derived
    assert scheme.grading_of(row | {f"node_{lost.value}": 400}, (), events).derived == {"lost": "4"}
    assert scheme.grading_of(row, (), events).derived == {"lost": "3"}


def test_a_move_has_the_figures_of_its_account() -> None:
    """Limit, base, cut-off, and that the organisation ties across it."""
    rows, quotas, events, cohort = graded()
    found = [small().grading_of(row, quotas, events) for row in rows[:3]]
    for one, plain in zip(found, cohort.gradings, strict=False):
        agree(one, plain)
    assert [len(one.to_dict()["moves"]) for one in found] == [1, 1, 1]
    (move,) = found[1].to_dict()["moves"]
    assert (move["limit"], move["base"], move["cut_off"], move["tied"]) == (1, 3, [], True)


@pytest.mark.parametrize("kind", ["pandas", "pandas with nullable types", "duckdb", "pyarrow", "text"])
def test_a_row_may_come_back_through_a_file(kind: str, tmp_path: Path) -> None:
    """Through Parquet, where nulls turn whole numbers into doubles, or as text."""
    frame, quotas, events, cohort = worked()
    frame.write_parquet(tmp_path / "graded.parquet")
    rows = read(kind, tmp_path / "graded.parquet")
    for row, plain in zip(rows, cohort.gradings, strict=False):
        agree(small().grading_of(row, quotas.to_pandas(), events), plain)


def read(kind: str, path: Path) -> list[Any]:
    """Read a file of Parquet, and give its rows."""
    match kind:
        case "pandas":
            return [row for _, row in pd.read_parquet(path).iterrows()]
        case "pandas with nullable types":
            frame = pd.read_parquet(path, dtype_backend="numpy_nullable")
            return [row for _, row in frame.iterrows()]
        case "duckdb":
            return duckdb.read_parquet(str(path)).df().to_dict("records")
        case "pyarrow":
            return pl.read_parquet(path).to_arrow().to_pylist()
        case _:
            return pl.read_parquet(path).with_columns(pl.all().cast(pl.String)).to_dicts()


def test_who_ranks_by_the_own_grade_ties_by_it() -> None:
    """What stands in the node is the grade that the quota gave; beside it is kept what the quota saw."""
    scheme = loads(TEXT.replace("total desc", "own_grade desc"))
    wide, events = frames(scheme, RECORDS)
    batch = scheme.batch(wide, events, detail=True)
    row = batch.frame.to_dicts()[0]
    found = scheme.grading_of(row, batch.quotas, events)
    agree(found, scheme.grade_cohort(RECORDS).gradings[0])
    assert [move["tied"] for move in found.to_dict()["moves"]] == [True]
    (kept,) = (name for name in row if name.endswith("_before"))
    assert fault_of({**row, kept: None}, batch.quotas, events, scheme).startswith(f"not-a-number: `{kept}`")


def test_without_a_cohort_a_row_tells_what_grade_gives() -> None:
    """There is no place, and no move."""
    wide, events = frames(small(), RECORDS)
    rows = small().grade_frame(wide, events, cohort=False, detail=True).to_dicts()
    for row, record in zip(rows, RECORDS, strict=True):
        agree(small().grading_of(row, (), events), small().grade(record))


def test_a_row_is_of_its_day() -> None:
    """The day is the caller's, as it is for a frame."""
    scheme = loads("""partygrade: 1
scheme: dated
title: 例
in_force: {from: 2020-01-01}
facts: {since: {type: date}}
score: {id: total, value: "months(since, as_of)", at_least: 0}
""")
    day = date(2020, 3, 1)
    row = scheme.grade_frame(pl.DataFrame({"since": ["2020-01-01"]}), detail=True, as_of=day).to_dicts()[0]
    agree(scheme.grading_of(row, as_of=day), scheme.grade({"since": "2020-01-01"}, as_of=day))
    with pytest.raises(SchemeError, match="needs-day"):
        scheme.grading_of(row)


class TestFaults:
    """What is missing, or does not fit, is said in both languages."""

    def test_a_row_without_detail(self) -> None:
        """It cannot be explained without the scheme."""
        rows, quotas, events, _ = graded()
        plain = {name: cell for name, cell in rows[0].items() if not name.startswith("node_")}
        assert fault_of(plain, quotas, events).startswith("missing-column: the row has no values of nodes")

    def test_a_row_of_a_scheme_with_other_nodes(self) -> None:
        """Under another reading conditions may be constants, which have no column."""
        rows, quotas, events, _ = graded()
        node = next(name for name in rows[0] if name.startswith("node_"))
        lost = {name: cell for name, cell in rows[0].items() if name != node}
        assert fault_of(lost, quotas, events) == (
            f"other-scheme: the row is not of this scheme: only the row or only the scheme has `{node}`"
        )
        more = rows[0] | {f"node_{n}": 1 for n in range(901, 908)}
        assert fault_of(more, quotas, events).endswith(
            "`node_901`, `node_902`, `node_903`, `node_904`, `node_905` and 2 more"
        )

    def test_a_row_whose_values_are_none_of_the_nodes(self) -> None:
        """Out of range, or nothing at all."""
        rows, quotas, events, _ = graded()
        score = f"node_{small().program.score.value}"
        assert fault_of(rows[0] | {score: 10**9}, quotas, events).endswith(f"`{score}` cannot be `1000000000`")
        assert fault_of(rows[0] | {score: None}, quotas, events).endswith(f"`{score}` cannot be `None`")

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("score", 86),
            ("score", "?"),
            ("grade", "good"),
            ("grade", "best"),
            ("rules", "absent"),
            ("checks", "attended"),
        ],
    )
    def test_a_row_whose_columns_disagree(self, column: str, cell: object) -> None:
        """What people read is not what the nodes say."""
        rows, quotas, events, _ = graded()
        assert fault_of(rows[0] | {column: cell}, quotas, events).startswith(
            f"other-scheme: the row is not of this scheme: `{column}` is `{cell}`"
        )

    def test_a_row_with_faults(self) -> None:
        """It was not graded."""
        rows, *_ = graded()
        assert fault_of(rows[5]) == "not-graded: the row was not graded: it has faults in `review`"

    @pytest.mark.parametrize("column", ["own_grade", "score", "rank", "review"])
    def test_a_row_without_a_column(self, column: str) -> None:
        """Of the facts, or of what the grading adds."""
        rows, quotas, events, _ = graded()
        del rows[0][column]
        assert fault_of(rows[0], quotas, events).startswith("missing-column: ")

    def test_an_account_that_is_missing(self) -> None:
        """Whoever was not moved needs none."""
        rows, quotas, events, cohort = graded()
        assert fault_of(rows[0], quotas.filter(pl.col("county") == "西"), events) == (
            "missing-account: the quota `few_good` moved the organisation, and its account of county = 东 is missing"
        )
        agree(small().grading_of(rows[4], (), events), cohort.gradings[4])

    def test_an_account_of_another_reading(self) -> None:
        """It has another hash."""
        rows, quotas, events, _ = graded()
        other = loads(TEXT.replace("from: 80", "from: 79"))
        assert fault_of(rows[4], quotas, events, other).startswith(
            "other-scheme: the row is not of this scheme: the acc"
        )

    def test_events_that_are_missing(self) -> None:
        """As far as a node tells that there were some."""
        rows, quotas, _, _ = graded()
        assert fault_of(rows[0], quotas).endswith("(sanctions), which are missing")
        assert fault_of(rows[0], quotas, {"sanctions": []}).endswith("which are not among those that were given")
        assert fault_of(rows[0], quotas, {"fines": []}) == "unknown-fact: `fines` is no fact of this scheme"

    def test_a_figure_that_is_none(self) -> None:
        """In an account, or in the row."""
        rows, quotas, events, _ = graded()
        broken = [row | {"limit": "many"} for row in quotas.to_dicts()]
        assert fault_of(rows[0], broken, events).startswith("not-a-number: `limit` is `many`")
        assert fault_of(rows[0] | {"rank": "first"}, quotas, events).startswith("not-a-number: `rank` is `first`")
