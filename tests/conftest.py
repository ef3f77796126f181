"""Profiles of the property tests, and a count of the examples that they ran.

The profile `ci` draws the same examples every time. More of them, and new ones: `pytest --hypothesis-profile=thorough`.
"""

from __future__ import annotations

import re
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, suppress_health_check=SLOW)
settings.register_profile("thorough", deadline=None, max_examples=2000, suppress_health_check=SLOW)
settings.load_profile("ci")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    statistics = getattr(item, "hypothesis_statistics", None)
    if call.when == "call" and statistics is not None:
        # A property of the report reaches the process that counts, also when the tests run in several.
        report.user_properties.append(("examples", sum(map(int, re.findall(r"(\d+) passing", statistics)))))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    counts = [count for report in reports for name, count in report.user_properties if name == "examples"]
    if counts:
        terminalreporter.write_line(f"{sum(counts)} generated examples in {len(counts)} property tests")
