"""Whole numbers as expressions over columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade.batch.arithmetic import balanced, divided, integer
from partygrade.exact import LIMIT, MODES, Mode, divide
from properties.programs import examples

FRAMES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame.lazy(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


def column(engine: str, expr: nw.Expr, **columns: list[int]) -> list[int]:
    """Work out an expression over columns, in the order of the rows."""
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64)).with_row_index("row")
    out = nw.from_native(FRAMES[engine](frame)).with_columns(expr.alias("out")).collect(backend="polars")
    assert out.schema["out"] == nw.Int64
    return out.sort("row")["out"].to_list()


whole = st.one_of(st.integers(-40, 40), st.integers(1 - LIMIT, LIMIT - 1))


class TestDivided:
    """“Only `Round` and `Quotient` lose digits; both say how, and both mean `exact.divide`.”"""

    @pytest.mark.parametrize("engine", FRAMES)
    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("divisor", [1, 2, 3, 4, 7, 10, 1000, -1, -2, -5])
    def test_a_division_by_a_constant_takes_every_rest(self, engine: str, mode: Mode, divisor: int) -> None:
        """On both sides of zero, and at the greatest numbers that there are."""
        values = [*range(-25, 26), *range(LIMIT - 12, LIMIT), *range(1 - LIMIT, 12 - LIMIT)]
        found = column(engine, divided(nw.col("a"), divisor, mode), a=values)
        assert found == [divide(value, divisor, mode) for value in values]

    @pytest.mark.parametrize("engine", FRAMES)
    @pytest.mark.parametrize("mode", MODES)
    def test_a_division_by_a_column_takes_every_rest(self, engine: str, mode: Mode) -> None:
        """With either sign above and below."""
        pairs = [(a, b) for a in (*range(-13, 14), LIMIT - 1, 1 - LIMIT) for b in (*range(-7, 8), LIMIT - 1) if b]
        above, below = [a for a, _ in pairs], [b for _, b in pairs]
        found = column(engine, divided(nw.col("a"), nw.col("b"), mode), a=above, b=below)
        assert found == [divide(a, b, mode) for a, b in pairs]

    @pytest.mark.parametrize("mode", MODES)
    @examples(20)
    @given(st.lists(st.tuples(whole, whole.filter(bool)), min_size=1, max_size=50))
    def test_it_gives_what_the_definition_gives(self, mode: Mode, pairs: list[tuple[int, int]]) -> None:
        """On random numbers below 2⁵³."""
        above, below = [a for a, _ in pairs], [b for _, b in pairs]
        found = column("polars", divided(nw.col("a"), nw.col("b"), mode), a=above, b=below)
        assert found == [divide(a, b, mode) for a, b in pairs]

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("divisor", [2, 3, 10, "b"])
    def test_numbers_that_are_never_negative_need_less(self, mode: Mode, divisor: int | str) -> None:
        """Without a sign the shorter expression gives the same."""
        values = [*range(26), *range(LIMIT - 12, LIMIT)]
        below = nw.col(divisor) if isinstance(divisor, str) else divisor
        found = column("polars", divided(nw.col("a"), below, mode, signed=False), a=values, b=[4] * len(values))
        by = 4 if isinstance(divisor, str) else divisor
        assert found == [divide(value, by, mode) for value in values]


def test_a_constant_has_64_bits() -> None:
    """A sum of constants does not wrap."""
    assert column("polars", integer(2**31 - 1) + integer(1), a=[0]) == [2**31]


def test_many_parts_are_joined_without_depth() -> None:
    """The sum of 1 to 300 is worked out in nine levels."""
    assert column("duckdb", balanced([nw.col("a") * n for n in range(1, 301)], lambda x, y: x + y), a=[1]) == [45150]
