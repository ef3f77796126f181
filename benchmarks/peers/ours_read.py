"""partygrade, with score and grade read from the grading."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import partygrade

NAME = "partygrade, score and grade read"
READS_TEXT = True

Result = tuple[Decimal | None, str | None]


def make(records: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Result]:
    """Load the scheme."""
    scheme = partygrade.load("anyang-five-star")

    def grade(record: dict[str, Any]) -> Result:
        grading = scheme.grade(record)
        return grading.score, grading.own_grade

    return grade


def outcome(result: Result) -> tuple[Decimal | None, str | None, list[str] | None]:
    """Read the result."""
    return *result, None
