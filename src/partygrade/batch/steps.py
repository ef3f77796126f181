"""Columns that stand only while others are worked out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import narwhals as nw


class Steps:
    """What is worked out on the way to a value, one step resting on those before it.

    What is used twice becomes a column: no engine can be trusted to see that it has worked it out already.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.names: list[str] = []
        self.steps: list[list[nw.Expr]] = []

    def put(self, value: nw.Expr) -> nw.Expr:
        """Give a value as a column."""
        return self.put_all([value])[0]

    def put_all(self, values: Sequence[nw.Expr]) -> list[nw.Expr]:
        """Give values that do not rest on one another as columns."""
        names = [f"~{self._name}_{len(self.names) + n}" for n in range(len(values))]
        self.names += names
        self.steps.append([value.alias(name) for name, value in zip(names, values, strict=True)])
        return [nw.col(name) for name in names]


def stepwise(frame: nw.LazyFrame[Any], ways: Sequence[Steps]) -> nw.LazyFrame[Any]:
    """Add the columns of several values to a frame, the same step of each at once."""
    for level in zip_longest(*(way.steps for way in ways), fillvalue=()):
        frame = frame.with_columns(*(value for values in level for value in values))
    return frame


def without(frame: nw.LazyFrame[Any], ways: Sequence[Steps]) -> nw.LazyFrame[Any]:
    """Take the columns out of a frame."""
    names = [name for way in ways for name in way.names]
    return frame.drop(names) if names else frame
