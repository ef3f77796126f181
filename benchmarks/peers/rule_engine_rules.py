"""(d) rule-engine: one expression for each rule, the host adds up."""

from __future__ import annotations

from typing import Any

import rule_engine

from peers.per_rule import ASPECTS, CONDITIONS, LINES, Grade, Result, decide, outcome

__all__ = ["NAME", "READS_TEXT", "make", "outcome"]

NAME = "(d) rule-engine, per-rule expressions"
READS_TEXT = False


def make(records: list[dict[str, Any]]) -> Grade:
    """Compile the expressions."""
    context = rule_engine.Context(resolver=lambda record, name: record[name])
    base = rule_engine.Rule(" + ".join(ASPECTS), context=context).evaluate
    lines = [(line, rule_engine.Rule(text, context=context).evaluate) for line, text in LINES.items()]
    conditions = [
        rule_engine.Rule(text.format(and_="and", not_="not "), context=context).evaluate for text in CONDITIONS
    ]

    def grade(record: dict[str, Any]) -> Result:
        return decide(
            base(record),
            [(line, evaluate(record)) for line, evaluate in lines],
            [evaluate(record) for evaluate in conditions],
        )

    return grade
