"""Which form an element has, where it may have one of several.

Complains of: elements with no form or with two, keys of another form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partygrade.compile.builder import Faults
from partygrade.diagnostics import Text
from partygrade.scheme import Element
from partygrade.source import Place


def form_of(
    spec: Element, forms: Sequence[str], needs: Mapping[str, Sequence[str]], what: Text, place: Place, faults: Faults
) -> str | None:
    """Give the one key of `forms` that is written; `needs` says which forms a further key belongs to."""
    given = [form for form in forms if getattr(spec, form) is not None]
    if len(given) != 1:
        names = " and ".join(f"`{form}`" for form in given) or "none"
        faults.add(
            "node-form",
            place,
            f"{what.en} has exactly one form: expected one of {', '.join(forms)}, got {names}",
            f"{what.zh}只有一种写法：应为 {'、'.join(forms)} 之一，现有 {'、'.join(given) or '无'}",
            help=_one_of(given) if given else None,
        )
        return None
    for key, wanted in needs.items():
        if getattr(spec, key) is not None and given[0] not in wanted:
            faults.add(
                "key-without-form",
                place.child(key).at_key(),
                f"`{key}` belongs to {' and '.join(f'`{form}`' for form in wanted)}: expected no `{key}` here",
                f"`{key}` 只用于 {'、'.join(f'`{form}`' for form in wanted)}，此处不应出现",
            )
    return given[0]


def _one_of(given: Sequence[str]) -> Text:
    listed = [f"`{form}`" for form in given]
    return Text(f"keep one of {' and '.join(listed)}", f"{'、'.join(listed)} 请只留一个")
