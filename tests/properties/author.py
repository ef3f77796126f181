"""Random scheme files as plain data, with every form of node, line, rule, order and quota."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

PHASES = ["raise_by", "at_least", "at_most", "lower_by", "grade", "quotas"]
MODES = ["half_up", "half_even", "up", "down"]
LADDER = ["best", "good", "fair", "weak", "poor"]
FACTS: dict[str, Any] = {
    "review": {"type": "points", "max": 50, "step": 0.5, "better": "up"},
    "rate": {"type": "percent", "decimals": 1},
    "absences": {"type": "count", "max": 20, "default": 0, "better": "down"},
    "income": {"type": "number", "min": -5, "max": 30, "decimals": 2, "optional": True},
    "excused": {"type": "flag", "default": False},
    "titled": {"type": "flag", "label": "获称号"},
    "kind": {"type": "choice", "of": {"village": "村", "town": "社区"}, "optional": True},
    "level": {"type": "choice", "of": ["low", "middle", "high"], "ordered": True, "default": "low"},
    "elected": {"type": "date", "default": "2017-06-05"},
    "last": {"type": "grade", "optional": True},
    "awards": {"type": "tally", "of": {"city": "市级", "nation": "国家级"}, "max": 9, "default": 0},
    "granted": {"type": "amount", "at_least": 2, "at_most": 10, "step": 0.5, "default": 0},
    "county": {"type": "text", "default": "东乡"},
}
PARAMETERS: dict[str, Any] = {
    "limit": {"value": 3, "source": "一", "readings": {"4": "taken strictly"}},
    "weight": {"value": 0.6, "assumed": "the document is silent"},
    "sequence": {"value": "usual", "source": "二", "readings": {"other": "the other way round"}},
    "counted": {"value": "each", "source": "三", "readings": {"highest": "only the highest"}},
    "part": {"value": "30%", "source": "四"},
    "effect": {"value": "invalid", "source": "五", "readings": {"warning": "only a warning"}},
}


DERIVED: dict[str, Any] = {
    "doubled": {"value": "absences * 2", "label": "加倍"},
    "sound": {"value": "rate >= 60 and not excused"},
    "penalty": {
        "of": ["level", "absences"],
        "table": {"low": {"up_to 3": 0, "above 10": 9.5, "else": "limit"}, "else": {"0": 1, "else": 2}},
    },
    "sliding": {
        "of": "rate",
        "linear": [{"at": 20, "points": 12}, {"at": 60, "points": 3.5}, {"at": 90, "points": 0}],
        "round": {"digits": 1, "mode": "half_even"},
    },
    "tiers": {"of": "absences", "steps": [{"below": 3, "points": 5}, {"up_to": 8, "points": "limit"}, {"points": 1}]},
    "cap": {"of": ["sound", "level"], "table": {"true": {"high": "best", "else": "good"}, "false": {"else": "good"}}},
    "before": {"value": "last if known(last) else good"},
}


class Author:
    """Writes a scheme file as plain data; `pick` gives a number below its own."""

    def __init__(self, pick: Callable[[int], int]) -> None:
        self.pick = pick
        self.count = 0

    def one(self, *options: Any) -> Any:
        return options[self.pick(len(options))]

    def some(self, most: int) -> range:
        return range(self.pick(most + 1))

    def between(self, low: int, high: int) -> int:
        return low + self.pick(high - low + 1)

    def shuffled(self, options: Sequence[Any]) -> list[Any]:
        left = list(options)
        return [left.pop(self.pick(len(left))) for _ in options]

    def name(self, start: str) -> str:
        self.count += 1
        return f"{start}_{self.count}"

    def scheme(self) -> dict[str, Any]:
        ladder = LADDER[: self.between(2, 5)]
        data: dict[str, Any] = {
            "partygrade": 1,
            "scheme": "random",
            "title": "随机办法",
            "parameters": PARAMETERS,
            "facts": FACTS,
            "derived": DERIVED,
            "score": {**self.node(2), "id": "total", **self.one({}, {"round": 1})},
            "grades": self.grades(ladder),
            "rules": [self.rule(ladder) for _ in self.some(4)],
            "checks": [self.check() for _ in self.some(2)],
            "cohort": self.cohort(ladder),
            "follow_up": [self.follow_up(ladder) for _ in self.some(2)],
            **self.one({}, {"band_on": "round(total, 0)"}, {"band_on": "min(total, 100)"}),
            **self.one({}, {"staged": True}),
        }
        if self.one(True, False):
            data["order"] = self.shuffled(PHASES)
        elif self.one(True, False):
            orders = {option: self.shuffled(PHASES) for option in ("usual", "other")}
            data["order"] = {"choose": "sequence", "of": orders}
        return data

    # The score.

    def node(self, depth: int) -> dict[str, Any]:
        forms = ["points", "budget", "deduct", "add", "value", "steps", "table", "linear"]
        if depth:
            forms += ["sum", "renormalised", "weighted", "averaged", "highest", "lowest", "sum"]
        form = self.one(*forms)
        made: dict[str, Any] = getattr(self, form)(depth)
        if self.one(False, False, True):
            made["at_most"] = self.one(20, 12.5, "absences + 3", "40 - limit")
        if self.one(False, False, False, True):
            made["at_least"] = self.one(0, -5, "min(absences, limit)")
        if self.one(False, False, False, True):
            made["round"] = self.one(0, 1, {"digits": 1, "mode": self.one(*MODES)})
        return made

    def child(self, depth: int, **more: Any) -> dict[str, Any]:
        made = self.node(depth - 1)
        made.setdefault("id", self.name("item"))
        if self.one(False, True):
            made["when"] = self.condition()
        return made | more

    def points(self, depth: int) -> dict[str, Any]:
        more = self.one({}, {"default": 5}, {"optional": True})
        return {"id": self.name("item"), "points": self.one(10, 20, 50), "step": 0.5, **more}

    def budget(self, depth: int) -> dict[str, Any]:
        return {"points": self.one(10, 20), "deduct": [self.line() for _ in range(1 + self.pick(3))]}

    def deduct(self, depth: int) -> dict[str, Any]:
        return {"deduct": [self.line() for _ in range(1 + self.pick(2))]}

    def add(self, depth: int) -> dict[str, Any]:
        return {"add": [self.line() for _ in range(1 + self.pick(2))]}

    def value(self, depth: int) -> dict[str, Any]:
        return {"value": self.number(), "full": self.one(30, 10)}

    def steps(self, depth: int) -> dict[str, Any]:
        upper = self.one(False, True)
        bounds = sorted({self.between(1, 40) for _ in range(3)}, reverse=not upper)
        keys = ("up_to", "below") if upper else ("from", "above")
        steps = [{self.one(*keys): bound, "points": 5 * n + 1} for n, bound in enumerate(bounds)]
        return {"of": self.one("rate", "review", "default(income, 0)", "absences"), "steps": [*steps, {"points": 2}]}

    def table(self, depth: int) -> dict[str, Any]:
        figures = {self.one("from 8", "above 5", "7"): 12, self.one("up_to 2", "below limit"): 0.5, "else": 4}
        words = {self.one("low", "middle"): figures, "else": {"0": 3, "else": "limit"}}
        return self.one(
            {"of": "absences", "table": figures},
            {"of": ["level", "absences"], "table": words},
            {"of": ["excused", "level", "tiers"], "table": {"true": words, "false": {"else": figures}}},
        )

    def linear(self, depth: int) -> dict[str, Any]:
        ends = sorted({self.between(-3, 40) for _ in range(4)} | {50})
        heights = [self.one(0, 2.5, 10, 20) for _ in ends]
        corners = [{"at": at, "points": points} for at, points in zip([-4, *ends], [5, *heights], strict=True)]
        return {
            "of": self.one("rate", "review", "doubled"),
            "linear": corners,
            "round": {"digits": self.one(0, 2), "mode": self.one(*MODES)},
        }

    def sum(self, depth: int) -> dict[str, Any]:
        return {"sum": [self.child(depth) for _ in range(1 + self.pick(3))]}

    def renormalised(self, depth: int) -> dict[str, Any]:
        parts = [
            {"id": self.name("item"), "points": 20, "step": 0.5, "when": self.condition()},
            {"id": self.name("item"), "sum": [{"id": self.name("item"), "points": 5, "optional": True}, self.whole()]},
            self.whole(),
        ]
        to = self.one({}, {"to": 100}, {"to": "limit * 5"})
        return {"sum": parts, "renormalise": {"digits": self.one(1, 2), "mode": self.one(*MODES), **to}}

    def whole(self) -> dict[str, Any]:
        return {"id": self.name("item"), **self.budget(0), **self.one({}, {"when": self.condition()})}

    def weighted(self, depth: int) -> dict[str, Any]:
        first, second = self.one(("weight", "1 - weight"), (0.25, 0.75), ("70%", "30%"))
        return {"weighted": [self.child(depth, weight=first), self.child(depth, weight=second)]}

    def averaged(self, depth: int) -> dict[str, Any]:
        parts = [
            self.child(depth, weight=self.one(0, 3, 7.5, "limit")),
            self.child(depth, weight=self.one(1, "weight")),
        ]
        return {"weighted": parts, "renormalise": {"digits": self.one(1, 2)}}

    def highest(self, depth: int) -> dict[str, Any]:
        return {"highest": [self.child(depth) for _ in range(1 + self.pick(3))]}

    def lowest(self, depth: int) -> dict[str, Any]:
        return {"lowest": [self.child(depth) for _ in range(1 + self.pick(3))]}

    def line(self) -> dict[str, Any]:
        tally = {"each": "awards", "points": {"city": 1.5, "nation": "limit"}, "counting": self.one("each", "counted")}
        made: dict[str, Any] = self.one(
            {"when": self.condition(), "points": self.one(2, 0.5, "limit")},
            {
                "each": self.one("absences", "max(0, limit - absences)", "awards_city + absences"),
                "points": self.one(1, 0.25),
            },
            tally,
            {"amount": self.one("granted", "review")},
        )
        if "when" not in made and self.one(True, False):
            made["at_most"] = self.one(6, "limit * 2")
        return made | self.one({}, {"id": self.name("line"), "source": "三(一)", "label": "一条"})

    # Formulas.

    def number(self) -> str:
        return self.one(
            "absences * 2.5",
            "round(review / 4, 1)",
            "ratio(review, absences, digits=2, empty=1)",
            "mean(absences, awards_city, limit, digits=1)",
            "default(income, 3) - abs(absences - 4)",
            "12 if excused else max(absences, awards_nation, 7.25)",
            "count(excused, titled, absences > 2) * 3",
            "income + 1 if known(income) else 0",
            "penalty + sliding / 4 - tiers",
        )

    def condition(self) -> str:
        simple = [
            f"absences {self.one('<', '<=', '>', '>=', '==', '!=')} {self.one('limit', 5)}",
            f"rate < {self.one('60%', '59.9', '30')}",
            "excused",
            "titled",
            "not excused or titled",
            'known(kind) and kind in ["village"]',
            'level >= "middle"',
            'elected > "2017-06-04"',
            "known(last) and last >= " + LADDER[1],
            "default(income, 0) < 10",
            'days(elected, elected) == 0 and limit > 3 or counted == "highest"',
            "20 <= review < 40",
            "sound",
            "before <= cap",
        ]
        first, second = self.one(*simple), self.one(*simple)
        return self.one(first, f"({first}) and ({second})", f"not ({first}) or ({second})")

    # Grades, rules and quotas.

    def grades(self, ladder: list[str]) -> list[dict[str, Any]]:
        upper = self.one(False, False, True)
        bounds = sorted({self.between(-10, 120) for _ in range(12)}, reverse=not upper)
        while len(bounds) < len(ladder):
            bounds.append(bounds[-1] + (1 if upper else -1))
        out = []
        keys = ("up_to", "below") if upper else ("from", "above")
        for grade, bound in zip(ladder[:-1], bounds, strict=False):
            made: dict[str, Any] = {"id": grade, "label": grade.upper(), self.one(*keys): bound}
            out.append(made | self.one({}, {}, {"when": self.condition()}))
        return [*out, {"id": ladder[-1], "aliases": ["末等"]}]

    def rule(self, ladder: list[str]) -> dict[str, Any]:
        effects = set(self.shuffled([*PHASES[:5], "not_graded"])[: self.between(1, 2)])
        made: dict[str, Any] = {
            "id": self.name("rule"),
            "when": self.one(self.condition(), f"band >= {self.one(*ladder)}"),
        }
        for effect in sorted(effects):
            if effect == "not_graded":
                made[effect] = "不列入定级"
            elif effect in ("raise_by", "lower_by"):
                made[effect] = self.one(1, 2, "limit", "1 if sound else 2")
            else:
                formulas = ["before", "cap"] if effect in ("at_least", "at_most") else []
                made[effect] = self.one(*ladder, *formulas)
        return made

    def check(self) -> dict[str, Any]:
        return {
            "id": self.name("check"),
            "require": self.condition(),
            "otherwise": self.one("warning", "invalid", "effect"),
        }

    def follow_up(self, ladder: list[str]) -> dict[str, Any]:
        causes = {"grades": ladder[:1], "when": self.condition()}
        kept = self.one(("grades",), ("when",), ("grades", "when"))
        return {"label": "结果运用", **{key: causes[key] for key in kept}}

    def cohort(self, ladder: list[str]) -> dict[str, Any]:
        keys = [self.one("total desc", "total", "own_grade desc"), self.one("absences asc", "rate", "titled desc")]
        return {
            **self.one({}, {"within": ["county"]}, {"within": ["excused", "level"]}),
            "rank_by": keys,
            "quotas": [self.quota(ladder) for _ in self.some(3)],
        }

    def quota(self, ladder: list[str]) -> dict[str, Any]:
        kind, width = self.one("at_most", "at_least"), self.between(1, len(ladder) - 1)
        grades = self.one(ladder[:width], ladder[-width:])
        if kind == "at_most":
            start = self.between(0, len(ladder) - width)
            grades = ladder[start : start + width]
        return {
            "id": self.name("quota"),
            "grades": grades,
            kind: self.one("20%", "part", "50%", 1, "limit", 0),
            **self.one({}, {"of": self.one("graded", "all")}),
            **self.one({}, {"rounding": self.one("down", "up", "half_up")}),
            **self.one({}, {"ties": self.one("out", "in", "report")}),
            **self.one({}, {}, {"action": self.one("enforce", "report")}),
            **self.one({}, {}, {"when": "limit == 3"}),
            **self.one({}, {}, {"among": self.one(self.condition(), f"band >= {ladder[0]}")}),
        }
