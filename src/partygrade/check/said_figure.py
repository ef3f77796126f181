"""A figure that is another one than the words beside it say.

A label such as 党员参与率不低于80%, 连续缺席3次 or 五星级一般不超过十分之一 says the figure that the condition, or the
limit of the quota, should have. Where the label says one bound that stands nowhere in the element, and the element
compares something of that kind with one figure that stands nowhere in the words, one of them is wrong. The same goes
for a parameter and its own label and note. Bounds of grades and points of items are the business of `bands` and
`points-budget`.

Bad: the label says 80 %.

    rules:
      - {id: low, label: 满意率低于百分之八十的定为差, when: satisfaction < 85, at_most: poor}

Good: the condition has the same figure.

    rules:
      - {id: low, label: 满意率低于百分之八十的定为差, when: satisfaction < 80, at_most: poor}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from partygrade import ir
from partygrade.check import origin
from partygrade.check.boundary_word import PARTS, alike, figures, plain
from partygrade.check.compared import Compared, Passage, Words, passages
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.numerals import numerals
from partygrade.said_bounds import SaidBound, said_bounds

SLUG = "said-figure"

Odd = tuple[SaidBound, Words, Compared]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report figures of conditions, limits and parameters that are not those of the words beside them."""
    # The words describe the file's own readings.
    if subject.scheme._settings:
        return
    found = [odd for passage in subject.once(passages) if (odd := _odd(passage)) is not None]
    # What `origin` says of the remark on a parameter is not said twice.
    seen = {fault.place for fault in origin.misquoted(subject)} if found else set()
    for odd in found:
        if odd[2].figure not in seen and _in_one_file(subject, odd):
            seen.add(odd[2].figure)
            yield _finding(*odd)


def _in_one_file(subject: Subject, odd: Odd) -> bool:
    """Say whether words and figure stand in one file: a file that changes another one may leave its words behind."""
    _, words, found = odd
    return subject.document.at(words.place)[0] is subject.document.at(found.figure)[0]


def _odd(passage: Passage) -> Odd | None:
    """Give the one bound that the words say and no figure has, with the one figure that the words do not have."""
    if not passage.words or passage.words[0].place.path[0] == "grades":
        return None
    said = [(bound, words) for words in passage.telling for bound in said_bounds(words.text) if _is_clear(bound)]
    open_ = [one for one in said if not any(_fits(one[0], found) for found in passage.compared)]
    named = {value for words in passage.words for value in _named(words.text)}
    loose = [found for found in passage.compared if found.value not in named and not _is_presence(found)]
    if len({one[0].values() for one in open_}) != 1 or len({found.value for found in loose}) != 1:
        return None
    (bound, words), found = open_[0], loose[0]
    sides = {one.upwards for one in loose}
    return (bound, words, found) if sides == {bound.upwards} and alike(bound, found) else None


def _is_clear(bound: SaidBound) -> bool:
    """Say whether it is plain what a bound counts."""
    return bool(bound.unit) or bound.numeral.percent or 0 < bound.numeral.value < 1


def _fits(bound: SaidBound, found: Compared) -> bool:
    """Say whether a figure is that of a bound; 超过三次 is also said by `>= 4`."""
    beside = found.value + (-1 if found.upwards else 1)
    return found.value in figures(bound) or (found.upwards is not bound.upwards and beside in figures(bound))


def _named(text: str) -> Iterator[Fraction]:
    for numeral in numerals(text):
        yield numeral.value
        yield from (numeral.value * many for unit, many in PARTS.items() if text.startswith(unit, numeral.end))
        if numeral.percent or 0 < numeral.value < 1:
            yield from (numeral.value / 100, numeral.value * 100)


def _is_presence(found: Compared) -> bool:
    """Say whether a comparison only asks whether there is any."""
    return found.value == 0 or (found.value == 1 and found.upwards and found.unit != ir.PERCENT)


def _finding(bound: SaidBound, words: Words, found: Compared) -> Diagnostic:
    quoted = words.text[bound.start : bound.end]
    number, got = _expected(bound, found), plain(found.value, found.unit == ir.PERCENT)
    return finding(
        SLUG,
        found.figure,
        f"the words say `{quoted}`, and the figure is another one: expected {number}, got {got}",
        f"文字写明 `{quoted}`，而数值不同：应为 {number}，现为 {got}",
        help=Text("change the figure or the words, so that both say the same", "请改正数值或文字，使两者一致"),
        notes=(Note(Text("the words stand here", "文字在此"), words.place.within(bound.start, bound.end)),),
    )


def _expected(bound: SaidBound, found: Compared) -> str:
    """Write the figure of a bound as the element would: a share in percent, a year in months where they are counted."""
    value, percent = bound.numeral.value, bound.numeral.percent
    if found.unit == ir.PERCENT:
        return plain(value if percent or value >= 1 else value * 100, True)
    return plain(value if found.unit == bound.unit else value * PARTS.get(bound.unit, 1), percent)
