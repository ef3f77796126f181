"""Tests what is said of lists of events and of panels: functions, options, fields, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

import partygrade
from partygrade import ir

Value = Callable[..., Decimal]
Faults = Callable[[str, str], list[tuple[str, str]]]

FACTS = (
    "cases: {type: events, at_most: 9, fields: {day: {type: date}, matter: {type: text}, "
    "kind: {type: choice, of: [late, lost, stolen], ordered: true}, loss: {type: number, max: 50, decimals: 1}, "
    "healed: {type: date, optional: true}}}, judges: {type: panel, max: 10, step: 0.5, at_least: 3}, "
    "limit: {type: count, default: 4}"
)


def case(day: str, matter: str, kind: str, loss: object, healed: str | None = None) -> dict[str, object]:
    return {"day": day, "matter": matter, "kind": kind, "loss": loss, **({"healed": healed} if healed else {})}


CASES = [
    case("2020-03-01", "a", "late", 4, "2020-04-01"),
    case("2020-01-15", "b", "lost", "7.5"),
    case("2019-12-31", "a", "lost", 6),
    case("2020-02-29", "c", "late", "0.5"),
]
JUDGES = [8, "8.5", 7, 9, 6]


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("count(cases)", "4"),
        ('count(cases, kind == "lost")', "2"),
        ("count(cases, known(healed) and healed > day)", "1"),
        ("count(cases, year(day) == 2020 and loss > limit)", "1"),
        ("count(cases, once_per=matter)", "3"),
        ("count(cases, loss >= 4, once_per=[matter])", "2"),
        ("count(cases, once_per=[year(day), kind])", "3"),
        ("sum(cases, loss)", "18"),
        ("sum(cases, loss * 2 + 1)", "40"),
        ('sum(cases, loss, kind == "late")', "4.5"),
        ("sum(cases, loss, once_per=matter)", "14"),  # a: the greater of 4 and 6; b: 7.5; c: 0.5
        ("sum(cases, loss, latest=2, by=day)", "4.5"),  # 29 February and 1 March
        ("sum(cases, loss, drop=1)", "10"),  # without 0.5 and 7.5
        ("sum(cases, loss, drop=2)", "0"),
        ("min(cases, loss, empty=0)", "0.5"),
        ("max(cases, loss, empty=0)", "7.5"),
        ("max(cases, loss, loss > 20, empty=3.5)", "3.5"),
        ("max(cases, loss, latest=1, by=day, empty=0)", "4"),
        ("mean(cases, loss, digits=2, empty=0)", "4.5"),
        ("mean(cases, loss, loss > 5, digits=1, empty=0)", "6.8"),  # 13.5 / 2 = 6.75
        ("mean(cases, loss, loss > 20, digits=1, empty=1.5)", "1.5"),
        ("median(cases, loss, empty=0)", "5"),  # between 4 and 6
        ('median(cases, loss, kind == "late", empty=0)', "2.25"),
        ("sum(cases, 1 if nth(by=day) == 1 else 10)", "31"),
        ("sum(cases, nth(kind, by=day))", "6"),  # late: 1 and 2; lost: 1 and 2
        ("sum(cases, nth())", "10"),
        ('1 if max(cases, kind, empty="late") == "lost" else 0', "1"),
        ('1 if min(cases, day, empty="2030-01-01") == "2019-12-31" else 0', "1"),
        ("count(judges)", "5"),
        ("sum(judges)", "38.5"),
        ("mean(judges, digits=1)", "7.7"),
        ("mean(judges, drop=1, digits=2)", "7.83"),  # 8, 8.5 and 7
        ("sum(judges, drop=2)", "8"),
        ("median(judges)", "8"),
        ("min(judges) + max(judges)", "15"),
    ],
)
def test_lists_come_to_this(value: Value, formula: str, wanted: str) -> None:
    """Every function and option of lists, by hand."""
    assert value(formula, FACTS, cases=CASES, judges=JUDGES) == Decimal(wanted)


def test_an_even_number_of_scores_has_a_median_between_two(value: Value) -> None:
    """It is exact, with one more decimal."""
    assert value("median(judges)", FACTS, judges=[1, 2, "2.5", 10]) == Decimal("2.25")


def test_a_list_that_is_not_given_is_empty(value: Value) -> None:
    """No event is no fault."""
    assert value("count(cases) + max(cases, loss, empty=2)", FACTS, judges=JUDGES) == 2


def test_equals_stand_as_given(value: Value) -> None:
    """Of events of one day the one given later is the later."""
    same = [case("2020-03-01", "a", "late", 1), case("2020-03-01", "b", "late", 2)]
    formula = "max(cases, loss, latest=1, by=day, empty=0) * 100 + sum(cases, nth(by=day) * loss)"
    assert value(formula, FACTS, cases=same, judges=JUDGES) == 205


def test_the_limits_come_one_after_the_other(value: Value) -> None:
    """First the condition, then the latest, then once per matter, then what is dropped."""
    formula = 'sum(cases, loss, kind != "stolen", latest=3, by=day, once_per=matter, drop=1)'
    found = [*CASES, case("2021-01-01", "d", "stolen", 50)]
    # Left by the condition: four; the three latest: 7.5, 0.5, 4; each a matter of its own; without 7.5 and 0.5: 4.
    assert value(formula, FACTS, cases=found, judges=JUDGES) == 4


def test_values_of_the_organisation_stand_inside() -> None:
    """A fact, a parameter and another list may be named beside the fields."""
    text = (
        "partygrade: 1\nscheme: s\ntitle: t\nparameters: {rate: {value: 1.5, source: 一}}\n"
        f"facts: {{{FACTS}}}\nscore: {{id: t, value: 'sum(cases, loss * rate, loss >= limit and count(judges) > 2)'}}\n"
    )
    assert partygrade.loads(text).grade({"cases": CASES, "judges": JUDGES}).score == Decimal("26.25")


@pytest.mark.parametrize(
    ("early", "late", "months", "years"),
    [
        ("2020-01-31", "2020-02-28", 0, 0),
        ("2020-01-31", "2020-02-29", 1, 0),
        ("2019-01-31", "2019-02-28", 1, 0),
        ("2020-02-29", "2021-02-27", 11, 0),
        ("2020-02-29", "2021-02-28", 12, 1),
        ("2020-03-15", "2021-03-14", 11, 0),
        ("2020-03-15", "2021-03-15", 12, 1),
        ("2020-03-15", "2020-03-15", 0, 0),
        ("2020-03-15", "2020-03-14", -1, -1),
        ("2021-03-15", "2020-03-15", -12, -1),
    ],
)
def test_months_and_years_are_whole(value: Value, early: str, late: str, months: int, years: int) -> None:
    """A day that a month lacks is its last, and what is not over does not count."""
    facts = "a: {type: date}, b: {type: date}"
    assert value("months(a, b)", facts, a=early, b=late) == months
    assert value("years(a, b)", facts, a=early, b=late) == years
    assert value(f'months("{early}", "{late}")', facts, a=early, b=late) == months


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("months=1", "2020-02-29"),
        ("months=13", "2021-02-28"),
        ("days=1", "2020-02-01"),
        ("months=1, days=1", "2020-03-01"),
        ("months=99999", "9999-12-31"),
        ("days=0", "2020-01-31"),
    ],
)
def test_a_day_may_be_so_much_later(value: Value, options: str, wanted: str) -> None:
    """First the months, whose last day stands for one that is lacking; never after the end of the calendar."""
    facts = "a: {type: date}, b: {type: date}"
    assert value(f"1 if later(a, {options}) == b else 0", facts, a="2020-01-31", b=wanted) == 1


def test_a_formula_over_the_fields_has_a_name() -> None:
    """It may use the fields, facts, and names beside it; what nothing uses is checked too."""
    derived = "derived: {heavy: loss > limit, twice: loss * 2 + first, first: 1 if heavy else 0}"
    facts = FACTS.replace("at_most: 9, fields", f"at_most: 9, {derived}, fields")
    text = (
        f"partygrade: 1\nscheme: s\ntitle: t\nfacts: {{{facts}}}\nscore: {{id: t, value: 'sum(cases, twice, heavy)'}}\n"
    )
    # Greater than 4: 7.5 and 6, so 15 + 1 + 12 + 1.
    assert partygrade.loads(text).grade({"cases": CASES, "judges": JUDGES}).score == 29


@pytest.mark.parametrize(
    ("derived", "wanted"),
    [
        ("{a: los}", [("unknown-name", "los")]),
        ("{a: b, b: a + 1}", [("cycle", "b")]),
        ("{loss: 3}", [("repeated-id", "loss")]),
        ("{limit: 3}", [("repeated-id", "limit")]),
        ("{sum: 3}", [("bad-id", "sum")]),
    ],
)
def test_a_named_formula_that_does_not_fit_is_refused(
    formula_faults: Faults, derived: str, wanted: list[tuple[str, str]]
) -> None:
    """Whether anything uses it or not."""
    assert (
        formula_faults("count(cases)", FACTS.replace("at_most: 9, f", f"at_most: 9, derived: {derived}, f")) == wanted
    )


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("cases + 1", [("wrong-type", "cases")]),
        ("sum(cases)", [("wrong-arguments", "sum(cases)")]),
        ("sum(cases, kind)", [("wrong-type", "kind")]),
        ("sum(cases, los)", [("unknown-name", "los")]),
        ("sum(cases, healed)", [("may-be-unknown", "healed")]),
        ("sum(cases, loss, kind)", [("wrong-type", "kind")]),
        ("sum(cases, loss, latest=2, by=matter)", [("wrong-type", "matter")]),
        ("sum(cases, loss, latest=0, by=day)", [("wrong-arguments", "0")]),
        ("sum(cases, loss, once_per=dayz)", [("unknown-name", "dayz")]),
        ("sum(cases, loss, empty=1)", [("wrong-arguments", "1")]),
        ("max(cases, matter, empty=1)", [("wrong-type", "matter")]),
        ("max(cases, loss, empty=judges)", [("wrong-type", "judges")]),
        ('max(cases, day, empty="2020-02-30")', [("bad-date", '"2020-02-30"')]),
        ("max(cases, day, empty=3)", [("wrong-type", "3")]),
        ("loss", [("unknown-name", "loss")]),
        ("mean(judges)", [("unrounded-quotient", "mean(judges)")]),
        ("sum(judges, 2)", [("wrong-arguments", "2")]),
        ("sum(cases, sum(cases, loss))", [("nested-lists", "sum(cases, loss)")]),
        ("nth(by=day)", [("wrong-arguments", "nth(by=day)")]),
        ("months(limit, as_of)", [("wrong-type", "limit")]),
        ('days("2020-01-01", later("2020-01-01"))', [("wrong-arguments", 'later("2020-01-01")')]),
        ('year(later("2020-01-01", days=-1))', [("wrong-arguments", "-1")]),
        ("max(cases, loss, empty=0.25)", [("wrong-arguments", "max(cases, loss, empty=0.25)")]),
    ],
)
def test_what_does_not_fit_is_underlined(formula_faults: Faults, formula: str, wanted: list[tuple[str, str]]) -> None:
    """A function of lists that is not well formed is refused where it is wrong."""
    assert formula_faults(formula, FACTS) == wanted


def test_a_field_that_is_slipped_comes_with_the_right_one() -> None:
    """The suggestion knows the fields too."""
    text = f"partygrade: 1\nscheme: s\ntitle: t\nfacts: {{{FACTS}}}\nscore: {{id: t, value: 'sum(cases, lossy)'}}\n"
    with pytest.raises(partygrade.SchemeError) as caught:
        partygrade.loads(text)
    assert "did you mean `loss`?" in str(caught.value)


def test_the_bounds_count_the_events() -> None:
    """A sum of up to nine events of up to 50 is at most 450, and never negative."""
    text = f"partygrade: 1\nscheme: s\ntitle: t\nfacts: {{{FACTS}}}\nscore: {{id: t, value: 'sum(cases, loss)'}}\n"
    program = partygrade.loads(text).program
    assert program.score is not None
    assert program.nodes[program.score.value].type == ir.Number(1, 0, 4500, ir.POINTS)


def test_the_day_comes_from_the_caller() -> None:
    """`as_of` is the same for every organisation, and no record has it."""
    score = "score: {id: t, value: 'count(cases, months(day, as_of) < 2)'}"
    text = f"partygrade: 1\nscheme: s\ntitle: t\nfacts: {{{FACTS}}}\n{score}\n"
    scheme, record = partygrade.loads(text), {"cases": CASES, "judges": JUDGES}
    assert scheme.grade(record, as_of=date(2020, 3, 15)).score == 2
    assert scheme.grade(record, as_of=date(2020, 3, 14)).score == 3
    assert "as_of" not in scheme.record_schema()["properties"]
    assert [fault.fact for fault in scheme.faults({**record, "as_of": "2020-01-01"})] == ["as_of"]
