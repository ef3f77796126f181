"""The hour of a new author: what is built in it works, and every slip is told where it stands, with what to do."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from partygrade.cli import main
from partygrade.document import read

HERE = Path(__file__).resolve().parent / "hour"
ROOT = HERE.parents[1]
NAME = "service-centre"
FILES = {"scheme": f"{NAME}.yaml", "cases": f"{NAME}.cases.yaml", "table": f"{NAME}.csv"}
COMMANDS = {"cases": ["test", FILES["scheme"]], "table": ["grade", FILES["scheme"], FILES["table"]]}
Command = Callable[..., tuple[int, str]]


@cache
def mistakes() -> dict[str, list[dict[str, str]]]:
    found = read((HERE / "mistakes.yaml").read_text(encoding="utf-8"))
    assert not found.faults and isinstance(found.data, dict)
    return found.data


def named(kind: str) -> Any:
    return pytest.mark.parametrize("mistake", mistakes()[kind], ids=lambda mistake: mistake["mistake"])


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hour_tool", ROOT / "tools" / "hour.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Give a folder with the files of the hour, and what runs a command in it."""
    for name in FILES.values():
        (tmp_path / name).write_bytes((HERE / name).read_bytes())
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        code = main([*words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def slip(mistake: dict[str, str], kind: str) -> str:
    """Make the mistake in the file of the working folder; give the text."""
    text = Path(FILES[kind]).read_text(encoding="utf-8")
    assert mistake["instead"] in text
    text = text.replace(mistake["instead"], mistake["write"], 1)
    Path(FILES[kind]).write_text(text, encoding="utf-8")
    return text


def test_the_way_of_the_hour(command: Command) -> None:
    """Nothing is wrong with the scheme, its cases pass, and the table is graded, explained and read otherwise."""
    scheme, table = FILES["scheme"], FILES["table"]
    said = f"{scheme}: no faults (9 facts, 3 rules, 1 reading), 18 cases pass, reaching 15 of 15\n"
    assert command("check", "--cases", scheme, "--lang", "en") == (0, said)
    code, _ = command("grade", scheme, table, "--lang", "zh", "-o", "out.csv")
    assert code == 0
    grades = [line.split(",")[4] for line in Path("out.csv").read_text("utf-8-sig").splitlines()[1:]]
    assert grades == ["优秀", "良好", "合格", "不合格"]
    account = command("explain", scheme, table, "--row", "c4", "--lang", "zh")[1]
    assert "缺席例会过多（缺席例会 4，缺席例会次数上限 4）：降 1 级〔七〕" in account
    assert "在此表中不改变结果：missed_limit=3" in command("readings", scheme, table, "--lang", "zh")[1]


@named("scheme")
def test_a_mistake_in_the_scheme(mistake: dict[str, str], command: Command) -> None:
    """One message stands at the text that must change, and says in both languages what is wrong and what to do."""
    text = slip(mistake, "scheme")
    code, out = command("check", FILES["scheme"], "--format", "json", "--lang", "en")
    assert code == 1
    found = list(diagnostics(json.loads(out)))
    assert [said(one, text) for one in found] == [{key: mistake[key] for key in ("at", "code", "under", "en", "zh")}]


def diagnostics(data: Any) -> Any:
    """Give every diagnostic of a report."""
    if isinstance(data, list):
        for part in data:
            yield from diagnostics(part)
    elif isinstance(data, dict) and "message" in data and "code" in data:
        yield data
    elif isinstance(data, dict):
        for part in data.values():
            yield from diagnostics(part)


def said(found: dict[str, Any], text: str) -> dict[str, str]:
    line = text.split("\n")[found["line"] - 1]
    end = found["end_column"] - 1 if found["end_line"] == found["line"] else len(line)
    helps = found["help"] or {}
    return {
        "at": f"{found['line']}:{found['column']}",
        "code": found["code"],
        "under": line[found["column"] - 1 : end].strip(),
        "en": "; ".join([found["message"]["en"], *([helps["en"]] if helps else [])]),
        "zh": "；".join([found["message"]["zh"], *([helps["zh"]] if helps else [])]),
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("kind", "mistake"),
    [(kind, mistake) for kind in COMMANDS for mistake in mistakes()[kind]],
    ids=lambda found: found["mistake"] if isinstance(found, dict) else "",
)
def test_a_mistake_in_cases_or_a_table(kind: str, mistake: dict[str, str], lang: str, command: Command) -> None:
    """The first line names the file and the line of it, and says what is wrong; what to do follows."""
    slip(mistake, kind)
    code, out = command(*COMMANDS[kind], "--lang", lang)
    start = f"{FILES[kind]}:{mistake['at']}: " if mistake["at"] else f"{FILES[kind]}: "
    first, *rest = out.splitlines()
    mark, join = ("= help: ", "; ") if lang == "en" else ("= 办法：", "；")
    helps = [line.strip().removeprefix(mark) for line in rest[:5] if line.strip().startswith(mark)]
    assert (code, first[: len(start)]) == (1, start)
    assert join.join([first[len(start) :], *helps]) == mistake[lang]


@pytest.mark.parametrize("kind", ["scheme", "cases"])
def test_a_file_in_another_encoding(kind: str, command: Command) -> None:
    """A file that an old editor saved in the local encoding is told as such, and how to save it."""
    Path(FILES[kind]).write_bytes(Path(FILES[kind]).read_text(encoding="utf-8").encode("gb18030"))
    code, out = command("check", "--cases", FILES["scheme"], "--lang", "zh")
    assert (code, out.splitlines()[0]) == (
        1,
        f"错误[no-scheme]：`{FILES[kind]}` 不是 UTF-8 文本；请将文件另存为 UTF-8 编码",
    )


def test_a_table_may_be_in_another_encoding(command: Command) -> None:
    """What a spreadsheet saves is read."""
    Path(FILES["table"]).write_bytes(Path(FILES["table"]).read_text(encoding="utf-8").encode("gb18030"))
    assert command("grade", FILES["scheme"], FILES["table"], "--lang", "zh")[0] == 0


def test_every_mistake_is_one() -> None:
    """The table has no mistake twice, and no message that says nothing new."""
    every = [mistake for found in mistakes().values() for mistake in found]
    assert len(every) == len({mistake["mistake"] for mistake in every}) > 100
    assert all(mistake.get("before") != mistake["en"] for mistake in every)


def test_the_page_is_in_step() -> None:
    """The page lists the mistakes as the table has them."""
    page = (ROOT / "docs" / "authors-hour.md").read_text(encoding="utf-8")
    assert page == tool().page(page)
