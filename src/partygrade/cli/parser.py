"""argparse in our words: help and complaints in one language, and a suggestion for a slip of the pen."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NoReturn

from partygrade.cli.stop import USAGE, Stop
from partygrade.cli.text import fold
from partygrade.diagnostics import Lang, Text, suggestion

_USAGE = Text("usage: ", "用法：")

_COMPLAINTS: tuple[tuple[re.Pattern[str], Text], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"the following arguments are required: (?P<a>.+)", Text("missing: {a}", "缺少 {a}")),
        (r"one of the arguments (?P<a>.+) is required", Text("missing: one of {a}", "缺少 {a} 之一")),
        (r"argument (?P<a>.+?): expected (at least )?one argument", Text("`{a}` needs a value", "`{a}` 后面要有值")),
        (r"argument (?P<a>.+?): ignored explicit argument (?P<b>.+)", Text("`{a}` takes no value", "`{a}` 不带值")),
        (
            r"argument (?P<a>.+?): not allowed with argument (?P<b>.+)",
            Text("`{a}` and `{b}` exclude each other", "`{a}` 与 `{b}` 不能同时使用"),
        ),
        (r"argument (?P<a>.+?): (?P<b>.+)", Text("`{a}`: {b}", "`{a}`：{b}")),
    )
)
_CHOICE = re.compile(r"argument (?P<name>.+?): invalid choice: (?P<got>.+) \(choose from (?P<known>.+)\)")


class Parser(argparse.ArgumentParser):
    """A parser that speaks one language and ends with `Stop`."""

    def __init__(self, *, lang: Lang, prog: str, operands: str, description: str, epilog: str | None = None) -> None:
        self.lang = lang
        super().__init__(
            prog=prog,
            usage=f"{prog} [{self.say('options', '选项')}] {operands}".rstrip(),
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=partial(_Formatter, lang=lang),
        )
        self.known: list[str] = []
        self._operands = self.add_argument_group(self.say("arguments", "参数"))
        self._options = self.add_argument_group(self.say("options", "选项"))

    def say(self, en: str, zh: str) -> str:
        """Choose the words of the language."""
        return zh if self.lang == "zh" else en

    def operand(self, name: str, metavar: str, en: str, zh: str, **settings: Any) -> None:
        """Add an argument that is known by where it stands."""
        self._operands.add_argument(name, metavar=metavar, help=self.say(en, zh), **settings)

    def option(self, *names: str, en: str, zh: str, **settings: Any) -> None:
        """Add an option."""
        self.known.extend(names)
        self._options.add_argument(*names, help=self.say(en, zh), **settings)

    def error(self, message: str) -> NoReturn:
        """Complain of the command, with its usage."""
        said = _complaint(message, self.lang)
        more = self.say(f"`{self.prog} --help` says more", f"详见 `{self.prog} --help`")
        heading = self.say("error: ", "错误：")
        raise Stop(f"{heading}{said}\n{self.format_usage().rstrip()}\n{more}", USAGE)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Lays help out at the width that Chinese text takes."""

    def __init__(self, prog: str, *, lang: Lang, **settings: Any) -> None:
        super().__init__(prog, max_help_position=26, **settings)
        self._lang: Lang = lang

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _USAGE[self._lang] if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return fold(text, width)


def wrong_option(words: Sequence[str], known: Sequence[str]) -> tuple[str, Text | None] | None:
    """Find a word that looks like an option and is none, with the option that it resembles."""
    for word in words:
        if word == "--":
            return None
        name = word.partition("=")[0] if word.startswith("--") else word[:2]
        if re.match(r"--?[^\W\d]", word) and name not in known:
            return word.partition("=")[0], suggestion(word.partition("=")[0], known)
    return None


def _complaint(message: str, lang: Lang) -> str:
    """Put a complaint of argparse into our words; one that is not known stays as it is."""
    if choice := _CHOICE.fullmatch(message):
        return _no_choice(choice["name"], choice["got"].strip("'\""), choice["known"].replace("'", ""), lang)
    for pattern, text in _COMPLAINTS:
        if found := pattern.fullmatch(message):
            return text[lang].format(**found.groupdict())
    return message


def _no_choice(name: str, got: str, known: str, lang: Lang) -> str:
    close = suggestion(got, known.split(", "))
    if name == "COMMAND":
        text = Text(f"there is no command `{got}`", f"没有子命令 `{got}`")
    else:
        text = Text(f"`{name}` cannot be `{got}`", f"`{name}` 不能是 `{got}`")
    listed = Text(f"expected one of {known}", f"应为 {known.replace(', ', '、')} 之一")
    more = (close or listed)[lang]
    return f"{text.zh}；{more}" if lang == "zh" else f"{text.en}; {more}"
