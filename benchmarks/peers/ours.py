"""partygrade: the shipped scheme file, validated input, a trace that can be asked for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import partygrade

NAME = "partygrade, scheme.grade"
READS_TEXT = True


def make(records: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Any]:
    """Load the scheme."""
    return partygrade.load("anyang-five-star").grade


def outcome(result: Any) -> tuple[Decimal, str | None, list[str] | None]:
    """Read score and grade."""
    return result.score, result.own_grade, None
