"""The scheme file to a program: resolve names, type, remove the sugar.

Before: the models of a file. After: one flat, typed list of operators with what they mean. Complains of everything that
makes the scheme unclear, all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from partygrade import ir
from partygrade.compile.builder import Builder, Enough, Faults
from partygrade.compile.checks import checks
from partygrade.compile.demand import Demand
from partygrade.compile.derived import DerivedFigures
from partygrade.compile.events import EventFormulas, over_list
from partygrade.compile.follow_up import follow_up
from partygrade.compile.formula import Formulas, ordinal_of
from partygrade.compile.inputs import Inputs
from partygrade.compile.ladder import Ladder, Overridden
from partygrade.compile.order import order
from partygrade.compile.outcomes import Outcomes
from partygrade.compile.parameters import Parameters, Setting
from partygrade.compile.procedure import Procedure, fact_ids, step_ids
from partygrade.compile.quotas import Quotas
from partygrade.compile.scope import ListName, ParameterName, Scope, ValueName
from partygrade.compile.score import Score
from partygrade.diagnostics import Diagnostic, Note, Text, suggestion
from partygrade.parse import WORDS
from partygrade.scheme import EventsFact, NodeSpec, PanelFact, SchemeFile, TallyFact
from partygrade.source import Place

__all__ = ["Setting", "compile"]

_SCORE = Place(("score",))
_CHECKS = Place(("checks",))
_RECORD_KEYS = ("id", "name")


def compile(
    file: SchemeFile, settings: Mapping[str, Setting] | None = None, lost: frozenset[str] = frozenset()
) -> tuple[ir.Program | None, list[Diagnostic]]:
    """Compile a file under the given settings of its parameters; give the program, or None, and every fault.

    `lost` are names that the file has, but that were taken out of it with a fault of their own.
    """
    compiler = _Compiler(file, settings or {}, lost)
    program = None
    with suppress(Enough):
        program = compiler.run()
    found = list(compiler.faults.found.values())
    return (None if found else program), found


class _Compiler:
    def __init__(self, file: SchemeFile, settings: Mapping[str, Setting], lost: frozenset[str]) -> None:
        self.file = file
        self.lost = lost
        self.faults = Faults()
        self.scope = Scope(broken=set(lost))
        self.builder = Builder(self.faults)
        self.formulas = Formulas(self.builder, self.scope, self.faults, over_list)
        self.parameters = Parameters(file.parameters or {}, self.formulas, settings)
        self.ladder = Ladder(self.formulas, file.grades) if file.grades else None
        spellings = self.ladder.spellings() if self.ladder else ()
        self.inputs = Inputs(self.formulas, self.ladder.type if self.ladder else None, spellings)
        self.overrides: int | None = None
        self.demand = Demand(self.faults)
        self.score = Score(self.formulas, self.inputs, self.static, self.demand)
        self.derived = DerivedFigures(file.derived or {}, self.formulas, self.demand)
        labels = {name: spec.label or name for name, spec in (file.derived or {}).items()}
        self.procedure = Procedure(file.procedure or [], self.formulas, self.inputs, self.static, labels)
        self.outcomes = Outcomes(self.formulas, self.inputs, self.ladder) if self.ladder else None

    def run(self) -> ir.Program | None:
        try:
            return self.program()
        except RecursionError:
            name = self.parameters.outermost
            place = (self.demand.outermost or _SCORE) if name is None else Place(("parameters", name))
            self.faults.add(
                "too-deep",
                place.at_key(),
                "these refer to one another too deeply",
                "相互引用的层次太深",
                help=Text("let fewer of them refer to one another in a row", "请减少连续引用的层次"),
            )
            return None

    def program(self) -> ir.Program:
        self._check_ids()
        self._check_days()
        self._declare()
        item = self.score.item(_SCORE) if self.file.score else None
        own, before, excluded = None, None, None
        phases: list[tuple[ir.Phase, int]] = []
        rules: list[ir.Rule] = []
        if self.ladder is not None:
            scored = self.file.score is not None or self.file.band_on is not None or "score" in self.lost
            self.ladder.bands(self._band_on(item), self.file.grade_by, scored, bool(self.file.staged))
            rules = self.ladder.rules(self.file.rules or [], self._overridden())
        # A derived figure may use the band, and so is compiled for its own sake after it.
        derived = self.derived.results()
        steps, made = self.procedure.compile()
        found = [*checks(self.formulas, self.file.checks or [], self.static), *made]
        if self.ladder is not None:
            phase_order = order(self.file.order, self.static, self.parameters.options, self.faults)
            phases = self.ladder.phases(rules, phase_order)
            own, before = self._ends(phases)
            excluded = self.ladder.excluded(rules, found)
        elif self.file.cohort is not None:
            invalid = [check.holds for check in found if check.otherwise == "invalid"]
            excluded = self.builder.any_of([self.builder.negation(n, _CHECKS) for n in invalid], _CHECKS)
        cohort = self._cohort(own)
        leads = follow_up(self.formulas, self.ladder, self.file.follow_up or [])
        cycle = self.outcomes.cycle(self.file.cycle) if self.outcomes and self.file.cycle else None
        draws = self.outcomes.draws(self.file.draws or []) if self.outcomes else ()
        return ir.Program(
            tuple(self.builder.nodes),
            tuple(self.inputs.found),
            item,
            tuple(self.ladder.grades) if self.ladder else (),
            self.ladder.band_on if self.ladder else None,
            self.ladder.band if self.ladder else None,
            tuple(phases),
            own,
            before,
            excluded,
            tuple(rules),
            tuple(found),
            cohort,
            self.parameters.results(),
            leads,
            derived=derived,
            procedure=steps,
            cycle=cycle,
            draws=draws,
            as_of=self.inputs.day,
            overrides=self.overrides,
            staged=bool(self.file.staged),
            branches=(*self.score.lookups.branches, *self.derived.lookups.branches),
        )

    def _declare(self) -> None:
        if self.file.score is None and self.ladder is None and not self.lost & {"score", "grades"}:
            self.faults.add(
                "nothing-to-grade",
                Place(("scheme",)),
                "the scheme has neither `score` nor `grades`: expected at least one of them",
                "本办法既没有 `score` 也没有 `grades`：至少应有其一",
            )
        self._without_ladder()
        self.scope.names["as_of"] = ValueName("as_of", self.inputs.as_of)
        tree = _node_ids(self.file.score, _SCORE) if self.file.score else ()
        self.scope.coming = frozenset(
            [
                *(self.file.facts or {}),
                *(self.file.derived or {}),
                *fact_ids(self.procedure.specs),
                *(name for name, _ in tree),
            ]
        )
        self.scope.labels = dict(_labels(self.file))
        for label, word in _words(self.file):
            self.scope.words[label] = (*self.scope.words.get(label, ()), word)
        if self.ladder is not None:
            self.ladder.declare()
            self.inputs.distinct(self.ladder.words())
        self.parameters.declare()
        if self.file.score is not None:
            self.score.declare(self.file.score, _SCORE)
        self.inputs.declare(self.file.facts or {})
        self.derived.declare()
        self.procedure.declare()
        for name in self.file.parameters or {}:
            self.parameters.check(name)
        for found in list(self.scope.names.values()):
            if isinstance(found, ListName):
                EventFormulas(self.formulas, found).check(found)

    def _without_ladder(self) -> None:
        if self.ladder is not None or "grades" in self.lost:
            return
        graded = [spec for spec in self.file.follow_up or [] if spec.grades is not None]
        for key in ("rules", "band_on", "grade_by", "order", "staged", "follow_up", "cycle", "draws"):
            if getattr(self.file, key) is not None and (graded or key != "follow_up"):
                self.faults.add(
                    "no-ladder",
                    Place((key,)).at_key(),
                    f"`{key}` needs grades, and the scheme has none: expected `grades`",
                    f"`{key}` 需要等次，但本办法没有 `grades`",
                )

    def _band_on(self, item: ir.Item | None) -> int | None:
        if self.file.band_on is not None:
            return self.formulas.number(self.file.band_on, Place(("band_on",)))
        return None if item is None else item.value

    def _overridden(self) -> Overridden:
        """Give what says whether a soft rule is overridden; the list of overrides is declared if a rule is soft."""
        soft = [rule.id for rule in self.file.rules or [] if rule.soft]
        if not soft:
            return lambda name, place: None
        index = self.overrides = self.inputs.lists.overrides(soft, Place(("rules",)).at_key())
        return lambda name, place: self.inputs.lists.overridden(index, soft.index(name), place)

    def _ends(self, phases: list[tuple[ir.Phase, int]]) -> tuple[int | None, int | None]:
        """Give the grade after all phases, and the grade that the quotas look at."""
        if len(phases) < len(ir.PHASES):
            return None, None
        quota = next(node for phase, node in phases if phase == "quotas")
        found = self.builder.nodes[quota]
        assert isinstance(found, ir.Quota)
        return phases[-1][1], found.operand

    def _cohort(self, own: int | None) -> ir.Cohort | None:
        if self.file.cohort is None:
            return None
        if self.ladder is not None:
            self.scope.names["own_grade"] = ValueName("own_grade", lambda here: own)
        return Quotas(self.formulas, self.inputs, self.ladder, self.static).compile(self.file.cohort)

    def static(
        self, word: str | None, options: tuple[str, ...] | None, default: str | None, place: Place
    ) -> str | None:
        """Give a setting of the file: one of the options, or what a parameter of that name says."""
        if word is None:
            return default
        if options is not None and word in options:
            return word
        entity = self.scope.names.get(word)
        if not isinstance(entity, ParameterName):
            known = [*(options or ()), *(self.file.parameters or {})]
            wanted = ", ".join(f"`{option}`" for option in options or ()) or "the name of a parameter"
            chinese = "、".join(f"`{option}`" for option in options or ()) or "参数名"
            self.faults.add(
                "unknown-option",
                place,
                f"`{word}` is not known here: expected {wanted}{', or a parameter' if options else ''}",
                f"此处不认识 `{word}`：应为 {chinese}{' 之一，或参数名' if options else ''}",
                help=suggestion(word, known),
            )
            return None
        node = entity.make(place)
        if node is None:
            return None
        value = self.parameters.text(node)
        if options is not None:
            self._check_readings(word, value, options, place)
        return value if options is None or value in options else None

    def _check_readings(self, word: str, value: str, options: tuple[str, ...], place: Place) -> None:
        """See that a parameter means something here under each of its readings."""
        for reading in dict.fromkeys([value, *self.parameters.options(word)]):
            if reading not in options:
                self.faults.add(
                    "unknown-option",
                    place,
                    f"`{word}` can be `{reading}`, which means nothing here: expected one of {', '.join(options)}",
                    f"`{word}` 可为 `{reading}`，在此没有意义：应为 {'、'.join(options)} 之一",
                )

    def _check_days(self) -> None:
        span, days = self.file.in_force, []
        for key, day in (("from", span.from_), ("to", span.to)) if span else ():
            place = Place(("in_force", key))
            ordinal = None if day is None else ordinal_of(day)
            if day is not None and ordinal is None:
                self.faults.add(
                    "bad-date",
                    place,
                    f"`{day}` is no calendar day: expected the form 2017-06-05",
                    f"`{day}` 不是日期：应写成 2017-06-05",
                )
            days += [] if ordinal is None else [ordinal]
        if days != sorted(days):
            self.faults.add(
                "bad-limits",
                Place(("in_force", "to")),
                "the last day stands before the first: expected days in order",
                "失效日期早于施行日期：应先后有序",
            )

    # Ids.

    def _check_ids(self) -> None:
        seen: dict[str, Place] = {}
        for name, place in self._ids():
            if name in _RECORD_KEYS and place.path[0] in ("facts", "score", "procedure"):
                self.faults.add(
                    "bad-id",
                    place,
                    f"`{name}` names the organisation in every record: expected another id",
                    f"`{name}` 在记录中用来标识党组织：应换一个标识",
                )
            elif not name.isidentifier() or name in WORDS:
                self.faults.add(
                    "bad-id",
                    place,
                    f"`{name}` cannot be an id: expected letters, digits and `_`, and no word of the formula language",
                    f"`{name}` 不能作标识：应由字母（可为汉字）、数字和 `_` 组成，且不是公式用词",
                    help=_as_id(name),
                )
            elif name in seen:
                self.faults.add(
                    "repeated-id",
                    place,
                    f"`{name}` is already in use: expected an id of its own",
                    f"标识 `{name}` 已被使用",
                    help=Text(f"call it otherwise, such as `{name}_2`", f"请换一个标识，如 `{name}_2`"),
                    notes=(Note(Text("it is first used here", "首次使用在此"), seen[name]),),
                )
            else:
                seen[name] = place
        self._check_fields(seen)
        if self.file.score is not None and self.file.score.id is None and "score" in seen:
            self.faults.add(
                "repeated-id",
                seen["score"],
                "`score` is already the name of the score tree, which has no id of its own",
                "`score` 已是评分树的名称，因为评分树没有自己的 id",
                help=Text("give the score tree an `id`", "请给评分树写明 `id`"),
            )

    def _check_fields(self, seen: Mapping[str, Place]) -> None:
        """See that no field of events is called like something outside the list."""
        for name, fact in (self.file.facts or {}).items():
            if not isinstance(fact, EventsFact):
                continue
            own = {field: Place(("facts", name, "fields", field)).at_key() for field in fact.fields}
            for field, place in own.items():
                self._check_field(field, place, seen)
            for field in fact.derived or {}:
                self._check_field(field, Place(("facts", name, "derived", field)).at_key(), {**seen, **own})

    def _check_field(self, field: str, place: Place, seen: Mapping[str, Place]) -> None:
        if field in seen:
            self.faults.add(
                "repeated-id",
                place,
                f"the field `{field}` is called like something else: expected another name",
                f"字段 `{field}` 与其他标识同名：应换一个名称",
                notes=(Note(Text("it is used here", "已用于此"), seen[field]),),
            )

    def _ids(self) -> Iterator[tuple[str, Place]]:
        """List every id with its place, in the order of the language's sections."""
        for name in self.file.parameters or {}:
            yield name, Place(("parameters", name)).at_key()
        for name, fact in (self.file.facts or {}).items():
            place = Place(("facts", name)).at_key()
            yield name, place
            if isinstance(fact, TallyFact):
                yield from ((f"{name}_{word}", place) for word in fact.of)
            if isinstance(fact, PanelFact):
                yield from ((f"{name}_{role}", place) for role in fact.roles or ())
        for name in self.file.derived or {}:
            yield name, Place(("derived", name)).at_key()
        if self.file.score is not None:
            yield from _node_ids(self.file.score, _SCORE)
        for key in ("grades", "rules", "checks"):
            for position, spec in enumerate(getattr(self.file, key) or []):
                yield spec.id, Place((key, position, "id"))
        yield from step_ids(self.file.procedure or [])
        for position, quota in enumerate((self.file.cohort and self.file.cohort.quotas) or []):
            yield quota.id, Place(("cohort", "quotas", position, "id"))
        for position, target in enumerate((self.file.cycle and self.file.cycle.targets) or []):
            yield target.id, Place(("cycle", "targets", position, "id"))
        for position, draw in enumerate(self.file.draws or []):
            yield draw.id, Place(("draws", position, "id"))


