"""Whatever a file says of another, it gives a scheme, or faults at their places."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import partygrade
from partygrade.diagnostics import LANGS
from partygrade.render import render

IDS = st.sampled_from(
    [
        "building_weight",
        "advanced_from",
        "decided_by",
        "decision",
        "score",
        "role",
        "advanced",
        "general",
        "new",
        "no one",
    ]
)
KEYS = st.sampled_from(
    [
        "id",
        "label",
        "value",
        "at_most",
        "readings",
        "type",
        "max",
        "points",
        "when",
        "sum",
        "add",
        "from",
        "weight",
        "grade",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers(-1, 100) | IDS | st.sampled_from(["1 +", "role > 2", "20%", "count"])
VALUES = st.recursive(SCALARS, lambda below: st.lists(below, max_size=2) | st.dictionaries(KEYS, below, max_size=3))
MAPPINGS = st.dictionaries(KEYS, VALUES, max_size=3)
ENTRIES = st.lists(st.builds(lambda name, rest: {"id": name, **rest}, IDS, MAPPINGS), max_size=2)
SECTIONS = {
    "parameters": st.dictionaries(IDS, SCALARS | MAPPINGS, max_size=2),
    "change": st.dictionaries(IDS, MAPPINGS, max_size=2),
    "remove": st.lists(IDS, max_size=2),
    "insert": st.dictionaries(IDS, ENTRIES, max_size=2),
    "facts": st.dictionaries(IDS, MAPPINGS, max_size=2),
    "derived": st.dictionaries(IDS, MAPPINGS, max_size=2),
    "grades": ENTRIES,
    "rules": ENTRIES,
    "checks": ENTRIES,
    "order": VALUES,
    "band_on": VALUES,
    "score": VALUES,
}
FILES = st.fixed_dictionaries(
    {"partygrade": st.just(1), "scheme": st.just("over"), "extends": st.just("three-tier-weighted")},
    optional={key: section | VALUES for key, section in SECTIONS.items()},
)


@given(FILES)
def test_a_change_gives_a_scheme_or_faults(data: dict[str, Any]) -> None:
    """Nothing that a file changes stops the checks; each fault is told once, in one of the two files."""
    try:
        scheme = partygrade.loads(json.dumps(data), name="over.yaml")
    except partygrade.SchemeError as error:
        document = error.document
        assert document is not None
        places = [(fault.code, fault.text, *document.at(fault.place)) for fault in error.diagnostics]
        assert len(places) == len({(code, text, file.name, place) for code, text, file, place in places})
        assert {file.name for *_, file, _ in places} <= {"over.yaml", "three-tier-weighted.yaml"}
        assert all(render(error.diagnostics, document, lang) for lang in LANGS)
    else:
        assert scheme.figures and scheme.id == "over"
