"""Reading a record: every type, every spelling, every fault with its sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from partygrade import FactsError, ir, loads
from partygrade.facts import Facts, check, reading, show
from partygrade.generate import define
from partygrade.values import read

TEXT = """
partygrade: 1
scheme: small
title: 小
facts:
  rate: {type: percent, label: 满意率}
  absences: {type: count, label: 缺席, max: 99, default: 0}
  income: {type: number, label: 收入, min: -5, max: 100, decimals: 1, optional: true}
  loss: {type: amount, label: 减分, at_least: 20, at_most: 100, step: 0.5, default: 0}
  excused: {type: flag, label: 有理由, default: false}
  kind: {type: choice, label: 类型, of: {village: 村, town: 社区}, optional: true}
  held: {type: date, label: 召开日, optional: true}
  last: {type: grade, label: 上年, optional: true}
  other: {type: grade, label: 别处, of: [first, second], optional: true}
  county: {type: text, label: 县, optional: true}
score: {id: review, label: 评议, points: 50, step: 0.25}
grades: [{id: good, label: 好, aliases: [优, 良], from: 25}, {id: poor, label: 差}]
cohort: {within: [county]}
"""
SCHEME = loads(TEXT)
INPUTS = {item.origin.id: item for item in SCHEME.program.inputs}
GOOD: Mapping[str, Any] = {"rate": 80, "review": 40}


def faults(record: Mapping[str, Any]) -> list[tuple[str, str | None, str | None, str, str]]:
    """List the faults: code, id, label, and the sentence in both languages."""
    return [(d.code, d.fact, d.label, d.message("en"), d.message("zh")) for d in SCHEME.faults(record)]


def fault(key: str, value: object) -> tuple[str, str, str]:
    """Give the one fault of a value: code and both sentences."""
    found = faults({**GOOD, key: value})
    assert len(found) == 1
    code, fact, label, en, zh = found[0]
    assert (fact, label) == (key, INPUTS[key].origin.label)
    return code, en, zh


class TestNumbers:
    @pytest.mark.parametrize(
        "value",
        [80, Decimal("80"), Decimal("8E+1"), 80.0, "80", "80.00", " 80 ", "+80", "80%", "80 %", Decimal("80.000")],
    )
    def test_a_number_is_written_in_many_ways(self, value: object) -> None:
        """As an int, a decimal, a float or text; a percent fact may carry its sign."""
        assert read(INPUTS["rate"], value) == 8000
        assert SCHEME.grade({"rate": value, "review": 1}).facts["rate"] == "80"

    def test_a_float_is_read_by_its_shortest_form(self) -> None:
        """0.1 is one tenth, whatever its binary digits are."""
        assert read(INPUTS["rate"], 0.1) == 10
        assert read(INPUTS["rate"], 59.99) == 5999

    def test_a_float_that_is_a_sum_of_floats_shows_its_digits(self) -> None:
        """0.1 + 0.2 is not 0.3, and says so."""
        assert fault("rate", 0.1 + 0.2) == (
            "too-many-decimals",
            "0.30000000000000004 has 17 decimals: expected at most 2",
            "0.30000000000000004 有 17 位小数：最多 2 位",
        )

    def test_a_number_like_an_integer_is_one(self) -> None:
        """Whatever counts as an integral number, such as those of numeric libraries."""

        @dataclass(frozen=True)
        class Whole:
            value: int

            def __int__(self) -> int:
                return self.value

        from numbers import Integral

        Integral.register(Whole)
        assert read(INPUTS["absences"], Whole(7)) == 7

    @pytest.mark.parametrize(
        "value",
        [
            True, "abc", "1e3", "1,000", "0x10", "１２", "--1", "1.", ".5", "1_000", "nan", "9" * 19,
            [], {}, (1,), 1j, b"1",
            float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"),
            Decimal("1E+900"), Decimal("1E-900"), 1e300, 1e-300, date(2017, 1, 1), Fraction(1, 2),
        ],
        ids=repr,
    )  # fmt: skip
    def test_anything_else_is_no_number(self, value: object) -> None:
        """Above all no bool, and nothing that is not finite."""
        code, en, zh = fault("rate", value)
        assert code in ("not-a-number", "too-many-decimals")
        assert code == "not-a-number" or "decimals" in en
        assert en != zh

    @pytest.mark.parametrize(
        ("value", "help"),
        [
            ("310天", "write `310`"),
            ("1,310", "write `1310`"),
            ("12.5 分", "write `12.5`"),
            ("3万", None),
            ("many", None),
        ],
    )
    def test_a_figure_with_its_unit_is_no_number(self, value: str, help: str | None) -> None:
        """The message says how the figure is written alone, where it is one."""
        found = SCHEME.faults({**GOOD, "rate": value})[0].help
        assert (found.en if found else None) == help

    @pytest.mark.parametrize(
        ("key", "value", "code", "en", "zh"),
        [
            ("rate", True, "not-a-number", "expected a number, got `true`", "应为数字，现为 `true`"),
            ("rate", "many", "not-a-number", "expected a number, got `many`", "应为数字，现为 `many`"),
            (
                "rate",
                "60.001",
                "too-many-decimals",
                "60.001 has 3 decimals: expected at most 2",
                "60.001 有 3 位小数：最多 2 位",
            ),
            (
                "rate",
                100.01,
                "out-of-range",
                "100.01 is out of range: expected 0 to 100",
                "100.01 超出范围：应为 0 至 100",
            ),
            (
                "rate",
                -0.01,
                "out-of-range",
                "-0.01 is out of range: expected 0 to 100",
                "-0.01 超出范围：应为 0 至 100",
            ),
            (
                "income",
                -5.1,
                "out-of-range",
                "-5.1 is out of range: expected -5 to 100",
                "-5.1 超出范围：应为 -5 至 100",
            ),
            (
                "review",
                0.3,
                "off-step",
                "0.3 is off the step: expected a multiple of 0.25",
                "0.3 不合步长：应为 0.25 的倍数",
            ),
            (
                "loss",
                19.5,
                "out-of-range",
                "19.5 is out of range: expected 0, or 20 to 100",
                "19.5 超出范围：应为 0，或 20 至 100",
            ),
            (
                "absences",
                1.5,
                "too-many-decimals",
                "1.5 has 1 decimals: expected at most 0",
                "1.5 有 1 位小数：最多 0 位",
            ),
        ],
    )
    def test_a_fault_of_a_number_says_what_is_expected(
        self, key: str, value: object, code: str, en: str, zh: str
    ) -> None:
        """One sentence, in both languages."""
        assert fault(key, value) == (code, en, zh)

    @pytest.mark.parametrize("value", [0, 20, 20.5, 100])
    def test_an_amount_is_nothing_or_within_its_limits(self, value: float) -> None:
        """0 stands for none."""
        assert SCHEME.faults({**GOOD, "loss": value}) == ()

    @pytest.mark.parametrize("value", [10**5000, -(10**5000), 10**30], ids=["huge", "negative", "large"])
    def test_a_huge_number_is_out_of_range(self, value: int) -> None:
        """However many digits it has."""
        code, en, _ = fault("rate", value)
        assert code == "out-of-range"
        assert len(en) < 100

    def test_minus_zero_is_zero(self) -> None:
        """In every spelling."""
        assert {read(INPUTS["rate"], value) for value in (-0.0, "-0", Decimal("-0.00"))} == {0}


class TestWords:
    @pytest.mark.parametrize(
        ("value", "held"),
        [
            (True, True),
            (False, False),
            ("是", True),
            ("否", False),
            ("true", True),
            ("FALSE", False),
            (" Yes ", True),
            ("no", False),
        ],
    )
    def test_a_flag_is_a_bool_or_a_word_for_it(self, value: object, held: bool) -> None:
        """是 否 true false yes no, in any case."""
        assert read(INPUTS["excused"], value) is held

    @pytest.mark.parametrize("value", [1, 0, "1", "y", "对", 1.0, []])
    def test_anything_else_is_no_flag(self, value: object) -> None:
        """A number is none."""
        assert fault("excused", value)[0] == "not-a-flag"

    def test_a_fault_of_a_flag_says_what_is_expected(self) -> None:
        """In both languages."""
        assert fault("excused", "对") == ("not-a-flag", "expected 是 or 否, got `对`", "应为“是”或“否”，现为 `对`")

    @pytest.mark.parametrize("value", ["village", "村", " 村 "])
    def test_a_choice_is_its_word_or_its_label(self, value: str) -> None:
        """Blanks around it do not matter."""
        assert show(INPUTS["kind"], read(INPUTS["kind"], value)) == "village"

    @pytest.mark.parametrize("value", ["good", "好", "优", "良"])
    def test_a_grade_is_its_id_its_label_or_an_alias(self, value: str) -> None:
        """All mean the same."""
        assert show(INPUTS["last"], read(INPUTS["last"], value)) == "good"

    def test_a_grade_of_another_ladder_is_read_by_that_ladder(self) -> None:
        """The first is the best."""
        assert [read(INPUTS["other"], value) for value in ("first", "second")] == [1, 0]

    def test_an_unknown_option_is_told_the_known_ones(self) -> None:
        """By their labels where they have some."""
        assert fault("kind", "city") == (
            "unknown-option",
            "expected one of 村, 社区, got `city`",
            "应为 村、社区 之一，现为 `city`",
        )

    @pytest.mark.parametrize("value", [0, True, None.__class__, ["village"], "Village"])
    def test_a_choice_is_nothing_else(self, value: object) -> None:
        """No number, and no other case."""
        assert fault("kind", value)[0] == "unknown-option"

    def test_a_long_text_is_cut_in_the_message(self) -> None:
        """The first 39 letters are enough."""
        assert fault("kind", "x" * 1000)[1].endswith(f"got `{'x' * 39}…`")


class TestDays:
    @pytest.mark.parametrize("value", [date(2017, 6, 5), "2017-06-05", " 2017-06-05 "])
    def test_a_day_is_a_date_or_its_text(self, value: object) -> None:
        """The form is 2017-06-05."""
        assert read(INPUTS["held"], value) == date(2017, 6, 5).toordinal()

    @pytest.mark.parametrize(
        "value",
        ["2017-6-5", "2017-02-29", "20170605", "2017-W23-1", "05.06.2017", 20170605, datetime(2017, 6, 5), "０"],
    )
    def test_anything_else_is_no_day(self, value: object) -> None:
        """Not a moment either."""
        code, en, _ = fault("held", value)
        assert code == "bad-date"
        assert en.startswith("expected a calendar day such as 2017-06-05, got ")


class TestTexts:
    def test_a_text_is_any_text(self) -> None:
        """Without the blanks around it."""
        assert read(INPUTS["county"], " 东乡 ") == "东乡"

    def test_a_number_is_no_text(self) -> None:
        """It would have to be quoted."""
        assert fault("county", 5) == ("wrong-type", "expected a text, got `5`", "应为文字，现为 `5`")


class TestMissing:
    @pytest.mark.parametrize("value", [None, "", "   "])
    def test_nothing_is_given_by_none_or_an_empty_cell(self, value: object) -> None:
        """A default takes its place, or the fact is unknown."""
        found = SCHEME.grade({**GOOD, "absences": value, "income": value, "excused": value}).facts
        assert (found["absences"], found["income"], found["excused"]) == (0, None, False)

    @pytest.mark.parametrize("record", [{"review": 1}, {"review": 1, "rate": None}, {"review": 1, "rate": " "}])
    def test_a_required_fact_must_be_given(self, record: dict[str, Any]) -> None:
        """Whether it is left out or empty."""
        assert faults(record) == [("missing-fact", "rate", "满意率", "is missing: expected a value", "缺少取值")]


class TestUnknownKeys:
    def test_an_unknown_key_is_a_fault_with_a_suggestion(self) -> None:
        """A slip of the pen never becomes a silent zero."""
        assert faults({**GOOD, "absense": 3}) == [
            (
                "unknown-fact",
                "absense",
                "absense",
                "`absense` is no fact of this scheme; did you mean `absences`?",
                "`absense` 不是本办法的事实；是不是 `absences`？",
            )
        ]

    def test_a_label_as_a_key_is_told_its_id(self) -> None:
        """Records are keyed by ids."""
        assert "write `absences`" in faults({**GOOD, "缺席": 3})[0][3]

    def test_a_key_that_is_no_text_is_a_fault(self) -> None:
        """It cannot be an id."""
        assert faults({**GOOD, 5: 1})[0][:2] == ("unknown-fact", "5")  # type-wrong on purpose

    def test_id_and_name_are_always_allowed(self) -> None:
        """They name the organisation."""
        assert SCHEME.faults({**GOOD, "id": 5, "name": "第一支部"}) == ()


def test_every_fault_of_a_record_is_told_at_once() -> None:
    """Unknown keys first, then the facts in the order of the file; each with its label and id."""
    record = {"rate": 101, "absences": "x", "excused": 5, "kind": "z", "held": "z", "last": "z", "nonsense": 1}
    found = SCHEME.faults(record)
    assert [(d.fact, d.label) for d in found] == [
        ("nonsense", "nonsense"),
        ("review", "评议"),
        ("rate", "满意率"),
        ("absences", "缺席"),
        ("excused", "有理由"),
        ("kind", "类型"),
        ("held", "召开日"),
        ("last", "上年"),
    ]
    with pytest.raises(FactsError) as caught:
        SCHEME.grade(record)
    assert caught.value.diagnostics == found


def reader(inputs: Sequence[ir.Input]) -> Callable[[Mapping[str, Any]], Facts | None]:
    """Make a function of the lines that read a record."""
    lines, scope = reading(inputs)
    made: Callable[[Mapping[str, Any]], Facts | None] = define(
        "read", "record", [*lines, f"return ({''.join(f'f{n}, ' for n in range(len(inputs)))})"], scope
    )
    return made


class TestReader:
    def test_it_gives_what_check_gives(self) -> None:
        """For the usual values."""
        fast = reader(SCHEME.program.inputs)
        for record in (GOOD, {**GOOD, "rate": "59.99", "absences": 3, "loss": 20.5, "excused": True, "kind": "村"}):
            assert fast(record) == check(SCHEME.program.inputs, record)[0]

    @pytest.mark.parametrize(
        "record",
        [{}, {"rate": 80}, {**GOOD, "x": 1}, {**GOOD, "rate": 101}, {**GOOD, "rate": True}, {**GOOD, "review": "0.3"}],
    )
    def test_it_leaves_faulty_records_to_check(self, record: Mapping[str, Any]) -> None:
        """It gives no facts."""
        assert reader(SCHEME.program.inputs)(record) is None

    def test_what_was_read_once_does_not_spoil_what_equals_it(self) -> None:
        """1, 1.0 and True are equal in Python, and are kept apart where the fact does so."""
        scheme = loads(
            "partygrade: 1\nscheme: s\ntitle: s\nfacts: {late: {type: count, max: 9}, more: {type: flag}}\n"
            "score: {value: late + (5 if more else 0)}\n"
        )
        assert scheme.grade({"late": 1, "more": True}).score == 6
        assert scheme.grade({"late": 1.0, "more": "是"}).score == 6
        for late, more in ((True, True), (1, 1), (1, 1.0), (Decimal(1), 1)):
            with pytest.raises(FactsError):
                scheme.grade({"late": late, "more": more})

    def test_many_different_values_do_not_fill_the_memory(self) -> None:
        """The cache has an end, and what comes later is read all the same."""
        for n in range(9000):
            assert SCHEME.grade({"rate": f"{n // 100}.{n % 100:02d}", "review": 1}).score == 1
            assert SCHEME.grade({"rate": "1" * 1, "review": 1}).score == 1


class TestShow:
    def test_a_held_value_is_shown_as_json_has_it(self) -> None:
        """Decimals as exact text, counts as ints, words, days in ISO form, and null."""
        record = {
            **GOOD, "rate": "80.50", "absences": 3, "income": "2.5", "excused": "是", "kind": "村",
            "held": "2017-06-05", "last": "优", "county": "东乡",
        }  # fmt: skip
        assert SCHEME.grade(record).facts == {
            "review": "40",
            "rate": "80.5",
            "absences": 3,
            "income": "2.5",
            "loss": "0",
            "excused": True,
            "kind": "village",
            "held": "2017-06-05",
            "last": "good",
            "other": None,
            "county": "东乡",
        }


class TestSchema:
    def validator(self) -> Draft202012Validator:
        schema = SCHEME.record_schema()
        Draft202012Validator.check_schema(schema)
        return Draft202012Validator(schema)

    @pytest.mark.parametrize(
        "record",
        [
            GOOD,
            {**GOOD, "id": 5, "name": "第一支部", "absences": None, "rate": "59.99%", "income": "-1.5", "loss": 20.5},
            {**GOOD, "excused": "是", "kind": "村", "last": "优", "held": "2017-06-05", "county": "东乡"},
        ],
    )
    def test_a_good_record_fits_the_json_schema(self, record: Mapping[str, Any]) -> None:
        """Numbers may be text."""
        assert list(self.validator().iter_errors(record)) == []

    @pytest.mark.parametrize(
        "record",
        [
            {"rate": 80},
            {**GOOD, "nonsense": 1},
            {**GOOD, "rate": 101},
            {**GOOD, "rate": "many"},
            {**GOOD, "rate": "1.234"},
            {**GOOD, "kind": "city"},
            {**GOOD, "excused": 1},
            {**GOOD, "held": "2017-6-5"},
            {**GOOD, "absences": 1.5},
        ],
    )
    def test_a_bad_record_does_not_fit(self, record: Mapping[str, Any]) -> None:
        """Missing and unknown keys, ranges, words and forms are in the schema."""
        assert list(self.validator().iter_errors(record)) != []

    def test_the_schema_tells_labels_and_defaults(self) -> None:
        """For forms that are made from it."""
        properties = SCHEME.record_schema()["properties"]
        assert properties["absences"]["title"] == "缺席"
        assert properties["absences"]["default"] == 0
        assert SCHEME.record_schema()["required"] == ["review", "rate"]


def test_the_scheme_above_has_every_type_of_fact() -> None:
    """So that no type goes untested."""
    kinds = {type(item.type).__name__ for item in SCHEME.program.inputs}
    assert kinds == {"Number", "Flag", "Choice", "Day", "Rank", "Label"}
