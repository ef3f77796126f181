"""The head, the documents, the readings and what is left out."""

from __future__ import annotations

import partygrade
from partygrade.api import Scheme
from partygrade.page.origins import formulas, head, left_out, readings, sources
from partygrade.page.words import Words


def test_the_head(small: Scheme) -> None:
    """Id and fingerprint, edition, in force from and to, what is graded."""
    assert [row.cells for row in head(Words(small, "zh"), small).rows] == [
        ("办法标识", f"small  {small.hash}"),
        ("版本", "试行"),
        ("施行期间", "自 2017-06-05 起 至 2019-12-31 止"),
        ("评定对象", "支部"),
    ]


def test_the_documents(small: Scheme) -> None:
    """Title, issuer and number of each."""
    assert [row.cells for row in sources(Words(small, "zh")).rows] == [("plan", "方案", "党委", "1号")]


def test_readings_and_assumptions(small: Scheme) -> None:
    """Each parameter with its value, its origin and its alternatives; also one that nothing uses."""
    assert [row.cells for row in readings(Words(small, "zh"), small).rows] == [
        ("次数上限", "limit", "3\n不高于 9", "读法", "4：不含本数", "三", ""),
        ("计法", "counted", "highest", "读法", "each：分别计", "三", "默认取最高"),
        ("最高比例", "share", "20%", "假定\n没有写", "", "", ""),
        ("其余", "rest", "= 100 − 次数上限（3）", "推算", "", "", ""),
    ]


def test_a_value_of_the_caller(small: Scheme) -> None:
    """It is neither the document's nor a reading of it."""
    scheme = small.with_parameters(limit=5)
    row = readings(Words(scheme, "zh"), scheme).rows[0]
    assert row.cells[2:5] == ("5\n不高于 9", "由使用者设定", "3\n4：不含本数")


def test_what_is_left_out(small: Scheme) -> None:
    """With the reason."""
    assert [row.cells for row in left_out(Words(small, "zh")).rows] == [("细则", "没有见到", "七")]


def test_formulas_that_were_met(small: Scheme) -> None:
    """Only those that stand on the page in words."""
    words = Words(small, "zh")
    assert formulas(words).rows == ()
    words.formula("absences > 3", "often", "when")
    assert [row.cells for row in formulas(words).rows] == [("缺席多", "often", "when", "absences > 3")]


def test_a_file_that_changes_another_names_it() -> None:
    """By its name alone, wherever it lies."""
    scheme = partygrade.load("property-service-credit-yantai")
    assert ("原办法", "property-service-credit.yaml") in [row.cells for row in head(Words(scheme, "zh"), scheme).rows]
