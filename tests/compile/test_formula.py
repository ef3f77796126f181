"""Tests formulas: names, operators, comparisons, membership, units, and the guards of optional facts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from partygrade.compile.formula import ordinal_of

Value = Callable[..., Decimal]
Holds = Callable[..., bool]
Faults = Callable[..., list[tuple[str, str]]]

NUMBERS = "a: {type: number, min: -100, max: 100, decimals: 2}, b: {type: number, min: -100, max: 100, decimals: 2}"
MIXED = (
    "share_held: {type: percent}, absences: {type: count, unit: 次}, plain: {type: count}, open: {type: flag}, "
    "kind: {type: choice, of: [village, town]}, rank_of: {type: choice, of: [low, mid, high], ordered: true}, "
    "day: {type: date}, last: {type: grade}, other: {type: grade, of: [first, second]}, county: {type: text}"
)
RECORD: dict[str, Any] = {
    "share_held": 60,
    "absences": 3,
    "plain": 3,
    "open": True,
    "kind": "village",
    "rank_of": "mid",
    "day": "2017-06-05",
    "last": "fair",
    "other": "second",
    "county": "甲县",
}


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("a + b * 2", 7),
        ("(a + b) * 2", 8),
        ("a - b - 1", -3),
        ("a - (b - 1)", -1),
        ("-a + b", 2),
        ("-a * b", -3),
        ("a / 4", "0.25"),
        ("a / 4 * 2", "0.5"),
        ("a / 0.5", 2),
        ("a / -8", "-0.125"),
        ("a * 1.05", "1.05"),
        ("a * b * b", 9),
        ("1 if a < b else 0", 1),
        ("1 if a > b else 2 if a == 1 else 3", 2),
        ("5 if not a > b and b == 3 else 0", 5),
        ("5 if a > b or a == 1 and b == 3 else 0", 5),
        ("0.1 + 0.2", "0.3"),
        ("5", 5),
        ("20%", 20),
    ],
)
def test_arithmetic_is_exact(value: Value, formula: str, wanted: object) -> None:
    """Sums, differences, products and choices have their exact value, by the usual precedence."""
    assert value(formula, NUMBERS, a=1, b=3) == Decimal(str(wanted))


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("a < b", True),
        ("a < 1", False),
        ("a <= 1", True),
        ("b > 3", False),
        ("b >= 3", True),
        ("a == 1.00", True),
        ("a != 1", False),
        ("0 < a < b <= 3", True),
        ("0 < a < 1 <= b", False),
        ("a < b > 2", True),
        ("a in [1, 2]", True),
        ("b in [1, a]", False),
        ("b not in [1, a]", True),
        ("a in [b - 2]", True),
        ("not a < b", False),
        ("true", True),
        ("(a < b) == false", False),
    ],
)
def test_comparisons_and_chains(holds: Holds, condition: str, wanted: bool) -> None:
    """Comparisons hold for the exact values; a chain holds where each of its parts does."""
    assert holds(condition, NUMBERS, a=1, b=3) is wanted


@pytest.mark.parametrize(
    "condition",
    [
        'kind == "village"',
        '"village" == kind',
        'kind != "town"',
        'kind in ["village"]',
        'kind not in ["town"]',
        'rank_of > "low"',
        '"high" > rank_of',
        '"low" < rank_of < "high"',
        'rank_of == "mid"',
        "last == fair",
        "last < good",
        "last > poor",
        "poor < last < good",
        'last == "fair"',
        "last in [fair, good]",
        'other == "second"',
        'other < "first"',
        'day == "2017-06-05"',
        'day < "2017-06-06"',
        '"2017-01-01" <= day <= "2017-12-31"',
        'day in ["2017-06-05", "2018-06-05"]',
        "open",
        "open == true",
        "not open == false",
        "share_held == 60%",
        "share_held < 60.01",
        "absences == plain",
        "absences * plain == 9",
        "plain * absences > absences",
        "share_held * 0.5 == 30%",
        "band == poor",
        "band <= fair",
        "total == 0",
    ],
)
def test_values_are_compared_with_their_like(holds: Holds, condition: str) -> None:
    """Choices, grades, dates, flags and numbers with units are compared as the language page says."""
    assert holds(condition, MIXED, **RECORD)


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ('kind < "town"', [("not-ordered", 'kind < "town"')]),
        ('"town" > kind', [("not-ordered", '"town" > kind')]),
        ("open < true", [("not-ordered", "open < true")]),
        ("kind == town", [("unquoted-word", "town")]),
        ('kind == "city"', [("unknown-option", '"city"')]),
        ("kind == city", [("unknown-name", "city")]),
        ('last == "best"', [("unknown-option", '"best"')]),
        ('day < "2017-6-5"', [("bad-date", '"2017-6-5"')]),
        ("day < 2017", [("wrong-type", "2017")]),
        ("kind == 3", [("wrong-type", "3")]),
        ("plain == kind", [("wrong-type", "kind")]),
        ("kind == rank_of", [("wrong-type", "rank_of")]),
        ("last == other", [("wrong-type", "other")]),
        ("last == 3", [("wrong-type", "3")]),
        ('plain == "3"', [("wrong-type", '"3"')]),
        ('open == "yes"', [("wrong-type", '"yes"')]),
        ('"a" == "b"', [("wrong-type", '"a"')]),
        ("share_held < absences", [("unit-mismatch", "share_held < absences")]),
        ("absences < 60%", [("unit-mismatch", "absences < 60%")]),
        ("share_held + absences > 3", [("unit-mismatch", "share_held + absences")]),
        ("share_held * absences > 3", [("unit-mismatch", "share_held * absences")]),
        ("max(share_held, absences) > 3", [("unit-mismatch", "max(share_held, absences)")]),
        ("share_held in [absences]", [("unit-mismatch", "share_held in [absences")]),
        ("plain", [("wrong-type", "plain")]),
        ("plain and open", [("wrong-type", "plain")]),
        ("not plain", [("wrong-type", "plain")]),
        ("open + 1 > 2", [("wrong-type", "open")]),
        ("-open > 2", [("wrong-type", "open")]),
        ("county", [("wrong-type", "county")]),
        ("plain / 3 > 1", [("unrounded-quotient", "plain / 3")]),
        ("plain / absences > 1", [("unrounded-quotient", "plain / absences")]),
        ("plain / 0 > 1", [("division-by-zero", "plain / 0")]),
        ("plain / (1 - 1) > 1", [("division-by-zero", "plain / (1 - 1)")]),
        ("nothing > 1 and plane > 1", [("unknown-name", "nothing"), ("unknown-name", "plane")]),
        ("(1 if plain else 0) > 1", [("wrong-type", "plain")]),
        ("(1 if open else kind) == 1", [("wrong-type", "kind")]),
        ("(share_held if open else absences) > 1", [("unit-mismatch", "share_held if open else absences")]),
    ],
)
def test_what_does_not_fit_is_underlined(
    faults: Callable[[str], list[tuple[str, str]]], condition: str, wanted: list[tuple[str, str]]
) -> None:
    """Types and units that do not fit are refused, once each, at the part that must change."""
    written = condition.replace("'", "''")
    assert faults(f"facts: {{{MIXED}}}\nrules:\n  - {{id: rule, when: '{written}', lower_by: 1}}\n") == wanted


class TestOptionalFacts:
    """An optional fact's value may be used only where `known(x)` guards it, or through `default(x, 0)`."""

    FACTS = "a: {type: count, optional: true}, b: {type: count, optional: true}, c: {type: count, default: 1}"

    @pytest.mark.parametrize(
        ("condition", "record", "wanted"),
        [
            ("known(a) and a > 2", {"a": 3}, True),
            ("known(a) and a > 2", {}, False),
            ("not known(a) or a > 2", {"a": 1}, False),
            ("not known(a) or a > 2", {}, True),
            ("known(a) and known(b) and a > b", {"a": 2, "b": 1}, True),
            ("known(a) and (c > 5 or a == 3)", {"a": 3}, True),
            ("not (known(a) and a > 2)", {}, True),
            ("(a if known(a) else c) == 1", {}, True),
            ("(c if not known(a) else a) == 7", {"a": 7}, True),
            ("default(a, 9) == 9", {}, True),
            ("count(known(a), known(b)) == 1", {"a": 1}, True),
            ("(known(a) and known(b) or known(a)) and a == 1", {"a": 1}, True),
        ],
    )
    def test_a_guarded_use(self, holds: Holds, condition: str, record: dict[str, Any], wanted: bool) -> None:
        """A guarded value is used where the fact is known, and the condition is settled where it is not."""
        assert holds(condition, self.FACTS, **record) is wanted

    @pytest.mark.parametrize(
        ("condition", "wanted"),
        [
            ("a > 2", ["a"]),
            ("a > 2 and known(a)", ["a"]),
            ("known(a) or a > 2", ["a"]),
            ("known(b) and a > 2", ["a"]),
            ("not known(a) and a > 2", ["a"]),
            ("(known(a) or known(b)) and a > b", ["a"]),
            ("(a if known(b) else 0) > 2", ["a"]),
            ("(0 if known(a) else a) > 2", ["a"]),
            ("(known(a) and c > 1) or a > 2", ["a"]),
            ("default(c, a) > 2 and min(a, 3) > 1", ["a", "a"]),
        ],
    )
    def test_an_unguarded_use(
        self, faults: Callable[[str], list[tuple[str, str]]], condition: str, wanted: list[str]
    ) -> None:
        """A value that may be unknown is refused where it stands."""
        found = faults(f"facts: {{{self.FACTS}}}\nrules:\n  - {{id: rule, when: '{condition}', lower_by: 1}}\n")
        assert found == [("may-be-unknown", name) for name in wanted]

    def test_a_node_that_applies_only_where_a_fact_is_known_may_use_it(self, grade: Callable[..., Any]) -> None:
        """The `when` of a score node guards the node's own formulas."""
        body = f"facts: {{{self.FACTS}}}\nscore: {{id: total, when: known(a), value: a * 2, at_most: a + 1}}"
        assert grade(body, a=3).score == 4
        assert grade(body).score == 0


