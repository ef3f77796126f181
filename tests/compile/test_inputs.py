"""Tests the columns that facts declare: types, ranges, steps, defaults, labels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import partygrade
from partygrade import ir

Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]


def column(scheme: Load, spec: str) -> ir.Input:
    found = scheme(f"facts:\n  x: {spec}\nscore: {{id: total, value: 1}}").program.inputs
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("spec", "kind", "step"),
    [
        ("{type: points, max: 100}", ir.Number(2, 0, 10_000, "分"), 1),
        ("{type: points, max: 100, step: 0.5}", ir.Number(1, 0, 1_000, "分"), 5),
        ("{type: points, max: 7.5, step: 1.5}", ir.Number(1, 0, 75, "分"), 15),
        ("{type: number, max: 5}", ir.Number(0, 0, 5), 1),
        ("{type: number, min: -1.5, max: 5, decimals: 2, unit: 万元}", ir.Number(2, -150, 500, "万元"), 1),
        ("{type: percent}", ir.Number(2, 0, 10_000, "%"), 1),
        ("{type: percent, decimals: 0}", ir.Number(0, 0, 100, "%"), 1),
        ("{type: count}", ir.Number(0, 0, 9999), 1),
        ("{type: count, max: 3, unit: 次}", ir.Number(0, 0, 3, "次"), 1),
        ("{type: flag}", ir.Flag(), 1),
        ("{type: choice, of: [a, b]}", ir.Choice(("a", "b"), False, "`x`"), 1),
        ("{type: choice, of: [a, b], ordered: true}", ir.Choice(("a", "b"), True, "`x`"), 1),
        ("{type: date}", ir.Day(), 1),
        ("{type: grade}", ir.Rank(("poor", "fair", "good")), 1),
        ("{type: grade, of: [first, second]}", ir.Rank(("second", "first"), "`x`"), 1),
        ("{type: amount}", ir.Number(2, 0, 999_900, "分"), 1),
        ("{type: amount, at_least: 20, at_most: 100, step: 0.5}", ir.Number(1, 0, 1_000, "分"), 5),
        ("{type: text}", ir.Label(), 1),
    ],
)
def test_a_fact_has_the_type_that_it_says(scheme: Load, spec: str, kind: ir.Type, step: int) -> None:
    """Every type of fact gives a column with its scale, range, unit and step."""
    found = column(scheme, spec)
    assert (found.type, found.step) == (kind, step)


@pytest.mark.parametrize(
    ("spec", "default"),
    [
        ("{type: points, max: 10, default: 2.5}", 250),
        ("{type: number, max: 5, default: 5}", 5),
        ("{type: percent, default: 99.5}", 9950),
        ("{type: count, default: 0}", 0),
        ("{type: flag, default: false}", False),
        ("{type: choice, of: [a, b], default: b}", 1),
        ("{type: date, default: 2017-06-05}", date(2017, 6, 5).toordinal()),
        ("{type: grade, default: good}", 2),
        ("{type: grade, of: [first, second], default: second}", 0),
        ("{type: amount, at_least: 20, default: 0}", 0),
        ("{type: text, default: 甲}", "甲"),
        ("{type: count}", None),
    ],
)
def test_a_default_is_held_as_a_value(scheme: Load, spec: str, default: object) -> None:
    """A default is the value that the column holds where none is given."""
    assert column(scheme, spec).default == default


def test_a_fact_without_default_is_required_unless_it_is_optional(scheme: Load) -> None:
    """Without a default, and unless `optional`, a value must be given."""
    with pytest.raises(partygrade.FactsError) as caught:
        scheme("facts: {x: {type: count}, w: {type: count, optional: true}, z: {type: count, default: 1}}").grade({})
    assert [fault.fact for fault in caught.value.diagnostics] == ["x"]


def test_a_tally_has_a_column_a_category(scheme: Load) -> None:
    """A tally's columns are `NAME_CATEGORY`, labelled 表彰·市级."""
    found = scheme(
        "facts: {won: {type: tally, label: 表彰, of: {city: 市级, province: 省级}, max: 5, unit: 次, default: 0}}"
    ).program.inputs
    shown = [(one.origin.id, one.origin.label, one.type, one.default) for one in found if one.origin.id != "total"]
    kind = ir.Number(0, 0, 5, "次")
    assert shown == [("won_city", "表彰·市级", kind, 0), ("won_province", "表彰·省级", kind, 0)]


