"""Tests tables: their keys, their levels, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import partygrade

Grade = Callable[..., partygrade.Grading]
Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FACTS = """facts:
  kind: {type: choice, of: {village: 村, community: 社区, school: 学校}}
  late: {type: count, unit: 天}
  rate: {type: percent}
  hall: {type: flag}
  day: {type: date}
  last: {type: grade}
  note: {type: text}
"""
RECORD = {"kind": "village", "late": 0, "rate": 0, "hall": True, "day": "2017-06-05", "last": "good", "note": "x"}


def looked_up(grade: Grade, of: str, table: str, **record: Any) -> Decimal | None:
    return grade(f"{FACTS}score: {{id: t, of: {of}, table: {table}}}\n", **RECORD | record).score


class TestWords:
    """For a choice, a grade or a flag the keys are its words."""

    @pytest.mark.parametrize(("kind", "wanted"), [("village", 3), ("community", 5), ("school", 1)])
    def test_every_word_of_a_choice(self, grade: Grade, kind: str, wanted: int) -> None:
        """All words are named, in any order."""
        assert looked_up(grade, "kind", "{community: 5, school: 1, village: 3}", kind=kind) == wanted

    @pytest.mark.parametrize(("kind", "wanted"), [("village", 3), ("community", 7), ("school", 7)])
    def test_else_takes_the_other_words(self, grade: Grade, kind: str, wanted: int) -> None:
        """`else` stands for every word that is not named."""
        assert looked_up(grade, "kind", "{village: 3, else: 7}", kind=kind) == wanted

    @pytest.mark.parametrize(("hall", "wanted"), [(True, 2), (False, "0.5")])
    def test_the_words_of_a_flag(self, grade: Grade, hall: bool, wanted: object) -> None:
        """A flag has the words `true` and `false`."""
        assert looked_up(grade, "hall", "{false: 0.5, true: 2}", hall=hall) == Decimal(str(wanted))

    @pytest.mark.parametrize(("last", "wanted"), [("good", 2), ("fair", 1), ("poor", 0)])
    def test_the_words_of_a_grade(self, grade: Grade, last: str, wanted: int) -> None:
        """A grade has the ids of its ladder."""
        assert looked_up(grade, "last", "{good: 2, fair: 1, poor: 0}", last=last) == wanted

    def test_a_condition_is_a_flag(self, grade: Grade) -> None:
        """`of` may be any formula."""
        found = [looked_up(grade, "late > 3", "{true: 1, false: 2}", late=late) for late in (3, 4)]
        assert found == [2, 1]

    def test_a_parameter_settles_the_table(self, scheme: Load) -> None:
        """A table of readings is a constant."""
        body = (
            "parameters: {way: {value: strict, source: 一, readings: {mild: 从宽}}}\n"
            "score: {id: t, of: way, table: {strict: 1, mild: 2}}\n"
        )
        assert scheme(body).grade({}).score == 1
        assert scheme(body).with_parameters(way="mild").grade({}).score == 2


class TestFigures:
    """For a number or a date the keys are figures, or bounds; the first that holds counts."""

    TABLE = "{0: 9, below 3: 8, up_to 3: 7, from 30: 1, above 20: 2, else: 5}"

    @pytest.mark.parametrize(
        ("late", "wanted"),
        [(0, 9), (1, 8), (2, 8), (3, 7), (4, 5), (20, 5), (21, 2), (29, 2), (30, 1), (99, 1)],
    )
    def test_the_first_key_that_holds_counts(self, grade: Grade, late: int, wanted: int) -> None:
        """0 is both `0` and `below 3`; 30 is both `from 30` and `above 20`."""
        assert looked_up(grade, "late", self.TABLE, late=late) == wanted

    @pytest.mark.parametrize(("rate", "wanted"), [("59.99", 0), ("60", 1), ("79.99", 1), ("80", 2)])
    def test_percentages(self, grade: Grade, rate: str, wanted: int) -> None:
        """A key may be written with or without the sign."""
        assert looked_up(grade, "rate", "{below 60%: 0, below 80: 1, else: 2}", rate=rate) == wanted

    @pytest.mark.parametrize(
        ("day", "wanted"),
        [("2017-06-04", 0), ("2017-06-05", 1), ("2017-06-06", 2), ("2019-01-01", 2), ("2019-01-02", 3)],
    )
    def test_days(self, grade: Grade, day: str, wanted: int) -> None:
        """Days are written like 2017-06-05."""
        table = "{below 2017-06-05: 0, 2017-06-05: 1, up_to 2019-01-01: 2, else: 3}"
        assert looked_up(grade, "day", table, day=day) == wanted

    def test_negative_figures(self, grade: Grade) -> None:
        """A figure may be below 0."""
        assert [looked_up(grade, "late - 5", "{-5: 1, up_to -2: 2, else: 3}", late=late) for late in (0, 3, 4)] == [
            1,
            2,
            3,
        ]

    def test_a_figure_may_be_named_by_a_parameter(self, scheme: Load) -> None:
        """A key follows a reading."""
        body = (
            "parameters: {limit: {value: 3, source: 一, readings: {5: 从宽}}}\n"
            f"{FACTS}score: {{id: t, of: late, table: {{up_to limit: 0, else: 2}}}}\n"
        )
        assert scheme(body).grade(RECORD | {"late": 4}).score == 2
        assert scheme(body).with_parameters(limit=5).grade(RECORD | {"late": 4}).score == 0


class TestLevels:
    """A table has a level for each formula of `of`."""

    @pytest.mark.parametrize(
        ("kind", "late", "hall", "wanted"),
        [
            ("village", 3, True, 1),
            ("village", 3, False, 2),
            ("village", 4, True, 3),
            ("community", 0, False, 5),
            ("school", 9, True, 4),
        ],
    )
    def test_three_levels(self, grade: Grade, kind: str, late: int, hall: bool, wanted: int) -> None:
        """The entry for three values."""
        table = "{village: {up_to 3: {true: 1, false: 2}, else: {else: 3}}, else: {else: {true: 4, false: 5}}}"
        assert looked_up(grade, "[kind, late, hall]", table, kind=kind, late=late, hall=hall) == wanted

    def test_full_points_are_the_highest_entry(self, scheme: Load) -> None:
        """Of all levels."""
        item = scheme(
            f"{FACTS}score: {{of: [kind, hall], table: {{village: {{else: 7}}, else: {{else: 3.5}}}}}}\n"
        ).program.score
        assert item is not None and item.full == 7


@pytest.mark.parametrize(
    ("of", "table", "wanted"),
    [
        ("kind", "{village: 3, community: 5}", [("table-gap", "table")]),
        ("hall", "{true: 3}", [("table-gap", "table")]),
        ("last", "{good: 3, fair: 5}", [("table-gap", "table")]),
        ("late", "{3: 3, above 3: 5}", [("table-gap", "table")]),
        ("[kind, late]", "{village: {3: 3}, else: {else: 4}}", [("table-gap", "village")]),
        ("kind", "{}", [("empty-list", "{}")]),
        ("[kind, late]", "{village: {}, else: {else: 4}}", [("table-gap", "village")]),
        ("kind", "{vilage: 3, community: 5, school: 1}", [("unknown-option", "vilage")]),
        ("kind", "{村: 3, else: 5}", [("unknown-option", "村")]),
        ("hall", "{true: 3, 0: 5}", [("unknown-option", "0")]),
        ("late", "{upto 3: 3, else: 5}", [("table-key", "upto 3")]),
        ("late", "{from: 3, else: 5}", [("table-key", "from")]),
        ("late", "{rate: 3, else: 5}", [("table-key", "rate")]),
        ("late", "{3 + 4: 3, else: 5}", [("table-key", "3 + 4")]),
        ("late", "{from 3%: 3, else: 5}", [("unit-mismatch", "from 3%")]),
        ("day", "{from 2017-6-5: 3, else: 5}", [("bad-date", "from 2017-6-5")]),
        ("day", "{3: 3, else: 5}", [("bad-date", "3")]),
        ("kind", "{else: 3, village: 5}", [("dead-key", "village")]),
        ("late", "{up_to 30: 3, up_to 3: 5, else: 1}", [("dead-key", "up_to 3")]),
        ("late", "{up_to 30: 3, below 30: 5, else: 1}", [("dead-key", "below 30")]),
        ("late", "{below 30: 3, 30: 4, up_to 30: 5, else: 1}", [("dead-key", "up_to 30")]),
        ("late", "{up_to 3: 3, below 4: 5, 4: 2, else: 1}", []),
        ("late", "{above 3: 3, from 5: 5, else: 1}", [("dead-key", "from 5")]),
        ("late", "{3: 3, 3.0: 5, else: 1}", [("dead-key", "3.0")]),
        ("late", "{from 3: 3, 3: 5, else: 1}", [("dead-key", "3")]),
        ("late", "{from 3: 3, up_to 3: 5, up_to 9: 2, else: 1}", [("dead-key", "up_to 9")]),
        ("late", "{above 3: 3, below 3: 5, 3: 2, else: 1}", []),
        ("late", "{else: 3, from 3: 5}", [("dead-key", "from 3")]),
        ("kind", "{village: {else: 3}, else: 5}", [("table-depth", "village")]),
        ("[kind, late]", "{village: 3, else: {else: 5}}", [("table-depth", "3")]),
        ("kind", "{village: late, else: 5}", [("not-constant", "late")]),
        ("kind", "{village: 20%, else: 5}", [("unit-mismatch", "20%")]),
        ("kind", "{village: true, else: 5}", [("wrong-type", "true")]),
        ("kind", "{village: good, else: 5}", [("wrong-type", "good")]),
        ("kind", "{village: [3], else: 5}", [("wrong-type", "[3]")]),
        ("kind", "{village: null, else: 5}", [("wrong-type", "null")]),
        ("note", "{else: 5}", [("wrong-type", "note")]),
        ("[kind, late, rate, hall]", "{else: 5}", [("too-long", "[kind, late, rate, hall]")]),
    ],
)
def test_a_table_that_does_not_stand_is_refused(
    scheme: Load, faults: Faults, of: str, table: str, wanted: list[tuple[str, str]]
) -> None:
    """Every level names every word or ends with `else`, every key can count, and entries are constant points."""
    body = f"{FACTS}score: {{id: t, of: {of}, table: {table}}}\n"
    if wanted:
        assert faults(body) == wanted
    else:
        scheme(body)


def test_the_fault_names_what_is_missing(scheme: Load) -> None:
    """The message of a gap says which words are missing, and of what."""
    with pytest.raises(partygrade.SchemeError) as caught:
        scheme(f"{FACTS}score: {{id: t, of: kind, table: {{village: 3}}}}\n")
    assert caught.value.diagnostics[0].text.en == (
        "no entry for `community`, `school`: expected every word of `kind`, or `else`"
    )


def test_a_mistyped_word_comes_with_the_word(scheme: Load) -> None:
    """A key that resembles a word comes with it."""
    with pytest.raises(partygrade.SchemeError) as caught:
        scheme(f"{FACTS}score: {{id: t, of: kind, table: {{vilage: 3, else: 1}}}}\n")
    help = caught.value.diagnostics[0].help
    assert help is not None and help.en == "did you mean `village`?"


def test_the_fault_of_a_mistyped_bound_comes_with_the_bound(scheme: Load) -> None:
    """`upto 3` is surely `up_to 3`."""
    with pytest.raises(partygrade.SchemeError) as caught:
        scheme(f"{FACTS}score: {{id: t, of: late, table: {{upto 3: 3, else: 1}}}}\n")
    help = caught.value.diagnostics[0].help
    assert help is not None and help.en == "did you mean `up_to`?"


def test_an_optional_fact_is_guarded_by_the_condition_of_the_node(grade: Grade, faults: Faults) -> None:
    """A table may look at an optional fact where `when` says that it is known."""
    facts = "facts: {kind: {type: choice, of: [a, b], optional: true}}\n"
    node = "{id: t, of: kind, table: {a: 1, b: 2}, when: known(kind)}"
    assert [grade(f"{facts}score: {node}\n", **record).score for record in ({}, {"kind": "b"})] == [0, 2]
    assert faults(f"{facts}score: {{id: t, of: kind, table: {{a: 1, b: 2}}}}\n") == [("may-be-unknown", "kind")]
