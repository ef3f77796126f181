"""Random scheme files, with every form of node, line, rule, order and quota: they load, and the laws hold on them."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import Scheme, laws, loads
from partygrade.strategies import cohorts, records
from properties.author import Author


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Draw a scheme, under one of the readings of its parameters."""
    made = loads(
        json.dumps(Author(lambda below: draw(st.integers(0, below - 1))).scheme(), ensure_ascii=False, indent=1)
    )
    used = {reading["id"] for reading in made.readings}
    chosen = {"limit": 4, "counted": "highest", "effect": "warning", "sequence": "other"}
    settings = {key: value for key, value in chosen.items() if key in used and draw(st.booleans())}
    return made.with_parameters(**settings) if settings else made


class TestRecords:
    """“A file that loads cannot fail on valid facts.”"""

    @examples(150)
    @given(st.data())
    def test_the_laws_of_records_hold(self, data: st.DataObject) -> None:
        """Every law but that of better facts, which a random scheme need not obey."""
        scheme = data.draw(schemes())
        for record in data.draw(st.lists(records(scheme), min_size=1, max_size=3)):
            for law in laws.RECORD_LAWS:
                if law is not laws.better_never_lowers:
                    law(scheme, record)

    @examples(60)
    @given(st.data())
    def test_every_grading_can_be_explained(self, data: st.DataObject) -> None:
        """In both languages, and in short."""
        scheme = data.draw(schemes())
        found = scheme.grade(data.draw(records(scheme)))
        assert scheme.title in found.explain("zh")
        assert scheme.title in found.explain("en")
        assert len(found.reasons("zh")) == len(found.reasons("en"))


class TestCohorts:
    """“Afterwards every quota is counted again.”"""

    @examples(100)
    @given(st.data())
    def test_the_laws_of_cohorts_hold(self, data: st.DataObject) -> None:
        """Quotas hold or say why not, and the order of the rows changes nothing."""
        scheme = data.draw(schemes())
        rows = data.draw(cohorts(scheme, max_size=8))
        for law in laws.COHORT_LAWS:
            law(scheme, rows)
        assert scheme.grade_cohort(rows).explain("en")
