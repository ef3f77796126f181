"""What is found about one scheme file."""

from __future__ import annotations

from pathlib import Path

from partygrade.check import CHECKS
from partygrade.cli.report import report


def test_a_good_file() -> None:
    """Nothing is found, and no cases run unless they are asked for."""
    found = report("village.yaml", False, CHECKS)
    assert (found.good, found.faults, found.findings, found.ran, found.coverage) == (True, (), (), None, None)


def test_the_cases_beside_a_file() -> None:
    """They are run, and what they reach is counted."""
    found = report("village.yaml", True, CHECKS)
    assert (found.good, found.ran, found.case_file) == (True, 5, "village.cases.yaml")
    assert found.coverage is not None and found.coverage.missed == ()


def test_a_scheme_without_cases(desk: Path) -> None:
    """None run, although they are asked for."""
    (desk / "village.cases.yaml").unlink()
    assert report("village.yaml", True, CHECKS).ran is None


def test_only_the_checks_of_the_slugs_run(desk: Path) -> None:
    """A rule that cannot fire is found by the check for that alone."""
    text = (desk / "village.yaml").read_text("utf-8").replace("satisfaction < 60%", "satisfaction > 100%")
    (desk / "village.yaml").write_text(text, encoding="utf-8")
    assert [fault.code for fault in report("village.yaml", False, ["dead-rule"]).findings] == ["dead-rule"]
    assert report("village.yaml", False, ["unreachable-grade"]).good


def test_faults_and_findings_know_their_documents(desk: Path) -> None:
    """A fault of the cases stands in their file, a finding in that of the scheme."""
    text = (desk / "village.yaml").read_text("utf-8").replace("satisfaction < 60%", "satisfaction > 100%")
    (desk / "village.yaml").write_text(text, encoding="utf-8")
    (desk / "village.cases.yaml").write_text("scheme: village\ncases: 5\n", encoding="utf-8")
    found = report("village.yaml", True, ["dead-rule"])
    named = [(fault.code, document and document.name) for fault, document in found.located]
    assert named == [("wrong-type", "village.cases.yaml"), ("dead-rule", "village.yaml")]


def test_a_file_that_does_not_load() -> None:
    """Has faults and no scheme, so that nothing else is looked for."""
    found = report("nothing.yaml", True, CHECKS)
    assert (found.good, found.scheme, [fault.code for fault in found.faults]) == (False, None, ["no-scheme"])


def test_a_shipped_scheme_has_a_short_file_of_cases() -> None:
    """Nobody asked for its path."""
    assert report("three-tier-weighted", True, []).case_file == "three-tier-weighted.cases.yaml"
