"""Comments that take a finding out: `# partygrade: allow SLUG, reason`.

A comment speaks of the line that it stands on, or, on a line of its own, of the next line that is no comment. One
without a reason, or with a slug that no check has, is a fault itself and takes nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.document import Document
from partygrade.source import Place

NO_REASON = "allow-without-reason"
NO_CHECK = "allow-unknown-check"

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*partygrade:[ \t]*allow\b(?:(?![ \t]#[ \t])[^\r\n])*", re.MULTILINE)
_PARTS = re.compile(r".*?\ballow[ \t]*(?P<slug>[^\s,，:：]*)[ \t]*(?:[,，:：](?P<reason>.*)|.*)")
_ONLY_COMMENT = re.compile(r"[ \t]*#")
_FORM = Text("write `# partygrade: allow SLUG, reason`", "请写 `# partygrade: allow 检查名，理由`")


@dataclass(frozen=True, slots=True)
class Allowance:
    """One comment: the check that it names, why, and the line that it speaks of."""

    slug: str
    reason: str
    line: int
    place: Place


def allowances(document: Document) -> Iterator[Allowance]:
    """List the comments of a file."""
    for found in _COMMENT.finditer(document.text):
        place = Place(start=found.start(), end=found.start() + len(found[0].rstrip()))
        parts = _PARTS.fullmatch(found[0].rstrip())
        if parts is not None:
            line = _line(document, document.span(place).line)
            yield Allowance(parts["slug"], (parts["reason"] or "").strip(), line, place)


def _line(document: Document, line: int) -> int:
    """Give the line that a comment on a line speaks of."""
    last = document.span(Place(start=len(document.text))).line
    while line < last and _ONLY_COMMENT.match(document.line(line)):
        line += 1
    return line


def allowed(fault: Diagnostic, document: Document) -> bool:
    """Say whether a comment takes a finding out."""
    file, place = document.at(fault.place)
    line = file.span(place).line
    return any(one.line == line and one.slug == fault.code and one.reason for one in allowances(file))


def misused(document: Document, slugs: Collection[str]) -> Iterator[Diagnostic]:
    """Report the comments of a file, not of those that it extends, that lack a reason or name no check."""
    for one in allowances(document.files[0]):
        if one.slug and one.slug not in slugs:
            yield Diagnostic(
                NO_CHECK,
                Text(f"no check is called `{one.slug}`", f"没有名为 `{one.slug}` 的检查"),
                one.place,
                help=suggestion(one.slug, slugs),
            )
        elif not one.reason:
            yield Diagnostic(
                NO_REASON,
                Text(
                    "the comment allows a finding and does not say why: expected a reason",
                    "该注释没有说明理由：应写明为什么",
                ),
                one.place,
                help=_FORM,
            )