def _as_id(name: str) -> Text | None:
    """Say how an id is written that has blanks or other signs in it, or begins with a digit."""
    plain = re.sub(r"\W+", "_", name).strip("_")
    plain = f"_{plain}" if plain[:1].isdigit() or plain in WORDS else plain
    fits = plain.isidentifier() and plain not in WORDS
    return Text(f"write `{plain}`", f"请写 `{plain}`") if fits else None


def _labels(file: SchemeFile) -> Iterator[tuple[str, str]]:
    """Give the ids of what people call parameters, facts, derived figures and score nodes."""
    for section in (file.parameters, file.facts, file.derived):
        yield from ((spec.label, name) for name, spec in (section or {}).items() if spec.label is not None)
    waiting = [file.score] if file.score else []
    while waiting:
        node = waiting.pop()
        if node.label is not None and node.id is not None:
            yield node.label, node.id
        waiting += [child for form in (node.sum, node.weighted, node.highest, node.lowest) for child in form or ()]


def _words(file: SchemeFile) -> Iterator[tuple[str, str]]:
    """Give the options and categories of facts, and of the fields of events, behind what people call them."""
    waiting: list[object] = [*(file.facts or {}).values()]
    while waiting:
        spec = waiting.pop()
        of = getattr(spec, "of", None)
        yield from ((label, word) for word, label in of.items()) if isinstance(of, dict) else ()
        waiting += [*spec.fields.values()] if isinstance(spec, EventsFact) else []


def _node_ids(spec: NodeSpec, place: Place) -> Iterator[tuple[str, Place]]:
    if spec.id is not None:
        yield spec.id, place.child("id")
    for key in ("deduct", "add"):
        for position, line in enumerate(getattr(spec, key) or []):
            if line.id is not None:
                yield line.id, place.child(key, position, "id")
    for key in ("sum", "weighted", "highest", "lowest"):
        for position, child in enumerate(getattr(spec, key) or []):
            yield from _node_ids(child, place.child(key, position))