@pytest.mark.parametrize(
    ("text", "known"),
    [("2017-06-05", True), ("2016-02-29", True), ("2017-02-29", False), ("20170605", False), ("2017-W01-1", False)],
)
def test_a_day_has_one_spelling(text: str, known: bool) -> None:
    """A day is written `2017-06-05`, and must be in the calendar."""
    assert (ordinal_of(text) is not None) is known


def test_chinese_names_and_digits_are_names(holds: Holds) -> None:
    """A name may be Chinese, and a formula may use it."""
    assert holds(
        "群众满意率 >= 60% and 缺席2 == 0", "群众满意率: {type: percent}, 缺席2: {type: count}", 群众满意率=60, 缺席2=0
    )


def test_a_tally_stands_in_a_formula_by_its_columns(
    faults: Callable[[str], list[tuple[str, str]]], holds: Holds
) -> None:
    """The columns of a tally are facts; the tally itself is none."""
    facts = "awards: {type: tally, of: [city, county]}"
    assert holds("awards_city + awards_county == 3", facts, awards_city=1, awards_county=2)
    body = f"facts: {{{facts}}}\nrules:\n  - {{id: rule, when: awards > 1, lower_by: 1}}\n"
    assert faults(body) == [("wrong-type", "awards")]


def test_one_mistake_makes_one_message(faults: Callable[[str], list[tuple[str, str]]]) -> None:
    """What uses a broken part is broken too, and nothing more is said."""
    rule = "rules:\n  - {id: rule, when: 'total + 1 > min(total, 3)', lower_by: 1}\n"
    body = f"score:\n  id: total\n  value: nothing * 2\n{rule}"
    assert faults(body) == [("unknown-name", "nothing")]
