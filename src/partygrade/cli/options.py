"""What may be written on the command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import partygrade
from partygrade.cli.commands import COMMANDS, EXIT_CODES, OPERANDS
from partygrade.cli.parser import Parser, wrong_option
from partygrade.cli.screen import Screen
from partygrade.cli.stop import USAGE, Stop
from partygrade.diagnostics import LANGS, Lang, Text

__all__ = ["COMMANDS", "Options", "parse"]


class Options(argparse.Namespace):
    """What a command was asked for; a command reads the names of its own options only."""

    command: str
    scheme: str
    schemes: list[str]
    table: Path
    row: str
    seed: str
    out: Path | None
    events: list[tuple[str, Path]]
    events_of: str | None
    set: list[tuple[str, str]]
    on_error: Literal["raise", "collect"]
    engine: Literal["polars", "duckdb", "spark"] | None
    memory: str | None
    detail: bool
    as_of: date | None
    quiet: bool
    format: str
    cases: bool
    only: list[str]
    skip: list[str]
    paths: list[str]
    laws: bool
    examples: int
    name: str
    dir: Path
    part: Literal["result", "cohort", "file", "cases"] | None


def parse(words: Sequence[str], screen: Screen) -> Options | None:
    """Read the command line; print help or the version, and give nothing, where that is asked for.

    Raises:
        Stop: with exit code 2, if the command is wrong.
    """
    parser, below = _parsers(screen.lang)
    command = next((word for word in words if word in COMMANDS), None)
    speaking = parser if command is None else below[command]
    slip = wrong_option(words, [*parser.known, *speaking.known])
    if slip is not None:
        speaking.error(_unknown(*slip, screen.lang))
    if "--version" in words:
        screen.raw(f"partygrade {partygrade.__version__}\n")
        return None
    if {"-h", "--help"} & set(words):
        screen.raw(speaking.format_help())
        return None
    if not words:
        raise Stop(parser.format_help().rstrip(), USAGE)
    options, rest = parser.parse_known_args(words, Options())
    if rest:
        listed = " ".join(f"`{word}`" for word in rest)
        speaking.error(speaking.say(f"nothing is expected after the rest: {listed}", f"多余的内容：{listed}"))
    return options


def _unknown(word: str, close: Text | None, lang: Lang) -> str:
    text = Text(f"there is no option `{word}`", f"没有选项 `{word}`")
    if close is None:
        return text[lang]
    return f"{text.zh}；{close.zh}" if lang == "zh" else f"{text.en}; {close.en}"


def _parsers(lang: Lang) -> tuple[Parser, dict[str, Parser]]:
    about = Text(
        "Grade organisations by a written scheme, with the clause behind every point.",
        "按书面办法评定组织等次，每一分都有依据。",
    )
    parser = Parser(
        lang=lang, prog="partygrade", operands="COMMAND …", description=about[lang], epilog=EXIT_CODES[lang]
    )
    parser.option("-h", "--help", en="print this help", zh="显示帮助", action="store_true")
    parser.option("--version", en="print the version", zh="显示版本", action="store_true")
    _lang_option(parser)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, title=parser.say("commands", "子命令")
    )
    below: dict[str, Parser] = {
        name: commands.add_parser(
            name,
            help=text[lang],
            description=_sentence(text[lang], lang),
            lang=lang,
            prog=f"partygrade {name}",
            operands=OPERANDS[name],
        )
        for name, text in COMMANDS.items()
    }
    for name, add in _ADD.items():
        below[name].option("-h", "--help", en="print this help", zh="显示帮助", action="store_true")
        add(below[name])
        _lang_option(below[name])
    return parser, below


def _sentence(text: str, lang: Lang) -> str:
    return f"{text}。" if lang == "zh" else f"{text[0].upper()}{text[1:]}."


def _lang_option(parser: Parser) -> None:
    parser.option(
        "--lang",
        choices=LANGS,
        default=argparse.SUPPRESS,
        en="the language of messages: zh or en",
        zh="语言：zh 或 en",
    )


def _scheme(parser: Parser) -> None:
    parser.operand("scheme", "SCHEME", "name or path of the scheme", "办法的名称或文件路径")


def _settings(parser: Parser) -> None:
    parser.option(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=_setting(parser),
        en="apply another reading of the scheme; may be repeated",
        zh="采用办法的另一种读法，可多次使用",
    )


def _grading(parser: Parser) -> None:
    """Add what grading needs, for one organisation or many."""
    _scheme(parser)
    parser.operand(
        "table", "TABLE", "table of organisations: CSV or JSON Lines", "组织的表格：CSV 或 JSON Lines", type=Path
    )
    parser.option(
        "--events",
        metavar="NAME=FILE",
        action="append",
        default=[],
        type=_file(parser),
        en="read a list of events, such as sanctions, from a table of its own; may be repeated",
        zh="从另一表格读入事件列表（如处分），可多次使用",
    )
    _settings(parser)
    parser.option(
        "--as-of",
        metavar="YYYY-MM-DD",
        type=_day(parser),
        en="the day as of which is graded; a scheme that is not in force then is an error",
        zh="评定基准日；办法当日不施行则报错",
    )


def _grade(parser: Parser) -> None:
    _grading(parser)
    _out(
        parser,
        "write the results to a file: .csv, .tsv, .jsonl or .json, and .parquet with an engine",
        "结果写入文件：.csv .tsv .jsonl .json，用引擎时可为 .parquet",
    )
    parser.option(
        "--engine",
        choices=("polars", "duckdb", "spark"),
        default=None,
        en="for tables larger than memory, and for Parquet: polars, duckdb or spark",
        zh="用于大于内存的表格和 Parquet：polars、duckdb 或 spark",
    )
    parser.option(
        "--memory",
        metavar="SIZE",
        default=None,
        en="keep to so much memory, such as 1GB; uses duckdb",
        zh="内存上限，如 1GB；使用 duckdb",
    )
    parser.option(
        "--detail",
        action="store_true",
        en="by an engine: also write the value of every node, and the account of the quotas, for `explain`",
        zh="用引擎：另写每个节点的值和名额账，供 `explain` 说明",
    )
    parser.option(
        "--on-error",
        choices=("raise", "collect"),
        default="raise",
        en="with faulty rows, grade nothing (raise, the default) or grade the others (collect)",
        zh="有差错的行：全部不评（raise，默认）或只评其余各行（collect）",
    )
    parser.option(
        "--format",
        choices=("table", "csv", "jsonl", "json"),
        default="table",
        en="what is printed: table (the default), csv, jsonl or json",
        zh="输出形式：table（默认）、csv、jsonl、json",
    )
    parser.option("-q", "--quiet", action="store_true", en="print no table and no notes", zh="不输出表格和提示")


def _explain(parser: Parser) -> None:
    _grading(parser)
    parser.option(
        "--row",
        metavar="KEY",
        required=True,
        en="the organisation: its id, its name, or #3 for the third row",
        zh="组织：编号、名称，或 #3 表示第三行",
    )


def _draw(parser: Parser) -> None:
    _grading(parser)
    parser.option(
        "--seed",
        metavar="TEXT",
        required=True,
        en="any text; the same one picks the same organisations",
        zh="任意文字；相同的种子抽取相同的组织",
    )
    parser.option(
        "--format",
        choices=("table", "csv", "json"),
        default="table",
        en="what is printed: table (the default), csv or json",
        zh="输出形式：table（默认）、csv、json",
    )


def _check(parser: Parser) -> None:
    parser.operand("schemes", "SCHEME", "names or paths of schemes", "办法的名称或文件路径", nargs="+")
    parser.option(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        en="text (the default), json, annotations for github, or sarif",
        zh="text（默认）、json、github 注解，或 sarif",
    )
    parser.option(
        "--cases",
        action="store_true",
        en="also run the golden cases, NAME.cases.yaml beside the scheme",
        zh="同时运行办法旁边的样例 NAME.cases.yaml",
    )
    for name, en, zh in (
        ("--only", "run this static check and no other; may be repeated", "只运行该静态检查，可多次使用"),
        ("--skip", "do not run this static check; may be repeated", "不运行该静态检查，可多次使用"),
    ):
        parser.option(name, metavar="SLUG", action="append", default=[], en=en, zh=zh)


def _test(parser: Parser) -> None:
    parser.operand(
        "paths",
        "PATH",
        "schemes, files of cases, or folders; the working folder where none is given",
        "办法、样例文件或文件夹；不写则为当前文件夹",
        nargs="*",
    )
    parser.option(
        "--laws", action="store_true", en="also try the laws on generated records", zh="同时用生成的数据检验定律"
    )
    parser.option(
        "--examples",
        metavar="N",
        type=_number(parser),
        default=50,
        en="so many records, or cohorts, for each law (50)",
        zh="每条定律所用的记录或同批数（50）",
    )


def _show(parser: Parser) -> None:
    _scheme(parser)
    _settings(parser)
    parser.option(
        "--format",
        choices=("table", "json", "markdown", "html"),
        default="table",
        en="what is printed: the figures as a table (the default) or json; the whole scheme as markdown or html",
        zh="输出形式：全部数值 table（默认）、json；整份办法 markdown、html",
    )


def _schema(parser: Parser) -> None:
    parser.operand("scheme", "SCHEME", "the schema of a record of this scheme", "该办法一行数据的结构", nargs="?")
    for part, en, zh in (
        ("result", "the schema of the result of one organisation", "一个组织的结果的结构"),
        ("cohort", "the schema of the result of a cohort", "全体结果的结构"),
        ("file", "the schema of scheme files", "办法文件的结构"),
        ("cases", "the schema of golden cases", "样例文件的结构"),
    ):
        parser.option(f"--{part}", dest="part", action="store_const", const=part, en=en, zh=zh)


def _template(parser: Parser) -> None:
    _scheme(parser)
    parser.option(
        "--events",
        dest="events_of",
        metavar="NAME",
        en="the table of a list of events, such as sanctions, in place of that of organisations",
        zh="事件列表（如处分）的表格，而非组织的表格",
    )
    _out(parser, "write the table to a file: .csv or .tsv", "写入文件：.csv 或 .tsv")


def _new(parser: Parser) -> None:
    parser.operand("name", "NAME", "id of the new scheme", "新办法的标识")
    parser.option(
        "--dir",
        metavar="DIR",
        type=Path,
        default=Path(),
        en="the folder to write to, by default this one",
        zh="写入的文件夹，默认为当前文件夹",
    )


def _out(parser: Parser, en: str, zh: str) -> None:
    parser.option("-o", "--out", metavar="OUT", type=Path, en=en, zh=zh)


_ADD: dict[str, Callable[[Parser], None]] = {
    "grade": _grade,
    "explain": _explain,
    "readings": _grading,
    "draw": _draw,
    "check": _check,
    "test": _test,
    "show": _show,
    "schemes": lambda parser: None,
    "schema": _schema,
    "template": _template,
    "new": _new,
}


def _setting(parser: Parser) -> Callable[[str], tuple[str, str]]:
    return lambda word: _two_sides(word, "NAME=VALUE", parser)


def _file(parser: Parser) -> Callable[[str], tuple[str, Path]]:
    def read(word: str) -> tuple[str, Path]:
        name, path = _two_sides(word, "NAME=FILE", parser)
        return name, Path(path)

    return read


def _two_sides(word: str, form: str, parser: Parser) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not (name.strip() and sign and value.strip()):
        said = parser.say(f"expected {form}, got `{word}`", f"应写成 {form}，不是 `{word}`")
        raise argparse.ArgumentTypeError(said)
    return name.strip(), value.strip()


def _number(parser: Parser) -> Callable[[str], int]:
    def read(word: str) -> int:
        if word.isascii() and word.isdecimal() and int(word) > 0:
            return int(word)
        raise argparse.ArgumentTypeError(
            parser.say(f"expected a whole number from 1, got `{word}`", f"应为 1 以上的整数，不是 `{word}`")
        )

    return read


def _day(parser: Parser) -> Callable[[str], date]:
    def read(word: str) -> date:
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
                return date.fromisoformat(word)
        except ValueError:
            pass
        said = parser.say(
            f"expected a day such as 2017-06-05, got `{word}`", f"应为 2017-06-05 这样的日期，不是 `{word}`"
        )
        raise argparse.ArgumentTypeError(said)

    return read
