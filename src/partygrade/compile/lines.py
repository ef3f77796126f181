"""The lines of `deduct` and `add` to IR.

Complains of: lines without one form, points by category that do not match the tally, counts that are not whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from partygrade import ir, syntax
from partygrade.compile.events import Aggregate, Options
from partygrade.compile.figures import in_points, points
from partygrade.compile.formula import Formulas, Known
from partygrade.compile.inputs import Inputs
from partygrade.compile.scope import ListName, TallyName
from partygrade.diagnostics import Text
from partygrade.scheme import LineSpec
from partygrade.source import Place

_FORMS = ("when", "each", "amount", "value")
_WRONG: dict[str, tuple[str, ...]] = {
    "when": ("counting", "at_most"),
    "amount": ("points", "counting"),
    "value": ("points", "counting"),
}
_OF_EVENTS = ("where", "by", "nth_of", "once_per")


class Lines:
    """Compiles lines."""

    def __init__(self, formulas: Formulas, inputs: Inputs, static: Callable[..., str | None]) -> None:
        self.formulas = formulas
        self.builder = formulas.builder
        self.faults = formulas.faults
        self.inputs = inputs
        self._static = static
        self._totals: dict[Place, int | None] = {}

    def compile(
        self, owner: str, specs: list[LineSpec], place: Place, known: Known, sign: int
    ) -> tuple[ir.Line, ...] | None:
        """Compile the lines of a node; `sign` is -1 for deductions. None if one of them is broken."""
        out = []
        for position, spec in enumerate(specs):
            here = place.child(position)
            name = spec.id or f"{owner}.{position + 1}"
            value = self._line(spec, here, known)
            if value is not None and sign < 0:
                value = self.builder.negative(value, here)
            value = self.builder.with_unit(value, ir.POINTS, here)
            if value is not None:
                written = next(found for form in _FORMS if (found := getattr(spec, form)) is not None)
                label = spec.label or (self._label(spec) or name)
                origin = ir.Origin(name, label, spec.source, spec.note, here)
                out.append(ir.Line(origin, value, str(written), self._totals.get(here)))
        return tuple(out) if len(out) == len(specs) else None

    def _label(self, spec: LineSpec) -> str | None:
        """Call a line after the fact that it counts."""
        name = spec.amount or (spec.each if isinstance(spec.each, str) else None) or spec.when
        return None if name is None else self.inputs.labels.get(str(name))

    def _line(self, spec: LineSpec, place: Place, known: Known) -> int | None:
        given = [form for form in _FORMS if getattr(spec, form) is not None]
        if len(given) != 1:
            names = " and ".join(f"`{form}`" for form in given) or "none"
            self.faults.add(
                "line-form",
                place,
                f"a line has exactly one of `when`, `each`, `amount` and `value`: got {names}",
                f"每行只有 `when`、`each`、`amount`、`value` 之一：现有 {'、'.join(given) or '无'}",
            )
            return None
        if not self._keys_fit(spec, given[0], place):
            return None
        match given[0]:
            case "when":
                return self._once(spec, place, known)
            case "each":
                counted = self.formulas.scope.names.get(spec.each) if isinstance(spec.each, str) else None
                if isinstance(counted, TallyName):
                    return self._capped(self._by_category(spec, counted, place, known), spec, place, known)
                if spec.each in self.formulas.scope.broken:
                    return None
                if isinstance(counted, ListName) and isinstance(counted.type, ir.Events):
                    total = self._totals[place] = self._of_events(spec, counted, place)
                    return self._capped(total, spec, place, known)
                return self._capped(self._per_occurrence(spec, place, known), spec, place, known)
            case "value":
                return self._capped(self._by_formula(spec, place, known), spec, place, known)
            case _:
                return self._capped(self._amount(spec, place, known), spec, place, known)

    def _keys_fit(self, spec: LineSpec, form: str, place: Place) -> bool:
        wrong = _WRONG.get(form, ())
        counted = self.formulas.scope.names.get(spec.each) if isinstance(spec.each, str) else None
        if not isinstance(counted, ListName):
            wrong = (*wrong, *_OF_EVENTS)
        elif spec.once_per is not None and isinstance(spec.points, list):
            wrong = (*wrong, "once_per")
        elif not isinstance(spec.points, list):
            wrong = (*wrong, "by", "nth_of")
        for key in wrong:
            if getattr(spec, key) is not None:
                self.faults.add(
                    "key-without-form",
                    place.child(key).at_key(),
                    f"`{key}` does not go with {_what(key, form)[0]}",
                    f"`{key}` 不能与{_what(key, form)[1]}同用",
                )
                return False
        if form in ("when", "each") and spec.points is None:
            self.faults.add("no-points", place, "this line has no `points`", "此行缺少 `points`")
            return False
        return True

    def _of_events(self, spec: LineSpec, found: ListName, place: Place) -> int | None:
        """Add up the points of every event that counts."""
        if spec.counting is not None:
            self._no_counting(place)
            return None
        where = None if spec.where is None else self.formulas.syntax_of(spec.where, place.child("where"))
        once = [(expr, here) for expr, here in self._names(spec.once_per, place.child("once_per")) if expr is not None]
        options = Options(
            None if where is None else (where, place.child("where")),
            once=tuple((expr, here) for expr, here in once),
        )
        aggregate = Aggregate(self.formulas, found, options, place)
        if spec.where is not None and where is None:
            return None
        each = self._points_of_event(spec, aggregate, place.child("points"), place)
        if each is None:
            return None
        if self._is_negative(aggregate.inside.builder.number_type(each), place.child("points")):
            return None
        return aggregate.total(each)

    def _is_negative(self, kind: ir.Number, place: Place) -> bool:
        if kind.low >= 0:
            return False
        self.faults.add(
            "negative-points",
            place,
            "these points can be negative: expected them never below 0",
            "此处的分值可能为负：应不小于 0",
            help=Text("write `max(0, …)`", "请写 `max(0, …)`"),
        )
        return True

    def _by_formula(self, spec: LineSpec, place: Place, known: Known) -> int | None:
        node = self.formulas.number(spec.value, place.child("value"), known)
        node = self.builder.with_unit(node, ir.POINTS, place)
        if node is None or self._is_negative(self.builder.number_type(node), place.child("value")):
            return None
        return node

    def _names(self, written: str | list[str] | None, place: Place) -> list[tuple[syntax.Expr | None, Place]]:
        """Read one formula, or a list of them."""
        if written is None:
            return []
        if isinstance(written, str):
            return [(self.formulas.syntax_of(written, place), place)]
        return [(self.formulas.syntax_of(one, place.child(n)), place.child(n)) for n, one in enumerate(written)]

    def _points_of_event(self, spec: LineSpec, aggregate: Aggregate, here: Place, place: Place) -> int | None:
        if isinstance(spec.points, dict):
            self._no_categories(here)
            return None
        if isinstance(spec.points, list):
            return self._escalating(spec.points, spec, aggregate, here, place)
        expr = self.formulas.syntax_of(spec.points, here)
        if isinstance(expr, syntax.Number) and points(self.formulas, spec.points, here) is None:
            return None
        return None if expr is None else aggregate.number(expr, here)

    def _escalating(
        self, written: Sequence[object], spec: LineSpec, aggregate: Aggregate, here: Place, place: Place
    ) -> int | None:
        """Give the points of the first, the second and so on; of every further event the last."""
        inside = aggregate.inside
        groups = [
            None if expr is None else inside.group(expr, at)
            for expr, at in self._names(spec.nth_of, place.child("nth_of"))
        ]
        by = None
        if spec.by is not None:
            expr = self.formulas.syntax_of(spec.by, place.child("by"))
            by = None if expr is None else inside.ordered(expr, place.child("by"), aggregate.known)
        if None in groups or (spec.by is not None and by is None):
            return None
        number = inside.numbered(tuple(group for group in groups if group is not None), by, here)
        figures: list[int | None] = []
        for position, one in enumerate(written):
            node = points(self.formulas, one, here.child(position))
            kind = None if node is None else self.builder.number_type(node)
            value = self.builder.constant(node)
            figures.append(None if kind is None or value is None else inside.builder.literal(value, kind, here))
        out = figures[-1]
        for position in range(len(figures) - 2, -1, -1):
            place_is = inside.builder.compare("==", number, inside.builder.figure(position + 1, None, here), here)
            out = inside.builder.choose(place_is, figures[position], out, here)
        return out

    def _no_counting(self, place: Place) -> None:
        self.faults.add(
            "key-without-form",
            place.child("counting").at_key(),
            "`counting` belongs to a tally: expected no `counting` here",
            "`counting` 只用于分类计数，此处不应出现",
        )

    def _no_categories(self, place: Place) -> None:
        self.faults.add(
            "wrong-type",
            place,
            "points by category belong to a tally: expected a number",
            "按类别计分只用于分类计数：此处应为数字",
        )

    def _points(self, spec: LineSpec, place: Place) -> int | None:
        if isinstance(spec.points, list):
            self.faults.add(
                "wrong-type",
                place.child("points"),
                "points of the first, the second and so on belong to a list of events: expected a number",
                "按次序计分只用于事件列表：此处应为数字",
            )
            return None
        if isinstance(spec.points, dict):
            self._no_categories(place.child("points"))
            return None
        return self._not_negative(points(self.formulas, spec.points, place.child("points")), place.child("points"))

    def _not_negative(self, node: int | None, place: Place) -> int | None:
        """Complain of points with a minus: `deduct` and `add` say already which way they count."""
        if node is None or self.builder.number_type(node).low >= 0:
            return node
        self.faults.add(
            "negative-points",
            place,
            "these points are negative: expected how many are taken off or added, without a minus",
            "此处的分值为负：应写扣多少或加多少，不带负号",
            help=Text(
                "leave out the minus; what takes points off stands under `deduct`", "请去掉负号；扣分写在 `deduct` 下"
            ),
        )
        return None

    def _once(self, spec: LineSpec, place: Place, known: Known) -> int | None:
        condition, _ = self.formulas.condition(spec.when, place.child("when"), known)
        once = self._points(spec, place)
        return self.builder.choose(condition, once, self.builder.figure(0, None, place), place)

    def _per_occurrence(self, spec: LineSpec, place: Place, known: Known) -> int | None:
        count = self.formulas.number(spec.each, place.child("each"), known)
        each = self._points(spec, place)
        if spec.counting is not None:
            self._no_counting(place)
            return None
        if count is None:
            return None
        kind = self.builder.number_type(count)
        if kind.scale or kind.low < 0:
            self.faults.add(
                "not-a-count",
                place.child("each"),
                "occurrences are counted with a whole number that is never negative",
                "次数应为非负整数",
            )
            return None
        return self.builder.multiply(self.builder.with_unit(count, None, place), each, place)

    def _by_category(self, spec: LineSpec, tally: TallyName, place: Place, known: Known) -> int | None:
        here = place.child("points")
        columns = [f"{tally.id}_{word}" for word in tally.categories]
        if not all(self.formulas.is_known(column, known) for column in columns):
            self.faults.add(
                "may-be-unknown",
                place.child("each"),
                f"`{tally.id}` is optional and may be unknown here",
                f"`{tally.id}` 是可缺的事实，此处可能未知",
                help=Text("give it `default: 0` in place of `optional`", "请以 `default: 0` 代替 `optional`"),
            )
            return None
        if not isinstance(spec.points, dict):
            self.faults.add(
                "wrong-type",
                here,
                f"`{tally.id}` is a tally: expected points by category",
                f"`{tally.id}` 是分类计数：应按类别写分值",
            )
            return None
        for word in spec.points:
            if word not in tally.categories:
                self.faults.add(
                    "unknown-option",
                    here.child(word).at_key(),
                    f"`{word}` is no category of `{tally.id}`",
                    f"`{word}` 不是 `{tally.id}` 的类别",
                    help=self.formulas.scope.category(word, tally.categories),
                )
        missing = [word for word in tally.categories if word not in spec.points]
        if missing and all(word in tally.categories for word in spec.points):
            self.faults.add(
                "missing-category",
                here,
                f"no points for {', '.join(missing)}: expected every category of `{tally.id}`",
                f"缺少 {'、'.join(missing)} 的分值：应写全 `{tally.id}` 的各类别",
                help=Text(
                    f"write `{missing[0]}: …`, 0 where it counts nothing", f"请写 `{missing[0]}: …`，不计分的写 0"
                ),
            )
        counting = self._static(spec.counting, ("each", "highest"), "each", place.child("counting"))
        if missing or counting is None or len(spec.points) > len(tally.categories):
            return None
        return self._counted(spec.points, tally, counting, here)

    def _counted(self, written: Mapping[str, object], tally: TallyName, counting: str, place: Place) -> int | None:
        parts: list[int | None] = []
        zero = self.builder.figure(0, None, place)
        for word, column in tally.categories.items():
            each = self._not_negative(points(self.formulas, written[word], place.child(word)), place.child(word))
            count = self.builder.with_unit(column, None, place)
            if counting == "each":
                parts.append(self.builder.multiply(count, each, place))
            else:
                parts.append(self.builder.choose(self.builder.compare("<", zero, count, place), each, zero, place))
        if counting == "each":
            return self.builder.add(parts, place)
        return self.builder.extreme([zero, *parts], False, place)

    def _amount(self, spec: LineSpec, place: Place, known: Known) -> int | None:
        node = self.formulas.number(spec.amount, place.child("amount"), known)
        if node is None:
            return None
        if not isinstance(self.builder.nodes[node], ir.Fact) or self.builder.number_type(node).unit != ir.POINTS:
            self.faults.add(
                "wrong-type",
                place.child("amount"),
                f"`{spec.amount}` is no fact of type `amount` or `points`",
                f"`{spec.amount}` 不是 `amount` 或 `points` 类型的事实",
            )
            return None
        return node

    def _capped(self, node: int | None, spec: LineSpec, place: Place, known: Known) -> int | None:
        if spec.at_most is None or node is None:
            return node
        here = place.child("at_most")
        limit = in_points(self.formulas, self.formulas.number(spec.at_most, here, known), here)
        return None if limit is None else self.builder.extreme([node, limit], True, place)


def _what(key: str, form: str) -> tuple[str, str]:
    """Say what a key does not go with."""
    if key in ("by", "nth_of") and form == "each":
        return "this line: it orders the events of a list of points", "此行：它只用于按次序计分的事件"
    if key in _OF_EVENTS and form == "each":
        return "this line: it belongs to a list of events", "此行：它只用于事件列表"
    return f"`{form}`", f" `{form}` "
