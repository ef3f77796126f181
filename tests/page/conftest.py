"""A small scheme that says something of everything that a page shows."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.api import Scheme

TEXT = """\
partygrade: 1
scheme: small
title: 小办法 | <一>
edition: 试行
in_force: {from: 2017-06-05, to: 2019-12-31}
subject: 支部
sources: {plan: {title: 方案, issuer: 党委, number: 1号}}
parameters:
  limit: {value: 3, label: 次数上限, at_most: 9, source: 三, readings: {4: 不含本数}}
  counted: {value: highest, label: 计法, source: 三, note: 默认取最高, readings: {each: 分别计}}
  share: {value: 20%, label: 最高比例, assumed: 没有写}
  rest: {value: 100 - limit, label: 其余}
facts:
  absences: {type: count, label: 缺席, unit: 次, max: 50, default: 0, source: 三}
  income: {type: number, label: 收入, min: 5, max: 80, decimals: 2, unit: 万元, optional: true}
  fine: {type: amount, label: 酌扣, at_least: 2, at_most: 6, step: 0.5, default: 0}
  awards: {type: tally, label: 表彰, of: {city: 市级, province: 省级}, max: 7, default: 0}
  kind: {type: choice, label: 类型, of: {village: 村, town: 镇}, default: village}
  ready: {type: flag, label: 已备, default: false}
  last: {type: grade, label: 上年, optional: true}
  judges: {type: panel, label: 评委, max: 10, step: 0.5, at_least: 2, at_most: 5}
  sanctions:
    type: events
    label: 处分
    at_most: 12
    key: [day, sort]
    fields:
      day: {type: date, label: 日期}
      sort: {type: choice, label: 种类, of: {light: 轻, heavy: 重}}
    derived: {grave: sort == "heavy"}
derived:
  turnout: {label: 比率, of: kind, table: {village: 40, else: 60}, unit: "%", source: 二}
score:
  id: total
  label: 总分
  at_least: 0
  at_most: 100
  round: {digits: 1, mode: half_even}
  sum:
    - {id: review, label: 评议, points: 60, step: 0.5, default: 30, source: 一}
    - {id: growth, label: 增收, of: "default(income, 5)", linear: [{at: 10, points: 0}, {at: 60, points: 15}], round: 1}
    - id: meetings
      label: 会议
      points: 20
      deduct:
        - {id: missed, label: 缺席扣分, each: absences, points: 5, at_most: 15, source: 三}
        - {id: fined, label: 酌情扣, amount: fine}
        - {id: punished, label: 处分扣, each: sanctions, where: grave, points: [3, 6], by: day, nth_of: sort}
    - id: bonus
      label: 加分
      at_most: 9
      add: [{id: awarded, label: 表彰加分, each: awards, points: {city: 2, province: 4}, counting: counted}]
    - {id: prepared, label: 准备, of: turnout, steps: [{from: 50, points: 5}, {points: 1}], when: ready}
grades:
  - {id: good, label: 好, aliases: [优], from: 85, source: 五}
  - {id: fair, label: 中, above: 59.5, when: not known(income) or income > 6}
  - {id: poor, label: 差}
rules:
  - {id: often, label: 缺席多, when: absences >= limit, at_most: fair, lower_by: 1, soft: true, source: 三}
  - {id: away, label: 不参加, when: 'kind in ["town"] and ready', not_graded: 不评}
order: [raise_by, at_least, lower_by, at_most, grade, quotas]
checks:
  - {id: enough, label: 人数, require: count(judges) >= 3, otherwise: warning}
procedure:
  - {id: held, label: 评议会, by: 支部, yields: 记录, participation: 80%, otherwise: invalid}
  - {id: shown, label: 公示, after: held, notice_days: 5, until: "2019-11-30", otherwise: warning}
cohort:
  within: [kind]
  rank_by: [total desc, absences asc]
  quotas: [{id: few, label: 好不多, grades: [good], at_most: share, ties: in, among: ready}]
cycle: {previous: last, targets: [{id: rise, label: 转化, grades: [poor], reach: fair, share: 30%}]}
draws: [{id: spot, label: 抽查, grades: [good], share: 15%, at_least: 2}]
follow_up: [{grades: [poor], when: total < 40, label: 约谈, source: 六}]
left_out: [{what: 细则, why: 没有见到, source: 七}]
"""


@pytest.fixture(scope="session")
def small() -> Scheme:
    return partygrade.loads(TEXT)