def test_what_people_may_write_is_kept(scheme: Load) -> None:
    """Labels of options, and labels and aliases of grades, are spellings of their values."""
    kind = column(scheme, "{type: choice, of: {a: 甲, b: 乙}}")
    assert kind.words == (("甲", 0), ("乙", 1))
    grades = "grades: [{id: good, label: 好, from: 1, aliases: [优]}, {id: poor}]"
    body = f"facts: {{x: {{type: grade}}}}\n{grades}\nscore: {{value: 1}}"
    assert scheme(body).program.inputs[0].words == (("好", 1), ("优", 1), ("poor", 0))


def test_what_every_fact_may_say_is_kept(scheme: Load) -> None:
    """Label, clause, remark, direction and `actionable` stay with the column."""
    found = column(scheme, "{type: count, label: 缺席, source: 一, note: 记, better: down, actionable: true}")
    assert (found.origin.label, found.origin.source, found.origin.note) == ("缺席", "一", "记")
    assert (found.better, found.actionable) == ("down", True)


def test_a_fact_without_label_is_called_by_its_id(scheme: Load) -> None:
    """The label of a fact is its id unless it says more."""
    assert column(scheme, "{type: count}").origin.label == "x"


def test_an_amount_is_0_or_within_the_limits(scheme: Load) -> None:
    """An amount has a gap between 0 and its least value."""
    graded = scheme(
        "facts: {x: {type: amount, at_least: 20, at_most: 40, step: 0.5}}\nscore: {id: total, value: x}"
    ).grade
    assert [str(graded({"x": x}).score) for x in (0, 20, "20.5", 40)] == ["0", "20", "20.5", "40"]
    for x in (1, "19.5", "20.25", "40.5"):
        with pytest.raises(partygrade.FactsError):
            graded({"x": x})


@pytest.mark.parametrize(
    "spec",
    [
        "{type: points, max: 0}",
        "{type: points, max: 10, step: 0}",
        "{type: points, max: 10, step: -1}",
        "{type: points, max: 10, step: 4}",
        "{type: number, min: 3, max: 2}",
        "{type: number, max: 2.5}",
        "{type: number, min: 0.25, max: 2.5, decimals: 1}",
        "{type: amount, at_least: 5, at_most: 4}",
        "{type: amount, at_least: -1}",
        "{type: amount, at_most: 0}",
        "{type: amount, at_least: 1, step: 0.3}",
    ],
)
def test_limits_that_do_not_fit_are_refused(faults: Faults, spec: str) -> None:
    """Limits out of order, off their step or of too many decimals are a fault of the fact."""
    assert faults(f"facts:\n  x: {spec}\n") == [("bad-limits", spec)]


@pytest.mark.parametrize(
    ("spec", "written"),
    [
        ("{type: points, max: 10, step: 0.5, default: 0.25}", "0.25"),
        ("{type: points, max: 10, default: 11}", "11"),
        ("{type: number, max: 10, default: -1}", "-1"),
        ("{type: percent, default: 100.001}", "100.001"),
        ("{type: count, max: 3, default: 4}", "4"),
        ("{type: choice, of: {a: 甲}, default: 甲}", "甲"),
        ("{type: date, default: 2017-13-01}", "2017-13-01"),
        ("{type: grade, default: best}", "best"),
        ("{type: amount, at_least: 5, default: 3}", "3"),
    ],
)
def test_a_default_that_is_no_value_is_refused(faults: Faults, spec: str, written: str) -> None:
    """A default must be a value that a record could give, by the word and not by the label."""
    assert faults(f"facts:\n  x: {spec}\n") == [("bad-default", written)]


def test_options_must_differ(faults: Faults) -> None:
    """No word or label means two options; a word that is its own label does no harm."""
    assert faults("facts: {x: {type: choice, of: {a: 甲, b: 甲}}}") == [("ambiguous-word", "甲")]
    assert faults("facts: {x: {type: choice, of: {a: b, b: c}}}") == [("ambiguous-word", "b")]
    assert faults("facts: {x: {type: choice, of: [a, b, a]}}") == [("ambiguous-word", "a")]
    assert faults("facts: {x: {type: tally, of: {a: 甲, b: 甲}}}") == [("ambiguous-word", "甲")]


def test_a_word_may_be_its_own_label(scheme: Load) -> None:
    """A label that repeats its own word does no harm."""
    assert column(scheme, "{type: choice, of: {a: a, b: 乙}}").words == (("a", 0), ("乙", 1))
