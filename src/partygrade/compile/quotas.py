"""The cohort to data: what splits it, how it is ranked, and its quotas.

Complains of: quotas over grades that do not stand together, limits that are neither a share nor a head count, keys that
cannot be ranked, and `among` that is no condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

from partygrade import exact, ir
from partygrade.compile.formula import Formulas
from partygrade.compile.inputs import Inputs
from partygrade.compile.ladder import Ladder
from partygrade.diagnostics import Text, suggestion
from partygrade.scheme import CohortSpec, QuotaSpec
from partygrade.source import Place


class Quotas:
    """Compiles the cohort."""

    def __init__(
        self, formulas: Formulas, inputs: Inputs, ladder: Ladder | None, static: Callable[..., str | None]
    ) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.inputs = inputs
        self.ladder = ladder
        self.static = static

    def compile(self, spec: CohortSpec) -> ir.Cohort:
        """Compile the cohort; broken parts are left out, with their faults."""
        place = Place(("cohort",))
        known = {found.origin.id: n for n, found in enumerate(self.inputs.found)}
        within = [self._within(name, known, place.child("within", n)) for n, name in enumerate(spec.within or [])]
        keys = [self._key(text, place.child("rank_by", n)) for n, text in enumerate(spec.rank_by or [])]
        # It may stand in the ranking only.
        self.formulas.scope.names.pop("own_grade", None)
        quotas = [self._quota(quota, place.child("quotas", n)) for n, quota in enumerate(spec.quotas or [])]
        if spec.quotas and not spec.rank_by:
            self.faults.add(
                "no-ranking",
                place.child("quotas").at_key(),
                "the quotas have no ranking to act on: expected `rank_by`",
                "有比例限制但没有排序依据：应写 `rank_by`",
            )
        return ir.Cohort(
            tuple(n for n in within if n is not None),
            tuple(key for key in keys if key is not None),
            tuple(quota for quota in quotas if quota is not None),
        )

    def _within(self, name: str, known: dict[str, int], place: Place) -> int | None:
        index = known.get(name)
        if name in self.formulas.scope.broken:
            return None
        if index is None:
            self.faults.add(
                "unknown-name",
                place,
                f"no fact is called `{name}`",
                f"没有名为 `{name}` 的事实",
                help=suggestion(name, known),
            )
            return None
        if isinstance(self.inputs.found[index].type, ir.Label | ir.Choice | ir.Flag | ir.Rank):
            return index
        self.faults.add(
            "wrong-type",
            place,
            f"`{name}` cannot split a cohort: expected a text, choice, flag or grade",
            f"`{name}` 不能用于分组：应为文字、选项、是否或等次",
        )
        return None

    def _key(self, text: str, place: Place) -> ir.RankKey | None:
        """Compile a key; one that the readings make constant ranks nobody and is left out."""
        if wide := re.search(r"\b(asc|desc)\s*([，、；])", text):
            self.faults.add(
                "formula-syntax",
                place.within(wide.start(2), wide.end(2)),
                f"`{wide[2]}` is a full-width sign: expected `,`",
                f"`{wide[2]}` 是全角符号：应为 `,`",
                help=Text("write `,` between the keys", "各项之间请写半角 `,`"),
            )
            return None
        words = text.split()
        directed = len(words) > 1 and words[-1] in ("asc", "desc")
        descending = not directed or words[-1] == "desc"
        formula = text.strip()
        if directed:
            formula = formula[: -len(words[-1])].rstrip()
        node = self.formulas.any(formula, place)
        if node is None or self.builder.constant(node) is not None:
            return None
        kind = self.builder.type(node)
        if isinstance(kind, ir.Number | ir.Flag | ir.Rank | ir.Day) or (isinstance(kind, ir.Choice) and kind.ordered):
            return ir.RankKey(node, formula, descending)
        self.faults.add(
            "wrong-type",
            place,
            f"`{formula}` has no order: expected a number, date, grade or flag",
            f"`{formula}` 没有高低之分：应为数字、日期、等次或是否",
        )
        return None

    def _quota(self, spec: QuotaSpec, place: Place) -> ir.QuotaSpec | None:
        holds = True
        if spec.when is not None:
            node = self.formulas.settled(
                self.formulas.condition(spec.when, place.child("when"))[0], place.child("when")
            )
            holds = bool(self.builder.constant(node))
        ranks = self._ranks(spec, place)
        kind = self._kind(spec, place)
        limit = None if kind is None else self._limit(getattr(spec, kind), place.child(kind))
        among = self._among(spec, place.child("among"))
        if ranks is None or kind is None or limit is None:
            return None
        words = {
            key: self.static(getattr(spec, key), options, default, place.child(key))
            for key, options, default in _words(kind)
        }
        if not holds or None in words.values() or not self._directed(kind, ranks, place):
            return None
        origin = ir.Origin(spec.id, spec.label or spec.id, spec.source, spec.note, place)
        settings = cast(dict[str, Any], words)
        text = None if among is None else str(spec.among)
        return ir.QuotaSpec(
            origin, cast(Any, kind), ranks[0], ranks[1], *limit, **settings, among=among, among_text=text
        )

    def _among(self, spec: QuotaSpec, place: Place) -> int | None:
        """Compile the condition for being counted; None where the readings make it hold for everybody."""
        if spec.among is None:
            return None
        node = self.formulas.condition(spec.among, place)[0]
        return None if node is None or self.builder.constant(node) else node

    def _kind(self, spec: QuotaSpec, place: Place) -> str | None:
        given = [key for key in ("at_most", "at_least") if getattr(spec, key) is not None]
        if len(given) == 1:
            return given[0]
        self.faults.add(
            "quota-limit",
            place,
            f"the quota `{spec.id}` has {'both' if given else 'neither'}: expected `at_most` or `at_least`",
            f"比例 `{spec.id}` 应写 `at_most` 或 `at_least` 之一",
        )
        return None

    def _ranks(self, spec: QuotaSpec, place: Place) -> tuple[int, int] | None:
        if self.ladder is None:
            self.faults.add("no-ladder", place, "the scheme has no grades to share out", "本办法没有等次，无从限定比例")
            return None
        found = [self.ladder.rank(name, place.child("grades", n)) for n, name in enumerate(spec.grades)]
        ranks = sorted({rank for rank in found if rank is not None})
        if len(ranks) < len(found):
            if None not in found:
                self.faults.add("repeated-grade", place.child("grades"), "a grade is named twice", "等次重复")
            return None
        if ranks[-1] - ranks[0] != len(ranks) - 1:
            self.faults.add(
                "quota-grades",
                place.child("grades"),
                "the grades of a quota stand next to each other on the ladder",
                "同一比例的等次应在等次序列中相邻",
            )
            return None
        if len(ranks) == self.ladder.top + 1:
            self.faults.add(
                "quota-grades", place.child("grades"), "a quota cannot name every grade", "比例不能包括全部等次"
            )
            return None
        return ranks[0], ranks[-1]

    def _limit(self, written: object, place: Place) -> tuple[Fraction | None, int | None] | None:
        node = self.formulas.constant(written, place)
        value = self.builder.constant(node)
        if node is None or value is None:
            return None
        kind = self.builder.number_type(node)
        amount = Fraction(value, 10**kind.scale)
        if kind.unit == ir.PERCENT and 0 <= amount <= 100:
            return amount / 100, None
        if kind.unit != ir.PERCENT and amount >= 0 and amount.denominator == 1:
            return None, int(amount)
        self.faults.add(
            "quota-limit",
            place,
            f"`{written}` is no limit: expected a share from 0% to 100%, such as `20%`, or a head count",
            f"`{written}` 不能作限额：应为 0% 至 100% 的比例（如 `20%`），或名额数",
            help=_as_share(amount) if 0 < amount < 1 else None,
        )
        return None

    def _directed(self, kind: str, ranks: tuple[int, int], place: Place) -> bool:
        assert self.ladder is not None
        if kind == "at_most" or ranks[0] == 0 or ranks[1] == self.ladder.top:
            return True
        self.faults.add(
            "quota-grades",
            place.child("grades"),
            "a minimum must include the first or the last grade, so that it is clear who moves",
            "不少于的比例应包含最高或最低等次，才能确定调整谁",
        )
        return False


def _as_share(amount: Fraction) -> Text:
    found = exact.finite(amount * 100)
    assert found is not None, "a limit is a decimal"
    percent = exact.text(*found)
    return Text(f"write `{percent}%`", f"请写 `{percent}%`")


def _words(kind: str) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    most = kind == "at_most"
    return (
        ("of", ("graded", "all"), "graded"),
        ("rounding", ("down", "up", "half_up"), "down" if most else "up"),
        ("ties", ("out", "in", "report"), "out" if most else "in"),
        ("action", ("enforce", "report"), "enforce"),
    )
