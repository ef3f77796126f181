"""Tests parameters: their origin, readings, ranges, and the settings of callers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import partygrade
from partygrade.result import ReadingResult

Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

LIMITS = """parameters:
  limit: {label: 上限, value: 3, source: 三, readings: {4: 「超过」从严}, at_least: 1, at_most: 9}
  weight: {value: 0.7, at_least: 0.7, at_most: 1, source: 四}
  rest: {value: 1 - weight, at_most: 0.3}
  quota: {value: 20%, source: 五}
  excused: {value: true, source: 三, readings: {false: 不问缘由}}
  way: {value: contiguous, source: 五, readings: {round_first: 先取整}}
  aspect: {value: 10, assumed: 文件未载分值}
  spare: {value: 7, source: 六}
facts: {absences: {type: count, default: 0}}
score:
  id: total
  sum:
    - {value: limit}
    - {id: mixed, value: 100 * rest}
    - {id: shares, value: quota}
    - {id: excuse, value: 1000 if excused else 0}
    - {id: ways, value: '10000 if way == "contiguous" else 0'}
    - {id: aspects, value: 100000 * aspect}
"""


def readings(scheme: partygrade.Scheme) -> dict[str, ReadingResult]:
    return {reading["id"]: reading for reading in scheme.readings}


def settings(scheme: Load, **settings: Any) -> str:
    score = scheme(LIMITS).with_parameters(**settings).grade({}).score
    return str(score)


class TestSettings:
    """`scheme.with_parameters(absence_limit=4)` gives the scheme under another reading."""

    def test_the_file_gives_the_default(self, scheme: Load) -> None:
        """Without a setting every parameter has the file's own value."""
        assert settings(scheme) == "1011053"

    @pytest.mark.parametrize(
        ("given", "wanted"),
        [
            ({"limit": 4}, "1011054"),
            ({"limit": "4"}, "1011054"),
            ({"limit": Decimal("4.0")}, "1011054"),
            ({"limit": 3}, "1011053"),
            ({"limit": 5}, "1011055"),
            ({"limit": 4.5}, "1011054.5"),
            ({"weight": Decimal("0.8")}, "1011043"),
            ({"weight": 0.8}, "1011043"),
            ({"quota": "30%"}, "1011063"),
            ({"quota": 30}, "1011063"),
            ({"excused": False}, "1010053"),
            ({"excused": "false"}, "1010053"),
            ({"excused": " True "}, "1011053"),
            ({"way": "round_first"}, "1001053"),
            ({"aspect": 5}, "511053"),
            ({"limit": 4, "way": "round_first"}, "1001054"),
        ],
    )
    def test_a_setting_changes_its_parameter(self, scheme: Load, given: dict[str, Any], wanted: str) -> None:
        """A setting is a value of the parameter's own kind, or its text; a float is read by its shortest form."""
        assert settings(scheme, **given) == wanted

    def test_settings_add_up(self, scheme: Load) -> None:
        """A scheme under one reading can be set further; the first scheme does not change."""
        first = scheme(LIMITS)
        second = first.with_parameters(limit=4).with_parameters(way="round_first")
        assert [str(one.grade({}).score) for one in (first, second)] == ["1011053", "1001054"]

    @pytest.mark.parametrize(
        ("given", "slug"),
        [
            ({"limits": 4}, "unknown-parameter"),
            ({"limit": 10}, "out-of-range"),
            ({"limit": 0}, "out-of-range"),
            ({"weight": "1.01"}, "out-of-range"),
            ({"limit": "four"}, "bad-setting"),
            ({"limit": "3 + 1"}, "bad-setting"),
            ({"limit": "absences"}, "bad-setting"),
            ({"limit": True}, "bad-setting"),
            ({"limit": Decimal("NaN")}, "bad-setting"),
            ({"limit": "4 4"}, "formula-syntax"),
            ({"excused": 1}, "bad-setting"),
            ({"excused": "maybe"}, "bad-setting"),
            ({"way": "sideways"}, "unknown-option"),
            ({"way": 3}, "unknown-option"),
        ],
    )
    def test_a_setting_that_is_not_allowed_is_an_error(self, scheme: Load, given: dict[str, Any], slug: str) -> None:
        """A setting that names no parameter, is no value of it, or leaves its range is refused."""
        with pytest.raises(partygrade.SchemeError) as caught:
            scheme(LIMITS).with_parameters(**given)
        assert [fault.code for fault in caught.value.diagnostics] == [slug]

    @pytest.mark.parametrize(
        ("value", "reading", "message"),
        [
            ("1 > 2", "4", "`4` is no value of `p`: expected true or false"),
            ("not excused", "x", "`x` is no value of `p`: expected true or false"),
            ("way", "4", "`4` is no option of `p`: expected one of strict, lax"),
        ],
    )
    def test_a_reading_is_of_the_type_of_a_formula(self, scheme: Load, value: str, reading: str, message: str) -> None:
        """A parameter that is worked out from others has readings of the type that comes out."""
        body = (
            "parameters:\n  excused: {value: true, source: a}\n  way: {value: strict, source: a, readings: {lax: b}}\n"
            f"  p: {{value: {value}, source: a, readings: {{{reading}: b}}}}\n"
        )
        with pytest.raises(partygrade.SchemeError) as caught:
            scheme(body)
        assert [fault.text.en for fault in caught.value.diagnostics] == [message]

    def test_another_parameters_word_may_be_set(self, scheme: Load) -> None:
        """A parameter that takes the word of another has its options."""
        body = (
            "parameters:\n  way: {value: strict, source: a, readings: {lax: b}}\n  p: {value: way, source: a}\n"
            'rules: [{id: r, when: p == "lax", lower_by: 1}]\n'
        )
        assert readings(scheme(body).with_parameters(p="lax"))["p"]["value"] == "lax"

    def test_a_derived_parameter_stays_in_its_range(self, scheme: Load) -> None:
        """A range holds for a formula of other parameters too, under every setting."""
        text = LIMITS.replace("at_least: 0.7, at_most: 1,", "").replace("at_most: 0.3", "at_least: 0.1, at_most: 0.3")
        with pytest.raises(partygrade.SchemeError) as caught:
            scheme(text).with_parameters(weight=Decimal("0.95"))
        assert [fault.text.en for fault in caught.value.diagnostics] == ["`rest` is 0.05: expected at least 0.1"]

    def test_an_unknown_parameter_comes_with_a_suggestion(self, scheme: Load) -> None:
        """A slip of the pen in a setting's name is recognised."""
        with pytest.raises(partygrade.SchemeError) as caught:
            scheme(LIMITS).with_parameters(limits=4)
        assert caught.value.diagnostics[0].message() == "no parameter is called `limits`; did you mean `limit`?"


