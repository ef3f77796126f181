"""Random whole schemes over random frames of Spark: each equals what the plain path gives."""

from __future__ import annotations

from typing import Any

import pytest

from batch.beside import see


@pytest.mark.parametrize("seed", [1, 6, 48])
def test_a_random_scheme_is_graded_as_on_the_plain_path(spark: Any, seed: int) -> None:
    """Score, grades, place, moves, rules, checks, faults and accounts; of no list, of two and of four."""
    see("pyspark", seed, detail=False)
