"""What was planned for one frame of polars, kept for the next with the same columns.

To plan takes longer than to grade ten thousand organisations: a scheme is some hundred expressions, each made twice,
once by narwhals and once by polars. What comes of it is the same for every frame with these columns.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import narwhals as nw

from partygrade.batch.columns import Frame

if TYPE_CHECKING:
    import polars as pl

Made = TypeVar("Made")

_METHODS = ("with_columns", "select", "drop", "unnest")
"""The steps of a plan that looks at each row alone."""

_KEPT = 64


class Plan:
    """Steps over a frame of polars."""

    def __init__(self, steps: Iterable[tuple[str, tuple[Any, ...], dict[str, Any]]]) -> None:
        self._steps = tuple(steps)

    def over(self, frame: Frame) -> Frame:
        """Do the steps."""
        native: Any = nw.to_native(frame)
        for method, exprs, named in self._steps:
            native = getattr(native, method)(*exprs, **named)
        out: Frame = nw.from_native(native)
        return out


def planned(schema: Mapping[str, pl.DataType], make: Callable[[Frame], tuple[Frame, Made]]) -> tuple[Plan, Made]:
    """See what steps `make` takes over a frame of polars with such columns."""
    empty: Any = _recorder()(schema=schema)
    empty.steps = []
    out, made = make(nw.from_native(empty))
    native: Any = nw.to_native(out)
    return Plan(native.steps), made


class Plans:
    """The plans made so far, each by what it depends on besides the columns of the frame."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[Plan, Any]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def over(self, frame: Frame, about: Hashable, make: Callable[[Frame], tuple[Frame, Made]]) -> tuple[Frame, Made]:
        """Do what `make` does over a frame, in polars by a plan that is kept.

        What `make` gives beside the frame must not depend on its rows.
        """
        if not frame.implementation.is_polars():
            return make(frame)
        schema = nw.to_native(frame).collect_schema()
        key = about, tuple(schema.items())
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = planned(schema, make)
        plan, made = self._kept[key]
        return plan.over(frame), made


_PLANS: WeakKeyDictionary[object, Plans] = WeakKeyDictionary()


def kept_plans(owner: object) -> Plans:
    """Give the plans that were made for an owner; they go when it goes."""
    return _PLANS.setdefault(owner, Plans())


@cache
def _recorder() -> Any:
    """Make a lazy frame that remembers its steps; any other step than these it does not survive."""
    import polars as pl

    class Recorder(pl.LazyFrame):
        """A lazy frame and how it came about."""

        steps: list[tuple[str, tuple[Any, ...], dict[str, Any]]]

    def step(method: str) -> Callable[..., Any]:
        def taken(self: Any, *exprs: Any, **named: Any) -> Any:
            exprs = tuple(list(one) if isinstance(one, Iterable) and not isinstance(one, str) else one for one in exprs)
            out = getattr(pl.LazyFrame, method)(self, *exprs, **named)
            out.steps = [*self.steps, (method, exprs, named)]
            return out

        return taken

    for method in _METHODS:
        setattr(Recorder, method, step(method))
    return Recorder
