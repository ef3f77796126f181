"""Write the page of the static checks: what each finds and why it matters, with a bad and a good example.

`make pages` runs this; a test sees that the page is in step with the checks, whose docstrings it is made of.
"""

from __future__ import annotations

from pathlib import Path

from partygrade.check import CHECKS, page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"

_HEAD = """\
# Static checks

What `partygrade check FILE` finds in a scheme that loads. A finding is a warning with its line, in both languages, and
says what to do; as long as one is left, the exit code is 1. A check says nothing where it cannot tell. `--only SLUG`
runs one check, and `--skip SLUG` leaves one out ([the command line](cli.md#check)).

A comment takes a finding out, with the reason. It stands on the line of the finding, or on a line of its own above it:

    - {id: titled, when: title, at_most: good}  # partygrade: allow dead-rule, the document has this clause too

A comment without a reason is a fault (`allow-without-reason`), and so is one with a slug that no check has
(`allow-unknown-check`).

The examples below show only the keys that they are about. This page is made of the docstrings of the checks
(`make pages`).

| check | finds |
|---|---|
"""


def text() -> str:
    """Give the page: a list of the checks, and a part for each."""
    listed = "".join(f"| [`{slug}`](#{slug}) | {_first(slug)} |\n" for slug in CHECKS)
    return _HEAD + listed + "".join(f"\n## {slug}\n\n{page(slug).rstrip()}\n" for slug in CHECKS)


def _first(slug: str) -> str:
    """Give the first sentence, as the end of “finds …”."""
    sentence = page(slug).split("\n")[0].removesuffix(".")
    return sentence[0].lower() + sentence[1:]


def main() -> None:
    """Write the page."""
    PAGE.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