class TestReadings:
    """Every result names the readings and assumptions it rests on."""

    def test_a_status_says_where_the_figure_comes_from(self, scheme: Load) -> None:
        """A parameter is stated, read, assumed or derived."""
        assert {name: found["status"] for name, found in readings(scheme(LIMITS)).items()} == {
            "limit": "read",
            "weight": "stated",
            "rest": "derived",
            "quota": "stated",
            "excused": "read",
            "way": "read",
            "aspect": "assumed",
        }

    def test_what_nothing_uses_is_not_named(self, scheme: Load) -> None:
        """A parameter that the scheme does not use is left out; one that others need is not."""
        found = readings(scheme(LIMITS))
        assert "spare" not in found
        assert "weight" in found

    def test_values_are_printed_as_authors_write_them(self, scheme: Load) -> None:
        """Numbers, shares, flags and words are texts."""
        assert {name: found["value"] for name, found in readings(scheme(LIMITS)).items()} == {
            "limit": "3",
            "weight": "0.7",
            "rest": "0.3",
            "quota": "20%",
            "excused": "true",
            "way": "contiguous",
            "aspect": "10",
        }

    def test_the_other_readings_come_with_their_reasons(self, scheme: Load) -> None:
        """The readings that are not in force are listed, each with why."""
        assert readings(scheme(LIMITS))["limit"]["others"] == {"4": "「超过」从严"}
        set_otherwise = readings(scheme(LIMITS).with_parameters(limit=4))["limit"]
        assert (set_otherwise["value"], set_otherwise["default"], set_otherwise["why"]) == ("4", "3", "「超过」从严")

    @pytest.mark.parametrize(
        ("given", "by_caller"),
        [
            ({}, set()),
            ({"limit": 4}, set()),
            ({"limit": 3}, set()),
            ({"limit": 5}, {"limit"}),
            ({"quota": 30}, {"quota"}),
            ({"aspect": 5}, {"aspect"}),
            ({"excused": False, "way": "round_first"}, set()),
        ],
    )
    def test_a_value_that_is_no_reading_was_set_by_the_caller(
        self, scheme: Load, given: dict[str, Any], by_caller: set[str]
    ) -> None:
        """A number that is neither the file's nor a reading is allowed, and results say that the caller set it."""
        found = readings(scheme(LIMITS).with_parameters(**given))
        assert {name for name, one in found.items() if one["set_by_caller"]} == by_caller

    def test_a_result_rests_on_what_is_read_assumed_or_set(self, scheme: Load) -> None:
        """A grading lists what is not simply stated."""
        grading = scheme(LIMITS).with_parameters(quota=30).grade({})
        assert [found["id"] for found in grading.readings] == ["limit", "quota", "excused", "way", "aspect"]

    def test_a_unit_is_that_of_the_parameter(self, scheme: Load) -> None:
        """With `unit` a plain figure, a reading and a setting have that unit."""
        body = (
            "parameters: {quota: {value: 20, unit: '%', source: 一, readings: {30: 从宽}}}\n"
            "score: {id: total, value: quota}"
        )
        found = readings(scheme(body))["quota"]
        assert (found["value"], found["default"], found["others"]) == ("20%", "20%", {"30%": "从宽"})
        assert readings(scheme(body).with_parameters(quota=30))["quota"]["set_by_caller"] is False


