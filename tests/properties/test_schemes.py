"""The laws on every shipped scheme and the gallery, under the readings in force and every other one, at the cuts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import partygrade
from partygrade import Scheme, catalog, laws
from partygrade.strategies import cohorts, days, records, records_near_cuts

NAMES = partygrade.scheme_names()
GALLERY = catalog.gallery()


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


@cache
def scheme(name: str, reading: str = "") -> Scheme:
    """Load a scheme, under another reading such as `bands=literal`."""
    if not reading:
        return partygrade.load(name)
    key, value = reading.split("=")
    return scheme(name).with_parameters(**{key: value})


@cache
def drawn(name: str, reading: str = "") -> st.SearchStrategy[dict[str, Any]]:
    return records(scheme(name, reading))


@cache
def drawn_cohorts(name: str, reading: str = "") -> st.SearchStrategy[list[dict[str, Any]]]:
    return cohorts(scheme(name, reading), max_size=8)


def day(data: st.DataObject, name: str) -> date | None:
    """Draw the day as of which to grade, for a scheme that looks at one."""
    return data.draw(days(scheme(name)))


def other_readings() -> Iterator[Any]:
    for name in NAMES:
        for parameter in scheme(name).readings:
            for value in parameter["others"]:
                yield pytest.param(name, f"{parameter['id']}={value}", id=f"{name}-{parameter['id']}={value}")


GRADED = [name for name in NAMES if scheme(name).grades]
each_scheme = pytest.mark.parametrize("name", NAMES)

COHORT_SCHEMA = Draft202012Validator(
    json.loads((Path(partygrade.__file__).parent / "cohort.schema.json").read_text("utf-8"))
)

# Where a scheme itself takes a grade away although a fact improves: the reading, and the rule or check that does it.
# A score of whole points may become one with a half, and one inside a band may come to stand between two.
TAKEN_AWAY = {
    "anyang-five-star": {
        "bands=literal": {"between_bands"},
        "bands=whole_only": {"whole_score"},
        "": {"warnings_counted"},
    },
    "township-four-level": {
        "fraction_bands=literal": {"between_bands"},
        "fraction_bands=whole_only": {"whole_points"},
    },
}
CHECKED_TOGETHER = {"warnings_counted": "leaders_punished_light"}


def expected_reversal(name: str, reading: str, found: laws.Reversal) -> bool:
    known = TAKEN_AWAY.get(name, {})
    allowed = known.get(reading, set()) | known.get("", set())
    facts = {CHECKED_TOGETHER.get(reason, found.fact) for reason in found.because}
    return set(found.because) <= allowed and facts == {found.fact}


class TestSpelling:
    """“In a record a number is an `int`, a `Decimal` or decimal text; a `float` is read by its shortest decimal
    form.”"""

    @each_scheme
    @examples(40)
    @given(data=st.data())
    def test_keys_and_numbers_in_any_form_give_one_result(self, name: str, data: st.DataObject) -> None:
        """The order of the keys and the spelling of the numbers change nothing."""
        laws.spelling_never_matters(scheme(name), data.draw(drawn(name)), day(data, name))


class TestBetter:
    """“Every fact may say `better: up` or `better: down` (laws and explanations use it)”"""

    @each_scheme
    @examples(80)
    @given(data=st.data())
    def test_a_better_fact_never_lowers_the_grade(self, name: str, data: st.DataObject) -> None:
        """No grade falls; where one is taken away, it is by a check that the scheme has for that."""
        for found in laws.better_never_lowers(scheme(name), data.draw(drawn(name)), as_of=day(data, name)):
            assert expected_reversal(name, "", found), found

    @pytest.mark.parametrize(
        ("name", "reading", "facts", "fact", "reason"),
        [
            (
                "anyang-five-star",
                "",
                {"leaders_punished_light": 1, "leaders_serious_warning": 1},
                "leaders_punished_light",
                "warnings_counted",
            ),
            ("anyang-five-star", "bands=literal", {"organisation": 8}, "organisation", "between_bands"),
            ("anyang-five-star", "bands=whole_only", {"organisation": 8}, "organisation", "whole_score"),
            ("township-four-level", "fraction_bands=literal", {"leader": 9}, "leader", "between_bands"),
            ("township-four-level", "fraction_bands=whole_only", {"leader": 9}, "leader", "whole_points"),
        ],
    )
    def test_these_schemes_take_a_grade_away(
        self, name: str, reading: str, facts: dict[str, Any], fact: str, reason: str
    ) -> None:
        """Each exception is real: one step up, and a rule or a check of the scheme leaves no grade."""
        usual = {
            "anyang-five-star": {
                **dict.fromkeys(["systems", "fortress", "members", "service", "leadership", "organisation"], 9),
                **dict.fromkeys(["discipline", "facilities", "execution", "mass_base"], 9),
                "satisfaction": 80,
            },
            "township-four-level": {
                "work_plan": 10, "work_rules": 10, "premises": 10, "support": 10, "results": 25, "public_opinion": 15,
            },
        }  # fmt: skip
        found = laws.better_never_lowers(scheme(name, reading), usual[name] | facts)
        assert (fact, (reason,), None) in [(one.fact, one.because, one.worse) for one in found]


class TestBands:
    """“The last grade has no condition, so every score falls in exactly one band.”"""

    @each_scheme
    @examples(100)
    @given(data=st.data())
    def test_a_score_falls_in_exactly_one_band(self, name: str, data: st.DataObject) -> None:
        """At, just under and just over every bound."""
        laws.score_in_one_band(scheme(name), data.draw(records_near_cuts(scheme(name))), day(data, name))


class TestPhases:
    """“The effects act in phases. Inside a phase the order of the rules never matters.”"""

    @each_scheme
    @examples(60)
    @given(data=st.data())
    def test_the_effects_of_the_rules_give_the_own_grade(self, name: str, data: st.DataObject) -> None:
        """Phase by phase, from the band."""
        laws.phases_act_as_written(scheme(name), data.draw(drawn(name)), day(data, name))


class TestCeilings:
    """“the worst ceiling holds”"""

    @each_scheme
    @examples(60)
    @given(data=st.data())
    def test_the_own_grade_is_under_every_ceiling_that_fired(self, name: str, data: st.DataObject) -> None:
        """Unless a rule that fired raises it in a later phase."""
        laws.ceilings_hold(scheme(name), data.draw(drawn(name)), day(data, name))


class TestEngines:
    """“Sums, products and comparisons are exact; a quotient or a mean says how it is rounded.”"""

    @each_scheme
    @examples(100)
    @given(data=st.data())
    def test_the_fast_path_gives_what_the_definition_gives(self, name: str, data: st.DataObject) -> None:
        """On every node."""
        laws.engines_agree(scheme(name), data.draw(drawn(name)), day(data, name))


JUNK = [
    True,
    -1,
    10**30,
    "1e3",
    "九",
    "nan",
    float("nan"),
    float("inf"),
    0.1 + 0.2,
    "",
    "  ",
    [],
    {},
    b"1",
    "99999999999999999999",
]


class TestReaders:
    """“A number with more decimals than the fact has, off its step or out of its range, is an error.”"""

    @each_scheme
    @examples(60)
    @given(data=st.data())
    def test_both_readers_agree_on_good_records_and_on_bad(self, name: str, data: st.DataObject) -> None:
        """A value may be junk, missing, or one too many."""
        record = data.draw(drawn(name))
        for key in data.draw(st.lists(st.sampled_from([*record, "nonsense", "id"]), max_size=2)):
            if data.draw(st.booleans()):
                record[key] = data.draw(st.sampled_from(JUNK))
            else:
                record.pop(key, None)
        laws.readers_agree(scheme(name), record, day(data, name))


class TestJson:
    """“No binary float touches a score: 89.995 is never 90.”"""

    @each_scheme
    @examples(30)
    @given(data=st.data())
    def test_a_result_survives_json(self, name: str, data: st.DataObject) -> None:
        """It reads back as it was, and its facts give it once more."""
        laws.json_round_trips(scheme(name), data.draw(drawn(name)), day(data, name))

    @each_scheme
    @examples(5)
    @given(data=st.data())
    def test_a_cohort_fits_the_published_schema(self, name: str, data: st.DataObject) -> None:
        """The JSON Schema of cohorts, which holds that of results, allows it."""
        found = scheme(name).grade_cohort(data.draw(drawn_cohorts(name)), as_of=day(data, name))
        assert list(COHORT_SCHEMA.iter_errors(json.loads(found.to_json()))) == []


@pytest.mark.parametrize("name", GRADED)
class TestCohorts:
    """“Quotas act in the order written, each on what the ones before it left.”"""

    @examples(30)
    @given(data=st.data())
    def test_the_order_of_the_rows_changes_nothing(self, name: str, data: st.DataObject) -> None:
        """No grade, no move and no account."""
        rows = data.draw(drawn_cohorts(name))
        order = data.draw(st.permutations(range(len(rows)))) if rows else []
        laws.rows_in_any_order(scheme(name), rows, order, day(data, name))

    @examples(40)
    @given(data=st.data())
    def test_quotas_hold_or_say_why_not(self, name: str, data: st.DataObject) -> None:
        """With numbers that add up."""
        laws.quotas_hold(scheme(name), data.draw(drawn_cohorts(name)), day(data, name))


@pytest.mark.parametrize(("name", "reading"), list(other_readings()))
class TestOtherReadings:
    """“gives the scheme under another reading”"""

    @examples(8)
    @given(data=st.data())
    def test_the_laws_of_records_hold(self, name: str, reading: str, data: st.DataObject) -> None:
        """Every law of one record."""
        record, as_of = data.draw(drawn(name, reading)), day(data, name)
        for law in laws.RECORD_LAWS:
            if law is not laws.better_never_lowers:
                law(scheme(name, reading), record, as_of=as_of)
        for found in laws.better_never_lowers(scheme(name, reading), record, as_of=as_of):
            assert expected_reversal(name, reading, found), found

    @examples(4)
    @given(data=st.data())
    def test_the_laws_of_cohorts_hold(self, name: str, reading: str, data: st.DataObject) -> None:
        """Every law of a cohort."""
        rows, as_of = data.draw(drawn_cohorts(name, reading)), day(data, name)
        for law in laws.COHORT_LAWS:
            law(scheme(name, reading), rows, as_of=as_of)


# Facts of the gallery whose improvement may lower a grade, and why.
EXCEPTIONS: dict[str, tuple[str, ...]] = {}


@cache
def readings_of(name: str) -> tuple[str, ...]:
    """List the readings of a scheme, first those in force."""
    others = [f"{p['id']}={value}" for p in scheme(name).readings for value in p["others"]]
    return ("", *others)


@pytest.mark.parametrize("name", GALLERY)
class TestGallery:
    """“Three promises hold everywhere”: also for the schemes of the gallery."""

    @examples(40)
    @given(data=st.data())
    def test_the_laws_of_records_hold(self, name: str, data: st.DataObject) -> None:
        """Under the readings in force and every other one; where a better fact takes a grade away, a rule says so."""
        reading = data.draw(st.sampled_from(readings_of(name)))
        record, as_of = data.draw(drawn(name, reading)), day(data, name)
        for law in laws.RECORD_LAWS:
            if law is not laws.better_never_lowers:
                law(scheme(name, reading), record, as_of=as_of)
        exceptions = EXCEPTIONS.get(name, ())
        for found in laws.better_never_lowers(scheme(name, reading), record, exceptions, as_of):
            assert found.because or found.fact in exceptions

    @examples(10)
    @given(data=st.data())
    def test_the_laws_of_cohorts_hold(self, name: str, data: st.DataObject) -> None:
        """Of those with a ladder and of those without."""
        reading = data.draw(st.sampled_from(readings_of(name)))
        rows, as_of = data.draw(drawn_cohorts(name, reading)), day(data, name)
        for law in laws.COHORT_LAWS:
            law(scheme(name, reading), rows, as_of=as_of)
