"""A bound of a grade that does not fit what is said of it, or the scores that there can be.

The texts of a grade, of the parameters that settle the bands and of the rules about scores between two bands name
ranges of points, and the bounds should be the same. A text that names ranges such as 80—89 and 90—100 leaves scores
such as 89.5 between them, which a rounding or a reading has to settle. A bound that every score reaches, or none, or
that is finer than the steps in which the score goes, is hardly the one that was meant.

Bad: the label and the bound differ.

    score: {id: total, points: 100}
    grades:
      - {id: good, label: 好（90分以上）, from: 80}
      - {id: poor, label: 差}

Good: they agree.

    score: {id: total, points: 100}
    grades:
      - {id: good, label: 好（90分以上）, from: 90}
      - {id: poor, label: 差}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from partygrade import ir, scheme
from partygrade.check import unreachable_grade
from partygrade.check.edges import Band, Edge, bands, gaps, high_fits, low_fits
from partygrade.check.grid import grids, possible
from partygrade.check.mentions import words
from partygrade.check.quoted import Quote, quotes
from partygrade.check.subject import Subject, finding
from partygrade.compile.bounds import written
from partygrade.compile.figures import fraction_text
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.source import Place

SLUG = "bands"

_SETTLE = Text(
    "round the score with `band_on`, or make the question a parameter with `readings`",
    "请用 `band_on` 取整，或设一个带 `readings` 的参数",
)
_FIT = Text("change the bound or the text, so that both say the same", "请改正界限或文字，使两者一致")
_SETTLED = re.compile(
    r"首尾相接|两[档段]之间|之间的?(?:小数|得分|分数)|小数归|(?:得分|总分)(?:为|须为|应为)?(?:整数|取整)|"
    r"\bbetween (?:two )?(?:bands|grades|ranges)\b|\bfractions? of a point\b|\bwhole points\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\w.])\d+\.\d+")
_CHAIN = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*<=?\s*(\w+)\s*<=?\s*(\d+(?:\.\d+)?)(?![\w.])")

Quoted = tuple[Quote, Place]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report bounds that contradict texts, scores between two ranges, and bounds that the scores do not fit."""
    ladder = bands(subject)
    if not ladder:
        return
    # The texts describe the file's own readings.
    if not subject.scheme._settings:
        found = {wrong.place: wrong for wrong in _contradictions(subject, ladder)}
        yield from found.values()
        if not found:
            yield from _between(subject, ladder)
        yield from _gaps(subject, ladder)
    yield from _out_of_reach(subject)
    yield from _too_fine(subject)


# What texts say of the bounds.


def _contradictions(subject: Subject, ladder: Sequence[Band]) -> Iterator[Diagnostic]:
    tops = _tops(subject)
    for band, spec in zip(ladder, subject.file.grades or [], strict=True):
        yield from _one_by_one(band, _of_grade(band, spec), tops)
        yield from _in_parts([band], _quoted(spec.note, band.grade.origin.place.child("note")))
        yield from _one_by_one(band, _of_bound(subject, spec), tops)
    for name in sorted(_settling(subject)):
        parameter = (subject.file.parameters or {})[name]
        for key in ("label", "note"):
            yield from _in_parts(ladder, _quoted(getattr(parameter, key), Place(("parameters", name, key))))


def _quoted(text: str | None, place: Place, loose: bool = False) -> list[Quoted]:
    return [(quote, place.within(quote.start, quote.end)) for quote in quotes(text or "", loose)]


def _of_grade(band: Band, spec: scheme.GradeSpec) -> list[Quoted]:
    """Give what the label, the aliases and the clause of a grade say of its band."""
    place = band.grade.origin.place
    aliases = [
        found for n, alias in enumerate(spec.aliases or []) for found in _quoted(alias, place.child("aliases", n))
    ]
    return [
        *_quoted(spec.label, place.child("label"), loose=True),
        *_quoted(spec.source, place.child("source")),
        *aliases,
    ]


def _of_bound(subject: Subject, spec: scheme.GradeSpec) -> list[Quoted]:
    """Give what the parameter that names the bound of a grade says of it."""
    name = next(iter(written(spec).values()), None)
    parameter = (subject.file.parameters or {}).get(str(name))
    if parameter is None or parameter.readings is not None:
        return []
    place = Place(("parameters", str(name)))
    texts = {key: getattr(parameter, key) for key in ("label", "note", "assumed")}
    return [found for key, text in texts.items() for found in _quoted(text, place.child(key))]


def _one_by_one(band: Band, quoted: Sequence[Quoted], tops: Sequence[Fraction]) -> Iterator[Diagnostic]:
    """Report an edge of a band that none of the texts about the band gives where some give another."""
    quoted = [one for one in quoted if one[0].sure or True in _ends(band, one[0], tops)]
    lows = [one for one in quoted if one[0].low is not None]
    highs = [one for one in quoted if one[0].high is not None]
    if band.low is not None and lows and not any(low_fits(quote, band.low) for quote, _ in lows):
        yield _contradicted(band.low, *lows[0])
    if band.high is not None and highs and not any(high_fits(quote, band.high) for quote, _ in highs):
        yield _contradicted(band.high, *highs[0])


