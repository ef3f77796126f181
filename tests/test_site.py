"""Tests the site of the manual: it has every page, every link leads somewhere, and nothing comes from the network."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks" / "README.md"]
)


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_tool", ROOT / "tools" / "site.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its own module up.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Loader(yaml.SafeLoader):
    """Reads the configuration without the objects of Python that it names."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def config() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    return found


def listed(nav: object) -> list[str]:
    """Give the pages of the navigation in their order."""
    match nav:
        case str():
            return [nav]
        case dict():
            return [page for entry in nav.values() for page in listed(entry)]
        case list():
            return [page for entry in nav for page in listed(entry)]
    raise AssertionError(nav)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which the pages are staged and the site is built."""
    found = tmp_path_factory.mktemp("manual")
    tool().stage(found)
    tool().build(found)
    return found


@pytest.fixture
def site(folder: Path) -> Path:
    return folder / "build" / "site"


def built(site: Path, text: str, name: str = "index.html") -> list[str]:
    """Write a page, and give the faults of the site."""
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return list(tool().faults(site))


def test_every_page_stands_in_the_navigation_once() -> None:
    """So every page is reached from every other one."""
    assert sorted(listed(config()["nav"])) == PAGES


def test_the_index_of_the_manual_names_every_page_of_docs() -> None:
    """The list in docs links to every page beside it, and to the lists of the folders below."""
    text = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([^)#:]+\.md)\)", text))
    beside = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    below = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").glob("*/README.md")}
    assert beside | below == {name for name in linked if not name.startswith("../")}


def test_every_page_is_built(site: Path) -> None:
    """A page `x.md` becomes `x.html`, and a README the index of its folder."""
    wanted = {re.sub(r"README\.html$", "index.html", page.removesuffix(".md") + ".html") for page in PAGES}
    assert {path.relative_to(site).as_posix() for path in site.rglob("*.html")} == wanted | {"404.html"}


def test_every_link_leads_somewhere_and_nothing_comes_from_the_network(site: Path) -> None:
    """Pages, files, headings, scripts, styles, images and fonts are all in the folder."""
    assert list(tool().faults(site)) == []


def test_no_page_has_what_scripts_fetch_from_the_network(site: Path) -> None:
    """The scripts of the theme fetch more for diagrams, galleries, live code and the figures of a repository."""
    found = re.compile(r'class="[^"]*\b(?:mermaid|glightbox|pyodide)\b|data-md-component="source"')
    assert [path.name for path in site.rglob("*.html") if found.search(path.read_text(encoding="utf-8"))] == []


def test_no_markdown_is_left_in_the_text_of_a_page(site: Path) -> None:
    """Every fence, link, table and list is understood: outside code there is none of their signs."""
    left = {}
    for path in sorted(site.rglob("*.html")):
        article = path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        plain = re.sub(r"<(script|style|pre|code|h[1-6])\b.*?</\1>", "", article, flags=re.DOTALL)
        signs = re.findall(r".*(?:```|\]\(|\*\*|^\||^[-*+] |^\d+\. ).*", re.sub(r"<[^>]*>", "", plain), re.MULTILINE)
        if signs:
            left[path.name] = signs
    assert left == {}


def test_the_name_of_a_file_is_the_title_of_its_block(site: Path) -> None:
    """The tutorial says in which file a block belongs; what is for the tests alone is not shown."""
    page = (site / "docs" / "tutorial.html").read_text(encoding="utf-8")
    assert '<span class="filename">town-a.yaml</span>' in page
    assert "exit=1" not in page


def test_every_page_is_linked_from_the_first_one(site: Path) -> None:
    """The navigation of the first page leads to every page."""
    home = (site / "index.html").read_text(encoding="utf-8")
    nav = home.partition("md-nav--primary")[2].partition('<div class="md-content"')[0]
    linked = set(re.findall(r'href="(?:\./)?([^"#]+\.html)', nav))
    assert {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - linked == {"404.html"}


def test_headings_in_chinese_have_names(site: Path) -> None:
    """A link can lead to them."""
    assert '<h2 id="文件原文">' in (site / "docs" / "tutorial.zh.html").read_text(encoding="utf-8")


def test_pages_are_staged_beside_what_they_link_to(folder: Path) -> None:
    """Every file keeps its place in the project, and its bytes unless it is a page."""
    staged = folder / "build" / "site-src"
    scheme = Path("schemes", "gallery", "diving.yaml")
    assert (staged / scheme).read_bytes() == (ROOT / scheme).read_bytes()
    assert [page for page in PAGES if not (staged / page).is_file()] == []


def test_staging_leaves_nothing_of_before(tmp_path: Path) -> None:
    """A page that is no more is not in the next site."""
    gone = tmp_path / "build" / "site-src" / "docs" / "gone.md"
    gone.parent.mkdir(parents=True)
    gone.write_text("old", encoding="utf-8")
    tool().stage(tmp_path)
    assert not gone.exists()


@pytest.mark.parametrize("link", ["nowhere.md", "README.md#nowhere"])
def test_a_link_to_a_page_that_is_not_there_fails_the_build(
    link: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The generator is strict about pages and their headings, and names the page with the link."""
    (tmp_path / "build" / "site-src").mkdir(parents=True)
    (tmp_path / "build" / "site-src" / "README.md").write_text("# Home\n", encoding="utf-8")
    (tmp_path / "build" / "site-src" / "other.md").write_text(f"# Other\n\n[gone]({link})\n", encoding="utf-8")
    nav = re.sub(r"^nav:\n(?:[ #].*\n)*", "", (ROOT / "mkdocs.yml").read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / "mkdocs.yml").write_text(nav, encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        tool().build(tmp_path)
    assert re.search(r"other\.md:3:\d", "".join(capfd.readouterr()))


def test_a_site_with_faults_is_not_announced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the generator does not look at stops the command too, with the page and the link."""
    built(tmp_path, '<a href="gone.yaml">')
    monkeypatch.setattr(tool(), "stage", lambda folder: None)
    monkeypatch.setattr(tool(), "build", lambda folder: tmp_path)
    with pytest.raises(SystemExit, match=re.escape("index.html: gone.yaml leads nowhere")):
        tool().main()


def test_a_good_site_is_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with the name of the first page."""
    site = tmp_path / "build" / "site"
    assert built(site, '<a href="index.html">') == []
    monkeypatch.setattr(tool(), "ROOT", tmp_path)
    monkeypatch.setattr(tool(), "stage", lambda folder: None)
    monkeypatch.setattr(tool(), "build", lambda folder: site)
    tool().main()
    assert capsys.readouterr().out == "the manual is in build/site/index.html\n"


@pytest.mark.parametrize("link", ["gone.html", "../index.html", "#nowhere", "sub/other.html#nowhere", "/gone.html"])
def test_a_link_that_leads_nowhere_is_found(link: str, tmp_path: Path) -> None:
    """To a file or to a place in a page, from the page or from the top."""
    built(tmp_path, '<p id="here">', "sub/other.html")
    assert built(tmp_path, f'<a href="{link}">') == [f"index.html: {link} leads nowhere"]


@pytest.mark.parametrize(
    "link",
    ["sub/other.html#here", "sub/%6Fther.html", "/sub/other.html", "#top", "https://example.org/x", "mailto:a@b"],
)
def test_a_link_that_leads_somewhere_is_no_fault(link: str, tmp_path: Path) -> None:
    """Links that a reader may follow into the network are the reader's choice."""
    built(tmp_path, '<p id="here">', "sub/other.html")
    assert built(tmp_path, f'<a id="top" href="{link}">') == []


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<img src="{}">',
        '<iframe src="{}">',
    ],
)
@pytest.mark.parametrize("address", ["https://example.org/x.js", "//example.org/x.js"])
def test_what_a_page_loads_from_the_network_is_found(tag: str, address: str, tmp_path: Path) -> None:
    """Also where the address leaves out the scheme."""
    assert f"index.html: {address} comes from the network" in built(tmp_path, tag.format(address))


@pytest.mark.parametrize("rule", ["@import '{}';", "a {{ background: url({}) }}", 'a {{ src: url("{}") }}'])
def test_what_a_style_loads_from_the_network_is_found(rule: str, tmp_path: Path) -> None:
    """Fonts and images of a style sheet count too; those inside it do not."""
    address = "https://example.org/font.woff"
    assert built(tmp_path, rule.format(address), "a.css") == [f"a.css: {address} comes from the network"]
    assert built(tmp_path, rule.format("data:image/svg+xml;utf8,x"), "a.css") == []
