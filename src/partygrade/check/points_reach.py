"""What the points of the score tree can come to: limits and full points out of reach, and what is out of scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from partygrade.check.score_nodes import BUDGET, Node, extent, figure, reads
from partygrade.check.subject import Subject, finding
from partygrade.compile.figures import fraction_text
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.scheme import LineSpec
from partygrade.source import Place

_CEILING = Text("correct the ceiling, or the points below it", "请改正封顶，或改正其下的分值")
_ENOUGH = 4
"""So many items whose deductions add to their points are a pattern, if four in five do."""


def reach(subject: Subject, nodes: Sequence[Node]) -> Iterator[Diagnostic]:
    """Report what the points below a node, or its deductions, never come to, or cannot but exceed."""
    for node in nodes:
        yield from _limits(subject, node)
        yield from _swallowed(subject, node)
        yield from _scales(node)
        yield from _more_than_all(subject, node)
    # The pattern is that of the file's own readings.
    if not subject.scheme._settings:
        yield from _out_of_pattern(subject, nodes)
    yield from _not_to_be_had(subject, nodes)


def _limits(subject: Subject, node: Node) -> Iterator[Diagnostic]:
    """Report ceilings that a node, or a line, stays below, and floors that it stays above, under every reading."""
    low, high = extent(subject, node.item.value)
    limit, floor = figure(subject, node.spec.at_most), figure(subject, node.spec.at_least)
    # The ceiling of a sum without full points may be the highest score of a whole scale.
    parts = bool(node.item.lines) or node.item.full is not None
    below = limit is not None and parts and high < limit
    above = bool(floor) and bool(node.item.lines) and floor is not None and low > floor
    if (below or above) and node.spec.round is None and not _may_differ(subject, node):
        if limit is not None and below:
            yield _idle(node.name, node.place.child("at_most"), limit, high)
        if floor is not None and above:
            yield _idle(node.name, node.place.child("at_least"), floor, low, least=True)
    for line, spec in node.lines:
        limit, most = figure(subject, spec.at_most), max(map(abs, extent(subject, line.value)))
        if limit is not None and most < limit and not reads(subject, line.origin.place):
            yield _idle(line.origin.id, line.origin.place.child("at_most"), limit, most)


def _may_differ(subject: Subject, node: Node) -> bool:
    """Say whether what a node is made of may come to something else under another reading."""
    return subject.settled(node.item.value) or reads(subject, *node.place_of_parts)


def _idle(name: str, place: Place, limit: Fraction, value: Fraction, least: bool = False) -> Diagnostic:
    bound, found = fraction_text(limit), fraction_text(value)
    what = Text("floor", "下限") if least else Text("ceiling", "封顶")
    end = Text("at least", "至少") if least else Text("at most", "至多")
    return finding(
        BUDGET,
        place,
        f"the {what.en} of {bound} is never reached: `{name}` comes to {found} {end.en}",
        f"{what.zh} {bound} 分永远用不到：`{name}` {end.zh} {found} 分",
        help=_CEILING,
    )


def _swallowed(subject: Subject, node: Node) -> Iterator[Diagnostic]:
    """Report children of a sum that its ceiling leaves nothing of, or whose own ceiling is above it."""
    limit = figure(subject, node.spec.at_most)
    if node.item.form != "sum" or limit is None or node.spec.renormalise is not None:
        return
    lowest = sum((extent(subject, child.value)[0] for child in node.item.children), Fraction(0))
    for child in node.children:
        low, high = extent(subject, child.item.value)
        own = figure(subject, child.spec.at_most)
        if high > 0 and lowest - low >= limit and not reads(subject, *node.place_of_parts):
            yield _wasted(node, child, limit)
        elif own is not None and own > limit and high == own and lowest >= low and not _may_differ(subject, node):
            yield _above(node, child, limit, own)


def _wasted(node: Node, child: Node, limit: Fraction) -> Diagnostic:
    bound = fraction_text(limit)
    return finding(
        BUDGET,
        child.place.child("id") if child.spec.id is not None else child.place,
        f"nothing of `{child.name}` ever counts: the rest of `{node.name}` comes to the ceiling of {bound} without it",
        f"`{child.name}` 永远计不上：`{node.name}` 的其余各项已达到封顶 {bound} 分",
        help=_CEILING,
        notes=(Note(Text("the ceiling stands here", "封顶在此"), node.place.child("at_most")),),
    )


def _above(node: Node, child: Node, limit: Fraction, own: Fraction) -> Diagnostic:
    return finding(
        BUDGET,
        child.place.child("at_most"),
        f"the ceiling of {fraction_text(own)} is above that of `{node.name}`, which is {fraction_text(limit)}",
        f"封顶 {fraction_text(own)} 分高于 `{node.name}` 的封顶 {fraction_text(limit)} 分",
        help=_CEILING,
        notes=(Note(Text("the other ceiling stands here", "另一封顶在此"), node.place.child("at_most")),),
    )


def _scales(node: Node) -> Iterator[Diagnostic]:
    """Report children of a weighted sum that have other full points than most of them."""
    fulls = Counter(child.item.full for child in node.children if child.item.full)
    if node.item.form != "weighted" or len(fulls) < 2 or node.spec.full is not None:
        return
    usual = max(fulls, key=lambda full: (fulls[full], full))
    for child in node.children:
        if child.item.full and child.item.full != usual:
            own, others = fraction_text(child.item.full), fraction_text(usual)
            yield finding(
                BUDGET,
                child.place_of_points,
                f"`{child.name}` is marked out of {own}, and what is weighted beside it out of {others}: "
                "the weights do not say how much each counts",
                f"`{child.name}` 满分为 {own} 分，一同加权的为 {others} 分：权重不反映各项所占的比例",
                help=Text("mark all of them on one scale", "请使各项用同一满分"),
            )


def _more_than_all(subject: Subject, node: Node) -> Iterator[Diagnostic]:
    """Report lines of which one occurrence costs more than the whole item."""
    full = node.item.full
    if node.item.form != "deduct" or not full:
        return
    for line, spec in node.lines:
        for written, place in _parts(spec, line.origin.place.child("points")):
            cost = figure(subject, written)
            if cost is not None and cost > full and spec.at_most is None:
                yield finding(
                    BUDGET,
                    place,
                    f"one occurrence costs {fraction_text(cost)} points, and `{node.name}` has {fraction_text(full)}",
                    f"一次即扣 {fraction_text(cost)} 分，而 `{node.name}` 满分只有 {fraction_text(full)} 分",
                    help=Text("correct the points of the line or of the item", "请改正此行或该项的分值"),
                )


def _parts(spec: LineSpec, place: Place) -> list[tuple[object, Place]]:
    """List the points of a line: one figure, or one for each category or each further event."""
    match spec.points:
        case dict():
            return [(points, place.child(word)) for word, points in spec.points.items()]
        case list():
            return [(points, place.child(position)) for position, points in enumerate(spec.points)]
        case _:
            return [(spec.points, place)]


def _out_of_pattern(subject: Subject, nodes: Sequence[Node]) -> Iterator[Diagnostic]:
    """Report items whose deductions do not add to their points, where those of nearly all others do."""
    costs = {
        node.place: -sum((extent(subject, line.value)[0] for line in node.item.lines), Fraction(0))
        for node in nodes
        if node.item.form == "deduct" and node.item.full and not subject.settled(node.item.value)
    }
    odd = [node for node in nodes if node.place in costs and costs[node.place] != node.item.full]
    even = len(costs) - len(odd)
    if even < _ENOUGH or even < 4 * len(odd):
        return
    for node in odd:
        cost, points = fraction_text(costs[node.place]), fraction_text(node.item.full or Fraction(0))
        yield finding(
            BUDGET,
            node.place.child("points"),
            f"the deductions of `{node.name}` add to {cost}, its points are {points}: in {even} other items they agree",
            f"`{node.name}` 的各项扣分合计 {cost} 分，而该项为 {points} 分：其他 {even} 项都相等",
            help=Text("correct the points of a line or of the item", "请改正某一行或该项的分值"),
        )


def _not_to_be_had(subject: Subject, nodes: Sequence[Node]) -> Iterator[Diagnostic]:
    """Report full points that a node cannot come to, unless that is so because of a node below it."""
    hit: list[Node] = []
    for node in sorted(nodes, key=lambda node: -len(node.above)):
        full, high = node.item.full, extent(subject, node.item.value)[1]
        if not full or high >= full or _may_differ(subject, node):
            continue
        if not any(other.place == node.place for below in hit for other in below.above):
            hit.append(node)
            yield finding(
                BUDGET,
                node.place_of_points,
                f"`{node.name}` never has its full points: they are {fraction_text(full)}, "
                f"and it comes to {fraction_text(high)} at most",
                f"`{node.name}` 拿不到满分：满分为 {fraction_text(full)} 分，至多可得 {fraction_text(high)} 分",
                help=Text("correct the full points, or what they are made of", "请改正满分，或改正其组成"),
            )
