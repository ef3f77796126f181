"""What is compiled on demand: score nodes and derived figures, which may refer to one another in any order.

Complains of: nodes and figures in a circle.
"""

from __future__ import annotations

from partygrade.compile.builder import Faults
from partygrade.source import Place


class Demand:
    """What is being compiled at the moment, the outermost first."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self._open: list[tuple[str, Place]] = []

    @property
    def outermost(self) -> Place | None:
        """Where the node or figure stands for whose sake the others are compiled."""
        return self._open[0][1] if self._open else None

    def begin(self, name: str, place: Place) -> bool:
        """Note that a node or figure is being compiled; False, with a fault, if it is so already."""
        entry = (name, place)
        if entry not in self._open:
            self._open.append(entry)
            return True
        path = [*self._open[self._open.index(entry) :], entry]
        names = " → ".join(name for name, _ in path)
        if all(place.path[0] == "score" for _, place in path):
            en, zh = "these score nodes need each other", "评分项相互引用成环"
        else:
            en, zh = "these figures need each other", "派生量或评分项相互引用成环"
        self.faults.add("cycle", place, f"{en}: {names}", f"{zh}：{names}")
        return False

    def end(self) -> None:
        """Note that the innermost is compiled."""
        self._open.pop()
