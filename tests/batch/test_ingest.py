"""The columns of a frame, read for every input of a program."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from partygrade import ir
from partygrade.batch.columns import FAULTS, GOOD
from partygrade.batch.ingest import ingest

COUNT = ir.Input(ir.Origin("count", "次数"), ir.Number(0, 0, 9))
DAY = ir.Input(ir.Origin("as_of", "评定基准日"), ir.Day())
KIND = ir.Input(ir.Origin("kind", "类型"), ir.Choice(("a", "b")), default=1)
TOWN = ir.Input(ir.Origin("town", "乡镇"), ir.Label(), optional=True)
PANEL = ir.Input(ir.Origin("judges", "评委"), ir.Panel(ir.Number(0, 0, 9), 1, 1, 9))
FLAG = ir.Input(ir.Origin("flag", "有无"), ir.Flag(), optional=True, words=(("是", 1), ("否", 0)))


def test_the_faults_of_a_row_name_its_facts() -> None:
    """In the order of the inputs; there are none where the row is good."""
    frame = nw.from_native(pl.LazyFrame({"a": [1, 10, None], "b": ["是", "maybe", None]}))
    found, names = ingest((COUNT, FLAG), frame, {"count": "a", "flag": "b"})
    got = found.collect()
    assert names == {0: "~f0", 1: "~f1"}
    assert got[GOOD].to_list() == [True, False, False]
    assert got[FAULTS].to_list() == [None, "count, flag", "count"]
    assert got["~f1"].to_list() == [True, None, None]


def test_a_fact_without_a_column_has_its_default_or_is_not_known() -> None:
    """What is required, and lists, are left to others."""
    frame = nw.from_native(pl.LazyFrame({"a": [1]}))
    found, names = ingest((DAY, KIND, PANEL, TOWN, FLAG), frame, {})
    assert names == {1: "~f1", 3: "~f3", 4: "~f4"}
    assert found.collect().to_native().to_dicts() == [
        {"a": 1, "~f1": 1, "~f3": None, "~f4": None, GOOD: True, FAULTS: None}
    ]
    assert dict(found.collect_schema())["~f4"] == nw.Boolean


def test_what_stood_in_the_frame_stays() -> None:
    """Nothing that was worked out on the way does."""
    frame = nw.from_native(pl.LazyFrame({"a": ["1"], "other": ["x"]}))
    found, _ = ingest((COUNT,), frame, {"count": "a"})
    assert found.collect().columns == ["a", "other", "~f0", GOOD, FAULTS]
    assert found.collect()["a"].to_list() == ["1"]


def test_two_facts_of_a_row_are_read_apart() -> None:
    """A faulty one leaves the other as it is."""
    frame = nw.from_native(pl.LazyFrame({"a": ["x"], "b": [" a"], "c": ["东\u3000"]}))
    found, _ = ingest((COUNT, KIND, TOWN), frame, {"count": "a", "kind": "b", "town": "c"})
    got = found.collect()
    assert [got[name].item() for name in ("~f1", "~f2", FAULTS)] == [0, "东", "count"]
