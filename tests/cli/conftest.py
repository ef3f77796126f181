"""A desk to work at: a small scheme, a table, and a way to run a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from partygrade.cli import main

SCHEME = """\
partygrade: 1
scheme: village
title: 村党支部分类定级办法
edition: 试行
in_force: {from: 2017-06-05}
sources: {plan: {title: 分类定级实施方案}}
parameters:
  absence_limit: {value: 3, label: 缺席次数上限, source: 三6, readings: {4: 「超过」不含本数}}
  good_share: {value: 20%, label: 好的比例, source: 五}
facts:
  absences: {type: count, label: 缺席, unit: 次, default: 0, better: down}
  satisfaction: {type: percent, label: 群众满意率, better: up}
score:
  id: total
  label: 总分
  sum:
    - {id: review, label: 评议, points: 60}
    - id: meetings
      label: 组织生活
      points: 40
      deduct: [{id: missed, label: 缺席扣分, each: absences, points: 5, source: 三5}]
grades:
  - {id: good, label: 好, from: 80, source: 四}
  - {id: fair, label: 一般, from: 60, source: 四}
  - {id: poor, label: 较差, source: 四}
rules:
  - {id: unpopular, label: 满意率过低, when: satisfaction < 60%, at_most: fair, source: 五1}
  - {id: absent, label: 缺席过多, when: absences >= absence_limit, lower_by: 1, source: 五2}
checks:
  - {id: met, label: 评议不得为零, require: review > 0, otherwise: invalid, source: 六}
cohort:
  rank_by: [total desc]
  quotas:
    - {id: few_good, label: 好不超过两成, grades: [good], at_most: good_share, source: 五}
order: [raise_by, at_least, at_most, lower_by, grade, quotas]
"""

TABLE = """\
编号,名称,评议,缺席,群众满意率
v1,第1村党支部,58,0,95
v2,第2村党支部,55.5,1,90
v3,第3村党支部,50,3,88.5
v4,第4村党支部,0,0,70
v5,第5村党支部,45,,50
"""

FAULTY = """\
编号,名称,评议,缺席,群众满意率
v1,第1村党支部,58,0,95
v2,第2村党支部,六十,1,190
v3,第3村党支部,50,3,88.5
v1,第4村党支部,40,0,70
"""

CASES = """\
scheme: village
base: {review: 50, satisfaction: 90}
cases:
  - case: plain
    expect: {grade: good, score: 90}
  - case: three absences
    facts: {absences: 3}
    expect: {grade: poor}
  - case: dissatisfied
    facts: {satisfaction: 50}
    expect: {grade: fair}
  - case: no review
    facts: {review: 0}
    expect: {grade: null, failed_checks: [met]}
  - case: a stricter reading
    set: {absence_limit: 4}
    facts: {absences: 3}
    expect: {grade: fair}
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a scheme and tables, in English, 120 columns wide."""
    for name, text in {
        "village.yaml": SCHEME,
        "table.csv": TABLE,
        "faulty.csv": FAULTY,
        "village.cases.yaml": CASES,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARTYGRADE_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a way to run a command."""

    def command(*words: str) -> Outcome:
        code = main(words)
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return command
