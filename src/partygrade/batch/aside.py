"""A few columns of a frame kept aside, so that the rest need not be worked out again for each look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Aside:
    """The columns that are looked at, and how to put new ones made of them beside the whole frame again."""

    frame: Frame
    put_back: Callable[[Frame, Sequence[str]], Frame]


def aside(frame: Frame, names: Sequence[str]) -> Aside:
    """Keep columns aside. In polars they are worked out once; elsewhere the whole frame goes on."""
    if not frame.implementation.is_polars():
        return Aside(frame, lambda found, _: found)
    import polars as pl

    native: Any = nw.to_native(frame)
    slim = native.select(names).collect(engine="streaming")

    def put_back(found: Frame, added: Sequence[str]) -> Frame:
        new: Any = nw.to_native(found)
        beside = new.select(added).collect()
        both: Frame = nw.from_native(pl.concat([native, beside.lazy()], how="horizontal"))
        return both

    return Aside(nw.from_native(slim.lazy()), put_back)