def _in_parts(ladder: Sequence[Band], quoted: Sequence[Quoted]) -> Iterator[Diagnostic]:
    """Report an edge that a range in words gives differently, where it gives the other edge of that band alone."""
    for quote, place in quoted:
        if quote.low is None or quote.high is None:
            continue
        ends = [_ends(band, quote) for band in ladder]
        if any(True in fit and False not in fit for fit in ends):
            continue
        odd = [band.high if fit[0] else band.low for band, fit in zip(ladder, ends, strict=True) if True in fit]
        if len(odd) == 1 and odd[0] is not None:
            yield _contradicted(odd[0], quote, place)


def _ends(band: Band, quote: Quote, tops: Sequence[Fraction] = ()) -> tuple[bool | None, bool | None]:
    """Say of both edges of a band whether a range in words has the same; None where there is no edge."""
    low = None if band.low is None or quote.low is None else low_fits(quote, band.low)
    if band.high is not None and quote.high is not None:
        return low, high_fits(quote, band.high)
    return low, True if quote.high in tops else None


def _tops(subject: Subject) -> tuple[Fraction, ...]:
    """List the figures that may be called the highest score: the full points, and the highest there can be."""
    program = subject.program
    if program.band_on is None:
        return ()
    full = program.score.full if program.score else None
    highest = _range(program, program.band_on)[1]
    return (highest,) if full is None else (full, highest)


def _contradicted(edge: Edge, quote: Quote, place: Place) -> Diagnostic:
    bound = fraction_text(edge.value)
    return finding(
        SLUG,
        edge.place,
        f"the bound of `{edge.grade}` is {bound}, but a text says `{quote.text}`",
        f"等次 `{edge.grade}` 的界限为 {bound}，而文字写明 `{quote.text}`",
        help=_FIT,
        notes=(Note(Text("it is said here", "写在此处"), place),),
    )


def _settling(subject: Subject) -> set[str]:
    """List the parameters on which the bands depend beside the score."""
    return _behind(subject, words(subject.file.band_on).union(*(words(g.when) for g in subject.file.grades or [])))


def _behind(subject: Subject, names: Iterable[str]) -> set[str]:
    """List the parameters that are among names, or that the derived figures among them mention."""
    derived, found, left = subject.file.derived or {}, set[str](), set(names)
    while left:
        found |= left
        inside = [derived[name] for name in left if name in derived]
        texts = [spec.value for spec in inside] + [one for spec in inside for one in _list(spec.of)]
        left = {word for text in texts for word in words(text)} - found
    return found & set(subject.file.parameters or {})


def _list(of: object) -> list[object]:
    return of if isinstance(of, list) else [of]


# Scores between two bands.


def _between(subject: Subject, ladder: Sequence[Band]) -> Iterator[Diagnostic]:
    """Report a condition for scores right below a bound, such as 89 < score < 90, where that bound has moved."""
    known = {edge.value for band in ladder for edge in (band.low, band.high) if edge is not None}
    conditions = [
        *((rule.when, Place(("rules", n, "when"))) for n, rule in enumerate(subject.file.rules or [])),
        *((one.require, Place(("checks", n, "require"))) for n, one in enumerate(subject.file.checks or [])),
    ]
    found = [one for text, place in conditions for one in _chains(subject, str(text), place)]
    fitting = [one for one in found if one[0] in known or one[1] in known]
    for low, high, text, place in found if fitting else ():
        if low not in known and high not in known:
            yield finding(
                SLUG,
                place,
                f"`{text}` is about scores right beside a bound, but no grade has the bound "
                f"{fraction_text(low)} or {fraction_text(high)}",
                f"`{text}` 指界限旁边的得分，但没有等次以 {fraction_text(low)} 或 {fraction_text(high)} 为界限",
                help=Text("change the bound of the grade, or the condition", "请改正等次的界限或此条件"),
            )


def _chains(subject: Subject, text: str, place: Place) -> Iterator[tuple[Fraction, Fraction, str, Place]]:
    score = subject.file.score
    names = {score.id or "score" if score else "", *words(subject.file.band_on)}
    for match in _CHAIN.finditer(text):
        low, high = Fraction(match[1]), Fraction(match[3])
        if match[2] in names and 0 < high - low <= 1:
            yield low, high, match[0], place.within(*match.span())


def _gaps(subject: Subject, ladder: Sequence[Band]) -> Iterator[Diagnostic]:
    """Report scores that no range in the words of the grades has, unless the file says what becomes of them."""
    program, on = subject.program, subject.program.band_on
    for band, spec in zip(ladder, subject.file.grades or [], strict=True):
        place = band.grade.origin.place
        quoted = [*_of_grade(band, spec), *_quoted(spec.note, place.child("note"))]
        for (_, where), low, high in gaps(band, quoted):
            if on is None or not possible(program, on, (low, high)) or _is_settled(subject, low, high):
                continue
            ends = f"{fraction_text(low)} and {fraction_text(high)}"
            chinese = f"{fraction_text(low)} 与 {fraction_text(high)}"
            yield finding(
                SLUG,
                where,
                f"no range in words has the scores between {ends}, and nothing says where they belong",
                f"{chinese} 之间的得分不在文字所列的任何一档内，也没有写明归哪一档",
                help=_SETTLE,
            )


