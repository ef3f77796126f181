"""The heads of a table to the facts that they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from partygrade import ir
from partygrade.diagnostics import Diagnostic, Text
from partygrade.tables.table import Row, Table

Words = Mapping[str, Sequence[str]]
"""The labels of facts by their ids, or what else a head may say by what it means."""

ORGANISATION: Words = {
    "id": ("id", "党组织编号", "编号"),
    "name": ("name", "名称", "党组织", "党组织名称"),
}
"""The heads that name the organisation."""

RESEMBLANCE = 0.8
MOST_NAMED = 8
"""So many columns are named that may be the one that is missing."""

SHORT = 4
"""Characters up to which a Chinese label resembles what differs from it in one character."""

_UNIT = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """What the heads of a table mean.

    `columns` maps a head to a fact's id, to `id` or to `name`. `extra` has the heads that are no fact and resemble
    none.
    """

    columns: Mapping[str, str]
    extra: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Which ids a word may stand for: as an id, and as a label."""

    ids: frozenset[str]
    by_id: Mapping[str, tuple[str, ...]]
    by_label: Mapping[str, tuple[str, ...]]

    def meanings(self, head: str) -> tuple[str, ...]:
        """Give the ids that a head stands for. What is written exactly as an id is that id."""
        if head in self.ids:
            return (head,)
        word = folded(head)
        return self.by_id.get(word) or self.by_label.get(word) or ()


def match_columns(columns: Sequence[str], names: Words, own: Words = ORGANISATION) -> ColumnMatch:
    """Find what each head means; `names` has the labels of every fact by its id, `own` the words for anything else.

    A head is a fact's id or one of its labels. Width, blanks around it and the case of ASCII letters do not matter; an
    id goes before a label, and a fact before the words of `own`.

    Complains of:
        several heads that mean the same, a head that means several facts, and a head that resembles a fact which no
        other column gives: a slip of the pen must not become a default.
    """
    vocabulary = _vocabulary(names, own)
    meanings = {head: vocabulary.meanings(head) for head in columns}
    found = {head: ids[0] for head, ids in meanings.items() if len(ids) == 1}
    given = set(found.values())
    missing = {fact: labels for fact, labels in names.items() if fact not in given}
    shown = {key: words[0] for key, words in own.items()}
    diagnostics = [*_repeated(found, shown), *(_ambiguous(head, ids) for head, ids in meanings.items() if len(ids) > 1)]
    extra = []
    for head in (head for head, ids in meanings.items() if not ids):
        if (likeness := _likeness(head, missing)) is None:
            extra.append(head)
        else:
            diagnostics.append(_resembling(head, *likeness))
    return ColumnMatch(found, tuple(extra), tuple(diagnostics))


def is_chinese(labels: Iterable[str]) -> bool:
    """Tell whether the heads of an empty table are Chinese: those of the organisation go with the others."""
    return any(_CHINESE.search(label) for label in labels)


def missing_columns(inputs: Iterable[ir.Input], match: ColumnMatch) -> Iterator[Diagnostic]:
    """Complain of each required fact or field that no column gives, and of which nothing was said yet."""
    spoken_of = {*match.columns.values(), *(fault.fact for fault in match.diagnostics)}
    for item in inputs:
        if _required(item) and item.origin.id not in spoken_of:
            label, fact = item.origin.label, item.origin.id
            text = Text(f"no column gives `{label}` ({fact}), which is required", f"缺少必填的列 `{label}`（{fact}）")
            yield Diagnostic("missing-column", text, help=_unused(match.extra))


def _unused(extra: Sequence[str]) -> Text | None:
    """Name the columns of which one may have been meant."""
    if not extra:
        return None
    listed = [f"`{head}`" for head in extra[:MOST_NAMED]]
    return Text(
        f"these columns are no facts, one of them may be it: {', '.join(listed)}",
        f"这些列不是事实，其中或有此列：{'、'.join(listed)}",
    )


def _required(item: ir.Input) -> bool:
    match item.type:
        case ir.Events():
            return False
        case ir.Panel():
            return item.type.least > 0
        case _:
            return item.default is None and not item.optional


