"""How the columns that are our own are called, and what stands in them.

Numbers, words, grades and days are Int64 as `ir` holds them, flags are Boolean, labels String. A column is null only
where an optional fact is not known; of a row with faults it holds some value in the range of its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from partygrade.evaluate import Value

Frame = nw.LazyFrame[Any]
"""A frame with such columns, on any engine."""

ROW = "~row"
"""The number of the row, from 0, where the frame has an order."""

KEY = "~key"
"""The id of the organisation: a whole number, or a text without blanks around; null where there is none."""

GOOD = "~good"
"""Has the row no fault?"""

FAULTS = "~faults"
"""The facts that cannot be read, separated by commas; null where there are none."""


def held(index: int) -> str:
    """Name the column of the value of an input."""
    return f"~f{index}"


def node(number: int) -> str:
    """Name the column of the value of a node."""
    return f"~n{number}"


def group(index: int) -> str:
    """Name the column of a text that organisations of one cohort agree in."""
    return f"~g{index}"


@dataclass(frozen=True, slots=True)
class Leaves:
    """The columns of what is not worked out from other nodes.

    `facts` is by input, `given` by the number of a node over events or over the cohort. `quota` holds the grade that
    the quotas gave, null where they moved nobody. `fixed` are the inputs without a column: the value that they have in
    every row, None where they are not known, and of a list the empty one.
    """

    facts: Mapping[int, str]
    given: Mapping[int, str] = field(default_factory=dict)
    quota: str | None = None
    fixed: Mapping[int, Value] = field(default_factory=dict)
