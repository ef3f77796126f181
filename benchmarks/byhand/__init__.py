"""The rules of Anyang under the default readings, written by hand for whole columns, once in each way.

Every module lists its `WAYS`. All of them work out score and own grade of every row from the same columns. Only the one
that says so checks what it is given; none says which rules fired.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

GRADES = ("unrated", "one_star", "two_star", "three_star", "four_star", "five_star")
NONE = -1


@dataclass(frozen=True)
class Way:
    """A way of writing the rules.

    `make` prepares everything that is not timed, and gives the function to be timed. `outcome` gives the scores in
    tenths and the grades as numbers, the worst 0, none -1. `numbers` are the spellings of figures that it reads.
    """

    name: str
    make: Callable[[pl.DataFrame], Callable[[], Any]]
    outcome: Callable[[Any], tuple[np.ndarray, np.ndarray]]
    numbers: tuple[str, ...] = ("double",)
