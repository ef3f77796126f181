"""Build the manual as a site, and see that every link of it leads somewhere: `make site`.

The pages are staged with the files outside docs that they link to, as they stand in the project, so that a link is the
same on a code host and on the site. The generator looks only at links from page to page; links to other files, and what
a page would load from the network, are looked at here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
CONFIG = "mkdocs.yml"
STAGED = ("docs/**/*", "schemes/**/*.yaml", "benchmarks/README.md", "*.md", "LICENSE")

_SOURCE, _SITE = "build/site-src", "build/site"

# What stands behind the language is for the tests that run the pages; the name of a file is worth a title.
_FENCE = re.compile(r"^(```\w+) (?:(?:title|into)=(\S+)|exit=\d+)$", re.MULTILINE)
_REFERENCE = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_LINKS = {"a": "href", "area": "href"}
_LOADS = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src"}


def stage(folder: Path, root: Path = ROOT) -> None:
    """Copy the configuration and the pages into a folder, and only them."""
    shutil.rmtree(folder / _SOURCE, ignore_errors=True)
    for path in sorted({path for pattern in STAGED for path in root.glob(pattern) if path.is_file()}):
        to = folder / _SOURCE / path.relative_to(root)
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            to.write_text(_for_generator(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        else:
            shutil.copyfile(path, to)
    if folder != root:
        shutil.copyfile(root / CONFIG, folder / CONFIG)


def _for_generator(text: str) -> str:
    return _FENCE.sub(lambda found: f'{found[1]} title="{found[2]}"' if found[2] else found[1], text)


def build(folder: Path) -> Path:
    """Build the site of the staged pages, and give its folder.

    Raises:
        CalledProcessError: if the generator finds a link to a page, or a heading of it, that is not there.
    """
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "--config-file", CONFIG]
    subprocess.run(command, cwd=folder, check=True)
    return folder / _SITE


@dataclass
class _Page(HTMLParser):
    """What a page links to, what it loads, and the names of its places."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag refers to."""
        given = {name: value or "" for name, value in attrs}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        for found, names in ((self.links, _LINKS), (self.loads, _LOADS)):
            if names.get(tag) in given:
                found.append(given[names[tag]])


@cache
def _page(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def faults(site: Path) -> Iterator[str]:
    """List the links that lead nowhere, and what comes from the network."""
    for path in sorted(site.rglob("*.html")):
        page, name = _page(path), path.relative_to(site).as_posix()
        for link in [*page.links, *page.loads]:
            if not urlsplit(link).scheme and not _leads(site, path, link):
                yield f"{name}: {link} leads nowhere"
        yield from (f"{name}: {load} comes from the network" for load in page.loads if _far(load))
    for path in sorted(site.rglob("*.css")):
        for pair in _REFERENCE.findall(path.read_text(encoding="utf-8")):
            if _far("".join(pair)):
                yield f"{path.relative_to(site).as_posix()}: {''.join(pair)} comes from the network"


def _far(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _leads(site: Path, path: Path, link: str) -> bool:
    """Say whether a link of a page leads to a file, and to a place in it where it names one."""
    parts = urlsplit(link)
    folder = site if parts.path.startswith("/") else path.parent
    target = (folder / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
    if not target.is_file():
        return False
    return not parts.fragment or target.suffix != ".html" or unquote(parts.fragment) in _page(target).ids


def main() -> None:
    """Build the site in build/site, and say where it is."""
    stage(ROOT)
    try:
        site = build(ROOT)
    except subprocess.CalledProcessError as error:
        # The generator has said what is wrong.
        sys.exit(error.returncode)
    if found := list(faults(site)):
        sys.exit("\n".join(found))
    print(f"the manual is in {(site / 'index.html').relative_to(ROOT)}")


if __name__ == "__main__":
    main()
