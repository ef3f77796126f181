"""The names of a condition, with their values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partygrade import Scheme, loads

TEXT = """
partygrade: 1
scheme: small
title: 小办法
parameters:
  limit: {label: 界限, value: 3, source: 三}
  counting: {value: each, source: 四, readings: {highest: 只取最高}}
facts:
  absences: {type: count, label: 缺席, default: 0}
  rate: {type: percent, label: 满意率, optional: true}
  hall: {type: flag, label: 有大厅, default: false}
  kind: {type: choice, label: 类型, of: {village: 村, town: 社区}, default: town}
  level: {type: choice, of: [low, high], ordered: true, default: high}
  held: {type: date, label: 召开日, default: "2017-06-05"}
  last: {type: grade, label: 上年, optional: true}
  judges: {type: panel, label: 评委, max: 10, step: 0.5, at_least: 0}
  sanctions: {type: events, label: 处分, fields: {day: {type: date}, points: {type: points, max: 12}}}
derived:
  turnout: {label: 到会率, value: "default(rate, 0)", unit: "%"}
  serious: {label: 严重, value: "count(sanctions, points > 5) > 0"}
  reached: {label: 应达, value: "good if hall else poor"}
score: {id: total, label: 总分, points: 100}
grades: [{id: good, label: 好, from: 60}, {id: poor, label: 差}]
"""
RECORD: dict[str, Any] = {
    "total": "89.5",
    "rate": 90,
    "judges": [8, "9.5"],
    "sanctions": [{"day": "2020-01-01", "points": 6}, {"day": "2020-02-01", "points": 1}],
}


def scheme(condition: str) -> Scheme:
    return loads(f"{TEXT}rules:\n  - {{id: rule, when: {condition!r}, raise_by: 1}}\n")


def values(condition: str) -> list[tuple[str, str, str]]:
    grading = scheme(condition).grade(RECORD, as_of=date(2020, 6, 30))
    return [(v["name"], v["label"], v["value"]) for v in grading.to_dict()["rules"][0]["values"]]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("absences > limit", [("absences", "缺席", "0"), ("limit", "界限", "3")]),
        ("known(rate) and rate < 50%", [("rate", "满意率", "90%")]),
        ("hall", [("hall", "有大厅", "false")]),
        ('kind == "village" or level == "low"', [("kind", "类型", "社区"), ("level", "level", "high")]),
        ("days(held, as_of) > 5", [("held", "召开日", "2017-06-05"), ("as_of", "评定基准日", "2020-06-30")]),
        ("known(last) and last == good", [("last", "上年", "?")]),
        ("total > 5 and band == good", [("total", "总分", "89.5"), ("band", "band", "good")]),
        ("not (turnout >= 60)", [("turnout", "到会率", "90%")]),
        ("serious and reached == good", [("serious", "严重", "true"), ("reached", "应达", "poor")]),
        ("(1 if hall else limit) > 2", [("hall", "有大厅", "false"), ("limit", "界限", "3")]),
        ("absences in [limit, 4]", [("absences", "缺席", "0"), ("limit", "界限", "3")]),
    ],
)
def test_each_name_stands_once_with_label_and_value(condition: str, expected: list[tuple[str, str, str]]) -> None:
    """Facts, figures, score nodes, derived figures, the band and the day, in the order in which they are written."""
    assert values(condition) == expected


def test_a_panel_is_shown_with_its_scores() -> None:
    """Apart by blanks, as they may be written in a table."""
    assert values("max(judges, empty=0) > 9") == [("judges", "评委", "8 9.5")]


def test_a_list_of_events_is_shown_with_its_length() -> None:
    """Its fields have no value outside it."""
    assert values("count(sanctions, points > 5) > limit - 2") == [("sanctions", "处分", "2"), ("limit", "界限", "3")]


PARTS = """
partygrade: 1
scheme: parts
title: 分项办法
facts: {large: {type: flag, default: false}}
score:
  id: total
  sum:
    - {id: fire, label: 消防, points: 20, optional: true}
    - {id: kitchen, label: 厨房, points: 30, default: 0}
    - {id: hall, label: 大厅, points: 10, default: 5, when: large}
    - {id: store, label: 库房, sum: [{id: shelves, label: 货架, points: 5, optional: true}]}
checks:
  - {id: asked, require: "known(fire) and fire > 5", otherwise: warning}
  - {id: others, require: "kitchen > 99 or known(hall) and known(store) and known(shelves)", otherwise: warning}
"""


def parts(**record: Any) -> dict[str, str]:
    checks = loads(PARTS).grade(record).to_dict()["checks"]
    return {v["label"]: v["value"] for check in checks for v in check["values"]}


def test_points_that_were_not_given_are_unknown() -> None:
    """They are not 0; points that were given as 0 are."""
    assert parts()["消防"] == parts()["货架"] == "?"
    assert parts(fire=0)["消防"] == "0"


def test_a_score_node_that_does_not_apply_has_no_value() -> None:
    """By its own condition, or because none of its children applies."""
    assert (parts()["大厅"], parts()["库房"], parts()["厨房"]) == ("-", "-", "0")
    assert (parts(large=True)["大厅"], parts(shelves=3)["库房"]) == ("5", "3")


def test_words_and_grades_have_no_value() -> None:
    """They are constants, and so is a parameter that is a word."""
    assert values('counting == "each" and good > poor and absences == 0') == [("absences", "缺席", "0")]
