"""Random whole schemes over random frames, on every engine: each equals what the plain path gives."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from batch.beside import see
from partygrade import ir
from partygrade.exact import LIMIT
from properties.kinds import every, occurring
from properties.wide_author import wide_scheme

SEEDS = st.integers(0, 2**32)


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more; a smaller seed is no simpler one."""
    many = max(1, count * settings.default.max_examples // 100)
    return settings(max_examples=many, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck))


class TestEveryEngine:
    """Score, grades, place, moves, rules, checks, faults, accounts and the value of every node."""

    @examples(3)
    @given(SEEDS)
    def test_on_polars(self, seed: int) -> None:
        """Whatever kind of frame runs on it."""
        see(("polars", "lazy", "pandas", "pyarrow")[seed % 4], seed)

    @examples(1)
    @given(SEEDS)
    def test_on_duckdb(self, seed: int) -> None:
        """Whose rows have no order; its plans take long, so that the schemes have fewer parts."""
        see("duckdb", seed, modest=True, detail=False)


class TestOverflow:
    """“Anything whose range could reach 2⁵³ in its smallest step is an error of the scheme.”"""

    @examples(1)
    @given(SEEDS)
    def test_the_ends_of_all_ranges(self, seed: int) -> None:
        """The least and the greatest values of all facts, and lists as long as may be."""
        see("polars", seed, ends=True)


class TestDrawn:
    """What the schemes are that are drawn."""

    def test_everything_occurs(self) -> None:
        """Every operator, every kind of fact, rule, check and quota; and no node reaches the limit."""
        programs = [wide_scheme(Random(seed)).program for seed in range(48)]
        assert not every() - {kind for program in programs for kind in occurring(program)}
        for program in programs:
            nodes = [
                *program.nodes,
                *(one for node in program.nodes if isinstance(node, ir.Aggregate) for one in node.each.nodes),
            ]
            kinds = [node.type for node in nodes if isinstance(node.type, ir.Number)]
            assert all(-LIMIT < kind.low <= kind.high < LIMIT for kind in kinds)
