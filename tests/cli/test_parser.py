"""argparse in our words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from partygrade.cli.parser import wrong_option

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        ("grad a b", "there is no command `grad`; did you mean `grade`?", "没有子命令 `grad`；是不是 `grade`？"),
        ("grade", "missing: SCHEME, TABLE", "缺少 SCHEME, TABLE"),
        ("explain a b", "missing: --row", "缺少 --row"),
        ("explain a b --row", "`--row` needs a value", "`--row` 后面要有值"),
        (
            "grade a b --on-eror collect",
            "there is no option `--on-eror`; did you mean `--on-error`?",
            "没有选项 `--on-eror`；是不是 `--on-error`？",
        ),
        (
            "explain a b --rwo x",
            "there is no option `--rwo`; did you mean `--row`?",
            "没有选项 `--rwo`；是不是 `--row`？",
        ),
        ("grade a b -x", "there is no option `-x`", "没有选项 `-x`"),
        (
            "grade a b --format cvs",
            "`--format` cannot be `cvs`; did you mean `csv`?",
            "`--format` 不能是 `cvs`；是不是 `csv`？",
        ),
        (
            "check a --format zip",
            "`--format` cannot be `zip`; expected one of text, json, github, sarif",
            "`--format` 不能是 `zip`；应为 text、json、github、sarif 之一",
        ),
        ("grade a b --quiet=1", "`-q/--quiet` takes no value", "`-q/--quiet` 不带值"),
        ("grade a b c", "nothing is expected after the rest: `c`", "多余的内容：`c`"),
    ],
)
def test_complaints(words: str, en: str, zh: str, run: Run) -> None:
    """A wrong command is exit code 2, with one sentence, the usage, and where to read more."""
    for lang, said, usage in (("en", f"error: {en}", "usage: "), ("zh", f"错误：{zh}", "用法：")):
        outcome = run(*words.split(), "--lang", lang)
        assert (outcome.code, outcome.out) == (2, "")
        first, second, third = outcome.err.splitlines()
        assert first == said
        assert second.startswith(f"{usage}partygrade")
        assert "--help`" in third


def test_what_stands_behind_two_dashes_is_no_option() -> None:
    """Behind `--` anything may stand; a negative number is no option."""
    assert wrong_option(["--", "--what"], ["--lang"]) is None
    assert wrong_option(["-3"], ["--lang"]) is None
    assert wrong_option(["-ofile"], ["-o"]) is None