class TestWords:
    """A parameter whose value is a word must have readings; they and the value are its options."""

    def test_a_word_can_be_a_word_of_the_language(self, scheme: Load) -> None:
        """With readings, `in` and `out` are words like others."""
        body = (
            "parameters: {ties: {value: in, source: 一, readings: {out: 都不算}}}\n"
            "cohort: {rank_by: [total], quotas: [{id: few, grades: [good], at_most: 20%, ties: ties}]}"
        )
        cohorts = [scheme(body).program.cohort, scheme(body).with_parameters(ties="out").program.cohort]
        assert [cohort.quotas[0].ties for cohort in cohorts if cohort] == ["in", "out"]

    def test_a_condition_compares_it_with_text(self, faults: Faults) -> None:
        """A word that is none of the options is a slip."""
        body = (
            "parameters: {way: {value: near, source: 一, readings: {far: 从宽}}}\n"
            "rules: [{id: r, when: 'way == \"nigh\"', lower_by: 1}]"
        )
        assert faults(body) == [("unknown-option", '"nigh"')]


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ("p: {value: 3}", [("no-origin", "p")]),
        ("p: {value: true}", [("no-origin", "p")]),
        ("p: {value: 20%}", [("no-origin", "p")]),
        ("p: {value: word, source: 一}", [("unknown-name", "word")]),
        ("p: {value: absences, source: 一}", [("unknown-name", "absences")]),
        ("p: {value: good, source: 一}", [("unknown-name", "good")]),
        ("p: {value: absences + 1}", [("not-constant", "absences + 1")]),
        ("p: {value: total + 1}", [("not-constant", "total + 1")]),
        ("p: {value: 3, source: 一, readings: {3: 同}}", [("no-other-reading", "readings")]),
        ("p: {value: 3, source: 一, readings: {}}", [("no-other-reading", "readings")]),
        ("p: {value: word, source: 一, readings: {word: 同}}", [("no-other-reading", "readings")]),
        ("p: {value: 3, source: 一, readings: {more: 多}}", [("bad-setting", "more")]),
        ("p: {value: 3, source: 一, readings: {true: 是}}", [("bad-setting", "true")]),
        ("p: {value: true, source: 一, readings: {2: 二}}", [("bad-setting", "2")]),
        ("p: {value: 3, at_least: 4, source: 一}", [("out-of-range", "3")]),
        ("p: {value: 3, at_most: 2, source: 一}", [("out-of-range", "3")]),
        ("p: {value: 3, at_most: 2%, source: 一}", [("out-of-range", "3")]),
        ("p: {value: 3, unit: 次, at_most: 2%, source: 一}", [("unit-mismatch", "2%")]),
        ("p: {value: 3, at_most: absences, source: 一}", [("not-constant", "absences")]),
        ("p: {value: p + 1}", [("cycle", "p + 1")]),
        ("p: {value: q + 1}, q: {value: r + 1}, r: {value: p}", [("cycle", "q + 1")]),
        ("p: {value: 3, at_most: q, source: 一}, q: {value: p + 1}", [("cycle", "3")]),
        ("p: {value: '\"word\"', source: 一}", [("wrong-type", '"word"')]),
        ("p: {value: nothing + 1}", [("unknown-name", "nothing")]),
        ("p: {value: good if true else poor}", [("wrong-type", "good if true else poor")]),
    ],
)
def test_a_parameter_that_is_not_well_formed_is_refused(
    faults: Faults, spec: str, wanted: list[tuple[str, str]]
) -> None:
    """A parameter has an origin, a value that other parameters settle, and readings that differ from it."""
    assert faults(f"parameters: {{{spec}}}\nfacts: {{absences: {{type: count}}}}\n") == wanted


