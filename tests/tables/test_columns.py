from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade import ir
from partygrade.tables import ColumnMatch, Table, match_columns, missing_columns, renamed
from partygrade.tables.columns import one_apart

NAMES = {
    "absences": ["缺席次数"],
    "satisfaction": ["群众满意率"],
    "review": ["评议"],
    "awards_city": ["表彰·市级"],
    "awards_province": ["表彰·省级"],
}


def messages(match: ColumnMatch) -> list[tuple[str, str]]:
    return [(fault.code, fault.text.en) for fault in match.diagnostics]


@pytest.mark.parametrize(
    ("head", "fact"),
    [
        ("absences", "absences"),
        ("Absences", "absences"),
        ("ａｂｓｅｎｃｅｓ", "absences"),
        (" 缺席次数\u3000", "absences"),
        ("表彰·市级", "awards_city"),
        ("id", "id"),
        ("ID", "id"),
        ("编号", "id"),
        ("党组织编号", "id"),
        ("name", "name"),
        ("名称", "name"),
        ("党组织", "name"),
        ("党组织名称", "name"),
    ],
)
def test_a_head_is_an_id_or_a_label(head: str, fact: str) -> None:
    """Width, blanks around it and the case of ASCII letters do not matter."""
    assert match_columns([head], NAMES) == ColumnMatch({head: fact}, (), ())


def test_a_head_that_is_no_fact_is_reported() -> None:
    """A column that resembles nothing is passed over, and named."""
    match = match_columns(["编号", "联系电话", "备注"], NAMES)
    assert match == ColumnMatch({"编号": "id"}, ("联系电话", "备注"), ())


@pytest.mark.parametrize(
    ("head", "word", "fact"),
    [
        ("absense", "absences", "absences"),
        ("absence", "absences", "absences"),
        ("ABSENCE", "absences", "absences"),
        ("缺席次", "缺席次数", "absences"),
        ("缺度次数", "缺席次数", "absences"),
        ("缺席次数（次）", "缺席次数", "absences"),
        ("群众满意度", "群众满意率", "satisfaction"),
        ("评仪", "评议", "review"),
        ("评议分", "评议", "review"),
        ("表彰市级", "表彰·市级", "awards_city"),
        ("表彰.省级", "表彰·省级", "awards_province"),
        ("award_province", "awards_province", "awards_province"),
    ],
)
def test_a_head_that_resembles_a_fact_is_a_fault(head: str, word: str, fact: str) -> None:
    """A slip of the pen is never taken for a column that does not matter."""
    match = match_columns(["id", head], NAMES)
    assert messages(match) == [("resembling-column", f"the column `{head}` is no fact but resembles `{word}`")]
    assert match.extra == ()
    assert match.diagnostics[0].fact == fact
    assert f"`{word}`" in match.diagnostics[0].message("zh")


def test_a_fact_that_has_its_column_is_resembled_by_none() -> None:
    """Remarks about a fact may stand beside it."""
    match = match_columns(["群众满意率", "群众满意率备注"], NAMES)
    assert match.extra == ("群众满意率备注",)
    assert match.diagnostics == ()


@pytest.mark.parametrize("head", ["议", "缺", "县", "review_of_last_year", "次数", "出勤率"])
def test_a_distant_head_resembles_nothing(head: str) -> None:
    """One common character is no resemblance, and one character alone never is."""
    assert match_columns([head], {**NAMES, "county": ["区"]}).extra == (head,)


def test_two_heads_for_one_fact_are_a_fault() -> None:
    """Which of two columns counts is not for us to choose."""
    match = match_columns(["absences", "缺席次数", "编号", "id"], NAMES)
    assert messages(match) == [
        ("repeated-column", "the columns `absences`, `缺席次数` all mean `absences`"),
        ("repeated-column", "the columns `编号`, `id` all mean `id`"),
    ]
    assert match.diagnostics[0].text.zh == "`absences`、`缺席次数` 几列指的都是 `absences`"


def test_a_label_of_two_facts_is_ambiguous() -> None:
    """A label that two facts share names neither; their ids do."""
    names = {"first": ["评分"], "second": ["评分"]}
    match = match_columns(["评分"], names)
    assert messages(match) == [("ambiguous-column", "the column `评分` may mean `first`, `second`")]
    assert match_columns(["first", "second"], names).diagnostics == ()


def test_an_id_goes_before_a_label_and_a_fact_before_the_organisation() -> None:
    """A head means the fact whose id it is, whatever else is labelled so."""
    names = {"a": ["b"], "b": ["c"], "title": ["名称"], "A": []}
    assert match_columns(["b", "a", "名称", "A"], names).columns == {"b": "b", "a": "a", "名称": "title", "A": "A"}


def made(id: str, type: ir.Type, optional: bool = False, default: int | None = None) -> ir.Input:
    return ir.Input(ir.Origin(id, f"{id}的名称"), type, optional=optional, default=default)


def test_what_a_table_has_to_give() -> None:
    """A fact needs a column unless it has a default or may be unknown; a panel unless it may be empty; events never."""
    member = ir.Number(0, 0, 10)
    inputs = [
        made("needed", member),
        made("spared", member, default=0),
        made("unknown", member, optional=True),
        made("panel", ir.Panel(member, 1, 1, 9)),
        made("empty", ir.Panel(member, 1, 0, 9)),
        made("events", ir.Events((), 9)),
        made("resembled", member),
    ]
    match = match_columns(["resemble"], {item.origin.id: [item.origin.label] for item in inputs})
    assert [fault.text.en for fault in missing_columns(inputs, match)] == [
        "no column gives `needed的名称` (needed), which is required",
        "no column gives `panel的名称` (panel), which is required",
    ]


def test_other_words_may_name_what_is_no_fact() -> None:
    """A table of something else than organisations has words of its own, which facts go before."""
    own = {"#key": ("编号", "评议")}
    assert match_columns(["编号", "评议", "名称"], NAMES, own) == ColumnMatch(
        {"编号": "#key", "评议": "review"}, ("名称",), ()
    )


def test_rows_are_renamed_to_ids() -> None:
    """Columns that are no fact and empty cells are left out."""
    table = Table(("编号", "缺席次数", "备注"), ({"编号": "1", "缺席次数": None, "备注": "x"},), (2,))
    assert renamed(table, match_columns(table.columns, NAMES)) == ({"id": "1"},)


def test_a_monstrous_head_is_passed_over_quickly() -> None:
    """A head of a hundred thousand characters does not hold anything up."""
    start = time.perf_counter()
    assert match_columns(["缺席" * 50_000], NAMES).diagnostics == ()
    assert time.perf_counter() - start < 2


@given(st.text("ab缺席", max_size=4), st.text("ab缺席", max_size=4))
def test_one_apart_is_edit_distance_one(one: str, other: str) -> None:
    """One character put in, left out or changed."""
    edits = {
        one[:at] + put + one[at + cut :] for at in range(len(one) + 1) for put in ("", *"ab缺席") for cut in (0, 1)
    }
    shorter = min(len(one), len(other))
    assert one_apart(one, other) == (shorter >= 2 and one != other and other in edits)
