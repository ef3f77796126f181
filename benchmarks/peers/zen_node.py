"""(c) zen-engine: one expression node, kept compiled by the engine's loader.

It gives the score and the grade, and no list of what applied.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import zen

NAME = "(c) zen-engine, expression node"
READS_TEXT = False

EXPRESSIONS = {
    "absent": "absences + late_tasks",
    "commendations": (
        "commendations_national > 0 ? 8 : commendations_province > 0 ? 5 : commendations_city > 0 ? 3 : 0"
    ),
    "score": (
        "max([0, min([100, organisation + systems + fortress + members + service + leadership + discipline + facilities"
        " + execution + mass_base + $.commendations"
        " + innovations_city * 3 + innovations_province * 5 + innovations_national * 8"
        " - criticised_by_committee * 3 - criticised_by_city * 5 - leaders_punished_light * 3"
        " - leaders_punished_heavy * 5 - members_punished * 2 - (satisfaction <= 60 ? 5 : 0) - $.absent * 3])])"
    ),
    "band": "$.score >= 90 ? 5 : $.score >= 80 ? 4 : $.score >= 70 ? 3 : $.score >= 60 ? 2 : $.score >= 50 ? 1 : 0",
    "ceiling": (
        "election_overdue_months > 12 and not election_excused ? 3"
        " : (election_overdue_months > 0 and not election_excused) or $.absent >= 3 ? 4 : 5"
    ),
    "rank": (
        "satisfaction <= 50 ? 0 : $.absent >= 3 ? max([0, min([$.band, $.ceiling]) - 1]) : min([$.band, $.ceiling])"
    ),
    "grade": (
        'turnout < 80 ? null : $.rank == 5 ? "five_star" : $.rank == 4 ? "four_star" : $.rank == 3 ? "three_star"'
        ' : $.rank == 2 ? "two_star" : $.rank == 1 ? "one_star" : "unrated"'
    ),
}


def _graph() -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    expressions = [{"id": key, "key": key, "value": value} for key, value in EXPRESSIONS.items()]
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "facts", "position": place},
            {
                "id": "rules",
                "type": "expressionNode",
                "name": "rules",
                "position": place,
                "content": {"expressions": expressions},
            },
            {"id": "out", "type": "outputNode", "name": "grading", "position": place},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
            {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
        ],
    }


def make(records: list[dict[str, Any]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Build the engine; its static loader keeps the compiled graph, the fastest way we found."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"anyang": _graph()}}})

    def grade(record: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = engine.evaluate("anyang", record)["result"]
        return result

    return grade


def outcome(result: dict[str, Any]) -> tuple[Decimal, str | None, list[str] | None]:
    """Read the result."""
    return Decimal(repr(result["score"])), result.get("grade"), None
