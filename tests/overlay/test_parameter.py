"""Another value for a parameter, and what becomes of the value before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import partygrade

Load = Callable[..., partygrade.Scheme]
Faults = Callable[..., list[tuple[str, int, str, str]]]


def others(scheme: partygrade.Scheme, name: str) -> dict[str, str]:
    return next(reading["others"] for reading in scheme.readings if reading["id"] == name)


def test_the_value_before_stays_a_reading(load: Load) -> None:
    """What the other file says can still be asked for; the note that spoke of it becomes its meaning."""
    scheme = load("parameters: {limit: 4}\n")
    assert others(scheme, "limit") == {"3": "满三次"}
    (found,) = [reading for reading in scheme.readings if reading["id"] == "limit"]
    assert (found["value"], found["why"], found["note"]) == ("4", "超过三次", None)
    assert scheme.with_parameters(limit=3).grade({"review": 50, "absences": 2}).fired == ("absent",)


def test_a_word_before_stays_an_option(load: Load) -> None:
    """A formula of the other file that asks for the word is still right."""
    scheme = load("parameters: {counted: once}\n")
    assert others(scheme, "counted") == {"each": "逐次计"}
    assert scheme.grade({"review": 50, "absences": 4}).nodes["late"] == -2
    assert scheme.with_parameters(counted="each").grade({"review": 50, "absences": 4}).nodes["late"] == -1


def test_without_a_note_the_title_says_whose_value_it_was(load: Load) -> None:
    """A value without a meaning of its own is that of the other scheme."""
    assert others(load("parameters: {excused: false}\n"), "excused") == {"true": "原办法"}


def test_an_assumption_says_why_it_was_made(load: Load, folder: Path) -> None:
    """Without a note, the reason for an assumed value is its meaning."""
    text = (folder / "base.yaml").read_text("utf-8").replace("没有写}", "没有写, readings: {0.5: 各半}}")
    text = text.replace("points: 40", "points: 100 * weight")
    scheme = load("parameters: {weight: 0.45}\n", base=text)
    assert others(scheme, "weight") == {"0.5": "各半", "0.4": "文件没有写"}


def test_a_note_that_speaks_of_all_readings_stays(load: Load, folder: Path) -> None:
    """Where the value stands among the readings, the note is no meaning of it."""
    text = (folder / "base.yaml").read_text("utf-8").replace("{4: 超过三次}", "{3.0: 三次, 4: 超过三次}")
    (found,) = [r for r in load("parameters: {limit: 4}\n", base=text).readings if r["id"] == "limit"]
    assert (found["note"], found["others"]) == ("满三次", {"3": "三次"})


def test_readings_that_are_given_are_all(load: Load) -> None:
    """A file that gives the readings itself gives all of them."""
    assert others(load("parameters: {limit: {value: 4, readings: {5: 五次}}}\n"), "limit") == {"5": "五次"}


def test_a_note_that_is_given_stays(load: Load) -> None:
    """The note of this file is about its own value."""
    scheme = load("parameters: {limit: {value: 4, note: 北区四次}}\n")
    (found,) = [reading for reading in scheme.readings if reading["id"] == "limit"]
    assert (found["note"], found["others"]) == ("北区四次", {"3": "原办法"})


def test_a_figure_that_is_no_reading(load: Load) -> None:
    """A number that is none of the readings is allowed, as with settings."""
    assert others(load("parameters: {limit: 2}\n"), "limit") == {"3": "满三次", "4": "超过三次"}


def test_the_same_value_changes_nothing(load: Load) -> None:
    """The value that it has already is no other reading."""
    assert others(load("parameters: {limit: 3}\n"), "limit") == {"4": "超过三次"}


def test_a_formula_of_other_parameters(load: Load) -> None:
    """A number may become a formula, and a formula a number."""
    middle = "partygrade: 1\nscheme: middle\nextends: base.yaml\nparameters: {limit: weight * 10}\n"
    head = "partygrade: 1\nscheme: over\nextends: middle.yaml\n"
    assert load("", head, middle=middle).grade({"review": 50, "absences": 1}).fired == ()
    assert load("parameters: {limit: 2}\n", head, middle=middle).grade({"review": 50, "absences": 1}).fired == (
        "absent",
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("limit: many", "bad-setting"),
        ("limit: false", "bad-setting"),
        ("excused: 3", "bad-setting"),
        ("excused: once", "bad-setting"),
        ("counted: onec", "unknown-option"),
        ("counted: 3", "unknown-option"),
        ("counted: true", "unknown-option"),
    ],
)
@pytest.mark.parametrize("form", ["parameters: {%s}\n", "change: {%s}\n"])
def test_a_value_that_is_none_of_the_parameter(form: str, written: str, code: str, faults: Faults) -> None:
    """A word that is no option, or a value of another kind, is a fault, however it is written."""
    name, _, value = written.partition(": ")
    text = form % (written if form.startswith("parameters") else f"{name}: {{value: {value}}}")
    assert faults(text) == [("over.yaml", 5, code, value)]


def test_the_options_are_named(load: Load) -> None:
    """The message lists the options, with the one that is resembled."""
    with pytest.raises(partygrade.SchemeError) as caught:
        load("parameters: {counted: onec}\n")
    assert caught.value.diagnostics[0].message() == (
        "`onec` is no option of `counted`: expected one of each, once; did you mean `once`?"
    )