def _is_settled(subject: Subject, low: Fraction, high: Fraction) -> bool:
    """Say whether a reading, a rule or a remark is about the scores between two bands."""
    parameters = subject.file.parameters or {}
    if any(parameters[name].readings or parameters[name].assumed for name in _settling(subject)):
        return True
    rules = enumerate(subject.file.rules or [])
    chains = [one for n, rule in rules for one in _chains(subject, str(rule.when), Place(("rules", n, "when")))]
    if any((one[0], one[1]) == (low, high) for one in chains):
        return True
    return any(
        _SETTLED.search(text) or any(low < Fraction(figure) < high for figure in _FIGURE.findall(text))
        for text in _remarks(subject)
    )


def _remarks(subject: Subject) -> Iterator[str]:
    """List the texts in which the file may say what becomes of fractions."""
    file = subject.file
    yield from (text for text in (file.note, *(spec.note for spec in file.grades or [])) if text)
    for parameter in (file.parameters or {}).values():
        for text in (parameter.label, parameter.note, parameter.assumed, *(parameter.readings or {}).values()):
            yield from (text,) if text else ()
    yield from (text for entry in file.left_out or [] for text in (entry.what, entry.why))


# What the scores can be.


def _out_of_reach(subject: Subject) -> Iterator[Diagnostic]:
    """Report bounds outside the scores that there can be, unless the grades beyond them cannot be reached at all."""
    program, on = subject.program, subject.program.band_on
    if on is None or subject.settled(on):
        return
    low, high = _range(program, on)
    outside = [(grade, bound) for grade, bound in _bounds(program) if not low <= bound <= high]
    unreached = {fault.place.path for fault in unreachable_grade.check(subject)} if outside else set()
    for grade, bound in outside:
        always = bound > high if grade.upper else bound < low
        hit = [other for other in program.grades if (other.rank < grade.rank if always else other is grade)]
        if any((*other.origin.place.path, "id") in unreached for other in hit):
            continue
        which = (
            Text("every score reaches", "任何得分都达到") if always else Text("no score reaches", "任何得分都达不到")
        )
        yield finding(
            SLUG,
            _place_of(subject, grade),
            f"{which.en} the bound {fraction_text(bound)} of `{grade.origin.id}`: "
            f"scores run from {fraction_text(low)} to {fraction_text(high)}",
            f"{which.zh}等次 `{grade.origin.id}` 的界限 {fraction_text(bound)}："
            f"得分在 {fraction_text(low)} 至 {fraction_text(high)} 之间",
            help=Text("correct the bound, or the points", "请改正界限或分值"),
        )


def _too_fine(subject: Subject) -> Iterator[Diagnostic]:
    """Report bounds with a fraction that no score has."""
    program, on = subject.program, subject.program.band_on
    fine = [(grade, bound) for grade, bound in _bounds(program) if bound.denominator > 1]
    if any((subject.file.parameters or {})[name].readings for name in _behind(subject, words(subject.file.band_on))):
        return
    if on is None or not fine or not isinstance(kind := program.nodes[on].type, ir.Number):
        return
    grid = grids(program)[on]
    low, high = _range(program, on)
    for grade, bound in fine:
        value = bound * 10**kind.scale
        if not grid.width or not low <= bound <= high or (value.denominator == 1 and grid.has(value.numerator)):
            continue
        step = fraction_text(Fraction(grid.width, 10**kind.scale))
        yield finding(
            SLUG,
            _place_of(subject, grade),
            f"the bound {fraction_text(bound)} of `{grade.origin.id}` is finer than the score, "
            f"which goes in steps of {step}",
            f"等次 `{grade.origin.id}` 的界限 {fraction_text(bound)} 比得分更细：得分每 {step} 分一档",
            help=Text("correct the bound, or the steps of the points", "请改正界限，或改正分值的步长"),
        )


def _bounds(program: ir.Program) -> Iterator[tuple[ir.Grade, Fraction]]:
    for grade in program.grades:
        node = None if grade.bound is None else program.nodes[grade.bound]
        if isinstance(node, ir.Literal) and isinstance(node.type, ir.Number):
            yield grade, Fraction(node.value, 10**node.type.scale)


def _range(program: ir.Program, node: int) -> tuple[Fraction, Fraction]:
    kind = program.nodes[node].type
    assert isinstance(kind, ir.Number)
    return Fraction(kind.low, 10**kind.scale), Fraction(kind.high, 10**kind.scale)


def _place_of(subject: Subject, grade: ir.Grade) -> Place:
    """Give the place of the bound of a grade."""
    spec = (subject.file.grades or [])[len(subject.program.grades) - 1 - grade.rank]
    return grade.origin.place.child(next(iter(written(spec))))
