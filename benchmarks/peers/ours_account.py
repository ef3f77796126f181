"""partygrade, with the whole account worked out: every node, line, rule and check with its clause, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import partygrade

NAME = "partygrade, whole account"
READS_TEXT = False


def make(records: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Any]:
    """Load the scheme."""
    scheme = partygrade.load("anyang-five-star")

    def grade(record: dict[str, Any]) -> Any:
        grading = scheme.grade(record)
        grading.to_dict()
        return grading

    return grade


def outcome(result: Any) -> tuple[Decimal, str | None, list[str] | None]:
    """Read score and grade, and what applied: the lines that changed the score, and the rules that fired."""
    account = result.to_dict()
    lines = [line["id"] for item in account["items"] for line in item["lines"] if Decimal(line["value"])]
    return result.score, result.own_grade, [*lines, *result.fired]
