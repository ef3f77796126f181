"""The columns of a frame, read for every input of a program."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from partygrade import ir
from partygrade.batch.columns import FAULTS, GOOD
from partygrade.batch.ingest import ingest

COUNT = ir.Input(ir.Origin("count", "次数"), ir.Number(0, 0, 9))
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
