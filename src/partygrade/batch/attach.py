"""Columns of another frame put beside those of a frame, by what both have; the rows stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from partygrade.batch.columns import Frame


def attach(frame: Frame, other: Frame, on: Sequence[str]) -> Frame:
    """Add the columns of `other`, whose rows all differ in `on`; null where no row of it agrees, or a key is null.

    The rows keep their order where they have one.
    """
    if not frame.implementation.is_polars():
        return frame.join(other, on=list(on), how="left")
    # A join of polars promises no order unless it is asked to, and narwhals has no word for that.
    native: Any = nw.to_native(frame)
    joined: Frame = nw.from_native(native.join(nw.to_native(other), on=list(on), how="left", maintain_order="left"))
    return joined
