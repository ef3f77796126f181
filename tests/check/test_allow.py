"""Comments that take a finding out."""

from __future__ import annotations

from pathlib import Path

import pytest

import partygrade
from partygrade.check import Subject, check, page
from partygrade.check.allow import allowances
from partygrade.document import read

TEXT = """\
partygrade: 1
scheme: some
title: 例
facts: {satisfaction: {type: percent}}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
rules:
  - {id: low, when: satisfaction < 60, at_most: poor}
"""
ODD = "  - {id: odd, when: satisfaction > 100, at_most: poor}"
ALLOW = "# partygrade: allow dead-rule, the document says so"


def codes(*lines: str) -> list[str]:
    return [fault.code for fault in check(Subject(partygrade.loads(TEXT + "\n".join(lines) + "\n")))]


def test_without_a_comment_the_finding_stands() -> None:
    """The scheme has one rule that can never fire."""
    assert codes(ODD) == ["dead-rule"]


def test_a_comment_on_the_line_takes_the_finding_out() -> None:
    """The line where the underlined text begins."""
    assert codes(f"{ODD}  {ALLOW}") == []


@pytest.mark.parametrize("mark", [",", "，", ":", "："])
def test_the_reason_may_stand_behind_any_such_sign(mark: str) -> None:
    """A comma or a colon, of either width."""
    assert codes(f"{ODD}  # partygrade: allow dead-rule{mark} 原文如此") == []


def test_a_comment_of_its_own_speaks_of_the_next_line() -> None:
    """Comments between do not count; a line further down is not meant."""
    assert codes(f"  {ALLOW}", ODD) == []
    assert codes(f"  {ALLOW}", "  # another remark", ODD) == []
    assert codes(f"  {ALLOW}", ODD.replace("> 100", "> 99"), ODD.replace("odd", "odder")) == ["dead-rule"]


def test_a_comment_speaks_of_one_check() -> None:
    """The slug of another check takes nothing out."""
    assert codes(f"{ODD}  # partygrade: allow unreachable-grade, the document says so") == ["dead-rule"]


def test_several_comments_may_stand_on_one_line() -> None:
    """Each with a reason of its own."""
    both = f"{ODD}  # partygrade: allow unreachable-grade, one reason {ALLOW}"
    assert codes(both) == []
    assert [one.slug for one in allowances(read(TEXT + both))] == ["unreachable-grade", "dead-rule"]


@pytest.mark.parametrize("rest", ["", ",", ", ", " the document says so"])
def test_a_comment_without_a_reason_is_a_fault(rest: str) -> None:
    """The finding stands, and the comment is reported too."""
    assert codes(f"{ODD}  # partygrade: allow dead-rule{rest}") == ["dead-rule", "allow-without-reason"]


def test_a_comment_about_an_unknown_check_is_a_fault() -> None:
    """With a suggestion."""
    scheme = partygrade.loads(f"{TEXT}{ODD}  # partygrade: allow dead-rul, the document says so\n")
    fault = check(Subject(scheme))[-1]
    assert (fault.code, fault.severity) == ("allow-unknown-check", "error")
    assert fault.message("en") == "no check is called `dead-rul`; did you mean `dead-rule`?"
    assert fault.message("zh") == "没有名为 `dead-rul` 的检查；是不是 `dead-rule`？"


def test_text_that_only_resembles_a_comment_is_none() -> None:
    """A `#` inside a word begins no comment, and other comments are nobody's business."""
    assert codes("  # allow dead-rule", "  # partygrade: allows dead-rule", "note: a#partygrade:allow dead-rule") == []


def test_a_comment_at_the_end_of_a_file_speaks_of_nothing() -> None:
    """No line follows."""
    assert [one.line for one in allowances(read(f"{TEXT}{ALLOW}"))] == [9]


def test_a_comment_stands_in_the_file_of_the_finding(tmp_path: Path) -> None:
    """A file that extends another one has the findings of both; each is allowed where its text stands."""
    (tmp_path / "some.yaml").write_text(f"{TEXT}{ODD}  {ALLOW}\n", encoding="utf-8")
    over = "partygrade: 1\nscheme: over\nextends: some.yaml\nchange: {low: {when: satisfaction < 0}}"
    path = tmp_path / "over.yaml"
    path.write_text(f"{over}\n", encoding="utf-8")
    found = Subject(partygrade.load(path))
    assert [str(fault.place) for fault in check(found)] == ["rules[1].when"]
    path.write_text(f"{over}  {ALLOW}\n", encoding="utf-8")
    assert check(Subject(partygrade.load(path))) == ()


def test_a_comment_of_the_extended_file_is_its_own_fault(tmp_path: Path) -> None:
    """It is reported when that file is checked, and not again with every file that extends it."""
    (tmp_path / "some.yaml").write_text(f"{TEXT}# partygrade: allow dead-rule\n", encoding="utf-8")
    path = tmp_path / "over.yaml"
    path.write_text("partygrade: 1\nscheme: over\nextends: some.yaml\ntitle: 又例\n", encoding="utf-8")
    assert check(Subject(partygrade.load(path))) == ()
    assert len(check(Subject(partygrade.load(tmp_path / "some.yaml")))) == 1


def test_only_some_checks_may_run() -> None:
    """Those of the slugs that are given; none for no slugs."""
    scheme = Subject(partygrade.loads(f"{TEXT}{ODD}\n"))
    assert [fault.code for fault in check(scheme, ["dead-rule"])] == ["dead-rule"]
    assert check(scheme, ["unreachable-grade"]) == check(scheme, []) == ()


def test_a_page_is_the_docstring_of_its_module() -> None:
    """From its first sentence on."""
    assert page("dead-rule").startswith("A rule that can never fire, or that can never change the grade.\n\n")