def test_a_cycle_names_its_parameters(scheme: Load) -> None:
    """The message shows the way round."""
    with pytest.raises(partygrade.SchemeError) as caught:
        scheme("parameters: {a: {value: b}, b: {value: c}, c: {value: a}}")
    assert caught.value.diagnostics[0].text.en == "these parameters need each other: a → b → c → a"


def test_a_formula_of_parameters_needs_no_source_but_may_have_one(scheme: Load) -> None:
    """A formula is derived without a source, and stated with one."""
    body = (
        "parameters: {a: {value: 1, source: 一}, b: {value: a + 1}, c: {value: a + 2, source: 二}}\n"
        "score: {value: b + c}"
    )
    assert {name: found["status"] for name, found in readings(scheme(body)).items()} == {
        "a": "stated",
        "b": "derived",
        "c": "stated",
    }


def test_a_parameter_that_nothing_uses_is_checked_too(faults: Faults) -> None:
    """A fault in a parameter is found whether the parameter is used or not."""
    assert faults("parameters: {spare: {value: 3 +, source: 一}}") == [("formula-syntax", "+")]


def test_an_assumption_may_have_alternatives(scheme: Callable[[str], partygrade.Scheme]) -> None:
    """It stays assumed, and the other assumptions are its readings."""
    body = (
        "parameters: {p: {value: 3, assumed: 未载, readings: {4: 另一种}}}\n"
        "rules: [{id: r, when: total < p, lower_by: 1}]"
    )
    found = scheme(body).readings[0]
    assert (found["status"], found["why"], found["others"]) == ("assumed", "未载", {"4": "另一种"})
    assert scheme(body).with_parameters(p=4).readings[0]["why"] == "另一种"
