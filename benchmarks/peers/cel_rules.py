"""(e) CEL by common-expression-language: one expression for each rule, the host adds up.

CEL adds no int to a double, so every aspect is turned into a double in the expression.
"""

from __future__ import annotations

from typing import Any

import cel

from peers.per_rule import ASPECTS, CONDITIONS, LINES, Grade, Result, decide, outcome

__all__ = ["NAME", "READS_TEXT", "make", "outcome"]

NAME = "(e) CEL, per-rule expressions"
READS_TEXT = False


def make(records: list[dict[str, Any]]) -> Grade:
    """Compile the expressions."""
    base = cel.compile(" + ".join(f"double({aspect})" for aspect in ASPECTS)).execute
    lines = [(line, cel.compile(text).execute) for line, text in LINES.items()]
    conditions = [cel.compile(text.format(and_="&&", not_="!")).execute for text in CONDITIONS]

    def grade(record: dict[str, Any]) -> Result:
        facts = cel.Context(record)
        return decide(
            base(facts),
            [(line, evaluate(facts)) for line, evaluate in lines],
            [evaluate(facts) for evaluate in conditions],
        )

    return grade
