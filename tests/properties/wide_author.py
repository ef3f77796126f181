"""Random scheme files of the whole language: facts of every kind, lists, panels, days, the cohort, and every quota."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from partygrade import Scheme, SchemeError, loads
from properties.author import FACTS, MODES, PARAMETERS, Author

WORDS = ("东乡", "西乡", "南乡")
DAYS = ("2016-02-29", "2017-01-31", "2017-06-05", "2019-12-31")
MANY = [f"k{n}" for n in range(20)]
"""So many options that they are looked up."""

MORE_PARAMETERS: dict[str, Any] = {
    "base": {"value": "graded", "source": "六", "readings": {"all": "also those without a grade"}},
    "cut": {"value": "down", "source": "六", "readings": {"up": "in favour"}},
    "even": {"value": "out", "source": "六", "readings": {"in": "all of them", "report": "left open"}},
    "acts": {"value": "enforce", "source": "六", "readings": {"report": "is counted only"}},
}
OPTIONAL: dict[str, Any] = {"optional": True}


class WideAuthor(Author):
    """Writes a scheme of more kinds of facts and formulas; what it looks at is settled first.

    A `modest` one has few parts, at most one list, and does not look at the cohort in formulas.
    """

    def __init__(self, pick: Callable[[int], int], modest: bool = False) -> None:
        super().__init__(pick)
        self.modest = modest
        self.across = self.one(False, False, not modest)
        self.dated = self.one(False, False, True)
        self.judged = self.one(*[False] * 7, True)
        self.guarded: dict[str, Any] = {}
        self.lists = {name: given for name, given in self.some_lists().items() if self.one(True, False, False)}
        self.lists = dict(list(self.lists.items())[:1]) if modest else self.lists

    def some(self, most: int) -> range:
        return super().some(min(most, 1) if self.modest else most)

    # Facts.

    def some_facts(self) -> dict[str, Any]:
        """Draw facts; what may be unknown is guarded wherever it stands."""
        required: dict[str, Any] = {}
        facts = {
            **FACTS,
            "review": {"type": "points", "max": self.one(50, 60), "step": self.one(0.5, 0.01, 2), "better": "up"},
            "rate": {"type": "percent", "decimals": self.one(0, 1, 3)},
            "excused": {"type": "flag", **self.one({"default": False}, {"default": True}, required)},
            "level": {
                "type": "choice",
                "of": self.one(["low", "middle", "high"], {"low": "低", "middle": "中", "high": "高"}),
                "ordered": True,
                **self.one({"default": "low"}, required),
            },
            "elected": {"type": "date", **self.one({"default": "2017-06-05"}, required)},
            "granted": self.one(
                {"type": "amount", "at_least": 2, "at_most": 10, "step": 0.5, "default": 0},
                {"type": "amount", "at_most": 7.5, "step": 0.25},
                {"type": "amount", "at_least": 20, "at_most": 100, "default": 25},
            ),
            "county": {"type": "text", **self.one({"default": WORDS[0]}, required, OPTIONAL)},
            "town": {"type": "text", "label": "乡镇", **self.one(OPTIONAL, {"default": "无"})},
        }
        self.guarded = {
            "measure": self.given(
                {"type": "number", "min": self.one(0, -20), "max": 40, "decimals": self.one(0, 2, 4)}, "1.5", 2
            ),
            "rating": self.given({"type": "points", "max": 10, "step": self.one(0.1, 2.5)}, "7.5", 5),
            "staff": self.given({"type": "count", "max": self.one(9, 300), "unit": "人"}, "4", 3),
            "due": self.given({"type": "date", "label": "期限"}, '"2017-02-28"', "2017-01-31"),
            "marked": self.given({"type": "flag", "label": "标记"}, "true", False),
            "sort": self.given({"type": "choice", "of": MANY}, '"k3"', "k7"),
            "former": self.given({"type": "grade", "of": ["upper", "mid", "lower"]}, '"mid"', "upper"),
        }
        self.more = {name: given for name, (given, _) in self.guarded.items()}
        return {**facts, **self.more, **self.lists}

    def given(self, fact: dict[str, Any], fallback: str, default: Any) -> tuple[dict[str, Any], str]:
        return self.one((fact, ""), (fact | {"default": default}, ""), (fact | OPTIONAL, fallback))

    def of(self, name: str) -> str:
        """Use a fact that may be unknown."""
        fallback = self.guarded[name][1]
        return f"default({name}, {fallback})" if fallback else name

    def some_lists(self) -> dict[str, Any]:
        required: dict[str, Any] = {}
        return {
            "cases": {
                "type": "events",
                "at_most": self.one(5, 30),
                **self.one({}, {}, {"key": "matter"}, {"key": ["day", "nature"]}),
                "fields": {
                    "day": {"type": "date"},
                    "matter": {"type": "text", **self.one(required, OPTIONAL, {"default": "甲"})},
                    "nature": {
                        "type": "choice",
                        "of": ["low", "mid", "high"],
                        "ordered": True,
                        **self.one({}, {"default": "low"}),
                    },
                    "loss": {"type": "number", "min": self.one(0, -20), "max": 50, "decimals": self.one(0, 1)},
                    "size": {"type": "count", "max": 6, **self.one({"default": 1}, OPTIONAL)},
                    "noted": {"type": "flag", **self.one({"default": False}, required)},
                    "held": {"type": "grade", "of": ["upper", "mid", "lower"], **self.one(required, OPTIONAL)},
                },
                **self.one({}, {"derived": {"grave": 'loss > 5 and nature >= "mid"'}}),
            },
            "visits": {
                "type": "events",
                "at_most": 20,
                "fields": {"day": {"type": "date"}, "points": {"type": "points", "max": 9, "default": 1}},
            },
            "judges": {
                "type": "panel",
                "max": 10,
                "step": self.one(0.5, 0.01),
                "at_least": self.one(0, 0, 1, 3),
                "at_most": self.one(4, 9),
            },
            "opinion": {
                "type": "panel",
                "max": 100,
                "step": 1,
                "roles": {"leaders": "领导", "masses": "群众"},
                "at_least": 0,
            },
        }

    # The whole.

    def scheme(self) -> dict[str, Any]:
        facts = self.some_facts()
        data = super().scheme()
        data["facts"] = facts
        data["derived"] = {**data["derived"], **self.figures()}
        data["parameters"] = {**PARAMETERS, **MORE_PARAMETERS}
        if self.judged:
            data["facts"]["decision"] = {"type": "grade", **self.one({}, {"default": data["grades"][-1]["id"]})}
            data["grade_by"] = "decision"
            data["grades"] = [{"id": grade["id"]} for grade in data["grades"]]
            data.pop("band_on", None)
            data.pop("staged", None)
        if self.one(False, False, False, True):
            data["procedure"] = self.procedure()
        if self.one(*[False] * 5, True):
            data["cycle"] = {"previous": "last"}
        return data

    def figures(self) -> dict[str, Any]:
        """Ask of every list, of days and of the cohort."""
        asked = [self.days(), *(self.over(name) for name in self.lists for _ in range(2))]
        asked += [self.over_cohort() for _ in range(2 * self.across)]
        return {f"figure_{n}": {"value": formula} for n, formula in enumerate(asked)}

    def procedure(self) -> list[dict[str, Any]]:
        turnout = {"participation": self.one("80%", "60%"), "otherwise": self.one("warning", "invalid", "effect")}
        notice = {"notice_days": 5, "otherwise": "warning", "after": "meeting"}
        report = {"until": self.one(self.of("due"), "later(notice, days=14)", '"2017-03-31"'), "otherwise": "warning"}
        return [
            {"id": "own_review", "dated": False, **self.one({}, {"otherwise": "warning"})},
            {"id": "meeting", **turnout},
            {"id": "notice", **notice, **self.one({}, {"optional": True})},
            {"id": "report", **report},
        ]

    # Formulas.

    def node(self, depth: int) -> dict[str, Any]:
        depth = min(depth, 1) if self.modest else depth
        return super().node(depth) if self.one(True, True, False) else self.value(depth)

    def number(self) -> str:
        return self.formula(2)

    def formula(self, depth: int) -> str:
        if not depth:
            return self.leaf()
        a, b = self.formula(depth - 1), self.formula(0)
        c = self.condition() if self.one(True, False) else self.simple()
        made: str = self.one(
            a,
            f"({a}) + {b}",
            f"({a}) - {b}",
            f"-({a}) * {self.one('0.5', '2', 'limit', 'weight')}",
            f"({b}) * {self.one('absences', 'awards_city')}",
            f"min({a}, {b}, 9)",
            f"max({a}, {b})",
            f"abs({a} - limit)",
            f'round({a}, {self.one("0", "1")}, mode="{self.one(*MODES)}")',
            f'round({a} / 8, 1, mode="{self.one(*MODES)}")',
            f"({a}) / 4",
            f"ratio({a}, {self.one(b, '3', 'absences - 4')}, digits={self.one('0', '2')}, empty={self.one('0', b)}, "
            f'mode="{self.one(*MODES)}")',
            f'mean({a}, {b}, limit, digits=1, mode="{self.one(*MODES)}")',
            f"({a} if {c} else {b})",
            f"count({c}, {self.simple()}, titled) * 2",
            f"count({c}, not ({c}))",
            super().number(),
        )
        return made

    def leaf(self) -> str:
        plain = ["absences", "awards_city", "limit", "7", "0.25", self.of("measure"), self.of("rating"), "review / 10"]
        plain += ["ratio(rate, 7%, digits=1)", "penalty", "sliding", "tiers"]
        plain += [f"ratio({self.of('staff')}, {self.one('2', 'max(1, ' + self.of('staff') + ')')}, digits=1)"]
        plain += [self.days(), self.days(), *(self.over(name) for name in self.lists for _ in range(3))]
        if self.across:
            plain += [self.over_cohort() for _ in plain]
        return self.one(*plain)

    def day(self) -> str:
        named = ["elected", self.of("due"), *(["as_of"] if self.dated else [])]
        if "cases" in self.lists:
            named.append(f'{self.one("min", "max")}(cases, day, empty="2017-01-01")')
        simple = self.one(*named, f'"{self.one(*DAYS)}"')
        later = f"later({simple}, {self.one('months=1', 'days=20', 'months=12, days=3')})"
        return self.one(simple, simple, later, f"{self.one('min', 'max')}({simple}, elected)")

    def days(self) -> str:
        one, two = self.one("elected", self.of("due")), self.day()
        return self.one(
            f"months({one}, {two}) / 4",
            f"years({two}, {one})",
            f"min(max(days({one}, {two}), -99), 99) / 10",
            f"(year({two}) - 2010)",
        )

    def over(self, name: str) -> str:
        """Ask something of a list."""
        if name in ("judges", "opinion"):
            panel = self.one("opinion_leaders", "opinion_masses") if name == "opinion" else name
            drop = self.one("", "", ", drop=1")
            digits = f'digits={self.one("0", "2")}, mode="{self.one(*MODES)}", empty=0'
            return self.one(
                f"mean({panel}{drop}, {digits})",
                f"median({panel}{drop}, empty=0)",
                f"{self.one('min', 'max')}({panel}, empty=1)",
                f"sum({panel}{drop})",
                f"count({panel})",
            )
        value = self.of_event(name)
        where = self.one("", f", {self.of_events(name)}")
        latest = self.one("", "", f", latest={self.one('1', '2')}, by=day", *self.by_size(name))
        once = self.one("", "", ", once_per=day", *(self.once() if name == "cases" else ()))
        drop = self.one("", "", "", ", drop=1")
        counted = f"count({name}{where or ', ' + self.of_events(name)}{latest}{once})"
        return self.one(
            f"sum({name}, {value}{where}{latest}{once}{drop})",
            f"{self.one('min', 'max')}({name}, {value}{where}{latest}{once}{drop}, empty={self.one('0', 'limit')})",
            f"mean({name}, {value}{where}{latest}{once}{drop}, digits=1, empty=0)",
            f"median({name}, {value}{where}{latest}{once}{drop}, empty=0)",
            f"count({name})",
            counted,
        )

    def by_size(self, name: str) -> tuple[str, ...]:
        return (", latest=2, by=loss", ", latest=3, by=nature") if name == "cases" else (", latest=2, by=points",)

    def once(self) -> tuple[str, ...]:
        matter = ", once_per=[nature, year(day)]"
        known = "optional" not in self.lists["cases"]["fields"]["matter"]
        return (", once_per=matter", matter) if known else (matter, ", once_per=nature")

    def of_event(self, name: str) -> str:
        """Work out a figure of an event."""
        if name == "visits":
            return self.one(
                "points", "points * nth(by=day)", "points + absences", "1 if nth(by=points) == 1 else points"
            )
        size = "default(size, 2)" if "optional" in self.lists[name]["fields"]["size"] else "size"
        return self.one(
            "loss",
            size,
            f"loss * {size} - limit",
            "(2 if noted else loss)",
            f"{self.one('3', 'absences')} * nth({self.one('by=day', 'nature, by=day', 'nature, noted, by=loss')})",
            f'ratio(loss, {size} - 1, digits=1, empty=loss, mode="{self.one(*MODES)}")',
            "min(months(elected, day), 24)",
            "year(day) - 2010",
            f'round(loss / 4, 0, mode="{self.one(*MODES)}") + {self.one("absences", self.of("measure"))}',
            "max(loss, 0) * (1 if excused else 2)",
        )

    def of_events(self, name: str) -> str:
        """Ask a condition of an event."""
        if name == "visits":
            return self.one("points > 2", "day >= elected", "year(day) > 2016 and points != 4")
        fields = self.lists[name]["fields"]
        size = "known(size) and size > 1" if "optional" in fields["size"] else "size > 1"
        held = 'known(held) and held >= "mid"' if "optional" in fields["held"] else 'held == "lower"'
        simple = ["loss > 0", "noted", 'nature >= "mid"', 'nature in ["low", "high"]', "loss >= limit", size, held]
        simple += [f"day {self.one('<', '>=')} {self.one('elected', chr(34) + self.one(*DAYS) + chr(34))}", "excused"]
        simple += ["later(day, months=1) <= elected", "days(day, elected) > 30"]
        simple += ["grave"] if "derived" in self.lists[name] else []
        one, two = self.one(*simple), self.one(*simple)
        return self.one(one, one, f"({one}) and not ({two})", f"({one}) or ({two})")

    def over_cohort(self) -> str:
        """Ask something of the cohort, now and then of what the cohort gave."""
        value = self.one("review / 2", "absences", self.of("measure"), *(["limit + cohort_count()"] * self.across))
        where = self.one("excused", "absences > 2", "titled or rate > 50", 'level == "low"')
        digits = f'digits=1, empty=0, mode="{self.one(*MODES)}"'
        return self.one(
            f"rank({value})",
            f"rank({value}, {where})",
            f"cohort_count({where})",
            f"min(cohort_sum({value}, {where}), 50)",
            f"cohort_mean({value}, {where}, {digits})",
            f"cohort_{self.one('min', 'max')}({value}, {where}, empty={self.one('0', 'absences')})",
            f"({value} - cohort_mean({value}, digits=1)) * 2",
        )

    def simple(self) -> str:
        """Ask one condition."""
        conditions = [
            f"{self.leaf()} {self.one('<', '<=', '>', '>=', '==', '!=')} {self.leaf()}",
            f"{self.day()} {self.one('<', '<=', '==', '!=')} {self.one('elected', self.of('due'))}",
            f'{self.of("sort")} in ["k3", "k7", "k19"]',
            f'{self.of("former")} {self.one("==", ">", "<=")} "mid"',
            self.of("marked"),
            "known(measure)",
            'max(level, "middle") == level',
            f"3 <= {self.leaf()} < 9",
            *(f"count({name}) > 1" for name in self.lists if name in ("cases", "visits")),
        ]
        if "cases" in self.lists:
            conditions.append('max(cases, nature, empty="low") >= "mid"')
        if self.across:
            conditions.append(f"rank(absences) {self.one('<', '>')} 3")
        return self.one(*conditions)

    def condition(self) -> str:
        plain = super().condition()
        return self.one(plain, self.simple(), f"({plain}) {self.one('and', 'or')} ({self.simple()})")

    # The score.

    def line(self) -> dict[str, Any]:
        made = [super().line(), {"value": f"max(0, {self.formula(1)})", "at_most": self.one(6, "limit * 2")}]
        if "cases" in self.lists:
            made.append(self.line_of_cases())
        if "visits" in self.lists:
            made.append({"each": "visits", "points": [3, 6, 12], "by": "day", **self.one({}, {"at_most": 20})})
        return self.one(*made)

    def line_of_cases(self) -> dict[str, Any]:
        plain = {"each": "cases", **self.one({}, {"where": self.of_events("cases")}), **self.one({}, {"at_most": 15})}
        matter = "nature" if "optional" in self.lists["cases"]["fields"]["matter"] else "matter"
        return self.one(
            plain
            | {
                "points": self.one(2, "max(0, loss)", '3 if nature == "high" else 0.5'),
                **self.one({}, {"once_per": matter}),
            },
            plain | {"points": [1, 2.5, 4], "by": self.one("day", "loss"), "nth_of": self.one("nature", "noted")},
        )

    # Rules and quotas.

    def rule(self, ladder: list[str]) -> dict[str, Any]:
        return {**super().rule(ladder), **self.one({}, {}, {}, {} if self.modest else {"soft": True})}

    def cohort(self, ladder: list[str]) -> dict[str, Any]:
        made = super().cohort(ladder)
        within = self.one([], [], ["county"], ["county"], ["level"], ["excused", "town"], ["kind"], ["last", "county"])
        keys = [*made["rank_by"], *(f"{self.formula(1)} {self.one('asc', 'desc')}" for _ in self.some(2))]
        keys = [keys[n] for n in sorted(self.shuffled(range(len(keys)))[: self.between(1, len(keys))])]
        made.pop("within", None)
        return {**made, **({"within": within} if within else {}), "rank_by": [*keys, "absences asc"]}

    def quota(self, ladder: list[str]) -> dict[str, Any]:
        made = super().quota(ladder) | {
            "rounding": self.one("down", "up", "half_up"),
            "ties": self.one("out", "in", "report"),
        }
        for key, parameter in {"of": "base", "rounding": "cut", "ties": "even", "action": "acts"}.items():
            made |= self.one({}, {}, {}, {key: parameter})
        kind = "at_most" if "at_most" in made else "at_least"
        return {**made, kind: self.one(made[kind], made[kind], "33.3%", 2, 4)}


def wide_scheme(dice: Random, modest: bool = False) -> Scheme:
    """Draw a scheme; one that could overflow is refused, and another is drawn."""
    while True:
        data = WideAuthor(dice.randrange, modest).scheme()
        try:
            return loads(json.dumps(data, ensure_ascii=False))
        except SchemeError as error:
            assert {fault.code for fault in error.diagnostics} == {"too-large"}, error
