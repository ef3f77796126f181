"""What a graded frame shows: the columns that are added, made of the values of nodes."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch.arithmetic import balanced, integer

Frame = nw.LazyFrame[Any]

SCORE = "score"
OWN_GRADE = "own_grade"
GRADE = "grade"
RANK = "rank"
QUOTA = "quota"
RULES = "rules"
CHECKS = "checks"
FAULTS = "faults"

ADDED = (SCORE, OWN_GRADE, GRADE, RANK, QUOTA, RULES, CHECKS, FAULTS)
"""The columns that are added, in this order; those that the scheme has nothing for are empty."""

WITHOUT_OVERRIDES = "without_overrides"
"""The column of a detailed frame with the own grade had no soft rule been overridden."""

BETWEEN = ", "
"""What stands between two ids of a column."""


def rules_shown(program: ir.Program) -> tuple[ir.Rule, ...]:
    """List the rules that can fire under the readings in force."""
    return tuple(rule for rule in program.rules if not _settled(program, rule.condition, False))


def checks_shown(program: ir.Program) -> tuple[ir.Check, ...]:
    """List the checks that can fail under the readings in force."""
    return tuple(check for check in program.checks if not _settled(program, check.holds, True))


def _settled(program: ir.Program, number: int, truth: bool) -> bool:
    found = program.nodes[number]
    return isinstance(found, ir.Literal) and bool(found.value) is truth


def nothing(name: str, kind: Any) -> nw.Expr:
    """Give a column of a type in which nothing stands."""
    return nw.lit(None, dtype=kind).alias(name)


def word(place: nw.Expr, words: Sequence[str]) -> nw.Expr:
    """Give the word at a place, null where there is no place."""
    out: nw.Expr = nw.lit(None, dtype=nw.String)
    for number, text in enumerate(words):
        out = nw.when(place == integer(number)).then(nw.lit(text)).otherwise(out)
    return out


MASKED = 50
"""So many flags go into one number; a double holds it exactly."""


def listed(frame: Frame, name: str, flags: Sequence[nw.Expr], words: Sequence[str]) -> Frame:
    """Add a column with the words of the flags that hold, in their order; an empty text where none does."""
    if not frame.implementation.is_polars():
        return frame.with_columns(_joined(flags, words).alias(name))
    # Most rows have the same few lists, and to look a list up is faster than to put it together.
    parts = [words[n : n + MASKED] for n in range(0, len(words), MASKED)]
    masks = [_mask(flags[n : n + MASKED]) for n in range(0, len(flags), MASKED)]
    if len(parts) != 1:
        return frame.with_columns(_joined(flags, words).alias(name))
    native: Any = nw.to_native(frame.with_columns(masks[0].alias(name)))
    import polars as pl

    def look_up(series: pl.Series) -> pl.Series:
        found = series.unique()
        return series.replace_strict(found, [_words(number, parts[0]) for number in found], return_dtype=pl.String)

    told = pl.col(name).map_batches(look_up, return_dtype=pl.String, is_elementwise=True)
    out: Frame = nw.from_native(native.with_columns(told))
    return out


def _joined(flags: Sequence[nw.Expr], words: Sequence[str]) -> nw.Expr:
    if not words:
        return nw.lit("")
    pairs = zip(flags, words, strict=True)
    said = [nw.when(flag).then(nw.lit(BETWEEN + word)).otherwise(nw.lit("")) for flag, word in pairs]
    return nw.concat_str(said).str.slice(len(BETWEEN))


def _mask(flags: Sequence[nw.Expr]) -> nw.Expr:
    """Give one whole number for the flags, the first of them in its lowest bit."""
    bits = [nw.when(flag).then(integer(1 << n)).otherwise(integer(0)) for n, flag in enumerate(flags)]
    return balanced(bits, operator.add)


def _words(number: int | None, words: Sequence[str]) -> str | None:
    """Give the words whose bits a number has."""
    return None if number is None else BETWEEN.join(word for n, word in enumerate(words) if number >> n & 1)


def node_columns(program: ir.Program) -> Mapping[int, str]:
    """Name the columns of a detailed frame: one for the value of every node that is no constant."""
    return {n: f"node_{n}" for n, found in enumerate(program.nodes) if not isinstance(found, ir.Literal)}
