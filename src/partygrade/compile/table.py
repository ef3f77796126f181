"""Tables to IR: nested mappings with a level for each formula of `of`, whose keys are words, figures or days.

Complains of: tables of another depth than `of` says, keys that are no word or figure, keys that never count, levels
that leave something open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from partygrade import ir
from partygrade.compile.bounds import SIGNS
from partygrade.compile.figures import fraction
from partygrade.compile.formula import Formulas, ordinal_of
from partygrade.compile.scope import ParameterName
from partygrade.diagnostics import Text, suggestion
from partygrade.source import Place

_ELSE = "else"
_KEY = re.compile(r"(?:(from|above|up_to|below)\s+)?(\S+)")
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%?)")

Entry = Callable[[object, Place], int | None]


def branches(places: Sequence[Place], conditions: Sequence[int | None]) -> Iterator[ir.Branch]:
    """List the places of which the first counts whose condition holds; none where a condition is broken."""
    met = [node for node in conditions if node is not None]
    if len(met) == len(places):
        for n, place in enumerate(places):
            yield ir.Branch(place, (met[n],), tuple(met[:n]))


class Table:
    """Compiles one table; `of` are the nodes that it looks at, `names` what the author calls them.

    `entry` compiles an entry.
    """

    def __init__(self, formulas: Formulas, of: Sequence[int | None], names: Sequence[str], entry: Entry) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.of = of
        self.names = names
        self.entry = entry
        self._above: dict[Place, ir.Branch] = {}
        self._entries: list[Place] = []

    @property
    def branches(self) -> Iterator[ir.Branch]:
        """List the entries with what leads to each of them, level for level."""
        for place in self._entries:
            steps = [Place(place.path[:length]) for length in range(len(place.path) + 1)]
            levels = [self._above[step] for step in steps if step in self._above]
            needs = tuple(node for level in levels for node in level.needs)
            yield ir.Branch(place, needs, tuple(node for level in levels for node in level.unless))

    def compile(self, written: object, place: Place, depth: int = 0) -> int | None:
        """Compile what stands at a place so many levels down: a level of the table, or an entry."""
        if depth == len(self.of):
            self._entries.append(place)
            return self._entry(written, place)
        if not isinstance(written, Mapping):
            self._too_flat(depth, place)
            return None
        parts = [self.compile(value, place.child(key), depth + 1) for key, value in written.items()]
        of = self.of[depth]
        if of is None:
            return None
        figures = isinstance(self.builder.type(of), ir.Number | ir.Day)
        conditions = self._figures(written, of, place) if figures else self._words(written, of, depth, place)
        # A level leaves nothing open, so that the last key needs no condition.
        met = [*conditions[:-1], self.builder.truth(True, place)]
        self._above |= {branch.place: branch for branch in branches([place.child(key) for key in written], met)}
        node = parts[-1] if parts else None
        for condition, part in reversed(list(zip(conditions[:-1], parts[:-1], strict=True))):
            node = self.builder.choose(condition, part, node, place)
        return node

    def _entry(self, written: object, place: Place) -> int | None:
        if isinstance(written, Mapping):
            levels = len(self.of)
            self.faults.add(
                "table-depth",
                place.at_key(),
                f"the table goes on below this key: expected {levels} {'level' if levels == 1 else 'levels'}, "
                "one for each formula of `of`",
                f"此键之下还有一层：应有 {levels} 层，与 `of` 的公式数相同",
            )
            return None
        if isinstance(written, str | int | Decimal):
            return self.entry(written, place)
        self.faults.add(
            "wrong-type",
            place,
            f"an entry of a table is {'empty' if written is None else 'a list'}: expected a constant",
            f"表中的值是{'空' if written is None else '列表'}：应为常数",
        )
        return None

    def _too_flat(self, depth: int, place: Place) -> None:
        self.faults.add(
            "table-depth",
            place,
            f"the table ends here: expected keys for `{self.names[depth]}`",
            f"表到此为止：此处应有 `{self.names[depth]}` 的各键",
        )

    # Words.

    def _words(self, written: Mapping[str, object], of: int, depth: int, place: Place) -> list[int | None]:
        words = self._options(of)
        self._after_else(written, place)
        missing = [word for word in words if word not in written]
        if missing and all(key in words for key in written):
            # Another word may be one that is missing, mistyped: that is said once.
            self._gap(missing, self.names[depth], place)
        return [
            self.builder.truth(True, place) if key == _ELSE else self._is_word(key, of, words, place.child(key))
            for key in written
        ]

    def _options(self, of: int) -> dict[str, int]:
        """Give the words that a key can be, each with its value."""
        kind = self.builder.type(of)
        match kind:
            case ir.Choice():
                return {word: value for value, word in enumerate(kind.options)}
            case ir.Rank():
                return {word: value for value, word in reversed(list(enumerate(kind.ladder)))}
            case _:
                return {"true": 1, "false": 0}

    def _is_word(self, key: str, of: int, words: Mapping[str, int], place: Place) -> int | None:
        if key not in words:
            self.faults.add(
                "unknown-option",
                place.at_key(),
                f"`{key}` is no word here: expected one of {', '.join([*words, _ELSE])}",
                f"`{key}` 不是此处的词：应为 {'、'.join([*words, _ELSE])} 之一",
                help=suggestion(key, [*words, _ELSE]),
            )
            return None
        kind = self.builder.type(of)
        if isinstance(kind, ir.Flag):
            return of if words[key] else self.builder.negation(of, place)
        return self.builder.compare("==", of, self.builder.literal(words[key], kind, place), place)

    def _gap(self, missing: Sequence[str], name: str, place: Place) -> None:
        self.faults.add(
            "table-gap",
            place.at_key(),
            f"no entry for {', '.join(f'`{word}`' for word in missing)}: expected every word of `{name}`, or `else`",
            f"缺少 {'、'.join(f'`{word}`' for word in missing)}：应写全 `{name}` 的各词，或写 `else`",
        )

    def _after_else(self, written: Mapping[str, object], place: Place) -> None:
        keys = list(written)
        for key in keys[keys.index(_ELSE) + 1 :] if _ELSE in keys else ():
            self._dead(key, place.child(key))

    def _dead(self, key: str, place: Place) -> None:
        self.faults.add(
            "dead-key",
            place.at_key(),
            f"`{key}` never counts: the keys before it take all that it could",
            f"`{key}` 永远用不到：前面的键已包括其全部情形",
            help=Text("move it up", "请移到前面"),
        )

    # Figures and days.

    def _figures(self, written: Mapping[str, object], of: int, place: Place) -> list[int | None]:
        out: list[int | None] = []
        taken = _Taken()
        for key in written:
            here = place.child(key)
            if key == _ELSE:
                out.append(self.builder.truth(True, here))
                continue
            sign, node = self._figure(key, of, here.at_key())
            value = None if node is None else self._value(node)
            if value is not None and not taken.take(sign, value):
                self._dead(key, here)
            out.append(self.builder.compare(SIGNS.get(sign, "=="), of, node, here))
        self._after_else(written, place)
        if _ELSE not in written:
            self.faults.add(
                "table-gap",
                place.at_key(),
                "the figures here may leave some out: expected `else` as the last key",
                "此处的数未必包括所有情形：最后一键应为 `else`",
            )
        return out

    def _figure(self, key: str, of: int, place: Place) -> tuple[str, int | None]:
        """Give the bound that a key is, empty for a figure alone, and its constant."""
        found = _KEY.fullmatch(key)
        if found is None:
            self._no_figure(key, place)
            return "", None
        sign, text = found[1] or "", found[2]
        if isinstance(self.builder.type(of), ir.Day):
            return sign, self._day(text, place)
        node = self._number(key, text, place)
        fits = node is not None and self.formulas.units_agree([of, node], place)
        return sign, node if fits else None

    def _day(self, text: str, place: Place) -> int | None:
        ordinal = ordinal_of(text)
        if ordinal is not None:
            return self.builder.literal(ordinal, ir.Day(ordinal, ordinal), place)
        self.faults.add(
            "bad-date",
            place,
            f"`{text}` is no calendar day: expected the form 2017-06-05",
            f"`{text}` 不是日期：应写成 2017-06-05",
        )
        return None

    def _number(self, key: str, text: str, place: Place) -> int | None:
        """Give a figure as it is written, or that of a parameter."""
        found = _NUMBER.fullmatch(text)
        if found is not None:
            return self.builder.figure(Decimal(found[1]), ir.PERCENT if found[2] else None, place)
        entity = self.formulas.scope.names.get(text)
        if isinstance(entity, ParameterName):
            node = entity.make(place)
            if node is None or isinstance(self.builder.type(node), ir.Number):
                return node
        if text not in self.formulas.scope.broken:
            self._no_figure(key, place)
        return None

    def _no_figure(self, key: str, place: Place) -> None:
        self.faults.add(
            "table-key",
            place,
            f"`{key}` is no key among figures: expected a figure, or `from`, `above`, `up_to` or `below` with one, "
            "or `else`",
            f"`{key}` 不能作数的键：应为一个数，或 `from`、`above`、`up_to`、`below` 加一个数，或 `else`",
            help=None if key.startswith(tuple(SIGNS)) else suggestion(key.partition(" ")[0], [*SIGNS, _ELSE]),
        )

    def _value(self, node: int) -> Fraction:
        """Give a figure, or a day, for comparison with the others."""
        number = isinstance(self.builder.type(node), ir.Number)
        return (fraction(self.builder, node) if number else None) or Fraction(self.builder.constant(node) or 0)


_Reach = tuple[Fraction, bool]
"""A bound and whether it is inside; for a lower bound with the other sign, so that the greater one takes more."""


class _Taken:
    """What the keys so far take: all up to a figure, all from a figure, and single figures."""

    def __init__(self) -> None:
        self._below: _Reach | None = None
        self._above: _Reach | None = None
        self._single: set[Fraction] = set()

    def take(self, sign: str, value: Fraction) -> bool:
        """Take what a key can, and tell whether there was something left of it."""
        inside = sign in ("from", "up_to")
        match sign:
            case "":
                left = not self._takes(value)
                self._single.add(value)
            case "up_to" | "below":
                left = not self._all() and (self._below is None or self._below < (value, inside))
                self._below = max(self._below or (value, inside), (value, inside))
            case _:
                left = not self._all() and (self._above is None or self._above < (-value, inside))
                self._above = max(self._above or (-value, inside), (-value, inside))
        self._join()
        return left

    def _join(self) -> None:
        """Let a single figure close the bound that it stands at."""
        if self._below is not None and self._below[0] in self._single:
            self._below = (self._below[0], True)
        if self._above is not None and -self._above[0] in self._single:
            self._above = (self._above[0], True)

    def _takes(self, value: Fraction) -> bool:
        below = self._below is not None and (value, True) <= self._below
        above = self._above is not None and (-value, True) <= self._above
        return below or above or value in self._single

    def _all(self) -> bool:
        if self._below is None or self._above is None:
            return False
        (low, low_inside), (high, high_inside) = self._below, self._above
        return low > -high or (low == -high and (low_inside or high_inside))
