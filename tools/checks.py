"""Write the pages of the static checks: one for each, the list of them, and their place in the site.

They are made of the docstrings of the checks, and show what is said of each bad example. `make pages` runs this; a test
sees that the pages are in step with the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import partygrade
from partygrade.cases import Cases, read_cases
from partygrade.check import CHECKS, Subject, check, page
from partygrade.diagnostics import LANGS
from partygrade.render import render

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "checks"
CONFIG = ROOT / "mkdocs.yml"

SMALLEST = """\
partygrade: 1
scheme: smallest
title: 最小的办法
facts:
  satisfaction: {type: percent}
score: {id: total, points: 80}
grades:
  - {id: good, from: 60}
  - {id: poor}
"""

_HEAD = """\
# Static checks

What `partygrade check FILE` finds in a scheme that loads. A finding is a warning with its line, in both languages, and
says what to do; as long as one is left, the exit code is 1. A check says nothing where it cannot tell. `--only SLUG`
runs one check, and `--skip SLUG` leaves one out ([the command line](../cli.md#check)).

| check | finds |
|---|---|
"""
_FOOT = f"""
## Allow a finding

A comment takes a finding out, with the reason. It stands on the line of the finding, or on a line of its own above it:

    - {{id: titled, when: title, at_most: good}}  # partygrade: allow dead-rule, the document has this clause too

A comment without a reason is a fault (`allow-without-reason`), and so is one with a slug that no check has
(`allow-unknown-check`).

## The examples

Each check has a page with a bad and a good example; both are executed. An example shows only the keys that it is about.
Those that it leaves out are those of this file:

```yaml
{SMALLEST}```

The pages are made of the docstrings of the checks (`make pages`).
"""
_EXAMPLE = re.compile(r"^(\w+): (.*\n(?:\S.*\n)*)\n((?:(?: {4}.*)?\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a page: `Bad`, `Good` or `Cases`, the words above it, and the file or a part of it."""

    kind: str
    lead: str
    text: str


def examples(slug: str) -> list[Example]:
    """List the examples of a check."""
    found = _EXAMPLE.findall(page(slug) + "\n")
    return [Example(kind, lead.strip(), dedent(text).strip("\n") + "\n") for kind, lead, text in found]


def completed(text: str) -> str:
    """Add, below, the keys of the smallest file that an example leaves out."""
    own = re.findall(r"^(\w+):", text, re.MULTILINE)
    entries = re.findall(r"^(\w+)(:.*\n(?: .*\n)*)", SMALLEST, re.MULTILINE)
    return text + "".join(key + rest for key, rest in entries if key not in own)


def subject(slug: str, example: Example) -> Subject:
    """Load an example, with the golden cases of its page if there are any."""
    return Subject(partygrade.loads(completed(example.text), name="example.yaml"), _cases(slug))


def _cases(slug: str) -> Cases | None:
    for example in examples(slug):
        if example.kind == "Cases":
            with TemporaryDirectory() as folder:
                path = Path(folder, "example.cases.yaml")
                path.write_text(example.text, encoding="utf-8")
                return read_cases(path)
    return None


def pages() -> dict[str, str]:
    """Give the text of every page by the name of its file."""
    return {"README.md": index(), **{f"{slug}.md": text(slug) for slug in CHECKS}}


def index() -> str:
    """List the checks."""
    return _HEAD + "".join(f"| [`{slug}`]({slug}.md) | {_first(slug)} |\n" for slug in CHECKS) + _FOOT


def _first(slug: str) -> str:
    """Give the first sentence, as the end of “finds …”."""
    sentence = page(slug).split("\n")[0].removesuffix(".")
    return sentence[0].lower() + sentence[1:]


def text(slug: str) -> str:
    """Give the page of a check."""
    prose = _EXAMPLE.sub("", page(slug) + "\n").strip()
    return "\n".join([f"# {slug}\n", prose, *_shown(slug), "", "[All checks](README.md)\n"])


def _shown(slug: str) -> Iterator[str]:
    for example in examples(slug):
        yield f"\n## {example.kind}\n"
        yield example.lead[0].upper() + example.lead[1:] + "\n"
        yield f"```yaml\n{example.text}```"
        if example.kind == "Bad":
            yield f"\n`partygrade check --only {slug}` says:"
            yield from _said(slug, example)


def _said(slug: str, example: Example) -> Iterator[str]:
    """Show the findings in both languages, English first, without their count."""
    given = subject(slug, example)
    for lang in reversed(LANGS):
        blocks = render(check(given, [slug]), given.document, lang).rpartition("\n\n")[0]
        yield f"\n```text\n{blocks}\n```"


def navigation(config: str) -> str:
    """Give the configuration of the site with the pages of the checks, one below the other."""
    pages = "".join(f"\\1- docs/checks/{slug}.md\n" for slug in CHECKS)
    return re.sub(r"(?:^( *)- docs/checks/[a-z-]+\.md\n)+", pages, config, count=1, flags=re.MULTILINE)


def main() -> None:
    """Write the files, and take away those of checks that are no more."""
    CONFIG.write_text(navigation(CONFIG.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    found = pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path.name not in found:
            path.unlink()
    for name, written in found.items():
        (FOLDER / name).write_text(written, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
