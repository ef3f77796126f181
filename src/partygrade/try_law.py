"""A law tried on generated records, or cohorts, of a scheme. It needs hypothesis, as `strategies` do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from partygrade.api import Scheme
from partygrade.diagnostics import Lang
from partygrade.laws import COHORT_LAWS, RECORD_LAWS, CohortLaw, LawBroken, RecordLaw
from partygrade.strategies import cohorts, days, records, try_examples

EXAMPLES = 50
"""So many records or cohorts are tried, unless somebody asks for another number."""

LARGEST = 8
"""So many organisations a cohort has at most."""

LAWS: Mapping[str, RecordLaw | CohortLaw] = {law.__name__: law for law in (*RECORD_LAWS, *COHORT_LAWS)}
"""Every law by its name, those of records first."""


def try_law(name: str, scheme: Scheme, examples: int = EXAMPLES) -> None:
    """Try a law on so many examples, the same every time.

    Raises:
        LawBroken: with the simplest record, or cohort, at which the law broke.
    """
    law = LAWS[name]
    drawn = cohorts(scheme, max_size=LARGEST) if law in COHORT_LAWS else records(scheme)

    def see(value: Any, as_of: date | None) -> None:
        law(scheme, value, as_of=as_of)

    try_examples(see, drawn, days(scheme), examples)


def told(error: LawBroken, start: str, lang: Lang) -> str:
    """Say what broke a law, and below it the record, or the records of the cohort, at which it did."""
    record = "\n".join(f"    {line}" for line in _written(error.record))
    return f"{start}{error.message(lang)}\n\n{record}\n"


def _written(record: object) -> Iterator[str]:
    if isinstance(record, Mapping):
        yield from (f"{key}: {value}" for key, value in record.items())
    elif isinstance(record, Sequence) and not isinstance(record, str):
        yield from (f"- {', '.join(_written(one))}" for one in record)
    else:
        yield str(record)
