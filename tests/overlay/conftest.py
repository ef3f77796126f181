"""A scheme to change, and a way to lay a file over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import partygrade

BASE = """\
partygrade: 1
scheme: base
title: 原办法
edition: 试行
sources: {plan: {title: 实施方案}}
parameters:
  limit: {value: 3, at_most: 5, source: 三, note: 满三次, readings: {4: 超过三次}}
  counted: {value: each, source: 四, note: 逐次计, readings: {once: 只计一次}}
  excused: {value: true, source: 五, readings: {false: 不论理由}}
  weight: {value: 0.4, assumed: 文件没有写}
facts:
  absences: {type: count, label: 缺席, default: 0}
  awards: {type: tally, of: [city, county], default: 0}
derived:
  twice: {value: absences * 2}
score:
  id: total
  sum:
    - {id: review, points: 60}
    - id: meetings
      points: 40
      deduct:
        - {each: absences, points: 5}
        - {id: late, when: absences > limit and excused, points: 1 if counted == "each" else 2}
grades:
  - {id: good, from: 80}
  - {id: fair, from: 60}
  - {id: poor}
rules:
  - {id: absent, when: twice >= limit, at_most: fair, source: 六}
checks:
  - {id: shown, require: review > 0, otherwise: warning}
cohort:
  rank_by: [total desc]
  quotas:
    - {id: few, grades: [good], at_most: 20%}
"""
HEAD = "partygrade: 1\nscheme: over\ntitle: 增改办法\nextends: base.yaml\n"

Load = Callable[..., partygrade.Scheme]
Faults = Callable[..., list[tuple[str, int, str, str]]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds the scheme."""
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def load(folder: Path) -> Load:
    """Give a way to load what is laid over the scheme; further files come by name."""

    def loaded(text: str, head: str = HEAD, **files: str) -> partygrade.Scheme:
        for name, content in files.items():
            (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
        (folder / "over.yaml").write_text(head + text, encoding="utf-8")
        return partygrade.load("over.yaml")

    return loaded


@pytest.fixture
def faults(load: Load) -> Faults:
    """Give a way to list the faults: file, line, slug and underlined text, in the order of the files."""

    def listed(text: str, head: str = HEAD, **files: str) -> list[tuple[str, int, str, str]]:
        with pytest.raises(partygrade.SchemeError) as caught:
            load(text, head, **files)
        assert caught.value.document is not None
        out = []
        for fault in caught.value.diagnostics:
            file, place = caught.value.document.at(fault.place)
            span = file.span(place)
            end = span.end_column - 1 if span.end_line == span.line else None
            out.append((file.name, span.line, fault.code, file.line(span.line)[span.column - 1 : end]))
        return sorted(out, key=lambda found: (found[0] != "over.yaml", found))

    return listed
