"""A scheme as the page that officials know: tables of items, facts, grades, rules and readings, with the clauses.

Before: a good scheme. After: text, in Markdown or HTML. Every figure stands on the page, beside its clause.
"""

from __future__ import annotations

from typing import Literal, assert_never

from partygrade.api import Scheme
from partygrade.diagnostics import Lang
from partygrade.page.cohort import draws, follow_up, quotas, targets
from partygrade.page.facts import facts
from partygrade.page.grades import checks, grades, procedure, rules
from partygrade.page.html import html
from partygrade.page.markdown import markdown
from partygrade.page.origins import formulas, head, left_out, readings, sources
from partygrade.page.part import Sheet
from partygrade.page.score import derived, score
from partygrade.page.words import Words

__all__ = ["FORMATS", "Format", "page", "sheet"]

Format = Literal["markdown", "html"]
FORMATS: tuple[Format, ...] = ("markdown", "html")


def page(scheme: Scheme, lang: Lang = "zh", format: Format = "markdown") -> str:
    """Draw a scheme."""
    match format:
        case "markdown":
            return markdown(sheet(scheme, lang))
        case "html":
            return html(sheet(scheme, lang))
        case _:
            assert_never(format)


def sheet(scheme: Scheme, lang: Lang = "zh") -> Sheet:
    """Give the parts of the page; a part of which the scheme says nothing is left out."""
    words = Words(scheme, lang)
    parts = (
        head(words, scheme),
        sources(words),
        score(words),
        derived(words),
        facts(words),
        grades(words),
        rules(words),
        checks(words),
        procedure(words),
        quotas(words),
        targets(words),
        draws(words),
        follow_up(words),
        readings(words, scheme),
        left_out(words),
        # The last, when every formula has been met.
        formulas(words),
    )
    return Sheet(scheme.title, lang, tuple(part for part in parts if part.rows or part.lead))
