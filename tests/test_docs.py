"""Runs what the README and the pages in docs show."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

import partygrade

ROOT = Path(__file__).resolve().parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAGES = [*READMES, *sorted((ROOT / "docs").rglob("*.md"))]
LANGUAGE = ROOT / "docs" / "language.md"

# A page with blocks that have a title is worked through from top to bottom: a file is written, or entries of it are
# replaced, and commands are run.
FENCE = re.compile(r"^```(\w+)(?: (title|into|exit)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WALKS = [page for page in PAGES if re.search(r"^```\w+ title=", page.read_text(encoding="utf-8"), re.MULTILINE)]


def blocks(page: Path, kind: str) -> list[tuple[int, str]]:
    """Give the fenced blocks of one kind: the line where the text begins, and the text."""
    text = page.read_text(encoding="utf-8")
    found = re.finditer(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text.count("\n", 0, match.start(1)) + 1, match[1]) for match in found]


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def cases(kind: str, pages: list[Path]) -> list[object]:
    return [
        pytest.param(page, line, text, id=f"{named(page)}:{line}")
        for page in pages
        for line, text in blocks(page, kind)
    ]


def top_level(text: str) -> dict[str, str]:
    """Split a YAML text into its top-level entries, by key."""
    entries = re.findall(r"^(\w+:.*\n(?:(?:[ #].*)?\n)*)", text, re.MULTILINE)
    return {entry.partition(":")[0]: entry for entry in entries}


def completed(text: str) -> str:
    """Add the keys of the language page's smallest file that the text leaves out."""
    smallest = top_level(blocks(LANGUAGE, "yaml")[0][1])
    return "".join(entry for key, entry in smallest.items() if key not in top_level(text)) + text


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a working folder that holds the schemes, and the page's own scheme files by their names."""
    for _, text in blocks(request.getfixturevalue("page"), "yaml"):
        if name := re.search(r"^scheme: (\S+)$", text, re.MULTILINE):
            (tmp_path / f"{name[1]}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "schemes").symlink_to(ROOT / "schemes", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# The examples of the static checks rest on a smallest file of their own: check/test_page.py.
@pytest.mark.parametrize(
    ("page", "line", "text"), cases("yaml", [page for page in PAGES if page.parent.name != "checks"])
)
def test_every_scheme_on_a_page_loads(page: Path, line: int, text: str) -> None:
    """A scheme shown on a page has no fault, once the keys that it leaves out are those of the smallest file.

    A file that changes another leaves out what that one says.
    """
    partygrade.loads(text if text.startswith("# overlay: ") else completed(text))


def session(page: Path) -> str:
    """Join the Python blocks of a page, each at its own lines."""
    text = ""
    for line, block in blocks(page, "python"):
        text += "\n" * (line - 1 - text.count("\n")) + block
    return text


# The examples on Spark need a cluster: spark/test_page.py.
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python") and page.stem != "spark"], ids=named)
@pytest.mark.usefixtures("desk")
def test_every_python_example_gives_what_it_shows(page: Path) -> None:
    """The session shown on a page prints what the page says."""
    example = doctest.DocTestParser().get_doctest(session(page), {}, named(page), str(page), 0)
    assert example.examples
    report: list[str] = []
    outcome = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=report.append)
    assert outcome.failed == 0, "".join(report)


@pytest.mark.parametrize(("page", "line", "text"), cases("console", [page for page in PAGES if page not in WALKS]))
@pytest.mark.usefixtures("desk")
def test_every_command_on_a_page_works(page: Path, line: int, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command shown on a page ends with exit code 0."""
    from partygrade.cli import main

    commands = re.findall(r"^\$ partygrade (.*)$", text, re.MULTILINE)
    assert commands
    for command in commands:
        assert main(shlex.split(command)) == 0, (command, capsys.readouterr().err)


def laid_into(text: str, piece: str) -> str:
    """Put the top-level entries of a piece in the place of those of a file, and behind them the new ones."""
    return "".join({**top_level(text), **top_level(piece)}.values())


def shows(output: str) -> re.Pattern[str]:
    """Give what a shown output stands for: a line `…` for any lines, and `…` in a line for anything."""
    lines = re.sub(r"^…\\\n", lambda line: r"(?:.*\n)*", re.escape(output), flags=re.MULTILINE)
    return re.compile(lines.replace("…", ".*"))


@pytest.mark.parametrize("page", WALKS, ids=named)
def test_a_page_that_builds_files_works_from_top_to_bottom(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each file of the page is written in its turn, and each command then ends and prints as the page shows."""
    from partygrade.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARTYGRADE_LANG", "zh" if page.stem.endswith(".zh") else "en")
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    for kind, how, what, text in FENCE.findall(page.read_text(encoding="utf-8")):
        if how in ("title", "into"):
            file = tmp_path / what
            file.write_text(text if how == "title" else laid_into(file.read_text("utf-8"), text), encoding="utf-8")
        elif kind == "console":
            commands = re.findall(r"^\$ partygrade (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
            assert commands
            for command, output in commands:
                code = main(shlex.split(command))
                out, err = capsys.readouterr()
                assert (code, err) == (int(what or 0), ""), (command, out)
                assert shows(output).fullmatch(out), (command, out)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=named)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    """A relative link on a page names a file of the project."""
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", READMES, ids=named)
def test_the_readme_begins_with_demo_and_test(page: Path) -> None:
    """The first two commands that a reader meets are `make demo` and `make test`."""
    commands = re.findall(r"^(?:make|pip|partygrade|\$) ?\w*", page.read_text("utf-8"), re.MULTILINE)
    assert commands[:2] == ["make demo", "make test"]


def test_missing_keys_come_from_the_smallest_file() -> None:
    """A page's shorter example is completed, and what it says itself stands."""
    assert list(top_level(completed("title: mine\nscore:\n  points: 10\n"))) == [
        "partygrade",
        "scheme",
        "grades",
        "title",
        "score",
    ]
