"""The score tree as readable text: what was gained and lost where, by which clause, and which events made a line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from partygrade.diagnostics import Text
from partygrade.result import EventResult, ItemResult, LineResult
from partygrade.trace import fraction_text
from partygrade.wording import Words, event_text

_CHOSEN = {"highest": Text(" (the highest)", "（取最高）"), "lowest": Text(" (the lowest)", "（取最低）")}
_MOST_EVENTS = 20
"""So many events of a line are told one by one."""


def explain_score(items: Sequence[ItemResult], words: Words) -> list[str]:
    """Draw the score tree, a line for every node and every line that gives something."""
    children: dict[str | None, list[ItemResult]] = {}
    for item in items:
        children.setdefault(item["parent"], []).append(item)
    return _items(children, None, "", words)


def _items(
    children: dict[str | None, list[ItemResult]], parent: ItemResult | None, indent: str, words: Words
) -> list[str]:
    out = []
    entries: list[ItemResult] = children.get(parent["id"] if parent else None, [])
    among = parent is not None and parent["form"] in _CHOSEN
    for position, item in enumerate(entries):
        last = position == len(entries) - 1
        mark, below = ("└─ ", "   ") if last else ("├─ ", "│  ")
        out.append(f"{indent}{mark}{_item(item, entries, among, words)}")
        inner = _items(children, item, indent + below, words)
        shown = [line for line in item["lines"] if line["value"] != "0"]
        stem = "│  " if inner else "   "
        out += [f"{indent}{below}{stem}{text}" for line in shown for text in _line(line, words)]
        out += inner
    return out


def _item(item: ItemResult, siblings: Sequence[ItemResult], among: bool, words: Words) -> str:
    """Say what a node gave; `among` says that only one of the siblings counts, so that the others lose nothing."""
    chosen = _CHOSEN.get(item["form"])
    label = item["label"] + (chosen[words.lang] if chosen else "")
    if not item["applies"]:
        return f"{label}{words.say(': does not apply', '：不适用')}{words.clause(item['source'])}"
    gained = words.points(item["value"], sign=item["full"] == "0")
    if item["full"] not in (None, "0"):
        gained = words.say(f"{item['value']} of {item['full']}", f"{item['value']} / {item['full']} 分")
    lost = None if among or item["full"] == "0" else item["lost"]
    missing = words.say(f", lost {lost}", f"，失 {lost} 分") if lost and lost != "0" else ""
    colon = words.say(": ", "：")
    return f"{label}{colon}{gained}{_weight(item, siblings, words)}{missing}{words.clause(item['source'])}"


def _weight(item: ItemResult, siblings: Sequence[ItemResult], words: Words) -> str:
    """Say a weight as a factor, or where the weights are no shares of 1, what it is."""
    if item["weight"] is None:
        return ""
    if sum(Fraction(sibling["weight"] or 0) for sibling in siblings) == 1:
        return f" × {item['weight']}"
    return words.say(f", weight {item['weight']}", f"，权重 {item['weight']}")


def _line(line: LineResult, words: Words) -> list[str]:
    told, rest = line["events"][:_MOST_EVENTS], line["events"][_MOST_EVENTS:]
    inner = [event_text(event, words) for event in told]
    if rest:
        points = words.points(_total(rest), sign=True)
        inner.append(words.say(f"{len(rest)} more: {points}", f"另有 {len(rest)} 件，共 {points}"))
    total, value = _total(line["events"]), line["value"]
    if line["events"] and total != value:
        points, limited = words.points(total, sign=True), words.points(value, sign=True)
        inner.append(words.say(f"together {points}, limited to {limited}", f"合计 {points}，按上限计 {limited}"))
    head = f"{words.points(value, sign=True)}  {line['label']}{words.clause(line['source'])}"
    return [head, *(f"   · {text}" for text in inner)]


def _total(events: Sequence[EventResult]) -> str:
    return fraction_text(sum((Fraction(event["points"]) for event in events), Fraction(0))) or "0"
