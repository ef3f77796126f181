"""What a graded frame shows: the columns that are added, made of the values of nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw

from partygrade import ir
from partygrade.batch.arithmetic import integer
from partygrade.batch.columns import Frame

if TYPE_CHECKING:
    import polars as pl

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


def flags_shown(program: ir.Program) -> Mapping[str, list[tuple[int, bool]]]:
    """Give for the two columns with lists what puts a word into them: a node, and whether it holds or not."""
    return {
        RULES: [(rule.condition, True) for rule in rules_shown(program)],
        CHECKS: [(check.holds, False) for check in checks_shown(program)],
    }


def mask(name: str) -> str:
    """Name the column with one whole number for the flags of a list, the first of them in its lowest bit."""
    return f"~{name}"


def masked(nodes: list[ir.Node], flags: Sequence[tuple[int, bool]]) -> int:
    """Add nodes that make one number of flags; give the last."""
    kind = ir.Number(0, 0, (1 << len(flags)) - 1)

    def put(node: ir.Node) -> int:
        nodes.append(node)
        return len(nodes) - 1

    nothing = put(ir.Literal(0, kind))
    places = [(number, put(ir.Literal(1 << n, kind)), holds) for n, (number, holds) in enumerate(flags)]
    bits_ = [put(ir.If(n, bit, nothing, kind) if holds else ir.If(n, nothing, bit, kind)) for n, bit, holds in places]
    return put(ir.Add(tuple(bits_), kind))


def _settled(program: ir.Program, number: int, truth: bool) -> bool:
    found = program.nodes[number]
    return isinstance(found, ir.Literal) and bool(found.value) is truth


def nothing(name: str, kind: Any) -> nw.Expr:
    """Give a column of a type in which nothing stands."""
    return nw.lit(None, dtype=kind).alias(name)


def with_word(frame: Frame, name: str, place: nw.Expr, words: Sequence[str]) -> Frame:
    """Add a column with the word at a place, null where there is no place."""
    shown = Shown(frame)
    shown.word(name, place, words)
    return shown.added()


MASKED = 50
"""So many flags go into one number; a double holds it exactly."""

_TABLE = 12
"""Of so many flags every list of words is made beforehand."""


class Shown:
    """Columns that are worked out of those of a frame, and added to it at once.

    In polars what a few values come to is looked up, which is much faster than to make it in every row.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._columns: list[nw.Expr] = []
        self._told: list[pl.Expr] = []

    @property
    def looks_up(self) -> bool:
        """Whether the engine looks things up."""
        return bool(self._frame.implementation.is_polars())

    def put(self, name: str, value: nw.Expr) -> None:
        """Add a column."""
        self._columns.append(value.alias(name))

    def word(self, name: str, place: nw.Expr, words: Sequence[str]) -> None:
        """Add a column with the word at a place, null where there is no place."""
        if self.looks_up and words:
            self.look_up(name, place, list(words))
            return
        out: nw.Expr = nw.lit(None, dtype=nw.String)
        for number, text in enumerate(words):
            out = nw.when(place == integer(number)).then(nw.lit(text)).otherwise(out)
        self.put(name, out)

    def look_up(self, name: str, place: nw.Expr, table: Any) -> None:
        """Add a column with what stands at a place of a table, null where there is no place."""
        import polars as pl

        # What is missing has a place too: places without gaps are looked up in a quarter of the time.
        held = pl.Series(table)
        nowhere = len(held)
        held = held.append(pl.Series([None], dtype=held.dtype)).rechunk()

        def told(places: pl.Series) -> pl.Series:
            return held[places]

        self._tell(name, place.fill_null(integer(nowhere)).cast(nw.UInt32), told, held.dtype)

    def listed(self, name: str, good: nw.Expr, flags: Sequence[nw.Expr], words: Sequence[str]) -> None:
        """Add a column with the words of the flags that hold, in their order; null where a row is not good.

        Where things are looked up, the flags are one number already, in the column `mask`.
        """
        if not self.looks_up or not 0 < len(words) <= MASKED:
            self.put(name, nw.when(good).then(_joined(flags, words)))
        elif len(words) <= _TABLE:
            number = nw.when(good).then(nw.col(mask(name)))
            self.look_up(name, number, [_words(number, words) for number in range(1 << len(words))])
        else:
            import polars as pl

            def told(series: pl.Series) -> pl.Series:
                found = series.unique().sort()
                texts = [None if number < 0 else _words(number, words) for number in found]
                return pl.Series(texts, dtype=pl.String).gather(found.search_sorted(series))

            self._tell(name, nw.when(good).then(nw.col(mask(name))).otherwise(integer(-1)), told, pl.String())

    def _tell(self, name: str, value: nw.Expr, told: Callable[[pl.Series], pl.Series], kind: pl.DataType) -> None:
        import polars as pl

        self.put(name, value)
        self._told.append(pl.col(name).map_batches(told, kind, is_elementwise=True))

    def added(self) -> Frame:
        """Give the frame with the columns."""
        frame = self._frame.with_columns(*self._columns)
        if not self._told:
            return frame
        native: Any = nw.to_native(frame)
        out: Frame = nw.from_native(native.with_columns(*self._told))
        return out


def _joined(flags: Sequence[nw.Expr], words: Sequence[str]) -> nw.Expr:
    if not words:
        return nw.lit("")
    pairs = zip(flags, words, strict=True)
    said = [nw.when(flag).then(nw.lit(BETWEEN + word)).otherwise(nw.lit("")) for flag, word in pairs]
    return nw.concat_str(said).str.slice(len(BETWEEN))


def _words(number: int, words: Sequence[str]) -> str:
    """Give the words whose bits a number has."""
    return BETWEEN.join(word for n, word in enumerate(words) if number >> n & 1)


def node_columns(program: ir.Program) -> Mapping[int, str]:
    """Name the columns of a detailed frame: one for the value of every node that is no constant."""
    return {n: f"node_{n}" for n, found in enumerate(program.nodes) if not isinstance(found, ir.Literal)}