def renamed(table: Table, match: ColumnMatch) -> tuple[Row, ...]:
    """Give the rows with ids for heads, without the columns that are no fact and the cells that are empty."""
    pairs = tuple(match.columns.items())
    return tuple({fact: row[head] for head, fact in pairs if row[head] is not None} for row in table.rows)


def folded(word: str) -> str:
    """Make words comparable: one width, no blanks around, ASCII letters in lower case."""
    return unicodedata.normalize("NFKC", word).strip().translate(_ASCII_LOWER)


def _vocabulary(names: Words, own: Words) -> _Vocabulary:
    by_id: dict[str, tuple[str, ...]] = {}
    by_label: dict[str, tuple[str, ...]] = {}
    for fact, labels in names.items():
        by_id[folded(fact)] = (*by_id.get(folded(fact), ()), fact)
        for label in {folded(label) for label in labels}:
            by_label[label] = (*by_label.get(label, ()), fact)
    for meaning, words in own.items():
        for word in words:
            (by_id if word == meaning else by_label).setdefault(folded(word), (meaning,))
    return _Vocabulary(frozenset(names), by_id, by_label)


def _repeated(found: Mapping[str, str], shown: Mapping[str, str]) -> Iterator[Diagnostic]:
    heads: dict[str, list[str]] = {}
    for head, fact in found.items():
        heads.setdefault(fact, []).append(head)
    for fact, same in heads.items():
        if len(same) > 1:
            listed, word = ", ".join(f"`{head}`" for head in same), shown.get(fact, fact)
            text = Text(
                f"the columns {listed} all mean `{word}`", f"{listed.replace(', ', '、')} 几列指的都是 `{word}`"
            )
            yield Diagnostic("repeated-column", text, help=Text("keep one", "请只保留一列"), fact=fact)


def _ambiguous(head: str, ids: Sequence[str]) -> Diagnostic:
    listed = ", ".join(f"`{fact}`" for fact in ids)
    text = Text(f"the column `{head}` may mean {listed}", f"列 `{head}` 可以指 {listed.replace(', ', '、')}")
    return Diagnostic("ambiguous-column", text, help=Text("use the id", "请改用标识符作列名"))


def _resembling(head: str, fact: str, word: str) -> Diagnostic:
    text = Text(
        f"the column `{head}` is no fact but resembles `{word}`",
        f"列 `{head}` 不是任何事实，却很像 `{word}`",
    )
    advice = Text(
        f"rename it to `{word}`, or, if it means something else, to a word less alike",
        f"请改名为 `{word}`；若另有所指，请换一个不易混淆的列名",
    )
    return Diagnostic("resembling-column", text, help=advice, fact=fact, label=word)


def _likeness(head: str, names: Words) -> tuple[str, str] | None:
    """Give the fact that a head resembles, and the id or label of it that does so most."""
    word = folded(head)
    bare = _UNIT.sub("", word)
    matcher = SequenceMatcher(b=word, autojunk=False)
    best: tuple[float, str, str] | None = None
    for fact, labels in names.items():
        for name in (fact, *labels):
            ratio = _ratio(matcher, bare, folded(name))
            if ratio >= RESEMBLANCE and (best is None or ratio > best[0]):
                best = (ratio, fact, name)
    return best[1:] if best else None


def _ratio(matcher: SequenceMatcher[str], bare: str, name: str) -> float:
    """Tell how much a name resembles the matcher's word, from 0 to 1; the unit behind a head does not count."""
    if bare == name:
        return 1
    matcher.set_seq1(name)
    if not name.isascii() and 1 < len(name) <= SHORT and one_apart(name, bare):
        return RESEMBLANCE
    if matcher.real_quick_ratio() < RESEMBLANCE or matcher.quick_ratio() < RESEMBLANCE:
        return 0
    return matcher.ratio()


def one_apart(one: str, other: str) -> bool:
    """Tell whether one character put in, left out or changed makes one word the other, and two or more remain."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 2 or len(other) - len(one) > 1 or one == other:
        return False
    at = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    skipped = one[at:] if len(one) < len(other) else one[at + 1 :]
    return other[at + 1 :] == skipped
