"""Points that do not fit one another, or what is said of them.

A label such as 组织建设（40分）, a note such as 满分100分 or 累计不超过20分 and a line called 每次扣2分 name figures
that the points, the ceiling and the line should have. A ceiling that nothing reaches, full points that cannot be had,
and a bonus that the ceiling above it swallows point at a figure that is wrong. So do a single deduction of more than
the whole item, an item whose deductions do not add to its points where they do nearly everywhere else, and a weighted
sum of children that are marked on different scales.

Bad: the label says 40.

    score:
      id: total
      sum:
        - {id: building, label: 组织建设（40分）, points: 30}
        - {id: effect, label: 作用发挥（60分）, points: 60}

Good: label and points agree.

    score:
      id: total
      sum:
        - {id: building, label: 组织建设（40分）, points: 40}
        - {id: effect, label: 作用发挥（60分）, points: 60}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from partygrade.check.points_reach import reach
from partygrade.check.quoted import Said, ceilings, totals, worth
from partygrade.check.score_nodes import BUDGET, Node, figure, nodes
from partygrade.check.subject import Subject, finding
from partygrade.compile.figures import fraction_text
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.scheme import LineSpec, NodeSpec, ParameterSpec
from partygrade.source import Place

SLUG = BUDGET

_AGREE = Text("change the figure or the text, so that both say the same", "请改正数值或文字，使两者一致")

Saying = tuple[Said, Place]
"""A figure in a text, and where the text stands."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report points, ceilings and lines that contradict texts or each other."""
    found = subject.once(nodes)
    # The texts describe the file's own readings.
    if not subject.scheme._settings:
        for node in found:
            yield from _totals(subject, node)
            yield from _ceilings(subject, node)
            yield from _lines(subject, node)
        yield from _parameters(subject, found)
    yield from reach(subject, found)


def _texts(spec: NodeSpec | LineSpec | ParameterSpec, place: Place, *keys: str) -> Iterator[tuple[str, Place]]:
    for key in keys or ("label", "note", "source"):
        text = getattr(spec, key)
        if text is not None:
            yield text, place.child(key)


def _contradicted(place: Place, en: str, zh: str, saying: Saying) -> Diagnostic:
    said, where = saying
    note = Note(Text("it is said here", "写在此处"), where.within(said.start, said.end))
    said_so = Text(f"{en}, but a text says `{said.text}`", f"{zh}，而文字写明 `{said.text}`")
    return finding(SLUG, place, said_so.en, said_so.zh, help=_AGREE, notes=(note,))


def _totals(subject: Subject, node: Node) -> Iterator[Diagnostic]:
    """Report full points that are other than the label says, or than a remark says of the node or of one around it."""
    limit = figure(subject, node.spec.at_most)
    full = node.item.full or (limit if node.item.form == "add" else None)
    if not full:
        return
    own = {full, full * (1 if node.item.weight is None else node.item.weight), limit}
    around = {above.item.full for above in node.above}
    for text, place in _texts(node.spec, node.place):
        label = place.path[-1] == "label"
        said = totals(text, label)
        if said and not any(one.value in (own if label else own | around) for one in said):
            points = fraction_text(full)
            yield _contradicted(
                node.place_of_points if node.item.full else node.place.child("at_most"),
                f"`{node.name}` has {points} full points",
                f"`{node.name}` 满分为 {points} 分",
                (said[0], place),
            )
            return


def _ceilings(subject: Subject, node: Node) -> Iterator[Diagnostic]:
    """Report ceilings of nodes and of lines that are other than their texts say."""
    specs: list[tuple[NodeSpec | LineSpec, Place]] = [(node.spec, node.place)]
    specs += [(spec, line.origin.place) for line, spec in node.lines]
    for spec, place in specs:
        limit = figure(subject, spec.at_most)
        said = [(one, where) for text, where in _texts(spec, place) for one in ceilings(text)]
        if limit is not None and said and not any(one.value == limit for one, _ in said):
            bound = fraction_text(limit)
            yield _contradicted(place.child("at_most"), f"the ceiling is {bound}", f"封顶为 {bound} 分", said[0])


def _lines(subject: Subject, node: Node) -> Iterator[Diagnostic]:
    """Report lines with other points than their label gives to one occurrence."""
    for line, spec in node.lines:
        points = figure(subject, spec.points)
        said = [(one, where) for text, where in _texts(spec, line.origin.place, "label") for one in worth(text)]
        if points is not None and len(said) == 1 and said[0][0].value != points:
            written = fraction_text(points)
            yield _contradicted(
                line.origin.place.child("points"),
                f"`{line.origin.id}` has {written} points",
                f"`{line.origin.id}` 为 {written} 分",
                said[0],
            )


def _parameters(subject: Subject, found: Sequence[Node]) -> Iterator[Diagnostic]:
    """Report sums of points that are other than the reasons for assuming the points say."""
    parameters = subject.file.parameters or {}
    sums: dict[Place, Diagnostic] = {}
    for node in found:
        name = str(node.spec.points)
        if name not in parameters or parameters[name].readings is not None:
            continue
        texts = list(_texts(parameters[name], Place(("parameters", name)), "note", "assumed"))
        said = [(one, at) for text, at in texts for one in totals(text) if _is_of_this_file(subject, at)]
        around = {around.item.full: around for around in (*node.above, node) if around.item.full is not None}
        if around and said and not any(one.value in around for one, _ in said):
            nearest = around[min(around, key=lambda full: abs(full - said[0][0].value))]
            sums.setdefault(nearest.place, _sum(nearest, said[0]))
    yield from sums.values()


def _is_of_this_file(subject: Subject, place: Place) -> bool:
    """Say whether a text stands in the file itself, not in one that it extends, whose points it may have changed."""
    return subject.document.at(place)[0] is subject.document.files[0]


def _sum(node: Node, saying: Saying) -> Diagnostic:
    full = fraction_text(node.item.full or Fraction(0))
    return _contradicted(
        node.place_of_points,
        f"the points of `{node.name}` add to {full}",
        f"`{node.name}` 各项分值合计 {full} 分",
        saying,
    )
